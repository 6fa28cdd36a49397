"""How fast the log takes entries: a second, and what one caller waits, at 1, 16 and 128 callers, and in batches.

Then how long an entry's proof is awaited while 16 callers go on: two seconds at most are promised.

`python -m benchmarks.ledger [--seconds 5]`. Each round alternates the callers and ends with a bare fdatasync loop on
the same disk, because absolute figures tell more about the disk than about us. With `HUB_LOG_URL` set, the log is in that
PostgreSQL; `--charged` has each call charge an officer, a client and a purpose too.
"""

import argparse
import asyncio
import os
import statistics
import tempfile
import time
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from hub.audit_log import Ledger
from hub.settings import Settings
from hub.vault import Vault
from model.budgets import Amounts, Charge, MeterKind
from model.callers import Entry
from model.groups import FieldGroup
from model.ids import CaseNumber, ClientId, OfficeCode, PersonId, PurposeId

CALLERS = (1, 16, 128)
BATCH_ENTRIES = 2_000  # an import's batch
ROUNDS = 3
PEOPLE = [PersonId(str(uuid.UUID(int=number, version=4))) for number in range(5_000)]


def _entry(person: PersonId) -> Entry:
    return Entry(
        subject=person,
        client=ClientId("registration"),
        office=OfficeCode("RO-0301"),
        officer="officer-17",
        at=datetime(2026, 11, 24, 8, 30, tzinfo=UTC),
        action="read",
        operation="case",
        purpose=PurposeId("residence-registration"),
        legal_basis="A6-1-e-official-authority",
        case=CaseNumber("ABCDEFGH2345"),
        groups=frozenset({FieldGroup.RESIDENCE, FieldGroup.PERSON_NAME}),
        policy_version="2026-11-24",
    )


def _charges(vault: Vault, place: int) -> list[Charge]:
    """Of one request, on budgets that a benchmark doesn't use up."""
    once = Amounts(requests=1, subjects=1)
    return [
        Charge(kind=MeterKind.OFFICER, meter=vault.meter("officer", str(place)), amounts=once),
        Charge(kind=MeterKind.CLIENT, meter=vault.meter("client", str(place % 50)), amounts=once),
        Charge(kind=MeterKind.PURPOSE, meter=vault.meter("purpose", str(place % 50)), amounts=once),
    ]


async def _measure(ledger: Ledger, callers: int, entries: int, seconds: float, vault: Vault | None) -> None:
    """`callers` at once, each appending `entries` a call, for about `seconds`; with a vault, charged."""
    waits: list[float] = []
    end = time.perf_counter() + seconds

    async def call(number: int) -> None:
        place = number * 31
        while (start := time.perf_counter()) < end:
            charges = _charges(vault, place) if vault else []
            await ledger.append([_entry(PEOPLE[(place + step) % len(PEOPLE)]) for step in range(entries)], charges)
            waits.append(time.perf_counter() - start)
            place += entries

    groups, start = ledger.groups, time.perf_counter()
    await asyncio.gather(*(call(number) for number in range(callers)))
    _print(f"{callers} callers, {entries} a call", len(waits) * entries / (time.perf_counter() - start), waits)
    print(f"{'':24} {len(waits) / (ledger.groups - groups):8.1f} calls a commit")


async def _await_proofs(ledger: Ledger, seconds: float) -> None:
    """One entry after the other, each until its proof is there."""
    load = asyncio.create_task(_measure(ledger, 16, 1, seconds, None))
    waits: list[float] = []
    while not load.done():
        (receipt,) = await ledger.append([_entry(PEOPLE[0])])
        start = time.perf_counter()
        is_there = False
        while not is_there:
            await asyncio.sleep(0.01)
            is_there = await ledger.proof(receipt.sequence) is not None
        waits.append(time.perf_counter() - start)
    await load
    _print("wait for a proof", len(waits) / seconds, waits)
    print(f"{'':24} longest {max(waits) * 1e3:,.0f} ms")


def _print(name: str, rate: float, waits: Sequence[float]) -> None:
    ordered = sorted(waits)
    p50, p99 = statistics.median(ordered) * 1e3, ordered[int(len(ordered) * 0.99)] * 1e3
    print(f"{name:24} {rate:8,.0f} a second   p50 {p50:7.2f} ms   p99 {p99:7.2f} ms")


def _bare_syncs(folder: Path, seconds: float) -> None:
    """The disk alone: 4 KiB and an fdatasync, again and again."""
    waits: list[float] = []
    handle = os.open(folder / "bare", os.O_CREAT | os.O_WRONLY, 0o600)
    end = time.perf_counter() + seconds
    while (start := time.perf_counter()) < end:
        os.write(handle, bytes(4096))
        os.fdatasync(handle)
        waits.append(time.perf_counter() - start)
    os.close(handle)
    _print("bare fdatasync", len(waits) / seconds, waits)


async def _run(seconds: float, *, is_charged: bool) -> None:
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        settings = Settings(home=Path(folder))
        vault = Vault.create(settings)
        ledger = Ledger.open(settings, vault)
        for number in range(ROUNDS):
            print(f"round {number + 1}")
            for callers in CALLERS:
                await _measure(ledger, callers, 1, seconds, vault if is_charged else None)
            await _measure(ledger, 1, BATCH_ENTRIES, seconds, None)
            await _await_proofs(ledger, 4 * seconds)
            _bare_syncs(settings.private_folder, seconds)
        start = time.perf_counter()
        found = ledger.verify()
        print(f"verified {found.entries:,} entries, {found.entries / (time.perf_counter() - start):,.0f} a second")
        ledger.close()
        vault.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each measurement takes")
    parser.add_argument("--charged", action="store_true", help="charge three budgets with each call")
    chosen = parser.parse_args()
    asyncio.run(_run(chosen.seconds, is_charged=chosen.charged))
