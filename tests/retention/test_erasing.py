"""Retention: what is past its term goes, whole and logged; what is not, stays; and a fault in between is settled."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hub.audit_log import Ledger, Record
from hub.graph.driver import Rows
from hub.jobs.intake.openings import Intake
from hub.jobs.retention import Due, count_due
from hub.policy.retention import Period, schedule
from hub.vault import Vault
from loaders.retention import persons_statement
from model.errors import DomicileError, GraphUnavailableError, LogUnavailableError
from model.groups import FieldGroup
from model.ids import PersonId, new_private_id
from model.standing import Disclosure, Place, Protection, Standing
from model.times import as_instant_text
from tests.access.log import NOBODY, watching
from tests.interference.files import write_files
from tests.retention.conftest import Run, caller_of
from tests.retention.making import PERSONAL, TODAY, Life, ask, everything, join, left_of, live, years_ago
from tests.support.command import run
from tests.support.faults import breakable_hub
from tests.support.hub import Hub, Who

GONE = years_ago(6)


def _records(hub: Hub, person: PersonId) -> list[Record]:
    ledger = hub.ports.ledger
    assert isinstance(ledger, Ledger)
    return hub.run(ledger.read_subject(person))


def _destroyed(hub: Hub, person: PersonId) -> bool:
    assert isinstance(hub.ports.vault, Vault)
    return hub.ports.vault.destroyed_at(person) is not None


# ── whole records ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_whoever_moved_away_long_ago_goes_with_everything_of_every_kind(hub: Hub, run_retention: Run) -> None:
    """Made from the model: a new personal kind is in it by itself."""
    life = everything(hub, GONE)
    assert life.keys.keys() == {kind.label for kind in PERSONAL}
    other = live(hub, "PersonDetails", "Residence")
    join(hub, "Household", life.keys["Household"], "MEMBER", other.person)
    run_retention(hub)
    assert left_of(hub, life) == ["Household"]
    assert ask(hub, "members", fact=life.keys["Household"])[0][0] == [other.person]
    assert left_of(hub, other) == ["Person", "PersonDetails", "Residence"]
    assert (_destroyed(hub, life.person), _destroyed(hub, other.person)) == (True, False)


def test_an_erasure_is_an_entry_of_the_person_and_leaves_a_dated_tombstone(
    hub: Hub, run_retention: Run, office_clerk: Who
) -> None:
    run_retention(hub)  # others that are due go now, and are not counted below
    life = live(hub, "PersonDetails", "Residence", left=GONE)
    before = len(ask(hub, "tombstones"))
    run_retention(hub)
    (record,) = _records(hub, life.person)
    entry = record.entry
    assert (record.outcome, entry["action"], entry["operation"]) == ("committed", "write", "retention record")
    assert (entry["purpose"], entry["legalBasis"], entry["office"]) == ("retention", "A6-1-c", office_clerk.office)
    assert "PERSON_NAME" in entry["groups"]
    stones = ask(hub, "tombstones")
    assert len(stones) == before + 1
    assert {frozenset(properties) for properties, _ in stones} == {frozenset({"id", "erasedOn"})}
    assert {edges for _, edges in stones} == {0}
    ledger = hub.ports.ledger
    assert isinstance(ledger, Ledger)
    assert ledger.verify().problems == ()


def test_the_evidence_of_a_household_goes_with_the_one_under_whose_key_it_lies(hub: Hub, run_retention: Run) -> None:
    """The others would open it as their own, and find it altered."""
    lives = sorted((live(hub, "Residence", left=GONE), live(hub, "Residence")), key=lambda item: item.person)
    first, second = lives
    home = live(hub, "Household", "Residence", left=GONE)
    for life in lives:
        join(hub, "Household", home.keys["Household"], "MEMBER", life.person)
    run_retention(hub)
    ((members, has_evidence),) = ask(hub, "members", fact=home.keys["Household"])
    stays = second if left_of(hub, second) else first
    assert members == [stays.person]
    assert has_evidence is (stays.person < home.person and stays is first)


@pytest.mark.parametrize(
    "held",
    [
        {"Residence": {"validTo": years_ago(4.9)}},
        {"Employment": {"validTo": TODAY + timedelta(days=3)}},
        {"Tenancy": {"validTo": TODAY + timedelta(days=3)}},
        {"Representation": {"validTo": TODAY + timedelta(days=3)}},
        {"Case": {"state": "OPEN", "endsAt": datetime.now(UTC) + timedelta(days=1)}},
    ],
    ids=lambda held: next(iter(held)),
)
def test_whoever_has_something_here_stays(hub: Hub, run_retention: Run, held: dict[str, Any]) -> None:
    life = live(hub, "PersonDetails", "Residence", *held, left=GONE, **held)
    run_retention(hub)
    assert "Person" in left_of(hub, life)
    assert not _destroyed(hub, life.person)


def test_moving_back_ends_it(hub: Hub, run_retention: Run) -> None:
    back = live(hub, "PersonDetails", "Residence", left=GONE)
    again = live(hub, "Residence")
    join(hub, "Residence", again.keys["Residence"], "OF", back.person)
    run_retention(hub)
    assert left_of(hub, back) == ["Person", "PersonDetails", "Residence"]


# ── rows of the schedule ─────────────────────────────────────────────────────────────────────────────────────────────


def _instant(day: date) -> Any:
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


def _closed(day: date) -> dict[str, Any]:
    return {"state": "CLOSED", "closedAt": _instant(day), "endsAt": _instant(day)}


@pytest.mark.parametrize(
    ("row", "labels", "on", "years"),
    [
        ("past-facts", ["PersonDetails"], lambda day: {"PersonDetails": {"validTo": day}}, 10),
        ("past-facts", ["IdentityDocument"], lambda day: {"IdentityDocument": {"recordedTo": _instant(day)}}, 10),
        ("past-facts", ["Household"], lambda day: {"Household": {"validTo": day}}, 10),
        ("representation", ["Representation"], lambda day: {"Representation": {"validTo": day}}, 3),
        (
            "consents",
            ["Case", "ConsentGrant"],
            lambda day: {"ConsentGrant": {"validTo": day}, "Case": _closed(TODAY)},
            3,
        ),
        ("cases", ["Case", "Certificate", "Objection", "ObjectionAnswer"], lambda day: {"Case": _closed(day)}, 5),
        ("cases", ["Case", "Refusal", "Appeal", "AppealAnswer"], lambda day: {"Case": _closed(day)}, 5),
        (
            "limits",
            ["Restriction", "TransferBlock"],
            lambda day: {label: {"liftedAt": _instant(day)} for label in ("Restriction", "TransferBlock")},
            5,
        ),
        ("notices", ["Notice", "Delivery"], lambda day: {"Notice": {"at": _instant(day)}}, 2),
        (
            "codes",
            ["CounterCode", "LinkingCode"],
            lambda day: {label: {"expiresAt": _instant(day)} for label in ("CounterCode", "LinkingCode")},
            1 / 365.25,
        ),
        ("codes", ["PasskeyChallenge"], lambda day: {"PasskeyChallenge": {"expiresAt": _instant(day)}}, 1 / 365.25),
        ("proofs", ["ReceiptCard"], lambda day: {"ReceiptCard": {"revokedAt": _instant(day)}}, 1),
        (
            "proofs",
            ["Passkey", "SignIn"],
            lambda day: {"Passkey": {"revokedAt": _instant(day)}, "SignIn": {"endedAt": _instant(day)}},
            1,
        ),
    ],
)
def test_what_is_past_its_term_goes_and_what_is_not_stays(
    hub: Hub, run_retention: Run, row: str, labels: list[str], on: Callable[[date], dict[str, Any]], years: float
) -> None:
    over = live(hub, "Residence", *labels, **on(years_ago(years) - timedelta(days=3)))
    not_yet = live(hub, "Residence", *labels, **on(years_ago(years) + timedelta(days=3)))
    went = run_retention(hub)
    assert left_of(hub, over) == [*(["Case"] if row == "consents" else []), "Person", "Residence"]
    assert left_of(hub, not_yet) == sorted(["Person", "Residence", *labels])
    assert went[row] >= len(labels) - (row == "consents")
    (record,) = _records(hub, over.person)
    assert (record.outcome, record.entry["operation"]) == ("committed", f"retention {row}")
    assert _records(hub, not_yet.person) == []


@pytest.mark.parametrize("is_open", [False, True])
def test_where_a_protected_person_lived_goes_with_the_fact(
    hub: Hub, run_retention: Run, monkeypatch: pytest.MonkeyPatch, *, is_open: bool
) -> None:
    """The vault knows the room as long as there is the residence. While files bring facts in it knows of them before the graph."""

    async def intake(_: Any) -> Intake:
        return Intake(mark="", is_open=is_open)

    monkeypatch.setattr("hub.jobs.retention.intake_of", intake)
    vault, over = hub.ports.vault, {"validTo": years_ago(10) - timedelta(days=3)}
    life = live(hub, "Residence", "Tenancy", Tenancy=over)
    home, gone = (Place(fact=life.keys[label], version=1, room=label) for label in ("Residence", "Tenancy"))
    vault.keep({life.person: Standing(protections=(Protection(id=new_private_id()),)).at([home, gone])})
    run_retention(hub)
    assert left_of(hub, life) == ["Person", "Residence"]
    assert set(vault.places(life.person).values()) == ({"Residence", "Tenancy"} if is_open else {"Residence"})
    vault.keep({life.person: Standing()})


def test_what_the_vault_keeps_of_a_protection_goes_when_it_is_past_its_term(hub: Hub, run_retention: Run) -> None:
    """A protection after its end, what was asked in a case with that case; each with an entry. What is in force stays."""
    over, vault = years_ago(5) - timedelta(days=3), hub.ports.vault
    old = live(hub, "Residence", "Case", Case=_closed(over))
    not_yet = live(hub, "Residence", "Case", Case=_closed(years_ago(5) + timedelta(days=3)))
    ended = Protection(id=new_private_id(), since=_text(GONE), until=_text(over))
    lasting = Protection(id=new_private_id())
    for life in (old, not_yet):
        asked = Disclosure(id=new_private_id(), case=_number(hub, life), asked_at=_text(GONE), reason=b"x")
        vault.keep({life.person: Standing(protections=(ended, lasting), disclosures=(asked,))})
    went = run_retention(hub)
    assert vault.standing(old.person) == Standing(protections=(lasting,))
    assert len(vault.standing(not_yet.person).disclosures) == 1
    assert vault.protected([old.person]) == {old.person}
    assert (went["limits"] >= 2, went["rights"] >= 1) == (True, True)
    assert {record.entry["operation"] for record in _records(hub, old.person)} >= {
        "retention limits",
        "retention rights",
    }
    vault.keep({old.person: Standing(), not_yet.person: Standing()})


def _text(day: date) -> str:
    return as_instant_text(_instant(day))


def _number(hub: Hub, life: Life) -> str:
    ((number,),) = ask(hub, "number", case=life.keys["Case"])
    return str(number)


def test_a_permit_in_force_keeps_its_case(hub: Hub, run_retention: Run) -> None:
    life = live(hub, "Residence", "Case", "ResidencePermit", Case=_closed(GONE))
    run_retention(hub)
    assert left_of(hub, life) == ["Case", "Person", "Residence", "ResidencePermit"]


def test_contacts_that_ended_and_channels_of_who_moved_away_go_at_once(hub: Hub, run_retention: Run) -> None:
    ended = live(hub, "Residence", "DeclaredContact", "NoticeChannel", DeclaredContact={"validTo": TODAY})
    left = live(hub, "Residence", "DeclaredContact", "NoticeChannel", left=TODAY - timedelta(days=2))
    run_retention(hub)
    assert left_of(hub, ended) == ["NoticeChannel", "Person", "Residence"]
    assert left_of(hub, left) == ["DeclaredContact", "Person", "Residence"]


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _said(lines: str) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in lines.splitlines())


def test_a_dry_run_says_numbers_by_the_row_changes_nothing_and_is_about_nobody(
    hub: Hub, run_retention: Run, office_clerk: Who
) -> None:
    run_retention(hub)
    lives = [live(hub, "Residence", left=GONE) for _ in range(12)]
    with watching(hub, *(life.person for life in lives)) as log:
        said = run("retention", "--dry-run", home=hub.settings.home, token=hub.token(office_clerk))
    assert (said.code, said.error) == (0, "")
    lines = _said(said.out)
    assert lines["record"] == "would go, about 10 persons (5 years from moved away)"
    assert lines["notices"] == "would go, under 10 persons (2 years from told)"
    assert list(lines) == [
        "record", "past-facts", "representation", "contacts", "means-of-contact", "consents", "cases", "objections",
        "rights", "limits", "notices", "codes", "proofs", "access-log",
    ]  # fmt: skip
    assert not any(life.person in said.out for life in lives)
    assert all(left_of(hub, life) for life in lives)
    assert [log.entries(life.person) for life in lives] == [[]] * 12
    (entry,) = log.entries(NOBODY)
    assert (entry["action"], entry["operation"], entry["extra"]) == ("read", "retention --dry-run", {"about": "nobody"})
    assert log.count == 1


def test_the_command_erases_and_a_second_run_finds_nothing(hub: Hub, office_clerk: Who) -> None:
    lives = [live(hub, "Residence", left=GONE) for _ in range(3)]
    token = hub.token(office_clerk)
    first = run("retention", home=hub.settings.home, token=token)
    assert (first.code, first.error) == (0, "")
    assert _said(first.out)["record"].startswith("erased, under 10 persons (")
    assert [left_of(hub, life) for life in lives] == [[], [], []]
    second = run("retention", home=hub.settings.home, token=token)
    assert {line.split(" persons")[0] for line in _said(second.out).values()} == {"erased, under 10"}
    assert [len(_records(hub, life.person)) for life in lives] == [1, 1, 1]


def test_only_the_citys_registration_office_may(hub: Hub, clerk: Who, inspector: Who) -> None:
    life = live(hub, "Residence", left=GONE)
    for who, code in ((clerk, "UNAUTHENTICATED"), (inspector, "PURPOSE_NOT_ALLOWED")):
        for how in ([], ["--dry-run"]):
            said = run("retention", *how, home=hub.settings.home, token=hub.token(who))
            assert (said.code, said.out) == (1, "")
            assert code in said.error
    assert left_of(hub, life) == ["Person", "Residence"]


def test_an_import_leaves_out_who_was_erased_and_goes_on(
    hub: Hub, run_retention: Run, office_clerk: Who, tmp_path: Path
) -> None:
    life, other = live(hub, "Residence", left=GONE), new_private_id()
    run_retention(hub)
    rows = [{"id": person, "isProtected": "false"} for person in (life.person, other)]
    folder = write_files(tmp_path / "rows", {"person": rows})
    arguments = [str(folder), "--rejects", str(tmp_path / "rejects")]
    said = run("import", *arguments, home=hub.settings.home, token=hub.token(office_clerk))
    assert said.code == 3
    (line,) = (tmp_path / "rejects" / "person.rejects.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert line.startswith("1,id,CONFLICT,")
    assert "must not be that of a record that was erased" in line
    assert ask(hub, "left", keys=[life.person, other]) == [["Person", other]]


# ── the log ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_entries_go_at_their_own_term_those_of_erased_persons_too(
    hub: Hub, run_retention: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = live(hub, "Residence", left=GONE)
    run_retention(hub)
    (record,) = _records(hub, life.person)
    assert record.record is not None
    row = schedule()["access-log"]
    shorter = {**schedule(), "access-log": row.model_copy(update={"erased_after": Period.parse("0 days")})}
    monkeypatch.setattr("hub.jobs.retention.schedule", lambda: shorter)
    monkeypatch.setattr("model.limits.RETENTION_PERSONS_PER_BATCH", 5_000)  # the city's own entries go with it
    monkeypatch.setattr("hub.jobs.retention._log_term", lambda erasing, _row: erasing.author.at)
    assert run_retention(hub)["access-log"] >= 1
    erased, said = _records(hub, life.person)
    assert (erased.record, erased.salt, erased.erased_at is not None) == (None, None, True)
    assert (said.entry["action"], said.entry["extra"]["erased"]) == ("erase", "1")
    ledger = hub.ports.ledger
    assert isinstance(ledger, Ledger)
    assert ledger.verify().problems == ()


# ── faults ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_counting_waits_for_its_entry(hub: Hub, office_clerk: Who) -> None:
    async def work(broken: Hub) -> list[Due]:
        caller = await caller_of(hub, office_clerk)
        return await count_due(broken.ports, caller, time_zone=ZoneInfo(hub.settings.time_zone))

    with breakable_hub(hub.settings) as broken:
        broken.break_port("ledger", _FULL, "append")
        with pytest.raises(LogUnavailableError):
            broken.run(work(broken))


class Late:
    """A graph whose answer to one question is from before: what was due then is given again."""

    def __init__(self, real: Any, question: str, rows: Any) -> None:
        self._real, self._question, self._rows = real, question, rows

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    async def read(self, text: str, *arguments: Any, **others: Any) -> Any:
        return self._rows if text == self._question else await self._real.read(text, *arguments, **others)


def test_who_came_back_in_between_stays_and_the_log_says_that_nothing_went(hub: Hub, run_retention: Run) -> None:
    """However often it is tried: then it is said."""
    run_retention(hub)
    life = everything(hub, GONE)
    question = persons_statement("record")
    with breakable_hub(hub.settings) as late:
        due = Rows(columns=("person",), values=[[life.person]], counters={})
        object.__setattr__(late.ports, "graph", Late(late.ports.graph, question, due))
        assert ask(hub, "move_back", person=life.person, day=TODAY.isoformat()) == [[1]]
        with pytest.raises(DomicileError, match="records changed while they were to be erased"):
            run_retention(late)
    tried = [record for record in _records(hub, life.person) if record.entry["operation"] == "retention record"]
    assert [record.outcome for record in tried] == ["rolled_back"] * 3
    assert left_of(hub, life)
    assert not _destroyed(hub, life.person)


@dataclass(frozen=True)
class Fault:
    """Which call of which port fails, before or after it was made, and whether the person is erased all the same."""

    port: str
    call: str
    error: DomicileError
    is_late: bool
    is_erased: bool


_FULL, _SILENT = LogUnavailableError("the log is full"), GraphUnavailableError("no answer")
_UNWRITTEN = DomicileError("the key store can't be written")


@pytest.mark.parametrize(
    "fault",
    [
        Fault("ledger", "intend", _FULL, is_late=False, is_erased=False),
        Fault("ledger", "intend", _FULL, is_late=True, is_erased=False),
        Fault("graph", "write", _SILENT, is_late=False, is_erased=False),
        Fault("graph", "write", _SILENT, is_late=True, is_erased=True),
        Fault("vault", "destroy", _UNWRITTEN, is_late=False, is_erased=True),
        Fault("vault", "destroy", _UNWRITTEN, is_late=True, is_erased=True),
        Fault("ledger", "settle", _FULL, is_late=False, is_erased=True),
        Fault("ledger", "settle", _FULL, is_late=True, is_erased=True),
    ],
    ids=lambda fault: f"{fault.call}-{'after' if fault.is_late else 'before'}",
)
def test_a_fault_between_two_steps_is_settled_at_the_next_start(hub: Hub, run_retention: Run, fault: Fault) -> None:
    run_retention(hub)  # what others left would go in a batch of its own, before this one
    life = everything(hub, GONE)
    with breakable_hub(hub.settings) as broken:
        broken.break_port(fault.port, fault.error, fault.call, is_late=fault.is_late)
        with pytest.raises(type(fault.error)):
            run_retention(broken)
    with Hub(hub.settings) as again:
        records = _records(again, life.person)
        assert {record.outcome for record in records} <= {"committed", "rolled_back"}
        assert _destroyed(again, life.person) is fault.is_erased
        assert bool(left_of(again, life)) is not fault.is_erased
        if not fault.is_erased:
            assert again.ports.vault.seal(life.person, FieldGroup.PERSON_NAME, {"fullName": "x"})
            run_retention(again)
        assert left_of(again, life) == []
        assert _destroyed(again, life.person)
        assert _records(again, life.person)[-1].outcome == "committed"
