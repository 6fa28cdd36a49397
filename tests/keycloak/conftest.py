"""A hub with a real Keycloak, made as docs/sign-in.md teaches it: a default realm, a home that is no demo, the synthetic city in it."""

import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.support.keycloak import PASSWORD, Keycloak, keycloak
from tests.support.operators import Operators
from tests.support.places import ROOT
from tests.support.serving import Served, command, finished, free_port, serving

# Clients that a test sets up wrongly, or under another name than the hub's, beside those of the page.
_CLIENTS = "housing, registration, resident, labour:domicile-labour, tax, education"
_SECRETS = "education:another secret"


@dataclass(frozen=True)
class Setting:
    """What was set up: the issuer, the home, and the environment in which its commands run."""

    issuer: Keycloak
    home: Path
    environment: Mapping[str, str]
    hub: str

    def run(self, *arguments: str, **others: str) -> str:
        """A command that ends well; what it says."""
        ended = finished(command(*arguments, home=self.home, environment={**self.environment, **others}))
        assert ended.code == 0, ended.said
        return ended.said

    def token(self, client: str, user: str) -> str:
        """An access token without a browser, as the page has it for the import."""
        form = {
            "grant_type": "password",
            "scope": "openid",
            "client_id": client,
            "username": user,
            "password": PASSWORD,
        }
        url = f"{self.issuer.url}/realms/city/protocol/openid-connect/token"
        return str(httpx.post(url, data=form, timeout=60).json()["access_token"])


def page_script() -> str:
    """The commands of the page that make the realm."""
    page = (ROOT / "docs" / "sign-in.md").read_text(encoding="utf-8")
    return page.partition("<!-- a test runs this -->")[2].partition("```sh\n")[2].partition("```")[0]


@pytest.fixture(scope="session")
def setting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setting]:
    """The realms; nothing of the hub yet."""
    folder = tmp_path_factory.mktemp("keycloak")
    port = free_port()
    hub = f"http://localhost:{port}"
    with keycloak(folder, hub=hub) as issuer:
        _make_realm(issuer, hub)
        environment = {
            "DOMICILE_ISSUER": f"{issuer.url}/realms/city",
            "DOMICILE_PUBLIC_URL": hub,
            "DOMICILE_PORT": str(port),
            "DOMICILE_EXPLORER_CLIENTS": _CLIENTS,
            "DOMICILE_EXPLORER_SECRETS": _SECRETS,
            "DOMICILE_GRAPH_QUICK_START": "1",
            "DOMICILE_GRAPH_HEAP_MEBIBYTES": "512",
            "DOMICILE_GRAPH_PAGE_CACHE_MEBIBYTES": "64",
        }
        yield Setting(issuer, folder / "home", environment, hub)


def _make_realm(issuer: Keycloak, hub: str) -> None:
    """As the page says, and some clients and people for what goes wrong."""
    sign_in = (
        f'kcadm.sh config credentials --server {issuer.url} --realm master --user admin --password "$(cat ../admin)"'
    )
    subprocess.run(
        ["/bin/sh", "-euc", f"{sign_in}\n{page_script()}"],
        cwd=issuer.home,
        env={**issuer.environment(), "HUB": hub},
        check=True,
        capture_output=True,
    )
    for name, office in (
        ("officer-housing-990103-1", "housing-990103"),
        ("officer-registration-9901-1", "registration-9901"),
        ("officer-labour-990103-1", "labour-990103"),
        ("resident-00685", ""),
        ("officer-without", ""),
    ):
        issuer.user(name, **({"attributes": {"office": [office]}} if office else {}))
    like = issuer.client("housing")
    mappers = [{key: value for key, value in mapper.items() if key != "id"} for mapper in like["protocolMappers"]]
    azp = {
        "name": "azp", "protocol": "openid-connect", "protocolMapper": "oidc-hardcoded-claim-mapper",
        "config": {"claim.name": "azp", "claim.value": "labour", "jsonType.label": "String",
                   "access.token.claim": "true", "id.token.claim": "true"},
    }  # fmt: skip
    no_audience = [mapper for mapper in mappers if mapper["name"] != "audience"]
    same = {key: like[key] for key in ("redirectUris", "attributes")}
    for client in (
        {"clientId": "domicile-labour", "publicClient": True, "protocolMappers": [*mappers, azp]},
        {"clientId": "tax", "publicClient": True, "protocolMappers": no_audience},
        {"clientId": "education", "publicClient": False, "secret": "the secret", "protocolMappers": mappers},
    ):
        issuer.admin("POST", "/clients", {**client, **same})


