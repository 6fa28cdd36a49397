"""What the build made: no byte from elsewhere, nothing inline, and a first page that is small."""

import gzip
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.places import ROOT

FIRST_PAGE_BYTES_MAX = 250_000  # of compressed JavaScript
ADDRESS = re.compile(r"""(?:src|href)=["'](?!/)""")


@pytest.fixture(scope="module")
def built() -> Path:
    subprocess.run([sys.executable, "explorer/build.py"], cwd=ROOT, check=True, capture_output=True)
    return ROOT / "explorer" / "dist"


def test_the_first_page_loads_little_script(built: Path) -> None:
    manifest: dict[str, Any] = json.loads((built / ".vite" / "manifest.json").read_text(encoding="utf-8"))
    scripts = set(_with_imports(manifest, "index.html"))
    assert sum(len(gzip.compress((built / name).read_bytes())) for name in scripts) <= FIRST_PAGE_BYTES_MAX


def test_the_first_page_has_nothing_inline_and_names_no_other_origin(built: Path) -> None:
    page = (built / "index.html").read_text(encoding="utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=", page) == []
    assert ADDRESS.findall(page) == []


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((ROOT / "explorer" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if "integrity" not in package and "link" not in package] == []


def _with_imports(manifest: dict[str, Any], name: str) -> Iterator[str]:
    """The script of an entry and all that it loads at once."""
    yield manifest[name]["file"]
    for imported in manifest[name].get("imports", []):
        yield from _with_imports(manifest, imported)
