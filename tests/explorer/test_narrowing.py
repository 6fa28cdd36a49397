"""Making a full screen readable: filters, groups, and putting things where one wants them."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.explorer.hands import Hands, by_keyboard
from tests.explorer.screen import Screen

INSPECTOR = "澄湾区住房管理处"
PURPOSE = "housing-safety-inspection"
_APART_MILLISECONDS = 600  # sooner, and two presses are a double one
KEPT = "a reload loses nothing"  # stands there only while the draft is what is on the screen


@pytest.fixture
def landlord(screen: Screen, hands: Hands) -> Locator:
    """The landlord with most open repair orders on the board, with twenty rooms and the repair orders; the picture's list."""
    page = screen.page
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    screen.open("/explore")
    ranking = page.get_by_role("region", name="Landlord companies with most open repair orders")
    hands.press(ranking.get_by_role("listitem").first.get_by_role("button"))
    details = page.get_by_role("region", name="Details")
    picture = page.get_by_role("listbox", name="Picture of what is on the screen")
    hands.press(details.get_by_role("button", name="Repair orders: show"))
    expect(picture.get_by_role("option", name=re.compile("^Repair order")).first).to_be_attached()
    hands.press(details.get_by_role("button", name="Rooms: show"))
    expect(picture.get_by_role("option", name=re.compile("^Room"))).to_have_count(20)
    return picture


def _rows(screen: Screen, kind: str) -> Locator:
    return screen.page.get_by_role("row").filter(has=screen.page.get_by_role("gridcell", name=kind, exact=True))


@by_keyboard
def test_area_and_days_hold_in_picture_table_and_map_and_are_lifted_by_a_chip(
    screen: Screen, hands: Hands, landlord: Locator
) -> None:
    page = screen.page
    orders = landlord.get_by_role("option", name=re.compile("^Repair order"))
    rooms = landlord.get_by_role("option", name=re.compile("^Room"))
    before = orders.count()
    assert before > 0
    expect(rooms).to_have_count(20)
    hands.press(page.get_by_role("button", name="Filter and group"))
    hands.fill(page.get_by_role("textbox", name="Dated from"), "2030-01-01")
    expect(orders).to_have_count(0)
    expect(rooms).to_have_count(20)
    in_force = page.get_by_role("list", name="In force")
    hands.press(in_force.get_by_role("button", name="End: only dated from 1 January 2030"))
    expect(orders).to_have_count(before)
    hands.choose("District", "Chengwan")
    expect(in_force).to_contain_text("only in Chengwan")
    screen.assert_accessible()
    hands.press(page.get_by_role("button", name="Room", exact=True))
    expect(rooms).to_have_count(0)
    hands.press(page.get_by_role("tab", name="Table"))
    expect(_rows(screen, "Room")).to_have_count(0)
    hands.press(page.get_by_role("tab", name="Map"))
    expect(page.get_by_role("region", name="What the map shows")).to_contain_text("On the board: 0 things")
    hands.press(in_force.get_by_role("button", name="End: Room: hidden"))
    expect(page.get_by_role("region", name="What the map shows")).to_contain_text("On the board: 20 things")
    hands.press(page.get_by_role("button", name="Undo"))
    expect(page.get_by_role("region", name="What the map shows")).to_contain_text("On the board: 0 things")


