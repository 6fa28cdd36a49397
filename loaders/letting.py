"""Letting: where the fields of landlords, agents, licences and mandates come from."""

from loaders.place import FOUND, ON_THE_MAP
from loaders.source import Connection, Form, GlobalId, One, Ordering, Property, Topic, Value
from model.groups import FieldGroup

_DATES = {"validFrom": Property(form=Form.TEXT), "validTo": Property(form=Form.OPEN_DATE)}

_LANDLORDS = {
    "search": ("letting/landlords_search",),
    **{argument: (FOUND[argument], "letting/landlords_at") for argument in ON_THE_MAP},
}

_BY_OPEN_ORDERS = Ordering(
    "letting/landlords_by_open_orders", "_rank", ("_rank", "next.id"), group=FieldGroup.INSPECTION
)

TOPIC: Topic = {
    "Query": {
        "landlord": One("letting/landlord"),
        "landlords": Connection("letting/landlords", when=_LANDLORDS, orders={"OPEN_REPAIR_ORDERS": _BY_OPEN_ORDERS}),
        "managingAgent": One("letting/managing_agent"),
        "managingAgents": Connection("letting/managing_agents", when={"search": ("letting/managing_agents_search",)}),
        "licence": One("letting/licence", is_guessable=True),
        "landlordLicence": One("letting/landlord_licence"),
        "mandate": One("letting/mandate"),
    },
    "Landlord": {
        "id": GlobalId(),
        "organisation": One("organisation/is_organisation"),
        "rooms": Connection("letting/landlord_rooms"),
        "licences": Connection("letting/landlord_licences", order=("next.number",)),
        "mandates": Connection("letting/landlord_mandates", order=("next.fact",)),
        "buildings": Connection("letting/landlord_buildings"),
        "agents": Connection("letting/landlord_agents"),
        "openRepairOrders": Value("inspection/landlord_open_orders"),
        "repairOrders": Connection("inspection/landlord_orders"),
    },
    "ManagingAgent": {
        "id": GlobalId(),
        "organisation": One("organisation/is_organisation"),
        "mandates": Connection("letting/agent_mandates", order=("next.fact",)),
        "landlords": Connection("letting/agent_landlords"),
        "rooms": Connection("letting/agent_rooms"),
        "buildings": Connection("letting/agent_buildings"),
    },
    "LandlordLicence": {
        "id": GlobalId("fact"),
        "number": Property(),
        "conditions": Property(form=Form.LIST),
        **_DATES,
        "landlord": One("letting/licence_landlord"),
        "rooms": Connection("letting/licence_rooms"),
    },
    "Mandate": {
        "id": GlobalId("fact"),
        "powers": Property(form=Form.LIST),
        **_DATES,
        "landlord": One("letting/mandate_landlord"),
        "agent": One("letting/mandate_agent"),
        "rooms": Connection("letting/mandate_rooms"),
        "buildings": Connection("letting/mandate_buildings"),
    },
}
