"""A resident: what is held about them, who looked, the proof of it checked in their browser, and what they do about it."""

import base64
import hashlib
import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from playwright.sync_api import Download, Locator, Route, expect

from hub.cli import record as record_command
from tests.case.proofs import only
from tests.conftest import City
from tests.explorer.desk import Desk
from tests.explorer.hands import Hands, by_keyboard
from tests.explorer.screen import Screen, published_key
from tests.support.hub import Who
from tests.support.serving import Served, command, finished

RESIDENT = "李志明"  # of the demo's people who has an open case
CLERK = "officer-registration-"
PARTS = [
    "What is held",
    "Who looked",
    "Notices",
    "What I allowed",
    "My rights",
    "Cases and proofs",
    "Who acts for whom",
    "Take along and check",
]
PATHS = ["", "/looked", "/notices", "/allowed", "/rights", "/cases", "/representation", "/file"]
Published = Callable[[], None]
SCRIPT = "<img src=x onerror=\"document.title='broken'\">"


@pytest.fixture
def people(explorer_home: Any) -> dict[str, dict[str, str]]:
    """The demo's people by their keys."""
    listed = json.loads((explorer_home.home / "demo-people.json").read_text(encoding="utf-8"))
    return {item["key"]: item for item in listed}


@pytest.fixture(scope="module")
def key(served: Served) -> str:
    """What the city publishes, fetched by another way than the page."""
    ended = finished(command("log", "key", home=served.home))
    assert ended.code == 0, ended.said
    return ended.said.strip()


def _part(screen: Screen, name: str) -> None:
    screen.page.get_by_role("navigation", name="Parts of my record").get_by_role("link", name=name).click()


@pytest.fixture
def look(desk: Desk, people: dict[str, dict[str, str]]) -> Callable[[int], None]:
    """The resident looks at their own name, so many times: each is an entry of their log, also for the test that is first."""
    who = Who("resident", people["residentWithCase"]["subject"])

    def look(times: int) -> None:
        for _ in range(times):
            only(desk.ask(who, "query Own { me { name { full } } }"))

    return look


def _lines(screen: Screen) -> Locator:
    return screen.page.get_by_role("region", name="Who looked").locator("ol > li")


def _with_own(screen: Screen) -> None:
    """The lines with one's own looks, which are folded at first."""
    screen.page.get_by_label("Show my own looks, too").check()


def _looked(screen: Screen) -> None:
    screen.open("/record/looked")
    _with_own(screen)


def _region(screen: Screen, name: str) -> Locator:
    return screen.page.get_by_role("region", name=name, exact=True)


def _check(screen: Screen, key: str) -> None:
    screen.page.get_by_label("The log's key").fill(key)
    screen.page.get_by_role("button", name="Check", exact=True).click()


def _person(people: dict[str, dict[str, str]], city: City, key: str) -> str:
    """The id of one of the demo's residents inside the hub."""
    return next(row["of"] for row in city["sign_in"] if row["subject"] == people[key]["subject"])


# ── what is held ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_resident_sees_what_is_held_with_its_sources_and_all_homes(
    screen: Screen, people: dict[str, dict[str, str]], demo_city: City
) -> None:
    name = people["resident"]["nameZh"]
    screen.sign_in(name)
    screen.open("/")
    screen.page.get_by_role("link", name="My record").first.click()
    held = _region(screen, "What is held about me")
    expect(held).to_contain_text(name)
    homes = held.get_by_role("list", name="Homes")
    expect(homes.get_by_role("listitem").first).to_contain_text("told by")
    expect(homes.get_by_role("listitem").first).to_contain_text("recorded")
    person = _person(people, demo_city, "resident")
    all_homes = [row for row in demo_city["residence"] if row["of"] == person and not row["recordedTo"]]
    expect(_region(screen, "All my homes, the oldest first").get_by_role("listitem")).to_have_count(len(all_homes))
    expect(screen.page.get_by_text(f"{len(all_homes)} in all, all shown.")).to_be_visible()
    screen.assert_accessible()
    screen.picture()
    assert set(screen.stored()) <= {"domicile-language", "domicile-theme"}
    assert screen.page.url == f"{screen.url}/record"


def test_another_day_shows_what_was_then(screen: Screen, people: dict[str, dict[str, str]], demo_city: City) -> None:
    person = _person(people, demo_city, "resident")
    homes = [row for row in demo_city["residence"] if row["of"] == person and not row["recordedTo"] and row["validTo"]]
    first = min(homes, key=lambda row: row["validFrom"])
    screen.sign_in(people["resident"]["nameZh"])
    screen.open("/record")
    screen.page.get_by_label("As it was on").fill(first["validFrom"])
    screen.page.get_by_role("button", name="Show", exact=True).click()
    expect(screen.page.get_by_text("What is shown is not today's record.")).to_be_visible()
    expect(_region(screen, "What is held about me").get_by_role("list", name="Homes")).to_contain_text(
        first["validFrom"][:4]
    )
    screen.page.get_by_role("button", name="Back to today").click()
    expect(screen.page.get_by_text("What is shown is not today's record.")).to_be_hidden()


