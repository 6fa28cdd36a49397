"""`domicile token`, as a person types it."""

import subprocess
import sys
from pathlib import Path

import pytest

from hub.identity import open_verifier
from hub.identity.development import DevelopmentIssuer
from hub.settings import Settings


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOMICILE_HOME", str(tmp_path))
    for name in ("DOMICILE_HOST", "DOMICILE_PORT", "DOMICILE_ISSUER", "DOMICILE_AUDIENCE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hub.cli", "token", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


async def test_an_officers_token_is_printed_alone_and_passes(home: Path) -> None:
    DevelopmentIssuer.create(Settings())
    done = _run("--client", "housing", "--officer", "officer-17", "--office", "HA-0301")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    caller = await open_verifier(Settings(home=home)).caller(f"Bearer {done.stdout.strip()}")
    assert (caller.client, caller.subject, caller.office) == ("housing", "officer-17", "HA-0301")


async def test_a_residents_token_has_no_office(home: Path) -> None:
    DevelopmentIssuer.create(Settings(home=home))
    done = _run("--client", "resident-portal", "--resident", "r-1", "--hours", "1")
    caller = await open_verifier(Settings()).caller(f"Bearer {done.stdout.strip()}")
    assert (caller.subject, caller.office) == ("r-1", None)


@pytest.mark.usefixtures("home")
def test_without_the_demo_there_is_one_line_and_exit_code_1() -> None:
    done = _run("--client", "housing", "--officer", "o", "--office", "HA-1")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error INTERNAL: there is no development issuer at")
    assert done.stderr.count("\n") == 1


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    "arguments",
    [
        ("--client", "housing"),
        ("--client", "housing", "--officer", "o"),
        ("--client", "housing", "--office", "HA-1"),
        ("--client", "housing", "--resident", "r", "--office", "HA-1"),
        ("--client", "housing", "--resident", "r", "--officer", "o", "--office", "HA-1"),
        ("--officer", "o", "--office", "HA-1"),
        ("--client", "housing", "--resident", "r", "--hours", "9"),
    ],
)
def test_a_half_said_caller_is_a_usage_error(arguments: tuple[str, ...]) -> None:
    done = _run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
