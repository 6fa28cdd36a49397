"""The closed vocabularies of the graph: states, sources, kinds and roles (design §3).

Each is part of the contract: the API's enums, the import's checks and the synthetic city read them here.
"""

from enum import StrEnum


class AdminUnitLevel(StrEnum):
    """The four levels of a city, from the widest."""

    CITY = "CITY"
    DISTRICT = "DISTRICT"
    STREET = "STREET"
    COMMUNITY = "COMMUNITY"


class Source(StrEnum):
    """Who said it."""

    RESIDENT = "RESIDENT"
    EMPLOYER = "EMPLOYER"
    LANDLORD = "LANDLORD"
    OFFICE = "OFFICE"


class FactState(StrEnum):
    """The states of a declared fact: DECLARED → CONFIRMED | CONTESTED → CORRECTED | WITHDRAWN → ENDED."""

    DECLARED = "DECLARED"
    CONFIRMED = "CONFIRMED"
    CONTESTED = "CONTESTED"
    CORRECTED = "CORRECTED"
    WITHDRAWN = "WITHDRAWN"
    ENDED = "ENDED"


class BuildingKind(StrEnum):
    """What a building is used as."""

    RESIDENTIAL = "RESIDENTIAL"
    DORMITORY = "DORMITORY"
    MIXED = "MIXED"
    COMMERCIAL = "COMMERCIAL"


class RoomKind(StrEnum):
    """What can be let or lived in."""

    APARTMENT = "APARTMENT"
    ROOM = "ROOM"
    DORMITORY_ROOM = "DORMITORY_ROOM"


class Band(StrEnum):
    """How many people, from the quarterly snapshot only (design §4)."""

    UNDER_10 = "UNDER_10"
    FROM_10_TO_19 = "FROM_10_TO_19"
    FROM_20_TO_49 = "FROM_20_TO_49"
    FROM_50_TO_99 = "FROM_50_TO_99"
    FROM_100 = "FROM_100"


class ResidenceRole(StrEnum):
    """Whether it is the main or a secondary residence."""

    MAIN = "MAIN"
    SECONDARY = "SECONDARY"


class ContractKind(StrEnum):
    """The kind of an employment contract."""

    OPEN_ENDED = "OPEN_ENDED"
    FIXED_TERM = "FIXED_TERM"
    TEMPORARY = "TEMPORARY"
    APPRENTICE = "APPRENTICE"


class DocumentKind(StrEnum):
    """The documents which the counter accepts."""

    RESIDENT_IDENTITY_CARD = "RESIDENT_IDENTITY_CARD"
    PASSPORT = "PASSPORT"
    RESIDENCE_PERMIT_OF_HONG_KONG_MACAU_TAIWAN = "RESIDENCE_PERMIT_OF_HONG_KONG_MACAU_TAIWAN"


class LicenceCondition(StrEnum):
    """The conditions that a landlord licence may carry: a closed list, because a free note could describe a person."""

    SMOKE_ALARM = "SMOKE_ALARM"
    SECOND_EXIT = "SECOND_EXIT"
    NO_SUBDIVISION = "NO_SUBDIVISION"
    OCCUPANCY_NOTICE = "OCCUPANCY_NOTICE"
    GAS_CHECK_YEARLY = "GAS_CHECK_YEARLY"


class MandatePower(StrEnum):
    """What an agent may do for a landlord."""

    LET = "LET"
    COLLECT_RENT = "COLLECT_RENT"
    ORDER_REPAIRS = "ORDER_REPAIRS"
    REGISTER_TENANTS = "REGISTER_TENANTS"


class RepresentationBasis(StrEnum):
    """Why one person may act for another."""

    PARENT = "PARENT"
    GUARDIAN = "GUARDIAN"
    POWER_OF_ATTORNEY = "POWER_OF_ATTORNEY"
    COURT_ORDER = "COURT_ORDER"


