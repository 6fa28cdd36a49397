"""What had the focus is gone: the next thing beside it has it, and the keyboard goes on from there (WCAG 2.4.3)."""

from playwright.sync_api import Locator, Page, expect

from tests.explorer.hands import Keyboard
from tests.explorer.screen import Screen
from tests.explorer.test_explore import INSPECTOR, PURPOSE


def _details(page: Page) -> Locator:
    return page.get_by_role("region", name="Details")


def _begin(screen: Screen) -> Keyboard:
    """The first landlord company on the board, by keyboard alone."""
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    screen.open("/explore")
    keyboard = Keyboard(screen.page)
    ranking = screen.page.get_by_role("region", name="Landlord companies with most open repair orders")
    keyboard.press(ranking.get_by_role("listitem").first.get_by_role("button"))
    expect(_details(screen.page).get_by_role("button", name="Organisation: show 1")).to_be_visible()
    return keyboard


def test_a_relationship_that_is_all_shown_passes_it_on_to_the_next(screen: Screen) -> None:
    keyboard = _begin(screen)
    details = _details(screen.page)
    whole = details.get_by_role("button", name="Organisation: show 1")
    names = [button.get_attribute("data-relationship") for button in details.locator("[data-relationship]").all()]
    following = names[names.index("organisation") + 1]
    keyboard.press(whole)
    expect(whole).to_have_count(0)
    expect(details.locator(f"[data-relationship={following}]")).to_be_focused()
    screen.page.keyboard.press("Enter")  # and goes on from there
    expect(screen.page.get_by_role("listbox").get_by_role("option")).not_to_have_count(2)


def test_what_is_hidden_dropped_or_undone_to_its_end_leaves_it_beside(screen: Screen) -> None:
    keyboard = _begin(screen)
    page = screen.page
    details = _details(page)
    keyboard.press(details.get_by_role("button", name="Hide"))
    expect(details).to_be_focused()  # nothing is left in it
    screen.assert_accessible()
    end = page.get_by_role("button", name="End: 1 hidden singly")
    keyboard.press(end)
    expect(end).to_have_count(0)
    expect(page.get_by_role("tab", name="Graph")).to_be_focused()
    undo, redo = (page.get_by_role("button", name=name, exact=True) for name in ("Undo", "Redo"))
    keyboard.press(undo)
    expect(page.get_by_role("button", name="End: 1 hidden singly")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="End: 1 hidden singly")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(undo).to_be_disabled()
    expect(redo).to_be_focused()


def test_what_is_put_on_the_board_from_the_map_leaves_it_at_the_next(screen: Screen) -> None:
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    screen.open("/explore")
    page = screen.page
    keyboard = Keyboard(page)
    keyboard.press(page.get_by_role("button", name="Start on the map"))
    expect(page.locator("[data-map=ready]")).to_be_visible()
    tools = page.get_by_role("tabpanel")
    keyboard.press(tools.get_by_role("button", name="District"))
    expect(page.get_by_role("option").nth(1)).to_be_visible()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    shown = page.get_by_role("region", name="What the map shows")
    put = shown.get_by_role("button", name="Put on the board: Building")
    expect(put).not_to_have_count(0)
    many = put.count()
    following = put.nth(1).get_attribute("aria-label") or ""
    keyboard.press(put.first)
    expect(put).to_have_count(many - 1)
    expect(shown.get_by_role("button", name=following, exact=True)).to_be_focused()
    keyboard.press(shown.get_by_role("button", name=f"Put all {many - 1} on the board"))
    expect(put).to_have_count(0)
    expect(shown.get_by_role("button").last).to_be_focused()
