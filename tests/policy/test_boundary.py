"""What no policy set may open, whatever it says and however it came in."""

from collections.abc import Iterable
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.policy import clients
from hub.policy.boundary import BOUNDS, Crossing, check_boundary, crossings
from hub.policy.reach import reachable
from hub.policy.rules import shipped_rules
from hub.policy.sets import shipped
from model.callers import Question
from model.errors import SetupError
from model.groups import PERSON_GROUPS, FieldGroup
from model.ids import ClientId, PurposeId
from model.states import CaseKind, CaseProof
from tests.policy import asking
from tests.policy.writing import EVERYTHING, articles, changed, constitution_without, permissive, unchecked

SEED = 20261125
ALL_GROUPS = frozenset(FieldGroup)


def _sample(size: int) -> list[Question]:
    return Random(SEED).sample(list(reachable()), size)


def _bounds(found: Iterable[Crossing]) -> set[str]:
    return {item.bound.name for item in found}


def test_everything_that_can_be_asked_is_looked_at() -> None:
    assert list(reachable()) == list(dict.fromkeys(reachable()))
    assert set(reachable()) == set(asking.reachable())


def test_the_shipped_set_holds() -> None:
    check_boundary(shipped())


def test_every_bound_has_a_name_and_a_sentence_of_its_own() -> None:
    assert len({bound.name for bound in BOUNDS}) == len({bound.sentence for bound in BOUNDS}) == len(BOUNDS)


# ── a file that permits everything ───────────────────────────────────────────────────────────────────────────────────


def test_permitting_all_to_all_is_refused_by_its_file() -> None:
    with pytest.raises(SetupError, match=r"is named ``: give it an @id"):
        changed({"tax": EVERYTHING})
    with pytest.raises(SetupError, match=r"a file speaks for one client"):
        changed({"tax": f'@id("tax.all") {EVERYTHING}'})


def test_permitting_all_to_all_opens_nothing_across_a_bound() -> None:
    """With the check of the files switched off: the constitution keeps what it keeps."""
    policy = unchecked({"tax": f'@id("tax.all") {EVERYTHING}'})
    assert list(crossings(policy, _sample(200))) == []
    question = Question(client=ClientId("labour"), purpose=PurposeId("workplace-inspection"))
    assert policy.decide(question, ALL_GROUPS).allowed == ALL_GROUPS - PERSON_GROUPS  # and what is within them it opens


@pytest.mark.long
def test_permitting_all_to_all_opens_nothing_across_a_bound_in_anything_that_can_be_asked() -> None:
    check_boundary(unchecked({"tax": f'@id("tax.all") {EVERYTHING}'}))
    check_boundary(changed(permissive()))


def test_permitting_all_to_all_without_the_constitution_is_refused_by_bound_and_combination() -> None:
    policy = unchecked({"tax": f'@id("tax.all") {EVERYTHING}', "constitution": ""})
    with pytest.raises(SetupError) as refused:
        check_boundary(policy)
    assert str(refused.value) == (
        "the policy set crosses the bound `a-person-has-three-doors` (a person is reached by being oneself or in a case): "
        "`registration` gets `ACCESS_LOG` without a purpose, without a case"
    )


def test_the_combination_is_named_whole() -> None:
    rule = '@id("housing.x") permit (principal == Client::"housing", action, resource == FieldGroup::"HOUSEHOLD");'
    policy = unchecked({"housing": rule, "constitution": ""})
    question = Question(
        client=ClientId("housing"),
        purpose=PurposeId("housing-service"),
        case_kind=CaseKind.HOUSING_SERVICE,
        proof=CaseProof.OFFICER_ATTESTED,
        has_case=True,
        has_history_permission=True,
        has_contacts_permission=True,
    )
    (crossed,) = crossings(policy, [question])
    assert str(crossed).partition(": ")[2] == (
        "`housing` gets `HOUSEHOLD` for `housing-service`, in a case `HOUSING_SERVICE` on `OFFICER_ATTESTED`, "
        "with the permission for the history, with the permission for the contacts"
    )


# ── the constitution, an article short ───────────────────────────────────────────────────────────────────────────────

# The closed lists say it first, so that no question reaches it; where it is asked all the same, it answers.
_NEVER_REACHED = {"constitution.resident-has-no-case"}

