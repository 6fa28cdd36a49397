"""Nobody waits for another's large document or answer: it is worked on in steps, and others have their turn between them."""

import asyncio
import time
import uuid

import pytest
from graphql import get_introspection_query

from hub.gate.patience import Patience
from hub.http import slices
from hub.turns import Turns
from model import limits
from tests.http.conftest import Web
from tests.support.hub import Answer

_SMALL = "{ __typename }"  # which asks nobody, and needs a few turns of the loop


@pytest.fixture
def large() -> str:
    """A document with a large answer, which nobody has asked in these words: what is asked of the contract twice is kept."""
    return f"{get_introspection_query()}# {uuid.uuid4()}"


@pytest.fixture
def each_object_is_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that what waits for time does not depend on the machine's."""
    monkeypatch.setattr(slices, "STEP_SECONDS", -1.0)


async def _raced(web: Web, first: str, then: str) -> list[str]:
    """Both at once, begun in this order: which is answered when."""
    answered: list[str] = []

    async def ask(document: str) -> Answer:
        answer = await web.answer(document, who=web.who)
        answered.append(document)
        return answer

    answers = await asyncio.gather(ask(first), ask(then))
    assert [answer.status for answer in answers] == [200, 200]
    return answered


@pytest.mark.usefixtures("each_object_is_a_step")
def test_a_small_question_is_answered_while_a_large_answer_is_completed(web: Web, large: str) -> None:
    assert web.hub.run(_raced(web, large, _SMALL)) == [_SMALL, large]


@pytest.mark.usefixtures("each_object_is_a_step")
def test_a_small_question_is_answered_while_a_long_document_is_validated(web: Web) -> None:
    long = "{ __schema { queryType { " + "... @include(if: true) { name } " * 40 + "} } }"
    assert web.hub.run(_raced(web, long, _SMALL)) == [_SMALL, long]


def test_without_steps_the_large_one_comes_first(web: Web, large: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which shows that the two tests above can fail."""
    monkeypatch.setattr(slices, "STEP_SECONDS", 3600.0)
    assert web.hub.run(_raced(web, large, _SMALL)) == [large, _SMALL]


@pytest.mark.usefixtures("each_object_is_a_step")
def test_who_leaves_ends_the_work(web: Web, large: str) -> None:
    """And the next one is answered, whole."""

    async def leave() -> None:
        asking = asyncio.ensure_future(web.answer(large, who=web.who))
        for _ in range(200):
            await asyncio.sleep(0)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking

    web.hub.run(leave())
    assert web.ask(large).status == 200


def test_a_hundred_refusals_that_leave_on_one_step_of_the_grid_delay_anothers_by_one() -> None:
    """All are due before one leaves: the loop is held beyond the step. Seen red without turns: the other's left last."""
    left: list[str] = []
    patience = Patience(factor=100)

    async def refuse(turns: Turns, address: str, started: float) -> None:
        await turns.begin(address)
        await patience.leave(("issuer", "client", address), started)
        left.append(address)

    async def all_of_them() -> None:
        turns, started = Turns(), time.monotonic()
        addresses = ["there"] * 100 + ["here"]
        waiting = [asyncio.create_task(refuse(turns, address, started)) for address in addresses]
        while not all(turn.done() for turn in waiting):
            await asyncio.sleep(limits.REFUSAL_GRID_SECONDS / 2)
            time.sleep(limits.REFUSAL_GRID_SECONDS)  # noqa: ASYNC251 - which holds the loop
        await asyncio.gather(*waiting)

    asyncio.run(all_of_them())
    assert len(left) == 101
    assert left.index("here") <= 2
