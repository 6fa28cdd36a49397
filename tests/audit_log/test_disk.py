"""EIO, a full disk, lost syncs and power cuts below SQLite: nothing is acknowledged that isn't there afterwards."""

import asyncio
import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import apsw
import pytest

from hub.audit_log import Ledger, Receipt, verify
from hub.audit_log.sqlite import SqliteStorage
from hub.settings import Settings
from hub.vault import Vault
from model.errors import LogUnavailableError, SetupError
from tests.audit_log import faulty
from tests.audit_log.entries import entry, erasure, person, write

ANNA = person()


@pytest.fixture
def store() -> str:
    return "sqlite"


@pytest.fixture
def disk() -> Iterator[faulty.Disk]:
    disk = faulty.Disk()
    yield disk
    disk.unregister()


@pytest.fixture
def on_disk(settings: Settings, vault: Vault, disk: faulty.Disk) -> Iterator[Callable[[], Ledger]]:
    """Opens the home's ledger on the faulty disk; each is closed at the end."""
    assert disk
    ledgers: list[Ledger] = []

    def one() -> Ledger:
        ledgers.append(Ledger(settings, vault, SqliteStorage(settings.private_folder, faulty.connect)))
        return ledgers[-1]

    yield one
    for ledger in ledgers:
        ledger.close()


async def _until_it_fails(ledger: Ledger, rounds: int = 200) -> list[Receipt]:
    """Append, intend and settle until a call fails; what was acknowledged. After the first failure none succeeds."""
    acknowledged: list[Receipt] = []
    failures = 0
    for number in range(rounds):
        results = await asyncio.gather(
            ledger.append([entry(ANNA), entry(person())]),
            ledger.append([entry(person(), operation="x" * 2_000)]),
            ledger.intend([write(person(), f"w-{number}")]),
            return_exceptions=True,
        )
        for result in results:
            if isinstance(result, BaseException):
                assert isinstance(result, LogUnavailableError)
                failures += 1
            else:
                assert not failures
                acknowledged += result
        if failures:
            return acknowledged
    return acknowledged


def _assert_there(settings: Settings, opened: Callable[[], Ledger], acknowledged: list[Receipt]) -> None:
    """Opened anew, by Python's own SQLite: whole, and all that was acknowledged is in it."""
    ledger = opened()
    verification = verify(settings, acknowledged)
    assert verification.problems == ()
    assert {receipt.write for receipt in acknowledged} - {None} <= set(ledger.open_intents())
    assert len(asyncio.run(ledger.append([entry(ANNA)]))) == 1
    ledger.close()


_POINTS = [1, 2, 3, 5, 8, 13, 30]


def _fail_at(disk: faulty.Disk, *, write: int = 0, sync: int = 0, error: type[apsw.Error] = apsw.IOError) -> None:
    """From now on: at that write, or at that sync."""
    disk.write_error = error
    disk.write_fails_at = disk.writes + write if write else 0
    disk.sync_fails_at = disk.syncs + sync if sync else 0


@pytest.mark.parametrize("point", _POINTS)
def test_a_write_that_fails_stops_the_log_and_loses_nothing(
    settings: Settings, opened: Callable[[], Ledger], on_disk: Callable[[], Ledger], disk: faulty.Disk, point: int
) -> None:
    ledger = on_disk()
    acknowledged = asyncio.run(ledger.append([entry(ANNA)]))
    _fail_at(disk, write=point)
    acknowledged += asyncio.run(_until_it_fails(ledger))
    assert disk.has_failed
    assert not ledger.is_available
    ledger.close()
    _assert_there(settings, opened, acknowledged)


@pytest.mark.parametrize("ends", [True, False])
@pytest.mark.parametrize("point", _POINTS)
def test_a_sync_that_fails_is_not_tried_again_and_loses_nothing(
    settings: Settings,
    opened: Callable[[], Ledger],
    on_disk: Callable[[], Ledger],
    disk: faulty.Disk,
    point: int,
    *,
    ends: bool,
) -> None:
    """What the failed sync was to write is on no disk, though a read still gives it: that is what must not mislead.

    The power goes at that moment, or after the log was closed.
    """
    disk.ends_with_failure = ends
    ledger = on_disk()
    acknowledged = asyncio.run(ledger.append([entry(ANNA)]))
    _fail_at(disk, sync=point)
    acknowledged += asyncio.run(_until_it_fails(ledger))
    assert disk.has_failed
    assert not ledger.is_available
    ledger.close()
    disk.cut_power(random.Random(point))
    _assert_there(settings, opened, acknowledged)


