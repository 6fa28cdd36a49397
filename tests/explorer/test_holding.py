"""What the holder of a case does with it, and what becomes of it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.case.counter import Resident, opened
from tests.case.proofs import assent, holds, name_deputy, only, opened_online, own_case, read
from tests.conftest import City
from tests.explorer.chromium import Chromium
from tests.explorer.conftest import DESKTOP, window
from tests.explorer.desk import Desk
from tests.explorer.hands import Hands, by_keyboard
from tests.explorer.screen import Screen
from tests.rights.asking import change, me
from tests.support.hub import Who
from tests.support.serving import Served

SignIn = Callable[..., None]


@pytest.fixture
def holder(district_clerks: list[Who]) -> Who:
    return district_clerks[0]


@pytest.fixture
def colleague(district_clerks: list[Who]) -> Who:
    return district_clerks[1]


@pytest.fixture
def number(desk: Desk, holder: Who, somebody: Resident) -> str:
    """A case that the holder opened with the resident's code."""
    return opened(desk, holder, somebody)


@pytest.fixture
def held(screen: Screen, hands: Hands, sign_in: SignIn, holder: Who, number: str) -> Screen:
    """The holder's screen, with the case open."""
    sign_in(screen, holder, case=number)
    screen.open("/case")
    hands.press(screen.page.get_by_role("button", name="Open the case"))
    expect(screen.page.get_by_role("heading", name="What you can do with this case")).to_be_visible()
    return screen


@pytest.fixture
def elsewhere(chromium: Chromium, served: Served, request: pytest.FixtureRequest) -> Iterator[Screen]:
    """Another officer's computer."""
    with window(chromium, served, request, DESKTOP) as shown:
        yield shown


def _act(screen: Screen, hands: Hands, title: str) -> Locator:
    """Opens one act's form."""
    hands.press(screen.page.get_by_role("button", name=title, exact=True))
    return screen.page.get_by_role("form", name=title)


def _assert_done(screen: Screen, title: str) -> None:
    expect(screen.page.get_by_role("status").first).to_contain_text(f"{title}: done")
    lines = screen.page.get_by_role("list", name="Lines of this visit").get_by_role("listitem")
    expect(lines.filter(has_text="Written").first).to_be_visible()


def test_a_deputy_is_named_and_dismissed(held: Screen, hands: Hands, desk: Desk, number: str, colleague: Who) -> None:
    held.allow("status of 400")
    form = _act(held, hands, "Name a deputy")
    hands.fill(form.get_by_label("Officer"), colleague.subject)
    held.assert_accessible()
    hands.press(form.get_by_role("button", name="Send"))
    _assert_done(held, "Name a deputy")
    assert holds(desk, colleague, number)
    hands.fill(form.get_by_label("Officer"), "nobody-of-this-name")
    hands.press(form.get_by_role("button", name="Send"))
    expect(form.get_by_role("alert")).to_contain_text("The register could not read this")
    expect(form.get_by_label("Officer")).to_have_value("nobody-of-this-name")
    held.assert_accessible()
    form.get_by_label("Officer").clear()
    hands.press(form.get_by_role("button", name="Send"))
    expect(form.get_by_role("status")).to_have_text("Nobody holds the case with you any more.")
    expect(form.get_by_role("alert")).to_be_hidden()
    assert not holds(desk, colleague, number)


