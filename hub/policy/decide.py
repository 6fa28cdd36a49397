"""Cedar decides: which field groups are open to a client, for a purpose, through a door. Deny is the default.

Policies are parsed once. Cedar sees enumerations and booleans only, so a decision depends on nothing else and can be
remembered; grants and cases are asked for anew each time, and come in as booleans.
"""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

import cedarpy

from hub.errors import SetupError
from hub.model.callers import Decision, Question
from hub.model.groups import FieldGroup
from hub.model.ids import ClientId, PurposeId
from hub.policy.purposes import Client, Purpose, clients, purposes

DEFAULT_DENY = "default-deny"
"""The rule that denied when no policy did: nothing permits it."""

OWN_RECORD_BASIS = "data-subject-right"
"""The basis of a resident's access to their own record (GDPR art. 15)."""

_FOLDER = Path(__file__).parent
_REMEMBERED = 4096  # decisions: the combinations in use are far fewer


class Policy:
    """The shipped policy set. `version` is a hash of it, and stands in every log entry."""

    def __init__(self, text: str, schema: str) -> None:
        """Raises `SetupError` when the policies don't parse or don't fit their schema."""
        result = cedarpy.validate_policies(text, schema)
        if not result.validation_passed:
            raise SetupError(
                f"the policies don't fit their schema: {'; '.join(str(error) for error in result.errors)[:500]}"
            )
        self._policies = cedarpy.PolicySet.from_str(text)
        self._entities = cedarpy.Entities.from_json_str("[]")
        self.version = hashlib.sha256(text.encode() + b"\0" + schema.encode()).hexdigest()[:16]
        self.decide = lru_cache(maxsize=_REMEMBERED)(self._decide)
        self.may_open_case = lru_cache(maxsize=_REMEMBERED)(self._may_open_case)

    @classmethod
    def load(cls) -> "Policy":
        """The policies that ship with the code."""
        files = sorted((_FOLDER / "rules").glob("*.cedar"))
        text = "\n".join(file.read_text(encoding="utf-8") for file in files)
        return cls(text, (_FOLDER / "schema.cedarschema").read_text(encoding="utf-8"))

    def purpose(self, purpose_id: str) -> Purpose | None:
        """The purpose of that id, if it is on the list."""
        return purposes().get(PurposeId(purpose_id))

    def purposes_of(self, client_id: str) -> tuple[Purpose, ...]:
        """The purposes for which a client may ask."""
        return tuple(item for item in purposes().values() if client_id in item.clients)

    def client(self, client_id: str) -> Client | None:
        """The client of that id, if it is on the list."""
        return clients().get(ClientId(client_id))

    def _decide(self, question: Question, groups: frozenset[FieldGroup]) -> Decision:
        """Which of `groups` may be read. `question.purpose` has to be on the list and open to the client."""
        ordered = sorted(groups)
        if not self._is_plausible(question):
            return self._decision(question, frozenset(), dict.fromkeys(ordered, "closed-lists"))
        results = self._ask(question, "read", ordered)
        allowed = frozenset(group for group, result in zip(ordered, results, strict=True) if _is_allowed(result))
        denied = {
            group: _rule(result) for group, result in zip(ordered, results, strict=True) if not _is_allowed(result)
        }
        return self._decision(question, allowed, denied)

    def _may_open_case(self, question: Question) -> bool:
        """Whether the client may open a case of this kind for this purpose."""
        purpose = self.purpose(question.purpose or "")
        if purpose is None or question.case_kind not in purpose.case_kinds or not self._is_plausible(question):
            return False
        return _is_allowed(self._ask(question, "openCase", [FieldGroup.CASE])[0])

    def _is_plausible(self, question: Question) -> bool:
        """The closed lists: an unknown client or purpose is denied before any policy is asked."""
        if self.client(question.client) is None:
            return False
        purpose = None if question.purpose is None else self.purpose(question.purpose)
        return question.purpose is None or (purpose is not None and question.client in purpose.clients)

    def _ask(self, question: Question, action: str, groups: list[FieldGroup]) -> list[cedarpy.AuthzResult]:
        context = {
            "purpose": question.purpose or "",
            "caseKind": question.case_kind or "",
            "proof": question.proof or "",
            "isOwnRecord": question.is_own_record,
            "hasCase": question.has_case,
            "hasHistoryPermission": question.has_history_permission,
            "hasContactsPermission": question.has_contacts_permission,
        }
        requests: list[dict[str, Any]] = [
            {
                "principal": f'Client::"{question.client}"',
                "action": f'Action::"{action}"',
                "resource": f'FieldGroup::"{group.value}"',
                "context": context,
            }
            for group in groups
        ]
        results: list[cedarpy.AuthzResult] = cedarpy.is_authorized_batch(requests, self._policies, self._entities)
        return results

    def _decision(self, question: Question, allowed: frozenset[FieldGroup], denied: dict[FieldGroup, str]) -> Decision:
        purpose = self.purpose(question.purpose or "")
        basis = OWN_RECORD_BASIS if question.is_own_record else purpose.legal_basis if purpose else ""
        return Decision(allowed=allowed, denied=denied, policy_version=self.version, legal_basis=basis)


def _is_allowed(result: cedarpy.AuthzResult) -> bool:
    """Allowed, and without a policy that failed: an error in one is a denial."""
    return result.decision is cedarpy.Decision.Allow and not result.diagnostics.errors


def _rule(result: cedarpy.AuthzResult) -> str:
    """The name of the rule that denied."""
    names = sorted(set(result.diagnostics.id_annotations_by_reason.values()) - {None})
    return ",".join(names) or DEFAULT_DENY
