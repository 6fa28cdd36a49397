"""What a decision costs: a remembered one, and one that Cedar is asked for.

`python -m benchmarks.decisions [--rounds 20]`. A round decides each question that can be asked once, in an order by chance,
on four field groups, as a request about a person touches them, and on all; the first asks Cedar, the others remember.
"""

import argparse
import gc
import random
import statistics
import time
from collections.abc import Sequence

from hub.policy import Policy
from hub.policy.reach import reachable
from model.callers import Question
from model.groups import FieldGroup

LIMIT_MICROSECONDS = 20  # what a remembered decision may take at p99
SEED = 1
ALL_GROUPS = frozenset(FieldGroup)
ASKED_GROUPS = frozenset({FieldGroup.CASE, FieldGroup.PERSON_NAME, FieldGroup.RESIDENCE, FieldGroup.HISTORY})


class _Taken:
    """Microseconds of each decision: by the wall, and of this thread's CPU, which other work on the machine leaves alone."""

    def __init__(self) -> None:
        self.wall: list[float] = []
        self.cpu: list[float] = []

    def time(self, policy: Policy, questions: Sequence[Question], groups: frozenset[FieldGroup]) -> "_Taken":
        """Decide each question once."""
        for question in questions:
            wall, cpu = time.perf_counter_ns(), time.thread_time_ns()
            policy.decide(question, groups)
            self.cpu.append((time.thread_time_ns() - cpu) / 1_000)
            self.wall.append((time.perf_counter_ns() - wall) / 1_000)
        return self

    def print(self, name: str) -> float:
        """One line. Returns the CPU's p99."""
        (p50, p99), (wall_p50, wall_p99) = _percentiles(self.cpu), _percentiles(self.wall)
        said = f"p50 {p50:8.1f} µs, p99 {p99:8.1f} µs; wall: p50 {wall_p50:8.1f} µs, p99 {wall_p99:8.1f} µs"
        print(f"{name:24} {len(self.cpu):7,} decisions   CPU: {said}")
        return p99


def _percentiles(taken: Sequence[float]) -> tuple[float, float]:
    ordered = sorted(taken)
    return statistics.median(ordered), ordered[int(len(ordered) * 0.99)]


def _run(rounds: int) -> None:
    policy, questions = Policy.load(), list(reachable())
    chance = random.Random(SEED)
    chance.shuffle(questions)
    _Taken().time(policy, questions, ALL_GROUPS).print("Cedar asked, 23 groups")
    gc.freeze()
    whole, usual = _Taken(), _Taken()
    for _ in range(rounds):
        chance.shuffle(questions)
        whole.time(policy, questions, ALL_GROUPS)
        usual.time(policy, questions, ASKED_GROUPS)
    whole.print("remembered, 23 groups")
    p99 = usual.print("remembered, 4 groups")
    print(
        f"limit for what a question asks: {LIMIT_MICROSECONDS} µs, {'held' if p99 <= LIMIT_MICROSECONDS else 'not held'}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="how often all questions are asked again")
    _run(parser.parse_args().rounds)
