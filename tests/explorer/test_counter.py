"""A resident comes to the counter: each way to prove who they are."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.case.counter import Resident, make_code
from tests.case.proofs import holds, make_card
from tests.explorer.desk import Desk
from tests.explorer.hands import Hands, by_keyboard
from tests.explorer.screen import Screen
from tests.support.hub import Who
from tests.support.store import City

_PURPOSE = "resident-registration"
_OPENED = re.compile(r"The case \w+ is open\.")


def _show_document(page: Page, hands: Hands, resident: Resident) -> None:
    """What stands on the document, as the clerk types it."""
    if resident.document["kind"] == "PASSPORT":
        hands.choose("Document", "Passport")
    hands.fill(page.get_by_label("Exact number"), resident.document["number"])
    hands.fill(page.get_by_label("Expires on, as printed"), resident.document["expiresOn"])


def _open_and_use(screen: Screen, hands: Hands, resident: Resident) -> str:
    """Sends the form, hands the receipt over, and opens the case; its number."""
    page = screen.page
    hands.press(page.get_by_role("button", name="Open the case"))
    expect(page.get_by_role("heading", name="Receipt for the resident")).to_be_visible()
    screen.assert_accessible()
    number = page.get_by_text(_OPENED).inner_text().split()[2]
    hands.press(page.get_by_role("button", name="Use this case").last)
    cover = page.get_by_role("region", name=f"Case {number}")
    expect(cover.get_by_role("button", name="Print the receipt")).to_be_visible()  # it stays with the case
    hands.press(cover.get_by_role("button", name="Open the case"))
    expect(page.get_by_role("tabpanel")).to_contain_text(number)
    assert resident.document["number"] not in page.url + page.title() + page.content() + str(screen.stored())
    return number


@pytest.fixture
def clerk(district_clerks: list[Who]) -> Who:
    """A clerk of a district's registration office."""
    return district_clerks[0]


@pytest.fixture
def at_the_counter(screen: Screen, sign_in: Callable[[Screen, Who], None], clerk: Who) -> Screen:
    """The clerk's screen, with no case."""
    sign_in(screen, clerk)
    screen.open("/case")
    return screen


@by_keyboard
def test_a_case_is_opened_with_a_one_time_code(
    at_the_counter: Screen, hands: Hands, desk: Desk, clerk: Who, somebody: Resident
) -> None:
    page = at_the_counter.page
    _show_document(page, hands, somebody)
    hands.fill(page.get_by_label("Code", exact=True), make_code(desk, somebody, "HISTORY"))
    at_the_counter.assert_accessible()
    number = _open_and_use(at_the_counter, hands, somebody)
    expect(page.get_by_role("tabpanel")).to_contain_text("one-time code")
    expect(page.get_by_role("tabpanel")).to_contain_text("the residence history")
    assert holds(desk, clerk, number)
    hands.press(page.get_by_role("tab", name="Residence history"))
    expect(page.get_by_role("list", name="Addresses, the oldest first").get_by_role("listitem").first).to_be_visible()
    hands.press(page.get_by_role("tab", name="Declared contacts"))
    expect(page.get_by_role("heading", name="The resident has not allowed this")).to_be_visible()
    lines = page.get_by_role("list", name="Lines of this visit").get_by_role("listitem")
    expect(lines.filter(has_text="Declared contacts")).to_have_count(0)  # nothing was asked


def test_a_banner_says_nothing_of_a_case_that_was_left(
    at_the_counter: Screen, hands: Hands, desk: Desk, somebody: Resident
) -> None:
    page = at_the_counter.page
    _show_document(page, hands, somebody)
    hands.fill(page.get_by_label("Code", exact=True), make_code(desk, somebody))
    number = _open_and_use(at_the_counter, hands, somebody)
    expect(page.get_by_role("status").first).to_have_text(f"The case {number} is open.")
    hands.press(page.get_by_role("button", name="Choose another case").first)
    expect(page.get_by_role("region", name="Cases that you hold")).to_be_visible()
    expect(page.get_by_role("status").first).to_be_empty()
    expect(page.get_by_role("heading", name="Receipt for the resident")).to_have_count(0)


def test_a_case_is_opened_with_a_receipt_card(
    at_the_counter: Screen, hands: Hands, desk: Desk, clerk: Who, somebody: Resident
) -> None:
    page = at_the_counter.page
    _show_document(page, hands, somebody)
    hands.choose("The resident's proof", "Receipt card")
    hands.fill(page.get_by_label("Code", exact=True), make_card(desk, somebody))
    number = _open_and_use(at_the_counter, hands, somebody)
    expect(page.get_by_role("tabpanel")).to_contain_text("receipt card")
    assert holds(desk, clerk, number)