# What an article and no other keeps shut is seen only if nothing else keeps it: for most one bound sees it.
_SEEN_BY = {
    "constitution.person-needs-a-door": "a-person-has-three-doors",
    "constitution.own-record-is-the-residents": "own-record-is-the-residents",
    "constitution.purpose-is-required": "a-purpose-is-named",
    "constitution.purpose-needs-a-case": "a-residents-purpose-needs-a-case",
    "constitution.case-needs-the-resident": "a-case-has-its-resident",
    "constitution.history-needs-permission": "history-is-the-residents-to-open",
    "constitution.contacts-need-permission": "contacts-are-the-residents-to-open",
    "constitution.log-is-the-persons-own": "the-log-is-the-persons-own",
    "constitution.export-is-the-residents": "an-export-is-the-residents",
    "constitution.own-affairs-are-the-residents": "own-affairs-are-the-residents",
    "constitution.objections-go-to-data-protection": "objections-go-to-data-protection",
    "constitution.attested-is-narrow": "an-attested-case-shows-what-is-printed",
    "constitution.inspections-show-no-person": "an-inspection-shows-no-person",
    "constitution.inspections-are-not-opened-at-a-counter": "an-inspection-shows-no-person",
    "constitution.parties-in-inspections-only": "parties-are-named-in-inspections",
}

# Of clients that have no case in which a person could be shown: the doors keep it too, so two articles have to go.
_KEPT_TWICE = {
    "constitution.tax-never-sees-occupants": "the-tax-office-sees-no-occupant",
    "constitution.numbers-hold-no-person": "numbers-hold-no-person",
    "constitution.portals-see-no-person": "portals-see-no-person",
}


def test_every_article_is_accounted_for() -> None:
    assert {*_SEEN_BY, *_KEPT_TWICE, *_NEVER_REACHED} == set(articles())


def _concerned(bound: str) -> list[Question]:
    """The questions in which a bound says something at all: only there can it be crossed."""
    (found,) = [item for item in BOUNDS if item.name == bound]
    every = reachable()
    return [
        item
        for item in every
        if found.openings(item) or found.exports(item) or any(found.reads(item, group) for group in FieldGroup)
    ]


def _sampled(bound: str) -> list[Question]:
    concerned = _concerned(bound)
    return Random(SEED).sample(concerned, min(60, len(concerned)))


@pytest.mark.full
@pytest.mark.parametrize("article", _SEEN_BY)
def test_without_an_article_a_bound_refuses_what_permits_everything(article: str) -> None:
    policy = changed({**permissive(), "constitution": constitution_without(article)})
    assert _SEEN_BY[article] in _bounds(crossings(policy, _sampled(_SEEN_BY[article])))


@pytest.mark.parametrize("article", _KEPT_TWICE)
def test_what_two_articles_keep_is_still_kept_by_one(article: str) -> None:
    others = ("constitution.person-needs-a-door", "constitution.purpose-is-required")
    concerned = _sampled(_KEPT_TWICE[article])
    policy = changed({**permissive(), "constitution": constitution_without(article)})
    assert _bounds(crossings(policy, concerned)) == set()
    text = constitution_without(article)
    for other in others:
        text = text.replace(articles()[other], "")
    assert _KEPT_TWICE[article] in _bounds(crossings(changed({**permissive(), "constitution": text}), concerned))


# ── sets made by chance ──────────────────────────────────────────────────────────────────────────────────────────────

_CONDITIONS = (
    "context.hasCase",
    "context.isOwnRecord",
    "context.isOfPerson",
    "context.isCaseRequired",
    "context.hasHistoryPermission",
    "context.hasContactsPermission",
    'context.proof == CaseProof::"PASSKEY"',
    'context.proof == CaseProof::"EX_OFFICIO"',
    'context.purpose == Purpose::"none"',
    'context.caseKind == CaseKind::"LABOUR_INSPECTION"',
)


@st.composite
def _rule(draw: st.DrawFn, client: str, number: int) -> str:
    action = draw(
        st.sampled_from(["action", *(f'action == Action::"{name}"' for name in ("read", "openCase", "export"))])
    )
    groups = st.sampled_from(["resource", *(f'resource == FieldGroup::"{group}"' for group in FieldGroup)])
    effect = draw(st.sampled_from(["permit", "permit", "permit", "forbid"]))
    conditions = [
        f"{draw(st.sampled_from(['when', 'unless']))} {{ {condition} }}"
        for condition in draw(st.lists(st.sampled_from(_CONDITIONS), max_size=2))
    ]
    head = f'@id("{client}.r{number}") {effect} (principal == Client::"{client}", {action}, {draw(groups)})'
    return f"{head} {' '.join(conditions)};"


