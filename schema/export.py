"""A resident's export: their whole record and log in one signed file. What the file holds is `export.graphql` beside this."""

from datetime import datetime
from typing import Annotated

import strawberry

from model.groups import FieldGroup
from schema.fields import stored_field

_LOG = FieldGroup.ACCESS_LOG


@strawberry.type(description="Everything that is held about the resident, and who looked at it, as one signed file.")
class Export:
    file: str | None = stored_field(
        _LOG,
        "The file: JSON in the form of RFC 8785, with the log's signature. Keep it, and check it with `domicile record "
        "verify`; docs/export.md says how to do that without our code.",
    )
    made_at: datetime | None = stored_field(_LOG, "When it was made.")
    number: int | None = stored_field(
        _LOG, "How many entries the log has about you; the last one is that of this export."
    )
    head: str | None = stored_field(_LOG, "The head of the chain of your entries, after that one; hexadecimal.")
    from_entry: int | None = stored_field(_LOG, "The first entry in the file.")
    to_entry: int | None = stored_field(_LOG, "The last entry in the file.")


@strawberry.input(description="Whose record is printed, at the counter, with the resident there.")
class PrintRecordInput:
    case: str = strawberry.field(
        description="The number of a case `DATA_RIGHTS`, which the resident opened with a proof in the last two hours."
    )
    from_entry: int = strawberry.field(
        default=1, description="The first entry of the log, where the whole log is too long for one print."
    )
    to_entry: int | None = strawberry.field(
        default=None, description="The last entry. Default: the last that there is."
    )


@strawberry.type(
    description="A resident's record and log to be printed and handed over. Nothing of it is for the office."
)
class PrintedRecord:
    page: str = stored_field(_LOG, "One page of HTML that needs nothing else, laid out for A4, in Chinese and English.")
    made_at: datetime = stored_field(_LOG, "When it was made.")


PrintInput = Annotated[PrintRecordInput, strawberry.argument(description="In which case, and which part of the log.")]
