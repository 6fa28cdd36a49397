"""What fails while somebody works, with the real thing: the page says what to do, loses nothing that was typed, and recovers."""

import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Locator, expect
from playwright.sync_api import TimeoutError as TooLateError

from hub.demo.issuer import DevelopmentIssuer
from hub.graph import EmbeddedServer
from hub.settings import Settings
from tests.case.counter import Resident, opened
from tests.explorer.aging import end, expire
from tests.explorer.chromium import Chromium
from tests.explorer.conftest import DESKTOP, made_home, window
from tests.explorer.desk import Desk, listed
from tests.explorer.screen import Screen
from tests.support.hub import Who
from tests.support.serving import Served, free_port, serving
from tests.support.store import running_graph

_PRESSES_MAX = 20
_PRESS_MILLISECONDS = 5_000  # for what is there already
_FULL_BYTES = 4096  # less than any file of the log has
_SLOW = {"offline": False, "latency": 3_600_000, "downloadThroughput": 1_000, "uploadThroughput": 1_000}
_FAST = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


# ── the graph, the log ───────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Apart:
    """A hub with a home and a graph of its own, for who stops it."""

    home: Settings
    graph: EmbeddedServer
    served: Served
    desk: Desk


@pytest.fixture
def apart(chromium: Chromium, tmp_path: Path) -> Iterator[Apart]:  # noqa: ARG001 - the browser's thread is taken
    home = made_home(tmp_path / "home")
    with (
        running_graph(home) as graph,
        serving(home.home, environment={"DOMICILE_BUDGET_FACTOR": "1000"}) as served,
        Desk(home, served.url) as desk,
    ):
        yield Apart(home, graph, served, desk)


def _fill_disk(served: Served) -> None:
    """From now on no file of the hub's grows: what a full disk is to the log."""
    main = psutil.Process(served.process.pid)
    for process in (main, *main.children(recursive=True)):
        process.rlimit(psutil.RLIMIT_FSIZE, (_FULL_BYTES, process.rlimit(psutil.RLIMIT_FSIZE)[1]))


def _case_open(shown: Screen, number: str) -> None:
    shown.open("/case")
    shown.page.get_by_role("region", name=f"Case {number}").get_by_role("button", name="Open the case").click()
    expect(shown.page.get_by_role("tabpanel")).to_contain_text(number)


def _again(shown: Screen, press: Locator, wanted: Locator) -> None:
    """Presses until it is answered: whoever has just come back may refuse once more.

    What is pressed goes when the answer comes, which may be between the look and the press.
    """
    for _ in range(_PRESSES_MAX):
        expect(wanted.or_(press).first).to_be_visible()
        if wanted.is_visible():
            return
        with suppress(TooLateError):
            press.click(timeout=_PRESS_MILLISECONDS)
        shown.loaded()
    expect(wanted).to_be_visible()


def test_a_graph_that_went_is_said_on_every_page_and_each_goes_on_when_it_is_back(
    apart: Apart, chromium: Chromium, request: pytest.FixtureRequest, district_clerks: list[Who], somebody: Resident
) -> None:
    """Three people work: an officer in a case, an inspector, a resident."""
    clerk = district_clerks[0]
    number = opened(apart.desk, clerk, somebody)
    with ExitStack() as windows:
        officer, inspector, resident = (
            windows.enter_context(window(chromium, apart.served, request, DESKTOP)) for _ in range(3)
        )
        officer.sign_in(listed(apart.home, clerk), purpose=clerk.purpose, case=number)
        _case_open(officer, number)
        inspector.sign_in("住房", purpose="housing-safety-inspection")
        inspector.open("/explore")
        ranking = inspector.page.get_by_role("region", name="Landlord companies with most open repair orders")
        ranking.get_by_role("listitem").first.get_by_role("button").click()
        details = inspector.page.get_by_role("region", name="Details")
        expect(details.get_by_role("button", name="Rooms: show")).to_be_visible()
        resident.sign_in(listed(apart.home, somebody.who))
        resident.open("/record/looked")
        looked = resident.page.get_by_role("region", name="Who looked").locator("ol > li")
        expect(looked.first).to_be_visible()

        assert apart.graph.stop()
        for shown in (officer, inspector, resident):
            shown.allow("status of 503")
        officer.page.get_by_role("tab", name="Homes today").click()
        expect(officer.page.get_by_role("tabpanel").get_by_role("alert")).to_contain_text(
            "The register does not answer"
        )
        expect(officer.page.get_by_role("list", name="Lines of this visit")).to_contain_text(
            "The register does not answer"
        )
        details.get_by_role("button", name="Rooms: show").click()
        expect(inspector.page.get_by_role("alert").first).to_contain_text("The register does not answer")
        resident.page.reload()
        expect(resident.page.get_by_role("alert").first).to_contain_text("The register does not answer")
        for shown in (officer, inspector, resident):
            shown.assert_accessible()
        officer.picture()

        apart.graph.start()
        home = officer.page.get_by_role("tabpanel").get_by_text("Main home").first
        _again(officer, officer.page.get_by_role("button", name="Try again"), home)
        added = inspector.page.get_by_text("added;").first
        _again(inspector, details.get_by_role("button", name="Rooms: show"), added)
        _again(resident, resident.page.get_by_role("button", name="Try again").first, looked.first)


