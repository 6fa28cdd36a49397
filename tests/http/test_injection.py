"""Every string that the contract takes, wherever it stands in it, stays text: no statement changes, and none fails on it.

The contract itself says which strings there are, so a new argument is in here from its first day.
"""

import asyncio
import json
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import neo4j
import pytest
from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLObjectType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)

import schema
from model.errors import Code
from model.ids import to_global_id
from tests.case.counter import change
from tests.http.conftest import Web
from tests.http.test_arguments import INJECTIONS, NOBODY
from tests.support.hub import Hub, Who
from tests.support.store import copy_of_template, running_graph

_OTHERS = frozenset({"Int", "Float", "Boolean"})  # scalars that take no text
_ROOM = to_global_id("Room", NOBODY)
_PLAIN = {"Int": 1, "Float": 1, "Boolean": True, "ID": _ROOM, "Date": "2026-01-01", "DateTime": "2026-01-01T00:00:00Z"}
_PLAIN_BY_NAME = {
    "unit": "99",
    "content": json.dumps({"start": _ROOM, "things": [{"id": _ROOM, "x": 1.5, "y": 2.0}]}),
}
_STEP = 4  # of eleven hostile texts a place gets two or three
_HARMLESS = ("A", "harmless words", "2026-01-01", "2026-01-01T00:00:00Z", _ROOM)
# Sealed or signed: what is not is refused before any statement.
_MADE_BY_THE_HUB = {"after", "before", "passkey", "registerPasskey"}
_BREAKS = {Code.INTERNAL, Code.GRAPH_UNAVAILABLE, Code.LOG_UNAVAILABLE}
_CONTRACT = schema.build()
_Input = GraphQLArgument | GraphQLInputField
_Way = tuple[str, ...]


# ── what the contract takes ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Place:
    """One string of the contract: the fields that lead to it, and then the names inside its argument."""

    operation: str
    fields: tuple[tuple[str, GraphQLField], ...]
    inside: _Way
    scalar: str

    @property
    def name(self) -> str:
        return ".".join([*(name for name, _ in self.fields), *self.inside])

    @property
    def plain(self) -> str:
        """A value that is right there, as far as one is that names nothing in the register."""
        if self.inside == ("id",):
            return _identifier(self.fields[-1][1])
        return str(_plain(self.inside[-1], self.scalar))

    def document(self) -> str:
        """A document that has `$value` there, and something plain wherever else something is required."""
        *before, (name, field) = self.fields
        text = f"{name}{_arguments(field, self.inside)}{_selection(field)}"
        for outer, definition in reversed(before):
            text = f"{outer}{_arguments(definition, ())} {{ {text} }}"
        return f"{self.operation}($value: {self.scalar}!) {{ {text} }}"


def _places() -> Iterator[Place]:
    """Each argument of each field of each type once, by the shortest way that leads there."""
    assert _CONTRACT.query_type is not None
    assert _CONTRACT.mutation_type is not None
    for name, field in _CONTRACT.mutation_type.fields.items():
        yield from _within("mutation", ((name, field),))
    seen = {_CONTRACT.query_type.name}
    ways: list[tuple[GraphQLObjectType, tuple[tuple[str, GraphQLField], ...]]] = [(_CONTRACT.query_type, ())]
    for parent, way in ways:
        for name, field in parent.fields.items():
            longer = (*way, (name, field))
            yield from _within("query", longer)
            below = get_named_type(field.type)
            if isinstance(below, GraphQLObjectType) and below.name not in seen:
                seen.add(below.name)
                ways.append((below, longer))


def _within(operation: str, fields: tuple[tuple[str, GraphQLField], ...]) -> Iterator[Place]:
    for name, argument in fields[-1][1].args.items():
        for inside, scalar in _strings(argument, (name,)):
            yield Place(operation, fields, inside, scalar)


def _strings(given: _Input, way: _Way) -> Iterator[tuple[_Way, str]]:
    named = get_named_type(given.type)
    if isinstance(named, GraphQLInputObjectType):
        for name, field in named.fields.items():
            yield from _strings(field, (*way, name))
    elif not isinstance(named, GraphQLEnumType) and named.name not in _OTHERS:
        yield way, named.name


def _arguments(field: GraphQLField, inside: _Way) -> str:
    given = {
        name: json.dumps(_identifier(field))
        if name == "id" and inside[:1] != ("id",)
        else _value(name, argument, inside[1:] if inside[:1] == (name,) else None)
        for name, argument in field.args.items()
        if is_required_argument(argument) or inside[:1] == (name,)
    }
    if "first" in field.args:
        given["last" if inside[:1] == ("before",) else "first"] = "1"
    return f"({', '.join(f'{name}: {value}' for name, value in given.items())})" if given else ""


def _identifier(field: GraphQLField) -> str:
    """The id of something that is not there, of the type that the field returns."""
    returned = get_named_type(field.type)
    return to_global_id(returned.name if isinstance(returned, GraphQLObjectType) else "Room", NOBODY)


def _plain(name: str, scalar: str) -> str | int:
    """What an argument or a field of that name and type takes."""
    return _PLAIN_BY_NAME.get(name) or _PLAIN.get(scalar, "A")


