"""A protected address: on request at once, withheld on every path, opened by its person's own yes in one case only."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from model.states import NoticeKind
from tests.access.log import watching
from tests.case.counter import Resident, attested, open_case, opened
from tests.case.proofs import accept, assent, close, make_card, only, opened_online, request_transfer
from tests.support.hub import Answer, Hub, Who

_CYPHER = Path(__file__).with_name("cypher")
_PROTECT = "mutation P($input: ProtectAddressInput!) { protectAddress(input: $input) { at } }"
_PROTECT_AT_COUNTER = (
    "mutation P($input: ProtectAddressAtCounterInput!) { protectAddressAtCounter(input: $input) { at } }"
)
_END = "mutation E($case: String!) { endProtectionAtCounter(case: $case) { at } }"
_REQUEST = "mutation R($input: RequestDisclosureInput!) { requestDisclosure(input: $input) { number } }"
_ANSWER = "mutation A($input: AnswerDisclosureInput!) { answerDisclosure(input: $input) { number } }"
_ANSWER_AT_COUNTER = (
    "mutation A($input: AnswerDisclosureAtCounterInput!) { answerDisclosureAtCounter(input: $input) { number } }"
)
_OWN = """{ me { isProtected protections { since until reason }
  disclosures { case purpose officeName reason isAllowed answeredAt endedAt } } }"""
_LOOK = """query Look($number: String!) { case(number: $number) { subject {
  residences { address { fullAddress } room { designator } } tenancies { validFrom } household { validFrom }
  residenceHistory(first: 100) { totalCount } declaredContacts { name }
} } }"""
_KINDS = "{ me { notices(first: 100) { nodes { kind } } } }"
_REASON = "我们要寄送居住证。To send you the card."
_HOMES = "query Homes($number: String!) { case(number: $number) { subject { residences { role } } } }"
_OPEN = "mutation Open($input: OpenCaseInput!) { openCase(input: $input) { case { number } } }"
_NOWHERE = {
    "residences": [],
    "tenancies": [],
    "household": None,
    "residenceHistory": {"totalCount": 0},
    "declaredContacts": [],
}


def _protect(hub: Hub, resident: Resident, reason: str | None = None) -> None:
    only(hub.ask(resident.who, _PROTECT, {"input": {"reason": reason}}))


def _look(hub: Hub, officer: Who, number: str, document: str = _LOOK) -> Any:
    answer = hub.ask(officer, document, {"number": number})
    assert answer.errors == []
    return answer.data["case"]["subject"]


def _homes(hub: Hub, officer: Who, number: str) -> list[Any]:
    homes: list[Any] = _look(hub, officer, number, _HOMES)["residences"]
    return homes


def _rights_case(hub: Hub, clerk: Who, resident: Resident, **proof: str) -> str:
    """The number of a case in which the resident at the counter has something done about their data."""
    number: str = only(hub.ask(clerk, _OPEN, {"input": resident.shows("DATA_RIGHTS", **proof)}))["case"]["number"]
    return number


def _request(hub: Hub, officer: Who, number: str, reason: str = _REASON) -> Answer:
    return hub.ask(officer, _REQUEST, {"input": {"case": number, "reason": reason}})


def _answer(hub: Hub, resident: Resident, number: str, *, allow: bool) -> Answer:
    return hub.ask(resident.who, _ANSWER, {"input": {"case": number, "allow": allow}})


def _own(hub: Hub, resident: Resident) -> Any:
    return only(hub.ask(resident.who, _OWN))


def _ask(hub: Hub, name: str, resident: Resident) -> list[Any]:
    text = (_CYPHER / f"{name}.cypher").read_text(encoding="utf-8")
    return list(
        hub.run(hub.ports.graph.read(text, {"person": resident.person}, timeout_seconds=60, metadata={})).values
    )


def _stored(hub: Hub, resident: Resident) -> dict[tuple[str, tuple[str, ...], str], int]:
    """How often each property stands on what hangs on a person or their cases, by relationship and labels."""
    return {(edge, tuple(labels), name): times for edge, labels, name, times in _ask(hub, "stored", resident)}


def _kinds_in_the_graph(hub: Hub, resident: Resident) -> list[str]:
    return [kind for (kind,) in _ask(hub, "notices", resident)]


def _kinds(hub: Hub, resident: Resident) -> list[str]:
    return [item["kind"] for item in only(hub.ask(resident.who, _KINDS))["notices"]["nodes"]]


@pytest.fixture
def number(hub: Hub, own_clerk: Who, somebody: Resident) -> str:
    """A clerk's case with somebody who allowed all there is to allow, and who then had their address protected."""
    case = opened(hub, own_clerk, somebody, "HISTORY", "DECLARED_CONTACTS")
    assert _homes(hub, own_clerk, case) != []
    _protect(hub, somebody)
    return case