def test_a_full_log_shows_nothing_of_a_person_says_so_and_goes_on_after_the_operator_did(
    explorer_home: Settings, chromium: Chromium, request: pytest.FixtureRequest, district_clerks: list[Who],
    somebody: Resident,
) -> None:  # fmt: skip
    """What a clerk had typed is still there when the hub was started again with room. It has others beside it."""
    port = free_port()
    environment = {"DOMICILE_BUDGET_FACTOR": "1000"}
    clerk = district_clerks[0]
    with ExitStack() as windows:
        with (
            serving(explorer_home.home, environment=environment, port=port) as served,
            Desk(explorer_home, served.url) as desk,
        ):
            number = opened(desk, clerk, somebody)
            shown = windows.enter_context(window(chromium, served, request, DESKTOP))
            shown.allow("status of 503", "net::ERR")
            page = shown.page
            shown.sign_in(listed(explorer_home, clerk), purpose=clerk.purpose, case=number)
            _case_open(shown, number)
            page.get_by_role("button", name="Ask for a protected address").click()
            reason = page.get_by_role("form", name="Ask for a protected address").get_by_label("Why")
            reason.fill("To send the card.")
            _fill_disk(served)
            page.get_by_role("tab", name="Homes today").click()
            expect(page.get_by_role("heading", name="Nothing is shown while the log can't be written")).to_be_visible()
            expect(page.get_by_role("alert")).to_contain_text("Try again in a minute.")
            expect(page.get_by_role("tabpanel")).not_to_contain_text("Main home")
            shown.assert_accessible()
            shown.picture()
            served.end(signal.SIGTERM)
        with serving(explorer_home.home, environment=environment, port=port):
            _again(
                shown,
                page.get_by_role("button", name="Try again"),
                page.get_by_role("tabpanel").get_by_text("Main home").first,
            )
            page.get_by_role("tab", name="The case").click()
            expect(reason).to_have_value("To send the card.")


# ── the network ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def number(desk: Desk, district_clerks: list[Who], somebody: Resident) -> str:
    return opened(desk, district_clerks[0], somebody)


@pytest.fixture
def held(screen: Screen, sign_in: Callable[..., None], district_clerks: list[Who], number: str) -> Screen:
    """The holder's screen, with the case open."""
    sign_in(screen, district_clerks[0], case=number)
    _case_open(screen, number)
    return screen


def test_on_a_slow_network_the_page_says_so_and_a_question_can_be_cancelled_and_asked_again(held: Screen) -> None:
    page = held.page
    protocol = page.context.new_cdp_session(page)
    protocol.send("Network.enable")
    protocol.send("Network.emulateNetworkConditions", _SLOW)
    page.get_by_role("tab", name="Homes today").click()
    expect(page.get_by_role("tabpanel").get_by_role("status")).to_contain_text("Loading")
    expect(page.get_by_text("This takes longer than usual.")).to_be_visible()
    held.assert_accessible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("heading", name="You stopped waiting")).to_be_visible()
    expect(page.get_by_role("list", name="Lines of this visit")).to_contain_text("No answer: it may be on the log")
    held.assert_accessible()
    held.picture()
    protocol.send("Network.emulateNetworkConditions", _FAST)
    page.get_by_role("button", name="Ask again (a new entry)").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("Main home")


