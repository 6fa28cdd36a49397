"""What the API should say of a person, worked out from the city's rows: the slow and obvious way."""

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from hub.settings import Settings
from model.times import as_instant_text, now
from tests.case.counter import Resident
from tests.support.hub import Hub
from tests.support.store import City

TODAY = now().astimezone(ZoneInfo(Settings().time_zone)).date().isoformat()
NOW = as_instant_text(now())
_NAME = "{ me { name { full } } }"


def facts(
    city: City, kind: str, person: str, *, edge: str = "of", as_of: str | None = TODAY, known_at: str = NOW
) -> Iterator[dict[str, str]]:
    """The versions that held on `as_of` (None: on any day) as the register knew them at `known_at`, in order."""
    rows = sorted(city[kind], key=lambda row: (row["validFrom"], row["fact"], int(row["version"])))
    for row in rows:
        is_known = row["recordedFrom"] <= known_at and (not row["recordedTo"] or known_at < row["recordedTo"])
        holds = as_of is None or (row["validFrom"] <= as_of and (not row["validTo"] or as_of < row["validTo"]))
        if person in row[edge].split(";") and is_known and holds and row["state"] != "WITHDRAWN":
            yield row


def residences(city: City, person: str, **when: Any) -> list[dict[str, str]]:
    """The residences of a day."""
    return list(facts(city, "residence", person, **when))


def history(city: City, person: str, *, known_at: str = NOW) -> list[dict[str, str]]:
    """All residences."""
    return list(facts(city, "residence", person, as_of=None, known_at=known_at))


def address_of(city: City, room: str) -> str:
    """The whole address of a room."""
    rooms, buildings, addresses = ({row["id"]: row for row in city[kind]} for kind in ("room", "building", "address"))
    return addresses[buildings[rooms[room]["in"]]["at"]]["fullAddress"]


def name_of(hub: Hub, resident: Resident) -> str:
    """What a resident is called, by their own record."""
    name: str = hub.ask(resident.who, _NAME).data["me"]["name"]["full"]
    return name
