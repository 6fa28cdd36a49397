"""In what a file is written: a property of the whole file, never of a row. UTF-8, or what the caller names.

Bytes of another encoding are often valid UTF-8 by chance: a row would go in as other letters. So a file is held against its encoding from
its first byte to its last before a row of it is read.
"""

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from model.errors import ValidationFailedError

UTF_8 = "utf-8"
_CHUNK_BYTES = 256 * 1024
_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_LIKELY = ("gb18030", "big5hkscs", "cp1252")  # tried in this order; the last takes nearly everything
_SAID = {"gb18030": "GB18030 (or GBK)", "big5hkscs": "Big5", "cp1252": "a Western code page", "utf-16": "UTF-16"}


def named(encoding: str) -> str:
    """An encoding of text by its usual name. Raises `ValidationFailedError` for one that Python does not know."""
    try:
        found = codecs.lookup(encoding)
        "".encode(found.name)
    except (LookupError, UnicodeError, ValueError) as error:
        raise ValidationFailedError(f"there is no encoding `{encoding}`: name one, such as `gb18030`") from error
    return found.name


def check_encoding(path: Path, encoding: str) -> None:
    """Raises `ValidationFailedError` unless every byte of a file fits, and says what it looks like."""
    if (line := _first_misfit(path, encoding)) is None:
        return
    with path.open("rb") as stream:
        start = stream.read(2)
    likely = _MARKS.get(start) or next((each for each in _LIKELY if _first_misfit(path, each) is None), "")
    looks = (
        f", and looks like {_SAID[likely]}: name it by `--encoding {likely}`" if likely and likely != encoding else ""
    )
    raise ValidationFailedError(f"`{path.name}` is not {encoding.upper()} in line {line}{looks}; nothing of it is read")


def _first_misfit(path: Path, encoding: str) -> int | None:
    """The line in which a file is not in this encoding; None when it is."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as stream:
        while True:
            part = stream.read(_CHUNK_BYTES)
            try:
                line += decoder.decode(part, final=not part).count("\n")
            except UnicodeError as error:
                start = getattr(error, "start", 0)
                return line + part[:start].count(b"\n")
            if not part:
                return None


@contextmanager
def as_utf_8(stream: BinaryIO, encoding: str) -> Iterator[BinaryIO]:
    """The stream, or what it says in UTF-8."""
    if encoding == UTF_8:
        yield stream
        return
    with io.BufferedReader(_Recoded(stream, encoding), _CHUNK_BYTES) as recoded:
        yield recoded


class _Recoded(io.RawIOBase):
    """Bytes in UTF-8 out of bytes in another encoding, which were checked before."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override] # what BufferedReader hands in
        while not self._left:
            part = self._stream.read(_CHUNK_BYTES)
            self._left = self._decoder.decode(part, final=not part).encode(UTF_8)
            if not part:
                break
        taken = self._left[: len(buffer)]
        buffer[: len(taken)] = taken
        self._left = self._left[len(taken) :]
        return len(taken)
