"""`domicile log show`, as an officer of the data-protection office types it; and what the resident sees of it."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from hub.audit_log import Ledger
from hub.policy.rules import shipped_rules
from hub.settings import Settings
from tests.access.log import watching
from tests.case.counter import Resident, officers, opened
from tests.policy.writing import put_in_force
from tests.support.beside import hub_beside
from tests.support.command import Said, run, started
from tests.support.hub import Hub, Who
from tests.support.store import City, where_its_graph_is

_OBJECT = "mutation O($input: ObjectToAccessInput!) { objectToAccess(input: $input) { objection { case } } }"
_OBJECT_TO_PROCESSING = (
    "mutation P($input: ObjectToProcessingInput!) { objectToProcessing(input: $input) { objection { case } } }"
)
_ACCEPT = "mutation Accept($case: String!) { acceptCase(case: $case) { number } }"
_DEPUTY = "mutation Deputy($input: NameDeputyInput!) { nameDeputy(input: $input) { number } }"
_ANSWER = "mutation A($input: AnswerObjectionInput!) { answerObjection(input: $input) { objection { case } } }"
_CLOSE = "mutation Close($case: String!) { closeCase(case: $case) { number } }"
_READ = "query Read($number: String!) { case(number: $number) { subject { birthDate } } }"
_LOG = "{ me { accessLog(first: 50) { nodes { number client action operation purpose case fieldGroups record } } } }"


@pytest.fixture
def own_clerk(any_clerks: Iterator[Who]) -> Who:
    """Somebody at an office who reads; here it is no matter who else they serve."""
    return next(any_clerks)


@pytest.fixture(scope="session")
def protectors(city: City) -> list[Who]:
    """The two officers of the city's data-protection office."""
    return officers(city, "data-protection", "objection", level=4)


def _show(hub: Hub, who: Who, *arguments: str, how: Any = run) -> Said:
    said: Said = how("log", "show", *arguments, home=hub.settings.home, environment={"DOMICILE_TOKEN": hub.token(who)})
    return said


def _lines(said: Said) -> list[dict[str, Any]]:
    assert (said.code, said.error) == (0, "")
    return [json.loads(line) for line in said.out.splitlines()]


def _log(hub: Hub, resident: Resident) -> list[dict[str, Any]]:
    answer = hub.ask(resident.who, _LOG)
    assert answer.errors == []
    nodes: list[dict[str, Any]] = answer.data["me"]["accessLog"]["nodes"]
    return nodes


def _contest(hub: Hub, resident: Resident, clerk: Who) -> tuple[int, str]:
    """The number of a clerk's read on the resident's log, and of the case in which it is objected to."""
    hub.ask(clerk, _READ, {"number": opened(hub, clerk, resident)})
    entry = next(item["number"] for item in _log(hub, resident) if item["operation"] == "Read")
    answer = hub.ask(resident.who, _OBJECT, {"input": {"entry": entry, "reason": "不知道是谁"}})
    return entry, answer.data["objectToAccess"]["objection"]["case"]


@pytest.fixture
def held(hub: Hub, somebody: Resident, own_clerk: Who, protectors: list[Who]) -> tuple[int, str]:
    """An objection to a clerk's read, which the first protector has taken up: the entry's number, and the case's."""
    entry, number = _contest(hub, somebody, own_clerk)
    assert hub.ask(protectors[0], _ACCEPT, {"case": number}).errors == []
    return entry, number


def test_the_entry_objected_to_is_shown_and_no_other(
    hub: Hub, somebody: Resident, own_clerk: Who, protectors: list[Who], held: tuple[int, str]
) -> None:
    entry, number = held
    (shown,) = _lines(_show(hub, protectors[0], "--case", number, how=started))
    own = next(item for item in _log(hub, somebody) if item["number"] == entry)
    assert {name: shown[name] for name in ("number", "client", "action", "operation", "purpose", "case")} == {
        "number": entry,
        "client": "registration",
        "action": "READ",
        "operation": "Read",
        "purpose": "resident-registration",
        "case": own["case"],
    }
    assert shown["fieldGroups"] == ["CASE", "PERSON_BIRTH"]
    assert shown["office"] == own_clerk.office
    assert shown["officer"] == json.loads(own["record"])["entry"]["officer"]
    assert "officerSubject" not in shown


def test_the_resident_sees_the_look_and_which_entry_it_was_at(
    hub: Hub, somebody: Resident, protectors: list[Who], held: tuple[int, str]
) -> None:
    entry, number = held
    _lines(_show(hub, protectors[0], "--case", number))
    newest = _log(hub, somebody)[0]
    assert (newest["client"], newest["action"], newest["operation"]) == ("data-protection", "READ", "log show")
    assert (newest["purpose"], newest["case"]) == ("objection", number)
    assert newest["fieldGroups"] == ["ACCESS_LOG", "OBJECTION"]
    assert json.loads(newest["record"])["entry"]["extra"] == {"entries": str(entry)}


