"""Cedar decides: which field groups are open to a client, for a purpose, through a door. Deny is the default.

Policies are parsed once. Cedar sees closed lists and booleans only, so a decision depends on nothing else and can be
remembered; grants and cases are asked for anew each time, and come in as booleans.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cedarpy

from hub.policy.purposes import Client, Purpose, clients, purposes
from hub.policy.rules import check_rules, rule_text, shipped_lists, shipped_rules, shipped_schema
from model.callers import Decision, Question
from model.groups import PERSON_GROUPS, FieldGroup
from model.ids import ClientId, PurposeId

DEFAULT_DENY = "default-deny"
"""The rule that denied when no policy did: nothing permits it."""

CLOSED_LISTS = "closed-lists"
"""The rule that denied when client, purpose and case don't belong together: Cedar isn't asked."""

EVALUATION_ERROR = "evaluation-error"
"""The rule that denied when a policy could not be evaluated."""

OWN_RECORD_BASIS = "data-subject-right"
"""The basis of a resident's access to their own record (GDPR art. 15)."""

_OPENINGS_REMEMBERED = 4096  # questions: fewer than the lists let through
_VERSION_LENGTH = 32  # hexadecimal digits: 128 bits


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What was decided of one field group, and by which rules; never without one."""

    is_allowed: bool
    rules: tuple[str, ...]

    @property
    def rule(self) -> str:
        """The rules' names, joined by a comma."""
        return ",".join(self.rules)


@dataclass(frozen=True, kw_only=True)
class _Judged:
    """The verdicts on one question, as a decision needs them."""

    verdicts: Mapping[FieldGroup, Verdict]
    allowed: frozenset[FieldGroup]
    rules: Mapping[FieldGroup, str]
    legal_basis: str

    @classmethod
    def of(cls, verdicts: Mapping[FieldGroup, Verdict], legal_basis: str) -> "_Judged":
        return cls(
            verdicts=verdicts,
            allowed=frozenset(group for group, verdict in verdicts.items() if verdict.is_allowed),
            rules={group: verdict.rule for group, verdict in verdicts.items()},
            legal_basis=legal_basis,
        )


