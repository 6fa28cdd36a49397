"""What a roomy frame brings (hub/frames.py): `domicile serve` of another checkout and of this one, alternating in one run.

    python -m benchmarks.frames CHECKOUT [--rounds 5] [--seconds 4] [--callers 1 16]

At which depth of call a chunk of frames ends is a matter of each frame before, so nothing but the command itself, in the state
before, shows what that cost: CHECKOUT is that state, with its `.venv`. Needs the demo's home (`./run demo --check` makes it) and
a running graph (`./run graph start`). Prints for each question and number of callers the requests a second of both, and the ratio
(the median over the rounds).
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.questions import ROOT, Asked, await_ready, load, prepare
from hub.settings import Settings

_WANTED = ("WhoAmI", "Case", "BuildingWithRooms")  # and the list below
LISTS = """query Lists { buildings(first: 100) { nodes { id kind address { fullAddress }
 rooms(first: 10) { nodes { id designator kind permittedOccupancy } } } } }"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--callers", type=int, nargs="+", default=[1, 16])
    options = parser.parse_args()
    settings = Settings()
    checkouts = {"before": options.checkout, "now": ROOT}
    ports = {name: settings.port + 1 + place for place, name in enumerate(checkouts)}
    with TemporaryDirectory() as folder:
        recorded = Path(folder) / "recorded.json"
        started = [_served(checkouts[name], port) for name, port in ports.items()]
        try:
            asked = prepare(ports["now"], settings, recorded)
            for port in ports.values():
                await_ready(port)
            for item in _chosen(asked):
                for callers in options.callers:
                    _measure(item, callers, ports, options.rounds, options.seconds)
        finally:
            for process in started:
                process.terminate()


def _served(checkout: Path, port: int) -> "subprocess.Popen[bytes]":
    command = [str(checkout / ".venv" / "bin" / "python"), "-m", "hub.cli", "serve", "--port", str(port)]
    environment = {**os.environ, "DOMICILE_BUDGET_FACTOR": "100000"}
    return subprocess.Popen(command, cwd=checkout, env=environment, stderr=subprocess.DEVNULL)


def _chosen(asked: list[Asked]) -> list[Asked]:
    building = next(item for item in asked if item.name == "BuildingWithRooms")
    body = json.dumps({"query": LISTS, "variables": {}, "operationName": "Lists"}).encode()
    return [Asked("Lists", body, building.headers), *(item for item in asked if item.name in _WANTED)]


def _measure(item: Asked, callers: int, ports: Mapping[str, int], rounds: int, seconds: float) -> None:
    rates: dict[str, list[float]] = {name: [] for name in ports}
    for turn in range(rounds + 1):
        for name, port in ports.items():
            count = len(asyncio.run(load(port, item, callers, seconds)))
            if turn:  # the first is for warming up
                rates[name].append(count / seconds)
    ratios = [now / before for before, now in zip(rates["before"], rates["now"], strict=True)]
    told = ", ".join(f"{name} {statistics.median(each):.1f}/s" for name, each in rates.items())
    print(
        f"{item.name:20} {callers:3} callers  {told}, "
        f"x{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
    )


if __name__ == "__main__":
    main()
