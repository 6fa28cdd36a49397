"""The witness's rules: when a checkpoint is signed, and what is answered when not. Status codes are tlog-witness's."""

import hashlib
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass

from hub.witness.limits import LOGS_MAX
from hub.witness.store import Seen, Store, Turn
from model.errors import Code, DomicileError, SetupError
from tlog.cosigning import Submission
from tlog.errors import TlogError
from tlog.notes import COSIGNATURE, ED25519, Checkpoint, SignatureError, Signer, VerifierKey
from tlog.tree import verify_consistency


class Refusal(DomicileError):  # noqa: N818 - an answer of the protocol, not a fault
    """A request that gets no signature: the status says why, and `body` what a program reads."""

    code = Code.VALIDATION_FAILED

    def __init__(self, status: int, message: str, *, size: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.size = size  # leaves that the witness holds, when that is what was wrong


@dataclass(frozen=True)
class _Judged:
    """A request whose checkpoint a known log has signed."""

    submission: Submission
    checkpoint: Checkpoint


class Cosigner:
    """One witness and the logs that it watches. Any thread may ask."""

    def __init__(self, signer: Signer, logs: Sequence[VerifierKey], store: Store) -> None:
        """Raises `SetupError` when a key is not a log's, or two logs have one name."""
        if signer.key.kind != COSIGNATURE:
            raise AssertionError("a witness signs cosignatures")
        if not logs or len(logs) > LOGS_MAX:
            raise SetupError(f"a witness watches between one and {LOGS_MAX} logs: name each by `--log`")
        for key in logs:
            if key.kind != ED25519:
                raise SetupError(f"`{key.name}` is a witness's key: name the log's, which `domicile log key` prints")
        self._logs = {key.name: key for key in logs}
        if len(self._logs) != len(logs):
            raise SetupError("two logs have one name: a witness could not tell them apart")
        self._signer = signer
        self._store = store
        self._is_stopped = False

    def add_checkpoint(self, body: bytes) -> str:
        """The witness's signature line over a checkpoint that continues the last. Durable on return.

        Raises `Refusal`.
        """
        judged = self._judged(body)
        if self._is_stopped:
            raise Refusal(503, "this witness can't remember what it signs, so it signs nothing: start it again")
        try:
            with self._store.turn(judged.checkpoint.origin) as turn:
                return self._signed(turn, judged)
        except sqlite3.Error as error:
            self._is_stopped = getattr(error, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_BUSY
            raise Refusal(503, "this witness can't remember what it signs now: try again later") from error

    def latest(self, origin_hash: str) -> str:
        """The last checkpoint that was signed of the log whose origin has this SHA-256, in hexadecimal.

        Raises `Refusal` when there is none.
        """
        for origin in self._logs:
            if hashlib.sha256(origin.encode()).hexdigest() == origin_hash:
                note = self._store.seen(origin).note
                if note:
                    return note
        raise Refusal(404, "no checkpoint of such a log was signed here")

    def close(self) -> None:
        """Close the memory. Nothing is signed afterwards."""
        self._is_stopped = True
        self._store.close()

    def _judged(self, body: bytes) -> _Judged:
        try:
            submission = Submission.parse(body)
            checkpoint = Checkpoint.parse(submission.note.text)
        except TlogError as error:
            raise Refusal(400, str(error)) from error
        log = self._logs.get(checkpoint.origin)
        if log is None:
            raise Refusal(404, "this witness does not watch that log")
        try:
            submission.note.verified([log])
        except SignatureError as error:
            raise Refusal(403, str(error)) from error
        if submission.old > checkpoint.size:
            raise Refusal(400, "the old size is larger than the checkpoint's")
        return _Judged(submission, checkpoint)

    def _signed(self, turn: Turn, judged: _Judged) -> str:
        submission, checkpoint, before = judged.submission, judged.checkpoint, turn.before
        if submission.old != before.size:
            raise Refusal(409, f"this witness holds {before.size} leaves", size=before.size)
        if not verify_consistency(before.size, checkpoint.size, submission.proof, before.root, checkpoint.root):
            raise Refusal(422, "the checkpoint does not continue the one that was signed last")
        signature = self._signer.sign(checkpoint.text, int(time.time()))
        log = self._logs[checkpoint.origin]
        known = next(item for item in submission.note.signatures if item.is_by(log))
        kept = type(submission.note)(checkpoint.text, (known, signature))
        turn.remember(Seen(checkpoint.size, checkpoint.root, str(kept)))
        return str(signature)
