"""From a document to a selection: what one root field asks, resolved, merged, and within the limits.

Uses graphql-core's own `collect_fields` and `collect_subfields`, so fragments, `@skip`, `@include` and merging mean
here what they mean everywhere. Writing the statement is `loaders.compose`'s.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

from graphql import (
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)
from graphql.execution.collect_fields import FieldDetails, FragmentDetails, collect_fields, collect_subfields
from graphql.execution.values import VariableValues, get_argument_values

from loaders.source import Connection
from loaders.sources import SOURCES
from model import limits
from model.errors import QueryTooComplexError, ValidationFailedError
from model.groups import FieldGroup
from model.ids import from_global_id
from model.plan import FieldSelection
from model.text import case_number

_CASES = {"case", "cases"}  # arguments and input fields whose values are numbers of cases


@dataclass(frozen=True)
class Document:
    """One operation of a validated document, with its variables: what a planner needs of graphql-core."""

    schema: GraphQLSchema
    operation: OperationDefinitionNode
    fragments: Mapping[str, FragmentDetails]
    variables: VariableValues

    @cached_property
    def roots(self) -> Mapping[str, Sequence[FieldDetails]]:
        """The root fields by response key."""
        root_type = self.schema.get_root_type(self.operation.operation)
        assert root_type is not None  # noqa: S101 - a validated operation has one
        collected = collect_fields(self.schema, dict(self.fragments), self.variables, root_type, self.operation)
        return dict(collected.grouped_field_set)

    def children(self, of: GraphQLObjectType, details: Sequence[FieldDetails]) -> dict[str, list[FieldDetails]]:
        """What is selected below `details`, whose value is of the object type `of`."""
        collected = collect_subfields(
            self.schema, dict(self.fragments), self.variables, self.operation, of, list(details)
        )
        return dict(collected.grouped_field_set)


def select(
    document: Document, parent: GraphQLObjectType, response_key: str, details: Sequence[FieldDetails]
) -> FieldSelection:
    """The selection of one root field.

    Raises `QueryTooComplexError` when it is too deep, too wide or could load too many rows, and
    `ValidationFailedError` for arguments which don't fit together.
    """
    selected = _Selection(document).field(parent, response_key, details, depth=1)
    planned = sum(1 for _ in selected.walk())
    if planned > limits.PLANNED_FIELDS_MAX:
        raise _too_complex("fields", planned, limits.PLANNED_FIELDS_MAX)
    rows = estimated_rows(selected)
    if rows > limits.ESTIMATED_ROWS_MAX:
        raise _too_complex("rows", rows, limits.ESTIMATED_ROWS_MAX)
    return selected


def estimated_rows(selected: FieldSelection) -> int:
    """How many objects a selection may load at most: the sum over its branches of the products of page sizes."""
    size = page_size(selected.arguments) if _is_page(selected) else 1
    return size * (1 + sum(estimated_rows(child) for child in selected.children if child.type_name))


def page_size(arguments: Mapping[str, Any]) -> int:
    """How many nodes a connection's arguments ask for."""
    size = arguments.get("first") or arguments.get("last") or 0
    return int(size)


def is_counted(children: Sequence[FieldSelection]) -> bool:
    """Whether of a connection only the total is asked for: then there is no page to load, and none to name."""
    return all(child.coordinate.rpartition(".")[2] == "totalCount" for child in children)


