"""The issuer's public keys: read out of a key set, and for a remote issuer fetched and cached.

A key set is what an issuer publishes, so it is judged here and not trusted: what can't check a signature of the allowed
algorithms is left out. Made-up key ids, a slow issuer and a dead one must not hurt the hub, nor the hub the issuer.
"""

import asyncio
import contextlib
import ipaddress
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeAlias
from urllib.parse import urlsplit

import httpx
import orjson
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, OKPKey, RSAKey
from joserfc.util import base64_to_int

from hub.identity.limits import (
    ISSUER_BODY_BYTES_MAX,
    ISSUER_COOLDOWN_SECONDS,
    ISSUER_FETCH_SECONDS_MAX,
    ISSUER_KEYS_AGE_SECONDS_MAX,
    ISSUER_KEYS_MAX,
    ISSUER_KEYS_OUTAGE_SECONDS_MAX,
    ISSUER_RETRY_SECONDS,
    RSA_BITS_MAX,
    RSA_BITS_MIN,
)
from hub.identity.refusals import KeysUnavailableError
from model.errors import SetupError

PublicKey: TypeAlias = RSAKey | ECKey | OKPKey

# The algorithms which a token may be signed with, and the kind of key (`kty`) each needs. Asymmetric ones only: the hub
# holds nothing that could make a token.
ALGORITHM_KEY_TYPES: Mapping[str, str] = {
    "RS256": "RSA",
    "PS256": "RSA",
    "ES256": "EC",
    "EdDSA": "OKP",
    "Ed25519": "OKP",
}
_CURVES = {"EC": "P-256", "OKP": "Ed25519"}

_log = logging.getLogger(__name__)


class KeySource(Protocol):
    """Where the verifier gets the issuer's keys from."""

    async def key(self, kid: str, *, key_type: str, is_from_issuer: bool = False) -> PublicKey | None:
        """The signing key of this id and kind, or None; `UnauthenticatedError` when no keys are at hand at all.

        `is_from_issuer`: the issuer itself has just given the hub a token with this id, so it is not made up.
        """

    async def aclose(self) -> None:
        """End what is open."""


class StaticKeys:
    """A key set that does not change while the process runs."""

    def __init__(self, key_set: Mapping[str, Any]) -> None:
        self._keys = usable_keys(key_set)

    async def key(self, kid: str, *, key_type: str, is_from_issuer: bool = False) -> PublicKey | None:  # noqa: ARG002
        """The key of this id and kind, or None."""
        return self._keys.get((kid, key_type))

    async def aclose(self) -> None:
        """Nothing is open."""


def usable_keys(key_set: Any) -> Mapping[tuple[str, str], PublicKey]:
    """The keys of a JSON Web Key Set that can check a token, by id and kind. `ValueError` when it is no key set.

    A kind takes part in the name, so that a token can't have an RSA key read as anything else. Of two keys with one
    name neither counts: which one the issuer means can't be known.
    """
    entries = key_set.get("keys") if isinstance(key_set, dict) else None
    if not isinstance(entries, list) or len(entries) > ISSUER_KEYS_MAX:
        raise ValueError(f"not a key set of at most {ISSUER_KEYS_MAX} keys")
    keys = [key for key in map(_usable_key, entries) if key is not None]
    names = [(str(key.kid), key.key_type) for key in keys]
    return {name: key for name, key in zip(names, keys, strict=True) if names.count(name) == 1}


def _usable_key(entry: Any) -> PublicKey | None:
    """The key in one entry of a key set, or None when it can't check a token of the allowed algorithms."""
    try:
        if not _is_strong_public(entry):
            return None
        key = JWKRegistry.import_key(entry)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return key if isinstance(key, RSAKey | ECKey | OKPKey) else None


def _is_strong_public(entry: Mapping[str, Any]) -> bool:
    """Whether it has an id and is for signatures, public, and of the kinds and sizes allowed.

    A private key that somebody published signs for everybody, so it is worth nothing.
    """
    if not isinstance(entry["kid"], str) or not entry["kid"] or entry.get("use", "sig") != "sig" or "d" in entry:
        return False
    if entry["kty"] == "RSA":
        return RSA_BITS_MIN <= base64_to_int(entry["n"]).bit_length() <= RSA_BITS_MAX
    return entry["kty"] in _CURVES and entry["crv"] == _CURVES[entry["kty"]]


