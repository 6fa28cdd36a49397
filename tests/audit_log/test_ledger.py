"""What is appended is durable, in order, in two chains; what is read back says who looked, under keyed names."""

import asyncio
import hashlib
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
import rfc8785
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pydantic import SecretStr

from hub.audit_log import Ledger, limits, writer
from hub.audit_log.record import draft, placed
from hub.settings import Settings
from hub.vault import Vault
from model.errors import ConflictError, LogUnavailableError, SetupError, ValidationFailedError
from tests.audit_log.conftest import Execute
from tests.audit_log.entries import entry, only_sqlite, person, write
from tlog.chains import START


async def test_an_entrys_record_is_what_design_5_names(ledger: Ledger, vault: Vault) -> None:
    anna = person()
    (receipt,) = await ledger.append([entry(anna)])
    (record,) = await ledger.read_subject(anna)
    assert orjson.loads(record.record) == {
        "entry": {
            "action": "read",
            "at": "2026-11-24T08:30:00.000Z",
            "case": "ABCDEFGH2345",
            "client": "registration",
            "groups": ["PERSON_NAME", "RESIDENCE"],
            "legalBasis": "A6-1-e-official-authority",
            "office": "RO-0301",
            "officer": vault.officer_pseudonym("officer-17", anna),
            "operation": "case",
            "policyVersion": "2026-11-24",
            "purpose": "residence-registration",
        },
        "previous": "00" * 32,
        "subject": vault.subject_pseudonym(anna),
        "subjectSequence": 1,
    }
    assert (receipt.sequence, receipt.subject_sequence, receipt.write) == (0, 1, None)
    assert len(record.salt) == 32
    committed = hashlib.sha256(b"domicile/ledger/entry/v1\n" + record.salt + record.record).digest()
    head = hashlib.sha256(b"domicile/ledger/subject/v1\n" + bytes(32) + committed).digest()
    assert (receipt.commitment, receipt.chain_head) == (committed, head)
    assert (record.commitment, record.head) == (committed, head)


async def test_a_subjects_entries_follow_each_other_whoever_comes_between(ledger: Ledger) -> None:
    anna, boris = person(), person()
    await ledger.append([entry(anna), entry(boris), entry(None), entry(anna)])
    await ledger.append([entry(boris), entry(anna)])
    records = await ledger.read_subject(anna)
    assert [(record.sequence, record.subject_sequence) for record in records] == [(0, 1), (3, 2), (5, 3)]
    assert [record.previous for record in records] == [START, records[0].head, records[1].head]
    assert len(await ledger.read_subject(boris)) == 2


async def test_a_later_start_goes_on_where_the_log_ended(opened: Callable[[], Ledger]) -> None:
    anna = person()
    first = opened()
    (before,) = await first.append([entry(anna)])
    first.close()
    (after,) = await opened().append([entry(anna)])
    assert (after.sequence, after.subject_sequence) == (1, 2)
    records = await opened().read_subject(anna)
    assert records[1].previous == before.chain_head


async def test_entries_that_come_together_share_commits_and_none_is_missed(ledger: Ledger, execute: Execute) -> None:
    people = [person() for _ in range(7)]
    receipts = await asyncio.gather(*(ledger.append([entry(people[count % 7])]) for count in range(500)))
    assert sorted(receipt.sequence for (receipt,) in receipts) == list(range(500))
    assert ledger.groups < 100
    assert execute("SELECT count(*), max(sequence) FROM entries") == [(500, 499)]
    assert ledger.verify().is_whole


async def test_all_of_one_call_is_in_one_group(ledger: Ledger) -> None:
    before = ledger.groups
    receipts = await ledger.append([entry(person()) for _ in range(limits.GROUP_ENTRIES_MAX + 1)])
    assert [receipt.sequence for receipt in receipts] == list(range(limits.GROUP_ENTRIES_MAX + 1))
    assert ledger.groups == before + 1


async def test_nothing_to_log_is_no_commit(ledger: Ledger) -> None:
    assert await ledger.append([]) == []
    assert ledger.groups == 0


async def test_two_event_loops_share_one_ledger(ledger: Ledger) -> None:
    anna = person()
    found: list[int] = []

    def other() -> None:
        found.append(len(asyncio.run(ledger.append([entry(anna)]))))

    thread = threading.Thread(target=other)
    thread.start()
    await ledger.append([entry(anna)])
    await asyncio.to_thread(thread.join)
    assert found == [1]
    assert [record.subject_sequence for record in await ledger.read_subject(anna)] == [1, 2]


async def test_two_processes_worth_of_ledgers_make_one_chain(opened: Callable[[], Ledger]) -> None:
    anna, first, second = person(), opened(), opened()
    for _ in range(20):
        await asyncio.gather(*(ledger.append([entry(anna), entry(person())]) for ledger in (first, second, first)))
    assert [record.subject_sequence for record in await second.read_subject(anna)] == list(range(1, 61))
    verification = first.verify()
    assert (verification.entries, verification.problems) == (120, ())


