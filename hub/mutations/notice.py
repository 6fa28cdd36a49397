"""Notices: marking them as read, and the channel by which a resident hears of them. They are made where things are done."""

import re
from collections.abc import Mapping
from typing import Any

from hub.gate.pipeline import RequestContext, ResponseData
from hub.mutations.transaction import Handler, WriteTransaction, checked, payload
from loaders.fragments import fragment
from model import limits
from model.errors import FieldNotAllowedError, Reason, ValidationFailedError
from model.graph import sealed_property_name
from model.groups import FieldGroup
from model.ids import PersonId, new_private_id
from model.plan import FieldSelection, Row
from model.states import NoticeChannel
from model.times import as_instant_text

_ADDRESS = FieldGroup.PERSON_MEANS_OF_CONTACT
_FORMS: Mapping[NoticeChannel, tuple[re.Pattern[str], str]] = {
    NoticeChannel.EMAIL: (
        re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"),
        "an e-mail address, in the letters of ASCII",
    ),
    NoticeChannel.SMS: (re.compile(r"\+[1-9][0-9]{6,14}"), "a telephone number as +, country and digits"),
    NoticeChannel.LETTER: (
        re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]{5,200}"),
        "where the letter goes, in one line",
    ),
}


class Notices:
    """The mutations about notices."""

    def __init__(self, transaction: WriteTransaction) -> None:
        self._transaction = transaction
        self._vault = transaction.ports.vault

    def handlers(self) -> dict[str, Handler]:
        """Each mutation with what carries it out."""
        return {
            "Mutation.markNoticesRead": self._mark_read,
            "Mutation.setNoticeChannel": self._set_channel,
        }

    async def _mark_read(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        own = await self._transaction.own_write(context, selected, answers, FieldGroup.NOTICE)
        at = as_instant_text(context.at)
        parameters = {"person": own.person, "upTo": selected.arguments["input"].get("upTo") or at, "at": at}
        await self._transaction.commit(context, [own.entry()], (fragment("writes/read_notices"), parameters), answers)
        return payload(selected, {"readAt": at})

    async def _set_channel(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        own = await self._transaction.own_write(context, selected, answers, FieldGroup.NOTICE)
        if own.record.is_represented and own.record.is_protected:
            raise FieldNotAllowedError("this channel is chosen by the person themselves, or at a counter")
        choice = self._choice(own.person, selected.arguments["input"])
        statement = fragment("writes/notice_channel"), {"person": own.person, "choice": choice}
        await self._transaction.commit(context, [own.entry()], statement, answers)
        return payload(selected, {"channel": choice["channel"]})

    def _choice(self, person: PersonId, given: Mapping[str, Any]) -> dict[str, Any]:
        """The choice as it is stored: the address sealed under the person's key."""
        channel, address = NoticeChannel(given["channel"]), given.get("address")
        choice = {"id": new_private_id(), "channel": channel.value, "language": given["language"]}
        _check_address(channel, address)
        if address is not None:
            choice[sealed_property_name(_ADDRESS)] = self._vault.seal(person, _ADDRESS, {"address": address})
        return checked("NoticeChannel", choice)


def _check_address(channel: NoticeChannel, address: str | None) -> None:
    """Raises `ValidationFailedError`, which doesn't quote what was sent: it is a person's address."""
    if channel is NoticeChannel.NONE:
        if address is not None:
            raise ValidationFailedError("`NONE` takes no address", reason=Reason.TOGETHER, argument="address")
        return
    form, words = _FORMS[channel]
    if address is None or len(address) > limits.NOTICE_ADDRESS_CHARACTERS_MAX or not form.fullmatch(address):
        raise ValidationFailedError(
            f"`{channel}` needs an address: {words}", reason=Reason.FORM, argument=channel.value
        )
