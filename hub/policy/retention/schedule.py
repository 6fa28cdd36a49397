"""The retention schedule, read from the file beside this one. It ships with the code: a term is never a setting.

Each kind of personal node, each field group of persons and the access log have a row. What is past its term is found
and erased by `hub.jobs.retention`.
"""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from hub.policy.retention.periods import Period
from model.errors import SetupError
from model.graph import HUB_KINDS, KINDS
from model.groups import PERSON_GROUPS, FieldGroup

_FILE = Path(__file__).with_name("schedule.toml")
_KEBAB = StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$", max_length=64)
_Sentence = Annotated[str, StringConstraints(min_length=3, max_length=300)]
_Words = Annotated[str, StringConstraints(min_length=2, max_length=150)]
_PERSONAL = frozenset(kind.label for kind in (*KINDS, *HUB_KINDS) if kind.is_personal)


class Start(StrEnum):
    """From when a period runs."""

    MOVED_AWAY = "MOVED_AWAY"  # the end of the last residence, while there is no other now or later
    FACT_ENDED = "FACT_ENDED"  # the fact's valid end; of a version, the moment when another took its place
    CASE_CLOSED = "CASE_CLOSED"  # the case was closed, or its term was over
    CONSENT_ENDED = "CONSENT_ENDED"  # it ran out or was taken back
    ENTRY_WRITTEN = "ENTRY_WRITTEN"  # the instant of the log's entry
    TOLD = "TOLD"  # the instant of the notice
    EXPIRED = "EXPIRED"  # the end of what is valid for minutes
    REVOKED = "REVOKED"  # the resident gave it up, or another took its place


class Basis(StrEnum):
    """On what keeping rests. Only what rests on consent goes when the person says so (GDPR art. 17 (1) b)."""

    TASK = "TASK"
    CONSENT = "CONSENT"


def _period(value: Any) -> Any:
    return Period.parse(value) if isinstance(value, str) else value


_Period = Annotated[Period, BeforeValidator(_period)]


class Row(BaseModel):
    """One line of the schedule.

    `groups` are field groups of persons, `kinds` labels of the graph; what has no kind is kept elsewhere (the log).
    `erased_after` runs from `starts`; where `locked_after` is there, it runs from the same moment, and from its end until
    the erasure offices get nothing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    id: Annotated[str, _KEBAB]
    groups: Annotated[frozenset[FieldGroup], Field(min_length=1)]
    kinds: tuple[str, ...]
    purpose: _Sentence
    purpose_zh: _Words
    starts: Start
    locked_after: _Period | None = None
    erased_after: _Period
    basis: Basis
    legal_source: _Sentence
    description: _Sentence
    description_zh: _Words

    @model_validator(mode="after")
    def _check(self) -> Self:
        if unknown := sorted(set(self.kinds) - _PERSONAL):
            raise ValueError(f"`{self.id}` names `{unknown[0]}`, which is no personal kind of the graph")
        if others := sorted(self.groups - PERSON_GROUPS - {FieldGroup.CASE, FieldGroup.COMPLAINT}):
            raise ValueError(f"`{self.id}` names `{others[0].value}`, which is no field group of persons")
        if self.locked_after is not None:
            if self.starts is not Start.MOVED_AWAY:
                raise ValueError(f"`{self.id}` is locked: only a whole record is, after moving away")
            if self.locked_after.days_about >= self.erased_after.days_about:
                raise ValueError(f"`{self.id}` is locked when it is erased already")
        return self


@cache
def schedule() -> Mapping[str, Row]:
    """Every row, by id, in the order of the file. Raises `SetupError` when the file is not valid."""
    return parse_schedule(_FILE.read_text(encoding="utf-8"))


def parse_schedule(text: str) -> Mapping[str, Row]:
    """The rows in the text of a `schedule.toml`. Raises `SetupError` when a group, a kind or the log has none, or two."""
    try:
        content: dict[str, Any] = tomllib.loads(text)
        if set(content) != {"row"}:
            raise SetupError("schedule.toml holds `[[row]]` tables and nothing else")
        listed = [Row.model_validate(fields) for fields in content["row"]]
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise SetupError(f"schedule.toml is not valid: {error}") from error
    rows = {row.id: row for row in listed}
    if len(rows) != len(listed):
        raise SetupError("schedule.toml names the same row twice")
    _check_whole(listed)
    return rows


def rows_of(group: FieldGroup) -> list[Row]:
    """The rows that say how long what is of `group` is kept, in the order of the file."""
    return [row for row in schedule().values() if group in row.groups]


def _check_whole(rows: list[Row]) -> None:
    kinds = [kind for row in rows for kind in row.kinds]
    for kind in _PERSONAL:
        if kinds.count(kind) != 1:
            raise SetupError(f"schedule.toml has {kinds.count(kind)} rows for the kind `{kind}`: it takes one")
    covered = frozenset(group for row in rows for group in row.groups)
    if missing := sorted(PERSON_GROUPS - covered):
        raise SetupError(f"schedule.toml has no row for the field group `{missing[0].value}`: how long is it kept?")
    if sum(row.starts is Start.ENTRY_WRITTEN for row in rows) != 1:
        raise SetupError("schedule.toml has one row that starts from `ENTRY_WRITTEN`: the access log's")
    if sum(row.locked_after is not None for row in rows) != 1:
        raise SetupError("schedule.toml has one row with `locked_after`: the whole record's")
