"""Organisations: where their fields come from."""

from loaders.source import Connection, GlobalId, One, Property, Topic

TOPIC: Topic = {
    "Query": {
        "organisation": One("organisation/organisation"),
        "organisations": Connection("organisation/organisations_search"),
    },
    "Organisation": {
        "id": GlobalId(),
        "legalIdentifier": Property(),
        "legalName": Property(),
        "latinName": Property(),
        "address": One("organisation/address"),
        "landlord": One("organisation/landlord"),
        "managingAgent": One("organisation/managing_agent"),
        "employer": One("organisation/employer"),
        "inspections": Connection("inspection/inspections_of", order=("next.number",)),
    },
}
