"""The tree's part of `log verify`: recomputed by the second implementation and held against all that says what it was.

That is the stored nodes, every stored checkpoint, receipts, and checkpoints from elsewhere (a witness, a monitor). One
pass over the entries; kept are 32 bytes and some for each node and each checkpoint, nothing for an entry.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from hub.audit_log.limits import AUDIT_NODES
from hub.audit_log.tables import Reader
from model.errors import ValidationFailedError
from tlog.errors import TlogError
from tlog.independent_verifier import Walk, root_by_path
from tlog.notes import Checkpoint, Note, SignatureError, VerifierKey
from tlog.proofs import LogProof, seen_by

_Parsed = TypeVar("_Parsed")


@dataclass(frozen=True)
class Evidence:
    """What the log is checked against besides itself. Names are for messages: of a file, say.

    Without `key` the log's signatures are not checked. `quorum` of `witnesses` must have signed each of `proofs` and
    `notes`; of the checkpoints that the log itself keeps, the last ones may be without.
    """

    key: VerifierKey | None = None
    witnesses: tuple[VerifierKey, ...] = ()
    quorum: int = 0
    proofs: tuple[tuple[str, LogProof], ...] = ()
    notes: tuple[tuple[str, Note], ...] = ()
    kept: tuple[str, Note] | None = None  # beside the keys: it is this log's own, and no witness has to have signed it


@dataclass(frozen=True)
class _Claim:
    """Somebody's word that the tree of so many entries had this root."""

    what: str
    root: bytes


class TreeAudit:
    """One pass: `begin`, `add` for each entry in order, `end`. Each gives problems."""

    def __init__(self, evidence: Evidence) -> None:
        self._key = evidence.key
        self._evidence = evidence
        self._walk = Walk()
        self._claims: dict[int, list[_Claim]] = defaultdict(list)
        self._proofs: dict[int, list[tuple[str, LogProof]]] = defaultdict(list)
        self._nodes: dict[int, list[bytes]] = defaultdict(list)

    def begin(self, reader: Reader) -> Iterator[str]:
        """Read what is to be compared. An unreadable or wrongly signed piece is a problem of its own."""
        for stored in reader.checkpoints():
            what = f"checkpoint of {stored.size} entries"
            yield from self._claim(what, stored.note, quorum=0, size=stored.size)
        for name, note in self._evidence.notes:
            yield from self._claim(f"`{name}`", note, quorum=self._evidence.quorum)
        if self._evidence.kept is not None:
            name, note = self._evidence.kept
            yield from self._claim(name, note, quorum=0)
        for name, proof in self._evidence.proofs:
            yield from self._claim(f"`{name}`", proof.note, quorum=self._evidence.quorum)
            self._proofs[proof.index].append((name, proof))
        yield from self._at(0)

    def add(self, commitment: bytes) -> Iterator[str]:
        """The next entry."""
        place = self._walk.count
        for level, _, value in self._walk.add(commitment):
            self._nodes[level].append(value)
        for name, proof in self._proofs.pop(place, ()):
            size, root = _signed(proof)
            if root_by_path(commitment, place, size, proof.path) != root:
                yield f"`{name}`: entry {place} is not the one for which the receipt was given"
        yield from self._at(self._walk.count)

    def end(self, reader: Reader) -> Iterator[str]:
        """What was said of more entries than there are, and the stored nodes."""
        entries = self._walk.count
        for size in sorted(self._claims):
            for claim in self._claims[size]:
                yield f"{claim.what}: it signs for {size} entries and the log has {entries}: some are lost, or it was rolled back"
        for place in sorted(self._proofs):
            for name, _ in self._proofs[place]:
                yield f"`{name}`: entry {place} is missing, and there is a receipt for it"
        yield from self._compare_nodes(reader)

    def _claim(self, what: str, note: Note | str, *, quorum: int, size: int | None = None) -> Iterator[str]:
        try:
            read = Note.parse(note) if isinstance(note, str) else note
            checkpoint = Checkpoint.parse(read.text)
            if self._key is not None:
                _check_signature(read, checkpoint, self._key)
            seen_by(read, self._evidence.witnesses, quorum)
        except TlogError as error:
            yield f"{what}: {error}"
            return
        if size is not None and size != checkpoint.size:
            yield f"{what}: it is stored as one of {size} entries and signs for {checkpoint.size}"
        self._claims[checkpoint.size].append(_Claim(what, checkpoint.root))

    def _at(self, size: int) -> Iterator[str]:
        claims = self._claims.pop(size, None)
        if claims is None:
            return
        root = self._walk.tree_hash()
        for claim in claims:
            if claim.root != root:
                yield f"{claim.what}: the log's first {size} entries are not those that were signed: the log was forked"

    def _compare_nodes(self, reader: Reader) -> Iterator[str]:
        level = 1
        while (expected := self._nodes[level]) or reader.nodes(level, 0, 1):
            for start in range(0, len(expected), AUDIT_NODES):
                part = expected[start : start + AUDIT_NODES]
                yield from _differences(level, start, part, reader.nodes(level, start, start + len(part)))
            if reader.nodes(level, len(expected), len(expected) + 1):
                yield f"tree: level {level} has a node {len(expected)}, for which there are no entries"
            level += 1


def _check_signature(note: Note, checkpoint: Checkpoint, key: VerifierKey) -> None:
    note.verified([key])
    if checkpoint.origin != key.name:
        raise SignatureError(f"it is one of the log `{checkpoint.origin}`, and this is `{key.name}`")


def _signed(proof: LogProof) -> tuple[int, bytes]:
    checkpoint = Checkpoint.parse(proof.note.text)
    return checkpoint.size, checkpoint.root


def _differences(level: int, start: int, expected: list[bytes], stored: list[bytes]) -> Iterator[str]:
    if len(stored) != len(expected):
        missing, last = len(expected) - len(stored), start + len(expected) - 1
        yield f"tree: of the nodes {start} to {last} of level {level}, {missing} are missing"
        return
    for place, (wanted, found) in enumerate(zip(expected, stored, strict=True), start):
        if wanted != found:
            yield f"tree: node {place} of level {level} is not the one of its entries"


def read_proofs(files: Iterable[tuple[str, bytes]]) -> tuple[tuple[str, LogProof], ...]:
    """Receipts, from files' names and contents. Raises `ValidationFailedError` that names the file which is none."""
    return tuple((name, _read(name, content, _proof)) for name, content in files)


def read_notes(files: Iterable[tuple[str, bytes]]) -> tuple[tuple[str, Note], ...]:
    """Checkpoints, in the same way."""
    return tuple((name, _read(name, content, _checkpoint)) for name, content in files)


def _read(name: str, content: bytes, parse: Callable[[bytes], _Parsed]) -> _Parsed:
    try:
        return parse(content)
    except TlogError as error:
        raise ValidationFailedError(f"`{name}`: {error}") from error


def _proof(content: bytes) -> LogProof:
    proof = LogProof.parse(content)
    Checkpoint.parse(proof.note.text)
    return proof


def _checkpoint(content: bytes) -> Note:
    note = Note.parse(content)
    Checkpoint.parse(note.text)
    return note
