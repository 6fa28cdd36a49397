"""Organisations through the API: found by the words of their names, where they are active, and never a person."""

from typing import Any

import pytest

from model.ids import to_global_id
from tests.support.hub import Hub, Who

City = dict[str, list[dict[str, str]]]
_SEARCH = (
    "query ($search: String!) { organisations(search: $search, first: 100)"
    " { totalCount nodes { id legalIdentifier legalName latinName landlord { id } } } }"
)


@pytest.fixture(scope="module")
def company(city: City, demo: dict[str, Any]) -> dict[str, str]:
    """The demo's landlord company."""
    return next(row for row in city["organisation"] if row["id"] == demo["landlord"]["organisationId"])


def _node(company: dict[str, str], demo: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": to_global_id("Organisation", company["id"]),
        "legalIdentifier": company["legalIdentifier"],
        "legalName": company["legalName"],
        "latinName": company["latinName"],
        "landlord": {"id": to_global_id("Landlord", demo["landlord"]["landlordId"])},
    }


@pytest.mark.parametrize("name", ["legalName", "latinName"])
def test_the_whole_name_in_either_script_finds_the_company(
    hub: Hub, inspector: Who, company: dict[str, str], demo: dict[str, Any], name: str
) -> None:
    answer = hub.ask(inspector, _SEARCH, {"search": company[name]})
    assert answer.data == {"organisations": {"totalCount": 1, "nodes": [_node(company, demo)]}}


def test_a_part_of_a_chinese_name_finds_it(
    hub: Hub, inspector: Who, company: dict[str, str], demo: dict[str, Any]
) -> None:
    answer = hub.ask(inspector, _SEARCH, {"search": company["legalName"][3:7]})
    assert _node(company, demo) in answer.data["organisations"]["nodes"]


def test_latin_words_are_found_in_any_case_and_order(
    hub: Hub, inspector: Who, company: dict[str, str], demo: dict[str, Any]
) -> None:
    turned = " ".join(reversed(company["latinName"].upper().split()))
    answer = hub.ask(inspector, _SEARCH, {"search": turned})
    assert answer.data["organisations"]["nodes"] == [_node(company, demo)]


def test_a_company_that_is_active_elsewhere_only_is_not_found(hub: Hub, inspector: Who, city: City) -> None:
    landlords = {row["is"]: row["id"] for row in city["landlord"]}
    employers = {row["is"]: row["id"] for row in city["employer"]}
    agents = {row["is"] for row in city["managing_agent"]}
    active = {row["operatedBy"] for row in city["workplace"] if row["unitCode"].startswith("990103")}
    elsewhere = next(
        row
        for row in city["organisation"]
        if row["id"] in employers
        and employers[row["id"]] not in active
        and row["id"] not in landlords
        and row["id"] not in agents
    )
    answer = hub.ask(inspector, _SEARCH, {"search": elsewhere["legalName"]})
    assert answer.data == {"organisations": {"totalCount": 0, "nodes": []}}
    by_id = hub.ask(
        inspector,
        "query ($id: ID!) { organisation(id: $id) { legalName } }",
        {"id": to_global_id("Organisation", elsewhere["id"])},
    )
    assert by_id.data == {"organisation": None}


def test_no_name_of_a_natural_person_is_found(hub: Hub, inspector: Who, city: City) -> None:
    """Landlords and sole traders who are people are in no index: their names find nothing."""
    traders = {row["is"] for row in city["landlord"]} | {row["is"] for row in city["employer"]}
    names = sorted({row["fullName"] for row in city["person_details"] if row["of"] in traders})
    assert len(names) > 20
    fields = " ".join(
        f'a{index}: organisations(search: "{name}", first: 1) {{ totalCount }}' for index, name in enumerate(names[:5])
    )
    answer = hub.ask(inspector, f"{{ {fields} }}")
    assert answer.errors == []
    assert [page["totalCount"] for page in answer.data.values()] == [0, 0, 0, 0, 0]


def test_an_organisation_that_is_no_employer_for_a_housing_inspector_is_so_by_rule(
    hub: Hub, inspector: Who, company: dict[str, str]
) -> None:
    document = "query ($id: ID!) { organisation(id: $id) { legalName employer { id sector } } }"
    answer = hub.ask(inspector, document, {"id": to_global_id("Organisation", company["id"])})
    assert answer.codes == ["FIELD_NOT_ALLOWED"]
    assert answer.data == {"organisation": {"legalName": company["legalName"], "employer": None}}