def test_each_part_can_be_read_and_is_accessible(screen: Screen) -> None:
    screen.sign_in(RESIDENT)
    screen.open("/record")
    for name, path in zip(PARTS, PATHS, strict=True):
        _part(screen, name)
        expect(screen.page).to_have_url(re.compile(rf"/record{path}$"))
        screen.loaded()
        screen.assert_accessible()


def test_on_a_telephone_in_chinese(telephone: Screen) -> None:
    telephone.sign_in(RESIDENT)
    telephone.open("/record")
    for path in PATHS:
        telephone.go(f"/record{path}")
        telephone.loaded()
        assert telephone.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        telephone.assert_accessible()
    telephone.picture()


# ── who looked ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_resident_sees_who_looked_and_proves_it(
    screen: Screen, key: str, published: Published, look: Callable[[int], None]
) -> None:
    look(1)
    published()
    screen.sign_in(RESIDENT)
    _looked(screen)
    lines = _lines(screen)
    expect(lines.first).to_be_visible()
    _check(screen, "")
    expect(lines.last.get_by_text("Whose log it is was not checked")).to_be_visible()
    expect(screen.page.get_by_text("Proved: ")).to_have_count(0)
    found = published_key(screen)
    assert found == key
    _check(screen, found)
    expect(lines.last.get_by_text("Proved: it stands in the log")).to_be_visible()
    expect(screen.page.get_by_text("No entry of yours is missing between these lines.")).to_be_visible()
    expect(screen.page.get_by_text(re.compile(r"The log's tree of \d+ entries"))).to_be_visible()
    expect(screen.page.get_by_text("WRONG:")).to_have_count(0)
    screen.assert_accessible()
    screen.picture()
    assert set(screen.stored()) <= {"domicile-language", "domicile-theme"}

    # what this page does is on the log, too: the tree has grown, and continues the one that was seen
    _part(screen, "What is held")
    expect(_region(screen, "What is held about me")).to_contain_text(RESIDENT)
    screen.loaded()
    published()
    _part(screen, "Who looked")
    _with_own(screen)
    expect(lines.first).to_be_visible()
    _check(screen, key)
    expect(screen.page.get_by_text("when this page last checked")).to_be_visible()
    expect(
        screen.page.get_by_text(re.compile(r"The log's tree of \d+ entries continues the one of \d+"))
    ).to_be_visible()


