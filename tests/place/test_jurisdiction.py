"""Everything that can be asked about things ends at the border of one's office: each way, held against the reference executor.

For each root with an id, and each way from it that can leave a district, things are looked for of which a district's office may
see less than the city's: those tell whether the way is narrowed.
Tried with each `STARTS WITH jurisdiction` left out (`python -m tests.mutants.check --only :jurisdiction:`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from graphql import GraphQLField, GraphQLObjectType, get_named_type

import schema
from tests.planner.askers import pools
from tests.reference.executor import Asker, Reference, global_id
from tests.reference.rows import City, Row, is_valid
from tests.support.hub import Hub, Who

OF_EACH_MAX = 6  # things that a way is tried with, from all over the city
LOOKED_AT_MAX = 400  # things of a kind that are looked through for them
_PAGE = 40  # more than most things have of anything
_CONTRACT = schema.build()
_QUERY = _CONTRACT.query_type
assert _QUERY is not None
_PURPOSES = {"housing": "housing-safety-inspection", "labour": "workplace-inspection"}
_KINDS = {
    "adminUnit": "admin_unit",
    "address": "address",
    "building": "building",
    "room": "room",
    "organisation": "organisation",
    "landlord": "landlord",
    "managingAgent": "managing_agent",
    "mandate": "mandate",
    "landlordLicence": "landlord_licence",
    "employer": "employer",
    "workplace": "workplace",
    "finding": "finding",
    "repairOrder": "repair_order",
    "complaint": "complaint",
}
_LISTS = (
    "addresses",
    "buildings",
    "rooms",
    "organisations",
    "landlords",
    "managingAgents",
    "employers",
    "workplaces",
    "adminUnits",
)
_COMMON = (
    "adminUnit.id",
    "adminUnit.partOf",
    "address.id",
    "address.organisations",
    "building.id",
    "room.id",
    "organisation.id",
    "organisation.address",
    "finding.id",
    "finding.inspection",
    "repairOrder.id",
    "repairOrder.inspection",
    "complaint.id",
    "complaint.inspection",
)
_WAYS = {
    "housing": (
        *_COMMON,
        "landlord.id",
        "landlord.rooms",
        "landlord.licences",
        "landlord.mandates",
        "landlord.buildings",
        "landlord.agents",
        "landlord.openRepairOrders",
        "landlord.repairOrders",
        "managingAgent.id",
        "managingAgent.mandates",
        "managingAgent.landlords",
        "managingAgent.rooms",
        "managingAgent.buildings",
        "mandate.id",
        "landlordLicence.id",
        "building.inspections",
        "room.inspections",
    ),
    "labour": (*_COMMON, "employer.id", "employer.workplaces", "workplace.id", "workplace.inspections"),
}
"""Of each department. Every other way of the contract stays inside by itself: its ends have the unit of what it starts from."""
_NARROWED = ("unit", "search", "near", "within")


def _selected(field: GraphQLField) -> str:
    """The ids of what a field leads to, with a page of them; nothing more for a number or an id."""
    kind = get_named_type(field.type)
    page = f"(first: {_PAGE})" if "first" in field.args else ""
    if isinstance(kind, GraphQLObjectType) and "nodes" in kind.fields:
        total = "totalCount " if "totalCount" in kind.fields else ""
        return f"{page} {{ {total}nodes {{ id }} }}"
    return "{ id }" if isinstance(kind, GraphQLObjectType) else ""


def _document(root: str, name: str) -> str:
    kind = get_named_type(_QUERY.fields[root].type)
    assert isinstance(kind, GraphQLObjectType)
    return f"query Way($id: ID!) {{ {root}(id: $id) {{ id {'' if name == 'id' else name} {_selected(kind.fields[name])} }} }}"


@dataclass(frozen=True)
class Offices:
    """An officer of one district, and one of the whole city, of the same department."""

    narrow: Asker
    wide: Asker
    wide_unit: str


@pytest.fixture(scope="module")
def offices(reference: Reference, today: str) -> Mapping[str, list[Offices]]:
    """By department, for two districts."""
    return {client: _offices(reference.city, today, client) for client in _PURPOSES}


def _offices(city: City, today: str, client: str) -> list[Offices]:
    staff = [row for row in city.all("staff_member") if not row["recordedTo"] and is_valid(row, today)]

    def asker(office: Row) -> Asker:
        subject = next(row["subject"] for row in staff if row["worksAt"] == office["id"])
        return Asker(client, subject, office["code"], _PURPOSES[client], "")

    of = {
        level: [row for row in city.all("office") if row["client"] == client and len(row["unitCode"]) == level]
        for level in (4, 6)
    }
    (wide,) = of[4]
    return [Offices(asker(narrow), asker(wide), wide["unitCode"]) for narrow in of[6][:2]]


def _assert_the_same(hub: Hub, who: Asker, document: str, variables: Mapping[str, Any], expected: Any) -> None:
    answer = hub.ask(Who(who.client, who.subject, who.office, who.purpose), document, variables)
    assert (answer.data, set(answer.codes)) == (expected.data, expected.codes), (document, variables)


def _spread(items: Sequence[Any]) -> Sequence[Any]:
    """Some of them, from the first to near the last."""
    return items[:: max(1, -(-len(items) // OF_EACH_MAX))]


def _telling(
    reference: Reference, offices: Offices, root: str, name: str, document: str, today: str
) -> Iterator[tuple[str, Any]]:
    """Ids of things of which the district's office sees less than the city's, with what it sees.

    Of the way `id` those which it does not see at all; of each other those which it sees, and a part of what they lead to.
    """
    rows, type_name = reference.city.all(_KINDS[root]), root[0].upper() + root[1:]
    for row in rows[:: max(1, len(rows) // LOOKED_AT_MAX)]:
        given = {"id": global_id(type_name, row.get("id") or row["fact"])}
        narrow = reference.answer(offices.narrow, document, given, today=today)
        is_seen = bool(narrow.data and narrow.data[root])
        if is_seen is (name != "id") and narrow != reference.answer(offices.wide, document, given, today=today):
            yield given["id"], narrow


@pytest.mark.parametrize(("client", "way"), [(client, way) for client, ways in _WAYS.items() for way in ways])
def test_a_way_from_a_thing_ends_at_the_border(
    hub: Hub, reference: Reference, offices: Mapping[str, list[Offices]], today: str, client: str, way: str
) -> None:
    root, _, name = way.partition(".")
    document, found = _document(root, name), 0
    for both in offices[client]:
        for identity, expected in _spread(list(_telling(reference, both, root, name, document, today))):
            _assert_the_same(hub, both.narrow, document, {"id": identity}, expected)
            found += 1
    assert found >= 1, "nothing of the city tells whether this way is narrowed"


@pytest.mark.parametrize("client", _PURPOSES)
@pytest.mark.parametrize("root", _LISTS)
def test_a_list_ends_at_the_border(
    hub: Hub, reference: Reference, offices: Mapping[str, list[Offices]], today: str, client: str, root: str
) -> None:
    """By each argument by which things are found, with values from elsewhere."""
    field, both = _QUERY.fields[root], offices[client][0]
    values = pools(reference.city, both.wide_unit).values
    for name in (item for item in _NARROWED if item in field.args):
        document = f"query List($it: {field.args[name].type}) {{ {root}({name}: $it, first: {_PAGE}) {{ totalCount nodes {{ id }} }} }}"
        telling = []
        for value in values[name]:
            expected = reference.answer(both.narrow, document, {"it": value}, today=today)
            if expected != reference.answer(both.wide, document, {"it": value}, today=today):
                telling.append((value, expected))
        for value, expected in _spread(telling):
            _assert_the_same(hub, both.narrow, document, {"it": value}, expected)


def test_orders_elsewhere_are_not_counted_by_naming_a_unit(
    hub: Hub, reference: Reference, offices: Mapping[str, list[Offices]], today: str
) -> None:
    """A field's own argument, which no root's check of a unit sees."""
    document = "query Count($id: ID!, $unit: String!) { landlord(id: $id) { openRepairOrders(unit: $unit) } }"
    first, second = offices["housing"]
    (unit,) = [row["unitCode"] for row in reference.city.all("office") if row["code"] == second.narrow.office]
    found = 0
    for row in reference.city.all("landlord"):
        given = {"id": global_id("Landlord", row["id"]), "unit": unit}
        expected = reference.answer(first.narrow, document, given, today=today)
        is_seen = bool(expected.data and expected.data["landlord"])
        if is_seen and expected != reference.answer(first.wide, document, given, today=today):
            _assert_the_same(hub, first.narrow, document, given, expected)
            found += 1
    assert found >= 1, "no landlord of the first district has an open order in the second"
