"""Arguments as the graph knows them: checked, and in the form in which the fragments read them."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from model import limits
from model.errors import Reason, ValidationFailedError
from model.ids import from_global_id
from model.text import meant

_WORD = re.compile(r"[.·-]*\w[\w.·-]*")  # of which some is a letter or a digit: a mark alone looks for nothing
_UNIT = re.compile(r"[0-9]{1,12}")
_NUMBER_LENGTH_MAX = 64


def stored(name: str, arguments: Mapping[str, Any]) -> Any:
    """The argument `name` for a fragment; None where it isn't given. Raises `ValidationFailedError`."""
    value = arguments.get(name)
    check = _CHECKS.get(name)
    return value if value is None or check is None else check(value)


def _local_id(value: str) -> str:
    return from_global_id(value)[1]


def _search(value: str) -> str:
    """Words as a Lucene query: each a phrase, all required. Nothing of Lucene's syntax passes through."""
    if len(value) > limits.SEARCH_TEXT_LENGTH_MAX:
        raise ValidationFailedError(
            f"the search is longer than {limits.SEARCH_TEXT_LENGTH_MAX} characters: shorten it",
            reason=Reason.LENGTH,
            argument="search",
            least=1,
            most=limits.SEARCH_TEXT_LENGTH_MAX,
        )
    words = _WORD.findall(value)
    if not words:
        raise ValidationFailedError(
            f"`{value}` has no word to look for: give at least one", reason=Reason.FORM, argument="search"
        )
    return " AND ".join(f'"{word}"' for word in words)


def _named(value: str) -> str:
    if not 0 < len(value.strip()) <= limits.SEARCH_TEXT_LENGTH_MAX:
        raise ValidationFailedError(
            f"a part of a name has 1 to {limits.SEARCH_TEXT_LENGTH_MAX} characters",
            reason=Reason.LENGTH,
            argument="named",
            least=1,
            most=limits.SEARCH_TEXT_LENGTH_MAX,
        )
    return value.strip()


def _unit(value: str) -> str:
    if not _UNIT.fullmatch(value):
        raise ValidationFailedError(
            f"`{value[:40]}` is not the code of an administrative unit: give up to 12 digits",
            reason=Reason.FORM,
            argument="unit",
        )
    return value


def _near(value: Mapping[str, float]) -> Mapping[str, float]:
    _check_range("longitude", value["longitude"], 180)
    _check_range("latitude", value["latitude"], 90)
    radius = value["radiusMetres"]
    if not 0 < radius <= limits.RADIUS_METRES_MAX:
        raise ValidationFailedError(
            f"`radiusMetres: {radius}` is out of range: at most {limits.RADIUS_METRES_MAX}",
            reason=Reason.RANGE,
            argument="radiusMetres",
            least=1,
            most=limits.RADIUS_METRES_MAX,
        )
    return value


def _within(value: Mapping[str, float]) -> Mapping[str, float]:
    for side in ("west", "east"):
        _check_range(side, value[side], 180)
    for side in ("south", "north"):
        _check_range(side, value[side], 90)
    if value["west"] >= value["east"] or value["south"] >= value["north"]:
        raise ValidationFailedError("the box is empty: `west` lies west of `east`, and `south` south of `north`")
    return value


def _check_range(name: str, degrees: float, most: int) -> None:
    if not -most <= degrees <= most:
        raise ValidationFailedError(f"`{name}: {degrees}` is out of range: -{most} to {most} degrees")


def _number(value: str) -> list[str]:
    """As which a number that an office gave, with whatever signs in it, may be recorded."""
    if not 0 < len(value) <= _NUMBER_LENGTH_MAX:
        raise ValidationFailedError(
            f"a number has 1 to {_NUMBER_LENGTH_MAX} characters",
            reason=Reason.LENGTH,
            argument="number",
            least=1,
            most=_NUMBER_LENGTH_MAX,
        )
    return meant(value)


_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "id": _local_id,
    "search": _search,
    "named": _named,
    "unit": _unit,
    "near": _near,
    "within": _within,
    "number": _number,
}
