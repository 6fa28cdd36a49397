"""Landlords, licences, agents and mandates through the API. A landlord who is a person is reached by licence alone."""

import itertools
from typing import Any

import pytest
from stdnum.iso7064 import mod_37_36

from model import limits
from model.ids import to_global_id
from tests.access.log import NOBODY as NOBODY_IN_SIGHT
from tests.access.log import watching
from tests.case.counter import officers
from tests.reference.executor import local_id
from tests.reference.meaning import metres, position
from tests.reference.rows import City as Rows
from tests.reference.rows import is_valid
from tests.support.hub import Answer, Hub, Who

City = dict[str, list[dict[str, str]]]
UNIT = "990103"
DAY = "2026-11-01"  # the city's today: what was recorded by then stands
NOBODY = "01581d2f-7801-7b7c-a5d9-000000000000"
_LICENCE = (
    "query ($number: String!, $day: Date) { licence(number: $number, asOf: $day)"
    " { number conditions validFrom validTo isLimited landlord { id } rooms(first: 100) { nodes { id } } } }"
)


@pytest.fixture(scope="module")
def rows(city: City) -> Rows:
    return Rows(city)


def _standing(row: Any, day: str = DAY) -> bool:
    return not row["recordedTo"] and is_valid(row, day)


def _is_person(rows: Rows, landlord_id: str) -> bool:
    landlord = rows.one("landlord", landlord_id)
    assert landlord is not None
    return rows.one("person", landlord["is"]) is not None


def _natural_licence(rows: Rows) -> Any:
    """A licence of a natural person for one room in the district."""
    rooms = {row["id"] for row in rows.all("room") if row["unitCode"].startswith(UNIT)}
    return next(
        row
        for row in rows.all("landlord_licence")
        if _standing(row) and row["covers"] in rooms and _is_person(rows, row["heldBy"])
    )


def test_the_exact_number_finds_a_persons_licence_and_not_the_person(hub: Hub, inspector: Who, rows: Rows) -> None:
    licence = _natural_licence(rows)
    answer = hub.ask(inspector, _LICENCE, {"number": licence["number"], "day": DAY})
    assert answer.data["licence"] == {
        "number": licence["number"],
        "conditions": licence["conditions"].split(";") if licence["conditions"] else [],
        "validFrom": licence["validFrom"],
        "validTo": licence["validTo"] or None,
        "isLimited": licence["validTo"] != "",
        "landlord": None,
        "rooms": {"nodes": [{"id": to_global_id("Room", licence["covers"])}]},
    }


def test_a_licence_without_conditions_has_an_empty_list(hub: Hub, inspector: Who, rows: Rows) -> None:
    rooms = {row["id"] for row in rows.all("room") if row["unitCode"].startswith(UNIT)}
    number = next(
        row["number"]
        for row in rows.all("landlord_licence")
        if _standing(row) and not row["conditions"] and rooms.intersection(row["covers"].split(";"))
    )
    document = "query ($number: String!, $day: Date) { licence(number: $number, asOf: $day) { number conditions } }"
    answer = hub.ask(inspector, document, {"number": number, "day": DAY})
    assert answer.errors == []
    assert answer.data == {"licence": {"number": number, "conditions": []}}


def test_the_room_of_a_natural_person_has_no_owner_to_show(hub: Hub, inspector: Who, rows: Rows) -> None:
    licence = _natural_licence(rows)
    document = "query ($id: ID!) { room(id: $id) { owners { id } licences { number landlord { id } } } }"
    answer = hub.ask(inspector, document, {"id": to_global_id("Room", licence["covers"])})
    assert answer.data == {"room": {"owners": [], "licences": [{"number": licence["number"], "landlord": None}]}}


@pytest.mark.parametrize(
    "typed",
    [
        str.lower,
        lambda text: f" {text}\t",
        lambda text: text.replace("-", "\u2013"),
        lambda text: text.replace("L", "\uff4c"),
    ],
)
def test_a_number_is_what_it_looks_like(hub: Hub, inspector: Who, rows: Rows, typed: Any) -> None:
    number = _natural_licence(rows)["number"]
    assert hub.ask(inspector, _LICENCE, {"number": typed(number)}).data["licence"]["number"] == number


