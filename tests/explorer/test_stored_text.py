"""A script in every stored text: the pages show it as text, to each of the four people, and nothing of it runs."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from hub.demo.city.demo_people import demo_people
from hub.demo.people import keep_demo_people
from hub.settings import Settings
from model.graph import sealed_property_name
from model.groups import FieldGroup
from model.ids import PersonId
from tests.case.counter import Resident, opened
from tests.case.proofs import accept, only
from tests.explorer.chromium import Chromium
from tests.explorer.conftest import DESKTOP, window
from tests.explorer.desk import Desk, listed
from tests.explorer.screen import Screen
from tests.rights.asking import change, me, service_case
from tests.support.hub import Hub, Who
from tests.support.serving import Served, serving
from tests.support.store import City, copy_of_template, manifest, running_graph

_CYPHER = Path(__file__).with_name("cypher")
# Markup that would act, what turns the direction of writing, and what takes no room.
_TEXT = (
    "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>\u202e\u2066\u200b\ufeff"
)
_SHOWN = "<img src=x onerror=\"document.title='broken'\">"
_GROUPS = {sealed_property_name(group): group for group in FieldGroup}
_TYPED = {"fullName", "familyName", "givenName", "latinName", "name", "relation", "means"}
_WRITE_ROWS_MAX = 500
# What pasting does; typing would have the editor close each brace once more.
_WRITE_QUERY = """text => globalThis.__MONACO.editor.getEditors()
  .find(editor => editor.getModel().uri.path.endsWith(".graphql")).setValue(text)"""


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A home of this file's own, whose texts all carry the script."""
    settings = copy_of_template(tmp_path_factory.mktemp("marked") / "home")
    keep_demo_people(settings, demo_people(settings.home / "city", manifest(settings.home)["demo"]))
    with running_graph(settings):
        with Hub(settings) as hub:
            _mark(hub)
        yield settings


def _mark(hub: Hub) -> None:
    assert _run(hub, "mark_things", text=_TEXT)[0][0] > 0
    rows = []
    for node, person, sealed in _run(hub, "read_sealed"):
        values = {}
        for name, bound in sealed:
            opened_value = hub.ports.vault.unseal(PersonId(person), _GROUPS[name], bytes(bound))
            if opened_value is not None and _TYPED & set(opened_value):
                typed = {key: value + (_TEXT if key in _TYPED and value else "") for key, value in opened_value.items()}
                values[name] = hub.ports.vault.seal(PersonId(person), _GROUPS[name], typed)
        if values:
            rows.append({"node": node, "values": values})
    for start in range(0, len(rows), _WRITE_ROWS_MAX):
        _run(hub, "write_sealed", rows=rows[start : start + _WRITE_ROWS_MAX])
    assert rows


def _run(hub: Hub, name: str, **parameters: Any) -> Any:
    text = (_CYPHER / f"{name}.cypher").read_text(encoding="utf-8")
    return hub.run(hub.ports.graph.write([(text, parameters)], timeout_seconds=120, metadata={}))[0].values


@pytest.fixture(scope="module")
def own(marked: Settings, chromium: Chromium) -> Iterator[Served]:  # noqa: ARG001 - the browser's thread is taken
    with serving(marked.home, environment={"DOMICILE_BUDGET_FACTOR": "1000"}) as served:
        yield served


@pytest.fixture
def shown(own: Served, chromium: Chromium, request: pytest.FixtureRequest) -> Iterator[Screen]:
    """A window that fails if anything of the texts acts: a dialog, an element, a request, another title."""
    acted: list[str] = []
    with window(chromium, own, request, DESKTOP) as screen:
        screen.page.on("dialog", lambda dialog: acted.append(dialog.message))
        screen.page.on("request", lambda sent: acted.append(sent.url) if sent.url.endswith("/x") else None)
        yield screen
    assert acted == []


@pytest.fixture
def asking(own: Served, marked: Settings) -> Iterator[Desk]:
    with Desk(marked, own.url) as desk:
        yield desk


def _assert_text(screen: Screen, place: Locator) -> None:
    """The script stands there as text, and is none."""
    expect(place.get_by_text(_SHOWN).filter(visible=True).first).to_be_visible()
    assert screen.page.locator("main img, main script").count() == 0
    assert "broken" not in screen.page.title()


