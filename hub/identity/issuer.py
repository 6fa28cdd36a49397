"""The hub as an OIDC client: where the issuer's sign-in is, a code for a token, a new token for an old one.

Authorisation code with PKCE and nothing else. Knows no browser and no cookie: that is `hub.identity.browser`.
"""

import base64
import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import httpx

from hub.errors import DomicileError, UnauthenticatedError
from hub.identity.keys import bounded_json, is_safe_url
from hub.identity.limits import ISSUER_DOCUMENT_AGE_SECONDS_MAX, ISSUER_FETCH_SECONDS_MAX, REFRESH_TOKEN_CHARACTERS_MAX

_FAILURES = (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError)


class IssuerUnavailableError(DomicileError):
    """The issuer does not answer now, or not as an OIDC issuer does."""

    status = 503


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One way to sign in, at the issuer of that name. `client` is what the token's `azp` has to be; None for the demo, whose people choose it."""

    id: str
    issuer: str
    client_id: str
    client: str | None
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """What the issuer gave; nothing of it is shown where the value is printed."""

    access: str = field(repr=False)
    refresh: str = field(default="", repr=False)
    id: str = field(default="", repr=False)


class OidcIssuer:
    """One issuer, found by discovery."""

    def __init__(self, name: str, *, discovery_url: str, client: httpx.AsyncClient) -> None:
        self.name = name
        self._discovery_url = discovery_url
        self._client = client
        self._document: Mapping[str, Any] = {}
        self._read_at: float | None = None

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def authorization_url(
        self, choice: Choice, *, redirect_uri: str, state: str, nonce: str, verifier: str
    ) -> str:
        """Where the browser goes to sign in. Raises `IssuerUnavailableError`."""
        endpoint = (await self._endpoints())["authorization_endpoint"]
        parameters = {
            "response_type": "code",
            "client_id": choice.client_id,
            "redirect_uri": redirect_uri,
            "scope": "openid",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge_of(verifier),
            "code_challenge_method": "S256",
        }
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(parameters)}"

    async def exchange(self, choice: Choice, *, code: str, redirect_uri: str, verifier: str) -> Tokens:
        """The tokens for a code. Raises `UnauthenticatedError` when the issuer refuses, `IssuerUnavailableError`."""
        return await self._tokens(
            choice,
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": redirect_uri,
                "code_verifier": verifier,
            },
        )

    async def refresh(self, choice: Choice, refresh_token: str) -> Tokens:
        """New tokens. Raises as `exchange` does."""
        return await self._tokens(choice, {"grant_type": "refresh_token", "refresh_token": refresh_token})

    async def revoke(self, choice: Choice, refresh_token: str) -> None:
        """Tell the issuer that nobody needs it any more (RFC 7009), where it can be told. Raises nothing."""
        try:
            endpoint = (await self._endpoints()).get("revocation_endpoint", "")
            if refresh_token and is_safe_url(endpoint):
                form = {"token": refresh_token, "token_type_hint": "refresh_token"}
                await self._post(endpoint, choice, form)
        except (*_FAILURES, DomicileError):
            return

    async def end_session_url(self, choice: Choice, *, leads_to: str) -> str | None:
        """Where the browser ends the issuer's own session, if it has such an address. It names nobody."""
        try:
            endpoint = (await self._endpoints()).get("end_session_endpoint", "")
        except DomicileError:
            return None
        if not is_safe_url(endpoint):
            return None
        return f"{endpoint}?{urlencode({'client_id': choice.client_id, 'post_logout_redirect_uri': leads_to})}"

    async def _tokens(self, choice: Choice, form: Mapping[str, str]) -> Tokens:
        endpoint = (await self._endpoints())["token_endpoint"]
        try:
            status, answer = await self._post(endpoint, choice, form)
        except _FAILURES as error:
            raise IssuerUnavailableError("the issuer does not answer now: try again in a minute") from error
        if httpx.codes.is_client_error(status):
            raise UnauthenticatedError("the issuer gave no token: sign in again")
        if status != httpx.codes.OK or not isinstance(answer, dict) or not isinstance(answer.get("access_token"), str):
            raise IssuerUnavailableError("the issuer's answer holds no token: try again in a minute")
        refresh = answer.get("refresh_token", "")
        is_kept = isinstance(refresh, str) and len(refresh) <= REFRESH_TOKEN_CHARACTERS_MAX
        id_token = answer.get("id_token", "")
        return Tokens(
            access=answer["access_token"],
            refresh=refresh if is_kept else "",
            id=id_token if isinstance(id_token, str) else "",
        )

    async def _post(self, endpoint: str, choice: Choice, form: Mapping[str, str]) -> tuple[int, Any]:
        sent, headers = dict(form), {"Accept": "application/json"}
        if not choice.secret:
            sent["client_id"] = choice.client_id
        elif "client_secret_basic" in self._methods():
            both = f"{quote(choice.client_id, safe='')}:{quote(choice.secret, safe='')}"
            headers["Authorization"] = "Basic " + base64.b64encode(both.encode()).decode("ascii")
        else:
            sent |= {"client_id": choice.client_id, "client_secret": choice.secret}
        return await bounded_json(self._client, endpoint, form=sent, headers=headers)

    def _methods(self) -> list[str]:
        methods = self._document.get("token_endpoint_auth_methods_supported")
        return methods if isinstance(methods, list) else ["client_secret_basic"]  # what discovery says of an absence

    async def _endpoints(self) -> Mapping[str, Any]:
        if self._read_at is not None and time.monotonic() - self._read_at < ISSUER_DOCUMENT_AGE_SECONDS_MAX:
            return self._document
        try:
            status, document = await bounded_json(self._client, self._discovery_url)
        except _FAILURES as error:
            raise IssuerUnavailableError("the issuer does not answer now: try again in a minute") from error
        if status != httpx.codes.OK or not _is_usable(document, self.name):
            raise IssuerUnavailableError("the issuer's discovery document is of another issuer, or names no https")
        self._document, self._read_at = document, time.monotonic()
        return self._document


def challenge_of(verifier: str) -> str:
    """PKCE's S256 (RFC 7636)."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def http_client(transport: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncClient:
    """A client with limits, which follows no redirect."""
    return httpx.AsyncClient(transport=transport, timeout=ISSUER_FETCH_SECONDS_MAX, follow_redirects=False)


def _is_usable(document: Any, name: str) -> bool:
    if not isinstance(document, dict) or document.get("issuer") != name:
        return False
    addresses = [document.get(key) for key in ("authorization_endpoint", "token_endpoint")]
    return all(isinstance(address, str) and is_safe_url(address) for address in addresses)