def test_rooms_are_drawn_as_one_with_their_building_and_apart_again(
    screen: Screen, hands: Hands, landlord: Locator
) -> None:
    page = screen.page
    rooms = landlord.get_by_role("option", name=re.compile("^Room"))
    hands.press(page.get_by_role("button", name="Filter and group"))
    hands.choose("Group", "rooms by building")
    expect(rooms).to_have_count(0)
    grouped = landlord.get_by_role("option", name=re.compile(r"^Building .* with \d+ grouped"))
    expect(grouped.first).to_be_attached()
    screen.picture()
    hands.press(page.get_by_role("tab", name="Table"))
    _rows(screen, "Building").first.click()
    details = page.get_by_role("region", name="Details")
    expect(details.get_by_role("heading", level=2)).to_contain_text("Building")
    hands.press(details.get_by_role("button", name="Show them apart"))
    hands.press(page.get_by_role("tab", name="Graph"))
    expect(rooms.first).to_be_attached()
    screen.assert_accessible()
    hands.press(details.get_by_role("button", name="Draw them as one again"))
    expect(rooms).to_have_count(0)
    for _ in range(3):
        hands.press(page.get_by_role("button", name="Undo"))
    expect(rooms).to_have_count(20)
    hands.choose("Group", "property by owner")
    expect(rooms).to_have_count(0)
    expect(landlord.get_by_role("option", name=re.compile("^Landlord .* with 20 grouped"))).to_be_attached()
    hands.press(page.get_by_role("list", name="In force").get_by_role("button", name="End: grouped"))
    expect(rooms).to_have_count(20)


def test_a_reload_brings_back_filter_group_and_view(screen: Screen, hands: Hands, landlord: Locator) -> None:
    """They are in the draft which the hub keeps, and so in a saved view."""
    page = screen.page
    hands.press(page.get_by_role("button", name="Filter and group"))
    hands.choose("District", "Chengwan")
    hands.choose("Group", "rooms by building")
    expect(landlord.get_by_role("option", name=re.compile("^Room"))).to_have_count(0)
    drawn = landlord.get_by_role("option").count()
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.reload()
    in_force = page.get_by_role("list", name="In force")
    expect(in_force).to_contain_text("only in Chengwan")
    expect(in_force).to_contain_text("grouped: rooms by building")
    expect(landlord.get_by_role("option")).to_have_count(drawn)


