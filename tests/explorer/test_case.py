"""The page case: an officer opens a case section by section, each an entry; by mouse and by keyboard alone."""

import json
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.explorer.screen import Screen
from tests.support.store import City

PURPOSE = "housing-service"
INSPECTION = "housing-safety-inspection"
INSPECTOR = "officer-housing-990103-1"
CLERK = "officer-registration-"
SCRIPT = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>"


@pytest.fixture
def holder(explorer_home: Any) -> dict[str, str]:
    """Of the demo's people the officer who holds an open housing-service case."""
    people = json.loads((explorer_home.home / "demo-people.json").read_text(encoding="utf-8"))
    return next(item for item in people if item["key"].startswith("caseOfficer-") and item["client"] == "housing")


@pytest.fixture
def case(holder: dict[str, str]) -> str:
    """The number of that case."""
    return holder["key"].removeprefix("caseOfficer-")


@pytest.fixture
def subject(demo_city: City, case: str) -> str:
    """The id of the resident whom it concerns."""
    return next(row["concerns"] for row in demo_city["case"] if row["number"] == case)


@pytest.fixture
def asked(screen: Screen) -> list[str]:
    """The operations that the page sent, in their order."""
    sent: list[str] = []

    def hear(request: Any) -> None:
        if request.url.endswith("/graphql"):
            sent.append(str(request.post_data_json["query"]).split("(")[0].split("{")[0].split()[1])

    screen.page.on("request", hear)
    return sent


def _now(rows: list[dict[str, str]], **wanted: str) -> list[dict[str, str]]:
    """The rows that hold now and say what is wanted."""
    current = (row for row in rows if not row["validTo"] and not row["recordedTo"])
    return [row for row in current if all(row[name] == value for name, value in wanted.items())]


def test_an_officer_opens_a_case_section_by_section(
    screen: Screen, demo_city: City, holder: dict[str, str], case: str, subject: str, asked: list[str]
) -> None:
    screen.sign_in(holder["name"], purpose=PURPOSE, case=case)
    screen.open("/")
    screen.page.get_by_role("link", name="Case", exact=True).click()
    expect(screen.page.get_by_text("is an entry on the access log of the resident")).to_be_visible()
    screen.assert_accessible()
    assert [name for name in asked if name.startswith("Case")] == []  # nothing before it was opened

    screen.page.get_by_role("button", name="Open the case").click()
    expect(screen.page.get_by_role("tabpanel")).to_contain_text("Housing service")
    screen.assert_accessible()
    name = _now(demo_city["person_details"], of=subject)[0]
    screen.page.get_by_role("tab", name="Name and birth").click()
    expect(screen.page.get_by_role("tabpanel")).to_contain_text(name["fullName"])
    expect(screen.page.get_by_role("tabpanel")).not_to_contain_text(name["birthDate"])
    screen.page.get_by_role("tab", name="Homes today").click()
    expect(screen.page.get_by_role("tabpanel").get_by_role("listitem").first).to_contain_text("recorded by")
    expect(screen.page.get_by_role("tabpanel")).to_contain_text("a task in the public interest")
    expect(screen.page.get_by_role("tabpanel")).to_contain_text("housing.service")
    screen.assert_accessible()
    screen.picture()

    assert [name for name in asked if name.startswith("Case")] == ["CaseHead", "CaseName", "CaseResidences"]
    lines = screen.page.get_by_role("list", name="Lines of this visit").get_by_role("listitem")
    expect(lines).to_have_count(3)
    expect(lines.first).to_contain_text("Homes today · the case, places, homes")
    assert case not in screen.page.url
    assert case not in screen.page.title()
    assert set(screen.stored()) <= {"domicile-language", "domicile-theme"}


def test_the_same_by_keyboard_alone(screen: Screen, holder: dict[str, str], case: str, asked: list[str]) -> None:
    """The arrows pass the sections without asking for them; Enter opens one."""
    screen.sign_in(holder["name"], purpose=PURPOSE, case=case)
    screen.open("/case")
    keyboard = screen.page.keyboard
    expect(screen.page.get_by_role("button", name="Open the case")).to_be_visible()
    screen.page.get_by_role("main").focus()
    keyboard.press("Tab")
    expect(screen.page.get_by_role("button", name="Open the case")).to_be_focused()
    keyboard.press("Enter")
    expect(screen.page.get_by_role("tab", name="The case")).to_be_visible()
    keyboard.press("Tab")
    expect(screen.page.get_by_role("tab", name="The case")).to_be_focused()
    keyboard.press("ArrowRight")
    keyboard.press("ArrowRight")
    expect(screen.page.get_by_role("tab", name="Homes today")).to_be_focused()
    assert [name for name in asked if name.startswith("Case")] == ["CaseHead"]
    keyboard.press("Enter")
    expect(screen.page.get_by_role("tabpanel")).to_contain_text("Main home")
    assert [name for name in asked if name.startswith("Case")] == ["CaseHead", "CaseResidences"]


