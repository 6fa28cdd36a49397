"""Documents that are not right, or ask too much: refused before anything is planned."""

import json

import pytest
from graphql import build_client_schema, get_introspection_query

from model import limits
from tests.http.conftest import ROOM_QUERY, Web, refused, root_refused


@pytest.mark.parametrize(
    "document",
    [
        pytest.param("", id="empty"),
        pytest.param("   # nothing", id="only a comment"),
        pytest.param("{", id="cut off"),
        pytest.param("fragment F on Query { __typename }", id="no operation"),
        pytest.param("type Query { a: Int }", id="a schema"),
        pytest.param("{ persons { name } }", id="a field that is not there"),
        pytest.param("{ rooms(first: 1, name: 5) { totalCount } }", id="an argument that is not there"),
        pytest.param("{ rooms(first: 1) }", id="an object without fields"),
        pytest.param("{ viewer { client { x } } }", id="fields of a leaf"),
        pytest.param('{ rooms(first: "1") { totalCount } }', id="text for a number"),
        pytest.param("{ rooms(first: 1.5) { totalCount } }", id="a fraction for a number"),
        pytest.param("{ rooms(first: 2147483648) { totalCount } }", id="a number beyond 32 bits"),
        pytest.param("{ rooms(first: 1, kind: CELLAR) { totalCount } }", id="an enum value that is not there"),
        pytest.param('{ rooms(first: 1, kind: "FLAT") { totalCount } }', id="an enum value as text"),
        pytest.param("{ rooms(first: 1, unit: {a: 1}) { totalCount } }", id="an object for text"),
        pytest.param("{ room(id: 5.5) { id } }", id="a fraction for an id"),
        pytest.param("{ room { id } }", id="a required argument left out"),
        pytest.param("{ ...F }", id="a fragment that is not there"),
        pytest.param("{ ...F } fragment F on Query { ...F }", id="a fragment that holds itself"),
        pytest.param("{ ...F } fragment F on Query { ...G } fragment G on Query { ...F }", id="fragments in a circle"),
        pytest.param("query($a: Int) { __typename }", id="an unused variable"),
        pytest.param("{ rooms(first: $a) { totalCount } }", id="an undeclared variable"),
        pytest.param("query($a: String) { rooms(first: $a) { totalCount } }", id="a variable of another type"),
        pytest.param("query($a: Nothing) { rooms(first: $a) { totalCount } }", id="a variable of no type"),
        pytest.param("{ __typename @nothing }", id="a directive that is not there"),
        pytest.param("{ __typename @skip }", id="a directive without its argument"),
        pytest.param("{ a: __typename a: viewer { client } }", id="two things under one name"),
        pytest.param("subscription { viewer { client } }", id="a subscription"),
        pytest.param(
            "{ __schema " + "{ types { fields { type" * 4 + " name " + "} } }" * 4 + " }", id="introspection in circles"
        ),
        pytest.param('{ case(number: "\\uD800") { number } }', id="half a character"),
        pytest.param('{ case(number: "\\uDC00\\uD800") { number } }', id="halves of a character, turned"),
        pytest.param("{ \u0000 }", id="a null byte"),
        pytest.param("\ufffe{ __typename }", id="not a character"),
    ],
)
def test_a_document_that_is_not_valid_is_refused(web: Web, document: str) -> None:
    message = refused(web.ask(document), 400, "VALIDATION_FAILED")
    assert "Did you mean" not in message.replace("Did you mean 'rooms { ... }'?", "")  # it names what was written


def test_an_empty_selection_has_an_empty_answer(web: Web) -> None:
    answer = web.ask("{ }")
    assert (answer.status, answer.data, answer.statements) == (200, {}, 0)


@pytest.mark.parametrize("name", ["Other", "x" * 100_000, "rooms", "\u0000"])
def test_an_operation_that_is_not_there_is_refused_with_a_short_line(web: Web, name: str) -> None:
    answer = web.post(json.dumps({"query": "query One { __typename }", "operationName": name}))
    assert len(refused(answer, 400, "VALIDATION_FAILED")) < 200


def test_several_operations_without_a_name_are_refused(web: Web) -> None:
    document = "query One { __typename } query Two { viewer { client } }"
    refused(web.ask(document), 400, "VALIDATION_FAILED")
    answer = web.post(json.dumps({"query": document, "operationName": "Two"}))
    assert answer.data == {"viewer": {"client": web.who.client}}


@pytest.mark.parametrize(
    "value",
    ["1", 1.5, True, [], {}, 2**31, 2**70, -(2**70), [[[]]], {"first": 1}],
    ids=["text", "fraction", "boolean", "list", "object", "32 bits", "70 bits", "minus 70 bits", "lists", "nested"],
)
def test_a_variable_of_a_wrong_type_is_refused(web: Web, value: object) -> None:
    refused(web.ask(ROOM_QUERY, {"first": value}), 400, "VALIDATION_FAILED")


