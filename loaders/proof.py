"""What a resident proves themselves by, as they see it: never a hash, a key, or a credential's id."""

from loaders.source import Form, Property, Topic

TOPIC: Topic = {
    "ReceiptCard": {"issuedAt": Property(form=Form.TEXT)},
    "Passkey": {"id": Property(), "createdOn": Property(form=Form.TEXT)},
}
