"""Files into a real register: what goes in, what stays out, and what the answer does not tell."""

import csv
import hashlib
import itertools
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import neo4j
import pytest
from stdnum.cn import uscc

from hub.gate.ports import LedgerPort
from hub.graph import EmbeddedServer, connection
from hub.graph.driver import OutcomeUnknownError
from hub.jobs.intake.batches import Operator, authorise, operator
from hub.jobs.intake.pipeline import FileReport
from hub.opening import open_ports
from hub.settings import Settings
from loaders.intake import batch_statement
from model.budgets import Charge
from model.callers import Caller, Entry
from model.errors import (
    Code,
    ConflictError,
    DomicileError,
    LogUnavailableError,
    PurposeNotAllowedError,
    UnauthenticatedError,
)
from model.graph import KIND_BY_FILE_NAME, KINDS, Kind
from model.ids import ClientId, EntryId, OfficeCode, OfficerSubject, PersonId
from model.times import now
from tests.intake.conftest import Imported, Register, private_id, public_id
from tests.support.faults import Failing

Row = dict[str, str]

_ROWS_TWICE = 300  # of a kind
_NUMBERS = itertools.count(1)


def write_files(folder: Path, files: Mapping[str, Iterable[Row]]) -> Path:
    """One CSV file a kind, with every column of the kind; what a row leaves out is empty."""
    folder.mkdir()
    for name, rows in files.items():
        kind = KIND_BY_FILE_NAME[name]
        columns = [item.name for item in kind.all_properties] + [edge.column for edge in kind.edges]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def fact(**values: str) -> Row:
    return {
        "fact": private_id(),
        "version": "1",
        "validFrom": "2024-01-01",
        "recordedFrom": "2024-01-02T08:00:00.000Z",
        "source": "RESIDENT",
        "state": "CONFIRMED",
        "recordedBy": "registration-9901",
        **values,
    }


