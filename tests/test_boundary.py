"""Where the register stops (design §1 and §4), held against the contract, the graph model and the Cypher itself.

Nothing here is a setting: whoever wants one of these things has to change this file, in the open.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_list_type,
    is_non_null_type,
)

import schema
from hub.policy import Policy, clients, purposes
from loaders.intake import PERSON_BOUND
from loaders.retention import ROWS
from loaders.source import Form, Property
from loaders.sources import SOURCES
from model.graph import HUB_EDGES, HUB_KINDS, HUB_PROPERTIES, KINDS, ValueKind
from model.groups import PERSON_GROUPS, FieldGroup
from model.imports import IMPORTS, While
from model.states import CaseKind, FindingKind, InspectionState
from model.views import KINDS as KINDS_OF_VIEWS
from tests.support.places import ROOT

CYPHER = ROOT / "loaders" / "cypher"

PERSON_SIDE = {
    "Person",
    "Me",
    "PersonName",
    "IdentityDocument",
    "PersonalFact",
    "Residence",
    "Tenancy",
    "Employment",
    "PersonalWorkplace",
    "Household",
    "HouseholdMember",
    "DeclaredContact",
    "CaseParty",
    "ResidenceConnection",
    "ResidenceEdge",
    "AccessEntry",
    "Export",
    "ContestedAccess",
    "Objection",
    "AccessEntryConnection",
    "AccessEntryEdge",
    "Consent",
    "ConsentConnection",
    "ConsentEdge",
    "Notice",
    "NoticeConnection",
    "NoticeEdge",
    "NoticeChannelChoice",
    "Representation",
    "Recipient",
    "RecipientConnection",
    "RecipientEdge",
    "Restriction",
    "TransferBlock",
    "Refusal",
    "Appeal",
    "Breach",
    "AddressProtection",
    "Disclosure",
}


def is_wrapper(type_name: str) -> bool:
    return type_name == "PageInfo" or type_name.endswith(("Connection", "Edge"))


NODES = {
    "AdminUnit",
    "Address",
    "Building",
    "Room",
    "Organisation",
    "Landlord",
    "ManagingAgent",
    "Employer",
    "Workplace",
    # What concerns one of these, with an id of its own and no person in it.
    "LandlordLicence",
    "Mandate",
    "InspectionCase",
    "Finding",
    "RepairOrder",
    "Complaint",
}


@pytest.fixture(scope="module")
def contract() -> GraphQLSchema:
    return schema.build()


def composites(contract: GraphQLSchema) -> Iterator[GraphQLObjectType | GraphQLInterfaceType]:
    for named in contract.type_map.values():
        if isinstance(named, GraphQLObjectType | GraphQLInterfaceType) and not named.name.startswith("__"):
            yield named


def fields(contract: GraphQLSchema) -> Iterator[tuple[str, str, GraphQLField]]:
    for parent in composites(contract):
        for name, field in parent.fields.items():
            yield parent.name, name, field


def leading_to(contract: GraphQLSchema, type_name: str) -> set[str]:
    return {
        f"{parent}.{name}" for parent, name, field in fields(contract) if get_named_type(field.type).name == type_name
    }


def reachable(contract: GraphQLSchema, start: str) -> set[str]:
    """The types which a question can reach from `start`, by any field; an interface leads to all that implement it."""
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        name = ahead.pop()
        if name in seen:
            continue
        seen.add(name)
        named = contract.type_map[name]
        if isinstance(named, GraphQLInterfaceType):
            ahead += [item.name for item in contract.get_possible_types(named)]
        if isinstance(named, GraphQLObjectType | GraphQLInterfaceType):
            ahead += [get_named_type(field.type).name for field in named.fields.values()]
    return seen


def has_list(field: GraphQLField) -> bool:
    inner = field.type.of_type if is_non_null_type(field.type) else field.type
    return is_list_type(inner)


# ── the shape: three doors ───────────────────────────────────────────────────────────────────────────────────────


def test_a_person_hangs_under_the_doors_and_nowhere_else(contract: GraphQLSchema) -> None:
    assert leading_to(contract, "Person") == {"Case.subject"}
    assert leading_to(contract, "Me") == {"Query.me"}
    assert leading_to(contract, "Case") == {"Query.case", "OpenCasePayload.case"}
    assert leading_to(contract, "OpenCasePayload") == {"Mutation.openCase"}


OWN = {"cases", "receiptCard", "passkeys", "signIns", "accessLog", "objections"}
OWN |= {"consents", "notices", "noticeChannel", "represents", "representedBy", "export", "documents"}
OWN |= {"processing", "supervisoryAuthority", "recipients", "restrictions", "transferBlocks", "refusals"}
OWN |= {"isProtected", "protections", "disclosures", "offScreenEntries", "offScreenCases"}


def test_what_is_the_residents_alone_hangs_under_me_and_no_case_leads_there(contract: GraphQLSchema) -> None:
    """A case shows its own office's business: which other cases somebody has, and how they prove themselves, it doesn't."""
    person, me = contract.type_map["Person"], contract.type_map["Me"]
    assert isinstance(person, GraphQLObjectType)
    assert isinstance(me, GraphQLObjectType)
    assert set(me.fields) - set(person.fields) == OWN
    assert leading_to(contract, "OwnCase") == {"Me.cases", "Me.offScreenCases"}
    assert leading_to(contract, "ReceiptCard") == {"Me.receiptCard"}
    assert leading_to(contract, "Passkey") == {"Me.passkeys", "Mutation.registerPasskey"}
    assert leading_to(contract, "SignIn") == {"Me.signIns"}
    for type_name in ("OwnCase", "ReceiptCard", "Passkey", "SignIn"):
        assert not reachable(contract, type_name) & PERSON_SIDE


def test_a_waiting_case_is_a_number_and_a_kind(contract: GraphQLSchema) -> None:
    named = contract.type_map["WaitingCase"]
    assert isinstance(named, GraphQLObjectType)
    assert {name: str(field.type) for name, field in named.fields.items()} == {"number": "String!", "kind": "CaseKind!"}


def test_a_held_case_says_nothing_about_anybody(contract: GraphQLSchema) -> None:
    named = contract.type_map["HeldCase"]
    assert isinstance(named, GraphQLObjectType)
    assert set(named.fields) == {"number", "kind", "purpose", "openedAt", "endsAt"}
    assert reachable(contract, "HeldCase") & PERSON_SIDE == set()


def test_a_resident_reads_of_no_officer(contract: GraphQLSchema) -> None:
    named = contract.type_map["OwnCase"]
    assert isinstance(named, GraphQLObjectType)
    assert not [name for name in named.fields if set(words(name)) & {"officer", "holder", "deputy", "staff", "clerk"}]


def test_a_saved_view_leads_nowhere_and_names_things_only(contract: GraphQLSchema) -> None:
    """It holds ids of what `node` finds, and is no node itself."""
    assert reachable(contract, "SavedView") & (PERSON_SIDE | NODES) == set()
    assert KINDS_OF_VIEWS == NODES
    assert leading_to(contract, "SavedView") == {
        *("Query.view", "Mutation.saveView", "Mutation.changeView", "Mutation.renameView", "Mutation.deleteView"),
        *("SavedViewConnection.nodes", "SavedViewEdge.node"),
    }


def test_no_list_of_persons_or_of_their_cases_exists(contract: GraphQLSchema) -> None:
    names = set(contract.type_map)
    assert not names & {f"{name}{end}" for name in ("Person", "Case", "PersonName") for end in ("Connection", "Edge")}
    lists = {f"{parent}.{name}" for parent, name, field in fields(contract) if has_list(field)}
    assert not lists & (leading_to(contract, "Person") | leading_to(contract, "Me") | leading_to(contract, "Case"))


def test_a_person_is_never_behind_a_list_of_anything(contract: GraphQLSchema) -> None:
    behind_lists: set[str] = set()
    for _, _, field in fields(contract):
        named = get_named_type(field.type).name
        if has_list(field) or named.endswith("Connection"):
            behind_lists |= reachable(contract, named)
    assert not behind_lists & {"Person", "Me"}


def test_the_listed_inspection_cases_lead_to_no_person(contract: GraphQLSchema) -> None:
    assert not reachable(contract, "InspectionCaseConnection") & PERSON_SIDE


def test_a_party_is_reached_in_a_case_and_nowhere_else(contract: GraphQLSchema) -> None:
    """Who lets or employs in their own name is named in the case about the place, and never in the list of cases."""
    assert leading_to(contract, "CaseParty") == {"Case.parties", "CaseComplaint.complainant"}
    assert leading_to(contract, "CaseComplaint") == {"Case.complaints"}
    assert contract.query_type is not None
    doors = {
        name
        for name, field in contract.query_type.fields.items()
        if "CaseParty" in reachable(contract, get_named_type(field.type).name)
    }
    assert doors == {"case"}


def test_a_party_is_a_role_a_name_and_the_licences_of_the_case_and_leads_nowhere(contract: GraphQLSchema) -> None:
    named = contract.type_map["CaseParty"]
    assert isinstance(named, GraphQLObjectType)
    assert {name: str(field.type) for name, field in named.fields.items()} == {
        "role": "PartyRole",
        "name": "String",
        "licenceNumbers": "[String!]",
    }
    assert {field.extensions["group"] for field in named.fields.values()} == {FieldGroup.PARTY_NAME}
    assert named.interfaces == ()
    assert reachable(contract, "CaseParty") == {"CaseParty", "PartyRole", "String"}


def test_the_group_of_the_parties_opens_nothing_else(contract: GraphQLSchema) -> None:
    """So a policy that names the parties of an inspection names nobody else in it."""
    found = {
        f"{parent}.{name}" for parent, name, field in fields(contract) if field.extensions.get("group") == "PARTY_NAME"
    }
    assert found == {
        "Case.parties",
        "CaseComplaint.complainant",
        "CaseParty.role",
        "CaseParty.name",
        "CaseParty.licenceNumbers",
    }


def test_only_places_firms_and_what_concerns_them_are_nodes(contract: GraphQLSchema) -> None:
    node = contract.type_map["Node"]
    assert isinstance(node, GraphQLInterfaceType)
    assert {item.name for item in contract.get_possible_types(node)} == NODES


def test_nothing_personal_is_a_node(contract: GraphQLSchema) -> None:
    for parent in composites(contract):
        if parent.name in PERSON_SIDE:
            assert [item.name for item in parent.interfaces] in ([], ["PersonalFact"]), parent.name


@pytest.mark.parametrize("start", sorted(NODES))
def test_no_thing_leads_to_a_person(contract: GraphQLSchema, start: str) -> None:
    """Who shares a room, a building or an employer is never offered as a link between persons."""
    assert reachable(contract, start) & PERSON_SIDE == set()


def test_what_is_told_of_ones_own_affairs_leads_nowhere(contract: GraphQLSchema) -> None:
    """A consent names an office by its code; a notice says a kind and an instant; a representation names nobody."""
    own = ("Consent", "Notice", "NoticeChannelChoice", "Representation", "Recipient", "Restriction", "TransferBlock")
    for start in (*own, "AddressProtection", "Disclosure"):
        beside = {"Breach"} if start == "Notice" else set()
        assert reachable(contract, start) & (PERSON_SIDE | NODES | {"Case", "Office"}) == {start, *beside}
    notice = contract.type_map["Notice"]
    assert isinstance(notice, GraphQLObjectType)
    assert set(notice.fields) == {"id", "kind", "at", "readAt", "breach"}


@pytest.mark.parametrize(
    "start", ["Household", "HouseholdMember", "DeclaredContact", "Residence", "Employment", "Tenancy"]
)
def test_no_fact_of_one_person_leads_to_another_person(contract: GraphQLSchema, start: str) -> None:
    """One hop, never chained: a member or a contact is a name, and no way on."""
    assert "Person" not in reachable(contract, start)
    assert reachable(contract, "DeclaredContact") & PERSON_SIDE == {"DeclaredContact"}
    assert reachable(contract, "HouseholdMember") & PERSON_SIDE == {"HouseholdMember", "PersonName"}


@pytest.mark.parametrize("type_name", sorted(name for name in PERSON_SIDE if not is_wrapper(name)))
def test_every_field_below_a_person_may_be_null(contract: GraphQLSchema, type_name: str) -> None:
    named = contract.type_map[type_name]
    assert isinstance(named, GraphQLObjectType | GraphQLInterfaceType)
    assert [name for name, field in named.fields.items() if is_non_null_type(field.type)] == []


def test_a_persons_id_is_pairwise_and_takes_nobody_back_in(contract: GraphQLSchema) -> None:
    assert type(SOURCES["Person.id"]).__name__ == type(SOURCES["Me.id"]).__name__ == "PairwiseId"
    assert all("person" not in words(argument) for argument in arguments(contract))


# ── arguments: a closed list ─────────────────────────────────────────────────────────────────────────────────────

PAGE = {"first", "after", "last", "before"}
EXPORTED = {"fromEntry", "toEntry", "sinceSize"}  # numbers of one's own entries, and the size of a log's tree
TIME = {"asOf", "knownAt"}
ROOT_ARGUMENTS = {
    "viewer": set(),
    "policyChanges": PAGE,
    "operatorActs": {"act"} | PAGE,
    "processing": set(),
    "offices": {"department", "named"} | PAGE,
    "me": {"for"} | TIME,  # `for` is the id of a representation, never of a person
    "case": {"number"} | TIME,
    "waitingCases": PAGE,
    "heldCases": PAGE,
    "inspections": {"state"} | TIME | PAGE,
    "view": {"id"},
    "views": PAGE,
    **dict.fromkeys(("inspectionCase", "finding", "repairOrder", "complaint"), {"id"} | TIME),
    "node": {"id"} | TIME,
    "adminUnit": {"id"} | TIME,
    "adminUnits": {"level", "named"} | TIME | PAGE,
    "address": {"id"} | TIME,
    "addresses": {"unit", "search", "near", "within"} | TIME | PAGE,
    "building": {"id"} | TIME,
    "buildings": {"unit", "search", "near", "within"} | TIME | PAGE,
    "room": {"id"} | TIME,
    "rooms": {"unit", "kind"} | TIME | PAGE,
    "organisation": {"id"} | TIME,
    "organisations": {"search"} | TIME | PAGE,
    "landlord": {"id"} | TIME,
    "landlords": {"search", "unit", "near", "within", "orderBy"} | TIME | PAGE,
    "licence": {"number"} | TIME,
    "landlordLicence": {"id"} | TIME,
    "managingAgent": {"id"} | TIME,
    "managingAgents": {"search", "unit"} | TIME | PAGE,
    "mandate": {"id"} | TIME,
    "employer": {"id"} | TIME,
    "employers": {"search", "unit", "near", "within"} | TIME | PAGE,
    "workplace": {"id"} | TIME,
    "workplaces": {"search", "unit", "near", "within"} | TIME | PAGE,
}


def arguments(contract: GraphQLSchema) -> Iterator[str]:
    for _, _, field in fields(contract):
        yield from field.args
    for named in contract.type_map.values():
        if isinstance(named, GraphQLInputObjectType):
            yield from named.fields


def test_what_a_question_may_ask_by_is_a_closed_list(contract: GraphQLSchema) -> None:
    assert contract.query_type is not None
    assert {name: set(field.args) for name, field in contract.query_type.fields.items()} == ROOT_ARGUMENTS


def test_below_a_root_field_arguments_only_turn_pages_and_tell_findings_apart(contract: GraphQLSchema) -> None:
    below = {
        name for parent, _, field in fields(contract) if parent not in {"Query", "Mutation"} for name in field.args
    }
    assert below == PAGE | EXPORTED | {"state", "unit"}
    by_unit = {f"{parent}.{name}" for parent, name, field in fields(contract) if "unit" in field.args}
    assert {name for name in by_unit if not name.startswith("Query.")} == {"Landlord.openRepairOrders"}


def test_only_landlords_that_are_legal_persons_are_listed_in_another_order(contract: GraphQLSchema) -> None:
    assert {f"{parent}.{name}" for parent, name, field in fields(contract) if "orderBy" in field.args} == {
        "Query.landlords"
    }
    order = contract.type_map["LandlordOrder"]
    assert isinstance(order, GraphQLEnumType)
    assert set(order.values) == {"ID", "OPEN_REPAIR_ORDERS"}
    assert {name for name, source in SOURCES.items() if getattr(source, "orders", None)} == {"Query.landlords"}


def test_nothing_about_a_person_can_be_searched_filtered_or_ordered(contract: GraphQLSchema) -> None:
    for parent, name, field in fields(contract):
        if parent in PERSON_SIDE:
            assert set(field.args) <= (EXPORTED if name == "export" else PAGE), f"{parent}.{name}"


def test_words_are_searched_in_places_and_legal_persons_only(contract: GraphQLSchema) -> None:
    searched = {f"{parent}.{name}" for parent, name, field in fields(contract) if "search" in field.args}
    assert searched == {
        f"Query.{name}"
        for name in (
            *("addresses", "buildings", "organisations", "landlords", "managingAgents", "employers", "workplaces"),
        )
    }
    text = (CYPHER / "migrations" / "0003_search.cypher").read_text(encoding="utf-8")
    assert set(re.findall(r"FOR \(\w+:(\w+)\)", text)) == {"Organisation", "Address"}


# ── numbers about people ─────────────────────────────────────────────────────────────────────────────────────────

NUMBERS = {
    *("Export.number", "Export.fromEntry", "Export.toEntry"),  # of one's own entries
    "Building.storeys",
    "Room.floor",
    "Room.areaSquareMetres",
    "Room.permittedOccupancy",  # what the law allows
    "Room.declaredPlaces",  # what the landlord declared
    "Landlord.openRepairOrders",  # on what a legal person owns
    *("Building.ownersCount", "Room.ownersCount", "Room.licencesCount"),  # companies, and licences as they are listed
    "Finding.ordersCount",
    *(
        f"{case}.{name}Count"
        for case in ("Case", "InspectionCase")
        for name in ("inspections", "findings", "orders", "complaints")
    ),  # work, and what is about a place
    "Inspection.countOnSite",  # what an inspector counted there
    "Objection.entry",  # the number of an entry of one's own log
    "AccessEntry.number",  # of an entry among one's own
    "PolicyChange.number",  # of a change among the policy's
    "OperatorAct.number",  # of an act among the operators'
    "Residence.version",
    "Tenancy.version",
    "Employment.version",
    "PersonalFact.version",
    "SavedView.version",  # how often it was saved
}


def test_no_number_of_people_comes_from_the_register(contract: GraphQLSchema) -> None:
    """Every number of the contract stands on this list; `totalCount` counts what is no person, and what is one's own."""
    found = {
        f"{parent}.{name}"
        for parent, name, field in fields(contract)
        if get_named_type(field.type).name in {"Int", "Float"} and name != "totalCount"
    }
    assert found == NUMBERS
    counted = {parent for parent, name, _ in fields(contract) if name == "totalCount"}
    assert counted & PERSON_SIDE == {
        "ResidenceConnection",
        "AccessEntryConnection",
        "ConsentConnection",
        "NoticeConnection",
        "RecipientConnection",
    }


