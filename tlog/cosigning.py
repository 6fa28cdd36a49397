"""What is sent to a witness (C2SP tlog-witness): a checkpoint, and the proof that it continues what the witness holds."""

from dataclasses import dataclass
from typing import Self

from tlog.errors import TlogError
from tlog.limits import NOTE_BYTES_MAX, PROOF_STEPS_MAX
from tlog.notes import Note, encoded, parsed_hash, parsed_size


@dataclass(frozen=True)
class Submission:
    """The body of `add-checkpoint`: the size that the witness holds, the proof from there, the checkpoint."""

    old: int
    proof: tuple[bytes, ...]
    note: Note

    @classmethod
    def parse(cls, body: bytes) -> Self:
        """From a request. Raises `TlogError`; verifies nothing."""
        try:
            head, gap, note = body.decode().partition("\n\n")
        except UnicodeDecodeError as error:
            raise TlogError("the request is text in UTF-8") from error
        old, *proof = head.split("\n")
        if not gap or not old.startswith("old ") or len(note) > NOTE_BYTES_MAX:
            raise TlogError("the request is `old` and a size, a proof, an empty line and a checkpoint")
        if len(proof) > PROOF_STEPS_MAX:
            raise TlogError(f"a proof has at most {PROOF_STEPS_MAX} hashes")
        return cls(parsed_size(old.removeprefix("old ")), tuple(map(parsed_hash, proof)), Note.parse(note))

    def __str__(self) -> str:
        """The body."""
        steps = "".join(f"{encoded(step)}\n" for step in self.proof)
        return f"old {self.old}\n{steps}\n{self.note}"
