"""What an explorer walks: each kind by its id, each relationship from both ends, its total before it is opened."""

from typing import Any

import pytest

from model.ids import to_global_id
from tests.reference.executor import global_id
from tests.reference.rows import City as Rows
from tests.reference.rows import is_valid
from tests.support.hub import Hub, Who

City = dict[str, list[dict[str, str]]]
DISTRICT = "990103"
DAY = "2026-11-01"
NOBODY = "01581d2f-7801-4b7c-a5d9-000000000000"
_NODE = 'query ($id: ID!) { node(id: $id, asOf: "2026-11-01") { __typename id } }'
_TOTALS = {
    "AdminUnit": ("parts", "addresses", "buildings"),
    "Address": ("buildings", "organisations"),
    "Building": ("rooms", "findings", "mandates", "complaints", "inspections"),
    "Room": ("findings", "mandates", "complaints", "inspections"),
    "Landlord": ("rooms", "buildings", "licences", "mandates", "agents", "repairOrders"),
    "ManagingAgent": ("mandates", "landlords", "rooms", "buildings"),
    "LandlordLicence": ("rooms",),
    "Mandate": ("rooms", "buildings"),
    "Organisation": ("inspections",),
}


@pytest.fixture(scope="module")
def rows(city: City) -> Rows:
    return Rows(city)


def _is_inside(rows: Rows, place_id: str) -> bool:
    found = [rows.one(kind, place_id) for kind in ("room", "building", "workplace")]
    return any(row["unitCode"].startswith(DISTRICT) for row in found if row)


def _standing(row: Any) -> bool:
    return not row["recordedTo"] and is_valid(row, DAY)


def _two(rows: Rows, type_name: str) -> tuple[str, str]:
    """A thing of the district, and one of elsewhere."""
    about = {row["id"]: row["about"] for row in rows.all("finding")}
    inspections = [row for row in rows.all("case") if row["kind"].endswith("_INSPECTION")]
    listed = {row["id"] for row in inspections}
    places: dict[str, list[tuple[str, list[str]]]] = {
        "Finding": [(row["id"], [row["about"]]) for row in rows.all("finding")],
        "RepairOrder": [(row["id"], [about[row["remedies"]]]) for row in rows.all("repair_order")],
        "Complaint": [(row["id"], [row["about"]]) for row in rows.all("complaint") if row["in"] in listed],
        "Mandate": [(row["fact"], row["for"].split(";")) for row in rows.all("mandate") if _standing(row)],
        "LandlordLicence": [
            (row["fact"], row["covers"].split(";")) for row in rows.all("landlord_licence") if _standing(row)
        ],
        "InspectionCase": [(row["id"], [row["concerns"]]) for row in inspections if row["kind"].startswith("HOUSING")],
    }
    inside = [key for key, found in places[type_name] if any(_is_inside(rows, place) for place in found)]
    outside = [key for key, found in places[type_name] if not any(_is_inside(rows, place) for place in found)]
    return inside[0], outside[0]


@pytest.mark.parametrize(
    "type_name", ["Finding", "RepairOrder", "Complaint", "Mandate", "LandlordLicence", "InspectionCase"]
)
def test_what_concerns_a_place_is_found_by_its_id_and_elsewhere_as_if_unknown(
    hub: Hub, inspector: Who, rows: Rows, type_name: str
) -> None:
    inside, outside = _two(rows, type_name)
    found = hub.ask(inspector, _NODE, {"id": to_global_id(type_name, inside)})
    assert found.data == {"node": {"__typename": type_name, "id": global_id(type_name, inside)}}
    other, nobody = [hub.ask(inspector, _NODE, {"id": to_global_id(type_name, key)}) for key in (outside, NOBODY)]
    assert other.data == {"node": None}
    assert other.body == nobody.body


def test_a_residents_own_case_is_no_inspection_whatever_its_id(hub: Hub, labour_inspector: Who, rows: Rows) -> None:
    own = next(row for row in rows.all("case") if row["kind"] == "LABOUR_COMPLAINT")
    complaint = next(row for row in rows.all("complaint") if row["in"] == own["id"])
    for type_name, key in (("InspectionCase", own["id"]), ("Complaint", complaint["id"])):
        found, nobody = [
            hub.ask(labour_inspector, _NODE, {"id": to_global_id(type_name, item)}) for item in (key, NOBODY)
        ]
        assert found.data == {"node": None}
        assert found.body == nobody.body


def test_an_id_of_a_licence_does_not_lead_to_who_holds_it(hub: Hub, inspector: Who, rows: Rows) -> None:
    persons = {row["id"] for row in rows.all("landlord") if rows.one("person", row["is"])}
    licence = next(
        row
        for row in rows.all("landlord_licence")
        if _standing(row) and row["heldBy"] in persons and _is_inside(rows, row["covers"].split(";")[0])
    )
    document = (
        'query ($id: ID!) { landlordLicence(id: $id, asOf: "2026-11-01") { number landlord { id } rooms(first: 9)'
        " { nodes { owners { id } } } } }"
    )
    answer = hub.ask(inspector, document, {"id": to_global_id("LandlordLicence", licence["fact"])})
    assert answer.data["landlordLicence"]["number"] == licence["number"]
    assert answer.data["landlordLicence"]["landlord"] is None
    assert all(node["owners"] == [] for node in answer.data["landlordLicence"]["rooms"]["nodes"])


