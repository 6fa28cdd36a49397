"""A GraphQL request as a checked document: parsed, validated and counted before anything is planned.

Parsing and validation depend on the text alone, so they are remembered, for a bounded number of texts.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    get_variable_values,
    parse,
    validate,
)
from graphql.execution.collect_fields import FragmentDetails

from hub import limits
from hub.errors import QueryTooComplexError, ValidationFailedError
from loaders.planner import Document

_REMEMBERED_TEXTS = 1000  # distinct documents; departments send a few dozen
_ERRORS_MAX = 5  # validation stops after so many


class Checked:
    """A validated document and the counts of its operations; the same for every request with this text."""

    def __init__(self, schema: GraphQLSchema, node: DocumentNode) -> None:
        self.node = node
        self._schema = schema
        definitions = [item for item in node.definitions if isinstance(item, FragmentDefinitionNode)]
        self._fragments = {item.name.value: FragmentDetails(item) for item in definitions}
        self._operations = [item for item in node.definitions if isinstance(item, OperationDefinitionNode)]

    def document(self, operation_name: str | None, variables: Mapping[str, Any]) -> Document:
        """One operation with its variables. Raises `ValidationFailedError` or `QueryTooComplexError`."""
        operation = self._operation(operation_name)
        _count(operation, self._fragments)
        values = get_variable_values(
            self._schema,
            operation.variable_definitions or (),
            dict(variables),
            max_errors=_ERRORS_MAX,
            hide_suggestions=True,
        )
        if isinstance(values, list):
            raise ValidationFailedError("; ".join(error.message for error in values))
        return Document(self._schema, operation, self._fragments, values)

    def _operation(self, name: str | None) -> OperationDefinitionNode:
        named = [item for item in self._operations if name is None or (item.name and item.name.value == name)]
        if not named:
            raise ValidationFailedError(f"the document has no operation `{(name or '')[:60]}`")
        if len(named) > 1:
            raise ValidationFailedError("the document has several operations: say which by `operationName`")
        if named[0].operation is OperationType.SUBSCRIPTION:
            raise ValidationFailedError("there are no subscriptions here: ask again instead")
        return named[0]


class Documents:
    """The documents of one schema, remembered by their text."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self.checked = lru_cache(maxsize=_REMEMBERED_TEXTS)(self._check)

    def _check(self, text: str) -> Checked:
        """Parse and validate. Raises `ValidationFailedError`, or `QueryTooComplexError` for too many tokens."""
        try:
            node = parse(text, max_tokens=limits.QUERY_TOKENS_MAX, no_location=False)
        except GraphQLError as error:
            if "tokens" in error.message:
                raise QueryTooComplexError(f"the document has more than {limits.QUERY_TOKENS_MAX} tokens") from None
            raise ValidationFailedError(_first_line(error.message)) from None
        except RecursionError:
            raise QueryTooComplexError("the document is nested too deeply") from None
        _count_document(node)
        errors = validate(self._schema, node, max_errors=_ERRORS_MAX, hide_suggestions=True)
        if errors:
            raise ValidationFailedError("; ".join(_first_line(error.message) for error in errors))
        return Checked(self._schema, node)


def _first_line(message: str) -> str:
    return message.splitlines()[0][:300]


def _count_document(node: DocumentNode) -> None:
    """Aliases and nesting as written, before validation: hostile documents make validation itself slow."""
    aliases = 0
    stack: list[tuple[SelectionSetNode | None, int]] = [
        (getattr(definition, "selection_set", None), 1) for definition in node.definitions
    ]
    while stack:
        selections, depth = stack.pop()
        if selections is None:
            continue
        if depth > limits.QUERY_DEPTH_MAX * 3:  # fragments and connections' wrappers count as levels here
            raise QueryTooComplexError(f"the document is nested deeper than {limits.QUERY_DEPTH_MAX} fields")
        for item in selections.selections:
            aliases += isinstance(item, FieldNode) and item.alias is not None
            stack.append((getattr(item, "selection_set", None), depth + 1))
    if aliases > limits.QUERY_ALIASES_MAX:
        raise QueryTooComplexError(
            f"the document has {aliases} aliases, and at most {limits.QUERY_ALIASES_MAX} are taken"
        )


def _count(operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDetails]) -> None:
    roots = _root_fields(operation.selection_set, fragments, frozenset())
    if roots > limits.QUERY_ROOT_FIELDS_MAX:
        raise QueryTooComplexError(
            f"the operation has {roots} root fields, and at most {limits.QUERY_ROOT_FIELDS_MAX} are taken"
        )


def _root_fields(selections: SelectionSetNode, fragments: Mapping[str, FragmentDetails], seen: frozenset[str]) -> int:
    total = 0
    for item in selections.selections:
        if isinstance(item, FieldNode):
            total += 1
        elif isinstance(item, InlineFragmentNode):
            total += _root_fields(item.selection_set, fragments, seen)
        elif isinstance(item, FragmentSpreadNode) and item.name.value not in seen:
            inner = fragments[item.name.value].definition.selection_set
            total += _root_fields(inner, fragments, seen | {item.name.value})
    return total
