"""What a resident proves themselves by, as they see it: never a hash, a key, or a credential's id."""

from loaders.source import Form, Property, Sealed, Topic
from model.groups import FieldGroup

TOPIC: Topic = {
    "ReceiptCard": {"issuedAt": Property(form=Form.TEXT)},
    "SignIn": {
        "id": Property(),
        "issuer": Sealed(FieldGroup.PERSON_DOCUMENT, "issuer"),
        "linkedAt": Property(form=Form.TEXT),
    },
    "Passkey": {"id": Property(), "createdOn": Property(form=Form.TEXT)},
}