# ── the protection ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_protection_binds_the_next_request_of_a_case_that_was_open(
    hub: Hub, own_clerk: Who, somebody: Resident, number: str
) -> None:
    answer = hub.ask(own_clerk, _LOOK, {"number": number})
    assert answer.data["case"]["subject"] == _NOWHERE
    assert {"RESIDENCE", "TENANCY", "HOUSEHOLD", "HISTORY"} <= set(answer.json["extensions"]["withheld"])
    own = "{ me { residences { address { fullAddress } } } }"
    assert only(hub.ask(somebody.who, own))["residences"] != []


def test_no_reason_is_asked_for_and_one_that_is_given_is_sealed(hub: Hub, somebody: Resident) -> None:
    _protect(hub, somebody)
    _protect(hub, somebody, "又一次")  # twice is once
    (protection,) = _own(hub, somebody)["protections"]
    assert (protection["until"], protection["reason"]) == (None, None)
    with watching(hub, somebody.person) as log:
        _protect(hub, somebody)
    (entry,) = log.entries(somebody.person)
    assert (entry["action"], entry["groups"], entry["operation"]) == ("write", ["RIGHTS"], "P")
    assert _kinds(hub, somebody) == ["ADDRESS_PROTECTED"]


def test_the_graph_tells_nothing_of_a_protection_nor_of_who_asked(
    hub: Hub, own_clerk: Who, somebody: Resident, people: Iterator[Resident]
) -> None:
    """What an operator of the database sees of who is protected, asked and answered, they see of who is told as often."""
    other = next(people)
    number = opened(hub, own_clerk, somebody)
    before, others = _stored(hub, somebody), _stored(hub, other)
    _protect(hub, somebody, "我前夫在找我")
    only(_request(hub, own_clerk, number))
    only(_answer(hub, somebody, number, allow=True))
    more = Counter(_stored(hub, somebody)) - Counter(before)
    assert {labels for _, labels, _ in more} == {("Notice",)}
    assert {(edge, property_) for edge, _, property_ in more} == {("TO", "id"), ("TO", "kind"), ("TO", "at")}
    assert set(_stored(hub, other)) == set(others)
    kinds = _kinds_in_the_graph(hub, somebody)
    assert len(set(kinds)) == len(kinds) == len(_kinds(hub, somebody))
    assert not set(kinds) & {kind.value for kind in NoticeKind}
    own = _own(hub, somebody)
    assert own["protections"][0]["reason"] == "我前夫在找我"
    assert own["disclosures"][0]["reason"] == _REASON


def test_at_the_counter_it_begins_on_anybodys_word_and_ends_on_a_proof(
    hub: Hub, own_clerk: Who, rights_clerk: Who, somebody: Resident
) -> None:
    alone = _rights_case(hub, rights_clerk, somebody)
    given = {"input": {"case": alone, "reason": "她说有人跟踪她"}}
    first = hub.ask(rights_clerk, _PROTECT_AT_COUNTER, given)
    assert first.errors == []
    assert _own(hub, somebody)["isProtected"] is True
    assert hub.ask(rights_clerk, _END, {"case": alone}).codes == ["FIELD_NOT_ALLOWED"]
    assert open_case(hub, rights_clerk, somebody.shows("DATA_RIGHTS")).codes == ["SUBJECT_NOT_AVAILABLE"]
    card = make_card(hub, somebody)
    proved = _rights_case(hub, rights_clerk, somebody, card=card)
    only(hub.ask(rights_clerk, _END, {"case": proved}))
    only(hub.ask(rights_clerk, _END, {"case": proved}))  # the same answer where there is nothing to end
    own = _own(hub, somebody)
    assert own["isProtected"] is False
    assert own["protections"][0]["until"] is not None
    assert _kinds(hub, somebody)[0] == "PROTECTION_ENDED"
    assert _kinds(hub, somebody).count("PROTECTION_ENDED") == 1
    assert _homes(hub, own_clerk, opened(hub, own_clerk, somebody)) != []


