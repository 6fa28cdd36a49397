"""What is past its term goes: its bytes are in no file, a tombstone stays, and every chain holds over it."""

import asyncio
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hub.audit_log import Ledger, Record
from hub.audit_log import limits as ledger_limits
from hub.audit_log.erasing import Due, named
from hub.settings import Settings
from model.errors import LogUnavailableError
from tests.audit_log.conftest import Execute
from tests.audit_log.entries import AT, entry, erasure, only_sqlite, person, write
from tests.audit_log.version_1 import put_back

ANNA, BORIS = person(), person()
OLD = AT - timedelta(days=4000)
TERM = AT - timedelta(days=3650)


def _files(settings: Settings) -> Iterator[tuple[Path, bytes]]:
    for path in settings.private_folder.glob("log.sqlite*"):
        yield path, path.read_bytes()


def _assert_gone(settings: Settings, records: list[Record]) -> None:
    """No byte of the files holds the salts, nor what tells one record from another."""
    for path, content in _files(settings):
        for record in records:
            assert record.salt is not None
            assert record.salt not in content, path
            assert record.entry["operation"].encode() not in content, path
            note = record.entry.get("extra", {}).get("note", "").encode()
            for start in range(0, len(note) - 24, 400):  # a long record lies on several pages
                assert note[start : start + 24] not in content, path


def _shown(records: list[Record]) -> list[tuple[int, str]]:
    return [(record.subject_sequence, record.entry.get("action", "erased")) for record in records]


async def test_what_is_past_its_term_leaves_tombstones_and_one_entry_that_says_so(ledger: Ledger) -> None:
    await ledger.append([entry(ANNA, at=OLD), entry(BORIS, at=OLD), entry(ANNA, at=OLD), entry(ANNA)])
    before = await ledger.read_subject(ANNA)
    (receipt,) = await ledger.erase([erasure(ANNA, extra={"reason": "term"})], before=TERM)
    after = await ledger.read_subject(ANNA)
    assert (receipt.sequence, receipt.subject_sequence) == (4, 4)
    assert _shown(after) == [(1, "erased"), (2, "erased"), (3, "read"), (4, "erase")]
    assert after[3].entry["extra"] == {"reason": "term", "before": "2016-11-26T08:30:00.000Z", "erased": "1-2"}
    for was, tombstone in zip(before[:2], after, strict=False):
        assert (tombstone.salt, tombstone.record, tombstone.entry) == (None, None, {})
        assert tombstone.erased_at is not None
        assert replace(tombstone, salt=was.salt, record=was.record, erased_at=None) == was
    assert [record.previous for record in after[1:]] == [record.head for record in after[:3]]
    assert _shown(await ledger.read_subject(BORIS)) == [(1, "read")]
    assert ledger.verify().problems == ()


