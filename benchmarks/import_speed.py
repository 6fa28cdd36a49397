"""How fast an import is against a bare `UNWIND` load of the same rows, alternating, on one server.

    python benchmarks/import_speed.py CITY_FOLDER [--rounds 3]

On an embedded server in a temporary home, or on the one that `NEO4J_URI` names if it is empty: the graph is emptied after
each load, so one that holds anything at the start is refused. Both load the same rows in the same batches. Bare:
rows that were read and checked before, one statement a kind that finds the targets and creates, one batch after the other.
Import: the whole way from the files through the gate, with a log that keeps nothing. Sealed values are the same bytes on both
sides: what a vault costs is not in it.
"""

import argparse
import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

from hub.gate.intake import BATCH_SECONDS_MAX, BatchOutcome, Operator, import_batch
from hub.gate.ports import Ports
from hub.graph.connections import Connection, connection
from hub.graph.driver import Graph
from hub.graph.migrations import migrate
from hub.graph.server import EmbeddedServer
from hub.intake.files import files_of
from hub.intake.limits import BATCH_ROWS
from hub.intake.pipeline import import_files
from hub.model.graph import KIND_BY_LABEL, Kind, ValueKind
from hub.settings import Settings
from loaders.intake import IntakeRow, batch_statement

HERE = Path(__file__).parent


class NullLedger:
    """Keeps nothing."""

    entries = 0

    async def append(self, entries: Sequence[Any]) -> None:
        self.entries += len(entries)

    intend = append

    async def settle(self, write: str, outcome: str) -> None:
        pass

    def open_intents(self) -> list[Any]:
        return []


class NullVault:
    """Seals nothing: the same bytes as the bare load's."""

    def new_keys(self, persons: Any) -> None:
        list(persons)

    def seal(self, _person: str, _group: str, values: Mapping[str, str]) -> bytes:
        return orjson.dumps(dict(values))

    def document_hash(self, kind: str, number: str) -> str:
        return f"{kind}{number}"

    def sign_in_hash(self, issuer: str, subject: str) -> str:
        return f"{issuer}{subject}"