async def test_a_cancelled_callers_entries_are_written_whole_or_not_at_all(ledger: Ledger) -> None:
    people = [person() for _ in range(60)]
    tasks = [asyncio.create_task(ledger.append([entry(one), entry(one)])) for one in people]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await ledger.append([entry(None)])
    counts = [len(await ledger.read_subject(one)) for one in people]
    assert set(counts[::2]) <= {0, 2}
    assert counts[1::2] == [2] * 30
    assert ledger.verify().is_whole


async def test_a_full_queue_sends_callers_away(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "QUEUE_ENTRIES_MAX", 10)
    with pytest.raises(LogUnavailableError, match="too many entries wait"):
        await ledger.append([entry(None) for _ in range(11)])
    assert ledger.is_available
    assert len(await ledger.append([entry(None) for _ in range(10)])) == 10


async def test_a_closed_ledger_takes_nothing(ledger: Ledger) -> None:
    waiting = asyncio.create_task(ledger.append([entry(None)]))
    await asyncio.sleep(0)
    ledger.close()
    assert len(await waiting) == 1
    with pytest.raises(LogUnavailableError):
        await ledger.append([entry(None)])
    assert not ledger.is_available


async def test_what_is_not_unicode_fails_alone(ledger: Ledger) -> None:
    good, bad = entry(person()), entry(person(), operation="\ud800")
    results = await asyncio.gather(ledger.append([good]), ledger.append([good, bad]), return_exceptions=True)
    assert isinstance(results[1], ValidationFailedError)
    assert ledger.verify().entries == 1


async def test_a_write_is_never_merely_appended(ledger: Ledger) -> None:
    with pytest.raises(AssertionError, match="intended and settled"):
        await ledger.append([write(person(), "w-1")])
    with pytest.raises(AssertionError, match="names its write"):
        await ledger.intend([entry(person())])


# ── intents and outcomes ─────────────────────────────────────────────────────────────────────────────────────────────


async def test_a_write_is_open_until_its_outcome(ledger: Ledger) -> None:
    anna, boris = person(), person()
    receipts = await ledger.intend([write(anna, "w-1"), write(boris, "w-1"), write(anna, "w-2")])
    assert [receipt.write for receipt in receipts] == ["w-1", "w-1", "w-2"]
    assert ledger.open_intents() == ["w-1", "w-2"]
    await ledger.settle(receipts[0].write or receipts[2].write, "committed")  # type: ignore[arg-type]
    assert ledger.open_intents() == ["w-2"]
    assert [record.outcome for record in await ledger.read_subject(anna)] == ["committed", None]
    assert [record.outcome for record in await ledger.read_subject(boris)] == ["committed"]
    assert ledger.verify().open_writes == ("w-2",)


async def test_intents_are_found_open_at_the_next_start(opened: Callable[[], Ledger]) -> None:
    first = opened()
    await first.intend([write(person(), "w-1")])
    first.close()
    second = opened()
    (open_write,) = second.open_intents()
    await second.settle(open_write, "rolled_back")
    assert second.open_intents() == []


async def test_a_living_process_settles_its_own(opened: Callable[[], Ledger]) -> None:
    """Else an import that starts beside a running hub would call its write in flight rolled back."""
    running = opened()
    await running.intend([write(person(), "w-1")])
    starting = opened()
    assert (running.open_intents(), starting.open_intents()) == (["w-1"], [])
    running.close()
    assert starting.open_intents() == ["w-1"]


async def test_an_outcome_is_said_once_and_never_changed(ledger: Ledger) -> None:
    (receipt,) = await ledger.intend([write(person(), "w-1")])
    assert receipt.write is not None
    await ledger.settle(receipt.write, "committed")
    await ledger.settle(receipt.write, "committed")
    assert ledger.verify().entries == 2
    with pytest.raises(ConflictError, match="another outcome"):
        await ledger.settle(receipt.write, "rolled_back")
    with pytest.raises(ConflictError, match="already"):
        await ledger.intend([write(person(), "w-1")])
    assert ledger.is_available
    assert ledger.verify().is_whole


async def test_an_outcome_without_an_intent_is_refused(ledger: Ledger) -> None:
    intended = write(person(), "w-1")
    assert intended.write is not None
    with pytest.raises(ConflictError, match="never intended"):
        await ledger.settle(intended.write, "committed")
    assert ledger.verify().entries == 0


# ── form ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

_ENTRIES = st.builds(
    lambda operation, purpose, rule, extra: entry(
        person(), operation=operation, purpose=purpose, rule=rule, extra=extra
    ),
    st.text(st.characters(codec="utf-8")),
    st.none() | st.text(st.characters(codec="utf-8")),
    st.text(st.characters(max_codepoint=0x9F)),
    st.dictionaries(st.text(st.characters(codec="ascii")), st.text(st.characters(codec="utf-8"))),
)


@pytest.mark.full
@given(_ENTRIES, st.integers(1, 2**40), st.binary(min_size=32, max_size=32))
@examples(deadline=None, max_examples=200)
def test_a_record_is_canonical_by_the_books(names: Vault, logged: object, number: int, previous: bytes) -> None:
    """What orjson and the writer put together is byte for byte what `rfc8785` makes of it."""
    record = placed(draft(logged, names), subject_sequence=number, previous=previous)  # type: ignore[arg-type]
    assert rfc8785.dumps(orjson.loads(record)) == record


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    vault = Vault.create(Settings(home=tmp_path_factory.mktemp("names")))
    yield vault
    vault.close()


