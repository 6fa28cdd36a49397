"""What Community cannot constrain: that a node has what its kind asks for, and each value its type.

Checked by the hub on each write, before the statement runs.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from model.errors import ValidationFailedError
from model.graph import Kind, Property, ValueKind
from model.text import trouble

_TYPES: Mapping[ValueKind, type | tuple[type, ...]] = {
    ValueKind.UUID: str,
    ValueKind.TEXT: str,
    ValueKind.ENUM: str,
    ValueKind.INTEGER: int,
    ValueKind.NUMBER: (int, float),
    ValueKind.BOOLEAN: bool,
    ValueKind.DATE: date,
    ValueKind.INSTANT: datetime,
    ValueKind.ENUMS: list,
}


def check_text(kind: Kind, name: str, text: str) -> None:
    """Whether a property of an office's or a unit's may be this text, which everybody reads. Raises `ValidationFailedError`."""
    (item,) = (each for each in kind.all_properties if each.name == name)
    if not 0 < len(text) <= item.length_max or text != text.strip() or trouble(text):
        raise ValidationFailedError(
            f"`{name}` of `{kind.label}` has 1 to {item.length_max} characters, all of them to be seen, and no space at its ends"
        )


_TOKEN = re.compile("[0-9a-f]{32}")


def check_node(kind: Kind, properties: Mapping[str, Any]) -> None:
    """Raises `ValidationFailedError` when a required property is absent, one is unknown, or one has the wrong type."""
    known = {item.name: item for item in kind.all_properties if item.sealed is None and not item.is_kept}
    for name, value in properties.items():
        if not name.startswith("sealed") and not name.endswith("Hash") and name not in known:
            raise ValidationFailedError(f"`{kind.label}` has no property `{name}`")
        if name in known and value is not None and not _fits(known[name], value):
            raise ValidationFailedError(f"`{kind.label}.{name}` takes {known[name].kind.value}")
    absent = [name for name, item in known.items() if item.is_required and properties.get(name) is None]
    if absent:
        raise ValidationFailedError(f"`{kind.label}` needs `{absent[0]}`")


def _fits(item: Property, value: Any) -> bool:
    if item.is_keyed:
        return isinstance(value, str) and _TOKEN.fullmatch(value) is not None
    kind = _TYPES.get(item.kind)
    if kind is not None and not isinstance(value, kind):
        return False
    if item.choices is None:
        return True
    values = value if isinstance(value, list) else [value]
    return all(each in set(item.choices) for each in values)
