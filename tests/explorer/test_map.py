"""The map: where an inspector starts from a district's buildings, and where what is on the board is."""

import json
import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator, Route, expect

from hub.demo.city.outlines import outlines
from hub.demo.city.plan import Plan, Size
from tests.explorer.screen import Screen
from tests.support.store import CITY_DAY, CITY_SEED, City

INSPECTOR = "澄湾区住房管理处"
PURPOSE = "housing-safety-inspection"


def _map(screen: Screen) -> Locator:
    """The page with its map open, as the keyboard opens it."""
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    screen.open("/explore")
    screen.page.get_by_role("button", name="Start on the map").press("Enter")
    _still(screen)
    return screen.page.get_by_role("region", name="What the map shows")


def _still(screen: Screen) -> None:
    """Wait until the map has drawn all it knows and moves no more."""
    expect(screen.page.locator("[data-map=ready][data-still]")).to_be_visible()


def _choose(screen: Screen, label: str, option: int) -> None:
    screen.page.get_by_role("tabpanel").get_by_role("button", name=label).press("Enter")
    screen.page.get_by_role("option").nth(option).press("Enter")


def _buildings(city: City, unit: str) -> int:
    addresses = {row["id"] for row in city["address"] if row["unitCode"].startswith(unit)}
    return sum(row["at"] in addresses for row in city["building"])


def test_from_a_districts_buildings_to_the_board_and_back_by_undo(screen: Screen, demo_city: City) -> None:
    """By keyboard alone: an area is chosen, then a smaller one, one building put on the board, all three views have it."""
    shown = _map(screen)
    page = screen.page
    district = next(row["code"] for row in demo_city["admin_unit"] if row["name"] == "澄湾区")
    _choose(screen, "District", 1)
    total = _buildings(demo_city, district)
    expect(page.get_by_text(f"{min(total, 100)} of {total} here.")).to_be_visible()
    screen.assert_accessible()
    screen.picture()
    _choose(screen, "Street", 1)
    in_street = _buildings(demo_city, district + "001")
    expect(page.get_by_text(re.compile(rf"^{in_street} of {in_street} here"))).to_be_visible()
    shown.get_by_role("button", name="Put on the board: Building").first.press("Enter")
    expect(page.get_by_text("1 put on the board.")).to_be_visible()
    expect(shown).to_contain_text("On the board: 1 thing at 1 place")
    expect(page.get_by_role("region", name="Details").get_by_role("heading", level=2)).to_contain_text("Building")
    screen.assert_accessible()
    page.get_by_role("tab", name="Table").click()
    expect(page.get_by_role("row").filter(has_text="Building")).to_have_count(1)
    page.get_by_role("tab", name="Map").click()
    expect(shown).to_contain_text("On the board: 1 thing at 1 place")
    page.get_by_role("button", name="Undo").press("Enter")
    expect(shown).to_contain_text("On the board: 0 things")


def test_undo_takes_back_what_the_map_looked_for_and_a_reload_brings_it_again(screen: Screen, demo_city: City) -> None:
    """The area, the box, its pages: each is a step. What was found is asked anew, and stands hollow."""
    shown = _map(screen)
    page = screen.page
    district = next(row["code"] for row in demo_city["admin_unit"] if row["name"] == "澄湾区")
    total, few = (_buildings(demo_city, unit) for unit in (district, district + "001"))
    assert few < total
    _choose(screen, "District", 1)
    expect(page.get_by_text(f"{total} of {total} here.")).to_be_visible()
    _choose(screen, "Street", 1)
    expect(page.get_by_text(f"{few} of {few} here.")).to_be_visible()
    shown.get_by_role("button", name="Put on the board: Building").first.press("Enter")
    expect(shown).to_contain_text(f"Not on the board: {few - 1}")
    undo, redo = (page.get_by_role("button", name=name, exact=True) for name in ("Undo", "Redo"))
    undo.press("Enter")
    expect(shown).to_contain_text(f"Not on the board: {few}")
    undo.press("Enter")
    expect(page.get_by_text(f"{total} of {total} here.")).to_be_visible()
    expect(page.get_by_role("tabpanel").get_by_role("button", name="Street")).to_contain_text("All of it")
    expect(page.get_by_text("What the map looks for is as it was.")).to_be_visible()
    undo.press("Enter")
    expect(undo).to_be_disabled()
    expect(page.get_by_text(f"{total} of {total} here.")).to_have_count(0)
    for _ in range(3):
        redo.press("Enter")
    expect(redo).to_be_disabled()
    expect(shown).to_contain_text(f"Not on the board: {few - 1}")
    expect(page.get_by_text("a reload loses nothing")).to_be_visible()
    page.reload()
    expect(page.locator("[data-map=ready]")).to_be_visible()
    expect(page.get_by_text(f"{few} of {few} here.")).to_be_visible()
    expect(shown).to_contain_text(f"Not on the board: {few - 1}")