def test_a_band_is_only_ever_read(contract: GraphQLSchema) -> None:
    """No `asOf`, no filter, order, sum or total over it: it is a stored property, and no argument has its type."""
    assert leading_to(contract, "Band") == {"Building.residentBand", "Workplace.workerBand"}
    assert SOURCES["Building.residentBand"] == Property(form=Form.WITHIN)
    assert SOURCES["Workplace.workerBand"] == Property()
    typed = [
        named.name
        for named in contract.type_map.values()
        if isinstance(named, GraphQLInputObjectType)
        and any(get_named_type(item.type).name == "Band" for item in named.fields.values())
    ]
    typed += [
        f"{parent}.{name}"
        for parent, name, field in fields(contract)
        if any(get_named_type(item.type).name == "Band" for item in field.args.values())
    ]
    assert typed == []


def test_no_statement_filters_orders_or_sums_by_a_band() -> None:
    for file in sorted(CYPHER.rglob("*.cypher")):
        if file.parent.name != "snapshot":
            assert not re.search(r"(resident|worker)Band", clauses(file)), file.name
    assert [item.order for item in SOURCES.values() if "Band" in str(getattr(item, "order", ""))] == []


def test_the_snapshot_keeps_bands_and_returns_no_number_of_people() -> None:
    for name, thing in (("buildings", "_building"), ("workplaces", "_workplace")):
        text = clauses(CYPHER / "snapshot" / f"{name}.cypher")
        assert re.findall(r"RETURN .*", text) == [f"RETURN count({thing}) AS {name}"]
        assert len(re.findall(r"\bSET ", text)) == 1
        stored = text.partition("SET ")[2].partition("RETURN")[0]
        assert re.fullmatch(
            rf"{thing}\.(resident|worker)Band = CASE( WHEN _people < \d+ THEN '[A-Z0-9_]+')+ ELSE 'FROM_100' END ",
            stored,
        )


