"""A slow, obvious executor of the API over the city's rows: what the hub's answers are compared with.

It shares the SDL, graphql-core and the policy's decisions with the hub, and nothing else: no loaders, no gate, no
graph. Every field is resolved where it stands, one row after the other.
"""

import base64
import json
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from graphql import (
    GraphQLNamedType,
    GraphQLResolveInfo,
    GraphQLSchema,
    VariableNode,
    build_schema,
    execute_sync,
    get_named_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    parse,
)

import schema
from hub.policy import Policy
from model.callers import Question
from model.groups import FieldGroup
from model.ids import ClientId, PurposeId
from model.states import CaseKind, CaseProof
from tests.reference.meaning import MEANING, NAMES, ORDER, Meaning, Scope, lapsed_permissions, permissions
from tests.reference.rows import City, Row, instant, is_valid

_NOBODY: Row = {}
_Info = GraphQLResolveInfo[None]
_DATED = (
    "PARTY_NAME",
    "PERSON_NAME",
    "PERSON_BIRTH",
    "RESIDENCE",
    "TENANCY",
    "EMPLOYMENT",
    "HOUSEHOLD",
    "DECLARED_CONTACTS",
)


@dataclass(frozen=True)
class Asker:
    """Who asks: what a token says, and the purpose of the request."""

    client: str
    subject: str
    office: str | None
    purpose: str
    issuer: str


@dataclass(frozen=True)
class Thing:
    """One object: its type, its row, and the scope and the field groups in which it was reached."""

    type_name: str
    row: Row
    scope: Scope
    allowed: frozenset[str]
    lapsed: Mapping[str, str] = field(default_factory=dict)  # of a group that a consent would open: the code


@dataclass(frozen=True)
class Outcome:
    """What an answer holds: its data, and its errors' codes as a set."""

    data: Any
    codes: frozenset[str]


class RefusedError(Exception):
    """An error with one of the documented codes."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Reference:
    """Answers documents over `city`. `pairwise` gives a person's id as a client sees it: (person, client) → id."""

    def __init__(self, city: City, pairwise: Callable[[str, str], str]) -> None:
        self.city = city
        self.schema: GraphQLSchema = build_schema(schema.sdl())
        self._pairwise = pairwise
        self._policy = Policy.load()

    def answer(self, asker: Asker, document: str, variables: Mapping[str, Any], *, today: str) -> Outcome:
        """What the hub has to answer to `asker` on the day `today`."""
        request = _Request(self, asker, today, datetime.now(UTC))
        result = execute_sync(
            self.schema,
            parse(document),
            variable_values=dict(variables),
            field_resolver=request.field,
            type_resolver=lambda thing, _info, _type: thing.type_name,
        )
        errors = getattr(result, "errors", None) or []
        for error in errors:
            if not isinstance(error.original_error, RefusedError):
                raise AssertionError(f"the reference itself is wrong: {error}") from error.original_error  # noqa: TRY004 - it is
        return Outcome(getattr(result, "data", None), frozenset(error.original_error.code for error in errors))

    def decided(self, question: Question) -> frozenset[str]:
        """The groups that are open."""
        return frozenset(group.value for group in self._policy.decide(question, frozenset(FieldGroup)).allowed)

    def purposes(self, client: str) -> list[Row]:
        """The purposes for which a client may ask, by id."""
        return [
            {
                "id": item.id,
                "description": item.description,
                "descriptionZh": item.description_zh,
                "dpvTerm": item.dpv_term,
                "legalBasis": item.legal_basis,
            }
            for item in sorted(self._policy.purposes_of(client), key=lambda item: item.id)
        ]

    def pairwise(self, person_id: str, client: str) -> str:
        """A person's id as a client sees it."""
        return self._pairwise(person_id, client)


