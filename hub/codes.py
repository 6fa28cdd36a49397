"""Codes that are read aloud and typed: how they are made and written."""

import secrets

from model.text import ALPHABET

_GROUP_LENGTH = 5  # signs between two hyphens, for reading aloud
# Of a code that links a sign-in, 50 bits: nothing stands beside such a code, and whoever guesses may have many sign-ins, or one half.
LINKING_HALF_LENGTH = 10


def random_text(length: int) -> str:
    """Signs to be read aloud and typed: 5 bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def grouped(code: str) -> str:
    """A code as it is printed: in groups."""
    return "-".join(code[start : start + _GROUP_LENGTH] for start in range(0, len(code), _GROUP_LENGTH))
