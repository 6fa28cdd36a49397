"""The issuer's word that a session has ended there (OpenID Connect Back-Channel Logout 1.0), so that it ends here at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hub.identity.issuer import Choice
from hub.identity.limits import TOKEN_LEEWAY_SECONDS
from hub.identity.sessions import Sessions
from hub.identity.tokens import SignedIn, Verifier, bearer_token, claimed_issuer, names_audience
from model.errors import UnauthenticatedError

ADDRESS = "/session/back-channel-logout"
_EVENT = "http://schemas.openid.net/event/backchannel-logout"
_TYPES = frozenset({"logout+jwt", "application/logout+jwt", "jwt"})

Mark = Callable[[str, str, str, str], str]
"""Kind, issuer, client and value to the keyed hash by which a session is found."""


def marks_of(mark: Mark, choice: Choice, signed_in: SignedIn) -> list[str]:
    """By what the issuer can name this session: its own session, or the person in this client."""
    named = {"sid": signed_in.session, "sub": signed_in.subject}
    return [mark(kind, choice.issuer, choice.client_id, value) for kind, value in named.items() if value]


@dataclass(frozen=True)
class BackChannel:
    """Takes the issuers' logout tokens."""

    verifier: Verifier
    choices: Iterable[Choice]
    sessions: Sessions
    mark: Mark

    async def end(self, token: str) -> int:
        """End the sessions that a logout token names; how many there were. Raises `UnauthenticatedError` (its section 2.6)."""
        checked = bearer_token(f"Bearer {token}")
        issuer = claimed_issuer(checked)
        verifier = self.verifier.of(issuer)
        claims = await verifier.signed_claims(checked, types=_TYPES)
        verifier.check_issuer(claims)
        verifier.expiry_of(claims)
        events = claims.get("events")
        if not isinstance(events, dict) or not isinstance(events.get(_EVENT), dict) or "nonce" in claims:
            raise UnauthenticatedError(
                "this is no logout token: its `events` must name a back-channel logout, without a `nonce`"
            )
        kind = "sid" if claims.get("sid") else "sub"
        value = claims.get(kind)
        if not isinstance(value, str) or not value:
            raise UnauthenticatedError("the logout token names neither a `sid` nor a `sub`")
        clients = {choice.client_id for choice in self.choices if choice.issuer == issuer}
        named = [client for client in clients if names_audience(claims, client)]
        if not named:
            raise UnauthenticatedError("the logout token's `aud` is no client of this hub")
        begun_before = (
            float(claims["iat"]) + TOKEN_LEEWAY_SECONDS
        )  # a copy that comes late ends nothing that began since
        ended = [
            await self.sessions.end_marked(self.mark(kind, issuer, client, value), begun_before=begun_before)
            for client in named
        ]
        return sum(ended)
