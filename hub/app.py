"""The HTTP side: `/graphql`, `/log/…` and `/health/…` on Starlette, and how a hub opens and closes its ports.

Knows what a request looks like, and nothing of the graph, the policy or the log: that is the gate's.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from hub.endpoint import Endpoint
from hub.errors import SetupError
from hub.gate import Gate
from hub.gate.ports import Ports, open_ports
from hub.gate.settling import settle_open_intents
from hub.identity import open_verifier
from hub.identity.development import DevelopmentIssuer
from hub.identity.passkeys import RelyingParty
from hub.settings import Settings
from hub.tiles import TilePages


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
    relying_party = RelyingParty.of(settings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        verifier = open_verifier(settings)
        async with open_ports(settings) as ports:
            await settle_open_intents(ports)
            graphql.endpoint = Endpoint(
                Gate(ports), verifier, relying_party=relying_party, time_zone=settings.time_zone
            )
            tiles.open(ports.ledger, verifier)
            app.state.ports = ports
            yield
            graphql.endpoint = None
            tiles.close()
        await verifier.aclose()

    async def ready(request: Request) -> Response:
        ports: Ports = request.app.state.ports
        is_ready = await ports.is_ready()
        return JSONResponse({"status": "ready" if is_ready else "waiting"}, status_code=200 if is_ready else 503)

    async def live(_request: Request) -> Response:
        return JSONResponse({"status": "live"})

    routes: list[BaseRoute] = [
        Route("/graphql", graphql),
        *tiles.routes(),
        Route("/health/live", live, methods=["GET"]),
        Route("/health/ready", ready, methods=["GET"]),
    ]
    if not settings.issuer:
        routes += DevelopmentIssuer.open(settings).routes()
    app = Starlette(routes=routes, middleware=_middleware(settings), lifespan=lifespan)
    app.router.redirect_slashes = False  # a redirect would send a query, and its token, where the `Host` header says
    return app


def _middleware(settings: Settings) -> list[Middleware]:
    origins = [item.strip() for item in settings.allowed_origins.split(",") if item.strip()]
    if "*" in origins:
        raise SetupError("`*` in DOMICILE_ALLOWED_ORIGINS would let any page call the register: list the origins")
    if not origins:
        return []
    headers = ["authorization", "content-type", "domicile-purpose"]
    return [Middleware(CORSMiddleware, allow_origins=origins, allow_methods=["POST"], allow_headers=headers)]
