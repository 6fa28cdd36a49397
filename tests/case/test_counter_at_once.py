"""Several counters at the same moment: what may happen once happens once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from tests.case.counter import Resident, make_code, open_case
from tests.support.hub import Hub, Who


def test_a_code_that_is_shown_at_four_counters_at_once_opens_one_case(
    hub: Hub, clerks: Iterator[Who], somebody: Resident
) -> None:
    shown = somebody.shows(code=make_code(hub, somebody))
    counters = [next(clerks) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda clerk: open_case(hub, clerk, shown), counters))
    assert sorted(answer.codes for answer in answers) == [[]] + [["SUBJECT_NOT_AVAILABLE"]] * 3


def test_an_officer_who_attests_eight_cases_at_once_opens_five(
    hub: Hub, own_clerk: Who, people: Iterator[Resident]
) -> None:
    shown = [next(people).shows() for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda item: open_case(hub, own_clerk, item), shown))
    assert sorted(answer.codes for answer in answers) == [[]] * 5 + [["SUBJECT_NOT_AVAILABLE"]] * 3
