"""The mark that a write leaves in the graph: by it the log finds the commit again, and the graph knows how far log and keys were.

What one store says of the other is held against it at start (`check_log`, `check_keys`), and write by write in
`domicile log verify`.
"""

import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hub.audit_log import Receipt, Record
from loaders.fragments import fragment
from model import limits
from model.errors import SetupError
from model.ids import EntryId

if TYPE_CHECKING:
    from hub.gate.ports import DataKeysPort, GraphPort, LedgerPort, Statement

_logger = logging.getLogger(__name__)
_METADATA = {"operation": "marks"}
_NO_BOUND = 2**62
_LOOKED_AT = 100  # entries behind the last mark: an older graph shows in the first of them, mostly
_KEYS_LOOKED_AT = 100  # last marks: of writes at the same time a later one may know of fewer keys
_REMEDY = "put back the newest log, or read `docs/log-loss.md`"


@dataclass(frozen=True)
class Mark:
    """What a write left in the graph: its id, and the sequence and commitment (hexadecimal) of its last intent.

    `keys` is how many keys were made by then; None where that is not known.
    """

    write: EntryId
    sequence: int
    commitment: str
    keys: int | None


def mark(write: EntryId, intents: Sequence[Receipt | Record], keys: int) -> "Statement":
    """The statement that leaves the mark of a write, whose intents the log has: `mark_parameters` says what is in it."""
    return fragment("writes/entry"), mark_parameters(write, intents, keys)


def mark_parameters(write: EntryId, intents: Sequence[Receipt | Record], keys: int | None) -> dict[str, Any]:
    """`entry`, `sequence`, `commitment` (hexadecimal) and `keys`.

    The write's id, the last of its intents on the log, and how many keys were made by now.
    """
    last = intents[-1] if intents else None
    return {
        "entry": write,
        "sequence": None if last is None else last.sequence,
        "commitment": None if last is None else last.commitment.hex(),
        "keys": keys,
    }


async def check_log(graph: "GraphPort", ledger: "LedgerPort") -> None:
    """Whether the log has what the graph's last write left on it. Raises `SetupError`.

    A graph that is older is as one puts it back from a backup: what was erased meanwhile is erased again, and the rest is
    said in a warning.
    """
    last = await last_marks(graph, 1)
    if last:
        await _check_entry(last[0], ledger)
        await _look_behind(graph, ledger, last[0].sequence + 1)
        return
    ((has_marks,),) = await _read(graph, "writes/has_marks", {})  # all from before marks said where they stand
    if not has_marks:
        await _look_behind(graph, ledger, 0)
    elif not await ledger.read_at([0]):
        raise SetupError(f"the access log is empty, and the graph has writes that went through one: {_REMEDY}")


async def _look_behind(graph: "GraphPort", ledger: "LedgerPort", start: int) -> None:
    """Behind the graph's last mark the log has no write that was committed, unless the graph is older."""
    records = [item.record for item in await ledger.read_at(range(start, start + _LOOKED_AT))]
    writes = {record.entry["write"] for record in records if record.outcome == "committed" and record.entry}
    found = (
        {write for (write,) in await _read(graph, "writes/settled", {"entries": sorted(writes)})} if writes else set()
    )
    if writes - found:  # and not of another process, since the mark was read
        _logger.warning(
            "the graph is older than the access log, which has writes that it lost: `domicile log verify` names them"
        )


async def check_keys(graph: "GraphPort", vault: "DataKeysPort") -> None:
    """Whether the keys are as new as the graph, in which something is sealed under each. Raises `SetupError`."""
    made, known = vault.keys_made(), await known_keys(graph)
    if made < known:
        raise SetupError(
            f"the key store is older than the graph: it counts {made} keys and changes of protections, the graph {known}; "
            "put back the newest `keys.sqlite`, or read `docs/log-loss.md`"
        )


async def known_keys(graph: "GraphPort") -> int:
    """How many keys were made by the last writes that the graph knows of."""
    return max((mark.keys or 0 for mark in await last_marks(graph, _KEYS_LOOKED_AT)), default=0)


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
    return [Mark(EntryId(write), sequence, commitment, keys) for write, sequence, commitment, keys in rows]


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
