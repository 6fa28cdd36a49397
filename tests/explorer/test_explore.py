"""An inspector explores, from a ranking, a link or a search; the whole story is told in test_stories.py."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Response, Route, expect

from model.ids import to_global_id
from tests.explorer.screen import Screen
from tests.support.hub import Who
from tests.support.store import City

INSPECTOR = "住房"
CLERK = "officer-registration-"
PURPOSE = "housing-safety-inspection"


def _ranking(screen: Screen) -> Locator:
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    screen.open("/explore")
    return screen.page.get_by_role("region", name="Landlord companies with most open repair orders")


def _details(screen: Screen) -> Locator:
    return screen.page.get_by_role("region", name="Details")


def relationship(screen: Screen, name: str) -> Locator:
    """A relationship's line in the details, with how much of it is shown."""
    return _details(screen).get_by_role("listitem").filter(has_text=re.compile(rf"^{name}\d"))


def test_from_the_ranking_over_the_picture_to_the_agent_and_back_by_undo(screen: Screen) -> None:
    """By keyboard alone."""
    ranking = _ranking(screen)
    keyboard = screen.page.keyboard
    ranking.get_by_role("listitem").first.get_by_role("button").focus()
    keyboard.press("Enter")
    expect(_details(screen).get_by_role("button", name="Agents: show")).to_be_visible()
    picture = screen.page.get_by_role("listbox", name="Picture of what is on the screen")
    picture.focus()
    keyboard.press("Enter")
    expect(_details(screen).get_by_role("button", name="Organisation: show")).to_be_focused()
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(screen.page.get_by_text("added;").first).to_be_visible()
    picture.focus()
    keyboard.press("ArrowRight")
    expect(_details(screen).get_by_role("heading", level=2)).to_contain_text("Agent")
    undo = screen.page.get_by_role("button", name="Undo")
    undo.focus()
    keyboard.press("Enter")
    expect(picture.get_by_role("option")).to_have_count(1)


def test_pressing_on_while_an_answer_is_on_its_way_loses_nothing(screen: Screen) -> None:
    """Each relationship pressed is asked for in its turn; the same one pressed twice is asked for once."""
    _ranking(screen).get_by_role("listitem").first.get_by_role("button").click()
    expect(_details(screen).get_by_role("button", name="Rooms: show")).to_be_visible()
    asked: list[str] = []
    held: list[Route] = []

    def hold(route: Route) -> None:
        page = re.search(r"query Landlord(Agents|Rooms)\b", route.request.post_data or "")
        if page:
            asked.append(page[1])
        if page and len(asked) == 1:
            held.append(route)
        else:
            route.continue_()

    screen.page.route("**/graphql", hold)
    with screen.page.expect_request(lambda request: "query LandlordAgents" in (request.post_data or "")):
        _details(screen).get_by_role("button", name="Agents: show").click()
    for relation in ("Agents", "Organisation", "Rooms"):
        _details(screen).get_by_role("button", name=f"{relation}: show").click()
        expect(_details(screen).get_by_role("button", name=f"{relation}: show")).to_contain_text("asking …")
    held.pop().continue_()
    for relation in ("Agents", "Organisation", "Rooms"):
        row = _details(screen).get_by_role("listitem").filter(has_text=relation)
        expect(row).to_contain_text(re.compile(r"[1-9]\d* of \d+ shown"))
    assert asked == ["Agents", "Rooms"]


def test_a_link_leads_to_one_thing_and_a_link_to_nothing_says_so(screen: Screen, city: City) -> None:
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    district = next(row["code"] for row in city["admin_unit"] if row["name"] == "澄湾区")
    room = next(row for row in city["room"] if row["unitCode"].startswith(district))
    screen.open(f"/explore/node/room/{to_global_id('Room', room['id'])}")
    expect(_details(screen).get_by_role("heading", level=2)).to_contain_text("Room")
    expect(screen.page.get_by_role("listbox", name="Picture of what is on the screen")).to_be_visible()
    screen.assert_accessible()
    screen.open(f"/explore/node/room/{to_global_id('Room', '00000000-0000-4000-8000-000000000000')}")
    expect(screen.page.get_by_text("The register does not show this to you, or not on this day.")).to_be_visible()
    screen.open("/explore/node/person/anybody")
    expect(screen.page.get_by_text("The register does not show this to you, or not on this day.")).to_be_visible()


def test_what_is_not_found_is_said(screen: Screen) -> None:
    _ranking(screen)
    screen.page.get_by_role("searchbox").fill("zzzz-0000")
    screen.page.keyboard.press("Enter")
    expect(screen.page.get_by_text("Nothing was found.")).to_be_visible()
    screen.assert_accessible()


@pytest.mark.parametrize(
    ("person", "purpose", "said"),
    [
        (INSPECTOR, PURPOSE, "Choose a landlord from the list"),
        ("劳动监察处", "workplace-inspection", "Choose an employer from the list"),
        (CLERK, "resident-registration", "Your purpose opens places here, and no landlords or employers."),
        (CLERK, "data-subject-rights", "Your purpose opens nothing here."),
    ],
)
def test_an_empty_board_says_how_the_reader_can_start(screen: Screen, person: str, purpose: str, said: str) -> None:
    screen.sign_in(person, purpose=purpose)
    screen.open("/explore")
    expect(screen.page.get_by_text(said)).to_be_visible()
    screen.loaded()
    screen.assert_accessible()


def test_nothing_is_sent_that_the_purpose_does_not_open(
    screen: Screen, sign_in: Callable[[Screen, Who], None], district_clerks: list[Who], city: City
) -> None:
    """A clerk searches, opens an address and its building: no question asks for firms, owners or inspections."""
    clerk = district_clerks[0]
    district = str(clerk.office).rpartition("-")[2]
    built = {row["at"] for row in city["building"]}
    address = next(row["id"] for row in city["address"] if row["unitCode"].startswith(district) and row["id"] in built)
    answers: list[Response] = []
    screen.page.on("response", lambda answer: answers.append(answer) if answer.url.endswith("/graphql") else None)
    sign_in(screen, clerk)
    screen.open(f"/explore/node/address/{to_global_id('Address', address)}")
    screen.page.get_by_role("searchbox").fill("zzzz-0000")
    screen.page.keyboard.press("Enter")
    expect(screen.page.get_by_text("Nothing was found.")).to_be_visible()
    expect(_details(screen).get_by_text("not for your department and this purpose").first).to_be_visible()
    _details(screen).get_by_role("button", name="Buildings: show").click()
    expect(screen.page.get_by_text("added;").first).to_be_visible()
    screen.loaded()
    assert len(answers) >= 3
    for answer in answers:
        assert "errors" not in answer.json(), answer.request.post_data


def test_it_works_on_a_telephone_in_chinese(telephone: Screen) -> None:
    telephone.sign_in(INSPECTOR, purpose=PURPOSE)
    telephone.open("/explore")
    telephone.page.locator("ol li button").first.click()
    expect(telephone.page.get_by_role("heading", name="相关内容")).to_be_visible()
    assert telephone.page.evaluate("document.documentElement.scrollWidth") == 360
    telephone.assert_accessible()
    telephone.picture()
