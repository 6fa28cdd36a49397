"""Restriction of processing (GDPR art. 18): a case for the purpose shows its office nobody, from the next request on."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from tests.access.log import watching
from tests.case.counter import Resident, open_case
from tests.case.proofs import only
from tests.rights.asking import (
    REASON,
    at_counter,
    change,
    change_by_id,
    kinds_of_notices,
    look,
    me,
    rights_case,
    service_case,
)
from tests.support.hub import Hub, Who

_RESTRICTIONS = "restrictions { id purpose purposeText setAt liftedAt reason }"
_PURPOSE = "housing-service"


@pytest.fixture
def housing(official: Callable[[str, str], list[Who]]) -> Who:
    """An officer of a housing office."""
    return official("housing", _PURPOSE)[0]


def test_a_restriction_hides_the_person_from_the_next_request_until_it_is_lifted(
    hub: Hub, somebody: Resident, housing: Who
) -> None:
    number = service_case(hub, somebody, housing, "HOUSING_SERVICE")
    before = look(hub, housing, number)
    assert before.errors == []
    assert before.data["case"]["subject"]["name"]["full"]

    set_ = only(change(hub, somebody.who, "restrictProcessing", purpose=_PURPOSE, reason=f"  {REASON} "))
    with watching(hub, somebody.person) as log:
        hidden = look(hub, housing, number)
    assert hidden.data == {"case": {"number": number, "subject": None}}
    assert hidden.errors == []
    assert hidden.json["extensions"]["withheld"] == ["PERSON_NAME", "RESIDENCE"]
    (entry,) = log.entries(somebody.person)
    assert (entry["action"], entry["groups"]) == ("read", ["CASE"])
    (line,) = me(hub, somebody, _RESTRICTIONS)["restrictions"]
    assert (line["id"], line["purpose"], line["reason"], line["liftedAt"]) == (set_["id"], _PURPOSE, REASON, None)
    assert line["purposeText"] == "Offer housing to a resident who asked for it"

    lifted = only(change_by_id(hub, somebody.who, "liftRestriction", set_["id"]))
    (line,) = me(hub, somebody, _RESTRICTIONS)["restrictions"]
    assert datetime.fromisoformat(line["liftedAt"]) == datetime.fromisoformat(lifted["at"])
    assert look(hub, housing, number).body == before.body
    assert kinds_of_notices(hub, somebody)[:3] == ["RIGHT_EXERCISED", "RIGHT_EXERCISED", "CASE_ACCEPTED"]


def test_the_office_is_not_told_why_and_every_restricted_case_answers_alike(
    hub: Hub, people: Iterator[Resident], housing: Who
) -> None:
    """No field of a case says that it is restricted; two residents' answers differ by their numbers alone."""
    answers = []
    for resident in (next(people), next(people)):
        number = service_case(hub, resident, housing, "HOUSING_SERVICE")
        only(change(hub, resident.who, "restrictProcessing", purpose=_PURPOSE, reason=REASON))
        answers.append(look(hub, housing, number).body.replace(number.encode(), b"NUMBER"))
    assert answers[0] == answers[1]


def test_other_purposes_go_on(hub: Hub, somebody: Resident, housing: Who) -> None:
    number = service_case(hub, somebody, housing, "HOUSING_SERVICE")
    only(change(hub, somebody.who, "restrictProcessing", purpose="legal-aid", reason=REASON))
    assert look(hub, housing, number).data["case"]["subject"]["name"]["full"]


def test_a_case_still_opens_at_the_counter_for_a_restricted_purpose_and_shows_nobody(
    hub: Hub, somebody: Resident, rights_clerk: Who
) -> None:
    """What is to the resident's benefit still works: they stand there and ask for it."""
    only(change(hub, somebody.who, "restrictProcessing", purpose="resident-registration", reason=REASON))
    answer = open_case(hub, rights_clerk, somebody.shows(), purpose="resident-registration")
    assert answer.errors == []
    assert answer.data["openCase"]["case"]["subject"] is None


