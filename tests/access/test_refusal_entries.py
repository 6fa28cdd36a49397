"""A refusal leaves when its entry is durable, and not before; where it can't be written, that is what is said (design §5).

Tried with each `await` of a refusal's way left out, and with none of them waited for
(`python -m tests.mutants.check --only ':await:.*(refuse|log_denial)'`).
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from model import limits
from model.errors import GraphUnavailableError, LogUnavailableError
from tests.access.refusals import KINDS, READ, Scene, scene
from tests.case.counter import Resident
from tests.support.budgets import spend
from tests.support.hub import Hub, Who

_STEPS = 20  # turns of the event loop that each call takes longer: an answer that doesn't wait for it leaves in between
_AT_THE_COUNTER = ("an opening with a wrong code", "an assent with a wrong code")


class Calls:
    """How many were begun and how many were over, at the moment at which the answer left."""

    def __init__(self) -> None:
        self.begun = self.over = 0


@contextmanager
def _slow(port: Any, name: str) -> Iterator[Calls]:
    """Each call of a port's method is over late."""
    calls, real = Calls(), getattr(port, name)

    async def slow(*arguments: Any, **others: Any) -> Any:
        calls.begun += 1
        try:
            return await real(*arguments, **others)
        finally:
            for _ in range(_STEPS):
                await asyncio.sleep(0.001)
            calls.over += 1

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(port, name, slow)
        yield calls


@contextmanager
def _failing(port: Any, name: str, error: Exception) -> Iterator[None]:
    async def fails(*_: Any, **__: Any) -> Any:
        raise error

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(port, name, fails)
        yield


@pytest.fixture
def on(hub: Hub, clerks: Iterator[Who], somebody: Resident) -> Scene:
    return scene(hub, clerks, somebody)


@pytest.mark.parametrize("kind", KINDS)
def test_a_refusal_of_each_kind_leaves_after_its_entry(hub: Hub, on: Scene, kind: str) -> None:
    refused = KINDS[kind](on)
    with _slow(hub.ports.ledger, "append") as entries:
        assert refused.ask(hub).codes == [refused.code]
    assert entries.over == entries.begun >= 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_refusal_of_each_kind_whose_entry_fails_says_so_and_nothing_else(hub: Hub, on: Scene, kind: str) -> None:
    refused = KINDS[kind](on)
    with _failing(hub.ports.ledger, "append", LogUnavailableError("the log can't be written")):
        assert refused.ask(hub).codes == ["LOG_UNAVAILABLE"]


def test_who_has_no_budget_left_is_refused_after_the_entry(hub: Hub, strict: Hub, on: Scene) -> None:
    """The second attempt, which costs nothing, is waited for as the first is."""
    spend(hub, on.clerk, requests=limits.OFFICER_REQUESTS_MAX)
    with _slow(strict.ports.ledger, "append") as entries:
        assert strict.ask(on.clerk, READ, {"number": on.number}).codes == ["BUDGET_EXCEEDED"]
    assert entries.over == entries.begun >= 2


def test_who_has_no_budget_left_and_whose_entry_fails_is_told_that(
    hub: Hub, strict: Hub, on: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is over a budget is refused before anything is written: it is the entry without a charge that fails."""
    spend(hub, on.clerk, requests=limits.OFFICER_REQUESTS_MAX)
    ledger, real = strict.ports.ledger, strict.ports.ledger.append

    async def append(entries: Any, charges: Any = ()) -> Any:
        if not charges:
            raise LogUnavailableError("the log can't be written")
        return await real(entries, charges)

    monkeypatch.setattr(ledger, "append", append)
    assert strict.ask(on.clerk, READ, {"number": on.number}).codes == ["LOG_UNAVAILABLE"]


@pytest.mark.parametrize("kind", _AT_THE_COUNTER)
def test_a_refusal_at_the_counter_leaves_after_it_was_counted(hub: Hub, on: Scene, kind: str) -> None:
    refused = KINDS[kind](on)
    with _slow(hub.ports.graph, "write") as writes:
        assert refused.ask(hub).codes == [refused.code]
    assert writes.over == writes.begun >= 1


@pytest.mark.parametrize("kind", _AT_THE_COUNTER)
def test_a_refusal_at_the_counter_that_can_not_be_counted_is_none(hub: Hub, on: Scene, kind: str) -> None:
    """Else a number could be tried as often as one likes."""
    refused = KINDS[kind](on)
    with _failing(hub.ports.graph, "write", GraphUnavailableError("the graph does not answer")):
        assert refused.ask(hub).codes == ["GRAPH_UNAVAILABLE"]
