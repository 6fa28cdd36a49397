"""The tree against published vectors, and against a second implementation from the definitions."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tlog import independent_verifier as second
from tlog.tree import (
    EMPTY_ROOT,
    Frontier,
    Node,
    Read,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

# The test vectors of Certificate Transparency's reference implementation: eight leaves, as data.
LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


def reader(entries: list[bytes]) -> Read:
    """Complete subtrees, each hashed from its leaves when it is asked for."""

    def read(height: int, index: int) -> bytes:
        part = entries[index << height : (index + 1) << height]
        assert len(part) == 1 << height, "only complete subtrees are kept"
        return second.tree_hash(part)

    return read


def made(count: int) -> list[bytes]:
    return [number.to_bytes(32) for number in range(count)]


# ── published vectors ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_published_vectors(size: int) -> None:
    frontier = Frontier()
    for data in LEAVES[:size]:
        frontier.append(leaf_hash(data))
    assert frontier.root().hex() == ROOTS[size]
    assert root(size, reader(LEAVES)).hex() == ROOTS[size]
    assert second.tree_hash(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_paths_are_those_of_the_published_vectors(index: int, size: int) -> None:
    path = inclusion_proof(index, size, reader(LEAVES))
    assert [step.hex() for step in path] == INCLUSION[index, size]
    assert second.audit_path(index, LEAVES[:size]) == path
    assert verify_inclusion(leaf_hash(LEAVES[index]), index, size, path, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_consistency_paths_are_those_of_the_published_vectors(old: int, new: int) -> None:
    path = consistency_proof(old, new, reader(LEAVES))
    assert [step.hex() for step in path] == CONSISTENCY[old, new]
    assert second.consistency_path(old, LEAVES[:new]) == path
    assert verify_consistency(old, new, path, bytes.fromhex(ROOTS[old]), bytes.fromhex(ROOTS[new]))


# ── against the definitions ──────────────────────────────────────────────────────────────────────────────────────────


def test_every_small_tree_agrees_with_the_second_implementation() -> None:
    entries = made(34)
    read, frontier, walk = reader(entries), Frontier(), second.Walk()
    for size in range(len(entries) + 1):
        expected = second.tree_hash(entries[:size])
        assert (frontier.root(), root(size, read), walk.tree_hash()) == (expected,) * 3
        assert Frontier.at(size, read).hashes == frontier.hashes
        for index in range(size):
            path = inclusion_proof(index, size, read)
            assert path == second.audit_path(index, entries[:size])
            assert verify_inclusion(leaf_hash(entries[index]), index, size, path, expected)
            assert second.root_by_path(entries[index], index, size, path) == expected
        for old in range(1, size + 1):
            path, old_root = consistency_proof(old, size, read), second.tree_hash(entries[:old])
            assert path == second.consistency_path(old, entries[:size])
            assert verify_consistency(old, size, path, old_root, expected)
            assert second.roots_by_path(old, size, path, old_root) == (old_root, expected)
        if size < len(entries):
            frontier.append(leaf_hash(entries[size]))
            walk.add(entries[size])


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=700), st.data())
@examples(deadline=None, max_examples=25)
def test_any_tree_agrees_with_the_second_implementation(entries: list[bytes], data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(entries)))
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    read, expected = reader(entries), second.tree_hash(entries[:size])
    path = inclusion_proof(index, size, read)
    assert path == second.audit_path(index, entries[:size])
    assert verify_inclusion(leaf_hash(entries[index]), index, size, path, expected)
    path = consistency_proof(old, size, read)
    assert path == second.consistency_path(old, entries[:size])
    assert verify_consistency(old, size, path, second.tree_hash(entries[:old]), expected)


def _changed(path: list[bytes]) -> list[list[bytes]]:
    """Wrong paths of every kind: a step changed, left out, doubled or added, two exchanged."""
    wrong = [[*path[:place], bytes(32), *path[place + 1 :]] for place in range(len(path))]
    wrong += [path[:place] + path[place + 1 :] for place in range(len(path))]
    wrong += [path[:place] + path[place : place + 1] * 2 + path[place + 1 :] for place in range(len(path))]
    wrong += [[*path, bytes(32)], [bytes(32), *path], [*path[:-1], path[-1][:31]] if path else [b""]]
    exchanged = [[*path[:place], path[place + 1], path[place], *path[place + 2 :]] for place in range(len(path) - 1)]
    return wrong + [other for other in exchanged if other != path]


def test_a_wrong_inclusion_path_is_refused_by_both_implementations() -> None:
    entries = made(23)
    read = reader(entries)
    for size in (1, 2, 3, 7, 8, 16, 23):
        top = second.tree_hash(entries[:size])
        for index in range(size):
            leaf, path = leaf_hash(entries[index]), inclusion_proof(index, size, read)
            for wrong in _changed(path):
                assert not verify_inclusion(leaf, index, size, wrong, top)
                assert second.root_by_path(entries[index], index, size, wrong) != top
            for other in set(range(-1, size + 1)) - {index}:
                assert not verify_inclusion(leaf, other, size, path, top)
                assert second.root_by_path(entries[index], other, size, path) != top
            assert not verify_inclusion(leaf_hash(b"another"), index, size, path, top)
            assert not verify_inclusion(leaf, index, size, path, EMPTY_ROOT)


def test_a_wrong_consistency_path_is_refused_by_both_implementations() -> None:
    entries = made(23)
    read = reader(entries)
    for new in (1, 2, 3, 7, 8, 16, 23):
        new_root = second.tree_hash(entries[:new])
        for old in range(1, new + 1):
            old_root, path = second.tree_hash(entries[:old]), consistency_proof(old, new, read)
            for wrong in _changed(path):
                assert not verify_consistency(old, new, wrong, old_root, new_root)
                assert second.roots_by_path(old, new, wrong, old_root) != (old_root, new_root)
            assert not verify_consistency(old, new, path, EMPTY_ROOT, new_root)
            assert not verify_consistency(old, new, path, old_root, EMPTY_ROOT)
            assert not verify_consistency(new + 1, new, path, old_root, new_root)


def test_the_empty_tree_is_the_beginning_of_every_tree_and_needs_no_path() -> None:
    top = second.tree_hash(LEAVES)
    assert consistency_proof(0, 8, reader(LEAVES)) == []
    assert verify_consistency(0, 8, [], EMPTY_ROOT, top)
    assert verify_consistency(0, 0, [], EMPTY_ROOT, EMPTY_ROOT)
    assert not verify_consistency(0, 8, [top], EMPTY_ROOT, top)
    assert not verify_consistency(0, 8, [], top, top)
    assert not verify_consistency(0, 0, [], EMPTY_ROOT, top)


@pytest.mark.parametrize(
    "ask",
    [
        lambda read: inclusion_proof(8, 8, read),
        lambda read: inclusion_proof(-1, 8, read),
        lambda read: inclusion_proof(0, 0, read),
        lambda read: consistency_proof(9, 8, read),
        lambda read: consistency_proof(-1, 8, read),
    ],
)
def test_a_proof_of_what_is_not_there_is_not_made(ask: Callable[[Read], list[bytes]]) -> None:
    with pytest.raises(ValueError, match=r"a tree of (8|0) leaves"):
        ask(reader(LEAVES))


# ── growing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_kept_are_the_full_subtrees_of_256_and_65536_leaves() -> None:
    frontier, walk, kept, walked = Frontier(), second.Walk(), [], []
    for data in made(65_536 + 300):
        kept += frontier.append(leaf_hash(data))
        walked += walk.add(data)
    assert [(node.level, node.position) for node in kept] == [
        *((1, index) for index in range(256)),
        (2, 0),
        (1, 256),
    ]
    assert [tuple(node) for node in kept] == walked
    assert kept[3] == Node(1, 3, second.tree_hash(made(1024)[768:]))
    assert kept[256].hash == second.tree_hash(made(65_536))
    assert frontier.root() == walk.tree_hash() == second.tree_hash(made(65_836))


def test_a_frontier_goes_on_where_it_was_kept() -> None:
    frontier = Frontier()
    for before, after in pairwise(range(40)):
        frontier.append(leaf_hash(made(after)[before]))
        kept = Frontier(frontier.size, frontier.hashes)
        copy = frontier.copy()
        copy.append(leaf_hash(b""))
        assert (kept.size, kept.root()) == (after, second.tree_hash(made(after)))
        assert (frontier.size, frontier.root()) == (after, second.tree_hash(made(after)))


@pytest.mark.parametrize(("size", "hashes"), [(-1, []), (0, [bytes(32)]), (3, [bytes(32)]), (1, [bytes(31)])])
def test_a_frontier_that_does_not_fit_its_size_is_refused(size: int, hashes: list[bytes]) -> None:
    with pytest.raises(ValueError, match="are no frontier of"):
        Frontier(size, hashes)


def test_a_leaf_can_not_pass_for_a_node() -> None:
    assert leaf_hash(bytes(64)) != node_hash(bytes(32), bytes(32))
