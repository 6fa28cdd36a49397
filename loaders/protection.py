"""The protection of an address, and who asked to see it: where their fields come from. All of it is the person's own."""

from hub.model.groups import FieldGroup
from loaders.source import Form, Many, Property, Sealed, Topic, Value

_INSTANT = Property(form=Form.TEXT)

TOPIC: Topic = {
    "Me": {
        "isProtected": Value("protection/is_protected"),
        "protections": Many("protection/protections", order=("-next.since.epochMillis", "next.id")),
        "disclosures": Many("protection/disclosures", order=("-next.askedAt.epochMillis", "next.id")),
    },
    "AddressProtection": {
        "since": _INSTANT,
        "until": _INSTANT,
        "reason": Sealed(FieldGroup.EVIDENCE, "reason"),
    },
    "Disclosure": {
        "case": Value("protection/disclosure_case"),
        "purpose": Value("protection/disclosure_purpose"),
        "officeName": Value("protection/disclosure_office"),
        "reason": Sealed(FieldGroup.EVIDENCE, "reason"),
        "askedAt": _INSTANT,
        "answeredAt": _INSTANT,
        "isAllowed": Property(),
        "endedAt": _INSTANT,
    },
}
