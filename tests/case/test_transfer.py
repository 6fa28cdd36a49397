"""What becomes of a case: its deputy, its way to another officer or office, its closing. Each binds the next request."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from hub.mutations.case import Cases
from hub.mutations.counter import Counter
from tests.access.log import watching
from tests.case.counter import Resident, attested, change, make_code, opened
from tests.case.proofs import (
    ASSENT,
    END,
    accept,
    assent,
    assent_at_counter,
    assert_refused,
    challenge,
    close,
    end,
    holds,
    make_card,
    make_passkey,
    name_deputy,
    only,
    opened_for_transfer,
    opened_online,
    own_case,
    read,
    request_transfer,
    waiting,
)
from tests.support.hub import Hub, Who
from tests.support.store import City

_PERMISSIONS = "query Read($number: String!) { case(number: $number) { permissions } }"


def _office(who: Who) -> str:
    assert who.office is not None
    return who.office


@pytest.fixture
def two_offices(offices: Iterator[list[Who]]) -> tuple[list[Who], list[Who]]:
    """The clerks of one office, and those of another one."""
    return next(offices), next(offices)


# ── the deputy ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_holder_names_one_deputy_and_another_takes_their_place(
    hub: Hub, offices: Iterator[list[Who]], somebody: Resident
) -> None:
    holder, first, second = next(offices)[:3]
    number = opened(hub, holder, somebody)
    assert [holds(hub, who, number) for who in (holder, first, second)] == [True, False, False]
    only(name_deputy(hub, holder, number, first.subject))
    assert [holds(hub, who, number) for who in (holder, first, second)] == [True, True, False]
    only(name_deputy(hub, holder, number, second.subject))
    assert [holds(hub, who, number) for who in (holder, first, second)] == [True, False, True]
    only(name_deputy(hub, holder, number, None))
    assert [holds(hub, who, number) for who in (holder, first, second)] == [True, False, False]


def test_a_deputy_is_another_active_officer_of_the_same_office(
    hub: Hub, city: City, two_offices: tuple[list[Who], list[Who]], somebody: Resident
) -> None:
    (holder, *_), (elsewhere, *_) = two_offices
    left = next(row["subject"] for row in city["staff_member"] if row["state"] == "ENDED")
    number = opened(hub, holder, somebody)
    for other in (holder.subject, elsewhere.subject, left, "nobody", ""):
        assert_refused(name_deputy(hub, holder, number, other), "VALIDATION_FAILED", 400)
    assert not holds(hub, elsewhere, number)


def test_a_deputy_names_none_and_hands_nothing_on_but_closes(
    hub: Hub, offices: Iterator[list[Who]], somebody: Resident
) -> None:
    holder, deputy, third = next(offices)[:3]
    number = opened(hub, holder, somebody)
    only(name_deputy(hub, holder, number, deputy.subject))
    assert_refused(name_deputy(hub, deputy, number, third.subject), "CASE_REQUIRED")
    assert_refused(request_transfer(hub, deputy, number, officer=third.subject), "CASE_REQUIRED")
    only(close(hub, deputy, number))
    assert read(hub, holder, number).codes == ["CASE_CLOSED"]


def test_what_is_done_in_anothers_case_is_refused_in_the_bytes_of_an_unknown_one(
    hub: Hub, offices: Iterator[list[Who]], somebody: Resident
) -> None:
    holder, other, third = next(offices)[:3]
    number = opened(hub, holder, somebody)
    for write in (
        lambda case: name_deputy(hub, other, case, third.subject),
        lambda case: request_transfer(hub, other, case, officer=third.subject),
        lambda case: close(hub, other, case),
    ):
        refused = write(number)
        assert_refused(refused, "CASE_REQUIRED")
        assert refused.body == write("AAAAAAAAAAAA").body
    assert holds(hub, holder, number)


# ── transfer ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_with_the_residents_assent_a_case_goes_to_another_officer_and_the_old_holder_loses_it_at_once(
    hub: Hub, two_offices: tuple[list[Who], list[Who]], somebody: Resident
) -> None:
    (holder, deputy, _), (new, colleague, _) = (clerks[:3] for clerks in two_offices)
    number = opened_for_transfer(hub, holder, somebody, new)
    only(name_deputy(hub, holder, number, deputy.subject))
    assert [holds(hub, who, number) for who in (holder, deputy, new)] == [True, True, False]
    asked = own_case(hub, somebody, number)
    assert (asked["office"], asked["transferTo"]) == ({"code": holder.office}, {"code": new.office})
    assert asked["transferRequestedAt"] >= asked["openedAt"]
    only(assent(hub, somebody, number, _office(new)))
    assert [holds(hub, who, number) for who in (holder, deputy, new, colleague)] == [False, False, True, False]
    moved = own_case(hub, somebody, number)
    assert (moved["office"], moved["transferTo"], moved["transferRequestedAt"]) == ({"code": new.office}, None, None)
    assert {name: moved[name] for name in ("kind", "purpose", "proof", "endsAt", "state")} == {
        name: asked[name] for name in ("kind", "purpose", "proof", "endsAt", "state")
    }


def test_a_case_goes_to_a_colleague_at_the_same_office(
    hub: Hub, offices: Iterator[list[Who]], somebody: Resident
) -> None:
    holder, new = next(offices)[:2]
    number = opened(hub, holder, somebody)
    only(request_transfer(hub, holder, number, officer=new.subject))
    assert own_case(hub, somebody, number)["transferTo"] == {"code": holder.office}
    only(assent(hub, somebody, number, _office(holder)))
    assert [holds(hub, who, number) for who in (holder, new)] == [False, True]


def test_a_case_that_goes_to_an_office_waits_there(
    hub: Hub, two_offices: tuple[list[Who], list[Who]], somebody: Resident
) -> None:
    (holder, *_), (new, colleague, *_) = two_offices
    number = opened(hub, holder, somebody)
    only(request_transfer(hub, holder, number, office=_office(new)))
    assert number not in waiting(hub, new)
    only(assent(hub, somebody, number, _office(new)))
    assert number in waiting(hub, new)
    assert own_case(hub, somebody, number)["isWaiting"] is True
    assert [holds(hub, who, number) for who in (holder, new)] == [False, False]
    only(accept(hub, colleague, number))
    assert [holds(hub, who, number) for who in (holder, new, colleague)] == [False, False, True]


@pytest.mark.parametrize("keeps", [False, True])
def test_what_was_allowed_ends_unless_the_resident_says_that_it_goes_along(
    hub: Hub, two_offices: tuple[list[Who], list[Who]], somebody: Resident, *, keeps: bool
) -> None:
    (holder, *_), (new, *_) = two_offices
    number = opened_for_transfer(hub, holder, somebody, new, "HISTORY", "DECLARED_CONTACTS")
    only(assent(hub, somebody, number, _office(new), keepPermissions=keeps))
    expected = ["DECLARED_CONTACTS", "HISTORY"] if keeps else []
    assert only(hub.ask(new, _PERMISSIONS, {"number": number})) == {"permissions": expected}
    assert own_case(hub, somebody, number)["permissions"] == expected


def test_nothing_happens_without_the_residents_assent_to_what_they_saw(
    hub: Hub, two_offices: tuple[list[Who], list[Who]], people: Iterator[Resident]
) -> None:
    """No transfer, another office than the one that is asked for, another resident: all are refused."""
    (holder, *_), (new, *_) = two_offices
    somebody, other = next(people), next(people)
    untouched = opened(hub, holder, somebody)
    assert_refused(assent(hub, somebody, untouched, _office(holder)), "CONFLICT")
    number = opened_for_transfer(hub, holder, somebody, new)
    assert_refused(assent(hub, somebody, number, _office(holder)), "CONFLICT")
    answers = [assent(hub, other, item, _office(new)) for item in (number, "AAAAAAAAAAAA")]
    assert_refused(answers[0], "CASE_REQUIRED")
    assert answers[0].body == answers[1].body
    assert [holds(hub, who, number) for who in (holder, new)] == [True, False]


def test_a_new_request_takes_the_place_of_the_old(
    hub: Hub, two_offices: tuple[list[Who], list[Who]], somebody: Resident
) -> None:
    (holder, colleague, *_), (new, *_) = two_offices
    number = opened_for_transfer(hub, holder, somebody, new)
    only(request_transfer(hub, holder, number, officer=colleague.subject))
    assert_refused(assent(hub, somebody, number, _office(new)), "CONFLICT")
    only(assent(hub, somebody, number, _office(holder)))
    assert [holds(hub, who, number) for who in (holder, colleague, new)] == [False, True, False]


def test_an_office_that_does_not_serve_the_purpose_gets_no_case(
    hub: Hub, inspector: Who, two_offices: tuple[list[Who], list[Who]], somebody: Resident
) -> None:
    (holder, *_), (elsewhere, *_) = two_offices
    number = opened(hub, holder, somebody)
    assert_refused(request_transfer(hub, holder, number, office=_office(inspector)), "PURPOSE_NOT_ALLOWED", 403)
    for where in (
        {"office": "nowhere"},
        {"officer": "nobody"},
        {"officer": elsewhere.subject},
        {"officer": holder.subject},
        {"office": _office(holder)},
        {},
    ):
        assert_refused(request_transfer(hub, holder, number, **where), "VALIDATION_FAILED", 400)
    assert own_case(hub, somebody, number)["transferTo"] is None


def test_an_inspection_goes_nowhere_for_no_resident_could_assent(hub: Hub, city: City) -> None:
    """And it is its opener's to hand on, though the whole office reads it."""
    offices = {row["id"]: row for row in city["office"]}
    active = {row["fact"]: row for row in city["staff_member"] if not row["validTo"] and not row["recordedTo"]}
    case, opener = next(
        (row, active[row["openedBy"]])
        for row in city["case"]
        if row["proof"] == "EX_OFFICIO" and row["state"] == "OPEN" and row["endsAt"] > "2027-06"
        if row["openedBy"] in active and active[row["openedBy"]]["worksAt"] == row["at"]
    )
    office = offices[case["at"]]
    other = next(row["subject"] for row in active.values() if row["worksAt"] == case["at"] and row != opener)
    holder = Who(office["client"], opener["subject"], office["code"], case["purpose"])
    assert_refused(request_transfer(hub, holder, case["number"], officer=other), "CONFLICT")
    assert_refused(
        name_deputy(hub, Who(holder.client, other, holder.office, holder.purpose), case["number"], None),
        "CASE_REQUIRED",
    )


