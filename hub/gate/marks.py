"""The mark that a write leaves in the graph: by it the log finds the commit again, and the graph knows how far the log was.

What one store says of the other is held against it at start (`check_log`), and write by write in `domicile log verify`.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hub import limits
from hub.errors import SetupError
from hub.ledger import Receipt, Record
from hub.model.ids import EntryId
from loaders.fragments import fragment

if TYPE_CHECKING:
    from hub.gate.ports import GraphPort, LedgerPort, Statement

_METADATA = {"operation": "marks"}
_NO_BOUND = 2**62
_REMEDY = "put back the newest log, or read `docs/log-loss.md`"


@dataclass(frozen=True)
class Mark:
    """What a write left in the graph: its id, and the sequence and commitment (hexadecimal) of its last intent."""

    write: EntryId
    sequence: int
    commitment: str


def mark(write: EntryId, intents: Sequence[Receipt | Record]) -> "Statement":
    """The statement that leaves the mark of a write, whose intents the log has: `mark_parameters` says what is in it."""
    return fragment("writes/entry"), mark_parameters(write, intents)


def mark_parameters(write: EntryId, intents: Sequence[Receipt | Record]) -> dict[str, Any]:
    """`entry`, `sequence` and `commitment` (hexadecimal): the write's id, and the last of its intents on the log."""
    last = intents[-1] if intents else None
    return {
        "entry": write,
        "sequence": None if last is None else last.sequence,
        "commitment": None if last is None else last.commitment.hex(),
    }


async def check_log(graph: "GraphPort", ledger: "LedgerPort") -> None:
    """Whether the log has what the graph's last write left on it. Raises `SetupError`."""
    last = await last_marks(graph, 1)
    if last:
        await _check_entry(last[0], ledger)
        return
    ((has_marks,),) = await _read(graph, "writes/has_marks", {})  # all from before marks said where they stand
    if has_marks and not await ledger.read_at([0]):
        raise SetupError(f"the access log is empty, and the graph has writes that went through one: {_REMEDY}")


async def _check_entry(last: Mark, ledger: "LedgerPort") -> None:
    found = await ledger.read_at([last.sequence])
    if not found:
        raise SetupError(f"the access log is older than the graph: it has no entry {last.sequence}; {_REMEDY}")
    if found[0].record.commitment.hex() != last.commitment:
        raise SetupError(
            f"the access log is not that of the graph: its entry {last.sequence} is another one; {_REMEDY}"
        )


async def last_marks(graph: "GraphPort", limit: int, *, below: int = _NO_BOUND) -> list[Mark]:
    """The marks that say where they stand, before the sequence `below`, the last one first."""
    rows = await _read(graph, "writes/last_marks", {"below": below, "limit": limit})
    return [Mark(EntryId(write), sequence, commitment) for write, sequence, commitment in rows]


async def marks_that_lie(graph: "GraphPort", ledger: "LedgerPort") -> list[Mark]:
    """The marks of which the log does not have the entry, or another one. Before those, all is as it was."""
    found: list[Mark] = []
    below = _NO_BOUND
    while page := await last_marks(graph, limits.MARKS_PAGE, below=below):
        entries = {
            item.record.sequence: item.record.commitment.hex()
            for item in await ledger.read_at(m.sequence for m in page)
        }
        lost = [mark for mark in page if entries.get(mark.sequence) != mark.commitment]
        if not lost:
            break
        found += lost
        below = page[-1].sequence
    return found


async def forget(graph: "GraphPort", writes: Sequence[EntryId]) -> None:
    """Let the graph know no more of these marks: what was written stays."""
    for start in range(0, len(writes), limits.MARKS_PAGE):
        await graph.write(
            [(fragment("writes/forget_marks"), {"entries": writes[start : start + limits.MARKS_PAGE]})],
            timeout_seconds=limits.STATEMENT_SECONDS_MAX,
            metadata=_METADATA,
        )


async def every_mark(graph: "GraphPort") -> AsyncIterator[list[EntryId]]:
    """The ids of all writes that the graph knows of, in their order, page by page."""
    after = ""
    while page := await _read(graph, "writes/marks", {"after": after, "limit": limits.MARKS_PAGE}):
        yield [EntryId(write) for (write,) in page]
        after = page[-1][0]


async def _read(graph: "GraphPort", name: str, parameters: dict[str, Any]) -> Sequence[Sequence[Any]]:
    rows = await graph.read(
        fragment(name), parameters, timeout_seconds=limits.STATEMENT_SECONDS_MAX, metadata=_METADATA
    )
    return rows.values
