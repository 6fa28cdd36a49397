"""How fast an import is against a bare `UNWIND` load of the same rows, alternating, on one server.

    python -m benchmarks.import_speed CITY_FOLDER [--rounds 5]

On an embedded server in a temporary home, or on the one that `NEO4J_URI` names if it is empty: the graph is emptied after
each load, so one that holds anything at the start is refused. Four ways to load, one after the other in each round:

- bare: rows that were read and checked before, batch after batch (`benchmarks/bare_load.py`);
- import, no log: the whole way from the files through the gate, with a log and a vault that keep nothing;
- import, log: the same with the hub's log, durable before each commit;
- import, log and keys: the whole, with a key for each person and everything sealed that is to be sealed.

With `--frames` two ways instead, the whole import from a roomy frame and from a plain one (docs/decisions/roomy-frames.md),
each below some numbers of other frames, for where a chunk of frames ends is luck.

All must leave the same graph: as many nodes, edges and properties, or the benchmark stops. Prints rows and persons a
second for each, and at the end the median of each round's ratio to the bare load (ratios travel between machines).
"""

import argparse
import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from benchmarks.bare_load import Batch, Checked
from benchmarks.stand_ins import NoLedger, NoVault
from hub.audit_log import Ledger
from hub.cli.demo_operators import make_operators, open_intake
from hub.frames import FromRoomyFrame, from_roomy_frame
from hub.gate.policies import FixedPolicy
from hub.gate.ports import LedgerPort, Ports, VaultPort
from hub.graph.connections import Connection, connection
from hub.graph.driver import Graph
from hub.graph.migrations import migrate
from hub.graph.server import EmbeddedServer
from hub.jobs.intake.batches import BATCH_SECONDS_MAX, Operator, import_batch
from hub.jobs.intake.files import files_of
from hub.jobs.intake.pipeline import import_files
from hub.policy import Policy
from hub.settings import Settings
from hub.vault import Vault

CYPHER = Path(__file__).parent / "cypher"
Load = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class City:
    """What is loaded."""

    folder: Path
    batches: Sequence[Batch]
    rows: int
    persons: int


async def read_city(folder: Path) -> City:
    """Every row, read and checked once."""
    checked = Checked()
    with TemporaryDirectory() as rejects:
        reports = await import_files(
            files_of(folder), write=checked.write, rejects=Path(rejects), on_progress=lambda _: None
        )
    if any(report.rejected for report in reports):
        raise SystemExit("the city has rows that are refused: the loads would differ")
    return City(folder, list(checked.batches()), checked.count(), checked.count("Person"))


# ── ways to load ─────────────────────────────────────────────────────────────────────────────────────────────────────
async def load_bare(graph: Graph, city: City) -> None:
    """One batch after the other."""
    for text, rows in city.batches:
        await graph.write([(text, {"rows": rows})], timeout_seconds=BATCH_SECONDS_MAX, metadata={})


async def load_through_the_gate(graph: Graph, city: City, ledger: LedgerPort, vault: VaultPort) -> None:
    """As the command does."""
    ports = Ports(graph=graph, ledger=ledger, vault=vault, policies=FixedPolicy(Policy.load()))
    write = partial(import_batch, ports, Operator(name="benchmark"), time_zone=UTC)
    with TemporaryDirectory() as rejects:
        await import_files(files_of(city.folder), write=write, rejects=Path(rejects), on_progress=lambda _: None)


@asynccontextmanager
async def new_home() -> AsyncIterator[tuple[LedgerPort, VaultPort]]:
    """A log with an open intake, and a vault, of nobody: a second import into the old ones would find each person's key there."""
    with TemporaryDirectory() as home:
        settings = Settings(home=Path(home))
        vault = Vault.create(settings)
        await asyncio.to_thread(_open_intake, settings)
        ledger = Ledger.open(settings, vault)
        try:
            yield ledger, vault
        finally:
            ledger.close()
            vault.close()


def _open_intake(settings: Settings) -> None:
    make_operators(settings)
    open_intake(settings)


@asynccontextmanager
async def ways(graph: Graph, city: City) -> AsyncIterator[Mapping[str, Load]]:
    """The four, ready to run once."""
    async with new_home() as (first_ledger, _), new_home() as (second_ledger, second_vault):
        no_ledger = cast("LedgerPort", NoLedger(await first_ledger.read_operations()))
        no_vault = cast("VaultPort", NoVault())
        yield {
            "bare": partial(load_bare, graph, city),
            "import, no log": partial(load_through_the_gate, graph, city, no_ledger, no_vault),
            "import, log": partial(load_through_the_gate, graph, city, first_ledger, no_vault),
            "import, log and keys": partial(load_through_the_gate, graph, city, second_ledger, second_vault),
        }


