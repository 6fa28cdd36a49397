"""Opening what a plan loaded: sealed values under their person's key, and whose data an answer holds.

Walks the raw rows along their shape, once, before anything is logged or released.
"""

from collections.abc import Callable, Mapping
from typing import Any

from hub.model.groups import PERSON_GROUPS, FieldGroup
from hub.model.ids import PersonId
from hub.model.plan import Column, Shape, Taking

Unseal = Callable[[PersonId, FieldGroup, bytes], dict[str, str] | None]
LookUp = Callable[[int], Mapping[str, Any]]
"""What an entry of the log says, by its number among the person's own."""


class Release:
    """One walk over one answer. `subjects` holds the field groups that were loaded of each person."""

    def __init__(self, unseal: Unseal, look_up: LookUp | None = None) -> None:
        self._unseal = unseal
        self._look_up = look_up
        self.subjects: dict[PersonId, set[FieldGroup]] = {}
        self.withheld: set[FieldGroup] = set()

    def open(self, column: Column, value: Any, person: PersonId | None = None) -> None:
        """Open `value` in place: sealed bytes become dictionaries, or None where the key is gone."""
        if value is None:
            return
        match column.taking:
            case Taking.OBJECT:
                self._object(column.shape, value, person)
            case Taking.LIST:
                for item in value:
                    self._object(column.shape, item, person)
            case Taking.CONNECTION if column.page is not None:
                for item in value[0][: column.page.size]:
                    for row in column.page.rows.values():
                        self._object(row.shape, item[row.index], person)
            case _:
                raise AssertionError(column.taking)

    def _object(self, shape: Shape | None, values: list[Any], person: PersonId | None) -> None:
        if shape is None:
            return
        if shape.subject_index is not None:
            person = PersonId(values[shape.subject_index])
        if person is not None:
            groups = self.subjects.setdefault(person, set())
            groups.update(column.group for column in shape.fields.values() if column.group is not None)
        for column in shape.inner:
            value = values[column.index]
            if column.taking is Taking.SEALED:
                values[column.index] = self._opened(column, value, person)
            elif column.taking is Taking.LOGGED and self._look_up is not None:
                values[column.index] = self._look_up(value)
            else:
                self.open(column, value, person)
        if person is not None:
            self._note_withheld(shape, values)

    def _opened(self, column: Column, value: Any, person: PersonId | None) -> dict[str, str] | None:
        if person is None or column.sealed_group is None:
            raise AssertionError("a sealed value stands under no person")
        return None if value is None else self._unseal(person, column.sealed_group, bytes(value))

    def _note_withheld(self, shape: Shape, values: list[Any]) -> None:
        for column in shape.fields.values():
            if column.group is None or column.group not in PERSON_GROUPS or column.taking is Taking.DENIED:
                continue
            if _is_empty(column, values):
                self.withheld.add(column.group)


def _is_empty(column: Column, values: list[Any]) -> bool:
    if column.taking is Taking.COMPUTED:
        return False
    value = values[column.index]
    if column.taking is Taking.SEALED:
        return value is None or value.get(column.sealed_key) is None
    if column.taking is Taking.CONNECTION and column.page is not None:
        return not value[0] and not column.page.has_cursor  # behind the last page there is nothing to withhold
    if column.shape is None:
        return False
    return value is None or (column.taking is Taking.LIST and not value)
