"""The root of all writes."""

from typing import Annotated

import strawberry

from hub.model.groups import FieldGroup
from schema.case import CounterCode, CreateCounterCodeInput, OpenCaseInput, OpenCasePayload
from schema.fields import answered


@strawberry.type(description="What can be changed. Every write is on the log before it is in the graph.")
class Mutation:
    @answered(FieldGroup.CASE, "Open a case at the counter, with the resident there.")
    def open_case(
        self,
        input: Annotated[OpenCaseInput, strawberry.argument(description="What the clerk enters.")],  # noqa: A002
    ) -> OpenCasePayload | None: ...

    @answered(FieldGroup.CASE, "As a resident: make a one-time code to be shown at a counter.")
    def create_counter_code(
        self,
        input: Annotated[CreateCounterCodeInput, strawberry.argument(description="What it allows.")],  # noqa: A002
    ) -> CounterCode | None: ...
