"""A refusal at a door leaves on a grid of time: how long it took says nothing of what was found on the way (design §4).

No time is measured: the clock stands still, and the sleep is the test's, which looks whether the answer waits for it. Tried
without the wait at all, and without it at each of the places where a refusal leaves.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from hub.gate.patience import Patience
from model import limits
from tests.access.log import watching
from tests.access.refusals import KINDS, READ, UNKNOWN, Refused, Scene, scene
from tests.case.counter import Resident, officers
from tests.support.budgets import spend
from tests.support.command import run
from tests.support.hub import Hub, Who
from tests.support.store import City

PASSED_SECONDS = 0.234  # since the request came in, when it is refused
LEFT_SECONDS = 0.066  # to the next whole tenth
_STEPS = 20  # turns of the event loop that a sleep here takes: an answer that doesn't wait for it leaves in between
_real_sleep = asyncio.sleep


class Sleeps:
    """What was slept, and whether each sleep was over when the answer left."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.over = 0

    async def sleep(self, seconds: float) -> None:
        self.seconds.append(seconds)
        for _ in range(_STEPS):
            await _real_sleep(0.001)
        self.over += 1


@contextmanager
def _standing_clock() -> Iterator[Sleeps]:
    """Requests come in at one moment, and are refused `PASSED_SECONDS` later."""
    sleeps, began = Sleeps(), 5_000.0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hub.http.endpoint.time", SimpleNamespace(monotonic=lambda: began))
        patch.setattr("hub.jobs.auditing.time", SimpleNamespace(monotonic=lambda: began))
        patch.setattr("hub.gate.patience.time", SimpleNamespace(monotonic=lambda: began + PASSED_SECONDS))
        patch.setattr("hub.gate.patience.asyncio", SimpleNamespace(sleep=sleeps.sleep))
        yield sleeps


def _assert_on_the_grid(sleeps: Sleeps) -> None:
    assert sleeps.seconds == [pytest.approx(LEFT_SECONDS)]
    assert sleeps.over == 1, "the refusal left before its time"


@pytest.fixture
def looking(hub: Hub, city: City) -> dict[str, str]:
    """The environment of an officer of the data-protection office at the command line."""
    return {"DOMICILE_TOKEN": hub.token(officers(city, "data-protection", "objection", level=4)[0])}


@pytest.fixture
def prepared_scene(hub: Hub, clerks: Iterator[Who], somebody: Resident) -> Scene:
    return scene(hub, clerks, somebody)


@pytest.mark.parametrize("kind", KINDS)
def test_a_refusal_of_each_kind_leaves_on_the_grid(hub: Hub, prepared_scene: Scene, kind: str) -> None:
    refused = KINDS[kind](prepared_scene)
    with _standing_clock() as sleeps:
        answer = refused.ask(hub)
    assert answer.codes == [refused.code]
    _assert_on_the_grid(sleeps)


def test_who_has_no_budget_left_is_refused_on_the_grid(hub: Hub, strict: Hub, prepared_scene: Scene) -> None:
    """Also where everything was read before."""
    spend(hub, prepared_scene.clerk, requests=limits.OFFICER_REQUESTS_MAX)
    with _standing_clock() as sleeps:
        answer = strict.ask(prepared_scene.clerk, READ, {"number": prepared_scene.number})
    assert answer.codes == ["BUDGET_EXCEEDED"]
    _assert_on_the_grid(sleeps)


def test_who_is_refused_again_and_again_leaves_one_in_a_step_and_nobody_else_does(
    strict: Hub, prepared_scene: Scene
) -> None:
    """Whatever it was that they named: it is counted by caller."""
    theirs = {"number": prepared_scene.number}
    waited = []
    for turn in range(limits.REFUSALS_FREE + 4):
        with _standing_clock() as sleeps:
            answer = strict.ask(prepared_scene.other, READ, theirs if turn % 2 else {"number": UNKNOWN})
        assert answer.codes == ["CASE_REQUIRED"]
        waited += sleeps.seconds
    later = [LEFT_SECONDS + steps * limits.REFUSAL_GRID_SECONDS for steps in range(1, 5)]
    assert waited == [pytest.approx(seconds) for seconds in [LEFT_SECONDS] * limits.REFUSALS_FREE + later]
    with _standing_clock() as sleeps:
        assert strict.ask(prepared_scene.clerk, READ, {"number": UNKNOWN}).codes == ["CASE_REQUIRED"]
    _assert_on_the_grid(sleeps)