@dataclass(frozen=True)
class _Request:
    reference: Reference
    asker: Asker
    today: str
    now: datetime

    def field(self, source: Any, info: _Info, **arguments: Any) -> Any:
        """The value of any field."""
        given = {name: value for name, value in arguments.items() if value is not None}
        if isinstance(source, Mapping):  # a page, an edge, or the information on a page
            return source[info.field_name]
        if source is None:
            return self._root(info, given)
        if _group(info) not in source.allowed:
            raise RefusedError(source.lapsed.get(_group(info), "FIELD_NOT_ALLOWED"))
        return self._value(source, info, f"{source.type_name}.{info.field_name}", given)

    # ── doors ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _root(self, info: _Info, given: Mapping[str, Any]) -> Any:
        name = info.field_name
        scope = self._scope(given)
        if name == "me":
            return self._me(scope)
        if name == "case":
            return self._case(scope, given)
        if name not in {"viewer", "offices"} or self.asker.purpose:
            self._check_purpose()
        question = Question(client=ClientId(self.asker.client), purpose=self._purpose)
        allowed = self.reference.decided(question)
        returned: GraphQLNamedType = get_named_type(info.return_type)
        if name == "node":
            returned, name = self._node(given["id"])
        if _group_of(self.reference.schema, name, returned.name) not in allowed:
            raise RefusedError("FIELD_NOT_ALLOWED")
        unit = given.get("unit")
        if unit is not None and not scope.covers(unit):
            raise RefusedError("OUT_OF_JURISDICTION")
        start = Thing("Query", _NOBODY, scope, allowed)
        if name == "viewer":
            return replace(start, type_name="Viewer", row={"client": self.asker.client, "officer": self._officer})
        if given.get("orderBy") == "OPEN_REPAIR_ORDERS" and "INSPECTION" not in allowed:
            raise RefusedError("FIELD_NOT_ALLOWED")
        if "id" in given:
            given = {**given, "id": local_id(given["id"])}
        return self._value(start, info, f"Query.{name}", given, returned)

    @property
    def _officer(self) -> str:
        return self.asker.subject if self.asker.office else ""

    @property
    def _purpose(self) -> PurposeId | None:
        return PurposeId(self.asker.purpose) if self.asker.purpose else None

    def _scope(self, given: Mapping[str, Any]) -> Scope:
        office = self.reference.city.one("office", self.asker.office or "-", "code")
        return Scope(
            jurisdiction=office["unitCode"] if office else "-",
            as_of=given.get("asOf", self.today),
            known_at=instant(given["knownAt"]) if "knownAt" in given else self.now,
            today=self.today,
            office=self.asker.office,
        )

    def _node(self, global_id: str) -> tuple[GraphQLNamedType, str]:
        type_name = base64.urlsafe_b64decode(global_id + "===").decode().partition(":")[0]
        return self.reference.schema.type_map[type_name], type_name[0].lower() + type_name[1:]

    def _check_purpose(self) -> None:
        if not self.asker.purpose:
            raise RefusedError("PURPOSE_REQUIRED")
        if self.asker.purpose not in {row["id"] for row in self.reference.purposes(self.asker.client)}:
            raise RefusedError("PURPOSE_NOT_ALLOWED")

    def _me(self, scope: Scope) -> Thing:
        if self.asker.office:
            raise RefusedError("UNAUTHENTICATED")
        sign_ins = self.reference.city.where("sign_in", "subject", self.asker.subject)
        sign_in = next((row for row in sign_ins if row["issuer"] == self.asker.issuer), None)
        person = self.reference.city.one("person", sign_in["of"]) if sign_in else None
        if person is None:
            raise RefusedError("SUBJECT_NOT_AVAILABLE")
        question = Question(client=ClientId(self.asker.client), purpose=None, is_own_record=True)
        return Thing("Me", person, replace(scope, is_own=True), self.reference.decided(question))

    def _case(self, scope: Scope, given: Mapping[str, Any]) -> Thing:
        self._check_purpose()
        case = self.reference.city.one("case", given["number"], "number")
        if case is None or not self._holds(case):
            raise RefusedError("CASE_REQUIRED")
        if case["state"] == "CLOSED" or instant(case["endsAt"]) <= self.now:
            raise RefusedError("CASE_CLOSED")
        if case["purpose"] != self.asker.purpose:
            raise RefusedError("PURPOSE_NOT_ALLOWED")
        granted = permissions(self.reference.city, case, today=self.today)
        allowed = self._allowed_in(case, scope, given, set(granted))
        if "CASE" not in allowed:
            raise RefusedError("FIELD_NOT_ALLOWED")
        lapsed = {}
        for permission, code in sorted(lapsed_permissions(self.reference.city, case, today=self.today).items()):
            opened = self._allowed_in(case, scope, given, {*granted, permission}) - allowed
            lapsed |= dict.fromkeys(opened, code)
        return Thing("Case", case, scope, allowed, lapsed)

    def _allowed_in(self, case: Row, scope: Scope, given: Mapping[str, Any], granted: set[str]) -> frozenset[str]:
        question = Question(
            client=ClientId(self.asker.client),
            purpose=self._purpose,
            case_kind=CaseKind(case["kind"]),
            proof=CaseProof(case["proof"]),
            has_case=True,
            has_history_permission="HISTORY" in granted,
            has_contacts_permission="DECLARED_CONTACTS" in granted,
        )
        allowed = self.reference.decided(question)
        if "HISTORY" not in allowed and (scope.as_of != self.today or "knownAt" in given):
            allowed -= set(_DATED)
        return allowed

    def _holds(self, case: Row) -> bool:
        """A case is at the caller's office; one that a resident opened is the officer's or their deputy's."""
        office = self.reference.city.one("office", self.asker.office or "-", "code")
        if office is None or case["at"] != office["id"]:
            return False
        staff = self.reference.city.where("staff_member", "subject", self.asker.subject)
        own = {row["fact"] for row in staff if not row["recordedTo"] and is_valid(row, self.today)}
        return case["proof"] == "EX_OFFICIO" or bool(own & {case["openedBy"], case["deputy"]})

    # ── fields ───────────────────────────────────────────────────────────────────────────────────────────────────────

    def _value(
        self,
        source: Thing,
        info: _Info,
        coordinate: str,
        given: Mapping[str, Any],
        returned: GraphQLNamedType | None = None,
    ) -> Any:
        returned = returned or get_named_type(info.return_type)
        if is_leaf_type(returned):
            return self._leaf(source, info, coordinate, given)
        found = self._rows(source, coordinate, given)
        type_name = returned.name.removesuffix("Connection")
        if found is None or isinstance(found, Mapping):
            return None if found is None else replace(source, type_name=type_name, row=found)
        order = ORDER.get(_plain(coordinate), ("id",))
        if given.get("orderBy") == "OPEN_REPAIR_ORDERS":
            order = ("rank", "id")
        things = [
            replace(source, type_name=type_name, row=row) for row in sorted(found, key=lambda row: _key(row, order))
        ]
        return _page(things, order, info, given) if returned.name.endswith("Connection") else things

    def _rows(self, source: Thing, coordinate: str, given: Mapping[str, Any]) -> Row | Iterable[Row] | None:
        if coordinate == "Viewer.purposes":
            return self.reference.purposes(self.asker.client)
        found: Row | Iterable[Row] | None = _meaning(coordinate)(self.reference.city, source.scope, source.row, given)
        return found

    def _leaf(self, source: Thing, info: _Info, coordinate: str, given: Mapping[str, Any]) -> Any:
        if _plain(coordinate) == "Person.id":
            return self.reference.pairwise(source.row["id"], self.asker.client)
        if info.field_name == "id" and source.type_name != "Purpose":
            return global_id(source.type_name, source.row.get("id") or source.row["fact"])
        if source.type_name == "PersonName":
            return source.row[NAMES[info.field_name]] or None
        if _plain(coordinate) in MEANING:
            return _meaning(coordinate)(self.reference.city, source.scope, source.row, given)
        return _typed(source.row[info.field_name], info)


