"""`docs/one-field.md` walks a newcomer through files and lines: they are there."""

import re
from pathlib import Path

import pytest

from schema import build
from tests.support.places import ROOT

PAGE = (ROOT / "docs" / "one-field.md").read_text(encoding="utf-8")
_STEP = re.compile(r"^## \d\. (.*?)$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_PATH = re.compile(r"`((?:model|hub|schema|loaders|resolvers|tests|docs)/[\w./-]*|CHANGELOG\.md)`")
_BLOCK = re.compile(r"```\w+\n(.*?)```", re.DOTALL)
STEPS = _STEP.findall(PAGE)
PATHS = sorted(set(_PATH.findall(PAGE)))
LINES = [
    (_PATH.findall(title), line)
    for title, text in STEPS
    for block in _BLOCK.findall(text)
    for line in block.splitlines()
]


def _text(paths: list[str]) -> str:
    return "\n".join((ROOT / path).read_text(encoding="utf-8") for path in paths)


@pytest.mark.parametrize("path", PATHS)
def test_a_file_that_the_page_names_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize(("paths", "line"), LINES, ids=[line.strip()[:40] for _, line in LINES])
def test_a_line_that_the_page_quotes_stands_in_the_file_of_its_step(paths: list[str], line: str) -> None:
    assert line in _text(paths).splitlines()


def test_the_page_has_its_seven_steps() -> None:
    assert [title.partition(":")[0] for title, _ in STEPS] == [
        "The model",
        "The import",
        "The synthetic city",
        "The contract",
        "Where it comes from",
        "What is generated",
        "The tests",
    ]
    assert len(LINES) == 7


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("schema/fields.py", "computed"),
        ("schema/fields.py", "relation_field"),
        ("schema/fields.py", "stored_field"),
        ("loaders/source.py", "One"),
        ("hub/jobs/intake/reference.py", "__main__"),
        ("model/graph.py", "fullName"),
    ],
)
def test_a_name_that_the_page_uses_stands_where_it_says(path: str, name: str) -> None:
    assert re.search(rf"\b{name}\b", Path(ROOT / path).read_text(encoding="utf-8"))


def test_the_example_is_a_field_of_the_api() -> None:
    building = build().type_map["Building"]
    assert "storeys" in building.fields  # type: ignore[attr-defined]