def test_a_case_is_attested_by_the_officer_alone(
    at_the_counter: Screen, hands: Hands, desk: Desk, clerk: Who, somebody: Resident, demo_city: City
) -> None:
    page = at_the_counter.page
    _show_document(page, hands, somebody)
    hands.choose("The resident's proof", "None: attested by you")
    expect(page.get_by_text("Five a day at most.")).to_be_visible()
    number = _open_and_use(at_the_counter, hands, somebody)
    expect(page.get_by_role("tabpanel")).to_contain_text("none: an officer attested it")
    expect(page.get_by_role("tabpanel")).to_contain_text("An attested case stays where it is")
    assert holds(desk, clerk, number)
    hands.press(page.get_by_role("tab", name="Name and birth"))
    name = next(
        row["fullName"]
        for row in demo_city["person_details"]
        if row["of"] == somebody.person and not row["validTo"] and not row["recordedTo"]
    )
    expect(page.get_by_role("tabpanel")).to_contain_text(name)
    at_the_counter.picture()
    hands.press(page.get_by_role("tab", name="Household"))
    expect(page.get_by_role("heading", name="Not open without the resident's proof")).to_be_visible()
    lines = page.get_by_role("list", name="Lines of this visit").get_by_role("listitem")
    expect(lines.filter(has_text="Household")).to_have_count(0)  # it was not asked: a refusal would be logged


def test_a_used_code_opens_nothing_and_what_was_entered_stays(
    at_the_counter: Screen, hands: Hands, desk: Desk, somebody: Resident
) -> None:
    page = at_the_counter.page
    _show_document(page, hands, somebody)
    code = make_code(desk, somebody)
    hands.fill(page.get_by_label("Code", exact=True), code)
    hands.press(page.get_by_role("button", name="Open the case"))
    expect(page.get_by_role("heading", name="Receipt for the resident")).to_be_visible()
    at_the_counter.open("/case")
    _show_document(page, hands, somebody)
    hands.fill(page.get_by_label("Code", exact=True), code)
    hands.press(page.get_by_role("button", name="Open the case"))
    expect(page.get_by_role("heading", name="Not available")).to_be_visible()
    expect(page.get_by_label("Exact number")).to_have_value(somebody.document["number"])
    expect(page.get_by_label("Code", exact=True)).to_have_value("")
    at_the_counter.assert_accessible()


# ── passkeys: on the domain for which they are made ──────────────────────────────────────────────────────────────────

_REGISTER = """async () => {
  const ask = async (query, variables = {}) => (await (await fetch("/graphql", {method: "POST", headers:
    {"content-type": "application/json", "domicile-explorer": "1"}, body: JSON.stringify({query, variables})})).json());
  const made = await ask("mutation { createPasskeyRegistration { options } }");
  const options = JSON.parse(made.data.createPasskeyRegistration.options);
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const {id, response} = (await navigator.credentials.create({publicKey})).toJSON();
  const input = {credentialId: id, clientDataJson: response.clientDataJSON,
    attestationObject: response.attestationObject};
  return ask("mutation R($input: RegisterPasskeyInput!) { registerPasskey(input: $input) { id } }", {input});
}"""


def test_a_case_is_opened_with_a_passkey(
    with_authenticator: Screen, sign_in: Callable[[Screen, Who], None], hands_on: Callable[[Screen], Hands],
    clerk: Who, somebody: Resident,
) -> None:  # fmt: skip
    """The resident made it with their own sign-in; at the counter they touch it."""
    screen = with_authenticator
    page, hands = screen.page, hands_on(with_authenticator)
    sign_in(screen, somebody.who)
    screen.open("/")
    made = page.evaluate(_REGISTER)
    assert made["data"]["registerPasskey"]["id"], json.dumps(made)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Who are you?")).to_be_visible()

    sign_in(screen, clerk)
    screen.open("/case")
    _show_document(page, hands, somebody)
    hands.choose("The resident's proof", "Passkey")
    expect(page.get_by_text("The resident touches or holds their passkey")).to_be_visible()
    screen.assert_accessible()
    _open_and_use(screen, hands, somebody)
    expect(page.get_by_role("tabpanel")).to_contain_text("passkey")


def test_without_a_passkey_the_page_says_what_to_ask_for_instead(
    at_the_counter: Screen, hands: Hands, somebody: Resident
) -> None:
    """Nobody touches anything: the browser gives up, and the form is as it was."""
    page = at_the_counter.page
    _show_document(page, hands, somebody)
    hands.choose("The resident's proof", "Passkey")
    hands.press(page.get_by_role("button", name="Open the case"))
    expect(page.get_by_role("alert")).to_contain_text("Ask for the code or the card instead.")
    expect(page.get_by_label("Exact number")).to_have_value(somebody.document["number"])
    at_the_counter.assert_accessible()
