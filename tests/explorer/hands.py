"""Two ways to do the same on a page: with a mouse, which most stories do, and by keyboard alone.

Eight stories are told `@by_keyboard`; together they use every kind of widget, and every page that has a story. What else
is on a page is held by test_keyboard.py, which reaches every control of it. The keyboard never sets the focus by script: it
gets everywhere by Tab and the arrows, as who has no mouse does.
"""

import re
from typing import Protocol

import pytest
from playwright.sync_api import Locator, Page, expect

_TABS_MAX = 250  # presses until something must have been reached
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class Hands(Protocol):
    """What one does with a page."""

    def press(self, target: Locator) -> None:
        """A button, a link, or a tab of a list of tabs."""

    def fill(self, target: Locator, text: str) -> None:
        """A field of a form; a date as ISO text."""

    def tick(self, target: Locator) -> None:
        """A box that is empty."""

    def choose(self, label: str, option: str) -> None:
        """Another option of the labelled choice."""

    def search(self, target: Locator, text: str, option: str) -> None:
        """An option (a part of it) of a choice in which one types."""


class Mouse:
    """Points and clicks."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def press(self, target: Locator) -> None:
        target.click()

    def fill(self, target: Locator, text: str) -> None:
        target.fill(text)

    def tick(self, target: Locator) -> None:
        target.check()

    def choose(self, label: str, option: str) -> None:
        _choice(self._page, label).click()
        _option(self._page, option).click()

    def search(self, target: Locator, text: str, option: str) -> None:
        target.fill(text)
        found = self._page.get_by_role("option", name=option).first
        found.click()
        expect(found).to_have_attribute("aria-selected", "true")


class Keyboard:
    """Tab, arrows, Enter, and what is typed."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._keys = page.keyboard

    def press(self, target: Locator) -> None:
        self._reach(target)
        self._keys.press("Enter")

    def fill(self, target: Locator, text: str) -> None:
        self._reach(target)
        if _ISO_DATE.fullmatch(text):
            self._fill_date(target, text)
            return
        self._keys.press("Control+A")
        self._keys.type(text)

    def tick(self, target: Locator) -> None:
        self._reach(target)
        self._keys.press("Space")
        expect(target).to_be_checked()

    def choose(self, label: str, option: str) -> None:
        self.press(_choice(self._page, label))
        wanted = _option(self._page, option)
        expect(wanted).to_be_visible()
        self._keys.press("Home")
        self._step("ArrowDown", wanted)
        self._keys.press("Enter")
        expect(wanted).to_be_hidden()

    def search(self, target: Locator, text: str, option: str) -> None:
        self.fill(target, text)
        found = self._page.get_by_role("option", name=option).first
        expect(found).to_be_visible()
        for _ in range(_TABS_MAX):
            if found.get_attribute("data-focused"):
                break
            self._keys.press("ArrowDown")
        self._keys.press("Enter")
        expect(found).to_have_attribute("aria-selected", "true")

    def _fill_date(self, target: Locator, text: str) -> None:
        """In whichever order the browser's own language has day and month."""
        year, month, day = text.split("-")
        for typed in (f"{month}{day}{year}", f"{day}{month}{year}"):
            self._keys.type(typed)
            if target.input_value() == text:
                return
            self._keys.press("ArrowLeft")
            self._keys.press("ArrowLeft")
        expect(target).to_have_value(text, timeout=1)

    def _reach(self, target: Locator) -> None:
        expect(target).to_be_visible()
        expect(target).to_be_enabled()
        if target.get_attribute("role") != "tab":
            self._step("Tab", target)
            return
        self._step("Tab", target.locator("xpath=.."), is_within=True)
        self._keys.press("Home")
        self._step("ArrowRight", target)

    def _step(self, key: str, target: Locator, *, is_within: bool = False) -> None:
        look = "(e) => e.contains(document.activeElement)" if is_within else "(e) => e === document.activeElement"
        for _ in range(_TABS_MAX):
            if target.evaluate(look):
                return
            self._keys.press(key)
        expect(target).to_be_focused(timeout=1)


def _choice(page: Page, label: str) -> Locator:
    """The button of a labelled choice, of the newest form that is open."""
    found = page.get_by_role("button", name=label).and_(page.locator("[aria-haspopup=listbox]"))
    return found.filter(visible=True).last


def _option(page: Page, name: str) -> Locator:
    """An option, also the one that is chosen now: that one has a mark before its name."""
    return page.get_by_role("option", name=re.compile(rf"^(✓ )?{re.escape(name)}$"))


by_keyboard = pytest.mark.parametrize("hands_on", [Keyboard], ids=["keyboard"], indirect=True)
