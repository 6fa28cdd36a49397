"""The receipt card as a proof at the counter: made, replaced, revoked, and what it opens."""

from collections.abc import Callable, Iterator

import pytest

from model import limits
from model.text import typed
from tests.access.log import watching
from tests.case.counter import Resident, attested, change, make_code, open_case, opened, residents
from tests.case.proofs import (
    ISSUE,
    PROOFS,
    REVOKE_CARD,
    accept,
    assert_refused,
    holds,
    make_card,
    only,
    opened_online,
    read,
)
from tests.support.hub import Hub, Who
from tests.support.store import City

SIGNS = set("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")


def test_a_card_opens_a_case_that_sees_todays_facts_and_no_more(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    make_code(hub, somebody, "HISTORY")
    case = only(open_case(hub, own_clerk, somebody.shows(card=make_card(hub, somebody))))["case"]
    assert (case["proof"], case["state"], case["permissions"]) == ("RECEIPT_CARD", "OPEN", [])
    document = """query Read($number: String!) { case(number: $number) { subject {
      residenceHistory(first: 1) { totalCount } declaredContacts { name }
    } } }"""
    answer = hub.ask(own_clerk, document, {"number": case["number"]})
    assert answer.data["case"]["subject"] == {"residenceHistory": None, "declaredContacts": None}


def test_a_card_has_a_hundred_bits_and_is_stored_as_a_keyed_hash(hub: Hub, somebody: Resident) -> None:
    code = make_card(hub, somebody)
    groups = code.split("-")
    assert [len(group) for group in groups] == [5, 5, 5, 5]
    assert set(code) - {"-"} <= SIGNS
    assert len(SIGNS) == 2**5
    stored = {name: value for label, name, value in change(hub, "read_proofs", person=somebody.person)}
    assert sorted(stored) == ["codeHash", "id", "issuedAt"]
    assert stored["codeHash"] == hub.ports.vault.card_hash(typed(code))
    assert stored["codeHash"] != hub.ports.vault.code_hash(typed(code))


def test_a_card_works_again_and_however_it_is_typed(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    card = make_card(hub, somebody)
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in card)  # as a Chinese keyboard types it
    spaced = [card.replace("-", sign) for sign in (" ", "", "\t", "\u2013", "\u3000", "\u00ad")]
    for shown in (card, card.lower(), wide, wide.lower(), *spaced):
        assert open_case(hub, own_clerk, somebody.shows(card=shown)).errors == []


def test_a_resident_sees_that_they_have_a_card_and_never_its_code(hub: Hub, somebody: Resident) -> None:
    assert only(hub.ask(somebody.who, PROOFS)) == {"receiptCard": None, "passkeys": []}
    card = make_card(hub, somebody)
    answer = hub.ask(somebody.who, PROOFS)
    assert list(only(answer)["receiptCard"]) == ["issuedAt"]
    assert card not in answer.body.decode()
    only(hub.ask(somebody.who, REVOKE_CARD))
    assert only(hub.ask(somebody.who, PROOFS))["receiptCard"] is None


def test_every_refusal_of_a_card_is_the_refusal_of_an_unknown_document(
    hub: Hub, city: City, own_clerk: Who, people: Iterator[Resident]
) -> None:
    """Same bytes, and with them the same number of statements; the right card opens before and behind them."""
    somebody, other, third = next(people), next(people), next(people)
    protected = next(residents(city, protected=True))
    replaced, card = make_card(hub, somebody), make_card(hub, somebody)
    revoked = make_card(hub, third)
    only(hub.ask(third.who, REVOKE_CARD))
    assert open_case(hub, own_clerk, somebody.shows(card=card)).errors == []
    refused = {
        "an unknown document": somebody.shows(documentNumber="110109199001010000"),
        "an unknown document with a card": somebody.shows(documentNumber="110109199001010000", card=card),
        "a card that nobody made": somebody.shows(card="AAAAA-AAAAA-AAAAA-AAAAA"),
        "a card with one sign wrong": somebody.shows(card=("3" if card[0] == "2" else "2") + card[1:]),
        "a replaced card": somebody.shows(card=replaced),
        "a revoked card": third.shows(card=revoked),
        "another's card": somebody.shows(card=make_card(hub, other)),
        "a protected person with another's card": protected.shows(card=card),
        "a wrong expiry": somebody.shows(card=card, documentExpiresOn="2027-07-07"),
        "a card as a code": somebody.shows(code=card),
        "a code as a card": somebody.shows(card=make_code(hub, somebody)),
    }
    answers = {what: open_case(hub, own_clerk, shown) for what, shown in refused.items()}
    assert_refused(answers["an unknown document"], "SUBJECT_NOT_AVAILABLE")
    assert {answer.body for answer in answers.values()} == {answers["an unknown document"].body}
    assert open_case(hub, own_clerk, somebody.shows(card=card)).errors == []


def test_a_protected_person_opens_a_case_with_a_card(hub: Hub, city: City, own_clerk: Who) -> None:
    protected = next(residents(city, protected=True))
    case = only(open_case(hub, own_clerk, protected.shows(card=make_card(hub, protected))))["case"]
    assert case["proof"] == "RECEIPT_CARD"


def test_two_proofs_at_once_are_one_too_many(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    shown = somebody.shows(card=make_card(hub, somebody), code=make_code(hub, somebody))
    assert_refused(open_case(hub, own_clerk, shown), "VALIDATION_FAILED", 400)


def test_after_fifty_refusals_in_a_day_a_right_card_is_refused_to_that_officer(
    hub: Hub, clerks: Iterator[Who], somebody: Resident
) -> None:
    """Whoever guesses never learns whether the last one was right; another officer opens the case."""
    clerk, colleague = next(clerks), next(clerks)
    card = make_card(hub, somebody)
    wrong = open_case(hub, clerk, somebody.shows(card="AAAAA-AAAAA-AAAAA-AAAAA"))
    ((day, count),) = change(hub, "read_refusals", officer=clerk.subject)
    assert count == 1
    before = limits.COUNTER_REFUSALS_PER_DAY_MAX - 1
    nobody = "00000000-0000-4000-8000-000000000000"
    assert change(hub, "count_refusals", officer=clerk.subject, today=day, count=before, id=nobody) == [[1]]
    assert open_case(hub, clerk, somebody.shows(card=card)).errors == []
    open_case(hub, clerk, somebody.shows(card="AAAAA-AAAAA-AAAAA-AAAAA"))
    answer = open_case(hub, clerk, somebody.shows(card=card))
    assert_refused(answer, "SUBJECT_NOT_AVAILABLE")
    assert answer.body == wrong.body
    assert open_case(hub, colleague, somebody.shows(card=card)).errors == []


def test_another_day_begins_with_no_refusal(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    nobody = "00000000-0000-4000-8000-000000000001"
    change(hub, "count_refusals", officer=own_clerk.subject, today="2026-01-01", count=50, id=nobody)
    assert open_case(hub, own_clerk, somebody.shows(card=make_card(hub, somebody))).errors == []
    open_case(hub, own_clerk, somebody.shows(card="A"))
    ((day, count),) = change(hub, "read_refusals", officer=own_clerk.subject)
    assert (day > "2026-01-01", count) == (True, 1)


# ── at the counter, for somebody without a sign-in ───────────────────────────────────────────────────────────────────


def test_in_a_case_that_was_opened_with_a_proof_a_card_is_handed_out_and_revoked(
    hub: Hub, own_clerk: Who, somebody: Resident
) -> None:
    first = make_card(hub, somebody)
    number = only(open_case(hub, own_clerk, somebody.shows(card=first)))["case"]["number"]
    card = only(hub.ask(own_clerk, ISSUE, {"case": number}))["code"]
    assert_refused(open_case(hub, own_clerk, somebody.shows(card=first)), "SUBJECT_NOT_AVAILABLE")
    assert open_case(hub, own_clerk, somebody.shows(card=card)).errors == []
    only(hub.ask(own_clerk, REVOKE_CARD, {"case": number}))
    assert_refused(open_case(hub, own_clerk, somebody.shows(card=card)), "SUBJECT_NOT_AVAILABLE")


@pytest.mark.parametrize("document", [ISSUE, REVOKE_CARD])
def test_an_officers_word_hands_out_no_card_and_revokes_none(
    hub: Hub, own_clerk: Who, somebody: Resident, document: str
) -> None:
    card = make_card(hub, somebody)
    answer = hub.ask(own_clerk, document, {"case": attested(hub, own_clerk, somebody)})
    assert_refused(answer, "CONFLICT")
    assert open_case(hub, own_clerk, somebody.shows(card=card)).errors == []


def test_a_case_that_was_opened_online_hands_out_no_card(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    """Nobody stands there: who has a sign-in makes a card with it."""
    number = opened_online(hub, somebody, own_clerk)
    only(accept(hub, own_clerk, number))
    assert_refused(hub.ask(own_clerk, ISSUE, {"case": number}), "CONFLICT")


def test_another_officers_case_hands_out_no_card_in_the_bytes_of_an_unknown_one(
    hub: Hub, clerks: Iterator[Who], somebody: Resident
) -> None:
    holder, other = next(clerks), next(clerks)
    number = opened(hub, holder, somebody)
    answers = [hub.ask(other, ISSUE, {"case": item}) for item in (number, "AAAAAAAAAAAA")]
    assert_refused(answers[0], "CASE_REQUIRED")
    assert answers[0].body == answers[1].body
    assert holds(hub, holder, number)


def test_what_is_not_there_is_not_revoked(hub: Hub, somebody: Resident) -> None:
    assert_refused(hub.ask(somebody.who, REVOKE_CARD), "CONFLICT")


def test_an_officer_makes_no_card_of_their_own(hub: Hub, own_clerk: Who) -> None:
    answer = hub.ask(own_clerk, "mutation { createReceiptCard { code } }")
    assert_refused(answer, "UNAUTHENTICATED", 401)


# ── the log ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_each_card_that_is_made_or_tried_is_an_entry_of_its_persons(
    hub: Hub, own_clerk: Who, people: Iterator[Resident]
) -> None:
    somebody, other = next(people), next(people)
    with watching(hub, somebody.person, other.person) as log:
        card = make_card(hub, somebody)
        open_case(hub, own_clerk, other.shows(card=card))
        number = only(open_case(hub, own_clerk, somebody.shows(card=card)))["case"]["number"]
        only(hub.ask(own_clerk, ISSUE, {"case": number}))
    own = [(entry["action"], entry.get("case"), entry["client"]) for entry in log.entries(somebody.person)]
    assert own == [
        ("write", None, "resident"),
        ("write", number, "registration"),
        ("read", number, "registration"),
        ("write", number, "registration"),
    ]
    (tried,) = log.entries(other.person)
    assert (tried["action"], tried["rule"]) == ("deny", "subject-not-available")


@pytest.fixture
def labour(official: Callable[[str, str], Who]) -> Who:
    """An inspector of workplaces, for a worker's complaint."""
    return official("labour", "wage-complaint")


def test_every_department_takes_a_card(hub: Hub, labour: Who, somebody: Resident) -> None:
    shown = somebody.shows("LABOUR_COMPLAINT", card=make_card(hub, somebody))
    number = only(open_case(hub, labour, shown))["case"]["number"]
    assert read(hub, labour, number).errors == []
