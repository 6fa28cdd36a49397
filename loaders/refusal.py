"""Refusals and appeals: where their fields come from. Words of either side are sealed under the resident's key."""

from loaders.source import Form, Keyed, Many, One, Property, Sealed, Source, Topic, Value
from model.groups import FieldGroup
from model.plan import Closed, Naming

_EVIDENCE = FieldGroup.EVIDENCE
_REFUSAL: dict[str, Source] = {
    "case": Value("rights/refusal_case"),
    "office": One("rights/refusal_office"),
    "rule": Property(),
    "provision": Sealed(_EVIDENCE, "provision"),
    "reason": Sealed(_EVIDENCE, "reason"),
    "refusedAt": Property(form=Form.TEXT),
}
_APPEAL: dict[str, Source] = {
    "raisedAt": Property(form=Form.TEXT),
    "dueAt": Property(form=Form.TEXT),
    "reason": Sealed(_EVIDENCE, "reason"),
    "answeredAt": Value("rights/appeal_answered_at", Form.TEXT),
    "outcome": Value("rights/appeal_outcome"),
    "statement": Sealed(_EVIDENCE, "statement", "rights/appeal_statement"),
}

TOPIC: Topic = {
    "Me": {"refusals": Many("rights/refusals", order=("next.refusedAt DESC", "next.id"), closed=Closed.TO_OTHERS)},
    "Case": {"appeal": One("rights/appeal_of_case")},
    "Refusal": {
        "id": Property(),
        **_REFUSAL,
        "purpose": Keyed(Naming.PURPOSE, fragment="rights/refusal_purpose"),
        "appealBy": Property(form=Form.TEXT),
        "appealTo": One("rights/appeal_office"),
        "supervisoryAuthority": One("rights/supervisory_authority"),
        "appeal": One("rights/appeal"),
    },
    "Appeal": {
        **_APPEAL,
        "case": Value("rights/appeal_case"),
        "supervisoryAuthority": One("rights/supervisory_authority"),
    },
    "CaseAppeal": {**_APPEAL, "refusal": One("rights/appealed")},
    "AppealedRefusal": _REFUSAL,
}
