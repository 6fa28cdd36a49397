"""C2SP tlog-tiles: paths in one spelling only, and the tree read from tiles."""

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tlog import independent_verifier as second
from tlog.errors import TlogError
from tlog.tiles import (
    ENTRIES,
    Tile,
    bundle_entries,
    entry_bundle,
    level_size,
    tile_bytes,
    tile_hashes,
    tile_reader,
)
from tlog.tree import Frontier, Read, consistency_proof, inclusion_proof, leaf_hash, root


@pytest.mark.parametrize(
    ("path", "tile"),
    [
        ("tile/0/000", Tile(0, 0)),
        ("tile/0/x001/x234/067", Tile(0, 1_234_067)),  # the example of the specification
        ("tile/1/000.p/1", Tile(1, 0, 1)),
        ("tile/0/273.p/112", Tile(0, 273, 112)),
        ("tile/63/999", Tile(63, 999)),
        ("tile/entries/x001/000.p/255", Tile(ENTRIES, 1000, 255)),
        ("tile/entries/000", Tile(ENTRIES, 0)),
    ],
)
def test_a_tiles_path_is_read_and_written(path: str, tile: Tile) -> None:
    assert Tile.parse(path) == tile
    assert tile.path == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0/0",
        "tile/0/0000",
        "tile/0/x000/001",
        "tile/0/x001/0",
        "tile/0/001/x000",
        "tile/0/X001/000",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/0/000/",
        "/tile/0/000",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/",
        "tile/0/000.p/1.p/1",
        "tile/0/000\n",
        "tile/0/٠٠٠",  # digits, and not those  # noqa: RUF001
        "tile/entries/x000/000",
        "tile/Entries/000",
        "tile/0/%30%30%30",
        "tile/0/" + "x999/" * 7 + "999",
    ],
)
def test_no_other_spelling_is_a_path(path: str) -> None:
    with pytest.raises(TlogError, match="no path of a tile"):
        Tile.parse(path)


@given(st.integers(-1, 63), st.integers(0, 10**21 - 1), st.integers(1, 256))
def test_every_tile_has_one_path(level: int, index: int, width: int) -> None:
    tile = Tile(level, index, width)
    assert Tile.parse(tile.path) == tile


def test_the_tiles_of_a_tree_are_those_of_the_specifications_example() -> None:
    """70,000 leaves: 273 full tiles and one of 112, one full and one of 17, one of width 1."""
    size = 70_000
    assert [divmod(level_size(level, size), 256) for level in range(4)] == [(273, 112), (1, 17), (0, 1), (0, 0)]
    inside = [Tile(0, 272), Tile(0, 273, 112), Tile(0, 273, 7), Tile(1, 0), Tile(1, 1, 17), Tile(2, 0, 1)]
    outside = [Tile(0, 273), Tile(0, 273, 113), Tile(1, 1), Tile(1, 1, 18), Tile(2, 0, 2), Tile(3, 0, 1)]
    assert [tile.is_within(size) for tile in inside] == [True] * 6
    assert [tile.is_within(size) for tile in outside] == [False] * 6
    assert Tile(ENTRIES, 273, 112).is_within(size)
    assert not Tile(ENTRIES, 273, 113).is_within(size)
    assert Tile(1, 0, 1).is_within(256)
    assert not Tile(1, 0, 1).is_within(255)


def test_a_tile_is_its_hashes_one_after_the_other() -> None:
    hashes = [bytes([number]) * 32 for number in range(256)]
    body = tile_bytes(hashes)
    assert len(body) == 8192
    assert tile_hashes(body, 256) == hashes
    for width in (255, 257):
        with pytest.raises(TlogError, match=f"a tile of {width} hashes has {width * 32} bytes, not 8192"):
            tile_hashes(body, width)


def test_a_bundle_has_a_length_before_each_entry() -> None:
    entries = [bytes([number]) * 32 for number in range(3)]
    body = entry_bundle(entries)
    assert body[:4] == b"\x00\x20\x00\x00"
    assert len(body) == 3 * 34
    assert bundle_entries(body, 3) == entries
    for wrong, width in ((body[:-1], 3), (body + b"\x00", 3), (body, 2), (body, 4), (b"", 1), (body[:69], 3)):
        with pytest.raises(TlogError, match="whole entries"):
            bundle_entries(wrong, width)


def _tiled(entries: list[bytes]) -> tuple[Read, list[Tile]]:
    """The reader over tiles as a log keeps them (full subtrees only), and which of them it asked for."""
    levels: list[list[bytes]] = [[leaf_hash(entry) for entry in entries]]
    frontier = Frontier()
    for leaf in levels[0]:
        for node in frontier.append(leaf):
            levels += [[]] * (node.level - len(levels) + 1)
            levels[node.level] = [*levels[node.level], node.hash]
    asked: list[Tile] = []

    def source(tile: Tile) -> list[bytes]:
        asked.append(tile)
        assert tile.is_within(len(entries))
        return levels[tile.level][tile.start : tile.start + tile.width]

    return tile_reader(len(entries), source), asked


@given(st.integers(1, 1500), st.data())
@examples(deadline=None, max_examples=25)
def test_proofs_read_from_tiles_are_those_of_the_definition(size: int, data: st.DataObject) -> None:
    entries = [number.to_bytes(32) for number in range(size)]
    read, _ = _tiled(entries)
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    assert root(size, read) == second.tree_hash(entries)
    assert inclusion_proof(index, size, read) == second.audit_path(index, entries)
    assert consistency_proof(old, size, read) == second.consistency_path(old, entries)


def test_each_tile_is_asked_for_once() -> None:
    entries = [number.to_bytes(32) for number in range(65_536 + 700)]
    read, asked = _tiled(entries)
    path = inclusion_proof(1000, len(entries), read)
    assert second.root_by_path(entries[1000], 1000, len(entries), path) == second.tree_hash(entries)
    assert sorted(asked) == [Tile(0, 3), Tile(0, 258, 188), Tile(1, 0), Tile(1, 1, 2)]


@pytest.mark.parametrize("size", [-1, 2**63])
def test_a_tree_beyond_all_sizes_is_not_read(size: int) -> None:
    with pytest.raises(ValueError, match="no size of a tree"):
        tile_reader(size, lambda _: [])
