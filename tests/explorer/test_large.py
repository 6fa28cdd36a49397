"""A board of hundreds of things: all of it is told, though the page holds only a part of it at once."""

import json

from playwright.sync_api import expect

from model.ids import to_global_id
from tests.conftest import City
from tests.explorer.screen import Screen
from tests.explorer.test_explore import INSPECTOR, PURPOSE
from tests.explorer.test_views import PICTURE

DISTRICT = "990103"


def _district(city: City) -> dict[str, object]:
    """A view of all rooms of the inspector's district and their buildings, each of which was opened."""
    rooms: dict[str, list[str]] = {}
    for room in city["room"]:
        if room["unitCode"].startswith(DISTRICT):
            rooms.setdefault(room["in"], []).append(room["id"])
    things: list[str] = []
    opened: list[dict[str, object]] = []
    for building, inside in rooms.items():
        opened.append({"of": len(things), "relation": "rooms", "count": len(inside)})
        things += [to_global_id("Building", building), *(to_global_id("Room", room) for room in inside)]
    placed = [{"id": key, "x": at % 20 * 2.0, "y": at // 20 * 2.0} for at, key in enumerate(things)]
    return {"start": things[0], "things": placed, "opened": opened}


def test_all_of_a_large_board_is_told_in_picture_table_and_map(screen: Screen, city: City) -> None:
    """By keyboard: the picture's list reaches its last thing and begins anew; table and map have as many."""
    page = screen.page
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    screen.open("/")
    content = _district(city)
    size = len(content["things"])  # type: ignore[arg-type]
    assert size > 200
    kept = page.evaluate(
        """async input => (await (await fetch("/graphql", {method: "POST", body: JSON.stringify({variables: {input},
           query: "mutation Keep($input: SaveViewInput!) { saveView(input: $input) { id } }"}), headers: {"content-type":
           "application/json", "domicile-explorer": "1", "domicile-purpose": "housing-safety-inspection"}})).json())""",
        {"name": "a district", "content": json.dumps(content)},
    )
    screen.open(f"/explore/view/{kept['data']['saveView']['id']}")
    picture = page.get_by_role("listbox", name=PICTURE)
    connections = size - len(content["opened"])  # type: ignore[arg-type]
    expect(page.get_by_text(f"{size} shown, {connections} connections")).to_be_visible()
    expect(picture.get_by_role("option")).to_have_count(200)
    expect(picture.get_by_role("option").first).to_have_attribute("aria-setsize", str(size))
    screen.assert_accessible()

    selected = picture.get_by_role("option", selected=True)
    picture.press("ArrowUp")
    expect(selected).to_have_attribute("aria-posinset", str(size))
    picture.press("ArrowDown")
    expect(selected).to_have_attribute("aria-posinset", "1")

    page.get_by_role("tab", name="Table").press("Enter")
    expect(page.get_by_role("grid")).to_have_attribute("aria-rowcount", str(size + 1))
    expect(page.get_by_role("tabpanel").get_by_role("status").filter(has_text=f"{size} rows")).to_be_visible()
    page.get_by_role("tab", name="Map").press("Enter")
    listed = page.get_by_role("region", name="What the map shows")
    expect(listed.get_by_role("listitem")).to_have_count(size)
    listed.get_by_role("listitem").last.get_by_role("button").press("Enter")
    expect(listed.get_by_role("button", pressed=True)).to_have_count(1)
