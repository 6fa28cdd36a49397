"""The as-of date: all that is on the screen is asked anew as of that day, in one step that undo takes back."""

from datetime import date

from playwright.sync_api import expect

from hub.model.ids import to_global_id
from tests.conftest import City
from tests.explorer.screen import Screen
from tests.explorer.test_explore import INSPECTOR, PURPOSE
from tests.explorer.test_views import _board, _details

_DISTRICT = "990103"


def _sold_room(city: City) -> tuple[str, str, str, str]:
    """A room that one company sold to another: its id, a day before, and the names of both in Latin letters."""
    rooms = {row["id"] for row in city["room"] if row["unitCode"].startswith(_DISTRICT)}
    names = {row["id"]: row["latinName"] or row["legalName"] for row in city["organisation"]}
    owners = {row["id"]: names.get(row["is"]) for row in city["landlord"]}
    held = [row for row in city["ownership"] if not row["recordedTo"] and row["of"] in rooms and owners[row["by"]]]
    for later in held:
        earlier = [row for row in held if row["of"] == later["of"] and row["validTo"] == later["validFrom"]]
        if earlier and not later["validTo"]:
            before, after = owners[earlier[0]["by"]], owners[later["by"]]
            assert before
            assert after
            return later["of"], earlier[0]["validFrom"], before, after
    raise AssertionError("no room was sold")


def test_another_day_shows_its_own_facts_and_undo_goes_back(screen: Screen, demo_city: City) -> None:
    room, day, before, after = _sold_room(demo_city)
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    screen.open(f"/explore/node/room/{to_global_id('Room', room)}")
    _details(screen.page).get_by_role("button", name="Owners that are companies: show").click()
    expect(_board(screen.page).filter(has_text=after)).to_have_count(1)
    requests: list[str] = []
    screen.page.on("request", lambda asked: requests.append(asked.post_data or "") if "graphql" in asked.url else None)
    screen.page.get_by_label("As of").fill(day)
    said = date.fromisoformat(day)
    expect(screen.page.get_by_text(f"As of {said.day} {said:%B} {said.year}.")).to_be_visible()
    expect(_board(screen.page).filter(has_text=before)).to_have_count(1)
    owners = _details(screen.page).get_by_role("listitem").filter(has_text="Owners that are companies")
    expect(owners).to_contain_text("1 of 1 shown")
    assert len([text for text in requests if "ExploreAnew" in text]) <= 2
    screen.assert_accessible()
    screen.picture()
    screen.page.get_by_role("button", name="Undo").click()
    expect(screen.page.get_by_label("As of")).to_have_value("")
    expect(_board(screen.page).filter(has_text=before)).to_have_count(0)
    expect(_board(screen.page).filter(has_text=after)).to_have_count(1)
    screen.page.get_by_role("button", name="Redo").click()
    expect(screen.page.get_by_label("As of")).to_have_value(day)
    expect(_board(screen.page).filter(has_text=before)).to_have_count(1)
