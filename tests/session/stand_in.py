"""An issuer that says what a test wants, and the hub's browser sign-in before it: both without a socket, on a clock of their own."""

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
from joserfc.jwk import ECKey
from joserfc.jwt import encode
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from hub.http.sign_in import SignInPages
from hub.identity.browser import BrowserSignIn, Headers
from hub.identity.choices import choices_of
from hub.identity.cookies import encoded
from hub.identity.issuer import OidcIssuer, http_client
from hub.identity.keys import RemoteKeys
from hub.identity.sessions import Sessions
from hub.identity.tokens import TokenVerifier
from hub.policy import has_offices
from hub.settings import Settings
from hub.vault import Vault

NAME = "https://sign-in.city.example"
ORIGIN = "https://register.city.example"
SESSION = "__Host-domicile-session"


def query_of(location: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(location).query))


class StandIn:
    """An issuer that says what the test wants; `asked` is what it was asked, `lifetime_seconds` how long tokens live."""

    def __init__(self) -> None:
        self._key = ECKey.generate_key("P-256", auto_kid=True)
        self.published = [self._key]
        self.asked: list[tuple[str, dict[str, str], str]] = []
        self.nonce = ""
        self.subject, self.client = "officer-1", "housing"
        self.lifetime_seconds = 20.0
        self.status = 200
        self.audience = "domicile-housing"
        self.error = "invalid_grant"
        self.said: dict[str, Any] = {}  # beside the tokens
        self.access: dict[str, Any] = {}  # claims of the access token, and of the next
        self.identities: dict[str, Any] = {}
        self.answers = asyncio.Event()  # cleared: it hangs
        self.answers.set()

    def rotate(self) -> None:
        """Sign with a new key from now on, and publish both."""
        self._key = ECKey.generate_key("P-256", auto_kid=True)
        self.published.append(self._key)

    def asked_by(self) -> httpx.AsyncClient:
        """Asks it, without a socket."""
        return http_client(httpx.ASGITransport(self.app()))

    def app(self) -> Starlette:
        endpoints = {name: f"{NAME}/{name}" for name in ("authorization_endpoint", "token_endpoint",
                                                        "revocation_endpoint", "end_session_endpoint")}  # fmt: skip

        async def discovery(_: Request) -> Response:
            return JSONResponse({"issuer": NAME, "jwks_uri": f"{NAME}/keys", **endpoints})

        async def keys(_: Request) -> Response:
            entries = [{**key.as_dict(private=False), "use": "sig", "alg": "ES256"} for key in self.published]
            return JSONResponse({"keys": entries})

        async def posted(request: Request) -> Response:
            form = dict(parse_qsl((await request.body()).decode()))
            self.asked.append((request.url.path, form, request.headers.get("authorization", "")))
            await self.answers.wait()
            if self.status != 200:
                return JSONResponse({"error": self.error}, status_code=self.status)
            tokens = {"access_token": self.token(), "id_token": self.identity(), "refresh_token": f"r{len(self.asked)}"}
            return JSONResponse(tokens | self.said)

        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", discovery),
                Route("/keys", keys),
                Route("/token_endpoint", posted, methods=["POST"]),
                Route("/revocation_endpoint", posted, methods=["POST"]),
            ]
        )

    def token(self, kid: str = "") -> str:
        return self._signed(kid, **{"aud": "domicile", "azp": self.client, "office": "housing-990103", **self.access})

    def identity(self) -> str:
        return self._signed(**{"aud": self.audience, "nonce": self.nonce, **self.identities})

    def word(self, type_: str, /, **claims: Any) -> str:
        """A logout token."""
        event = {"http://schemas.openid.net/event/backchannel-logout": {}}
        return self._signed("", type_, **{"aud": "domicile-housing", "events": event, "jti": "1", **claims})

    def _signed(self, kid: str = "", type_: str = "JWT", /, **claims: Any) -> str:
        instant = int(time.time())
        whole = {"iss": NAME, "sub": self.subject, "iat": instant, "exp": instant + self.lifetime_seconds, **claims}
        kept = {name: value for name, value in whole.items() if value is not None}
        return encode({"alg": "ES256", "typ": type_, "kid": kid or str(self._key.kid)}, kept, self._key)


class Clock:
    """This moment, and as many seconds more as a test says."""

    ahead_seconds = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead_seconds

    def now(self) -> datetime:
        return datetime.fromtimestamp(self(), UTC)


class Trial:
    """The hub's browser sign-in before the stand-in."""

    def __init__(self, home: Path, issuer: StandIn) -> None:
        self.settings = Settings.model_validate(
            {
                "home": home, "issuer": NAME, "public_url": ORIGIN,
                "explorer_clients": "housing:domicile-housing, resident",
                "explorer_secrets": "domicile-housing:a secret+",
            }
        )  # fmt: skip
        self.vault = Vault.create(self.settings)
        self.issuer = issuer
        self.clock = Clock()
        discovery = f"{NAME}/.well-known/openid-configuration"
        oidc = OidcIssuer(NAME, discovery_url=discovery, client=issuer.asked_by(), clock_seconds=self.clock)
        self.verifier = TokenVerifier(
            RemoteKeys(NAME, client=issuer.asked_by(), clock_seconds=self.clock),
            issuer=NAME, audience="domicile", has_offices=has_offices, clock=self.clock.now,
        )  # fmt: skip
        self.sessions = Sessions.open(self.settings, self.vault)
        self.pages = SignInPages({name: {"name": name, "nameZh": name} for name in choices_of(self.settings)})
        self.sign_in = BrowserSignIn(
            origin=ORIGIN, issuers=[oidc], choices=choices_of(self.settings), sessions=self.sessions, keys=self.vault,
            verifier=self.verifier, clock_seconds=self.clock,
        )  # fmt: skip

        self.pages.open(self.sign_in)
        self.app = Starlette(routes=self.pages.routes())

    async def send(self, method: str, path: str, headers: Headers = (), **arguments: Any) -> httpx.Response:
        """A browser's request, or the issuer's."""
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=ORIGIN) as client:
            sent = [*headers, (b"sec-fetch-site", b"same-origin"), (b"domicile-explorer", b"1")]
            return await client.request(method, path, headers=sent, **arguments)

    async def come_back(self, **said: str) -> httpx.Response:
        """The whole way through the hub's own addresses; where the browser goes on, as the issuer answers."""
        started = await self.send("GET", "/session/sign-in?choice=housing&returnTo=/explore")
        asked = query_of(started.headers["location"])
        self.issuer.nonce = asked["nonce"]
        kept = started.headers["set-cookie"].partition(";")[0]
        answer = urlencode({"state": asked["state"], "code": "c"} | said)
        return await self.send("GET", f"/session/callback?{answer}", [(b"cookie", kept.encode())])

    async def arrive(self) -> list[tuple[bytes, bytes]]:
        """Sign in; the headers of the browser's next requests."""
        start = await self.sign_in.start("housing", "/explore", [])
        asked = query_of(start.location)
        self.issuer.nonce = self.issuer.nonce or asked["nonce"]
        cookie = [(b"cookie", f"{start.cookie_name}={encoded(start.cookie)}".encode())]
        arrival = await self.sign_in.arrive(state=asked["state"], code="c", issuer=None, headers=cookie)
        return [(b"cookie", f"{SESSION}={encoded(arrival.secret)}".encode())]
