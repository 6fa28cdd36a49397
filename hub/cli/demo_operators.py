"""Two operators whose keys lie in the home: for trying out, where nobody else could sign.

What they decide goes the way of everybody's: a statement, two signatures, an entry on the log.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from hub import limits
from hub.gate import intakes
from hub.gate.operations import add_operator, origin
from hub.ledger import Ledger
from hub.ledger.notes import Note, Signer
from hub.model.times import now
from hub.operators import Operation, Statement, key_file
from hub.settings import Settings
from hub.vault import Vault

NAMES = ("an", "bo")


def folder_of(settings: Settings) -> Path:
    """Where their keys lie."""
    return settings.home / "operators"


def make_operators(settings: Settings) -> None:
    """Make and register them. Where there are two, nothing is done; one that broke off goes on."""
    folder = folder_of(settings)
    with _opened(settings) as (ledger, vault):
        if len(vault.operators()) >= limits.OPERATORS_MIN:
            return
        folder.mkdir(mode=0o700, exist_ok=True)
        for name in NAMES:
            file = key_file(folder / f"{name}.key")
            signer = file.read() if file.path.exists() else file.make(name)
            if str(signer.key) not in vault.operators():
                asyncio.run(add_operator(ledger, vault, str(signer.key), None))


def open_intake(settings: Settings) -> None:
    """Let files come in; where they may, nothing is done."""

    async def act(ledger: Ledger) -> None:
        latest = await intakes.intake_of(ledger)
        if latest is not None and latest.is_open:
            return
        again = latest is not None
        note = _signed(settings, ledger, Operation.OPEN_INTAKE, intakes.opening(again=again))
        await intakes.open_intake(ledger, note, again=again)

    _decide(settings, act)


def close_intake(settings: Settings) -> None:
    """Let none come in any more."""

    async def act(ledger: Ledger) -> None:
        note = _signed(settings, ledger, Operation.CLOSE_INTAKE, [])
        await intakes.close_intake(ledger, note)

    _decide(settings, act)


def _signed(settings: Settings, ledger: Ledger, operation: Operation, arguments: list[str]) -> Note:
    """A new statement under both."""
    text = Statement.new(origin(ledger), operation, arguments, now()).text
    return Note(text, tuple(signer.sign(text) for signer in _signers(settings)))


def _signers(settings: Settings) -> list[Signer]:
    return [key_file(folder_of(settings) / f"{name}.key").read() for name in NAMES]


def _decide(settings: Settings, act: Callable[[Ledger], Coroutine[Any, Any, None]]) -> None:
    with _opened(settings) as (ledger, _):
        asyncio.run(act(ledger))


@contextmanager
def _opened(settings: Settings) -> Iterator[tuple[Ledger, Vault]]:
    with closing(Vault.open(settings)) as vault, closing(Ledger.open(settings, vault)) as ledger:
        yield ledger, vault
