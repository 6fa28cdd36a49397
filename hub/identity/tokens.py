"""Checks one bearer token and says who is asking. Not what they may do: that is the policy's.

Every refusal is an `UnauthenticatedError` whose message says which check failed and quotes nothing out of the token:
what a caller sent may be a secret, or a name.
"""

import hmac
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from joserfc.errors import JoseError, UnsupportedAlgorithmError
from joserfc.jws import CompactSignature, JWSRegistry, extract_compact, validate_compact
from joserfc.util import urlsafe_b64decode

from hub.identity.keys import ALGORITHM_KEY_TYPES, KeySource, PublicKey
from hub.identity.limits import (
    CLAIM_LENGTH_MAX,
    TOKEN_BYTES_MAX,
    TOKEN_HEADER_BYTES_MAX,
    TOKEN_LEEWAY_SECONDS,
    TOKEN_LIFETIME_SECONDS_MAX,
    TOKEN_SIGNATURE_BYTES_MAX,
)
from hub.identity.refusals import ClockError, KeyUnknownError
from model.callers import Caller
from model.errors import OfficeMissingError, UnauthenticatedError
from model.ids import ClientId, OfficeCode, OfficerSubject
from model.times import now

_BEARER = re.compile(r"[Bb][Ee][Aa][Rr][Ee][Rr] ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)")
# `jku`, `jwk`, `x5u` and `x5c` would let a token bring its own key, `crit` and `b64` change what is signed.
_HEADER_MEMBERS = frozenset({"alg", "kid", "typ", "x5t", "x5t#S256"})
_TYPES = frozenset({"jwt", "at+jwt", "application/at+jwt"})
_WRONG_TYPE = "the token's `typ` is not `JWT` or `at+jwt`: send an access token"
_LAST_SECOND = 253_402_300_799  # 9999-12-31T23:59:59Z, the last that `datetime` can hold


class _Registry(JWSRegistry):
    """joserfc's algorithms, ours only. `EdDSA` is what issuers send today; joserfc would warn at each use."""

    max_header_length = TOKEN_HEADER_BYTES_MAX
    max_payload_length = TOKEN_BYTES_MAX
    max_signature_length = TOKEN_SIGNATURE_BYTES_MAX

    def get_alg(self, name: str) -> Any:
        if name not in ALGORITHM_KEY_TYPES:
            raise UnsupportedAlgorithmError
        return self.algorithms[name]


_REGISTRY = _Registry()


