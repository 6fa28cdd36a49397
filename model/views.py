"""What a saved view holds: which things stood where on a screen, and how they were filtered. Ids and closed lists, no words.

Whoever opens it asks for these things anew and sees what they themselves may see.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from model import limits
from model.errors import ValidationFailedError
from model.ids import from_global_id

Kind = Literal[
    "AdminUnit",
    "Address",
    "Building",
    "Room",
    "Organisation",
    "Landlord",
    "ManagingAgent",
    "Employer",
    "Workplace",
    "LandlordLicence",
    "Mandate",
    "InspectionCase",
    "Finding",
    "RepairOrder",
    "Complaint",
]
KINDS: frozenset[str] = frozenset(Kind.__args__)  # type: ignore[attr-defined]  # of a Literal
_Place = Annotated[float, Field(ge=-1_000_000, le=1_000_000, allow_inf_nan=False)]  # on the canvas, in its own units


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, strict=True)


class Placed(_Part):
    """One thing, and where it stood."""

    id: str
    x: _Place
    y: _Place
    is_pinned: bool = False
    is_hidden: bool = False


Relation = Literal[
    "parts",
    "partOf",
    "buildings",
    "addresses",
    "workplaces",
    "organisations",
    "adminUnit",
    "rooms",
    "findings",
    "mandates",
    "complaints",
    "inspections",
    "address",
    "owners",
    "building",
    "licences",
    "agents",
    "repairOrders",
    "organisation",
    "landlords",
    "landlord",
    "agent",
    "managingAgent",
    "employer",
    "room",
    "workplace",
    "inspection",
    "orders",
    "finding",
]


class DoorResult(_Part):
    """A relationship that was opened: of which of the things, and how far. Where it leads is asked anew."""

    of: Annotated[int, Field(ge=0, lt=limits.VIEW_THINGS_MAX)]
    relation: Relation
    count: Annotated[int, Field(ge=1, le=limits.VIEW_THINGS_MAX)]


_Unit = Annotated[str, Field(pattern=r"^[0-9]{1,12}$")]
_Degrees = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


class LookedFor(_Part):
    """What the map was asked for: of which area, or within which box (west, south, east, north). What it found is asked anew."""

    what: Literal["BUILDINGS", "WORKPLACES"]
    unit: _Unit | None = None
    within: Annotated[list[_Degrees], Field(min_length=4, max_length=4)] | None = None


class ViewContent(_Part):
    """What was on the screen. `start` is one of the things: where exploring began."""

    start: str
    things: Annotated[list[Placed], Field(min_length=1, max_length=limits.VIEW_THINGS_MAX)]
    opened: Annotated[list[DoorResult], Field(max_length=limits.VIEW_OPENED_MAX)] = []
    hidden_kinds: Annotated[list[Kind], Field(max_length=len(KINDS))] = []
    group_by: Literal["NONE", "BUILDING", "OWNER"] = "NONE"
    shows: Literal["GRAPH", "TABLE", "MAP"] = "GRAPH"
    unit: _Unit | None = None
    looked_for: LookedFor | None = None
    as_of: Annotated[date, Field(strict=False)] | None = None
    found_from: Annotated[date, Field(strict=False)] | None = None
    found_to: Annotated[date, Field(strict=False)] | None = None


def parse_view(text: str) -> ViewContent:
    """The content in `text`. Raises `ValidationFailedError`, which quotes nothing of it."""
    if len(text.encode()) > limits.VIEW_BYTES_MAX:
        raise ValidationFailedError(f"the view is larger than {limits.VIEW_BYTES_MAX // 1024} KiB: keep fewer things")
    try:
        content = ViewContent.model_validate_json(text)
    except ValidationError as error:
        place = ".".join(
            str(part) for part in error.errors()[0]["loc"] if not isinstance(part, str) or part.isidentifier()
        )
        raise ValidationFailedError(
            f"this is not the content of a view, at `{place[:60]}`: docs/exploring.md has its form"
        ) from None
    ids = [thing.id for thing in content.things]
    if content.start not in ids or len(set(ids)) < len(ids):
        raise ValidationFailedError("a view holds each thing once, and starts from one of them")
    if any(opened.of >= len(ids) for opened in content.opened):
        raise ValidationFailedError("a view says of its own things what was opened, by their place in the list, from 0")
    if any(from_global_id(item)[0] not in KINDS for item in ids):
        raise ValidationFailedError("a view holds places, firms and what concerns them: ids which `node` finds")
    return content


def written(content: ViewContent) -> str:
    """The content as it is stored: JSON, without what is as it would be anyway."""
    return content.model_dump_json(by_alias=True, exclude_defaults=True)
