"""Several devices and counters at the same moment: a consent is taken back once."""

from concurrent.futures import ThreadPoolExecutor

from tests.case.counter import Resident, opened
from tests.consent.giving import consent_in, give, stored, take_back, take_back_at_counter
from tests.support.hub import Hub, Who


def test_a_consent_that_is_taken_back_four_times_at_once_gets_one_version(
    hub: Hub, own_clerk: Who, somebody: Resident
) -> None:
    number = opened(hub, own_clerk, somebody, "HISTORY")
    fact = consent_in(hub, somebody, number, "HISTORY")["id"]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: take_back(hub, somebody.who, fact), range(4)))
    assert sorted(answer.codes for answer in answers) == [[], ["CONFLICT"], ["CONFLICT"], ["CONFLICT"]]
    assert [row[:2] for row in stored(hub, "versions", fact=fact)] == [[1, "CONFIRMED"], [2, "WITHDRAWN"]]


def test_online_and_at_the_counter_at_once_it_is_taken_back_once(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody, "HISTORY", "DECLARED_CONTACTS")
    facts = [consent_in(hub, somebody, number, item)["id"] for item in ("HISTORY", "DECLARED_CONTACTS")]
    with ThreadPoolExecutor(3) as pool:
        online = [pool.submit(take_back, hub, somebody.who, fact) for fact in facts]
        counter = pool.submit(take_back_at_counter, hub, own_clerk, number, "HISTORY", "DECLARED_CONTACTS")
    assert counter.result().errors == []
    assert {code for answer in online for code in answer.result().codes} <= {"CONFLICT"}
    for fact in facts:
        assert [row[1] for row in stored(hub, "versions", fact=fact)] == ["CONFIRMED", "WITHDRAWN"]


def test_the_room_for_consents_in_a_case_is_not_outrun(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody)
    for _ in range(23):
        assert give(hub, somebody.who, number, "HISTORY", "DECLARED_CONTACTS").errors == []
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: give(hub, somebody.who, number, "HISTORY", "DECLARED_CONTACTS"), range(4)))
    assert sorted(answer.codes for answer in answers) == [[], [], ["CONFLICT"], ["CONFLICT"]]