def test_a_case_that_an_officer_attested_alone_stays_where_it_is(
    hub: Hub, two_offices: tuple[list[Who], list[Who]], somebody: Resident
) -> None:
    """Else an officer could attest five a day, hand them on, and attest five more."""
    (holder, colleague, *_), (new, *_) = two_offices
    change(hub, "rest_officer", officer=holder.subject)
    number = attested(hub, holder, somebody)
    assert_refused(request_transfer(hub, holder, number, officer=colleague.subject), "CONFLICT")
    assert_refused(request_transfer(hub, holder, number, office=_office(new)), "CONFLICT")
    assert holds(hub, holder, number)


def test_an_assent_that_is_given_twice_at_once_counts_once(
    hub: Hub, two_offices: tuple[list[Who], list[Who]], somebody: Resident
) -> None:
    (holder, *_), (new, *_) = two_offices
    number = opened_for_transfer(hub, holder, somebody, new)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: assent(hub, somebody, number, _office(new)), range(4)))
    assert sorted(answer.codes for answer in answers) == [[]] + [["CONFLICT"]] * 3
    assert [holds(hub, who, number) for who in (holder, new)] == [False, True]


# ── the assent at a counter ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("proof", ["code", "card", "passkey"])
@pytest.mark.parametrize("is_at_the_new_office", [False, True])
def test_a_resident_assents_at_a_counter_with_a_proof(
    hub: Hub, two_offices: tuple[list[Who], list[Who]], somebody: Resident, proof: str, *, is_at_the_new_office: bool
) -> None:
    (holder, *_), (new, *_) = two_offices
    number = opened_for_transfer(hub, holder, somebody, new, "HISTORY")
    clerk = new if is_at_the_new_office else holder
    if proof == "passkey":
        shown = somebody.shows(passkey=make_passkey(hub, somebody).sign(challenge(hub, clerk)))
    else:
        shown = somebody.shows(**{proof: {"code": make_code, "card": make_card}[proof](hub, somebody)})
    only(assent_at_counter(hub, clerk, number, shown))
    assert [holds(hub, who, number) for who in (holder, new)] == [False, True]
    assert only(hub.ask(new, _PERMISSIONS, {"number": number})) == {"permissions": []}


