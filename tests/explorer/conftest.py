"""The explorer in Debian's Chromium, on a real hub with a real graph: what its tests share.

A page fails its test if the content security policy was violated, if a script threw, or if anything was asked from another
origin. Screenshots go to `build/explorer/`.
"""

import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from hub.audit_log.sqlite import SqliteStorage
from hub.cli.testing import BROWSERS
from hub.demo.city.demo_people import demo_people
from hub.demo.city.outlines import outlines
from hub.demo.city.plan import Plan, Size
from hub.demo.people import keep_demo_people
from hub.settings import Settings
from tests.case.counter import Resident, officers, residents
from tests.explorer.chromium import Chromium
from tests.explorer.desk import Desk, listed
from tests.explorer.hands import Hands, Keyboard, Mouse
from tests.explorer.screen import Screen
from tests.support.hub import SECONDS_MAX, Who
from tests.support.serving import Served, free_port, serving
from tests.support.store import CITY_DAY, CITY_SEED, City, copy_of_template, manifest, running_graph

DESKTOP = {"viewport": {"width": 1280, "height": 860}, "locale": "en-GB"}
# Software WebGL, so that the graph and the map are drawn without a graphics card; the rest of a page by the processor itself.
_ARGUMENTS = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-dev-shm-usage",
              "--disable-gpu-compositing", "--disable-gpu-rasterization"]  # fmt: skip


def made_home(folder: Path) -> Settings:
    """A home with the city, its outlines, and more people to sign in as; its graph does not run yet."""
    settings = copy_of_template(folder)
    drawn = outlines(Plan(Size.SMALL, CITY_SEED, CITY_DAY))
    settings.outlines.write_text(json.dumps(drawn), encoding="utf-8")
    keep_demo_people(settings, demo_people(settings.home / "city", manifest(settings.home)["demo"]))
    return settings


@pytest.fixture(scope="session")
def explorer_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A home of the explorer's tests' own, with its graph running."""
    settings = made_home(tmp_path_factory.mktemp("explorer") / "home")
    with running_graph(settings):
        yield settings


@pytest.fixture(scope="session")
def served(explorer_home: Settings) -> Iterator[Served]:
    """The hub as `domicile serve` runs it, in a process of its own."""
    with serving(explorer_home.home, environment={"DOMICILE_BUDGET_FACTOR": "1000"}) as running:
        yield running


@pytest.fixture(scope="session")
def chromium(served: Served) -> Iterator[Chromium]:  # noqa: ARG001 - it must be there before
    """One browser; each test gets another person's computer.

    While it is there this thread counts as having a running event loop, so `asyncio.run` fails: the template, which needs
    it, is made before, and the folder has a process of its own (tests/run.py).
    """
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail("there is no Chromium: `./run test` installs it where it can (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        arguments = [*_ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else _ARGUMENTS
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        yield Chromium(browser)
        browser.close()


@pytest.fixture
def screen(chromium: Chromium, served: Served, request: pytest.FixtureRequest) -> Iterator[Screen]:
    """A fresh browser window of a desktop computer, in English."""
    with window(chromium, served, request, DESKTOP) as shown:
        yield shown


@pytest.fixture
def telephone(chromium: Chromium, served: Served, request: pytest.FixtureRequest) -> Iterator[Screen]:
    """The same on a telephone, in Chinese."""
    narrow = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "locale": "zh-CN"}
    with window(chromium, served, request, narrow) as shown:
        yield shown


@pytest.fixture
def hands_on(request: pytest.FixtureRequest) -> Callable[[Screen], Hands]:
    """A mouse; in a story that is told `@by_keyboard`, the keyboard."""
    kind: type[Mouse | Keyboard] = getattr(request, "param", Mouse)
    return lambda shown: kind(shown.page)


@pytest.fixture
def hands(hands_on: Callable[[Screen], Hands], screen: Screen) -> Hands:
    """What does something on `screen`."""
    return hands_on(screen)


@pytest.fixture(scope="session")
def desk(explorer_home: Settings, served: Served) -> Iterator[Desk]:
    """Who is not at the screen asks the same hub."""
    with Desk(explorer_home, served.url) as asking:
        yield asking


@pytest.fixture
def published(explorer_home: Settings, served: Served) -> Callable[[], None]:  # noqa: ARG001 - who publishes
    """Waits until the log's tree holds all that has been logged so far: each entry of now then has its proof."""
    log = SqliteStorage(explorer_home.private_folder)

    def newest() -> int:
        with log.read() as reader:  # of one moment
            last = reader.last()
            return -1 if last is None else last.sequence

    def published_size() -> int:
        with log.read() as reader:
            checkpoint = reader.checkpoint()
            return 0 if checkpoint is None else checkpoint.size

    def wait() -> None:
        wanted, deadline = newest() + 1, time.monotonic() + SECONDS_MAX
        while time.monotonic() < deadline:
            if published_size() >= wanted:
                return
            time.sleep(0.1)
        pytest.fail("no checkpoint in time")

    return wait


