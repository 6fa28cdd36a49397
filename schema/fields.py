"""How the contract is written down: each field with its group and its description; arguments with theirs.

The contract declares; it answers nothing. `schema.build` gives each field its resolver, which reads what the gate
loaded.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, TypeVar

import strawberry
from strawberry.schema_directive import Location

from model.groups import FieldGroup
from model.plan import Computed
from schema import vocabulary as _vocabulary  # noqa: F401 - the enums must be known before a field names one


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    name="fieldGroup",
    description="The group to which the policy counts this field.",
)
class InGroup:
    """What stands in the SDL behind each field."""

    name: FieldGroup = strawberry.directive_field(name="name")


_Declared = TypeVar("_Declared", bound=Callable[..., Any])


def stored_field(group: FieldGroup, description: str) -> Any:
    """Declare a field without arguments: its type is the attribute's annotation."""
    return strawberry.field(description=description, directives=[InGroup(name=group)], metadata={"group": group})


def computed(group: FieldGroup, description: str, function: Callable[..., Any], *needs: str) -> Any:
    """A field that `function` computes from the loaded values of the sibling fields `needs`, in that order."""
    metadata = {"group": group, "computed": Computed(needs, function)}
    return strawberry.field(description=description, directives=[InGroup(name=group)], metadata=metadata)


def relation_field(group: FieldGroup, description: str) -> Callable[[_Declared], Any]:
    """A field with arguments: decorates a method which only declares them."""

    def declare(method: _Declared) -> Any:
        directives = [InGroup(name=group)]
        return strawberry.field(method, description=description, directives=directives, metadata={"group": group})

    return declare


First = Annotated[
    int | None, strawberry.argument(description="How many, from the start, 1 to 100. Either this or `last`.")
]
After = Annotated[str | None, strawberry.argument(description="Only what comes after this cursor; goes with `first`.")]
Last = Annotated[
    int | None, strawberry.argument(description="How many, from the end, 1 to 100. Either this or `first`.")
]
Before = Annotated[str | None, strawberry.argument(description="Only what comes before this cursor; goes with `last`.")]
AsOf = Annotated[
    date | None,
    strawberry.argument(
        description="The day in the city's calendar whose facts are meant, here and below. Default: today."
    ),
]
KnownAt = Annotated[
    datetime | None,
    strawberry.argument(description="What the register knew at this instant, here and below. Default: now."),
]
Id = Annotated[strawberry.ID, strawberry.argument(description="An id which this API returned.")]
For = Annotated[
    strawberry.ID | None,
    strawberry.argument(
        name="for",
        description="Act for somebody whom one represents: the `id` of a line in `me { represents }`. Default: oneself.",
    ),
]
Unit = Annotated[
    str | None,
    strawberry.argument(
        description="Only within the administrative unit with this code; it must lie in the jurisdiction."
    ),
]
Search = Annotated[str | None, strawberry.argument(description="Words to look for, in Chinese or Latin letters.")]
