"""graphql-core's completion of an answer, in steps and within a limit.

It is synchronous: what is loaded is there. Before each object it lets others have their turn, and counts the object's fields.
"""

from collections.abc import Mapping
from typing import Any

from graphql import DocumentNode, ExecutionResult, GraphQLSchema, execute_sync
from graphql.execution.executor import Executor

from hub.http.slices import pause
from model import limits
from model.errors import QueryTooComplexError


class _TooLargeError(BaseException):
    """Ends a completion. graphql-core takes any `Exception` for one field's, answers null there, and goes on."""


class _Completion(Executor[Any]):
    _completed = 0

    def execute_fields(
        self, parent_type: Any, source_value: Any, path: Any, grouped_field_set: Any, position_context: Any
    ) -> Any:
        """The fields of one object."""
        self._completed += len(grouped_field_set)
        if self._completed > limits.COMPLETED_FIELDS_MAX:
            raise _TooLargeError
        pause()
        return super().execute_fields(parent_type, source_value, path, grouped_field_set, position_context)


def completed(
    contract: GraphQLSchema,
    node: DocumentNode,
    *,
    context: Any,
    variables: Mapping[str, Any],
    operation_name: str | None,
) -> ExecutionResult:
    """The answer to one operation of a validated document, from what `context` holds.

    Raises `QueryTooComplexError` when it has more than `limits.COMPLETED_FIELDS_MAX` fields.
    """
    try:
        result = execute_sync(
            contract,
            node,
            context_value=context,
            variable_values=dict(variables),
            operation_name=operation_name,
            executor_class=_Completion,
        )
    except _TooLargeError:
        raise QueryTooComplexError(
            f"the answer has more than {limits.COMPLETED_FIELDS_MAX} fields: ask for smaller pages"
        ) from None
    assert isinstance(result, ExecutionResult)  # noqa: S101 - there is no incremental delivery here
    return result
