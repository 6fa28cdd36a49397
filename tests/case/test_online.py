"""Cases which residents open online: they wait without an officer until one of the office accepts."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from model import limits
from tests.access.log import watching
from tests.case.counter import Resident, attested, change, left_officer, opened, residents
from tests.case.proofs import (
    accept,
    assert_refused,
    end,
    holds,
    only,
    open_online,
    opened_online,
    own_case,
    read,
    waiting,
)
from tests.support.hub import Hub, Who
from tests.support.store import City


def test_a_case_that_is_opened_online_waits_and_then_is_the_officers_who_accepts_it(
    hub: Hub, own_clerk: Who, somebody: Resident
) -> None:
    number = opened_online(hub, somebody, own_clerk, "HISTORY")
    assert waiting(hub, own_clerk)[number] == "REGISTRATION"
    assert not holds(hub, own_clerk, number)
    assert only(accept(hub, own_clerk, number))["number"] == number
    assert number not in waiting(hub, own_clerk)
    document = "query Read($number: String!) { case(number: $number) { proof state permissions subject { id } } }"
    case = only(hub.ask(own_clerk, document, {"number": number}))
    assert case.pop("subject")["id"] is not None
    assert case == {"proof": "ONLINE", "state": "OPEN", "permissions": ["HISTORY"]}


def test_a_resident_sees_that_their_case_waits(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened_online(hub, somebody, own_clerk)
    assert own_case(hub, somebody, number)["isWaiting"] is True
    only(accept(hub, own_clerk, number))
    assert own_case(hub, somebody, number)["isWaiting"] is False


def test_only_the_offices_own_officers_see_and_accept_what_waits(
    hub: Hub, clerks: Iterator[Who], somebody: Resident, inspector: Who
) -> None:
    """Elsewhere, in another department, for another purpose: it isn't there, in the bytes of an unknown number."""
    clerk = next(clerks)
    elsewhere = next(who for who in clerks if who.office != clerk.office)
    number = opened_online(hub, somebody, clerk)
    correcting = Who(clerk.client, clerk.subject, clerk.office, "registration-correction")
    for other in (elsewhere, correcting):
        assert number not in waiting(hub, other)
        answers = [accept(hub, other, item) for item in (number, "AAAAAAAAAAAA")]
        assert_refused(answers[0], "CONFLICT")
        assert answers[0].body == answers[1].body
    assert_refused(hub.ask(inspector, "{ waitingCases(first: 1) { nodes { number } } }"), "FIELD_NOT_ALLOWED")
    assert_refused(accept(hub, inspector, number), "CONFLICT")
    assert waiting(hub, clerk)[number] == "REGISTRATION"


def test_who_left_the_office_accepts_nothing(hub: Hub, city: City, somebody: Resident) -> None:
    left = left_officer(city)
    number = opened_online(hub, somebody, left)
    assert_refused(accept(hub, left, number), "UNAUTHENTICATED", 401)
    assert own_case(hub, somebody, number)["isWaiting"] is True


def test_of_four_who_accept_at_once_one_gets_the_case(
    hub: Hub, offices: Iterator[list[Who]], somebody: Resident
) -> None:
    clerks = next(offices)[:3]
    number = opened_online(hub, somebody, clerks[0])
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda clerk: accept(hub, clerk, number), clerks))
    assert sorted(answer.codes for answer in answers) == [[], ["CONFLICT"], ["CONFLICT"]]
    holders = [clerk for clerk, answer in zip(clerks, answers, strict=True) if answer.errors == []]
    assert [clerk for clerk in clerks if holds(hub, clerk, number)] == holders


def test_what_was_accepted_is_not_accepted_again_in_the_bytes_of_an_unknown_number(
    hub: Hub, offices: Iterator[list[Who]], people: Iterator[Resident]
) -> None:
    first, second = next(offices)[:2]
    accepted = opened_online(hub, next(people), first)
    only(accept(hub, first, accepted))
    person = next(people)
    ended = opened_online(hub, person, first)
    only(end(hub, person, ended))
    over = opened_online(hub, next(people), first)
    change(hub, "age_case", number=over)
    numbers = ["AAAAAAAAAAAA", accepted, ended, over, opened(hub, first, next(people))]
    answers = [accept(hub, second, number) for number in numbers]
    assert_refused(answers[0], "CONFLICT")
    assert {answer.body for answer in answers} == {answers[0].body}
    assert not set(waiting(hub, second)) & set(numbers)


def test_a_protected_person_opens_a_case_online(hub: Hub, city: City, own_clerk: Who) -> None:
    protected = next(residents(city, protected=True))
    number = opened_online(hub, protected, own_clerk)
    only(accept(hub, own_clerk, number))
    only(end(hub, protected, number))


