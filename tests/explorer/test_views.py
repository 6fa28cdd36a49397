"""An inspector keeps what they explored: under a name for colleagues, and by itself so that no work is lost."""

import re
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from hub.demo.people import demo_people
from hub.settings import Settings
from model.ids import to_global_id
from tests.conftest import City
from tests.explorer.chromium import Chromium
from tests.explorer.conftest import window
from tests.explorer.screen import Screen
from tests.explorer.test_explore import INSPECTOR, PURPOSE, relationship
from tests.reference.rows import is_valid

COLLEAGUE = "a colleague"
PICTURE = "Picture of what is on the screen"


def _panel(page: Page) -> Locator:
    return page.get_by_role("region", name="Saved views")


def _board(page: Page) -> Locator:
    return page.get_by_role("listbox", name=PICTURE).get_by_role("option")


def _details(page: Page) -> Locator:
    return page.get_by_role("region", name="Details")


def _explore(screen: Screen) -> None:
    """A landlord company with the first of its rooms and its agent on the board."""
    screen.open("/explore")
    ranking = screen.page.get_by_role("region", name="Landlord companies with most open repair orders")
    ranking.get_by_role("listitem").first.get_by_role("button").click()
    for relation in ("Rooms", "Organisation"):
        _details(screen.page).get_by_role("button", name=f"{relation}: show").first.click()
        expect(relationship(screen, relation)).to_contain_text(re.compile(r"[1-9]\d* of \d+ shown"))
    expect(_board(screen.page).filter(has_text="Organisation")).to_have_count(1)


@pytest.fixture
def colleague(explorer_home: Settings) -> str:
    """Another officer of the same office, as the sign-in page names them."""
    return next(person.name for person in demo_people(explorer_home) if COLLEAGUE in person.about)


def _name(board: Locator) -> list[str]:
    return board.all_text_contents()


def test_a_view_is_saved_renamed_shared_by_its_address_and_deleted(
    screen: Screen, chromium: Chromium, served: object, request: object, colleague: str
) -> None:
    """The colleague asks for everything anew, under their own sign-in; what was deleted says so."""
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    _explore(screen)
    names = _name(_board(screen.page))
    panel = _panel(screen.page)
    panel.get_by_role("textbox", name="Name for what is on the screen").fill("华联 rooms")
    screen.page.keyboard.press("Enter")
    expect(panel.get_by_text("Saved. It is deleted on")).to_be_visible()
    expect(panel.get_by_role("link", name="华联 rooms")).to_be_visible()
    screen.assert_accessible()
    screen.picture()
    panel.get_by_role("button", name="Rename 华联 rooms").click()
    name = panel.get_by_role("listitem").get_by_role("textbox")
    expect(name).to_be_focused()
    name.fill("华联 rooms of November")
    screen.page.keyboard.press("Enter")
    link = panel.get_by_role("link", name="华联 rooms of November")
    address = link.get_attribute("href") or ""
    assert re.fullmatch(r"/explore/view/[A-Za-z0-9_-]+", address)
    with window(chromium, served, request, {"locale": "en-GB"}) as their:
        their.sign_in(colleague, purpose=PURPOSE)
        their.open(address)
        expect(_board(their.page)).to_have_count(len(names))
        assert _name(_board(their.page)) == names
        theirs = _panel(their.page).get_by_role("listitem").filter(has_text="华联 rooms of November")
        expect(theirs.get_by_role("button", name="Delete")).to_have_count(0)
        their.assert_accessible()
        panel.get_by_role("button", name="Delete 华联 rooms of November").click()
        panel.get_by_role("button", name="Delete for good").click()
        expect(panel.get_by_role("link", name="华联 rooms of November")).to_have_count(0)
        expect(panel.get_by_text("was deleted or has ended.")).to_be_visible()
        expect(panel.get_by_role("button", name="Save changes to")).to_have_count(0)
        their.open(address)
        expect(their.page.get_by_text("This view is not here")).to_be_visible()


