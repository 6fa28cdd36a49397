"""The protection of an address, and who asked to see it: where their fields come from. All of it is the person's own.

The vault keeps it, and the gate brings it along: the graph adds what it knows of the case and the office.
"""

from loaders.source import Keyed, Many, Property, Sealed, Topic, Value
from model.groups import FieldGroup
from model.plan import Naming

TOPIC: Topic = {
    "Me": {
        "isProtected": Value("protection/is_protected"),
        "protections": Many("protection/protections", order=("next.order",)),
        "disclosures": Many("protection/disclosures", order=("next.order",)),
    },
    "AddressProtection": {
        "since": Property(),
        "until": Property(),
        "reason": Sealed(FieldGroup.EVIDENCE, "reason"),
    },
    "Disclosure": {
        "case": Property(),
        "purpose": Keyed(Naming.PURPOSE, fragment="protection/disclosure_purpose"),
        "officeName": Value("protection/disclosure_office"),
        "reason": Sealed(FieldGroup.EVIDENCE, "reason"),
        "askedAt": Property(),
        "answeredAt": Property(),
        "isAllowed": Property(),
        "endedAt": Property(),
    },
}
