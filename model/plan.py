"""Selections, shapes and plans: what goes between the planner, the gate and the completion of an answer.

A `FieldSelection` tree says what was asked, a `Plan` how one statement answers it, and its `Shape` where in the statement's
row each answered field stands. Rows are nested lists, so a shape holds positions and never names.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from model.groups import FieldGroup


class ColumnKind(Enum):
    """How a column's value becomes the field's value."""

    PLAIN = "as it stands"
    GLOBAL_ID = "a Relay id of the shape's type"
    PAIRWISE_ID = "a person's id as this client sees it"
    SEALED = "one key of values that the gate has opened"
    KEYED = "one of a closed list, of which the gate has read the token"
    LOGGED = "one key of a log entry that the gate has looked up by its number"
    OBJECT = "an object or null"
    LIST = "a list of objects"
    CONNECTION = "a page of objects"
    COMPUTED = "a pure function of other columns"
    DENIED = "null, and one error for its group"


class Closed(Enum):
    """What of somebody's is closed while their address is protected. Statements load it for everybody alike; the gate blanks it."""

    NEVER = "open as the policy has it"
    TO_OTHERS = "open in their own record only"
    UNTIL_DISCLOSED = "open in their own record, and in a case in which they opened it"
    TO_ALL = "open nowhere"
    BY_RESTRICTION = "closed to the purpose that its person restricts, protected or not"
    BY_ITEM = "each item is somebody's: those of the protected are open in the record's own person's eyes only"


class Naming(Enum):
    """The closed list to which a token belongs."""

    CASE_KIND = "kinds of cases"
    NOTICE_KIND = "kinds of notices"
    COMPLAINT_KIND = "kinds of complaints"
    PURPOSE = "purposes"


class Scope(Enum):
    """What a token says nothing beyond: whose it is."""

    PERSON = "the person whose record it stands in"
    ITSELF = "the thing itself, by its id"
    WAITING = "cases that wait for the caller's department, for the request's purpose"


@dataclass(frozen=True)
class Computed:
    """A field that is computed from others of its type: which it needs, and the pure function of their values."""

    needs: tuple[str, ...]
    function: Callable[..., Any]


@dataclass(frozen=True)
class Column:
    """Where one field of a shape stands, and how it is taken."""

    kind: ColumnKind
    index: int = -1
    group: FieldGroup | None = None
    sealed_group: FieldGroup | None = None  # the key group under which the bytes were sealed
    sealed_key: str = ""
    shape: "Shape | None" = None
    page: "PageShape | None" = None
    needs: tuple["Column", ...] = ()
    function: Callable[..., Any] | None = None
    closed: Closed = Closed.NEVER
    naming: Naming | None = None  # the list of which a token stands for one
    scope: Scope = Scope.PERSON  # of the token
    scope_index: int = -1  # where the id of the thing itself stands


@dataclass(frozen=True)
class Shape:
    """What one object's row holds. `fields` is by response key; `subject_index` says where a person's id stands."""

    type_name: str
    fields: Mapping[str, Column]
    subject_index: int | None = None
    restricted_index: int | None = None  # where the tokens of the purposes stand that this person restricts
    inner: tuple[Column, ...] = ()  # columns that hold objects or sealed bytes: what the release has to walk


@dataclass(frozen=True)
class PageShape:
    """How a connection's value is read: `[[[order…], row…]…, total]`, one row for each selected `edges` or `nodes`.

    `rows` says by the response key of `edges` or `nodes` where its node stands in an item; None where only the edge
    itself was asked for. `binding` is what a cursor is valid for: the connection and its arguments.
    """

    size: int
    is_backward: bool
    has_cursor: bool  # whether `after` or `before` was given: then there is a page on the other side
    binding: str
    rows: Mapping[str, Column]


@dataclass(frozen=True)
class FieldSelection:
    """One field as it was asked, after fragments, directives and merging."""

    coordinate: str  # `Room.building`
    response_key: str
    arguments: Mapping[str, Any]
    group: FieldGroup | None
    type_name: str  # the concrete type of what it returns; empty for a leaf
    children: tuple["FieldSelection", ...] = ()
    computed: "Computed | None" = None
    asked_by: FieldGroup | None = None  # the group of what its arguments ask by

    def walk(self) -> Iterator["FieldSelection"]:
        """The field itself and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def groups(self) -> frozenset[FieldGroup]:
        """Every field group that the selection touches."""
        return frozenset(group for item in self.walk() for group in (item.group, item.asked_by) if group is not None)


@dataclass(frozen=True)
class Plan:
    """One statement: its text, its parameters, and the shape of its one row `[jurisdiction, value]`."""

    text: str
    parameters: Mapping[str, Any]
    root: Column
    groups: frozenset[FieldGroup]
    denied: frozenset[FieldGroup]


class Row:
    """One object of an answer: its shape and its values. Field resolvers read it by response key."""

    __slots__ = ("shape", "values")

    def __init__(self, shape: Shape, values: Sequence[Any]) -> None:
        self.shape = shape
        self.values = values


class Page:
    """One page of a connection, ready to be completed."""

    __slots__ = ("encode", "has_next", "has_previous", "items", "shape", "total")

    def __init__(
        self,
        shape: PageShape,
        items: Sequence[Any],
        *,
        has_more: bool,
        total: int | None,
        encode: Callable[[str, Sequence[Any]], str],
    ) -> None:
        self.shape = shape
        self.items = items
        self.total = total
        self.encode = encode
        self.has_next = shape.has_cursor if shape.is_backward else has_more
        self.has_previous = has_more if shape.is_backward else shape.has_cursor

    def cursor(self, position: int) -> str:
        """The cursor of the item at `position`."""
        return self.encode(self.shape.binding, self.items[position][0])
