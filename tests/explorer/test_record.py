"""A resident: what is held about them, who looked, the proof of it checked in their browser, an objection."""

import json

from playwright.sync_api import Route, expect

from tests.explorer.screen import Screen
from tests.support.serving import Served, command, finished

RESIDENT = "周岚英"


def _key(served: Served) -> str:
    """What the city publishes, fetched by another way than the page."""
    ended = finished(command("log", "key", home=served.home))
    assert ended.code == 0, ended.said
    return ended.said.strip()


def _check(screen: Screen, key: str) -> None:
    screen.page.get_by_label("The log's key").fill(key)
    screen.page.get_by_role("button", name="Check", exact=True).click()


def test_a_resident_sees_what_is_held_who_looked_and_proves_it(screen: Screen, served: Served) -> None:
    screen.sign_in(RESIDENT)
    screen.page.get_by_role("link", name="My record").first.click()
    expect(screen.page.get_by_role("region", name="What is held about me")).to_contain_text(RESIDENT)
    lines = screen.page.get_by_role("region", name="Who looked").locator("ol > li")
    expect(lines.first).to_be_visible()
    screen.page.wait_for_timeout(3000)  # the proof of the newest entry is there within two seconds
    screen.page.reload()
    expect(lines.first).to_be_visible()
    _check(screen, "")
    expect(lines.last.get_by_text("Whose log it is was not checked")).to_be_visible()
    expect(screen.page.get_by_text("Proved:")).to_have_count(0)
    _check(screen, _key(served))
    expect(lines.last.get_by_text("Proved: it stands in the log")).to_be_visible()
    expect(screen.page.get_by_text("WRONG")).to_have_count(0)
    screen.assert_accessible()
    screen.picture()
    assert set(screen.stored()) <= {"domicile-language", "domicile-theme"}
    assert screen.page.url == f"{screen.url}/record"


def test_a_text_that_was_changed_on_its_way_is_never_green(screen: Screen, served: Served) -> None:
    def change(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        for entry in ((body.get("data") or {}).get("me") or {}).get("accessLog", {}).get("nodes", []):
            if entry["record"]:
                entry["record"] = entry["record"].replace('"action":"', '"action":"x')
        route.fulfill(response=answer, body=json.dumps(body))

    screen.sign_in(RESIDENT)
    screen.page.route("**/graphql", change)
    screen.open("/record")
    lines = screen.page.get_by_role("region", name="Who looked").locator("ol > li")
    expect(lines.first).to_be_visible()
    _check(screen, _key(served))
    expect(lines.last.get_by_text("WRONG: the text is not the one that was logged.")).to_be_visible()
    expect(screen.page.get_by_text("Proved:")).to_have_count(0)


def test_by_keyboard_alone_a_resident_objects_to_an_access(screen: Screen) -> None:
    screen.sign_in(RESIDENT)
    screen.open("/record")
    keyboard = screen.page.keyboard
    # not the last of the page: what the resident does now adds entries, and would push it to the next
    line = screen.page.get_by_role("region", name="Who looked").locator("ol > li").nth(1)
    line.get_by_role("button", name="Details").focus()
    keyboard.press("Enter")
    keyboard.press("Tab")
    keyboard.type("What was this for?")
    keyboard.press("Tab")
    keyboard.press("Enter")
    expect(screen.page.get_by_text("You objected. An answer is due by").first).to_be_visible()
    screen.assert_accessible()


def test_on_a_telephone_in_chinese(telephone: Screen) -> None:
    telephone.sign_in(RESIDENT)
    telephone.open("/record")
    expect(telephone.page.get_by_role("heading", name="谁查看过")).to_be_visible()
    expect(telephone.page.get_by_role("region", name="谁查看过").locator("ol > li").first).to_be_visible()
    assert telephone.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    telephone.assert_accessible()
    telephone.picture()
