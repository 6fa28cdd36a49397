"""Landlords by their open repair orders: companies only, counted where the caller works, in pages that lose nothing."""

from collections import Counter
from typing import Any

import pytest

from model.ids import to_global_id
from tests.reference.executor import local_id
from tests.reference.rows import City as Rows
from tests.reference.rows import is_valid
from tests.support.hub import Hub, Who

City = dict[str, list[dict[str, str]]]
DISTRICT = "990103"
DAY = "2026-11-01"  # the city's today: what was recorded by then stands
_LIST = (
    "query ($first: Int, $after: String, $last: Int, $before: String, $unit: String) {"
    ' landlords(first: $first, after: $after, last: $last, before: $before, unit: $unit, asOf: "2026-11-01",'
    " orderBy: OPEN_REPAIR_ORDERS) { totalCount edges { cursor node { id openRepairOrders(unit: $unit) } }"
    " pageInfo { hasNextPage hasPreviousPage endCursor startCursor } } }"
)


@pytest.fixture(scope="module")
def rows(city: City) -> Rows:
    return Rows(city)


def _expected(rows: Rows, unit: str) -> list[tuple[str, int]]:
    """The companies that own in the unit with their open orders there, worked out from the orders' side."""
    places = [row for kind in ("room", "building") for row in rows.all(kind) if row["unitCode"].startswith(unit)]
    owners = {row["id"]: _owners(rows, row) for row in places}
    companies = {owner: 0 for found in owners.values() for owner in found}
    about = {row["id"]: row["about"] for row in rows.all("finding")}
    counted: Counter[str] = Counter()
    for order in rows.all("repair_order"):
        if order["state"] != "DONE" and about[order["remedies"]] in owners:
            counted.update(owners[about[order["remedies"]]])
    return sorted(((key, counted[key]) for key in companies), key=lambda pair: (-pair[1], pair[0]))


def _owners(rows: Rows, place: Any) -> set[str]:
    facts = [*rows.where("ownership", "of", place["id"]), *rows.where("ownership", "of", place.get("in", "-"))]
    standing = {row["by"] for row in facts if not row["recordedTo"] and is_valid(row, DAY)}
    landlords = [rows.one("landlord", key) for key in standing]
    return {row["id"] for row in landlords if row and rows.one("organisation", row["is"])}


def _pages(hub: Hub, who: Who, variables: dict[str, Any], turn: tuple[str, str]) -> list[tuple[str, int]]:
    """Every landlord and their count, a page at a time; `turn` says which cursor goes on where."""
    seen: list[tuple[str, int]] = []
    cursor = None
    while True:
        answer = hub.ask(who, _LIST, {**variables, turn[0]: cursor})
        assert answer.errors == []
        assert answer.statements == 1
        page = answer.data["landlords"]
        found = [(local_id(edge["node"]["id"]), edge["node"]["openRepairOrders"]) for edge in page["edges"]]
        seen = seen + found if turn[0] == "after" else found + seen
        if not page["pageInfo"]["hasNextPage" if turn[0] == "after" else "hasPreviousPage"]:
            assert page["totalCount"] == len(seen)
            return seen
        cursor = page["pageInfo"][turn[1]]


def test_who_has_most_open_orders_comes_first_and_no_page_loses_one(hub: Hub, inspector: Who, rows: Rows) -> None:
    expected = _expected(rows, DISTRICT)
    assert expected[0][1] > expected[-1][1] == 0  # several have none, and stand by their ids
    assert _pages(hub, inspector, {"first": 3}, ("after", "endCursor")) == expected
    assert _pages(hub, inspector, {"last": 4}, ("before", "startCursor")) == expected


def test_within_a_unit_its_own_orders_are_counted(hub: Hub, inspector: Who, rows: Rows) -> None:
    unit = max(
        (
            row["code"]
            for row in rows.all("admin_unit")
            if row["level"] == "STREET" and row["code"].startswith(DISTRICT)
        ),
        key=lambda code: sum(count for _, count in _expected(rows, code)),
    )
    expected = _expected(rows, unit)
    assert expected[0][1] > 0
    assert _pages(hub, inspector, {"first": 5, "unit": unit}, ("after", "endCursor")) == expected


def test_the_orders_behind_the_number_are_listed(hub: Hub, inspector: Who, rows: Rows) -> None:
    landlord, count = _expected(rows, DISTRICT)[0]
    document = (
        'query ($id: ID!) { landlord(id: $id, asOf: "2026-11-01") { openRepairOrders issued: repairOrders(state: ISSUED)'
        " { totalCount } overdue: repairOrders(state: OVERDUE) { totalCount } appealed: repairOrders(state: APPEALED)"
        " { totalCount } repairOrders(first: 100) { nodes { id finding { room { owners { id } } building { owners { id } } } }"
        " } } }"
    )
    answer = hub.ask(inspector, document, {"id": to_global_id("Landlord", landlord)})
    assert answer.errors == []
    assert answer.statements == 1
    found = answer.data["landlord"]
    assert found["openRepairOrders"] == count
    assert sum(found[state]["totalCount"] for state in ("issued", "overdue", "appealed")) == count
    for node in found["repairOrders"]["nodes"]:
        about = node["finding"]["room"] or node["finding"]["building"]
        assert {"id": to_global_id("Landlord", landlord)} in about["owners"]


def test_a_cursor_of_one_order_is_none_of_the_other(hub: Hub, inspector: Who) -> None:
    cursor = hub.ask(inspector, _LIST, {"first": 1}).data["landlords"]["pageInfo"]["endCursor"]
    plain = 'query ($after: String) { landlords(first: 1, after: $after, asOf: "2026-11-01") { totalCount } }'
    assert hub.ask(inspector, plain, {"after": cursor}).codes == ["VALIDATION_FAILED"]
    other = _LIST.replace("OPEN_REPAIR_ORDERS", "ID")
    assert hub.ask(inspector, other, {"first": 1, "after": cursor}).codes == ["VALIDATION_FAILED"]


def test_the_order_tells_of_inspections_and_is_denied_with_them(hub: Hub, inspector: Who) -> None:
    """For another purpose landlords are open and findings are not: then no order by them either."""
    other = Who(inspector.client, inspector.subject, inspector.office, "rental-registration")
    answer = hub.ask(other, "{ landlords(first: 2, orderBy: OPEN_REPAIR_ORDERS) { nodes { id } totalCount } }")
    assert answer.codes == ["FIELD_NOT_ALLOWED"]
    assert answer.data == {"landlords": None}
    counted = hub.ask(other, "{ landlords(first: 2) { nodes { openRepairOrders } } }")
    assert counted.codes == ["FIELD_NOT_ALLOWED"]
    assert counted.data == {"landlords": {"nodes": [{"openRepairOrders": None}, {"openRepairOrders": None}]}}


def test_the_order_by_ids_is_the_one_without(hub: Hub, inspector: Who) -> None:
    answer = hub.ask(
        inspector,
        "{ one: landlords(first: 50) { nodes { id } } other: landlords(first: 50, orderBy: ID) { nodes { id } } }",
    )
    assert answer.data["one"] == answer.data["other"]
    assert len(answer.data["one"]["nodes"]) > 1