async def test_erasing_goes_on_where_it_ended_and_ends(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.audit_log.erasing.ERASED_ENTRIES_MAX", 3)
    monkeypatch.setattr("hub.audit_log.erasing.ERASE_PAGE_ENTRIES", 2)
    await ledger.append([entry(ANNA, at=OLD) for _ in range(7)])
    texts = []
    while receipts := await ledger.erase([erasure(ANNA)], before=TERM):
        texts.append((await ledger.read_subject(ANNA))[receipts[0].subject_sequence - 1].entry["extra"]["erased"])
    assert texts == ["1-3", "4-6", "7"]
    assert ledger.verify().problems == ()


async def test_only_what_is_named_goes(ledger: Ledger) -> None:
    receipts = await ledger.append([entry(ANNA, at=OLD), entry(BORIS, at=OLD), entry(ANNA, at=OLD), entry(ANNA)])
    chosen = [receipt.sequence for receipt in receipts[1:]]
    await ledger.erase([erasure(ANNA)], before=TERM, only=chosen)
    assert _shown(await ledger.read_subject(ANNA)) == [(1, "read"), (2, "erased"), (3, "read"), (4, "erase")]
    assert _shown(await ledger.read_subject(BORIS)) == [(1, "read")]


async def test_nothing_past_its_term_is_no_entry(ledger: Ledger) -> None:
    await ledger.append([entry(ANNA), entry(BORIS, at=OLD)])
    assert [item.sequence for item in await ledger.erase([erasure(ANNA), erasure(BORIS)], before=TERM)] == [2]
    assert await ledger.erase([erasure(ANNA), erasure(BORIS)], before=TERM) == []
    assert ledger.verify().entries == 3


async def test_a_write_keeps_its_intent_until_it_has_ended(ledger: Ledger) -> None:
    intents = await ledger.intend([write(ANNA, "w-1", at=OLD), write(BORIS, "w-1", at=OLD), write(ANNA, "w-2", at=OLD)])
    assert intents[0].write is not None
    await ledger.settle(intents[0].write, "committed")
    await ledger.erase([erasure(ANNA)], before=TERM)
    assert _shown(await ledger.read_subject(ANNA)) == [(1, "erased"), (2, "write"), (3, "erase")]
    assert [record.outcome for record in await ledger.read_subject(BORIS)] == ["committed"]
    await ledger.erase([erasure(BORIS)], before=TERM)
    assert ledger.open_intents() == ["w-2"]
    await ledger.settle(intents[0].write, "committed")  # said again: it is still known
    assert ledger.verify().problems == ()


async def test_what_says_that_entries_were_erased_stays(ledger: Ledger) -> None:
    await ledger.append([entry(ANNA, at=OLD)])
    await ledger.erase([erasure(ANNA, at=OLD)], before=TERM)
    assert await ledger.erase([erasure(ANNA)], before=TERM) == []


async def test_entries_about_nobody_go_by_the_same_rule(ledger: Ledger) -> None:
    (intent,) = await ledger.intend([write(ANNA, "w-1")])
    assert intent.write is not None
    await ledger.settle(intent.write, "committed")
    await ledger.append([entry(None, at=OLD, action="deny")])
    receipts = await ledger.erase([erasure(None)], before=TERM)
    assert [receipt.subject_sequence for receipt in receipts] == [3]
    assert ledger.verify().problems == ()


async def test_the_future_is_not_past_its_term(ledger: Ledger) -> None:
    with pytest.raises(AssertionError, match="past its term"):
        await ledger.erase([erasure(ANNA)], before=datetime.now(UTC) + timedelta(days=1))
    with pytest.raises(AssertionError, match="action `erase`"):
        await ledger.erase([entry(ANNA)], before=TERM)


async def test_two_calls_at_once_erase_once(ledger: Ledger) -> None:
    await ledger.append([entry(ANNA, at=OLD)])
    results = await asyncio.gather(*(ledger.erase([erasure(ANNA)], before=TERM) for _ in range(5)))
    assert sorted(map(len, results)) == [0, 0, 0, 0, 1]
    assert ledger.verify().problems == ()


# ── bytes ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.full
@only_sqlite
@pytest.mark.parametrize("seed", range(3))
async def test_no_byte_of_the_files_holds_what_was_erased(
    opened: Callable[[], Ledger], settings: Settings, seed: int
) -> None:
    """Short records and such as fill pages of their own, some moved to the main file before, some not."""
    chance = random.Random(seed)
    ledger = opened()
    for _ in range(10):
        batch = [
            entry(
                chance.choice([ANNA, BORIS]),
                at=OLD,
                operation=f"op-{chance.randbytes(8).hex()}",
                extra={"note": chance.randbytes(chance.choice([10, 300, 1500, 9000])).hex()},
            )
            for _ in range(30)
        ]
        await ledger.append(batch)
        if chance.random() < 0.3:
            ledger._writer._placing.tables.tidy()
    for _ in range(5):
        records = [record for record in await ledger.read_subject(ANNA) if record.entry.get("action") == "read"]
        gone = chance.sample(records, len(records) // 3)
        await ledger.erase([erasure(ANNA)], before=TERM, only=[record.sequence for record in gone])
        _assert_gone(settings, gone)
    ledger.close()
    _assert_gone(settings, gone)
    assert opened().verify().problems == ()


@only_sqlite
def test_a_log_of_version_1_keeps_no_copy_of_what_is_erased_later(
    opened: Callable[[], Ledger], settings: Settings, log_file: Path
) -> None:
    first = opened()
    asyncio.run(first.append([entry(ANNA, at=OLD, operation=f"canary-{number}-end") for number in range(300)]))
    records = asyncio.run(first.read_subject(ANNA))
    first.close()
    put_back(log_file)
    ledger = opened()
    asyncio.run(ledger.erase([erasure(ANNA)], before=TERM))
    _assert_gone(settings, records)


@only_sqlite
async def test_who_reads_holds_up_the_end_of_an_erasure_and_nothing_else(
    ledger: Ledger, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.audit_log.SWEEP_AGAIN_SECONDS", 0.01)
    monkeypatch.setattr("hub.audit_log.chain_appender.SWEEP_AGAIN_SECONDS", 0.01)
    await ledger.append([entry(ANNA, at=OLD, operation="canary-held")])
    records = await ledger.read_subject(ANNA)
    with ledger._storage.read() as reader:
        assert len(reader.rows(0, 10)) == 1
        erasing = asyncio.create_task(ledger.erase([erasure(ANNA)], before=TERM))
        for _ in range(3):
            await ledger.append([entry(BORIS)])
        assert not erasing.done()
        assert _shown(await ledger.read_subject(ANNA)) == [(1, "erased"), (2, "erase")]
    assert len(await erasing) == 1
    _assert_gone(settings, records)


@only_sqlite
async def test_between_two_tries_to_drive_the_bytes_out_it_waits(
    ledger: Ledger, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And tries again by itself: nobody else writes. The reader ends while it waits."""
    monkeypatch.setattr("hub.audit_log.chain_appender.SWEEP_AGAIN_SECONDS", 0.0)
    monkeypatch.setattr("hub.audit_log.SWEEP_ATTEMPTS_MAX", 2)
    await ledger.append([entry(ANNA, at=OLD)])
    records = await ledger.read_subject(ANNA)
    waited: list[float] = []
    with ExitStack() as reading:
        reader = reading.enter_context(ledger._storage.read())
        assert reader.last() is not None

        async def wait(seconds: float) -> None:
            waited.append(seconds)
            reading.close()

        monkeypatch.setattr("asyncio.sleep", wait)
        assert len(await ledger.erase([erasure(ANNA)], before=TERM)) == 1
    assert waited == [ledger_limits.SWEEP_AGAIN_SECONDS]
    _assert_gone(settings, records)


@only_sqlite
async def test_a_reader_that_never_ends_is_said(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.audit_log.SWEEP_AGAIN_SECONDS", 0.01)
    monkeypatch.setattr("hub.audit_log.SWEEP_ATTEMPTS_MAX", 2)
    await ledger.append([entry(ANNA, at=OLD)])
    with ledger._storage.read() as reader:
        assert reader.last() is not None
        with pytest.raises(LogUnavailableError, match="still held by a reader"):
            await ledger.erase([erasure(ANNA)], before=TERM)
    assert ledger.is_available


@only_sqlite
async def test_a_process_that_ends_before_the_bytes_are_gone_leaves_them_to_the_next(
    opened: Callable[[], Ledger], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second ledger keeps the write-ahead file from being cleared by the first one's end."""
    other, ledger = opened(), opened()
    await other.append([entry(ANNA, at=OLD, operation="canary-left")])
    records = await other.read_subject(ANNA)
    ledger._writer._placing.tables.sweep = lambda: False  # type: ignore[method-assign]
    monkeypatch.setattr("hub.audit_log.SWEEP_ATTEMPTS_MAX", 0)
    with pytest.raises(LogUnavailableError):
        await ledger.erase([erasure(ANNA)], before=TERM)
    ledger.close()
    held = b"".join(content for _, content in _files(settings))
    assert records[0].salt is not None
    assert records[0].salt in held
    opened()
    _assert_gone(settings, records)


# ── what verification says ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("statement", "values", "problem"),
    [
        (
            "UPDATE entries SET salt = NULL, record = NULL, erased_at = '2026-11-24' WHERE sequence = 2",
            (),
            "entry 2: erased, and no entry says so",
        ),
        (
            "UPDATE entries SET salt = ?, record = ?, erased_at = NULL WHERE sequence = 0",
            (b"0", b"0"),
            "entry 3: it says that entries are erased which are not",
        ),
    ],
)
async def test_an_erasure_that_is_not_logged_or_not_done_is_named(
    ledger: Ledger, execute: Execute, statement: str, values: tuple[bytes, ...], problem: str
) -> None:
    await ledger.append([entry(ANNA, at=OLD), entry(ANNA, at=OLD), entry(BORIS, at=OLD)])
    await ledger.erase([erasure(ANNA)], before=TERM)
    execute(statement, *values)
    assert problem in ledger.verify().problems


def test_numbers_are_said_as_ranges() -> None:
    assert Due((), (1, 2, 3, 5, 8, 9)).text == "1-3,5,8-9"
    assert named("1-3,5,8-9") == [(1, 3), (5, 5), (8, 9)]
    for wrong in ("", "0", "3-1", "1-", "a", f"1-{2**63}"):
        with pytest.raises(ValueError, match=r"range|invalid literal"):
            named(wrong)
    assert ledger_limits.ERASED_ENTRIES_MAX > ledger_limits.ERASE_PAGE_ENTRIES