# ── the Cypher itself ────────────────────────────────────────────────────────────────────────────────────────────

PERSONAL_LABELS = {kind.label for kind in (*KINDS, *HUB_KINDS) if kind.is_personal}
# Cases and complaints are listed by inspectors too; what hangs on them is a place.
LISTED_WITH_INSPECTIONS = {"Case", "Complaint"}
PERSON_FOLDERS = {
    "person",
    "residence",
    "household",
    "case",
    "consent",
    "notice",
    "representation",
    "rights",
    "proof",
    "protection",
    "access",
    "audit",
    "authority",
    "check",
    "writes",
    "intake",
    "snapshot",
    "migrations",
    "moving",
    "places",
    "retention",
}
PERSON_FILES = {"employment/employment_workplace.cypher"}


def clauses(file: Path) -> str:
    lines = (line.split("//")[0].strip() for line in file.read_text(encoding="utf-8").splitlines())
    return " ".join(line for line in lines if line)


def thing_files() -> list[str]:
    return sorted(
        file.relative_to(CYPHER).as_posix()
        for file in CYPHER.rglob("*.cypher")
        if file.parent.name not in PERSON_FOLDERS and file.relative_to(CYPHER).as_posix() not in PERSON_FILES
    )


@pytest.mark.parametrize("name", thing_files())
def test_a_statement_about_things_reads_nothing_personal(name: str) -> None:
    """Persons and their facts are read in the folders of the doors only."""
    labels = set(re.findall(r"[:|&!]\s*([A-Z][A-Za-z]+)\b", clauses(CYPHER / name)))
    assert labels & (PERSONAL_LABELS - LISTED_WITH_INSPECTIONS) == set()