def test_the_officer_is_named_on_demand_which_the_resident_sees_too(
    hub: Hub, somebody: Resident, own_clerk: Who, protectors: list[Who], held: tuple[int, str]
) -> None:
    _, number = held
    (shown,) = _lines(_show(hub, protectors[0], "--case", number, "--resolve"))
    assert shown["officerSubject"] == own_clerk.subject
    assert _log(hub, somebody)[0]["operation"] == "log show --resolve"


def test_a_deputy_sees_it_as_the_holder_does(hub: Hub, protectors: list[Who], held: tuple[int, str]) -> None:
    holder, deputy = protectors
    entry, number = held
    assert _show(hub, deputy, "--case", number).code == 1
    assert hub.ask(holder, _DEPUTY, {"input": {"case": number, "officer": deputy.subject}}).errors == []
    (shown,) = _lines(_show(hub, deputy, "--case", number))
    assert shown["number"] == entry


def test_of_a_processing_objected_to_the_entries_for_that_purpose_are_shown(
    hub: Hub, somebody: Resident, own_clerk: Who, protectors: list[Who]
) -> None:
    case = opened(hub, own_clerk, somebody)
    for _ in range(2):
        hub.ask(own_clerk, _READ, {"number": case})
    expected = [item["number"] for item in _log(hub, somebody) if item["purpose"] == "resident-registration"]
    given = {"input": {"purpose": "resident-registration", "reason": "不同意"}}
    answer = hub.ask(somebody.who, _OBJECT_TO_PROCESSING, given)
    number = answer.data["objectToProcessing"]["objection"]["case"]
    hub.ask(protectors[0], _ACCEPT, {"case": number})
    shown = _lines(_show(hub, protectors[0], "--case", number))
    assert [item["number"] for item in shown] == expected
    assert len(expected) >= 3
    assert {item["purpose"] for item in shown} == {"resident-registration"}


def test_whose_case_it_is_not_gets_what_nobody_gets(
    hub: Hub, somebody: Resident, own_clerk: Who, protectors: list[Who]
) -> None:
    """Unknown, waiting for anybody, and another officer's: the same words, nothing shown, and the resident sees who tried."""
    _, number = _contest(hub, somebody, own_clerk)
    unknown = _show(hub, protectors[1], "--case", "AAAAAAAAAAAA")
    assert unknown.code == 1
    assert "CASE_REQUIRED: " in unknown.error
    with watching(hub, somebody.person) as log:
        assert _show(hub, protectors[1], "--case", number) == unknown
        hub.ask(protectors[0], _ACCEPT, {"case": number})
        assert _show(hub, protectors[1], "--case", number, "--resolve") == unknown
    denials = [entry for entry in log.entries(somebody.person) if entry["action"] == "deny"]
    assert [(entry["client"], entry["operation"], entry["rule"]) for entry in denials] == [
        ("data-protection", "log show", "CASE_REQUIRED"),
        ("data-protection", "log show --resolve", "CASE_REQUIRED"),
    ]


def test_once_it_is_answered_or_closed_nothing_is_shown(hub: Hub, protectors: list[Who], held: tuple[int, str]) -> None:
    _, number = held
    given = {"case": number, "outcome": "REJECTED", "statement": "依法登记。"}
    assert hub.ask(protectors[0], _ANSWER, {"input": given}).errors == []
    answered = _show(hub, protectors[0], "--case", number)
    assert (answered.code, answered.out) == (1, "")
    assert "CASE_CLOSED: the objection" in answered.error
    assert hub.ask(protectors[0], _CLOSE, {"case": number}).errors == []
    closed = _show(hub, protectors[0], "--case", number)
    assert (closed.code, closed.out) == (1, "")
    assert "CASE_CLOSED: the case" in closed.error


def test_what_the_policy_closes_to_the_office_is_not_shown(
    prepared: Settings, tmp_path: Path, somebody: Resident, own_clerk: Who, protectors: list[Who]
) -> None:
    """A city may close what ships open; the command asks no document in which the policy would close a field."""
    shipped = shipped_rules()["data-protection"]
    with hub_beside(prepared, tmp_path / "home") as own_hub:
        _, number = _contest(own_hub, somebody, own_clerk)
        assert own_hub.ask(protectors[0], _ACCEPT, {"case": number}).errors == []
        put_in_force(own_hub, "data-protection", shipped.replace(', FieldGroup::"OBJECTION"', ""))
        with watching(own_hub, somebody.person) as log:
            environment = {"DOMICILE_TOKEN": own_hub.token(protectors[0]), **where_its_graph_is(own_hub.settings)}
            said = run(
                "log", "show", "--case", number, "--resolve", home=own_hub.settings.home, environment=environment
            )
        assert (said.code, said.out) == (1, "")
        assert "FIELD_NOT_ALLOWED: the case" in said.error
        assert [(entry["action"], entry["rule"]) for entry in log.entries(somebody.person)] == [
            ("deny", "FIELD_NOT_ALLOWED")
        ]


