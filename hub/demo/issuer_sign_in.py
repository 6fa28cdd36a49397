"""The development issuer's own sign-in page: whoever opens it chooses whom of the demo's people to be. No passwords.

Plain HTML, no script. On loopback only, as all of that issuer; and only for the people of `hub.demo.people`.
"""

import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from hub.demo.people import DemoPerson, demo_people
from hub.identity.browser import CALLBACK
from hub.identity.development import DEVELOPMENT_CLIENT
from hub.identity.issuer import challenge_of
from hub.identity.keys import is_loopback
from hub.identity.limits import (
    DEVELOPMENT_CODE_SECONDS,
    DEVELOPMENT_CODES_MAX,
    DEVELOPMENT_FORM_BYTES_MAX,
    DEVELOPMENT_TOKEN_SECONDS,
)
from hub.settings import Settings

_CARRIED = ("response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge",
            "code_challenge_method")  # fmt: skip
_CHALLENGE_LENGTH = 43
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-bottom: 0; }
ul { list-style: none; padding: 0; } li { margin: .4rem 0; } code { overflow-wrap: anywhere; }
button { font: inherit; padding: .3rem .7rem; text-align: start; }
"""

Sign = Callable[[DemoPerson], str]
"""Makes the access token of a person."""

SignIdentity = Callable[[DemoPerson, str], str]
"""Makes the identity token of a person for a nonce."""


@dataclass(frozen=True, kw_only=True)
class _Code:
    person: DemoPerson
    challenge: str
    nonce: str
    expires_at: float


class DevelopmentSignIn:
    """The page, the codes that it gave, and the address where they become tokens."""

    def __init__(self, settings: Settings, *, name: str, sign: Sign, sign_identity: SignIdentity) -> None:
        self._settings = settings
        self._name = name
        self._sign = sign
        self._sign_identity = sign_identity
        self._redirect_uri = settings.public_origin + CALLBACK
        self._codes: dict[str, _Code] = {}

    def discovery(self, url: str) -> dict[str, Any]:
        """What OIDC discovery says of it. The page is at the hub's public address, where the browser is."""
        public = self._settings.public_origin
        return {
            "authorization_endpoint": f"{public}{urlsplit(url).path}/authorize",
            "token_endpoint": f"{url}/token",
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "scopes_supported": ["openid"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["none"],
            "authorization_response_iss_parameter_supported": True,
        }

    def routes(self) -> list[BaseRoute]:
        """Below the issuer's own path."""
        return [
            Route("/authorize", self._authorize, methods=["GET", "POST"]),
            Route("/token", self._token, methods=["POST"]),
            Route("/style.css", _style, methods=["GET"]),
        ]

    async def _authorize(self, request: Request) -> Response:
        if not _is_asked_here(request):
            return _page("This page is for this machine's own browser.", "此页面仅供本机浏览器使用。", status=400)
        given = dict(request.query_params) if request.method == "GET" else await _form(request)
        if given.get("client_id") != DEVELOPMENT_CLIENT or given.get("redirect_uri") != self._redirect_uri:
            return _page(
                "The explorer sent nobody here like this: start at its own page.", "请从系统首页开始登录。", status=400
            )
        if wrong := _wrong(given):
            return self._back(given, {"error": wrong})
        return self._choosing(given) if request.method == "GET" else self._chosen(given)

    def _chosen(self, given: Mapping[str, str]) -> Response:
        if given.get("person") == "":
            return self._back(given, {"error": "access_denied"})
        person = next((each for each in demo_people(self._settings) if each.key == given.get("person")), None)
        if person is None:
            return _page("There is nobody of this name in the demo.", "演示中没有此人。", status=400)
        return self._back(given, {"code": self._new_code(person, given)})

    def _choosing(self, given: Mapping[str, str]) -> Response:
        people = demo_people(self._settings)
        if not people:
            return _page("This home has no demo: run ./run demo.", "此处没有演示数据：请运行 ./run demo。", status=503)
        return _page(
            "Whom would you like to be?",
            "您想以谁的身份登录？",
            body=_people(given, people),
            leads_to=self._redirect_uri,
        )

    def _back(self, given: Mapping[str, str], answer: Mapping[str, str]) -> Response:
        parameters = urlencode({**answer, "state": given.get("state", ""), "iss": self._name})
        return RedirectResponse(f"{self._redirect_uri}?{parameters}", 303, headers=_headers())

    def _new_code(self, person: DemoPerson, given: Mapping[str, str]) -> str:
        instant = time.monotonic()
        self._codes = {code: held for code, held in self._codes.items() if held.expires_at > instant}
        while len(self._codes) >= DEVELOPMENT_CODES_MAX:
            self._codes.pop(next(iter(self._codes)))
        code = secrets.token_urlsafe(32)
        self._codes[code] = _Code(
            person=person,
            challenge=given["code_challenge"],
            nonce=given.get("nonce", ""),
            expires_at=instant + DEVELOPMENT_CODE_SECONDS,
        )
        return code

    async def _token(self, request: Request) -> Response:
        given = await _form(request)
        if not _is_asked_here(request):
            return _error("invalid_request")
        if given.get("grant_type") != "authorization_code":
            return _error("unsupported_grant_type")
        held = self._codes.pop(given.get("code", ""), None)  # used up, whatever comes of it
        if given.get("client_id") != DEVELOPMENT_CLIENT or given.get("redirect_uri") != self._redirect_uri:
            return _error("invalid_grant")
        verifier = given.get("code_verifier", "")
        if held is None or held.expires_at <= time.monotonic() or not _fits(verifier, held.challenge):
            return _error("invalid_grant")
        answer = {
            "access_token": self._sign(held.person),
            "id_token": self._sign_identity(held.person, held.nonce),
            "token_type": "Bearer",
            "expires_in": DEVELOPMENT_TOKEN_SECONDS,
            "scope": "openid",
        }
        return JSONResponse(answer, headers=_headers())


async def _style(_: Request) -> Response:
    return Response(
        _STYLE, headers={"cache-control": "no-cache", "x-content-type-options": "nosniff"}, media_type="text/css"
    )


def log_key_page(log_key: str) -> Response:
    """The page on which the demo does what a city does in its gazette."""
    body = (
        f"<p><code>{escape(log_key)}</code></p>"
        "<p>A city publishes this on paper and on a site of its own, for who hands out both the entries and their key proves "
        'nothing by it. <span lang="zh-Hans">城市会在公报和自己的网站上公布此公钥：同时给出条目和公钥的一方，什么也证明不了。</span></p>'
    )
    return _page("The key of the demo's access log", "演示系统访问日志的公钥", body=body)


def _is_asked_here(request: Request) -> bool:
    """Whether the address names this machine: a page elsewhere may have its own name lead here (DNS rebinding)."""
    try:
        return is_loopback(urlsplit(f"//{request.headers.get('host', '')}").hostname or "")
    except ValueError:
        return False


def _wrong(given: Mapping[str, str]) -> str:
    """The error of OAuth for what is wrong with the request, or nothing."""
    if given.get("response_type") != "code":
        return "unsupported_response_type"
    if "openid" not in given.get("scope", "").split():
        return "invalid_scope"
    if given.get("code_challenge_method") != "S256" or len(given.get("code_challenge", "")) != _CHALLENGE_LENGTH:
        return "invalid_request"
    return ""


def _fits(verifier: str, challenge: str) -> bool:
    return verifier.isascii() and hmac.compare_digest(challenge_of(verifier).encode(), challenge.encode())


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form within limits; nothing of it when it is too large or says a field twice."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > DEVELOPMENT_FORM_BYTES_MAX:
            return {}
    pairs = parse_qsl(body.decode("utf-8", errors="replace"), keep_blank_values=True)
    return dict(pairs) if len(dict(pairs)) == len(pairs) else {}


def _error(word: str) -> Response:
    return JSONResponse({"error": word}, status_code=400, headers=_headers())


def _headers(leads_to: str = "") -> dict[str, str]:
    targets = f"'self' {leads_to.removesuffix(CALLBACK)}" if leads_to else "'none'"
    policy = f"default-src 'none'; style-src 'self'; form-action {targets}; base-uri 'none'; frame-ancestors 'none'"
    return {
        "cache-control": "no-store",
        "content-security-policy": policy,
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }


def _people(given: Mapping[str, str], people: Any) -> str:
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(given[name])}">'
        for name in _CARRIED
        if name in given
    )
    groups = "".join(_group(list(group)) for _, group in groupby(people, key=lambda person: person.group))
    return (
        f'<form method="post">{hidden}{groups}'
        '<p><button name="person" value="">Nobody: go back / <span lang="zh-Hans">返回</span></button></p></form>'
    )


def _group(people: list[DemoPerson]) -> str:
    title = f'{escape(people[0].group)} <span lang="zh-Hans">{escape(people[0].group_zh)}</span>'
    items = "".join(
        f'<li><button name="person" value="{escape(each.key)}">{escape(each.name)} '
        f'<span lang="zh-Hans">{escape(each.name_zh)}</span></button> '
        f'{escape(each.about)} <span lang="zh-Hans">{escape(each.about_zh)}</span></li>'
        for each in people
    )
    return f"<h2>{title}</h2><ul>{items}</ul>"


def _page(title: str, title_zh: str, *, body: str = "", leads_to: str = "", status: int = 200) -> Response:
    text = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><title>Sign in to the demo · 登录演示</title>'
        '<link rel="stylesheet" href="style.css"></head>'
        f'<body><main><h1>{escape(title)} <span lang="zh-Hans">{escape(title_zh)}</span></h1>'
        "<p>A demo with made-up people: there are no passwords. "
        '<span lang="zh-Hans">演示系统，人物均为虚构，无需密码。</span></p>'
        f"{body}</main></body></html>"
    )
    return Response(text, status, headers=_headers(leads_to), media_type="text/html")
