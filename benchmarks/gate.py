"""The gate's cost taken apart: authority, decision and log, on the case question at 1, 16 and 128 callers.

    python -m benchmarks.gate [--rounds 5] [--seconds 3] [--callers 1 16 128]

Needs what `benchmarks.questions` needs. The hub runs four times, each with one part more; all are asked in turn in each
round, so that a busy machine meets all of them. Prints for each: requests a second, p50 and p99 in milliseconds, and the
median over the rounds of its rate and its p50 as ratios to the hub with one part less.
"""

import argparse
import asyncio
import statistics
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.questions import Asked, await_ready, load, prepare, serve
from hub.settings import Settings

# From the barest to the whole: what each has more than the one before is what is measured.
VARIANTS = {
    "hub-no-log-no-policy-no-authority": "plan, run, release",
    "hub-no-log-no-policy": "and authority",
    "hub-no-log": "and decision",
    "hub": "and log: the whole hub",
}
QUESTION = "Case"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--callers", type=int, nargs="+", default=[1, 16, 128])
    options = parser.parse_args()
    settings = Settings()
    with TemporaryDirectory() as folder:
        recorded = Path(folder) / "recorded.json"
        ports = {variant: settings.port + 1 + index for index, variant in enumerate(VARIANTS)}
        processes = [serve("hub", ports["hub"], recorded)]
        try:
            asked = next(item for item in prepare(ports["hub"], settings, recorded) if item.name == QUESTION)
            processes += [serve(variant, port, recorded) for variant, port in ports.items() if variant != "hub"]
            for port in ports.values():
                await_ready(port)
            for callers in options.callers:
                _show(callers, _measured(asked, ports, callers, options))
        finally:
            for process in processes:
                process.terminate()


def _measured(
    asked: Asked, ports: Mapping[str, int], callers: int, options: argparse.Namespace
) -> Mapping[str, list[list[float]]]:
    """The seconds that each request took, by variant and round."""
    rounds: dict[str, list[list[float]]] = {variant: [] for variant in VARIANTS}
    for number in range(options.rounds + 1):
        for variant, port in ports.items():
            times = asyncio.run(load(port, asked, callers, options.seconds))
            if number:  # the first is for warming up
                rounds[variant].append(sorted(times))
    return rounds


def _show(callers: int, rounds: Mapping[str, list[list[float]]]) -> None:
    for variant, with_parts in VARIANTS.items():
        together = sorted(time for times in rounds[variant] for time in times)
        p50, p99 = (1000 * together[int(len(together) * share)] for share in (0.5, 0.99))
        print(f"{callers:4} callers  {with_parts:24} {len(together):7} answers  p50 {p50:7.2f}  p99 {p99:7.2f} ms")
    for less, more in pairwise(VARIANTS):
        pairs = list(zip(rounds[less], rounds[more], strict=True))
        rate = statistics.median(len(after) / len(before) for before, after in pairs)
        half = statistics.median(statistics.median(after) / statistics.median(before) for before, after in pairs)
        print(f"{callers:4} callers  {VARIANTS[more]:24} rate x{rate:.2f}  p50 x{half:.2f} of the one above")


if __name__ == "__main__":
    main()
