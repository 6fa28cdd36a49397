"""What a test does with a browser's page, in the words of who uses it; and what must never happen on any page."""

import re
from html import unescape
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Page, Request, expect

from tests.support.places import ROOT

PICTURES = ROOT / "build" / "explorer"
_AXE = ROOT / "explorer" / "node_modules" / "axe-core" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_MORE_RULES = ["landmark-unique"]  # of the best practices
_OWN = {"domicile-explorer": "1", "sec-fetch-site": "same-origin"}  # what the application's own page sends
_HIDDEN = re.compile(r'type="hidden" name="([^"]+)" value="([^"]*)"')
_PERSON = re.compile(r'<button name="person" value="([^"]+)">(.*?)</button>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_SIGN_OUT = re.compile("^(Sign out|退出)$")
# Two frames without a transition: a colour that is inherited comes one element a frame, also where motion is reduced. In
# what is folded (`content-visibility: hidden`) it never comes.
_SETTLED = """async () => {
  const moves = (each) => each instanceof CSSTransition && each.effect.target.checkVisibility();
  for (let frame = 0, still = 0; frame < 100 && still < 2; frame++) {
    await new Promise(requestAnimationFrame);
    still = document.getAnimations().some(moves) ? 0 : still + 1;
  }
}"""
_STATE = Path(__file__).with_name("state.js").read_text(encoding="utf-8")
_accessible: set[str] = set()  # the states in which axe found nothing, in this run
_MILLISECONDS_MAX = 60_000  # for whatever is waited for, on a busy machine


def published_key(screen: "Screen") -> str:
    """The log's key from where the city publishes it, as who checks the log on this page finds it."""
    with screen.page.expect_popup() as opened:
        screen.page.get_by_role("link", name="Where the key is published").click()
    key = opened.value.locator("code").inner_text()
    opened.value.close()
    return key


class Screen:
    """A page of one person's browser."""

    def __init__(self, page: Page, url: str, name: str) -> None:
        self.page = page
        self.url = url
        self._name = name
        self._faults: list[str] = []
        self._allowed: list[str] = []
        page.set_default_timeout(_MILLISECONDS_MAX)
        expect.set_options(timeout=_MILLISECONDS_MAX)
        page.on("pageerror", lambda error: self._faults.append(f"a script threw: {error}"))
        page.on("console", self._hear)
        page.on("request", self._watch)

    def open(self, path: str = "/") -> None:
        """Go to a page by its address."""
        self.page.goto(self.url + path)

    def go(self, path: str) -> None:
        """Go to a page, or to a part of this one, by its link: without loading the application anew."""
        link = self.page.locator(f"nav a[href='{path}']").last  # below the pages' links stand those to a page's parts
        # The mouse would wait for two frames, which a browser without a screen once did not draw for a minute (in CI).
        link.press("Enter")
        expect(link).to_have_attribute("aria-current", "page")

    def sign_in(self, person: str, *, purpose: str | None = None, case: str | None = None) -> None:
        """As one of the demo's people (a part of their line on the sign-in page); an officer says what for.

        The whole way, in this browser's cookies, without a page of it; `sign_in_by_pages` and tests/session hold the pages.
        """
        request = self.page.context.request
        asked = request.get(f"{self.url}/session/sign-in?choice=demo&returnTo=/", headers=_OWN)
        text = asked.text()
        fields = {name: unescape(value) for name, value in _HIDDEN.findall(text)}
        key = next((key for key, line in _PERSON.findall(text) if person in unescape(_TAG.sub("", line))), None)
        assert key is not None, f"{person} is not among the people of {asked.url}"
        arrived = request.post(asked.url.partition("?")[0], form={**fields, "person": unescape(key)})
        assert arrived.ok, arrived.status
        if purpose or case:
            self.keep(purpose=purpose, case=case)

    def sign_in_by_pages(self, person: str) -> None:
        """The same by the pages: the application's first, the issuer's, and back."""
        self.open("/")
        self.page.locator("main a[href^='/session/sign-in']").first.click()
        self.page.get_by_role("button", name=person).first.click()
        self.assert_signed_in()

    def assert_signed_in(self) -> None:
        """The application is back from the issuer's page, which may be of the same origin and has its own buttons."""
        expect(self.page.get_by_role("banner").get_by_role("button", name=_SIGN_OUT)).to_be_visible()

    def choose(self, *, purpose: str | None, case: str | None = None) -> None:
        """What the dialog in the header keeps, kept by the same request; the page starts with it."""
        self.keep(purpose=purpose, case=case)
        self.page.reload()
        self.assert_signed_in()

    def keep(self, *, purpose: str | None, case: str | None) -> None:
        """The same for the pages that are opened from now on."""
        chosen = {"purpose": purpose, "case": case}
        kept = self.page.context.request.put(f"{self.url}/session", data=chosen, headers=_OWN)
        assert kept.ok, (kept.status, kept.text())

    def loaded(self) -> None:
        """Wait until the page shows something and nothing of it is on its way any more.

        Whatever loads says so from the moment on at which it is there, so there is no gap between one question and the next.
        """
        expect(self.page.get_by_role("main").locator("h1, h2, h3").first).to_be_attached()
        expect(self.page.locator("[data-state=loading]")).to_have_count(0)

    def unfold(self) -> None:
        """Open every form and list of the page that is folded, and those that come with what was asked for by that."""
        self.loaded()
        folded = self.page.locator("main button[aria-expanded=false]:not([aria-haspopup])").filter(visible=True)
        while folded.count() > 0:
            panel = folded.first.get_attribute("aria-controls")
            folded.first.press("Enter")  # a press of the mouse is lost where what was opened before moves it meanwhile
            expect(self.page.locator(f"main button[aria-controls='{panel}']")).to_have_attribute(
                "aria-expanded", "true"
            )
            self.loaded()

    def assert_accessible(self) -> None:
        """No violation of WCAG 2.2 AA that axe finds in what is shown now; nor in its colours in the other appearance.

        Looked at once for each distinct state of a page in a run: what differs in its texts and its number of rows only is
        the same state (see state.js).
        """
        self.page.evaluate(_SETTLED)
        state = self.page.evaluate(_STATE)
        if state in _accessible:
            return
        self.page.evaluate(_AXE.read_text(encoding="utf-8"))
        violations = self._violations({"type": "tag", "values": _RULES})
        assert violations == [], violations
        is_dark = self.page.evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches")
        self.page.emulate_media(color_scheme="light" if is_dark else "dark")
        try:
            self.page.evaluate(_SETTLED)
            violations = self._violations({"type": "rule", "values": ["color-contrast"]})
            assert violations == [], violations
        finally:
            self.page.emulate_media(color_scheme="dark" if is_dark else "light")
            self.page.evaluate(_SETTLED)  # the picture and the map are drawn anew for another appearance
        _accessible.add(state)

    def _violations(self, rules: dict[str, Any]) -> list[tuple[str, str, list[Any]]]:
        more = {name: {"enabled": True} for name in _MORE_RULES} if rules["type"] == "tag" else {}
        asked = {"runOnly": rules, "rules": more}
        found: dict[str, Any] = self.page.evaluate("asked => axe.run(document, asked)", asked)
        return [(item["id"], item["help"], [node["target"] for node in item["nodes"]]) for item in found["violations"]]

    def picture(self, name: str = "") -> Path:
        """Keep a screenshot, for who looks at a run afterwards."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        path = PICTURES / f"{self._name}{'-' + name if name else ''}.png"
        self.page.screenshot(path=path)
        return path

    def allow(self, *parts: str) -> None:
        """Lines of the console that a test brings about on purpose, by a part of them."""
        self._allowed += parts

    def assert_clean(self) -> None:
        """Nothing broke the policy, threw, or was fetched from elsewhere; nothing of a person is in address or storage."""
        faults = [line for line in self._faults if not any(part in line for part in self._allowed)]
        assert faults == [], faults

    def stored(self) -> dict[str, str]:
        """All that the browser keeps for this origin and scripts can read."""
        kept: dict[str, str] = self.page.evaluate("() => ({...localStorage, ...sessionStorage})")
        return kept

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._faults.append(f"console: {message.text}")

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((self.url, "blob:", "data:")):
            self._faults.append(f"asked elsewhere: {request.url.split('?')[0]}")