def test_a_required_variable_left_out_is_refused(web: Web) -> None:
    document = "query($id: ID!) { room(id: $id) { id } }"
    refused(web.ask(document), 400, "VALIDATION_FAILED")
    refused(web.ask(document, {"id": None}), 400, "VALIDATION_FAILED")


def test_variables_that_nobody_declared_are_left_alone(web: Web) -> None:
    assert web.ask("{ viewer { client } }", {"x": {"y": [1]}}).status == 200


@pytest.mark.parametrize("size", [0, -1, limits.PAGE_SIZE_MAX + 1, None])
def test_a_page_is_of_one_to_a_hundred(web: Web, size: int | None) -> None:
    refused(web.ask(ROOM_QUERY, {"first": size}), 400, "VALIDATION_FAILED")


@pytest.mark.parametrize("arguments", ["first: 1, last: 1", 'first: 1, before: "x"', 'last: 1, after: "x"'])
def test_a_page_has_one_direction(web: Web, arguments: str) -> None:
    refused(web.ask(f"{{ rooms({arguments}) {{ totalCount }} }}"), 400, "VALIDATION_FAILED")


# ── too much ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _aliases(count: int) -> str:
    return "{ viewer { " + " ".join(f"a{number}: __typename" for number in range(count)) + " } }"


def test_aliases_have_a_limit(web: Web) -> None:
    assert web.ask(_aliases(limits.QUERY_ALIASES_MAX)).status == 200
    refused(web.ask(_aliases(limits.QUERY_ALIASES_MAX + 1)), 400, "QUERY_TOO_COMPLEX")


def test_aliases_in_fragments_and_in_other_operations_count(web: Web) -> None:
    own = " ".join(f"a{number}: __typename" for number in range(8))
    document = f"query A {{ viewer {{ {own} ...F }} }} fragment F on Viewer {{ {own} }}"
    refused(web.ask(document), 400, "QUERY_TOO_COMPLEX")
    document = f"query A {{ viewer {{ {own} }} }} query B {{ viewer {{ {own} }} }}"
    refused(web.post(json.dumps({"query": document, "operationName": "A"})), 400, "QUERY_TOO_COMPLEX")


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(
            "{ __schema { types { ...F0 } } } "
            + "".join(f"fragment F{n} on __Type {{ a: ofType {{ ...F{n + 1} }} b: ofType {{ ...F{n + 1} }} }} " for n in range(7))
            + "fragment F7 on __Type { name }",
            id="of the contract",
        ),
        pytest.param(
            "{ viewer { jurisdiction { ...F0 } } } "
            + "".join(f"fragment F{n} on AdminUnit {{ a: partOf {{ ...F{n + 1} }} b: partOf {{ ...F{n + 1} }} }} " for n in range(7))
            + "fragment F7 on AdminUnit { id }",
            id="of the register",
        ),
    ],
)  # fmt: skip
def test_aliases_count_as_often_as_their_fragment_is_spread(web: Web, document: str) -> None:
    """Fourteen are written, and 254 are asked for."""
    message = refused(web.ask(document), 400, "QUERY_TOO_COMPLEX")
    assert f"254 aliases, and at most {limits.QUERY_ALIASES_MAX}" in message


def test_fields_count_as_often_as_their_fragment_is_spread(web: Web) -> None:
    names = " ".join(["name", "description", "kind", "specifiedByURL"] * 17)
    spreads = " ".join(f"a{n}: ofType {{ ...F }}" for n in range(limits.QUERY_ALIASES_MAX))
    document = f"{{ __schema {{ types {{ {spreads} }} }} }} fragment F on __Type {{ {names} }}"
    message = refused(web.ask(document), 400, "QUERY_TOO_COMPLEX")
    assert f"at most {limits.QUERY_FIELDS_MAX} are taken" in message


@pytest.mark.parametrize("options", [{}, {"descriptions": False}, {"input_value_deprecation": True, "schema_description": True}])  # fmt: skip
def test_what_tools_ask_of_the_contract_is_answered(web: Web, options: dict[str, bool]) -> None:
    answer = web.ask(get_introspection_query(**options))
    assert answer.status == 200
    assert build_client_schema(answer.data).get_type("Room") is not None


