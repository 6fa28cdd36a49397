"""When the log is lost, or an older one is all there is: what is missing, and how two operators accept it.

Nothing starts before (`Ledger.open`, `hub.gate.marks.check_log`). What is accepted stands on the log for everybody to read.
"""

from contextlib import closing
from dataclasses import dataclass

from hub.errors import ConflictError, LogLostError, LogUnavailableError
from hub.gate.marks import every_mark, forget, last_marks, marks_that_lie
from hub.gate.operations import REGISTERED, carry_out, check_says, check_signed
from hub.gate.ports import GraphPort
from hub.ledger import Ledger
from hub.ledger.growing import log_signer
from hub.ledger.notes import Checkpoint, Note
from hub.ledger.storage import storage_of
from hub.model.ids import EntryId
from hub.operators import Operation
from hub.settings import Settings
from hub.vault import Vault


@dataclass(frozen=True, kw_only=True)
class Loss:
    """What the log, the keys and the graph know of the log: how many entries, and a hash (hexadecimal).

    The hash is of the log and of the graph the last entry's commitment, of the keys the tree's root.
    """

    log: tuple[int, str] | None
    keys: tuple[int, str] | None
    graph: tuple[int, str] | None

    @property
    def arguments(self) -> tuple[str, ...]:
        """What operators sign."""
        return (
            f"the log has {_said(self.log)}",
            f"the keys know of {_said(self.keys)}",
            f"the graph knows of {_said(self.graph)}",
        )


def _said(known: tuple[int, str] | None) -> str:
    return "no entries" if known is None else f"{known[0]} entries {known[1]}"


async def loss(settings: Settings, vault: Vault, graph: GraphPort) -> Loss:
    """What the stores say of the log. Whether anything is lost, is for them to say who read it."""
    kept = vault.kept_checkpoint()
    signed = None if kept is None else Checkpoint.parse(Note.parse(kept).text)
    marks = await last_marks(graph, 1)
    return Loss(
        log=_last(settings),
        keys=None if signed is None else (signed.size, signed.root.hex()),
        graph=(marks[0].sequence + 1, marks[0].commitment) if marks else None,
    )


async def accept_loss(settings: Settings, vault: Vault, graph: GraphPort, note: Note) -> int:
    """Go on with the log that there is, or a new one; returns how many writes of the graph it does not have.

    Raises what `carry_out` does; `ConflictError` when nothing is lost.
    """
    operators = vault.operators()
    statement, _ = check_signed(operators, note)
    missing = (await loss(settings, vault, graph)).arguments
    check_says(statement, log_signer(settings, vault).key.name, Operation.ACCEPT_LOSS, missing)
    is_refused = _is_refused(settings, vault)  # nothing was touched before
    with closing(Ledger.open(settings, vault, is_loss_accepted=True)) as ledger:
        lost = {mark.write for mark in await marks_that_lie(graph, ledger)} | await _unknown(settings, graph)
        if not lost and not is_refused:
            raise ConflictError("nothing of the log is lost: it has all that the keys and the graph know of")
        registered = {REGISTERED: "\n".join(operators)}  # what added them may be among what is lost
        await carry_out(ledger, operators, note, Operation.ACCEPT_LOSS, missing, registered)
        await forget(graph, sorted(lost))
    with storage_of(settings).read() as reader:  # with the checkpoint that closing has signed
        last = max(reader.checkpoints(), key=lambda item: item.size, default=None)
    if last is None:
        raise LogUnavailableError(
            "the log's checkpoint is not signed yet: start it again in a moment, with a new statement"
        )
    vault.accept_checkpoint(last.size, last.note)
    return len(lost)


async def _unknown(settings: Settings, graph: GraphPort) -> set[EntryId]:
    """The writes that the graph knows of, and the log does not."""
    found: set[EntryId] = set()
    with storage_of(settings).read() as reader:
        async for page in every_mark(graph):
            found |= set(page) - {row.write for row in reader.writes(page)}
    return found


def _last(settings: Settings) -> tuple[int, str] | None:
    """How many entries the log has, and the commitment of the last one; None where there is no log, or nothing in it."""
    storage = storage_of(settings, takes_any=True)
    if storage.missing:
        return None
    try:
        with storage.read() as reader:
            last = reader.last()
    except LogLostError:  # a database without one
        return None
    return None if last is None else (last.sequence + 1, last.commitment.hex())


def _is_refused(settings: Settings, vault: Vault) -> bool:
    """Whether the log as it is can't be opened against what the keys know. Raises `SetupError` where that is not why."""
    try:
        Ledger.open(settings, vault).close()
    except LogLostError:
        return True
    return False
