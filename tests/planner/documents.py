"""Documents that hypothesis makes by walking the SDL: roots, fields, pages, aliases, fragments, directives, variables.

Every document is valid and within the limits, so each is to be answered. What a root's arguments may be comes from
`Pools`, which hold values of the city: inside the caller's jurisdiction, outside of it, and of nobody.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_non_null_type,
)
from hypothesis import strategies as st

DEPTH_MAX = 10  # the hub's limit of levels
ROWS_MAX = 60  # product of the page sizes down a branch: with the fields below it stays under the hub's 10,000
DEPTH_WIDE = 4  # above it a selection goes on in up to three ways, below in one
FIELDS = 45  # a document grows until so many fields stand in it, then only leaves follow
ALIASES_MAX = 15
_SEEDS = 2**24  # hypothesis takes each of so many as likely as any other
# What the city's rows don't say has tests of its own; other tests of the session change it.
BEYOND_THE_CITY = frozenset({"Case.changes", "Case.appeal"}) | frozenset(
    f"Me.{name}"
    for name in (
        *("accessLog", "objections", "cases", "receiptCard", "passkeys", "signIns"),
        *("consents", "notices", "noticeChannel", "represents", "representedBy", "export", "documents"),
        *("processing", "supervisoryAuthority", "recipients", "restrictions", "transferBlocks", "refusals"),
        *("isProtected", "protections", "disclosures", "offScreenEntries", "offScreenCases"),
    )
)
# The offices of everybody are listed to everybody, those of other tests' branches (tests/case/branch.py) too; the city's are
# told apart by their names.
_ALWAYS = frozenset({"named"})
_ONE_OF = ("search", "near", "within")  # a question takes one of them


@dataclass(frozen=True)
class Made:
    """A document, its variables, and the variables that hold cursors: empty at first."""

    text: str
    variables: Mapping[str, Any]
    cursors: Sequence[str]


@dataclass(frozen=True)
class Pools:
    """Values for arguments: ids by type (opaque), and by the argument's name everything else."""

    ids: Mapping[str, Sequence[str]]
    values: Mapping[str, Sequence[Any]]


@st.composite
def documents(draw: st.DrawFn, api: GraphQLSchema, roots: Sequence[str], pools: Pools) -> Made:
    """One operation over some of `roots`.

    The walk takes its turns by a seed, for hypothesis alone would mostly make small documents; what it shrinks is how
    many fields and roots there are: the same walk, broken off earlier.
    """
    left, count = draw(st.integers(1, FIELDS)), draw(st.integers(1, 3))
    chance = Random(draw(st.integers(0, _SEEDS - 1)))
    return _Writer(chance, api, pools, left).document([chance.choice(roots) for _ in range(count)])


@dataclass
class _Fragment:
    name: str
    type_name: str
    depth: int
    rows: int
    text: str