def _change_entries(change: Callable[[dict[str, Any]], None]) -> Callable[[Route], None]:
    def handle(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        for entry in (((body.get("data") or {}).get("me") or {}).get("accessLog") or {}).get("nodes", []):
            change(entry)
        route.fulfill(response=answer, body=json.dumps(body))

    return handle


def test_a_text_that_was_changed_on_its_way_is_never_green(
    screen: Screen, key: str, published: Published, look: Callable[[int], None]
) -> None:
    def change(entry: dict[str, Any]) -> None:
        entry["record"] = entry["record"] and entry["record"].replace('"action":"', '"action":"x')

    look(1)
    screen.sign_in(RESIDENT)
    published()
    screen.page.route("**/graphql", _change_entries(change))
    _looked(screen)
    expect(_lines(screen).first).to_be_visible()
    _check(screen, key)
    expect(_lines(screen).last.get_by_text("WRONG: the text is not the one that was logged.")).to_be_visible()
    expect(screen.page.get_by_text("Proved: ")).to_have_count(0)
    screen.assert_accessible()


def test_ones_own_looks_are_folded_and_a_switch_shows_them(screen: Screen, look: Callable[[int], None]) -> None:
    look(2)
    screen.sign_in(RESIDENT)
    screen.open("/record/looked")
    folded = screen.page.get_by_text(re.compile(r"own looks? (is|are) folded\."))
    expect(folded).to_be_visible()
    others = _lines(screen).count()
    screen.assert_accessible()
    _with_own(screen)
    expect(folded).to_have_count(0)
    expect(_lines(screen)).not_to_have_count(others)
    screen.page.get_by_label("Show my own looks, too").uncheck()
    expect(_lines(screen)).to_have_count(others)


def test_a_key_that_is_none_or_anothers_is_said_once_and_paints_no_line(
    screen: Screen, key: str, look: Callable[[int], None], published: Published
) -> None:
    look(2)
    published()
    screen.sign_in(RESIDENT)
    _looked(screen)
    expect(_lines(screen).first).to_be_visible()
    _check(screen, "foo")
    field = screen.page.get_by_label("The log's key")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(screen.page.get_by_text("This is no key:")).to_be_visible()
    expect(screen.page.get_by_text("No entry of yours is missing")).to_have_count(0)
    expect(screen.page.get_by_text("WRONG:")).to_have_count(0)
    screen.assert_accessible()
    _check(screen, _another_key(key))
    expect(screen.page.get_by_text("This key did not sign this log:")).to_have_count(1)
    expect(
        screen.page.get_by_text(re.compile(r"Lines: 0 proved, \d+ without a key, \d+ too new or erased, 0 wrong\."))
    ).to_be_visible()
    expect(screen.page.get_by_text("WRONG:")).to_have_count(0)
    screen.assert_accessible()
    _check(screen, key)
    expect(screen.page.get_by_text("This key did not sign this log:")).to_have_count(0)
    expect(_lines(screen).last.get_by_text("Proved: it stands in the log")).to_be_visible()


def _another_key(key: str) -> str:
    """A key of the same name that nobody holds."""
    name = key.split("+", maxsplit=1)[0]
    material = b"\x01" + bytes(range(32))
    number = hashlib.sha256(name.encode() + b"\n" + material).digest()[:4].hex()
    return f"{name}+{number}+{base64.b64encode(material).decode()}"


def test_an_entry_that_is_left_out_is_missed(screen: Screen, key: str, look: Callable[[int], None]) -> None:
    """The last but one of those that are shown: the others frame the gap."""

    def leave_out(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        log = ((body.get("data") or {}).get("me") or {}).get("accessLog")
        if log:
            del log["nodes"][-2]
        route.fulfill(response=answer, body=json.dumps(body))

    look(3)
    screen.sign_in(RESIDENT)
    screen.page.route("**/graphql", leave_out)
    _looked(screen)
    expect(_lines(screen).first).to_be_visible()
    _check(screen, key)
    expect(screen.page.get_by_text(re.compile(r"WRONG: entry \d+ is missing"))).to_be_visible()


def test_tiles_of_another_log_are_a_fork(
    screen: Screen, key: str, published: Published, look: Callable[[int], None]
) -> None:
    """What the hub shows as its tree doesn't lead from the checkpoint that was seen to the one of now."""
    look(1)
    published()
    screen.sign_in(RESIDENT)
    _looked(screen)
    expect(_lines(screen).first).to_be_visible()
    screen.page.route("**/log/tile/**", lambda route: route.fulfill(body=b"\1" * 32 * 256))
    _part(screen, "What is held")  # an entry: the tree grows
    expect(_region(screen, "What is held about me")).to_contain_text(RESIDENT)
    screen.loaded()
    published()
    _part(screen, "Who looked")
    _check(screen, key)
    expect(screen.page.get_by_text("somebody is shown another log")).to_be_visible()
    screen.assert_accessible()


def test_the_log_is_filtered_and_nothing_is_cut_off_in_silence(screen: Screen, look: Callable[[int], None]) -> None:
    look(2)
    screen.sign_in(RESIDENT)
    _looked(screen)
    page = screen.page
    expect(_lines(screen).first).to_be_visible()
    status = _region(screen, "Who looked").get_by_role("status").first
    page.get_by_role("button", name="What was done").click()
    page.get_by_role("option", name="changed").click()
    expect(status).to_contain_text("fit")
    if page.get_by_role("button", name="Load all").count():
        expect(status).to_contain_text("have not been looked through")
        screen.assert_accessible()
        page.get_by_role("button", name="Load all").click()
        expect(page.get_by_role("button", name="Load all")).to_have_count(0)
    expect(status).to_contain_text(re.compile(r"^\d+ of all \d+ entries fit$"))
    page.get_by_role("button", name="Clear the filter").click()
    expect(status).to_contain_text("entries, the newest first")
    total = int(re.findall(r"\d+", status.inner_text())[0])
    expect(_lines(screen)).to_have_count(total)
    page.get_by_label("From", exact=True).fill("2020-01-01")
    page.get_by_label("To", exact=True).fill("2020-01-02")
    expect(status).to_contain_text(f"0 of all {total} entries fit")
    screen.assert_accessible()


def test_by_keyboard_alone_a_resident_objects_to_an_access(screen: Screen, look: Callable[[int], None]) -> None:
    """And what they wrote comes back as text, whatever it says."""
    look(2)
    screen.sign_in(RESIDENT)
    _looked(screen)
    keyboard = screen.page.keyboard
    line = _lines(screen).nth(1)  # not the last: what the resident does now adds entries
    line.get_by_role("button", name="Details").focus()
    keyboard.press("Enter")
    expect(line.get_by_role("button", name="Object to this")).to_be_visible()
    keyboard.press("Tab")
    expect(line.get_by_role("button", name="Object to this")).to_be_focused()
    keyboard.press("Enter")
    expect(line.get_by_role("textbox")).to_be_visible()
    keyboard.press("Tab")
    expect(line.get_by_role("textbox")).to_be_focused()
    keyboard.type(SCRIPT)
    expect(line.get_by_role("button", name="Send the objection")).to_be_enabled()
    keyboard.press("Tab")
    expect(line.get_by_role("button", name="Send the objection")).to_be_focused()
    keyboard.press("Enter")
    expect(line.get_by_text("You objected to this.")).to_be_visible()
    expect(line).to_contain_text("An answer is due by")
    expect(line).to_contain_text(SCRIPT)
    screen.assert_accessible()
    screen.open("/record/rights")
    objections = screen.page.get_by_role("list", name="What I objected to")
    expect(objections).to_contain_text(SCRIPT)
    assert screen.page.locator("main img, main script").count() == 0
    assert "broken" not in screen.page.title()


def test_an_entry_is_kept_off_the_screen_and_shown_again(
    screen: Screen, hands: Hands, key: str, look: Callable[[int], None]
) -> None:
    look(6)
    screen.sign_in(RESIDENT)
    _looked(screen)
    line = _lines(screen).nth(4)
    expect(line).to_be_visible()
    shown = _lines(screen).count()
    hands.press(line.get_by_role("button", name="Details"))
    number = line.locator("dd").first.inner_text()
    hands.press(line.get_by_role("button", name="Keep off my screen"))
    expect(_lines(screen)).to_have_count(shown - 1)
    expect(_lines(screen).nth(4)).to_be_focused()  # what stands there now, and not the top of the page
    _looked(screen)
    expect(_lines(screen).first).to_be_visible()
    hands.fill(screen.page.get_by_label("The log's key"), key)
    hands.press(screen.page.get_by_role("button", name="Check", exact=True))
    expect(screen.page.get_by_text("No entry of yours is missing between these lines.")).to_be_visible()
    hands.press(screen.page.get_by_role("button", name="Off my screen"))
    again = screen.page.get_by_role("button", name=f"Show again: entry {number}")
    expect(again).to_be_visible()
    screen.assert_accessible()
    screen.picture()
    hands.press(again)
    expect(again).to_have_count(0)
    assert screen.page.evaluate("() => document.activeElement !== document.body")


# ── notices, consents, rights ────────────────────────────────────────────────────────────────────────────────────────


def test_notices_are_read_and_a_channel_is_chosen(screen: Screen, hands: Hands) -> None:
    screen.allow("status of 400")  # the address that is none
    screen.sign_in(RESIDENT)
    screen.open("/record/notices")
    page = screen.page
    channel = _region(screen, "How I hear of news")
    hands.choose("Channel", "E-mail")
    hands.fill(channel.get_by_label("E-mail address"), "nobody")
    hands.press(channel.get_by_role("button", name="Keep this"))
    expect(channel.get_by_role("alert")).to_contain_text("Write an e-mail address, in the letters of ASCII.")
    screen.assert_accessible()
    hands.fill(channel.get_by_label("E-mail address"), "lanying@example.org")
    hands.press(channel.get_by_role("button", name="Keep this"))
    expect(channel.get_by_text("Done at")).to_be_visible()
    page.reload()
    expect(channel.get_by_label("E-mail address")).to_have_value("lanying@example.org")
    hands.press(page.get_by_role("button", name="Mark all as read"))
    expect(page.get_by_text("Done at").first).to_be_visible()
    expect(_region(screen, "What I was told").get_by_text("new", exact=True)).to_have_count(0)
    hands.choose("Channel", "None")
    hands.press(channel.get_by_role("button", name="Keep this"))
    expect(channel.get_by_text("Done at")).to_be_visible()


def test_a_consent_is_given_in_an_open_case_and_taken_back_by_one_press(screen: Screen, hands: Hands) -> None:
    screen.sign_in(RESIDENT)
    screen.open("/record/cases")
    hands.press(screen.page.get_by_role("button", name="Allow more in this case").first)
    form = screen.page.get_by_role("list", name="Cases in my name").locator("form").first
    hands.tick(form.get_by_label("the contacts I declared"))
    screen.assert_accessible()
    hands.press(form.get_by_role("button", name="Send"))
    expect(form.get_by_text("Done at")).to_be_visible()
    _part(screen, "What I allowed")
    consents = _region(screen, "What I allowed")
    back = consents.get_by_role("button", name="Take back")
    expect(back.first).to_be_visible()
    count = back.count()
    screen.assert_accessible()
    screen.picture()
    line = consents.locator("ul > li").filter(has=screen.page.get_by_role("button", name="Take back")).first
    place = line.evaluate("(line) => [...line.parentElement.children].indexOf(line)")
    hands.press(back.first)
    expect(back).to_have_count(count - 1)
    expect(consents.locator("ul > li").nth(place)).to_be_focused()  # the consent whose button is gone
    expect(consents.get_by_text("taken back").first).to_be_visible()


def test_a_resident_restricts_blocks_and_objects(screen: Screen, hands: Hands) -> None:
    screen.sign_in(RESIDENT)
    screen.open("/record/rights")
    page = screen.page
    hands.press(page.get_by_role("button", name="Restrict, block, object"))
    hands.choose("Purpose", "Enrol a child at a school")
    expect(page.get_by_text("Legal basis").first).to_be_visible()
    why = f"I have no child {time.time_ns()}."  # another than that of who came before
    hands.press(page.get_by_role("button", name="Restrict this processing"))
    form = page.locator("form").filter(has_text="My reason (no department can read it)")
    hands.fill(form.get_by_role("textbox"), why)
    screen.assert_accessible()
    screen.picture()
    hands.press(form.get_by_role("button", name="Send"))
    restrictions = page.get_by_role("list", name="What I restrict")
    expect(restrictions).to_contain_text(why)

    hands.press(page.get_by_role("button", name="Block a department"))
    blocking = page.locator("form").filter(has_text="No case of yours is handed to it")
    hands.choose("Department", "Education")
    hands.press(blocking.get_by_role("button", name="Send"))
    blocks = page.get_by_role("list", name="Departments that I block")
    expect(blocks.get_by_role("button", name="Lift the block")).to_have_count(1)
    expect(blocks).to_contain_text("Education")

    hands.press(page.get_by_role("button", name="Object to this processing"))
    objecting = page.locator("form").filter(has_text="answers within 30 days")
    hands.fill(objecting.get_by_role("textbox"), "What for?")
    with page.expect_response(lambda answer: "objectToProcessing" in (answer.request.post_data or "")):
        hands.press(
            objecting.get_by_role("button", name="Send")
        )  # one objection stands: who came before may have raised it
    expect(page.get_by_role("list", name="What I objected to")).to_contain_text("What for?")

    hands.press(restrictions.get_by_role("listitem").filter(has_text=why).get_by_role("button"))
    expect(restrictions.get_by_role("listitem").filter(has_text=why)).to_contain_text("lifted")
    hands.press(blocks.get_by_role("button", name="Lift the block"))
    expect(blocks.get_by_role("button", name="Lift the block")).to_have_count(0)
    expect(blocks).to_contain_text("lifted")
    screen.assert_accessible()


def test_an_address_is_protected(screen: Screen, people: dict[str, dict[str, str]]) -> None:
    screen.sign_in(people["residentProtected"]["nameZh"])
    screen.open("/record/allowed")
    protection = _region(screen, "Protect my address")
    expect(protection).to_contain_text("Your address is protected.")
    expect(protection.get_by_role("button", name="Protect it now")).to_have_count(0)
    screen.assert_accessible()


# ── cases and proofs ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_code_opens_a_case_at_the_counter_which_is_refused_and_appealed(
    screen: Screen, people: dict[str, dict[str, str]], demo_city: City
) -> None:
    """The resident and the clerk, each in a browser of their own."""
    person = _person(people, demo_city, "residentWithCase")
    document = next(row for row in demo_city["identity_document"] if row["of"] == person and not row["recordedTo"])
    screen.sign_in(RESIDENT)
    screen.open("/record/cases")
    screen.page.get_by_role("button", name="Make a code").click()
    code = _region(screen, "A code for the counter").locator("[translate=no]")
    expect(code).to_have_text(re.compile(r"^[0-9A-Z]{5}-[0-9A-Z]{5}$"))
    screen.assert_accessible()
    screen.picture()

    browser = screen.page.context.browser
    assert browser is not None
    other = browser.new_context(viewport={"width": 1280, "height": 860}, locale="en-GB", timezone_id="Asia/Shanghai")
    clerk = Screen(other.new_page(), screen.url, "clerk")
    clerk.sign_in(CLERK, purpose="resident-registration")
    clerk.open("/case")
    page = clerk.page
    kind = "Resident identity card" if document["kind"] == "RESIDENT_IDENTITY_CARD" else "Passport"
    page.get_by_role("button", name="Document").click()
    page.get_by_role("option", name=kind).click()
    page.get_by_label("Exact number").fill(document["number"])
    page.get_by_label("Expires on, as printed").fill(document["expiresOn"])
    page.get_by_label("Code", exact=True).fill(code.inner_text())
    page.get_by_role("button", name="Open the case").click()
    expect(page.get_by_role("heading", name="Receipt for the resident")).to_be_visible()
    page.get_by_role("button", name="Use this case").last.click()
    page.get_by_role("region", name=re.compile(r"^Case \w+$")).get_by_role("button", name="Open the case").click()
    page.get_by_role("tab", name="The case").click()
    page.get_by_role("button", name="Refuse", exact=True).click()
    form = page.locator("form").filter(has_text="A refusal needs a rule")
    form.get_by_role("textbox").first.fill("Rule 7 of the register")
    form.get_by_role("textbox").last.fill("A page is missing.")
    form.get_by_role("button").last.click()
    expect(page.get_by_label("Case number")).to_be_visible()
    clerk.assert_clean()
    other.close()

    screen.open("/record/rights")
    refusals = screen.page.get_by_role("list", name="What offices refused")
    expect(refusals).to_contain_text("A page is missing.")
    refusals.get_by_role("button", name="Appeal against this").first.click()
    refusals.get_by_label("Why it is wrong").first.fill("It was not missing.")
    screen.assert_accessible()
    refusals.get_by_role("button", name="Send").first.click()
    expect(refusals).to_contain_text("My appeal")
    expect(refusals).to_contain_text("It was not missing.")


def test_a_card_is_made_once_shown_once_and_revoked(screen: Screen, hands: Hands) -> None:
    screen.sign_in(RESIDENT)
    screen.open("/record/cases")
    proofs = _region(screen, "What else proves that it is me")
    hands.press(proofs.get_by_role("button", name="Make a card"))
    expect(proofs.locator("[translate=no]")).to_have_text(re.compile(r"^[0-9A-Z-]{20,}$"))
    screen.assert_accessible()
    hands.press(proofs.get_by_role("button", name="Put it away"))
    expect(proofs.locator("[translate=no]")).to_have_count(0)
    hands.press(proofs.get_by_role("button", name="Revoke the card"))
    expect(proofs).to_contain_text("You have no card.")


@by_keyboard
def test_a_case_is_opened_online_and_ended(screen: Screen, hands: Hands, demo_city: City, tmp_path: Path) -> None:
    office = next(row for row in demo_city["office"] if row["client"] == "legal-aid" and len(row["unitCode"]) > 4)
    unit = next(row for row in demo_city["admin_unit"] if row["code"] == office["unitCode"])
    screen.sign_in(RESIDENT)
    screen.open("/record/cases")
    page = screen.page
    hands.press(page.get_by_role("button", name="Open a case online"))
    form = page.locator("form").filter(has_text="It waits at the office")
    hands.choose("Department", "Legal aid")
    field = form.get_by_role("combobox", name="Office")
    hands.fill(field, "nowhere")
    expect(page.get_by_text("No office has this in its name or place.")).to_be_visible()
    screen.assert_accessible()
    hands.search(field, unit["latinName"].lower(), office["name"])
    expect(form.get_by_text(f"Chosen: {unit['latinName']}: {office['name']}")).to_be_visible()
    screen.assert_accessible()
    hands.press(form.get_by_role("button", name="Open the case"))
    with page.expect_download() as saved:
        hands.press(form.get_by_role("button", name="Save its receipt"))
    receipt = _saved(saved.value, tmp_path)
    assert receipt.read_text(encoding="utf-8").startswith("domicile receipt v1\n")
    cases = page.get_by_role("list", name="Cases in my name")
    newest = cases.get_by_role("listitem").first
    expect(newest).to_contain_text("waits for an officer; nobody reads it yet")
    screen.assert_accessible()
    hands.press(newest.get_by_role("button", name="End this case"))
    expect(newest).to_contain_text("Closed")


def test_a_passkey_is_added_and_removed(with_authenticator: Screen, hands_on: Callable[[Screen], Hands]) -> None:
    screen = with_authenticator
    hands = hands_on(screen)
    screen.sign_in(RESIDENT)
    screen.open("/record/cases")
    proofs = _region(screen, "What else proves that it is me")
    expect(proofs).to_contain_text("You have no passkey.")
    hands.press(proofs.get_by_role("button", name="Add a passkey"))
    remove = proofs.get_by_role("button", name="Remove")
    expect(remove).to_have_count(1)
    screen.assert_accessible()
    screen.picture()
    hands.press(remove)
    expect(proofs).to_contain_text("You have no passkey.")
    assert screen.page.evaluate("() => document.activeElement !== document.body")


def test_without_an_authenticator_no_passkey_is_made(screen: Screen) -> None:
    screen.sign_in(RESIDENT)
    screen.page.add_init_script("navigator.credentials.create = () => Promise.reject(new DOMException('no'))")
    screen.open("/record/cases")
    screen.page.get_by_role("button", name="Add a passkey").click()
    expect(screen.page.get_by_text("No passkey was made")).to_be_visible()
    screen.assert_accessible()


@by_keyboard
def test_a_guardian_acts_in_anothers_record_and_comes_back(
    screen: Screen, hands: Hands, people: dict[str, dict[str, str]]
) -> None:
    guardian = people["residentGuardian"]["nameZh"]
    theirs = screen.page.get_by_role("navigation", name="Parts of their record")
    screen.sign_in(guardian)
    screen.open("/record/representation")
    screen.assert_accessible()
    hands.press(screen.page.get_by_role("button", name="Open their record").first)
    whose = (
        _region(screen, "What is held about them").locator("dd").first
    )  # among the household the guardian may stand, too
    expect(whose).not_to_be_empty()
    expect(whose).not_to_contain_text(guardian)
    name = whose.inner_text()
    expect(screen.page.get_by_role("heading", level=1)).to_have_text(f"The record of {name}")
    expect(screen.page.get_by_text(f"You are acting for {name}")).to_be_visible()
    expect(screen.page.get_by_text(re.compile(r"\bWithheld: [^.]*\bname\b"))).to_have_count(0)  # it stands there
    assert (
        re.search(r"\b(I|my|me)\b", screen.page.get_by_role("main").inner_text().replace("Back to my own", "")) is None
    )
    hands.press(theirs.get_by_role("link", name="Who looked"))
    expect(_lines(screen).first).to_be_visible()
    expect(screen.page.get_by_role("button", name="Keep off my screen")).to_have_count(0)
    expect(_region(screen, "Check the log in this browser")).to_have_count(0)
    screen.assert_accessible()
    screen.picture()
    for part in theirs.get_by_role("link").all():
        hands.press(part)
        screen.loaded()
        expect(screen.page.get_by_role("alert")).to_have_count(0)
    assert screen.page.url == f"{screen.url}/record/file"
    hands.press(screen.page.get_by_role("button", name="Back to my own record"))
    expect(screen.page.get_by_text("You are acting for")).to_have_count(0)
    hands.press(
        screen.page.get_by_role("navigation", name="Parts of my record").get_by_role("link", name="What is held")
    )
    expect(_region(screen, "What is held about me").locator("dd").first).to_contain_text(guardian)


def test_who_was_protected_before_the_register_is_told_so_and_how_it_ends(
    screen: Screen, people: dict[str, dict[str, str]]
) -> None:
    screen.sign_in(people["residentProtected"]["nameZh"])
    screen.open("/record/allowed")
    protection = _region(screen, "Protect my address")
    expect(protection.get_by_text("Your address is protected.")).to_be_visible()
    expect(protection.get_by_text("It was never protected.")).to_have_count(0)
    expect(protection.get_by_text("It ends in person only")).to_be_visible()
    screen.assert_accessible()
    protection.get_by_role("link", name="Make a code for the counter").click()
    expect(_region(screen, "A code for the counter")).to_be_visible()


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _saved(download: Download, folder: Path) -> Path:
    path = folder / download.suggested_filename
    download.save_as(path)
    return path


def _judged(screen: Screen, hands: Hands, key: str, path: Path, *earlier: Path) -> str:
    """What the page says of a file."""
    region = _region(screen, "Check a file that I have")
    with screen.page.expect_file_chooser() as chosen:
        hands.press(region.get_by_role("button", name="Choose the export"))
    chosen.value.set_files(path)
    expect(region.get_by_text(path.name, exact=True).first).to_be_visible()
    if earlier:
        with screen.page.expect_file_chooser() as chosen:
            hands.press(region.get_by_role("button", name="Choose what I kept earlier"))
        chosen.value.set_files(list(earlier))
        expect(region.get_by_text(earlier[0].name, exact=True)).to_be_visible()
    hands.fill(region.get_by_label("The log's key"), key)
    hands.press(region.get_by_role("button", name="Check the file"))
    said = region.get_by_text(re.compile(r"^(Whole|NOT WHOLE|.*: that is no export|.*This is no key)"))
    expect(said).to_be_visible()
    return said.inner_text()


def _command_said(key: str, path: Path, earlier: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What `domicile record verify` says of a file that is not whole."""
    with pytest.raises(typer.Exit):
        record_command.verify(path, key, [earlier])
    return capsys.readouterr().out


def _count(command_said: str) -> int:
    """How many problems it has found."""
    found = re.search(r"not whole: (\d+) problems", command_said)
    return int(found[1]) if found else 0


def test_a_file_is_downloaded_and_checked_here_as_by_the_command(  # noqa: PLR0917 - the page and the command
    screen: Screen, hands: Hands, key: str, tmp_path: Path, published: Published, look: Callable[[int], None],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    look(6)
    screen.sign_in(RESIDENT)
    published()
    screen.open("/record/file")
    get = screen.page.get_by_role("button", name="Download my data")
    with screen.page.expect_download() as saved:
        hands.press(get)
    first = _saved(saved.value, tmp_path).rename(tmp_path / "first.json")
    published()
    with screen.page.expect_download() as saved:
        hands.press(get)
    second = _saved(saved.value, tmp_path).rename(tmp_path / "second.json")
    assert _judged(screen, hands, key, second, first).startswith("Whole:")
    screen.assert_accessible()
    tampered = _tampered(json.loads(second.read_text(encoding="utf-8")))
    for name, content in tampered.items():
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        said = _judged(screen, hands, key, path)
        command_said = _command_said(key, path, first, capsys)
        problems = _count(command_said)
        assert problems > 0, (name, command_said)
        assert said.startswith("NOT WHOLE: " + ("1 problem " if problems == 1 else f"{problems} problems ")), (
            name,
            said,
            command_said,
        )
    screen.assert_accessible()
    screen.picture()
    hands.press(screen.page.get_by_role("button", name="Leave these out"))
    assert _judged(screen, hands, key, first).startswith("Whole:")
    said = _judged(screen, hands, key, first, second)
    assert said.startswith("NOT WHOLE"), "the earlier file is the longer one: entries were dropped"
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    assert "that is no export" in _judged(screen, hands, key, broken)
    assert "This is no key: " in _judged(screen, hands, "city+0", first)
    assert set(screen.stored()) <= {"domicile-language", "domicile-theme"}


def _tampered(whole: dict[str, Any]) -> dict[str, dict[str, Any]]:
    def changed(change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        copy: dict[str, Any] = json.loads(json.dumps(whole))
        change(copy["export"])
        return copy

    entries = len(whole["export"]["log"]["entries"])
    return {
        "name": changed(lambda file: file["record"]["name"].update(full="somebody else")),
        "words": changed(lambda file: file["log"]["entries"][1].update(client="tax")),
        "record": changed(lambda file: file["log"]["entries"][1].update(record="{}")),
        "missing": changed(lambda file: file["log"]["entries"].pop(entries // 2)),
        "end": changed(lambda file: file["log"]["entries"].pop()),
        "proof": changed(lambda file: file["log"]["entries"][1]["proof"].update(index=0)),
        "checkpoint": changed(lambda file: file.update(checkpoint=file["checkpoint"].replace("\n", "x\n", 1))),
        "erased": changed(lambda file: file["log"]["entries"][1].update(record=None, erasedAt="2026-11-01T00:00:00Z")),
    }


def test_a_checkpoint_that_was_kept_is_held_against_the_log_of_now(
    screen: Screen, hands: Hands, key: str, tmp_path: Path, published: Published, look: Callable[[int], None]
) -> None:
    screen.sign_in(RESIDENT)
    screen.open("/record/file")
    region = _region(screen, "Is it still the same log?")
    with screen.page.expect_download() as saved:
        hands.press(region.get_by_role("button", name="Save the newest checkpoint"))
    kept = _saved(saved.value, tmp_path)
    look(1)  # an entry: the log grows
    published()
    screen.page.reload()

    def compare(path: Path) -> str:
        hands.fill(region.get_by_label("The log's key"), key)
        with screen.page.expect_file_chooser() as chosen:
            hands.press(region.get_by_role("button", name="Choose a checkpoint or an export"))
        chosen.value.set_files(path)
        status = region.get_by_role("status").last
        expect(status).not_to_be_empty()
        said = status.inner_text()
        return str(said)

    assert re.fullmatch(r"It is one log: the tree of \d+ entries continues the one of \d+\.", compare(kept))
    screen.assert_accessible()
    lines = kept.read_text(encoding="utf-8").split("\n")
    other = tmp_path / "other.txt"
    other.write_text("\n".join([lines[0], str(int(lines[1]) - 1), *lines[2:]]), encoding="utf-8")
    screen.page.reload()
    assert compare(other) == "WRONG: it was not signed by this key."
