"""Opening what a plan loaded: sealed values under their person's key, and whose data an answer holds.

Walks the raw rows along their shape, once, before anything is logged or released.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hub.gate.names import Names
from model.groups import PERSON_GROUPS, FieldGroup
from model.ids import PersonId
from model.plan import Closed, Column, ColumnKind, Scope, Shape

Unseal = Callable[[PersonId, FieldGroup, bytes], dict[str, str] | None]
LookUp = Callable[[int], Mapping[str, Any]]
"""What an entry of the log says, by its number among the person's own."""


@dataclass(frozen=True, kw_only=True)
class Closing:
    """What of the protected is closed in one answer: whose eyes it is for, and who is protected."""

    protected: Callable[[Iterable[PersonId]], Collection[PersonId]]
    is_own_record: bool
    is_disclosed: bool = False  # the record's person opened their address to who asks
    is_restricted: Callable[[PersonId, Collection[str]], bool] = lambda _person, _tokens: False
    waiting_scope: str = ""  # of tokens of cases that wait for who asks

    def closes(self, closed: Closed) -> bool:
        """Whether a column of this kind is closed here, where somebody is protected."""
        match closed:
            case Closed.NEVER:
                return False
            case Closed.TO_ALL:
                return True
            case Closed.UNTIL_DISCLOSED:
                return not (self.is_own_record or self.is_disclosed)
            case _:
                return not self.is_own_record


class Release:
    """One walk over one answer. `subjects` holds the field groups that were loaded of each person."""

    def __init__(self, unseal: Unseal, names: Names, closing: Closing, look_up: LookUp | None = None) -> None:
        self._unseal = unseal
        self._names = names
        self._closing = closing
        self._look_up = look_up
        self._protected: dict[PersonId, bool] = {}  # who was looked up, once in an answer
        self.subjects: dict[PersonId, set[FieldGroup]] = {}
        self.withheld: set[FieldGroup] = set()

    def open(self, column: Column, value: Any, person: PersonId | None = None) -> None:
        """Open `value` in place: sealed bytes become dictionaries, or None where the key is gone."""
        if value is None:
            return
        match column.kind:
            case ColumnKind.OBJECT:
                self._object(column.shape, value, person)
            case ColumnKind.LIST:
                for item in value:
                    self._object(column.shape, item, person)
            case ColumnKind.CONNECTION if column.page is not None:
                for item in value[0][: column.page.size]:
                    for row in column.page.rows.values():
                        self._object(row.shape, item[row.index], person)
            case _:
                raise AssertionError(column.kind)

    def _object(self, shape: Shape | None, values: list[Any], person: PersonId | None) -> None:
        if shape is None:
            return
        if shape.subject_index is not None:
            person = PersonId(values[shape.subject_index])
        if person is not None:
            groups = self.subjects.setdefault(person, set())
            groups.update(column.group for column in shape.fields.values() if column.group is not None)
        for column in shape.inner:
            self._close(column, values, person)
            value = values[column.index]
            if column.kind is ColumnKind.SEALED:
                values[column.index] = self._opened(column, value, person)
            elif column.kind is ColumnKind.KEYED:
                values[column.index] = self._named(column, values, person)
            elif column.kind is ColumnKind.LOGGED and self._look_up is not None:
                values[column.index] = self._look_up(value)
            else:
                self.open(column, value, person)
        if person is not None:
            self._note_withheld(shape, values)

    def _named(self, column: Column, values: list[Any], person: PersonId | None) -> str | None:
        """What a token stands for."""
        if column.naming is None:
            raise AssertionError("a token is of no list")
        match column.scope:
            case Scope.PERSON:
                scope = person or ""
            case Scope.ITSELF:
                scope = values[column.scope_index]
            case Scope.WAITING:
                scope = self._closing.waiting_scope
        return self._names.name(column.naming, values[column.index], scope)

    def _close(self, column: Column, values: list[Any], person: PersonId | None) -> None:
        """Blank what is closed because of whose it is, as if it had not been loaded."""
        value = values[column.index]
        if not value or not self._closing.closes(column.closed):
            return
        if column.closed is Closed.BY_RESTRICTION:
            values[column.index] = None if self._is_restricted(column, value) else value
        elif column.closed is Closed.BY_ITEM:
            values[column.index] = self._open_items(column, value)
        elif person is not None and self._is_protected(person):
            values[column.index] = _blank(column, value)

    def _is_protected(self, person: PersonId) -> bool:
        if person not in self._protected:
            self._protected[person] = person in self._closing.protected([person])
        return self._protected[person]

    def _is_restricted(self, column: Column, row: list[Any]) -> bool:
        shape = column.shape
        assert shape is not None and shape.subject_index is not None and shape.restricted_index is not None  # noqa: S101, PT018 - so declared
        return self._closing.is_restricted(PersonId(row[shape.subject_index]), row[shape.restricted_index])

    def _open_items(self, column: Column, items: list[Any]) -> list[Any]:
        shape = column.shape
        assert shape is not None and shape.subject_index is not None  # noqa: S101, PT018 - so declared
        place = shape.subject_index
        protected = self._closing.protected(PersonId(item[place]) for item in items)
        return [item for item in items if item[place] not in protected]

    def _opened(self, column: Column, value: Any, person: PersonId | None) -> dict[str, str] | None:
        if person is None or column.sealed_group is None:
            raise AssertionError("a sealed value stands under no person")
        return None if value is None else self._unseal(person, column.sealed_group, bytes(value))

    def _note_withheld(self, shape: Shape, values: list[Any]) -> None:
        for column in shape.fields.values():
            if column.group is None or column.group not in PERSON_GROUPS or column.kind is ColumnKind.DENIED:
                continue
            if _is_empty(column, values):
                self.withheld.add(column.group)


def _blank(column: Column, value: Any) -> Any:
    match column.kind:
        case ColumnKind.LIST:
            return []
        case ColumnKind.CONNECTION:
            return [[], None if value[1] is None else 0]
        case _:
            return None


def _is_empty(column: Column, values: list[Any]) -> bool:
    if column.kind is ColumnKind.COMPUTED:
        return False
    value = values[column.index]
    if column.kind is ColumnKind.SEALED:
        return value is None or value.get(column.sealed_key) is None
    if column.kind is ColumnKind.CONNECTION and column.page is not None:
        return not value[0] and not column.page.has_cursor  # behind the last page there is nothing to withhold
    if column.shape is None:
        return False
    return value is None or (column.kind is ColumnKind.LIST and not value)
