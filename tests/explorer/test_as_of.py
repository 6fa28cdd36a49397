"""The as-of date: all that is on the screen is asked anew as of that day, in one step that undo takes back.

Nothing leaves the board for it: what was not there that day is marked, and today restores all.
"""

import re
from datetime import date

from playwright.sync_api import expect

from model.ids import to_global_id
from tests.conftest import City
from tests.explorer.screen import Screen
from tests.explorer.test_explore import INSPECTOR, PURPOSE
from tests.explorer.test_views import _board, _details, _name

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


def _landlord_with_orders(screen: Screen) -> list[str]:
    """A landlord company with its orders, one with its finding, and some of its rooms; what the picture says of them."""
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    screen.open("/explore")
    ranking = screen.page.get_by_role("region", name="Landlord companies with most open repair orders")
    ranking.get_by_role("listitem").first.get_by_role("button").click()
    for relation in ("Repair orders", "Rooms"):
        _details(screen.page).get_by_role("button", name=f"{relation}: show").first.click()
        row = _details(screen.page).get_by_role("listitem").filter(has_text=re.compile(rf"^{relation}\d"))
        expect(row).to_contain_text(re.compile(r"[1-9]\d* of \d+ shown"))
    return _name(_board(screen.page))


def test_nothing_leaves_the_board_and_today_restores_all(screen: Screen) -> None:
    names = _landlord_with_orders(screen)
    screen.page.get_by_label("As of").fill("1900-01-01")
    banner = screen.page.get_by_role("region", name="Another day")
    expect(banner).to_contain_text("The board as it was on 1 January 1900.")
    expect(_board(screen.page)).to_have_count(len(names))
    marked = _board(screen.page).filter(has_text="(not yet)")
    expect(marked).not_to_have_count(0)
    for kind in ("Landlord", "Repair order"):
        of_kind = [name for name in _name(_board(screen.page)) if name.startswith(kind)]
        assert of_kind, kind
        assert all("(not yet)" in name for name in of_kind), of_kind
    expect(_details(screen.page)).to_contain_text("It was not there yet on this day, or is not shown to you.")
    screen.assert_accessible()
    screen.picture()
    screen.page.get_by_role("tab", name="Table").click()
    expect(screen.page.get_by_role("columnheader", name="On that day")).to_be_visible()
    screen.page.get_by_role("tab", name="Graph").click()
    banner.get_by_role("button", name="Back to today").click()
    expect(banner).to_have_count(0)
    expect(_board(screen.page).filter(has_text="(not yet)")).to_have_count(0)
    assert _name(_board(screen.page)) == names


def test_an_order_is_named_by_what_its_day_means_and_not_there_before_it_was_issued(
    screen: Screen, demo_city: City
) -> None:
    """An order that was done later was open then; before it was issued it is marked."""
    order = next(
        row
        for row in demo_city["repair_order"]
        if row["doneOn"] and row["issuedOn"] < row["doneOn"] and _is_near(demo_city, row["remedies"])
    )
    said = {key: date.fromisoformat(order[key]) for key in ("issuedOn", "dueOn", "doneOn")}
    text = {key: f"{day.day} {day:%B} {day.year}" for key, day in said.items()}
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    screen.open(f"/explore/node/repairorder/{to_global_id('RepairOrder', order['id'])}")
    heading = _details(screen.page).get_by_role("heading", level=2)
    expect(heading).to_have_text(f"Repair order done {text['doneOn']}")
    screen.page.get_by_label("As of").fill(order["issuedOn"])
    expect(heading).to_have_text(f"Repair order issued, due {text['dueOn']}")
    screen.page.get_by_label("As of").fill("2000-01-01")
    expect(heading).to_have_text(f"Repair order done {text['doneOn']} (not yet)")


def _is_near(city: City, finding: str) -> bool:
    """Whether a finding is about a room or building of the inspector's district."""
    about = next(row["about"] for row in city["finding"] if row["id"] == finding)
    places = [*city["room"], *city["building"]]
    return any(row["id"] == about and row["unitCode"].startswith(_DISTRICT) for row in places)


def test_a_day_that_has_not_come_is_refused_and_nothing_is_asked(screen: Screen) -> None:
    names = _landlord_with_orders(screen)
    requests: list[str] = []
    screen.page.on("request", lambda asked: requests.append(asked.post_data or "") if "graphql" in asked.url else None)
    day = screen.page.get_by_label("As of")
    day.fill("2999-01-01")
    expect(screen.page.get_by_text("This day has not come: choose today or an earlier one.")).to_be_visible()
    day.press("Enter")
    expect(day).to_have_attribute("aria-invalid", "true")
    screen.assert_accessible()
    day.fill("")
    expect(screen.page.get_by_text("This day has not come")).to_have_count(0)
    assert [text for text in requests if "SaveView" not in text] == []  # the draft may be kept meanwhile
    assert _name(_board(screen.page)) == names
