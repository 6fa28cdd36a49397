"""The application: opens the ports, composes what is served over them, and watches what runs beside it.

The one place that knows all of `hub.http`, `hub.jobs` and the gate. What a request is about is the gate's.
"""

import asyncio
import gc
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from zoneinfo import ZoneInfo

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

import schema
from hub.demo.issuer import DevelopmentIssuer
from hub.gate.exports import Exports
from hub.gate.pipeline import Gate
from hub.gate.ports import Ports
from hub.http.documents import Documents
from hub.http.endpoint import Endpoint
from hub.http.export_query import ExportQuery
from hub.http.pages import ExplorerPages
from hub.http.sign_in import SignInPages
from hub.http.tiles import TilePages
from hub.identity import check_issuers, open_verifier
from hub.identity.browser import BrowserSignIn
from hub.identity.callers import Callers
from hub.identity.choices import choices_of, remote_issuer
from hub.identity.issuer import Choice
from hub.identity.loopback import LoopbackOnly
from hub.identity.passkeys import RelyingParty
from hub.identity.sessions import Sessions
from hub.identity.trusted import client_issuers
from hub.jobs.recover_intents import settle_open_intents, watch_unsettled
from hub.mutations import Rules, Writes
from hub.opening import open_ports
from hub.policy.purposes import Client, clients, has_offices
from hub.settings import Settings
from model.errors import SetupError
from model.ids import ClientId
from resolvers.case import TERM, judge_opening
from resolvers.export import record_page


class _Graphql:
    """`/graphql` as an ASGI application: a class, so that Starlette hands over every method as it comes."""

    def __init__(self) -> None:
        self.endpoint: Endpoint | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.endpoint is None:
            raise SetupError("the hub is not open yet")
        response = await self.endpoint.respond(Request(scope, receive))
        await response(scope, receive, send)


def create(settings: Settings | None = None) -> Starlette:
    """The ASGI application. Opens its ports when the server starts it, and settles what a crash left open."""
    settings = settings or Settings()
    graphql, tiles = _Graphql(), TilePages()
    check_issuers(settings)
    for name in client_issuers(settings):
        _known(name, "DOMICILE_CLIENT_ISSUERS")
    relying_party = RelyingParty.of(settings)
    development = None if settings.issuer else DevelopmentIssuer.open(settings)
    choices = choices_of(settings)
    log_key_url = settings.log_key_url or (development.log_key_path if development else "")
    sign_in_pages = SignInPages(_names(choices), log_key_url=log_key_url)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        verifier = open_verifier(settings, has_offices)
        async with open_ports(settings) as ports:
            await settle_open_intents(ports)
            sign_in = BrowserSignIn(
                origin=settings.public_origin,
                issuers=[development.client()] if development else map(remote_issuer, _issuers(choices)),
                choices=choices,
                verifier=verifier,
                sessions=Sessions.open(settings, ports.vault),
                keys=ports.vault,
            )
            callers = Callers(verifier, sign_in)
            graphql.endpoint = _endpoint(ports, callers, relying_party, ZoneInfo(settings.time_zone))
            tiles.open(ports.ledger, callers)
            sign_in_pages.open(sign_in)
            if development:
                development.publish(ports.ledger.key)
            app.state.ports = ports
            gc.freeze()  # what is there now stays: else each full collection goes through it, and every request waits
            settling = asyncio.create_task(watch_unsettled(ports))
            yield
            settling.cancel()
            await asyncio.gather(settling, return_exceptions=True)
            graphql.endpoint = None
            tiles.close()
            sign_in_pages.close()
            await sign_in.aclose()
        await verifier.aclose()

    async def ready(request: Request) -> Response:
        ports: Ports = request.app.state.ports
        is_ready = await ports.is_ready()
        return JSONResponse({"status": "ready" if is_ready else "waiting"}, status_code=200 if is_ready else 503)

    async def live(_request: Request) -> Response:
        return JSONResponse({"status": "live"})

    pages = ExplorerPages(outlines=settings.outlines)
    routes: list[BaseRoute] = [
        Route("/graphql", graphql),
        *tiles.routes(),
        *sign_in_pages.routes(),
        *pages.routes(),
        Route("/health/live", live, methods=["GET"]),
        Route("/health/ready", ready, methods=["GET"]),
    ]
    if development:
        routes += development.routes()
    guards = [Middleware(LoopbackOnly, origins=_origins(settings))] if development else []
    app = Starlette(
        routes=routes,
        middleware=[*guards, *_middleware(settings)],
        exception_handlers={404: pages.unknown},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False  # a redirect would send a query, and its token, where the `Host` header says
    return app


def _endpoint(ports: Ports, callers: Callers, relying_party: RelyingParty, time_zone: ZoneInfo) -> Endpoint:
    """The GraphQL endpoint: the contract, the gate, and what carries mutations out by which rules."""
    gate, documents = Gate(ports), Documents(schema.build())
    exports = Exports(gate, ExportQuery(documents))
    rules = Rules(judge_opening=judge_opening, terms=TERM, record_page=record_page)
    writes = Writes(gate, exports, rules=rules, relying_party=relying_party, time_zone=time_zone)
    return Endpoint(documents, gate, callers, exports=exports, writes=writes)


def _names(choices: Mapping[str, Choice]) -> dict[str, dict[str, str]]:
    """What each way to sign in is called. Raises `SetupError` for a client that isn't on the closed list."""
    names = {}
    for choice in choices.values():
        if choice.client is None:
            names[choice.id] = {"name": "People of the demo", "nameZh": "演示人员"}
        else:
            client = _known(choice.client, "DOMICILE_EXPLORER_CLIENTS")
            names[choice.id] = {"name": client.name, "nameZh": client.name_zh}
    return names


def _known(name: str, setting: str) -> Client:
    """The client on the closed list. Raises `SetupError`."""
    client = clients().get(ClientId(name))
    if client is None:
        raise SetupError(f"{setting} names `{name}`: known are {', '.join(clients())}")
    return client


def _issuers(choices: Mapping[str, Choice]) -> set[str]:
    return {choice.issuer for choice in choices.values()}


def _origins(settings: Settings) -> list[str]:
    return [item.strip() for item in settings.allowed_origins.split(",") if item.strip()]


def _middleware(settings: Settings) -> list[Middleware]:
    origins = _origins(settings)
    if "*" in origins:
        raise SetupError("`*` in DOMICILE_ALLOWED_ORIGINS would let any page call the register: list the origins")
    if not origins:
        return []
    headers = ["authorization", "content-type", "domicile-purpose"]
    return [Middleware(CORSMiddleware, allow_origins=origins, allow_methods=["POST"], allow_headers=headers)]
