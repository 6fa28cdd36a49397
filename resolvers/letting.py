"""Computed fields of letting."""


def is_limited(valid_to: str | None) -> bool:
    """Whether a licence's term has an end."""
    return valid_to is not None
