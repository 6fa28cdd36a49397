"""A letter with a code that somebody at a counter asks for: how it waits. How it leaves is `hub.jobs.letters`'."""

from datetime import timedelta
from typing import Any

from hub.gate.pipeline import RequestContext
from hub.mutations.transaction import checked
from model import limits
from model.ids import PersonId, new_private_id


def letter_parameters(context: RequestContext, person: PersonId, *, is_open: bool, **others: str) -> dict[str, Any]:
    """Of `writes/letter_code`: a letter to `person`, if their address is open, with `others` of its properties."""
    letter = {
        "id": new_private_id(),
        "requestedAt": context.at,
        "expiresAt": context.at + timedelta(days=limits.LETTER_WAIT_DAYS_MAX),
        "isWaiting": True,
        **others,
    }
    return {
        "person": person,
        "isOpen": is_open,
        "since": (context.at - timedelta(days=limits.LETTER_AGAIN_DAYS_MIN)).isoformat(),
        "letter": checked("LetterCode", letter),
    }