def rows_of(city: Path, name: str) -> list[Row]:
    with (city / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def rejects(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*"))}


async def test_all_of_the_city_goes_in(register: Register, city: Path) -> None:
    expected = {kind.label: len(rows_of(city, kind.file_name)) for kind in KINDS}
    counts = {label: count for label, count in register.imported.counts.items() if label in expected}
    assert counts == {label: count for label, count in expected.items() if count}


async def test_some_of_the_files_twice_create_nothing(register: Register, city: Path, tmp_path: Path) -> None:
    """Things, facts, and kinds whose answer does not tell; the full run compares every property of all of them."""
    names = {"building", "room", "organisation", "person", "person_details", "sign_in"}
    again = tmp_path / "again"
    shutil.copytree(city, again, ignore=lambda _, files: [name for name in files if Path(name).stem not in names])

    async def counts() -> dict[str, int]:
        return {label: count for label, count in await register.ask("counts") if label != "Write"}

    before = await counts()
    reports = await register.bring_in(again, tmp_path / "rejects")
    assert await counts() == before
    assert len(reports) == len(names)
    assert {report.created for report in reports} == {0, None}
    assert rejects(tmp_path / "rejects") == {}


@pytest.mark.full
async def test_the_same_files_twice_change_nothing(
    register: Register, city: Path, tmp_path: Path, *, is_long: bool
) -> None:
    """Of the kinds that no other row leads to the first rows; in the long run all of them."""
    led_to = {label for kind in KINDS for edge in kind.edges for label in edge.targets}
    rows = {
        kind.file_name: rows_of(city, kind.file_name)[: None if is_long or kind.label in led_to else _ROWS_TWICE]
        for kind in KINDS
    }
    again = write_files(tmp_path / "again", {name: first for name, first in rows.items() if first})

    async def state() -> str:
        texts = sorted(row[0] for row in await register.ask("everything"))
        return hashlib.sha256("\n".join(texts).encode()).hexdigest()

    before = await state()
    reports = await register.bring_in(again, tmp_path / "rejects")
    assert await state() == before
    assert {report.created for report in reports} == {0, None}
    assert rejects(tmp_path / "rejects") == {}


@pytest.mark.parametrize("name", ["=1+1", "+86 物业", "-5°", "@home", '=HYPERLINK("https://x.example","华联")', "'=1"])
async def test_what_a_spreadsheet_would_compute_is_a_name_like_any_other(
    register: Register, city: Path, tmp_path: Path, name: str
) -> None:
    """Nothing is computed, cut or escaped on the way in; an export guards what it writes."""
    code = f"9187{next(_NUMBERS):013}"
    firm = {
        **rows_of(city, "organisation")[0],
        "id": public_id(),
        "legalIdentifier": code + uscc.calc_check_digit(code),
        "legalName": name,
        "latinName": name,
    }
    folder = write_files(tmp_path / "files", {"organisation": [firm]})
    (report,) = await register.bring_in(folder, tmp_path / "rejects")
    assert (report.accepted, report.rejected) == (1, 0)
    assert await register.ask("names", id=firm["id"]) == [[name, name]]


async def test_a_row_that_leads_nowhere_stays_out_and_the_rest_goes_in(
    register: Register, city: Path, tmp_path: Path
) -> None:
    house = rows_of(city, "building")[0]
    building, office = house["id"], rows_of(city, "office")[0]
    room = {
        "unitCode": house["unitCode"],
        "designator": "1",
        "kind": "ROOM",
        "floor": "1",
        "areaSquareMetres": "12.5",
        "permittedOccupancy": "1",
    }
    good, bad = {**room, "id": public_id(), "in": building}, {**room, "id": public_id(), "in": public_id()}
    taken = {**office, "id": public_id()}
    folder = write_files(tmp_path / "files", {"room": [bad, good], "office": [taken]})
    reports = await register.bring_in(folder, tmp_path / "rejects")
    assert [(report.name, report.accepted, report.rejected, report.created) for report in reports] == [
        ("room.csv", 1, 1, 1),
        ("office.csv", 0, 1, 0),
    ]
    assert rejects(tmp_path / "rejects") == {
        "office.rejects.csv": (
            b"row,column,code,reason\n1,code,CONFLICT,must not be that of another `Office` in the register\n"
        ),
        "room.rejects.csv": (
            b"row,column,code,reason\n1,in,VALIDATION_FAILED,must lead to `Building` in the register\n"
        ),
    }
    found = await register.ask("find", ids=[good["id"], bad["id"], taken["id"]])
    assert found == [[good["id"]]]


async def test_a_place_has_the_unit_of_the_place_where_it_lies(register: Register, city: Path, tmp_path: Path) -> None:
    """Of places that were there before: what differs stays out, what says nothing gets theirs."""
    house = rows_of(city, "building")[0]
    room = {"kind": "ROOM", "floor": "1", "areaSquareMetres": "12.5", "permittedOccupancy": "1", "in": house["id"]}
    rooms = [{**room, "id": public_id(), "designator": f"unit-{number}"} for number in range(4)]
    rooms[0]["unitCode"] = f"{house['unitCode']}1"
    rooms[1]["floor"] = str(int(house["storeys"]) + 1)
    rooms[2]["unitCode"] = house["unitCode"]
    address = {**rows_of(city, "address")[0], "id": public_id(), "locatorDesignator": "unit-1", "unitCode": ""}
    building = {**house, "id": public_id(), "at": address["id"], "unitCode": ""}
    folder = write_files(tmp_path / "files", {"address": [address], "building": [building], "room": rooms})
    reports = await register.bring_in(folder, tmp_path / "rejects")
    assert [report.created for report in reports] == [1, 1, 2]
    assert rejects(tmp_path / "rejects") == {
        "room.rejects.csv": (
            b"row,column,code,reason\n"
            b'1,unitCode,CONFLICT,"must be that of the place in which it lies, or be left out"\n'
            b"2,floor,CONFLICT,must be at most the building's storeys\n"
        )
    }
    found = dict(await register.ask("units", ids=[address["id"], building["id"], *(each["id"] for each in rooms)]))
    unit = rows_of(city, "address")[0]["unitCode"]
    assert found == {
        address["id"]: unit,
        building["id"]: unit,
        rooms[2]["id"]: house["unitCode"],
        rooms[3]["id"]: house["unitCode"],
    }


CANARY = "kanarienvogel" * 9  # longer than what the store packs into a few bits a character
PUBLIC_CANARY = "wellensittich" * 9


@pytest.mark.full
async def test_what_is_sealed_is_in_no_byte_of_any_file(
    settings: Settings, server: EmbeddedServer | None, imported: Imported, tmp_path: Path
) -> None:
    """The control: a public text of the same length is found by the same search. Stopped, all is on the disk."""
    if server is None:
        pytest.skip("the files of a server of one's own are not at hand")
    person = private_id()
    folder = write_files(
        tmp_path / "files",
        {
            "organisation": [{"id": public_id(), "legalIdentifier": "91110000600037341L", "legalName": PUBLIC_CANARY}],
            "person": [{"id": person, "isProtected": "false"}],
            "person_details": [fact(of=person, fullName=CANARY, birthDate="1990-01-01", evidence=CANARY)],
            "declared_contact": [fact(of=person, name=CANARY, relation=CANARY, means=CANARY)],
            "residence": [fact(of=private_id(), role="MAIN", evidence=CANARY, **{"in": public_id()})],
            "sign_in": [{"id": private_id(), "issuer": CANARY, "subject": CANARY, "of": person}],
        },
    )
    async with open_ports(settings) as ports:
        reports = await Register(ports, imported, Operator(name="tester")).bring_in(folder, tmp_path / "rejects")
    assert [(report.name, report.accepted) for report in reports] == [
        ("organisation.csv", 1),
        ("person.csv", 1),
        ("person_details.csv", 1),
        ("residence.csv", 0),
        ("declared_contact.csv", 1),
        ("sign_in.csv", 1),
    ]
    server.stop()
    try:
        control = holding(settings.home, PUBLIC_CANARY)
        assert any("transaction" in name for name in control)
        assert any("transaction" not in name for name in control)
        assert holding(settings.home, CANARY) == []
        assert holding(tmp_path / "rejects", CANARY) == []
    finally:
        server.start()


def holding(folder: Path, text: str) -> list[str]:
    """The files below `folder` with `text` in them, as UTF-8 or UTF-16."""
    needles = [text.encode(), text.encode("utf-16-le")]
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file() and any(needle in path.read_bytes() for needle in needles)
    ]


async def test_the_answer_does_not_tell_who_is_in_the_register(register: Register, city: Path, tmp_path: Path) -> None:
    """The same files, once about people who are in the register and once about nobody: the same answer, to the byte."""
    present = present_ones(city)
    absent = {name: new_like(value) for name, value in present.items()}
    answers = []
    for name, ones in (("present", present), ("absent", absent)):
        folder = write_files(tmp_path / name, about(city, ones))
        reports = await register.bring_in(folder, tmp_path / f"{name}-rejects")
        answers.append(([without_paths(report) for report in reports], rejects(tmp_path / f"{name}-rejects")))
    assert answers[0] == answers[1]
    assert answers[0][1]["residence.rejects.csv"].count(b"\n") == 2
    assert answers[0][1]["ownership.rejects.csv"].count(b"\n") == 2
    assert answers[0][1]["landlord.rejects.csv"].count(b"\n") == 2


def present_ones(city: Path) -> dict[str, str]:
    """A natural person who is a landlord, their role, a case about somebody, and a sign-in: all in the register."""
    persons = {row["id"] for row in rows_of(city, "person")}
    landlord = next(row for row in rows_of(city, "landlord") if row["is"] in persons)
    case = next(row for row in rows_of(city, "case") if row["concerns"] in persons)
    sign_in = rows_of(city, "sign_in")[0]
    return {
        "person": landlord["is"],
        "landlord": landlord["id"],
        "case": case["id"],
        "number": case["number"],
        "subject": sign_in["subject"],
        "signIn": sign_in["id"],
    }


def new_like(value: str) -> str:
    """An id or a number of the same form that nobody has."""
    if len(value) != len(private_id()):
        return f"{value}-nobody"
    return private_id() if value[14] == "4" else public_id()


def about(city: Path, ones: Mapping[str, str]) -> dict[str, list[Row]]:
    """Rows that would show whether `ones` exist: references from outside, and values that only one may hold."""
    room, office = rows_of(city, "room")[0]["id"], rows_of(city, "office")[0]["id"]
    staff = rows_of(city, "staff_member")[0]["fact"]
    someone = private_id()
    issuer = rows_of(city, "sign_in")[0]["issuer"]
    case = {**rows_of(city, "case")[0], "id": private_id(), "number": ones["number"], "concerns": someone}
    owned = fact(of=room, by=ones["landlord"])
    owned["fact"] = public_id()
    return {
        "person": [{"id": someone, "isProtected": "false"}],
        "landlord": [{"id": public_id(), "is": ones["person"]}],
        "ownership": [{name: value for name, value in owned.items() if name != "evidence"}],
        "residence": [fact(of=ones["person"], role="MAIN", **{"in": room})],
        "sign_in": [{"id": private_id(), "issuer": issuer, "subject": ones["subject"], "of": someone}],
        "case": [{**case, "at": office, "openedBy": staff, "deputy": ""}],
        "consent_grant": [
            fact(permissions="HISTORY", givenBy=someone, **{"in": case["id"]}),
            fact(permissions="HISTORY", givenBy=someone, **{"in": ones["case"]}),
        ],
    }


def without_paths(report: FileReport) -> FileReport:
    return replace(report, rejects=None)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.file_name)
