"""The wheel does what the checkout does: built, installed into a fresh environment, and run outside of the checkout."""

import os
import shutil
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from tests.support.places import ROOT

SECONDS_MAX = 1500  # a fresh environment, a start and the small city, on a busy machine
FOLDERS = ("model", "tlog", "hub", "schema", "resolvers", "loaders")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_everything_in_one_package(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert tops == {"domicile", next(top for top in tops if top.endswith(".dist-info"))}
    tracked = subprocess.run(["git", "ls-files", *FOLDERS], cwd=ROOT, check=True, capture_output=True, text=True)
    missing = {f"domicile/{name}" for name in tracked.stdout.split()} - set(names)
    assert missing == set()


def test_the_wheel_carries_the_built_explorer_and_none_of_its_sources(wheel: Path) -> None:
    names = [name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("domicile/explorer/")]
    assert "domicile/explorer/dist/index.html" in names
    assert [name for name in names if not name.startswith("domicile/explorer/dist/")] == []
    scripts = [name for name in names if name.endswith(".js")]
    assert {f"{name}.br" for name in scripts} <= set(names)


@pytest.mark.parametrize("name", FOLDERS)
def test_no_dependency_installs_one_of_our_folders_names(name: str) -> None:
    owners = metadata.packages_distributions().get(name, [])
    assert [owner for owner in owners if owner != "domicile"] == []


@pytest.mark.full
def test_the_demo_checks_itself_from_the_installed_wheel(wheel: Path, tmp_path: Path) -> None:
    python = _environment(tmp_path / "venv", wheel)
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DOMICILE_", "COV_"))
    }
    environment |= {
        "DOMICILE_HOME": str(tmp_path / "home"),
        "DOMICILE_PORT": "18231",
        "DOMICILE_GRAPH_QUICK_START": "1",
    }
    command = [str(python.parent / "domicile"), "demo", "--check"]
    result = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=SECONDS_MAX, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == [f"{number}. right" for number in range(1, 7)]


def _environment(folder: Path, wheel: Path) -> Path:
    """A fresh virtual environment with the wheel and what the lock says."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True)
    python = folder / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet"]
    if shutil.which("uv"):
        install = ["uv", "pip", "install", "--quiet", "--python", str(python)]
    subprocess.run(
        [*install, "--require-hashes", "-r", str(ROOT / "requirements.lock")], check=True, capture_output=True
    )
    subprocess.run([*install, "--no-deps", str(wheel)], check=True, capture_output=True)
    return python
