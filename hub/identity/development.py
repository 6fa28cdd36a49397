"""What the development issuer is to a verifier: its name, and the public half of the key that the demo made. It signs elsewhere.

It refuses any host but loopback, and any hub that has a real issuer.
"""

import stat
from pathlib import Path
from typing import Any

import orjson
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from hub.identity.keys import StaticKeys, is_loopback
from hub.settings import Settings
from model.errors import SetupError

# Its tokens' `iss`. No URL with a port in it: residents' sign-ins are stored under the issuer's name, and the next start
# may listen elsewhere. The synthetic city gives its residents sign-ins under the same name.
DEVELOPMENT_ISSUER = "domicile-development"
DEVELOPMENT_CLIENT = (
    "domicile-explorer"  # the one client which it knows; the token's `azp` is the chosen person's department
)
DEVELOPMENT_ALGORITHM = "ES256"

_FILE_NAME = "development-issuer.json"


def development_keys(settings: Settings) -> StaticKeys:
    """The key source for a verifier in this process. Raises `SetupError` as `development_key` does."""
    return StaticKeys(key_set(development_key(settings)))


def development_key(settings: Settings) -> ECKey:
    """The key of this home's issuer. Raises `SetupError` beyond loopback, beside a real issuer, or without a key that can be used."""
    refuse_beyond_loopback(settings)
    return _read_key(key_file(settings))


def key_set(key: ECKey) -> dict[str, Any]:
    """The public half as a JSON Web Key Set (RFC 7517)."""
    public = key.as_dict(private=False)
    return {"keys": [{**public, "use": "sig", "alg": DEVELOPMENT_ALGORITHM}]}


def refuse_beyond_loopback(settings: Settings) -> None:
    """Raises `SetupError` where it would sign for anyone."""
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


def key_file(settings: Settings) -> Path:
    """Where the key lies."""
    return settings.private_folder / _FILE_NAME


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
