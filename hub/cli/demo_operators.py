"""Two operators whose keys lie in the home: for trying out, where nobody else could sign.

What they decide goes the way of everybody's: a statement, two signatures, an entry on the log.
"""

from pathlib import Path

from hub.audit_log import Ledger
from hub.cli.operator import carry_out
from hub.jobs.intake import openings as intakes
from hub.jobs.operations import add_operator, origin
from hub.operators import Operation, Statement, key_file
from hub.settings import Settings
from hub.vault import Vault
from model import limits
from model.times import now
from tlog.notes import Note, Signer

NAMES = ("an", "bo")


def folder_of(settings: Settings) -> Path:
    """Where their keys lie."""
    return settings.home / "operators"


def make_operators(settings: Settings) -> None:
    """Make and register them. Where there are two, nothing is done; one that broke off goes on."""
    folder = folder_of(settings)

    async def act(ledger: Ledger, vault: Vault) -> None:
        if len(vault.operators()) >= limits.OPERATORS_MIN:
            return
        folder.mkdir(mode=0o700, exist_ok=True)
        for name in NAMES:
            file = key_file(folder / f"{name}.key")
            signer = file.read() if file.path.exists() else file.make(name)
            if str(signer.key) not in vault.operators():
                await add_operator(ledger, vault, str(signer.key), None)

    carry_out(act, settings)


def open_intake(settings: Settings) -> None:
    """Let files come in; where they may, nothing is done."""

    async def act(ledger: Ledger, _vault: Vault) -> None:
        latest = await intakes.intake_of(ledger)
        if latest is not None and latest.is_open:
            return
        again = latest is not None
        note = _signed(settings, ledger, Operation.OPEN_INTAKE, intakes.opening(again=again))
        await intakes.open_intake(ledger, note, again=again)

    carry_out(act, settings)


def close_intake(settings: Settings) -> None:
    """Let none come in any more."""

    async def act(ledger: Ledger, _vault: Vault) -> None:
        note = _signed(settings, ledger, Operation.CLOSE_INTAKE, [])
        await intakes.close_intake(ledger, note)

    carry_out(act, settings)


def _signed(settings: Settings, ledger: Ledger, operation: Operation, arguments: list[str]) -> Note:
    """A new statement under both."""
    text = Statement.new(origin(ledger), operation, arguments, now()).text
    return Note(text, tuple(signer.sign(text) for signer in _signers(settings)))


def _signers(settings: Settings) -> list[Signer]:
    return [key_file(folder_of(settings) / f"{name}.key").read() for name in NAMES]
