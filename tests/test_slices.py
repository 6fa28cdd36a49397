"""Work in steps, by itself: turns, order, errors, an end. What it is for is held in tests/http/test_turns.py."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from hub.http import slices
from hub.http.slices import Slices, pause


@pytest.fixture(autouse=True)
def each_pause_ends_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "STEP_SECONDS", -1.0)


def _work(name: str, steps: int, said: list[str]) -> Callable[[], str]:
    def work() -> str:
        for _ in range(steps):
            said.append(name)
            pause()
        return name

    return work


async def _beside(said: list[str], *works: Coroutine[Any, Any, Any]) -> list[Any]:
    """All at once, beside one who says `-` in each turn of the loop."""

    async def turn() -> None:
        while True:
            said.append("-")
            await asyncio.sleep(0)

    turning = asyncio.ensure_future(turn())
    done = await asyncio.gather(*works, return_exceptions=True)
    turning.cancel()
    return done


def test_of_several_long_works_one_has_a_step_in_a_turn() -> None:
    said: list[str] = []
    long = Slices()
    works = [long.run(_work(name, 50, said)) for name in "abc"]
    assert asyncio.run(_beside(said, *works)) == ["a", "b", "c"]
    steps = [len(turn) for turn in "".join(said).split("-")]
    assert [count for count in steps if count > 1] == [3]  # in the turn in which they come each has its first
    assert sum(steps) == 3 * 50


def test_who_has_had_the_fewest_steps_goes_first() -> None:
    said: list[str] = []
    long = Slices()

    async def later() -> str:
        for _ in range(20):
            await asyncio.sleep(0)
        return await long.run(_work("b", 5, said))

    assert asyncio.run(_beside(said, long.run(_work("a", 100, said)), later())) == ["a", "b"]
    spoken = "".join(said).replace("-", "")
    assert spoken.index("b") < 25
    assert "bbbb" in spoken


def test_an_error_is_the_callers_own() -> None:
    def fail() -> None:
        pause()
        raise KeyError("x")

    said: list[str] = []
    long = Slices()
    done = asyncio.run(_beside(said, long.run(fail), long.run(_work("a", 3, said))))
    assert [type(done[0]), done[1]] == [KeyError, "a"]


def test_who_is_cancelled_ends_where_it_pauses_and_what_it_opened_is_closed() -> None:
    said: list[str] = []

    def work() -> None:
        try:
            while True:
                pause()
        finally:
            said.append("closed")

    async def leave() -> None:
        long = Slices()
        running = asyncio.ensure_future(long.run(work))
        for _ in range(5):
            await asyncio.sleep(0)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert await long.run(_work("a", 3, said)) == "a"

    asyncio.run(leave())
    assert said == ["closed", "a", "a", "a"]


def test_outside_of_work_a_pause_is_nothing() -> None:
    pause()
