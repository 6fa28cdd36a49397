"""C2SP signed notes, verifier keys, checkpoints and cosignatures: texts, read strictly, and their Ed25519 signatures.

What a text says may be used only after a signature by a known key was verified. Knows nothing of trees or tables.
"""

import base64
import binascii
import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tlog.errors import TlogError
from tlog.limits import KEY_NAME_LENGTH_MAX, NOTE_BYTES_MAX, NOTE_SIGNATURES_MAX, TREE_SIZE_MAX

ED25519 = 0x01  # a signature over the note's text
COSIGNATURE = 0x04  # one over the text and a time: cosignature/v1
_KINDS = (ED25519, COSIGNATURE)
_KEY_ID_BYTES = 4
_PUBLIC_KEY_BYTES = 32
_SIGNATURE_BYTES = 64
_TIME_BYTES = 8
_ROOT_BYTES = 32
_TIME_MAX = 2**63 - 1
_DASH = "\N{EM DASH}"
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")  # all below a space but the newline
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})  # Unicode's categories of what has no shape, or turns the line around
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}", flags=re.ASCII)
_KEY_ID = re.compile(r"[0-9a-f]{8}", flags=re.ASCII)


class SignatureError(TlogError):
    """A note is not signed by a key that was asked for, or such a signature is wrong. Nothing in it may be used."""


