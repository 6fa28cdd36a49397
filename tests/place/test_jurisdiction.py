"""Everything that can be asked about things ends at the border of one's office: each way, held against the reference executor.

In a city in which everything crosses a border (crossing.py), for each root with an id and each way from it, things are looked
for of which a district's office may see less than the city's: those tell whether the way is narrowed.
Tried with each `STARTS WITH jurisdiction` left out (`python -m tests.mutants.check --only :jurisdiction:`).
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from graphql import GraphQLField, GraphQLObjectType, get_named_type

import schema
from hub.gate import pipeline
from tests.place.crossing import CITY, DISTRICTS, PURPOSES, Crossing
from tests.planner.askers import pools
from tests.reference.executor import Asker, Reference, global_id
from tests.reference.rows import City
from tests.support.hub import Hub, Who

OF_EACH_MAX = 6  # things that a way is tried with
_PAGE = 40  # more than most things have of anything
_CONTRACT = schema.build()
_QUERY = _CONTRACT.query_type
assert _QUERY is not None
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
    "adminUnit",
    "adminUnit.partOf",
    "address",
    "address.organisations",
    "address.adminUnit.addresses",
    "address.adminUnit.buildings",
    "building",
    "room",
    "organisation",
    "organisation.address",
    "finding",
    "finding.inspection",
    "repairOrder",
    "repairOrder.inspection",
    "complaint",
    "complaint.inspection",
)
_WAYS = {
    "housing": (
        *_COMMON,
        "finding.inspection.findings.building",
        "finding.inspection.findings.room",
        "organisation.landlord",
        "landlord",
        "landlord.rooms",
        "landlord.licences",
        "landlord.mandates",
        "landlord.buildings",
        "landlord.agents",
        "landlord.openRepairOrders",
        "landlord.repairOrders",
        "landlordLicence",
        "landlordLicence.rooms",
        "managingAgent",
        "managingAgent.mandates",
        "managingAgent.landlords",
        "managingAgent.rooms",
        "managingAgent.buildings",
        "mandate",
        "mandate.rooms",
        "mandate.buildings",
        "building.inspections",
        "room.inspections",
    ),
    "labour": (
        *_COMMON,
        "address.adminUnit.workplaces",
        "organisation.employer",
        "employer",
        "employer.workplaces",
        "workplace",
        "workplace.inspections",
        "finding.inspection.findings.workplace",
    ),
}
"""Of each department. Every other way of the contract stays inside by itself: its ends have the unit of what it starts from."""
_NARROWED = ("unit", "search", "near", "within")


@dataclass(frozen=True)
class Way:
    """From a thing by a field, and by one of what it leads to, to others: as an officer of a department goes it."""

    client: str
    root: str
    names: tuple[str, ...]

    def document(self) -> str:
        return f"query Way($id: ID!) {{ {self.root}(id: $id){_selected(_QUERY.fields[self.root], self.names)} }}"


def _selected(field: GraphQLField, names: tuple[str, ...]) -> str:
    """The ids of what a field leads to, with the way on; nothing for a number."""
    kind = get_named_type(field.type)
    if not isinstance(kind, GraphQLObjectType):
        return ""
    if "nodes" in kind.fields:
        total = " totalCount" if "totalCount" in kind.fields else ""
        return f" {{{total} nodes{_selected(kind.fields['nodes'], names)} }}"
    further = ""
    if names:
        page = f"(first: {_PAGE})" if "first" in kind.fields[names[0]].args else ""
        further = f" {names[0]}{page}{_selected(kind.fields[names[0]], names[1:])}"
    return f" {{ id{further} }}"


@dataclass(frozen=True)
class References:
    """The slow, obvious executor over the rows of that city; and over the same, where every office's unit is the whole of it."""

    narrow: Reference
    wide: Reference


def _ways() -> Iterator[Way]:
    for client, ways in _WAYS.items():
        for root, *names in (way.split(".") for way in ways):
            yield Way(client, root, tuple(names))


@pytest.fixture(scope="session")
def crossing(hub: Hub, tmp_path_factory: pytest.TempPathFactory) -> Crossing:
    """The city in which everything crosses a border, brought in beside the other, which sees nothing of it; once."""
    made = Crossing()
    made.bring_in(hub, tmp_path_factory.mktemp("crossing") / "files")
    return made


@pytest.fixture(scope="session")
def references(hub: Hub, crossing: Crossing) -> References:
    pairwise: Any = hub.ports.vault.pairwise_id
    everywhere = [{**row, "unitCode": CITY} for row in crossing.rows["office"]]
    return References(
        Reference(City(crossing.rows), pairwise), Reference(City({**crossing.rows, "office": everywhere}), pairwise)
    )


def _officer(asker: Asker) -> Who:
    return Who(asker.client, asker.subject, asker.office, asker.purpose)


def _assert_the_same(hub: Hub, who: Asker, document: str, variables: Mapping[str, Any], expected: Any) -> None:
    answer = hub.ask(_officer(who), document, variables)
    assert (answer.data, set(answer.codes)) == (expected.data, expected.codes), (document, variables)