def test_by_mouse_an_area_then_a_dot(screen: Screen, demo_city: City) -> None:
    """A press on an area looks in it, a press on a hollow dot puts the building on the board, on a filled one selects it."""
    shown = _map(screen)
    page = screen.page
    page.locator("[data-map]").scroll_into_view_if_needed()
    _see_the_city(screen)
    _press(screen, _middle(_name(screen, "Chengwan")))
    expect(shown).to_contain_text("Not on the board: 32")
    address = next(row for row in demo_city["address"] if row["unitCode"].startswith("990103001001"))
    _still(screen)
    _press(screen, _pixel(screen, address, demo_city))
    expect(page.get_by_text("1 put on the board.")).to_be_visible()
    expect(shown).to_contain_text("On the board: 1 thing at 1 place")
    details = page.get_by_role("region", name="Details")
    expect(details.get_by_role("heading", level=2)).to_contain_text(address["latinAddress"].split(",")[0])
    page.get_by_role("button", name="Redo").focus()
    shown.get_by_role("button", name="Put on the board: Building").first.click()
    expect(shown).to_contain_text("On the board: 2 things")
    page.locator("[data-map]").scroll_into_view_if_needed()
    _still(screen)
    _press(screen, _pixel(screen, address, demo_city))
    expect(details.get_by_role("heading", level=2)).to_contain_text(address["latinAddress"].split(",")[0])
    details.get_by_role("button", name="Hide").click()
    expect(shown).to_contain_text("On the board: 1 thing at 1 place")
    screen.picture()


def test_zooming_in_narrows_what_is_looked_for_and_what_the_list_says(screen: Screen) -> None:
    shown = _map(screen)
    page = screen.page
    _choose(screen, "District", 1)
    expect(page.get_by_text("32 of 32 here.")).to_be_visible()
    _still(screen)
    page.get_by_role("button", name="Zoom in").press("Enter")
    expect(shown).to_contain_text("outside of what the map shows")
    _still(screen)
    page.get_by_role("button", name="Look in this part of the map").press("Enter")
    said = page.get_by_text(re.compile(r"^(?!32)(\d+) of \1 here"))
    expect(said).to_be_visible()
    few = int((said.text_content() or "").split()[0])
    expect(shown.get_by_role("button", name="Put on the board: Building")).to_have_count(few)
    assert 0 < few < 32
    shown.get_by_role("button", name="Put all").press("Enter")
    expect(shown).to_contain_text(f"On the board: {few} things")


def test_what_is_not_shown_is_said_and_can_be_had(screen: Screen) -> None:
    """With pages of ten, as a large district has them of a hundred."""

    def smaller(route: Route) -> None:
        sent: dict[str, Any] = json.loads(route.request.post_data or "{}")
        if "MapBuildings" in sent["query"]:
            sent["variables"]["first"] = 10
        route.continue_(post_data=json.dumps(sent))

    screen.page.route("**/graphql", smaller)
    shown = _map(screen)
    _choose(screen, "District", 1)
    expect(screen.page.get_by_text("10 of 32 here. Choose a smaller area")).to_be_visible()
    screen.page.get_by_role("button", name="show 22 more").press("Enter")
    expect(screen.page.get_by_text("20 of 32 here.")).to_be_visible()
    expect(shown).to_contain_text("Not on the board: 20")