@pytest.mark.parametrize("type_name", sorted(_TOTALS))
def test_every_total_of_a_thing_comes_in_one_statement_and_is_that_of_its_page(
    hub: Hub, inspector: Who, rows: Rows, demo: dict[str, Any], type_name: str
) -> None:
    names = _TOTALS[type_name]
    totals = " ".join(f"{name} {{ totalCount }}" for name in names)
    pages = " ".join(f"{name}(first: 1) {{ totalCount pageInfo {{ hasNextPage }} nodes {{ id }} }}" for name in names)
    document = 'query ($id: ID!) {{ node(id: $id, asOf: "2026-11-01") {{ ... on {0} {{ {1} }} }} }}'
    key = {"id": _one(rows, demo, type_name)}
    counted = hub.ask(inspector, document.format(type_name, totals), key)
    assert counted.errors == []
    assert counted.statements == 1
    opened = hub.ask(inspector, document.format(type_name, pages), key)
    assert opened.statements == 1
    for name in names:
        page = opened.data["node"][name]
        assert counted.data["node"][name]["totalCount"] == page["totalCount"]
        assert page["pageInfo"]["hasNextPage"] == (page["totalCount"] > 1)
        assert len(page["nodes"]) == min(1, page["totalCount"])


def _one(rows: Rows, demo: dict[str, Any], type_name: str) -> str:
    if type_name in {"LandlordLicence", "Mandate"}:
        return to_global_id(type_name, _two(rows, type_name)[0])
    landlord = rows.one("landlord", demo["landlord"]["landlordId"])
    room = next(row for row in rows.all("room") if row["unitCode"].startswith(DISTRICT))
    building = rows.one("building", room["in"])
    agent = next(
        row["to"]
        for row in rows.all("mandate")
        if _standing(row) and any(_is_inside(rows, key) for key in row["for"].split(";"))
        if rows.one("organisation", (rows.one("managing_agent", row["to"]) or {})["is"])
    )
    unit = rows.one("admin_unit", DISTRICT, "code")
    assert landlord
    assert building
    assert unit
    found = {
        "AdminUnit": unit["id"],
        "Address": building["at"],
        "Building": building["id"],
        "Room": room["id"],
        "Landlord": landlord["id"],
        "Organisation": landlord["is"],
        "ManagingAgent": agent,
    }
    return to_global_id(type_name, found[type_name])


def test_a_page_has_to_be_named_where_one_is_loaded(hub: Hub, inspector: Who) -> None:
    for selection in ("{ nodes { id } }", "{ totalCount pageInfo { hasNextPage } }", "{ edges { cursor } }"):
        assert hub.ask(inspector, f"{{ rooms {selection} }}").codes == ["VALIDATION_FAILED"]
    counted = hub.ask(inspector, "{ rooms { totalCount } again: rooms(first: 1) { totalCount } }")
    assert counted.errors == []
    assert counted.data["rooms"] == counted.data["again"]
    assert counted.data["rooms"]["totalCount"] > 1


def test_for_whom_a_landlords_agent_also_works(hub: Hub, inspector: Who, rows: Rows) -> None:
    """From a landlord to its agents, and from each of these to the landlords whose mandate it holds."""
    companies = {row["id"] for row in rows.all("landlord") if rows.one("organisation", row["is"])}
    given = [
        row
        for row in rows.all("mandate")
        if _standing(row)
        and row["givenBy"] in companies
        and any(_is_inside(rows, key) for key in row["for"].split(";"))
        and rows.one("organisation", (rows.one("managing_agent", row["to"]) or {})["is"])
    ]
    landlord = given[0]["givenBy"]
    agents = sorted({row["to"] for row in given if row["givenBy"] == landlord})
    expected = [sorted({row["givenBy"] for row in given if row["to"] == agent}) for agent in agents]
    document = (
        'query ($id: ID!) { landlord(id: $id, asOf: "2026-11-01") { agents(first: 20)'
        " { nodes { id landlords(first: 50) { nodes { id } } } } } }"
    )
    answer = hub.ask(inspector, document, {"id": to_global_id("Landlord", landlord)})
    found = answer.data["landlord"]["agents"]["nodes"]
    assert [node["id"] for node in found] == [to_global_id("ManagingAgent", key) for key in agents]
    assert [[item["id"] for item in node["landlords"]["nodes"]] for node in found] == [
        [to_global_id("Landlord", key) for key in keys] for keys in expected
    ]


def test_a_finding_leads_to_its_case_only_at_the_office_that_holds_it(hub: Hub, inspector: Who, rows: Rows) -> None:
    office = rows.one("office", inspector.office or "", "code")
    assert office
    cases = {row["id"]: row for row in rows.all("case")}
    findings = [row for row in rows.all("finding") if _is_inside(rows, row["about"])]
    own = next(row for row in findings if cases[row["in"]]["at"] == office["id"])
    document = (
        "query ($id: ID!) { finding(id: $id) { inspection { id number findings { id } } room { id } building { id }"
        " orders { finding { id } } } }"
    )
    answer = hub.ask(inspector, document, {"id": to_global_id("Finding", own["id"])})
    found = answer.data["finding"]
    assert found["inspection"]["number"] == cases[own["in"]]["number"]
    assert {"id": to_global_id("Finding", own["id"])} in found["inspection"]["findings"]
    assert [found[kind] is not None for kind in ("room", "building")].count(True) == 1
    assert all(order["finding"] == {"id": to_global_id("Finding", own["id"])} for order in found["orders"])
    others = [row for row in findings if cases[row["in"]]["at"] != office["id"]]
    for row in others[:1]:
        answer = hub.ask(inspector, document, {"id": to_global_id("Finding", row["id"])})
        assert answer.data["finding"]["inspection"] is None
