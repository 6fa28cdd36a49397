"""C2SP tlog-proof files: what a resident keeps to show, without the hub, that an entry is on the log.

Made from an inclusion proof and a checkpoint; checked against a commitment, the log's key and, if one likes, witnesses.
The commitment itself comes from record and salt: `hub.audit_log.record.commitment`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from tlog.errors import TlogError
from tlog.limits import PROOF_BYTES_MAX, PROOF_STEPS_MAX
from tlog.notes import (
    Checkpoint,
    Note,
    SignatureError,
    VerifierKey,
    encoded,
    parsed_bytes,
    parsed_hash,
    parsed_size,
    with_line_feeds,
)
from tlog.tree import leaf_hash, verify_inclusion

_HEADER = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True)
class Verified:
    """What a proof shows: the tree in which the entry is, and which witnesses saw that tree, each with its POSIX time."""

    checkpoint: Checkpoint
    witnesses: dict[str, int]


@dataclass(frozen=True)
class LogProof:
    """An entry's place, its path to the root, and the note that signs the root. Holds nothing of the entry itself."""

    index: int
    path: tuple[bytes, ...]
    note: Note
    extra: bytes = b""  # what others may write beside it: no signature covers it, and it means nothing here

    @classmethod
    def parse(cls, proof: bytes | str) -> Self:
        """From a file. Raises `TlogError`; verifies nothing."""
        if len(proof) > PROOF_BYTES_MAX:
            raise TlogError(f"a proof has at most {PROOF_BYTES_MAX} bytes here")
        try:
            text = proof.decode() if isinstance(proof, bytes) else proof
        except UnicodeDecodeError as error:
            raise TlogError("a proof is text in UTF-8") from error
        head, gap, note = with_line_feeds(text).partition("\n\n")
        header, *lines = head.split("\n")
        extra = parsed_bytes(lines.pop(0).removeprefix("extra ")) if lines and lines[0].startswith("extra ") else b""
        if header != _HEADER or not gap or not lines or not lines[0].startswith("index "):
            raise TlogError(f"that is no proof: it begins with `{_HEADER}` and the entry's index")
        index, *path = lines
        if len(path) > PROOF_STEPS_MAX:
            raise TlogError(f"a proof has at most {PROOF_STEPS_MAX} hashes")
        place = parsed_size(index.removeprefix("index "))
        return cls(place, tuple(map(parsed_hash, path)), Note.parse(note), extra)

    def __str__(self) -> str:
        """The file, by convention named `….tlog-proof`."""
        steps = "".join(f"{encoded(step)}\n" for step in self.path)
        extra = f"extra {encoded(self.extra)}\n" if self.extra else ""
        return f"{_HEADER}\n{extra}index {self.index}\n{steps}\n{self.note}"

    def verified(
        self, commitment: bytes, log: VerifierKey, witnesses: Sequence[VerifierKey] = (), quorum: int = 0
    ) -> Verified:
        """Check that the log holds `commitment` at this place, and that `quorum` of `witnesses` have seen its tree.

        Raises `SignatureError` when a signature is wrong or missing, and `TlogError` when the path leads
        elsewhere.
        """
        self.note.verified([log])
        checkpoint = Checkpoint.parse(self.note.text)
        if checkpoint.origin != log.name:
            raise SignatureError(f"the checkpoint is one of `{checkpoint.origin}`, and the key is of `{log.name}`")
        seen = seen_by(self.note, witnesses, quorum)
        leaf = leaf_hash(commitment)
        if not verify_inclusion(leaf, self.index, checkpoint.size, self.path, checkpoint.root):
            raise TlogError(f"the proof does not lead from this entry to the tree at place {self.index}")
        return Verified(checkpoint, seen)


def seen_by(note: Note, witnesses: Sequence[VerifierKey], quorum: int) -> dict[str, int]:
    """Which of `witnesses` signed a checkpoint, each with its POSIX time: `quorum` of them at least.

    Raises `SignatureError` when there are fewer, or a signature by one of them is wrong, and `TlogError`
    when two of them are one.
    """
    if len({key.public for key in witnesses}) != len(witnesses):
        raise TlogError("two witnesses have one key, and would count twice: name each once")
    if quorum > len(witnesses):
        raise TlogError(f"{quorum} witnesses are asked for, and only {len(witnesses)} are named")
    present = [key for key in witnesses if any(item.is_by(key) for item in note.signatures)]
    times = note.verified(present) if present else {}
    if len(times) < quorum:
        raise SignatureError(f"{len(times)} of the named witnesses signed this checkpoint, {quorum} are asked for")
    return {key.name: time for key, time in times.items()}