@pytest.mark.parametrize("name", thing_files())
def test_a_statement_about_things_names_what_comes_in(name: str) -> None:
    """A node without a label at the other end of an incoming relationship could be anybody's residence.

    `_p` after it is a place that an ownership or a mandate names, and `IN` into a building comes from rooms only.
    """
    text = clauses(CYPHER / name)
    labelled = set(re.findall(r"\((\w*):[A-Z]", text)) | {"this"}
    incoming = re.findall(r"<-\[:\w+\]-\((\w*)(:?)", text)
    assert [variable for variable, label in incoming if not label and variable not in labelled] == []


def test_retention_returns_numbers_and_ids_for_the_log_and_nothing_else() -> None:
    """It goes through the whole register, and so tells nothing of anybody."""
    endings = [file for file in sorted((CYPHER / "retention").glob("*.cypher")) if not due(file)]
    assert {file.stem: clauses(file).rpartition("RETURN ")[2] for file in endings} == {
        "cases_kept": "_case.number AS case",  # of those that are asked about, for the vault
        "end_count": "count(DISTINCT _node) AS nodes, count(DISTINCT _person) AS persons",
        "end_erase": "count(*) AS nodes",
        "end_erase_persons": "count(*) AS persons",
        "end_views": "count(*) AS nodes",  # what officers saved of things
        "end_persons": "DISTINCT _each AS person",
        "erase_consented": "size(_all) AS nodes",
        "ids": "_person.id AS person ORDER BY person LIMIT $limit",
        "mark_writes": clauses(CYPHER / "retention" / "mark_writes.cypher"),  # none
    }


