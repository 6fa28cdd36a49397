"""Whether an issuer is the one that the settings name, and whether a token of it would count: each thing with a verdict, not the first only.

For who sets an issuer up: `domicile issuer check`, and `domicile serve` before it starts. Asks the issuer anew, and keeps nothing.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import httpx

from hub.identity import HasOffices, check_issuers, issuers_of, open_verifier
from hub.identity.choices import choices_of
from hub.identity.development import DEVELOPMENT_ISSUER
from hub.identity.issuer import FAILURES, http_client
from hub.identity.keys import bounded_json, is_safe_url, usable_keys
from hub.identity.refusals import KeysUnavailableError
from hub.identity.tokens import TokenVerifier, bearer_token, claims_unchecked, subject_of
from hub.identity.trusted import SETTING as CLIENT_ISSUERS
from hub.settings import Settings
from model.errors import DomicileError
from model.ids import ClientId
from model.times import as_instant_text, now

DISCOVERY = "/.well-known/openid-configuration"
_SHOWN_CHARACTERS_MAX = 200  # of what an issuer or a token says


class Verdict(StrEnum):
    """What became of one thing that was looked at."""

    RIGHT = "right"
    WRONG = "wrong"
    SILENT = "no answer"  # now; it may come


@dataclass(frozen=True)
class Finding:
    """One thing, with what was found."""

    verdict: Verdict
    what: str
    said: str


def shown(value: object) -> str:
    """What an issuer or a token says, in backticks: of some length, and nothing that a terminal obeys."""
    text = value if isinstance(value, str) else repr(value)
    kept = "".join(sign if sign.isprintable() else "�" for sign in text[:_SHOWN_CHARACTERS_MAX])
    return f"`{kept}{'…' if len(text) > _SHOWN_CHARACTERS_MAX else ''}`"


async def examine_issuers(
    settings: Settings, transport: httpx.AsyncBaseTransport | None = None
) -> Mapping[str, Sequence[Finding]]:
    """What there is to say of each of the hub's issuers, by name; none for the development issuer. Raises `SetupError`."""
    check_issuers(settings)
    names = [] if not settings.issuer else [settings.issuer, *sorted(issuers_of(settings) - {settings.issuer})]
    signing_in = {choice.issuer for choice in choices_of(settings).values()}
    async with http_client(transport) as client:
        found = await asyncio.gather(
            *(
                _examined(
                    client,
                    name,
                    keys_url=settings.issuer_keys_url if name == settings.issuer else "",
                    is_signed_in_at=name in signing_in,
                )
                for name in names
            )
        )
    return dict(zip(names, found, strict=True))


def setting_of(name: str, settings: Settings) -> str:
    """Which setting names this issuer."""
    return "DOMICILE_ISSUER" if name == settings.issuer else CLIENT_ISSUERS


async def _examined(client: httpx.AsyncClient, name: str, *, keys_url: str, is_signed_in_at: bool) -> list[Finding]:
    if keys_url and not is_signed_in_at:
        return [await _keys(client, keys_url)]
    url = name.rstrip("/") + DISCOVERY
    finding, document = await _document(client, "discovery", url)
    if document is None:
        return [finding]
    found = [finding, _name(document, name)]
    if is_signed_in_at:
        found += _endpoints(document)
    keys_address = keys_url or document.get("jwks_uri")
    if not isinstance(keys_address, str) or not is_safe_url(keys_address):
        return [*found, Finding(Verdict.WRONG, "keys", f"`jwks_uri` is {shown(keys_address)}, and has to be https")]
    return [*found, await _keys(client, keys_address)]


async def _document(client: httpx.AsyncClient, what: str, url: str) -> tuple[Finding, Mapping[str, Any] | None]:
    """What lies at an address, if it is a JSON object."""
    try:
        status, document = await bounded_json(client, url)
    except ValueError:
        return Finding(Verdict.WRONG, what, f"{url} answers with no JSON: look at host, path and realm"), None
    except FAILURES as error:
        return Finding(Verdict.SILENT, what, f"{url} {_why_silent(error)}"), None
    if httpx.codes.is_server_error(status):
        return Finding(Verdict.SILENT, what, f"{url} answers with status {status}"), None
    if status != httpx.codes.OK or not isinstance(document, dict):
        said = f"status {status}" if status != httpx.codes.OK else "no JSON object"
        return Finding(Verdict.WRONG, what, f"{url} answers with {said}: look at host, path and realm"), None
    return Finding(Verdict.RIGHT, what, url), document


def _why_silent(error: Exception) -> str:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return "has a certificate of an authority that this machine does not trust: name its file in SSL_CERT_FILE"
    return f"does not answer ({type(error).__name__})"


def _name(document: Mapping[str, Any], name: str) -> Finding:
    said = document.get("issuer")
    if said == name:
        return Finding(Verdict.RIGHT, "name", shown(name))
    return Finding(
        Verdict.WRONG,
        "name",
        f"it calls itself {shown(said)}, and is set as {shown(name)}: they are compared letter for letter",
    )


