"""Budgets at the API: who has used up an hour's is answered nothing, and the person sees that it was tried."""

from collections.abc import Iterator

import pytest

from model.budgets import BUDGETS, MeterKind
from tests.access.log import watching
from tests.case.counter import Resident, opened, residents
from tests.support.budgets import spend
from tests.support.hub import Hub, Who
from tests.support.store import City

_READ = "query Read($number: String!) { case(number: $number) { subject { birthDate } } }"
_ONE = "case(number: $number) { subject { birthDate } }"
_TWO = f"a: {_ONE} b: {_ONE}"
_TWICE = {
    "aliases": f"query Twice($number: String!) {{ {_TWO} }}",
    "a fragment": f"query Twice($number: String!) {{ ...Both }} fragment Both on Query {{ {_TWO} }}",
    "fragments in fragments": "query Twice($number: String!) { ...Outer } fragment Outer on Query { ...One ...Other }"
    f" fragment One on Query {{ a: {_ONE} }} fragment Other on Query {{ ... on Query {{ b: {_ONE} }} }}",
    "inline fragments": f"query Twice($number: String!) {{ ... on Query {{ a: {_ONE} }} ... @include(if: true) {{ b: {_ONE} }} }}",
}
_MOST = BUDGETS[MeterKind.OFFICER]


@pytest.mark.parametrize(
    "spent", [{"requests": _MOST.requests}, {"subjects": _MOST.subjects}], ids=["requests", "persons"]
)
def test_who_has_used_up_the_budget_is_refused_and_the_person_sees_it(
    hub: Hub, strict: Hub, somebody: Resident, own_clerk: Who, spent: dict[str, int]
) -> None:
    number = opened(hub, own_clerk, somebody)
    assert strict.ask(own_clerk, _READ, {"number": number}).errors == []
    spend(hub, own_clerk, **spent)
    with watching(hub, somebody.person) as log:
        answer = strict.ask(own_clerk, _READ, {"number": number})
    assert (answer.status, answer.codes, answer.data) == (429, ["BUDGET_EXCEEDED"], {"case": None})
    (entry,) = log.entries(somebody.person)
    assert (entry["action"], entry["rule"]) == ("deny", "BUDGET_EXCEEDED")
    assert "groups" not in entry


def test_another_token_and_another_office_are_the_same_officer(
    hub: Hub, strict: Hub, somebody: Resident, own_clerk: Who
) -> None:
    number = opened(hub, own_clerk, somebody)
    spend(hub, own_clerk, requests=_MOST.requests)
    for _ in range(3):  # each request has a token of its own
        assert strict.ask(own_clerk, _READ, {"number": number}).codes == ["BUDGET_EXCEEDED"]


@pytest.mark.parametrize("way", _TWICE)
def test_however_it_is_written_it_costs_what_it_asks(
    hub: Hub, strict: Hub, somebody: Resident, own_clerk: Who, way: str
) -> None:
    """Each of two root fields is a request: with one left, one of them is answered."""
    number = opened(hub, own_clerk, somebody)
    spent = _until_refused(strict, own_clerk, number, _TWICE[way])
    assert spent < 20
    assert strict.ask(own_clerk, _TWICE[way], {"number": number}).codes == ["BUDGET_EXCEEDED"] * 2


def _until_refused(hub: Hub, officer: Who, number: str, document: str) -> int:
    """Ask for two at once until not both are answered; the last answer holds at most one."""
    spend(hub, officer, requests=_MOST.requests - 20)
    for asked in range(20):
        answer = hub.ask(officer, document, {"number": number})
        if answer.codes:
            assert set(answer.codes) == {"BUDGET_EXCEEDED"}
            return asked
    raise AssertionError("aliases went past the budget")


def test_a_hub_that_starts_anew_knows_what_was_spent(hub: Hub, strict: Hub, somebody: Resident, own_clerk: Who) -> None:
    number = opened(hub, own_clerk, somebody)
    spend(hub, own_clerk, requests=_MOST.requests)
    with Hub(strict.settings) as again:
        assert again.ask(own_clerk, _READ, {"number": number}).codes == ["BUDGET_EXCEEDED"]


def test_a_write_over_the_budget_changes_nothing(hub: Hub, strict: Hub, somebody: Resident, own_clerk: Who) -> None:
    number = opened(hub, own_clerk, somebody)
    spend(hub, own_clerk, requests=_MOST.requests)
    document = "mutation Close($case: String!) { closeCase(case: $case) { number } }"
    assert strict.ask(own_clerk, document, {"case": number}).codes == ["BUDGET_EXCEEDED"]
    assert hub.ask(own_clerk, _READ, {"number": number}).errors == []


def test_one_officer_without_budget_leaves_the_others_theirs(
    hub: Hub, strict: Hub, somebody: Resident, own_clerk: Who, clerks: Iterator[Who]
) -> None:
    spend(hub, own_clerk, requests=_MOST.requests)
    other = next(clerks)
    number = opened(hub, other, somebody)
    assert strict.ask(other, _READ, {"number": number}).errors == []


def test_a_resident_has_a_budget_of_their_own_and_takes_none_from_others(
    hub: Hub, strict: Hub, city: City, somebody: Resident
) -> None:
    spend(hub, somebody.who, requests=_MOST.requests)
    assert strict.ask(somebody.who, "{ me { birthDate } }").codes == ["BUDGET_EXCEEDED"]
    other = next(item for item in residents(city) if item.person != somebody.person)
    assert strict.ask(other.who, "{ me { birthDate } }").errors == []
