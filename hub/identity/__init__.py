"""Who is asking: checks bearer tokens against the issuer's keys. Says nothing about what a caller may do.

`open_verifier` is what the application calls; a real issuer's keys are fetched and cached, the development issuer's
are read from its file.
"""

from hub.identity.development import DEVELOPMENT_ISSUER, DevelopmentIssuer
from hub.identity.keys import RemoteKeys
from hub.identity.tokens import TokenVerifier
from hub.settings import Settings


def open_verifier(settings: Settings) -> TokenVerifier:
    """The verifier for the issuer in `settings`, or for the development issuer when none is set.

    Makes no key and fetches nothing yet. Raises `SetupError` when the issuer's URL is not https, or when the
    development issuer was not made or would answer beyond loopback.
    """
    if settings.issuer:
        keys = RemoteKeys(settings.issuer, keys_url=settings.issuer_keys_url)
        return TokenVerifier(keys, issuer=settings.issuer, audience=settings.audience)
    issuer = DevelopmentIssuer.open(settings)
    return TokenVerifier(issuer.keys(), issuer=DEVELOPMENT_ISSUER, audience=settings.audience)


__all__ = ["TokenVerifier", "open_verifier"]
