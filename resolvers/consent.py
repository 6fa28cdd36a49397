"""What is computed of a consent: words, and a record for machines. Pure: what the closed lists say is given.

The record has the fields of ISO/IEC TS 27560 and the terms of the Data Privacy Vocabulary (DPV 2).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import orjson

from model.states import CaseProof, ConsentState, Permission
from model.times import as_instant_text

_DPV = "https://w3id.org/dpv#"
_BASIS = "https://w3id.org/dpv/legal/eu/gdpr#A6-1-a"
_SCHEMA = "ISO/IEC TS 27560:2023"
_STATUS = {
    ConsentState.IN_FORCE: "ConsentGiven",
    ConsentState.EXPIRED: "ConsentExpired",
    ConsentState.REVOKED: "ConsentWithdrawn",
}
_WORDS = {
    Permission.HISTORY: (
        "where you lived before, and what the register knew earlier",
        "您以前的住址及登记簿过去的记录",
    ),
    Permission.DECLARED_CONTACTS: ("the contacts which you declared", "您申报的联系人"),
}


class ListedPurpose(Protocol):
    """A purpose of the closed list: in words, and its term of the Data Privacy Vocabulary."""

    @property
    def description(self) -> str: ...
    @property
    def dpv_term(self) -> str: ...


def field_groups(permissions: Sequence[str]) -> list[str]:
    """A permission opens the field group of the same name."""
    return sorted(permissions)


def not_covered(permissions: Sequence[str]) -> list[str]:
    """The other permissions that there are."""
    return sorted(set(Permission) - set(permissions))


def in_words(permissions: Sequence[str], office_name: str) -> list[str]:
    """What is covered, what is not, and how to take it back: English, then Chinese."""
    given = [_WORDS[Permission(item)] for item in sorted(permissions)]
    others = [_WORDS[Permission(item)] for item in not_covered(permissions)]
    english = f"{office_name} may see {' and '.join(item[0] for item in given)}, in this case and for its purpose only."
    chinese = f"{office_name}仅可在此办件中、为其目的查看{'和'.join(item[1] for item in given)}。"
    if others:
        english += f" It does not cover {' or '.join(item[0] for item in others)}."
        chinese += f"不包括{'或'.join(item[1] for item in others)}。"
    return [
        f"{english} Take it back at any time in your record, or at any counter; nothing else depends on it.",
        f"{chinese}您可随时在“我的登记”中或在任何窗口撤回，其余不受影响。",  # noqa: RUF001 - Chinese
    ]


def receipt(  # noqa: PLR0913, PLR0917 - each is a field of the record
    listed: ListedPurpose | None,
    controller: str | None,
    identifier: str,
    subject: str,
    case: str,
    purpose: str,
    permissions: Sequence[str],
    office: str,
    office_name: str,
    client: str,
    how: str,
    given_at: str,
    valid_to: str,
    state: str,
    revoked_at: str | None,
) -> str:
    """The consent receipt as JSON text, names sorted. `listed` is the purpose's place on the list, `controller` the department's name there."""
    events = [_event(ConsentState.IN_FORCE, given_at, subject, how)]
    if revoked_at is not None:
        events.append(_event(ConsentState.REVOKED, revoked_at, subject, None))
    record = {
        "@context": {"dpv": _DPV},
        "@type": "dpv:ConsentReceipt",
        "receipt_metadata": {"receipt_id": identifier, "schema_version": _SCHEMA},
        "record_metadata": {"record_id": identifier, "schema_version": _SCHEMA, "pii_principal_id": subject},
        "pii_processing": {
            "purposes": [
                {
                    "purpose": purpose,
                    "purpose_description": listed.description if listed else None,
                    "purpose_type": listed.dpv_term if listed else None,
                    "lawful_basis": _BASIS,
                    "pii_information": [{"pii_type": item} for item in sorted(permissions)],
                    "pii_controllers": [client],
                    "recipient_third_parties": [office],
                    "processing_method": "dpv:Consult",
                    "case": case,
                    "validity_end": valid_to,
                    "withdrawal_method": "revokeConsent(id), or at any counter",
                }
            ],
        },
        "party_identification": [
            {"party_id": client, "party_name": controller, "party_role": "dpv:DataController"},
            {"party_id": office, "party_name": office_name, "party_role": "dpv:Recipient"},
            {"party_id": subject, "party_role": "dpv:DataSubject"},
        ],
        "consent_events": events,
        "consent_status": f"dpv:{_STATUS[ConsentState(state)]}",
    }
    return orjson.dumps(record, option=orjson.OPT_SORT_KEYS).decode()


def _event(state: ConsentState, at: str, subject: str, how: str | None) -> dict[str, str]:
    event = {
        "event_time": as_instant_text(datetime.fromisoformat(at)),
        "event_state": f"dpv:{_STATUS[state]}",
        "entity_id": subject,
        "event_type": "dpv:ExplicitlyExpressedConsent" if state is ConsentState.IN_FORCE else "dpv:WithdrawConsent",
    }
    return event if how is None else {**event, "indication_method": CaseProof(how).value}
