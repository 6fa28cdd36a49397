"""Saved views: what an officer keeps of what they explored, for colleagues of the same office, for a while."""

from datetime import datetime

import strawberry

from model.groups import FieldGroup
from schema.fields import stored_field


@strawberry.type(
    description="What an officer keeps of what they explored: which things stood where. It holds no facts: whoever opens it asks "
    "for the things anew, and sees what they may see. Only the officer's own office opens it."
)
class SavedView:
    id: strawberry.ID = stored_field(FieldGroup.VIEW, "The id by which colleagues open it; made at random.")
    name: str = stored_field(FieldGroup.VIEW, "What it is called.")
    content: str = stored_field(FieldGroup.VIEW, "What it holds, as JSON in the form of `docs/exploring.md`.")
    version: int = stored_field(
        FieldGroup.VIEW, "How often its content was saved, from 1. `changeView` takes the version that was changed."
    )
    created_at: datetime = stored_field(FieldGroup.VIEW, "When it was first saved.")
    ends_at: datetime = stored_field(FieldGroup.VIEW, "When it goes.")
    is_own: bool = stored_field(FieldGroup.VIEW, "Whether the caller saved it: then they may rename and delete it.")
    officer: str = stored_field(
        FieldGroup.VIEW,
        "The officer who first saved it, as the office knows them: a colleague of the caller's, or the caller.",
    )
    is_draft: bool = stored_field(
        FieldGroup.VIEW, "Whether it is what the explorer kept by itself: only who explored sees it, for 14 days."
    )


@strawberry.input(description="What is to be kept.")
class SaveViewInput:
    name: str = strawberry.field(
        description="What it is called, 1 to 60 characters. No name of a person belongs there."
    )
    content: str = strawberry.field(
        description="What it holds, as JSON in the form of `docs/exploring.md`, at most 384 KiB."
    )
    is_draft: bool = strawberry.field(
        default=False,
        description="Whether it is kept by the explorer itself, so that no work is lost: nobody else sees it, it takes the "
        "place of the draft before, and it goes after 14 days.",
    )


@strawberry.input(description="What a view holds from now on.")
class ChangeViewInput:
    id: strawberry.ID = strawberry.field(description="The id of a view which the caller's office keeps.")
    version: int = strawberry.field(
        description="The `version` that was opened: if it is no longer that, nothing changes."
    )
    content: str = strawberry.field(
        description="What it holds, as JSON in the form of `docs/exploring.md`, at most 384 KiB."
    )


@strawberry.input(description="Whose data stands on the screen that is exported.")
class ScreenExportInput:
    case: str | None = strawberry.field(
        default=None, description="The number of the inspection case whose parties are shown."
    )
    licences: list[str] | None = strawberry.field(
        default=None, description="The numbers of the licences shown whose landlord is null, at most 100."
    )


@strawberry.type(description="That an export is on the log. It says nothing of whose.")
class ScreenExport:
    at: datetime = stored_field(FieldGroup.VIEW, "When it was recorded.")
