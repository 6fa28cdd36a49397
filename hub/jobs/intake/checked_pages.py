"""`domicile graph check` through the gate: pages of the graph for an officer of the city's registration office, and who is told of.

A look at facts about people, for the one end that they hold together: no name, address or document is read. What is found wrong names a
fact by its id, never a person; everybody whose fact is named has an entry on their log, durable before it is told.
"""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo

from hub.gate.ports import Ports
from hub.jobs.batch_authority import authorised, read
from hub.jobs.intake.batches import IMPORT_PURPOSE, groups_of
from loaders.check import page_statement, rows
from loaders.intake import IntakeRow
from model import limits
from model.callers import Caller, Entry
from model.graph import Kind
from model.groups import FieldGroup
from model.ids import PersonId

_OPERATION = "graph check"


@dataclass(frozen=True, kw_only=True)
class Checking:
    """Who checks, and on which calendar their office's staff is looked up."""

    ports: Ports
    caller: Caller
    time_zone: tzinfo

    async def begin(self) -> None:
        """An entry about nobody. Raises `PurposeNotAllowedError`, `UnauthenticatedError`, `LogUnavailableError`, `GraphUnavailableError`."""
        await self.ports.ledger.append([replace(await self._author(frozenset()), extra={"about": "nobody"})])

    async def pages(self, kind: Kind) -> AsyncIterator[Sequence[IntakeRow]]:
        """All of a kind in the order of their keys; all versions of a fact stand in one page."""
        after, limit = "", limits.CHECK_ROWS_PER_PAGE
        while True:
            await self._author(frozenset())  # a revocation binds the next page
            text, parameters = page_statement(kind, after=after, limit=limit)
            found = await read(self.ports, _OPERATION, text, parameters, seconds=limits.RETENTION_SECONDS_MAX)
            is_last = len(found) < limit
            if not is_last:  # of the last key there may be more versions: they come with the next page
                found = [row for row in found if row[0] != found[-1][0]] or found
            if found:
                yield rows(kind, found)
                after = found[-1][0]
            if is_last:
                return

    async def log(self, kind: Kind, persons: Collection[PersonId]) -> None:
        """An entry for each of those whose fact of this kind is told of. Raises as `begin` does."""
        author = await self._author(groups_of(kind))
        await self.ports.ledger.append([replace(author, subject=person) for person in sorted(persons)])

    async def _author(self, groups: frozenset[FieldGroup]) -> Entry:
        author = await authorised(
            self.ports,
            self.caller,
            IMPORT_PURPOSE,
            operation=_OPERATION,
            groups=groups,
            time_zone=self.time_zone,
        )
        return replace(author, action="read")
