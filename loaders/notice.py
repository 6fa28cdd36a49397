"""Notices, and the channel by which a resident hears of them: where their fields come from."""

from loaders.source import Connection, Form, Keyed, One, Property, Sealed, Topic, Value
from model.groups import FieldGroup
from model.plan import Closed, Naming

TOPIC: Topic = {
    "Me": {
        "notices": Connection("notice/notices", order=("next.order", "next.id")),
        "noticeChannel": One("notice/channel", closed=Closed.TO_OTHERS),
    },
    "Notice": {
        "id": Property(),
        "kind": Keyed(Naming.NOTICE_KIND),
        "at": Property(form=Form.TEXT),
        "readAt": Property(form=Form.TEXT),
        "breach": One("notice/breach"),
    },
    "Breach": {
        "client": Property(),
        "office": Property(),
        "officeName": Value("access/office_name"),
        "since": Property(form=Form.TEXT),
        "until": Property(form=Form.TEXT),
        "happened": Sealed(FieldGroup.EVIDENCE, "happened"),
        "consequences": Sealed(FieldGroup.EVIDENCE, "consequences"),
        "measures": Sealed(FieldGroup.EVIDENCE, "measures"),
        "contact": Sealed(FieldGroup.EVIDENCE, "contact"),
        "supervisoryAuthority": One("rights/supervisory_authority"),
    },
    "NoticeChannelChoice": {
        "channel": Property(),
        "language": Property(),
        "address": Sealed(FieldGroup.PERSON_MEANS_OF_CONTACT, "address"),
    },
}