def test_every_refusal_of_an_assent_is_one(
    hub: Hub, two_offices: tuple[list[Who], list[Who]], offices: Iterator[list[Who]], people: Iterator[Resident]
) -> None:
    """No proof, another's, a wrong document, an unknown case, one that is on no way or none of theirs: the same bytes."""
    (holder, *_), (new, *_) = two_offices
    third = next(clerk for clerk in next(offices) if clerk.office not in {holder.office, new.office})
    somebody, other = next(people), next(people)
    number = opened_for_transfer(hub, holder, somebody, new)
    resting, theirs = opened(hub, holder, somebody), opened_for_transfer(hub, holder, other, new)
    mine = {"card": make_card(hub, somebody)}
    refused = [
        assent_at_counter(hub, new, "AAAAAAAAAAAA", somebody.shows(**mine)),
        assent_at_counter(hub, new, number, somebody.shows()),
        assent_at_counter(hub, new, number, somebody.shows(card=make_card(hub, other))),
        assent_at_counter(hub, new, number, other.shows(**mine)),
        assent_at_counter(hub, new, number, somebody.shows(documentNumber="x", **mine)),
        assent_at_counter(hub, new, number, somebody.shows(documentExpiresOn="2027-07-07", **mine)),
        assent_at_counter(hub, holder, resting, somebody.shows(**mine)),
        assent_at_counter(hub, new, theirs, somebody.shows(**mine)),
        assent_at_counter(hub, third, number, somebody.shows(**mine)),
    ]
    assert_refused(refused[0], "SUBJECT_NOT_AVAILABLE")
    assert {answer.body for answer in refused} == {refused[0].body}
    assert [holds(hub, who, number) for who in (holder, new)] == [True, False]
    only(assent_at_counter(hub, new, number, somebody.shows(**mine)))
    assert [holds(hub, who, number) for who in (holder, new)] == [False, True]


