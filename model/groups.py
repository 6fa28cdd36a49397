"""The closed list of field groups: what a policy allows or denies, and what a log entry names.

Each field of the API names one group (`@fieldGroup` in the SDL). A sealed value is encrypted under its group's name.
"""

from enum import StrEnum


class FieldGroup(StrEnum):
    """A set of fields which a department gets or doesn't get as one."""

    __hash__ = str.__hash__  # Enum's own is a call in Python, and a decision looks up dozens of groups

    VIEWER = "VIEWER"
    PLACE = "PLACE"
    BAND = "BAND"
    ORGANISATION = "ORGANISATION"
    LETTING = "LETTING"
    LICENCE = "LICENCE"
    EMPLOYER = "EMPLOYER"
    INSPECTION = "INSPECTION"
    COMPLAINT = "COMPLAINT"
    VIEW = "VIEW"  # what an officer keeps of what they explored: ids of things, where they stood, a name
    CASE = "CASE"
    PARTY_NAME = "PARTY_NAME"  # of a natural person, as a party to an open inspection only
    PERSON_NAME = "PERSON_NAME"
    PERSON_BIRTH = "PERSON_BIRTH"
    PERSON_DOCUMENT = "PERSON_DOCUMENT"
    PERSON_MEANS_OF_CONTACT = "PERSON_MEANS_OF_CONTACT"
    RESIDENCE = "RESIDENCE"
    TENANCY = "TENANCY"
    EMPLOYMENT = "EMPLOYMENT"
    HOUSEHOLD = "HOUSEHOLD"
    HISTORY = "HISTORY"
    DECLARED_CONTACTS = "DECLARED_CONTACTS"
    EVIDENCE = "EVIDENCE"
    OBJECTION = "OBJECTION"  # what a person objects to, and what came of it
    ACCESS_LOG = "ACCESS_LOG"  # who looked at a person, what for: the person's own to read
    CONSENT = "CONSENT"  # what a resident allowed, to that resident
    NOTICE = "NOTICE"  # what a resident was told, and how
    REPRESENTATION = "REPRESENTATION"  # whom a resident may act for, and who for them
    RIGHTS = "RIGHTS"  # how a resident limits what is done with their data, what was refused to them, and how to appeal


PRINTED = frozenset({FieldGroup.PERSON_NAME, FieldGroup.PERSON_BIRTH, FieldGroup.PERSON_DOCUMENT})
"""What is printed on a document: known to whoever has it in their hands."""

PERSON_GROUPS = frozenset(
    {
        FieldGroup.PARTY_NAME,
        FieldGroup.PERSON_NAME,
        FieldGroup.PERSON_BIRTH,
        FieldGroup.PERSON_DOCUMENT,
        FieldGroup.PERSON_MEANS_OF_CONTACT,
        FieldGroup.RESIDENCE,
        FieldGroup.TENANCY,
        FieldGroup.EMPLOYMENT,
        FieldGroup.HOUSEHOLD,
        FieldGroup.HISTORY,
        FieldGroup.DECLARED_CONTACTS,
        FieldGroup.EVIDENCE,
        FieldGroup.OBJECTION,
        FieldGroup.ACCESS_LOG,
        FieldGroup.CONSENT,
        FieldGroup.NOTICE,
        FieldGroup.REPRESENTATION,
        FieldGroup.RIGHTS,
    }
)
