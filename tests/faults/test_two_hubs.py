"""Two hubs of one home, side by side: one log and one budget for both, and what ends in one is over in the other."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing

import pytest

from hub.audit_log import Ledger
from hub.settings import Settings
from hub.vault import Vault
from tests.support.command import run
from tests.support.hub import Who
from tests.support.serving import Served, serving
from tests.support.store import where_its_graph_is

pytestmark = pytest.mark.full

_READ = "query Mine { me { name { full } } }"
_CODE = "mutation Code { createCounterCode(input: {permissions: []}) { code } }"
_LOG = "query Log { me { accessLog(first: 100) { totalCount nodes { number operation } } } }"
_EACH = 12  # questions to each of the two


@pytest.fixture
def two(served_home: Settings) -> Iterator[tuple[Served, Served]]:
    """Both serve the same home, on ports of their own."""
    environment = where_its_graph_is(served_home)
    with ExitStack() as running:
        one, other = (running.enter_context(serving(served_home.home, environment=environment)) for _ in range(2))
        yield one, other


def test_both_write_one_log_and_either_may_be_killed(
    two: tuple[Served, Served], served_home: Settings, resident: Who
) -> None:
    one, other = two
    lost_before = _lost(served_home)
    statuses: list[int] = []

    def ask(served: Served) -> None:
        statuses.extend(served.ask(resident, (_READ, _CODE)[number % 2]).status_code for number in range(_EACH))

    threads = [threading.Thread(target=ask, args=[served]) for served in two]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * (2 * _EACH)
    seen = [served.ask(resident, _LOG).json()["data"]["me"]["accessLog"] for served in two]
    assert seen[1]["totalCount"] == seen[0]["totalCount"] + 1  # the first one's look
    assert seen[1]["nodes"][1:] == seen[0]["nodes"][: len(seen[1]["nodes"]) - 1]
    one.kill()
    assert other.ask(resident, _READ).status_code == 200
    assert other.ask(resident, _CODE).status_code == 200
    assert _lost(served_home) == lost_before
    with closing(Vault.open(served_home)) as vault, closing(Ledger.open(served_home, vault)) as ledger:
        assert ledger.verify().problems == ()


def _lost(settings: Settings) -> set[str]:
    """What one of log and graph does not have of the other: other tests of this home have lost some."""
    said = run("log", "verify", "--graph", home=settings.home, environment=where_its_graph_is(settings))
    return {line for line in said.out.splitlines() if line.startswith("write ")}
