"""What a file may bring in, kind by kind, and why: what gives somebody power, or says something of a person, only in an intake.

`docs/import.md` shows it; a test holds that every kind of the model is here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

_OF_A_PERSON = "it says something of a person: from the end of the intake on that has an act, a case and a notice"
_OF_A_CASE = "it stands in a case, and cases come about by acts from then on"


class While(Enum):
    """When a kind may come in by a file."""

    OPEN = "in an open intake"
    ANY_TIME = "at any time"


@dataclass(frozen=True)
class Import:
    """When files may bring a kind, and why; and by which commands and mutations it comes about after the intake."""

    when: While
    reason: str
    ways: tuple[str, ...] = ()


def _open(reason: str, *ways: str) -> Import:
    return Import(While.OPEN, reason, ways)


def _any_time(reason: str) -> Import:
    return Import(While.ANY_TIME, reason)


IMPORTS: Mapping[str, Import] = {
    "AdminUnit": _open("what an office may see hangs on its unit", "domicile unit rename"),
    "Address": _any_time("the city's register of addresses is the source, and names nobody"),
    "Building": _any_time("as addresses"),
    "Room": _any_time("as addresses"),
    "Office": _open(
        "its unit and department decide what its officers may see",
        "domicile office start",
        "domicile office change",
        "domicile office end",
    ),
    "Organisation": _any_time("the register of companies is the source; a legal person is no person of the register"),
    "Person": _open("the door to a record: registering somebody is an act at a counter"),
    "Landlord": _any_time(
        "an organisation's; who stands behind a natural person's came in the same import, so in an intake"
    ),
    "ManagingAgent": _any_time("as landlords"),
    "Employer": _any_time("as landlords"),
    "Workplace": _any_time("as landlords"),
    "StaffMember": _open(
        "who is on the staff of an office reads what it may",
        "domicile staff start",
        "domicile staff change",
        "domicile staff end",
    ),
    "Ownership": _any_time("the land register is the source; of an organisation's landlords"),
    "LandlordLicence": _any_time("the licensing office's files; of an organisation's landlords"),
    "Mandate": _any_time("as ownership"),
    "PersonDetails": _open(_OF_A_PERSON),
    "IdentityDocument": _open(_OF_A_PERSON),
    "Residence": _open(_OF_A_PERSON),
    "Tenancy": _open(_OF_A_PERSON),
    "Employment": _open(_OF_A_PERSON),
    "Household": _open(_OF_A_PERSON),
    "DeclaredContact": _open(_OF_A_PERSON),
    "Representation": _open("who represents somebody reads and writes for them"),
    "SignIn": _open("whoever holds it is that person to the hub", "issueLinkingCode", "linkSignIn"),
    "Case": _open("a case is a door to a person, and its proof is the resident's own", "openCase", "openOwnCase"),
    "ConsentGrant": _open("a consent is the resident's own", "grantConsent"),
    "Inspection": _open(_OF_A_CASE),
    "Finding": _open(_OF_A_CASE),
    "RepairOrder": _open(_OF_A_CASE),
    "Complaint": _open(_OF_A_CASE),
    "Correction": _open(_OF_A_CASE),
    "Dispute": _open(_OF_A_CASE),
    "ResidencePermit": _open(_OF_A_PERSON),
    "Certificate": _open(_OF_A_PERSON),
    "Entitlement": _open(_OF_A_PERSON),
}
"""By label. What is about a natural person is theirs whatever its kind: rows of it need the person, who comes in an intake."""
