"""What stands around every page: signing in and out, purpose and case, language, appearance, and when things go wrong."""

from playwright.sync_api import Route, expect

from tests.explorer.hands import Hands, by_keyboard
from tests.explorer.screen import Screen

INSPECTOR = "住房"
PURPOSE = "housing-safety-inspection"


def test_who_is_not_signed_in_is_shown_the_way(screen: Screen) -> None:
    screen.open("/explore")
    expect(screen.page.get_by_role("heading", name="Who are you?")).to_be_visible()
    screen.assert_accessible()
    screen.open("/")
    expect(screen.page.get_by_role("heading", name="Domicile")).to_be_visible()
    screen.assert_accessible()
    screen.picture()


def test_an_officer_signs_in_chooses_a_purpose_and_sees_it_on_each_page(screen: Screen) -> None:
    screen.sign_in_by_pages(INSPECTOR)
    screen.page.get_by_role("button", name="Change").click()
    screen.page.get_by_role("button", name="Purpose").click()
    screen.page.get_by_role("option").first.click()
    chosen = screen.page.get_by_role("button", name="Purpose").inner_text().strip()
    screen.page.get_by_role("button", name="Use these").click()
    expect(screen.page.get_by_role("dialog")).to_be_hidden()
    for page in ("Explore", "Case", "Query", "About"):
        screen.page.get_by_role("navigation", name="Pages").get_by_role("link", name=page).click()
        expect(screen.page.get_by_role("banner")).to_contain_text(chosen.split("\n")[0].removesuffix("▾").strip())
    assert set(screen.stored()) <= {"domicile-language", "domicile-theme"}
    assert screen.page.evaluate("document.cookie") == ""  # no script can read the session
    cookies = screen.page.context.cookies()
    assert [(cookie.get("httpOnly"), cookie.get("sameSite") in {"Lax", "Strict"}) for cookie in cookies] == [
        (True, True) for _ in cookies
    ]
    assert cookies


def test_what_is_still_loading_moves_nothing_that_could_be_pressed(screen: Screen) -> None:
    """The office's name comes later than the page: a press between the two lands where it was meant to."""
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    held: list[Route] = []

    def hold(route: Route) -> None:
        if "query Viewer" in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    screen.page.route("**/graphql", hold)
    with screen.page.expect_request(lambda asked: "query Viewer" in (asked.post_data or "")):
        screen.open("/about")
    banner = screen.page.get_by_role("banner")
    watched = [
        banner.get_by_role("button", name="Sign out"),
        banner.get_by_role("button", name="Change"),
        screen.page.get_by_role("heading", name="About this application"),
    ]
    before = [each.bounding_box() for each in watched]
    for route in held:
        route.continue_()
    expect(banner).to_contain_text("澄湾区住房管理处")
    assert [each.bounding_box() for each in watched] == before


def test_on_paper_stands_what_the_page_says(screen: Screen) -> None:
    """No navigation, no button, nothing to type in."""
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    screen.open("/explore")
    screen.loaded()
    screen.page.emulate_media(media="print")
    expect(screen.page.get_by_role("banner")).to_be_hidden()
    expect(screen.page.get_by_role("button")).to_have_count(0)
    expect(screen.page.get_by_role("textbox")).to_have_count(0)
    expect(screen.page.get_by_role("heading", name="Inspections your office has planned")).to_be_visible()
    screen.page.emulate_media(media="screen")


@by_keyboard
def test_the_whole_way_from_signing_in_to_a_purpose(screen: Screen, hands: Hands) -> None:
    """Sign in, open the dialog, choose the first purpose, keep it."""
    page = screen.page
    screen.open("/")
    hands.press(page.locator("main a[href^='/session/sign-in']").first)
    hands.press(page.get_by_role("button", name=INSPECTOR).first)
    change = page.get_by_role("button", name="Change")
    hands.press(change)
    expect(page.get_by_role("dialog")).to_be_visible()
    hands.press(page.get_by_role("button", name="Purpose"))
    expect(page.get_by_role("option").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("listbox")).to_be_hidden()
    hands.press(page.get_by_role("button", name="Use these"))
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(change).to_be_focused()