@dataclass
class _Writer:
    """Writes one document, and keeps count of what the limits are about."""

    chance: Random
    api: GraphQLSchema
    pools: Pools
    left: int  # how many fields may still come
    aliases: int = 0
    variables: dict[str, tuple[str, Any]] = field(default_factory=dict)
    cursors: list[str] = field(default_factory=list)
    fragments: list[_Fragment] = field(default_factory=list)
    reusable: list[_Fragment] = field(default_factory=list)  # those of this root
    sizes: dict[str, tuple[int, str]] = field(
        default_factory=dict
    )  # of each connection without an alias: how it stands

    def document(self, roots: Sequence[str]) -> Made:
        assert self.api.query_type is not None
        fields = [self._root(self.api.query_type, name) for name in roots]
        declared = ", ".join(f"${name}: {kind}" for name, (kind, _) in self.variables.items())
        head = f"query Made({declared})" if declared else "query Made"
        texts = [fragment.text for fragment in self.fragments]
        text = "\n".join([f"{head} {{ {' '.join(fields)} }}", *texts])
        return Made(text, {name: value for name, (_, value) in self.variables.items()}, self.cursors)

    # ── roots ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _root(self, query: GraphQLObjectType, name: str) -> str:
        self.sizes.clear()  # a cursor holds for one root's times: so no connection below stands under two roots
        self.reusable.clear()
        definition = query.fields[name]
        returned = get_named_type(definition.type)
        arguments, size = self._root_arguments(definition, returned.name)
        body = self._connection(returned, 1, size) if size else self._object(name, returned)
        return f"{self._alias()}: {name}{_in_brackets(arguments)} {body}"

    def _object(self, name: str, returned: Any) -> str:
        if name != "node":
            return self._selection(returned, 1, 1)
        concrete = self.api.type_map[self._node_type]
        assert isinstance(concrete, GraphQLObjectType)
        other = self.chance.choice(sorted(self.pools.ids))
        return (
            f"{{ __typename id ... on {other} {{ __typename }} ... on {concrete} {self._selection(concrete, 1, 1)} }}"
        )

    def _root_arguments(self, definition: GraphQLField, returned: str) -> tuple[dict[str, str], int]:
        chosen = self.chance.choice((*_ONE_OF, ""))
        written: dict[str, str] = {}
        for name, argument in definition.args.items():
            is_wanted = name == chosen if name in _ONE_OF else self.chance.randint(0, 2) == 0
            is_wanted = is_wanted or name in _ALWAYS
            if name in {"first", "last", "after", "before", "for"} or not (is_required(argument) or is_wanted):
                continue
            written[name] = self._argument(name, argument, returned)
        if "first" not in definition.args:
            return written, 0
        size, page = self._page(8)
        return {**written, **page}, size

    def _argument(self, name: str, argument: GraphQLArgument, returned: str) -> str:
        kind = get_named_type(argument.type)
        if name == "id":
            self._node_type = returned if returned in self.pools.ids else self.chance.choice(sorted(self.pools.ids))
            value: Any = self.chance.choice(self.pools.ids[self._node_type])
        elif isinstance(kind, GraphQLEnumType):
            value = self.chance.choice(sorted(kind.values))
        else:
            value = self.chance.choice(self.pools.values[name])
        if self.chance.random() < 0.5:
            return self._variable("v", str(argument.type), value)
        return str(value) if isinstance(kind, GraphQLEnumType) else _literal(value)

    def _variable(self, letter: str, kind: str, value: Any) -> str:
        name = f"{letter}{len(self.variables)}"
        self.variables[name] = (kind, value)
        return f"${name}"

    # ── below ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _selection(self, parent: Any, depth: int, rows: int) -> str:
        """`{ … }` for the object type `parent`, whose own field stands at `depth` in a branch that loads `rows`."""
        fields = [name for name, item in parent.fields.items() if self._fits(parent, name, item, depth + 1, rows)]
        leaves = [name for name in fields if is_leaf_type(get_named_type(parent.fields[name].type))]
        further = [name for name in fields if name not in leaves]
        most = 0 if not further else 3 if depth < DEPTH_WIDE else 1
        names = self._some(["__typename", *leaves], 0 if most else 1, 4) + self._some(further, min(most, 1), most)
        parts = [self._part(parent, name, depth + 1, rows) for name in names]
        return f"{{ {' '.join(parts)} }}"

    def _some(self, names: Sequence[str], least: int, most: int) -> list[str]:
        """Some of `names`, each once."""
        return self.chance.sample(names, min(len(names), self.chance.randint(least, most)))

    def _fits(self, parent: Any, name: str, item: GraphQLField, depth: int, rows: int) -> bool:
        if is_leaf_type(get_named_type(item.type)):
            return True
        if f"{parent}.{name}" in BEYOND_THE_CITY:
            return False
        if self.left <= 0 or depth > DEPTH_MAX:
            return False
        if "first" not in item.args:
            return True
        size, _ = self.sizes.get(f"{parent}.{name}", (3, ""))
        return depth <= DEPTH_MAX - 2 and rows * size <= ROWS_MAX

    def _part(self, parent: Any, name: str, depth: int, rows: int) -> str:
        """One field, as it is, under a directive, or in a fragment."""
        way = self.chance.choice(("plain", "plain", "plain", "directive", "inline", "named"))
        if way == "named":
            return self._spread(parent, name, depth, rows)
        text = self._field(parent, name, depth, rows)
        if way == "directive":
            return f"... {self._directive()} {{ {text} }}" if self.chance.random() < 0.5 else self._directed(text)
        return f"... on {self._condition(parent, name)} {{ {text} }}" if way == "inline" else text

    def _directed(self, text: str) -> str:
        """A directive stands behind the arguments and before the selection."""
        head, brace, body = text.partition(" {")
        return f"{head} {self._directive()}{brace}{body}"

    def _directive(self) -> str:
        value = self.chance.choice((True, True, False))
        name, shown = self.chance.choice((("include", value), ("skip", not value)))
        written = self._variable("b", "Boolean!", shown) if self.chance.random() < 0.5 else json.dumps(shown)
        return f"@{name}(if: {written})"

    def _condition(self, parent: Any, name: str) -> str:
        """A type on which the field stands: the type itself, or an interface of it that has the field."""
        interfaces = [item for item in parent.interfaces if name in item.fields]
        chosen: GraphQLObjectType | GraphQLInterfaceType = self.chance.choice((parent, *interfaces))
        return chosen.name

    def _spread(self, parent: Any, name: str, depth: int, rows: int) -> str:
        known = [
            item
            for item in self.reusable
            if item.type_name == parent.name and item.depth >= depth and item.rows >= rows
        ]
        if known and self.chance.random() < 0.5:
            return f"...{self.chance.choice(known).name}"
        text = self._field(parent, name, depth, rows)
        made = f"F{len(self.fragments)}"
        fragment = _Fragment(made, parent.name, depth, rows, f"fragment {made} on {parent} {{ {text} }}")
        self.fragments.append(fragment)
        self.reusable.append(fragment)
        return f"...{made}"

    def _field(self, parent: Any, name: str, depth: int, rows: int) -> str:
        self.left -= 1
        if name == "__typename":
            return name
        item: GraphQLField = parent.fields[name]
        returned = get_named_type(item.type)
        if is_leaf_type(returned):
            if "unit" in item.args:  # under an alias: without one, its arguments were to be the same all over
                return (
                    f"{self._alias()}: {name}(unit: {_literal(self.chance.choice(self.pools.values['unit']))})"
                    if self.aliases < ALIASES_MAX - 3
                    else "__typename"
                )
            is_aliased = self.aliases < ALIASES_MAX - 3 and self.chance.randint(0, 9) == 0
            return f"{self._alias()}: {name}" if is_aliased else name
        if "first" not in item.args:
            return f"{name} {self._selection(returned, depth, rows)}"
        return self._nested_page(f"{parent}.{name}", item, depth, rows)

    def _nested_page(self, coordinate: str, item: GraphQLField, depth: int, rows: int) -> str:
        """A connection: the same arguments wherever it stands without an alias, so that selections can be merged."""
        name = coordinate.partition(".")[2]
        returned = get_named_type(item.type)
        if coordinate not in self.sizes:
            self.sizes[coordinate] = self._page_text(item, returned.name)
        elif self.aliases < ALIASES_MAX - 3 and self.chance.random() < 0.5:
            size, arguments = self._page_text(item, returned.name)
            return f"{self._alias()}: {name}{arguments} {self._connection(returned, depth, rows * size)}"
        size, arguments = self.sizes[coordinate]
        return f"{name}{arguments} {self._connection(returned, depth, rows * size)}"

    def _page_text(self, item: GraphQLField, returned: str) -> tuple[int, str]:
        size, page = self._page(3)
        others = {
            name: self._argument(name, argument, returned)
            for name, argument in item.args.items()
            if name not in {"first", "last", "after", "before"} and self.chance.random() < 0.5
        }
        return size, _in_brackets({**others, **page})

    def _page(self, most: int) -> tuple[int, dict[str, str]]:
        size = self.chance.randint(1, most)
        way, cursor = self.chance.choice((("first", "after"), ("last", "before")))
        name = self._variable("c", "String", None)
        self.cursors.append(name[1:])
        return size, {way: str(size), cursor: name}

    def _connection(self, connection: Any, depth: int, rows: int) -> str:
        """`{ … }` of a connection whose field stands at `depth`."""
        node = get_named_type(connection.fields["nodes"].type)
        ways = ("nodes", "edges", "pageInfo", "totalCount", "__typename")
        chosen = self._some(ways, 1, 4)
        written: dict[str, Callable[[], str]] = {
            "nodes": lambda: f"nodes {self._selection(node, depth + 1, rows)}",
            "edges": lambda: self._edges(node, depth + 1, rows),
            "pageInfo": lambda: "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }",
        }
        self.left -= len(chosen)
        return f"{{ {' '.join(written[name]() if name in written else name for name in chosen)} }}"

    def _edges(self, node: Any, depth: int, rows: int) -> str:
        if self.chance.randint(0, 3) == 0 or depth >= DEPTH_MAX:
            return "edges { cursor }"
        return f"edges {{ cursor node {self._selection(node, depth + 1, rows)} }}"

    def _alias(self) -> str:
        self.aliases += 1
        return f"a{self.aliases}"


def is_required(argument: GraphQLArgument) -> bool:
    """Whether an argument has to be given."""
    return is_non_null_type(argument.type)


def _in_brackets(arguments: Mapping[str, str]) -> str:
    return f"({', '.join(f'{name}: {value}' for name, value in arguments.items())})" if arguments else ""


def _literal(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{name}: {_literal(item)}' for name, item in value.items())}}}"
    return json.dumps(value, ensure_ascii=False)
