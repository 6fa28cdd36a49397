"""What fields say out of the closed lists of purposes and departments, which ship with the policy."""

from collections.abc import Sequence
from typing import Any

from hub.policy import clients, purposes
from model.ids import ClientId, PurposeId
from resolvers import consent


def purpose_text(purpose: str) -> str | None:
    """The purpose in words; None for one that is on the list no more."""
    found = purposes().get(PurposeId(purpose))
    return found.description if found else None


def department(client: str) -> str | None:
    """The department's name; None for one that is on the list no more."""
    found = clients().get(ClientId(client))
    return found.name if found else None


def consent_receipt(
    identifier: str,
    subject: str,
    case: str,
    purpose: str,
    permissions: Sequence[str],
    office: str,
    office_name: str,
    client: str,
    *given: Any,
) -> str:
    """`resolvers.consent.receipt` with what the lists say of the purpose and of the department. `given`: how, from when, until, and what became of it."""
    listed = purposes().get(PurposeId(purpose))
    return consent.receipt(
        listed,
        department(client),
        identifier,
        subject,
        case,
        purpose,
        permissions,
        office,
        office_name,
        client,
        *given,
    )
