"""What the pages for newcomers name is there: each file, and each name in the file of its step."""

import re

import pytest

from tests.support.places import ROOT

PAGES = ("docs/architecture.md", "docs/glossary.md", "CONTRIBUTING.md")
_PATH = re.compile(r"`((?:[\w.-]+/)+(?:[\w.-]+)?|\.importlinter|CHANGELOG\.md)`")
_LINK = re.compile(r"\]\(([^)#:]+)")
_NAME = re.compile(r"`(_?[A-Za-z][\w.]*)`")


def _text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def _steps() -> list[tuple[str, str]]:
    """A step's file, and each name that it mentions."""
    found = []
    for step in re.findall(r"^\d\. (.*?)(?=^\d\. |^#|\Z)", _text("docs/architecture.md"), re.MULTILINE | re.DOTALL):
        files = [path for path in _PATH.findall(step) if path.endswith((".py", ".cypher"))]
        assert files or step.startswith("Steps 1 to 3")
        text = "\n".join((ROOT / path).read_text(encoding="utf-8") for path in files)
        found += [(text, name) for name in _NAME.findall(step)]
    return found


@pytest.mark.parametrize("page", PAGES)
def test_each_file_that_a_page_names_is_there(page: str) -> None:
    here = (ROOT / page).parent
    assert [path for path in _PATH.findall(_text(page)) if not (ROOT / path).exists()] == []
    assert [path for path in _LINK.findall(_text(page)) if not (here / path).exists()] == []


def test_each_name_of_a_step_stands_in_its_file() -> None:
    steps = _steps()
    assert len(steps) > 12
    for text, name in steps:
        owner, _, member = name.rpartition(".")
        assert not owner or re.search(rf"\bclass {owner}\b", text), name
        assert re.search(rf"\b{member}\b", text), name


def test_the_floors_are_those_that_the_linter_holds() -> None:
    layers = re.search(r"layers =\n((?:    .*\n)+)", _text(".importlinter"))
    assert layers is not None
    floors = set(re.findall(r"[\w.]+", layers[1]))
    drawn = _text("docs/architecture.md").split("```mermaid")[1].split("```")[0]
    assert {floor for floor in floors if floor.rpartition(".")[2] not in drawn} <= {
        "hub.witness",
        "hub.offline_verifier",
        "hub.policy.retention",
    }


def test_the_glossary_is_in_order_and_has_both_languages() -> None:
    rows = [line.split("|")[1:5] for line in _text("docs/glossary.md").splitlines() if line.startswith("| ")][2:]
    words = [row[0].strip().strip("`").lower() for row in rows]
    assert len(words) > 50
    assert words == sorted(words)
    assert [row[0] for row in rows if not re.search(r"[\u4e00-\u9fff]", row[1]) or len(row[2].strip()) < 10] == []