def _value(name: str, given: _Input, inside: _Way | None) -> str:
    """`$value` where `inside` leads to, and something plain without it."""
    named = get_named_type(given.type)
    if isinstance(named, GraphQLInputObjectType):
        value = _object(named, inside)
    elif inside is not None:
        value = "$value"
    elif isinstance(named, GraphQLEnumType):
        value = next(iter(named.values))
    else:
        value = json.dumps(_plain(name, named.name))
    return f"[{value}]" if isinstance(get_nullable_type(given.type), GraphQLList) else value


def _object(named: GraphQLInputObjectType, inside: _Way | None) -> str:
    taken = inside[0] if inside else ""
    given = {
        name: _value(name, field, inside[1:] if inside and name == taken else None)
        for name, field in named.fields.items()
        if is_required_input_field(field) or name == taken
    }
    return f"{{{', '.join(f'{name}: {value}' for name, value in given.items())}}}"


def _selection(field: GraphQLField) -> str:
    """Something simple of what comes back."""
    returned = get_named_type(field.type)
    if is_leaf_type(returned):
        return ""
    assert isinstance(returned, GraphQLObjectType | GraphQLInterfaceType)
    if "nodes" in returned.fields:
        return f" {{ nodes{_selection(returned.fields['nodes'])} }}"
    leaves = [name for name, item in returned.fields.items() if is_leaf_type(get_named_type(item.type))]
    if leaves:
        return f" {{ {leaves[0]} }}"
    name, item = next(iter(returned.fields.items()))
    return f" {{ {name}{_arguments(item, ())}{_selection(item)} }}"


PLACES = sorted(_places(), key=lambda place: place.name)


def test_the_walk_has_every_argument_of_the_contract_that_takes_text() -> None:
    """Counted the other way round: out of the types, and not along the ways."""
    taken = {(id(place.fields[-1][1]), place.inside[0]) for place in PLACES}
    for named in _CONTRACT.type_map.values():
        if not isinstance(named, GraphQLObjectType) or named.name.startswith("__"):
            continue
        for name, field in named.fields.items():
            for argument, definition in field.args.items():
                takes_text = any(_strings(definition, ()))
                assert ((id(field), argument) in taken) == takes_text, f"{named.name}.{name}({argument}:)"


# ── what comes of it ─────────────────────────────────────────────────────────────────────────────────────────────────


_sent_for: ContextVar[set[str]] = ContextVar("sent_for")  # the texts of the statements that one request led to


@pytest.fixture(scope="module", autouse=True)
def _heard() -> Iterator[None]:
    """Each statement that the driver sends is noted for the request in whose context it is sent."""

    def heard(run: Any) -> Any:
        async def noting(sender: Any, query: Any, *arguments: Any, **others: Any) -> Any:
            _sent_for.get(set()).add(query if isinstance(query, str) else query.text)
            return await run(sender, query, *arguments, **others)

        return noting

    with pytest.MonkeyPatch.context() as patch:
        for sender in (neo4j.AsyncSession, neo4j.AsyncTransaction, neo4j.AsyncManagedTransaction):
            patch.setattr(sender, "run", heard(sender.run))
        yield


@pytest.fixture(scope="module")
def written_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """A hub of its own: some of the texts are taken, as the name of a view or the reason of an objection."""
    home = copy_of_template(tmp_path_factory.mktemp("injection") / "home").model_copy(update={"neo4j_uri": ""})
    with running_graph(home), Hub(home) as hub:
        yield hub


@pytest.fixture(scope="module")
def callers(clerk: Who, inspector: Who, labour_inspector: Who, resident: Who) -> Sequence[Who]:
    """Those who may, between them, use every field."""
    return clerk, inspector, labour_inspector, resident


@pytest.mark.full
@pytest.mark.parametrize("place", [pytest.param(place, id=place.name) for place in PLACES])
def test_text_stays_text(written_hub: Hub, callers: Sequence[Who], place: Place, *, is_long: bool) -> None:
    """It is taken as text or refused with a code, by statements that harmless words get, too.

    Each place gets every fourth hostile text, the next place the next ones; in the long run all of them.
    """
    web, document = Web(written_hub, callers[0]), place.document()
    for who in callers:
        change(written_hub, "rest_officer", officer=who.subject)

    async def asked(who: Who, value: str) -> set[str]:
        statements: set[str] = set()
        _sent_for.set(statements)
        answer = await web.answer(document, {"value": value}, who=who)
        assert answer.status < 500, (document, value, answer.body)
        assert not {*answer.codes} & _BREAKS, (document, value, answer.body)
        return statements

    async def asked_at_once(questions: Sequence[tuple[Who, str]]) -> list[set[str]]:
        return await asyncio.gather(*(asked(who, value) for who, value in questions))

    plain = written_hub.run(asked_at_once([(who, place.plain) for who in callers]))
    usual, who = max(zip(plain, callers, strict=True), key=lambda item: len(item[0]))
    assert usual or _MADE_BY_THE_HUB & {*place.inside, place.fields[-1][0]}, (
        f"nobody's value came as far as a statement: {document}"
    )
    hostile = INJECTIONS if is_long else INJECTIONS[PLACES.index(place) % _STEP :: _STEP]
    texts = [*_HARMLESS, *(str(item.values[0]) for item in hostile)]
    statements = written_hub.run(asked_at_once([(who, text) for text in texts]))
    usual |= set().union(*statements[: len(_HARMLESS)])
    for item, sent in zip(hostile, statements[len(_HARMLESS) :], strict=True):
        assert sent <= usual, (document, item.id)
