"""An issuer for the demo and for tests: it signs a token for whoever is named, so it must never meet a network.

It refuses any host but loopback and any hub that has a real issuer. Only the demo makes its key; the rest opens it.
"""

import contextlib
import os
import tempfile
import uuid
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

import httpx
import orjson
from joserfc.jwk import ECKey
from joserfc.jwt import encode
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from hub.demo.issuer_sign_in import DevelopmentSignIn, log_key_page
from hub.demo.people import DemoPerson
from hub.identity.development import (
    DEVELOPMENT_ALGORITHM,
    DEVELOPMENT_CLIENT,
    DEVELOPMENT_ISSUER,
    development_key,
    key_file,
    key_set,
    refuse_beyond_loopback,
)
from hub.identity.issuer import OidcIssuer, http_client
from hub.identity.limits import DEVELOPMENT_CODE_SECONDS, DEVELOPMENT_TOKEN_SECONDS
from hub.settings import Settings
from model.errors import SetupError
from model.times import now

PATH = "/dev-issuer"


class DevelopmentIssuer:
    """Signs tokens with a key of its own, and shows its public half the way an OIDC issuer does."""

    def __init__(self, key: ECKey, settings: Settings) -> None:
        refuse_beyond_loopback(settings)
        self._key = key
        self._audience = settings.audience
        self._log_key = ""
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        self.url = f"http://{host}:{settings.port}{PATH}"
        self._sign_in = DevelopmentSignIn(
            settings, name=DEVELOPMENT_ISSUER, sign=self._token_of, sign_identity=self._identity_token
        )

    @classmethod
    def create(cls, settings: Settings) -> Self:
        """The issuer of this home; its key is made when there is none. For the demo and for tests only.

        Raises `SetupError` when the hub is not on loopback, has a real issuer, or the key's file can't be used.
        """
        refuse_beyond_loopback(settings)
        path = key_file(settings)
        if not path.exists():
            _make_key(path)
        return cls.open(settings)

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """The issuer of this home, whose key the demo made. Raises `SetupError` as `create` does, or without a key."""
        refuse_beyond_loopback(settings)
        return cls(development_key(settings), settings)

    def token(
        self,
        *,
        client: str,
        subject: str,
        office: str | None,
        lifetime: timedelta = timedelta(seconds=DEVELOPMENT_TOKEN_SECONDS),
    ) -> str:
        """A signed token for `subject`: an officer at `office`, or a resident when that is None."""
        claims = {"aud": self._audience, "azp": client, "sub": subject}
        if office is not None:
            claims["office"] = office
        return self._signed(claims, lifetime)

    def _token_of(self, person: DemoPerson) -> str:
        return self.token(client=person.client, subject=person.subject, office=person.office)

    def _identity_token(self, person: DemoPerson, nonce: str) -> str:
        claims = {"aud": DEVELOPMENT_CLIENT, "azp": DEVELOPMENT_CLIENT, "sub": person.subject, "nonce": nonce}
        return self._signed(claims, timedelta(seconds=DEVELOPMENT_CODE_SECONDS))

    def _signed(self, claims: Mapping[str, str], lifetime: timedelta) -> str:
        instant = int(now().timestamp())
        whole = {
            "iss": DEVELOPMENT_ISSUER,
            **claims,
            "iat": instant,
            "exp": instant + int(lifetime.total_seconds()),
            "jti": str(uuid.uuid4()),
        }
        return encode({"alg": DEVELOPMENT_ALGORITHM, "kid": str(self._key.kid)}, whole, self._key)

    @property
    def log_key_path(self) -> str:
        """Where `publish` shows the log's key."""
        return f"{PATH}/log-key"

    def publish(self, log_key: str) -> None:
        """Show the log's key, as a city would on paper and on its own site: a log that hands out its own key proves nothing."""
        self._log_key = log_key

    def key_set(self) -> dict[str, Any]:
        """The public key as a JSON Web Key Set (RFC 7517)."""
        return key_set(self._key)

    def discovery(self) -> dict[str, Any]:
        """What OIDC discovery answers; but its name is no URL."""
        return {
            "issuer": DEVELOPMENT_ISSUER,
            "jwks_uri": f"{self.url}/jwks.json",
            "id_token_signing_alg_values_supported": [DEVELOPMENT_ALGORITHM],
            **self._sign_in.discovery(self.url),
        }

    def client(self) -> OidcIssuer:
        """The issuer for the hub's own browser sign-in: asked without a socket, as the hub need not ask itself."""
        return OidcIssuer(
            DEVELOPMENT_ISSUER,
            discovery_url=f"{self.url}/.well-known/openid-configuration",
            client=http_client(httpx.ASGITransport(Starlette(routes=self.routes()))),
        )

    def routes(self) -> list[BaseRoute]:
        """What the application mounts at its root, so that other programs can check the demo's tokens too."""

        async def discovery(_: Request) -> JSONResponse:
            return JSONResponse(self.discovery())

        async def key_set(_: Request) -> JSONResponse:
            return JSONResponse(self.key_set())

        async def log_key(_: Request) -> Response:
            return log_key_page(self._log_key)

        return [
            Mount(
                PATH,
                routes=[
                    Route("/.well-known/openid-configuration", discovery),
                    Route("/jwks.json", key_set),
                    Route("/log-key", log_key),
                    *self._sign_in.routes(),
                ],
            )
        ]


def _make_key(path: Path) -> None:
    """Write a new key where none is. Of two processes that do so at once, one's key stands and both read it."""
    key = ECKey.generate_key("P-256", auto_kid=True)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent) as draft:  # its mode is 0600 from the first moment
            draft.write(orjson.dumps(key.as_dict(private=True)))
            draft.flush()
            os.fsync(draft.fileno())
            with contextlib.suppress(FileExistsError):
                path.hardlink_to(draft.name)
    except OSError as error:
        raise SetupError(f"the development issuer's key can't be written to `{path}`: {error.strerror}") from error
