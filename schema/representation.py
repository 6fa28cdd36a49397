"""Who may act for whom. A line names neither of them: whom one may act for says who they are through `me(for:)` alone."""

from datetime import date

import strawberry

from model.groups import FieldGroup
from model.states import RepresentationBasis
from schema.fields import stored_field

_REPRESENTATION = FieldGroup.REPRESENTATION


@strawberry.type(description="That one resident may act for another one, from a day to a day, on a stated basis.")
class Representation:
    id: strawberry.ID | None = stored_field(
        _REPRESENTATION, "What to give as `for`. It is good for whom it was made out to alone."
    )
    basis: RepresentationBasis | None = stored_field(_REPRESENTATION, "Why.")
    valid_from: date | None = stored_field(_REPRESENTATION, "The first day.")
    valid_to: date | None = stored_field(
        _REPRESENTATION, "The first day on which it holds no longer; null while no end is set."
    )