@dataclass(frozen=True)
class VerifierKey:
    """A public key with the name under which it signs, and what it signs (`ED25519` or `COSIGNATURE`)."""

    name: str
    kind: int
    public: bytes

    @classmethod
    def parse(cls, text: str) -> Self:
        """From a vkey, `name+id+key`. Raises `TlogError`."""
        name, _, rest = text.partition("+")
        key_id, _, encoded = rest.partition("+")
        material = _decoded(encoded)
        if not is_key_name(name) or not _KEY_ID.fullmatch(key_id) or not material:
            raise TlogError("that is no verifier key: it looks like `name+0123abcd+base64`")
        key = cls(name, material[0], material[1:])
        if key.kind not in _KINDS or len(key.public) != _PUBLIC_KEY_BYTES:
            raise TlogError(f"the verifier key of `{name}` is no Ed25519 key: types 1 and 4 are known here")
        if key.key_id.hex() != key_id:
            raise TlogError(f"the verifier key of `{name}` was altered: its id does not fit it")
        return key

    def __str__(self) -> str:
        """The vkey."""
        return f"{self.name}+{self.key_id.hex()}+{encoded(bytes([self.kind]) + self.public)}"

    @property
    def key_id(self) -> bytes:
        """Four bytes which stand before each of its signatures."""
        named = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return hashlib.sha256(named).digest()[:_KEY_ID_BYTES]

    def time_of(self, text: str, signature: "Signature") -> int:
        """Verify a signature over `text`. Gives a cosignature's POSIX time, and 0 for another. Raises `SignatureError`.

        A cosignature without a time is refused: it would not say when the tree was the latest.
        """
        time, value = 0, signature.value
        if self.kind == COSIGNATURE:
            time, value = int.from_bytes(value[:_TIME_BYTES]), value[_TIME_BYTES:]
        is_timed = self.kind != COSIGNATURE or 0 < time <= _TIME_MAX
        if not is_timed or len(value) != _SIGNATURE_BYTES or not self._is_right(_message(self.kind, text, time), value):
            raise SignatureError(f"the signature by `{self.name}` is wrong: the text is not the one that was signed")
        return time

    def _is_right(self, message: bytes, value: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(value, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Signature:
    """One signature line: a key's name and id, and the bytes it made (for a cosignature, the time before them)."""

    name: str
    key_id: bytes
    value: bytes

    @classmethod
    def parse(cls, line: str) -> Self:
        """From a line without its newline. Raises `TlogError`."""
        dash, name, encoded = line.split(" ") if line.count(" ") == 2 else ("", "", "")  # noqa: PLR2004 - three parts
        signed = _decoded(encoded)
        if dash != _DASH or not is_key_name(name) or signed is None or len(signed) <= _KEY_ID_BYTES:
            raise TlogError("a signature line is malformed: it looks like `— name base64`")
        return cls(name, signed[:_KEY_ID_BYTES], signed[_KEY_ID_BYTES:])

    def __str__(self) -> str:
        """The line, with its newline."""
        return f"{_DASH} {self.name} {encoded(self.key_id + self.value)}\n"

    def is_by(self, key: VerifierKey) -> bool:
        """Whether it says that it is by this key. Whether that is so, `VerifierKey.time_of` finds out."""
        return (self.name, self.key_id) == (key.name, key.key_id)


@dataclass(frozen=True)
class Note:
    """A text, with its last newline, and the signatures below it, of known and unknown keys."""

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def parse(cls, note: bytes | str) -> Self:
        """Read a whole note. Raises `TlogError`; verifies nothing."""
        text, gap, below = _checked_text(note).rpartition("\n\n")
        lines = below.split("\n")
        if not gap or lines.pop() or not lines:
            raise TlogError("a note is a text, an empty line, and signature lines: this is none")
        if len(lines) > NOTE_SIGNATURES_MAX:
            raise TlogError(f"a note has at most {NOTE_SIGNATURES_MAX} signatures here")
        return cls(text + "\n", tuple(Signature.parse(line) for line in lines))

    def __str__(self) -> str:
        """The note as it is sent."""
        return f"{self.text}\n{''.join(map(str, self.signatures))}"

    def with_signatures(self, added: Iterable[Signature]) -> Self:
        """The note with these below the others; one by the same key is replaced."""
        fresh = {(item.name, item.key_id): item for item in added}
        kept = [item for item in self.signatures if (item.name, item.key_id) not in fresh]
        return replace(self, signatures=(*kept, *fresh.values()))

    def verified(self, keys: Iterable[VerifierKey]) -> dict[VerifierKey, int]:
        """Which of `keys` signed it, each with its cosignature's POSIX time (or 0). Others' signatures don't matter.

        Raises `SignatureError` when none did, or when a signature by one of them is wrong.
        """
        times: dict[VerifierKey, int] = {}
        for key in keys:
            for signature in self.signatures:
                if signature.is_by(key):
                    times[key] = max(times.get(key, 0), key.time_of(self.text, signature))
        if not times:
            raise SignatureError("the note is not signed by a key that is known here")
        return times


@dataclass(frozen=True)
class Checkpoint:
    """What a log signs: its origin, how many leaves its tree has, and the tree's root. `extension` means nothing here."""

    origin: str
    size: int
    root: bytes
    extension: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """From a note's text. Raises `TlogError`."""
        lines = _checked_text(text).split("\n")
        if lines.pop() or len(lines) < 3 or not all(lines):  # noqa: PLR2004 - origin, size, root
            raise TlogError("a checkpoint is at least three lines, none empty: origin, size and root")
        origin, size, root, *extension = lines
        root_hash = _decoded(root)
        if len(origin) > KEY_NAME_LENGTH_MAX:
            raise TlogError(f"an origin has at most {KEY_NAME_LENGTH_MAX} characters")
        if root_hash is None or len(root_hash) != _ROOT_BYTES:
            raise TlogError("the root of a checkpoint is 32 bytes in base64")
        return cls(origin, parsed_size(size), root_hash, tuple(extension))

    @property
    def text(self) -> str:
        """What is signed."""
        lines = (self.origin, str(self.size), encoded(self.root), *self.extension)
        return "".join(f"{line}\n" for line in lines)


class Signer:
    """A private key under a name. Signs notes as a log does, or as a witness does. Shows nothing of its key."""

    def __init__(self, name: str, kind: int, private: Ed25519PrivateKey) -> None:
        """Raises `TlogError` for what is no name of a key."""
        if not is_key_name(name):
            raise TlogError(f"`{name}` is no name of a key: it has no spaces and no `+` in it")
        self.key = VerifierKey(name, kind, private.public_key().public_bytes_raw())
        self._private = private

    def __repr__(self) -> str:
        """What everybody may see."""
        return f"Signer({str(self.key)!r})"

    def sign(self, text: str, time: int = 0) -> Signature:
        """The signature over a note's text. `time` is a cosignature's POSIX time in seconds, and 0 for others."""
        if (self.key.kind == COSIGNATURE) != (0 < time <= _TIME_MAX):
            raise AssertionError("a cosignature has a time, and no other signature has one")
        value = self._private.sign(_message(self.key.kind, text, time))
        timed = time.to_bytes(_TIME_BYTES) + value if time else value
        return Signature(self.key.name, self.key.key_id, timed)

    def note(self, text: str) -> Note:
        """A note with this signature alone."""
        return Note(text, (self.sign(text),))


def is_key_name(name: str) -> bool:
    """Whether a key may be called that: no spaces of any kind, no plus, nothing that has no shape or turns the line around."""
    is_short = 0 < len(name) <= KEY_NAME_LENGTH_MAX
    return (
        is_short
        and "+" not in name
        and not any(sign.isspace() or unicodedata.category(sign) in _UNSEEN for sign in name)
    )


def parsed_size(text: str) -> int:
    """A tree's size, in decimal digits without zeroes before them. Raises `TlogError`."""
    if not _NUMBER.fullmatch(text) or int(text) > TREE_SIZE_MAX:
        raise TlogError("a size or place in a tree is a decimal number without zeroes before it")
    return int(text)


def encoded(value: bytes) -> str:
    """Bytes as they stand in notes and proofs: standard base64."""
    return base64.b64encode(value).decode()


def parsed_bytes(text: str) -> bytes:
    """What `encoded` gave. Raises `TlogError`, for other spellings of the same bytes too."""
    value = _decoded(text)
    if value is None:
        raise TlogError("bytes in notes and proofs are standard base64")
    return value


def parsed_hash(text: str) -> bytes:
    """A 32-byte hash from base64 in its one spelling. Raises `TlogError`."""
    value = _decoded(text)
    if value is None or len(value) != _ROOT_BYTES:
        raise TlogError("a hash in a proof is 32 bytes in base64")
    return value


def parsed_signatures(lines: str) -> tuple[Signature, ...]:
    """Signature lines alone, as a witness answers. Raises `TlogError`."""
    note = Note.parse(f"\n\n{lines}")
    if note.text != "\n":
        raise TlogError("between signature lines there is no empty one")
    return note.signatures


def _message(kind: int, text: str, time: int) -> bytes:
    return (f"cosignature/v1\ntime {time}\n{text}" if kind == COSIGNATURE else text).encode()


def with_line_feeds(text: str) -> str:
    """A file as it was made, when a mail or an editor has put CRLF for each of its line feeds: what is signed has none."""
    return text.replace("\r\n", "\n") if 0 < text.count("\r\n") == text.count("\n") else text


def _checked_text(note: bytes | str) -> str:
    """Whole characters, not too many, and no invisible ones."""
    try:
        raw = note if isinstance(note, bytes) else note.encode()
        text = with_line_feeds(raw.decode())
    except UnicodeError as error:
        raise TlogError("a note is text in UTF-8") from error
    if len(raw) > NOTE_BYTES_MAX:
        raise TlogError(f"a note has at most {NOTE_BYTES_MAX} bytes here")
    if _CONTROL.search(text):
        raise TlogError("a note has no control characters but newlines")
    return text


def _decoded(text: str) -> bytes | None:
    """Standard base64 in its one spelling; None for anything else."""
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return value if encoded(value) == text else None
