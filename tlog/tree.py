"""The Merkle tree over the log (RFC 6962 §2.1, RFC 9162 §2.1): roots, proofs, and how they are checked.

Hashes go in and come out. Where they are kept is the tables' matter, who signs them that of `tlog.notes`. What
checks this from outside is `tlog.independent_verifier`: nothing here is used there.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

HASH_BYTES = 32
TILE_HEIGHT = 8  # of the subtrees that are kept: 256 of one level make one of the next
EMPTY_ROOT = hashlib.sha256(b"").digest()

Read = Callable[[int, int], bytes]
"""`read(height, index)`: the root of the complete subtree of 2^height leaves which is the index-th of that height."""


class Node(NamedTuple):
    """The root of a full subtree of 256^level leaves, level 1 and up: the position-th of its level, from 0."""

    level: int
    position: int
    hash: bytes


def leaf_hash(data: bytes) -> bytes:
    """What stands for one entry in the tree. `data` is its 32-byte commitment."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """What stands for two neighbours."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def range_root(start: int, end: int, read: Read) -> bytes:
    """The root of the leaves from `start` to before `end`, where RFC 6962 splits a tree so that this is one side."""
    hashes: list[bytes] = []
    for height in reversed(range((end - start).bit_length())):
        if (end - start) >> height & 1:
            hashes.append(read(height, start >> height))
            start += 1 << height
    return _folded(hashes)


def root(size: int, read: Read) -> bytes:
    """The root of the tree of the first `size` leaves."""
    return range_root(0, size, read)


class Frontier:
    """The right edge of a growing tree: enough to append and to know the root, one hash a set bit of its size."""

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        """Empty, or as `size` and `hashes` said before. Raises `ValueError` when the two don't fit."""
        if size < 0 or len(hashes) != size.bit_count() or any(len(value) != HASH_BYTES for value in hashes):
            raise ValueError(f"{len(hashes)} hashes are no frontier of {size} leaves")
        self._size = size
        self._hashes = list(hashes)

    @classmethod
    def at(cls, size: int, read: Read) -> "Frontier":
        """The right edge of a tree whose complete subtrees can be read."""
        heights = [height for height in reversed(range(size.bit_length())) if size >> height & 1]
        return cls(size, [read(height, (size >> height) - 1) for height in heights])

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return self._size

    @property
    def hashes(self) -> tuple[bytes, ...]:
        """The roots of the complete subtrees, the largest first."""
        return tuple(self._hashes)

    def append(self, leaf: bytes) -> list[Node]:
        """Add a leaf's hash. What it made full, of 256 leaves and more, comes back: that is what is kept."""
        kept: list[Node] = []
        value, height, index = leaf, 0, self._size
        while index & 1:
            value = node_hash(self._hashes.pop(), value)
            height, index = height + 1, index >> 1
            if height % TILE_HEIGHT == 0:
                kept.append(Node(height // TILE_HEIGHT, index, value))
        self._hashes.append(value)
        self._size += 1
        return kept

    def root(self) -> bytes:
        """The root of the whole tree."""
        return _folded(self._hashes)

    def copy(self) -> "Frontier":
        """Another which grows on its own."""
        return Frontier(self._size, self._hashes)


def inclusion_proof(index: int, size: int, read: Read) -> list[bytes]:
    """The path from leaf `index` to the root of the first `size` leaves, from the bottom up (RFC 9162 §2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(range_root(middle, end, read))
            end = middle
        else:
            path.append(range_root(start, middle, read))
            start = middle
    return path[::-1]


def consistency_proof(old: int, new: int, read: Read) -> list[bytes]:
    """What shows that the first `old` of `new` leaves are as they were (RFC 9162 §2.1.4.1); empty for none or all."""
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} leaves was never one of {old}")
    if old == 0:
        return []
    path: list[bytes] = []
    start, end = 0, new
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(range_root(middle, end, read))
            end = middle
        else:
            path.append(range_root(start, middle, read))
            start = middle
    if start:  # else it is the old root, which whoever asks has
        path.append(range_root(start, end, read))
    return path[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether `path` leads from the leaf's hash to `root` (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes((leaf, root, *path)):
        return False
    place, last, value = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if place & 1 or place == last:
            value = node_hash(step, value)
            place, last = _climbed(place, last)
        else:
            value = node_hash(value, step)
        place, last = place >> 1, last >> 1
    return last == 0 and value == root


def verify_consistency(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Whether `path` shows that the tree of `new` leaves begins with that of `old` (RFC 9162 §2.1.4.2)."""
    if not 0 <= old <= new or not _are_hashes((old_root, new_root, *path)):
        return False
    if old == 0:
        return not path and old_root == EMPTY_ROOT and (new > 0 or new_root == EMPTY_ROOT)
    if old == new:
        return not path and old_root == new_root
    steps = [old_root, *path] if old & (old - 1) == 0 else list(path)
    return bool(steps) and _consistent_roots(old, new, steps) == (old_root, new_root)


def _consistent_roots(old: int, new: int, steps: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """The two roots which the path gives; None when it is too short or too long."""
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old_value = new_value = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            old_value, new_value = node_hash(step, old_value), node_hash(step, new_value)
            place, last = _climbed(place, last)
        else:
            new_value = node_hash(new_value, step)
        place, last = place >> 1, last >> 1
    return (old_value, new_value) if last == 0 else None


def _climbed(place: int, last: int) -> tuple[int, int]:
    """Up to where the place is a right child: in between it has no sibling."""
    while place and not place & 1:
        place, last = place >> 1, last >> 1
    return place, last


def _split(size: int) -> int:
    """The largest power of two below `size`: how many leaves the left side has."""
    return 1 << ((size - 1).bit_length() - 1)


def _folded(hashes: Sequence[bytes]) -> bytes:
    if not hashes:
        return EMPTY_ROOT
    value = hashes[-1]
    for left in reversed(hashes[:-1]):
        value = node_hash(left, value)
    return value


def _are_hashes(values: Iterable[bytes]) -> bool:
    return all(len(value) == HASH_BYTES for value in values)
