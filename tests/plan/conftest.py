"""`domicile plan` as a person types it: its two outputs and its exit code.

Most tests run the command in their own process, which has imported it already; `started` is a process of its own, and
one test of each kind holds that it does the same there.
"""

import io
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from hub.cli import main
from tests.support.store import ROOT


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    error: str


Command = Callable[..., Said]


def run(*arguments: str, home: Path, environment: Mapping[str, str] | None = None) -> Said:
    """Run `domicile plan` in `home`, in this process."""
    out, error = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(error):
        for name, value in {"DOMICILE_HOME": str(home), **(environment or {})}.items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["domicile", "plan", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
    return Said(int(ended.value.code or 0), out.getvalue(), error.getvalue())


def started(*arguments: str, home: Path, environment: Mapping[str, str] | None = None) -> Said:
    """Start `domicile plan` in `home`, as a process of its own."""
    result = subprocess.run(
        [sys.executable, "-m", "hub.cli", "plan", *arguments],
        cwd=ROOT,
        env={**os.environ, "DOMICILE_HOME": str(home), "COLUMNS": "200", "NO_COLOR": "1", **(environment or {})},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert "Traceback" not in result.stderr
    return Said(result.returncode, result.stdout, result.stderr)


@pytest.fixture
def plan(tmp_path: Path) -> Command:
    """Explain a query in an empty home: no graph, no keys."""

    def explain(query: str, *arguments: str, how: Command = run) -> Said:
        file = tmp_path / "question.graphql"
        file.write_text(query, encoding="utf-8")
        return how(str(file), *arguments, home=tmp_path / "empty")

    return explain
