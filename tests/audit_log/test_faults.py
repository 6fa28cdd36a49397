"""What was acknowledged survives a kill; a write that fails stops the ledger, and nothing is answered unlogged."""

import asyncio
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from hub.audit_log import Ledger
from hub.settings import Settings
from model.errors import LogUnavailableError
from tests.audit_log.entries import entry, only_sqlite, person, write
from tests.audit_log.limited import fill
from tests.support.places import ROOT


def _kill_again_and_again(rounds: int, opened: Callable[[], Ledger], settings: Settings) -> None:
    """Nothing that was acknowledged is gone, no two heads, and what was left open is found: see `killer.py`."""
    opened().close()
    command = [sys.executable, "-m", "tests.audit_log.killer", str(settings.home), str(rounds), str(rounds)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    ledger = opened()
    verification = ledger.verify()
    assert verification.problems == ()
    assert verification.entries >= int(done.stdout) > rounds
    assert ledger.open_intents() == list(verification.open_writes)  # the killed process counts as gone


@pytest.mark.full
@only_sqlite
def test_what_was_acknowledged_survives_a_kill(opened: Callable[[], Ledger], settings: Settings) -> None:
    _kill_again_and_again(10, opened, settings)


@pytest.mark.long
@pytest.mark.timeout(3_600)  # five minutes on a quiet machine
@only_sqlite
def test_what_was_acknowledged_survives_a_thousand_kills(opened: Callable[[], Ledger], settings: Settings) -> None:
    _kill_again_and_again(1_000, opened, settings)


@only_sqlite
async def test_a_full_store_stops_the_log_until_it_is_opened_anew(opened: Callable[[], Ledger]) -> None:
    ledger = opened()
    (intent,) = await ledger.intend([write(person(), "w-1")])
    ledger._writer._placing.tables._connection.execute("PRAGMA max_page_count = 60")  # SQLite's own SQLITE_FULL
    acknowledged = await fill(ledger)
    assert acknowledged > 0
    assert not ledger.is_available
    assert intent.write is not None
    for call in (
        ledger.append([entry(person())]),
        ledger.intend([write(person(), "w-2")]),
        ledger.settle(intent.write, "committed"),
    ):
        with pytest.raises(LogUnavailableError, match="can't be written, so nothing is answered"):
            await call
    ledger.close()
    again = opened()
    verification = again.verify()
    assert (verification.entries, verification.problems) == (acknowledged + 1, ())
    assert again.open_intents() == ["w-1"]
    assert len(await again.append([entry(person())])) == 1


def _move(log_file: Path, becomes: str) -> None:
    moved = log_file.rename(log_file.with_name("elsewhere.sqlite"))
    if becomes == "another one":
        shutil.copy2(moved, log_file)


@only_sqlite
@pytest.mark.parametrize("becomes", ["nothing", "another one"])
async def test_a_log_whose_file_goes_under_it_takes_nothing_more(
    opened: Callable[[], Ledger], log_file: Path, becomes: str
) -> None:
    ledger = opened()
    await ledger.append([entry(person())])
    _move(log_file, becomes)
    with pytest.raises(LogUnavailableError, match="can't be written, so nothing is answered"):
        await ledger.append([entry(person())])
    assert not ledger.is_available


@pytest.mark.full
@only_sqlite
def test_a_write_that_the_system_refuses_stops_the_log_for_good(
    opened: Callable[[], Ledger], settings: Settings
) -> None:
    """The system refuses the write itself; that it would take the next one again changes nothing."""
    opened().close()
    command = [sys.executable, "-m", "tests.audit_log.limited", str(settings.home)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    acknowledged, is_available = done.stdout.split()
    assert (int(acknowledged) > 1, is_available) == (True, "False")
    verification = opened().verify()
    assert verification.problems == ()
    assert verification.entries == int(acknowledged)


@only_sqlite
async def test_a_store_that_can_not_be_written_stops_the_log(ledger: Ledger) -> None:
    await ledger.append([entry(person())])
    ledger._writer._placing.tables._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(LogUnavailableError):
        await ledger.append([entry(person())])
    assert not ledger.is_available
    with pytest.raises(LogUnavailableError):
        await ledger.append([entry(person())])


@only_sqlite
async def test_a_failure_that_is_not_sqlites_stops_the_log_too(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(ledger._writer._placing, "commit", fail)
    with pytest.raises(LogUnavailableError):
        await ledger.append([entry(person())])
    assert not ledger.is_available


@only_sqlite
async def test_another_writer_that_takes_too_long_costs_one_group_only(ledger: Ledger, log_file: Path) -> None:
    ledger._writer._placing.tables._connection.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(log_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LogUnavailableError, match="another process holds the access log"):
        await ledger.append([entry(person())])
    other.execute("ROLLBACK")
    other.close()
    assert [receipt.sequence for receipt in await ledger.append([entry(person())])] == [0]


@only_sqlite
def test_a_checkpoint_moves_entries_to_the_main_file(
    ledger: Ledger, log_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.audit_log.writer.CHECKPOINT_ENTRIES", 100)
    before = log_file.stat().st_size
    asyncio.run(ledger.append([entry(person()) for _ in range(200)]))
    asyncio.run(ledger.append([entry(None)]))  # written after the checkpoint, which the writer makes between two groups
    assert log_file.stat().st_size > before + 100_000
    assert ledger.verify().is_whole


@only_sqlite
async def test_a_checkpoint_that_fails_stops_the_log(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("hub.audit_log.writer.CHECKPOINT_ENTRIES", 1)
    monkeypatch.setattr(ledger._writer._placing, "tidy", fail)
    assert len(await ledger.append([entry(person())])) == 1  # its commit was durable before
    with pytest.raises(LogUnavailableError):
        await ledger.append([entry(person())])
