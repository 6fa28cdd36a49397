"""Documents made by chance over the contract: any field, any argument, with values out of a pool. Seeded."""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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

from model.ids import to_global_id

ROOT_PAGE, PAGE = (1, 5, 20), (1, 2, 3)
_EACH_LOOK_ITS_OWN = frozenset(
    {"accessLog", "export", "offScreenEntries", "recipients"}
)  # they grow by each question, in either city
_PAGED = ("first", "after", "last", "before")
_WHERE = ("search", "near", "within")


@dataclass(frozen=True)
class Pool:
    """What arguments are taken from. `ids` by type; texts by the argument's name."""

    ids: Mapping[str, Sequence[str]]
    texts: Mapping[str, Sequence[str]]
    points: Sequence[tuple[float, float]]


class Generator:
    """Makes documents. The same seed makes the same ones.

    `fields` is about how many a document has (far below the limit, so that few are refused), `levels` how many objects
    stand below each other.
    """

    def __init__(self, contract: GraphQLSchema, pool: Pool, *, seed: int, fields: int, levels: int) -> None:
        self._fields, self._levels = fields, levels
        self._contract = contract
        self._pool = pool
        self._chance = random.Random(seed)
        self._left = 0

    def things(self, roots: set[str]) -> str:
        """A question with one of these root fields."""
        query = self._contract.query_type
        assert query is not None
        name = self._chance.choice(sorted(roots))
        return f"{{ {self._root(name, query.fields[name], {})} }}"

    def me(self) -> str:
        return self._of("me", {})

    def case(self, number: str) -> str:
        return self._of("case", {"number": json.dumps(number)})

    def _of(self, name: str, given: Mapping[str, str]) -> str:
        query = self._contract.query_type
        assert query is not None
        return f"{{ {self._root(name, query.fields[name], given)} }}"

    def _root(self, name: str, field: GraphQLField, given: Mapping[str, str]) -> str:
        self._left = self._fields
        return self._field(name, field, self._levels, sizes=ROOT_PAGE, given=given)

    def _field(
        self, name: str, field: GraphQLField, levels: int, *, sizes: Sequence[int] = PAGE, given: Mapping[str, str]
    ) -> str:
        self._left -= 1
        returned = get_named_type(field.type)
        alias = f"a{self._fields - self._left}: " if self._chance.random() < 0.05 else ""
        arguments = self._arguments(field, returned.name, sizes, given)
        if is_leaf_type(returned):
            return f"{alias}{name}{arguments}"
        return f"{alias}{name}{arguments} {{ {self._selection(returned.name, levels)} }}"

    def _selection(self, type_name: str, levels: int) -> str:
        named = self._contract.type_map[type_name]
        if isinstance(named, GraphQLInterfaceType):
            kinds = sorted(item.name for item in self._contract.get_possible_types(named))
            return " ".join(f"... on {kind} {{ {self._selection(kind, min(levels, 1))} }}" for kind in kinds)
        assert isinstance(named, GraphQLObjectType)
        if type_name.endswith("Connection"):
            return self._page(named, levels)
        fields = {name: field for name, field in sorted(named.fields.items()) if name not in _EACH_LOOK_ITS_OWN}
        chosen = [name for name, field in fields.items() if self._is_taken(field, levels)]
        leaves = [name for name, field in fields.items() if is_leaf_type(get_named_type(field.type))]
        names = chosen or leaves[:1] or ["__typename"]
        return " ".join(
            name if name == "__typename" else self._field(name, named.fields[name], levels - 1, given={})
            for name in names
        )

    def _is_taken(self, field: GraphQLField, levels: int) -> bool:
        if is_leaf_type(get_named_type(field.type)):
            return self._left > -self._fields and self._chance.random() < 0.6
        return levels > 0 and self._left > 0 and self._chance.random() < 0.5

    def _page(self, named: GraphQLObjectType, levels: int) -> str:
        item = get_named_type(named.fields["nodes"].type).name
        inner = self._selection(item, levels)
        rows = f"nodes {{ {inner} }}" if self._chance.random() < 0.7 else f"edges {{ cursor node {{ {inner} }} }}"
        return f"totalCount pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} {rows}"

    # ── arguments ────────────────────────────────────────────────────────────────────────────────────────────────

    def _arguments(self, field: GraphQLField, returned: str, sizes: Sequence[int], given: Mapping[str, str]) -> str:
        taken = dict(given)
        taken |= self._where(field)
        if "first" in field.args:
            taken[self._chance.choice(["first", "first", "last"])] = str(self._chance.choice(sizes))
        for name, argument in sorted(field.args.items()):
            if (
                name in taken or name in _PAGED or name in _WHERE or name == "for"
            ):  # acting for somebody: their own door
                continue
            if is_non_null_type(argument.type) or self._chance.random() < 0.3:
                taken[name] = self._value(name, argument, returned)
        return f"({', '.join(f'{name}: {value}' for name, value in taken.items())})" if taken else ""

    def _where(self, field: GraphQLField) -> dict[str, str]:
        """At most one of the ways to look around: they don't go together."""
        ways = [name for name in _WHERE if name in field.args]
        required = [name for name in ways if is_non_null_type(field.args[name].type)]
        if not required and (not ways or self._chance.random() < 0.4):
            return {}
        way = self._chance.choice(required or ways)
        return {way: self._value(way, field.args[way], "")}

    def _value(self, name: str, argument: GraphQLArgument, returned: str) -> str:
        named = get_named_type(argument.type)
        if isinstance(named, GraphQLEnumType):
            return self._chance.choice(sorted(named.values))
        match name:
            case "id":
                kind = returned if returned in self._pool.ids else self._chance.choice(sorted(self._pool.ids))
                return json.dumps(to_global_id(kind, self._chance.choice(self._pool.ids[kind])))
            case "near":
                longitude, latitude = self._chance.choice(self._pool.points)
                radius = self._chance.choice([50, 500, 4000])
                return f"{{longitude: {longitude}, latitude: {latitude}, radiusMetres: {radius}}}"
            case "within":
                west, south = self._chance.choice(self._pool.points)
                size = self._chance.choice([0.001, 0.01, 0.1])
                return f"{{west: {west - size}, south: {south - size}, east: {west + size}, north: {south + size}}}"
            case _:
                return json.dumps(self._chance.choice(self._pool.texts[name]), ensure_ascii=False)