def test_a_disk_that_is_full_stops_the_log_until_it_is_opened_with_room(
    settings: Settings, opened: Callable[[], Ledger], on_disk: Callable[[], Ledger], disk: faulty.Disk
) -> None:
    ledger = on_disk()
    acknowledged = asyncio.run(_until_it_fails(ledger, rounds=5))
    disk.write_error, disk.is_full = apsw.FullError, True
    assert asyncio.run(_until_it_fails(ledger)) == []
    ledger.close()
    disk.is_full = False
    _assert_there(settings, opened, acknowledged)


@pytest.mark.parametrize("point", _POINTS)
def test_when_there_is_room_again_the_log_goes_on_by_itself(
    settings: Settings, opened: Callable[[], Ledger], on_disk: Callable[[], Ledger], disk: faulty.Disk, point: int
) -> None:
    """Wherever in a commit the room ended."""
    ledger = on_disk()
    acknowledged = asyncio.run(ledger.append([entry(ANNA)]))
    _fail_at(disk, write=point, error=apsw.FullError)
    acknowledged += asyncio.run(_until_it_fails(ledger))
    disk.is_full = True
    with pytest.raises(LogUnavailableError):
        asyncio.run(ledger.append([entry(ANNA)]))
    disk.is_full = False
    acknowledged += _appended(ledger)
    acknowledged += _appended(ledger)
    assert ledger.is_available
    ledger.close()
    _assert_there(settings, opened, acknowledged)


def _appended(ledger: Ledger) -> list[Receipt]:
    """One more, once it is taken again."""
    while True:
        with suppress(LogUnavailableError):
            return asyncio.run(ledger.append([entry(ANNA)]))
        time.sleep(0.02)


def _cut(
    settings: Settings, opened: Callable[[], Ledger], on_disk: Callable[[], Ledger], disk: faulty.Disk, seed: int
) -> None:
    chance = random.Random(seed)
    ledger = on_disk()
    ledger._writer._placing.tables.tidy()
    acknowledged = asyncio.run(_until_it_fails(ledger, rounds=chance.randrange(1, 12)))
    if chance.random() < 0.5:  # while entries are moved to the main file
        _fail_at(disk, write=chance.randrange(1, 6))
        ledger._writer._placing.tables.tidy = _quietly(ledger._writer._placing.tables.tidy)  # type: ignore[method-assign]
        ledger._writer._placing.tables.tidy()
    disk.cut_power(chance)
    ledger.close()
    _assert_there(settings, opened, acknowledged)


def _quietly(call: Callable[[], None]) -> Callable[[], None]:
    def quiet() -> None:
        with suppress(Exception):  # the disk's own failure is what was asked for
            call()

    return quiet


@pytest.mark.parametrize("seed", range(6))
def test_what_was_acknowledged_survives_a_power_cut(
    settings: Settings, opened: Callable[[], Ledger], on_disk: Callable[[], Ledger], disk: faulty.Disk, seed: int
) -> None:
    _cut(settings, opened, on_disk, disk, seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 300))
def test_what_was_acknowledged_survives_many_power_cuts(
    settings: Settings, opened: Callable[[], Ledger], on_disk: Callable[[], Ledger], disk: faulty.Disk, seed: int
) -> None:
    _cut(settings, opened, on_disk, disk, seed)


@pytest.mark.parametrize("seed", range(4))
def test_a_disk_that_lies_about_its_syncs_shows_by_receipts(
    settings: Settings, opened: Callable[[], Ledger], on_disk: Callable[[], Ledger], disk: faulty.Disk, seed: int
) -> None:
    """Nothing can save what no disk holds. What is left is whole or refused, and who holds a receipt sees the loss."""
    ledger = on_disk()
    before = asyncio.run(ledger.append([entry(ANNA), entry(ANNA)]))
    disk.is_sync_lost = True
    lost = asyncio.run(_until_it_fails(ledger, rounds=6))
    disk.cut_power(random.Random(seed))
    ledger.close()
    try:
        opened().close()
    except SetupError:
        return
    assert verify(settings, before).problems == ()
    missing = verify(settings, lost).problems
    assert missing
    assert {problem.partition(": ")[2] for problem in missing} == {"missing, and there is a receipt for it"}


def test_an_erasure_that_the_disk_interrupts_is_whole_or_not_there(
    opened: Callable[[], Ledger], on_disk: Callable[[], Ledger], disk: faulty.Disk
) -> None:
    ledger = on_disk()
    asyncio.run(ledger.append([entry(ANNA) for _ in range(20)]))
    _fail_at(disk, write=2)
    with pytest.raises(LogUnavailableError):
        asyncio.run(ledger.erase([erasure(ANNA)], before=entry(ANNA).at.replace(day=25, hour=0)))
    ledger.close()
    again = opened()
    records = asyncio.run(again.read_subject(ANNA))
    assert [record.erased_at for record in records] == [None] * 20
    assert again.verify().problems == ()
