"""With the development issuer, which signs for anyone, the hub answers this machine alone: by `Host` and `Origin`, on every path.

It listens on loopback only; but a page of anybody's, open in a browser on this machine, reaches that by a name that leads there.
"""

from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from hub.identity.keys import is_loopback
from model.errors import Code

_MISDIRECTED, _FORBIDDEN = 421, 403


class LoopbackOnly:
    """An ASGI application in front of another one. `origins` are those that may call from elsewhere: they are set by name."""

    def __init__(self, app: ASGIApp, origins: Collection[str] = ()) -> None:
        self._app = app
        self._origins = frozenset(origin.encode() for origin in origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 421 for another host, 403 for a page from elsewhere."""
        status = self._status(scope["headers"]) if scope["type"] == "http" else 0
        if not status:
            await self._app(scope, receive, send)
            return
        message = "this hub has the development issuer, and answers this machine alone: set DOMICILE_ISSUER"
        said = {"errors": [{"message": message, "extensions": {"code": Code.UNAUTHENTICATED.value}}]}
        await JSONResponse(said, status_code=status, headers={"cache-control": "no-store"})(scope, receive, send)

    def _status(self, headers: Iterable[tuple[bytes, bytes]]) -> int:
        """Zero for this machine. A form of our own page, which sends no referrer, comes with the origin `null`."""
        named = list(headers)
        hosts = [value for name, value in named if name == b"host"]
        if len(hosts) != 1 or not _is_here(b"//" + hosts[0]):
            return _MISDIRECTED
        is_our_page = (b"sec-fetch-site", b"same-origin") in named
        own = {b"null"} if is_our_page else set()
        origins = {value for name, value in named if name == b"origin"} - self._origins - own
        return 0 if all(map(_is_here, origins)) else _FORBIDDEN


def _is_here(address: bytes) -> bool:
    try:
        return is_loopback(urlsplit(address.decode("ascii")).hostname or "")
    except ValueError:  # no ASCII either
        return False
