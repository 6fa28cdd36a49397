"""The log's library is one: all of it can be imported, and nothing else of ours comes with it."""

import subprocess
import sys
from pathlib import Path

from tests.support.places import ROOT

_OURS = ("benchmarks", "docker", "explorer", "hub", "loaders", "model", "resolvers", "schema", "tests")
_IMPORT = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_it_imports_nothing_else_of_ours() -> None:
    modules = sorted(f"tlog.{path.stem}" for path in (ROOT / "tlog").glob("*.py") if path.stem != "__init__")
    assert len(modules) >= 9
    said = subprocess.run(
        [sys.executable, "-c", _IMPORT, *modules], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    assert "tlog" in said
    assert set(said) & set(_OURS) == set()
    assert {path.name for path in ROOT.iterdir() if (path / "__init__.py").is_file()} <= {*_OURS, "tlog"}


def test_its_page_is_short_and_names_every_module() -> None:
    page = Path(ROOT / "tlog" / "README.md").read_text(encoding="utf-8")
    names = {path.stem for path in (ROOT / "tlog").glob("*.py")} - {"__init__", "errors", "limits"}
    assert sorted(name for name in names if f"`{name}`" not in page) == []
    assert len(page.splitlines()) <= 14
