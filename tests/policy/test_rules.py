"""What a policy set has to be before it decides anything, and how decisions are made and remembered."""

from collections.abc import Mapping

import pytest

from hub.policy import Policy, Verdict
from hub.policy.rules import rule_text, shipped_rules, shipped_schema
from model.callers import Decision, Question
from model.errors import SetupError
from model.groups import FieldGroup
from model.ids import ClientId, PurposeId
from model.states import CaseKind, CaseProof
from tests.policy.asking import reachable

CASE = Question(
    client=ClientId("registration"),
    purpose=PurposeId("resident-registration"),
    case_kind=CaseKind.REGISTRATION,
    proof=CaseProof.ONE_TIME_CODE,
    has_case=True,
)
NAME = frozenset({FieldGroup.PERSON_NAME})


def _with(changes: Mapping[str, str]) -> Policy:
    return Policy({**shipped_rules(), **changes}, shipped_schema())


BROKEN = {
    "no Cedar at all": ("tax", "permit everything", "`tax.cedar` doesn't fit schema.cedarschema"),
    "a client that is on no list": (
        "tax",
        '@id("tax.friends") permit (principal == Client::"police", action, resource);',
        '`"police"` is not declared as a valid eid',
    ),
    "a purpose that is on no list": (
        "tax",
        '@id("tax.x") permit (principal == Client::"tax", action, resource) when { context.purpose == Purpose::"x" };',
        '`"x"` is not declared as a valid eid',
    ),
    "a field group that is on no list": (
        "tax",
        '@id("tax.x") permit (principal == Client::"tax", action, resource == FieldGroup::"RELIGION");',
        '`"RELIGION"` is not declared as a valid eid',
    ),
    "data, which Cedar never sees": (
        "tax",
        '@id("tax.x") permit (principal == Client::"tax", action, resource) when { context.officer == "chief" };',
        "attribute `officer`",
    ),
    "no name": (
        "tax",
        'permit (principal == Client::"tax", action, resource);',
        "a policy in `tax.cedar` is named ``: give it an @id that starts with `tax.`",
    ),
    "permitting all to all": (
        "tax",
        '@id("tax.all") permit (principal, action, resource);',
        '`tax.all` has to begin with `principal == Client::"tax"`: a file speaks for one client',
    ),
    "speaking for another client": (
        "tax",
        '@id("tax.all") permit (principal == Client::"housing", action, resource);',
        '`tax.all` has to begin with `principal == Client::"tax"`: a file speaks for one client',
    ),
    "another file's name": (
        "tax",
        '@id("housing.places") permit (principal == Client::"tax", action, resource);',
        "a policy in `tax.cedar` is named `housing.places`",
    ),
    "the same name twice": (
        "tax",
        '@id("tax.a") permit (principal == Client::"tax", action, resource);' * 2,
        "two policies are named `tax.a`",
    ),
    "a template": (
        "tax",
        '@id("tax.a") permit (principal == ?principal, action, resource);',
        "`tax.cedar` has a template",
    ),
    "a constitution that permits": (
        "constitution",
        '@id("constitution.a") permit (principal, action, resource);',
        "`constitution.a` permits: the constitution only forbids",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_policy_set_is_refused(name: str) -> None:
    file, text, message = BROKEN[name]
    with pytest.raises(SetupError) as refused:
        _with({file: text})
    assert message in str(refused.value)


def test_nothing_is_decided_without_the_constitution() -> None:
    rules = {name: text for name, text in shipped_rules().items() if name != "constitution"}
    with pytest.raises(SetupError, match=r"has no `constitution\.cedar`"):
        Policy(rules, shipped_schema())


def test_a_rule_that_fails_to_evaluate_denies() -> None:
    """Cedar itself skips what fails, a forbid too, and would then allow."""
    overflow = '@id("registration.fails") forbid (principal == Client::"registration", action, resource) when { 9223372036854775807 + 1 > 0 };'
    policy = _with({"registration": shipped_rules()["registration"] + overflow})
    decision = policy.decide(CASE, NAME)
    assert decision.allowed == frozenset()
    assert decision.denied == {FieldGroup.PERSON_NAME: "evaluation-error"}
    assert not policy.may_open_case(CASE)


def test_a_forbid_of_a_department_outweighs_its_permits() -> None:
    strict = '@id("registration.no-names") forbid (principal == Client::"registration", action, resource == FieldGroup::"PERSON_NAME");'
    policy = _with({"registration": shipped_rules()["registration"] + strict})
    assert policy.decide(CASE, NAME).denied == {FieldGroup.PERSON_NAME: "registration.no-names"}


def test_without_its_file_a_department_gets_what_everyone_gets() -> None:
    rules = {name: text for name, text in shipped_rules().items() if name != "registration"}
    decision = Policy(rules, shipped_schema()).decide(CASE, NAME | {FieldGroup.VIEWER})
    assert decision.allowed == {FieldGroup.VIEWER}
    assert decision.denied == {FieldGroup.PERSON_NAME: "default-deny"}


def test_a_decision_says_rules_version_and_legal_basis() -> None:
    policy = Policy.load()
    assert policy.decide(CASE, NAME | {FieldGroup.HISTORY}) == Decision(
        allowed=NAME,
        denied={FieldGroup.HISTORY: "constitution.history-needs-permission"},
        granted={FieldGroup.PERSON_NAME: "registration.identity"},
        policy_version=policy.version,
        legal_basis="A6-1-e-official-authority",
    )
    own = Question(client=ClientId("resident"), purpose=None, is_own_record=True)
    assert policy.decide(own, NAME).legal_basis == "data-subject-right"
    assert policy.decide(Question(client=ClientId("tax"), purpose=None), NAME).legal_basis == ""


def test_the_version_is_that_of_the_rules() -> None:
    """The same set has the same version, in every process; another text has another one."""
    assert Policy.load().version == Policy.load().version
    assert len(Policy.load().version) == 32
    assert _with({"tax": shipped_rules()["tax"] + "\n"}).version != Policy.load().version


def test_every_question_on_the_lists_is_decided_once_and_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    policy = Policy.load()
    questions = list(reachable())[:40]
    asked: list[Question] = []
    judge = policy._judge

    def count(question: Question) -> Mapping[FieldGroup, Verdict]:
        asked.append(question)
        return judge(question)

    monkeypatch.setattr(policy, "_judge", count)
    for _ in range(2):
        for question in questions:
            policy.decide(question, NAME)
    assert asked == questions


def test_made_up_purposes_are_not_remembered() -> None:
    policy = Policy.load()
    for number in range(50):
        decision = policy.decide(Question(client=ClientId("housing"), purpose=PurposeId(f"made-up-{number}")), NAME)
        assert decision.denied == {FieldGroup.PERSON_NAME: "closed-lists"}
    assert policy._remembered == {}


def test_an_id_cannot_break_out_of_its_place() -> None:
    """A client's or purpose's name comes from a token or a header."""
    policy = Policy.load()
    for name in ('registration", "x": "', 'housing"', "", "\x00", "registration\n"):
        assert not policy.decide(Question(client=ClientId(name), purpose=None), NAME).allowed
        assert not policy._judge(Question(client=ClientId(name), purpose=None))[FieldGroup.PERSON_NAME].is_allowed


def test_every_rule_can_be_shown() -> None:
    """A policy is a paragraph of its file, so that `policy explain` can show it."""
    for name, text in shipped_rules().items():
        rules = [line.split('"')[1] for line in text.splitlines() if line.startswith("@id(")]
        for rule in rules:
            shown = rule_text(shipped_rules(), rule)
            assert rule.startswith(f"{name}.")
            assert shown.count("@id(") == 1
            assert shown.endswith(";")
    assert rule_text(shipped_rules(), "default-deny") == ""