def test_a_refusal_is_forgotten_as_time_passes_and_callers_of_long_ago_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "REFUSALS_CALLERS_MAX", 2)
    patience, free = Patience(), limits.REFUSALS_FREE
    one, other, third = (("issuer", "client", name) for name in ("one", "other", "third"))

    def waits(caller: tuple[str, str, str], now: float) -> int:
        """Steps of the grid, of a request that came in at that moment."""
        return round((patience.leaves(caller, now, now) - now) / limits.REFUSAL_GRID_SECONDS)

    assert [waits(one, 0.0) for _ in range(free + 3)] == [*[0] * free, 1, 2, 3]
    assert waits(one, limits.REFUSALS_SECONDS / 2) == 0  # nothing of theirs waits any more
    assert [waits(one, limits.REFUSALS_SECONDS * 2.0) for _ in range(free + 1)] == [*[0] * free, 1]
    assert [waits(caller, limits.REFUSALS_SECONDS * 2.0) for caller in (one, other, third, one)] == [2, 0, 0, 0]


@pytest.mark.parametrize("arguments", [("--case", "AAAAAAAAAAAA"), ("--sample", "0")])
def test_a_refused_look_into_the_log_leaves_on_the_grid(
    hub: Hub, looking: dict[str, str], arguments: tuple[str, ...]
) -> None:
    with _standing_clock() as sleeps:
        assert run("log", "show", *arguments, home=hub.settings.home, environment=looking).code == 1
    _assert_on_the_grid(sleeps)


def test_a_refused_look_at_a_case_that_is_somebodys_leaves_on_the_grid(
    hub: Hub, looking: dict[str, str], prepared_scene: Scene
) -> None:
    """Refused after the graph named a person, to whose log it goes."""
    arguments = ("log", "show", "--case", prepared_scene.number)
    with watching(hub, prepared_scene.somebody.person) as log, _standing_clock() as sleeps:
        assert run(*arguments, home=hub.settings.home, environment=looking).code == 1
    assert [entry["action"] for entry in log.entries(prepared_scene.somebody.person)] == ["deny"]
    _assert_on_the_grid(sleeps)


def test_a_refused_look_of_nobody_on_the_staff_leaves_on_the_grid(hub: Hub, city: City) -> None:
    """Refused before the graph was asked for any case."""
    office = officers(city, "data-protection", "objection", level=4)[0].office
    stranger = {"DOMICILE_TOKEN": hub.token(Who("data-protection", "nobody-there", office))}
    with _standing_clock() as sleeps:
        said = run("log", "show", "--case", "AAAAAAAAAAAA", home=hub.settings.home, environment=stranger)
    assert "UNAUTHENTICATED: " in said.error
    _assert_on_the_grid(sleeps)


def test_an_answer_waits_for_nothing(hub: Hub, prepared_scene: Scene) -> None:
    with _standing_clock() as sleeps:
        assert hub.ask(prepared_scene.clerk, READ, {"number": prepared_scene.number}).errors == []
    assert sleeps.seconds == []


def test_a_refusal_about_places_waits_for_nothing(hub: Hub, prepared_scene: Scene) -> None:
    """It is no door to a person: nothing of the register is in what it took."""
    refused = Refused(Who("registration", prepared_scene.clerk.subject, prepared_scene.clerk.office), "{ rooms(first: 1) { totalCount } }", "PURPOSE_REQUIRED")  # fmt: skip
    with _standing_clock() as sleeps:
        assert refused.ask(hub).codes == ["PURPOSE_REQUIRED"]
    assert sleeps.seconds == []