def test_signing_out_ends_it(screen: Screen) -> None:
    screen.sign_in(INSPECTOR)
    screen.open("/")
    screen.loaded()
    screen.page.get_by_role("button", name="Sign out").click()
    expect(screen.page.get_by_role("heading", name="Who are you?")).to_be_visible()
    screen.open("/explore")
    expect(screen.page.get_by_role("heading", name="Who are you?")).to_be_visible()


def test_an_ended_session_leaves_the_page_and_goes_on_after_a_new_sign_in(screen: Screen) -> None:
    """Two tabs: one signs out, the other keeps what stood there, and goes on when somebody signed in again."""
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    screen.open("/about")
    other = Screen(screen.page.context.new_page(), screen.url, "other-tab")
    other.open("/")
    other.loaded()  # a press of the mouse is lost where what loads moves the page meanwhile
    other.page.get_by_role("button", name="Sign out").click()
    expect(other.page.get_by_role("heading", name="Who are you?")).to_be_visible()
    screen.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(screen.page.get_by_role("alert")).to_contain_text("Your sign-in has ended.")
    expect(screen.page.get_by_role("heading", name="About this application")).to_be_visible()
    screen.assert_accessible()
    other.sign_in(INSPECTOR)
    screen.page.get_by_role("button", name="I am signed in again: go on").click()
    expect(screen.page.get_by_role("alert")).to_be_hidden()
    other.assert_clean()


def test_a_telephone_shows_the_pages_in_chinese(telephone: Screen) -> None:
    for path in ("/", "/about"):
        telephone.open(path)
        expect(telephone.page.locator("html")).to_have_attribute("lang", "zh-Hans")
        expect(telephone.page.get_by_role("link", name="首页")).to_be_visible()
        assert telephone.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        telephone.assert_accessible()
    telephone.picture()


def test_without_a_network_it_says_so_and_tries_again(screen: Screen) -> None:
    screen.allow("net::ERR")
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    screen.open("/")
    screen.assert_signed_in()
    screen.page.context.set_offline(True)
    expect(screen.page.get_by_text("You are offline. What you see may be old.")).to_be_visible()
    screen.assert_accessible()
    screen.page.context.set_offline(False)
    expect(screen.page.get_by_text("You are offline. What you see may be old.")).to_be_hidden()


def test_what_is_asked_without_a_network_is_answered_with_that_and_not_with_waiting(screen: Screen) -> None:
    screen.allow("net::ERR")
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    screen.open("/explore")
    find = screen.page.get_by_role("button", name="Search", exact=True)
    expect(find).to_be_visible()
    screen.page.context.set_offline(True)
    screen.page.get_by_role("searchbox").fill("安源")
    find.click()
    failure = screen.page.get_by_role("alert").filter(has_text="OFFLINE")
    expect(failure).to_be_visible()
    screen.assert_accessible()
    screen.page.context.set_offline(False)
    failure.get_by_role("button").click()
    expect(failure).to_be_hidden()


def test_a_first_load_that_gets_no_answer_says_so(screen: Screen) -> None:
    screen.allow("net::ERR")
    screen.page.route("**/session", lambda route: route.abort("internetdisconnected"))
    screen.open("/")
    expect(screen.page.get_by_role("alert")).to_contain_text("OFFLINE")
    screen.assert_accessible()
    screen.page.unroute("**/session")
    screen.page.get_by_role("button").click()
    expect(screen.page.get_by_role("heading", name="Who are you?")).to_be_visible()


def test_an_address_that_leads_nowhere(screen: Screen) -> None:
    screen.open("/")
    screen.page.evaluate("history.pushState(null, '', '/nowhere'); dispatchEvent(new PopStateEvent('popstate'))")
    expect(screen.page.get_by_role("heading", name="There is no such page")).to_be_visible()
    screen.assert_accessible()


def test_another_language_at_a_click_and_back(screen: Screen) -> None:
    screen.open("/")
    screen.page.get_by_role("button", name="中文").click()
    expect(screen.page.get_by_role("heading", name="您是谁")).to_be_visible()
    screen.page.get_by_role("button", name="English").click()
    expect(screen.page.get_by_role("heading", name="Who are you?")).to_be_visible()


def test_the_title_names_the_page_and_the_back_button_leads_back(screen: Screen) -> None:
    screen.open("/")
    screen.page.get_by_role("link", name="About").click()
    expect(screen.page).to_have_title("About · Domicile")
    screen.page.go_back()
    expect(screen.page).to_have_title("Start · Domicile")