def test_the_fields_of_an_answer_have_a_limit(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the whole answer: none of it comes, rather than a part with an error at each place that is left out."""
    document = "{ __schema { queryType { name kind } } }"
    monkeypatch.setattr(limits, "COMPLETED_FIELDS_MAX", 4)
    assert web.ask(document).status == 200
    monkeypatch.setattr(limits, "COMPLETED_FIELDS_MAX", 3)
    answer = web.ask(document + " ")  # another text: what was answered about the contract is kept
    refused(answer, 400, "QUERY_TOO_COMPLEX")
    assert len(answer.errors) == 1


def test_what_is_kept_of_the_contract_goes_by_text_operation_and_variables(web: Web) -> None:
    """Asked twice each, one after the other: the second answer is the kept one. Seen red without the variables in its key."""
    document = "query A($of: String!) { __type(name: $of) { name } } query B { __schema { queryType { name } } }"

    def asked(operation: str, of: str = "Room") -> object:
        request = {"query": document, "operationName": operation, "variables": {"of": of}}
        return web.post(json.dumps(request)).data

    for _ in range(2):
        assert asked("A") == {"__type": {"name": "Room"}}
        assert asked("A", "Building") == {"__type": {"name": "Building"}}
        assert asked("B") == {"__schema": {"queryType": {"name": "Query"}}}


def test_a_body_of_too_many_values_is_not_read(web: Web) -> None:
    """It is no JSON, and nobody finds out."""
    body = '{"query": "{ viewer { client } }", "variables": {"x": [' + '"",' * 200_000
    refused(web.post(body), 400, "QUERY_TOO_COMPLEX")


@pytest.mark.parametrize("nested", [False, True])
def test_the_values_of_variables_have_a_limit(web: Web, nested: bool) -> None:  # noqa: FBT001 - a parameter
    """They are counted before they are looked at, declared or not."""
    most = limits.VARIABLE_VALUES_MAX - (2 if nested else 1)

    def given(count: int) -> dict[str, object]:
        return {"x": {"y": ["a"] * count}} if nested else {"x": ["a"] * count}

    assert web.ask("{ viewer { client } }", given(most)).status == 200
    refused(web.ask("{ viewer { client } }", given(most + 1)), 400, "QUERY_TOO_COMPLEX")


def _units(levels: int) -> str:
    """A question of so many levels: units, their nodes, and each the unit that it is a part of."""
    return "{ adminUnits(first: 1) { nodes { " + "partOf { " * (levels - 2) + "id" + " }" * (levels - 2) + " } } }"


def test_depth_has_a_limit(web: Web) -> None:
    assert web.ask(_units(limits.QUERY_DEPTH_MAX)).status == 200
    refused(web.ask(_units(limits.QUERY_DEPTH_MAX + 1)), 400, "QUERY_TOO_COMPLEX")


def test_depth_is_counted_through_fragments(web: Web) -> None:
    chain = "".join(f"fragment F{n} on AdminUnit {{ partOf {{ ...F{n + 1} }} }} " for n in range(9))
    document = f"{{ adminUnits(first: 1) {{ nodes {{ ...F0 }} }} }} {chain} fragment F9 on AdminUnit {{ id }}"
    refused(web.ask(document), 400, "QUERY_TOO_COMPLEX")


@pytest.mark.parametrize("depth", [31, 200, 1000, 1900])
def test_a_document_nested_very_deep_is_refused(web: Web, depth: int) -> None:
    refused(web.ask("{ viewer " * depth + "}" * depth), 400, "QUERY_TOO_COMPLEX")


@pytest.mark.parametrize("depth", [50, 100, 140, 160, 180, 200, 300, 1000])
@pytest.mark.parametrize("form", ["list", "object", "type", "inline fragments"])
def test_no_other_nesting_is_more_than_refused(web: Web, depth: int, form: str) -> None:
    document = {
        "list": f"{{ rooms(first: 1, unit: {'[' * depth}{']' * depth}) {{ totalCount }} }}",
        "object": f"{{ rooms(first: 1, unit: {'{a: ' * depth}1{'}' * depth}) {{ totalCount }} }}",
        "type": f"query($a: {'[' * depth}Int{']' * depth}) {{ rooms(first: $a) {{ totalCount }} }}",
        "inline fragments": "{ " + "... { " * depth + "__typename" + " }" * depth + " }",
    }[form]
    answer = web.ask(document)
    assert answer.status == 400
    assert answer.codes in (["VALIDATION_FAILED"], ["QUERY_TOO_COMPLEX"])


def test_root_fields_have_a_limit(web: Web) -> None:
    fields = [f"a{number}: viewer {{ client }}" for number in range(limits.QUERY_ROOT_FIELDS_MAX + 1)]
    assert web.ask(f"{{ {' '.join(fields[:-1])} }}").status == 200
    refused(web.ask(f"{{ {' '.join(fields)} }}"), 400, "QUERY_TOO_COMPLEX")


def test_root_fields_are_counted_through_fragments(web: Web) -> None:
    fields = " ".join(f"a{number}: viewer {{ __typename }}" for number in range(limits.QUERY_ROOT_FIELDS_MAX))
    document = "{ ...F viewer { __typename } } fragment F on Query { ... on Query { %s } }"
    refused(web.ask(document % fields), 400, "QUERY_TOO_COMPLEX")


def test_fragments_that_double_at_each_level_are_counted_once_each(web: Web) -> None:
    """Written out they are 2^40 fields: counting them so would never end."""
    levels = 40
    doubling = "".join(f"fragment F{n} on Query {{ ...F{n + 1} ... {{ ...F{n + 1} }} }} " for n in range(levels))
    answer = web.ask("{ ...F0 } " + doubling + f"fragment F{levels} on Query {{ viewer {{ client }} }}")
    assert answer.data == {"viewer": {"client": web.who.client}}


def _wide(rooms: int) -> str:
    """11 fields a room, of which three are wrappers; aliases keep them apart."""
    fields = "id designator kind floor areaSquareMetres permittedOccupancy"
    return f"{{ rooms(first: 1) {{ {' '.join(f'n{n}: nodes {{ {fields} }}' for n in range(rooms))} }} }}"


def test_planned_fields_have_a_limit(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PLANNED_FIELDS_MAX", 1 + 3 * 7)
    assert web.ask(_wide(3)).status == 200
    refused(web.ask(_wide(4)), 400, "QUERY_TOO_COMPLEX")


def test_planned_fields_of_the_limit_as_it_is(web: Web) -> None:
    building = "building { id kind storeys address { id thoroughfare locatorDesignator postCode label fullAddress } }"
    nodes = " ".join(f"n{n}: nodes {{ id designator kind floor {building} }}" for n in range(15))
    document = f"{{ rooms(first: 1) {{ {nodes} }} }}"
    message = refused(web.ask(document), 400, "QUERY_TOO_COMPLEX")
    assert str(limits.PLANNED_FIELDS_MAX) in message


def test_estimated_rows_have_a_limit(web: Web) -> None:
    document = "{ buildings(first: %d) { nodes { rooms(first: 100) { nodes { id } } } } }"
    assert web.ask(document % 40).status == 200
    message = refused(web.ask(document % 100), 400, "QUERY_TOO_COMPLEX")
    assert str(limits.ESTIMATED_ROWS_MAX) in message


def test_tokens_have_a_limit(web: Web) -> None:
    document = "{ viewer { %s } }"
    within = limits.QUERY_TOKENS_MAX - 6
    assert web.ask(document % ("__typename " * within)).status in {200, 400}
    message = refused(web.ask(document % ("__typename " * (limits.QUERY_TOKENS_MAX + 1))), 400, "QUERY_TOO_COMPLEX")
    assert str(limits.QUERY_TOKENS_MAX) in message


def test_the_characters_of_a_document_have_a_limit(web: Web) -> None:
    document = "{ viewer { client } }"
    assert web.ask(document.ljust(limits.QUERY_CHARACTERS_MAX)).status == 200
    refused(web.ask(document.ljust(limits.QUERY_CHARACTERS_MAX + 1)), 400, "QUERY_TOO_COMPLEX")


def test_a_field_repeated_many_times_is_one_field_or_too_complex(web: Web) -> None:
    """Comparing each with each is work that grows with the square; graphql-core stops at a budget."""
    answer = web.ask("{ viewer { " + "__typename " * 3900 + "} }")
    refused(answer, 400, "QUERY_TOO_COMPLEX")


def test_fields_repeated_level_by_level_are_too_complex_before_they_are_compared_for_seconds(web: Web) -> None:
    """Within each other limit: 7 kB, no alias, ten levels. Each level's fields are merged with each of the one above."""
    selection = "name"
    for _ in range(8):
        selection = f"partOf {{ {selection} }} partOf {{ {selection} }}"
    refused(web.ask(f"{{ viewer {{ jurisdiction {{ {selection} }} }} }}"), 400, "QUERY_TOO_COMPLEX")


def test_what_a_condition_leaves_out_is_not_planned(web: Web) -> None:
    answer = web.ask("{ viewer { client } rooms(first: 1) @skip(if: true) { nodes { id } } }")
    assert answer.data == {"viewer": {"client": web.who.client}}
    assert answer.statements == 1


def test_a_root_field_with_a_wrong_argument_fails_the_request_before_any_statement(web: Web) -> None:
    root_refused(web.ask('{ rooms(first: 1, unit: "x y") { totalCount } }'), 400, "VALIDATION_FAILED")
