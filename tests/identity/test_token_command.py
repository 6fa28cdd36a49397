"""`domicile token`, as a person types it."""

from pathlib import Path

import pytest

from hub.demo.issuer import DevelopmentIssuer
from hub.identity import open_verifier
from hub.settings import Settings
from tests.support.command import run, started


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOMICILE_HOME", str(tmp_path))
    for name in ("DOMICILE_HOST", "DOMICILE_PORT", "DOMICILE_ISSUER", "DOMICILE_AUDIENCE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


async def test_an_officers_token_is_printed_alone_and_passes(home: Path) -> None:
    DevelopmentIssuer.create(Settings())
    said = started("token", "--client", "housing", "--officer", "officer-17", "--office", "HA-0301", home=home)
    assert (said.code, said.error) == (0, "")
    assert said.out.count("\n") == 1
    caller = await open_verifier(Settings(home=home)).caller(f"Bearer {said.out.strip()}")
    assert (caller.client, caller.subject, caller.office) == ("housing", "officer-17", "HA-0301")


async def test_a_residents_token_has_no_office(home: Path) -> None:
    DevelopmentIssuer.create(Settings(home=home))
    said = run("token", "--client", "resident-portal", "--resident", "r-1", "--hours", "1", home=home)
    caller = await open_verifier(Settings()).caller(f"Bearer {said.out.strip()}")
    assert (caller.subject, caller.office) == ("r-1", None)


def test_without_the_demo_there_is_one_line_and_exit_code_1(home: Path) -> None:
    said = run("token", "--client", "housing", "--officer", "o", "--office", "HA-1", home=home)
    assert (said.code, said.out) == (1, "")
    assert said.error.startswith("error INTERNAL: there is no development issuer at")
    assert said.error.count("\n") == 1


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
def test_a_half_said_caller_is_a_usage_error(home: Path, arguments: tuple[str, ...]) -> None:
    said = run("token", *arguments, home=home)
    assert (said.code, said.out) == (2, "")
