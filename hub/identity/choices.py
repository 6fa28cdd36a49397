"""The ways to sign in by browser, out of the settings: a department is the token's `azp`, so each is a client of its own."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from hub.identity.development import DEVELOPMENT_CLIENT, DEVELOPMENT_ISSUER
from hub.identity.issuer import Choice, OidcIssuer, http_client
from hub.identity.keys import is_loopback
from hub.identity.trusted import client_issuers
from hub.settings import Settings
from model.errors import SetupError
from model.ids import ClientId


def choices_of(settings: Settings) -> Mapping[str, Choice]:
    """By id, in the order of the setting. Raises `SetupError` when it can't be read, or the hub has no safe address."""
    if not settings.issuer:
        return {"demo": Choice(id="demo", issuer=DEVELOPMENT_ISSUER, client_id=DEVELOPMENT_CLIENT, client=None)}
    bound = client_issuers(settings)
    secrets = dict(_pairs(settings.explorer_secrets.get_secret_value(), "DOMICILE_EXPLORER_SECRETS"))
    choices = {
        client: Choice(
            id=client,
            issuer=bound.get(ClientId(client), settings.issuer),
            client_id=name or client,
            client=client,
            secret=secrets.get(name or client, ""),
        )
        for client, name in _pairs(settings.explorer_clients, "DOMICILE_EXPLORER_CLIENTS")
    }
    if choices and not _is_safe(settings.public_origin):
        raise SetupError(
            f"nobody can sign in at `{settings.public_origin}`: set DOMICILE_PUBLIC_URL to the https address"
        )
    if unknown := set(secrets) - {choice.client_id for choice in choices.values()}:
        raise SetupError(f"DOMICILE_EXPLORER_SECRETS has a secret of `{min(unknown)}`, which no client uses")
    return choices


def remote_issuer(name: str) -> OidcIssuer:
    """An issuer, found by discovery from its name."""
    discovery_url = name.rstrip("/") + "/.well-known/openid-configuration"
    return OidcIssuer(name, discovery_url=discovery_url, client=http_client())


def _pairs(text: str, setting: str) -> list[tuple[str, str]]:
    """`a:b, c` as pairs. The message names the setting only, for it may hold secrets."""
    items = [item.strip().partition(":") for item in text.split(",") if item.strip()]
    pairs = [(first.strip(), second.strip()) for first, _, second in items]
    if not all(first for first, _ in pairs) or len(dict(pairs)) != len(pairs):
        raise SetupError(f"{setting} is `NAME:NAME` by comma, each first name once")
    return pairs


def _is_safe(origin: str) -> bool:
    parts = urlsplit(origin)
    return parts.scheme == "https" or is_loopback(parts.hostname or "")
