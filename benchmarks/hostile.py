"""Polite callers beside hostile ones: how long the polite ones wait, and how long without the others.

    python -m benchmarks.hostile [--rounds 3] [--seconds 5] [--only NAME ...]

Needs the demo's home and a running graph, as `benchmarks.questions`. The hostile ones have an address of their own
(127.0.0.2) and do one thing each; rounds without and with them alternate. Prints for each: what the polite ones' p50 and p99 are,
in milliseconds, and the ratio to the rounds without (medians over the rounds). It is to be 2 at most for the p99. Loopback only.
"""

import argparse
import asyncio
import json
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.questions import Asked, await_ready, exchange, on_the_wire, prepare, serve
from hub.settings import Settings

_HERE, _THERE = "127.0.0.1", "127.0.0.2"
_POLITE = 4  # callers, each with a pause between its questions
_PAUSE_SECONDS = 0.02
_SILENT = 1_100  # connections that a hostile address holds, or tries to
_BUSY = 16  # callers of the hostile kinds that ask

_SPREAD = (
    "{ ...A ...B } fragment A on Query { "
    + " ".join(f"a{number}: __schema {{ ...T }}" for number in range(4))
    + " } fragment B on Query { ...A } fragment T on __Schema { types { fields { type { name ofType { name } } } } }"
)
_WIDE = "{ " + " ".join(f"b{number}: buildings(first: 20) {{ nodes {{ rooms(first: 40) {{ nodes {{ id floor }} }} }} }}" for number in range(5)) + " }"  # fmt: skip
_LISTED = "query Listed($it: [String!]) { __typename @include(if: true) a: __typename }"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--only", nargs="+", default=list(_HOSTILE), choices=list(_HOSTILE))
    options = parser.parse_args()
    settings = Settings()
    port = settings.port + 1
    with TemporaryDirectory() as folder:
        recorded = Path(folder) / "recorded.json"
        hub = serve("hub", port, recorded)
        try:
            asked = prepare(port, settings, recorded)
            await_ready(port)
            polite = next(item for item in asked if item.name == "Building")
            for name in options.only:
                asyncio.run(_compare(name, port, polite, options))
        finally:
            hub.terminate()


async def _compare(name: str, port: int, polite: Asked, options: argparse.Namespace) -> None:
    """Rounds without and with, in turns; the first of each is for warming up."""
    alone: list[tuple[float, float]] = []
    beside: list[tuple[float, float]] = []
    for _ in range(options.rounds + 1):
        alone.append(await _asked(port, polite, options.seconds))
        hostile = [asyncio.ensure_future(one) for one in _HOSTILE[name](port, polite)]
        await asyncio.sleep(1)  # until they hold what they can
        beside.append(await _asked(port, polite, options.seconds))
        for one in hostile:
            one.cancel()
        await asyncio.gather(*hostile, return_exceptions=True)
    for place, what in enumerate(("p50", "p99")):
        without, with_them = (statistics.median(round_[place] for round_ in rounds[1:]) for rounds in (alone, beside))
        print(f"{name:16} {what}  {1000 * without:8.1f} ms  {1000 * with_them:8.1f} ms  x{with_them / without:.2f}")


async def _asked(port: int, polite: Asked, seconds: float) -> tuple[float, float]:
    """The polite ones' p50 and p99, in seconds."""
    until = time.perf_counter() + seconds
    each = await asyncio.gather(*(_polite(port, polite, until) for _ in range(_POLITE)))
    taken = sorted(one for times in each for one in times)
    return taken[len(taken) // 2], taken[int(len(taken) * 0.99)]


async def _polite(port: int, asked: Asked, until: float) -> list[float]:
    """Asks, waits a little, asks again. Whoever is not answered at all ends the benchmark."""
    reader, writer = await asyncio.open_connection(_HERE, port, local_addr=(_HERE, 0))
    times = []
    while (start := time.perf_counter()) < until:
        status = await exchange(reader, writer, on_the_wire(asked))
        if status != 200:
            raise SystemExit(f"a polite caller was answered {status}")
        times.append(time.perf_counter() - start)
        await asyncio.sleep(_PAUSE_SECONDS)
    writer.close()
    return times


# ── the hostile ones, each until it is cancelled ─────────────────────────────────────────────────────────────────────


def _silent(sent: bytes) -> Callable[[int, Asked], list[Awaitable[None]]]:
    """Connections that send this and then nothing; who is closed comes again."""

    async def hold(port: int) -> None:
        while True:
            with suppress(OSError):
                reader, writer = await asyncio.open_connection(_HERE, port, local_addr=(_THERE, 0))
                writer.write(sent)
                await reader.read()
            await asyncio.sleep(1)

    return lambda port, _: [hold(port) for _ in range(_SILENT)]


def _asking(
    document: str, variables: Mapping[str, object] | None = None
) -> Callable[[int, Asked], list[Awaitable[None]]]:
    """The same again and again, whatever is answered."""
    body = json.dumps({"query": document, "variables": variables or {}}).encode()

    async def ask(port: int, headers: Mapping[str, str]) -> None:
        wire = on_the_wire(Asked("hostile", body, headers))
        while True:
            with suppress(OSError, asyncio.IncompleteReadError):
                reader, writer = await asyncio.open_connection(_HERE, port, local_addr=(_THERE, 0))
                while await exchange(reader, writer, wire):
                    pass
            await asyncio.sleep(0.05)

    return lambda port, polite: [ask(port, polite.headers) for _ in range(_BUSY)]


_HOSTILE: dict[str, Callable[[int, Asked], list[Awaitable[None]]]] = {
    "silent": _silent(b""),
    "half a header": _silent(b"POST /graphql HTTP/1.1\r\nhost: h"),
    "half a body": _silent(b"POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 1000\r\n\r\n{"),
    "spread": _asking(_SPREAD),
    "wide": _asking(_WIDE),
    "long variables": _asking(_LISTED, {"it": ["x"] * 100_000}),
    "wrong numbers": _asking('{ case(number: "AAAAAAAAAAAA") { number } }'),
}

if __name__ == "__main__":
    main()
