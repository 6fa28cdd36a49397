"""An officer gets to a case without typing its number: by a list of those they hold, by its address, by a link from Explore."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.case.counter import Resident, opened
from tests.explorer.desk import Desk
from tests.explorer.screen import Screen
from tests.explorer.test_explore import INSPECTOR, PURPOSE
from tests.support.hub import Who


def test_the_cases_that_one_holds_are_listed_and_used_by_a_press(
    screen: Screen, sign_in: Callable[[Screen, Who], None], desk: Desk, district_clerks: list[Who], somebody: Resident
) -> None:
    clerk = district_clerks[0]
    number = opened(desk, clerk, somebody)
    sign_in(screen, clerk)
    screen.open("/case")
    own = screen.page.get_by_role("region", name="Cases that you hold").get_by_role("listitem").filter(has_text=number)
    expect(own).to_contain_text("Registration")
    expect(own).to_contain_text("ends ")
    screen.assert_accessible()
    screen.picture()
    own.get_by_role("button", name=f"Use {number}").click()
    expect(screen.page.get_by_role("region", name=f"Case {number}")).to_be_visible()


def test_a_case_has_an_address_also_in_small_letters(
    screen: Screen, sign_in: Callable[[Screen, Who], None], desk: Desk, district_clerks: list[Who], somebody: Resident
) -> None:
    """Whoever leaves it is on the page of all cases, and stays there."""
    clerk = district_clerks[0]
    number = opened(desk, clerk, somebody)
    sign_in(screen, clerk)
    screen.open(f"/case/{number.lower()}")
    cover = screen.page.get_by_role("region", name=f"Case {number}")
    expect(cover.get_by_role("button", name="Open the case")).to_be_visible()
    cover.get_by_role("button", name="Choose another case").click()
    expect(screen.page.get_by_role("region", name="Cases that you hold")).to_be_visible()
    expect(screen.page).to_have_url(f"{screen.url}/case")


def test_an_inspections_link_carries_its_number(screen: Screen) -> None:
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    screen.open("/explore")
    planned = (
        screen.page.get_by_role("region", name="Inspections your office has planned").get_by_role("listitem").first
    )
    number = planned.get_by_role("button").inner_text().removeprefix("Inspection ").strip()
    planned.get_by_role("button").click()
    screen.page.get_by_role("region", name="Details").get_by_role("link", name="Open the case page").click()
    expect(screen.page.get_by_role("region", name=f"Case {number}")).to_be_visible()


def test_an_address_that_leads_nowhere_has_a_page_and_a_way_on(screen: Screen) -> None:
    screen.allow("status of 404")
    for path in ("/nowhere", "/case/A/B", "/explore/nowhere"):
        screen.open(path)
        expect(screen.page.get_by_role("heading", name="There is no such page")).to_be_visible()
        screen.assert_accessible()
    screen.page.get_by_role("main").get_by_role("link", name="Start").click()
    expect(screen.page.get_by_role("heading", name="Domicile")).to_be_visible()
