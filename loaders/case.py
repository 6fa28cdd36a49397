"""Cases and what inspections leave: where their fields come from. A party's `__subject` says whose name it is, for the log."""

from hub.model.groups import FieldGroup
from loaders.source import Connection, Form, Many, One, Property, Sealed, Source, Topic, Value

_DATE = Property(form=Form.TEXT)
_PLACE_CASE: dict[str, Source] = {
    "number": Property(),
    "kind": Property(),
    "purpose": Property(),
    "state": Property(),
    "proof": Property(),
    "openedAt": Property(form=Form.TEXT),
    "endsAt": Property(form=Form.TEXT),
    "office": One("case/office"),
    "room": One("case/room"),
    "building": One("case/building"),
    "workplace": One("case/workplace"),
    "organisation": One("case/organisation"),
    "landlord": One("case/landlord"),
    "employer": One("case/employer"),
    "inspections": Many("case/inspections", order=("next.plannedOn", "next.id")),
    "findings": Many("case/findings", order=("next.foundOn", "next.id")),
    "orders": Many("case/orders", order=("next.issuedOn", "next.id")),
    "complaints": Many("case/complaints", order=("next.receivedOn", "next.id")),
}
_COMPLAINT: dict[str, Source] = {
    "kind": Property(),
    "state": Property(),
    "receivedOn": _DATE,
    "decidedOn": _DATE,
}

TOPIC: Topic = {
    "Query": {
        "case": One("case/case"),
        "waitingCases": Connection("case/waiting", order=("toString(next.openedAt)", "next.number")),
        "inspections": Connection(
            "inspection/inspections", order=("next.number",), when={"state": ("inspection/inspections_by_state",)}
        ),
    },
    "Mutation": {"openCase": One("case/opened")},
    "OpenCasePayload": {"case": One("case/case_of_payload")},
    "InspectionCase": _PLACE_CASE,
    "Case": {
        **_PLACE_CASE,
        "parties": Many("case/parties", order=("next.role", "next.party.id")),
        "permissions": Value("case/permissions"),
        "subject": One("case/subject"),
    },
    "WaitingCase": {"number": Property(), "kind": Property()},
    "OwnCase": {
        "number": Property(),
        "kind": Property(),
        "purpose": Property(),
        "state": Value("case/own_state"),
        "proof": Property(),
        "openedAt": Property(form=Form.TEXT),
        "endsAt": Property(form=Form.TEXT),
        "office": One("case/office"),
        "isWaiting": Value("case/is_waiting"),
        "permissions": Value("case/permissions"),
        "transferTo": One("case/transfer_office"),
        "transferRequestedAt": Value("case/transfer_asked", form=Form.TEXT),
    },
    "CaseParty": {
        "__subject": Property("id"),
        "role": Property(),
        "name": Sealed(FieldGroup.PERSON_NAME, "fullName", "case/party_name"),
        "licenceNumbers": Value("case/party_licences"),
    },
    "CaseComplaint": {**_COMPLAINT, "complainant": One("case/complainant")},
    "Inspection": {
        "state": Property(),
        "plannedOn": _DATE,
        "doneOn": _DATE,
        "countOnSite": Property(),
    },
    "Finding": {
        "kind": Property(),
        "state": Property(),
        "foundOn": _DATE,
        "settledOn": _DATE,
        "room": One("inspection/finding_room"),
        "orders": Many("inspection/finding_orders", order=("next.issuedOn", "next.id")),
    },
    "RepairOrder": {"state": Property(), "issuedOn": _DATE, "dueOn": _DATE, "doneOn": _DATE},
    "Complaint": _COMPLAINT,
}
