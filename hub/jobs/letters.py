"""Letters with a code, for the counter or for a sign-in, to the registered address of whom it is for: made when they leave.

A code is in the letter and nowhere else: the graph gets its keyed hash, in the commit that marks the letter as sent. The
order is that of notices (`delivery`): intent on the log, the line in the file, the mark, the outcome.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta, tzinfo
from typing import Any

from hub.codes import LINKING_HALF_LENGTH, grouped, random_text
from hub.gate.ports import Ports, Statement
from hub.jobs.delivery import Delivered, Outgoing, Send, ask, deliver_batches
from loaders.fragments import fragment
from model import limits
from model.callers import Caller
from model.groups import FieldGroup
from model.ids import PersonId, new_private_id
from model.messages import CodeLetter, LinkingLetter
from model.states import NoticeChannel, NoticeLanguage
from model.times import as_instant_text, now

_GROUPS = frozenset({FieldGroup.NOTICE, FieldGroup.RESIDENCE, FieldGroup.PERSON_NAME})
_CODE_LENGTH = 20  # 100 bits: it lies in a letter for weeks


@dataclass(frozen=True, kw_only=True)
class _Letter(Outgoing):
    """One letter; `code` is what is written in it. With `half` it is the second half of one whose first was handed over."""

    id: str
    code: str
    half: str | None


async def deliver_letters(ports: Ports, caller: Caller, send: Send, *, time_zone: tzinfo) -> Delivered:
    """Write the letters that wait, one entry on the log of each resident, durable before the code is anywhere.

    A letter whose line was written when the process ended before the mark has a code that opens nothing, and is written
    again. Raises what `deliver` raises.
    """

    async def waiting(after: str) -> list[_Letter]:
        return await _waiting(ports, after, time_zone)

    def marks(sent: Sequence[_Letter]) -> Statement:
        parameters = {"letters": [_code(ports, letter) for letter in sent], "at": as_instant_text(now())}
        return fragment("writes/letters_sent"), parameters

    return await deliver_batches(ports, caller, send, waiting, marks, groups=_GROUPS, time_zone=time_zone)


async def _waiting(ports: Ports, after: str, time_zone: tzinfo) -> list[_Letter]:
    """The next that may leave. Whose address was protected since they asked gets none: they are passed over."""
    while rows := await _next(ports, after, time_zone):
        protected = ports.vault.protected(PersonId(person) for person, *_ in rows)
        letters = [_letter(ports, *row) for row in rows if row[0] not in protected]
        if letters:
            return letters
        after = rows[-1][0]
    return []


async def _next(ports: Ports, after: str, time_zone: tzinfo) -> Sequence[Sequence[Any]]:
    at = now()
    parameters = {
        "after": after,
        "at": as_instant_text(at),
        "today": at.astimezone(time_zone).date().isoformat(),
        "settled": as_instant_text(at - timedelta(days=limits.LETTER_ADDRESS_DAYS_MIN)),
        "limit": limits.NOTICES_PER_BATCH_MAX,
    }
    return await ask(ports, "notice/waiting_letters", parameters)


def _letter(  # noqa: PLR0917 - a row's columns
    ports: Ports, person: str, letter: str, address: str, sealed: bytes | None, language: str, half: str | None
) -> _Letter:
    group = FieldGroup.PERSON_NAME
    name = None if sealed is None else ports.vault.unseal(PersonId(person), group, bytes(sealed))
    code = random_text(_CODE_LENGTH if half is None else LINKING_HALF_LENGTH)
    message = None
    if name is not None:
        message = (CodeLetter if half is None else LinkingLetter)(
            channel=NoticeChannel.LETTER,
            language=NoticeLanguage(language),
            address=f"{address}, {name['fullName']}",
            code=grouped(code),
        )
    return _Letter(person=PersonId(person), id=letter, code=code, half=half, message=message)


def _code(ports: Ports, letter: _Letter) -> dict[str, Any]:
    expires_at = now() + timedelta(days=limits.LETTER_CODE_DAYS)
    vault, code, half = ports.vault, letter.code, letter.half
    return {
        "letter": letter.id,
        "id": new_private_id(),
        "codeHash": vault.code_hash(code) if half is None else vault.linking_hash(half, code),
        "expiresAt": as_instant_text(expires_at),
    }