def test_on_a_slow_network_a_write_can_be_given_up_and_what_was_typed_stays(held: Screen) -> None:
    page = held.page
    page.get_by_role("button", name="Ask for a protected address").click()
    form = page.get_by_role("form", name="Ask for a protected address")
    form.get_by_label("Why").fill("To send the card.")
    protocol = page.context.new_cdp_session(page)
    protocol.send("Network.enable")
    protocol.send("Network.emulateNetworkConditions", _SLOW)
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_text("This takes longer than usual.")).to_be_visible()
    expect(form.get_by_role("button", name="Send")).to_be_disabled()
    form.get_by_role("button", name="Cancel").click()
    expect(form.get_by_role("alert")).to_contain_text("It may have been done all the same.")
    expect(form.get_by_label("Why")).to_have_value("To send the card.")
    held.assert_accessible()
    protocol.send("Network.emulateNetworkConditions", _FAST)
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_role("status")).to_contain_text("Asked.")


# ── the session ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _expire(settings: Settings, shown: Screen, who: Who) -> None:
    """Its token runs out."""
    over = DevelopmentIssuer.open(settings).token(
        client=who.client, subject=who.subject, office=who.office, lifetime=timedelta(hours=-1)
    )
    expire(settings, shown, over)


def test_an_expired_session_loses_nothing_that_was_typed(
    held: Screen, explorer_home: Settings, district_clerks: list[Who], number: str
) -> None:
    """The clerk signs in again in another tab, goes on, and sends what stood there."""
    page = held.page
    held.allow("status of 401")
    page.get_by_role("button", name="Request a transfer").click()
    form = page.get_by_role("form", name="Request a transfer")
    form.get_by_role("combobox", name="Office").fill(str(district_clerks[0].office))
    own = form.get_by_role("option", name=str(district_clerks[0].office)).first
    own.click()
    expect(own).to_have_attribute("aria-selected", "true")
    form.get_by_label("Officer").fill(district_clerks[1].subject)
    _expire(explorer_home, held, district_clerks[0])
    form.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert").filter(has_text="Your sign-in has ended.")).to_be_visible()
    expect(form.get_by_label("Officer")).to_have_value(district_clerks[1].subject)
    held.assert_accessible()
    held.picture()
    with page.context.expect_page() as opening:
        page.get_by_role("link", name="Sign in again in a new tab").click()
    other = Screen(opening.value, held.url, "other-tab")
    other.page.locator("main a[href^='/session/sign-in']").first.click()
    other.page.get_by_role("button", name=listed(explorer_home, district_clerks[0])).click()
    expect(other.page.get_by_role("banner")).to_contain_text(number)  # purpose and case came back with the same person
    other.assert_clean()
    other.page.close()
    page.get_by_role("button", name="I am signed in again: go on").click()
    expect(form.get_by_label("Officer")).to_have_value(district_clerks[1].subject)
    expect(own).to_have_attribute("aria-selected", "true")
    form.get_by_role("button", name="Send").click()
    expect(form.get_by_text("The case stays yours until the resident assents.")).to_be_visible()


def _sign_in_beside(held: Screen, line: str) -> Screen:
    """In another tab, from the note that the sign-in has ended."""
    with held.page.context.expect_page() as opening:
        held.page.get_by_role("link", name="Sign in again in a new tab").click()
    other = Screen(opening.value, held.url, "other-tab")
    other.page.locator("main a[href^='/session/sign-in']").first.click()
    other.page.get_by_role("button", name=line).click()
    expect(other.page.get_by_role("button", name="Sign out")).to_be_visible()
    return other


