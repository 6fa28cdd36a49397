"""Where a protected person lives: the graph has the street, as of whoever has no room; its person reads the room as before."""

from pathlib import Path
from typing import Any

import pytest

from hub.gate.places import show
from hub.settings import Settings
from model.standing import Place, Standing
from tests.case.counter import Resident, residents
from tests.case.proofs import make_card, only
from tests.support.hub import Hub, Who
from tests.support.store import City

_CYPHER = Path(__file__).with_name("cypher")
_PROTECT = "mutation P($input: ProtectAddressInput!) { protectAddress(input: $input) { at } }"
_END = "mutation E($case: String!) { endProtectionAtCounter(case: $case) { at } }"
_OPEN = "mutation Open($input: OpenCaseInput!) { openCase(input: $input) { case { number } } }"
_OWN = """{ me { residences { fact: validFrom room { id designator building { id } } address { fullAddress } unit { code level } }
  tenancies { validFrom room { id } unit { code } }
  residenceHistory(first: 100) { nodes { validFrom room { id } address { id } unit { code } } } } }"""


def _ask(hub: Hub, name: str, **parameters: Any) -> list[list[Any]]:
    text = (_CYPHER / f"{name}.cypher").read_text(encoding="utf-8")
    rows = hub.run(hub.ports.graph.write([(text, parameters)], timeout_seconds=60, metadata={}))
    return [list(row) for row in rows[0].values]


def _where(hub: Hub, person: str) -> list[list[Any]]:
    return _ask(hub, "where", person=person)


def _protect(hub: Hub, resident: Resident) -> None:
    only(hub.ask(resident.who, _PROTECT, {"input": {"reason": None}}))


@pytest.fixture
def tenant(people: Any, city: City) -> Resident:
    """Somebody of this test's own who rents where they live."""
    renting = {row["to"] for row in city["tenancy"]}
    return next(item for item in people if item.person in renting)


def test_the_graph_forgets_the_room_at_once_and_knows_it_again_when_the_protection_ends(
    hub: Hub, tenant: Resident, rights_clerk: Who
) -> None:
    before, own = _where(hub, tenant.person), hub.ask(tenant.who, _OWN)
    assert own.errors == []
    assert {label for _, _, _, label, *_ in before} == {"Room"}
    assert sum(landlords for *_, landlords in before) > 0
    _protect(hub, tenant)
    hidden = _where(hub, tenant.person)
    assert [row[:3] for row in hidden] == [row[:3] for row in before]
    assert {(label, level, landlords) for _, _, _, label, _, level, landlords in hidden} == {("AdminUnit", "STREET", 0)}
    assert hub.ask(tenant.who, _OWN).data == own.data
    _protect(hub, tenant)  # twice is once
    assert hub.ask(tenant.who, _OWN).data == own.data
    shown = tenant.shows("DATA_RIGHTS", card=make_card(hub, tenant))
    case = only(hub.ask(rights_clerk, _OPEN, {"input": shown}))["case"]["number"]
    only(hub.ask(rights_clerk, _END, {"case": case}))
    assert _where(hub, tenant.person) == before
    assert hub.ask(tenant.who, _OWN).data == own.data


def test_who_has_no_room_reads_the_street(hub: Hub, city: City) -> None:
    street = {row["id"]: row["code"] for row in city["admin_unit"]}
    homes = {
        row["of"]: row["inUnit"]
        for row in city["residence"]
        if row["inUnit"] and not row["recordedTo"] and not row["validTo"]
    }
    sign_in = next(row for row in city["sign_in"] if row["of"] in homes)
    answer = hub.ask(Who("resident", sign_in["subject"]), _OWN)
    assert answer.errors == []
    home = answer.data["me"]["residences"][0]
    assert (home["room"], home["address"]) == (None, None)
    assert home["unit"] == {"code": street[homes[sign_in["of"]]], "level": "STREET"}