@pytest.fixture
def sign_in(explorer_home: Settings) -> Callable[..., None]:
    """Signs somebody of the city in, for their purpose, also who is not among the demo's people."""

    def by(shown: Screen, who: Who, *, case: str | None = None) -> None:
        shown.page.context.clear_cookies()  # who sat there before has left
        shown.sign_in(listed(explorer_home, who), purpose=who.purpose or None, case=case)

    return by


@pytest.fixture(scope="session")
def people(city: City) -> Iterator[Resident]:
    """Residents, each taken by one story; none of them is one of the demo's people, or represented by somebody."""
    online = {row["concerns"] for row in city["case"] if row["proof"] == "ONLINE"}
    held = {row["concerns"] for row in city["case"] if row["state"] == "OPEN"}
    represented = {row["for"] for row in city["representation"]}
    return (item for item in list(residents(city))[20:] if item.person not in online | held | represented)


@pytest.fixture
def somebody(people: Iterator[Resident]) -> Resident:
    """A resident of this story's own, with a sign-in and a document, and no case yet."""
    return next(people)


@pytest.fixture(scope="session")
def district_clerks(city: City) -> list[Who]:
    """The clerks of one district's registration office: they hold any number of cases."""
    clerks = officers(city, "registration", "resident-registration", level=6)
    return [who for who in clerks if who.office == "registration-990104"]


@pytest.fixture(scope="session")
def other_clerk(city: City) -> Who:
    """A clerk of another district."""
    clerks = officers(city, "registration", "resident-registration", level=6)
    return next(who for who in clerks if who.office == "registration-990105")


@pytest.fixture
def demo_city(city: City) -> City:
    """The rows that the pages show: what an expectation is worked out from."""
    return city


@pytest.fixture(scope="session")
def named(explorer_home: Settings) -> Iterator[Served]:
    """The hub under the name for which passkeys are made: a number is no domain."""
    port = free_port()
    environment = {"DOMICILE_PUBLIC_URL": f"http://localhost:{port}", "DOMICILE_BUDGET_FACTOR": "1000"}
    with serving(explorer_home.home, environment=environment, port=port) as running:
        running.url = f"http://localhost:{port}"
        yield running


@pytest.fixture
def with_authenticator(chromium: Chromium, named: Served, request: pytest.FixtureRequest) -> Iterator[Screen]:
    """A window with an authenticator in it, as one that is built into a computer; it verifies its user."""
    with window(chromium, named, request, DESKTOP) as shown:
        protocol = shown.page.context.new_cdp_session(shown.page)
        protocol.send("WebAuthn.enable")
        options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                   "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
        protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        yield shown


@contextmanager
def window(
    chromium: Chromium, served: Served, request: pytest.FixtureRequest, options: dict[str, Any]
) -> Iterator[Screen]:
    """A browser window of its own, with Playwright's `options` for a context; its page is held to the rules at the end."""
    with chromium.computer(served.url, options) as page:
        shown = Screen(page, served.url, re.sub(r"\W+", "-", request.node.name))
        yield shown
        shown.assert_clean()
