"""What a statement looks at: by an index, whatever it is asked, never every node of a kind."""

from pathlib import Path
from typing import Any

import neo4j
import pytest

import loaders
from benchmarks.recording import recorded_reads
from hub.graph import connection
from loaders.fragments import fragment
from model.ids import to_global_id
from tests.support.hub import Hub, Who

_CYPHER = Path(loaders.__file__).parent / "cypher"
FEW = 50  # nodes of a label, of which no plan is slow
_BESIDE_THE_PLANS = sorted(
    f"{folder}/{file.stem}"
    for folder in ("authority", "staffing", "writes")
    for file in (_CYPHER / folder).glob("*.cypher")
)
_PREFIXES = {"authority/officer", "authority/resident"}  # a plan goes on behind them
_NEAR = "near: {longitude: 116.9, latitude: 20.2, radiusMetres: 4000}"
_WITHIN = "within: {west: 116, south: 20, east: 117, north: 21}"
_PAGES = {
    "addresses": ("", 'search: "路"', _NEAR, _WITHIN),
    "buildings": ("", 'search: "路"', _NEAR, _WITHIN),
    "rooms": ("", "kind: APARTMENT"),
    "landlords": ("", 'search: "公司"', _NEAR, _WITHIN, "orderBy: OPEN_REPAIR_ORDERS"),
    "managingAgents": ("", 'search: "公司"'),
    "organisations": ('search: "公司"',),
    "inspections": ("", "state: DONE"),
    "adminUnits": ("", "level: COMMUNITY"),
    "offices": ('department: "housing"', 'department: "registration", named: "ong"'),
}
_LABOUR_PAGES = {
    "employers": ("", 'search: "公司"', _NEAR, _WITHIN),
    "workplaces": ("", 'search: "公司"', _NEAR, _WITHIN),
}
_OWN = """{ me {
  name { full } birthDate residences { room { designator } } tenancies { room { designator } }
  employments { workplace { name } } household { members { name { full } } } declaredContacts { name }
  residenceHistory(first: 2) { totalCount nodes { address { fullAddress } } }
  consents(first: 2) { totalCount nodes { state office } } notices(first: 2) { totalCount nodes { kind } }
  noticeChannel { channel address } represents { id } representedBy { id }
  cases { number state isWaiting permissions office { code } transferTo { code } transferRequestedAt }
  receiptCard { issuedAt } passkeys { id } signIns { id issuer }
  restrictions { id } transferBlocks { id }
  refusals { id office { code } appealTo { code } appeal { case outcome } }
} }"""


def _walks(hub: Hub, who: Who, document: str) -> list[str]:
    """The steps of the document's statements which look at every node of a kind, or at every relationship of a type."""
    with recorded_reads() as seen:
        answer = hub.ask(who, document)
    assert answer.errors == []
    assert seen
    steps = [step for graph, text, parameters in seen for step in hub.run(graph.profile(text, parameters)).operators]
    return [f"{step.name} {step.details}" for step in steps if "Scan" in step.name]


def _documents(pages: dict[str, tuple[str, ...]]) -> list[str]:
    return [
        f"{{ {name}({', '.join(filter(None, ('first: 2', asked)))}) {{ totalCount nodes {{ __typename }} }} }}"
        for name, variants in pages.items()
        for asked in variants
    ]


@pytest.mark.parametrize("document", _documents(_PAGES))
def test_a_page_is_found_by_an_index(hub: Hub, inspector: Who, document: str) -> None:
    assert _walks(hub, inspector, document) == []


@pytest.mark.parametrize("document", _documents(_LABOUR_PAGES))
def test_a_page_of_employers_is_found_by_an_index(hub: Hub, labour_inspector: Who, document: str) -> None:
    assert _walks(hub, labour_inspector, document) == []


@pytest.mark.parametrize("document", ['{ licence(number: "NONE-SUCH") { number } }', "{ viewer { office { name } } }"])
def test_one_thing_is_found_by_an_index(hub: Hub, inspector: Who, document: str) -> None:
    assert _walks(hub, inspector, document) == []


