"""Which issuer speaks for which client: a department that signs its people in by itself can name nobody else's.

What an issuer is trusted with is in `docs/sign-in.md`.
"""

from collections.abc import Mapping

from hub.identity.keys import is_safe_url
from hub.identity.tokens import TokenVerifier, bearer_token, claimed_issuer
from hub.settings import Settings
from model.callers import Caller
from model.errors import SetupError, UnauthenticatedError
from model.ids import ClientId

SETTING = "DOMICILE_CLIENT_ISSUERS"


def client_issuers(settings: Settings) -> Mapping[ClientId, str]:
    """The clients that have an issuer of their own, with its name. Every other client is the city's issuer's.

    Raises `SetupError` for what can't be read, or an address that others could answer for.
    """
    items = [item.strip() for item in settings.client_issuers.split(",") if item.strip()]
    if items and not settings.issuer:
        raise SetupError(f"{SETTING} stands beside the city's issuer: set DOMICILE_ISSUER, too")
    bound: dict[ClientId, str] = {}
    for item in items:
        client, _, issuer = (part.strip() for part in item.partition("="))
        if not issuer or ClientId(client) in bound:
            raise SetupError(f"{SETTING} is `CLIENT=URL` by comma, each client once")
        if not is_safe_url(issuer):
            raise SetupError(f"{SETTING} has `{issuer}`, which must be an https URL")
        bound[ClientId(client)] = issuer
    return bound


class TrustedIssuers:
    """Checks tokens of several issuers: each with the keys of whom it names, and for the clients which are that one's."""

    def __init__(self, verifiers: Mapping[str, TokenVerifier]) -> None:
        self._verifiers = verifiers

    async def caller(self, authorization: str | None) -> Caller:
        """Who sent the header `Authorization`. Raises as `TokenVerifier.caller` does, also for an issuer that is not trusted."""
        return await self.of(claimed_issuer(bearer_token(authorization))).caller(authorization)

    def of(self, issuer: str) -> TokenVerifier:
        """The verifier of that issuer's tokens. Raises `UnauthenticatedError` when it is none of this hub's."""
        verifier = self._verifiers.get(issuer)
        if verifier is None:
            raise UnauthenticatedError("the token's `iss` is no issuer of this hub")
        return verifier

    async def aclose(self) -> None:
        """End what the key sources have open."""
        for verifier in self._verifiers.values():
            await verifier.aclose()
