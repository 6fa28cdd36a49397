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
from graphql.validation.rules import overlapping_fields_can_be_merged

from hub import limits
from hub.errors import QueryTooComplexError, ValidationFailedError
from loaders.planner import Document

_REMEMBERED_TEXTS = 1000  # distinct documents; departments send a few dozen
_REMEMBERED_CHARACTERS_MAX = 16 * 1024  # of one; so that what is remembered stays below 16 MiB of text
_ERRORS_MAX = 5  # validation stops after so many
_GIVEN_UP = "Validation aborted."  # graphql-core's words for a document that costs it too much to check
_TOO_DEEP = "the document is nested too deeply"

# graphql-core's own knob. Who is in front of one event loop has to share it: at the default, one document of 16 KiB with
# repeated nested fields is compared for seconds.
overlapping_fields_can_be_merged.MAX_COMPLEXITY_BUDGET = limits.VALIDATION_WORK_MAX


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
        self._remembered = lru_cache(maxsize=_REMEMBERED_TEXTS)(self._check)

    def checked(self, text: str) -> Checked:
        """The document with this text. Raises `ValidationFailedError` or `QueryTooComplexError`."""
        if len(text) > limits.QUERY_CHARACTERS_MAX:
            raise QueryTooComplexError(f"the document has more than {limits.QUERY_CHARACTERS_MAX} characters")
        return self._check(text) if len(text) > _REMEMBERED_CHARACTERS_MAX else self._remembered(text)

    def _check(self, text: str) -> Checked:
        try:
            node = parse(text, max_tokens=limits.QUERY_TOKENS_MAX, no_location=False)
            _count_document(node)
            errors = validate(self._schema, node, max_errors=_ERRORS_MAX, hide_suggestions=True)
        except GraphQLError as error:
            raise _unparsed(error) from None
        except RecursionError:
            raise QueryTooComplexError(_TOO_DEEP) from None
        if any(error.message == _GIVEN_UP for error in errors):
            raise QueryTooComplexError(
                "checking the document takes too long: ask for each field once, nest fragments less"
            )
        if errors:
            raise ValidationFailedError("; ".join(_first_line(error.message) for error in errors))
        return Checked(self._schema, node)


def _unparsed(error: GraphQLError) -> ValidationFailedError | QueryTooComplexError:
    """Our error for the parser's, which has no codes: its words tell what it was."""
    if "tokens" in error.message:
        return QueryTooComplexError(f"the document has more than {limits.QUERY_TOKENS_MAX} tokens")
    if "nested too deeply" in error.message:
        return QueryTooComplexError(_TOO_DEEP)
    return ValidationFailedError(_first_line(error.message))


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
    roots = _root_fields(operation.selection_set, fragments, set())
    if roots > limits.QUERY_ROOT_FIELDS_MAX:
        raise QueryTooComplexError(
            f"the operation has {roots} root fields, and at most {limits.QUERY_ROOT_FIELDS_MAX} are taken"
        )


def _root_fields(selections: SelectionSetNode, fragments: Mapping[str, FragmentDetails], seen: set[str]) -> int:
    """How many root fields are written; a fragment counts once, as it is collected once, however often it is named."""
    total = 0
    for item in selections.selections:
        if isinstance(item, FieldNode):
            total += 1
        elif isinstance(item, InlineFragmentNode):
            total += _root_fields(item.selection_set, fragments, seen)
        elif isinstance(item, FragmentSpreadNode) and item.name.value not in seen:
            seen.add(item.name.value)
            total += _root_fields(fragments[item.name.value].definition.selection_set, fragments, seen)
    return total
