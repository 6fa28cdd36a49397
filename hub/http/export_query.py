"""What a person's export holds: the committed document `schema/export.graphql`, asked as any other document is.

So there is one description of what is theirs: the contract. Asking is the gate's; this parses, selects and completes.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import schema
from hub.gate.pipeline import ResponseData
from hub.http.completion import completed
from hub.http.documents import Checked, Documents
from loaders.planner import select
from model.errors import FieldNotAllowedError
from model.plan import FieldSelection

DOCUMENT = Path(schema.__file__).with_name("export.graphql")


class ExportQuery:
    """The document's operations, each of one root field `me`."""

    def __init__(self, documents: Documents) -> None:
        self._contract = documents.contract
        self._checked: Checked = documents.checked(DOCUMENT.read_text(encoding="utf-8"))

    def selected(self, operation: str, variables: Mapping[str, Any]) -> FieldSelection:
        """What one operation asks. Raises a `DomicileError` where a variable is none."""
        document = self._checked.document(operation, variables)
        root = document.schema.query_type
        assert root is not None  # noqa: S101 - a contract has one
        ((key, details),) = document.roots.items()
        return select(document, root, key, details)

    def completed(self, operation: str, variables: Mapping[str, Any], answers: ResponseData) -> dict[str, Any]:
        """What stands under `me`, from what `answers` holds. Raises what went wrong with a field: here nothing may."""
        result = completed(
            self._contract, self._checked.node, context=answers, variables=variables, operation_name=operation
        )
        for error in result.errors or ():
            if not isinstance(error.original_error, FieldNotAllowedError):  # which groups are closed, the file says
                raise error.original_error or error
        assert result.data is not None  # noqa: S101 - else there was an error
        record: dict[str, Any] = result.data["me"]
        return record
