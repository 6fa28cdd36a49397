"""A GraphQL request as a checked document: parsed, validated and counted before anything is planned.

Parsing and validation depend on the text alone, so they are remembered, for a bounded number of texts.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    get_variable_values,
    parse,
    specified_rules,
    validate,
)
from graphql.execution.collect_fields import FragmentDetails
from graphql.validation.rules import ASTValidationRule, overlapping_fields_can_be_merged

from hub.http.expansion import Expansions
from hub.http.slices import pause
from loaders.planner import Document
from model import limits
from model.errors import QueryTooComplexError, ValidationFailedError

_REMEMBERED_TEXTS = 1000  # distinct documents; departments send a few dozen
_REMEMBERED_CHARACTERS_MAX = 16 * 1024  # of one; so that what is remembered stays below 16 MiB of text
_ERRORS_MAX = 5  # validation stops after so many
_GIVEN_UP = "Validation aborted."  # graphql-core's words for a document that costs it too much to check
_TOO_DEEP = "the document is nested too deeply"

# graphql-core's own knob. Who is in front of one event loop has to share it: at the default, one document of 16 KiB with
# repeated nested fields is compared for seconds.
overlapping_fields_can_be_merged.MAX_COMPLEXITY_BUDGET = limits.VALIDATION_WORK_MAX


class _Pausing(ASTValidationRule):
    """No rule: lets others have their turn while a long document is validated."""

    def enter(self, *_: Any) -> None:
        pause()


_RULES: tuple[type[ASTValidationRule], ...] = (_Pausing, *specified_rules)


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
        _check_variables(variables)
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

    def __init__(self, contract: GraphQLSchema) -> None:
        self.contract = contract
        self._remembered = lru_cache(maxsize=_REMEMBERED_TEXTS)(self._check)

    def checked(self, text: str) -> Checked:
        """The document with this text. Raises `ValidationFailedError` or `QueryTooComplexError`."""
        if len(text) > limits.QUERY_CHARACTERS_MAX:
            raise QueryTooComplexError(f"the document has more than {limits.QUERY_CHARACTERS_MAX} characters")
        return self._check(text) if len(text) > _REMEMBERED_CHARACTERS_MAX else self._remembered(text)

    def _check(self, text: str) -> Checked:
        try:
            node = parse(text, max_tokens=limits.QUERY_TOKENS_MAX, no_location=False)
            Expansions(node).check()
            errors = validate(self.contract, node, _RULES, max_errors=_ERRORS_MAX, hide_suggestions=True)
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
        return Checked(self.contract, node)


def _unparsed(error: GraphQLError) -> ValidationFailedError | QueryTooComplexError:
    """Our error for the parser's, which has no codes: its words tell what it was."""
    if "tokens" in error.message:
        return QueryTooComplexError(f"the document has more than {limits.QUERY_TOKENS_MAX} tokens")
    if "nested too deeply" in error.message:
        return QueryTooComplexError(_TOO_DEEP)
    return ValidationFailedError(_first_line(error.message))


def _first_line(message: str) -> str:
    return message.splitlines()[0][:300]


def _check_variables(variables: Mapping[str, Any]) -> None:
    """Lists and objects in variables are coerced value by value, so they are counted first."""
    values = 0
    stack: list[Any] = [variables]
    while stack:
        value = stack.pop()
        if isinstance(value, dict | list):
            values += len(value)
            if values > limits.VARIABLE_VALUES_MAX:
                raise QueryTooComplexError(f"the variables hold more than {limits.VARIABLE_VALUES_MAX} values")
            stack.extend(value.values() if isinstance(value, dict) else value)
