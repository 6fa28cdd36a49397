"""What a resident without a sign-in has done at the counter, and how offices answer."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.case.counter import Resident, attested, make_code, opened
from tests.case.proofs import holds, only, request_transfer
from tests.explorer.desk import Desk
from tests.explorer.hands import Hands, by_keyboard
from tests.explorer.screen import Screen
from tests.rights.asking import change, me, rights_case, service_case
from tests.support.hub import Who

SignIn = Callable[..., None]
_ATTEST = "mutation Open($input: OpenCaseInput!) { openCase(input: $input) { case { number } } }"
_REFUSALS = "refusals { case appeal { reason outcome statement } }"
_OBJECTIONS = "objections { entry purpose reason outcome answer }"


@pytest.fixture
def clerk(district_clerks: list[Who]) -> Who:
    return district_clerks[1]


@pytest.fixture
def rights_clerk(clerk: Who) -> Who:
    """The same clerk, where the resident comes for their rights."""
    return Who(clerk.client, clerk.subject, clerk.office, "data-subject-rights")


@pytest.fixture
def rights(screen: Screen, hands: Hands, sign_in: SignIn, desk: Desk, rights_clerk: Who, somebody: Resident) -> Screen:
    """The clerk's screen, with the rights of a case which the resident opened for them."""
    number = rights_case(desk, rights_clerk, somebody)
    sign_in(screen, rights_clerk, case=number)
    _open(screen, hands, number, "Rights")
    return screen


def _open(screen: Screen, hands: Hands, number: str, tab: str) -> None:
    screen.open("/case")
    cover = screen.page.get_by_role("region", name=f"Case {number}")
    hands.press(cover.get_by_role("button", name="Open the case"))
    hands.press(screen.page.get_by_role("tab", name=tab, exact=True))


def _form(screen: Screen, hands: Hands, title: str) -> Locator:
    hands.press(screen.page.get_by_role("button", name=title, exact=True))
    return screen.page.get_by_role("form", name=title)


def _send(screen: Screen, hands: Hands, form: Locator, button: str = "Send") -> str:
    """Sends a form; what came of it."""
    screen.assert_accessible()
    hands.press(form.get_by_role("button", name=button, exact=True))
    outcome = form.locator("[role=status]:not([data-state=loading])")
    expect(outcome.or_(form.get_by_role("alert"))).not_to_be_empty()
    expect(form.get_by_role("alert")).to_have_count(0)
    return outcome.inner_text()


def test_a_processing_is_restricted_and_a_department_blocked_and_both_end(
    rights: Screen, hands: Hands, desk: Desk, somebody: Resident
) -> None:
    form = _form(rights, hands, "Restrict a processing")
    hands.choose("Purpose of the processing", "Offer housing to a resident who asked for it")
    hands.fill(form.get_by_label("Why, in the resident's words"), "The flat is wrong there.")
    assert _send(rights, hands, form) == "It is done, whatever was there before."
    rights.picture()
    hands.press(rights.page.get_by_role("button", name="Restrict a processing", exact=True))
    form = _form(rights, hands, "Block a department")
    hands.choose("Department", "Education")
    _send(rights, hands, form)
    own = "restrictions { purpose reason liftedAt } transferBlocks { client liftedAt }"
    kept = me(desk, somebody, own)
    assert kept["restrictions"] == [
        {"purpose": "housing-service", "reason": "The flat is wrong there.", "liftedAt": None}
    ]
    assert kept["transferBlocks"] == [{"client": "education", "liftedAt": None}]

    hands.press(rights.page.get_by_role("button", name="Block a department", exact=True))
    form = _form(rights, hands, "Lift a restriction")
    hands.choose("Purpose of the processing", "Offer housing to a resident who asked for it")
    _send(rights, hands, form)
    hands.press(rights.page.get_by_role("button", name="Lift a restriction", exact=True))
    form = _form(rights, hands, "Lift the block of a department")
    hands.choose("Department", "Education")
    _send(rights, hands, form)
    ended = me(desk, somebody, own)
    assert [item["liftedAt"] is not None for item in ended["restrictions"] + ended["transferBlocks"]] == [True, True]


@pytest.fixture(scope="session")
def protector(city: Any) -> Who:
    """An officer of the data-protection office."""
    staff = {row["id"]: row for row in city["office"] if row["client"] == "data-protection"}
    row = next(row for row in city["staff_member"] if row["worksAt"] in staff and not row["validTo"])
    return Who("data-protection", row["subject"], staff[row["worksAt"]]["code"], "objection")