def test_a_view_is_saved_anew_under_its_address_and_a_colleagues_is_not_lost(
    screen: Screen, chromium: Chromium, served: object, request: object, colleague: str
) -> None:
    """Two have it open: the second to save is told, keeps what is on their screen, and can have the other's and go back."""
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    _explore(screen)
    names = _name(_board(screen.page))
    panel = _panel(screen.page)
    panel.get_by_role("textbox", name="Name for what is on the screen").fill("华联 again")
    screen.page.keyboard.press("Enter")
    expect(panel.get_by_role("link", name="华联 again")).to_be_visible()
    address = panel.get_by_role("link", name="华联 again").get_attribute("href") or ""
    with window(chromium, served, request, {"locale": "en-GB"}) as their:
        their.sign_in(colleague, purpose=PURPOSE)
        their.open(address)
        expect(_board(their.page)).to_have_count(len(names))
        _details(their.page).get_by_role("button", name="Hide").click()
        expect(_board(their.page)).to_have_count(len(names) - 1)
        _panel(their.page).get_by_role("button", name="Save changes to 华联 again").click()
        warned = _panel(their.page).get_by_role("group", name=re.compile(r"This view is .+'s, in version 1\."))
        expect(warned).to_be_visible()
        their.assert_accessible()
        assert their.page.get_by_text("Saved under the same address.").count() == 0
        warned.get_by_role("button", name="Save over it").click()
        expect(_panel(their.page).get_by_text("Saved under the same address.")).to_be_visible()
        their.assert_accessible()
    screen.page.get_by_role("button", name="Pin", exact=True).click()
    expect(screen.page.get_by_role("button", name="Unpin")).to_be_visible()
    panel.get_by_role("button", name="Save changes to 华联 again").click()
    expect(panel.get_by_role("alert")).to_contain_text("A colleague saved this view meanwhile")
    expect(_board(screen.page)).to_have_count(len(names))
    screen.assert_accessible()
    panel.get_by_role("button", name="Open theirs").click()
    expect(_board(screen.page)).to_have_count(len(names) - 1)
    screen.page.get_by_role("button", name="Undo").click()
    expect(_board(screen.page)).to_have_count(len(names))
    screen.page.get_by_role("button", name="Redo").click()
    expect(_board(screen.page)).to_have_count(len(names) - 1)
    panel.get_by_role("button", name="Save changes to 华联 again").click()
    expect(panel.get_by_text("Saved under the same address.")).to_be_visible()


def test_a_reload_loses_no_work_and_the_browser_keeps_nothing_of_it(screen: Screen) -> None:
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    _explore(screen)
    names = _name(_board(screen.page))
    expect(screen.page.get_by_text("a reload loses nothing")).to_be_visible()
    screen.page.reload()
    expect(_board(screen.page)).to_have_count(len(names))
    assert _name(_board(screen.page)) == names
    assert set(screen.stored()) <= {"domicile-language", "domicile-theme"}
    # Another day it is offered, and not opened by itself.
    screen.open("/")
    screen.open("/explore")
    expect(_board(screen.page)).to_have_count(0)
    _panel(screen.page).get_by_role("button", name="Go on where you left off").click()
    expect(_board(screen.page)).to_have_count(len(names))
    # Relationships are as far opened as they were.
    expect(_details(screen.page).get_by_role("listitem").filter(has_text="Organisation")).to_contain_text("1 of 1")


def test_the_board_waits_while_another_page_is_open(screen: Screen) -> None:
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    _explore(screen)
    names = _name(_board(screen.page))
    screen.page.get_by_role("navigation").get_by_role("link", name="About").click()
    expect(screen.page.get_by_role("heading", name="About this application")).to_be_visible()
    screen.page.go_back()
    expect(_board(screen.page)).to_have_count(len(names))


def test_nothing_that_starts_from_a_natural_persons_licence_is_kept(screen: Screen, demo_city: City) -> None:
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    screen.open(f"/explore/node/landlordlicence/{natural_licence(demo_city)[0]}")
    said = _panel(screen.page).get_by_text("the licence of a natural person, and can't be saved as a view")
    expect(said).to_be_visible()
    expect(screen.page.get_by_text("Not kept: it starts from the licence of a natural person.")).to_be_visible()
    expect(_panel(screen.page).get_by_role("button", name="Save view")).to_have_count(0)
    expect(_board(screen.page)).to_have_count(1)
    screen.assert_accessible()
    screen.page.get_by_role("button", name="Clear", exact=True).click()
    expect(_panel(screen.page).get_by_role("button", name="Save view")).to_be_visible()


def natural_licence(city: City, district: str = "990103") -> tuple[str, str]:
    """A licence of a natural person in the demo inspector's district that holds today: its id in the API, its number."""
    rooms = {row["id"] for row in city["room"] if row["unitCode"].startswith(district)}
    landlords = {row["id"]: row["is"] for row in city["landlord"]}
    organisations = {row["id"] for row in city["organisation"]}
    row = next(
        row
        for row in city["landlord_licence"]
        if not row["recordedTo"]
        and is_valid(row, date.today().isoformat())  # noqa: DTZ011 - the city's day, near enough for terms of years
        and landlords[row["heldBy"]] not in organisations
        and rooms & set(row["covers"].split(";"))
    )
    return to_global_id("LandlordLicence", row["fact"]), row["number"]
