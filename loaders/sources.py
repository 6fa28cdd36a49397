"""All topics together: where each field of the API comes from. A field that stands in no topic is answered by nobody."""

from loaders import (
    access,
    case,
    consent,
    employment,
    household,
    letting,
    notice,
    operation,
    organisation,
    person,
    place,
    policy,
    proof,
    protection,
    refusal,
    representation,
    residence,
    rights,
    view,
    viewer,
)
from loaders.source import Source, Topic

_TOPICS: tuple[Topic, ...] = (
    viewer.TOPIC,
    place.TOPIC,
    organisation.TOPIC,
    letting.TOPIC,
    employment.TOPIC,
    person.TOPIC,
    residence.TOPIC,
    household.TOPIC,
    case.TOPIC,
    access.TOPIC,
    policy.TOPIC,
    operation.TOPIC,
    consent.TOPIC,
    notice.TOPIC,
    representation.TOPIC,
    proof.TOPIC,
    protection.TOPIC,
    rights.TOPIC,
    refusal.TOPIC,
    view.TOPIC,
)


def _joined() -> dict[str, Source]:
    joined: dict[str, Source] = {}
    for topic in _TOPICS:
        for type_name, fields in topic.items():
            for field_name, source in fields.items():
                coordinate = f"{type_name}.{field_name}"
                if coordinate in joined:
                    message = f"{coordinate} has two sources"
                    raise AssertionError(message)
                joined[coordinate] = source
    return _inherited(joined)


def _inherited(joined: dict[str, Source]) -> dict[str, Source]:
    """With what a type has from the one that it goes on from: `Me` is a `Person` with more."""
    own = {f"Me.{name.partition('.')[2]}": source for name, source in joined.items() if name.startswith("Person.")}
    return {**own, **joined}


SOURCES = _joined()
"""The source of each loaded field by its coordinate: `Room.building`."""

MADE = frozenset({"Me.export", "OpenCasePayload.receipt"})
"""Fields which the hub makes beside what a statement loads: no plan has them."""
