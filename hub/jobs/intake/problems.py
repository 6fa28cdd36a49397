"""What is wrong with a row, as a line of the reject file. A reason quotes no value of a kind that is about people."""

from dataclasses import dataclass

from model.errors import Code


@dataclass(frozen=True, order=True)
class Problem:
    """One reason why row number `row` (1 = the first after the header) stayed out; `column` is empty for the whole row.

    A warning keeps no row out.
    """

    row: int
    column: str
    reason: str
    code: Code = Code.VALIDATION_FAILED
    is_warning: bool = False


class RefusedError(ValueError):
    """A value is against its column's rule; the text says the rule."""