class _Selection:
    """Walks one root field's selection. Keeps the document, and nothing that changes."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def field(
        self, parent: GraphQLObjectType, key: str, details: Sequence[FieldDetails], *, depth: int
    ) -> FieldSelection:
        node = details[0].node
        definition = parent.fields[node.name.value]
        arguments = _arguments(get_argument_values(definition, node, self._document.variables))
        coordinate = f"{parent.name}.{node.name.value}"
        if coordinate == "Query.case":
            arguments["number"] = case_number(arguments["number"])
        returned = get_named_type(definition.type)
        if is_abstract_type(returned):
            returned = self._concrete(returned, arguments)
            coordinate = f"{parent.name}.{returned.name[0].lower()}{returned.name[1:]}"
            definition = parent.fields[coordinate.partition(".")[2]]
        is_node = bool(getattr(returned, "interfaces", ()))  # the id of anything else is no global one
        if is_node and "id" in arguments and from_global_id(arguments["id"])[0] != returned.name:
            raise ValidationFailedError(
                f"`{node.name.value}` takes the id of a `{returned.name}`, and this is another's"
            )
        below: Iterable[FieldSelection] = ()
        if not is_leaf_type(returned):
            if depth > limits.QUERY_DEPTH_MAX:
                raise _too_complex("levels", depth, limits.QUERY_DEPTH_MAX)
            assert isinstance(returned, GraphQLObjectType)  # noqa: S101 - abstract types are made concrete above
            below = self._below(returned, details, depth=depth + 1)
        children = tuple(below)
        if "first" in definition.args:
            _check_page(parent.name, node.name.value, arguments, is_counted=is_counted(children))
        return FieldSelection(
            coordinate=coordinate,
            response_key=key,
            arguments=arguments,
            group=definition.extensions.get("group"),
            type_name="" if is_leaf_type(returned) else returned.name,
            children=children,
            computed=definition.extensions.get("computed"),
            asked_by=_asked_by(coordinate, arguments),
        )

    def _below(
        self, parent: GraphQLObjectType, details: Sequence[FieldDetails], *, depth: int
    ) -> Iterable[FieldSelection]:
        for key, child in self._document.children(parent, details).items():
            if child[0].node.name.value != "__typename":
                yield self.field(parent, key, child, depth=depth)

    def _concrete(self, named: GraphQLNamedType, arguments: Mapping[str, Any]) -> GraphQLObjectType:
        """The object type behind `named`: an interface is made concrete by the id that was asked for."""
        type_name, _ = from_global_id(str(arguments.get("id", "")))
        concrete = self._document.schema.type_map.get(type_name)
        if not isinstance(concrete, GraphQLObjectType) or named not in concrete.interfaces:
            raise ValidationFailedError("this is not the id of a node: pass an `id` which the API returned, unchanged")
        return concrete


def _arguments(values: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments as plain values, without those that are null: null and absent mean the same in this API."""
    return {name: _given(name, value) for name, value in values.items() if value is not None}


def _given(name: str, value: Any) -> Any:
    """The same; a case's number as it was made, however it was typed."""
    if name in _CASES and value is not None:
        return [case_number(each) for each in value] if isinstance(value, list) else case_number(value)
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {name: _given(name, item) for name, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _is_page(selected: FieldSelection) -> bool:
    return selected.type_name.endswith("Connection")


def _asked_by(coordinate: str, arguments: Mapping[str, Any]) -> FieldGroup | None:
    """The group of what an order tells of."""
    source = SOURCES.get(coordinate)
    ordering = source.orders.get(arguments.get("orderBy", "")) if isinstance(source, Connection) else None
    return ordering.group if ordering else None


def _check_page(type_name: str, field_name: str, arguments: Mapping[str, Any], *, is_counted: bool) -> None:
    asked = [name for name in ("first", "last") if name in arguments]
    if not asked and is_counted and not {"after", "before"} & arguments.keys():
        return
    if len(asked) != 1:
        raise ValidationFailedError(
            f"`{type_name}.{field_name}` is paged: give either `first` or `last`, from 1 to {limits.PAGE_SIZE_MAX}"
        )
    size = arguments[asked[0]]
    if not 1 <= size <= limits.PAGE_SIZE_MAX:
        raise ValidationFailedError(f"`{asked[0]}: {size}` is out of range: give 1 to {limits.PAGE_SIZE_MAX}")
    wrong = "before" if asked[0] == "first" else "after"
    if wrong in arguments:
        raise ValidationFailedError(f"`{asked[0]}` does not go with `{wrong}`: use the cursor of the other direction")


def _too_complex(what: str, found: int, most: int) -> QueryTooComplexError:
    return QueryTooComplexError(f"the query asks for {found} {what}, and at most {most} are answered: ask for less")
