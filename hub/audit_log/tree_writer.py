"""The tree as the writer's thread grows it: nodes with each group, and now and then a signed checkpoint.

Both go into the transaction of the entries they stand for. Nothing here reads records: the tree is over commitments.
"""

import math
import time
from collections.abc import Sequence

from hub.audit_log import tables
from hub.audit_log.limits import PUBLISH_SECONDS, REBUILD_ENTRIES
from hub.audit_log.record import Names
from hub.audit_log.tables import BusyError, Reading, Tables
from hub.settings import Settings
from model.errors import LogLostError, SetupError
from model.times import as_instant_text, now
from tlog.errors import TlogError
from tlog.notes import ED25519, Checkpoint, Note, Signer, VerifierKey, is_key_name
from tlog.tiles import Tile, level_size, tile_reader
from tlog.tree import EMPTY_ROOT, Frontier, Node, Read, leaf_hash, root

_HOUR = len("2026-11-24T08")  # of an instant's text


def log_signer(settings: Settings, names: Names) -> Signer:
    """What signs this home's log, under the name that its checkpoints carry. Raises `SetupError`."""
    origin = settings.log_origin or f"domicile-{names.log_mark().hex()[:8]}"
    if not is_key_name(origin):
        raise SetupError(f"DOMICILE_LOG_ORIGIN can't be `{origin}`: no spaces and no `+`, as `log.city.example`")
    return Signer(origin, ED25519, names.checkpoint_key())


def tree_of(reading: Reading, size: int) -> Read:
    """The stored tree of the first `size` entries. What it gives raises `SetupError` where something is missing."""

    def source(tile: Tile) -> list[bytes]:
        stop = tile.start + tile.width
        if tile.level == 0:
            hashes = [leaf_hash(commitment) for commitment in reading.commitments(tile.start, stop)]
        else:
            hashes = reading.nodes(tile.level, tile.start, stop)
        if len(hashes) != tile.width:
            raise SetupError("the access log's tree has a gap: run `domicile log verify`")
        return hashes

    return tile_reader(size, source)


def hour_of(instant: str) -> str:
    """The hour in which an instant lies, as a text that sorts."""
    return instant[:_HOUR]


class TreeWriter:
    """The tree's right edge and the last checkpoint, in step with the tables. Used by the writer's thread alone.

    `may_publish` is off until the witnesses were asked: before that nothing is signed.
    """

    def __init__(self, store: Tables, signer: Signer, size: int) -> None:
        """Raises `SetupError` when the last checkpoint does not fit the rows, or is another log's."""
        self._tables = store
        self._signer = signer
        _make_missing_nodes(store, size)
        self._frontier = Frontier.at(size, tree_of(store, size))
        self._nodes: list[Node] = []
        self.published = store.checkpoint()
        if self.published is not None:  # another process may have signed for more than `size` meanwhile
            last = store.last()
            check_checkpoint(store, self.published.note, signer.key, 0 if last is None else last.sequence + 1)
        self._not_before = -math.inf
        self.may_publish = False

    @property
    def due_seconds(self) -> float | None:
        """In how many seconds a checkpoint is due; None while there is nothing new to sign, or nothing at all."""
        signed = 0 if self.published is None else self.published.size
        is_known = signed == self._frontier.size
        return None if is_known or not self.may_publish else max(0.0, self._not_before - time.monotonic())

    def note_at_start(self) -> Note:
        """What witnesses are asked about before anything new is signed: the last checkpoint, or the empty tree."""
        if self.published is not None:
            return Note.parse(self.published.note)
        return self._signer.note(Checkpoint(self._signer.key.name, 0, EMPTY_ROOT).text)

    def follow(self, size: int) -> None:
        """Another process wrote: go on from the tree that it left."""
        self._frontier = Frontier.at(size, tree_of(self._tables, size))
        self.published = self._tables.checkpoint() or self.published

    def grow(self, commitments: Sequence[bytes]) -> None:
        """Add entries; `write` keeps what they made full."""
        for commitment in commitments:
            self._nodes += self._frontier.append(leaf_hash(commitment))

    def write(self, *, is_last: bool = False) -> None:
        """Into the open transaction: new nodes and, when it is due or the last time, a checkpoint."""
        if self._nodes:
            self._tables.put_nodes(self._nodes)
            self._nodes.clear()
        due = self.due_seconds
        if due == 0 or (is_last and due is not None):
            self._publish()

    def put_off(self) -> None:
        """Try again in a while."""
        self._not_before = time.monotonic() + PUBLISH_SECONDS

    def _publish(self) -> None:
        at, before, size = as_instant_text(now()), self._tables.checkpoint(), self._frontier.size
        if before is not None and before.size == size:  # another process was first, and may have it cosigned already
            self.published = before
            return
        if before is not None and hour_of(before.at) != hour_of(at):
            self._tables.put_checkpoint(before._replace(is_hourly=True))
        self._tables.drop_checkpoints(size)
        note = self._signer.note(Checkpoint(self._signer.key.name, size, self._frontier.root()).text)
        self.published = tables.Checkpoint(size, at, str(note), is_hourly=False)
        self._tables.put_checkpoint(self.published)
        self.put_off()

    def keep_cosigned(self, note: Note) -> None:
        """Put a note with more signatures in the place of the last checkpoint, if it is that one still."""
        last = self._tables.checkpoint()
        if last is not None and Note.parse(last.note).text == note.text:
            self._tables.put_checkpoint(last._replace(note=str(note)))


def check_checkpoint(
    reading: Reading, note: str, key: VerifierKey, size: int, *, who: str = "its last checkpoint"
) -> None:
    """Whether a checkpoint, which `who` has, is one of the tree of the `size` entries that are there.

    Raises `LogLostError`, `SetupError` where it is no checkpoint of this log.
    """
    try:
        signed = Note.parse(note)
        signed.verified([key])
        checkpoint = Checkpoint.parse(signed.text)
    except TlogError as error:
        raise SetupError(
            f"the access log: {who} is not one by `{key}`: it was altered, or DOMICILE_LOG_ORIGIN has changed"
        ) from error
    if checkpoint.size > size:
        raise LogLostError(
            f"the access log lost entries: {who} signs for {checkpoint.size}, and it has {size}; put back its newest "
            "backup"
        )
    if root(checkpoint.size, tree_of(reading, checkpoint.size)) != checkpoint.root:
        raise LogLostError(
            f"the access log was altered before entry {checkpoint.size}, or is another one: its tree is not that of {who}; "
            "run `domicile log verify`"
        )


def _make_missing_nodes(store: Tables, size: int) -> None:
    """Nodes of a log from before there was a tree. With any other log all are there, for they come with the entries."""
    level = 1
    while (count := level_size(level, size)) and store.nodes(level, count - 1, count):
        level += 1
    if not count:
        return
    try:
        store.begin()
    except BusyError as error:
        raise SetupError("another process holds the access log: try again in a moment") from error
    frontier = Frontier()
    for start in range(0, size, REBUILD_ENTRIES):
        nodes: list[Node] = []
        for commitment in store.commitments(start, min(size, start + REBUILD_ENTRIES)):
            nodes += frontier.append(leaf_hash(commitment))
        store.put_nodes(nodes)
    store.commit()
