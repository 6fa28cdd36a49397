"""Who is asking, what the graph knows of it, and what the policy decided: the values that meet in the gate."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from model.groups import FieldGroup
from model.ids import CaseNumber, ClientId, EntryId, OfficeCode, OfficerSubject, PersonId, PurposeId
from model.states import CaseKind, CaseProof, CaseState, ConsentState, Permission


@dataclass(frozen=True, kw_only=True)
class Caller:
    """What a checked token says. An officer has an `office`; a resident has none.

    `client` is the token's `azp`, `subject` its `sub`, `issuer` its `iss`.
    """

    issuer: str
    client: ClientId
    subject: OfficerSubject
    office: OfficeCode | None
    expires_at: datetime

    @property
    def is_officer(self) -> bool:
        """Whether the token was issued for work at an office."""
        return self.office is not None

    @property
    def key(self) -> tuple[str, str, str]:
        """Whose the token is, whatever office it names: what is counted for one caller is counted under this."""
        return self.issuer, self.client, self.subject


@dataclass(frozen=True, kw_only=True)
class Question:
    """What Cedar decides on for one request and one subject: enumerations and booleans only."""

    client: ClientId
    purpose: PurposeId | None
    case_kind: CaseKind | None = None
    proof: CaseProof | None = None
    is_own_record: bool = False
    has_case: bool = False
    has_history_permission: bool = False
    has_contacts_permission: bool = False


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Which field groups are released, and for each group the rules that said so: ids, joined by a comma.

    `granted` has those of what is allowed, `denied` those of what is not.
    """

    allowed: frozenset[FieldGroup]
    denied: Mapping[FieldGroup, str]
    policy_version: str
    legal_basis: str
    granted: Mapping[FieldGroup, str] = field(default_factory=dict)
    lapsed: Mapping[FieldGroup, ConsentState] = field(default_factory=dict)  # denied now, for a consent is over

    def allows(self, group: FieldGroup) -> bool:
        """Whether fields of `group` may be released."""
        return group in self.allowed

    def rules(self, group: FieldGroup) -> list[str]:
        """The rules that allowed or denied `group`; none when it was not asked about."""
        said = (self.granted if group in self.allowed else self.denied).get(group, "")
        return said.split(",") if said else []


@dataclass(frozen=True, kw_only=True)
class CaseAuthority:
    """What the graph knows of a case at the moment of asking; never cached."""

    number: CaseNumber
    kind: CaseKind
    purpose: PurposeId
    state: CaseState
    proof: CaseProof
    ends_at: datetime
    subject: PersonId | None
    permissions: frozenset[Permission] = frozenset()
    lapsed: Mapping[Permission, ConsentState] = field(default_factory=dict)  # given in this case, and over
    is_holder: bool = False  # the caller opened or accepted it
    is_deputy: bool = False
    is_protected: bool = False  # protection is recorded for the resident
    is_withheld: bool = False  # the resident restricts what it is for: it shows the office nobody
    is_disclosed: bool = False  # its subject, a person at risk, opened their address in it


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing to be logged about one subject: who, when, what for, on which basis, which field groups.

    `subject` is the person's id inside the hub; the ledger stores keyed pseudonyms of it and of the officer.
    `action` is one of `read`, `write`, `deny`, `export`, `erase`; `policy` for a change of the policy, `audit` for the draw of a
    sample and `operation` for what operators did to the register as a whole, which are about nobody; `rule` names what denied.
    """

    subject: PersonId | None
    client: ClientId
    office: OfficeCode | None
    officer: str
    at: datetime
    action: str
    operation: str
    purpose: PurposeId | None
    legal_basis: str
    case: CaseNumber | None
    groups: frozenset[FieldGroup]
    rule: str = ""
    policy_version: str = ""
    write: EntryId | None = None  # the id which the graph's commit carries, for a write
    extra: Mapping[str, str] = field(default_factory=dict)
