"""The table of relations, the oracle and the constitution: three descriptions of one policy."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from hub.policy import Policy, clients
from hub.policy.rules import shipped_rules, shipped_schema
from model.callers import Question
from model.groups import PERSON_GROUPS, FieldGroup
from model.states import CaseKind, CaseProof
from tests.policy import oracle
from tests.policy.asking import every, reachable
from tests.policy.writing import changed, permissive

RELATIONS = yaml.safe_load((Path(__file__).parent / "relations.yaml").read_text(encoding="utf-8"))
ALL_GROUPS = frozenset(FieldGroup)
SEED = 20261124
_INSPECTIONS = {CaseKind.HOUSING_INSPECTION, CaseKind.LABOUR_INSPECTION}


@pytest.fixture(scope="module")
def policy() -> Policy:
    return Policy.load()


def _sample(questions: Iterable[Question], size: int) -> list[Question]:
    return Random(SEED).sample(list(questions), size)


def _asked(told: Mapping[str, Any]) -> Question:
    kind = told.get("case")
    return Question(
        client=told["client"],
        purpose=told.get("purpose"),
        case_kind=None if kind is None else CaseKind(kind),
        proof=None if kind is None else CaseProof(told.get("proof", "ONE_TIME_CODE")),
        is_own_record=told.get("own", False),
        has_case=kind is not None,
        has_history_permission=told.get("history", False),
        has_contacts_permission=told.get("contacts", False),
    )


@pytest.mark.parametrize("relation", RELATIONS, ids=[item["name"] for item in RELATIONS])
def test_the_relations_hold_and_each_denial_names_its_rules(policy: Policy, relation: Mapping[str, Any]) -> None:
    question = _asked(relation["asked"])
    decision = policy.decide(question, ALL_GROUPS)
    expected = {FieldGroup(group) for group in relation["assertTrue"]}
    assert expected <= decision.allowed
    refused = {FieldGroup(group): rules for group, rules in relation["assertFalse"].items()}
    assert {group: decision.denied.get(group) for group in refused} == refused
    assert decision.allowed | decision.denied.keys() == ALL_GROUPS
    assert not decision.allowed & decision.denied.keys()
    if "opensCase" in relation:
        assert policy.may_open_case(question)
        assert policy.explain_opening(question).rule == relation["opensCase"]
    if "refusesCase" in relation:
        assert not policy.may_open_case(question)
        assert policy.explain_opening(question).rule == relation["refusesCase"]
    verdict = policy.explain_export(question)
    if "exports" in relation:
        assert (verdict.is_allowed, verdict.rule) == (True, relation["exports"])
    else:
        assert not verdict.is_allowed
    if "refusesExport" in relation:
        assert verdict.rule == relation["refusesExport"]


def test_the_relations_speak_of_every_client() -> None:
    assert {item["asked"]["client"] for item in RELATIONS} == {*clients(), "police"}


# ── the oracle ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _assert_agrees(policy: Policy, question: Question) -> None:
    expected = frozenset(group for group in FieldGroup if oracle.may_read(question, group.value))
    assert policy.decide(question, ALL_GROUPS).allowed == expected, question


def test_the_oracle_agrees_on_every_case_that_could_be_opened(policy: Policy) -> None:
    opened = [question for question in reachable() if policy.may_open_case(question)]
    assert opened == [question for question in reachable() if oracle.may_open(question)]
    assert len(opened) > 100


def test_the_oracle_agrees_on_every_record_that_could_be_exported(policy: Policy) -> None:
    exported = [question for question in reachable() if policy.may_export(question)]
    assert exported == [question for question in reachable() if oracle.may_export(question)]
    assert {question.client for question in exported} == {"resident", "registration"}


def test_the_oracle_agrees_on_a_sample_of_what_can_be_asked(policy: Policy) -> None:
    for question in _sample(reachable(), 200):
        _assert_agrees(policy, question)


@pytest.mark.full
def test_the_oracle_agrees_on_a_sample_of_what_makes_no_sense(policy: Policy) -> None:
    for question in _sample(every(), 5_000):
        if not oracle.makes_sense(question):
            _assert_agrees(policy, question)


@pytest.mark.full
def test_the_oracle_agrees_on_everything_that_can_be_asked(policy: Policy) -> None:
    for question in reachable():
        _assert_agrees(policy, question)


@pytest.mark.long
def test_the_oracle_agrees_on_every_combination(policy: Policy) -> None:
    """Off the lists the answer is one and the same, so that half a million combinations take seconds."""
    reached = set(reachable())
    for question in every():
        assert oracle.makes_sense(question) == (question in reached), question
        if question not in reached:
            assert not policy.decide(question, ALL_GROUPS).allowed, question
            assert not policy.may_open_case(question), question
            assert not policy.may_export(question), question


# ── the constitution ─────────────────────────────────────────────────────────────────────────────────────────────────


def _is_beyond(asked: Question, group: FieldGroup) -> bool:
    """What may not be open whatever a department's file says (design §1 and §4)."""
    own = asked.is_own_record and asked.client == "resident" and not asked.has_case
    if group is FieldGroup.PARTY_NAME:
        return asked.case_kind not in _INSPECTIONS or asked.proof is not CaseProof.EX_OFFICIO
    if own or group not in PERSON_GROUPS:
        return False
    return (
        not asked.has_case
        or asked.client in {"tax", "statistics", "coordination", "employer-portal", "landlord-portal", "resident"}
        or asked.case_kind in _INSPECTIONS
        or asked.proof in {CaseProof.EX_OFFICIO, None}
        or (group is FieldGroup.HISTORY and not asked.has_history_permission)
        or (group is FieldGroup.DECLARED_CONTACTS and not asked.has_contacts_permission)
        or group in {FieldGroup.CONSENT, FieldGroup.NOTICE, FieldGroup.REPRESENTATION, FieldGroup.RIGHTS}
        or (asked.proof is CaseProof.OFFICER_ATTESTED and group.value not in oracle._PRINTED)
    )