DEPTHS = (0, 30, 60, 90)  # frames of this file below which the import starts: a chunk holds about a hundred


def below(depth: int, call: Callable[[], None]) -> None:
    """Call it from so many frames further in."""
    if depth:
        below(depth - 1, call)
    else:
        call()


@asynccontextmanager
async def ways_of_frames(found: Connection, city: City) -> AsyncIterator[Mapping[str, Load]]:
    """The whole import in a thread of its own, from a plain frame and from a roomy one, ready to run once."""

    def run(ledger: LedgerPort, vault: VaultPort) -> None:
        async def load() -> None:
            async with Graph(found) as graph:
                await load_through_the_gate(graph, city, ledger, vault)

        asyncio.run(load())

    async with AsyncExitStack() as homes:
        loads: dict[str, Load] = {}
        for depth in DEPTHS:
            for name, start in (("plain", below), ("roomy", FromRoomyFrame(below))):
                work = partial(run, *await homes.enter_async_context(new_home()))
                loads[f"{name}, {depth} frames in"] = partial(asyncio.to_thread, start, depth, work)
        yield loads


# ── rounds ───────────────────────────────────────────────────────────────────────────────────────────────────────────
async def ask(graph: Graph, name: str) -> list[int]:
    """The one row of a statement of this benchmark."""
    text = (CYPHER / f"{name}.cypher").read_text(encoding="utf-8")
    return (await graph.write([(text, {})], timeout_seconds=BATCH_SECONDS_MAX, metadata={}))[0].values[0]


async def refuse_what_is_in_use(graph: Graph) -> None:
    """Stop unless the graph is empty: the benchmark deletes, and never somebody's data."""
    if await ask(graph, "is_empty") != [True]:
        raise SystemExit("this graph holds data, and the benchmark would delete it: give it an empty one of its own")


async def empty(graph: Graph) -> None:
    """Delete everything."""
    while await ask(graph, "empty") != [0]:
        pass


async def one_round(graph: Graph, ways: AbstractAsyncContextManager[Mapping[str, Load]]) -> dict[str, float]:
    """The seconds of each way. Each must make what the first one made."""
    seconds: dict[str, float] = {}
    made: list[int] = []
    async with ways as loads:
        for name, load in loads.items():
            started = time.monotonic()
            await load()
            seconds[name] = time.monotonic() - started
            size = await ask(graph, "size")
            made = made or size
            if size != made:
                raise SystemExit(f"`{name}` made {size} nodes, edges and properties, and the first load made {made}")
            await empty(graph)
    return seconds


async def compare(found: Connection, folder: Path, rounds: int, *, frames: bool) -> None:
    """Measure and print."""
    city = await read_city(folder)
    print(f"{city.rows:,} rows, {city.persons:,} persons", flush=True)
    ratios: dict[str, list[float]] = {}
    async with Graph(found) as graph:
        await refuse_what_is_in_use(graph)
        await migrate(graph)
        for number in range(rounds + 1):  # the first warms up: plans and the Java compiler
            seconds = await one_round(graph, ways_of_frames(found, city) if frames else ways(graph, city))
            first = next(iter(seconds))
            print("warm-up" if number == 0 else f"round {number}")
            for name, taken in seconds.items():
                ratio = seconds[first] / taken
                if number > 0:
                    ratios.setdefault(name, []).append(ratio)
                speed = f"{city.rows / taken:9,.0f} rows/s {city.persons / taken:7,.0f} persons/s"
                print(f"  {name:22} {speed}  {ratio:.2f}", flush=True)
    print(f"median of the ratios to `{first}`")
    for name, found_ratios in ratios.items():
        spread = f"{min(found_ratios):.2f} to {max(found_ratios):.2f}"
        print(f"  {name:22} {statistics.median(found_ratios):.2f} ({spread})")


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--frames", action="store_true", help="compare the frames from which it starts instead")
    options = parser.parse_args()
    own = connection(Settings()) if Settings().neo4j_uri else None
    if own is not None:
        asyncio.run(compare(own, options.folder, options.rounds, frames=options.frames))
        return
    with TemporaryDirectory() as home:
        server = EmbeddedServer(Settings(home=Path(home)))
        try:
            asyncio.run(compare(server.start(print), options.folder, options.rounds, frames=options.frames))
        finally:
            server.stop()


if __name__ == "__main__":
    from_roomy_frame(main)  # as the command is