def test_a_resident_has_five_cases_open_that_they_opened_online_and_no_more(
    hub: Hub, own_clerk: Who, newcomer: Resident
) -> None:
    opened(hub, own_clerk, newcomer)
    numbers = [opened_online(hub, newcomer, own_clerk) for _ in range(limits.CASES_OPEN_ONLINE_MAX)]
    only(accept(hub, own_clerk, numbers[0]))
    with watching(hub, newcomer.person) as log:
        assert_refused(open_online(hub, newcomer, own_clerk), "CONFLICT")
    assert [entry["action"] for entry in log.entries(newcomer.person)] == ["deny"]  # and no case that never was
    only(end(hub, newcomer, numbers[0]))
    opened_online(hub, newcomer, own_clerk)
    assert_refused(open_online(hub, newcomer, own_clerk), "CONFLICT")


def test_a_resident_who_opens_eight_at_once_opens_five(hub: Hub, own_clerk: Who, newcomer: Resident) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: open_online(hub, newcomer, own_clerk), range(8)))
    assert sorted(answer.codes for answer in answers) == [[]] * 5 + [["CONFLICT"]] * 3


@pytest.mark.parametrize(
    ("others", "code", "status"),
    [
        ({"kind": "SCHOOL_ENROLMENT"}, "PURPOSE_NOT_ALLOWED", 403),
        ({"kind": "HOUSING_INSPECTION", "purpose": "housing-safety-inspection"}, "PURPOSE_NOT_ALLOWED", 403),
        ({"purpose": "school-enrolment", "kind": "SCHOOL_ENROLMENT"}, "PURPOSE_NOT_ALLOWED", 403),
        ({"purpose": "curiosity"}, "PURPOSE_NOT_ALLOWED", 403),
        ({"office": "nowhere"}, "VALIDATION_FAILED", 400),
    ],
)
def test_what_the_office_does_not_serve_is_not_opened(
    hub: Hub, own_clerk: Who, somebody: Resident, others: dict[str, Any], code: str, status: int
) -> None:
    assert_refused(open_online(hub, somebody, own_clerk, **others), code, status)


@pytest.mark.parametrize(
    ("client", "purpose", "kind"),
    [
        ("residence-permit", "continuous-residence-check", "RESIDENCE_PERMIT"),
        ("housing", "housing-service", "HOUSING_SERVICE"),
        ("labour", "wage-complaint", "LABOUR_COMPLAINT"),
        ("education", "school-enrolment", "SCHOOL_ENROLMENT"),
        ("health", "health-service", "HEALTH_SERVICE"),
        ("social-security", "social-security-benefit", "SOCIAL_SECURITY"),
        ("civil-affairs", "civil-affairs-service", "CIVIL_AFFAIRS"),
        ("legal-aid", "legal-aid", "LEGAL_AID"),
    ],
)
def test_each_departments_service_is_opened_online(
    hub: Hub, people: Iterator[Resident], official: Callable[[str, str], Who], client: str, purpose: str, kind: str
) -> None:
    officer = official(client, purpose)
    number = only(open_online(hub, next(people), officer, kind=kind))["number"]
    assert waiting(hub, officer)[number] == kind
    only(accept(hub, officer, number))
    assert read(hub, officer, number).errors == []


def test_an_officer_opens_no_case_of_their_own_and_a_resident_accepts_none(
    hub: Hub, own_clerk: Who, somebody: Resident
) -> None:
    officer = Resident(somebody.person, own_clerk, somebody.document, is_protected=False)
    assert_refused(open_online(hub, officer, own_clerk), "UNAUTHENTICATED", 401)
    resident = Who("resident", somebody.who.subject, None, "resident-registration")
    assert_refused(accept(hub, resident, opened_online(hub, somebody, own_clerk)), "PURPOSE_NOT_ALLOWED", 403)


def test_an_attested_case_does_not_wait(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    assert attested(hub, own_clerk, somebody) not in waiting(hub, own_clerk)


def test_opening_and_accepting_are_entries_of_the_residents_under_the_cases_purpose(
    hub: Hub, own_clerk: Who, people: Iterator[Resident], clerks: Iterator[Who]
) -> None:
    """Whoever tries for a number that waits elsewhere is on its resident's log too."""
    somebody = next(people)
    elsewhere = next(who for who in clerks if who.office != own_clerk.office)
    with watching(hub, somebody.person) as log:
        number = opened_online(hub, somebody, own_clerk)
        waiting(hub, own_clerk)
        assert len(log.entries(somebody.person)) == 1
        assert_refused(accept(hub, elsewhere, number), "CONFLICT")
        only(accept(hub, own_clerk, number))
    said = [
        (item["action"], item.get("case"), item["client"], item["purpose"]) for item in log.entries(somebody.person)
    ]
    assert said == [
        ("write", number, "resident", "resident-registration"),
        ("deny", None, "registration", "resident-registration"),
        ("write", number, "registration", "resident-registration"),
    ]