class RemoteKeys:
    """The keys of an issuer that is asked over HTTP: one fetch at a time, a cool-down, a greatest age.

    `keys_url` empty: the key set is found by OIDC discovery, so `issuer` must be a URL. While the issuer does not answer, the keys that it last
    published serve on for `ISSUER_KEYS_OUTAGE_SECONDS_MAX`, and nobody waits for it.
    """

    def __init__(
        self,
        issuer: str,
        *,
        keys_url: str = "",
        client: httpx.AsyncClient | None = None,
        clock_seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        url = keys_url or issuer
        if not is_safe_url(url):
            raise SetupError(f"`{url}` must be an https URL: over http anyone on the way could replace the keys")
        self._issuer = issuer
        self._keys_url = keys_url
        self._client = client or httpx.AsyncClient(timeout=ISSUER_FETCH_SECONDS_MAX, follow_redirects=False)
        self._clock_seconds = clock_seconds
        self._keys: Mapping[tuple[str, str], PublicKey] = {}
        self._fetched_at: float | None = None  # seconds of `clock_seconds`, as is the next
        self._tried_at: float | None = None
        self._is_answering = True
        self._fetching: asyncio.Task[None] | None = None

    async def key(self, kid: str, *, key_type: str, is_from_issuer: bool = False) -> PublicKey | None:
        """The issuer's key of this id and kind, or None when it publishes none.

        Raises `UnauthenticatedError` when no keys could be had, or none recent enough to be trusted. An id which anybody
        may have made up waits for the cool-down; one that the issuer itself gave the hub is looked up anew, for the keys
        may have been fetched, for a made-up one, just before it began to sign with this.
        """
        await self._freshen()
        found = self._keys.get((kid, key_type))
        if found is None and is_from_issuer and (self._is_answering or self._may_fetch()):
            await self._fetch_anew()
            found = self._keys.get((kid, key_type))
        elif found is None and self._may_fetch():
            await self._fetch()
            found = self._keys.get((kid, key_type))
        if self._age_seconds() > ISSUER_KEYS_OUTAGE_SECONDS_MAX:
            raise KeysUnavailableError("the issuer's keys can't be fetched now: try again in a minute")
        return found

    async def aclose(self) -> None:
        """Stop a fetch under way and close the connections."""
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.gather(self._fetching, return_exceptions=True)
        await self._client.aclose()

    def _age_seconds(self) -> float:
        return float("inf") if self._fetched_at is None else self._clock_seconds() - self._fetched_at

    def _may_fetch(self) -> bool:
        """Whether the cool-down is over, or a fetch is under way that can be waited for."""
        if self._fetching is not None or self._tried_at is None:
            return True
        pause_seconds = ISSUER_COOLDOWN_SECONDS if self._is_answering else ISSUER_RETRY_SECONDS
        return self._clock_seconds() - self._tried_at >= pause_seconds

    async def _freshen(self) -> None:
        """Fetch when the keys are too old. While the issuer is known to be down, without waiting for the outcome."""
        if self._age_seconds() < ISSUER_KEYS_AGE_SECONDS_MAX or not self._may_fetch():
            return
        waiting = self._fetch()
        if self._is_answering or self._age_seconds() > ISSUER_KEYS_OUTAGE_SECONDS_MAX:
            await waiting

    def _fetch(self) -> asyncio.Future[None]:
        """The fetch under way, or a new one; a caller that gives up does not end it for the others."""
        if self._fetching is None:
            self._fetching = asyncio.create_task(self._renew())
        return asyncio.shield(self._fetching)

    async def _fetch_anew(self) -> None:
        """A fetch that begins now: one under way may have been answered before. It is one for all who wait."""
        if self._fetching is not None:
            await self._fetch()
        await self._fetch()

    async def _renew(self) -> None:
        try:
            async with asyncio.timeout(ISSUER_FETCH_SECONDS_MAX):
                key_set = await self._json(self._keys_url or await self._discovered_url())
            self._keys = usable_keys(key_set)
            self._fetched_at = self._clock_seconds()
            self._is_answering = True
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError) as error:
            self._is_answering = False
            _log.warning("the issuer's keys could not be fetched: %s", type(error).__name__)
        finally:
            self._tried_at = self._clock_seconds()
            self._fetching = None

    async def _discovered_url(self) -> str:
        """The `jwks_uri` of the issuer's own discovery document (OpenID Connect Discovery 1.0, section 4.3)."""
        document = await self._json(self._issuer.rstrip("/") + "/.well-known/openid-configuration")
        url = document.get("jwks_uri") if isinstance(document, dict) else None
        if not isinstance(url, str) or document.get("issuer") != self._issuer or not is_safe_url(url):
            raise ValueError("the discovery document is of another issuer, or names no https `jwks_uri`")
        return url

    async def _json(self, url: str) -> Any:
        """The document at `url`. `ValueError` when there is none."""
        status, document = await bounded_json(self._client, url)
        if status != httpx.codes.OK:
            raise ValueError("the issuer did not answer 200")
        return document


async def bounded_json(
    client: httpx.AsyncClient,
    url: str,
    *,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> tuple[int, Any]:
    """Status and JSON of an issuer's answer to a GET, or to a POST of `form`; None where another status has none.

    Plain bytes only: a compressed body could be far larger than it looks. Raises what httpx does, `TimeoutError` when
    the whole takes too long, and `ValueError` when the answer is too long or a 200 without JSON.
    """
    sent = {"Accept-Encoding": "identity", **(headers or {})}
    async with asyncio.timeout(ISSUER_FETCH_SECONDS_MAX):
        async with client.stream("GET" if form is None else "POST", url, data=form, headers=sent) as response:
            body = bytearray()
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > ISSUER_BODY_BYTES_MAX:
                    raise ValueError(f"the issuer's answer is over {ISSUER_BODY_BYTES_MAX} bytes")
    if response.status_code == httpx.codes.OK:
        return response.status_code, orjson.loads(body) if body else None
    with contextlib.suppress(ValueError):  # of an error, which may be a page
        return response.status_code, orjson.loads(body)
    return response.status_code, None


def is_loopback(host: str) -> bool:
    """Whether `host` can be reached from this machine only: `localhost` or a loopback address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_safe_url(url: str) -> bool:
    """Whether nobody between can change what comes from `url`: https, or this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)))
