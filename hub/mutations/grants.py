"""A new case and what its resident allows in it, as properties. Nothing is written here."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from hub.codes import random_text
from hub.gate.pipeline import RequestContext
from hub.mutations.transaction import checked
from model import limits
from model.ids import CaseNumber, OfficeCode, PurposeId, new_private_id
from model.states import CaseKind, CaseProof, CaseState, FactState, Permission, Source
from model.text import CASE_NUMBER_LENGTH
from model.times import OPEN_INSTANT


def case_properties(
    context: RequestContext,
    *,
    token: Callable[[str], str],
    kind: CaseKind,
    proof: CaseProof,
    term: timedelta,
    purpose: PurposeId,
) -> dict[str, Any]:
    """An open case with a number of its own, from now until its term is over. `token` is its person's, for what it is about."""
    return {
        "id": new_private_id(),
        "number": random_text(CASE_NUMBER_LENGTH),
        "kind": token(kind),
        "purpose": token(purpose),
        "state": CaseState.OPEN.value,
        "proof": proof.value,
        "openedAt": context.at,
        "endsAt": context.at + term,
    }


def grant_properties(
    context: RequestContext,
    number: CaseNumber,
    permissions: Iterable[Permission],
    until: date,
    *,
    office: OfficeCode | None,
) -> list[dict[str, Any]]:
    """What the resident allows for the case until the day `until`, checked: a dated fact of the resident's each."""
    return [_grant(context, number, item, until, office) for item in sorted(set(permissions))]


def _grant(
    context: RequestContext, number: CaseNumber, permission: Permission, until: date, office: OfficeCode | None
) -> dict[str, Any]:
    """One fact a permission, so that each is taken back on its own; `until` is cut to the longest term."""
    today = date.fromisoformat(context.today)
    grant = {
        "fact": new_private_id(),
        "version": 1,
        "validFrom": today,
        "validTo": min(until, today + timedelta(days=limits.CONSENT_DAYS_MAX)),
        "recordedFrom": context.at,
        "recordedTo": OPEN_INSTANT,
        "source": Source.RESIDENT.value,
        "state": FactState.CONFIRMED.value,
        "recordedBy": office,
        "case": number,
        "permissions": [permission.value],
    }
    return checked("ConsentGrant", grant)
