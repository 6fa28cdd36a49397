"""Polite callers beside hostile ones: how long the polite ones wait, and how long without the others.

    python -m benchmarks.hostile [--rounds 5] [--seconds 4] [--only NAME ...]

Needs the demo's home and a running graph, as `benchmarks.questions`. The hostile ones have a process and an address of
their own (127.0.0.2), come as another officer, and do one thing each; rounds without and with them alternate. Prints for each: what the polite ones'
p50 and p99 are, in milliseconds, and the ratio to the rounds without (medians over the rounds), with the most and the least
of the ratio. It is to be 2 at most for the p99. Loopback only.
"""

import argparse
import asyncio
import json
import multiprocessing
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.questions import Asked, await_ready, exchange, on_the_wire, prepare, serve
from hub.settings import Settings

_HERE, _THERE = "127.0.0.1", "127.0.0.2"
_POLITE = 4  # callers, each with a pause between its questions
_PAUSE_SECONDS = 0.02
_POLITE_ASKS = "BuildingWithRooms"
_WHO_ELSE = "EmployersNearby"  # another officer asks it, as whom the hostile ones come
_SILENT = 1_100  # connections that a hostile address holds, or tries to
_BUSY = 120  # callers of the hostile kinds that ask: nearly as many as one address may have under way
_SETTLE_SECONDS = 2  # until they hold what they can

_SPREAD = (
    "{ ...A ...B } fragment A on Query { "
    + " ".join(f"a{number}: __schema {{ ...T }}" for number in range(4))
    + " } fragment B on Query { ...A } fragment T on __Schema { types { fields { type { name ofType { name } } } } }"
)
_CONTRACT = (
    "{ __schema { types { name description fields { name description args { name description } type { name } } } } }"
)
_ROOTS = " ".join(
    f"b{number}: buildings(first: 100) {{ nodes {{ id rooms(first: 47) {{ nodes {{ FIELDS }} }} }} }}"
    for number in range(5)
)
_WIDE = f"{{ {_ROOTS} }}".replace("FIELDS", "id floor")
_LONG = f"{{ {_ROOTS} }}".replace("FIELDS", "id designator floor areaSquareMetres permittedOccupancy kind")
_LISTED = "mutation Listed($it: [String!]) { recordScreenExport(input: {licences: $it}) { at } }"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--only", nargs="+", default=list(_HOSTILE), choices=list(_HOSTILE))
    options = parser.parse_args()
    settings = Settings()
    port = settings.port + 1
    with TemporaryDirectory() as folder:
        recorded = Path(folder) / "recorded.json"
        hub = serve(
            "hub", port, recorded, {}
        )  # with the budgets of a city: the polite ones ask about places, which costs nothing
        try:
            asked = prepare(port, settings, recorded)
            await_ready(port)
            polite, other = (next(item for item in asked if item.name == name) for name in (_POLITE_ASKS, _WHO_ELSE))
            for name in options.only:
                _compare(name, port, polite, other.headers, options)
        finally:
            hub.terminate()
            hub.wait()


def _compare(name: str, port: int, polite: Asked, other: Mapping[str, str], options: argparse.Namespace) -> None:
    """Rounds without and with, in turns; the first of each is for warming up."""
    alone: list[tuple[float, float]] = []
    beside: list[tuple[float, float]] = []
    for _ in range(options.rounds + 1):
        alone.append(asyncio.run(_asked(port, polite, options.seconds)))
        with _hostile(name, port, other):
            beside.append(asyncio.run(_asked(port, polite, options.seconds)))
    for place, what in enumerate(("p50", "p99")):
        pairs = [(first[place], second[place]) for first, second in zip(alone[1:], beside[1:], strict=True)]
        without, with_them = (statistics.median(values) for values in zip(*pairs, strict=True))
        ratios = sorted(second / first for first, second in pairs)
        spread = f"x{statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"
        print(f"{name:16} {what}  {1000 * without:8.1f} ms  {1000 * with_them:8.1f} ms  {spread}", flush=True)


@contextmanager
def _hostile(name: str, port: int, headers: Mapping[str, str]) -> Iterator[None]:
    """The hostile ones of a kind, for the time of a block: they end with it, and with this process."""
    process = multiprocessing.get_context("spawn").Process(
        target=_be_hostile, args=(name, port, dict(headers)), daemon=True
    )
    process.start()
    time.sleep(_SETTLE_SECONDS)
    try:
        if not process.is_alive():
            raise SystemExit(f"the hostile ones ended by themselves: {name}")
        yield
    finally:
        process.terminate()
        process.join()


def _be_hostile(name: str, port: int, headers: Mapping[str, str]) -> None:
    async def all_of_them() -> None:
        await asyncio.gather(*_HOSTILE[name](port, headers))

    asyncio.run(all_of_them())


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


# ── the hostile ones, each until its process ends ────────────────────────────────────────────────────────────────────

_Kind = Callable[[int, Mapping[str, str]], list[Awaitable[None]]]
"""Callers, from the hub's port and the headers of somebody who may ask."""


def _silent(sent: bytes) -> _Kind:
    """Connections that send this and then nothing; who is closed comes again."""

    async def hold(port: int) -> None:
        while True:
            with suppress(OSError):
                reader, writer = await asyncio.open_connection(_HERE, port, local_addr=(_THERE, 0))
                writer.write(sent)
                await reader.read()
            await asyncio.sleep(1)

    return lambda port, _: [hold(port) for _ in range(_SILENT)]


def _asking(document: str, variables: Mapping[str, object] | None = None, *, token: str = "") -> _Kind:
    """The same again and again, whatever is answered; with another token than that of the one who may."""
    body = json.dumps({"query": document, "variables": variables or {}}, separators=(",", ":")).encode()

    async def ask(port: int, headers: Mapping[str, str]) -> None:
        wire = on_the_wire(Asked("hostile", body, headers))
        while True:
            with suppress(OSError, asyncio.IncompleteReadError):
                reader, writer = await asyncio.open_connection(_HERE, port, local_addr=(_THERE, 0))
                while await exchange(reader, writer, wire):
                    pass
            await asyncio.sleep(0.05)

    def callers(port: int, headers: Mapping[str, str]) -> list[Awaitable[None]]:
        given = {**headers, "authorization": f"Bearer {token}"} if token else headers
        return [ask(port, given) for _ in range(_BUSY)]

    return callers


def _forged(headers: Mapping[str, str]) -> str:
    """A token of the right form whose signature is wrong."""
    head, payload, signature = headers["authorization"].removeprefix("Bearer ").split(".")
    return ".".join((head, payload, signature[::-1]))


_HOSTILE: dict[str, _Kind] = {
    "silent": _silent(b""),
    "half a header": _silent(b"POST /graphql HTTP/1.1\r\nhost: h"),
    "half a body": _silent(b"POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 1000\r\n\r\n{"),
    "spread": _asking(_SPREAD),
    "contract": _asking(_CONTRACT),
    "wide": _asking(_WIDE),
    "long": _asking(_LONG),
    "long variables": _asking(_LISTED, {"it": [""] * 330_000}),
    "wrong numbers": _asking('{ case(number: "AAAAAAAAAAAA") { number } }'),
    "wrong tokens": lambda port, headers: _asking("{ viewer { client } }", token=_forged(headers))(port, headers),
}

if __name__ == "__main__":
    main()
