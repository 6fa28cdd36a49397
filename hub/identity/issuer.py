"""The hub as an OIDC client: where the issuer's sign-in is, a code for a token, a new token for an old one.

Authorisation code with PKCE and nothing else. Knows no browser and no cookie: that is `hub.identity.browser`.
"""

import base64
import hashlib
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import httpx

from hub.identity.keys import bounded_json, is_safe_url
from hub.identity.limits import (
    ISSUER_DOCUMENT_AGE_SECONDS_MAX,
    ISSUER_FETCH_SECONDS_MAX,
    ISSUER_PAUSE_SECONDS,
    REFRESH_TOKEN_CHARACTERS_MAX,
    SESSION_SECONDS_MAX,
)
from hub.identity.refusals import ClientRefusedError, GrantRefusedError, IssuerUnavailableError
from model.errors import DomicileError

FAILURES = (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError)
_CLIENT_ERRORS = frozenset(
    {
        "invalid_client",
        "unauthorized_client",
        "invalid_request",
        "invalid_scope",
        "unsupported_grant_type",
        "invalid_target",
    }
)  # RFC 6749, 5.2, and RFC 8707: what the hub asks for, or as whom, is wrong
_PASSING = frozenset({httpx.codes.REQUEST_TIMEOUT, httpx.codes.TOO_EARLY, httpx.codes.TOO_MANY_REQUESTS})

_log = logging.getLogger(__name__)


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
    refresh_seconds: float | None = None  # how long the refresh token serves, where the issuer says it


class OidcIssuer:
    """One issuer, found by discovery. After it did not answer there is a pause, in which only sign-ins ask it."""

    def __init__(
        self,
        name: str,
        *,
        discovery_url: str,
        client: httpx.AsyncClient,
        clock_seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self._discovery_url = discovery_url
        self._client = client
        self._clock_seconds = clock_seconds
        self._document: Mapping[str, Any] = {}
        self._read_at: float | None = None
        self._paused_until = 0.0

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    @property
    def is_paused(self) -> bool:
        """Whether it did not answer a moment ago: nobody waits for it now."""
        return self._clock_seconds() < self._paused_until

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
        """The tokens for a code.

        Raises `GrantRefusedError` when the issuer takes it no more, `ClientRefusedError` when it does not take the hub's
        client or what it asks for, `IssuerUnavailableError`.
        """
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
        """New tokens. Raises as `exchange` does, and at once while the issuer is paused."""
        self._refuse_paused()
        return await self._tokens(choice, {"grant_type": "refresh_token", "refresh_token": refresh_token})

    async def revoke(self, choice: Choice, refresh_token: str) -> None:
        """Tell the issuer that nobody needs it any more (RFC 7009), where it can be told. Raises nothing."""
        try:
            self._refuse_paused()
            endpoint = (await self._endpoints()).get("revocation_endpoint", "")
            if refresh_token and is_safe_url(endpoint):
                form = {"token": refresh_token, "token_type_hint": "refresh_token"}
                await self._post(endpoint, choice, form)
        except FAILURES as error:
            self._pause(error)
        except DomicileError:
            return

    async def end_session_url(self, choice: Choice, *, leads_to: str) -> str | None:
        """Where the browser ends the issuer's own session, if it has such an address. It names nobody."""
        try:
            self._refuse_paused()
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
        except FAILURES as error:
            raise self._pause(error) from error
        if status != httpx.codes.OK:
            raise self._refusal(status, answer, choice)
        if not isinstance(answer, dict) or not isinstance(answer.get("access_token"), str):
            raise IssuerUnavailableError("the issuer's answer holds no token: try again in a minute")
        self._paused_until = 0.0
        refresh = answer.get("refresh_token", "")
        is_kept = isinstance(refresh, str) and len(refresh) <= REFRESH_TOKEN_CHARACTERS_MAX
        id_token = answer.get("id_token", "")
        return Tokens(
            access=answer["access_token"],
            refresh=refresh if is_kept else "",
            id=id_token if isinstance(id_token, str) else "",
            refresh_seconds=_seconds(answer.get("refresh_expires_in")),
        )

    def _refusal(self, status: int, answer: Any, choice: Choice) -> DomicileError:
        """What an answer without a token means (RFC 6749, 5.2). Of what it says only words of the standard are repeated."""
        word = answer.get("error") if isinstance(answer, dict) else None
        if status in _PASSING or not httpx.codes.is_client_error(status):
            return self._pause(f"HTTP status {status}")
        if status == httpx.codes.UNAUTHORIZED or word in _CLIENT_ERRORS:
            said = f": `{word}`" if word in _CLIENT_ERRORS else ""
            return ClientRefusedError(
                f"the issuer does not take the hub's client `{choice.client_id}`{said}: compare its id, secret and grants with "
                "DOMICILE_EXPLORER_CLIENTS and DOMICILE_EXPLORER_SECRETS"
            )
        return GrantRefusedError("the issuer gave no token: sign in again")

    def _refuse_paused(self) -> None:
        if self.is_paused:
            raise IssuerUnavailableError("the issuer did not answer a moment ago: try again in a minute")

    def _pause(self, why: Exception | str) -> IssuerUnavailableError:
        """Ask it nothing for a while; one line in the log for all who would have asked."""
        if not self.is_paused:
            said = why if isinstance(why, str) else type(why).__name__
            _log.warning(
                "the issuer `%s` does not answer (%s): sessions go on with the tokens they have, and it is asked again after %d seconds",
                self.name, said, ISSUER_PAUSE_SECONDS,
            )  # fmt: skip
        self._paused_until = self._clock_seconds() + ISSUER_PAUSE_SECONDS
        return IssuerUnavailableError("the issuer does not answer now: try again in a minute")

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
        if self._read_at is not None and self._clock_seconds() - self._read_at < ISSUER_DOCUMENT_AGE_SECONDS_MAX:
            return self._document
        try:
            status, document = await bounded_json(self._client, self._discovery_url)
        except FAILURES as error:
            raise self._pause(error) from error
        if status in _PASSING or httpx.codes.is_server_error(status):
            raise self._pause(f"HTTP status {status}")
        if status != httpx.codes.OK or not _is_usable(document, self.name):
            raise IssuerUnavailableError(
                "the issuer's discovery document is of another issuer, or names no https: see `domicile issuer check`"
            )
        self._document, self._read_at = document, self._clock_seconds()
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


def _seconds(value: Any) -> float | None:
    """How long a refresh token serves; None where that is not said, or is no time (Keycloak's 0 is: for good)."""
    is_time = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= SESSION_SECONDS_MAX
    return float(value) if is_time else None