def test_without_keys_protected_people_are_among_those_without_a_room(hub: Hub, city: City) -> None:
    """What the graph tells of where somebody lives: by it nobody says who of these is protected."""
    roomless = {row["of"] for row in city["residence"] if row["inUnit"]}
    protected = [row["id"] for row in city["person"] if row["isProtected"] == "true"]
    assert len(roomless) > 5
    assert len(protected) > 5

    def shape(person: str) -> set[tuple[Any, ...]]:
        return {(kind, label, level, landlords) for kind, _, _, label, _, level, landlords in _where(hub, person)}

    seen = [shape(person) for person in (*roomless, *protected)]
    assert set().union(*seen) == {("Residence", "AdminUnit", "STREET", 0), ("Tenancy", "AdminUnit", "STREET", 0)}
    assert all(seen)


def test_a_protected_person_of_the_file_reads_where_they_live(hub: Hub, city: City) -> None:
    rooms = {row["id"]: row["designator"] for row in city["room"]}
    resident = next(residents(city, protected=True))
    lived = {
        rooms[row["in"]]
        for row in city["residence"]
        if row["of"] == resident.person and not row["recordedTo"] and not row["validTo"]
    }
    answer = hub.ask(resident.who, _OWN)
    assert answer.errors == []
    assert {home["room"]["designator"] for home in answer.data["me"]["residences"]} == lived


def test_a_start_hides_what_an_older_hub_left_and_shows_what_an_older_graph_hid(
    hub: Hub, prepared: Settings, somebody: Resident
) -> None:
    before, own = _where(hub, somebody.person), hub.ask(somebody.who, _OWN).data
    _protect(hub, somebody)
    fact, room = next((row[1], row[4]) for row in before if row[0] == "Residence")
    assert _ask(hub, "lead_to_room", fact=fact, room=room) != [[0]]
    with Hub(prepared) as again:
        assert {row[3] for row in _where(again, somebody.person)} == {"AdminUnit"}
        vault = again.ports.vault
        vault.keep({somebody.person: vault.standing(somebody.person).unprotected("2026-11-01T00:00:00Z")})
        assert again.ask(somebody.who, _OWN).data == own  # until the next start the graph has the street
    with Hub(prepared) as shown:
        assert _where(shown, somebody.person) == before
        assert shown.ask(somebody.who, _OWN).data == own


def test_while_it_is_not_known_how_a_write_ended_the_room_is_read_either_way(hub: Hub, somebody: Resident) -> None:
    """The vault has it as soon as the write is proposed, and as long as one of the two says so."""
    vault, own = hub.ports.vault, hub.ask(somebody.who, _OWN).data
    _protect(hub, somebody)
    held = vault.standing(somebody.person)
    write: Any = "4c0c0f9e-0000-4000-8000-000000000001"
    for proposed in (Standing(), held.unprotected("2026-11-01T00:00:00Z")):
        vault.propose(write, {somebody.person: proposed})
        assert hub.ask(somebody.who, _OWN).data == own
        assert vault.protected([somebody.person])
        assert vault.undecided() == {somebody.person}
        vault.settle(write, is_committed=False)
    assert vault.undecided() == set()
    assert vault.standing(somebody.person) == held


def test_a_start_beside_a_write_that_is_under_way_changes_nothing_of_it(
    hub: Hub, prepared: Settings, somebody: Resident
) -> None:
    """Another process ends a protection, and has not settled it: the graph says so already, the vault not yet."""
    vault, before = hub.ports.vault, _where(hub, somebody.person)
    _protect(hub, somebody)
    held = vault.standing(somebody.person)
    write: Any = "4c0c0f9e-0000-4000-8000-000000000002"
    vault.propose(write, {somebody.person: held.unprotected("2026-11-01T00:00:00Z")})
    hub.run(hub.ports.graph.write([show({somebody.person: held.places})], timeout_seconds=60, metadata={}))
    with Hub(prepared) as other:
        assert _where(other, somebody.person) == before
    vault.settle(write, is_committed=True)
    assert _where(hub, somebody.person) == before


def test_what_came_in_between_is_hidden_and_what_is_known_stays() -> None:
    """Versions do not change where they lead: a second word about one changes nothing."""
    known = Standing().at([Place(fact="a", version=1, room="first")])
    again = known.at([Place(fact="a", version=1, room="other"), Place(fact="a", version=2, room="other")])
    assert {place.key: place.room for place in again.places} == {"a 1": "first", "a 2": "other"}
    assert Standing.of_values(again.as_values()) == again
    assert again.without_places({"a 1"}).places == again.places[1:]
    assert Standing.of_values({"protections": [], "disclosures": []}) == Standing()
