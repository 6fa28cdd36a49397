"""The whole hub killed under load, again and again: what was answered is on the log, and no write is in one store only."""

import random
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path
from typing import Any

import httpx
import pytest

from hub.demo.issuer import DevelopmentIssuer
from hub.settings import Settings
from tests.case.counter import residents
from tests.support.command import run
from tests.support.hub import Who
from tests.support.serving import SECONDS_MAX, Served, serving
from tests.support.store import City, ask_graph

KILLS, KILLS_LONG = 4, 20
RESIDENTS, CALLERS_OF_EACH = 4, 2
LIFE_SECONDS_MAX = 1.5  # under load, before the kill
_ANSWERED_BEFORE = 2 * RESIDENTS  # so that each life has something to lose
_PATIENT = {"DOMICILE_BUDGET_FACTOR": "1000"}
_COMMITS = (Path(__file__).parent / "cypher" / "commits.cypher").read_text(encoding="utf-8")
_READ = "query %s { me { name { full } receiptCard { issuedAt } } }"
_WRITE = "mutation %s { createReceiptCard { code } }"
_LOG = """query Log($after: String) { me { accessLog(first: 100, after: $after) {
  nodes { operation action outcome } pageInfo { hasNextPage endCursor } } } }"""


@dataclass
class Load:
    """Requests of residents without a pause, each under a name of its own, by which it is found on the log."""

    served: Served
    tokens: dict[Who, str]
    life: int
    answered: dict[Who, list[str]] = field(default_factory=dict)

    def _call(self, who: Who, caller: int) -> None:
        with httpx.Client(headers={"authorization": f"Bearer {self.tokens[who]}"}, timeout=SECONDS_MAX) as client:
            for number in count():
                form, letter = ((_READ, "R"), (_WRITE, "W"))[number % 2]
                name = f"{letter}{self.life}x{caller}x{number}"
                try:
                    answer = client.post(f"{self.served.url}/graphql", json={"query": form % name})
                    whole = answer.json()
                except httpx.HTTPError:
                    return
                assert (answer.status_code, whole.get("errors")) == (200, None), whole
                self.answered[who].append(name)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run it; the threads end by themselves when the hub is gone."""
        self.answered = {who: [] for who in self.tokens}
        callers = [(who, number) for number, who in enumerate([*self.tokens] * CALLERS_OF_EACH)]
        threads = [threading.Thread(target=self._call, args=caller) for caller in callers]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            for thread in threads:
                thread.join(SECONDS_MAX)

    def await_answers(self, least: int) -> None:
        deadline = time.monotonic() + SECONDS_MAX
        while sum(len(names) for names in self.answered.values()) < least:
            assert time.monotonic() < deadline
            time.sleep(0.01)


def _logged(served: Served, token: str) -> Sequence[dict[str, Any]]:
    """What a resident sees on their log, all pages."""
    entries: list[dict[str, Any]] = []
    after = None
    while True:
        body = {"query": _LOG, "variables": {"after": after}}
        headers = {"authorization": f"Bearer {token}"}
        answer = httpx.post(f"{served.url}/graphql", json=body, headers=headers, timeout=SECONDS_MAX).json()
        page = answer["data"]["me"]["accessLog"]
        entries += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return entries
        after = page["pageInfo"]["endCursor"]


def _commits(settings: Settings) -> set[str]:
    return {entry for (entry,) in ask_graph(settings, _COMMITS)}


def _ended(settings: Settings) -> dict[str, str]:
    """How each write ended by the log."""
    with closing(sqlite3.connect(settings.private_folder / "log.sqlite")) as database:
        return dict(database.execute("SELECT write, ended FROM writes").fetchall())


@pytest.mark.full
@pytest.mark.parametrize(("kills", "seed"), [(KILLS, 1), pytest.param(KILLS_LONG, None, marks=pytest.mark.long)])
def test_a_hub_that_is_killed_under_load_has_an_entry_for_each_answer_and_each_commit(
    served_home: Settings, city: City, kills: int, seed: int | None
) -> None:
    seed = random.getrandbits(32) if seed is None else seed  # the run's own seed gives it again
    print(f"kills: seed {seed}")  # noqa: T201 - a failure is told with it
    chance = random.Random(seed)
    issuer = DevelopmentIssuer.open(served_home)
    askers = [item.who for item in islice(residents(city), RESIDENTS)]
    tokens = {who: issuer.token(client=who.client, subject=who.subject, office=None) for who in askers}
    answered: dict[Who, set[str]] = {who: set() for who in askers}
    for life in range(kills):
        with serving(served_home.home, environment=_PATIENT) as served:
            load = Load(served, tokens, life)
            with load.running():
                load.await_answers(_ANSWERED_BEFORE)
                time.sleep(chance.uniform(0, LIFE_SECONDS_MAX))
                served.kill()
        for who, names in load.answered.items():
            answered[who].update(names)

    with serving(served_home.home, environment=_PATIENT) as served:  # which settles what the last life left open
        for who in askers:
            entries = _logged(served, tokens[who])
            on_the_log = {entry["operation"] for entry in entries}
            assert answered[who] - on_the_log == set()
            writes = {entry["operation"]: entry["outcome"] for entry in entries if entry["action"] == "WRITE"}
            assert set(writes.values()) <= {"COMMITTED", "ROLLED_BACK"}
            assert {writes[name] for name in answered[who] if name.startswith("W")} == {"COMMITTED"}
    ended = _ended(served_home)
    assert {write for write, outcome in ended.items() if outcome == "committed"} == _commits(served_home)
    said = run("log", "verify", home=served_home.home)
    assert (said.code, "the log is whole" in said.out, "open" in said.out) == (0, True, False)
    assert sum(len(names) for names in answered.values()) >= kills * _ANSWERED_BEFORE
