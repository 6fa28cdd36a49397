"""What is read of the tree: checkpoints, proofs and tiles, out of what is stored. Signs nothing and writes nothing.

Each call reads at one moment, beside whoever writes.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from hub.audit_log.tables import LostError, Reader, Storage
from hub.audit_log.tree_writer import hour_of, tree_of
from model.errors import SetupError, ValidationFailedError
from model.times import as_instant_text, now
from tlog.notes import Checkpoint, Note
from tlog.proofs import LogProof
from tlog.tiles import ENTRIES, Tile, entry_bundle, tile_bytes
from tlog.tree import consistency_proof, inclusion_proof, leaf_hash


class Published:
    """A log's tree for those who read it. Any thread may ask; `cosigned` gives the last note that a witness signed."""

    def __init__(self, storage: Storage, cosigned: Callable[[], Note | None]) -> None:
        """Nothing is opened before something is asked."""
        self._storage = storage
        self._cosigned = cosigned

    @contextmanager
    def _reading(self) -> Iterator[Reader]:
        try:
            with self._storage.read() as reader:
                yield reader
        except LostError as error:
            raise SetupError(str(error)) from None

    def latest(self) -> str | None:
        """The last checkpoint, cosigned if it is that one."""
        with self._reading() as reader:
            last = reader.checkpoint()
        cosigned = self._cosigned()
        if last is not None and cosigned is not None and Note.parse(last.note).text == cosigned.text:
            return str(cosigned)
        return None if last is None else last.note

    def hourly(self) -> str | None:
        """The last checkpoint of the hours before this one."""
        with self._reading() as reader:
            last = reader.checkpoint()
            if last is not None and hour_of(last.at) >= hour_of(as_instant_text(now())):
                last = reader.checkpoint(hourly=True)
        return None if last is None else last.note

    def proofs(self, sequences: Sequence[int]) -> list[str | None]:
        """A proof for each entry that is in the tree of the best checkpoint; None for one that is not yet."""
        with self._reading() as reader:
            last = reader.last()
            size = 0 if last is None else last.sequence + 1
            unknown = [sequence for sequence in sequences if not 0 <= sequence < size]
            if unknown:
                raise ValidationFailedError(f"the log has no entry `{unknown[0]}`")
            note = self._note_for(reader, max(sequences, default=-1))
            return [None] * len(sequences) if note is None else _proofs(reader, note, sequences)

    def _note_for(self, reader: Reader, sequence: int) -> Note | None:
        """The last checkpoint that a witness signed, if it has this entry; else the last of all."""
        last, cosigned = reader.checkpoint(), self._cosigned()
        if cosigned is not None and Checkpoint.parse(cosigned.text).size > sequence:
            return cosigned
        return None if last is None else Note.parse(last.note)

    def consistency(self, old: int, new: int) -> list[bytes]:
        """The proof between two sizes that the log had."""
        with self._reading() as reader:
            last = reader.last()
            if not 0 <= old <= new or new > (0 if last is None else last.sequence + 1):
                raise ValidationFailedError(f"the log was never one of `{old}` entries and then of `{new}`")
            return consistency_proof(old, new, tree_of(reader, new))

    def tile(self, tile: Tile, size: int) -> bytes | None:
        """A tile's bytes; None where a tree of `size` entries has no such tile."""
        if not tile.is_within(size):
            return None
        start, stop = tile.start, tile.start + tile.width
        with self._reading() as reader:
            found = reader.nodes(tile.level, start, stop) if tile.level > 0 else reader.commitments(start, stop)
        if len(found) != tile.width:
            return None
        if tile.level == ENTRIES:
            return entry_bundle(found)
        return tile_bytes(found if tile.level else [leaf_hash(commitment) for commitment in found])


def _proofs(reader: Reader, note: Note, sequences: Sequence[int]) -> list[str | None]:
    size = Checkpoint.parse(note.text).size
    read = tree_of(reader, size)
    return [
        str(LogProof(sequence, tuple(inclusion_proof(sequence, size, read)), note)) if sequence < size else None
        for sequence in sequences
    ]