def _permissive() -> Policy:
    """Every department's file replaced by one that permits it everything."""
    return changed(permissive())


def _assert_bounded(policy: Policy, questions: list[Question]) -> None:
    for question in questions:
        beyond = {group for group in FieldGroup if _is_beyond(question, group)}
        decision = policy.decide(question, ALL_GROUPS)
        assert not decision.allowed & beyond, question
        assert all(
            rule.startswith("constitution.") for group in beyond for rule in decision.denied[group].split(",")
        ), question


def test_no_department_can_permit_more_than_the_constitution() -> None:
    _assert_bounded(_permissive(), _sample(reachable(), 150))


@pytest.mark.full
def test_no_department_can_permit_more_than_the_constitution_in_anything_that_can_be_asked() -> None:
    _assert_bounded(_permissive(), list(reachable()))


def test_a_permissive_department_gets_what_the_constitution_leaves() -> None:
    """Else the tests above would hold for a policy that opens nothing."""
    question = _asked({"client": "health", "purpose": "health-service", "case": "HEALTH_SERVICE"})
    allowed = _permissive().decide(question, ALL_GROUPS).allowed
    own_affairs = {FieldGroup.CONSENT, FieldGroup.NOTICE, FieldGroup.REPRESENTATION, FieldGroup.ACCESS_LOG}
    own_affairs |= {FieldGroup.OBJECTION, FieldGroup.RIGHTS}
    by_permission = {FieldGroup.HISTORY, FieldGroup.DECLARED_CONTACTS}
    assert allowed == ALL_GROUPS - own_affairs - by_permission - {FieldGroup.PARTY_NAME}


def test_of_an_inspection_no_department_can_permit_more_of_a_person_than_the_name_of_a_party() -> None:
    inspection = {"case": "HOUSING_INSPECTION", "proof": "EX_OFFICIO", "history": True, "contacts": True}
    question = _asked({"client": "housing", "purpose": "housing-safety-inspection", **inspection})
    assert _permissive().decide(question, PERSON_GROUPS).allowed == {FieldGroup.PARTY_NAME}


@pytest.mark.full
def test_every_article_of_the_constitution_denies_something() -> None:
    """An article that never speaks would be one that nobody can rely on."""
    policy = _permissive()
    spoken = {
        rule
        for question in reachable()
        for denied in (
            policy.decide(question, ALL_GROUPS).denied.values(),
            [policy.explain_opening(question).rule, policy.explain_export(question).rule],
        )
        for joined in denied
        for rule in joined.split(",")
    }
    articles = set(re.findall(r'@id\("(.+?)"\)', shipped_rules()["constitution"]))
    unreachable = {"constitution.resident-has-no-case"}  # the closed lists say it first: see the next test
    assert articles - spoken == unreachable


def test_a_resident_with_a_case_is_refused_by_the_constitution_too(policy: Policy) -> None:
    question = Question(client=list(clients())[-1], purpose=None, is_own_record=True, has_case=True)
    assert question.client == "resident"
    verdict = policy._judge(question)[FieldGroup.PERSON_NAME]
    assert not verdict.is_allowed
    assert "constitution.resident-has-no-case" in verdict.rules


@pytest.mark.full
@pytest.mark.parametrize("file", [name for name in shipped_rules() if name != "constitution"])
def test_every_permit_opens_something_that_no_other_opens(file: str) -> None:
    """So no rule stands there in vain, and the oracle would notice each that is lost."""
    text = shipped_rules()[file]
    paragraphs = [item for item in text.split("\n\n") if "@id(" in item]
    concerned = [question for question in reachable() if file in {"everyone", question.client}]
    for paragraph in paragraphs:
        policy = Policy({**shipped_rules(), file: text.replace(paragraph, "")}, shipped_schema())
        assert any(
            oracle.may_open(question) != policy.may_open_case(question)
            or oracle.may_export(question) != policy.may_export(question)
            or any(
                oracle.may_read(question, group.value) != policy.explain(question, group).is_allowed
                for group in FieldGroup
            )
            for question in concerned
        ), paragraph