@pytest.mark.parametrize(
    ("type_name", "kind"),
    [
        ("Finding", "finding"),
        ("RepairOrder", "repair_order"),
        ("Complaint", "complaint"),
        ("InspectionCase", "case"),
        ("Mandate", "mandate"),
        ("LandlordLicence", "landlord_licence"),
    ],
)
def test_what_concerns_a_place_is_found_by_an_index(
    hub: Hub, inspector: Who, city: Any, type_name: str, kind: str
) -> None:
    row = city[kind][0]
    key = to_global_id(type_name, row.get("id") or row["fact"])
    assert _walks(hub, inspector, f'{{ node(id: "{key}") {{ id }} }}') == []


@pytest.mark.parametrize("kind", ["address", "building", "room", "organisation", "landlord"])
def test_a_node_is_found_by_an_index(hub: Hub, inspector: Who, city: Any, kind: str) -> None:
    key = to_global_id(kind.capitalize(), city[kind][0]["id"])
    assert _walks(hub, inspector, f'{{ {kind}(id: "{key}") {{ id }} }}') == []


def test_ones_own_record_is_found_by_an_index(hub: Hub, resident: Who) -> None:
    assert _walks(hub, resident, _OWN) == []


def test_what_waits_at_an_office_is_found_from_the_office(hub: Hub, clerk: Who) -> None:
    assert _walks(hub, clerk, "{ waitingCases(first: 2) { totalCount nodes { number } } }") == []


def test_what_an_officer_holds_is_found_from_the_officer(hub: Hub, clerk: Who) -> None:
    assert _walks(hub, clerk, "{ heldCases(first: 2) { totalCount nodes { number } } }") == []


@pytest.mark.parametrize("name", _BESIDE_THE_PLANS)
def test_a_statement_beside_the_plans_is_found_by_an_index(hub: Hub, name: str) -> None:
    """Authority and writes: explained only, for they are not to run."""
    text = fragment(name)
    if name in _PREFIXES:
        text += " RETURN jurisdiction"
    found = connection(hub.settings)
    assert found is not None
    # The server warns of parameters that it was not given; an explanation needs none.
    with neo4j.GraphDatabase.driver(
        found.uri, auth=(found.user, found.password), notifications_min_severity="OFF"
    ) as driver:
        plan = driver.execute_query(f"EXPLAIN {text}", database_=found.database).summary.plan
        assert plan is not None
        scanned = [label for label in _scanned(plan) if _count(driver, found.database, label) > FEW]
    assert scanned == []


def _scanned(plan: dict[str, Any]) -> list[str]:
    """The labels of which a plan reads every node; `*` for all nodes."""
    below = [label for child in plan.get("children", ()) for label in _scanned(child)]
    if "Scan" not in plan["operatorType"]:
        return below
    return [plan["args"].get("Details", "").partition(":")[2] or "*", *below]


def _count(driver: neo4j.Driver, database: str, label: str) -> int:
    """How many nodes there are: of few, the server takes them all, whatever index there is."""
    if label == "*":
        return FEW + 1
    records, *_ = driver.execute_query("MATCH (n:$($label)) RETURN count(n) AS count", label=label, database_=database)
    return int(records[0]["count"])


def _steps(plan: dict[str, Any]) -> list[str]:
    return [plan["operatorType"], *(step for child in plan.get("children", ()) for step in _steps(child))]


def test_a_first_page_of_a_whole_district_reads_no_more_than_itself(hub: Hub, inspector: Who) -> None:
    """In the order of the index, so it stops behind the page: as cheap in a large city as in a small one."""
    with recorded_reads() as seen:
        answer = hub.ask(inspector, "{ rooms(first: 20) { nodes { id } pageInfo { hasNextPage } } }")
    assert answer.data["rooms"]["pageInfo"]["hasNextPage"] is True
    ((graph, text, parameters),) = seen
    (seek,) = [step for step in hub.run(graph.profile(text, parameters)).operators if "Room(unitCode" in step.details]
    assert seek.rows == 21
