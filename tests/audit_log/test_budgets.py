"""Budgets hold over any hour, however the spending is cut up, who shares it, and whatever is done to the clock."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from hub.audit_log import Ledger
from hub.audit_log.budgets import Clock
from hub.audit_log.storage import storage_of
from hub.settings import Settings
from hub.vault import Vault
from model import limits
from model.budgets import BUDGETS, Amounts, Charge, MeterKind
from model.errors import BudgetExceededError, ConflictError
from tests.audit_log.conftest import Execute
from tests.audit_log.entries import entry, only_sqlite, person, write
from tests.support.places import ROOT

_MOST = BUDGETS[MeterKind.OFFICER]
_HOUR_SECONDS = limits.BUDGET_WINDOW_MINUTES * 60


class Time:
    """A wall clock that can be stepped, and a monotonic one that only goes on."""

    def __init__(self) -> None:
        self.monotonic = 1_000.0
        self.step = 1_800_000_000.0

    def go_on(self, seconds: float) -> None:
        self.monotonic += seconds

    def clock(self) -> Clock:
        return Clock(lambda: self.monotonic + self.step, lambda: self.monotonic)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def timed(settings: Settings, vault: Vault, time: Time) -> Iterator[Callable[[], Ledger]]:
    """Opens the home's ledger with the stepped clock, as often as a test likes."""
    ledgers: list[Ledger] = []

    def one() -> Ledger:
        ledgers.append(Ledger(settings, vault, storage_of(settings), time.clock()))
        return ledgers[-1]

    yield one
    for ledger in ledgers:
        ledger.close()


def charge(meter: str = "m-1", kind: MeterKind = MeterKind.OFFICER, **amounts: int) -> Charge:
    return Charge(kind=kind, meter=meter, amounts=Amounts(**amounts))


async def _is_taken(ledger: Ledger, *charges: Charge) -> bool:
    try:
        await ledger.append([entry(person())], charges)
    except BudgetExceededError:
        return False
    return True


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("requests", limits.OFFICER_REQUESTS_MAX),
        ("subjects", limits.OFFICER_SUBJECTS_MAX),
        ("exports", limits.OFFICER_EXPORTS_MAX),
    ],
)
async def test_up_to_the_budget_and_not_one_more(ledger: Ledger, name: str, most: int) -> None:
    await ledger.append([entry(person())], [charge(**{name: most - 1})])
    await ledger.append([entry(person())], [charge(**{name: 1})])
    with pytest.raises(BudgetExceededError, match=f"the officer's budget of {most} {name} in 60 minutes is used up"):
        await ledger.append([entry(person())], [charge(**{name: 1})])
    assert ledger.verify().entries == 2
    assert await _is_taken(ledger, charge("m-2", **{name: most}))


async def test_over_one_budget_nothing_is_written_or_spent_and_the_denial_is(ledger: Ledger, execute: Execute) -> None:
    officer, client = charge("m-1", requests=1, subjects=301), charge("m-2", MeterKind.CLIENT, requests=1, subjects=301)
    with pytest.raises(BudgetExceededError):
        await ledger.append([entry(person())], [client, officer])
    with pytest.raises(BudgetExceededError):
        await ledger.intend([write(person(), "w-1")], [client, officer])
    assert execute("SELECT count(*) FROM spent") == [(0,)]
    assert (ledger.verify().entries, ledger.open_intents()) == (0, [])
    await ledger.append([entry(person(), action="deny", rule="budget")])
    assert ledger.verify().entries == 1


async def test_a_call_that_fails_for_another_reason_spends_nothing(ledger: Ledger, execute: Execute) -> None:
    await ledger.intend([write(person(), "w-1")], [charge(requests=1)])
    with pytest.raises(ConflictError):
        await ledger.intend([write(person(), "w-1")], [charge(requests=1)])
    assert execute("SELECT meter, requests FROM spent") == [("m-1", 1)]


async def test_a_charge_without_an_entry_counts(ledger: Ledger) -> None:
    assert await ledger.append([], [charge(requests=_MOST.requests)]) == []
    assert not await _is_taken(ledger, charge(requests=1))