def _ended_amid_a_transfer(held: Screen, explorer_home: Settings, to: Who) -> Locator:
    """The form that was being filled in when the session ended, and what the page then says."""
    page = held.page
    held.allow("status of 401")
    page.get_by_role("button", name="Request a transfer").click()
    form = page.get_by_role("form", name="Request a transfer")
    form.get_by_label("Officer").fill(to.subject)
    end(explorer_home, held)
    page.get_by_role("tab", name="Homes today").click()
    expect(page.get_by_role("alert").filter(has_text="Your sign-in has ended.")).to_be_visible()
    return form


def test_after_the_sessions_end_the_same_person_goes_on_with_purpose_and_case(
    held: Screen, explorer_home: Settings, district_clerks: list[Who], number: str
) -> None:
    page = held.page
    form = _ended_amid_a_transfer(held, explorer_home, district_clerks[1])
    other = _sign_in_beside(held, listed(explorer_home, district_clerks[0]))
    expect(other.page.get_by_role("banner")).not_to_contain_text(number)  # the hub has forgotten it
    page.get_by_role("button", name="I am signed in again: go on").click()
    expect(page.get_by_role("alert").filter(has_text="Your sign-in has ended.")).to_be_hidden()
    expect(page.get_by_role("banner")).to_contain_text(number)
    page.get_by_role("tab", name="The case").click()
    expect(form.get_by_label("Officer")).to_have_value(district_clerks[1].subject)
    other.page.reload()
    expect(other.page.get_by_role("banner")).to_contain_text(number)  # and has it again
    assert set(held.stored()) <= {"domicile-language", "domicile-theme"}
    other.assert_clean()


def test_after_the_sessions_end_another_person_finds_nothing_of_the_first(
    held: Screen, explorer_home: Settings, district_clerks: list[Who], number: str
) -> None:
    page = held.page
    _ended_amid_a_transfer(held, explorer_home, district_clerks[1])
    other = _sign_in_beside(held, listed(explorer_home, district_clerks[1]))
    with page.expect_navigation():
        page.get_by_role("button", name="I am signed in again: go on").click()
    expect(page.get_by_role("heading", name="What are you here for?")).to_be_visible()
    expect(page.get_by_role("main")).not_to_contain_text(number)
    expect(page.get_by_role("banner")).not_to_contain_text(number)
    assert district_clerks[1].subject not in page.content()
    other.page.reload()
    expect(other.page.get_by_role("banner")).not_to_contain_text(number)
    other.assert_clean()


def test_another_case_in_another_tab_is_shown_in_both_and_neither_reads_it_unasked(
    held: Screen, desk: Desk, district_clerks: list[Who], people: Iterator[Resident]
) -> None:
    """The session has one case: the tab that is behind says so, and asks nothing for it before its reader does."""
    other_number = opened(desk, district_clerks[0], next(people))
    asked: list[str] = []
    held.page.on("request", lambda sent: asked.append(sent.post_data or "") if sent.url.endswith("/graphql") else None)
    other = Screen(held.page.context.new_page(), held.url, "other-tab")
    other.open("/case")
    other.choose(purpose=district_clerks[0].purpose, case=other_number)
    held.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(held.page.get_by_role("banner")).to_contain_text(other_number)
    expect(held.page.get_by_role("region", name=f"Case {other_number}")).to_be_visible()
    expect(held.page.get_by_role("tabpanel")).to_have_count(
        0
    )  # nothing of the first case stands under the other's number
    held.assert_accessible()
    assert [text for text in asked if other_number in text] == []
    other.assert_clean()


def test_signing_out_in_another_tab_ends_this_one_at_its_next_question(held: Screen, number: str) -> None:
    held.allow("status of 401")
    other = Screen(held.page.context.new_page(), held.url, "other-tab")
    other.open("/")
    other.loaded()
    other.page.get_by_role("button", name="Sign out").click()
    expect(other.page.get_by_role("heading", name="Who are you?")).to_be_visible()
    held.page.get_by_role("tab", name="Homes today").click()
    expect(held.page.get_by_role("alert").filter(has_text="Your sign-in has ended.")).to_be_visible()
    expect(held.page.get_by_role("tabpanel")).not_to_contain_text("Main home")
    expect(held.page.get_by_role("heading", name=f"Case {number}")).to_be_visible()
    held.assert_accessible()
    other.assert_clean()
