"""Residences and tenancies: where their fields come from, and what every personal fact says of itself."""

from loaders.source import Form, One, Property, Topic

FACT = {
    "validFrom": Property(form=Form.TEXT),
    "validTo": Property(form=Form.OPEN_DATE),
    "recordedFrom": Property(form=Form.TEXT),
    "recordedTo": Property(form=Form.OPEN_INSTANT),
    "version": Property(),
    "source": Property(),
    "state": Property(),
    "recordedBy": Property(),
}

TOPIC: Topic = {
    "Residence": {
        **FACT,
        "role": Property(),
        "address": One("residence/address"),
        "room": One("residence/room"),
        "unit": One("residence/unit"),
    },
    "Tenancy": {**FACT, "room": One("residence/tenancy_room"), "unit": One("residence/unit")},
}
