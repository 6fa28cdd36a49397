"""What two operators decide together: a statement that each signs, as a C2SP note. Texts and signatures; stores nothing.

An operator is a registered Ed25519 key with a name (`domicile operator`). What changes what the register rests on (what may be
imported, who works where, a loss of the log) takes the same statement under two of them; `hub.jobs.operations` carries it out.
"""

import json
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Self

from hub.key_files import KeyFile
from model import limits
from model.errors import UnauthenticatedError, ValidationFailedError
from model.text import is_seen
from model.times import as_instant_text
from tlog.notes import ED25519, Note, VerifierKey

_HEADER = "domicile/operation/v1"
_LINE_CHARACTERS_MAX = 300
_FIXED_LINES = 5  # header, the log's name, the operation, when, a number used once


class Operation(StrEnum):
    """What takes two operators."""

    ADD_OPERATOR = "operator add"
    END_OPERATOR = "operator end"
    ACCEPT_LOSS = "log accept-loss"
    ACCEPT_KEYS_LOSS = "log accept-loss --keys"
    OPEN_INTAKE = "intake open"
    CLOSE_INTAKE = "intake close"
    START_OFFICE = "office start"
    CHANGE_OFFICE = "office change"
    END_OFFICE = "office end"
    START_STAFF = "staff start"
    CHANGE_STAFF = "staff change"
    END_STAFF = "staff end"
    RENAME_UNIT = "unit rename"
    MOVE_SIGN_INS = "sign-in move"


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What is signed: for which log (by the name on its checkpoints), what, with which arguments, and when (UTC)."""

    origin: str
    operation: Operation
    arguments: tuple[str, ...]
    at: datetime
    nonce: str

    @classmethod
    def new(cls, origin: str, operation: Operation, arguments: Iterable[str], at: datetime) -> Self:
        """One that was never made before. Raises `ValidationFailedError` for an argument that is no line."""
        given = tuple(arguments)
        if not all(map(_is_line, given)):
            raise ValidationFailedError("what a statement names is a line of at most 300 characters, not empty")
        return cls(origin=origin, operation=operation, arguments=given, at=at, nonce=secrets.token_hex(16))

    @classmethod
    def parse(cls, text: str) -> Self:
        """From a note's text. Raises `ValidationFailedError`."""
        lines = text.split("\n")
        try:
            header, origin, operation, at, nonce, *arguments, end = lines
            read = cls(
                origin=origin,
                operation=Operation(operation),
                arguments=tuple(arguments),
                at=datetime.fromisoformat(at),
                nonce=nonce,
            )
        except (ValueError, OverflowError) as error:
            raise ValidationFailedError("that is no statement for operators to sign") from error
        is_line = all(map(_is_line, (origin, *arguments)))
        if header != _HEADER or end or read.text != text or len(lines) < _FIXED_LINES or not is_line:
            raise ValidationFailedError("that is no statement for operators to sign")
        return read

    @property
    def text(self) -> str:
        """What is signed: a line each."""
        lines = (_HEADER, self.origin, self.operation.value, as_instant_text(self.at), self.nonce, *self.arguments)
        return "".join(f"{line}\n" for line in lines)


def named(name: str, value: str) -> str:
    """An argument that says what its value is, `name="…"`: in quotes, so that no value reads like another argument."""
    quoted = json.dumps(value, ensure_ascii=False)
    return f"{name}=" + "".join(each if is_seen(each) else json.dumps(each)[1:-1] for each in quoted)


def _is_line(text: str) -> bool:
    """Whether it is shown as what it is."""
    return 0 < len(text) <= _LINE_CHARACTERS_MAX and is_seen(text)


def signed_by(note: Note, operators: Collection[VerifierKey]) -> tuple[str, ...]:
    """Which operators signed, by name: two at least. Raises `UnauthenticatedError`, `SignatureError`."""
    keys = note.verified(operators) if any(item.is_by(key) for item in note.signatures for key in operators) else {}
    if len({key.public for key in keys}) < limits.OPERATORS_MIN:
        raise UnauthenticatedError(
            f"this takes {limits.OPERATORS_MIN} operators, and {len(keys)} signed: each signs the statement by `domicile operator sign`"
        )
    return tuple(sorted(key.name for key in keys))


def check_fresh(statement: Statement, at: datetime) -> None:
    """Raises `ValidationFailedError` when a statement is older than an hour, or from later than `at`."""
    if not timedelta(0) <= at - statement.at <= timedelta(minutes=limits.STATEMENT_MINUTES_MAX):
        raise ValidationFailedError(
            f"the statement is of {as_instant_text(statement.at)}: one holds {limits.STATEMENT_MINUTES_MAX} minutes; make a new one"
        )


def key_file(path: Path) -> KeyFile:
    """An operator's own key, wherever they keep it."""
    return KeyFile(path=path, kind=ED25519, whose="operator's key", made_by="domicile operator key")