def test_other_departments_and_residents_are_refused(
    hub: Hub, somebody: Resident, own_clerk: Who, held: tuple[int, str]
) -> None:
    for who in (own_clerk, somebody.who):
        for arguments in (("--case", held[1]), ("--sample", "1")):
            said = _show(hub, who, *arguments)
            assert (said.code, said.out) == (1, "")
            assert "PURPOSE_NOT_ALLOWED: " in said.error


def test_whoever_left_the_office_is_refused_at_once(hub: Hub, protectors: list[Who], held: tuple[int, str]) -> None:
    made_up = Who("data-protection", "nobody-there", protectors[0].office)
    for arguments in (("--case", held[1]), ("--sample", "1")):
        assert "UNAUTHENTICATED: " in _show(hub, made_up, *arguments).error


def test_a_sample_is_for_an_office(hub: Hub, protectors: list[Who]) -> None:
    said = _show(hub, Who("data-protection", protectors[0].subject), "--sample", "1")
    assert (said.code, said.out) == (1, "")
    assert "UNAUTHENTICATED: the token has no `office`" in said.error


@pytest.mark.parametrize("arguments", [(), ("--case", "R", "--sample", "1"), ("--sample", "1", "--resolve")])
def test_it_is_a_case_or_a_sample(hub: Hub, protectors: list[Who], arguments: tuple[str, ...]) -> None:
    assert _show(hub, protectors[0], *arguments).code == 2


# ── a sample ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _persons(hub: Hub, sequences: list[int]) -> dict[int, str]:
    """Whom these entries are about: what the test knows by the keys, and the officer does not."""
    ledger = hub.ports.ledger
    assert isinstance(ledger, Ledger)
    placed = hub.run(ledger.read_at(sequences))
    persons = hub.ports.vault.persons_behind({item.subject for item in placed})
    return {item.record.sequence: persons[item.subject] for item in placed}


@pytest.mark.parametrize("size", ["0", "-1", "21"])
def test_a_sample_has_a_size_that_one_can_look_at(hub: Hub, protectors: list[Who], size: str) -> None:
    said = _show(hub, protectors[0], f"--sample={size}")
    assert (said.code, said.out) == (1, "")
    assert "VALIDATION_FAILED: a sample has 1 to 20 entries" in said.error


def test_a_sample_shows_what_offices_did_and_nobody(hub: Hub, protectors: list[Who]) -> None:
    """Drawn by a checkpoint, once a day; each person whose entry was looked at has an entry that says so."""
    (auditor, _) = protectors
    head, *shown = _lines(_show(hub, auditor, "--sample", "5"))
    assert len(shown) == 5
    assert set(shown[0]) == {
        *("sequence", "at", "action", "outcome", "client", "department", "office"),
        *("purpose", "legalBasis", "fieldGroups", "operation", "rule"),
    }
    assert all(item["client"] not in {"", "resident"} for item in shown)
    sequences = [item["sequence"] for item in shown]
    seed = b"domicile/audit/sample/v1\n" + bytes.fromhex(head["root"])
    places = [
        int.from_bytes(sha256(seed + number.to_bytes(8, "big")).digest(), "big") % head["checkpoint"]
        for number in range(250)
    ]
    order = [places.index(sequence) for sequence in sequences]
    assert order == sorted(order)  # nothing but the checkpoint decides, in the order in which it does
    for person in set(_persons(hub, sequences).values()):
        newest = hub.run(hub.ports.ledger.read_subject(person))[-1].entry  # type: ignore[arg-type]
        assert (newest["client"], newest["action"], newest["purpose"]) == ("data-protection", "read", "access-audit")
        assert newest["extra"]["checkpoint"] == str(head["checkpoint"])
    again = _show(hub, auditor, "--sample", "1")
    assert (again.code, again.out) == (1, "")
    assert "CONFLICT: you have drawn a sample today" in again.error


def test_of_two_samples_at_once_one_is_shown(hub: Hub, protectors: list[Who], prepared: Settings) -> None:
    auditor = protectors[1]
    command = ("log", "show", "--sample", "1")
    environment = {"DOMICILE_TOKEN": hub.token(auditor)}
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(started, *command, home=prepared.home, environment=environment) for _ in range(2)]
    said = sorted((future.result() for future in both), key=lambda item: item.code)
    assert [item.code for item in said] == [0, 1]
    assert "CONFLICT: you have drawn a sample today" in said[1].error
