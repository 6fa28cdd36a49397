"""Letters with a code for the counter, to the registered address of whoever has no other proof: made when they leave.

A code is in the letter and nowhere else: the graph gets its keyed hash, in the commit that marks the letter as sent. The
order is that of notices (`delivery`): intent on the log, the line in the file, the mark, the outcome.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta, tzinfo
from typing import Any

from hub import limits
from hub.codes import grouped, random_text
from hub.errors import DomicileError
from hub.gate.delivery import Delivered, Send, ask, authorise, mark
from hub.gate.ports import Ports
from hub.model.callers import Caller, Entry
from hub.model.groups import FieldGroup
from hub.model.ids import EntryId, PersonId, new_private_id
from hub.model.messages import CodeLetter
from hub.model.states import NoticeChannel, NoticeLanguage
from hub.model.times import as_instant_text, now
from loaders.fragments import fragment

_GROUPS = frozenset({FieldGroup.NOTICE, FieldGroup.RESIDENCE, FieldGroup.PERSON_NAME})
_CODE_LENGTH = 20  # 100 bits: it lies in a letter for weeks


@dataclass(frozen=True, kw_only=True)
class _Letter:
    """One letter; `message` is None when the key of the name is gone. `code` is what is written in it."""

    person: PersonId
    id: str
    code: str
    message: CodeLetter | None


async def deliver_letters(ports: Ports, caller: Caller, send: Send, *, time_zone: tzinfo) -> Delivered:
    """Write the letters that wait, one entry on the log of each resident, durable before the code is anywhere.

    A letter whose line was written when the process ended before the mark has a code that opens nothing, and is written
    again. Raises what `deliver` raises.
    """
    total, after = Delivered(), ""
    while True:
        author = await authorise(ports, caller, time_zone=time_zone, groups=_GROUPS)
        batch = await _waiting(ports, after, time_zone)
        if not batch:
            return total
        after = batch[-1].person
        sent = await _send(ports, author, batch, send)
        total = Delivered(sent=total.sent + sent, failed=total.failed + len(batch) - sent)


async def _waiting(ports: Ports, after: str, time_zone: tzinfo) -> list[_Letter]:
    at = now()
    parameters = {
        "after": after,
        "at": as_instant_text(at),
        "today": at.astimezone(time_zone).date().isoformat(),
        "settled": as_instant_text(at - timedelta(days=limits.LETTER_ADDRESS_DAYS_MIN)),
        "limit": limits.NOTICES_PER_BATCH_MAX,
    }
    return [_letter(ports, *row) for row in await ask(ports, "notice/waiting_letters", parameters)]


def _letter(ports: Ports, person: str, letter: str, address: str, sealed: bytes | None, language: str) -> _Letter:
    group = FieldGroup.PERSON_NAME
    name = None if sealed is None else ports.vault.unseal(PersonId(person), group, bytes(sealed))
    code = random_text(_CODE_LENGTH)
    message = None
    if name is not None:
        message = CodeLetter(
            channel=NoticeChannel.LETTER,
            language=NoticeLanguage(language),
            address=f"{address}, {name['fullName']}",
            code=grouped(code),
        )
    return _Letter(person=PersonId(person), id=letter, code=code, message=message)


async def _send(ports: Ports, by: Entry, batch: Sequence[_Letter], send: Send) -> int:
    """Returns how many letters left."""
    write = EntryId(new_private_id())
    await ports.ledger.intend([replace(by, subject=item.person, write=write) for item in batch])
    reachable = [item for item in batch if item.message is not None]
    try:
        left = await send([item.message for item in reachable if item.message is not None])
    except DomicileError:
        await ports.ledger.settle(write, "rolled_back")
        raise
    sent = [item for item, has_left in zip(reachable, left, strict=True) if has_left]
    if not sent:
        await ports.ledger.settle(write, "rolled_back")
        return 0
    parameters = {"letters": [_code(ports, item) for item in sent], "at": as_instant_text(now())}
    await mark(ports, by, write, (fragment("writes/letters_sent"), parameters))
    return len(sent)


def _code(ports: Ports, letter: _Letter) -> dict[str, Any]:
    expires_at = now() + timedelta(days=limits.LETTER_CODE_DAYS)
    return {
        "letter": letter.id,
        "id": new_private_id(),
        "codeHash": ports.vault.code_hash(letter.code),
        "expiresAt": as_instant_text(expires_at),
    }
