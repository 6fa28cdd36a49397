"""The page query: GraphiQL's editors, asked as who is signed in; nothing of it stays in the browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.explorer.screen import Screen

INSPECTOR = "officer-housing-990103-1"
RESIDENT = "resident-"
PURPOSE = "housing-safety-inspection"


@pytest.fixture
def bench(screen: Screen) -> Screen:
    """The page, opened by an inspector, with its editors ready."""
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    screen.open("/query")
    expect(screen.page.locator(".monaco-editor .view-line").first).to_be_visible()
    return screen


def test_the_first_example_runs_and_says_what_it_cost(bench: Screen) -> None:
    bench.page.get_by_role("button", name="Run").click()
    answer = bench.page.get_by_role("region", name="Answer").last
    expect(answer).to_contain_text('"client": "housing"')
    expect(bench.page.get_by_text("Statements to the graph")).to_be_visible()
    expect(bench.page.get_by_role("row", name="viewer VIEWER allowed everyone.who-am-i")).to_be_visible()
    bench.assert_accessible()
    bench.picture()
    assert set(bench.stored()) <= {"domicile-language", "domicile-theme"}


def test_by_keyboard_alone_an_example_is_chosen_run_and_left(bench: Screen) -> None:
    """Tab leads to an editor and out of it, Enter into it; Ctrl and Enter runs."""
    keyboard = bench.page.keyboard
    bench.page.get_by_role("button", name="Examples of the documentation").focus()
    keyboard.press("Enter")
    expect(bench.page.get_by_role("option").first).to_be_visible()
    keyboard.type("Who")
    expect(bench.page.get_by_role("option", name="WhoAmI")).to_be_focused()
    keyboard.press("Enter")
    expect(bench.page.get_by_role("listbox")).to_be_hidden()
    expect(bench.page.get_by_role("button", name="Examples of the documentation")).to_be_focused()
    keyboard.press("Tab")
    expect(bench.page.get_by_role("group", name="Query")).to_be_focused()
    keyboard.press("Enter")
    expect(bench.page.get_by_role("textbox", name="Query")).to_be_focused()
    keyboard.press("Control+Enter")
    expect(bench.page.get_by_role("region", name="Answer").last).to_contain_text('"client": "housing"')
    keyboard.press("Tab")
    expect(bench.page.get_by_role("group", name="Variables (JSON)")).to_be_focused()
    keyboard.press("Tab")
    expect(bench.page.get_by_role("button", name="Run")).to_be_focused()


def test_a_purpose_that_is_missing_is_said_by_the_hub(bench: Screen) -> None:
    bench.allow("400")
    bench.page.get_by_role("button", name="Purpose").click()
    bench.page.get_by_role("option", name="none").click()
    bench.page.get_by_role("button", name="Examples of the documentation").click()
    bench.page.get_by_role("option", name="EmployersNearby").click()
    _write_variables(bench, '{"near": {"longitude": 1, "latitude": 1, "radiusMetres": 10}}')
    bench.page.get_by_role("button", name="Run").click()
    expect(bench.page.get_by_role("region", name="Answer").last).to_contain_text("PURPOSE_REQUIRED")
    bench.assert_accessible()


def test_the_documentations_examples_are_there_and_the_case_of_the_form_is_theirs(bench: Screen) -> None:
    """An unknown number is refused in the words for every number that isn't the caller's."""
    bench.page.get_by_label("Case number").fill("C2026-999-99999")
    bench.page.get_by_role("button", name="Examples of the documentation").click()
    for name in ("WhoAmI", "BuildingWithRooms", "OpenAtCounter", "Look", "Proof"):
        expect(bench.page.get_by_role("option", name=name, exact=True)).to_be_visible()
    bench.page.get_by_role("option", name="Look", exact=True).click()
    with bench.page.expect_request("**/graphql") as sent:
        bench.page.get_by_role("button", name="Run").click()
    assert sent.value.post_data_json["variables"] == {"case": "C2026-999-99999"}
    expect(bench.page.get_by_role("region", name="Answer").last).to_contain_text("CASE_REQUIRED")


def test_an_example_brings_the_variables_that_it_needs(bench: Screen) -> None:
    bench.page.get_by_role("button", name="Examples of the documentation").click()
    bench.page.get_by_role("option", name="RoomsOfLandlord", exact=True).click()
    expect(bench.page.locator(".view-line", has_text='"id"')).to_be_visible()
    bench.page.get_by_role("button", name="Run").click()
    answer = bench.page.get_by_role("region", name="Answer")
    expect(answer).to_contain_text('"designator"')
    expect(answer).not_to_contain_text('"errors"')
    bench.assert_accessible()


def test_who_may_read_a_field_is_said_at_the_cursor_and_found_by_its_name(bench: Screen) -> None:
    bench.page.locator(".view-line", has_text="jurisdiction").locator("span", has_text="jurisdiction").last.click()
    table = bench.page.get_by_role("region", name="At the cursor")
    expect(table).to_contain_text("Viewer.jurisdiction")
    expect(table).to_contain_text("VIEWER")
    bench.page.get_by_label("Find a field, a type or a field group").fill("Person.residenceHistory")
    row = bench.page.get_by_role("row", name=re.compile(r"^Person\.residenceHistory"))
    expect(row).to_contain_text("HISTORY")
    expect(row).to_contain_text("Residence-permit office")
    expect(row).to_contain_text("in a case with the permission for the history")
    expect(row).not_to_contain_text("Housing authority")
    bench.assert_accessible()


def test_a_link_inside_the_application_brings_the_pages_own_rules(screen: Screen) -> None:
    """Its styles are inline: they need the rules of its address, which the browser takes when it loads it."""
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    screen.open("/")
    screen.page.get_by_role("navigation", name="Pages").get_by_role("link", name="Query").click()
    expect(screen.page.locator(".monaco-editor .view-line").first).to_be_visible()


def test_a_telephone_shows_it_in_chinese_and_in_both_appearances(telephone: Screen) -> None:
    telephone.sign_in(RESIDENT)
    telephone.open("/query")
    expect(telephone.page.locator(".monaco-editor .view-line").first).to_be_visible()
    expect(telephone.page.get_by_role("heading", name="谁可以读取各个字段")).to_be_visible()
    assert telephone.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    telephone.assert_accessible()
    telephone.picture()


def _write_variables(bench: Screen, text: str) -> None:
    """What pasting does; typing would have the editor close each brace once more."""
    bench.page.evaluate(
        """text => globalThis.__MONACO.editor.getEditors()
             .find(editor => editor.getModel().uri.path.endsWith("variables.json")).setValue(text)""",
        text,
    )
