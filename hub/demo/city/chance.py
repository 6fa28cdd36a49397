"""Chance that is the same everywhere: streams and ids which depend on their words alone.

Only `Random.random` and `Random.getrandbits` are used: Python promises that these two never change for a seed.
"""

from collections.abc import Sequence
from hashlib import blake2b
from math import log
from random import Random
from typing import TypeVar

T = TypeVar("T")

_V4 = (4 << 76) | (0b10 << 62)
_V7 = (7 << 76) | (0b10 << 62)
_WITHOUT_VERSION = (1 << 128) - 1 - (0xF << 76) - (0b11 << 62)
_WITHOUT_TIME = (1 << 80) - 1


def _digest(words: tuple[object, ...]) -> int:
    return int.from_bytes(blake2b("|".join(map(str, words)).encode(), digest_size=16).digest(), "big")


def _as_uuid(bits: int) -> str:
    text = f"{bits:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def private_id(*words: object) -> str:
    """A UUIDv4 that belongs to `words` alone, so that it is known before its row is written."""
    return _as_uuid(_digest(words) & _WITHOUT_VERSION | _V4)


def public_id(millis: int, *words: object) -> str:
    """A UUIDv7 with the time `millis` (since 1970, UTC) that belongs to `words` alone."""
    return _as_uuid(millis << 80 | _digest(words) & _WITHOUT_TIME & _WITHOUT_VERSION | _V7)


class Chance:
    """One stream of chance, named by words: the same words give the same values in the same order."""

    __slots__ = ("_bits", "_next")

    def __init__(self, *words: object) -> None:
        source = Random(_digest(words))  # noqa: S311 a made-up city must be repeatable, not secret
        self._next = source.random
        self._bits = source.getrandbits

    def happens(self, probability: float) -> bool:
        """Whether something of this probability (0 to 1) happens now."""
        return self._next() < probability

    def below(self, end: int) -> int:
        """A whole number from 0 to `end` - 1, each as likely."""
        return int(self._next() * end)

    def between(self, first: int, last: int) -> int:
        """A whole number from `first` to `last`, both included."""
        return first + int(self._next() * (last - first + 1))

    def pick(self, values: Sequence[T]) -> T:
        """One of `values`, each as likely."""
        return values[int(self._next() * len(values))]

    def skewed(self, end: int) -> int:
        """A whole number from 0 to `end` - 1, the small ones far more likely."""
        value = self._next()
        return int(value * value * value * end)

    def days(self, mean: int) -> int:
        """A waiting time in days with this mean, short ones more likely."""
        return int(-log(1.0 - self._next()) * mean)

    def private_id(self) -> str:
        """The next UUIDv4 of this stream."""
        return _as_uuid(self._bits(128) & _WITHOUT_VERSION | _V4)

    def public_id(self, millis: int) -> str:
        """The next UUIDv7 of this stream with the time `millis` (since 1970, UTC)."""
        return _as_uuid(millis << 80 | self._bits(80) & _WITHOUT_VERSION | _V7)