def due(file: Path) -> bool:
    """Whether a file only says what is past its term: an ending of its own returns it."""
    return file.stem in ROWS or file.stem == "these"


# ── groups, clients, purposes: closed lists ──────────────────────────────────────────────────────────────────────

CLIENTS = """registration residence-permit housing labour education health social-security civil-affairs legal-aid tax
    statistics coordination data-protection employer-portal landlord-portal resident"""
PURPOSES = """resident-registration registration-correction continuous-residence-check housing-safety-inspection
    landlord-licensing rental-registration housing-service workplace-inspection wage-complaint school-enrolment
    health-service social-security-benefit civil-affairs-service legal-aid rental-tax objection data-subject-rights
    access-audit system-administration-import notice-delivery retention breach-notification"""
GROUPS = """VIEWER PLACE BAND ORGANISATION LETTING LICENCE EMPLOYER INSPECTION COMPLAINT VIEW CASE PARTY_NAME PERSON_NAME
    PERSON_BIRTH PERSON_DOCUMENT PERSON_MEANS_OF_CONTACT RESIDENCE TENANCY EMPLOYMENT HOUSEHOLD HISTORY DECLARED_CONTACTS EVIDENCE
    CONSENT NOTICE REPRESENTATION RIGHTS OBJECTION ACCESS_LOG"""


def test_clients_purposes_and_field_groups_are_closed_lists() -> None:
    assert set(clients()) == set(CLIENTS.split())
    assert set(purposes()) == set(PURPOSES.split())
    assert {group.value for group in FieldGroup} == set(GROUPS.split())


def test_the_closed_lists_are_not_reloaded() -> None:
    assert clients() is clients()
    assert purposes() is purposes()
    assert not [name for name in dir(Policy) if "reload" in name or "add" in name]


def test_every_field_has_a_field_group(contract: GraphQLSchema) -> None:
    without = [
        f"{parent}.{name}"
        for parent, name, field in fields(contract)
        if not is_wrapper(parent)
        and isinstance(contract.type_map[parent], GraphQLObjectType)
        and not isinstance(field.extensions.get("group"), FieldGroup)
    ]
    assert without == []