async def test_every_lookup_of_a_statement_is_by_an_index(settings: Settings, imported: Imported, kind: Kind) -> None:
    """No label is scanned, neither for the key nor for a target."""
    assert imported.counts
    own = connection(settings)
    assert own is not None
    text, parameters = batch_statement(kind, [], [])
    async with (
        neo4j.AsyncGraphDatabase.driver(own.uri, auth=(own.user, own.password)) as driver,
        driver.session() as session,
    ):
        summary = await (await session.run(f"EXPLAIN {text}", parameters)).consume()  # type: ignore[arg-type]
    steps = list(operators(summary.plan or {}))
    assert [step for step in steps if "Scan" in step] == []
    assert any("UniqueIndexSeek" in step for step in steps)


def operators(step: Mapping[str, Any]) -> Iterator[str]:
    """The names of a plan's steps."""
    yield step["operatorType"]
    for child in step.get("children", []):
        yield from operators(child)


# ── who may, and the log ─────────────────────────────────────────────────────────────────────────────────────────────
def officer(office: str, subject: str, client: str = "registration") -> Caller:
    return Caller(
        issuer="tests",
        client=ClientId(client),
        subject=OfficerSubject(subject),
        office=OfficeCode(office),
        expires_at=now() + timedelta(hours=1),
    )


