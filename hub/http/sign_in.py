"""`/session…`: the explorer signs in, learns who it is, keeps what its officer chose, and signs out. No token leaves here.

What the addresses mean is in `docs/sign-in.md`; how a sign-in works is `hub.identity.browser`'s.
"""

import logging
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from hub.identity.back_channel import ADDRESS as BACK_CHANNEL
from hub.identity.browser import CALLBACK, BrowserSignIn
from hub.identity.callers import refuse_foreign
from hub.identity.keys import is_loopback
from hub.identity.limits import LOGOUT_BODY_BYTES_MAX, SESSION_BODY_BYTES_MAX
from hub.identity.refusal_log import RefusalLog
from hub.identity.refusals import (
    BeginAgainError,
    ClientRefusedError,
    IssuerUnavailableError,
    KeysUnavailableError,
    RefusedThereError,
    side_of,
)
from model.errors import Code, DomicileError, SetupError, ValidationFailedError
from model.limits import CASE_NUMBER_CHARACTERS_MAX
from model.text import case_number
from model.times import as_instant_text

_log = logging.getLogger("hub.http.sign_in")

_PURPOSE = re.compile(r"[a-z0-9-]{0,64}", re.ASCII)
_CASE = re.compile(rf"[A-Z0-9-]{{0,{CASE_NUMBER_CHARACTERS_MAX}}}", re.ASCII)
_CODE_LENGTH_MAX = 4096  # of what an issuer sends back in the address
_STATE = re.compile(r"[A-Za-z0-9_-]{1,128}", re.ASCII)
_UNAVAILABLE_THERE = frozenset({"server_error", "temporarily_unavailable"})
_SET_WRONG = frozenset(
    {
        "unauthorized_client",
        "invalid_request",
        "invalid_scope",
        "unsupported_response_type",
        "invalid_target",
        "invalid_client",
    }
)
_OWN_PAGES = frozenset({"same-origin", "none"})
_HEADERS = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "vary": "cookie",
}


class SignInPages:
    """The addresses. Open as long as the application is."""

    def __init__(self, names: Mapping[str, Mapping[str, str]], *, log_key_url: str = "") -> None:
        self._names = names  # of the choices, by id: `name` and `nameZh`
        self._log_key_url = log_key_url
        self._sign_in: BrowserSignIn | None = None
        self._refusals = RefusalLog(_log)

    def open(self, sign_in: BrowserSignIn) -> None:
        """From now on sign in with this."""
        self._sign_in = sign_in

    def close(self) -> None:
        """Sign nobody in any more."""
        self._sign_in = None

    def routes(self) -> list[BaseRoute]:
        """`/session` and what is below it."""
        return [
            Route("/session", self._session, methods=["GET", "PUT"]),
            Route("/session/sign-in", self._start, methods=["GET"]),
            Route(CALLBACK, self._arrive, methods=["GET"]),
            Route("/session/sign-out", self._end, methods=["POST"]),
            Route(BACK_CHANNEL, self._ended_there, methods=["POST"]),
        ]

    @property
    def _open(self) -> BrowserSignIn:
        if self._sign_in is None:
            raise SetupError("the hub is not open yet")
        return self._sign_in

    async def _session(self, request: Request) -> Response:
        try:
            if request.method == "PUT":
                refuse_foreign(request, self._open.origin)
                chosen = await _chosen(request)
                await self._open.remember(request.scope["headers"], **chosen)
            return _json(await self._told(request))
        except DomicileError as error:
            return _refused(error)

    async def _told(self, request: Request) -> dict[str, Any]:
        seen = await self._open.seen(request.scope["headers"])
        if seen.caller is None or seen.session is None:
            choices = [{"id": choice, **self._names[choice]} for choice in self._open.choices]
            left = await self._open.left(request.scope["headers"])
            there = {"endSession": left} if left else {}
            return {"signedIn": False, "expired": seen.is_expired, "choices": choices, **there}
        return {
            "signedIn": True,
            "client": seen.caller.client,
            "kind": "resident" if seen.caller.office is None else "officer",
            "mark": self._open.mark(seen.session),
            "expiresAt": as_instant_text(self._open.ends(seen.caller, seen.session)),
            "purpose": seen.session.purpose or None,
            "case": seen.session.case or None,
            "logKeyUrl": self._log_key_url or None,
        }

    async def _start(self, request: Request) -> Response:
        """To the issuer. Another site's link doesn't start it: nobody is signed in who didn't want to be."""
        if not _OWN_PAGES.issuperset(request.headers.getlist("sec-fetch-site")):
            return _to("/")
        try:
            if moved := self._canonical(request):
                return _to(moved)
            headers = request.scope["headers"]
            given = request.query_params
            start = await self._open.start(given.get("choice", ""), given.get("returnTo", "/"), headers)
        except DomicileError as error:
            return _to(f"/?signIn={self._word(error)}")
        response = _to(start.location)
        self._open.cookies.set_state(response, start.cookie_name, start.cookie, self._open.cookies.states(headers))
        return response

    async def _arrive(self, request: Request) -> Response:
        state = request.query_params.get("state", "")
        try:
            arrival = await self._open.arrive(
                state=_checked_state(state),
                code=_code(request),
                issuer=request.query_params.get("iss"),
                headers=request.scope["headers"],
            )
            response = _to(arrival.return_to)
            self._open.cookies.set_session(response, arrival.secret)
            if self._open.cookies.signed_out(request.scope["headers"]):
                self._open.cookies.drop_signed_out(response)
        except DomicileError as error:
            response = _to(f"/?signIn={self._word(error)}")
        if _STATE.fullmatch(state) and self._sign_in is not None:
            self._open.cookies.drop_state(response, self._open.cookies.state_name(state))
        return response

    async def _end(self, request: Request) -> Response:
        try:
            refuse_foreign(request, self._open.origin)
            choice = self._open.chosen(request.scope["headers"])
            leads_to = await self._open.end(request.scope["headers"])
        except DomicileError as error:
            return _refused(error)
        response = _json({"signedIn": False, "endSession": leads_to})
        self._open.cookies.drop_session(response)
        if leads_to:
            self._open.cookies.set_signed_out(response, choice)
        return response

    async def _ended_there(self, request: Request) -> Response:
        """The issuer says that a session has ended there. Its answers are those of OpenID Connect Back-Channel Logout 1.0."""
        try:
            await self._open.back_channel.end(await _logout_token(request))
        except DomicileError as error:
            self._refusals.write("an issuer's word that a session has ended was refused: %s", error)
            status = 503 if isinstance(error, KeysUnavailableError) else 400
            return _json({"error": "invalid_request", "error_description": str(error)}, status)
        return Response(status_code=200, headers=_HEADERS)

    def _word(self, error: DomicileError) -> str:
        """What the page is told: nothing that came in the address. The reason itself is for who runs the hub."""
        side = side_of(error)
        self._refusals.write("a sign-in by browser came to nothing (%s): %s", side, error)
        return side

    def _canonical(self, request: Request) -> str | None:
        """The same address under the hub's public name, when this machine was asked by another of its names."""
        public, asked = urlsplit(self._open.origin), urlsplit(f"//{request.headers.get('host', '')}")
        if (
            asked.netloc == public.netloc
            or not is_loopback(public.hostname or "")
            or not _is_this_machine(asked.netloc)
        ):
            return None
        return f"{self._open.origin}{request.url.path}?{request.url.query}"


