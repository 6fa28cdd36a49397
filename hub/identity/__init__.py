"""Who is asking: checks bearer tokens against the issuer's keys. Says nothing about what a caller may do.

`open_verifier` is what the application calls; a real issuer's keys are fetched and cached, the development issuer's
are read from its file.
"""

from collections.abc import Callable

from hub.identity.development import DEVELOPMENT_ISSUER, development_keys
from hub.identity.keys import RemoteKeys, is_safe_url
from hub.identity.tokens import TokenVerifier, Verifier
from hub.identity.trusted import TrustedIssuers, client_issuers
from hub.settings import Settings
from model.errors import SetupError
from model.ids import ClientId


def issuers_of(settings: Settings) -> frozenset[str]:
    """The issuers whose tokens are taken. Raises `SetupError`."""
    return frozenset({settings.issuer or DEVELOPMENT_ISSUER, *client_issuers(settings).values()})


def check_issuers(settings: Settings) -> None:
    """Raises `SetupError` when an issuer's address is one that others could answer for."""
    for name in issuers_of(settings) if settings.issuer else ():
        keys_url = settings.issuer_keys_url if name == settings.issuer else ""
        url = name if settings.explorer_clients or not keys_url else keys_url  # who signs in finds it by its name
        if not is_safe_url(url):
            raise SetupError(
                f"the issuer's address `{url[:200]}` is not https: over http anyone on the way could answer for it; set "
                "DOMICILE_ISSUER to its https address (http is taken on this machine only)"
            )


HasOffices = Callable[[ClientId], bool | None]
"""Whether a client's callers work at offices; None for one that nobody knows. `hub.policy` has the list."""


def open_verifier(settings: Settings, has_offices: HasOffices = lambda _client: None) -> Verifier:
    """The verifier for the issuers in `settings`, or for the development issuer when none is set.

    Makes no key and fetches nothing yet. Raises `SetupError` when the issuer's URL is not https, or when the
    development issuer was not made or would answer beyond loopback.
    """
    bound = client_issuers(settings)
    if not settings.issuer:
        return TokenVerifier(
            development_keys(settings), issuer=DEVELOPMENT_ISSUER, audience=settings.audience, has_offices=has_offices
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


__all__ = ["HasOffices", "TokenVerifier", "Verifier", "check_issuers", "issuers_of", "open_verifier"]
