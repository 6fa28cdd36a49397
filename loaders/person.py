"""A person: where the fields below the doors come from. `__subject` says whose data a row is, for the log."""

from loaders.source import Connection, Form, Many, One, PairwiseId, Property, Sealed, Topic
from model.groups import FieldGroup
from model.plan import Closed

_NAME = FieldGroup.PERSON_NAME
_DOCUMENT = FieldGroup.PERSON_DOCUMENT
_BY_DATE = ("next.validFrom", "next.fact")

TOPIC: Topic = {
    "Query": {"me": One("person/me")},
    "Person": {
        "__subject": Property("id"),
        "id": PairwiseId(),
        "name": One("person/details"),
        "birthDate": Sealed(FieldGroup.PERSON_BIRTH, "birthDate", "person/sealed_birth"),
        "residences": Many("person/residences", order=_BY_DATE, closed=Closed.UNTIL_DISCLOSED),
        "tenancies": Many("person/tenancies", order=_BY_DATE, closed=Closed.UNTIL_DISCLOSED),
        "employments": Many("person/employments", order=_BY_DATE, closed=Closed.UNTIL_DISCLOSED),
        "household": One("person/household", closed=Closed.UNTIL_DISCLOSED),
        "residenceHistory": Connection(
            "person/residence_history",
            order=("toString(next.validFrom)", "next.fact", "next.version"),
            closed=Closed.TO_OTHERS,
        ),
        "declaredContacts": Many("person/declared_contacts", order=_BY_DATE, closed=Closed.TO_OTHERS),
    },
    "Me": {  # beside what a person has
        "documents": Many("person/documents", order=_BY_DATE, closed=Closed.TO_OTHERS),
        "cases": Many("case/own_cases", order=("next.openedAt DESC", "next.number"), closed=Closed.TO_OTHERS),
        "offScreenCases": Many("case/off_screen_cases", order=("next.openedAt DESC", "next.number")),
        "receiptCard": One("proof/receipt_card"),
        "passkeys": Many("proof/passkeys", order=("next.createdOn", "next.id")),
        "signIns": Many("proof/sign_ins", order=("next.id",)),
    },
    "IdentityDocument": {
        "kind": Sealed(_DOCUMENT, "kind"),
        "number": Sealed(_DOCUMENT, "number"),
        "issuingCountry": Sealed(_DOCUMENT, "issuingCountry"),
        "expiresOn": Sealed(_DOCUMENT, "expiresOn"),
        "validFrom": Property(form=Form.TEXT),
        "validTo": Property(form=Form.OPEN_DATE),
        "recordedFrom": Property(form=Form.TEXT),
        "recordedTo": Property(form=Form.OPEN_INSTANT),
    },
    "PersonName": {
        "full": Sealed(_NAME, "fullName"),
        "family": Sealed(_NAME, "familyName"),
        "given": Sealed(_NAME, "givenName"),
        "latin": Sealed(_NAME, "latinName"),
    },
}
