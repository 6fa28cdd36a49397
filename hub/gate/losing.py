"""When the log is lost, or an older one is all there is: what is missing, and how two operators accept it.

Nothing starts before (`Ledger.open`, `hub.gate.marks.check_log`). What is accepted stands on the log for everybody to read.
"""

from contextlib import closing
from dataclasses import dataclass

from hub.errors import ConflictError, SetupError
from hub.gate.marks import last_marks, marks_that_lie, unmark
from hub.gate.operations import carry_out, check_signed
from hub.gate.ports import GraphPort
from hub.ledger import Ledger
from hub.ledger.notes import Checkpoint, Note
from hub.ledger.storage import storage_of
from hub.ledger.verify import size_of
from hub.operators import Operation
from hub.settings import Settings
from hub.vault import Vault


@dataclass(frozen=True, kw_only=True)
class Loss:
    """How many entries the log has, and what of it the keys and the graph know: entries, and a hash (hexadecimal)."""

    entries: int
    keys: tuple[int, str] | None
    graph: tuple[int, str] | None

    @property
    def arguments(self) -> tuple[str, ...]:
        """What operators sign."""
        return (
            f"the log has {self.entries} entries",
            f"the keys know of {_said(self.keys)}",
            f"the graph knows of {_said(self.graph)}",
        )


def _said(known: tuple[int, str] | None) -> str:
    return "none" if known is None else f"{known[0]} {known[1]}"


async def loss(settings: Settings, vault: Vault, graph: GraphPort) -> Loss:
    """What the stores say of the log. Whether anything is lost, is for them to say who read it."""
    kept = vault.kept_checkpoint()
    signed = None if kept is None else Checkpoint.parse(Note.parse(kept).text)
    marks = await last_marks(graph, 1)
    return Loss(
        entries=_entries(settings),
        keys=None if signed is None else (signed.size, signed.root.hex()),
        graph=(marks[0].sequence + 1, marks[0].commitment) if marks else None,
    )


async def accept_loss(settings: Settings, vault: Vault, graph: GraphPort, note: Note) -> int:
    """Go on with the log that there is, or a new one; returns how many writes of the graph it does not have.

    Raises what `carry_out` does; `ConflictError` when nothing is lost.
    """
    check_signed(vault, note)  # before a new log is made, if there is none
    missing, is_refused = await loss(settings, vault, graph), _is_refused(settings, vault)
    ledger = Ledger.open(settings, vault, is_loss_accepted=True)
    with closing(ledger):
        lost = await marks_that_lie(graph, ledger)
        if not lost and not is_refused:
            raise ConflictError("nothing of the log is lost: it has all that the keys and the graph know of")
        await carry_out(ledger, vault, note, Operation.ACCEPT_LOSS, missing.arguments)
        await unmark(graph, lost)
    with storage_of(settings).read() as reader:  # with the checkpoint that closing has signed
        last = max(reader.checkpoints(), key=lambda item: item.size)
    vault.accept_checkpoint(last.size, last.note)
    return len(lost)


def _entries(settings: Settings) -> int:
    """Of the log that is there; of none, none."""
    try:
        return size_of(settings)
    except SetupError:
        return 0


def _is_refused(settings: Settings, vault: Vault) -> bool:
    """Whether the log as it is can't be opened against what the keys know."""
    try:
        Ledger.open(settings, vault).close()
    except SetupError:
        return True
    return False
