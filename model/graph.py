"""The graph of design §3 as data: each kind of node with its properties and edges.

What Community cannot constrain (existence, types) is checked against these descriptions; the import's columns, the
synthetic city's files and the boundary test read them too. The Cypher that writes a kind stands in
`loaders/cypher/intake/KIND.cypher`, one static statement a kind.

How a kind becomes a file: the file is named `KIND.csv` or `KIND.ndjson` after `Kind.file_name`; each property and each
edge is a column of its own name (an edge holds the id of its target, a fact's edge to a fact its `fact`; several are
joined by `;`); a dated fact has the columns of `FACT_PROPERTIES` before its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum

from model import states
from model.groups import FieldGroup


class ValueKind(Enum):
    """The types that a property may have, with their form in a file."""

    UUID = "a UUID in lower case"
    TEXT = "text"
    INTEGER = "a whole number"
    NUMBER = "a decimal number"
    BOOLEAN = "true or false"
    DATE = "YYYY-MM-DD"
    INSTANT = "YYYY-MM-DDTHH:MM:SS.sssZ"
    POINT = "LONGITUDE LATITUDE in degrees, WGS 84"
    ENUM = "one of a closed list"
    ENUMS = "any of a closed list, joined by ;"


@dataclass(frozen=True)
class Property:
    """One property: its name in the graph and in a file.

    A property with `sealed` is never stored as it is: all of a node's properties of one group are stored together,
    encrypted, as the byte string `sealed_property_name(group)`. One that `is_kept` is never in the graph: the vault has it. One
    that `is_keyed` is there as a token, which says nothing without the keys, where it is about a person (`hub.gate.names`).
    """

    name: str
    kind: ValueKind = ValueKind.TEXT
    choices: type[StrEnum] | None = None
    is_required: bool = True
    sealed: FieldGroup | None = None
    length_max: int = 200
    is_kept: bool = False
    is_keyed: bool = False


@dataclass(frozen=True)
class Edge:
    """One relationship: its type in the graph, its column in a file, and the labels it may lead to."""

    type: str
    column: str
    targets: tuple[str, ...]
    is_required: bool = True
    is_many: bool = False


@dataclass(frozen=True)
class Kind:
    """One label. `is_fact`: dated and versioned. `is_personal`: a person's node or person-side fact (UUIDv4 ids)."""

    label: str
    file_name: str
    properties: tuple[Property, ...] = ()
    edges: tuple[Edge, ...] = ()
    is_fact: bool = False
    is_personal: bool = False

    @property
    def key(self) -> str:
        """The property that identifies it outside: a thing's `id`, a fact's `fact` (with `version` for one node)."""
        return "fact" if self.is_fact else "id"

    @property
    def _dating(self) -> tuple[Property, ...]:
        return FACT_PROPERTIES if self.is_personal else THING_FACT_PROPERTIES

    @property
    def all_properties(self) -> tuple[Property, ...]:
        """Key and dating properties first, then its own: the order of a file's columns."""
        head = self._dating if self.is_fact else (Property("id", ValueKind.UUID),)
        return head + self.properties


def sealed_property_name(group: FieldGroup) -> str:
    """The graph property that holds a group's encrypted values: `PERSON_NAME` → `sealedPersonName`."""
    return "sealed" + "".join(word.capitalize() for word in group.value.split("_"))


def _enum(name: str, choices: type[StrEnum], *, is_required: bool = True) -> Property:
    return Property(name, ValueKind.ENUM, choices, is_required=is_required)


def _enums(name: str, choices: type[StrEnum]) -> Property:
    return Property(name, ValueKind.ENUMS, choices, is_required=False)


def _optional(name: str, kind: ValueKind = ValueKind.TEXT) -> Property:
    return Property(name, kind, is_required=False)


UNIT_CODE = Property("unitCode")  # the hierarchical code of the community it lies in; jurisdiction is a prefix of it