def staffed(city: Path, level: str) -> tuple[str, str]:
    """(office code, officer) of a registration office at `level` with somebody active."""
    codes = {row["code"] for row in rows_of(city, "admin_unit") if row["level"] == level}
    offices = {
        row["id"]: row["code"]
        for row in rows_of(city, "office")
        if row["unitCode"] in codes and row["client"] == "registration"
    }
    today = datetime.now(UTC).date().isoformat()
    for row in rows_of(city, "staff_member"):
        is_active = row["validFrom"] <= today < (row["validTo"] or "9999") and not row["recordedTo"]
        if row["worksAt"] in offices and is_active:
            return offices[row["worksAt"]], row["subject"]
    raise AssertionError(level)


async def test_an_officer_of_the_city_office_may_import(register: Register, city: Path) -> None:
    basis = await authorise(register.ports, officer(*staffed(city, "CITY")), time_zone=UTC)
    assert basis == "A6-1-e-official-authority"


async def test_an_officer_below_the_city_may_not(register: Register, city: Path) -> None:
    with pytest.raises(UnauthenticatedError):
        await authorise(register.ports, officer(*staffed(city, "DISTRICT")), time_zone=UTC)


async def test_another_department_may_not(register: Register, city: Path) -> None:
    with pytest.raises(PurposeNotAllowedError):
        await authorise(register.ports, officer(*staffed(city, "CITY"), client="tax"), time_zone=UTC)


async def test_somebody_who_is_no_officer_may_not(register: Register, city: Path) -> None:
    office, _ = staffed(city, "CITY")
    with pytest.raises(UnauthenticatedError):
        await authorise(register.ports, officer(office, "nobody"), time_zone=UTC)


async def test_with_staff_in_the_register_there_is_no_operator(register: Register) -> None:
    with pytest.raises(UnauthenticatedError):
        await operator(register.ports, "tester")


class Recorder:
    """A log in a list; what operators decided is the real one's."""

    def __init__(self, real: LedgerPort) -> None:
        self.read_operations = real.read_operations
        self.entries: list[Entry] = []
        self.outcomes: dict[EntryId, str] = {}
        self.is_available = True

    async def intend(self, entries: Sequence[Entry], charges: Sequence[Charge] = ()) -> None:
        assert charges == (), "an import is no officer's use of a budget"
        if not self.is_available:
            raise LogUnavailableError("the disk is full")
        self.entries += entries

    async def settle(self, write: EntryId, outcome: str) -> None:
        self.outcomes[write] = outcome

    async def append(self, entries: Sequence[Entry], charges: Sequence[Charge] = ()) -> None:
        del charges
        raise AssertionError(f"an import only writes, and this appends {entries}")

    def open_intents(self) -> Sequence[EntryId]:
        return [entry.write for entry in self.entries if entry.write and entry.write not in self.outcomes]


