"""Who is asking: where the fields of `Viewer` come from."""

from loaders.source import Many, One, Property, Topic

TOPIC: Topic = {
    "Query": {"viewer": One("viewer/viewer")},
    "Viewer": {
        "client": Property(),
        "officer": Property(),
        "office": One("viewer/office"),
        "jurisdiction": One("viewer/jurisdiction"),
        "purposes": Many("viewer/purposes", order=("next.id",)),
    },
    "Purpose": {
        "id": Property(),
        "description": Property(),
        "descriptionZh": Property(),
        "dpvTerm": Property(),
        "legalBasis": Property(),
    },
}
