"""A browser before the running hub: it keeps cookies as one does, says where its requests come from, and follows nothing."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
import pytest

from hub.demo.city.demo_people import demo_people
from hub.demo.people import keep_demo_people
from tests.session.stand_in import StandIn, Trial
from tests.session.stand_in import query_of as query_of  # noqa: PLC0414 - for who imports it from here
from tests.support.hub import SECONDS_MAX, Hub
from tests.support.store import template

PAGE = {"domicile-explorer": "1", "sec-fetch-site": "same-origin"}
SESSION = "domicile-session-8080"


@dataclass
class Browser:
    """`cookies` are those it holds now; `seen` is every address it was sent to."""

    hub: Hub
    cookies: dict[str, str] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return self.hub.settings.public_origin

    def send(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **arguments: Any
    ) -> httpx.Response:
        sent = dict(headers or {})
        if self.cookies:
            sent.setdefault("cookie", "; ".join(f"{name}={value}" for name, value in self.cookies.items()))

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.hub._app)
            async with httpx.AsyncClient(transport=transport, base_url=self.origin, timeout=SECONDS_MAX) as client:
                return await client.request(method, path, headers=sent, **arguments)

        response = self.hub.run(ask())
        self._keep(response)
        if "location" in response.headers:
            self.seen.append(response.headers["location"])
        return response

    def _keep(self, response: httpx.Response) -> None:
        for line in response.headers.get_list("set-cookie"):
            for name, morsel in SimpleCookie(line).items():
                self.cookies.pop(name, None)
                if morsel["max-age"] != "0":
                    self.cookies[name] = morsel.value

    def start(self, return_to: str = "/explore", choice: str = "demo") -> httpx.Response:
        query = urlencode({"choice": choice, "returnTo": return_to})
        return self.send("GET", f"/session/sign-in?{query}", headers={"sec-fetch-site": "same-origin"})

    def choose(self, authorize: str, person: str) -> httpx.Response:
        """Take the page's own hidden fields, and press the button of one person."""
        page = self.send("GET", authorize.removeprefix(self.origin))
        fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
        assert f'value="{person}"' in page.text
        path = urlsplit(authorize).path
        return self.send("POST", path, data={**fields, "person": person})

    def sign_in(self, person: str, return_to: str = "/explore") -> httpx.Response:
        """The whole way; the callback's response."""
        chosen = self.choose(self.start(return_to).headers["location"], person)
        return self.send("GET", chosen.headers["location"].removeprefix(self.origin))

    def session(self) -> Any:
        return self.send("GET", "/session").json()

    def ask(self, document: str, *, purpose: str = "", headers: Mapping[str, str] | None = None) -> httpx.Response:
        sent = dict(PAGE if headers is None else headers)
        if purpose:
            sent["domicile-purpose"] = purpose
        return self.send("POST", "/graphql", headers=sent, json={"query": document})


@pytest.fixture
def browser(hub: Hub) -> Iterator[Browser]:
    city = template() / "city"
    manifest = json.loads((city / "manifest.json").read_text(encoding="utf-8"))
    keep_demo_people(hub.settings, demo_people(city, manifest["demo"]))
    yield Browser(hub)
    (hub.settings.home / "demo-people.json").unlink()


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Trial]:
    trial = Trial(tmp_path / "home", StandIn())
    yield trial
    trial.sessions.close()
    trial.vault.close()
