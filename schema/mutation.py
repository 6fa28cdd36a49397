"""The root of all writes."""

from typing import Annotated

import strawberry

from hub.model.groups import FieldGroup
from schema.access import AnswerInput, ObjectionPayload, RaiseInput, RaiseProcessingInput
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

    @answered(FieldGroup.OBJECTION, "As a resident: object to one access to your record. The data-protection office answers.")
    def object_to_access(self, input: RaiseInput) -> ObjectionPayload | None: ...  # noqa: A002

    @answered(FieldGroup.OBJECTION, "As a resident: object to the processing of your data for one purpose.")
    def object_to_processing(self, input: RaiseProcessingInput) -> ObjectionPayload | None: ...  # noqa: A002

    @answered(FieldGroup.OBJECTION, "As the data-protection office: answer the objection of a case that you hold.")
    def answer_objection(self, input: AnswerInput) -> ObjectionPayload | None: ...  # noqa: A002