# ── the bare load ────────────────────────────────────────────────────────────────────────────────────────────────────
class Checked:
    """Every row of the city, read and checked once, and the label of each id."""

    def __init__(self) -> None:
        self.rows: dict[str, list[IntakeRow]] = {}
        self.labels: dict[str, str] = {}

    async def write(self, kind: Kind, rows: Sequence[IntakeRow]) -> BatchOutcome:
        self.rows.setdefault(kind.label, []).extend(rows)
        self.labels.update((row.properties[kind.key], kind.label) for row in rows)
        return BatchOutcome(created=len(rows))

    def batches(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """Statement and parameters of each batch; rows with the same kinds of targets go together."""
        for label, rows in self.rows.items():
            kind = KIND_BY_LABEL[label]
            shapes: dict[tuple[tuple[str, ...], ...], list[dict[str, Any]]] = {}
            _, parameters = batch_statement(kind, rows, [_sealed_as_json(row) for row in rows])
            for row, values in zip(rows, parameters["rows"], strict=True):
                shape = tuple(
                    tuple(sorted({self.labels[target] for target in row.edges.get(edge.column, ())}))
                    for edge in kind.edges
                )
                shapes.setdefault(shape, []).append(values)
            for shape, items in shapes.items():
                text = _bare_statement(kind, shape)
                for start in range(0, len(items), BATCH_ROWS):
                    yield text, items[start : start + BATCH_ROWS]


def _sealed_as_json(row: IntakeRow) -> dict[str, bytes]:
    return {f"sealed{group}": orjson.dumps(dict(values)) for group, values in row.sealed.items()}


def _bare_statement(kind: Kind, shape: tuple[tuple[str, ...], ...]) -> str:
    matches, edges = [], []
    for number, (edge, labels) in enumerate(zip(kind.edges, shape, strict=True)):
        for label in labels:
            target = f"t{number}{label}"
            key = KIND_BY_LABEL[label].key
            if edge.is_many:
                edges.append(
                    f"WITH * CALL (row, node) {{ UNWIND row.{edge.column} AS one MATCH ({target}:{label} {{{key}: one}}) "
                    f"CREATE (node)-[:{edge.type}]->({target}) }}"
                )
            else:
                matches.append(f"MATCH ({target}:{label} {{{key}: row.{edge.column}}})")
                edges.append(f"CREATE (node)-[:{edge.type}]->({target})")
    dates = [
        f", node.{item.name} = {'date' if item.kind is ValueKind.DATE else 'datetime'}(row.properties.{item.name})"
        for item in kind.all_properties
        if item.kind in {ValueKind.DATE, ValueKind.INSTANT} and item.sealed is None
    ]
    lines = (HERE / "cypher" / "bare_node.cypher").read_text().splitlines()
    text = "\n".join(line for line in lines if not line.startswith("//"))
    for token, value in (("KIND", kind.label), ("DATES", "".join(dates)), ("MATCHES", "\n".join(matches))):
        text = text.replace(token, value)
    return text.replace("EDGES", "\n".join(edges))


# ── rounds ───────────────────────────────────────────────────────────────────────────────────────────────────────────
async def load_bare(graph: Graph, batches: Sequence[tuple[str, list[dict[str, Any]]]]) -> float:
    started = time.monotonic()
    for text, rows in batches:
        await graph.write([(text, {"rows": rows})], timeout_seconds=BATCH_SECONDS_MAX, metadata={})
    return time.monotonic() - started


async def load_through_the_gate(graph: Graph, folder: Path) -> float:
    ports = Ports(graph=graph, ledger=NullLedger(), vault=NullVault(), policy=None)  # type: ignore[arg-type]
    write = partial(import_batch, ports, Operator(name="benchmark"), time_zone=UTC)
    started = time.monotonic()
    with TemporaryDirectory() as rejects:
        reports = await import_files(files_of(folder), write=write, rejects=Path(rejects), on_progress=lambda _: None)
    if any(report.rejected for report in reports):
        raise SystemExit("the city has rows that are refused: the two loads would differ")
    return time.monotonic() - started


async def refuse_what_is_in_use(graph: Graph) -> None:
    """Stop unless the graph is empty: the benchmark deletes, and never somebody's data."""
    text = (HERE / "cypher" / "is_empty.cypher").read_text()
    rows = await graph.read(text, {}, timeout_seconds=BATCH_SECONDS_MAX, metadata={})
    if not rows.values[0][0]:
        raise SystemExit("this graph holds data, and the benchmark would delete it: give it an empty one of its own")


async def empty(graph: Graph) -> None:
    text = (HERE / "cypher" / "empty.cypher").read_text()
    while (await graph.write([(text, {})], timeout_seconds=BATCH_SECONDS_MAX, metadata={}))[0].values[0][0]:
        pass


async def compare(connection: Connection, folder: Path, rounds: int) -> None:
    checked = Checked()
    with TemporaryDirectory() as rejects:
        await import_files(files_of(folder), write=checked.write, rejects=Path(rejects), on_progress=lambda _: None)
    batches = list(checked.batches())
    rows, persons = sum(len(items) for _, items in batches), len(checked.rows["Person"])
    async with Graph(connection) as graph:
        await refuse_what_is_in_use(graph)
        await migrate(graph)
        for number in range(rounds + 1):  # the first warms up: plans and the Java compiler
            bare = await load_bare(graph, batches)
            await empty(graph)
            gate = await load_through_the_gate(graph, folder)
            await empty(graph)
            print(
                f"{'warm-up' if number == 0 else f'round {number}'}: bare {rows / bare:,.0f} rows/s "
                f"({persons / bare:,.0f} persons/s), import {rows / gate:,.0f} rows/s ({persons / gate:,.0f} persons/s), "
                f"ratio {bare / gate:.2f}",
                flush=True,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    own = connection(Settings()) if Settings().neo4j_uri else None
    if own is not None:
        asyncio.run(compare(own, options.folder, options.rounds))
        return
    with TemporaryDirectory() as home:
        server = EmbeddedServer(Settings(home=Path(home)))
        try:
            asyncio.run(compare(server.start(print), options.folder, options.rounds))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
