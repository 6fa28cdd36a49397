"""A branch of the tests' own, outside of the city: two offices, a house, a shop, and the parties of inspections there.

The synthetic city has no inspection of what a protected or an erased person owns, and nothing that two people own
together. Nobody whose office lies in the city sees any of this.
"""

import uuid
from pathlib import Path

import uuid_utils

from model.ids import PersonId
from tests.interference.files import Row, bring_in, fact
from tests.support.hub import Hub, Who

UNIT = "880101001001"
PURPOSES = {"housing": "housing-safety-inspection", "labour": "workplace-inspection"}
_CASES_UNTIL = {"openedAt": "2026-10-01T08:00:00.000Z", "endsAt": "2099-01-01T08:00:00.000Z"}


class Branch:
    """The rows of the branch. `persons` are ids by their names: what they are called, and who they are here."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {}
        self.persons: dict[str, PersonId] = {}
        self._staff: dict[str, tuple[str, str]] = {}
        self._rooms = 0
        unit = self._thing("admin_unit", level="COMMUNITY", code=UNIT, name="试验里", latinName="Trial")
        where = {"thoroughfare": "试验路", "locatorDesignator": "1号", "postCode": "100000", "fullAddress": "试验路1号"}
        self._address = self._thing("address", point="116.4 39.9", unitCode=UNIT, locatedIn=unit, **where)
        for client in PURPOSES:
            self._open_office(client)

    def who(self, client: str) -> Who:
        """The officer of one of the offices, for its purpose."""
        return Who(client, f"{client}-officer-of-{UNIT}", f"{client}-{UNIT}", PURPOSES[client])

    # ── people ───────────────────────────────────────────────────────────────────────────────────────────────────

    def person(self, name: str, *, is_protected: bool = False, is_known: bool = True) -> str:
        """Somebody; of whom nothing is recorded, unless `is_known`."""
        identifier = str(uuid.uuid4())
        self._add("person", {"id": identifier, "isProtected": str(is_protected).lower()})
        if is_known:
            self._add("person_details", fact(of=identifier, fullName=name))
        self.persons[name] = PersonId(identifier)
        return identifier

    def landlord(self, person: str) -> str:
        return self._thing("landlord", **{"is": person})

    # ── things ───────────────────────────────────────────────────────────────────────────────────────────────────

    def building(self) -> str:
        return self._thing("building", unitCode=UNIT, kind="RESIDENTIAL", storeys="3", at=self._address)

    def room(self, building: str) -> str:
        self._rooms += 1
        told = {
            "designator": f"{100 + self._rooms}",
            "kind": "APARTMENT",
            "floor": "1",
            "areaSquareMetres": "40",
            "in": building,
        }
        return self._thing("room", unitCode=UNIT, permittedOccupancy="4", **told)

    def owned(self, place: str, landlord: str, **dates: str) -> None:
        self._add("ownership", _of_a_thing(of=place, by=landlord, **dates))

    def licence(self, number: str, landlord: str, *rooms: str, **dates: str) -> None:
        self._add("landlord_licence", _of_a_thing(number=number, heldBy=landlord, covers=";".join(rooms), **dates))

    def shop(self, person: str) -> str:
        employer = self._thing("employer", sector="retail", **{"is": person})
        return self._thing("workplace", unitCode=UNIT, isHome="false", at=self._address, operatedBy=employer)

    # ── cases ────────────────────────────────────────────────────────────────────────────────────────────────────

    def case(self, number: str, client: str, place: str, **others: str) -> None:
        """An inspection's case, open unless `others` say something else."""
        office, officer = self._staff[client]
        kind = {"kind": f"{client.upper()}_INSPECTION", "purpose": PURPOSES[client]}
        told = {"number": number, "state": "OPEN", "proof": "EX_OFFICIO", **kind, **_CASES_UNTIL, **others}
        held = {"concerns": place, "at": office, "openedBy": officer}
        self._add("case", {"id": str(uuid.uuid4()), **told, **held})

    def complaint(self, number: str, person: str = "", *, is_named: bool) -> None:
        case = next(row for row in self.rows["case"] if row["number"] == number)
        told = {"kind": "SAFETY", "state": "RECEIVED", "receivedOn": "2026-10-02", "madeBy": person}
        held = {"isNameDisclosed": str(is_named).lower(), "in": case["id"], "about": case["concerns"]}
        self._add("complaint", {"id": str(uuid.uuid4()), **told, **held})

    def bring_in(self, hub: Hub, folder: Path) -> None:
        """Import the rows: each has to be accepted."""
        assert [report for report in bring_in(hub, folder, self.rows) if report.rejected] == []

    def _open_office(self, client: str) -> None:
        who = self.who(client)
        assert who.office is not None
        office = self._thing("office", unitCode=UNIT, code=who.office, client=client, name="试验", at=self._address)
        officer = _of_a_thing(subject=who.subject, worksAt=office)
        self._add("staff_member", officer)
        self._staff[client] = (office, officer["fact"])

    def _thing(self, file: str, /, **values: str) -> str:
        identifier = str(uuid_utils.uuid7())
        self._add(file, {"id": identifier, **values})
        return identifier

    def _add(self, file: str, row: Row) -> None:
        self.rows.setdefault(file, []).append(row)


def _of_a_thing(**values: str) -> Row:
    """A fact about a thing: its id tells when it was made, as a thing's does."""
    return {**fact(), "fact": str(uuid_utils.uuid7()), **values}
