"""C2SP tlog-tiles: where a tile lies, what its bytes are, and how the tree is read from tiles. Serves nothing itself.

A tile of level L holds up to 256 hashes, each of 256^L leaves; a bundle holds the entries under one tile of level 0.
An entry is the bare commitment: a bundle says nothing about anybody.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from tlog.errors import TlogError
from tlog.limits import TREE_SIZE_MAX
from tlog.tree import HASH_BYTES, TILE_HEIGHT, Read, node_hash

TILE_WIDTH = 1 << TILE_HEIGHT
LEVEL_MAX = 63
ENTRIES = -1  # the level of an entry bundle
_LENGTH_BYTES = 2  # before each entry of a bundle
_PATH = re.compile(
    r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", flags=re.ASCII
)


@dataclass(frozen=True, order=True)
class Tile:
    """Its level (`ENTRIES` for a bundle), its index in the level, and how many hashes or entries it holds."""

    level: int
    index: int
    width: int = TILE_WIDTH

    @classmethod
    def parse(cls, path: str) -> Self:
        """From `tile/<L>/<N>[.p/<W>]`. Raises `TlogError` for every other spelling."""
        found = _PATH.fullmatch(path)
        if found:
            level = ENTRIES if found[1] == "entries" else int(found[1])
            index = int(found[2].replace("x", "").replace("/", ""))
            tile = cls(level, index, int(found[3]) if found[3] else TILE_WIDTH)
            if tile.is_valid and tile.path == path:
                return tile
        raise TlogError("that is no path of a tile: see `tlog-tiles` of C2SP")

    @property
    def is_valid(self) -> bool:
        """Whether any tree could have it."""
        return ENTRIES <= self.level <= LEVEL_MAX and self.index >= 0 and 0 < self.width <= TILE_WIDTH

    @property
    def path(self) -> str:
        """Where it lies below the log's address."""
        digits = str(self.index)
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        parts = [digits[start : start + 3] for start in range(0, len(digits), 3)]
        name = "/".join([f"x{part}" for part in parts[:-1]] + parts[-1:])
        level = "entries" if self.level == ENTRIES else self.level
        return f"tile/{level}/{name}" + ("" if self.width == TILE_WIDTH else f".p/{self.width}")

    @property
    def start(self) -> int:
        """The place of its first hash among those of its level."""
        return self.index * TILE_WIDTH

    def is_within(self, size: int) -> bool:
        """Whether a tree of `size` leaves has all of it."""
        return self.start + self.width <= level_size(self.level, size)


def level_size(level: int, size: int) -> int:
    """How many hashes (of full subtrees) a tree of `size` leaves has on a level."""
    return size >> TILE_HEIGHT * max(level, 0)


def tile_bytes(hashes: Sequence[bytes]) -> bytes:
    """A tile as it is served."""
    return b"".join(hashes)


def tile_hashes(body: bytes, width: int) -> list[bytes]:
    """What is in a served tile. Raises `TlogError` when it isn't `width` hashes."""
    if len(body) != width * HASH_BYTES:
        raise TlogError(f"a tile of {width} hashes has {width * HASH_BYTES} bytes, not {len(body)}")
    return [body[start : start + HASH_BYTES] for start in range(0, len(body), HASH_BYTES)]


def entry_bundle(entries: Sequence[bytes]) -> bytes:
    """Entries as they are served, each with its length before it."""
    return b"".join(len(entry).to_bytes(_LENGTH_BYTES) + entry for entry in entries)


def bundle_entries(body: bytes, width: int) -> list[bytes]:
    """What is in a served bundle. Raises `TlogError` when it isn't `width` whole entries."""
    entries: list[bytes] = []
    at = 0
    while at < len(body) and len(entries) < width:
        start = at + _LENGTH_BYTES
        at = start + int.from_bytes(body[at:start])
        entries.append(body[start:at])
    if at != len(body) or len(entries) != width:
        raise TlogError(f"the bundle does not hold {width} whole entries")
    return entries


def tile_reader(size: int, source: Callable[[Tile], Sequence[bytes]]) -> Read:
    """The `read` of `tlog.tree` over the tiles of a tree of `size` leaves. Each tile is asked for once.

    `source` gives a tile's hashes and raises what it must when there are none.
    """
    if not 0 <= size <= TREE_SIZE_MAX:
        raise ValueError(f"{size} is no size of a tree")
    heights: dict[tuple[int, int], list[list[bytes]]] = {}

    def read(height: int, index: int) -> bytes:
        level, above = divmod(height, TILE_HEIGHT)
        number, place = divmod(index << above, TILE_WIDTH)
        if (level, number) not in heights:
            width = min(TILE_WIDTH, level_size(level, size) - number * TILE_WIDTH)
            heights[level, number] = [list(source(Tile(level, number, width)))]
        known = heights[level, number]
        while len(known) <= above:
            known.append([node_hash(*pair) for pair in _pairs(known[-1])])
        return known[above][place >> above]

    return read


def _pairs(hashes: Sequence[bytes]) -> list[tuple[bytes, bytes]]:
    """Neighbours; one at the end without a neighbour is left out: nothing complete stands over it."""
    return list(pairwise(hashes))[::2]