@pytest.mark.parametrize("document", [_PROTECT_AT_COUNTER, _END, _ANSWER_AT_COUNTER])
def test_another_kind_of_case_does_nothing_at_the_counter(
    hub: Hub, own_clerk: Who, somebody: Resident, document: str
) -> None:
    case = opened(hub, own_clerk, somebody)
    given = {"case": case, "about": case, "allow": True} if document is _ANSWER_AT_COUNTER else {"case": case}
    variables = {"case": case} if document is _END else {"input": given}
    assert hub.ask(own_clerk, document, variables).codes == ["FIELD_NOT_ALLOWED"]
    assert _own(hub, somebody)["isProtected"] is False


def test_no_officer_protects_by_their_own_sign_in(hub: Hub, own_clerk: Who) -> None:
    assert hub.ask(own_clerk, _PROTECT, {"input": {}}).codes == ["UNAUTHENTICATED"]


# ── the hearing ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_resident_is_asked_and_only_their_yes_opens_the_address_as_it_is_today(
    hub: Hub, own_clerk: Who, somebody: Resident, number: str
) -> None:
    only(_request(hub, own_clerk, number))
    assert _look(hub, own_clerk, number) == _NOWHERE
    (asked,) = _own(hub, somebody)["disclosures"]
    assert (asked["case"], asked["purpose"], asked["reason"]) == (number, "resident-registration", _REASON)
    assert asked["officeName"]
    assert (asked["isAllowed"], asked["answeredAt"], asked["endedAt"]) == (None, None, None)
    only(_answer(hub, somebody, number, allow=False))
    assert _look(hub, own_clerk, number) == _NOWHERE
    only(_answer(hub, somebody, number, allow=True))
    shown = _look(hub, own_clerk, number)
    homes = shown["residences"]  # one, or a second one beside it
    assert homes
    assert all(home["address"]["fullAddress"] and home["room"]["designator"] for home in homes)
    assert (shown["residenceHistory"], shown["declaredContacts"]) == ({"totalCount": 0}, [])
    assert _kinds(hub, somebody)[:4] == [
        *("DISCLOSURE_ANSWERED", "DISCLOSURE_ANSWERED", "DISCLOSURE_ASKED", "ADDRESS_PROTECTED"),
    ]


def test_a_yes_is_for_one_case_and_for_today(
    hub: Hub, own_clerk: Who, clerks: list[Who], somebody: Resident, number: str
) -> None:
    only(_request(hub, own_clerk, number))
    only(_answer(hub, somebody, number, allow=True))
    other = clerks[1]
    assert _homes(hub, other, opened(hub, other, somebody)) == []
    assert _homes(hub, own_clerk, opened(hub, own_clerk, somebody)) == []
    before = """query Before($number: String!) { case(number: $number, asOf: "2026-10-01") { subject {
      residences { address { fullAddress } } tenancies { validFrom } household { validFrom } } } }"""
    past = _look(hub, own_clerk, number, before)
    assert past == {"residences": [], "tenancies": [], "household": None}


def test_a_yes_that_is_taken_back_binds_the_next_request(
    hub: Hub, own_clerk: Who, somebody: Resident, number: str
) -> None:
    only(_request(hub, own_clerk, number))
    only(_answer(hub, somebody, number, allow=True))
    assert _homes(hub, own_clerk, number) != []
    only(_answer(hub, somebody, number, allow=False))
    assert _homes(hub, own_clerk, number) == []


def test_at_the_counter_who_has_no_sign_in_answers_with_a_proof(
    hub: Hub, own_clerk: Who, rights_clerk: Who, somebody: Resident, number: str
) -> None:
    only(_request(hub, own_clerk, number))
    card = make_card(hub, somebody)
    case = _rights_case(hub, rights_clerk, somebody, card=card)
    given = {"case": case, "about": number, "allow": True}
    only(hub.ask(rights_clerk, _ANSWER_AT_COUNTER, {"input": given}))
    assert _homes(hub, own_clerk, number) != []
    only(hub.ask(rights_clerk, _ANSWER_AT_COUNTER, {"input": {**given, "allow": False}}))
    assert _homes(hub, own_clerk, number) == []
    assert hub.ask(rights_clerk, _ANSWER_AT_COUNTER, {"input": {**given, "about": case}}).codes == ["CONFLICT"]


