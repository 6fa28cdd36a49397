"""The four pictures of the README: `docs/pictures/` holds copies of those that this keeps below `build/explorer/`."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.case.counter import officers, opened, residents
from tests.explorer.desk import Desk, listed
from tests.explorer.screen import Screen, published_key
from tests.support.store import City

INSPECTOR, INSPECTION = "澄湾区住房管理处", "housing-safety-inspection"

pytestmark = pytest.mark.full


def test_the_graph(screen: Screen) -> None:
    page = screen.page
    screen.sign_in(INSPECTOR, purpose=INSPECTION)
    screen.open("/explore")
    page.get_by_role("region", name="Landlord companies").get_by_role("listitem").first.get_by_role("button").click()
    details = page.get_by_role("region", name="Details")
    for relation in ("Organisation", "Agents", "Buildings", "Rooms"):
        row = details.get_by_role("listitem").filter(has_text=re.compile(f"^{relation}"))
        row.get_by_role("button").click()
        expect(row).to_contain_text(re.compile(r"[1-9]\d* of \d+ shown"))
    page.get_by_role("listbox", name="Picture of what is on the screen").press("ArrowRight")
    page.get_by_role("button", name="Show all", exact=True).click()
    expect(page.get_by_text(re.compile(r"^\d{2,} shown, "))).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    screen.picture()


def test_the_map(screen: Screen) -> None:
    page = screen.page
    screen.sign_in(INSPECTOR, purpose=INSPECTION)
    screen.open("/explore")
    page.get_by_role("button", name="Start on the map").click()
    expect(page.locator("[data-map=ready]")).to_be_visible()
    page.get_by_role("tabpanel").get_by_role("button", name="District").press("Enter")
    page.get_by_role("option", name="Chengwan").press("Enter")
    expect(page.get_by_text(re.compile(r"^\d+ of \d+ here\."))).to_be_visible()
    for _ in range(3):
        page.get_by_role("button", name="Put on the board: Building").first.press("Enter")
        expect(page.get_by_text("1 put on the board.")).to_be_visible()
    expect(page.locator("[data-map=ready][data-still]")).to_be_visible()
    expect(page.get_by_text("open repair orders").first).to_be_visible()
    page.evaluate("document.querySelector('[role=tablist]').scrollIntoView()")
    screen.picture()


def test_who_looked(
    screen: Screen, published: Callable[[], None], desk: Desk, explorer_home: Any, demo_city: City
) -> None:
    """A clerk to whom the resident came, and one of another department who was refused."""
    page = screen.page
    somebody = next(residents(demo_city))
    clerk = officers(demo_city, "registration", "resident-registration", level=6)[0]
    look = "query Look($number: String!) { case(number: $number) { subject { name { full } residences { role } } } }"
    number = opened(desk, clerk, somebody)
    assert desk.ask(clerk, look, {"number": number}).errors == []
    assert desk.ask(officers(demo_city, "housing", INSPECTION, level=6)[0], look, {"number": number}).errors != []
    published()
    screen.sign_in(listed(explorer_home, somebody.who))
    screen.open("/record/looked")
    expect(page.get_by_role("region", name="Who looked").locator("ol > li").first).to_be_visible()
    page.get_by_label("The log's key").fill(published_key(screen))
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_text("Proved: ").first).to_be_visible()
    page.get_by_role("heading", name="My record").scroll_into_view_if_needed()
    screen.picture()


def test_a_query(screen: Screen) -> None:
    page = screen.page
    screen.sign_in(INSPECTOR, purpose=INSPECTION)
    screen.open("/query")
    expect(page.locator(".monaco-editor .view-line").first).to_be_visible()
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("region", name="Answer").last).to_contain_text('"data"')
    page.evaluate("scrollTo(0, 0)")
    screen.picture()