def test_without_a_sign_in_the_clerk_restricts_and_lifts_and_learns_nothing(
    hub: Hub, somebody: Resident, rights_clerk: Who, housing: Who
) -> None:
    service = service_case(hub, somebody, housing, "HOUSING_SERVICE")
    case = rights_case(hub, rights_clerk, somebody)
    with watching(hub, somebody.person) as log:
        first = at_counter(hub, rights_clerk, "restrictProcessingAtCounter", case=case, purpose=_PURPOSE, reason=REASON)
    assert only(first)["number"] == case
    (entry,) = log.entries(somebody.person)
    assert (entry["action"], entry["groups"], entry["case"]) == ("write", ["RIGHTS"], case)
    assert (entry["purpose"], entry["legalBasis"]) == ("data-subject-rights", "A6-1-c")
    assert look(hub, housing, service).data["case"]["subject"] is None
    again = at_counter(hub, rights_clerk, "restrictProcessingAtCounter", case=case, purpose=_PURPOSE, reason=REASON)
    assert only(again)["number"] == case
    assert len(me(hub, somebody, _RESTRICTIONS)["restrictions"]) == 1

    lifted = at_counter(hub, rights_clerk, "liftRestrictionAtCounter", case=case, purpose=_PURPOSE)
    assert only(lifted)["number"] == case
    assert look(hub, housing, service).data["case"]["subject"] is not None
    nothing = at_counter(hub, rights_clerk, "liftRestrictionAtCounter", case=case, purpose=_PURPOSE)
    assert only(nothing)["number"] == case
    assert kinds_of_notices(hub, somebody).count("RIGHT_EXERCISED") == 2


def test_a_counter_write_takes_the_case_that_was_opened_for_it(hub: Hub, somebody: Resident, housing: Who) -> None:
    number = service_case(hub, somebody, housing, "HOUSING_SERVICE")
    refused = at_counter(hub, housing, "restrictProcessingAtCounter", case=number, purpose=_PURPOSE, reason=REASON)
    assert refused.codes == ["FIELD_NOT_ALLOWED"]
    assert me(hub, somebody, _RESTRICTIONS)["restrictions"] == []


@pytest.mark.parametrize(
    "purpose", ["objection", "data-subject-rights", "retention", "access-audit", "housing-safety-inspection"]
)
def test_what_serves_the_resident_or_shows_nobody_is_not_restricted_and_says_why(
    hub: Hub, resident: Who, purpose: str
) -> None:
    answer = change(hub, resident, "restrictProcessing", purpose=purpose, reason=REASON)
    assert answer.codes == ["CONFLICT"]
    (activity,) = [
        item
        for item in only(hub.ask(resident, "{ processing { activities { purpose notRestrictedEn } } }"))["activities"]
        if item["purpose"] == purpose
    ]
    assert activity["notRestrictedEn"] in answer.errors[0]["message"]


def test_a_made_up_purpose_or_reason_is_refused(hub: Hub, resident: Who) -> None:
    for purpose, reason in (("made-up", REASON), (_PURPOSE, "  "), (_PURPOSE, "长" * 1001)):
        answer = change(hub, resident, "restrictProcessing", purpose=purpose, reason=reason)
        assert answer.codes == ["VALIDATION_FAILED"]


def test_one_restriction_of_a_purpose_is_in_force_and_only_ones_own_is_lifted(
    hub: Hub, people: Iterator[Resident]
) -> None:
    one, other = next(people), next(people)
    mine = only(change(hub, one.who, "restrictProcessing", purpose=_PURPOSE, reason=REASON))
    again = change(hub, one.who, "restrictProcessing", purpose=_PURPOSE, reason=REASON)
    assert again.codes == ["CONFLICT"]
    assert "in force already" in again.errors[0]["message"]
    assert change_by_id(hub, other.who, "liftRestriction", mine["id"]).codes == ["CONFLICT"]
    assert [item["liftedAt"] for item in me(hub, one, _RESTRICTIONS)["restrictions"]] == [None]
    only(change_by_id(hub, one.who, "liftRestriction", mine["id"]))
    assert change_by_id(hub, one.who, "liftRestriction", mine["id"]).codes == ["CONFLICT"]


def test_setting_and_lifting_in_turns_comes_to_an_end(
    hub: Hub, somebody: Resident, rights_clerk: Who, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = rights_case(hub, rights_clerk, somebody)
    mine = only(change(hub, somebody.who, "restrictProcessing", purpose=_PURPOSE, reason=REASON))
    only(change_by_id(hub, somebody.who, "liftRestriction", mine["id"]))
    monkeypatch.setattr("model.limits.RESTRICTIONS_MAX", 1)
    online = change(hub, somebody.who, "restrictProcessing", purpose=_PURPOSE, reason=REASON)
    there = at_counter(hub, rights_clerk, "restrictProcessingAtCounter", case=case, purpose=_PURPOSE, reason=REASON)
    for answer in (online, there):
        assert answer.codes == ["CONFLICT"]
        assert "too often" in answer.errors[0]["message"]
    assert [item["id"] for item in me(hub, somebody, _RESTRICTIONS)["restrictions"]] == [mine["id"]]


def test_an_officer_restricts_nothing_and_reads_of_no_restriction(hub: Hub, rights_clerk: Who) -> None:
    answer = change(hub, rights_clerk, "restrictProcessing", purpose=_PURPOSE, reason=REASON)
    assert answer.codes == ["UNAUTHENTICATED"]
