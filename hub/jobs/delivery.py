"""Notices on their way out: authority, intent on the log, the message, the mark in the graph, outcome on the log.

A batch is one write with one id. What a channel is made of is the caller's: here is who may, and what is logged.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import Any, TypeVar

from hub.gate.marks import mark
from hub.gate.ports import Ports, Statement
from hub.jobs.batch_authority import authorised, commit, read
from loaders.fragments import fragment
from model import limits
from model.callers import Caller, Entry
from model.errors import DomicileError
from model.groups import FieldGroup
from model.ids import EntryId, PersonId, PurposeId, new_private_id
from model.messages import Message
from model.states import NoticeChannel, NoticeLanguage
from model.times import as_instant_text, now

DELIVERY_PURPOSE = PurposeId("notice-delivery")
_OPERATION = "notices send"
_GROUPS = frozenset({FieldGroup.NOTICE, FieldGroup.PERSON_MEANS_OF_CONTACT})

Send = Callable[[Sequence[Message]], Awaitable[Sequence[bool]]]
"""Sends messages, and says of each whether it is on its way. What it says true of is not sent again."""


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """How many messages left, and how many stay for the next time."""

    sent: int = 0
    failed: int = 0


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """What waits for one resident. `message` is None when the key of what it needs is gone."""

    person: PersonId
    message: Message | None


@dataclass(frozen=True, kw_only=True)
class _Notice(Outgoing):
    deliveries: Sequence[str]


Item = TypeVar("Item", bound=Outgoing)


async def deliver(
    ports: Ports, caller: Caller, channels: Sequence[NoticeChannel], send: Send, *, time_zone: tzinfo
) -> Delivered:
    """Send what waits on `channels`, each resident one message with one entry on their log, durable before it leaves.

    What could not be sent, and what was sent when the process ended before it was marked, is sent at the next run.
    Raises `PurposeNotAllowedError` or `UnauthenticatedError` when the caller may not, `LogUnavailableError` when the
    intent can't be made durable (nothing is sent then), `GraphUnavailableError` when the graph does not answer.
    """

    async def waiting(after: str) -> list[_Notice]:
        return await _waiting(ports, channels, after)

    return await deliver_batches(ports, caller, send, waiting, _marks, groups=_GROUPS, time_zone=time_zone)


async def deliver_batches(
    ports: Ports,
    caller: Caller,
    send: Send,
    waiting: Callable[[str], Awaitable[Sequence[Item]]],
    marks: Callable[[Sequence[Item]], Statement],
    *,
    groups: frozenset[FieldGroup],
    time_zone: tzinfo,
) -> Delivered:
    """Send all that `waiting` gives, from one resident on; `marks` is what the graph then learns. Raises as `deliver`."""
    total, after = Delivered(), ""
    while True:
        author = await authorised(
            ports, caller, DELIVERY_PURPOSE, operation=_OPERATION, groups=groups, time_zone=time_zone
        )
        batch = await waiting(after)
        if not batch:
            return total
        after = batch[-1].person
        sent = await _send_batch(ports, author, batch, send, marks)
        total = Delivered(sent=total.sent + sent, failed=total.failed + len(batch) - sent)


async def _waiting(ports: Ports, channels: Sequence[NoticeChannel], after: str) -> list[_Notice]:
    parameters = {
        "channels": [channel.value for channel in channels],
        "after": after,
        "limit": limits.NOTICES_PER_BATCH_MAX,
    }
    rows = await ask(ports, "notice/waiting", parameters)
    return [
        _Notice(person=PersonId(person), message=_message(ports, person, *choice), deliveries=ids)
        for person, *choice, ids in rows
    ]


def _message(ports: Ports, person: str, channel: str, language: str, sealed: bytes | None) -> Message | None:
    group = FieldGroup.PERSON_MEANS_OF_CONTACT
    opened = None if sealed is None else ports.vault.unseal(PersonId(person), group, bytes(sealed))
    if opened is None:
        return None
    return Message(channel=NoticeChannel(channel), language=NoticeLanguage(language), address=opened["address"])


def _marks(sent: Sequence[_Notice]) -> Statement:
    parameters = {"deliveries": [each for item in sent for each in item.deliveries], "at": as_instant_text(now())}
    return fragment("writes/delivered"), parameters


async def _send_batch(
    ports: Ports, author: Entry, batch: Sequence[Item], send: Send, marks: Callable[[Sequence[Item]], Statement]
) -> int:
    """Returns how many messages left: they are marked in the graph, and then the outcome goes on the log."""
    write = EntryId(new_private_id())
    intents = await ports.ledger.intend([replace(author, subject=item.person, write=write) for item in batch])
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
    await commit(ports, author, write, [mark(write, intents, ports.vault.keys_made()), marks(sent)])
    await ports.ledger.settle(write, "committed")
    return len(sent)


async def ask(ports: Ports, name: str, parameters: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
    """The rows of a fragment."""
    return await read(ports, _OPERATION, fragment(name), parameters)