def test_an_objection_is_raised_at_the_counter_and_answered_by_the_data_protection_office(
    rights: Screen, hands: Hands, sign_in: SignIn, desk: Desk, somebody: Resident, protector: Who
) -> None:
    entry = me(desk, somebody, "accessLog(first: 1) { nodes { number operation } }")["accessLog"]["nodes"][0]
    form = _form(rights, hands, "Object to an access")
    hands.fill(form.get_by_label("Number of the entry on their log"), str(entry["number"]))
    hands.fill(form.get_by_label("Why, in the resident's words"), "I was not there.")
    number = _send(rights, hands, form).split()[-1]

    sign_in(rights, protector)
    rights.open("/case")
    page = rights.page
    hands.press(page.get_by_role("button", name=f"Accept {number}"))
    expect(page.get_by_role("region", name=f"Case {number}")).to_be_visible()
    _open(rights, hands, number, "Objection")
    expect(page.get_by_role("tabpanel")).to_contain_text("I was not there.")
    expect(page.get_by_role("tabpanel")).to_contain_text("Registration offices")
    expect(page.get_by_role("tabpanel")).not_to_contain_text(entry["operation"])  # a name of the API's is no word
    form = _form(rights, hands, "Answer the objection")
    hands.choose("Outcome", "Rejected")
    hands.fill(form.get_by_label("Why, in words for the resident"), "You opened that case yourself.")
    rights.picture()
    assert _send(rights, hands, form) == "The answer is given. The resident reads it in their record."
    (objection,) = me(desk, somebody, _OBJECTIONS)["objections"]
    assert objection == {
        "entry": entry["number"], "purpose": None, "reason": "I was not there.", "outcome": "REJECTED",
        "answer": "You opened that case yourself.",
    }  # fmt: skip
    hands.press(page.get_by_role("button", name="Ask again (a new entry)"))
    expect(page.get_by_role("tabpanel")).to_contain_text("You opened that case yourself.")
    expect(page.get_by_role("button", name="Answer the objection")).to_have_count(0)
    hands.press(page.get_by_role("tab", name="The case"))
    expect(page.get_by_role("button", name="Refuse", exact=True)).to_have_count(0)  # an objection is answered


def test_a_processing_is_objected_to(rights: Screen, hands: Hands, desk: Desk, somebody: Resident) -> None:
    form = _form(rights, hands, "Object to a processing")
    hands.choose("Purpose of the processing", "Offer housing to a resident who asked for it")
    hands.fill(form.get_by_label("Why, in the resident's words"), "I never asked for it.")
    _send(rights, hands, form)
    (objection,) = me(desk, somebody, _OBJECTIONS)["objections"]
    assert (objection["purpose"], objection["reason"]) == ("housing-service", "I never asked for it.")


@pytest.fixture(scope="session")
def housing(city: Any) -> Who:
    """An officer of a district's housing office."""
    return _officer(city, "housing-990104", "housing-service")


@pytest.fixture(scope="session")
def above(city: Any) -> Who:
    """An officer of the city's housing office, to which appeals go."""
    return _officer(city, "housing-9901", "housing-service")


def _officer(city: Any, code: str, purpose: str) -> Who:
    office = next(row for row in city["office"] if row["code"] == code)
    row = next(row for row in city["staff_member"] if row["worksAt"] == office["id"] and not row["validTo"])
    return Who(office["client"], row["subject"], code, purpose)