class CaseKind(StrEnum):
    """What a case is about; each kind has the purposes which `hub/policy/purposes.toml` names."""

    REGISTRATION = "REGISTRATION"
    RESIDENCE_PERMIT = "RESIDENCE_PERMIT"
    HOUSING_INSPECTION = "HOUSING_INSPECTION"
    HOUSING_SERVICE = "HOUSING_SERVICE"
    LABOUR_INSPECTION = "LABOUR_INSPECTION"
    LABOUR_COMPLAINT = "LABOUR_COMPLAINT"
    SCHOOL_ENROLMENT = "SCHOOL_ENROLMENT"
    HEALTH_SERVICE = "HEALTH_SERVICE"
    SOCIAL_SECURITY = "SOCIAL_SECURITY"
    CIVIL_AFFAIRS = "CIVIL_AFFAIRS"
    LEGAL_AID = "LEGAL_AID"
    OBJECTION = "OBJECTION"
    DATA_RIGHTS = "DATA_RIGHTS"  # what `me` does online, done at a counter for who has no sign-in


class CaseState(StrEnum):
    """Where a case stands; past its term an open case counts as closed."""

    OPEN = "OPEN"
    SUSPENDED = "SUSPENDED"
    CLOSED = "CLOSED"


class CaseProof(StrEnum):
    """How the resident's presence or assent was proved when the case was opened."""

    ONE_TIME_CODE = "ONE_TIME_CODE"
    PASSKEY = "PASSKEY"
    RECEIPT_CARD = "RECEIPT_CARD"
    ONLINE = "ONLINE"
    OFFICER_ATTESTED = "OFFICER_ATTESTED"
    EX_OFFICIO = "EX_OFFICIO"  # a case about a room or workplace: no resident is its subject


class Permission(StrEnum):
    """What a resident allows beyond today's facts; each is asked for and recorded on its own."""

    HISTORY = "HISTORY"
    DECLARED_CONTACTS = "DECLARED_CONTACTS"


class ConsentState(StrEnum):
    """Whether a consent opens anything now."""

    IN_FORCE = "IN_FORCE"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"


class NoticeKind(StrEnum):
    """What a resident is told at once. A notice says no more than this and when; one of a breach has its facts beside."""

    CASE_OPENED = "CASE_OPENED"
    CASE_ACCEPTED = "CASE_ACCEPTED"
    CASE_CLOSED = "CASE_CLOSED"
    TRANSFER_ASKED = "TRANSFER_ASKED"
    CASE_TRANSFERRED = "CASE_TRANSFERRED"
    OBJECTION_ANSWERED = "OBJECTION_ANSWERED"
    CARD_ISSUED = "CARD_ISSUED"
    CARD_REVOKED = "CARD_REVOKED"
    LETTER_CODE_ASKED = "LETTER_CODE_ASKED"
    PASSKEY_ADDED = "PASSKEY_ADDED"
    PASSKEY_REVOKED = "PASSKEY_REVOKED"
    LINKING_CODE_ASKED = "LINKING_CODE_ASKED"  # made at a counter, or to come by letter
    SIGN_IN_LINKED = "SIGN_IN_LINKED"  # one of the same issuer has ended with it
    SIGN_IN_ENDED = "SIGN_IN_ENDED"
    DISCLOSURE_ASKED = "DISCLOSURE_ASKED"
    DISCLOSURE_ANSWERED = "DISCLOSURE_ANSWERED"
    ADDRESS_PROTECTED = "ADDRESS_PROTECTED"
    PROTECTION_ENDED = "PROTECTION_ENDED"
    CONSENT_GIVEN = "CONSENT_GIVEN"
    CONSENT_REVOKED = "CONSENT_REVOKED"
    RIGHT_EXERCISED = "RIGHT_EXERCISED"  # a restriction or a block was set or lifted
    CASE_REFUSED = "CASE_REFUSED"
    APPEAL_ANSWERED = "APPEAL_ANSWERED"
    RECORD_IMPORTED = "RECORD_IMPORTED"  # a file brought something about them in
    BREACH = "BREACH"  # something happened to their data: the notice says what


class NoticeChannel(StrEnum):
    """How a resident hears that there is news in their record, beside the record itself."""

    NONE = "NONE"
    EMAIL = "EMAIL"
    SMS = "SMS"
    LETTER = "LETTER"