def _meaning(coordinate: str) -> Meaning:
    return MEANING[_plain(coordinate)]


def _plain(coordinate: str) -> str:
    """An inspection's case is a case, with the fields that concern no person; who asks for themselves is a person."""
    return coordinate.replace("InspectionCase.", "Case.").replace("Me.", "Person.")


def _typed(text: str, info: _Info) -> Any:
    """A column's text as a value of the field's type; empty is null, or an empty list."""
    returned = info.return_type.of_type if is_non_null_type(info.return_type) else info.return_type
    if is_list_type(returned):
        return text.split(";") if text else []
    if text == "":
        return None
    convert: Mapping[str, Callable[[str], Any]] = {"Int": int, "Float": float, "Boolean": lambda word: word == "true"}
    return convert.get(get_named_type(returned).name, str)(text)


def _group(info: _Info) -> str:
    return _group_of_node(info.parent_type.fields[info.field_name].ast_node)


def _group_of(api: GraphQLSchema, root: str, type_name: str) -> str:
    """The group of a root field; a node's is that of its id."""
    query = api.query_type
    assert query is not None
    definition = query.fields.get(root) or api.type_map[type_name].fields["id"]  # type: ignore[attr-defined]  # an object
    return _group_of_node(definition.ast_node)


def _group_of_node(node: Any) -> str:
    (directive,) = (item for item in node.directives if item.name.value == "fieldGroup")
    name: str = directive.arguments[0].value.value
    return name


def global_id(type_name: str, local: str) -> str:
    """The opaque id of a node."""
    return base64.urlsafe_b64encode(f"{type_name}:{local}".encode()).decode().rstrip("=")


def local_id(opaque: str) -> str:
    """The UUID in an opaque id."""
    return str(uuid.UUID(base64.urlsafe_b64decode(opaque + "===").decode().partition(":")[2]))


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _key(row: Row, order: Sequence[str]) -> list[str | int]:
    return [int(row[name]) if name in {"version", "rank"} else row[name] for name in order]


def _page(things: list[Thing], order: Sequence[str], info: _Info, given: Mapping[str, Any]) -> dict[str, Any]:
    """The page of a connection as Relay says. A cursor here is the variable it was asked with, and the row's key."""
    is_backward = "last" in given
    cursor = given.get("before" if is_backward else "after")
    behind = things
    if cursor is not None:
        stop = json.loads(cursor.partition(" ")[2])
        behind = [
            thing
            for thing in things
            if (_key(thing.row, order) < stop if is_backward else _key(thing.row, order) > stop)
        ]
    size = given["last"] if is_backward else given["first"]
    cut = behind[-size:] if is_backward else behind[:size]
    has_more = len(behind) > len(cut)
    cursors = [f"{_variable(info)} {json.dumps(_key(thing.row, order))}" for thing in cut]
    return {
        "nodes": cut,
        "edges": [{"cursor": cursor, "node": thing} for cursor, thing in zip(cursors, cut, strict=True)],
        "totalCount": len(things),
        "pageInfo": {
            "hasNextPage": cursor is not None if is_backward else has_more,
            "hasPreviousPage": has_more if is_backward else cursor is not None,
            "startCursor": cursors[0] if cursors else None,
            "endCursor": cursors[-1] if cursors else None,
        },
    }


def _variable(info: _Info) -> str:
    """The variable by which the document asks for another page of this connection."""
    for argument in info.field_nodes[0].arguments or ():
        if argument.name.value in {"after", "before"} and isinstance(argument.value, VariableNode):
            return argument.value.name.value
    return "-"
