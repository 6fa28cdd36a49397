"""Notices: that something was done in a resident's name, and by which channel they hear that there is news."""

from datetime import datetime

import strawberry

from model.groups import FieldGroup
from model.states import NoticeChannel, NoticeKind, NoticeLanguage
from schema import closed_lists
from schema.fields import computed, stored_field
from schema.rights import SupervisoryAuthority

_NOTICE = FieldGroup.NOTICE


@strawberry.type(
    description="That something happened to the data which a department had of the resident (GDPR art. 34): the facts."
)
class Breach:
    client: str | None = stored_field(_NOTICE, "The department whose accesses are concerned, by its client.")
    department: str | None = computed(_NOTICE, "That department in words.", closed_lists.department, "client")
    office: str | None = stored_field(_NOTICE, "The code of the office, where it is one.")
    office_name: str | None = stored_field(_NOTICE, "What that office is called today.")
    since: datetime | None = stored_field(_NOTICE, "From when.")
    until: datetime | None = stored_field(_NOTICE, "Up to when.")
    happened: str | None = stored_field(_NOTICE, "What happened.")
    consequences: str | None = stored_field(_NOTICE, "What may follow from it.")
    measures: str | None = stored_field(_NOTICE, "What was done, and what one can do.")
    contact: str | None = stored_field(_NOTICE, "Where to ask.")
    supervisory_authority: SupervisoryAuthority | None = stored_field(_NOTICE, "To which authority one may complain.")


@strawberry.type(description="What a resident is told at once: a kind and an instant. The record itself says the rest.")
class Notice:
    id: strawberry.ID | None = stored_field(_NOTICE, "Its id.")
    kind: NoticeKind | None = stored_field(_NOTICE, "What was done.")
    at: datetime | None = stored_field(_NOTICE, "When.")
    read_at: datetime | None = stored_field(_NOTICE, "When the resident marked it as read; null before.")
    breach: Breach | None = stored_field(_NOTICE, "The facts of a breach; null for any other notice.")


@strawberry.type(description="How a resident wants to hear that there is news in their record.")
class NoticeChannelChoice:
    channel: NoticeChannel | None = stored_field(_NOTICE, "The channel.")
    language: NoticeLanguage | None = stored_field(_NOTICE, "The language of the message.")
    address: str | None = stored_field(_NOTICE, "Where it goes. Kept sealed, and shown to no department.")


@strawberry.input(description="Up to when a resident has read their notices.")
class MarkNoticesReadInput:
    up_to: datetime | None = strawberry.field(
        default=None, description="The instant of the latest notice that was read. Default: now."
    )


@strawberry.type(description="Notices that were marked as read.")
class MarkNoticesReadPayload:
    read_at: datetime = stored_field(_NOTICE, "The instant that stands in them now.")


@strawberry.input(description="The channel a resident chooses, and where it leads.")
class SetNoticeChannelInput:
    channel: NoticeChannel = strawberry.field(description="The channel; `NONE` takes the address away.")
    language: NoticeLanguage = strawberry.field(description="The language of the message.")
    address: str | None = strawberry.field(
        default=None, description="An e-mail address, a telephone number with its country, or where a letter goes."
    )


@strawberry.type(description="A channel that was chosen.")
class SetNoticeChannelPayload:
    channel: NoticeChannel = stored_field(_NOTICE, "The channel.")