def test_an_inspector_explores_what_carries_it(shown: Screen) -> None:
    page = shown.page
    shown.sign_in("住房", purpose="housing-safety-inspection")
    shown.open("/")
    assert "broken" not in page.title()
    shown.open("/explore")
    ranking = page.get_by_role("region", name="Landlord companies with most open repair orders")
    _assert_text(shown, ranking)
    ranking.get_by_role("button", name="District").click()
    expect(page.get_by_role("option").nth(1)).to_be_visible()
    page.keyboard.press("Escape")
    ranking.get_by_role("listitem").first.get_by_role("button").click()
    details = page.get_by_role("region", name="Details")
    for relation in ("Rooms", "Organisation"):
        details.get_by_role("button", name=f"{relation}: show").click()
        item = details.get_by_role("listitem").filter(has_text=re.compile(rf"^{relation}"))
        expect(item).to_contain_text(re.compile(r"[1-9]\d* of"))
    page.get_by_role("tab", name="Table").click()
    _assert_text(shown, page.get_by_role("main"))
    page.get_by_role("row").filter(has_text=_SHOWN).last.click()
    expect(details.get_by_role("heading", level=2)).to_contain_text(_SHOWN)
    page.get_by_role("tab", name="Graph").click()
    expect(page.get_by_role("listbox", name="Picture of what is on the screen")).to_be_visible()
    shown.assert_accessible()
    shown.open("/case")
    expect(page.get_by_role("button", name="Use C").first).to_be_visible()
    _assert_text(shown, page.get_by_role("main"))
    page.get_by_role("button", name="Use C").last.click()
    page.get_by_role("region", name="Case C").get_by_role("button", name="Open the case").click()
    page.get_by_role("tab", name="Place", exact=True).click()
    _assert_text(shown, page.get_by_role("tabpanel"))
    for section in ("Inspections", "Complaints", "Parties"):
        page.get_by_role("tab", name=section, exact=True).click()
        expect(page.get_by_role("tabpanel").get_by_role("table").first).to_be_visible()


def test_a_case_shows_it_and_so_does_what_offices_and_residents_wrote(
    shown: Screen, marked: Settings, asking: Desk, city: City, district_clerks: list[Who], people: Iterator[Resident]
) -> None:
    page = shown.page
    resident, clerk = next(people), district_clerks[0]
    number = opened(asking, clerk, resident, "HISTORY", "DECLARED_CONTACTS")
    shown.sign_in(listed(marked, clerk), purpose=clerk.purpose, case=number)
    shown.open("/case")
    page.get_by_role("region", name=f"Case {number}").get_by_role("button", name="Open the case").click()
    for section in ("The case", "Name and birth", "Homes today", "Residence history"):
        page.get_by_role("tab", name=section).click()
        _assert_text(shown, page.get_by_role("tabpanel"))
    for section in ("Tenancies today", "Household", "Declared contacts", "Changed since"):
        page.get_by_role("tab", name=section).click()
        expect(page.get_by_role("tabpanel").get_by_role("complementary").first).to_be_visible()
        assert page.locator("main img, main script").count() == 0
    shown.assert_accessible()
    shown.picture()

    housing, above = (_officer(city, code) for code in ("housing-990104", "housing-9901"))
    refused = service_case(asking, resident, housing, "HOUSING_SERVICE")
    given = {"case": refused, "rule": "CONDITIONS_NOT_MET", "provision": _TEXT, "reason": _TEXT}
    only(change(asking, housing, "refuseCase", "number", **given))
    (refusal,) = me(asking, resident, "refusals { id }")["refusals"]
    only(change(asking, resident.who, "appeal", refusal=refusal["id"], reason=_TEXT))
    (appealed,) = me(asking, resident, "refusals { appeal { case } }")["refusals"]
    only(accept(asking, above, appealed["appeal"]["case"]))
    page.context.clear_cookies()
    shown.sign_in(listed(marked, above), purpose=above.purpose, case=appealed["appeal"]["case"])
    shown.open("/case")
    page.get_by_role("region", name="Case").get_by_role("button", name="Open the case").click()
    page.get_by_role("tab", name="Appeal").click()
    expect(page.get_by_role("tabpanel").get_by_text(_SHOWN)).to_have_count(4)  # office, provision, two reasons
    _assert_text(shown, page.get_by_role("tabpanel"))


def _officer(city: City, code: str) -> Who:
    office = next(row for row in city["office"] if row["code"] == code)
    row = next(row for row in city["staff_member"] if row["worksAt"] == office["id"] and not row["validTo"])
    return Who(office["client"], row["subject"], code, "housing-service")


def test_a_resident_reads_it_in_their_record(
    shown: Screen, marked: Settings, asking: Desk, people: Iterator[Resident]
) -> None:
    page = shown.page
    resident = next(people)
    entry = me(asking, resident, "accessLog(first: 1) { nodes { number } }")["accessLog"]["nodes"][0]["number"]
    only(change(asking, resident.who, "objectToAccess", "objection { case }", entry=entry, reason=_TEXT))
    only(change(asking, resident.who, "protectAddress", "at", reason=_TEXT))
    shown.sign_in(listed(marked, resident.who))
    shown.open("/record")
    _assert_text(shown, page.get_by_role("main"))
    shown.picture()
    for part in ("looked", "notices", "allowed", "cases", "representation", "file", "rights"):
        shown.go(f"/record/{part}")
        shown.loaded()
        assert page.locator("main img, main script").count() == 0
        assert "broken" not in page.title()
    _assert_text(shown, page.get_by_role("main"))


def test_a_developer_gets_it_as_an_answer(shown: Screen, marked: Settings, people: Iterator[Resident]) -> None:
    """The editor colours the answer's text, and makes elements of its own for it."""
    page = shown.page
    shown.sign_in(listed(marked, next(people).who))
    shown.open("/query")
    expect(page.locator(".monaco-editor .view-line").first).to_be_visible()
    page.evaluate(_WRITE_QUERY, "{ me { name { full latin } residences { address { fullAddress } } } }")
    page.get_by_role("button", name="Run").click()
    answer = page.get_by_role("region", name="Answer").last
    expect(answer).to_contain_text("onerror=")
    assert page.locator("main img, main script").count() == 0
    assert "broken" not in page.title()
