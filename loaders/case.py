"""Cases and what inspections leave: where their fields come from. A party's `__subject` says whose name it is, for the log."""

from loaders.source import Connection, Count, Form, GlobalId, Keyed, Many, One, Property, Sealed, Source, Topic, Value
from model.groups import FieldGroup
from model.plan import Closed, Naming, Scope

_DATE = Property(form=Form.TEXT)
_PLACE_CASE: dict[str, Source] = {
    "number": Property(),
    "kind": Keyed(Naming.CASE_KIND),
    "purpose": Keyed(Naming.PURPOSE),
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
    **{f"{name}Count": Count(f"case/{name}") for name in ("inspections", "findings", "orders", "complaints")},
}
_COMPLAINT: dict[str, Source] = {
    "kind": Keyed(Naming.COMPLAINT_KIND, scope=Scope.ITSELF),
    "state": Property(),
    "receivedOn": _DATE,
    "decidedOn": _DATE,
}
_IN_INSPECTION = One("inspection/in_inspection")
_ABOUT: dict[str, Source] = {
    "room": One("inspection/about_room"),
    "building": One("inspection/about_building"),
    "workplace": One("inspection/about_workplace"),
    "inspection": _IN_INSPECTION,
}

TOPIC: Topic = {
    "Query": {
        "case": One("case/case"),
        "waitingCases": Connection("case/waiting", order=("toString(next.openedAt)", "next.number")),
        "heldCases": Connection("case/held", order=("toString(next.endsAt)", "next.number")),
        "inspections": Connection(
            "inspection/inspections", order=("next.number",), when={"state": ("inspection/inspections_by_state",)}
        ),
        "inspectionCase": One("inspection/inspection_case"),
        "finding": One("inspection/finding"),
        "repairOrder": One("inspection/repair_order"),
        "complaint": One("inspection/complaint"),
    },
    "Mutation": {"openCase": One("case/opened")},
    "OpenCasePayload": {"case": One("case/case_of_payload")},
    "InspectionCase": {"id": GlobalId(), **_PLACE_CASE},
    "Case": {
        **_PLACE_CASE,
        "parties": Many("case/parties", order=("next.role", "next.party.id")),
        "permissions": Value("case/permissions"),
        "subject": One("case/subject"),
    },
    "WaitingCase": {"number": Property(), "kind": Keyed(Naming.CASE_KIND, scope=Scope.WAITING)},
    "HeldCase": {
        "number": Property(),
        "kind": Keyed(Naming.CASE_KIND, scope=Scope.ITSELF),
        "purpose": Keyed(Naming.PURPOSE, scope=Scope.ITSELF),
        "openedAt": Property(form=Form.TEXT),
        "endsAt": Property(form=Form.TEXT),
    },
    "OwnCase": {
        "number": Property(),
        "kind": Keyed(Naming.CASE_KIND),
        "purpose": Keyed(Naming.PURPOSE),
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
        "__restricted": Property("restricted"),
        "role": Property(),
        "name": Sealed(FieldGroup.PERSON_NAME, "fullName", "case/party_name", closed=Closed.TO_ALL),
        "licenceNumbers": Value("case/party_licences"),
    },
    "CaseComplaint": {**_COMPLAINT, "complainant": One("case/complainant", closed=Closed.BY_RESTRICTION)},
    "Inspection": {
        "state": Property(),
        "plannedOn": _DATE,
        "doneOn": _DATE,
        "countOnSite": Property(),
    },
    "Finding": {
        "id": GlobalId(),
        "kind": Property(),
        "state": Property(),
        "foundOn": _DATE,
        "settledOn": _DATE,
        **_ABOUT,
        "orders": Many("inspection/finding_orders", order=("next.issuedOn", "next.id")),
        "ordersCount": Count("inspection/finding_orders"),
    },
    "RepairOrder": {
        "id": GlobalId(),
        "state": Property(),
        "issuedOn": _DATE,
        "dueOn": _DATE,
        "doneOn": _DATE,
        "finding": One("inspection/order_finding"),
        "inspection": _IN_INSPECTION,
    },
    "Complaint": {"id": GlobalId(), **_COMPLAINT, **_ABOUT},
}