@by_keyboard
def test_a_case_goes_elsewhere_with_the_residents_assent(  # noqa: PLR0913, PLR0917 - three people at their screens
    held: Screen, elsewhere: Screen, hands: Hands, sign_in: SignIn, desk: Desk,
    number: str, somebody: Resident, other_clerk: Who, demo_city: City,
) -> None:  # fmt: skip
    office = next(row for row in demo_city["office"] if row["code"] == other_clerk.office)
    unit = next(row for row in demo_city["admin_unit"] if row["code"] == office["unitCode"])
    form = _act(held, hands, "Request a transfer")
    field = form.get_by_role("combobox", name="Office")
    all_of_them = sum(row["client"] == office["client"] for row in demo_city["office"])
    expect(form.get_by_role("option")).to_have_count(all_of_them)
    held.assert_accessible()
    hands.fill(field, "nowhere")
    expect(form.get_by_text("No office has this in its name or place.")).to_be_visible()
    hands.search(field, unit["latinName"].lower(), f"{office['name']} {office['code']}")
    expect(form.get_by_text(f"Chosen: {unit['latinName']}: {office['name']}")).to_be_visible()
    held.assert_accessible()
    held.picture()
    hands.press(form.get_by_role("button", name="Send"))
    _assert_done(held, "Request a transfer")
    assert own_case(desk, somebody, number)["transferTo"] == {"code": other_clerk.office}
    hands.press(held.page.get_by_role("tab", name="Name and birth"))
    expect(held.page.get_by_role("tabpanel")).to_contain_text("Family name")  # nothing has changed yet

    only(assent(desk, somebody, number, str(other_clerk.office)))
    hands.press(held.page.get_by_role("tab", name="Homes today"))
    expect(held.page.get_by_role("heading", name="No such case is open for you")).to_be_visible()
    held.assert_accessible()

    sign_in(elsewhere, other_clerk)
    elsewhere.open("/case")
    accept = elsewhere.page.get_by_role("button", name=f"Accept {number}")
    expect(accept).to_be_visible()
    accept.click()
    cover = elsewhere.page.get_by_role("region", name=f"Case {number}")
    cover.get_by_role("button", name="Open the case").click()
    expect(elsewhere.page.get_by_role("tabpanel")).to_contain_text(office["name"])
    elsewhere.assert_clean()


def test_a_case_is_refused_by_a_rule_with_provision_and_reason(
    held: Screen, hands: Hands, desk: Desk, number: str, somebody: Resident
) -> None:
    form = _act(held, hands, "Refuse")
    hands.choose("Rule", "Evidence missing")
    hands.press(form.get_by_role("button", name="Send"))
    expect(form.get_by_label("Provision")).to_be_focused()  # without a provision nothing is sent
    hands.fill(form.get_by_label("Provision"), "Registration ordinance, section 4 (1)")
    hands.fill(form.get_by_label("Why, in words for the resident"), "The tenancy contract was not shown.")
    held.assert_accessible()
    held.picture()
    hands.press(form.get_by_role("button", name="Send"))
    _assert_done(held, "Refuse")
    expect(held.page.get_by_label("Case number")).to_be_visible()
    (refusal,) = [item for item in me(desk, somebody, "refusals { case rule provision reason }")["refusals"]
                  if item["case"] == number]  # fmt: skip
    assert refusal == {
        "case": number,
        "rule": "EVIDENCE_MISSING",
        "provision": "Registration ordinance, section 4 (1)",
        "reason": "The tenancy contract was not shown.",
    }


def test_a_protected_address_is_shown_after_a_yes_of_its_resident_only(
    held: Screen, hands: Hands, desk: Desk, number: str, somebody: Resident
) -> None:
    only(change(desk, somebody.who, "protectAddress", "at"))
    page = held.page
    hands.press(page.get_by_role("tab", name="Homes today"))
    expect(page.get_by_role("tabpanel")).to_contain_text("Nothing is shown here: it is withheld")
    expect(page.get_by_role("tabpanel")).to_contain_text("the register says one word for all")
    held.assert_accessible()

    hands.press(page.get_by_role("tab", name="The case"))
    form = _act(held, hands, "Ask for a protected address")
    hands.fill(form.get_by_label("Why, in words for the resident"), "To send you the card.")
    held.assert_accessible()
    hands.press(form.get_by_role("button", name="Send"))
    _assert_done(held, "Ask for a protected address")
    (asked,) = me(desk, somebody, "disclosures { case reason isAllowed }")["disclosures"]
    assert asked == {"case": number, "reason": "To send you the card.", "isAllowed": None}

    hands.press(page.get_by_role("tab", name="Homes today"))
    lines = page.get_by_role("list", name="Lines of this visit").get_by_role("listitem")
    for is_allowed, expected in ((False, "Nothing is shown here: it is withheld"), (True, "Main home")):
        only(change(desk, somebody.who, "answerDisclosure", "number", case=number, allow=is_allowed))
        before = lines.count()
        hands.press(page.get_by_role("button", name="Ask again (a new entry)"))
        expect(lines).to_have_count(before + 1)
        expect(page.get_by_role("tabpanel")).to_contain_text(expected)