def test_asking_tells_nothing_of_a_protection(hub: Hub, own_clerk: Who, people: Iterator[Resident]) -> None:
    """The same words for a resident whose address is open, who is asked and told as well."""
    open_to_all = next(people)
    before = _kinds(hub, open_to_all)
    case = opened(hub, own_clerk, open_to_all)
    asked = _request(hub, own_clerk, case)
    assert asked.data == {"requestDisclosure": {"number": case}}
    assert "withheld" not in asked.json["extensions"]
    assert _kinds(hub, open_to_all) == ["DISCLOSURE_ASKED", "CASE_OPENED", *before]
    only(_answer(hub, open_to_all, case, allow=False))
    assert _homes(hub, own_clerk, case) != []


def test_a_yes_from_before_a_protection_opens_nothing_after_it(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    case = opened(hub, own_clerk, somebody)
    only(_request(hub, own_clerk, case))
    only(_answer(hub, somebody, case, allow=True))
    _protect(hub, somebody)
    assert _homes(hub, own_clerk, case) == []
    assert _answer(hub, somebody, case, allow=True).codes == ["CONFLICT"]


def test_asking_again_closes_what_was_open_and_it_is_asked_three_times(
    hub: Hub, own_clerk: Who, somebody: Resident, number: str
) -> None:
    only(_request(hub, own_clerk, number))
    only(_answer(hub, somebody, number, allow=True))
    only(_request(hub, own_clerk, number))
    assert _homes(hub, own_clerk, number) == []
    only(_request(hub, own_clerk, number))
    assert _request(hub, own_clerk, number).codes == ["CONFLICT"]
    assert [item["endedAt"] is None for item in _own(hub, somebody)["disclosures"]] == [True, False, False]


def test_a_case_that_goes_to_another_officer_or_is_closed_takes_the_yes_along(
    hub: Hub, clerks: list[Who], somebody: Resident
) -> None:
    _protect(hub, somebody)
    holder = clerks[0]
    other = next(who for who in clerks if who.office != holder.office)
    case = opened_online(hub, somebody, holder)
    only(accept(hub, holder, case))
    only(_request(hub, holder, case))
    only(_answer(hub, somebody, case, allow=True))
    assert _homes(hub, holder, case) != []
    only(request_transfer(hub, holder, case, office=str(other.office)))
    only(assent(hub, somebody, case, str(other.office), keepPermissions=True))
    only(accept(hub, other, case))
    assert _homes(hub, other, case) == []
    only(close(hub, other, case))
    assert hub.ask(other, _LOOK, {"number": case}).codes == ["CASE_CLOSED"]


def test_only_the_named_purposes_ask_in_a_case_that_the_resident_opened(
    hub: Hub, own_clerk: Who, somebody: Resident
) -> None:
    corrector = Who(own_clerk.client, own_clerk.subject, own_clerk.office, "registration-correction")
    case = opened(hub, corrector, somebody)
    assert _request(hub, corrector, case).codes == ["PURPOSE_NOT_ALLOWED"]
    alone = attested(hub, own_clerk, somebody)
    assert _request(hub, own_clerk, alone).codes == ["FIELD_NOT_ALLOWED"]
    assert _own(hub, somebody)["disclosures"] == []


def test_only_who_holds_the_case_asks_and_only_whose_it_is_answers(
    hub: Hub, clerks: list[Who], people: Iterator[Resident], number: str
) -> None:
    other = clerks[1]
    unknown = _request(hub, other, "AAAAAAAAAAAA")
    assert unknown.codes == ["CASE_REQUIRED"]
    assert _request(hub, other, number).body == unknown.body
    only(_request(hub, clerks[0], number))
    stranger = next(people)
    nothing = _answer(hub, stranger, "AAAAAAAAAAAA", allow=True)
    assert nothing.codes == ["CONFLICT"]
    assert _answer(hub, stranger, number, allow=True).body == nothing.body
    assert _homes(hub, clerks[0], number) == []


@pytest.mark.parametrize("reason", ["", "   ", "长" * 1001])
def test_an_office_gives_a_reason_in_words(hub: Hub, own_clerk: Who, somebody: Resident, reason: str) -> None:
    case = opened(hub, own_clerk, somebody)
    assert _request(hub, own_clerk, case, reason).codes == ["VALIDATION_FAILED"]
    assert _own(hub, somebody)["disclosures"] == []
