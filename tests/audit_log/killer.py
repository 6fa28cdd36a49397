"""Kills a process that writes to the log, again and again, in one home that grows.

Arguments: the home, how often, a seed. Each round forks a process that opens the log as a hub does (it settles what the
one before left open), appends with 16 callers, prints what is acknowledged, and is killed a moment after its first line.
Between the rounds it is checked that what was acknowledged is there. Run by `test_faults.py`; forking, because starting
Python takes longer than a round.
"""

import asyncio
import os
import random
import signal
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

from hub.audit_log import Ledger
from hub.settings import Settings
from hub.vault import Vault
from tests.audit_log.entries import entry, person, write
from tlog.chains import subject_head

CALLERS = 16
_FIRST_LINE_SECONDS_MAX = 60
_LIFE_SECONDS_MAX = 0.06  # after its first line: dozens of groups on a quiet machine


async def _call(ledger: Ledger, number: int) -> None:
    subject, count = person(), 0
    while True:
        count += 1
        receipts = await ledger.append([entry(subject), entry(person())])
        (intent,) = await ledger.intend([write(subject, f"w-{os.getpid()}-{number}-{count}")])
        lines = [f"entry {receipt.sequence} {receipt.chain_head.hex()}" for receipt in (*receipts, intent)]
        lines.append(f"intent {intent.write}")
        if count % 2 and intent.write is not None:
            await ledger.settle(intent.write, "committed")
            lines.append(f"committed {intent.write}")
        os.write(1, ("\n".join(lines) + "\n").encode())


async def _write(home: Path) -> None:
    """What the process does that will be killed."""
    settings = Settings(home=home)
    ledger = Ledger.open(settings, Vault.open(settings))
    for found in ledger.open_intents():
        await ledger.settle(found, "rolled_back")
        os.write(1, f"rolled_back {found}\n".encode())
    await asyncio.gather(*(_call(ledger, number) for number in range(CALLERS)))


def _killed(home: Path, output: Path, life_seconds: float) -> list[list[str]]:
    """The words of each whole line that one such process printed."""
    with output.open("wb") as file:
        process = os.fork()
        if process == 0:
            os.dup2(file.fileno(), 1)
            asyncio.run(_write(home))
        deadline = time.monotonic() + _FIRST_LINE_SECONDS_MAX
        while output.stat().st_size == 0:
            assert time.monotonic() < deadline
            time.sleep(0.002)
        time.sleep(life_seconds)
        os.kill(process, signal.SIGKILL)
        _, status = os.waitpid(process, 0)
        assert os.WTERMSIG(status) == signal.SIGKILL
    return [line.split() for line in output.read_text().rpartition("\n")[0].split("\n")]


class Kept:
    """What was acknowledged, held against the log's file."""

    def __init__(self, log_file: Path) -> None:
        self._log_file = log_file
        self._intents: set[str] = set()
        self._ended: dict[str, str] = {}
        self.entries = 0

    def check(self, lines: list[list[str]]) -> None:
        heads = {int(words[1]): words[2] for words in lines if words[0] == "entry"}
        self._intents.update(words[1] for words in lines if words[0] == "intent")
        self._ended.update({words[1]: words[0] for words in lines if words[0] in ("committed", "rolled_back")})
        self.entries += len(heads)
        with closing(sqlite3.connect(self._log_file)) as database:
            for sequence, head in heads.items():
                statement = "SELECT previous, commitment FROM entries WHERE sequence = ?"
                assert subject_head(*database.execute(statement, (sequence,)).fetchone()).hex() == head
            ended = dict(database.execute("SELECT write, ended FROM writes").fetchall())
        assert self._intents <= ended.keys()
        assert {write: ended[write] for write in self._ended} == self._ended


def _main(home: Path, rounds: int, seed: int) -> None:
    chance = random.Random(seed)
    kept = Kept(home / "private" / "log.sqlite")
    for _ in range(rounds):
        kept.check(_killed(home, home / "output", chance.uniform(0, _LIFE_SECONDS_MAX)))
    sys.stdout.write(f"{kept.entries}\n")


if __name__ == "__main__":
    _main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
