"""A resident's rights: the notice of processing, recipients, restrictions, blocks. Where their fields come from."""

from loaders.source import Connection, Form, Keyed, Many, One, Property, Sealed, Topic, Value
from model.groups import FieldGroup
from model.plan import Naming

TOPIC: Topic = {
    "Query": {"processing": One("rights/processing")},
    "Me": {
        "processing": One("rights/processing"),
        "supervisoryAuthority": One("rights/supervisory_authority"),
        "recipients": Connection("rights/recipients", order=("next.order",), listed="recipients"),
        "restrictions": Many("rights/restrictions", order=("next.setAt DESC", "next.id"), limit=200),
        "transferBlocks": Many("rights/transfer_blocks", order=("next.setAt DESC", "next.id"), limit=200),
    },
    "Case": {"changes": Many("rights/changes", order=("next.fieldGroup",))},
    "CaseChange": {"fieldGroup": Property(), "at": Property(), "kind": Property()},
    "Objection": {"supervisoryAuthority": One("rights/supervisory_authority")},
    "SupervisoryAuthority": {"name": Property(), "url": Property()},
    "ProcessingNotice": {
        "policyVersion": Property(),
        "activities": Many("rights/activities", order=("next.order",)),
        "periods": Many("rights/periods", order=("next.order",)),
        "supervisoryAuthority": One("rights/supervisory_authority"),
    },
    "ProcessingActivity": {
        "purpose": Property(),
        "purposeEn": Property(),
        "purposeZh": Property(),
        "client": Property(),
        "recipient": Property(),
        "recipientZh": Property(),
        "fieldGroups": Property(),
        "fieldGroupsOnConsent": Property(),
        "legalBasis": Property(),
        "isObjectable": Property(),
        "isRestrictable": Property(),
        "notRestrictedEn": Property(),
        "notRestrictedZh": Property(),
    },
    "StoragePeriod": {
        "fieldGroups": Property(),
        "descriptionEn": Property(),
        "descriptionZh": Property(),
        "lockedAfter": Property(),
        "lockedAfterZh": Property(),
        "erasedAfter": Property(),
        "erasedAfterZh": Property(),
        "legalSource": Property(),
    },
    "Recipient": {
        "client": Property(),
        "department": Property("departmentEn"),
        "departmentZh": Property(),
        "office": Property(),
        "officeName": Value("access/office_name"),
        "fieldGroups": Property(),
        "firstAt": Property(),
        "lastAt": Property(),
        "changedSince": Property(),
        "toldOf": Property(),
        "toldAt": Property(),
    },
    "Restriction": {
        "id": Property(),
        "purpose": Keyed(Naming.PURPOSE),
        "setAt": Property(form=Form.TEXT),
        "liftedAt": Property(form=Form.TEXT),
        "reason": Sealed(FieldGroup.EVIDENCE, "reason"),
    },
    "TransferBlock": {
        "id": Property(),
        "client": Property(),
        "setAt": Property(form=Form.TEXT),
        "liftedAt": Property(form=Form.TEXT),
    },
}
