"""The bare `UNWIND` load that the import is compared with: the least that brings the same rows in.

Its statements are put together from `benchmarks/cypher/bare_*.cypher`: one for each kind and each set of target kinds,
because a bare load looks for a target of the kind that it knows it to be. Checks nothing, asks nobody, keeps no log.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from benchmarks.stand_ins import NoVault
from hub.jobs.intake.batches import BatchOutcome, stored_values
from hub.jobs.intake.limits import BATCH_ROWS
from loaders.intake import IntakeRow, graph_properties
from model.graph import KIND_BY_LABEL, Edge, Kind, ValueKind

if TYPE_CHECKING:
    from hub.gate.ports import VaultPort

_VAULT = cast("VaultPort", NoVault())
_CYPHER = Path(__file__).parent / "cypher"
_TOKEN = re.compile(r"\b[A-Z]+\b")
_MADE = {ValueKind.DATE: "bare_date", ValueKind.INSTANT: "bare_instant", ValueKind.POINT: "bare_point"}
_Labels = tuple[str, ...]  # of the targets of one edge
_Shape = tuple[_Labels, ...]  # of each edge of a kind, in the model's order
Batch = tuple[str, list[dict[str, Any]]]  # a statement and its rows


class Checked:
    """Every row of a city, read and checked once. `write` takes them from the import's own pipeline."""

    def __init__(self) -> None:
        self._waves: list[tuple[Kind, list[IntakeRow]]] = []
        self._labels: dict[str, str] = {}  # of each id

    async def write(self, kind: Kind, rows: Sequence[IntakeRow]) -> BatchOutcome:
        """Keep `rows`. Those of one kind are one wave, unless they may refer to each other: then each batch is."""
        refers_to_itself = any(kind.label in edge.targets for edge in kind.edges)
        if self._waves and self._waves[-1][0] is kind and not refers_to_itself:
            self._waves[-1][1].extend(rows)
        else:
            self._waves.append((kind, list(rows)))
        self._labels.update((row.properties[kind.key], kind.label) for row in rows)
        return BatchOutcome(created=len(rows))

    def count(self, label: str = "") -> int:
        """How many rows there are, or how many of one kind."""
        return sum(len(rows) for kind, rows in self._waves if label in ("", kind.label))

    def batches(self) -> Iterator[Batch]:
        """Rows with the same kinds of targets go together, as many as the import takes at once."""
        for kind, rows in self._waves:
            shapes: dict[_Shape, list[dict[str, Any]]] = {}
            for row in rows:
                shapes.setdefault(self._shape(kind, row), []).append(_values(kind, row))
            for shape, items in shapes.items():
                text = _statement(kind, shape)
                yield from ((text, items[start : start + BATCH_ROWS]) for start in range(0, len(items), BATCH_ROWS))

    def _shape(self, kind: Kind, row: IntakeRow) -> _Shape:
        return tuple(
            tuple(sorted({self._labels[target] for target in row.edges.get(edge.column, ())})) for edge in kind.edges
        )


_INTAKE = "0" * 64  # the mark of the intake in which somebody came in


def _values(kind: Kind, row: IntakeRow) -> dict[str, Any]:
    """The row's parameters: all properties in one map, and the ids of its targets by column."""
    properties = {**graph_properties(kind, row), **stored_values(_VAULT, kind, row)}
    if kind.label == "Person":
        properties["intake"] = _INTAKE
    values: dict[str, Any] = {"properties": properties}
    if "point" in properties:
        values["longitude"], values["latitude"] = properties.pop("point")
    for edge in kind.edges:
        ids = row.edges.get(edge.column, ())
        values[edge.column] = list(ids) if edge.is_many else next(iter(ids), None)
    return values


def _statement(kind: Kind, shape: _Shape) -> str:
    targets = [(edge, label) for edge, labels in zip(kind.edges, shape, strict=True) for label in labels]
    return _filled(
        "bare_node",
        KIND=kind.label,
        MATCHES="\n".join(_edge("bare_match", *target) for target in targets if not target[0].is_many),
        MADE="".join(
            _filled(_MADE[item.kind], NAME=item.name)
            for item in kind.all_properties
            if item.kind in _MADE and item.sealed is None
        ),
        EDGES="\n".join(_edge("bare_edges" if target[0].is_many else "bare_edge", *target) for target in targets),
    )


def _edge(name: str, edge: Edge, label: str) -> str:
    key = KIND_BY_LABEL[label].key
    return _filled(name, TYPE=edge.type, COLUMN=edge.column, TARGET=f"{edge.column}{label}", LABEL=label, KEY=key)


def _filled(name: str, **tokens: str) -> str:
    """A fragment with its tokens, which are words in capitals, replaced."""
    return _TOKEN.sub(lambda match: tokens.get(match[0], match[0]), _fragment(name))


@cache
def _fragment(name: str) -> str:
    lines = (_CYPHER / f"{name}.cypher").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("//"))
