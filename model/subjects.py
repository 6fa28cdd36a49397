"""Whose a person-side fact is: under which person's key its sealed values lie. The import writes by it, the gate opens by it."""

from collections.abc import Mapping

# By label, the column of the edge that leads to the person. A household is sealed under the least id of its members.
# Kinds without a sealed property are not here.
SEALED_UNDER: Mapping[str, str] = {
    "PersonDetails": "of",
    "IdentityDocument": "of",
    "Residence": "of",
    "Tenancy": "to",
    "Employment": "of",
    "Household": "members",
    "DeclaredContact": "of",
    "Representation": "for",  # it is about who is represented
    "SignIn": "of",
    "ConsentGrant": "givenBy",
    "ResidencePermit": "of",
    "Entitlement": "of",
}