def _spread(items: Sequence[Any]) -> Sequence[Any]:
    """Some of them, from the first to near the last."""
    return items[:: max(1, -(-len(items) // OF_EACH_MAX))]


def _telling(crossing: Crossing, references: References, way: Way, today: str) -> Iterator[tuple[Asker, str, Any]]:
    """Who asks for which thing, and would see something else if their office were the city's; with what they see."""
    type_name, document, at_the_end = way.root[0].upper() + way.root[1:], way.document(), len(way.names) == 0
    askers = [crossing.asker(way.client, code) for code in DISTRICTS]
    for asker, row in itertools.product(askers, references.narrow.city.all(_KINDS[way.root])):
        given = {"id": global_id(type_name, row.get("fact") or row["id"])}
        seen = references.narrow.answer(asker, document, given, today=today)
        is_seen = bool(seen.data and seen.data[way.root])
        others = (
            references.wide.answer(asker, document, given, today=today),
            references.narrow.answer(crossing.asker(way.client, CITY), document, given, today=today),
        )
        if is_seen is not at_the_end and any(seen != other for other in others):
            yield asker, given["id"], seen


@pytest.mark.parametrize(
    "way", [pytest.param(way, id=f"{way.client}-{'.'.join((way.root, *way.names))}") for way in _ways()]
)
def test_a_way_from_a_thing_ends_at_the_border(
    hub: Hub, crossing: Crossing, references: References, today: str, way: Way
) -> None:
    telling = list(_telling(crossing, references, way, today))
    for asker, identity, expected in _spread(telling):
        _assert_the_same(hub, asker, way.document(), {"id": identity}, expected)
    assert telling, "nothing of the city tells whether this way is narrowed"


@pytest.mark.parametrize("client", PURPOSES)
@pytest.mark.parametrize("root", _LISTS)
def test_a_list_ends_at_the_border(
    hub: Hub, crossing: Crossing, references: References, today: str, client: str, root: str
) -> None:
    """By each argument by which things are found, with values from elsewhere."""
    field, values = _QUERY.fields[root], dict(pools(references.narrow.city, CITY).values)
    values["search"] = ["Trial", *values["search"]]  # in the name of each firm
    asker = crossing.asker(client, DISTRICTS[0])
    for name in (item for item in _NARROWED if item in field.args):
        document = f"query List($it: {field.args[name].type}) {{ {root}({name}: $it, first: {_PAGE}) {{ totalCount nodes {{ id }} }} }}"
        telling = []
        for value in filter(None, values[name]):
            expected = references.narrow.answer(asker, document, {"it": value}, today=today)
            if expected != references.wide.answer(asker, document, {"it": value}, today=today):
                telling.append((value, expected))
        for value, expected in _spread(telling):
            _assert_the_same(hub, asker, document, {"it": value}, expected)


def test_orders_elsewhere_are_not_counted_by_naming_a_unit(
    hub: Hub, crossing: Crossing, references: References, today: str
) -> None:
    """A field's own argument, which no root's check of a unit sees."""
    document = "query Count($id: ID!, $unit: String!) { landlord(id: $id) { openRepairOrders(unit: $unit) } }"
    asker, found = crossing.asker("housing", DISTRICTS[0]), 0
    for row in references.narrow.city.all("landlord"):
        given = {"id": global_id("Landlord", row["id"]), "unit": DISTRICTS[1]}
        expected = references.narrow.answer(asker, document, given, today=today)
        is_seen = bool(expected.data and expected.data["landlord"])
        if is_seen and expected != references.wide.answer(asker, document, given, today=today):
            _assert_the_same(hub, asker, document, given, expected)
            found += 1
    assert found >= 1, "no landlord of the first district has an open order in the second"


def test_the_offices_of_the_city_lead_to_no_building_elsewhere(
    hub: Hub, crossing: Crossing, references: References, today: str
) -> None:
    """Every office is listed for everybody, with its address."""
    document = """{ offices(department: "labour", named: "试验", first: 20) { nodes { code address { id
        buildings(first: 10) { totalCount nodes { id } } workplaces(first: 10) { totalCount nodes { id } } } } } }"""
    codes, asker = {row["code"] for row in crossing.rows["office"]}, crossing.asker("labour", DISTRICTS[0])
    answer = hub.ask(_officer(asker), document)
    expected, wide = (each.answer(asker, document, {}, today=today) for each in (references.narrow, references.wide))
    assert expected != wide
    assert answer.errors == []
    assert [node for node in answer.data["offices"]["nodes"] if node["code"] in codes] == expected.data["offices"][
        "nodes"
    ]


@pytest.mark.parametrize(
    ("client", "root"),
    [
        *(("labour", root) for root in ("employers", "workplaces")),
        *(("housing", root) for root in ("landlords", "managingAgents", "addresses", "buildings", "rooms")),
    ],
)
def test_a_unit_elsewhere_finds_nothing_even_where_nobody_refuses_it(
    hub: Hub, crossing: Crossing, references: References, monkeypatch: pytest.MonkeyPatch, client: str, root: str
) -> None:
    """The gate refuses such a unit, once it has asked; the statement keeps it out by itself, however else it looks."""
    monkeypatch.setattr(pipeline, "_check_unit", lambda _selected, _jurisdiction: None)
    field, values = _QUERY.fields[root], pools(references.narrow.city, CITY).values
    ways: list[tuple[str, Any]] = [
        ("", None),
        *((name, it) for name in ("near", "within") for it in values[name] if it),
    ]
    here, city = (crossing.asker(client, code) for code in (DISTRICTS[0], CITY))
    found = set()
    for name, value in ways:
        if name and name not in field.args:
            continue
        more = (f", $it: {field.args[name].type}", f", {name}: $it") if name else ("", "")
        document = f"query List($unit: String{more[0]}) {{ {root}(unit: $unit{more[1]}, first: {_PAGE}) {{ totalCount nodes {{ id }} }} }}"
        given = {"unit": DISTRICTS[1], **({"it": value} if name else {})}
        for asker in (here, city):
            answer = hub.ask(_officer(asker), document, given)
            assert answer.errors == []
            if asker is here:
                assert answer.data == {root: {"totalCount": 0, "nodes": []}}, (document, given)
            elif answer.data[root]["totalCount"]:
                found.add(name)
    assert found == {name for name, _ in ways if not name or name in field.args}