async def test_charges_of_one_call_on_one_meter_add_up(ledger: Ledger) -> None:
    half = charge(exports=3)
    assert not await _is_taken(ledger, half, half)
    assert await _is_taken(ledger, half)


async def test_calls_at_once_over_several_ledgers_share_one_budget(opened: Callable[[], Ledger]) -> None:
    ledgers = [opened(), opened(), opened()]
    taken = await asyncio.gather(*(_is_taken(ledgers[number % 3], charge(subjects=3)) for number in range(150)))
    assert sum(taken) == _MOST.subjects // 3


async def test_a_reconnect_or_another_start_renews_nothing(opened: Callable[[], Ledger]) -> None:
    first = opened()
    assert await _is_taken(first, charge(exports=5))
    first.close()
    assert not await _is_taken(opened(), charge(exports=1))


async def test_a_client_has_a_hundred_officers_budgets(ledger: Ledger) -> None:
    assert (
        BUDGETS[MeterKind.CLIENT]
        == BUDGETS[MeterKind.PURPOSE]
        == Amounts(requests=60_000, subjects=30_000, exports=500)
    )
    assert await _is_taken(ledger, charge(kind=MeterKind.CLIENT, subjects=30_000))
    assert not await _is_taken(ledger, charge(kind=MeterKind.CLIENT, subjects=1))


def test_nothing_is_given_back() -> None:
    with pytest.raises(AssertionError, match="not negative"):
        charge(requests=1, subjects=-1)


def test_a_meter_names_nobody(vault: Vault) -> None:
    meters = {
        vault.meter("officer", "clerk-17"),
        vault.meter("client", "clerk-17"),
        vault.meter("officer", "clerk", "-17"),
    }
    assert len(meters) == 3
    assert all(len(bytes.fromhex(meter)) == 16 for meter in meters)


# ── the window ───────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_what_was_spent_weighs_for_an_hour_and_then_no_more(
    timed: Callable[[], Ledger], time: Time, execute: Execute
) -> None:
    ledger = timed()
    assert await _is_taken(ledger, charge(exports=5))
    time.go_on(_HOUR_SECONDS)
    assert not await _is_taken(ledger, charge(exports=1))
    time.go_on(60)
    assert await _is_taken(ledger, charge(exports=5))
    assert execute("SELECT count(*), sum(exports) FROM spent") == [(1, 5)]  # old minutes are gone


_STEPS = st.lists(
    st.tuples(
        st.floats(0, 2_000),  # seconds that pass
        st.floats(-1e6, 1e6),  # by which the wall clock is stepped
        st.integers(1, 120),  # subjects
    ),
    min_size=1,
    max_size=30,
)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def metered(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Ledger, Time, Iterator[int]]]:
    """One ledger for many examples: each takes a meter of its own."""
    home, url = tmp_path_factory.mktemp("metered"), ""
    if request.param == "postgres":
        server = request.getfixturevalue("server")
        url = server.url(server.new_database())
    settings = Settings(home=home, log_url=url)
    vault, time = Vault.create(settings), Time()
    ledger = Ledger(settings, vault, storage_of(settings), time.clock())
    yield ledger, time, iter(range(1_000_000))
    ledger.close()
    vault.close()


@given(_STEPS)
@examples(deadline=None, max_examples=40)
def test_no_hour_has_more_than_its_budget_and_no_less_is_refused(
    metered: tuple[Ledger, Time, Iterator[int]], steps: list[tuple[float, float, int]]
) -> None:
    """Many small requests weigh as one large one; wall clock steps change nothing."""
    ledger, time, numbers = metered
    meter = f"m-{next(numbers)}"
    spent: list[tuple[float, int]] = []

    async def spend() -> None:
        for seconds, step, subjects in steps:
            time.go_on(seconds)
            time.step += step
            taken = await _is_taken(ledger, charge(meter, subjects=subjects))
            near = sum(count for at, count in spent if at >= time.monotonic - _HOUR_SECONDS)
            nearly = sum(count for at, count in spent if at >= time.monotonic - _HOUR_SECONDS - 60)
            if taken:
                assert near + subjects <= _MOST.subjects
                spent.append((time.monotonic, subjects))
            else:
                assert nearly + subjects > _MOST.subjects

    asyncio.run(spend())


