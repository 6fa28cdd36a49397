"""Who sent a request: the token in its `Authorization`, or else the session of the explorer's page. One place for both.

A session counts only for a request which the hub's own page sent: it has the header `Domicile-Explorer: 1`, which no
form and no link can send and which another origin's script may not, and its `Sec-Fetch-Site` and `Origin` say so too.
"""

from collections.abc import Iterable

from starlette.requests import Request

from hub.identity.browser import BrowserSignIn
from hub.identity.tokens import Verifier, authorization_header
from model.callers import Caller
from model.errors import UnauthenticatedError

EXPLORER_HEADER = "domicile-explorer"


class Callers:
    """Reads the caller out of a request. Without `sign_in` there are no sessions, only tokens."""

    def __init__(self, verifier: Verifier, sign_in: BrowserSignIn | None = None) -> None:
        self._verifier = verifier
        self._sign_in = sign_in

    async def caller(self, request: Request) -> Caller:
        """Who asks; a token counts before a session. Raises `UnauthenticatedError` when nobody does."""
        authorization = authorization_header(request.scope["headers"])
        if authorization is None and self._sign_in is not None and EXPLORER_HEADER in request.headers:
            refuse_foreign(request, self._sign_in.origin)
            return await self._sign_in.caller(request.scope["headers"])
        return await self._verifier.caller(authorization)

    def is_anonymous(self, request: Request) -> bool:
        """Whether the request says nothing of who sends it: no token, and no session from the hub's own page."""
        headers = request.scope["headers"]
        if authorization_header(headers) is not None:
            return False
        return (
            self._sign_in is None
            or EXPLORER_HEADER not in request.headers
            or self._sign_in.cookies.session_secret(headers) is None
        )


def refuse_foreign(request: Request, origin: str) -> None:
    """Raises `UnauthenticatedError` unless the hub's own page, at `origin`, sent this."""
    if request.headers.getlist(EXPLORER_HEADER) != ["1"]:
        raise UnauthenticatedError("the session counts with the header `Domicile-Explorer: 1` only")
    if not _all_are(request.headers.getlist("sec-fetch-site"), "same-origin"):
        raise UnauthenticatedError("the session counts for the explorer's own page only: see `Sec-Fetch-Site`")
    if not _all_are(request.headers.getlist("origin"), origin):
        raise UnauthenticatedError(f"the session counts for pages of `{origin}` only: see DOMICILE_PUBLIC_URL")


def _all_are(values: Iterable[str], expected: str) -> bool:
    return all(value == expected for value in values)