def test_a_refusal_is_appealed_against_at_the_counter_and_answered_by_the_office_above(  # noqa: PLR0917 - three offices
    rights: Screen, hands: Hands, sign_in: SignIn, desk: Desk, somebody: Resident, housing: Who, above: Who
) -> None:
    refused = service_case(desk, somebody, housing, "HOUSING_SERVICE")
    given = {"case": refused, "rule": "CONDITIONS_NOT_MET", "provision": "Section 4", "reason": "It is large enough."}
    only(change(desk, housing, "refuseCase", "number", **given))
    form = _form(rights, hands, "Appeal against a refusal")
    hands.fill(form.get_by_label("Number of the refused case"), refused)
    hands.fill(form.get_by_label("Why, in the resident's words"), "It was measured wrongly.")
    number = _send(rights, hands, form).split()[-1]

    sign_in(rights, above)
    rights.open("/case")
    page = rights.page
    hands.press(page.get_by_role("button", name=f"Accept {number}"))
    expect(page.get_by_role("region", name=f"Case {number}")).to_be_visible()
    _open(rights, hands, number, "Appeal")
    for said in ("It was measured wrongly.", "It is large enough.", "Section 4", "Conditions not met", refused):
        expect(page.get_by_role("tabpanel")).to_contain_text(said)
    form = _form(rights, hands, "Answer the appeal")
    hands.choose("Outcome", "Upheld")
    hands.fill(form.get_by_label("Why, in words for the resident"), "You are right.")
    rights.picture()
    _send(rights, hands, form)
    (refusal,) = [item for item in me(desk, somebody, _REFUSALS)["refusals"] if item["case"] == refused]
    assert refusal["appeal"] == {
        "reason": "It was measured wrongly.", "outcome": "UPHELD", "statement": "You are right.",
    }  # fmt: skip


def test_the_record_is_printed_for_who_stands_there(
    rights: Screen, hands: Hands, desk: Desk, somebody: Resident
) -> None:
    """It stands in a frame of the page: in no file, under the page's own strict rules, and styled."""
    page = rights.page
    form = _form(rights, hands, "Print the record and its log")
    hands.press(form.get_by_role("button", name="Make the print"))
    paper = page.frame_locator("iframe[title='The record as it will be printed']")
    name = me(desk, somebody, "name { full }")["name"]["full"]
    expect(paper.locator("body")).to_contain_text(name)
    expect(paper.locator("body")).to_contain_text("Your record and who looked at it")
    assert paper.locator("script").count() == 0
    assert paper.locator("dl").first.evaluate("e => getComputedStyle(e).display") == "grid"
    rights.assert_accessible()
    rights.picture()
    printed = page.evaluate(
        """() => new Promise((done) => {
          document.querySelector("iframe").contentWindow.addEventListener("beforeprint", () => done(true));
          [...document.querySelectorAll("button")].find((each) => each.textContent === "Print").click();
          setTimeout(() => done(false), 30000);
        })"""
    )
    assert printed
    newest = me(desk, somebody, "accessLog(first: 10) { nodes { action operation } }")["accessLog"]["nodes"]
    assert {"action": "EXPORT", "operation": "PrintRecord"} in newest


def test_an_address_is_protected_disclosed_in_one_case_and_open_again(
    rights: Screen, hands: Hands, desk: Desk, somebody: Resident, clerk: Who
) -> None:
    asking = opened(desk, clerk, somebody)
    form = _form(rights, hands, "Protect the address")
    _send(rights, hands, form)
    assert me(desk, somebody, "isProtected")["isProtected"]
    only(change(desk, clerk, "requestDisclosure", "number", case=asking, reason="To send the card."))

    form = _form(rights, hands, "Answer an office that asks for the protected address")
    hands.fill(form.get_by_label("Number of the case in which it is asked for"), asking)
    hands.choose("The resident says", "Yes: open it there")
    assert _send(rights, hands, form) == "It is open in that case."
    (disclosure,) = me(desk, somebody, "disclosures { case isAllowed }")["disclosures"]
    assert disclosure == {"case": asking, "isAllowed": True}

    form = _form(rights, hands, "End the protection of the address")
    _send(rights, hands, form, "Confirm")
    assert not me(desk, somebody, "isProtected")["isProtected"]


def test_without_a_proof_the_address_is_protected_and_nothing_else_can_be_done(
    screen: Screen, hands: Hands, sign_in: SignIn, desk: Desk, rights_clerk: Who, somebody: Resident
) -> None:
    shown = {"input": somebody.shows("DATA_RIGHTS")}
    number = only(desk.ask(rights_clerk, _ATTEST, shown))["case"]["number"]
    sign_in(screen, rights_clerk, case=number)
    _open(screen, hands, number, "Rights")
    expect(screen.page.get_by_text("Without the resident's proof their address can be protected")).to_be_visible()
    form = _form(screen, hands, "Protect the address")
    hands.fill(form.get_by_label("Why, if the resident wants to say"), "Somebody looks for me.")
    _send(screen, hands, form)
    assert me(desk, somebody, "protections { reason until }")["protections"] == [
        {"reason": "Somebody looks for me.", "until": None}
    ]
    assert screen.page.get_by_role("button", name="End the protection of the address").count() == 0