def test_another_theme_is_drawn_on_map_and_picture_too(screen: Screen) -> None:
    page = screen.page
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    screen.open("/explore")
    page.get_by_role("button", name="Start on the map").click()
    expect(page.locator("[data-map=ready]")).to_be_visible()
    page.get_by_role("tabpanel").get_by_role("button", name="District").click()
    page.get_by_role("option", name="Chengwan").click()
    page.get_by_role("button", name="Put all 32 on the board").click()
    page.get_by_role("button", name="Appearance").click()
    page.get_by_role("option", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.locator("[data-map]").scroll_into_view_if_needed()
    expect(page.locator("[data-map=ready][data-still]")).to_be_visible()
    expect(page.locator("[data-map] + div span").get_by_text("Meiqiao", exact=True)).to_be_visible()
    screen.assert_accessible()
    screen.picture()
    page.get_by_role("tab", name="Graph").click()
    expect(page.get_by_role("listbox", name="Picture of what is on the screen").get_by_role("option")).to_have_count(32)
    screen.assert_accessible()


def test_moving_pins_and_undo_puts_it_back(screen: Screen, hands: Hands, landlord: Locator) -> None:
    """By the buttons, which need no dragging, and with the arrows and Shift in the picture."""
    page = screen.page
    details = page.get_by_role("region", name="Details")
    hands.press(details.get_by_role("button", name="Move right"))
    expect(details.get_by_role("button", name="Unpin")).to_be_visible()
    expect(landlord.get_by_role("option", name=re.compile("^Landlord .* pinned"))).to_be_attached()
    hands.press(page.get_by_role("button", name="Undo"))
    expect(details.get_by_role("button", name="Pin", exact=True)).to_be_visible()
    landlord.focus()
    page.keyboard.press("Shift+ArrowUp")
    expect(details.get_by_role("button", name="Unpin")).to_be_visible()
    page.keyboard.press("Shift+ArrowUp")
    for _ in range(2):
        hands.press(page.get_by_role("button", name="Undo"))
    expect(details.get_by_role("button", name="Pin", exact=True)).to_be_visible()


def test_the_table_says_what_is_pinned_and_in_which_group_a_thing_is_drawn(
    screen: Screen, hands: Hands, landlord: Locator
) -> None:
    page = screen.page
    details = page.get_by_role("region", name="Details")
    expect(details.get_by_role("heading", level=2)).to_contain_text("Landlord")
    hands.press(details.get_by_role("button", name="Pin", exact=True))
    expect(details.get_by_role("button", name="Unpin")).to_be_visible()
    hands.press(page.get_by_role("button", name="Filter and group"))
    hands.choose("Group", "rooms by building")
    expect(landlord.get_by_role("option", name=re.compile("^Room"))).to_have_count(0)
    hands.press(page.get_by_role("tab", name="Table"))
    table = page.get_by_role("grid", name="Table")
    expect(table.get_by_role("columnheader", name="In the picture")).to_be_attached()
    rows = table.get_by_role("row")
    expect(rows.filter(has_text="Landlord").filter(has_text="pinned").first).to_be_attached()
    expect(rows.filter(has_text=re.compile(r"with \d+ grouped")).first).to_be_attached()
    screen.assert_accessible()
    hands.fill(page.get_by_role("textbox", name="Filter rows"), "drawn as one with")
    expect(page.get_by_text(re.compile(r"^20 of \d+ rows$"))).to_be_visible()


def test_a_thing_is_dragged_by_finger(telephone: Screen) -> None:
    """One finger takes a thing along and leaves the picture where it is; a tap selects."""
    page = telephone.page
    telephone.sign_in(INSPECTOR, purpose=PURPOSE)
    telephone.open("/explore")
    ranking = page.get_by_role("region", name="未完成整改令最多的出租企业")
    ranking.get_by_role("listitem").first.get_by_role("button").tap()
    picture = page.get_by_role("listbox")
    expect(picture.get_by_role("option")).to_have_count(1)
    expect(page.locator("canvas.sigma-mouse")).to_be_visible()
    details = page.get_by_role("region", name="详情")
    expect(details.get_by_role("button", name=re.compile("^房间"))).to_be_visible()
    expect(
        page.get_by_text("重新加载不会丢失")
    ).to_be_visible()  # nothing comes above the picture any more and moves it
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    fingers = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        sent = [{"x": left, "y": top} for left, top in points]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": sent})

    touch("touchStart", (x + 12, y))  # beside the disc, as a finger is
    for part in range(1, 9):
        touch("touchMove", (x + 12 + 8 * part, y - 6 * part))
    touch("touchEnd")
    expect(details.get_by_role("button", name="取消固定")).to_be_visible()
    page.wait_for_timeout(_APART_MILLISECONDS)
    page.touchscreen.tap(x, y)  # nothing stands there any more
    expect(details).to_contain_text("请选择一项")
    page.wait_for_timeout(_APART_MILLISECONDS)
    page.touchscreen.tap(x + 64, y - 48)
    expect(details.get_by_role("button", name="取消固定")).to_be_visible()
    telephone.assert_accessible()
    telephone.picture()


def test_a_thing_is_dragged_and_stays_there(screen: Screen) -> None:
    page = screen.page
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    screen.open("/explore")
    ranking = page.get_by_role("region", name="Landlord companies with most open repair orders")
    ranking.get_by_role("listitem").first.get_by_role("button").click()
    picture = page.get_by_role("listbox", name="Picture of what is on the screen")
    expect(picture.get_by_role("option")).to_have_count(1)
    expect(page.locator("canvas.sigma-mouse")).to_be_visible()
    expect(page.get_by_role("region", name="Details").get_by_role("button", name="Rooms: show")).to_be_visible()
    expect(page.get_by_text(KEPT)).to_be_visible()  # nothing comes above the picture any more and moves it
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2  # the first thing stands in the middle
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y - 40, steps=8)
    page.mouse.up()
    details = page.get_by_role("region", name="Details")
    expect(details.get_by_role("button", name="Unpin")).to_be_visible()
    page.wait_for_timeout(_APART_MILLISECONDS)
    page.mouse.click(x, y)  # nothing stands there any more
    expect(details).to_contain_text("Select something")
    page.wait_for_timeout(_APART_MILLISECONDS)
    page.mouse.click(x + 60, y - 40)
    expect(details.get_by_role("button", name="Unpin")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(details.get_by_role("button", name="Pin", exact=True)).to_be_visible()
    screen.picture()