@pytest.fixture(scope="session")
def served(setting: Setting) -> Iterator[Served]:
    """The hub, with the city in it."""
    setting.run("init")
    setting.run("graph", "start")
    try:
        _bring_in(setting)
        with serving(setting.home, environment=setting.environment, port=urlsplit(setting.hub).port or 0) as running:
            yield running
    finally:
        setting.run("graph", "stop")


def _bring_in(setting: Setting) -> None:
    folder = setting.home.parent / "operators"
    folder.mkdir()
    operators = Operators(setting.home, folder, setting.environment)
    assert operators.carried_out("intake", "open").code == 0
    city = setting.home.parent / "city"
    setting.run("city", "--size", "small", "--out", str(city), "--issuer", setting.environment["DOMICILE_ISSUER"])
    setting.run("import", str(city))


@dataclass
class Browser:
    """Follows nothing by itself. It keeps cookies as one does that takes `Secure` ones on loopback."""

    hub: str
    client: httpx.Client

    def send(self, method: str, url: str, **arguments: Any) -> httpx.Response:
        answer = self.client.request(method, url, **arguments)
        for cookie in self.client.cookies.jar:
            cookie.secure = False
        return answer

    def page(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        """What a script of the hub's own page sends."""
        headers = {"domicile-explorer": "1", "sec-fetch-site": "same-origin"}
        return self.send(method, f"{self.hub}{path}", headers=headers, **arguments)

    def ask(self, document: str) -> Any:
        return self.page("POST", "/graphql", json={"query": document}).json()

    def session(self) -> Any:
        return self.page("GET", "/session").json()

    def sign_in(self, choice: str, user: str) -> str:
        """The whole way, with the people's password where the issuer asks; where in the explorer the browser goes on."""
        there = self.page("GET", f"/session/sign-in?choice={choice}&returnTo=/explore").headers["location"]
        back = self.filled_in(self.send("GET", there), username=user, password=PASSWORD, credentialId="")
        assert back.startswith(f"{self.hub}/session/callback?"), back
        return self.send("GET", back).headers["location"]

    def filled_in(self, answer: httpx.Response, **fields: str) -> str:
        """Where the issuer leads, once the form that it shows is sent: none is shown to who is signed in there."""
        if answer.status_code == httpx.codes.OK:
            form = re.search(r'<form[^>]* action="([^"]+)"', answer.text)
            assert form is not None, answer.text
            hidden = dict(re.findall(r'type="hidden"[^>]* name="([^"]+)"[^>]* value="([^"]*)"', answer.text))
            answer = self.send("POST", str(answer.url.join(unescape(form[1]))), data={**hidden, **fields})
        assert answer.is_redirect, answer.text
        return answer.headers["location"]


Browsers = Callable[[str], Browser]


@pytest.fixture
def browsers() -> Iterator[Browsers]:
    """New browsers, each for the hub at an address."""
    with ExitStack() as stack:

        def opened(hub: str) -> Browser:
            return Browser(hub, stack.enter_context(httpx.Client(timeout=60)))

        yield opened


@pytest.fixture
def browser(setting: Setting, served: Served, browsers: Browsers) -> Browser:  # noqa: ARG001 - it has to run
    return browsers(setting.hub)


@contextmanager
def stopped(issuer: Keycloak) -> Iterator[None]:
    """For the time of a block it hangs: it takes connections, and answers nothing."""
    import psutil

    main = psutil.Process(issuer.process.pid)
    processes = [main, *main.children(recursive=True)]
    for process in processes:
        process.suspend()
    try:
        yield
    finally:
        for process in processes:
            process.resume()
