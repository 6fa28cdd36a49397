"""Values that are not what an argument takes, or try to be more than a value."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest

from model.ids import to_global_id
from tests.case.counter import change
from tests.http.conftest import Web, refused, root_refused
from tests.support.hub import Hub, Who

NOBODY = "00000000-0000-4000-8000-000000000000"
INJECTIONS = [
    pytest.param("' OR nobody='nobody' //", id="a quote"),
    pytest.param('" }) RETURN 1 //', id="the end of a map"),
    pytest.param("x`) MATCH (n) DETACH DELETE n //", id="a backtick"),
    pytest.param("\\u0027 RETURN 1", id="an escaped quote"),
    pytest.param("$officer", id="a parameter"),
    pytest.param("} { persons { name } }", id="GraphQL"),
    pytest.param("a\u0000b", id="a null byte"),
    pytest.param("\u202e\u2066\ufeff", id="direction marks"),
    pytest.param("\U0001f600" * 20, id="beyond the basic plane"),
    pytest.param("%00%27../../etc/passwd", id="a path"),
    pytest.param("\U0001f600", id="a pair of surrogates"),  # as which JSON sends it
]
# Each string argument of a root field, as a document with `$value`.
STRING_ARGUMENTS = {
    "room id": "query($value: ID!) { room(id: $value) { id } }",
    "node": "query($value: ID!) { node(id: $value) { id } }",
    "unit": "query($value: String!) { rooms(first: 2, unit: $value) { nodes { id } } }",
    "address search": "query($value: String!) { addresses(first: 2, search: $value) { nodes { id } } }",
    "building search": "query($value: String!) { buildings(first: 2, search: $value) { nodes { id } } }",
    "organisation search": "query($value: String!) { organisations(first: 2, search: $value) { nodes { id } } }",
    "landlord search": "query($value: String!) { landlords(first: 2, search: $value) { nodes { id } } }",
    "licence": "query($value: String!) { licence(number: $value) { number } }",
    "case": "query($value: String!) { case(number: $value) { number } }",
    "after": "query($value: String!) { rooms(first: 2, after: $value) { nodes { id } } }",
    "before": "query($value: String!) { rooms(last: 2, before: $value) { nodes { id } } }",
    "as of": "query($value: Date!) { rooms(first: 2, asOf: $value) { nodes { id } } }",
    "known at": "query($value: DateTime!) { rooms(first: 2, knownAt: $value) { nodes { id } } }",
}
NOTHING: tuple[Any, ...] = ([], None)


@pytest.fixture
def trying_clerk(hub: Hub, clerk: Who) -> Iterator[Who]:
    """A clerk to whom nothing was refused that day, whatever they try here."""
    yield clerk
    change(hub, "rest_officer", officer=clerk.subject)


def _found(answer: Any) -> Any:
    """What the one root field holds: the nodes of a page, or an object."""
    value = next(iter((answer.data or {"": None}).values()))
    return value["nodes"] if value and "nodes" in value else value


@pytest.mark.parametrize("value", INJECTIONS)
@pytest.mark.parametrize("argument", STRING_ARGUMENTS)
def test_text_stays_text(web: Web, argument: str, value: str) -> None:
    """Whatever stands in it: nothing is found, or it is said to be wrong, and no statement fails on it."""
    answer = web.ask(STRING_ARGUMENTS[argument], {"value": value})
    assert answer.status in {200, 400}
    assert set(answer.codes) <= {"VALIDATION_FAILED", "CASE_REQUIRED"}
    assert _found(answer) in NOTHING


@pytest.mark.parametrize("value", INJECTIONS)
def test_text_stays_text_when_a_case_is_opened(web: Web, trying_clerk: Who, value: str) -> None:
    document = "mutation($input: OpenCaseInput!) { openCase(input: $input) { case { number } } }"
    given = {
        "kind": "REGISTRATION",
        "documentKind": "RESIDENT_IDENTITY_CARD",
        "documentNumber": value,
        "documentExpiresOn": "2030-01-01",
        "code": value,
    }
    answer = web.ask(document, {"input": given}, who=trying_clerk)
    assert answer.codes in (["SUBJECT_NOT_AVAILABLE"], ["VALIDATION_FAILED"])
    assert _found(answer) is None


# ── searches ─────────────────────────────────────────────────────────────────────────────────────────────────────

SEARCH = "query($value: String!) { addresses(first: 100, search: $value) { totalCount nodes { id } } }"


@pytest.mark.parametrize(
    "syntax",
    ["*:*", "*", "?", "a*", "foo~", "foo~2", '"', "AND", "OR", "NOT", "\\", "+", "-", "!", "(", "[a TO z]",
     "{* TO *}", "label:*", "/.*/", "^99999", "&&", "||", "foo OR bar", "-foo", "NOT foo", '" OR "', '\\" OR *'],
)  # fmt: skip
def test_lucene_syntax_finds_nothing_that_its_words_would_not(web: Web, syntax: str) -> None:
    answer = web.ask(SEARCH, {"value": syntax})
    assert answer.status in {200, 400}
    if answer.status == 400:
        root_refused(answer, 400, "VALIDATION_FAILED")
    else:
        assert answer.data["addresses"] == {"totalCount": 0, "nodes": []}


@pytest.mark.parametrize("widening", [" OR *:*", " *", " ~", " || label:*", '" OR "*', " -nothing", " NOT nothing"])
def test_syntax_beside_a_word_never_widens_what_the_word_finds(web: Web, widening: str) -> None:
    label = web.ask("{ addresses(first: 1) { nodes { thoroughfare } } }").data["addresses"]["nodes"][0]["thoroughfare"]
    plain = web.ask(SEARCH, {"value": label}).data["addresses"]
    assert plain["totalCount"] > 0
    more = web.ask(SEARCH, {"value": label + widening}).data["addresses"]
    assert more["totalCount"] <= plain["totalCount"]
    if plain["totalCount"] <= 100:
        assert {node["id"] for node in more["nodes"]} <= {node["id"] for node in plain["nodes"]}


@pytest.mark.parametrize("words", ["x" * 101, "x " * 51, "路" * 101, "a" * 900_000])
def test_a_search_has_a_length(web: Web, words: str) -> None:
    root_refused(web.ask(SEARCH, {"value": words}), 400, "VALIDATION_FAILED")


@pytest.mark.parametrize("words", ["x" * 100, "x " * 50, "路" * 100])
def test_a_search_of_just_that_length_is_answered(web: Web, words: str) -> None:
    assert web.ask(SEARCH, {"value": words}).data["addresses"]["totalCount"] == 0


# ── ids and cursors ──────────────────────────────────────────────────────────────────────────────────────────────

ROOM = "query($id: ID!) { room(id: $id) { id } }"


@pytest.mark.parametrize(
    "made_up",
    [
        pytest.param("", id="empty"),
        pytest.param("x", id="a letter"),
        pytest.param(NOBODY, id="a bare UUID"),
        pytest.param("é" * 8, id="not ASCII"),
        pytest.param("A" * 129, id="too long"),
        pytest.param(to_global_id("Room", NOBODY) + "=", id="with padding"),
        pytest.param(to_global_id("Room", NOBODY.upper().replace("0000-4", "ABCD-4")), id="upper case"),
        pytest.param(to_global_id("Room", "{" + NOBODY + "}"), id="in braces"),
        pytest.param(to_global_id("Room", "1"), id="a number"),
        pytest.param(to_global_id("", NOBODY), id="no type"),
        pytest.param(base64.urlsafe_b64encode(b"\xff\xfe:" + NOBODY.encode()).decode(), id="not UTF-8"),
    ],
)
def test_an_id_that_the_hub_never_made_is_refused(web: Web, made_up: str) -> None:
    refused(web.ask(ROOM, {"id": made_up}), 400, "VALIDATION_FAILED")


@pytest.mark.parametrize("type_name", ["Building", "Person", "Case", "room", "Query", "RoomConnection", "String"])
def test_an_id_of_another_type_is_refused(web: Web, type_name: str) -> None:
    refused(web.ask(ROOM, {"id": to_global_id(type_name, NOBODY)}), 400, "VALIDATION_FAILED")


@pytest.mark.parametrize("type_name", ["Person", "Case", "Residence", "Query", "Node", "String", "__Type", "Nothing"])
def test_no_node_is_of_a_type_that_is_none(web: Web, type_name: str) -> None:
    answer = web.ask("query($id: ID!) { node(id: $id) { id } }", {"id": to_global_id(type_name, NOBODY)})
    refused(answer, 400, "VALIDATION_FAILED")


def test_an_id_that_belongs_to_nothing_finds_nothing(web: Web) -> None:
    answer = web.ask(ROOM, {"id": to_global_id("Room", NOBODY)})
    assert (answer.status, answer.data, answer.codes) == (200, {"room": None}, [])


PAGE = "query($after: String) { rooms(first: 2, after: $after) { pageInfo { endCursor } nodes { id } } }"


def _forgeries(cursor: str) -> dict[str, str]:
    raw = base64.urlsafe_b64decode(cursor)
    other = raw[:16] + json.dumps(["00000000-0000-7000-8000-000000000000"]).encode()
    flipped = bytes([raw[0] ^ 1]) + raw[1:]
    return {
        "empty": "",
        "a word": "here",
        "not ASCII": "é",
        "another row": base64.urlsafe_b64encode(other).decode(),
        "another tag": base64.urlsafe_b64encode(flipped).decode(),
        "no tag": base64.urlsafe_b64encode(raw[16:]).decode(),
        "only the tag": base64.urlsafe_b64encode(raw[:16]).decode(),
        "twice": cursor + cursor,
        "cut": cursor[:-4],
        "too long": "A" * 100_000,
        "a null byte": cursor + "\u0000",
    }


@pytest.mark.parametrize("form", sorted(_forgeries(base64.urlsafe_b64encode(b"x" * 20).decode())))
def test_a_forged_cursor_is_refused(web: Web, form: str) -> None:
    cursor = web.ask(PAGE).data["rooms"]["pageInfo"]["endCursor"]
    assert len(web.ask(PAGE, {"after": cursor}).data["rooms"]["nodes"]) == 2
    root_refused(web.ask(PAGE, {"after": _forgeries(cursor)[form]}), 400, "VALIDATION_FAILED")


def test_a_cursor_of_another_query_is_refused(web: Web) -> None:
    cursor = web.ask("{ adminUnits(first: 1) { pageInfo { endCursor } } }").data["adminUnits"]["pageInfo"]["endCursor"]
    root_refused(web.ask(PAGE, {"after": cursor}), 400, "VALIDATION_FAILED")


# ── dates and places ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "value",
    ["", "today", "2026-02-30", "2026-13-01", "20261101", "2026-11-1", "2026-11-01T00:00:00Z", "0000-01-01",
     "10000-01-01", "-2026-11-01", "2026-W10-1", "2026-305", "\uff12\uff10\uff12\uff16-11-01", 20261101, True, [], {}],
)  # fmt: skip
def test_what_is_no_date_is_refused(web: Web, value: object) -> None:
    refused(web.ask(STRING_ARGUMENTS["as of"], {"value": value}), 400, "VALIDATION_FAILED")


@pytest.mark.parametrize(
    "value",
    ["", "now", "2026-11-01", "2026-11-01T00:00:00", "2026-11-01 00:00:00Z", "2026-11-01T25:00:00Z",
     "2026-11-01T00:00:61Z", "2026-W10-1T00:00:00Z", "20261101T000000Z", "2026-11-01T00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", 1764000000, None],
)  # fmt: skip
def test_what_is_no_instant_is_refused(web: Web, value: object) -> None:
    refused(web.ask(STRING_ARGUMENTS["known at"], {"value": value}), 400, "VALIDATION_FAILED")


@pytest.mark.parametrize("value", ["0001-01-01", "9999-12-31", "1582-10-10", "2024-02-29"])
def test_the_first_and_the_last_day_are_answered(web: Web, value: str) -> None:
    assert web.ask(STRING_ARGUMENTS["as of"], {"value": value}).status == 200


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", "2026-11-01T00:00:00+14:00"])
def test_the_first_and_the_last_instant_are_answered(web: Web, value: str) -> None:
    assert web.ask(STRING_ARGUMENTS["known at"], {"value": value}).status == 200


NEAR = {"longitude": 104.0, "latitude": 30.6, "radiusMetres": 1000.0}
WITHIN = {"west": 104.0, "south": 30.0, "east": 105.0, "north": 31.0}


@pytest.mark.parametrize("literal", ["1e400", "-1e400", "1e999999"])
@pytest.mark.parametrize(("argument", "good"), [("near", NEAR), ("within", WITHIN)])
def test_infinity_is_no_place(web: Web, argument: str, good: dict[str, float], literal: str) -> None:
    for side in good:
        value = ", ".join(f"{name}: {literal if name == side else number}" for name, number in good.items())
        answer = web.ask(f"{{ addresses(first: 1, {argument}: {{{value}}}) {{ nodes {{ id }} }} }}")
        assert (answer.status, answer.codes) == (400, ["VALIDATION_FAILED"])


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity", b"1e400", b'"NaN"', b"null", b"true"])
def test_what_is_no_number_is_no_place(web: Web, number: bytes) -> None:
    document = b"query($near: Near) { addresses(first: 1, near: $near) { nodes { id } } }"
    near = b'{"longitude": %b, "latitude": 30.6, "radiusMetres": 1000}' % number
    answer = web.post(b'{"query": "%b", "variables": {"near": %b}}' % (document, near))
    assert (answer.status, answer.codes) == (400, ["VALIDATION_FAILED"])


@pytest.mark.parametrize(
    ("argument", "changed"),
    [
        ("near", {"longitude": 180.1}),
        ("near", {"latitude": -90.1}),
        ("near", {"radiusMetres": 0}),
        ("near", {"radiusMetres": -1}),
        ("near", {"radiusMetres": 20_001}),
        ("within", {"west": 106}),
        ("within", {"south": 31}),
        ("within", {"north": 91}),
    ],
)
def test_a_place_that_is_none_is_refused(web: Web, argument: str, changed: dict[str, float]) -> None:
    type_name, good = ("Near", NEAR) if argument == "near" else ("Box", WITHIN)
    document = f"query($value: {type_name}) {{ addresses(first: 1, {argument}: $value) {{ nodes {{ id }} }} }}"
    assert web.ask(document, {"value": good}).status == 200
    root_refused(web.ask(document, {"value": {**good, **changed}}), 400, "VALIDATION_FAILED")
