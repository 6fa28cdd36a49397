"""The benchmarks are run by hand: that they can still be started at all is seen here."""

import importlib
import subprocess
import sys

import pytest

from tests.support.places import ROOT

NAMES = sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py") if path.stem != "__init__")


@pytest.mark.parametrize("name", NAMES)
def test_each_can_be_imported(name: str) -> None:
    importlib.import_module(f"benchmarks.{name}")


def test_one_says_how_it_is_run() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "benchmarks.hostile", "--help"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert "--rounds" in said.stdout
