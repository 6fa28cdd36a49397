"""Consents: what a resident allows in a case, sees, and takes back; and what the office gets of it."""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from tests.access.log import watching
from tests.case.counter import Resident, attested, change, officers, opened
from tests.consent.giving import consent_in, consents, give, look, stored, take_back, take_back_at_counter
from tests.person.expected import TODAY
from tests.support.hub import Hub, Who
from tests.support.store import City

_CLOSED = {"residenceHistory": False, "declaredContacts": False}
_OPEN = {"residenceHistory": True, "declaredContacts": True}
_NEVER_GIVEN = {"residenceHistory": "FIELD_NOT_ALLOWED", "declaredContacts": "FIELD_NOT_ALLOWED"}
DAYS_MAX = 90


def _in_days(days: int) -> str:
    return (date.fromisoformat(TODAY) + timedelta(days=days)).isoformat()


# ── giving ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_consent_given_online_opens_the_next_question(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody)
    assert look(hub, own_clerk, number) == (_CLOSED, _NEVER_GIVEN)
    answer = give(hub, somebody.who, number, "HISTORY")
    assert answer.errors == []
    assert len(answer.data["grantConsent"]["ids"]) == 1
    assert answer.data["grantConsent"]["validTo"] == _in_days(DAYS_MAX)
    assert look(hub, own_clerk, number) == (
        {"residenceHistory": True, "declaredContacts": False},
        {"declaredContacts": "FIELD_NOT_ALLOWED"},
    )


def test_each_permission_is_a_consent_of_its_own(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody)
    answer = give(hub, somebody.who, number, "HISTORY", "DECLARED_CONTACTS", "HISTORY", until=_in_days(7))
    assert len(answer.data["grantConsent"]["ids"]) == 2
    assert look(hub, own_clerk, number) == (_OPEN, {})
    given = [item for item in consents(hub, somebody) if item["case"] == number]
    assert sorted(item["permissions"] for item in given) == [["DECLARED_CONTACTS"], ["HISTORY"]]
    assert {item["validTo"] for item in given} == {_in_days(7)}


def test_a_resident_sees_what_they_allowed_whom_until_when_and_what_not(
    hub: Hub, city: City, own_clerk: Who, somebody: Resident
) -> None:
    number = opened(hub, own_clerk, somebody, "HISTORY")
    seen = consent_in(hub, somebody, number, "HISTORY")
    given_at, identifier = seen.pop("givenAt"), seen.pop("id")
    assert given_at[:10] in {TODAY, _in_days(-1)}  # in UTC it may be the day before
    assert len(identifier) == 36
    office = next(row for row in city["office"] if row["code"] == own_clerk.office)
    assert seen == {
        "case": number,
        "purpose": "resident-registration",
        "purposeText": "Register, confirm or deregister a resident at the counter",
        "permissions": ["HISTORY"],
        "notCovered": ["DECLARED_CONTACTS"],
        "fieldGroups": ["HISTORY"],
        "office": own_clerk.office,
        "officeName": office["name"],
        "client": "registration",
        "controller": "Registration offices",
        "how": "ONE_TIME_CODE",
        "validTo": _in_days(30),  # the term of a registration's case
        "state": "IN_FORCE",
        "revokedAt": None,
    }
    assert give(hub, somebody.who, number, "HISTORY").errors == []
    assert consent_in(hub, somebody, number, "HISTORY")["how"] == "ONLINE"


def test_the_newest_consent_comes_first_page_by_page(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody, "DECLARED_CONTACTS")
    give(hub, somebody.who, number, "HISTORY", until=_in_days(2))
    give(hub, somebody.who, number, "HISTORY", until=_in_days(3))
    document = """query Page($after: String) { me { consents(first: 1, after: $after) {
      nodes { validTo permissions } pageInfo { endCursor }
    } } }"""
    seen, cursor = [], None
    for _ in range(3):
        page = hub.ask(somebody.who, document, {"after": cursor}).data["me"]["consents"]
        seen += page["nodes"]
        cursor = page["pageInfo"]["endCursor"]
    assert seen == [
        {"validTo": _in_days(3), "permissions": ["HISTORY"]},
        {"validTo": _in_days(2), "permissions": ["HISTORY"]},
        {"validTo": _in_days(30), "permissions": ["DECLARED_CONTACTS"]},
    ]


