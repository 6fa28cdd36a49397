"""Reading the static Cypher files, once, and renaming their tokens: the only place that knows how one looks.

A file starts with comment lines (purpose, parameters, rows, index) and goes on with clauses.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from model.errors import SetupError

_FOLDER = Path(__file__).parent / "cypher"
_PARAMETER = re.compile(r"\$([A-Za-z_]\w*)")
_TOKEN = re.compile(r"\b(this|next)\b")
_LOCAL = re.compile(r"\b(_[a-z]\w*)\b")


@cache
def fragment(name: str) -> str:
    """The clauses of `loaders/cypher/NAME.cypher`, without comments and in one line.

    Raises `SetupError` when the file is absent: a topic names a fragment which nobody wrote.
    """
    path = _FOLDER / f"{name}.cypher"
    if not path.is_file():
        raise SetupError(f"the fragment `{name}` is missing: install the package again")
    lines = (line.split("//")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return " ".join(line for line in lines if line)


@cache
def parameters_of(name: str) -> frozenset[str]:
    """The names of the parameters which a fragment reads."""
    return frozenset(_PARAMETER.findall(fragment(name)))


def rename(text: str, *, this: str, following: str, parameters: Mapping[str, str]) -> str:
    """`text` with `this`, `next`, local variables (`_name`) and its own parameters under names of their own."""
    named = _TOKEN.sub(lambda match: this if match[1] == "this" else following, text)
    local = _LOCAL.sub(lambda match: f"{following}{match[1]}", named)
    own: Callable[[re.Match[str]], str] = lambda match: f"${parameters.get(match[1], match[1])}"  # noqa: E731 - one use
    return _PARAMETER.sub(own, local)