@by_keyboard
def test_a_card_is_handed_out_and_taken_back_and_what_rests_on_consent_is_erased(
    rights: Screen, hands: Hands, desk: Desk, somebody: Resident
) -> None:
    form = _form(rights, hands, "Erase what rests on consent")
    hands.tick(form.get_by_label("declared contacts"))
    _send(rights, hands, form)
    assert me(desk, somebody, "declaredContacts { name }")["declaredContacts"] == []

    hands.press(rights.page.get_by_role("tab", name="The case"))
    form = _form(rights, hands, "Hand out a receipt card")
    said = _send(rights, hands, form, "Confirm")
    assert len(said.split()[-1].replace("-", "")) == 20
    rights.picture()
    assert me(desk, somebody, "receiptCard { issuedAt }")["receiptCard"]
    form = _form(rights, hands, "Take the receipt card back")
    _send(rights, hands, form, "Confirm")
    assert me(desk, somebody, "receiptCard { issuedAt }")["receiptCard"] is None


def test_a_consent_is_taken_back_at_the_counter(
    screen: Screen, hands: Hands, sign_in: SignIn, desk: Desk, clerk: Who, somebody: Resident
) -> None:
    number = opened(desk, clerk, somebody, "HISTORY", "DECLARED_CONTACTS")
    sign_in(screen, clerk, case=number)
    _open(screen, hands, number, "The case")
    form = _form(screen, hands, "Take consents back")
    hands.tick(form.get_by_label("the residence history"))
    _send(screen, hands, form)
    answer = desk.ask(clerk, "query P($n: String!) { case(number: $n) { permissions } }", {"n": number})
    assert only(answer)["permissions"] == ["DECLARED_CONTACTS"]


def test_the_first_proof_goes_by_letter(
    screen: Screen, hands: Hands, sign_in: SignIn, desk: Desk, clerk: Who, somebody: Resident
) -> None:
    number = attested(desk, clerk, somebody)
    sign_in(screen, clerk, case=number)
    _open(screen, hands, number, "The case")
    form = _form(screen, hands, "Send a one-time code by letter")
    assert _send(screen, hands, form, "Confirm") == "It is done, whatever was there before."
    kinds = me(desk, somebody, "notices(first: 20) { nodes { kind } }")["notices"]["nodes"]
    assert {"kind": "LETTER_CODE_ASKED"} in kinds


def test_a_resident_without_a_sign_in_assents_to_a_transfer_at_the_counter(  # noqa: PLR0917 - two offices
    screen: Screen, hands: Hands, sign_in: SignIn, desk: Desk, clerk: Who, somebody: Resident, other_clerk: Who
) -> None:
    number = opened(desk, clerk, somebody)
    only(request_transfer(desk, clerk, number, office=str(other_clerk.office), officer=other_clerk.subject))
    sign_in(screen, other_clerk)
    screen.open("/case")
    form = _form(screen, hands, "A resident assents to a transfer here")
    hands.fill(form.get_by_label("Number of the case that is to go"), number)
    hands.fill(form.get_by_label("Exact number"), somebody.document["number"])
    hands.fill(form.get_by_label("Expires on, as printed"), somebody.document["expiresOn"])
    hands.fill(form.get_by_label("Code", exact=True), make_code(desk, somebody))
    screen.assert_accessible()
    hands.press(form.get_by_role("button", name="Record the assent"))
    expect(form.get_by_text("The assent is recorded.")).to_be_visible()
    assert [holds(desk, who, number) for who in (clerk, other_clerk)] == [False, True]


def test_an_office_reads_what_changed_since(
    screen: Screen, hands: Hands, sign_in: SignIn, desk: Desk, clerk: Who, somebody: Resident
) -> None:
    number = opened(desk, clerk, somebody, "DECLARED_CONTACTS")
    read = "query R($n: String!) { case(number: $n) { subject { declaredContacts { name } } } }"
    only(desk.ask(clerk, read, {"n": number}))
    only(change(desk, somebody.who, "eraseConsented", "erasedAt", groups=["DECLARED_CONTACTS"]))
    sign_in(screen, clerk, case=number)
    _open(screen, hands, number, "Changed since")
    expect(screen.page.get_by_role("tabpanel")).to_contain_text("Declared contacts")
    expect(screen.page.get_by_role("tabpanel")).to_contain_text(re.compile(r"Changed \d"))
    screen.assert_accessible()