FACT_PROPERTIES = (
    Property("fact", ValueKind.UUID),
    Property("version", ValueKind.INTEGER),
    Property("validFrom", ValueKind.DATE),
    Property("validTo", ValueKind.DATE, is_required=False),  # empty = open; the store keeps 9999-12-31
    Property("recordedFrom", ValueKind.INSTANT),
    Property("recordedTo", ValueKind.INSTANT, is_required=False),
    _enum("source", states.Source),
    _enum("state", states.FactState),
    Property("recordedBy"),  # the code of the office
    Property("case", is_required=False),  # the number of the case under which it was recorded
    Property("evidence", is_required=False, sealed=FieldGroup.EVIDENCE, length_max=500),
)

# Evidence describes a person, so only a personal fact has it; facts about things leave the column out.
THING_FACT_PROPERTIES = FACT_PROPERTIES[:-1]

_PLACES = ("Building", "Room")

# Where a kind lies: the column of the place whose unit it has. A file may leave its own `unitCode` out.
LIES: Mapping[str, str] = {"Address": "locatedIn", "Building": "at", "Room": "in", "Workplace": "at"}

# Where a person lives or rents; and when the register has no room: the street of this unit. The facts of who is protected lead there, too.
IN_A_ROOM: Mapping[str, Edge] = {
    "Residence": Edge("IN", "in", ("Room",), is_required=False),
    "Tenancy": Edge("LETS", "lets", ("Room",), is_required=False),
}
IN_A_UNIT: Mapping[str, Edge] = {
    "Residence": Edge("IN", "inUnit", ("AdminUnit",), is_required=False),
    "Tenancy": Edge("LETS", "inUnit", ("AdminUnit",), is_required=False),
}