@given(calls=st.lists(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["read", "deny", "write"])), max_size=5)))
@examples(deadline=None, max_examples=30)
def test_any_calls_leave_whole_chains(
    tmp_path_factory: pytest.TempPathFactory, names: Vault, calls: list[list[tuple[int, str]]]
) -> None:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    people = [None, *(person() for _ in range(4))]

    async def make() -> None:
        ledger = Ledger.open(settings, names, is_loss_accepted=True)
        for number, call in enumerate(calls):
            plain = [entry(people[who], action=action) for who, action in call if action != "write"]
            writes = [write(people[who], f"w-{number}") for who, action in call if action == "write"]
            await asyncio.gather(ledger.append(plain), ledger.intend(writes))
            if writes and number % 2:
                assert writes[0].write is not None
                await ledger.settle(writes[0].write, "committed")
        ledger.close()

    asyncio.run(make())
    ledger = Ledger.open(settings, names, is_loss_accepted=True)  # each has the same names, and a log of its own
    verification = ledger.verify()
    assert verification.problems == ()
    entries = sum(len(call) for call in calls)
    settled = sum(number % 2 and any(action == "write" for _, action in call) for number, call in enumerate(calls))
    assert verification.entries == entries + settled
    for who, one in enumerate(people):
        if one is None:
            continue
        expected = sum(index == who for call in calls for index, _ in call)
        records = asyncio.run(ledger.read_subject(one))
        assert [record.subject_sequence for record in records] == list(range(1, expected + 1))
    ledger.close()


@only_sqlite
async def test_no_byte_of_the_logs_files_names_anybody(ledger: Ledger, settings: Settings) -> None:
    anna = person()
    canaries = [anna, "officer-canary-5d1c", "operator:canary-77aa"]
    await ledger.append([entry(anna, officer=canaries[1]), entry(None, officer=canaries[1])])
    await ledger.intend([write(anna, "w-1", officer=canaries[2])])
    files = list(settings.private_folder.glob("log*.sqlite*"))
    assert {path.name for path in files} == {"log.sqlite", "log.sqlite-wal", "log.sqlite-shm"}
    ledger.close()
    for path in [*files, *settings.private_folder.rglob("*")]:
        content = path.read_bytes() if path.is_file() else b""
        for canary in canaries:
            for form in (canary.encode(), canary.encode("utf-16-le"), canary.replace("-", "").encode()):
                assert form not in content, path
    assert b"RO-0301" in (settings.private_folder / "log.sqlite").read_bytes()


@only_sqlite
async def test_files_are_closed_to_others(ledger: Ledger, settings: Settings) -> None:
    await ledger.append([entry(None)])
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in settings.private_folder.glob("log*")}
    assert modes == {"log.sqlite": 0o600, "log.sqlite-wal": 0o600, "log.sqlite-shm": 0o600, "log-writers": 0o700}


# ── what is not ours ─────────────────────────────────────────────────────────────────────────────────────────────────


async def test_another_masters_log_is_refused(opened: Callable[[], Ledger], settings: Settings, names: Vault) -> None:
    opened().close()
    with pytest.raises(SetupError, match="belongs to another master key"):
        Ledger.open(settings, names)


@only_sqlite
@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("PRAGMA application_id = 7", "another program's file"),
        ("PRAGMA user_version = 3", "has version 3, and this program knows 2: start the version that wrote it"),
    ],
)
def test_a_foreign_or_newer_log_is_refused(
    opened: Callable[[], Ledger], log_file: Path, statement: str, message: str
) -> None:
    opened().close()
    with sqlite3.connect(log_file) as database:
        database.execute(statement)
    database.close()
    with pytest.raises(SetupError, match=message):
        opened()


@only_sqlite
def test_a_log_that_is_no_database_is_one_clear_line(opened: Callable[[], Ledger], log_file: Path) -> None:
    opened().close()
    log_file.write_bytes(b"not a database" * 500)
    with pytest.raises(SetupError, match="can't be opened: file is not a database"):
        opened()


@only_sqlite
def test_a_log_that_others_can_read_is_refused(opened: Callable[[], Ledger], log_file: Path) -> None:
    opened().close()
    log_file.chmod(0o644)
    with pytest.raises(SetupError, match="others can read the access log"):
        opened()


@only_sqlite
def test_a_home_has_one_log(opened: Callable[[], Ledger], settings: Settings, vault: Vault) -> None:
    opened().close()
    elsewhere = settings.model_copy(update={"log_url": SecretStr("postgresql://log.example/log")})
    with pytest.raises(SetupError, match=r"access log is in SQLite .* unset `HUB_LOG_URL`"):
        Ledger.open(elsewhere, vault)


def test_entries_of_other_times_are_the_same_instant(names: Vault) -> None:
    one = entry(None)
    assert draft(one, names) == draft(replace(one, at=one.at.astimezone()), names)
