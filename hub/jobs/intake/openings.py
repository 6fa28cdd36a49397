"""Whether files may bring a register in: from when two operators open an intake until they close it.

What the log says of it decides, so everybody reads when a register was open, and who said so.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from hub.audit_log import Record
from hub.gate.ports import LedgerPort
from hub.jobs.operations import carry_out, operators_of
from hub.operators import Operation
from model.errors import ConflictError
from model.imports import IMPORTS, While
from tlog.notes import Note

AGAIN = "again"  # the argument of an opening after a close
_HOW = "two operators open one by `domicile intake open`"


@dataclass(frozen=True, kw_only=True)
class Intake:
    """One opening. `mark` stands on each person who came in by it: the commitment of its entry, hexadecimal."""

    mark: str
    is_open: bool


async def intake_of(ledger: LedgerPort) -> Intake | None:
    """The latest; None where there never was one. Raises `SetupError`."""
    return _latest(await ledger.read_operations())


def check_kinds(intake: Intake | None, labels: Collection[str], *, has_staff: bool) -> None:
    """Raises `ConflictError` for kinds that may not come in now, and for all of them in a register without staff."""
    if intake is not None and intake.is_open:
        return
    refused = sorted(label for label in labels if not has_staff or IMPORTS[label].when is While.OPEN)
    if refused:
        named = ", ".join(f"`{label}`" for label in refused)
        raise ConflictError(f"no intake is open, in which alone files bring {named}: {_HOW}")


async def open_intake(ledger: LedgerPort, note: Note, *, again: bool) -> None:
    """Open the register for files. Raises what `hub.jobs.operations.carry_out` does.

    Also `ConflictError`, when it is open, or was closed and this is not said to be `again`.
    """
    latest = await intake_of(ledger)
    if latest is not None and latest.is_open:
        raise ConflictError("an intake is open: close it before another one")
    if latest is not None and not again:
        raise ConflictError("the intake was closed, which is final: `--again` opens another one, for everybody to read")
    if latest is None and again:
        raise ConflictError("there was no intake yet: leave out `--again`")
    await carry_out(ledger, await operators_of(ledger), note, Operation.OPEN_INTAKE, opening(again=again))


async def close_intake(ledger: LedgerPort, note: Note) -> None:
    """End it. Raises what `carry_out` does; `ConflictError` when none is open."""
    latest = await intake_of(ledger)
    if latest is None or not latest.is_open:
        raise ConflictError("no intake is open")
    await carry_out(ledger, await operators_of(ledger), note, Operation.CLOSE_INTAKE, [])


def opening(*, again: bool) -> list[str]:
    """The arguments of the statement that opens one."""
    return [AGAIN] if again else []


def _latest(records: Sequence[Record]) -> Intake | None:
    latest = None
    for record in records:
        match record.entry["operation"]:
            case Operation.OPEN_INTAKE:
                latest = Intake(mark=record.commitment.hex(), is_open=True)
            case Operation.CLOSE_INTAKE if latest is not None:
                latest = Intake(mark=latest.mark, is_open=False)
    return latest
