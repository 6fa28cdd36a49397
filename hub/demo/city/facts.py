"""Writes dated facts with both times: each change of what the register knew is a version with its own interval.

A fact that ended before its term has one version with what was known first and one with the end; a corrected one has
one more.
"""

from typing import NamedTuple

from hub.demo.city.chance import Chance
from hub.demo.city.days import day_text, instant_text
from hub.demo.city.plan import Plan
from hub.demo.city.sink import Row, Sink
from model.graph import KIND_BY_FILE_NAME
from model.states import FactState, Source

_CONFIRMED = FactState.CONFIRMED.value
_RECORD_DAYS = 20  # how late a fact is told to the office, at most
_EVIDENCE = (
    "tenancy contract shown at the counter",
    "letter of the employer",
    "property certificate shown",
    "utility bill of the last quarter",
    "statement of the resident",
    "copy of the document, seen and returned",
)


class Correction(NamedTuple):
    """What a fact said before it was corrected on `day` (an ordinal) under a case."""

    was: Row
    day: int
    case: str


class Span(NamedTuple):
    """When a fact held, in ordinals: `end` exclusive, None while it is open.

    `planned` is the end that was known from the start (of a term), `told` the day on which it was recorded if that is
    given, `state` what is known of it now if that is given.
    """

    start: int
    end: int | None = None
    planned: int | None = None
    state: FactState | None = None
    told: int | None = None
    correction: Correction | None = None


class Origin(NamedTuple):
    """Who said it, the code of the office that recorded it, the number of the case under which, if any."""

    source: Source
    office: str
    case: str = ""


class _Version(NamedTuple):
    end: int | None
    state: str
    tail: Row
    known: int  # the day from which it could be recorded
    case: str


class Recorder:
    """Adds dated facts to a sink, all by one stream of chance."""

    def __init__(self, plan: Plan, sink: Sink, chance: Chance, *, stamp: int) -> None:
        self._last = plan.last_day
        self._sink = sink
        self._chance = chance
        self._stamp = stamp

    def record(self, file_name: str, tail: Row, span: Span, origin: Origin, *, fact: str = "") -> str:
        """Add a fact's versions and return its id; `tail` are the values after the dating columns."""
        kind = KIND_BY_FILE_NAME[file_name]
        fact = fact or (self._chance.private_id() if kind.is_personal else self._new_public_id())
        extra = (self._evidence(),) if kind.is_personal else ()
        versions = self._versions(span, tail, origin)
        instants = self._instants(span, versions)
        start, source, office = day_text(span.start), origin.source.value, origin.office
        for place, version in enumerate(versions):
            end = "" if version.end is None else day_text(version.end)
            times = (start, end, instants[place], instants[place + 1])
            said = (source, version.state, office, version.case)
            self._sink.add(file_name, fact, str(place + 1), *times, *said, *extra, *version.tail)
        return fact

    def _instants(self, span: Span, versions: list[_Version]) -> list[str]:
        """When each version was recorded, each later than the one before; then the open end."""
        texts: list[str] = []
        day = 0
        for place, version in enumerate(versions):
            latest = self._last - len(versions) + place
            day = min(max(day + 1, version.known), latest) if place or span.told is None else min(span.told, latest)
            texts.append(instant_text(day, self._chance))
        return [*texts, ""]

    def _versions(self, span: Span, tail: Row, origin: Origin) -> list[_Version]:
        told = span.start + self._chance.below(_RECORD_DAYS)
        now = span.state.value if span.state is not None else self._open_state(span.start)
        versions: list[_Version] = []
        case = origin.case
        if span.correction is not None:
            versions.append(_Version(span.planned, FactState.DECLARED.value, span.correction.was, told, case))
            now, told, case = FactState.CORRECTED.value, span.correction.day, span.correction.case
        if span.end == span.planned and span.state is not FactState.ENDED:
            return [*versions, _Version(span.end, now, tail, told, case)]
        first, then = now if span.correction is not None else _CONFIRMED, FactState.ENDED.value
        if span.state is FactState.WITHDRAWN:
            first, then = FactState.DECLARED.value, now
        over = (span.end or span.start) + self._chance.below(_RECORD_DAYS)
        return [*versions, _Version(span.planned, first, tail, told, case), _Version(span.end, then, tail, over, case)]

    def _open_state(self, start: int) -> str:
        if start > self._last - 30:
            return FactState.DECLARED.value if self._chance.happens(0.7) else _CONFIRMED
        if self._chance.happens(0.93):
            return _CONFIRMED
        return FactState.DECLARED.value if self._chance.happens(0.6) else FactState.CONTESTED.value

    def _new_public_id(self) -> str:
        self._stamp += 1
        return self._chance.public_id(self._stamp)

    def _evidence(self) -> str:
        return self._chance.pick(_EVIDENCE) if self._chance.happens(0.2) else ""
