"""The root of all writes."""

from typing import Annotated

import strawberry

from hub.model.groups import FieldGroup
from schema.case import CounterCode, CreateCounterCodeInput, OpenCaseInput, OpenCasePayload
from schema.consent import (
    GrantConsentInput,
    GrantConsentPayload,
    RevokeConsentAtCounterInput,
    RevokeConsentPayload,
)
from schema.fields import For, answered
from schema.notice import (
    MarkNoticesReadInput,
    MarkNoticesReadPayload,
    SetNoticeChannelInput,
    SetNoticeChannelPayload,
)


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
        for_: For = None,
    ) -> CounterCode | None: ...

    @answered(FieldGroup.CONSENT, "As a resident: allow an office more, in an open case of one's own.")
    def grant_consent(
        self,
        input: Annotated[GrantConsentInput, strawberry.argument(description="What is allowed, and until when.")],  # noqa: A002
        for_: For = None,
    ) -> GrantConsentPayload | None: ...

    @answered(FieldGroup.CONSENT, "As a resident: take a consent back, at once.")
    def revoke_consent(
        self,
        id: Annotated[strawberry.ID, strawberry.argument(description="The consent's id.")],  # noqa: A002
        for_: For = None,
    ) -> RevokeConsentPayload | None: ...

    @answered(FieldGroup.CONSENT, "At the counter, upon the resident's wish: take their consents back.")
    def revoke_consent_at_counter(
        self,
        input: Annotated[  # noqa: A002
            RevokeConsentAtCounterInput, strawberry.argument(description="In which case, and what.")
        ],
    ) -> RevokeConsentPayload | None: ...

    @answered(FieldGroup.NOTICE, "As a resident: mark notices as read.")
    def mark_notices_read(
        self,
        input: Annotated[MarkNoticesReadInput, strawberry.argument(description="Which ones.")],  # noqa: A002
        for_: For = None,
    ) -> MarkNoticesReadPayload | None: ...

    @answered(FieldGroup.NOTICE, "As a resident: choose how to hear that there is news in one's record.")
    def set_notice_channel(
        self,
        input: Annotated[SetNoticeChannelInput, strawberry.argument(description="How, and where.")],  # noqa: A002
        for_: For = None,
    ) -> SetNoticeChannelPayload | None: ...
