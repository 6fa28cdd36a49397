"""All topics together: where each field of the API comes from. A field that stands in no topic is answered by nobody."""

from loaders import (
    access,
    case,
    consent,
    employment,
    household,
    letting,
    notice,
    organisation,
    person,
    place,
    policy,
    representation,
    residence,
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
    consent.TOPIC,
    notice.TOPIC,
    representation.TOPIC,
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
    return joined


SOURCES = _joined()
"""The source of each loaded field by its coordinate: `Room.building`."""