def test_an_assent_at_a_counter_counts_once_with_one_that_was_given_meanwhile(
    hub: Hub, two_offices: tuple[list[Who], list[Who]], somebody: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The resident, or who has their sign-in, assents online after the counter saw the case on its way."""
    (holder, *_), (new, *_) = two_offices
    number = opened_for_transfer(hub, holder, somebody, new)
    shown = somebody.shows(card=make_card(hub, somebody))
    real = Counter._transferred

    async def late(*arguments: Any) -> Any:
        online = await hub.asked(somebody.who, ASSENT, {"input": {"case": number, "office": _office(new)}})
        assert online.errors == []
        return await real(*arguments)

    monkeypatch.setattr(Counter, "_transferred", late)
    assert_refused(assent_at_counter(hub, new, number, shown), "SUBJECT_NOT_AVAILABLE")
    assert [holds(hub, who, number) for who in (holder, new)] == [False, True]


# ── closing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_of_two_who_close_it_at_once_the_second_is_told(
    hub: Hub, own_clerk: Who, somebody: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The resident ends it after the office saw it open."""
    number = opened(hub, own_clerk, somebody)
    real = Cases._write

    async def late(*arguments: Any) -> Any:
        assert (await hub.asked(somebody.who, END, {"case": number})).errors == []
        return await real(*arguments)

    monkeypatch.setattr(Cases, "_write", late)
    assert_refused(close(hub, own_clerk, number), "CONFLICT")
    assert own_case(hub, somebody, number)["state"] == "CLOSED"


def test_a_case_that_its_holder_closed_is_closed_on_the_next_request(
    hub: Hub, own_clerk: Who, somebody: Resident
) -> None:
    number = opened(hub, own_clerk, somebody)
    only(close(hub, own_clerk, number))
    assert read(hub, own_clerk, number).codes == ["CASE_CLOSED"]
    assert own_case(hub, somebody, number)["state"] == "CLOSED"
    assert_refused(close(hub, own_clerk, number), "CASE_CLOSED")
    assert_refused(end(hub, somebody, number), "CONFLICT")


@pytest.mark.parametrize("way", ["opened", "attested", "waiting", "on its way"])
def test_a_resident_ends_their_case_at_any_time(
    hub: Hub, two_offices: tuple[list[Who], list[Who]], somebody: Resident, way: str
) -> None:
    (holder, *_), (new, *_) = two_offices
    change(hub, "rest_officer", officer=holder.subject)
    number = {
        "opened": lambda: opened(hub, holder, somebody),
        "attested": lambda: attested(hub, holder, somebody),
        "waiting": lambda: opened_online(hub, somebody, holder),
        "on its way": lambda: opened_for_transfer(hub, holder, somebody, new),
    }[way]()
    only(end(hub, somebody, number))
    closed = own_case(hub, somebody, number)
    assert (closed["state"], closed["isWaiting"], closed["transferTo"]) == ("CLOSED", False, None)
    assert read(hub, holder, number).codes == ["CASE_REQUIRED" if way == "waiting" else "CASE_CLOSED"]
    assert number not in waiting(hub, holder)
    assert_refused(assent(hub, somebody, number, _office(new)), "CONFLICT")


def test_another_residents_case_is_not_ended_in_the_bytes_of_an_unknown_one(
    hub: Hub, own_clerk: Who, people: Iterator[Resident]
) -> None:
    somebody, other = next(people), next(people)
    number = opened(hub, own_clerk, somebody)
    answers = [end(hub, other, item) for item in (number, "AAAAAAAAAAAA")]
    assert_refused(answers[0], "CASE_REQUIRED")
    assert answers[0].body == answers[1].body
    assert holds(hub, own_clerk, number)


def test_closing_and_assenting_at_once_leave_one_of_the_two(
    hub: Hub, two_offices: tuple[list[Who], list[Who]], somebody: Resident
) -> None:
    (holder, *_), (new, *_) = two_offices
    number = opened_for_transfer(hub, holder, somebody, new)
    with ThreadPoolExecutor(2) as pool:
        closing = pool.submit(close, hub, holder, number)
        assenting = pool.submit(assent, hub, somebody, number, _office(new))
        codes = [closing.result().codes, assenting.result().codes]
    is_closed = own_case(hub, somebody, number)["state"] == "CLOSED"
    assert codes == ([[], ["CONFLICT"]] if is_closed else [codes[0], []])
    assert not holds(hub, holder, number) if not is_closed else read(hub, holder, number).codes == ["CASE_CLOSED"]


# ── the log ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_each_step_is_an_entry_of_the_residents(
    hub: Hub, two_offices: tuple[list[Who], list[Who]], somebody: Resident
) -> None:
    """And so is what the old holder tries when the case is theirs no longer."""
    (holder, deputy, *_), (new, *_) = two_offices
    number = opened(hub, holder, somebody)
    with watching(hub, somebody.person) as log:
        only(name_deputy(hub, holder, number, deputy.subject))
        only(request_transfer(hub, holder, number, office=_office(new), officer=new.subject))
        only(assent(hub, somebody, number, _office(new)))
        assert_refused(close(hub, holder, number), "CASE_REQUIRED")
        only(close(hub, new, number))
    said = [
        (item["action"], item["operation"], item["client"], item.get("case"), item.get("purpose"))
        for item in log.entries(somebody.person)
    ]
    purpose = "resident-registration"
    assert said == [
        ("write", "Deputy", "registration", number, purpose),
        ("write", "Transfer", "registration", number, purpose),
        ("write", "Assent", "resident", number, purpose),
        ("deny", "Close", "registration", None, purpose),
        ("write", "Close", "registration", number, purpose),
    ]