def test_what_the_policy_does_not_open_is_not_asked_unless_wanted(
    screen: Screen, holder: dict[str, str], case: str, asked: list[str]
) -> None:
    screen.sign_in(holder["name"], purpose=PURPOSE, case=case)
    screen.open("/case")
    screen.page.get_by_role("button", name="Open the case").click()
    screen.page.get_by_role("tab", name="Work today").click()
    expect(screen.page.get_by_role("heading", name="Not open for this purpose")).to_be_visible()
    assert "CaseEmployments" not in asked
    screen.assert_accessible()
    screen.page.get_by_role("button", name="Ask all the same").click()
    expect(screen.page.get_by_role("alert")).to_contain_text("Your department does not get this")
    expect(screen.page.get_by_role("tabpanel")).to_contain_text("default-deny")
    expect(screen.page.get_by_role("list", name="Lines of this visit")).to_contain_text("Not allowed: work")
    screen.assert_accessible()
    screen.picture()


def test_another_officers_case_looks_like_an_unknown_one(
    screen: Screen, holder: dict[str, str], case: str, demo_city: City
) -> None:
    others = next(
        row["number"]
        for row in demo_city["case"]
        if row["state"] == "OPEN" and row["kind"] == "HOUSING_SERVICE" and row["number"] != case
    )
    said = []
    for number in (others, "C2026-999-99999"):
        screen.sign_in(holder["name"], purpose=PURPOSE, case=number)
        screen.open("/case")
        screen.page.get_by_role("button", name="Open the case").click()
        expect(screen.page.get_by_role("heading", name="No such case is open for you")).to_be_visible()
        said.append(screen.page.get_by_role("alert").inner_text())
        screen.assert_accessible()
    assert said[0] == said[1]
    screen.picture()
    screen.page.get_by_role("button", name="Choose another case").click()
    expect(screen.page.get_by_label("Case number")).to_be_visible()


def test_an_inspector_chooses_a_planned_inspection(screen: Screen) -> None:
    screen.sign_in(INSPECTOR, purpose=INSPECTION)
    screen.open("/case")
    use = screen.page.get_by_role("button", name="Use C")
    expect(use.first).to_be_visible()
    expect(screen.page.locator("a[href^='/explore/node/']").first).to_be_visible()
    screen.assert_accessible()
    use.last.click()
    cover = screen.page.get_by_role("region", name="Case C")
    cover.get_by_role("button", name="Open the case").click()
    for section, says in (
        ("Place", "Building"),
        ("Inspections", "Counted on site"),
        ("Complaints", "Complainant"),
        ("Parties", "Licences"),
    ):
        screen.page.get_by_role("tab", name=section, exact=True).click()
        expect(screen.page.get_by_role("tabpanel")).to_contain_text(says)
        screen.assert_accessible()
    screen.picture()
    screen.page.get_by_role("tab", name="Place", exact=True).click()
    screen.page.get_by_role("tabpanel").locator("a[href^='/explore/node/building/']").first.click()
    details = screen.page.get_by_role("region", name="Details")
    expect(details.get_by_role("heading", level=2)).to_contain_text("Building")


def test_the_counter_says_one_thing_for_every_refusal(screen: Screen) -> None:
    screen.sign_in(CLERK, purpose="resident-registration")
    screen.open("/case")
    screen.page.get_by_label("Exact number").fill("11010519491231002X")
    screen.page.get_by_label("Expires on, as printed").fill("2030-01-01")
    screen.page.get_by_label("Code", exact=True).fill("ABCDEFGHJK")
    screen.assert_accessible()
    screen.page.get_by_role("button", name="Open the case").click()
    expect(screen.page.get_by_role("heading", name="Not available")).to_be_visible()
    expect(screen.page.get_by_role("list", name="Lines of this visit")).to_contain_text(
        "Open a case at the counter · Not available"
    )
    screen.assert_accessible()
    screen.picture()
    expect(screen.page.get_by_label("Code", exact=True)).to_have_value("")


def test_a_script_in_a_stored_text_shows_as_text(screen: Screen, holder: dict[str, str], case: str) -> None:
    """Names and addresses come with markup: it is shown, and not run."""

    def poison(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        if '"subject"' in answer.text():
            body["data"] = _poisoned(body["data"])
        route.fulfill(response=answer, json=body)

    screen.sign_in(holder["name"], purpose=PURPOSE, case=case)
    screen.open("/case")
    screen.page.route("**/graphql", poison)
    screen.page.get_by_role("button", name="Open the case").click()
    for section in ("Name and birth", "Homes today", "Household"):
        screen.page.get_by_role("tab", name=section).click()
        expect(screen.page.get_by_role("tabpanel")).to_contain_text(SCRIPT)
    assert screen.page.locator("main img, main script").count() == 0
    assert "broken" not in screen.page.title()


def test_a_telephone_shows_a_case_in_chinese(telephone: Screen, holder: dict[str, str], case: str) -> None:
    telephone.sign_in(holder["name"], purpose=PURPOSE, case=case)
    telephone.open("/case")
    telephone.page.get_by_role("button", name="打开办件").click()
    telephone.page.get_by_role("tab", name="现住址").click()
    expect(telephone.page.get_by_role("tabpanel")).to_contain_text("主要住所")
    assert telephone.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    telephone.assert_accessible()
    telephone.picture()


def _poisoned(value: Any, name: str = "") -> Any:
    """`value` with the script in each text that somebody may have typed."""
    if isinstance(value, dict):
        return {key: _poisoned(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_poisoned(item, name) for item in value]
    typed = {"full", "family", "given", "latin", "fullAddress", "designator", "recordedBy", "relation", "means"}
    return SCRIPT if name in typed else value
