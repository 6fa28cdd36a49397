"""Nothing is left untranslated: on no page of the Chinese application stands an English sentence."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.explorer.conftest import window
from tests.explorer.screen import Screen
from tests.support.serving import Served

RECORD = [
    f"/record{part}"
    for part in ("", "/looked", "/notices", "/allowed", "/rights", "/cases", "/representation", "/file")
]
# Two words of three letters or more in a row: a code, a licence number or a name of one word is none.
ENGLISH = re.compile(r"[A-Za-z]{3,}[ '-]+[A-Za-z]{3,}")
# Visible texts and what a screen reader says, but for what says that it is of another language or no text for people.
_TEXTS = """() => {
  const kept = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  const skipped = "code, pre, script, style, [translate=no], [lang=en], .monaco-editor, .graphiql-container";
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.nodeType === 3 ? node.parentElement : node;
    if (!element || element.closest(skipped)) continue;
    if (node.nodeType === 3) kept.push(node.data);
    else for (const name of ["aria-label", "title", "placeholder", "alt", "aria-description"])
      if (element.hasAttribute(name)) kept.push(element.getAttribute(name));
  }
  return kept;
}"""


@pytest.fixture
def chinese(chromium: Browser, served: Served, request: pytest.FixtureRequest) -> Iterator[Screen]:
    wide = {"viewport": {"width": 1280, "height": 900}, "locale": "zh-CN"}
    yield from window(chromium, served, request, wide)


@pytest.mark.parametrize("path", ["/", "/about", "/explore", "/nowhere"])
def test_before_a_sign_in(chinese: Screen, path: str) -> None:
    if path == "/nowhere":
        chinese.open("/")
        chinese.page.evaluate("history.pushState(null, '', '/nowhere'); dispatchEvent(new PopStateEvent('popstate'))")
    else:
        chinese.open(path)
    _assert_translated(chinese)


@pytest.mark.parametrize(
    ("person", "purpose", "paths"),
    [
        ("澄湾区住房管理处", "housing-safety-inspection", ["/", "/explore", "/case", "/query"]),
        ("澄湾区劳动监察处", "workplace-inspection", ["/explore"]),
        ("周岚英", None, ["/", "/query", *RECORD]),
    ],
)
def test_after_one(chinese: Screen, person: str, purpose: str | None, paths: list[str]) -> None:
    chinese.sign_in(person, purpose=purpose)
    for path in paths:
        chinese.open(path)
        _assert_translated(chinese)


def _assert_translated(screen: Screen) -> None:
    expect(screen.page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(screen.page.get_by_role("main")).to_be_visible()
    screen.page.wait_for_load_state("networkidle")
    texts: list[str] = screen.page.evaluate(_TEXTS)
    assert texts
    assert [text.strip() for text in texts if ENGLISH.search(text)] == []
