"""Every control of every page is reached by Tab, or by the arrows inside what is one stop for Tab (WCAG 2.1.1, 2.1.2, 2.4.7).

Tried by breaking it, on the start page, on a record's rights and beside the editors: with `tabindex="-1"` on one button that
button was named as unreached, moved out of the window as unseen, and with a handler that keeps Tab for itself the focus did not
come around.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.case.counter import Resident, inspector_of, opened
from tests.explorer.desk import Desk
from tests.explorer.screen import Screen
from tests.explorer.test_explore import INSPECTOR, PURPOSE
from tests.explorer.test_narrowing import KEPT
from tests.explorer.test_record import PATHS, RESIDENT
from tests.rights.asking import rights_case
from tests.support.hub import Who
from tests.support.store import City

SignIn = Callable[..., None]
_PRESSES_MAX, _PRESSES_AT_ONCE = 400, 20  # on the fullest page; before one looks whether it has come around
_REACH = Path(__file__).with_name("reach.js").read_text(encoding="utf-8")


def _assert_all_reached(screen: Screen, *, at_least: int = 3) -> None:
    """From wherever the focus is now it comes around, is in sight all the while, and has been on everything."""
    page = screen.page
    screen.loaded()
    page.evaluate(_REACH, "begin")
    for press in range(1, _PRESSES_MAX + 1):
        page.keyboard.press("Tab")
        if press % _PRESSES_AT_ONCE == 0 and page.evaluate(_REACH, "around"):
            break
    found: dict[str, Any] = page.evaluate(_REACH, "end")
    assert page.evaluate(_REACH, "around"), f"the focus does not come around: {found}"
    assert (found["unreached"], found["unseen"]) == ([], [])
    assert found["reached"] >= at_least


def test_on_the_start_page_and_the_issuers_to_sign_in(screen: Screen) -> None:
    screen.open("/")
    screen.loaded()
    _assert_all_reached(screen)
    screen.page.locator("main a[href^='/session/sign-in']").first.click()
    expect(screen.page.get_by_role("button", name=INSPECTOR).first).to_be_visible()
    _assert_all_reached(screen, at_least=10)


def test_on_the_start_page_of_who_is_signed_in_and_in_its_dialog(screen: Screen) -> None:
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    screen.open("/")
    screen.assert_signed_in()
    screen.loaded()
    _assert_all_reached(screen)
    screen.page.get_by_role("button", name="Change").click()
    expect(screen.page.get_by_role("dialog")).to_be_visible()
    _assert_all_reached(screen)


def test_when_exploring_before_a_board_and_with_one_in_each_view(screen: Screen) -> None:
    page = screen.page
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    screen.open("/explore")
    ranking = page.get_by_role("region", name="Landlord companies with most open repair orders")
    first = ranking.get_by_role("listitem").first.get_by_role("button")
    expect(first).to_be_visible()
    _assert_all_reached(screen, at_least=10)
    first.click()
    details = page.get_by_role("region", name="Details")
    details.get_by_role("button", name="Rooms: show").click()
    expect(page.get_by_text("added;").first).to_be_visible()
    screen.unfold()
    expect(page.get_by_text(KEPT)).to_be_visible()
    _assert_all_reached(screen, at_least=30)
    page.get_by_role("tab", name="Table").click()
    expect(page.get_by_role("gridcell").first).to_be_visible()
    screen.unfold()
    _assert_all_reached(screen, at_least=30)
    page.get_by_role("tab", name="Map").click()
    expect(page.locator("[data-map=ready][data-still]")).to_be_visible()
    screen.unfold()
    _assert_all_reached(screen, at_least=30)


@pytest.fixture
def clerk(district_clerks: list[Who]) -> Who:
    return district_clerks[2]


def test_at_the_counter_and_in_each_section_of_a_case(
    screen: Screen, sign_in: SignIn, desk: Desk, clerk: Who, somebody: Resident
) -> None:
    """With every form open that is there: whatever can be done with a case."""
    sign_in(screen, clerk)
    screen.open("/case")
    screen.unfold()
    _assert_all_reached(screen, at_least=15)
    sign_in(screen, clerk, case=opened(desk, clerk, somebody, "HISTORY", "DECLARED_CONTACTS"))
    _assert_each_section_reached(screen)


def test_in_a_case_about_a_residents_rights(
    screen: Screen, sign_in: SignIn, desk: Desk, clerk: Who, somebody: Resident
) -> None:
    asked = replace(clerk, purpose="data-subject-rights")
    sign_in(screen, asked, case=rights_case(desk, asked, somebody))
    _assert_each_section_reached(screen)


def test_in_each_section_of_an_inspection(screen: Screen, sign_in: SignIn, city: City) -> None:
    case = next(row for row in city["case"] if row["kind"] == "HOUSING_INSPECTION" and row["state"] == "OPEN")
    sign_in(screen, inspector_of(city, case), case=case["number"])
    _assert_each_section_reached(screen)


def _assert_each_section_reached(screen: Screen) -> None:
    screen.open("/case")
    screen.page.get_by_role("button", name="Open the case").click()
    tabs = screen.page.get_by_role("tab")
    expect(tabs.first).to_be_visible()
    for tab in tabs.all():
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        screen.unfold()
        _assert_all_reached(screen, at_least=10)


def test_at_the_editors_and_past_them(screen: Screen) -> None:
    """Each editor is one stop: Tab leads to it and on, Enter into it (test_query.py)."""
    page = screen.page
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    screen.open("/query")
    expect(page.locator(".monaco-editor .view-line").first).to_be_visible()
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("region", name="Answer").last).to_contain_text('"data"')
    screen.loaded()
    _assert_all_reached(screen, at_least=15)


def test_on_the_page_about_this_application(screen: Screen) -> None:
    screen.open("/about")
    screen.loaded()
    _assert_all_reached(screen)


def test_in_each_part_of_a_record(screen: Screen) -> None:
    """With every form open that is there."""
    screen.sign_in(RESIDENT)
    screen.open("/record")
    for path in PATHS:
        screen.go(f"/record{path}")
        screen.unfold()
        _assert_all_reached(screen, at_least=15)