@given(st.lists(st.integers(1, 100), min_size=1, max_size=40))
@examples(deadline=None, max_examples=20)
def test_many_small_requests_weigh_as_one_large_one(
    metered: tuple[Ledger, Time, Iterator[int]], parts: list[int]
) -> None:
    ledger, _, numbers = metered
    total = min(sum(parts), _MOST.subjects)
    small, large = f"m-{next(numbers)}", f"m-{next(numbers)}"

    async def spend() -> None:
        left = total
        for part in parts:
            if left:
                assert await _is_taken(ledger, charge(small, subjects=min(part, left)))
                left -= min(part, left)
        assert await _is_taken(ledger, charge(large, subjects=total))
        rest = _MOST.subjects - total
        for meter in (small, large):
            assert not await _is_taken(ledger, charge(meter, subjects=rest + 1))
            assert await _is_taken(ledger, charge(meter, subjects=rest))

    asyncio.run(spend())


# ── clocks ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("step_seconds", [-1e9, -_HOUR_SECONDS * 2, _HOUR_SECONDS * 2, 1e9])
async def test_stepping_the_wall_clock_empties_no_window(
    timed: Callable[[], Ledger], time: Time, step_seconds: float
) -> None:
    ledger = timed()
    assert await _is_taken(ledger, charge(exports=5))
    time.step += step_seconds
    assert not await _is_taken(ledger, charge(exports=1))
    time.step -= 2 * step_seconds
    assert not await _is_taken(ledger, charge(exports=1))


async def test_a_start_with_the_wall_clock_set_back_goes_on_from_the_last_minute(
    timed: Callable[[], Ledger], time: Time
) -> None:
    assert await _is_taken(timed(), charge(exports=5))
    time.step -= 1e8
    again = timed()
    assert not await _is_taken(again, charge(exports=1))
    time.go_on(_HOUR_SECONDS + 120)
    assert await _is_taken(again, charge(exports=1))


async def test_a_minute_of_another_process_is_not_gone_behind(timed: Callable[[], Ledger], time: Time) -> None:
    ahead = timed()
    time.step -= 1e8
    behind = timed()
    assert await _is_taken(ahead, charge(exports=3))
    assert await _is_taken(behind, charge(exports=2))
    assert not await _is_taken(ahead, charge(exports=1))


class Spender:
    """A process with a wall clock of its own, that starts and is stepped where a file says; its monotonic one is true."""

    def __init__(self, home: Path, clock_file: Path) -> None:
        found = find_spec("libfaketime")
        assert found is not None
        assert found.origin is not None
        library = Path(found.origin).parent / "vendor" / "libfaketime" / "src" / "libfaketime.so.1"
        environment = {
            **os.environ,
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(clock_file),
            "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        command = [sys.executable, "-m", "tests.audit_log.spender", str(home)]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def spend(self, exports: int) -> tuple[date, bool]:
        """What day its wall clock shows, and whether it was granted."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{exports}\n")
        self._process.stdin.flush()
        day, granted = self._process.stdout.readline().split()
        return date.fromisoformat(day), granted == "True"

    def end(self) -> None:
        self._process.communicate(timeout=60)
        assert self._process.returncode == 0


@pytest.mark.full
@only_sqlite
def test_the_systems_clock_stepped_both_ways_renews_no_budget(settings: Settings, vault: Vault, tmp_path: Path) -> None:
    assert vault
    clock_file = tmp_path / "clock"
    today = datetime.now(UTC).date()
    clock_file.write_text("+0d\n")
    spender = Spender(settings.home, clock_file)
    assert spender.spend(5)[1]
    for step in ("+30d", "-30d", "+1000d", "+0d"):
        clock_file.write_text(f"{step}\n")
        day, granted = spender.spend(1)
        assert abs((day - today).days - int(step[:-1])) <= 1
        assert not granted
    spender.end()
    clock_file.write_text("-30d\n")
    again = Spender(settings.home, clock_file)
    day, granted = again.spend(1)
    assert abs((today - day).days - 30) <= 1
    assert not granted
    again.end()
