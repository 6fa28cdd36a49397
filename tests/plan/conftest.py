"""`domicile plan` as a command of its own: a real process, its two outputs and its exit code."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    error: str


Command = Callable[..., Said]


def run(*arguments: str, home: Path, environment: Mapping[str, str] | None = None) -> Said:
    """Run `domicile plan` in `home`."""
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

    def explain(query: str, *arguments: str) -> Said:
        file = tmp_path / "question.graphql"
        file.write_text(query, encoding="utf-8")
        return run(str(file), *arguments, home=tmp_path / "empty")

    return explain