@pytest.mark.parametrize("change", [lambda text: text[:-1], lambda text: f"{text}0", lambda text: f"{text[:-2]}%"])
def test_no_other_number_finds_it(hub: Hub, inspector: Who, rows: Rows, change: Any) -> None:
    answer = hub.ask(inspector, _LICENCE, {"number": change(_natural_licence(rows)["number"])})
    assert answer.data == {"licence": None}


def test_a_licence_for_rooms_elsewhere_and_an_unknown_one_are_the_same_bytes(
    hub: Hub, inspector: Who, rows: Rows
) -> None:
    inside = {row["id"] for row in rows.all("room") if row["unitCode"].startswith(UNIT)}
    elsewhere = next(
        row for row in rows.all("landlord_licence") if _standing(row) and not inside & set(row["covers"].split(";"))
    )
    answers = [
        hub.ask(inspector, _LICENCE, {"number": number}) for number in (elsewhere["number"], "L-990103001001-ABCDEFGH")
    ]
    assert answers[0].body == answers[1].body
    assert answers[0].data == {"licence": None}


def test_who_guesses_numbers_is_soon_answered_nothing_a_right_one_neither(
    hub: Hub, strict: Hub, city: City, inspector: Who, rows: Rows
) -> None:
    guesser = officers(city, "housing", inspector.purpose, level=4)[-1]
    right = _natural_licence(rows)["number"]
    assert hub.ask(guesser, _LICENCE, {"number": right}).data["licence"]["number"] == right
    # The last that is left is less than a wrong one costs, and each that is refused costs a request.
    wrong = limits.OFFICER_REQUESTS_MAX // limits.MISS_REQUESTS + limits.MISS_REQUESTS
    with watching(hub) as log:
        codes = {code for number in range(wrong) for code in _tried(strict, guesser, f"L-GUESS-{number}").codes}
        refused = _tried(strict, guesser, right)
    assert codes <= {"BUDGET_EXCEEDED"}  # the last of them, for what was asked before
    assert (refused.status, refused.codes, refused.data) == (429, ["BUDGET_EXCEEDED"], {"licence": None})
    assert {(entry["action"], entry["rule"]) for entry in log.entries(NOBODY_IN_SIGHT)} == {("deny", "BUDGET_EXCEEDED")}


def _tried(hub: Hub, who: Who, number: str) -> Answer:
    return hub.ask(who, _LICENCE, {"number": number})


def test_no_number_leads_to_the_next(city: City) -> None:
    """Each is drawn, and has a check character, so that what is mistyped is nobody else's."""
    corrected = {(row["fact"], row["number"]) for row in city["landlord_licence"]}
    numbers = sorted(number.rpartition("-")[2] for _, number in corrected)
    assert all(mod_37_36.is_valid(number) for number in numbers)
    assert all(one[:5] != other[:5] for one, other in itertools.pairwise(numbers))


def test_a_licence_is_there_while_it_is_valid_and_not_before(hub: Hub, inspector: Who, rows: Rows) -> None:
    licence = _natural_licence(rows)
    before = hub.ask(inspector, _LICENCE, {"number": licence["number"], "day": "2016-01-01"})
    first = hub.ask(inspector, _LICENCE, {"number": licence["number"], "day": licence["validFrom"]})
    assert before.data == {"licence": None}
    assert first.data["licence"]["number"] == licence["number"]


def test_a_natural_landlords_id_and_an_unknown_one_are_the_same_bytes(hub: Hub, inspector: Who, rows: Rows) -> None:
    document = "query ($id: ID!) { landlord(id: $id) { id } node(id: $id) { id } }"
    natural = _natural_licence(rows)["heldBy"]
    answers = [hub.ask(inspector, document, {"id": to_global_id("Landlord", item)}) for item in (natural, NOBODY)]
    assert answers[0].body == answers[1].body
    assert answers[0].data == {"landlord": None, "node": None}


def test_the_list_holds_every_company_that_owns_in_the_jurisdiction_and_nobody_else(
    hub: Hub, inspector: Who, rows: Rows
) -> None:
    places = {row["id"] for kind in ("room", "building") for row in rows.all(kind) if row["unitCode"].startswith(UNIT)}
    owners = {row["by"] for row in rows.all("ownership") if _standing(row) and row["of"] in places}
    expected = sorted(owner for owner in owners if not _is_person(rows, owner))
    answer = hub.ask(
        inspector,
        '{ landlords(first: 100, asOf: "2026-11-01") { totalCount nodes { id organisation { legalName } } } }',
    )
    nodes = answer.data["landlords"]["nodes"]
    assert [local_id(node["id"]) for node in nodes] == expected
    assert answer.data["landlords"]["totalCount"] == len(expected)
    assert 0 < len(expected) < len(owners)
    assert all(node["organisation"] for node in nodes)


