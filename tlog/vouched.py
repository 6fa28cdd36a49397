"""What the log's key signs beside checkpoints: exports and receipts, so that a resident holds something of the hub's.

Both are C2SP signed notes. Their first lines have spaces in them, and no log's name may (`notes.is_key_name`): so neither
is ever a checkpoint of a log, nor a checkpoint one of them. What an export holds is the gate's.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import rfc8785

from tlog.errors import TlogError
from tlog.notes import Note, SignatureError, VerifierKey, encoded, parsed_hash, parsed_size

EXPORT_HEADER = "domicile export v1"
RECEIPT_HEADER = "domicile receipt v1"


@dataclass(frozen=True)
class Vouched:
    """What stands in a note, line by line: `name value`. `header` says of which kind it is."""

    header: str
    fields: Mapping[str, str]

    @property
    def text(self) -> str:
        """What is signed."""
        return "".join(f"{line}\n" for line in (self.header, *(f"{key} {value}" for key, value in self.fields.items())))

    @classmethod
    def parse(cls, text: str) -> Self:
        """From a note's text. Raises `TlogError` for a note of another kind."""
        header, *lines = text.removesuffix("\n").split("\n")
        if header not in {EXPORT_HEADER, RECEIPT_HEADER} or not all(" " in line for line in lines):
            raise TlogError(f"that is no signature of an export and no receipt: those begin `{EXPORT_HEADER}`")
        fields = dict(line.split(" ", 1) for line in lines)
        if len(fields) != len(lines) or "head" not in fields or "origin" not in fields:
            raise TlogError("a line stands twice in this note, or one is missing")
        return cls(header, fields)

    @property
    def head(self) -> bytes:
        """The head of the subject's chain. Raises `TlogError`."""
        return parsed_hash(self.fields["head"])

    @property
    def number(self) -> int | None:
        """The number of the entry behind which the chain has this head; None where the receipt doesn't say."""
        return parsed_size(self.fields["number"]) if "number" in self.fields else None


def digest_of(export: Mapping[str, Any]) -> str:
    """SHA-256 of an export's canonical form (RFC 8785), in base64."""
    return encoded(hashlib.sha256(rfc8785.dumps(dict(export))).digest())


def export_note(export: Mapping[str, Any], origin: str) -> Vouched:
    """What is signed for an export: its digest, and the head of the chain, so that both can be read without a tool."""
    log = export["log"]
    fields = {
        "origin": origin,
        "made": str(export["madeAt"]),
        "sha256": digest_of(export),
        "number": str(log["number"]),
        "head": encoded(bytes.fromhex(log["head"])),
    }
    return Vouched(EXPORT_HEADER, fields)


def receipt_note(*, origin: str, at: str, case: str, head: bytes, number: int | None) -> Vouched:
    """What is signed for a case that was opened. At a counter without the number: how often somebody was looked up is theirs."""
    fields = {"origin": origin, "made": at, "case": case}
    if number is not None:
        fields["number"] = str(number)
    return Vouched(RECEIPT_HEADER, {**fields, "head": encoded(head)})


def opened_note(note: str, key: VerifierKey) -> Vouched:
    """What a note says that `key` signed. Raises `SignatureError` when it did not, and `TlogError`."""
    parsed = Note.parse(note)
    parsed.verified([key])
    said = Vouched.parse(parsed.text)
    if said.fields["origin"] != key.name:
        raise SignatureError(f"it is of the log `{said.fields['origin']}`, and the key is of `{key.name}`")
    return said