def test_a_field_of_another_group_than_its_types_own_may_be_null(contract: GraphQLSchema) -> None:
    """Else a denied group would take the rest of the object with it."""
    for parent in composites(contract):
        if is_wrapper(parent.name) or parent.name in {"Query", "Mutation"} or isinstance(parent, GraphQLInterfaceType):
            continue
        own = next(iter(parent.fields.values())).extensions["group"]
        strict = [
            name
            for name, field in parent.fields.items()
            if field.extensions["group"] is not own and is_non_null_type(field.type)
        ]
        assert strict == [], parent.name


def test_every_root_field_may_be_null(contract: GraphQLSchema) -> None:
    for root in (contract.query_type, contract.mutation_type):
        assert root is not None
        assert [name for name, field in root.fields.items() if is_non_null_type(field.type)] == []


def test_what_is_below_a_person_counts_to_a_group_of_persons(contract: GraphQLSchema) -> None:
    """The constitution closes these groups without a door; a person's field in another group would stay open.

    `Person.id` is pairwise and counts to the case that leads to it. What is the resident's alone is in no case.
    """
    not_of_a_group = {("Person", "id"), ("Me", "id"), *(("Me", name) for name in OWN)}
    for parent, name, field in fields(contract):
        if parent in PERSON_SIDE - {"PersonalFact"} and not is_wrapper(parent) and (parent, name) not in not_of_a_group:
            assert field.extensions["group"] in PERSON_GROUPS, f"{parent}.{name}"


# ── what the graph keeps of a person ─────────────────────────────────────────────────────────────────────────────

OPEN_TEXTS = {  # texts of personal kinds that are stored readable: codes and numbers of the offices, never words
    "recordedBy",
    "case",
    "number",
    "purpose",
    "rule",
    "codeHash",
    "halfHash",
    "credentialHash",
    "challengeHash",
    "client",
    "office",
}
SEALED_TEXTS = {
    "PersonDetails": {"familyName", "givenName", "fullName", "latinName"},
    "IdentityDocument": {"number", "issuingCountry"},
    "Entitlement": {"service", "rule"},  # what of, by which rule of a service
    "DeclaredContact": {"name", "relation", "means"},  # what the resident typed, shown to the resident's own
    "SignIn": {"issuer", "subject"},
    "NoticeChannel": {"address"},
    "Passkey": {"publicKey"},
    "Objection": {"reason"},  # what the resident typed, and what the data-protection office answered them
    "ObjectionAnswer": {"statement"},
    "Restriction": {"reason"},
    "Refusal": {"provision", "reason"},  # what the office said, and what the resident and the superior office answered
    "Appeal": {"reason"},
    "AppealAnswer": {"statement"},
    "BreachNotice": {
        "happened",
        "consequences",
        "measures",
        "contact",
    },  # the same to everybody, and on nobody's record else
    "OffScreen": {"numbers", "cases"},
}


def test_a_person_is_an_id_and_whether_protection_is_recorded() -> None:
    (person,) = [kind for kind in KINDS if kind.label == "Person"]
    assert [item.name for item in person.all_properties] == ["id", "isProtected"]
    assert [item.name for item in person.all_properties if not item.is_kept] == ["id"]  # the graph knows no more
    assert person.edges == ()


def test_no_free_note_hangs_on_a_person() -> None:
    """Readable texts are codes and numbers; sealed ones are names, documents and what the resident typed."""
    for kind in (item for item in (*KINDS, *HUB_KINDS) if item.is_personal):
        texts = [item for item in kind.all_properties if item.kind is ValueKind.TEXT]
        assert {item.name for item in texts if item.sealed is None} <= OPEN_TEXTS, kind.label
        sealed = {item.name for item in texts if item.sealed is not None} - {"evidence"}
        assert sealed == SEALED_TEXTS.get(kind.label, set()), kind.label


def test_persons_are_joined_by_what_they_declared_only() -> None:
    """No relationship leads from person to person but by a household, a contact or a representation."""
    joins = {
        kind.label
        for kind in (*KINDS, *HUB_KINDS)
        if sum(edge.is_many + 1 for edge in kind.edges if "Person" in edge.targets) > 1
    }
    assert joins == {"Household", "DeclaredContact", "Representation"}


def test_evidence_hangs_on_personal_facts_only() -> None:
    for kind in KINDS:
        assert ("evidence" in {item.name for item in kind.all_properties}) == (kind.is_fact and kind.is_personal)


# ── what a file may bring in ─────────────────────────────────────────────────────────────────────────────────────

AT_ANY_TIME = """Address Building Room Organisation Landlord ManagingAgent Employer Workplace Ownership LandlordLicence
    Mandate"""
IN_AN_INTAKE = """AdminUnit Office StaffMember Person PersonDetails IdentityDocument Residence Tenancy Employment Household
    DeclaredContact Representation SignIn Case ConsentGrant Inspection Finding RepairOrder Complaint Correction Dispute
    ResidencePermit Certificate Entitlement"""
HANG_ON_ANOTHER = {"Case": {"Room", "Building", "Workplace", "Organisation"}}  # what may stand in the place of a person


def test_what_files_may_bring_in_is_two_closed_lists_and_nothing_that_only_the_hub_writes() -> None:
    """No notice, proof, protection, restriction, objection or refusal, and no mark of the log, comes by a file."""
    assert {label for label, rule in IMPORTS.items() if rule.when is While.ANY_TIME} == set(AT_ANY_TIME.split())
    assert {label for label, rule in IMPORTS.items() if rule.when is While.OPEN} == set(IN_AN_INTAKE.split())
    assert IMPORTS.keys().isdisjoint(kind.label for kind in HUB_KINDS)


