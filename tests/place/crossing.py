"""A city of the tests' own in which everything crosses the border between two districts, which no real register has.

A firm has its seat in one and its homes in the other, a licence and a mandate are for homes in both, an address lies in the
city's own unit, an office of one district inspects what lies in the other. So whatever is not narrowed to an officer's district
shows. A room lies where its building does, and a building and a workplace where their addresses do; some stand where an office is.
"""

import itertools
import uuid
from pathlib import Path

import uuid_utils
from stdnum.cn import uscc

from hub.demo.city.sink import COLUMNS
from tests.interference.files import Row, bring_in, fact
from tests.reference.executor import Asker
from tests.support.hub import Hub

CITY = "8701"
DISTRICTS = ("870101", "870102")
PURPOSES = {"housing": "housing-safety-inspection", "labour": "workplace-inspection"}
_LIE_IN = Path(__file__).with_name("cypher").joinpath("lie_in.cypher").read_text(encoding="utf-8")
_AREAS = ((), DISTRICTS[:1], DISTRICTS[1:], DISTRICTS)
_CASES_UNTIL = {"openedAt": "2026-10-01T08:00:00.000Z", "endsAt": "2099-01-01T08:00:00.000Z"}


class Crossing:
    """The rows, by the kind's file name: of every kind of the register, most of them none."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {kind: [] for kind in COLUMNS}
        self._number = itertools.count(1)
        city = self._thing("admin_unit", level="CITY", code=CITY, name="试验市", latinName="Trial")
        self._units = {CITY: city}
        for code in DISTRICTS:
            self._units[code] = self._thing(
                "admin_unit", level="DISTRICT", code=code, name=f"试验{code}", latinName="Trial", partOf=city
            )
        self._seats = {code: self._address(code, self._units[code]) for code in DISTRICTS}
        self._addresses = {code: self._address(code, self._units[code]) for code in DISTRICTS}
        self._homes = {code: self._building(code, self._addresses[code]) for code in DISTRICTS}
        for code, seat in self._seats.items():
            self._building(code, seat)
        self._owned: list[str] = []
        self._another = ""
        self._firms()
        for client in PURPOSES:
            for code in (CITY, *DISTRICTS):
                self._office(client, code)

    def asker(self, client: str, code: str) -> Asker:
        """The officer of an office, for its purpose."""
        return Asker(client, f"{client}-officer-of-{code}", f"{client}-{code}", PURPOSES[client], "")

    def bring_in(self, hub: Hub, folder: Path) -> None:
        """Import the rows: each has to be accepted."""
        rows = {kind: rows for kind, rows in self.rows.items() if rows}
        assert [report for report in bring_in(hub, folder, rows) if report.rejected] == []
        for row in self.rows["address"]:
            if row["id"] in self._seats.values():
                row["locatedIn"] = self._units[CITY]
        moved = (_LIE_IN, {"addresses": list(self._seats.values()), "unit": self._units[CITY]})
        hub.run(hub.ports.graph.write([moved], timeout_seconds=60, metadata={}))

    # ── places ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _address(self, code: str, unit: str) -> str:
        number = next(self._number)
        text = {"thoroughfare": "试验路", "locatorDesignator": f"{number}号", "fullAddress": f"试验路{number}号"}
        point = f"116.{number:03} 39.9"
        return self._thing("address", unitCode=code, postCode="100000", point=point, locatedIn=unit, **text)

    def _building(self, code: str, at: str) -> str:
        return self._thing("building", unitCode=code, kind="RESIDENTIAL", storeys="3", at=at)

    def _room(self, code: str, building: str) -> str:
        told = {"designator": str(next(self._number)), "kind": "APARTMENT", "floor": "1", "areaSquareMetres": "40"}
        return self._thing("room", unitCode=code, permittedOccupancy="4", **told, **{"in": building})

    # ── firms ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _firms(self) -> None:
        """One for each way to have workplaces, homes and mandates in the districts; who is in one has its seat in the other."""
        ways = itertools.product(_AREAS, repeat=3)
        for number, (works, owns, manages) in enumerate(way for way in ways if any(way)):
            without = [code for code in DISTRICTS if code not in {*works, *owns, *manages}]
            seat = self._seats[without[0] if without else DISTRICTS[number % 2]]
            code = f"918701{number:011}"
            told = {"legalName": f"试验{number}", "latinName": f"Trial {number}"}
            firm = self._thing("organisation", legalIdentifier=code + uscc.calc_check_digit(code), at=seat, **told)
            self._employs(firm, works)
            self._lets(firm, owns, manages)

    def _employs(self, firm: str, areas: tuple[str, ...]) -> None:
        employer = self._thing("employer", sector="retail", **{"is": firm}) if areas else ""
        for code in areas:
            for at in (self._addresses[code], self._seats[code]):
                self._thing("workplace", unitCode=code, isHome="false", at=at, operatedBy=employer)

    def _lets(self, firm: str, owned: tuple[str, ...], managed: tuple[str, ...]) -> None:
        """Each thing by itself, and then all of them in one licence and one mandate."""
        landlord = self._thing("landlord", **{"is": firm}) if owned or managed else ""
        rooms = [self._room(code, self._homes[code]) for code in owned]
        houses = [self._building(code, self._addresses[code]) for code in owned]
        for place in (*rooms, *houses):
            self._fact("ownership", of=place, by=landlord)
        for covered in (rooms[:1], rooms[-1:], rooms):
            if covered:
                number = f"L-{CITY}-{next(self._number)}"
                told = {"conditions": "SMOKE_ALARM", "heldBy": landlord, "covers": ";".join(covered)}
                self._fact("landlord_licence", number=number, **told)
        agent = self._thing("managing_agent", **{"is": firm}) if managed else ""
        places = [self._room(code, self._homes[code]) for code in managed] + [self._homes[code] for code in managed]
        for giver, given in ((landlord, places[:1]), (self._another or landlord, places[-1:]), (landlord, places)):
            if given:
                to = {"powers": "COLLECT_RENT", "givenBy": giver, "to": agent, "for": ";".join(given)}
                self._fact("mandate", **to)
        self._another = landlord
        if owned == DISTRICTS:
            self._owned = [rooms[0], rooms[-1], *houses]

    # ── offices, and what they found ─────────────────────────────────────────────────────────────────────────────

    def _office(self, client: str, code: str) -> None:
        who = self.asker(client, code)
        assert who.office is not None
        at = self._seats.get(code, self._seats[DISTRICTS[0]])
        office = self._thing("office", unitCode=code, code=who.office, client=client, name="试验", at=at)
        officer = self._fact("staff_member", subject=who.subject, worksAt=office)
        places = self._inspected(client)
        for place in places:
            number = f"C2026-870-{next(self._number):05}"
            told = {"number": number, "state": "OPEN", "proof": "EX_OFFICIO", "kind": f"{client.upper()}_INSPECTION"}
            held = {"purpose": PURPOSES[client], "concerns": place, "at": office, "openedBy": officer, **_CASES_UNTIL}
            case = self._personal("case", **told, **held)
            self._thing("inspection", state="PLANNED", plannedOn="2026-10-01", **{"in": case})
            for about in places:
                self._found(case, about)

    def _inspected(self, client: str) -> list[str]:
        """Of either district: a landlord's rooms and buildings, or a workplace."""
        if client == "housing":
            return self._owned
        return [next(row["id"] for row in self.rows["workplace"] if row["unitCode"] == code) for code in DISTRICTS]

    def _found(self, case: str, about: str) -> None:
        finding = self._thing(
            "finding", kind="BLOCKED_EXIT", state="OPEN", foundOn="2026-10-12", about=about, **{"in": case}
        )
        told = {"state": "ISSUED", "issuedOn": "2026-10-12", "dueOn": "2026-11-11", "remedies": finding}
        self._thing("repair_order", **told, **{"in": case})
        said = {"kind": "SAFETY", "state": "RECEIVED", "receivedOn": "2026-10-02", "isNameDisclosed": "false"}
        self._personal("complaint", about=about, **said, **{"in": case})

    # ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _thing(self, file: str, /, **values: str) -> str:
        return self._add(file, {"id": str(uuid_utils.uuid7()), **values})["id"]

    def _personal(self, file: str, /, **values: str) -> str:
        """A thing whose id does not tell when it was made."""
        return self._add(file, {"id": str(uuid.uuid4()), **values})["id"]

    def _fact(self, file: str, /, **values: str) -> str:
        """A fact about a thing: its id tells when it was made, as a thing's does."""
        return self._add(file, {**fact(), "fact": str(uuid_utils.uuid7()), **values})["fact"]

    def _add(self, file: str, row: Row) -> Row:
        whole = dict.fromkeys(COLUMNS[file], "") | row
        self.rows[file].append(whole)
        return whole
