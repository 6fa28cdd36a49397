"""When the log or keys are lost, or older ones are all there is: what is missing, and how two operators accept it.

Nothing starts before (`Ledger.open`, `hub.gate.marks`). What is accepted stands on the log for everybody to read.
"""

from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from hub.audit_log import Ledger
from hub.audit_log.storage import storage_of
from hub.audit_log.tree_writer import log_signer
from hub.gate.marks import every_mark, forget, known_keys, last_marks, marks_that_lie
from hub.gate.ports import GraphPort
from hub.jobs.operations import REGISTERED, carry_out, check_says, check_signed, operators_of
from hub.operators import Operation
from hub.settings import Settings
from hub.vault import Vault
from loaders.fragments import fragment
from model import limits
from model.errors import ConflictError, LogLostError, LogUnavailableError
from model.ids import EntryId, PersonId, new_private_id
from model.standing import Protection, Standing
from model.states import NoticeKind
from tlog.notes import Checkpoint, Note

_KEYLESS = "personsWithoutKey"  # in `extra`: of how many the keys are lost
_IDS_PAGE = 1000


@dataclass(frozen=True, kw_only=True)
class Loss:
    """What the log, the keys and the graph know of the log: how many entries, and a hash (hexadecimal).

    The hash is of the log and of the graph the last entry's commitment, of the keys the tree's root. `made` is how many
    keys the key store made, `made_by_graph` what the graph knows of that.
    """

    log: tuple[int, str] | None
    keys: tuple[int, str] | None
    graph: tuple[int, str] | None
    made: int
    made_by_graph: int

    @property
    def has_lost_keys(self) -> bool:
        """Whether the key store is older than the graph."""
        return self.made < self.made_by_graph

    @property
    def arguments(self) -> tuple[str, ...]:
        """What operators sign."""
        return (
            f"the log has {_said(self.log)}",
            f"the keys know of {_said(self.keys)}",
            f"the graph knows of {_said(self.graph)}",
            *(self.keys_arguments if self.has_lost_keys else ()),
        )

    @property
    def keys_arguments(self) -> tuple[str, ...]:
        """What they sign where the log is there, and keys alone are lost."""
        return (f"the key store made {self.made} keys and the graph knows of {self.made_by_graph}",)


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
        made=vault.keys_made(),
        made_by_graph=await known_keys(graph),
    )


async def accept_loss(settings: Settings, vault: Vault, graph: GraphPort, note: Note) -> int:
    """Go on with the log and the keys that there are; returns how many writes of the graph the log does not have.

    Persons whose keys are lost count as erased from then on, and sessions of browsers end. Raises what `carry_out` does;
    `ConflictError` when nothing is lost.
    """
    operators = vault.operators()
    statement, _ = check_signed(operators, note)
    found = await loss(settings, vault, graph)
    check_says(statement, log_signer(settings, vault).key.name, Operation.ACCEPT_LOSS, found.arguments)
    is_refused = _is_refused(settings, vault)  # nothing was touched before
    keyless = await _keyless(vault, graph) if found.has_lost_keys else frozenset()
    with closing(Ledger.open(settings, vault, is_loss_accepted=True)) as ledger:
        lost = {mark.write for mark in await marks_that_lie(graph, ledger)} | await _unknown(settings, graph)
        if not lost and not is_refused:
            keys = "; keys are: `domicile log accept-loss --keys`" if found.has_lost_keys else ""
            raise ConflictError(f"nothing of the log is lost: it has all that the keys and the graph know of{keys}")
        said = {REGISTERED: "\n".join(operators)}  # what added them may be among what is lost
        if found.has_lost_keys:
            said[_KEYLESS] = str(len(keyless))
        await carry_out(ledger, operators, note, Operation.ACCEPT_LOSS, found.arguments, said)
        await _give_up(vault, graph, found, keyless)
        await forget(graph, sorted(lost))
    with storage_of(settings).read() as reader:  # with the checkpoint that closing has signed
        last = max(reader.checkpoints(), key=lambda item: item.size, default=None)
    if last is None:
        raise LogUnavailableError(
            "the log's checkpoint is not signed yet: start it again in a moment, with a new statement"
        )
    vault.accept_checkpoint(last.size, last.note)
    return len(lost)


async def accept_keys_loss(settings: Settings, vault: Vault, graph: GraphPort, note: Note) -> int:
    """Go on with the keys that there are, where the log is whole; returns of how many persons they are lost.

    As `accept_loss` else.
    """
    found = await loss(settings, vault, graph)
    if not found.has_lost_keys:
        raise ConflictError("no keys are lost: the key store made all that the graph knows of")
    with closing(Ledger.open(settings, vault)) as ledger:
        keyless = await _keyless(vault, graph)
        said = {_KEYLESS: str(len(keyless))}
        known = await operators_of(ledger)
        await carry_out(ledger, known, note, Operation.ACCEPT_KEYS_LOSS, found.keys_arguments, said)
        await _give_up(vault, graph, found, keyless)
    return len(keyless)


async def _give_up(vault: Vault, graph: GraphPort, found: Loss, keyless: Collection[PersonId]) -> None:
    vault.destroy(*keyless)  # else they got new keys, under which nothing opens that is there
    if found.has_lost_keys:
        await _protect_again(vault, graph, keyless)
    vault.accept_keys_made(found.made_by_graph)
    vault.keep_sessions_ended(vault.sessions_ended() + 1)  # all: who knows which of them were ended since


async def _protect_again(vault: Vault, graph: GraphPort, keyless: Collection[PersonId]) -> None:
    """Whom the graph told last that their address is protected, and of whom the older vault does not know it."""
    after = ""
    while page := await _page(graph, "moving/notices", after):
        told = [PersonId(person) for person, notices in page if _is_told(vault, PersonId(person), notices)]
        missing = sorted(frozenset(told) - vault.protected(told) - frozenset(keyless))
        again = {person: vault.standing(person) for person in missing}
        if again:
            vault.keep(
                {
                    person: Standing(
                        protections=(*before.protections, Protection(id=new_private_id())), places=before.places
                    )
                    for person, before in again.items()
                }
            )
        after = page[-1][0]


def _is_told(vault: Vault, person: PersonId, notices: Sequence[Sequence[str]]) -> bool:
    begun, ended = (vault.token(person, kind) for kind in (NoticeKind.ADDRESS_PROTECTED, NoticeKind.PROTECTION_ENDED))
    latest = next((kind for kind, _ in notices if kind in {begun, ended}), None)
    return latest == begun


async def _page(graph: GraphPort, name: str, after: str) -> Sequence[Sequence[Any]]:
    rows = await graph.read(
        fragment(name),
        {"after": after, "limit": _IDS_PAGE},
        timeout_seconds=limits.STATEMENT_SECONDS_MAX,
        metadata={"operation": "accept-loss"},
    )
    return rows.values


async def _keyless(vault: Vault, graph: GraphPort) -> frozenset[PersonId]:
    """Those in the graph whose key is not there, and was not destroyed."""
    found: set[PersonId] = set()
    after = ""
    while True:
        persons = [PersonId(person) for (person,) in await _page(graph, "retention/ids", after)]
        if not persons:
            return frozenset(found)
        found |= vault.without_key(persons)
        after = persons[-1]


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