def test_what_is_about_a_person_needs_the_person_in_the_same_import() -> None:
    """So nothing is added to somebody who was there before: their own row is passed over, and what is about them with it."""
    by_label = {kind.label: kind for kind in KINDS}

    def leads_to_a_person(label: str) -> bool:
        if label == "Person":
            return True
        needed = [
            set(edge.targets) - HANG_ON_ANOTHER.get(label, set()) for edge in by_label[label].edges if edge.is_required
        ]
        return any(targets <= PERSON_BOUND and all(map(leads_to_a_person, targets)) for targets in needed if targets)

    personal = [kind.label for kind in KINDS if kind.is_personal]
    assert [label for label in personal if label not in PERSON_BOUND or label not in IN_AN_INTAKE.split()] == []
    # A complaint's maker may be nobody, and then it is about a place; it stands in a case, which came in with it.
    assert [label for label in personal if not leads_to_a_person(label)] == []


# ── the exclusions of design §1, each with its reason ────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Exclusion:
    """Words that name no type, field, argument, enum value, label, property, relationship, client or purpose."""

    name: str
    why: str
    words: str


EXCLUSIONS = [
    Exclusion("risk", "a number that ranks a person is believed more than the person", "risk risks risky riskiness"),
    Exclusion(
        "score",
        "entitlement follows from facts that one can see and contest",
        "score scores scoring rating rank ranking grade credit-score trust-level",
    ),
    Exclusion(
        "danger class",
        "nobody is dangerous by an entry in a register",
        "danger dangerous threat hazard-class threat-level suspicion suspect",
    ),
    Exclusion(
        "watch list",
        "a list of persons to look out for is a list of persons hunted",
        "watch watchlist watch-list wanted blacklist black-list blocklist lookout monitored surveillance",
    ),
    Exclusion(
        "alert",
        "a lookup by one office may not tell another one where someone is",
        "alert alerts alarm-on hit notify-on tripwire",
    ),
    Exclusion(
        "flag",
        "a mark on a person is read by everyone and explained by nobody",
        "flag flags flagged marker tag tags label-person",
    ),
    Exclusion(
        "class of person",
        "entitlement never follows from a class of person",
        "caste hukou category persona profile segment tier",
    ),
    Exclusion(
        "ethnicity",
        "a register that knows it has been used to deport",
        "ethnicity ethnic ethnicities race racial tribe minority minzu nationality",
    ),
    Exclusion(
        "religion",
        "nobody's belief is the city's business",
        "religion religious faith confession church mosque temple belief",
    ),
    Exclusion(
        "political opinion",
        "nobody's opinion is the city's business",
        "political politics party-member opinion ideology membership union",
    ),
    Exclusion(
        "criminal record",
        "courts keep it, under rules of their own",
        "criminal crime conviction convicted offence offender arrest sentence prison parole",
    ),
    Exclusion(
        "biometric data",
        "a face or a finger can't be changed once it leaked",
        "biometric biometrics fingerprint face facial iris retina dna voiceprint gait photo portrait",
    ),
    Exclusion("sexual life", "it is nobody's business", "sexual sexuality orientation sex intimate"),
    Exclusion(
        "pregnancy",
        "a register of pregnancies serves those who would end or forbid them",
        "pregnancy pregnant trimester gestation",
    ),
    Exclusion(
        "birth planning",
        "how many children someone has or wants is theirs to decide",
        "contraception fertility birth-planning family-planning birth-permit births children-count",
    ),
    Exclusion(
        "free note",
        "a free text about a person can't be checked, and is read as a fact",
        "note notes remark remarks comment comments memo annotation observation free-text description-of",
    ),
    Exclusion(
        "shared room or employer",
        "who lives or works beside whom is nobody's link to draw",
        "roommate roommates flatmate cohabitant cohabitants cohabitation neighbour neighbours neighbor colleague colleagues coworker coworkers co-resident co-residents co-tenants associate associates network-of linked-persons related-persons",
    ),
    Exclusion(
        "trajectories",
        "a residence history is addresses with dates, not a track",
        "trajectory trajectories track tracks tracking movement movements travel itinerary route whereabouts",
    ),
    Exclusion(
        "check-ins",
        "no nightly guest lists and no gates",
        "checkin checkins check-in check-ins check-out guest guests overnight stay stays entry-log exit-log gate turnstile",
    ),
    Exclusion(
        "location of devices",
        "a telephone in a pocket is not an address",
        "device devices gps imei imsi geolocation geofence beacon cell-tower wifi ip-address last-seen",
    ),
    Exclusion(
        "occupants of a room",
        "no field of a room leads to who lives there",
        "occupant occupants inhabitant inhabitants dweller dwellers lodger lodgers tenant residents lived-at living-at inmates",
    ),
    Exclusion(
        "count of residents",
        "rooms carry no count from the register; an inspector counts on site",
        "resident-count residents-count occupancy-now current-occupancy actual-occupancy head-count headcount people-count person-count population",
    ),
    Exclusion(
        "search over persons",
        "a person is reached by an exact identifier in a case, or by being oneself",
        "persons people find-person search-person search-persons by-name by-birth-date fuzzy wildcard soundex similarity match-person",
    ),
    Exclusion(
        "the unregistered",
        "not registering closes no door, and nobody is counted for it",
        "unregistered non-registered not-registered undeclared undocumented illegal overstay overstayed unreported absconded",
    ),
    Exclusion(
        "police or intelligence",
        "there is no such client, and no door for one",
        "police policing intelligence secret-service state-security public-security prosecutor detective gendarmerie",
    ),
    Exclusion(
        "superuser",
        "an officer is refused like anyone else; no role reads everything",
        "superuser super-user root sudo administrator god-mode impersonate impersonation act-as override break-glass emergency-access all-access",
    ),
    Exclusion(
        "hidden or unlogged read",
        "each read is an entry that the resident can find",
        "hidden unlogged stealth covert silent secret bypass without-log no-log incognito undisclosed",
    ),
    Exclusion(
        "targets",
        "no office has a target that is met by people being found, reported or refused",
        "targets quota quotas goal goals kpi performance bonus league leaderboard",
    ),
]