def _is_this_machine(netloc: str) -> bool:
    try:
        return is_loopback(urlsplit(f"//{netloc}").hostname or "")
    except ValueError:
        return False


def _code(request: Request) -> str:
    if "error" in request.query_params:
        raise _refused_there(request.query_params["error"])
    code = request.query_params.get("code", "")
    if not 0 < len(code) <= _CODE_LENGTH_MAX:
        raise BeginAgainError("the issuer sent no code: sign in again")
    return code


def _refused_there(word: str) -> DomicileError:
    """What the issuer's `error` means (RFC 6749, 4.1.2.1). Anybody can write it into an address, so other words are not repeated."""
    if word in _UNAVAILABLE_THERE:
        return IssuerUnavailableError(f"the issuer says `{word}`: try again in a minute")
    if word in _SET_WRONG:
        return ClientRefusedError(
            f"the issuer says `{word}` of the hub's client: compare the client there with the hub's settings"
        )
    return RefusedThereError("the issuer signed nobody in")


def _checked_state(state: str) -> str:
    if not _STATE.fullmatch(state):
        raise BeginAgainError("the issuer sent no state: sign in again")
    return state


async def _body(request: Request, most_bytes: int) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most_bytes:
            raise ValidationFailedError(f"the body is larger than {most_bytes} bytes")
    return bytes(body)


async def _logout_token(request: Request) -> str:
    """Out of the form. Raises `ValidationFailedError` where it is not there once."""
    body = await _body(request, LOGOUT_BODY_BYTES_MAX)
    tokens = parse_qs(body.decode("latin-1")).get("logout_token", [])
    if len(tokens) != 1:
        raise ValidationFailedError("send a form with one `logout_token`")
    return tokens[0]


async def _chosen(request: Request) -> dict[str, str]:
    """Purpose and case out of the body; what isn't there, or null, is none."""
    body = await _body(request, SESSION_BODY_BYTES_MAX)
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise ValidationFailedError("the body is not JSON") from None
    if not isinstance(given, dict) or not {"purpose", "case"}.issuperset(given):
        raise ValidationFailedError('send {"purpose": "…", "case": "…"}')
    purpose, case = given.get("purpose") or "", given.get("case") or ""
    if not isinstance(purpose, str) or not isinstance(case, str) or not _PURPOSE.fullmatch(purpose):
        raise ValidationFailedError("`purpose` is one that `viewer` lists, and `case` a case's number")
    case = case_number(case)
    if not _CASE.fullmatch(case):
        raise ValidationFailedError(f"`case` is a case's number of at most {CASE_NUMBER_CHARACTERS_MAX} characters")
    return {"purpose": purpose, "case": case}


def _to(location: str) -> Response:
    return RedirectResponse(location, status_code=303, headers=_HEADERS)


def _json(value: Mapping[str, Any], status: int = 200) -> Response:
    return Response(orjson.dumps(value), status, headers=_HEADERS, media_type="application/json")


def _refused(error: DomicileError) -> Response:
    """As the API says it. An error of the setting-up is not shown."""
    code, status, text = error.code, error.status, str(error)
    if isinstance(error, SetupError):
        code, status, text = Code.INTERNAL, 503, "nobody can sign in now: try again later"
    return _json({"errors": [{"message": text, "extensions": {"code": code.value}}]}, status)