def one_residence(city: Path, **person: Any) -> dict[str, list[Row]]:
    room = rows_of(city, "room")[0]["id"]
    identifier = private_id()
    return {
        "person": [{"id": identifier, "isProtected": "false", **person}],
        "residence": [fact(of=identifier, role="MAIN", **{"in": room})],
    }


async def test_who_has_no_room_and_who_is_protected_lead_to_the_street(
    register: Register, city: Path, tmp_path: Path
) -> None:
    """A community stands for its street. The room of who is protected, and who let it, are the vault's alone."""
    room = rows_of(city, "room")[0]
    units = {row["code"]: row["id"] for row in rows_of(city, "admin_unit")}
    landlord = next(row["id"] for row in rows_of(city, "landlord"))
    files: dict[str, list[Row]] = {"person": [], "residence": [], "tenancy": []}
    for protected, homeless in ((False, False), (False, True), (True, False), (True, True)):
        person = private_id()
        files["person"].append({"id": person, "isProtected": str(protected).lower()})
        unit = units[room["unitCode"]] if homeless else ""
        home = {"in": "" if homeless else room["id"], "inUnit": unit}
        files["residence"].append(fact(of=person, role="MAIN", **home))
        if not homeless:
            files["tenancy"].append(fact(to=person, lets=room["id"], grantedBy=landlord, inUnit=""))
    reports = await register.bring_in(write_files(tmp_path / "files", files), tmp_path / "rejects")
    assert [report.rejected for report in reports] == [0, 0, 0]
    facts = [row["fact"] for row in (*files["residence"], *files["tenancy"])]
    street = ["AdminUnit", room["unitCode"][:9], 0]
    assert await register.ask("homes", facts=facts) == [
        [facts[0], "Room", None, 0],
        [facts[1], *street],
        [facts[2], *street],
        [facts[3], *street],
        [facts[4], "Room", None, 1],
        [facts[5], *street],
    ]
    hidden = PersonId(files["person"][2]["id"])
    assert register.ports.vault.places(hidden) == {f"{facts[2]} 1": room["id"], f"{facts[5]} 1": room["id"]}
    assert {item.landlord for item in register.ports.vault.standing(hidden).places} == {None, landlord}


async def test_every_subject_has_an_entry_and_the_commit_carries_it(
    register: Register, city: Path, tmp_path: Path
) -> None:
    files = one_residence(city)
    log = Recorder(register.ports.ledger)
    ports = replace(register.ports, ledger=log)
    await register.bring_in(write_files(tmp_path / "files", files), tmp_path / "rejects", ports=ports)
    person = files["person"][0]["id"]
    assert [(entry.subject, entry.operation, entry.officer) for entry in log.entries] == [
        (person, "import Person", "operator:tester"),
        (person, "import Residence", "operator:tester"),
    ]
    writes = sorted(entry.write or "" for entry in log.entries)
    assert log.outcomes == dict.fromkeys(writes, "committed")
    assert await register.ask("writes", entries=writes) == [[write] for write in writes]


@pytest.mark.parametrize(
    ("error", "outcomes"),
    [(ConflictError("it does not fit"), ["rolled_back"]), (OutcomeUnknownError("the connection was lost"), [])],
    ids=["refused", "unknown"],
)
async def test_what_the_graph_did_not_take_is_said_and_what_nobody_knows_stays_open(
    register: Register, city: Path, tmp_path: Path, error: DomicileError, outcomes: list[str]
) -> None:
    files = one_residence(city)
    log = Recorder(register.ports.ledger)
    graph = Failing(register.ports.graph, error, "write")
    folder = write_files(tmp_path / "files", files)
    with pytest.raises(type(error)):
        await register.bring_in(folder, tmp_path / "rejects", ports=replace(register.ports, ledger=log, graph=graph))
    assert [entry.subject for entry in log.entries] == [files["person"][0]["id"]]
    assert list(log.outcomes.values()) == outcomes
    assert len(log.open_intents()) == 1 - len(outcomes)


async def test_without_the_log_nothing_goes_in(register: Register, city: Path, tmp_path: Path) -> None:
    files = one_residence(city)
    log = Recorder(register.ports.ledger)
    log.is_available = False
    folder = write_files(tmp_path / "files", files)
    with pytest.raises(LogUnavailableError) as caught:
        await register.bring_in(folder, tmp_path / "rejects", ports=replace(register.ports, ledger=log))
    assert caught.value.code is Code.LOG_UNAVAILABLE
    assert await register.ask("find", ids=[files["person"][0]["id"], files["residence"][0]["fact"]]) == []
