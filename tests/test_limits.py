"""The explorer's fields take as much as the hub does: `explorer/src/api/limits.ts` has limits of `model/limits.py` by their names."""

import re
from pathlib import Path

from model import limits

_PAGE = Path(__file__).parents[1] / "explorer" / "src" / "api" / "limits.ts"
_LIMITS = {
    name: int(value)
    for name, value in re.findall(r"^export const (\w+) = (\d+);$", _PAGE.read_text("utf-8"), re.MULTILINE)
}


def test_the_explorer_has_the_hubs_limits() -> None:
    assert len(_LIMITS) == _PAGE.read_text("utf-8").count("export ")
    assert {name: vars(limits)[name] for name in _LIMITS} == _LIMITS


def test_a_reason_is_as_long_wherever_it_is_given() -> None:
    """The explorer has one field for them all."""
    longest = {limits.RIGHTS_CHARACTERS_MAX, limits.OBJECTION_CHARACTERS_MAX, limits.DISCLOSURE_CHARACTERS_MAX}
    assert longest == {_LIMITS["RIGHTS_CHARACTERS_MAX"]}
