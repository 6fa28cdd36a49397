"""`domicile demo`, where it refuses before anything is started. What it does else is in tests/wheel and tests/faults."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


def _demo(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hub.cli", "demo", "--check", *arguments]
    environment = {**os.environ, "DOMICILE_HOME": str(home)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize(("held", "asked"), [("small", "medium"), ("medium", "small")])
def test_a_home_holds_one_city(tmp_path: Path, held: str, asked: str) -> None:
    (tmp_path / "city").mkdir()
    (tmp_path / "city" / "manifest.json").write_text(json.dumps({"size": held}), encoding="utf-8")
    done = _demo(tmp_path, "--size", asked)
    assert (done.returncode, done.stdout) == (1, "")
    said = f"holds a {held} city: say `--size {held}`, or set DOMICILE_HOME to another folder"
    assert done.stderr.splitlines()[-1] == f"error INTERNAL: the home `{tmp_path}` {said}"
    assert not (tmp_path / "graph").exists()


def test_a_size_that_is_not_loaded_is_refused(tmp_path: Path) -> None:
    done = _demo(tmp_path, "--size", "large")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'large' is not one of 'small', 'medium'" in " ".join(done.stderr.replace("│", " ").split())
    assert list(tmp_path.iterdir()) == []
