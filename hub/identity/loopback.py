"""With the development issuer, which signs for anyone, the hub answers this machine alone: by `Host` and `Origin`, on every path.

It listens on loopback only; but a page of anybody's, open in a browser on this machine, reaches that by a name that leads there.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from hub.errors import Code
from hub.identity.keys import is_loopback

_MISDIRECTED, _FORBIDDEN = 421, 403


class LoopbackOnly:
    """An ASGI application in front of another one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 421 for another host, 403 for a page from elsewhere."""
        status = _status(scope["headers"]) if scope["type"] == "http" else 0
        if not status:
            await self._app(scope, receive, send)
            return
        message = "this hub has the development issuer, and answers this machine alone: set DOMICILE_ISSUER"
        said = {"errors": [{"message": message, "extensions": {"code": Code.UNAUTHENTICATED.value}}]}
        await JSONResponse(said, status_code=status, headers={"cache-control": "no-store"})(scope, receive, send)


def _status(headers: Iterable[tuple[bytes, bytes]]) -> int:
    """Zero for this machine."""
    named = list(headers)
    hosts = [value for name, value in named if name == b"host"]
    if len(hosts) != 1 or not _is_here(b"//" + hosts[0]):
        return _MISDIRECTED
    return 0 if all(_is_here(value) for name, value in named if name == b"origin") else _FORBIDDEN


def _is_here(address: bytes) -> bool:
    try:
        return is_loopback(urlsplit(address.decode("ascii")).hostname or "")
    except ValueError:  # no ASCII either
        return False
