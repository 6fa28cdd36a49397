"""A saved view of as much as the explorer shows at once, made of a synthetic city's files: what `benchmarks.explorer` opens.

Companies' buildings with their rooms, owners and licences: each room is joined with several of them.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model.ids import to_global_id
from model.limits import VIEW_OPENED_MAX, VIEW_THINGS_MAX

_CONNECTIONS_MAX = 5_000  # what the explorer shows at once
_TODAY = "2026-11-28"  # for what is in force in the synthetic city
_SIDE = 45  # of the square in which they stand


@dataclass(frozen=True)
class _District:
    """Of one district: in which building each room is, whose each is, and which licence covers it; firms' alone."""

    building_of: Mapping[str, str]
    owner_of: Mapping[str, str]
    licence_of: Mapping[str, str]


@dataclass(frozen=True)
class _Relationship:
    """One that was opened: how far, and how many connections it brings."""

    kind: str
    key: str
    name: str
    count: int
    brings: int


def large_view(home: Path, unit: str) -> dict[str, Any]:
    """The content of a saved view, of the district with code `unit`; of the demo inspector's if that is empty."""
    district = _district(home, unit or _demo_unit(home))
    shown = _rooms_that_fit(district)
    things = _things(district, shown)
    places = {thing: place for place, thing in enumerate(things)}
    opened: list[dict[str, Any]] = []
    connections = 0
    for each in _relationships(district, shown):
        place = places.get(to_global_id(each.kind, each.key))
        if place is None or connections + each.brings > _CONNECTIONS_MAX or len(opened) == VIEW_OPENED_MAX:
            continue
        opened.append({"of": place, "relation": each.name, "count": min(each.count, VIEW_THINGS_MAX)})
        connections += each.brings
    placed = [{"id": key, "x": (at % _SIDE) * 2.0, "y": (at // _SIDE) * 2.0} for key, at in places.items()]
    return {"start": placed[0]["id"], "things": placed, "opened": opened}


def _district(home: Path, unit: str) -> _District:
    organisations = {row["id"] for row in _rows(home, "organisation")}
    companies = {row["id"] for row in _rows(home, "landlord") if row["is"] in organisations}
    building_of = {row["id"]: row["in"] for row in _rows(home, "room") if row["unitCode"].startswith(unit)}
    owners = {row["of"]: row["by"] for row in _rows(home, "ownership") if row["by"] in companies and _is_in_force(row)}
    owned = ((room, owners.get(room) or owners.get(building)) for room, building in building_of.items())
    licence_of = {
        room: row["fact"]
        for row in _rows(home, "landlord_licence")
        if row["heldBy"] in companies and _is_in_force(row)
        for room in row["covers"].split(";")
        if room in building_of
    }
    return _District(building_of, {room: owner for room, owner in owned if owner}, licence_of)


def _rooms_that_fit(district: _District) -> list[str]:
    """Whole buildings, those of companies first, as long as they and what their rooms are joined with leave room."""
    buildings = _inverted(district.building_of)
    shown: list[str] = []
    count = 0

    def share_of_companies(building: str) -> float:
        inside = buildings[building]
        return sum(room in district.owner_of for room in inside) / len(inside)

    for building in sorted(buildings, key=lambda building: (-share_of_companies(building), building)):
        more = [*shown, *buildings[building]]
        grown = (
            len(_things(district, more)) if count + len(buildings[building]) < VIEW_THINGS_MAX else VIEW_THINGS_MAX + 1
        )
        if grown <= VIEW_THINGS_MAX:
            shown, count = more, grown
    return shown


def _things(district: _District, rooms: list[str]) -> dict[str, None]:
    """The ids of rooms and of what they are joined with, each once."""
    things: dict[str, None] = {}
    for room in rooms:
        things[to_global_id("Building", district.building_of[room])] = None
        things[to_global_id("Room", room)] = None
        if owner := district.owner_of.get(room):
            things[to_global_id("Landlord", owner)] = None
        if licence := district.licence_of.get(room):
            things[to_global_id("LandlordLicence", licence)] = None
    return things


def _relationships(district: _District, shown: list[str]) -> Iterator[_Relationship]:
    """What was opened of them: whole groups first, each by one relationship; then of each room what it is joined with."""
    for kind, joined in (
        ("Building", district.building_of),
        ("Landlord", district.owner_of),
        ("LandlordLicence", district.licence_of),
    ):
        here = _inverted({room: joined[room] for room in shown if room in joined})
        whole = _inverted(joined)
        for key, rooms in here.items():
            yield _Relationship(kind, key, "rooms", len(whole[key]), len(rooms))
            if kind == "LandlordLicence":
                yield _Relationship(kind, key, "landlord", 1, 1)
    for name in ("owners", "building"):
        for room in shown:
            if room in district.owner_of:
                yield _Relationship("Room", room, name, 1, 1)


def _inverted(joined: Mapping[str, str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for member, group in joined.items():
        groups.setdefault(group, []).append(member)
    return groups


def _demo_unit(home: Path) -> str:
    manifest = json.loads((home / "city" / "manifest.json").read_text(encoding="utf-8"))
    office: str = manifest["demo"]["housingInspector"]["office"]
    return office.rpartition("-")[2]


def _is_in_force(row: Mapping[str, str]) -> bool:
    return not row["recordedTo"] and row["validFrom"] <= _TODAY and (not row["validTo"] or row["validTo"] > _TODAY)


def _rows(home: Path, name: str) -> Iterator[dict[str, str]]:
    with (home / "city" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)
