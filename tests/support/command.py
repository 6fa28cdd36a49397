"""The command `domicile` as a person types it: its two outputs and its exit code.

Most tests `run` it in their own process, which has imported it already; `started` is a process of its own, and some test
of each command holds that it does the same there.
"""

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hub.cli import main
from tests.support.places import ROOT


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    error: str


Command = Callable[..., Said]


def walked(command: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    """The name of every command below one, as it is typed."""
    if hasattr(command, "commands"):
        for name, inner in command.commands.items():
            yield from walked(inner, (*path, name))
    else:
        yield " ".join(path)


def run(*arguments: str, home: Path, environment: Mapping[str, str] | None = None, token: str = "") -> Said:
    """Run `domicile …` in `home`, in this process; a token comes by the environment."""
    out, error = io.StringIO(), io.StringIO()
    before = dict(os.environ)
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(error):
        patch.setattr(sys, "argv", ["domicile", *arguments])
        given = {"DOMICILE_TOKEN": token} if token else {}
        os.environ.update({"DOMICILE_HOME": str(home), **given, **(environment or {})})
        try:
            with pytest.raises(SystemExit) as ended:
                main()
        finally:  # a command may set some for its children
            os.environ.clear()
            os.environ.update(before)
    return Said(int(ended.value.code or 0), out.getvalue(), error.getvalue())


def started(*arguments: str, home: Path, environment: Mapping[str, str] | None = None) -> Said:
    """Start `domicile …` in `home`, as a process of its own."""
    result = subprocess.run(
        [sys.executable, "-m", "hub.cli", *arguments],
        cwd=ROOT,
        env={**os.environ, "DOMICILE_HOME": str(home), "COLUMNS": "200", "NO_COLOR": "1", **(environment or {})},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert "Traceback" not in result.stderr
    return Said(result.returncode, result.stdout, result.stderr)
