"""Cases and what inspections leave: where their fields come from."""

from loaders.source import Connection, Form, Many, One, Property, Source, Topic, Value

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

TOPIC: Topic = {
    "Query": {
        "case": One("case/case"),
        "inspections": Connection(
            "inspection/inspections", order=("next.number",), when={"state": ("inspection/inspections_by_state",)}
        ),
    },
    "Mutation": {"openCase": One("case/opened")},
    "OpenCasePayload": {"case": One("case/case_of_payload")},
    "InspectionCase": _PLACE_CASE,
    "Case": {**_PLACE_CASE, "permissions": Value("case/permissions"), "subject": One("case/subject")},
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
    "Complaint": {"kind": Property(), "state": Property(), "receivedOn": _DATE, "decidedOn": _DATE},
}
