"""An issuer for the demo and for tests: it signs a token for whoever is named, so it must never meet a network.

It refuses any host but loopback and any hub that has a real issuer. Only the demo makes its key; the rest opens it.
"""

import contextlib
import os
import stat
import tempfile
import uuid
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

import httpx
import orjson
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from joserfc.jwt import encode
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from hub.identity.demo_people import DemoPerson
from hub.identity.development_sign_in import CLIENT, DevelopmentSignIn, log_key_page
from hub.identity.issuer import OidcIssuer, http_client
from hub.identity.keys import StaticKeys, is_loopback
from hub.identity.limits import DEVELOPMENT_CODE_SECONDS, DEVELOPMENT_TOKEN_SECONDS
from hub.settings import Settings
from model.errors import SetupError
from model.times import now

# Its tokens' `iss`. No URL with a port in it: residents' sign-ins are stored under the issuer's name, and the next start
# may listen elsewhere. The synthetic city gives its residents sign-ins under the same name.
DEVELOPMENT_ISSUER = "domicile-development"

PATH = "/dev-issuer"
_ALGORITHM = "ES256"
_FILE_NAME = "development-issuer.json"


class DevelopmentIssuer:
    """Signs tokens with a key of its own, and shows its public half the way an OIDC issuer does."""

    def __init__(self, key: ECKey, settings: Settings) -> None:
        _refuse_beyond_loopback(settings)
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
        _refuse_beyond_loopback(settings)
        path = _key_file(settings)
        if not path.exists():
            _make_key(path)
        return cls.open(settings)

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """The issuer of this home, whose key the demo made. Raises `SetupError` as `create` does, or without a key."""
        _refuse_beyond_loopback(settings)
        return cls(_read_key(_key_file(settings)), settings)

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
        claims = {"aud": CLIENT, "azp": CLIENT, "sub": person.subject, "nonce": nonce}
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
        return encode({"alg": _ALGORITHM, "kid": str(self._key.kid)}, whole, self._key)

    @property
    def log_key_path(self) -> str:
        """Where `publish` shows the log's key."""
        return f"{PATH}/log-key"

    def publish(self, log_key: str) -> None:
        """Show the log's key, as a city would on paper and on its own site: a log that hands out its own key proves nothing."""
        self._log_key = log_key

    def key_set(self) -> dict[str, Any]:
        """The public key as a JSON Web Key Set (RFC 7517)."""
        public = self._key.as_dict(private=False)
        return {"keys": [{**public, "use": "sig", "alg": _ALGORITHM}]}

    def keys(self) -> StaticKeys:
        """The key source for a verifier in this process, so that the hub need not ask itself over HTTP."""
        return StaticKeys(self.key_set())

    def discovery(self) -> dict[str, Any]:
        """What OIDC discovery answers; but its name is no URL."""
        return {
            "issuer": DEVELOPMENT_ISSUER,
            "jwks_uri": f"{self.url}/jwks.json",
            "id_token_signing_alg_values_supported": [_ALGORITHM],
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


def _refuse_beyond_loopback(settings: Settings) -> None:
    if settings.issuer:
        raise SetupError(
            f"the development issuer does not stand beside a real one: unset `DOMICILE_ISSUER` (`{settings.issuer}`), "
            "or fetch a token from that issuer"
        )
    if not is_loopback(settings.host):
        raise SetupError(
            f"the development issuer signs for anyone, so it runs on loopback only, not on `{settings.host}`: "
            "set `DOMICILE_HOST` to 127.0.0.1, or `DOMICILE_ISSUER` to a real issuer"
        )


def _key_file(settings: Settings) -> Path:
    return settings.private_folder / _FILE_NAME


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


def _read_key(path: Path) -> ECKey:
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise SetupError(f"others can read the key `{path}`: run `chmod 600 {path}`, or delete it for a new one")
        key = ECKey.import_key(orjson.loads(path.read_bytes()))
    except FileNotFoundError as error:
        raise SetupError(
            f"there is no development issuer at `{path}`: run `domicile demo` first, or set `DOMICILE_ISSUER`"
        ) from error
    except OSError as error:
        raise SetupError(f"the development issuer's key `{path}` can't be read: {error.strerror}") from error
    except (JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SetupError(f"`{path}` holds no key: delete it and run `domicile demo` for a new one") from error
    if not key.is_private or key.curve_name != "P-256" or not key.kid:
        raise SetupError(f"`{path}` holds another kind of key: delete it and run `domicile demo` for a new one")
    return key