def words(name: str) -> list[str]:
    """`isHome` and `IS_HOME` and `is-home` → [is, home]."""
    parts = re.split(r"[^A-Za-z0-9]+", name)
    return [word.lower() for part in parts for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", part)]


def has_phrase(name: str, phrase: str) -> bool:
    found, wanted = words(name), phrase.split("-")
    return any(found[start : start + len(wanted)] == wanted for start in range(len(found)))


def contract_names(contract: GraphQLSchema) -> Iterator[str]:
    for named in contract.type_map.values():
        if named.name.startswith("__"):
            continue
        yield named.name
        if isinstance(named, GraphQLEnumType):
            yield from named.values
    for _, name, _ in fields(contract):
        yield name
    yield from arguments(contract)
    yield from (directive.name for directive in contract.directives)


def model_names() -> Iterator[str]:
    yield from (item.name for properties in HUB_PROPERTIES.values() for item in properties)
    for kind in (*KINDS, *HUB_KINDS):
        yield from (kind.label, kind.file_name)
        for edge in kind.edges:
            yield from (edge.type, edge.column)
        for item in kind.all_properties:
            yield item.name
            yield from item.choices or ()
    yield from clients()
    yield from purposes()
    yield from CaseKind


@pytest.mark.parametrize("exclusion", [pytest.param(item, id=item.name) for item in EXCLUSIONS])
def test_the_register_has_no_word_for(contract: GraphQLSchema, exclusion: Exclusion) -> None:
    names = {*contract_names(contract), *model_names()}
    found = {name for name in names for phrase in exclusion.words.split() if has_phrase(name, phrase)}
    assert found == set(), exclusion.why


def test_the_word_lists_would_catch_what_they_are_for() -> None:
    """A list that matches nothing protects nobody: each kind of name is taken apart as it should be."""
    assert has_phrase("riskScore", "risk")
    assert has_phrase("RISK_SCORE", "score")
    assert has_phrase("state-security", "state-security")
    assert has_phrase("lastSeenAt", "last-seen")
    assert not has_phrase("social-security", "state-security")
    assert not has_phrase("OCCUPANCY_NOTICE", "note")
    assert words("NEO4J_URIOf2") == ["neo", "4", "j", "uri", "of", "2"]


def test_an_inspection_finds_places_wrong_never_people() -> None:
    assert {item.value for item in FindingKind} == {
        "OVERCROWDING",
        "BLOCKED_EXIT",
        "MISSING_SMOKE_ALARM",
        "UNSAFE_WIRING",
        "DAMP",
        "UNLICENSED_LETTING",
        "NO_WRITTEN_CONTRACTS",
        "UNSAFE_EQUIPMENT",
        "WAGES_UNPAID",
    }
    assert {item.value for item in InspectionState} == {"PLANNED", "DONE", "CANCELLED"}


def test_the_hub_writes_no_relationship_that_the_model_does_not_name() -> None:
    """So no write can join what the model keeps apart."""
    edges = [edge for kind in (*KINDS, *HUB_KINDS) for edge in kind.edges]
    edges += [edge for of_kind in HUB_EDGES.values() for edge in of_kind]
    for file in sorted((CYPHER / "writes").glob("*.cypher")):
        written = set(re.findall(r"(?:CREATE|MERGE) \([^)]*\)-\[\w*:(\w+)\]", clauses(file)))
        assert written <= {edge.type for edge in edges}, file.name


def test_a_registration_triggers_nothing() -> None:
    """No statement that writes reads residences, employments or persons to make an inspection, an order or a queue."""
    made_by_the_hub = {"Case", "ConsentGrant", "Write", "CaseTransfer", "CounterChallenge", "CounterRefusals"}
    made_by_the_hub |= {"CounterCode", "ReceiptCard", "Passkey", "PasskeyChallenge", "LinkingCode", "SignIn"}
    made_by_the_hub |= {"LetterCode", "OffScreen"}
    made_by_the_hub |= {"Delivery", "Notice", "NoticeChannel", "Objection", "ObjectionAnswer"}
    made_by_the_hub |= {"Restriction", "TransferBlock", "Refusal", "Appeal", "AppealAnswer", "BreachNotice"}
    made_by_the_hub |= {"SavedView", "Office", "StaffMember"}
    for file in sorted((CYPHER / "writes").glob("*.cypher")):
        created = set(re.findall(r"(?:CREATE|MERGE) \(\w*:(\w+)", clauses(file)))
        assert created <= made_by_the_hub, file.name
        assert not re.search(r":(Residence|Employment|Tenancy|Household)\b", clauses(file)), file.name