def _endpoints(document: Mapping[str, Any]) -> list[Finding]:
    """What a sign-in by browser needs of it."""
    found = []
    for what in ("authorization_endpoint", "token_endpoint"):
        address = document.get(what)
        is_right = isinstance(address, str) and is_safe_url(address)
        said = shown(address) + ("" if is_right else ", and has to be https")
        found.append(Finding(Verdict.RIGHT if is_right else Verdict.WRONG, what, said))
    methods = document.get("code_challenge_methods_supported")
    if isinstance(methods, list) and "S256" not in methods:
        found.append(Finding(Verdict.WRONG, "PKCE", f"it knows {shown(methods)}, and the hub sends `S256`"))
    return found


async def _keys(client: httpx.AsyncClient, url: str) -> Finding:
    finding, document = await _document(client, "keys", url)
    if document is None:
        return finding
    try:
        usable = usable_keys(document)
    except ValueError as error:
        return Finding(Verdict.WRONG, "keys", f"{url} holds {error}")
    count = len(document["keys"])
    if not usable:
        return Finding(Verdict.WRONG, "keys", f"of {count}, none signs by RS256, PS256, ES256 or EdDSA, with a `kid`")
    named = ", ".join(f"{shown(kid)} ({kind})" for kid, kind in sorted(usable))
    return Finding(Verdict.RIGHT, "keys", f"{len(usable)} of {count} sign tokens: {named}")


# ── a token ──────────────────────────────────────────────────────────────────────────────────────────────────────────


async def examine_token(
    settings: Settings, token: str, *, has_offices: HasOffices, is_known: Callable[[ClientId], bool]
) -> Sequence[Finding]:
    """What the hub makes of an access token, claim by claim. Raises `UnauthenticatedError` for what is none, `SetupError`."""
    checked = bearer_token(f"Bearer {token}")
    claims = claims_unchecked(checked)
    verifiers = open_verifier(settings, has_offices)
    try:
        issuer = claims.get("iss")
        known = issuer if issuer in issuers_of(settings) else settings.issuer or DEVELOPMENT_ISSUER
        verifier = verifiers.of(str(known))
        signature = await _signature(verifier, checked)
    finally:
        await verifiers.aclose()
    return [
        signature,
        _claim(claims, "iss", lambda: verifier.check_issuer(claims)),
        _claim(claims, "aud", lambda: verifier.check_audience(claims)),
        _client(claims, verifier, is_known),
        _claim(claims, "sub", lambda: subject_of(claims)),
        _office(claims, verifier, has_offices),
        _times(claims, verifier),
    ]


async def _signature(verifier: TokenVerifier, token: bytes) -> Finding:
    try:
        await verifier.signed_claims(token)
    except KeysUnavailableError as error:
        return Finding(Verdict.SILENT, "signature", str(error))
    except DomicileError as error:
        return Finding(Verdict.WRONG, "signature", str(error))
    return Finding(Verdict.RIGHT, "signature", "by a key of this issuer")


def _claim(claims: Mapping[str, Any], name: str, check: Callable[[], object]) -> Finding:
    try:
        check()
    except DomicileError as error:
        found = f"; it is {shown(claims[name])}" if name in claims else ""
        return Finding(Verdict.WRONG, name, f"{error}{found}")
    return Finding(Verdict.RIGHT, name, shown(claims[name]))


def _times(claims: Mapping[str, Any], verifier: TokenVerifier) -> Finding:
    """`iat`, `exp` and `nbf`, in words, beside the hub's own clock."""
    said = ", ".join(f"{name} {_instant(claims[name])}" for name in ("iat", "nbf", "exp") if name in claims)
    beside = f"{said or 'none'}; here it is {as_instant_text(now())}"
    try:
        verifier.expiry_of(claims)
    except DomicileError as error:
        return Finding(Verdict.WRONG, "times", f"{error}; {beside}")
    return Finding(Verdict.RIGHT, "times", beside)


def _instant(value: object) -> str:
    try:
        return as_instant_text(datetime.fromtimestamp(float(value), UTC))  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError, OSError):
        return shown(value)


def _client(claims: Mapping[str, Any], verifier: TokenVerifier, is_known: Callable[[ClientId], bool]) -> Finding:
    finding = _claim(claims, "azp", lambda: verifier.client_of(claims))
    if finding.verdict is Verdict.RIGHT and not is_known(ClientId(claims["azp"])):
        said = f"{shown(claims['azp'])} is no client of this hub: name it so at the issuer, or set it by a mapper"
        return Finding(Verdict.WRONG, "azp", said)
    return finding


def _office(claims: Mapping[str, Any], verifier: TokenVerifier, has_offices: HasOffices) -> Finding:
    client = ClientId(str(claims.get("azp", "")))
    if has_offices(client) is False:
        said = "a resident has none" + (f", and {shown(claims['office'])} does not count" if "office" in claims else "")
        return Finding(Verdict.RIGHT, "office", said)
    if "office" not in claims and has_offices(client) is None:
        return Finding(Verdict.RIGHT, "office", "none")
    return _claim(claims, "office", lambda: verifier.office_of(claims, client))
