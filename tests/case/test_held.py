"""An officer finds the cases they hold, without typing a number: what a list of them says, to whom, and on whose log."""

from collections.abc import Iterator
from datetime import datetime

from tests.access.log import watching
from tests.case.counter import Resident, opened
from tests.case.proofs import close, name_deputy, only
from tests.support.hub import Hub, Who

_HELD = "{ heldCases(first: 100) { totalCount nodes { number kind purpose openedAt endsAt } } }"


def _held(hub: Hub, officer: Who) -> dict[str, dict[str, str]]:
    page = only(hub.ask(officer, _HELD))
    assert page["totalCount"] == len(page["nodes"])
    return {case["number"]: case for case in page["nodes"]}


def test_who_holds_a_case_finds_it_by_number_kind_and_end(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody)
    with watching(hub, somebody.person) as log:
        case = _held(hub, own_clerk)[number]
        assert log.entries(somebody.person) == []
    assert (case["kind"], case["purpose"]) == ("REGISTRATION", own_clerk.purpose)
    assert datetime.fromisoformat(case["openedAt"]) < datetime.fromisoformat(case["endsAt"])
    only(close(hub, own_clerk, number))
    assert number not in _held(hub, own_clerk)


def test_a_deputy_finds_it_and_nobody_else_does(
    hub: Hub, offices: Iterator[list[Who]], clerks: Iterator[Who], people: Iterator[Resident]
) -> None:
    holder, deputy, third = next(offices)[:3]
    elsewhere = next(clerks)
    numbers = [opened(hub, holder, next(people)) for _ in range(2)]
    only(name_deputy(hub, holder, numbers[0], deputy.subject))
    assert set(numbers) <= set(_held(hub, holder))
    assert set(numbers) & set(_held(hub, deputy)) == {numbers[0]}
    for other in (third, elsewhere):
        assert set(numbers) & set(_held(hub, other)) == set()


def test_another_purpose_lists_the_same_and_says_for_what_each_is(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody)
    correcting = Who(own_clerk.client, own_clerk.subject, own_clerk.office, "registration-correction")
    assert _held(hub, correcting)[number]["purpose"] == own_clerk.purpose
