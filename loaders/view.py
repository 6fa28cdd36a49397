"""Saved views: where their fields come from."""

from loaders.source import Connection, Form, GlobalId, One, Property, Topic, Value

TOPIC: Topic = {
    "Query": {
        "view": One("view/view"),
        "views": Connection("view/views"),
    },
    "SavedView": {
        "id": GlobalId(),
        "name": Property(),
        "content": Property(),
        "version": Value("view/version"),
        "createdAt": Property(form=Form.TEXT),
        "endsAt": Property(form=Form.TEXT),
        "officer": Property(),
        "isOwn": Value("view/is_own"),
        "isDraft": Value("view/is_draft"),
    },
}
