"""Without the log no officer looks into the log: what was looked at is shown once its entries are durable, and not before.

Tried with the log's calls not waited for (`python -m tests.mutants.check --only auditing.*append`).
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from hub.audit_log import Ledger
from model import limits
from model.callers import Entry
from model.errors import LogUnavailableError
from model.times import now
from tests.access.refusals import READ, Scene, scene
from tests.case.counter import Resident, officers
from tests.support.command import Said, run
from tests.support.hub import Hub, Who
from tests.support.store import City

_OBJECT = "mutation P($input: ObjectToProcessingInput!) { objectToProcessing(input: $input) { objection { case } } }"
_ACCEPT = "mutation Accept($case: String!) { acceptCase(case: $case) { number } }"
_DAYS_AGO = count(400)  # each sample on a day of its own, on which no other test draws one


@pytest.fixture
def protector(city: City) -> Who:
    return officers(city, "data-protection", "objection", level=4)[0]


@pytest.fixture
def on(hub: Hub, clerks: Iterator[Who], somebody: Resident) -> Scene:
    return scene(hub, clerks, somebody)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A log that fails when a look is written, after it wrote: who doesn't wait for it learns nothing of that."""
    real = Ledger.append

    async def append(ledger: Ledger, entries: list[Entry], charges: Any = ()) -> Any:
        receipts = await real(ledger, entries, charges)
        if any(entry.operation.startswith("log show") and entry.action == "read" for entry in entries):
            raise LogUnavailableError("the access log can't be written")
        return receipts

    monkeypatch.setattr(Ledger, "append", append)


def _show(hub: Hub, who: Who, *arguments: str) -> Said:
    return run("log", "show", *arguments, home=hub.settings.home, environment={"DOMICILE_TOKEN": hub.token(who)})


def _assert_nothing_shown(said: Said) -> None:
    assert (said.code, said.out) == (1, "")
    assert "LOG_UNAVAILABLE: " in said.error


def test_an_entry_objected_to_is_not_shown(hub: Hub, on: Scene, protector: Who, request: pytest.FixtureRequest) -> None:
    assert hub.ask(on.clerk, READ, {"number": on.number}).errors == []
    answer = hub.ask(on.somebody.who, _OBJECT, {"input": {"purpose": on.clerk.purpose, "reason": "不同意"}})
    number = answer.data["objectToProcessing"]["objection"]["case"]
    assert hub.ask(protector, _ACCEPT, {"case": number}).errors == []
    request.getfixturevalue("failing")
    _assert_nothing_shown(_show(hub, protector, "--case", number))


def test_a_sample_is_not_shown(
    hub: Hub, on: Scene, protector: Who, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    assert hub.ask(on.clerk, READ, {"number": on.number}).errors == []  # so there is something to be drawn
    day = next(_DAYS_AGO)
    monkeypatch.setattr("hub.gate.pipeline.now", lambda: now() - timedelta(days=day))
    request.getfixturevalue("failing")
    _assert_nothing_shown(_show(hub, protector, "--sample", "3"))


@pytest.mark.usefixtures("a_day_of_its_own")
def test_without_a_checkpoint_that_holds_the_draw_there_is_no_sample(
    hub: Hub, protector: Who, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is drawn all the same: who waits for a better one has had theirs."""
    before = len(_draws(hub, protector.subject))
    monkeypatch.setattr(limits, "SAMPLE_SEED_SECONDS_MAX", 0)
    said = _show(hub, protector, "--sample", "1")
    assert (said.code, said.out) == (1, "")
    assert "LOG_UNAVAILABLE: the log published no checkpoint since the draw" in said.error
    assert len(_draws(hub, protector.subject)) == before + 1


# ── a second sample of the day ───────────────────────────────────────────────────────────────────────────────────────


def _draws(hub: Hub, officer: str) -> list[int]:
    """The log's entries of samples that this officer drew, ever."""
    pseudonym = hub.ports.vault.officer_pseudonym(officer, None)
    records = hub.run(hub.ports.ledger.read_draws())
    return [record.sequence for record in records if record.entry.get("officer") == pseudonym]


@pytest.fixture
def a_day_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    day = next(_DAYS_AGO)
    monkeypatch.setattr("hub.gate.pipeline.now", lambda: now() - timedelta(days=day))


@pytest.mark.usefixtures("a_day_of_its_own")
def test_a_second_sample_of_the_day_is_refused_before_it_is_drawn(hub: Hub, on: Scene, protector: Who) -> None:
    assert hub.ask(on.clerk, READ, {"number": on.number}).errors == []
    assert _show(hub, protector, "--sample", "1").code == 0
    before = _draws(hub, protector.subject)
    assert "CONFLICT: you have drawn a sample today" in _show(hub, protector, "--sample", "1").error
    assert _draws(hub, protector.subject) == before


@pytest.mark.usefixtures("a_day_of_its_own")
def test_of_two_draws_at_once_the_second_on_the_chain_shows_nothing(
    hub: Hub, on: Scene, protector: Who, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another draw of the same officer comes between the look whether there is one and the entry of this one."""
    assert hub.ask(on.clerk, READ, {"number": on.number}).errors == []
    real = Ledger.append

    async def append(ledger: Ledger, entries: list[Entry], charges: Any = ()) -> Any:
        if any(entry.action == "audit" for entry in entries):
            await real(ledger, entries)
        return await real(ledger, entries, charges)

    before = len(_draws(hub, protector.subject))
    monkeypatch.setattr(Ledger, "append", append)
    said = _show(hub, protector, "--sample", "1")
    assert (said.code, said.out) == (1, "")
    assert "CONFLICT: you have drawn a sample today" in said.error
    assert len(_draws(hub, protector.subject)) == before + 2