KINDS: tuple[Kind, ...] = (
    # ── places ───────────────────────────────────────────────────────────────────────────────────────────────────
    Kind(
        "AdminUnit",
        "admin_unit",
        (_enum("level", states.AdminUnitLevel), Property("code"), Property("name"), Property("latinName")),
        (Edge("PART_OF", "partOf", ("AdminUnit",), is_required=False),),
    ),
    Kind(
        "Address",
        "address",
        (
            UNIT_CODE,
            Property("thoroughfare"),
            Property("locatorDesignator"),
            Property("postCode"),
            Property("fullAddress"),
            _optional("latinAddress"),
            Property("point", ValueKind.POINT),
        ),
        (Edge("LOCATED_IN", "locatedIn", ("AdminUnit",)),),
    ),
    Kind(
        "Building",
        "building",
        (UNIT_CODE, _enum("kind", states.BuildingKind), Property("storeys", ValueKind.INTEGER)),
        (Edge("AT", "at", ("Address",)),),
    ),
    Kind(
        "Room",
        "room",
        (
            UNIT_CODE,
            Property("designator"),
            _enum("kind", states.RoomKind),
            Property("floor", ValueKind.INTEGER),
            Property("areaSquareMetres", ValueKind.NUMBER),
            Property("permittedOccupancy", ValueKind.INTEGER),
            Property("declaredPlaces", ValueKind.INTEGER, is_required=False),
        ),
        (Edge("IN", "in", ("Building",)),),
    ),
    Kind(
        "Office",
        "office",
        (UNIT_CODE, Property("code"), Property("client"), Property("name")),
        (Edge("AT", "at", ("Address",)),),
    ),
    # ── organisations ────────────────────────────────────────────────────────────────────────────────────────────
    Kind(
        "Organisation",
        "organisation",
        (Property("legalIdentifier"), Property("legalName"), _optional("latinName")),
        (Edge("AT", "at", ("Address",), is_required=False),),
    ),
    # Before those who may be a person: the kinds stand in an order in which an edge leads to what is already there.
    Kind("Person", "person", (Property("isProtected", ValueKind.BOOLEAN, is_kept=True),), is_personal=True),
    Kind("Landlord", "landlord", (), (Edge("IS", "is", ("Organisation", "Person")),)),
    Kind("ManagingAgent", "managing_agent", (), (Edge("IS", "is", ("Organisation", "Person")),)),
    Kind("Employer", "employer", (Property("sector"),), (Edge("IS", "is", ("Organisation", "Person")),)),
    Kind(
        "Workplace",
        "workplace",
        (UNIT_CODE, _optional("name"), Property("isHome", ValueKind.BOOLEAN)),
        (Edge("AT", "at", ("Address",)), Edge("OPERATED_BY", "operatedBy", ("Employer",))),
    ),
    Kind(
        "StaffMember",
        "staff_member",
        (Property("subject"),),
        (Edge("WORKS_AT", "worksAt", ("Office",)),),
        is_fact=True,
    ),
    # ── lettings ─────────────────────────────────────────────────────────────────────────────────────────────────
    Kind(
        "Ownership",
        "ownership",
        (),
        (Edge("OF", "of", _PLACES), Edge("BY", "by", ("Landlord",))),
        is_fact=True,
    ),
    Kind(
        "LandlordLicence",
        "landlord_licence",
        (Property("number"), _enums("conditions", states.LicenceCondition)),
        (Edge("HELD_BY", "heldBy", ("Landlord",)), Edge("COVERS", "covers", ("Room",), is_many=True)),
        is_fact=True,
    ),
    Kind(
        "Mandate",
        "mandate",
        (_enums("powers", states.MandatePower),),
        (
            Edge("GIVEN_BY", "givenBy", ("Landlord",)),
            Edge("TO", "to", ("ManagingAgent",)),
            Edge("FOR", "for", _PLACES, is_many=True),
        ),
        is_fact=True,
    ),
    # ── people ───────────────────────────────────────────────────────────────────────────────────────────────────
    Kind(
        "PersonDetails",
        "person_details",
        (
            Property("familyName", is_required=False, sealed=FieldGroup.PERSON_NAME),
            Property("givenName", is_required=False, sealed=FieldGroup.PERSON_NAME),
            Property("fullName", sealed=FieldGroup.PERSON_NAME),
            Property("latinName", is_required=False, sealed=FieldGroup.PERSON_NAME),
            Property("birthDate", ValueKind.DATE, is_required=False, sealed=FieldGroup.PERSON_BIRTH),
        ),
        (Edge("OF", "of", ("Person",)),),
        is_fact=True,
        is_personal=True,
    ),
    Kind(
        # `number` and `expiresOn` are sealed. Beside them the store keeps `numberHash`, a keyed hash of kind and number.
        "IdentityDocument",
        "identity_document",
        (
            Property("kind", ValueKind.ENUM, states.DocumentKind, sealed=FieldGroup.PERSON_DOCUMENT),
            Property("number", sealed=FieldGroup.PERSON_DOCUMENT),
            Property("issuingCountry", sealed=FieldGroup.PERSON_DOCUMENT),
            Property("expiresOn", ValueKind.DATE, sealed=FieldGroup.PERSON_DOCUMENT),
        ),
        (Edge("OF", "of", ("Person",)),),
        is_fact=True,
        is_personal=True,
    ),
    Kind(
        "Residence",
        "residence",
        (_enum("role", states.ResidenceRole),),
        (Edge("OF", "of", ("Person",)), IN_A_ROOM["Residence"], IN_A_UNIT["Residence"]),
        is_fact=True,
        is_personal=True,
    ),
    Kind(
        "Tenancy",
        "tenancy",
        (),
        (
            IN_A_ROOM["Tenancy"],
            Edge("GRANTED_BY", "grantedBy", ("Landlord",), is_required=False),
            Edge("TO", "to", ("Person",)),
            IN_A_UNIT["Tenancy"],
        ),
        is_fact=True,
        is_personal=True,
    ),
    Kind(
        "Employment",
        "employment",
        (Property("contract", ValueKind.ENUM, states.ContractKind, sealed=FieldGroup.EMPLOYMENT),),
        (Edge("OF", "of", ("Person",)), Edge("AT", "at", ("Workplace",))),
        is_fact=True,
        is_personal=True,
    ),
    Kind(
        "Household",
        "household",
        (),
        (Edge("MEMBER", "members", ("Person",), is_many=True),),
        is_fact=True,
        is_personal=True,
    ),
    Kind(
        # `OF` is who declared it; `IS` only when the other person confirmed.
        "DeclaredContact",
        "declared_contact",
        (
            Property("name", sealed=FieldGroup.DECLARED_CONTACTS),
            Property("relation", is_required=False, sealed=FieldGroup.DECLARED_CONTACTS),
            Property("means", is_required=False, sealed=FieldGroup.DECLARED_CONTACTS),
        ),
        (Edge("OF", "of", ("Person",)), Edge("IS", "is", ("Person",), is_required=False)),
        is_fact=True,
        is_personal=True,
    ),
    Kind(
        "Representation",
        "representation",
        (_enum("basis", states.RepresentationBasis),),
        (Edge("BY", "by", ("Person",)), Edge("FOR", "for", ("Person",))),
        is_fact=True,
        is_personal=True,
    ),
    Kind(
        # (issuer, sub) of a resident's own sign-in; the store keeps only `signInHash`, a keyed hash of both.
        "SignIn",
        "sign_in",
        (Property("issuer", sealed=FieldGroup.PERSON_DOCUMENT), Property("subject", sealed=FieldGroup.PERSON_DOCUMENT)),
        (Edge("OF", "of", ("Person",)),),
        is_personal=True,
    ),
    # ── cases ────────────────────────────────────────────────────────────────────────────────────────────────────
    Kind(
        "Case",
        "case",
        (
            Property("number"),
            Property("kind", ValueKind.ENUM, states.CaseKind, is_keyed=True),
            Property("purpose", is_keyed=True),
            _enum("state", states.CaseState),
            _enum("proof", states.CaseProof),
            Property("openedAt", ValueKind.INSTANT),
            Property("endsAt", ValueKind.INSTANT),
            _optional("closedAt", ValueKind.INSTANT),
        ),
        (
            Edge("CONCERNS", "concerns", ("Person", "Room", "Building", "Workplace", "Organisation")),
            Edge("AT", "at", ("Office",)),
            Edge("OPENED_BY", "openedBy", ("StaffMember",)),
            Edge("DEPUTY", "deputy", ("StaffMember",), is_required=False),
        ),
        is_personal=True,
    ),
    Kind(
        "ConsentGrant",
        "consent_grant",
        (_enums("permissions", states.Permission),),
        (Edge("IN", "in", ("Case",)), Edge("GIVEN_BY", "givenBy", ("Person",))),
        is_fact=True,
        is_personal=True,
    ),
    Kind(
        "Inspection",
        "inspection",
        (
            _enum("state", states.InspectionState),
            Property("plannedOn", ValueKind.DATE),
            _optional("doneOn", ValueKind.DATE),
            _optional("countOnSite", ValueKind.INTEGER),
        ),
        (Edge("IN", "in", ("Case",)),),
    ),
    Kind(
        "Finding",
        "finding",
        (
            _enum("kind", states.FindingKind),
            _enum("state", states.FindingState),
            Property("foundOn", ValueKind.DATE),
            _optional("settledOn", ValueKind.DATE),
        ),
        (Edge("IN", "in", ("Case",)), Edge("ABOUT", "about", ("Room", "Building", "Workplace"))),
    ),
    Kind(
        "RepairOrder",
        "repair_order",
        (
            _enum("state", states.OrderState),
            Property("issuedOn", ValueKind.DATE),
            Property("dueOn", ValueKind.DATE),
            _optional("doneOn", ValueKind.DATE),
        ),
        (Edge("IN", "in", ("Case",)), Edge("REMEDIES", "remedies", ("Finding",))),
    ),
    Kind(
        "Complaint",
        "complaint",
        (
            Property("kind", ValueKind.ENUM, states.ComplaintKind, is_keyed=True),
            _enum("state", states.ComplaintState),
            Property("receivedOn", ValueKind.DATE),
            _optional("decidedOn", ValueKind.DATE),
            Property("isNameDisclosed", ValueKind.BOOLEAN),
        ),
        (
            Edge("IN", "in", ("Case",)),
            Edge("ABOUT", "about", ("Room", "Building", "Workplace")),
            Edge("MADE_BY", "madeBy", ("Person",), is_required=False),
        ),
        is_personal=True,
    ),
    Kind(
        "Correction",
        "correction",
        (
            _enum("state", states.DecisionState),
            Property("requestedOn", ValueKind.DATE),
            Property("targetFact", ValueKind.UUID),
        ),
        (Edge("IN", "in", ("Case",)),),
        is_personal=True,
    ),
    Kind(
        "Dispute",
        "dispute",
        (
            _enum("state", states.DecisionState),
            Property("requestedOn", ValueKind.DATE),
            Property("targetFact", ValueKind.UUID),
        ),
        (Edge("IN", "in", ("Case",)),),
        is_personal=True,
    ),
    Kind(
        "ResidencePermit",
        "residence_permit",
        (_enum("decision", states.DecisionState), Property("number")),
        (Edge("IN", "in", ("Case",)), Edge("OF", "of", ("Person",))),
        is_fact=True,
        is_personal=True,
    ),
    Kind(
        "Certificate",
        "certificate",
        (Property("number"), Property("issuedOn", ValueKind.DATE)),
        (Edge("IN", "in", ("Case",)), Edge("OF", "of", ("Person",))),
        is_personal=True,
    ),
    Kind(
        "Entitlement",
        "entitlement",
        (
            Property("service", sealed=FieldGroup.CASE),
            Property("rule", sealed=FieldGroup.CASE),
            _enum("decision", states.DecisionState),
        ),
        (Edge("IN", "in", ("Case",)), Edge("OF", "of", ("Person",))),
        is_fact=True,
        is_personal=True,
    ),
)

