"""A statement laid out is the same statement: nothing but white space is added."""

import re
from pathlib import Path

import pytest

from hub.gate.explain import laid_out
from loaders.fragments import fragment

_FOLDER = Path(__file__).resolve().parents[2] / "loaders" / "cypher"
FRAGMENTS = sorted(file.relative_to(_FOLDER).with_suffix("").as_posix() for file in _FOLDER.rglob("*.cypher"))


def _packed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("name", FRAGMENTS)
def test_a_fragment_laid_out_is_the_same_text(name: str) -> None:
    assert _packed(laid_out(fragment(name))) == _packed(fragment(name))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("MATCH (a) WHERE a.x = 1 RETURN a", ["MATCH (a)", "WHERE a.x = 1", "RETURN a"]),
        ("OPTIONAL MATCH (a {id: $id}) RETURN a", ["OPTIONAL MATCH (a {id: $id})", "RETURN a"]),
        ("MATCH (a) WHERE a.x STARTS WITH $y RETURN a", ["MATCH (a)", "WHERE a.x STARTS WITH $y", "RETURN a"]),
        (
            "CALL (a) { MATCH (a)--(b) RETURN b } RETURN b",
            ["CALL (a) {", "  MATCH (a)--(b)", "  RETURN b", "}", "RETURN b"],
        ),
        (
            "CALL (a) { CALL (a) { RETURN 1 AS b } RETURN b } RETURN {x: 1} AS m",
            ["CALL (a) {", "  CALL (a) {", "    RETURN 1 AS b", "  }", "  RETURN b", "}", "RETURN {x: 1} AS m"],
        ),
        (
            "MATCH (a) WHERE EXISTS { MATCH (a)--(b) WHERE b.x = 1 } RETURN a",
            ["MATCH (a)", "WHERE EXISTS {", "  MATCH (a)--(b)", "  WHERE b.x = 1", "}", "RETURN a"],
        ),
        ("RETURN [x IN y WHERE x > 1] AS z", ["RETURN [x IN y WHERE x > 1] AS z"]),
        ("RETURN 'a { MATCH' AS x, `WITH` AS y", ["RETURN 'a { MATCH' AS x, `WITH` AS y"]),
        ("MATCH (a:Room {kind: $limit}) RETURN a.with", ["MATCH (a:Room {kind: $limit})", "RETURN a.with"]),
    ],
)
def test_each_clause_has_a_line_and_each_sub_query_a_step(text: str, lines: list[str]) -> None:
    assert laid_out(text).splitlines() == lines
