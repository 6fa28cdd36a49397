"""A second implementation of the tree, straight from the recursive definitions of RFC 6962 §2.1, for `log verify`.

Written to be read beside the text of the RFC, and to share nothing with `tlog.tree`: where the two agree, a
mistake would have to be made twice. Only `Walk` is for large logs: it reads each leaf once and keeps little.
"""

import hashlib
from collections.abc import Sequence

_TILE = 256  # hashes of one level that make one of the next
_HASH_BYTES = 32


def tree_hash(entries: Sequence[bytes]) -> bytes:
    """MTH(D[n]) over the entries themselves."""
    count = len(entries)
    if count == 0:
        return hashlib.sha256().digest()
    if count == 1:
        return _of_leaf(entries[0])
    left = _left_count(count)
    return _of_two(tree_hash(entries[:left]), tree_hash(entries[left:]))


def audit_path(place: int, entries: Sequence[bytes]) -> list[bytes]:
    """PATH(m, D[n])."""
    count = len(entries)
    if count == 1:
        return []
    left = _left_count(count)
    if place < left:
        return [*audit_path(place, entries[:left]), tree_hash(entries[left:])]
    return [*audit_path(place - left, entries[left:]), tree_hash(entries[:left])]


def consistency_path(old: int, entries: Sequence[bytes]) -> list[bytes]:
    """PROOF(m, D[n]), for 0 < m <= n."""
    return _sub_path(old, entries, is_old_root=True)


def _sub_path(old: int, entries: Sequence[bytes], *, is_old_root: bool) -> list[bytes]:
    """SUBPROOF(m, D[n], b)."""
    count = len(entries)
    if old == count:
        return [] if is_old_root else [tree_hash(entries)]
    left = _left_count(count)
    if old <= left:
        return [*_sub_path(old, entries[:left], is_old_root=is_old_root), tree_hash(entries[left:])]
    return [*_sub_path(old - left, entries[left:], is_old_root=False), tree_hash(entries[:left])]


def root_by_path(entry: bytes, place: int, count: int, path: Sequence[bytes]) -> bytes | None:
    """The root to which PATH(m, D[n]) leads from an entry; None when the path has the wrong form."""
    if not 0 <= place < count or any(len(step) != _HASH_BYTES for step in path):
        return None
    if count == 1:
        return None if path else _of_leaf(entry)
    if not path:
        return None
    left = _left_count(count)
    if place < left:
        inner = root_by_path(entry, place, left, path[:-1])
        return None if inner is None else _of_two(inner, path[-1])
    inner = root_by_path(entry, place - left, count - left, path[:-1])
    return None if inner is None else _of_two(path[-1], inner)


def roots_by_path(old: int, count: int, path: Sequence[bytes], old_root: bytes) -> tuple[bytes, bytes] | None:
    """The old and the new root to which PROOF(m, D[n]) leads; None when the path has the wrong form."""
    if not 0 < old <= count or any(len(step) != _HASH_BYTES for step in path):
        return None
    return _sub_roots(old, count, path, old_root)


def _sub_roots(old: int, count: int, path: Sequence[bytes], known: bytes | None) -> tuple[bytes, bytes] | None:
    """`known` is the old root as long as that is what SUBPROOF leaves out (its `b`)."""
    if old == count:
        rest = [known] if known is not None else []
        steps = [*rest, *path]
        return (steps[0], steps[0]) if len(steps) == 1 else None
    if not path:
        return None
    left = _left_count(count)
    if old <= left:
        inner = _sub_roots(old, left, path[:-1], known)
        return None if inner is None else (inner[0], _of_two(inner[1], path[-1]))
    inner = _sub_roots(old - left, count - left, path[:-1], None)
    return None if inner is None else (_of_two(path[-1], inner[0]), _of_two(path[-1], inner[1]))


class Walk:
    """The tree's hash after each entry of a log that is read in order, and what is complete on the tiles' levels."""

    def __init__(self) -> None:
        self.count = 0
        self._complete: list[tuple[int, bytes]] = []  # (how many entries, hash), as MTH splits them: largest first

    def add(self, entry: bytes) -> list[tuple[int, int, bytes]]:
        """Read one entry. Gives (level, index, hash) of each full tile that it ends: 256, 65,536, … entries."""
        ended: list[tuple[int, int, bytes]] = []
        self.count += 1
        size, value = 1, _of_leaf(entry)
        while self._complete and self._complete[-1][0] == size:
            size, value = 2 * size, _of_two(self._complete.pop()[1], value)
            level = _tile_level(size)
            if level:
                ended.append((level, self.count // size - 1, value))
        self._complete.append((size, value))
        return ended

    def tree_hash(self) -> bytes:
        """MTH of what was read so far."""
        if not self._complete:
            return hashlib.sha256().digest()
        (_, value), *rest = reversed(self._complete)
        for _, left in rest:
            value = _of_two(left, value)
        return value


def _tile_level(size: int) -> int:
    """The k where `size` is 256^k; 0 where it is none of them."""
    level = 0
    while size > 1 and size % _TILE == 0:
        size, level = size // _TILE, level + 1
    return level if size == 1 else 0


def _left_count(count: int) -> int:
    """k: the largest power of two smaller than n."""
    power = 1
    while power * 2 < count:
        power *= 2
    return power


def _of_leaf(entry: bytes) -> bytes:
    return hashlib.sha256(bytes([0]) + entry).digest()


def _of_two(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(bytes([1]) + left + right).digest()
