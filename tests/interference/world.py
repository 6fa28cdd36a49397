"""Who goes, who stays and asks, and what they ask by: picked from the city's rows. No input or output."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from hub.policy import purposes
from tests.interference.documents import Pool
from tests.support.hub import Who
from tests.support.store import CITY_DAY, City

Row = dict[str, str]
_DAY = CITY_DAY.isoformat()
_TYPES = {
    "AdminUnit": "admin_unit",
    "Address": "address",
    "Building": "building",
    "Room": "room",
    "Organisation": "organisation",
    "Landlord": "landlord",
    "ManagingAgent": "managing_agent",
    "Employer": "employer",
    "Workplace": "workplace",
}


@dataclass(frozen=True)
class HeldCase:
    """A case about somebody else, and the officer who holds it."""

    number: str
    holder: Who


class World:
    """One choice out of the city, the same for a seed."""

    def __init__(self, city: City, seed: int, *, ordinary: int) -> None:
        self.city = city
        self.chance = random.Random(seed)
        self._households = _households(city)
        self.homes = {row["of"]: row["in"] for row in city["residence"] if _holds(row) and row["in"]}
        self.gone = frozenset(self._gone(ordinary))
        self._known_by = {row["of"] for row in city["declared_contact"] if row["is"] in self.gone}

    # ── who goes ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _gone(self, ordinary: int) -> set[str]:
        """People of every kind that matters, with all they keep house with."""
        persons = {row["id"] for row in self.city["person"]}
        protected = [row["id"] for row in self.city["person"] if row["isProtected"] == "true"]
        working = {row["of"] for row in self.city["employment"] if _holds(row)}
        in_cases = sorted({row["concerns"] for row in self.city["case"] if row["concerns"] in persons})
        complaining = sorted({row["madeBy"] for row in self.city["complaint"] if row["madeBy"]})
        roles = [sorted({row["is"] for row in self.city[kind]} & persons) for kind in ("landlord", "employer")]
        signed_in = sorted({row["of"] for row in self.city["sign_in"]})
        shared = self._sharing_a_room() & working
        picks = [self.chance.sample(sorted(shared), ordinary), in_cases, complaining, protected, signed_in, *roles]
        chosen = set(picks[0])
        for candidates in picks[1:]:
            chosen |= set(self.chance.sample(candidates, min(len(candidates), max(1, ordinary // 3))))
        return {mate for person in chosen for mate in self._households[person] | {person}}

    def _sharing_a_room(self) -> set[str]:
        by_room: dict[str, set[str]] = defaultdict(set)
        for person, room in self.homes.items():
            by_room[room].add(person)
        return {
            person
            for people in by_room.values()
            for person in people
            if people - {person} - self._households[person]  # with somebody of another household
        }

    def own(self, kind: str, column: str) -> list[Row]:
        """The rows of a kind that belong to those who go."""
        return [row for row in self.city[kind] if row[column] in self.gone]

    def workplace_of(self, person: str) -> str | None:
        """Where somebody works today, if it is a firm's."""
        firms = {row["id"] for row in self.city["organisation"]}
        employers = {row["id"] for row in self.city["employer"] if row["is"] in firms}
        workplaces = {row["id"] for row in self.city["workplace"] if row["operatedBy"] in employers}
        held = (row["at"] for row in self.city["employment"] if row["of"] == person and _holds(row))
        return next((place for place in held if place in workplaces), None)

    # ── who stays and asks ───────────────────────────────────────────────────────────────────────────────────────

    def officers(self, *, are_all: bool) -> list[Who]:
        """Of each department: one officer as near as can be to a home of those who go, and one of the whole city."""
        near = self._unit_of_a_home()
        found: dict[tuple[str, bool], Row] = {}
        staff = {row["worksAt"]: row for row in self.city["staff_member"] if _holds(row)}
        for office in sorted(self.city["office"], key=lambda row: (len(row["unitCode"]), row["code"])):
            if office["id"] in staff and near.startswith(office["unitCode"]):
                if are_all:
                    found.setdefault((office["client"], False), office)
                found[office["client"], True] = office
        offices = {office["id"]: office for office in found.values()}
        return [
            Who(office["client"], staff[office["id"]]["subject"], office["code"], purpose.id)
            for office in offices.values()
            for purpose in purposes().values()
            if office["client"] in purpose.clients
        ] + [
            Who(office["client"], staff[office["id"]]["subject"], office["code"])
            for office in offices.values()
            if not any(office["client"] in purpose.clients for purpose in purposes().values())
        ]

    def _unit_of_a_home(self) -> str:
        units = {row["id"]: row["unitCode"] for row in self.city["room"]}
        home = next(self.homes[person] for person in sorted(self.gone & set(self.homes)))
        return units[home]

    def residents(self, count: int) -> list[Who]:
        """Residents who stay: those nearest to those who go first (the same room, the same workplace)."""
        rooms = {self.homes.get(person) for person in self.gone} - {None}
        workplaces = {row["at"] for row in self.own("employment", "of")}
        beside = {person for person, room in self.homes.items() if room in rooms}
        beside |= {row["of"] for row in self.city["employment"] if row["at"] in workplaces}
        staying = [row for row in self.city["sign_in"] if row["of"] not in self.gone | self._known_by]
        staying.sort(key=lambda row: (row["of"] not in beside, row["subject"]))
        return [Who("resident", row["subject"]) for row in staying[:count]]

    def held_cases(self, count: int) -> list[HeldCase]:
        """Open cases about residents who stay, of as many departments as there are."""
        now = datetime.now(UTC).isoformat()
        staff = {row["fact"]: row for row in self.city["staff_member"] if _holds(row)}
        offices = {row["id"]: row for row in self.city["office"]}
        persons = {row["id"] for row in self.city["person"]} - self.gone - self._known_by
        held: dict[str, list[HeldCase]] = defaultdict(list)
        for case in self.city["case"]:
            is_open = case["state"] == "OPEN" and case["endsAt"] > now and case["openedBy"] in staff
            if is_open and case["concerns"] in persons:
                office = offices[case["at"]]
                subject = staff[case["openedBy"]]["subject"]
                who = Who(office["client"], subject, office["code"], case["purpose"])
                held[office["client"]].append(HeldCase(case["number"], who))
        ordered = [cases[place] for place in range(count) for cases in held.values() if place < len(cases)]
        return ordered[:count]

    def inspections(self, count: int) -> list[Row]:
        """Open inspections: first those of a place of the ones who go, or with them as a party; at least a quarter are others."""
        now = datetime.now(UTC).isoformat()
        rooms = {self.homes.get(person) for person in self.gone} - {None}
        near = rooms | {row["in"] for row in self.city["room"] if row["id"] in rooms}
        near |= {row["at"] for row in self.own("employment", "of")}
        found = [row for row in self.city["case"] if row["proof"] == "EX_OFFICIO" and row["state"] == "OPEN"]
        parties = {row["number"]: self.parties(row) for row in found if row["endsAt"] > now}
        found = [row for row in found if row["number"] in parties]
        found.sort(key=lambda row: (not parties[row["number"]], row["number"]))
        close = [row for row in found if row["concerns"] in near or parties[row["number"]] & self.gone]
        close_numbers = {row["number"] for row in close}
        others = [row for row in found if row["number"] not in close_numbers]
        return [*close[: count - count // 4], *others][:count]

    def parties(self, case: Row) -> set[str]:
        """The persons who ever were a party to a case about a place: owned it or the house around it, ran it, or complained."""
        around = {row["id"]: row["in"] for row in self.city["room"]}
        places = {case["concerns"], around.get(case["concerns"], "")}
        roles = {row["by"] for row in self.city["ownership"] if row["of"] in places}
        roles |= {row["operatedBy"] for row in self.city["workplace"] if row["id"] in places}
        found = {row["is"] for kind in ("landlord", "employer") for row in self.city[kind] if row["id"] in roles}
        return found | {row["madeBy"] for row in self.city["complaint"] if row["in"] == case["id"]}

    def office_of(self, case: Row) -> Row:
        (office,) = [row for row in self.city["office"] if row["id"] == case["at"]]
        return office

    def colleagues(self, case: Row) -> list[Who]:
        """The officers of the case's office who neither hold the case nor stand in for its holder."""
        office = self.office_of(case)
        holders = {
            row["subject"] for row in self.city["staff_member"] if row["fact"] in {case["openedBy"], case.get("deputy")}
        }
        active = {row["subject"] for row in self.city["staff_member"] if row["worksAt"] == office["id"] and _holds(row)}
        return [Who(office["client"], name, office["code"], case["purpose"]) for name in sorted(active - holders)]

    # ── what is asked by ─────────────────────────────────────────────────────────────────────────────────────────

    def pool(self) -> Pool:
        """Arguments that lead close to those who go, and some that lead elsewhere or nowhere."""
        rooms = {self.homes.get(person) for person in self.gone} - {None}
        buildings = {row["in"] for row in self.city["room"] if row["id"] in rooms}
        addresses = {row["at"] for row in self.city["building"] if row["id"] in buildings}
        near = {*rooms, *buildings, *addresses, *(row["at"] for row in self.own("employment", "of"))}
        near |= {row["id"] for kind in ("landlord", "employer", "managing_agent") for row in self.own(kind, "is")}
        ids = {name: self._ids(file, near) for name, file in _TYPES.items()}
        points = [row["point"].split() for row in self.city["address"] if row["id"] in addresses] or [["0", "0"]]
        return Pool(ids, self._texts(), [(float(longitude), float(latitude)) for longitude, latitude in points])

    def _ids(self, kind: str, near: Iterable[str | None]) -> list[str]:
        wanted = set(near)
        close = sorted(row["id"] for row in self.city[kind] if row["id"] in wanted)
        others = [row["id"] for row in self.city[kind] if row["id"] not in wanted]
        return close + self.chance.sample(others, min(len(others), max(5, len(close))))

    def _texts(self) -> dict[str, Sequence[str]]:
        names = [row["fullName"] for row in self.own("person_details", "of")]
        firms = [row["legalName"][:4] for row in self.chance.sample(self.city["organisation"], 10)]
        addresses = self.chance.sample(self.city["address"], 5)
        streets = [row["thoroughfare"] for row in addresses] + [row["latinAddress"].split(",")[0] for row in addresses]
        landlords = {row["id"] for row in self.own("landlord", "is")}
        licences = [row["number"] for row in self.city["landlord_licence"] if row["heldBy"] in landlords]
        others = [row["number"] for row in self.chance.sample(self.city["landlord_licence"], 5)]
        return {
            "search": names[:10] + firms + streets,
            "named": [row["name"] for row in self.chance.sample(self.city["admin_unit"], 3)] + ["区", "ward"],
            "department": sorted({row["client"] for row in self.city["office"]}),
            "unit": [row["code"] for row in self.city["admin_unit"]] + ["9902", ""],
            "number": licences + others,
            "asOf": [_DAY, "2020-06-30", "2024-01-15"],
            "knownAt": ["2026-11-10T00:00:00Z", "2022-02-02T02:02:02Z"],
        }


def _holds(row: Row) -> bool:
    return row["validFrom"] <= _DAY and not row["recordedTo"] and (not row["validTo"] or row["validTo"] > _DAY)


def _households(city: City) -> dict[str, set[str]]:
    """With whom each person ever kept house, one way or another: a household goes as one."""
    groups: dict[str, set[str]] = {row["id"]: {row["id"]} for row in city["person"]}
    for row in city["household"]:
        joined: set[str] = set()
        for member in row["members"].split(";"):
            joined |= groups[member]
        for member in joined:
            groups[member] = joined
    return groups
