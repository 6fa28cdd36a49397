"""A resident gets a code at a counter, links their own sign-in by it, and ends it."""

from collections.abc import Callable

from playwright.sync_api import expect

from model.ids import new_private_id
from tests.case.counter import Resident, opened
from tests.explorer.desk import Desk
from tests.explorer.hands import Hands
from tests.explorer.screen import Screen
from tests.support.hub import Who


def test_a_code_from_the_counter_opens_the_record_to_a_new_sign_in_until_it_is_ended(
    screen: Screen,
    hands: Hands,
    sign_in: Callable[..., None],
    desk: Desk,
    district_clerks: list[Who],
    somebody: Resident,
) -> None:
    page, clerk = screen.page, district_clerks[1]
    number = opened(desk, clerk, somebody)
    sign_in(screen, clerk, case=number)
    screen.open("/case")
    hands.press(page.get_by_role("region", name=f"Case {number}").get_by_role("button", name="Open the case"))
    hands.press(page.get_by_role("button", name="Link a sign-in", exact=True))
    form = page.get_by_role("form", name="Link a sign-in")
    hands.press(form.get_by_role("button", name="Confirm", exact=True))
    made = form.get_by_role("status").filter(has_text="Hand this code to the resident and to nobody else.")
    code = made.locator("p").last.inner_text()
    assert len(code.replace("-", "")) == 20
    screen.assert_accessible()
    screen.picture()

    sign_in(screen, Who("resident", f"new-{new_private_id()}"))
    screen.open("/record")
    unknown = page.get_by_role("region", name="This sign-in opens no record yet")
    hands.fill(unknown.get_by_role("textbox"), "AAAAA-AAAAA-AAAAA-AAAAA")
    hands.press(unknown.get_by_role("button", name="Link this sign-in"))
    expect(unknown.get_by_role("alert")).to_contain_text("This code links nothing.")
    screen.assert_accessible()
    hands.fill(unknown.get_by_role("textbox"), code.lower())
    hands.press(unknown.get_by_role("button", name="Link this sign-in"))
    expect(page.get_by_role("region", name="What is held about me")).to_be_visible()

    screen.open("/record/cases")
    linked = page.get_by_role("list", name="Sign-ins that open my record").get_by_role("listitem")
    expect(linked).to_have_count(1)
    expect(linked).to_contain_text("linked by a code")
    hands.press(linked.get_by_role("button", name="End this sign-in"))
    screen.assert_accessible()
    hands.press(linked.get_by_role("form").get_by_role("button", name="End this sign-in"))
    expect(unknown).to_be_visible()
    assert code not in str(screen.stored())
