"""A resident's record leads to their home wherever it is; what offices know of the place stays with those there.

In a hub whose policy opens to a housing office, in a resident's case, all that it may know of a place without one.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from hub.policy.rules import shipped_rules
from hub.settings import Settings
from tests.case.counter import Resident, officers
from tests.case.proofs import accept, only, open_online
from tests.policy.writing import put_in_force
from tests.reference.rows import City as Rows
from tests.support.hub import Hub, Who
from tests.support.store import City, home_beside

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


@pytest.fixture(scope="module")
def open_handed(prepared: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """A hub whose policy opens it all."""
    with Hub(home_beside(prepared, tmp_path_factory.mktemp("open") / "home")) as running:
        put_in_force(running, "housing", shipped_rules()["housing"] + _ALL_OF_A_PLACE)
        yield running


@pytest.fixture(scope="module")
def home_of(city: City) -> Callable[[Resident], dict[str, str]]:
    """The room in which somebody lives, as a row."""
    rooms = {row["id"]: row for row in city["room"]}
    homes = {row["of"]: row["in"] for row in city["residence"] if not row["validTo"] and not row["recordedTo"]}
    return lambda resident: rooms[homes[resident.person]]


def _is_told_of(rows: Rows, room: dict[str, str]) -> set[str]:
    """Of what a place may have, what this room or its building has."""
    held = {
        "licences": rows.where("landlord_licence", "covers", room["id"]),
        "mandates": rows.where("mandate", "for", room["id"]),
        "findings": rows.where("finding", "about", room["id"]),
        "complaints": rows.where("complaint", "about", room["id"]),
        "building's mandates": rows.where("mandate", "for", room["in"]),
        "owners": rows.where("ownership", "of", room["in"]),
    }
    return {name for name, found in held.items() if found}


def _seen(hub: Hub, who: Who, resident: Resident) -> tuple[set[str], str]:
    """What an officer is shown of the resident's home in their case: the paths where there is something; its address."""
    number = only(open_online(hub, resident, who, kind="HOUSING_SERVICE"))["number"]
    only(accept(hub, who, number))
    answer = hub.ask(who, _DOCUMENT, {"case": number})
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
    open_handed: Hub, city: City, people: Iterator[Resident], home_of: Callable[[Resident], dict[str, str]]
) -> None:
    rows, seen, wanted = Rows(city), set[str](), set[str]()
    offices = officers(city, "housing", _PURPOSE, level=6)
    units = {row["code"]: row["unitCode"] for row in city["office"]}
    for resident in people:
        home = home_of(resident)
        if _is_told_of(rows, home) <= wanted:
            continue
        wanted |= _is_told_of(rows, home)
        there = next(who for who in offices if home["unitCode"].startswith(units[str(who.office)]))
        elsewhere = next(who for who in offices if not home["unitCode"].startswith(units[str(who.office)]))
        shown, address = _seen(open_handed, there, resident)
        assert _seen(open_handed, elsewhere, resident) == (set(), address)
        seen |= shown
        if seen == _EVERYTHING:
            break
    assert seen == _EVERYTHING
