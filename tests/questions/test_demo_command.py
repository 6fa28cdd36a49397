"""`domicile demo`, where it refuses before anything is started. What it does else is in tests/wheel and tests/faults."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.serving import free_port


def _demo(home: Path, *arguments: str, port: int | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hub.cli", "demo", "--check", *arguments]
    environment = {**os.environ, "DOMICILE_HOME": str(home), "DOMICILE_PORT": str(port or free_port())}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.full
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


def test_a_port_on_which_another_hub_answers_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = _demo(tmp_path, port=port)
    assert done.returncode == 1
    line = f"error INTERNAL: can't listen on `127.0.0.1` port {port}: Address already in use; choose another by --port or DOMICILE_PORT"
    assert done.stderr.splitlines()[-1] == line
    assert list(tmp_path.iterdir()) == []