def authorization_header(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    """The one `Authorization` header out of an ASGI scope's `headers` (names in lower case), or None.

    Raises `UnauthenticatedError` when there are several: two readers could each believe another one.
    """
    values = [value for name, value in headers if name == b"authorization"]
    if len(values) > 1:
        raise UnauthenticatedError("the header `Authorization` stands more than once: send it once")
    return values[0].decode("latin-1") if values else None


class Verifier(Protocol):
    """Says who sent a token: `TokenVerifier` for one issuer, `hub.identity.trusted` for several."""

    async def caller(self, authorization: str | None) -> Caller: ...
    def of(self, issuer: str) -> "TokenVerifier": ...
    async def aclose(self) -> None: ...


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """What an identity token says of the issuer's own session, for its end to be known by: empty where it says nothing."""

    subject: str
    session: str


class TokenVerifier:
    """Checks tokens of one issuer for one audience.

    `speaks_for` says for which clients it may, by default for all. `has_offices` says of a client whether its callers work at
    an office: then the token names it; those of a client without are nobody's officers, whatever it says. None: as it says.
    """

    def __init__(
        self,
        keys: KeySource,
        *,
        issuer: str,
        audience: str,
        speaks_for: Callable[[ClientId], bool] = lambda _client: True,
        has_offices: Callable[[ClientId], bool | None] = lambda _client: None,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience
        self._speaks_for = speaks_for
        self._has_offices = has_offices
        self._clock = clock

    def of(self, issuer: str) -> "TokenVerifier":
        """Itself. Raises `UnauthenticatedError` for another issuer."""
        if issuer != self._issuer:
            raise UnauthenticatedError("the token's `iss` is no issuer of this hub")
        return self

    async def caller(self, authorization: str | None) -> Caller:
        """Who sent the header `Authorization`.

        Raises `UnauthenticatedError` when it is absent, malformed, not signed by the issuer, not meant for this hub,
        not valid now, or lacks a claim; and when no key of the issuer is at hand because it does not answer.
        """
        return self._caller(await self.signed_claims(bearer_token(authorization)))

    async def issued_caller(self, token: str) -> Caller:
        """Whom a token names that the issuer itself has just given to the hub. Raises as `caller` does."""
        return self._caller(await self.signed_claims(bearer_token(f"Bearer {token}"), is_from_issuer=True))

    async def check_id_token(self, token: str, *, client_id: str, nonce: str, client: str = "") -> SignedIn:
        """Whose session at the issuer it is (OpenID Connect Core, 3.1.3.7).

        Raises `UnauthenticatedError` unless it answers this sign-in. A mapper that sets the access token's `azp` to the
        hub's name for the client sets this one's too: so `azp` is either name of the pair.
        """
        claims = await self.signed_claims(bearer_token(f"Bearer {token}"), is_from_issuer=True)
        if claims.get("iss") != self._issuer:
            raise UnauthenticatedError(f"the identity token's `iss` is not `{self._issuer}`")
        if not names_audience(claims, client_id):
            raise UnauthenticatedError(f"the identity token's `aud` does not name `{client_id}`")
        if claims.get("azp", client_id) not in {client_id, client or client_id}:
            raise UnauthenticatedError(f"the identity token's `azp` is neither `{client_id}` nor `{client}`")
        given = claims.get("nonce")
        if not isinstance(given, str) or not hmac.compare_digest(given.encode(), nonce.encode()):
            raise UnauthenticatedError("the identity token's `nonce` answers another sign-in")
        self.expiry_of(claims)
        return SignedIn(subject=_claimed(claims, "sub"), session=_claimed(claims, "sid"))

    async def signed_claims(
        self, token: bytes, *, is_from_issuer: bool = False, types: Collection[str] = _TYPES
    ) -> Mapping[str, Any]:
        """The claims of a token which the issuer signed, and nothing checked of them. Raises `UnauthenticatedError`.

        `is_from_issuer`: the issuer itself gave it to the hub, so a key that is not known yet is worth a fetch.
        """
        header = _checked_header(token, types)
        signed = _parse(token)
        key_type = ALGORITHM_KEY_TYPES[header["alg"]]
        key = await self._keys.key(header["kid"], key_type=key_type, is_from_issuer=is_from_issuer)
        if key is None:
            raise KeyUnknownError("the token's `kid` is no signing key of the issuer: fetch a new token")
        if not _is_genuine(signed, key):
            raise UnauthenticatedError("the token's signature is not valid")
        return _payload(signed)

    def _caller(self, claims: Mapping[str, Any]) -> Caller:
        self.check_issuer(claims)
        self.check_audience(claims)
        client = self.client_of(claims)
        return Caller(
            issuer=self._issuer,
            client=client,
            subject=subject_of(claims),
            office=self.office_of(claims, client),
            expires_at=self.expiry_of(claims),
        )

    # ── one claim each ───────────────────────────────────────────────────────────────────────────────────────────

    def check_issuer(self, claims: Mapping[str, Any]) -> None:
        """`iss`. Raises `UnauthenticatedError`, as the next ones do."""
        if claims.get("iss") != self._issuer:
            raise UnauthenticatedError(f"the token's `iss` is not `{self._issuer}`")

    def check_audience(self, claims: Mapping[str, Any]) -> None:
        """`aud`."""
        if not names_audience(claims, self._audience):
            raise UnauthenticatedError(f"the token's `aud` does not name `{self._audience}`")

    def client_of(self, claims: Mapping[str, Any]) -> ClientId:
        """`azp`."""
        client = ClientId(_text(claims, "azp"))
        if not self._speaks_for(client):
            raise UnauthenticatedError("the token's `azp` is a client for which its issuer does not speak")
        return client

    def office_of(self, claims: Mapping[str, Any], client: ClientId) -> OfficeCode | None:
        """`office`: a department's token has one, and a resident's has none that counts."""
        has_offices = self._has_offices(client)
        if has_offices is False:
            return None
        if "office" in claims:
            return OfficeCode(_text(claims, "office"))
        if has_offices:
            raise OfficeMissingError
        return None

    def expiry_of(self, claims: Mapping[str, Any]) -> datetime:
        """`iat`, `exp` and `nbf`, by the hub's clock."""
        instant = self._clock().timestamp()
        issued, expires = _seconds(claims, "iat"), _seconds(claims, "exp")
        if expires + TOKEN_LEEWAY_SECONDS <= instant:
            raise ClockError("the token has expired: fetch a new one")
        if issued - TOKEN_LEEWAY_SECONDS > instant:
            raise ClockError("the token's `iat` lies in the future: compare the issuer's clock with the hub's")
        if "nbf" in claims and _seconds(claims, "nbf") - TOKEN_LEEWAY_SECONDS > instant:
            raise ClockError("the token is not valid yet: see its `nbf`")
        if not 0 < expires - issued <= TOKEN_LIFETIME_SECONDS_MAX:
            raise UnauthenticatedError(
                f"the token's `exp` must be 1 to {TOKEN_LIFETIME_SECONDS_MAX} seconds after `iat`"
            )
        return datetime.fromtimestamp(expires, UTC)

    async def aclose(self) -> None:
        """End what the key source has open."""
        await self._keys.aclose()


def bearer_token(authorization: str | None) -> bytes:
    """The token out of the header `Authorization`. Raises `UnauthenticatedError`."""
    if authorization is None:
        raise UnauthenticatedError("no token: send the header `Authorization: Bearer TOKEN`")
    if len(authorization) > TOKEN_BYTES_MAX + len("Bearer "):
        raise UnauthenticatedError(f"the token is longer than {TOKEN_BYTES_MAX} bytes")
    match = _BEARER.fullmatch(authorization)
    if match is None:
        raise UnauthenticatedError(
            "the header `Authorization` must be `Bearer TOKEN` with one signed JWT of three parts"
        )
    return match[1].encode("ascii")


def subject_of(claims: Mapping[str, Any]) -> OfficerSubject:
    """`sub`. Raises `UnauthenticatedError`."""
    return OfficerSubject(_text(claims, "sub"))


def names_audience(claims: Mapping[str, Any], name: str) -> bool:
    """Whether `aud` is `name`, or a list with it."""
    audience = claims.get("aud")
    return bool(audience == name or (isinstance(audience, list) and name in audience))


def claims_unchecked(token: bytes) -> Mapping[str, Any]:
    """What a token says, with nothing checked: to be shown to who brought it. Raises `UnauthenticatedError`."""
    return _payload(_parse(token))


def claimed_issuer(token: bytes) -> str:
    """Whose a token says that it is, with nothing checked: for the choice of the keys to check it with."""
    issuer = claims_unchecked(token).get("iss")
    return issuer if isinstance(issuer, str) else ""


def _is_genuine(signed: CompactSignature, key: PublicKey) -> bool:
    """Whether `key` signed it; a key that was made for another algorithm did not."""
    try:
        return validate_compact(signed, key, registry=_REGISTRY)
    except (JoseError, ValueError):
        return False


def _parse(token: bytes) -> CompactSignature:
    try:
        return extract_compact(token, registry=_REGISTRY)
    except (JoseError, ValueError) as error:
        raise UnauthenticatedError("the token is not a signed JWT in its canonical form") from error


def _checked_header(token: bytes, types: Collection[str]) -> Mapping[str, str]:
    """The protected header: flat, of known members only, each once.

    It is read here before joserfc sees it, which takes the last of two equal members and expects an object.
    """
    header = _header(token.partition(b".")[0])
    if not _HEADER_MEMBERS.issuperset(header):
        raise UnauthenticatedError("the token's header may hold only " + _quoted(sorted(_HEADER_MEMBERS)))
    if not all(isinstance(value, str) for value in header.values()):
        raise UnauthenticatedError("the token's header holds a member that is not text")
    if header.get("alg") not in ALGORITHM_KEY_TYPES:
        raise UnauthenticatedError("the token's `alg` must be one of " + _quoted(ALGORITHM_KEY_TYPES))
    if not header.get("kid"):
        raise UnauthenticatedError("the token's header has no `kid`")
    if header.get("typ", "JWT").lower() not in types:
        raise UnauthenticatedError(_WRONG_TYPE)
    return header


def _header(segment: bytes) -> Mapping[str, Any]:
    if len(segment) > TOKEN_HEADER_BYTES_MAX:
        raise UnauthenticatedError(f"the token's header is longer than {TOKEN_HEADER_BYTES_MAX} bytes")
    try:
        return _strict_object(urlsafe_b64decode(segment))
    except (ValueError, RecursionError) as error:
        raise UnauthenticatedError("the token's header is not a JSON object with each member once") from error


def _payload(signed: CompactSignature) -> Mapping[str, Any]:
    try:
        return _strict_object(signed.payload or b"")
    except (ValueError, RecursionError) as error:
        raise UnauthenticatedError("the token's payload is not a JSON object with each member once") from error


def _strict_object(text: bytes) -> Mapping[str, Any]:
    """A JSON object in which no member stands twice, at no level; `ValueError` for all else."""
    value = json.loads(text.decode("utf-8"), object_pairs_hook=_unique_members, parse_constant=_refused_constant)
    if not isinstance(value, dict):
        raise ValueError("not an object")  # noqa: TRY004 -- the caller treats every wrong form alike
    return value


def _unique_members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands twice")
    return members


def _refused_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _text(claims: Mapping[str, Any], name: str) -> str:
    """A claim that names someone: present, not empty, printable (so neither a line break nor half a character)."""
    value = claims.get(name)
    if value is None:
        raise UnauthenticatedError(f"the token has no `{name}`: the issuer must set it")
    if not isinstance(value, str) or not 0 < len(value) <= CLAIM_LENGTH_MAX or not value.isprintable():
        raise UnauthenticatedError(f"the token's `{name}` must be text of 1 to {CLAIM_LENGTH_MAX} printable characters")
    return value


def _claimed(claims: Mapping[str, Any], name: str) -> str:
    """A claim of an identity token that is kept for later, or nothing where there is no such text."""
    value = claims.get(name)
    return value if isinstance(value, str) and len(value) <= CLAIM_LENGTH_MAX else ""


def _seconds(claims: Mapping[str, Any], name: str) -> float:
    """A claim that is an instant, in seconds since 1970 (RFC 7519's NumericDate)."""
    value = claims.get(name)
    if value is None:
        raise UnauthenticatedError(f"the token has no `{name}`: the issuer must set it")
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LAST_SECOND:
        raise UnauthenticatedError(f"the token's `{name}` must be seconds since 1970")
    return float(value)


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
