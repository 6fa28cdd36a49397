"""A resident's record leads to their home wherever it is; what offices know of the place stays with those there.

In a hub whose policy opens to a housing office, in a resident's case, all that it may know of a place without one.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hub.policy.rules import shipped_rules
from hub.settings import Settings
from tests.case.counter import Resident, officers, residents
from tests.case.proofs import accept, end, only, open_online
from tests.policy.writing import put_in_force
from tests.reference.meaning import MEANING, Scope
from tests.reference.rows import City as Rows
from tests.support.beside import hub_beside
from tests.support.hub import Hub, Who
from tests.support.store import City

_PURPOSE = "housing-service"
_ALL_OF_A_PLACE = f"""

@id("housing.all-of-a-place")
permit (principal == Client::"housing", action == Action::"read", resource)
when {{
  context.purpose == Purpose::"{_PURPOSE}" &&
  [
    FieldGroup::"BAND",
    FieldGroup::"LICENCE",
    FieldGroup::"INSPECTION",
    FieldGroup::"COMPLAINT"
  ].contains(resource)
}};
"""
_OF_A_ROOM = {
    "licences": "{ id }",
    "licencesCount": "",
    "owners": "{ id }",
    "ownersCount": "",
    "mandates": "{ totalCount }",
    "findings": "{ totalCount }",
    "complaints": "{ totalCount }",
}
_OF_A_BUILDING = {
    "residentBand": "",
    "owners": "{ id }",
    "ownersCount": "",
    "mandates": "{ totalCount }",
    "findings": "{ totalCount }",
    "complaints": "{ totalCount }",
    "rooms": "{ totalCount }",
}
_DOCUMENT = f"""query Home($case: String!) {{ case(number: $case) {{ subject {{ residences {{ room {{
    {" ".join(f"{name} {below}" for name, below in _OF_A_ROOM.items())}
    building {{
        {" ".join(f"{name} {below}" for name, below in _OF_A_BUILDING.items())}
        address {{ fullAddress buildings {{ totalCount }} }}
    }}
}} }} }} }} }}"""
_EVERYTHING = {
    *(f"room.{name}" for name in _OF_A_ROOM),
    *(f"building.{name}" for name in _OF_A_BUILDING),
    "address.buildings",
}


@pytest.fixture
def open_handed(prepared: Settings, tmp_path: Path) -> Iterator[Hub]:
    """A hub whose policy opens it all."""
    with hub_beside(prepared, tmp_path / "home") as running:
        put_in_force(running, "housing", shipped_rules()["housing"] + _ALL_OF_A_PLACE)
        yield running


@pytest.fixture(scope="module")
def home_of(city: City) -> Callable[[Resident], dict[str, str]]:
    """The room in which somebody lives, as a row."""
    rooms = {row["id"]: row for row in city["room"]}
    homes = {row["of"]: row["in"] for row in city["residence"] if not row["validTo"] and not row["recordedTo"]}
    return lambda resident: rooms.get(homes.get(resident.person, ""), {})


def _told_of(rows: Rows, room: dict[str, str], today: str) -> set[str]:
    """Of what a place may have, what this room and its building have."""
    scope = Scope(jurisdiction="", as_of=today, known_at=datetime.now(UTC), today=today, office=None)
    building = rows.one("building", room["in"])
    assert building is not None
    asked = [("Room", name, room) for name in _OF_A_ROOM] + [("Building", name, building) for name in _OF_A_BUILDING]
    known = [(f"{kind}.{name}", row) for kind, name, row in asked if f"{kind}.{name}" in MEANING]
    return {coordinate for coordinate, row in known if MEANING[coordinate](rows, scope, row, {})}


def _telling(rows: Rows, homes: Iterable[tuple[Resident, dict[str, str]]], today: str) -> Iterator[Resident]:
    """A few residents in whose homes together there is something of everything."""
    told = [(_told_of(rows, room, today), resident) for resident, room in homes]
    missing = set[str]().union(*(known for known, _ in told))
    while missing:
        known, resident = max(told, key=lambda each: len(each[0] & missing))
        missing -= known
        yield resident


def _seen(hub: Hub, who: Who, resident: Resident) -> tuple[set[str], str]:
    """What an officer is shown of the resident's home in their case: the paths where there is something; its address."""
    number = only(open_online(hub, resident, who, kind="HOUSING_SERVICE"))["number"]
    only(accept(hub, who, number))
    answer = hub.ask(who, _DOCUMENT, {"case": number})
    only(end(hub, resident, number))
    assert answer.errors == []
    (home,) = answer.data["case"]["subject"]["residences"]
    room, building, address = home["room"], home["room"]["building"], home["room"]["building"]["address"]
    shown: dict[str, Any] = {
        **{f"room.{name}": room[name] for name in _OF_A_ROOM},
        **{f"building.{name}": building[name] for name in _OF_A_BUILDING},
        "address.buildings": address["buildings"],
    }
    return {path for path, value in shown.items() if value and value != {"totalCount": 0}}, address["fullAddress"]


def test_what_offices_know_of_a_home_is_shown_to_those_there_only(
    open_handed: Hub, city: City, home_of: Callable[[Resident], dict[str, str]], today: str
) -> None:
    rows, seen = Rows(city), set[str]()
    offices = officers(city, "housing", _PURPOSE, level=6)
    units = {row["code"]: row["unitCode"] for row in city["office"]}
    homes = [(resident, home_of(resident)) for resident in residents(city) if home_of(resident)]
    for resident in _telling(rows, homes, today):
        unit = home_of(resident)["unitCode"]
        there = next(who for who in offices if unit.startswith(units[str(who.office)]))
        elsewhere = next(who for who in offices if not unit.startswith(units[str(who.office)]))
        shown, address = _seen(open_handed, there, resident)
        assert _seen(open_handed, elsewhere, resident) == (set(), address)
        seen |= shown
    assert seen == _EVERYTHING
