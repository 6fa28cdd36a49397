"""Who may act for whom: where the fields of a representation come from. Neither side is named in it."""

from loaders.source import Form, Many, Property, Topic

_ORDER = ("next.validFrom", "next.fact")

TOPIC: Topic = {
    "Me": {
        "represents": Many("representation/represents", order=_ORDER),
        "representedBy": Many("representation/represented_by", order=_ORDER),
    },
    "Representation": {
        "id": Property("fact"),
        "basis": Property(),
        "validFrom": Property(form=Form.TEXT),
        "validTo": Property(form=Form.OPEN_DATE),
    },
}
