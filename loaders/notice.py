"""Notices, and the channel by which a resident hears of them: where their fields come from."""

from hub.model.groups import FieldGroup
from loaders.source import Connection, Form, One, Property, Sealed, Topic

TOPIC: Topic = {
    "Me": {
        "notices": Connection("notice/notices", order=("next.order", "next.id")),
        "noticeChannel": One("notice/channel"),
    },
    "Notice": {
        "id": Property(),
        "kind": Property(),
        "at": Property(form=Form.TEXT),
        "readAt": Property(form=Form.TEXT),
    },
    "NoticeChannelChoice": {
        "channel": Property(),
        "language": Property(),
        "address": Sealed(FieldGroup.PERSON_MEANS_OF_CONTACT, "address"),
    },
}
