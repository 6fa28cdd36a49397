"""`docs/errors.md` and the error tree say the same: every code, its status, and whether it is sent at all."""

import re

import pytest

from model import errors, limits
from model.errors import Code, DomicileError, Reason
from tests.support.places import ROOT

PAGE = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
TREES = ("model", "tlog", "hub", "schema", "resolvers", "loaders")
FAILING = {"request", "root field", "field"}


def _rows(head: str) -> list[list[str]]:
    """The cells of the table whose first heading is `head`."""
    table = PAGE[PAGE.index(f"\n| {head} |") + 1 :].partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def _by_code() -> dict[Code, type[DomicileError]]:
    classes: list[type[DomicileError]] = [DomicileError, *DomicileError.__subclasses__()]
    own = [item for item in classes if item.__module__ == errors.__name__ and item is not errors.SetupError]
    return {item.code: item for item in own}


ROWS = {cells[0].strip("`"): cells[1:] for cells in _rows("code")}
SOURCES = {
    path: path.read_text(encoding="utf-8")
    for tree in TREES
    for path in sorted((ROOT / tree).rglob("*.py"))
    if path.name != "errors.py"
}


def test_the_page_has_each_code_once_in_the_order_of_the_tree() -> None:
    assert [cells[0].strip("`") for cells in _rows("code")] == [code.value for code in Code]


def test_each_code_belongs_to_one_error() -> None:
    classes = [item for item in DomicileError.__subclasses__() if item.__module__ == errors.__name__]
    assert len(classes) == len(Code)  # SetupError has the code of the root, and is never sent
    assert list(_by_code()) == [Code.INTERNAL, *(code for code in Code if code is not Code.INTERNAL)]


@pytest.mark.parametrize("code", list(Code))
def test_the_page_has_the_status_of_each_code(code: Code) -> None:
    status, fails, why, what_to_do = ROWS[code.value]
    assert int(status) == _by_code()[code].status
    assert set(re.split(r", | or ", fails)) <= FAILING
    assert why.endswith(".")
    assert what_to_do.endswith(".")


@pytest.mark.parametrize("code", list(Code))
def test_the_page_says_which_codes_are_not_sent_yet(code: Code) -> None:
    name = _by_code()[code].__name__
    is_sent = any(re.search(rf"\b{name}\(", text) for text in SOURCES.values())
    assert ("Not sent yet." in ROWS[code.value][2]) == (not is_sent)


def test_the_page_names_every_other_status() -> None:
    """Statuses that a request gets before it is a GraphQL request."""
    sent = {int(status) for text in SOURCES.values() for status in re.findall(r"_HttpError\((\d+)", text)}
    assert {int(cells[0]) for cells in _rows("HTTP")} == sent
    assert limits.BODY_BYTES_MAX == 1024 * 1024  # as the page says


def test_the_explorer_says_each_reason_and_each_argument_in_both_languages() -> None:
    said = (ROOT / "explorer" / "src" / "words" / "wrong.ts").read_text(encoding="utf-8")
    texts = "\n".join(SOURCES.values())
    arguments = set(re.findall(r'argument="(\w+)"', texts)) | {"EMAIL", "SMS", "LETTER"}
    arguments |= {"reason", "statement", "provision"}  # of which the length is checked by their names
    assert [name for name in Reason if len(re.findall(rf"^ +{name}: ", said, re.MULTILINE)) != 2] == []
    assert [name for name in sorted(arguments) if len(re.findall(rf"^ +{name}: ", said, re.MULTILINE)) < 2] == []


def test_an_error_says_what_is_wrong_with_which_argument() -> None:
    error = errors.wrong_length("reason", 1000)
    assert str(error) == "`reason` has 1 to 1000 characters"
    limits_said = {"reason": "LENGTH", "argument": "reason", "least": 1, "most": 1000}
    assert error.extensions == {"code": "VALIDATION_FAILED", **limits_said}


@pytest.mark.parametrize("code", list(Code))
def test_an_error_carries_its_code(code: Code) -> None:
    error = _by_code()[code]("what to do")
    assert error.extensions == {"code": code.value}
    assert str(error) == "what to do"