def test_a_company_is_found_by_its_name_as_a_landlord(
    hub: Hub, inspector: Who, rows: Rows, demo: dict[str, Any]
) -> None:
    company = rows.one("organisation", demo["landlord"]["organisationId"])
    assert company is not None
    document = "query ($search: String!) { landlords(search: $search, first: 10) { nodes { id } } }"
    answer = hub.ask(inspector, document, {"search": company["legalName"]})
    assert answer.data == {"landlords": {"nodes": [{"id": to_global_id("Landlord", demo["landlord"]["landlordId"])}]}}


def test_a_circle_finds_the_companies_that_own_in_it(hub: Hub, inspector: Who, rows: Rows) -> None:
    buildings = {row["id"]: row for row in rows.all("building") if row["unitCode"].startswith(UNIT)}
    centre = position(_address(rows, next(iter(buildings.values()))))
    inside = {key for key, row in buildings.items() if metres(centre, position(_address(rows, row))) <= 300}
    inside |= {row["id"] for row in rows.all("room") if row["in"] in inside}
    expected = {
        row["by"]
        for row in rows.all("ownership")
        if _standing(row) and row["of"] in inside and not _is_person(rows, row["by"])
    }
    near = {"longitude": centre[0], "latitude": centre[1], "radiusMetres": 300.0}
    document = 'query ($near: Near!) { landlords(near: $near, first: 100, asOf: "2026-11-01") { nodes { id } } }'
    answer = hub.ask(inspector, document, {"near": near})
    assert [local_id(node["id"]) for node in answer.data["landlords"]["nodes"]] == sorted(expected)
    assert expected


def _address(rows: Rows, building: Any) -> Any:
    address = rows.one("address", building["at"])
    assert address is not None
    return address


def test_a_landlords_rooms_come_in_pages_that_lose_nothing(hub: Hub, inspector: Who, demo: dict[str, Any]) -> None:
    document = (
        "query ($id: ID!, $after: String) { landlord(id: $id) { rooms(first: 7, after: $after)"
        " { totalCount nodes { id owners { id } } pageInfo { hasNextPage endCursor } } } }"
    )
    own = to_global_id("Landlord", demo["landlord"]["landlordId"])
    seen: list[str] = []
    after, goes_on = None, True
    while goes_on:
        page = hub.ask(inspector, document, {"id": own, "after": after}).data["landlord"]["rooms"]
        assert all({"id": own} in node["owners"] for node in page["nodes"])
        seen += [local_id(node["id"]) for node in page["nodes"]]
        after, goes_on = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert len(seen) == page["totalCount"] == demo["landlord"]["rooms"]
    assert seen == sorted(set(seen))


def test_a_mandate_leads_from_the_agent_to_the_landlord_only_if_both_are_companies(
    hub: Hub, inspector: Who, rows: Rows
) -> None:
    inside = {row["id"] for kind in ("room", "building") for row in rows.all(kind) if row["unitCode"].startswith(UNIT)}
    given = [row for row in rows.all("mandate") if _standing(row) and inside & set(row["for"].split(";"))]
    agent = given[0]["to"]
    own = sorted((row for row in given if row["to"] == agent), key=lambda row: row["fact"])
    document = (
        'query ($id: ID!) { managingAgent(id: $id, asOf: "2026-11-01") { mandates(first: 100)'
        " { nodes { powers validFrom landlord { id } agent { id } } } } node(id: $id) { id } }"
    )
    answer = hub.ask(inspector, document, {"id": to_global_id("ManagingAgent", agent)})
    assert answer.errors == []
    assert answer.data["node"] == {"id": to_global_id("ManagingAgent", agent)}
    assert answer.data["managingAgent"]["mandates"]["nodes"] == [
        {
            "powers": row["powers"].split(";"),
            "validFrom": row["validFrom"],
            "landlord": None if _is_person(rows, row["givenBy"]) else {"id": to_global_id("Landlord", row["givenBy"])},
            "agent": {"id": to_global_id("ManagingAgent", agent)},
        }
        for row in own
    ]
