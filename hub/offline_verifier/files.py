"""What a resident keeps, read: exports and receipts, from files that anybody may have written. Checks no signature.

`hub.offline_verifier.checking` compares them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import orjson
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from model.errors import ValidationFailedError
from tlog.limits import PROOF_STEPS_MAX, TREE_SIZE_MAX
from tlog.notes import Checkpoint, Note

_Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_Number = Annotated[int, Field(ge=1, le=TREE_SIZE_MAX)]
_Text = Annotated[str, StringConstraints(max_length=64 * 1024)]


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


class KeptProof(_Read):
    """An entry's place in the tree of the file's checkpoint, and its path to the root (base64)."""

    index: Annotated[int, Field(ge=0, le=TREE_SIZE_MAX)]
    path: Annotated[list[_Text], Field(max_length=PROOF_STEPS_MAX)]


class KeptEntry(BaseModel):
    """An entry of the log as the file shows it; what else it says stands in `model_extra`."""

    model_config = ConfigDict(frozen=True, strict=True, extra="allow")

    number: _Number
    previous: _Hash
    commitment: _Hash
    head: _Hash
    record: _Text | None
    salt: _Text | None
    erasedAt: _Text | None  # noqa: N815 - as the file has it
    proof: KeptProof | None


class KeptLog(_Read):
    """The log's part of an export: `from` to `to` of the person's `number` entries."""

    key: _Text
    number: _Number
    head: _Hash
    first: Annotated[int, Field(alias="from", ge=1, le=TREE_SIZE_MAX)]
    to: _Number
    entries: Annotated[list[KeptEntry], Field(min_length=1)]


class KeptConsistency(_Read):
    """The proof that the tree of the file's checkpoint continues that of so many entries (base64)."""

    size: _Number
    path: Annotated[list[_Text], Field(max_length=2 * PROOF_STEPS_MAX)]


class KeptExport(_Read):
    """What is checked of an export; the record itself is covered by the signature alone."""

    format: _Text
    madeAt: _Text  # noqa: N815 - as the file has it
    log: KeptLog
    checkpoint: _Text | None
    consistency: KeptConsistency | None = None


@dataclass(frozen=True)
class Kept:
    """One file: a signed note, and what it signs where that is an export. `name` is for messages."""

    name: str
    note: Note
    signed: Mapping[str, Any] | None = None
    export: KeptExport | None = None


def read_kept(name: str, content: bytes) -> Kept:
    """An export or a receipt. Raises `ValidationFailedError` that names the file which is neither."""
    try:
        if not content.lstrip().startswith(b"{"):
            return Kept(name, Note.parse(content.strip() + b"\n"))
        return _export(name, content)
    except (ValidationFailedError, ValueError) as error:  # pydantic's and orjson's are ValueErrors
        raise ValidationFailedError(f"`{name}` is no export and no receipt: {_said(error)}") from error


def _export(name: str, content: bytes) -> Kept:
    file = orjson.loads(content)
    signed, note = file.get("export"), file.get("signature")
    if not isinstance(signed, dict) or not isinstance(note, str):
        raise ValidationFailedError("it has no `export`, or no `signature`")
    export = KeptExport.model_validate(signed)
    if export.checkpoint is not None:
        Checkpoint.parse(Note.parse(export.checkpoint).text)
    return Kept(name, Note.parse(note), signed, export)


def _said(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"at `{'.'.join(map(str, first['loc']))}`: {first['msg'][:1].lower()}{first['msg'][1:]}"
    return str(error)[:300]