def test_a_consent_lasts_ninety_days_whatever_the_term_of_its_case(
    hub: Hub, people: Iterator[Resident], official: Callable[[str, str], Who]
) -> None:
    """A case of legal aid runs for 180 days."""
    somebody, officer = next(people), official("legal-aid", "legal-aid")
    number = opened(hub, officer, somebody, "HISTORY", kind="LEGAL_AID")
    assert consent_in(hub, somebody, number, "HISTORY")["validTo"] == _in_days(DAYS_MAX)


@pytest.mark.parametrize("days", [-1, 0, 91])
def test_an_end_that_is_past_or_too_far_is_refused(hub: Hub, own_clerk: Who, somebody: Resident, days: int) -> None:
    number = opened(hub, own_clerk, somebody)
    answer = give(hub, somebody.who, number, "HISTORY", until=_in_days(days))
    assert answer.codes == ["VALIDATION_FAILED"]
    assert look(hub, own_clerk, number) == (_CLOSED, _NEVER_GIVEN)


def test_a_consent_to_nothing_is_refused(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    assert give(hub, somebody.who, opened(hub, own_clerk, somebody)).codes == ["VALIDATION_FAILED"]


def test_nobody_gives_a_consent_but_in_an_open_case_of_their_own(
    hub: Hub, own_clerk: Who, clerks: Iterator[Who], people: Iterator[Resident]
) -> None:
    """Another's, an attested, a closed and an unknown case: the same bytes, and nothing is opened."""
    somebody, other = next(people), next(people)
    closed = opened(hub, own_clerk, somebody)
    change(hub, "close_case", number=closed, state="CLOSED")
    others = opened(hub, own_clerk, other)
    numbers = [others, attested(hub, next(clerks), somebody), closed, "AAAAAAAAAAAA"]
    answers = [give(hub, somebody.who, number, "HISTORY") for number in numbers]
    assert {answer.body for answer in answers} == {answers[0].body}
    assert answers[0].codes == ["CASE_REQUIRED"]
    assert look(hub, own_clerk, others) == (_CLOSED, _NEVER_GIVEN)
    assert [item for item in consents(hub, somebody) if item["case"] in numbers] == []


def test_giving_and_taking_back_in_turns_comes_to_an_end(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody)
    for _ in range(25):
        answer = give(hub, somebody.who, number, "HISTORY", "DECLARED_CONTACTS")
        assert answer.errors == []
    assert give(hub, somebody.who, number, "HISTORY").codes == ["CONFLICT"]
    assert take_back(hub, somebody.who, answer.data["grantConsent"]["ids"][0]).errors == []


# ── taking back ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("taken", "kept"), [("HISTORY", "DECLARED_CONTACTS"), ("DECLARED_CONTACTS", "HISTORY")])
def test_taking_one_consent_back_binds_the_next_question_and_leaves_the_other(
    hub: Hub, own_clerk: Who, somebody: Resident, taken: str, kept: str
) -> None:
    fields = {"HISTORY": "residenceHistory", "DECLARED_CONTACTS": "declaredContacts"}
    number = opened(hub, own_clerk, somebody, "HISTORY", "DECLARED_CONTACTS")
    assert look(hub, own_clerk, number) == (_OPEN, {})
    answer = take_back(hub, somebody.who, consent_in(hub, somebody, number, taken)["id"])
    assert answer.errors == []
    assert look(hub, own_clerk, number) == (
        {fields[taken]: False, fields[kept]: True},
        {fields[taken]: "GRANT_REVOKED"},
    )
    seen = consent_in(hub, somebody, number, taken)
    assert (seen["state"], seen["revokedAt"]) == ("REVOKED", answer.data["revokeConsent"]["revokedAt"])
    assert consent_in(hub, somebody, number, kept)["state"] == "IN_FORCE"


def test_what_was_recorded_is_closed_and_a_version_is_added(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody, "HISTORY")
    fact = consent_in(hub, somebody, number, "HISTORY")["id"]
    assert stored(hub, "versions", fact=fact) == [[1, "CONFIRMED", "RESIDENT", own_clerk.office, True, None]]
    take_back(hub, somebody.who, fact)
    assert stored(hub, "versions", fact=fact) == [
        [1, "CONFIRMED", "RESIDENT", own_clerk.office, False, None],
        [2, "WITHDRAWN", "RESIDENT", "online", True, True],
    ]
    assert [item["id"] for item in consents(hub, somebody) if item["case"] == number] == [fact]


def test_a_consent_may_be_given_again(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody, "HISTORY")
    take_back(hub, somebody.who, consent_in(hub, somebody, number, "HISTORY")["id"])
    give(hub, somebody.who, number, "HISTORY")
    assert look(hub, own_clerk, number)[0]["residenceHistory"] is True
    states = [item["state"] for item in consents(hub, somebody) if item["case"] == number]
    assert states == ["IN_FORCE", "REVOKED"]


def test_others_unknown_and_ended_consents_are_not_taken_back_and_look_alike(
    hub: Hub, own_clerk: Who, people: Iterator[Resident]
) -> None:
    somebody, other = next(people), next(people)
    of_other = opened(hub, own_clerk, other, "HISTORY")
    own = opened(hub, own_clerk, somebody, "HISTORY")
    ended = consent_in(hub, somebody, own, "HISTORY")["id"]
    assert take_back(hub, somebody.who, ended).errors == []
    ids = [consent_in(hub, other, of_other, "HISTORY")["id"], "3f0c8f3e-2f0a-4b51-9d8e-0c6f3b0f6a11", "x", ended]
    answers = [take_back(hub, somebody.who, item) for item in ids]
    assert {answer.body for answer in answers} == {answers[0].body}
    assert answers[0].codes == ["CONFLICT"]
    assert look(hub, own_clerk, of_other)[0]["residenceHistory"] is True


def test_a_consent_that_ran_out_says_so(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody, "HISTORY", "DECLARED_CONTACTS")
    fact = consent_in(hub, somebody, number, "HISTORY")["id"]
    stored(hub, "age_consent", **{"fact": fact, "from": _in_days(-3), "to": TODAY})
    assert look(hub, own_clerk, number) == (
        {"residenceHistory": False, "declaredContacts": True},
        {"residenceHistory": "GRANT_EXPIRED"},
    )
    assert consent_in(hub, somebody, number, "HISTORY")["state"] == "EXPIRED"


@pytest.mark.parametrize(("days", "is_open"), [(89, True), (90, False)])
def test_a_consent_with_a_longer_term_is_read_as_ninety_days(
    hub: Hub, own_clerk: Who, somebody: Resident, days: int, *, is_open: bool
) -> None:
    """What an import brings in may have been given for longer."""
    number = opened(hub, own_clerk, somebody, "HISTORY")
    fact = consent_in(hub, somebody, number, "HISTORY")["id"]
    stored(hub, "age_consent", **{"fact": fact, "from": _in_days(-days), "to": _in_days(500)})
    opens, codes = look(hub, own_clerk, number)
    assert opens["residenceHistory"] is is_open
    assert codes.get("residenceHistory") == (None if is_open else "GRANT_EXPIRED")
    seen = consent_in(hub, somebody, number, "HISTORY")
    assert seen["validTo"] == _in_days(DAYS_MAX - days)
    assert seen["state"] == ("IN_FORCE" if is_open else "EXPIRED")


def test_a_consent_runs_out_with_its_case(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody, "HISTORY")
    change(hub, "close_case", number=number, state="CLOSED")
    assert consent_in(hub, somebody, number, "HISTORY")["state"] == "EXPIRED"


def test_a_past_day_in_a_case_needs_the_consent_that_was_taken_back(
    hub: Hub, own_clerk: Who, somebody: Resident
) -> None:
    """Dated fields say what became of the permission for the history; one error for each field group."""
    number = opened(hub, own_clerk, somebody, "HISTORY")
    document = """query Read($number: String!) { case(number: $number, asOf: "2020-09-01") {
      subject { name { full } one: residences { validFrom } two: residences { validTo } }
    } }"""
    assert hub.ask(own_clerk, document, {"number": number}).errors == []
    take_back(hub, somebody.who, consent_in(hub, somebody, number, "HISTORY")["id"])
    answer = hub.ask(own_clerk, document, {"number": number})
    assert answer.data["case"]["subject"] == {"name": None, "one": None, "two": None}
    assert answer.codes == ["GRANT_REVOKED", "GRANT_REVOKED"]


def test_of_two_cases_in_one_request_the_one_without_a_consent_is_not_said_to_have_had_one(
    hub: Hub, own_clerk: Who, people: Iterator[Resident]
) -> None:
    somebody, other = next(people), next(people)
    revoked, never = opened(hub, own_clerk, somebody, "HISTORY"), opened(hub, own_clerk, other)
    take_back(hub, somebody.who, consent_in(hub, somebody, revoked, "HISTORY")["id"])
    history = "subject { residenceHistory(first: 1) { totalCount } }"
    document = f"query ($one: String!, $two: String!) {{ a: case(number: $one) {{ {history} }} b: case(number: $two) {{ {history} }} }}"
    for numbers in ((revoked, never), (never, revoked)):
        answer = hub.ask(own_clerk, document, dict(zip(("one", "two"), numbers, strict=True)))
        assert answer.codes == ["FIELD_NOT_ALLOWED"]


def test_only_who_holds_the_case_learns_of_a_consent_in_it(
    hub: Hub, city: City, own_clerk: Who, somebody: Resident
) -> None:
    number = opened(hub, own_clerk, somebody, "HISTORY")
    take_back(hub, somebody.who, consent_in(hub, somebody, number, "HISTORY")["id"])
    colleague = next(
        who
        for who in officers(city, "registration", "resident-registration", level=6)
        if who.office == own_clerk.office and who.subject != own_clerk.subject
    )
    document = "query Read($number: String!) { case(number: $number) { subject { residenceHistory(first: 1) { totalCount } } } }"
    answers = [hub.ask(colleague, document, {"number": item}) for item in (number, "AAAAAAAAAAAA")]
    assert answers[0].body == answers[1].body
    assert answers[0].codes == ["CASE_REQUIRED"]


def test_a_purpose_that_opens_no_contacts_is_not_told_that_their_consent_is_over(
    hub: Hub, people: Iterator[Resident], official: Callable[[str, str], Who]
) -> None:
    somebody, officer = next(people), official("residence-permit", "continuous-residence-check")
    number = opened(hub, officer, somebody, "HISTORY", "DECLARED_CONTACTS", kind="RESIDENCE_PERMIT")
    for permission in ("HISTORY", "DECLARED_CONTACTS"):
        take_back(hub, somebody.who, consent_in(hub, somebody, number, permission)["id"])
    _, codes = look(hub, officer, number)
    assert codes == {"residenceHistory": "GRANT_REVOKED", "declaredContacts": "FIELD_NOT_ALLOWED"}


# ── at the counter ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_at_the_counter_a_consent_is_taken_back_in_that_case_only(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number, other = (opened(hub, own_clerk, somebody, "HISTORY", "DECLARED_CONTACTS") for _ in range(2))
    assert take_back_at_counter(hub, own_clerk, number, "HISTORY").errors == []
    assert look(hub, own_clerk, number)[1] == {"residenceHistory": "GRANT_REVOKED"}
    assert look(hub, own_clerk, other) == (_OPEN, {})
    fact = consent_in(hub, somebody, number, "HISTORY")["id"]
    assert stored(hub, "versions", fact=fact)[1] == [2, "WITHDRAWN", "RESIDENT", own_clerk.office, True, True]


def test_at_the_counter_consents_in_every_case_are_taken_back_and_nothing_is_told_of_them(
    hub: Hub, own_clerk: Who, people: Iterator[Resident], official: Callable[[str, str], Who]
) -> None:
    somebody, without = next(people), next(people)
    officer = official("residence-permit", "continuous-residence-check")
    elsewhere = opened(hub, officer, somebody, "HISTORY", kind="RESIDENCE_PERMIT")
    number, empty = opened(hub, own_clerk, somebody), opened(hub, own_clerk, without)
    answer = take_back_at_counter(hub, own_clerk, number, "HISTORY", inEveryCase=True)
    nothing = take_back_at_counter(hub, own_clerk, empty, "HISTORY", inEveryCase=True)
    assert (answer.codes, nothing.codes) == ([], [])
    assert answer.data.keys() == nothing.data.keys()
    assert answer.json["extensions"] == nothing.json["extensions"]
    assert look(hub, officer, elsewhere)[1]["residenceHistory"] == "GRANT_REVOKED"


def test_no_consent_is_taken_back_in_a_case_without_proof_or_of_another(
    hub: Hub, own_clerk: Who, clerks: Iterator[Who], somebody: Resident
) -> None:
    number, clerk = opened(hub, own_clerk, somebody, "HISTORY"), next(clerks)
    without_proof = attested(hub, clerk, somebody)
    assert take_back_at_counter(hub, clerk, without_proof, "HISTORY", inEveryCase=True).codes == ["FIELD_NOT_ALLOWED"]
    assert take_back_at_counter(hub, clerk, number, "HISTORY").codes == ["CASE_REQUIRED"]
    assert take_back_at_counter(hub, somebody.who, number, "HISTORY").codes == ["PURPOSE_REQUIRED"]
    assert look(hub, own_clerk, number)[0]["residenceHistory"] is True


# ── who sees it, and what is on the log ──────────────────────────────────────────────────────────────────────────────


def test_an_office_sees_nobodys_consents_notices_or_representations(
    hub: Hub, own_clerk: Who, somebody: Resident
) -> None:
    number = opened(hub, own_clerk, somebody, "HISTORY")
    for field in (
        "consents(first: 1) { totalCount }",
        "notices(first: 1) { totalCount }",
        "noticeChannel { address }",
        "represents { id }",
        "representedBy { id }",
    ):
        document = f"query Read($number: String!) {{ case(number: $number) {{ subject {{ {field} }} }} }}"
        answer = hub.ask(own_clerk, document, {"number": number})
        assert answer.codes == ["VALIDATION_FAILED"], "only `Me` has such a field"
        assert answer.data is None


def test_giving_and_taking_back_are_entries_on_the_residents_log(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody, "HISTORY")
    fact = consent_in(hub, somebody, number, "HISTORY")["id"]
    with watching(hub, somebody.person) as log:
        give(hub, somebody.who, number, "DECLARED_CONTACTS")
        take_back(hub, somebody.who, fact)
        take_back_at_counter(hub, own_clerk, number, "DECLARED_CONTACTS")
    said = [
        tuple(entry.get(name) for name in ("action", "client", "groups", "case", "legalBasis"))
        for entry in log.entries(somebody.person)
    ]
    own = "data-subject-right"
    assert said == [
        ("write", "resident", ["CONSENT"], number, own),
        ("write", "resident", ["CONSENT"], None, own),
        ("write", "registration", ["CONSENT"], number, "A6-1-e-official-authority"),
    ]


def test_a_refused_consent_is_an_entry_too(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody)
    with watching(hub, somebody.person) as log:
        take_back_at_counter(hub, own_clerk, number, "HISTORY", inEveryCase=True)
        change(hub, "close_case", number=number, state="CLOSED")
        take_back_at_counter(hub, own_clerk, number, "HISTORY")
    assert [(entry["action"], entry.get("rule")) for entry in log.entries(somebody.person)] == [
        ("write", None),
        ("deny", "CASE_CLOSED"),
    ]


# ── the record for machines, and the words ───────────────────────────────────────────────────────────────────────────


def test_the_receipt_says_it_in_the_terms_of_the_standard(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody, "HISTORY")
    seen = consent_in(hub, somebody, number, "HISTORY")
    taken = take_back(hub, somebody.who, seen["id"]).data["revokeConsent"]["revokedAt"]
    (node, *_) = hub.ask(somebody.who, "{ me { id consents(first: 1) { nodes { subject receipt } } } }").data["me"][
        "consents"
    ]["nodes"]
    record = json.loads(node["receipt"])
    own = hub.ask(somebody.who, "{ me { id } }").data["me"]["id"]
    assert node["subject"] == own
    assert record["@type"] == "dpv:ConsentReceipt"
    assert record["receipt_metadata"] == {"receipt_id": seen["id"], "schema_version": "ISO/IEC TS 27560:2023"}
    assert record["record_metadata"]["pii_principal_id"] == own
    (purpose,) = record["pii_processing"]["purposes"]
    assert purpose["purpose"] == "resident-registration"
    assert purpose["purpose_type"] == "dpv:RightsFulfilment"
    assert purpose["lawful_basis"].endswith("A6-1-a")
    assert purpose["pii_information"] == [{"pii_type": "HISTORY"}]
    assert purpose["validity_end"] == seen["validTo"]
    assert record["consent_status"] == "dpv:ConsentWithdrawn"
    assert [(item["event_state"], item["event_time"]) for item in record["consent_events"]] == [
        ("dpv:ConsentGiven", seen["givenAt"]),
        ("dpv:ConsentWithdrawn", taken),
    ]
    assert {item["party_role"] for item in record["party_identification"]} == {
        "dpv:DataController",
        "dpv:Recipient",
        "dpv:DataSubject",
    }
    assert str(somebody.person) not in node["receipt"]


def test_the_words_say_what_is_covered_what_is_not_and_how_to_take_it_back(
    hub: Hub, own_clerk: Who, somebody: Resident
) -> None:
    opened(hub, own_clerk, somebody, "HISTORY")
    answer = hub.ask(somebody.who, "{ me { consents(first: 1) { nodes { officeName inWords } } } }")
    (node,) = answer.data["me"]["consents"]["nodes"]
    english, chinese = node["inWords"]
    assert english == (
        f"{node['officeName']} may see where you lived before, and what the register knew earlier, in this case and for its"
        " purpose only. It does not cover the contacts which you declared. Take it back at any time in your record, or"
        " at any counter; nothing else depends on it."
    )
    assert "您以前的住址" in chinese
    assert "在“我的登记”中或在任何窗口撤回" in chinese