def test_it_is_drawn_before_the_districts_have_their_names(screen: Screen) -> None:
    """On a slow line the names come last. Seen red: the map moved to where it starts again and again, and the page stopped."""
    waiting: list[Route] = []

    def slow(route: Route) -> None:
        if "query Districts" in (route.request.post_data or ""):
            waiting.append(route)
        else:
            route.continue_()

    screen.page.route("**/graphql", slow)
    _map(screen)
    assert waiting
    for route in waiting:
        route.continue_()
    screen.page.unroute("**/graphql")
    _still(screen)
    _choose(screen, "District", 1)
    expect(screen.page.get_by_text(re.compile(r"^\d+ of \d+ here\."))).to_be_visible()


def test_it_works_on_a_telephone_in_chinese(telephone: Screen) -> None:
    telephone.sign_in(INSPECTOR, purpose=PURPOSE)
    telephone.open("/explore")
    telephone.page.get_by_role("button", name="从地图开始").tap()
    expect(telephone.page.locator("[data-map=ready]")).to_be_visible()
    telephone.page.get_by_role("tabpanel").get_by_role("button", name="区").first.tap()
    telephone.page.get_by_role("option").nth(1).tap()
    expect(telephone.page.get_by_role("button", name="将全部 32 项加入画板")).to_be_visible()
    assert telephone.page.evaluate("document.documentElement.scrollWidth") == 360
    telephone.assert_accessible()
    telephone.picture()


def _name(screen: Screen, name: str) -> Locator:
    """A unit's name as it stands over the map."""
    return screen.page.locator("[data-map] + div span").get_by_text(name, exact=True)


def test_it_starts_in_ones_own_area_and_says_why_a_press_elsewhere_does_nothing(
    screen: Screen, demo_city: City
) -> None:
    _map(screen)
    own = [
        row["latinName"] for row in demo_city["admin_unit"] if row["code"][:6] == "990103" and len(row["code"]) == 12
    ]
    assert own
    for community in own:
        expect(_name(screen, community)).to_be_visible()
    _see_the_city(screen)
    others = [row["latinName"] for row in demo_city["admin_unit"] if len(row["code"]) == 6 and row["code"] != "990103"]
    other = next(name for name in others if _name(screen, name).is_visible())
    _press(screen, _middle(_name(screen, other)))
    expect(
        screen.page.get_by_text("This lies outside of your office's area: nothing of it is shown to you.")
    ).to_be_visible()


def _see_the_city(screen: Screen) -> None:
    """Away from one's own area, with which the map begins, until the districts have their names."""
    _still(screen)
    for _ in range(2):
        screen.page.get_by_role("button", name="Zoom out").click()
        _still(screen)
    expect(_name(screen, "Chengwan")).to_be_visible()


def _middle(locator: Locator) -> tuple[float, float]:
    """Of what stands over the map, from the map's corner: the page around it may still move."""
    expect(locator).to_be_visible()
    x, y = locator.evaluate(
        """(element) => {
          const map = document.querySelector("[data-map]").getBoundingClientRect();
          const own = element.getBoundingClientRect();
          return [own.x + own.width / 2 - map.x, own.y + own.height / 2 - map.y];
        }"""
    )
    return x, y


def _press(screen: Screen, at: tuple[float, float]) -> None:
    """Press on the map, so far from its corner."""
    screen.page.locator("[data-map] canvas").click(position={"x": at[0], "y": at[1]})


def _pixel(screen: Screen, address: Mapping[str, str], city: City) -> tuple[float, float]:
    """Where an address is on the map: by the names of two communities, which stand in the middle of their outlines."""
    names = {row["code"]: row["latinName"] for row in city["admin_unit"]}
    drawn = outlines(Plan(Size.SMALL, CITY_SEED, CITY_DAY))["features"]
    known = []
    for code in ("990103001001", "990103002002"):
        ring = next(item for item in drawn if item["properties"]["code"] == code)["geometry"]["coordinates"][0][0]
        middle = (ring[0][0] + ring[2][0]) / 2, (ring[0][1] + ring[2][1]) / 2
        known.append((middle, _middle(_name(screen, names[code]))))
    (one, at), (other, there) = known
    point = tuple(float(part) for part in address["point"].split())
    x, y = (
        at[axis] + (point[axis] - one[axis]) / (other[axis] - one[axis]) * (there[axis] - at[axis]) for axis in (0, 1)
    )
    return x, y