class Policy:
    """A policy set. `version` is a hash of its rules and closed lists, and stands in every log entry."""

    def __init__(self, rules: Mapping[str, str], schema: str) -> None:
        """`rules` are texts by file name. Raises `SetupError` when they don't parse or don't fit their schema."""
        check_rules(rules, schema)
        self._rules = dict(rules)
        self._policies = cedarpy.PolicySet.from_str("\n".join(rules.values()))
        self._entities = cedarpy.Entities.from_json_str("[]")
        self.version = _version({**rules, **shipped_lists(), "schema": schema})
        self._remembered: dict[Question, _Judged] = {}  # no more than the lists let through, some 740
        self._openings = lru_cache(maxsize=_OPENINGS_REMEMBERED)(self._judge_opening)
        self._exports = lru_cache(maxsize=_OPENINGS_REMEMBERED)(self._judge_export)

    @classmethod
    def load(cls) -> "Policy":
        """The policies that ship with the code. Raises `SetupError` when they or the closed lists are not valid."""
        return cls(shipped_rules(), shipped_schema())

    # ── the closed lists ─────────────────────────────────────────────────────────────────────────────────────────

    def purpose(self, purpose_id: str) -> Purpose | None:
        """The purpose of that id, if it is on the list."""
        return purposes().get(PurposeId(purpose_id))

    def purpose_ids(self) -> Collection[str]:
        """Of the closed list."""
        return purposes().keys()

    def client_ids(self) -> Collection[str]:
        """Of the closed list."""
        return clients().keys()

    def purposes_of(self, client_id: str) -> tuple[Purpose, ...]:
        """The purposes for which a client may ask, in the order of the list."""
        return tuple(item for item in purposes().values() if client_id in item.clients)

    def client(self, client_id: str) -> Client | None:
        """The client of that id, if it is on the list."""
        return clients().get(ClientId(client_id))

    # ── decisions ────────────────────────────────────────────────────────────────────────────────────────────────

    def decide(self, question: Question, groups: frozenset[FieldGroup]) -> Decision:
        """Which of `groups` may be read, and for each of them the rules that say so."""
        judged = self._judged_on(question)
        allowed = judged.allowed & groups
        return Decision(
            allowed=allowed,
            denied={group: judged.rules[group] for group in groups - allowed},
            granted={group: judged.rules[group] for group in allowed},
            policy_version=self.version,
            legal_basis=judged.legal_basis,
        )

    def explain(self, question: Question, group: FieldGroup) -> Verdict:
        """Whether `group` may be read, and by which rules it is so."""
        return self._judged_on(question).verdicts[group]

    def may_open_case(self, question: Question) -> bool:
        """Whether the client may open a case of this kind, for this purpose, on this proof (`has_case` is true)."""
        return self.explain_opening(question).is_allowed

    def explain_opening(self, question: Question) -> Verdict:
        """Whether a case may be opened, and by which rules it is so."""
        if not (question.has_case and self._is_on_the_lists(question)):
            return _denied(CLOSED_LISTS)
        return self._openings(question)

    def may_export(self, question: Question) -> bool:
        """Whether the client may get a person's whole record and log in one piece."""
        return self.explain_export(question).is_allowed

    def explain_export(self, question: Question) -> Verdict:
        """Whether that is so, and by which rules."""
        return self._exports(question) if self._is_on_the_lists(question) else _denied(CLOSED_LISTS)

    def rule_text(self, rule: str) -> str:
        """The policy of that name as it stands in its file; empty when there is none."""
        return rule_text(self._rules, rule)

    def legal_basis(self, question: Question) -> str:
        """The terms under which an answer to `question` is given; empty when there is no purpose."""
        if question.is_own_record:
            return OWN_RECORD_BASIS
        purpose = self.purpose(question.purpose or "")
        return purpose.legal_basis if purpose else ""

    def _judged_on(self, question: Question) -> _Judged:
        """What the lists refuse is not remembered: so made-up purposes can't push decisions out."""
        judged = self._remembered.get(question)
        if judged is not None:
            return judged
        if not self._is_on_the_lists(question):
            return _Judged.of(_OFF_THE_LISTS, self.legal_basis(question))
        judged = _Judged.of(self._judge(question), self.legal_basis(question))
        self._remembered[question] = judged
        return judged

    def _is_on_the_lists(self, question: Question) -> bool:
        """Whether client, purpose and case belong together: a case has a kind that fits its purpose, and a proof."""
        purpose = None if question.purpose is None else self.purpose(question.purpose)
        if self.client(question.client) is None or (purpose is None and question.purpose is not None):
            return False
        if purpose is not None and question.client not in purpose.clients:
            return False
        if not question.has_case:
            return question.case_kind is None and question.proof is None and not _has_permission(question)
        return purpose is not None and question.case_kind in purpose.case_kinds and question.proof is not None

    def _judge(self, question: Question) -> Mapping[FieldGroup, Verdict]:
        return self._ask(question, "read", FieldGroup)

    def _judge_opening(self, question: Question) -> Verdict:
        return self._ask(question, "openCase", [FieldGroup.CASE])[FieldGroup.CASE]

    def _judge_export(self, question: Question) -> Verdict:
        return self._ask(question, "export", [FieldGroup.CASE])[FieldGroup.CASE]

    def _ask(self, question: Question, action: str, groups: Iterable[FieldGroup]) -> Mapping[FieldGroup, Verdict]:
        """Cedar's verdict on each group."""
        shared = self._context(question)
        ordered = list(groups)
        requests = [
            {
                "principal": {"type": "Client", "id": question.client},
                "action": {"type": "Action", "id": action},
                "resource": {"type": "FieldGroup", "id": group.value},
                "context": {**shared, "isOfPerson": group in PERSON_GROUPS},
            }
            for group in ordered
        ]
        results = cedarpy.is_authorized_batch(requests, self._policies, self._entities)
        return {group: _verdict(result) for group, result in zip(ordered, results, strict=True)}

    def _context(self, question: Question) -> dict[str, Any]:
        purpose = self.purpose(question.purpose or "")
        return {
            "purpose": _listed("Purpose", question.purpose or "none"),
            "isCaseRequired": purpose is not None and purpose.is_case_required,
            "isOwnRecord": question.is_own_record,
            "hasCase": question.has_case,
            "caseKind": _listed("CaseKind", question.case_kind or "NONE"),
            "proof": _listed("CaseProof", question.proof or "NONE"),
            "hasHistoryPermission": question.has_history_permission,
            "hasContactsPermission": question.has_contacts_permission,
        }


def _version(texts: Mapping[str, str]) -> str:
    digest = hashlib.sha256()
    for name, text in sorted(texts.items()):
        for part in (name.encode(), text.encode()):
            digest.update(len(part).to_bytes(8) + part)
    return digest.hexdigest()[:_VERSION_LENGTH]


def _listed(entity: str, name: str) -> dict[str, Any]:
    return {"__entity": {"type": entity, "id": name}}


def _has_permission(question: Question) -> bool:
    return question.has_history_permission or question.has_contacts_permission


def _denied(rule: str) -> Verdict:
    return Verdict(is_allowed=False, rules=(rule,))


_OFF_THE_LISTS = dict.fromkeys(FieldGroup, _denied(CLOSED_LISTS))


def _verdict(result: cedarpy.AuthzResult) -> Verdict:
    """Cedar skips a policy that fails, a forbid too: so an error is a denial, whatever the others say."""
    if result.diagnostics.errors:
        return _denied(EVALUATION_ERROR)
    named = result.diagnostics.id_annotations_by_reason
    rules = tuple(sorted(str(named[reason]) for reason in result.diagnostics.reasons))
    return Verdict(is_allowed=result.decision is cedarpy.Decision.Allow, rules=rules or (DEFAULT_DENY,))
