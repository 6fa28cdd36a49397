"""What an issuer of residents' sign-ins was called before: two operators say that a new address is a former one's issuer.

A sign-in is found by a keyed hash of issuer and subject. So a token of the new address is looked up under its own name, and
under those that it had before; nothing in the graph changes. The log says so, by `moves`.
"""

import time
from collections.abc import Mapping, Sequence
from typing import Protocol

from hub.audit_log import Record
from hub.operators import Operation
from model import limits
from model.errors import DomicileError


class _Operations(Protocol):
    """What the log is asked here: `hub.audit_log.Ledger`."""

    async def read_operations(self) -> Sequence[Record]: ...


class IssuerNames:
    """The names of each issuer, as the log had them some seconds ago at most: another process may write it."""

    def __init__(self) -> None:
        self._former: Mapping[str, str] = {}
        self._looked_at = time.monotonic()

    async def of(self, ledger: _Operations, issuer: str) -> list[str]:
        """`issuer`, and what it was called before, the latest first."""
        if time.monotonic() - self._looked_at > limits.ISSUER_NAMES_SECONDS:
            await self.look(ledger)
        return names_of(self._former, issuer)

    async def look(self, ledger: _Operations) -> None:
        """Read them anew. Where the log can't be read they stay: then nothing is answered anyway."""
        self._looked_at = time.monotonic()
        try:
            self._former = former_names(await ledger.read_operations())
        except DomicileError:
            return


def former_names(records: Sequence[Record]) -> Mapping[str, str]:
    """By an issuer's address the one before. The latest word on either address counts, so that a slip can be mended."""
    former: dict[str, str] = {}
    for record in records:
        if record.entry["operation"] == Operation.MOVE_SIGN_INS:
            before, address = record.entry["extra"]["arguments"].split("\n")
            former = {now: old for now, old in former.items() if old != before} | {address: before}
    return former


def names_of(former: Mapping[str, str], issuer: str) -> list[str]:
    """An issuer's address and those before, each once: it may have come back to one."""
    names = [issuer]
    while (before := former.get(names[-1])) is not None and before not in names:
        names.append(before)
    return names