def test_a_case_that_was_opened_online_is_accepted(
    screen: Screen, hands: Hands, sign_in: SignIn, desk: Desk, holder: Who, somebody: Resident
) -> None:
    number = opened_online(desk, somebody, holder, "HISTORY")
    assert read(desk, holder, number).codes == ["CASE_REQUIRED"]
    sign_in(screen, holder)
    screen.open("/case")
    hands.press(screen.page.get_by_role("button", name=f"Accept {number}"))
    expect(screen.page.get_by_role("status").first).to_contain_text(f"You hold the case {number} now.")
    screen.loaded()
    cover = screen.page.get_by_role("region", name=f"Case {number}")
    hands.press(cover.get_by_role("button", name="Open the case"))
    expect(screen.page.get_by_role("tabpanel")).to_contain_text("opened online by the resident")
    screen.assert_accessible()
    assert holds(desk, holder, number)


def test_a_case_that_waits_is_refused_unread(
    screen: Screen, hands: Hands, sign_in: SignIn, desk: Desk, holder: Who, somebody: Resident
) -> None:
    number = opened_online(desk, somebody, holder)
    sign_in(screen, holder)
    screen.open("/case")
    form = _act(screen, hands, f"Refuse {number}")
    hands.choose("Rule", "Another office is competent")
    hands.fill(form.get_by_label("Provision"), "Registration ordinance, section 2")
    hands.fill(form.get_by_label("Why, in words for the resident"), "You live in another district.")
    screen.assert_accessible()
    screen.picture()
    hands.press(form.get_by_role("button", name="Send"))
    _assert_done(screen, f"Refuse {number}")
    expect(screen.page.get_by_role("button", name=f"Accept {number}")).to_have_count(0)
    lines = screen.page.get_by_role("list", name="Lines of this visit").get_by_role("listitem")
    expect(lines).to_have_count(1)  # nothing of the case was read
    (refusal,) = me(desk, somebody, "refusals { case rule reason }")["refusals"]
    assert refusal == {"case": number, "rule": "OFFICE_NOT_COMPETENT", "reason": "You live in another district."}


def test_a_case_is_closed(held: Screen, hands: Hands, desk: Desk, number: str, holder: Who, colleague: Who) -> None:
    only(name_deputy(desk, holder, number, colleague.subject))
    form = _act(held, hands, "Close the case")
    held.assert_accessible()
    asked: list[str] = []
    held.page.on("request", lambda sent: asked.append(sent.post_data or "") if sent.url.endswith("/graphql") else None)
    hands.press(form.get_by_role("button", name="Confirm"))
    _assert_done(held, "Close the case")
    lines = held.page.get_by_role("list", name="Lines of this visit").get_by_role("listitem")
    expect(lines.filter(has_text="Close the case")).to_contain_text("Written")
    expect(held.page.get_by_label("Case number")).to_be_visible()
    held.loaded()
    assert "query WaitingCases" in [text for text in asked if "query Viewer" not in text][-1]
    assert [read(desk, who, number).codes for who in (holder, colleague)] == [["CASE_CLOSED"]] * 2
    held.keep(purpose=holder.purpose, case=number)
    held.open("/case")
    hands.press(held.page.get_by_role("button", name="Open the case"))
    expect(held.page.get_by_role("heading", name="This case is closed")).to_be_visible()
    held.assert_accessible()
