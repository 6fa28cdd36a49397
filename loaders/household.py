"""Households and declared contacts: where their fields come from."""

from loaders.source import Form, Many, One, Property, Sealed, Topic, Value
from model.groups import FieldGroup
from model.plan import Closed

_CONTACTS = FieldGroup.DECLARED_CONTACTS

TOPIC: Topic = {
    "Household": {
        "validFrom": Property(form=Form.TEXT),
        "members": Many("household/members", order=("next.id",), closed=Closed.BY_ITEM),
    },
    "HouseholdMember": {
        "__subject": Property("id"),
        "name": One("person/details"),
        "birthDate": Sealed(FieldGroup.PERSON_BIRTH, "birthDate", "person/sealed_birth"),
    },
    "DeclaredContact": {
        "name": Sealed(_CONTACTS, "name"),
        "relation": Sealed(_CONTACTS, "relation"),
        "means": Sealed(_CONTACTS, "means"),
        "validFrom": Property(form=Form.TEXT),
        "isConfirmed": Value("household/is_confirmed"),
    },
}
