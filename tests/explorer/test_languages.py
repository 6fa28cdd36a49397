"""Nothing is left untranslated: on no page of the Chinese application stands an English sentence."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.case.counter import Resident, inspector_of, officers, opened
from tests.case.proofs import accept, only
from tests.explorer.chromium import Chromium
from tests.explorer.conftest import window
from tests.explorer.desk import Desk
from tests.explorer.screen import Screen
from tests.rights.asking import change, look, me, rights_case, service_case
from tests.support.hub import Who
from tests.support.serving import Served
from tests.support.store import City

RECORD = [
    f"/record{part}"
    for part in ("", "/looked", "/notices", "/allowed", "/rights", "/cases", "/representation", "/file")
]
SignIn = Callable[..., None]

# Two words of three letters or more in a row: a code, a licence number or a name of one word is none.
REASON = "我当时不在场。"
HAN = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z]{3,}[ '-]+[A-Za-z]{3,}")
# Visible texts and what a screen reader says, but for what says that it is of another language or no text for people.
_TEXTS = """() => {
  const kept = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  const skipped = "code, pre, script, style, [translate=no], [lang=en], .monaco-editor, .graphiql-container";
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.nodeType === 3 ? node.parentElement : node;
    if (!element || element.closest(skipped)) continue;
    if (node.nodeType === 3) kept.push(node.data);
    else for (const name of ["aria-label", "title", "placeholder", "alt", "aria-description"])
      if (element.hasAttribute(name)) kept.push(element.getAttribute(name));
  }
  return kept;
}"""


@pytest.fixture
def chinese(chromium: Chromium, served: Served, request: pytest.FixtureRequest) -> Iterator[Screen]:
    wide = {"viewport": {"width": 1280, "height": 900}, "locale": "zh-CN"}
    with window(chromium, served, request, wide) as shown:
        yield shown


def test_before_a_sign_in(chinese: Screen) -> None:
    for path in ("/", "/about", "/explore"):
        chinese.open(path)
        _assert_translated(chinese)
    chinese.page.evaluate("history.pushState(null, '', '/nowhere'); dispatchEvent(new PopStateEvent('popstate'))")
    expect(chinese.page.get_by_role("heading", name="没有这个页面")).to_be_visible()
    _assert_translated(chinese)


@pytest.mark.parametrize(
    ("person", "purpose", "paths"),
    [
        ("澄湾区住房管理处", "housing-safety-inspection", ["/", "/explore", "/case", "/query"]),
        ("澄湾区劳动监察处", "workplace-inspection", ["/explore"]),
        ("李志明", None, ["/", "/query", *RECORD]),
    ],
)
def test_after_one(chinese: Screen, person: str, purpose: str | None, paths: list[str]) -> None:
    chinese.sign_in(person, purpose=purpose)
    chinese.open(paths[0])
    for path in paths:
        chinese.go(path)
        _assert_translated(chinese)


@pytest.fixture
def case(desk: Desk, district_clerks: list[Who], somebody: Resident) -> str:
    """A case with all that a resident can allow in it."""
    return opened(desk, district_clerks[0], somebody, "HISTORY", "DECLARED_CONTACTS")


def test_each_section_of_a_case_and_each_thing_to_do_with_it(
    chinese: Screen, sign_in: SignIn, district_clerks: list[Who], case: str
) -> None:
    sign_in(chinese, district_clerks[0], case=case)
    chinese.open("/case")
    chinese.page.get_by_role("button", name="打开办件").click()
    _assert_each_tab_translated(chinese)
    chinese.page.get_by_role("tab").first.click()
    _assert_each_form_translated(chinese)


def test_the_rights_of_a_resident_at_the_counter(
    chinese: Screen, sign_in: SignIn, desk: Desk, district_clerks: list[Who], somebody: Resident
) -> None:
    clerk = replace(district_clerks[0], purpose="data-subject-rights")
    sign_in(chinese, clerk, case=rights_case(desk, clerk, somebody))
    chinese.open("/case")
    chinese.page.get_by_role("button", name="打开办件").click()
    chinese.page.get_by_role("tab", name="权利").click()
    _assert_each_form_translated(chinese)


@pytest.mark.parametrize("kind", ["HOUSING_INSPECTION", "LABOUR_INSPECTION"])
def test_an_inspections_case(chinese: Screen, sign_in: SignIn, city: City, kind: str) -> None:
    case = next(row for row in city["case"] if row["kind"] == kind and row["state"] == "OPEN")
    sign_in(chinese, inspector_of(city, case), case=case["number"])
    chinese.open("/case")
    chinese.page.get_by_role("button", name="打开办件").click()
    _assert_each_tab_translated(chinese)


@pytest.fixture(params=["zh-CN", "en-GB"])
def either(chromium: Chromium, served: Served, request: pytest.FixtureRequest) -> Iterator[Screen]:
    """A window in each of the two languages."""
    wide = {"viewport": {"width": 1280, "height": 900}, "locale": request.param}
    with window(chromium, served, request, wide) as shown:
        yield shown


def test_an_objections_case(
    either: Screen, sign_in: SignIn, desk: Desk, city: City, somebody: Resident, district_clerks: list[Who]
) -> None:
    """A clerk looked, the resident objected to that, and the data-protection office holds the case."""
    number = opened(desk, district_clerks[0], somebody)
    assert look(desk, district_clerks[0], number).errors == []
    protector = officers(city, "data-protection", "objection", level=4)[0]
    entry = me(desk, somebody, "accessLog(first: 1) { nodes { number } }")["accessLog"]["nodes"][0]["number"]
    raised = only(change(desk, somebody.who, "objectToAccess", "objection { case }", entry=entry, reason=REASON))
    raised_in = raised["objection"]["case"]
    only(accept(desk, protector, raised_in))
    _assert_of_one_language(either, sign_in, protector, raised_in)
    expect(either.page.get_by_role("tabpanel")).to_contain_text(REASON)


def test_an_appeals_case(either: Screen, sign_in: SignIn, desk: Desk, city: City, somebody: Resident) -> None:
    """A district's housing office refused, and the city's decides."""
    housing = next(
        who for who in officers(city, "housing", "housing-service", level=6) if who.office == "housing-990104"
    )
    above = officers(city, "housing", "housing-service", level=4)[0]
    refused = service_case(desk, somebody, housing, "HOUSING_SERVICE")
    given = {"case": refused, "rule": "CONDITIONS_NOT_MET", "provision": "第四条", "reason": REASON}
    only(change(desk, housing, "refuseCase", "number", **given))
    (refusal,) = me(desk, somebody, "refusals { id }")["refusals"]
    only(change(desk, somebody.who, "appeal", refusal=refusal["id"], reason=REASON))
    (appealed,) = me(desk, somebody, "refusals { appeal { case } }")["refusals"]
    only(accept(desk, above, appealed["appeal"]["case"]))
    _assert_of_one_language(either, sign_in, above, appealed["appeal"]["case"])
    expect(either.page.get_by_role("tabpanel")).to_contain_text("第四条")


def _assert_of_one_language(screen: Screen, sign_in: SignIn, who: Who, number: str) -> None:
    """Each tab of a case, and what there is to do in its first two; ends at the second, which is what it is about."""
    sign_in(screen, who, case=number)
    screen.open("/case")
    screen.page.get_by_role("region", name=number).get_by_role("button").first.click()
    tabs = screen.page.get_by_role("tab")
    expect(tabs.nth(1)).to_be_visible()
    is_chinese = screen.page.locator("html").get_attribute("lang") == "zh-Hans"
    for tab in reversed(tabs.all()):
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        if is_chinese:
            _assert_translated(screen)
        else:
            _assert_labels_in_english(screen)
    for tab in (tabs.nth(0), tabs.nth(1)):
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        if is_chinese:
            _assert_each_form_translated(screen)
        else:
            screen.unfold()
            _assert_labels_in_english(screen)
    screen.assert_accessible()


def _assert_labels_in_english(screen: Screen) -> None:
    """What the page itself says; what somebody wrote and what a place is called stays as it is."""
    screen.loaded()
    labels = screen.page.locator("main").locator("h1, h2, h3, h4, dt, th, legend, label, button, [role=tab]")
    texts = labels.all_inner_texts()
    assert texts
    assert [text for text in texts if HAN.search(text)] == []


def test_the_forms_at_the_counter_and_what_is_said_of_a_case_that_is_not_ones_own(
    chinese: Screen, sign_in: SignIn, district_clerks: list[Who]
) -> None:
    sign_in(chinese, district_clerks[0])
    chinese.open("/case")
    _assert_each_form_translated(chinese)
    sign_in(chinese, district_clerks[0], case="C2026-999-99999")
    chinese.open("/case")
    chinese.page.get_by_role("button", name="打开办件").click()
    expect(chinese.page.get_by_role("alert")).to_be_visible()
    _assert_translated(chinese)


def _assert_each_tab_translated(screen: Screen) -> None:
    tabs = screen.page.get_by_role("tab")
    expect(tabs.first).to_be_visible()
    for number in range(tabs.count()):
        tabs.nth(number).click()
        expect(tabs.nth(number)).to_have_attribute("aria-selected", "true")
        _assert_translated(screen)


def _assert_each_form_translated(screen: Screen) -> None:
    """With all that folds opened, and each choice among several things open once."""
    screen.unfold()
    _assert_translated(screen)
    opened_list = screen.page.locator("[role=listbox]:not(main [role=listbox])")  # a list of offices stands in its form
    for choice in screen.page.locator("main button[aria-haspopup=listbox]").filter(visible=True).all():
        choice.click()
        expect(opened_list).to_be_visible()
        _assert_translated(screen, is_modal=True)
        screen.page.keyboard.press("Escape")
        expect(opened_list).to_be_hidden()


def _assert_translated(screen: Screen, *, is_modal: bool = False) -> None:
    expect(screen.page.locator("html")).to_have_attribute("lang", "zh-Hans")
    if not is_modal:
        screen.loaded()
    texts: list[str] = screen.page.evaluate(_TEXTS)
    assert texts
    assert [text.strip() for text in texts if ENGLISH.search(text)] == []
