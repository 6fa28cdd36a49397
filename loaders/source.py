"""Where a field's value comes from: the vocabulary in which the topics describe their types, one line a field.

A fragment is a file below `loaders/cypher/`. It sees the variable `this` (the object whose field it is) and
`jurisdiction` (the unit code within which the caller works), reads the field's arguments as `$name`, and the request's
own parameters (`CONTEXT`) under their names; a relation's fragment yields the variable `next`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from model.groups import FieldGroup
from model.plan import Closed, Naming, Scope

# Parameters that the gate gives to every statement; every other `$name` in a fragment is an argument of its field.
CONTEXT = frozenset(
    {
        "asOf",  # ISO date: the valid day asked about
        "knownAt",  # ISO instant: what the register knew then
        "today",  # ISO date in the city's calendar
        "consentDays",  # how many days a consent lasts at most
        "at",  # ISO instant: when the request came in
        "client",  # the caller's client id
        "officer",  # the caller's subject, for officers
        "office",  # the code of the caller's office
        "person",  # the person whose own record it is, or empty
        "case",  # the number of the case, or empty
        "places",  # by version of a fact of the person's, the room that the graph does not tell: of who is protected, else none
        "isOwnRecord",  # whether it is the person's own record
        "ownKinds",  # tokens of the person's own, for the kinds of notices that nobody who acts for them sees
        "isProtected",  # whether the person's address is protected, in their own record only
        "protections",  # the person's, in their own record: a list of maps
        "disclosures",  # who asked for the person's address, in their own record: a list of maps
        "offScreenNumbers",  # of the log entries that the person keeps off their screen
        "offScreenCases",  # numbers of the cases that the person keeps off their screen
        "purposes",  # what the caller may ask for: a list of maps
        "isWithheld",  # whether the case shows nobody: its resident restricts what it is for
        "changes",  # what of the case's person changed since the office last read it: a list of maps
        "processing",  # the notice of processing, where it is asked for
        "supervisoryAuthority",  # a map, or null where the operator named none
        "kinds",  # tokens of the kinds of case that the caller may hold for it, where they wait
    }
)


class Form(Enum):
    """How a property is written in a row: {0} is the property, {1} is that of which it is one."""

    PLAIN = "{0}"
    TEXT = "toString({0})"  # dates and instants: text is what the answer needs, and costs least
    OPEN_DATE = "CASE WHEN {0} < date('9999-12-31') THEN toString({0}) END"
    OPEN_INSTANT = "CASE WHEN {0} < datetime('9999-12-31T00:00:00Z') THEN toString({0}) END"
    POINT = "[{0}.longitude, {0}.latitude]"
    LIST = "coalesce({0}, [])"  # an empty list is not stored
    WITHIN = "CASE WHEN {1}.unitCode STARTS WITH jurisdiction THEN {0} END"  # of a place to which a record may lead


@dataclass(frozen=True)
class Property:
    """A property of `this`. Without a name it is called as the field is."""

    name: str = ""
    form: Form = Form.PLAIN


@dataclass(frozen=True)
class GlobalId:
    """The object's Relay id, from its key property."""

    name: str = "id"


@dataclass(frozen=True)
class PairwiseId:
    """A person's id as the asking client sees it (design §3, Identifiers)."""


@dataclass(frozen=True)
class Sealed:
    """One key of a sealed property. `fragment` yields the bytes as `next` where they don't stand on `this`."""

    group: FieldGroup
    key: str
    fragment: str = ""
    closed: Closed = Closed.NEVER


@dataclass(frozen=True)
class Keyed:
    """One of a closed list, by the token that stands for it in the graph. `fragment` yields it where it doesn't stand on `this`."""

    naming: Naming
    name: str = ""
    fragment: str = ""
    scope: Scope = Scope.PERSON


@dataclass(frozen=True)
class Logged:
    """One key of the log entry whose number is `next.number`: the graph knows the number alone, the gate the rest."""

    key: str = ""


@dataclass(frozen=True)
class Value:
    """A single value which a fragment yields as `next`; null where it yields none."""

    fragment: str
    form: Form = Form.PLAIN


@dataclass(frozen=True)
class One:
    """At most one object.

    `is_guessable` is a root field by a number that people write: each question is charged, and more where it leads to nothing
    (`model.limits.MISS_REQUESTS`).
    """

    fragment: str
    is_guessable: bool = False
    closed: Closed = Closed.NEVER


@dataclass(frozen=True)
class Many:
    """A list without pages: few by nature. The order is stated; `limit` is what the statement stops at."""

    fragment: str
    order: tuple[str, ...]
    limit: int = 100
    closed: Closed = Closed.NEVER


@dataclass(frozen=True)
class Count:
    """How many items a list without pages has, also beyond its bound: what the list's own fragment yields."""

    fragment: str


@dataclass(frozen=True)
class Ordering:
    """Another order of a connection: the fragment that adds what it goes by, and yields it as `carried` beside `next`.

    `group` is what the order tells of: whoever is denied it is denied the order.
    """

    fragment: str
    carried: str
    order: tuple[str, ...]
    group: FieldGroup


@dataclass(frozen=True)
class Connection:
    """A list in pages, ordered by `order`: expressions on `next` which together are unique.

    `when` names other fragments where an argument is given: the first of its keys that is not null decides. Of several,
    what one yields as `next` is `this` for the one behind it.

    `orders` are other orders, by the value of the argument `orderBy`.

    `listed` names a list which the gate brings along (`compose`), where the graph does not hold the items: the fragment
    reads the page's part of it as a parameter of that name.
    """

    fragment: str
    order: tuple[str, ...] = ("next.id",)
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    listed: str = ""
    orders: Mapping[str, Ordering] = field(default_factory=dict)
    closed: Closed = Closed.NEVER


Source = Property | GlobalId | PairwiseId | Sealed | Keyed | Logged | Value | Count | One | Many | Connection

Topic = Mapping[str, Mapping[str, Source]]
