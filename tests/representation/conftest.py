"""What the tests of consents take their officers from."""

from tests.consent.conftest import clerk_again, clerks, official, own_clerk, somebody

__all__ = ["clerk_again", "clerks", "official", "own_clerk", "somebody"]