# What the hub writes for itself: neither imported nor exported, and no fact about anybody.
HUB_KINDS: tuple[Kind, ...] = (
    Kind(
        # A resident's one-time code for the counter; only its keyed hash is kept. `use` is of the write that used it up.
        "CounterCode",
        "counter_code",
        (
            Property("codeHash"),
            Property("expiresAt", ValueKind.INSTANT),
            Property("usedAt", ValueKind.INSTANT, is_required=False),
            _enums("permissions", states.Permission),
            _optional("use", ValueKind.UUID),
        ),
        (Edge("OF", "of", ("Person",)),),
        is_personal=True,
    ),
    Kind(
        # What a resident was told: a kind out of a closed list and an instant, and nothing of what it is about.
        "Notice",
        "notice",
        (
            Property("kind", ValueKind.ENUM, states.NoticeKind, is_keyed=True),
            Property("at", ValueKind.INSTANT),
            _optional("readAt", ValueKind.INSTANT),
        ),
        (Edge("TO", "to", ("Person",)),),
        is_personal=True,
    ),
    Kind(
        # A notice on its way to the resident by the channel which they had chosen then.
        "Delivery",
        "delivery",
        (
            _enum("channel", states.NoticeChannel),
            Property("isWaiting", ValueKind.BOOLEAN, is_required=False),
            _optional("deliveredAt", ValueKind.INSTANT),
        ),
        (Edge("OF", "of", ("Notice",)),),
        is_personal=True,
    ),
    Kind(
        # How a resident wants to hear of news. It is replaced, not versioned: an address for letters proves nothing.
        "NoticeChannel",
        "notice_channel",
        (
            _enum("channel", states.NoticeChannel),
            _enum("language", states.NoticeLanguage),
            Property("address", is_required=False, sealed=FieldGroup.PERSON_MEANS_OF_CONTACT),
        ),
        (Edge("OF", "of", ("Person",)),),
        is_personal=True,
    ),
    Kind(
        # The printed code of a resident's card, as a keyed hash. One a person: a new card takes its place.
        "ReceiptCard",
        "receipt_card",
        (
            Property("codeHash"),
            Property("issuedAt", ValueKind.INSTANT),
            _optional("revokedAt", ValueKind.INSTANT),
            _optional("use", ValueKind.UUID),
        ),
        (Edge("OF", "of", ("Person",)),),
        is_personal=True,
    ),
    Kind(
        # That a code is to go by letter to the registered address. The code is made when it leaves: a `CounterCode`, or the
        # second half of a `LinkingCode`, where the first was handed over at a counter: `halfHash` is that one's.
        "LetterCode",
        "letter_code",
        (
            Property("requestedAt", ValueKind.INSTANT),
            Property("expiresAt", ValueKind.INSTANT),
            Property("isWaiting", ValueKind.BOOLEAN, is_required=False),
            _optional("sentAt", ValueKind.INSTANT),
            _optional("halfHash"),
        ),
        (Edge("OF", "of", ("Person",)),),
        is_personal=True,
    ),
    Kind(
        # By which a resident links a sign-in of theirs, as a keyed hash. One a person: a new one takes its place.
        "LinkingCode",
        "linking_code",
        (
            Property("codeHash"),
            Property("expiresAt", ValueKind.INSTANT),
            _optional("usedAt", ValueKind.INSTANT),
        ),
        (Edge("OF", "of", ("Person",)),),
        is_personal=True,
    ),
    Kind(
        # A resident's passkey: its credential by a keyed hash, its key sealed as what is on a document is.
        "Passkey",
        "passkey",
        (
            Property("credentialHash"),
            Property("publicKey", sealed=FieldGroup.PERSON_DOCUMENT),
            Property("signCount", ValueKind.INTEGER),
            Property("createdOn", ValueKind.DATE),
            _optional("revokedAt", ValueKind.INSTANT),
            _optional("use", ValueKind.UUID),
        ),
        (Edge("OF", "of", ("Person",)),),
        is_personal=True,
    ),
    Kind(
        # What a new passkey has to sign: one at a time for a resident, used up by the registration.
        "PasskeyChallenge",
        "passkey_challenge",
        (
            Property("challengeHash"),
            Property("expiresAt", ValueKind.INSTANT),
            _optional("usedAt", ValueKind.INSTANT),
        ),
        (Edge("OF", "of", ("Person",)),),
        is_personal=True,
    ),
    Kind(
        # What a passkey has to sign at a counter: one at a time for an officer at an office, for one kind and purpose.
        "CounterChallenge",
        "counter_challenge",
        (
            Property("challengeHash"),
            Property("officer"),
            Property("office"),
            _enum("kind", states.CaseKind),
            Property("purpose"),
            Property("expiresAt", ValueKind.INSTANT),
            _optional("usedAt", ValueKind.INSTANT),
        ),
    ),
    Kind(
        # What an officer keeps of what they explored, for their office, until it ends: ids and places on a screen as JSON
        # (`model.views`), and no facts. It names things only, so it is nobody's.
        "SavedView",
        "saved_view",
        (
            Property("name"),
            Property("content"),
            Property("officer"),
            Property("office"),
            Property("createdAt", ValueKind.INSTANT),
            Property("endsAt", ValueKind.INSTANT),
            _optional("isDraft", ValueKind.BOOLEAN),
            _optional("version", ValueKind.INTEGER),
        ),
    ),
    Kind(
        # How many openings were refused to an officer on one day, the last: so that guessing ends.
        "CounterRefusals",
        "counter_refusals",
        (Property("officer"), Property("day", ValueKind.DATE), Property("count", ValueKind.INTEGER)),
    ),
    Kind(
        # That a case is to go to another officer or office: nothing, until its resident assents.
        "CaseTransfer",
        "case_transfer",
        (Property("requestedAt", ValueKind.INSTANT),),
        (
            Edge("IN", "in", ("Case",)),
            Edge("TO", "to", ("Office",)),
            Edge("TO_OFFICER", "toOfficer", ("StaffMember",), is_required=False),
        ),
        is_personal=True,
    ),
    Kind(
        # What a resident objects to: an entry of their log by its number, or the processing for a purpose.
        "Objection",
        "objection",
        (
            _optional("entry", ValueKind.INTEGER),
            Property("purpose", is_required=False, is_keyed=True),
            Property("raisedAt", ValueKind.INSTANT),
            Property("dueAt", ValueKind.INSTANT),
            Property("reason", sealed=FieldGroup.EVIDENCE, length_max=1000),
        ),
        (Edge("IN", "in", ("Case",)),),
        is_personal=True,
    ),
    Kind(
        "ObjectionAnswer",
        "objection_answer",
        (
            Property("answeredAt", ValueKind.INSTANT),
            _enum("outcome", states.ObjectionOutcome),
            Property("statement", sealed=FieldGroup.EVIDENCE, length_max=1000),
        ),
        (Edge("TO", "to", ("Objection",)),),
        is_personal=True,
    ),
    Kind(
        # That a resident restricts the processing of their data for one purpose (GDPR art. 18): one in force a purpose.
        "Restriction",
        "restriction",
        (
            Property("purpose", is_keyed=True),
            Property("setAt", ValueKind.INSTANT),
            _optional("liftedAt", ValueKind.INSTANT),
            Property("reason", sealed=FieldGroup.EVIDENCE, length_max=1000),
        ),
        (Edge("OF", "of", ("Person",)),),
        is_personal=True,
    ),
    Kind(
        # That nothing of a resident goes to one department, where no law obliges: one in force a department.
        "TransferBlock",
        "transfer_block",
        (Property("client"), Property("setAt", ValueKind.INSTANT), _optional("liftedAt", ValueKind.INSTANT)),
        (Edge("OF", "of", ("Person",)),),
        is_personal=True,
    ),
    Kind(
        # That an office declined a case: by which rule, and in its words under which provision and why.
        "Refusal",
        "refusal",
        (
            _enum("rule", states.RefusalRule),
            Property("refusedAt", ValueKind.INSTANT),
            Property("appealBy", ValueKind.INSTANT),
            Property("provision", sealed=FieldGroup.EVIDENCE, length_max=200),
            Property("reason", sealed=FieldGroup.EVIDENCE, length_max=1000),
        ),
        (Edge("IN", "in", ("Case",)), Edge("BY", "by", ("StaffMember",))),
        is_personal=True,
    ),
    Kind(
        # A resident's appeal against a refusal, in a case of its own at the superior office.
        "Appeal",
        "appeal",
        (
            Property("raisedAt", ValueKind.INSTANT),
            Property("dueAt", ValueKind.INSTANT),
            Property("reason", sealed=FieldGroup.EVIDENCE, length_max=1000),
        ),
        (Edge("IN", "in", ("Case",)), Edge("AGAINST", "against", ("Refusal",))),
        is_personal=True,
    ),
    Kind(
        "AppealAnswer",
        "appeal_answer",
        (
            Property("answeredAt", ValueKind.INSTANT),
            _enum("outcome", states.AppealOutcome),
            Property("statement", sealed=FieldGroup.EVIDENCE, length_max=1000),
        ),
        (Edge("TO", "to", ("Appeal",)),),
        is_personal=True,
    ),
    # That somebody's record, or what rested on their consent, was erased on a day. It names nobody, and leads nowhere.
    Kind("Erasure", "erasure", (Property("erasedOn", ValueKind.DATE),)),
    Kind(
        # The facts of a breach as one person was told them (GDPR art. 34): each has a copy, so that it joins nobody.
        "BreachNotice",
        "breach_notice",
        (
            Property("client"),
            _optional("office"),
            Property("since", ValueKind.INSTANT),
            Property("until", ValueKind.INSTANT),
            Property("happened", sealed=FieldGroup.EVIDENCE, length_max=1000),
            Property("consequences", sealed=FieldGroup.EVIDENCE, length_max=1000),
            Property("measures", sealed=FieldGroup.EVIDENCE, length_max=1000),
            Property("contact", sealed=FieldGroup.EVIDENCE, length_max=1000),
        ),
        (Edge("OF", "of", ("Notice",)),),
        is_personal=True,
    ),
    Kind(
        # What a resident keeps off their own screen. Sealed: that a look is hidden may tell more than the look.
        "OffScreen",
        "off_screen",
        (
            Property("version", ValueKind.INTEGER),
            Property("numbers", sealed=FieldGroup.RIGHTS, length_max=16_000),
            Property("cases", sealed=FieldGroup.RIGHTS, length_max=4_000),
        ),
        (Edge("OF", "of", ("Person",)),),
        is_personal=True,
    ),
    Kind("Write", "write", (Property("entry"),)),  # the log entry under which a commit was made: settles open intents
)

# Edges of imported kinds which only the hub writes: no column of a file.
HUB_EDGES: Mapping[str, tuple[Edge, ...]] = {
    # An open case that no officer holds: the resident opened it, or let it go to this office. Then it has no `OPENED_BY`.
    "Case": (Edge("WAITS_AT", "waitsAt", ("Office",), is_required=False),),
}

# Properties of imported kinds which only the hub writes: likewise.
HUB_PROPERTIES: Mapping[str, tuple[Property, ...]] = {
    "Office": (_optional("validTo", ValueKind.DATE),),  # since when it is none any more
    # When a code linked it, which no file did; and since when it opens nothing. Then it has no `signInHash`.
    "SignIn": (_optional("linkedAt", ValueKind.INSTANT), _optional("endedAt", ValueKind.INSTANT)),
}

KIND_BY_LABEL = {kind.label: kind for kind in KINDS}
KIND_BY_FILE_NAME = {kind.file_name: kind for kind in KINDS}
