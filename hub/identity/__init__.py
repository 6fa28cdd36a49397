"""Who is asking: checks bearer tokens against the issuer's keys. Says nothing about what a caller may do.

`open_verifier` is what the application calls; a real issuer's keys are fetched and cached, the development issuer's
are read from its file.
"""

from collections.abc import Callable

from hub.identity.development import DEVELOPMENT_ISSUER, DevelopmentIssuer
from hub.identity.keys import RemoteKeys
from hub.identity.tokens import TokenVerifier, Verifier
from hub.identity.trusted import TrustedIssuers, client_issuers
from hub.model.ids import ClientId
from hub.settings import Settings


def issuers_of(settings: Settings) -> frozenset[str]:
    """The issuers whose tokens are taken. Raises `SetupError`."""
    return frozenset({settings.issuer or DEVELOPMENT_ISSUER, *client_issuers(settings).values()})


HasOffices = Callable[[ClientId], bool | None]
"""Whether a client's callers work at offices; None for one that nobody knows. `hub.policy` has the list."""


def open_verifier(settings: Settings, has_offices: HasOffices = lambda _client: None) -> Verifier:
    """The verifier for the issuers in `settings`, or for the development issuer when none is set.

    Makes no key and fetches nothing yet. Raises `SetupError` when the issuer's URL is not https, or when the
    development issuer was not made or would answer beyond loopback.
    """
    bound = client_issuers(settings)
    if not settings.issuer:
        issuer = DevelopmentIssuer.open(settings)
        return TokenVerifier(
            issuer.keys(), issuer=DEVELOPMENT_ISSUER, audience=settings.audience, has_offices=has_offices
        )

    def verifier(name: str, keys_url: str = "") -> TokenVerifier:
        return TokenVerifier(
            RemoteKeys(name, keys_url=keys_url),
            issuer=name,
            audience=settings.audience,
            speaks_for=lambda client: bound.get(client, settings.issuer) == name,
            has_offices=has_offices,
        )

    verifiers = {name: verifier(name) for name in bound.values()}
    verifiers[settings.issuer] = verifier(settings.issuer, settings.issuer_keys_url)
    return TrustedIssuers(verifiers) if len(verifiers) > 1 else verifiers[settings.issuer]


__all__ = ["HasOffices", "TokenVerifier", "Verifier", "issuers_of", "open_verifier"]