@st.composite
def _sets(draw: st.DrawFn) -> dict[str, str]:
    """Departments' files that say anything: some everything, some nothing, most a few rules."""
    files = permissive() if draw(st.booleans()) else {}
    for client in draw(st.lists(st.sampled_from(sorted(clients())), min_size=1, max_size=5, unique=True)):
        files[client] = "\n".join(draw(_rule(client, number)) for number in range(draw(st.integers(0, 4))))
    return files


_QUICKLY = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.mark.full
@_QUICKLY
@given(files=_sets(), at=st.randoms(use_true_random=False))
def test_no_set_opens_anything_across_a_bound_under_the_constitution(files: dict[str, str], at: Random) -> None:
    policy = changed(files)
    assert list(crossings(policy, at.sample(list(reachable()), 40))) == []


@pytest.mark.full
@_QUICKLY
@given(files=_sets(), at=st.randoms(use_true_random=False))
def test_without_the_constitution_the_bounds_see_all_that_is_beyond(files: dict[str, str], at: Random) -> None:
    """Held against a list of its own, written for this test."""
    policy = unchecked({**files, "constitution": ""})
    for question in at.sample(list(reachable()), 40):
        opened = policy.decide(question, ALL_GROUPS).allowed
        seen = {item.group for item in crossings(policy, [question]) if item.group is not None}
        assert seen == {group for group in opened if is_beyond(question, group)}, question


@pytest.mark.long
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(files=_sets())
def test_no_set_opens_anything_across_a_bound_in_anything_that_can_be_asked(files: dict[str, str]) -> None:
    check_boundary(changed(files))


def test_a_set_that_says_more_than_today_holds() -> None:
    """A new purpose for a field group, a field group more for a purpose: that is a department's to have."""
    more = """
@id("legal-aid.household")
permit (principal == Client::"legal-aid", action == Action::"read", resource)
when {
  context.hasCase && [FieldGroup::"HOUSEHOLD", FieldGroup::"EVIDENCE", FieldGroup::"RESIDENCE"].contains(resource)
};
"""
    policy = changed({"legal-aid": shipped_rules()["legal-aid"] + more})
    asked_by = [item for item in reachable() if item.client == "legal-aid"]
    assert list(crossings(policy, asked_by)) == []
    case = next(item for item in asked_by if item.proof is CaseProof.PASSKEY)
    before, after = (item.decide(case, ALL_GROUPS).allowed for item in (shipped(), policy))
    assert after - before == {FieldGroup.HOUSEHOLD, FieldGroup.EVIDENCE, FieldGroup.RESIDENCE}


def is_beyond(asked: Question, group: FieldGroup) -> bool:
    """What may not be open whatever a department's file says (design §1 and §4); for places as for persons."""
    if asked.is_own_record:
        return asked.client != "resident" or group is FieldGroup.PARTY_NAME
    if asked.purpose is None:
        return group not in {FieldGroup.VIEWER, FieldGroup.PLACE}
    if not asked.has_case:
        needs_one = asked.purpose in asking.NEED_A_CASE and group not in {FieldGroup.VIEWER, FieldGroup.PLACE}
        return needs_one or group in PERSON_GROUPS
    is_inspection = asked.case_kind in {CaseKind.HOUSING_INSPECTION, CaseKind.LABOUR_INSPECTION}
    if group is FieldGroup.PARTY_NAME:
        return not is_inspection or asked.proof is not CaseProof.EX_OFFICIO
    if group not in PERSON_GROUPS:
        return False
    return (
        is_inspection
        or (group is FieldGroup.OBJECTION and asked.case_kind is not CaseKind.OBJECTION)
        or group.value in {"ACCESS_LOG", "CONSENT", "NOTICE", "REPRESENTATION", "RIGHTS"}
        or asked.proof is CaseProof.EX_OFFICIO
        or (group is FieldGroup.HISTORY and not asked.has_history_permission)
        or (group is FieldGroup.DECLARED_CONTACTS and not asked.has_contacts_permission)
        or (
            asked.proof is CaseProof.OFFICER_ATTESTED
            and group.value not in {"PERSON_NAME", "PERSON_BIRTH", "PERSON_DOCUMENT"}
        )
    )
