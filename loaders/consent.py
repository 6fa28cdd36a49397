"""Consents: where their fields come from. The fragment makes each a map, so that an end is worked out in one place."""

from loaders.source import Connection, Form, Keyed, PairwiseId, Property, Topic
from model.plan import Closed, Naming

TOPIC: Topic = {
    "Me": {"consents": Connection("consent/consents", order=("next.order", "next.fact"), closed=Closed.TO_OTHERS)},
    "Consent": {
        "id": Property("fact"),
        "subject": PairwiseId(),
        "case": Property(),
        "purpose": Keyed(Naming.PURPOSE),
        "permissions": Property(),
        "office": Property(),
        "officeName": Property(),
        "client": Property(),
        "how": Property(),
        "givenAt": Property(form=Form.TEXT),
        "validTo": Property(form=Form.TEXT),
        "state": Property(),
        "revokedAt": Property(form=Form.TEXT),
    },
}
