"""Letting: where the fields of landlords, agents, licences and mandates come from."""

from loaders.place import FOUND, ON_THE_MAP
from loaders.source import Connection, Form, GlobalId, One, Property, Topic

_DATES = {"validFrom": Property(form=Form.TEXT), "validTo": Property(form=Form.OPEN_DATE)}

_LANDLORDS = {
    "search": ("letting/landlords_search",),
    **{argument: (FOUND[argument], "letting/landlords_at") for argument in ON_THE_MAP},
}

TOPIC: Topic = {
    "Query": {
        "landlord": One("letting/landlord"),
        "landlords": Connection("letting/landlords", when=_LANDLORDS),
        "managingAgent": One("letting/managing_agent"),
        "licence": One("letting/licence"),
    },
    "Landlord": {
        "id": GlobalId(),
        "organisation": One("organisation/is_organisation"),
        "rooms": Connection("letting/landlord_rooms"),
        "licences": Connection("letting/landlord_licences", order=("next.number",)),
        "mandates": Connection("letting/landlord_mandates", order=("next.fact",)),
    },
    "ManagingAgent": {
        "id": GlobalId(),
        "organisation": One("organisation/is_organisation"),
        "mandates": Connection("letting/agent_mandates", order=("next.fact",)),
    },
    "LandlordLicence": {
        "number": Property(),
        "conditions": Property(form=Form.LIST),
        **_DATES,
        "landlord": One("letting/licence_landlord"),
        "rooms": Connection("letting/licence_rooms"),
    },
    "Mandate": {
        "powers": Property(form=Form.LIST),
        **_DATES,
        "landlord": One("letting/mandate_landlord"),
        "agent": One("letting/mandate_agent"),
        "rooms": Connection("letting/mandate_rooms"),
    },
}