class NoticeLanguage(StrEnum):
    """The languages of a message that leaves the hub."""

    ZH = "ZH"
    EN = "EN"


class PartyRole(StrEnum):
    """What a natural person is to an inspection."""

    LANDLORD = "LANDLORD"
    EMPLOYER = "EMPLOYER"
    COMPLAINANT = "COMPLAINANT"


class AccessAction(StrEnum):
    """What a log entry about a person says was done."""

    READ = "READ"
    WRITE = "WRITE"
    DENY = "DENY"
    ERASE = "ERASE"
    EXPORT = "EXPORT"  # the whole record and log, in one file or on paper


class ObjectionOutcome(StrEnum):
    """What the data-protection office found."""

    UPHELD = "UPHELD"
    REJECTED = "REJECTED"


class RefusalRule(StrEnum):
    """Why an office may decline a case: a closed list; which provision says so is stated beside it."""

    CONDITIONS_NOT_MET = "CONDITIONS_NOT_MET"  # what the provision asks for is not there
    EVIDENCE_MISSING = "EVIDENCE_MISSING"  # asked for, and not handed in
    OFFICE_NOT_COMPETENT = "OFFICE_NOT_COMPETENT"  # by place or by task
    DECIDED_BEFORE = "DECIDED_BEFORE"  # the same matter, and nothing has changed


class AppealOutcome(StrEnum):
    """What the superior office decided of an appeal."""

    UPHELD = "UPHELD"  # the resident was right
    REJECTED = "REJECTED"


class ChangeKind(StrEnum):
    """What happened to data that an office had read."""

    CHANGED = "CHANGED"
    ERASED = "ERASED"


class AccessOutcome(StrEnum):
    """How a write ended."""

    COMMITTED = "COMMITTED"
    ROLLED_BACK = "ROLLED_BACK"


class InspectionState(StrEnum):
    """Where an inspection stands."""

    PLANNED = "PLANNED"
    DONE = "DONE"
    CANCELLED = "CANCELLED"


class FindingKind(StrEnum):
    """What an inspector can find wrong with a place: a closed list."""

    OVERCROWDING = "OVERCROWDING"
    BLOCKED_EXIT = "BLOCKED_EXIT"
    MISSING_SMOKE_ALARM = "MISSING_SMOKE_ALARM"
    UNSAFE_WIRING = "UNSAFE_WIRING"
    DAMP = "DAMP"
    UNLICENSED_LETTING = "UNLICENSED_LETTING"
    NO_WRITTEN_CONTRACTS = "NO_WRITTEN_CONTRACTS"
    UNSAFE_EQUIPMENT = "UNSAFE_EQUIPMENT"
    WAGES_UNPAID = "WAGES_UNPAID"


class FindingState(StrEnum):
    """Where a finding stands."""

    OPEN = "OPEN"
    REMEDIED = "REMEDIED"
    DISMISSED = "DISMISSED"


class OrderState(StrEnum):
    """Where a repair order stands."""

    ISSUED = "ISSUED"
    DONE = "DONE"
    OVERDUE = "OVERDUE"
    APPEALED = "APPEALED"


class LandlordOrder(StrEnum):
    """What landlords that are legal persons are listed by."""

    ID = "ID"
    OPEN_REPAIR_ORDERS = "OPEN_REPAIR_ORDERS"


class ComplaintKind(StrEnum):
    """What a complaint is about."""

    REPAIRS = "REPAIRS"
    DEPOSIT = "DEPOSIT"
    SAFETY = "SAFETY"
    WAGES = "WAGES"
    CONTRACT = "CONTRACT"
    WORKING_HOURS = "WORKING_HOURS"


class ComplaintState(StrEnum):
    """Where a complaint stands."""

    RECEIVED = "RECEIVED"
    IN_PROGRESS = "IN_PROGRESS"
    UPHELD = "UPHELD"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


class DecisionState(StrEnum):
    """Where a correction, dispute, permit, certificate or entitlement stands."""

    REQUESTED = "REQUESTED"
    GRANTED = "GRANTED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
