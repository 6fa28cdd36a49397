"""Keys made on the spot, and a forge that signs whatever a test wants signed: what a real issuer would never send."""

import base64
import json
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest
from joserfc.jwk import ECKey, Key, OctKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from hub.identity.keys import StaticKeys
from hub.identity.tokens import TokenVerifier

ISSUER = "https://sign-in.city.example/realms/city"
AUDIENCE = "domicile"
INSTANT = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
SECOND = int(INSTANT.timestamp())


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class Forge:
    """Signs any header bytes and payload bytes with the keys of a made-up issuer."""

    keys: Mapping[str, Key] = field(
        default_factory=lambda: {
            "rsa": RSAKey.generate_key(2048, {"kid": "rsa"}),
            "ec": ECKey.generate_key("P-256", {"kid": "ec"}),
            "okp": OKPKey.generate_key("Ed25519", {"kid": "okp"}),
        }
    )

    def key_set(self) -> dict[str, Any]:
        return {"keys": [key.as_dict(private=False) for key in self.keys.values()]}

    def claims(self, **changed: Any) -> dict[str, Any]:
        """A good officer's claims; a change to None leaves the claim out."""
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "azp": "housing",
            "sub": "officer-17",
            "office": "HA-0301",
            "iat": SECOND - 10,
            "exp": SECOND + 600,
            **changed,
        }
        return {name: value for name, value in claims.items() if value is not None}

    def sign(self, header: bytes, payload: bytes, *, alg: str, key: Key) -> str:
        """A compact token of exactly these bytes."""
        signing_input = f"{encoded(header)}.{encoded(payload)}"
        signature = JWSRegistry.algorithms[alg].sign(signing_input.encode(), key)
        return f"{signing_input}.{encoded(signature)}"

    def token(self, header: Mapping[str, Any] | None = None, **changed: Any) -> str:
        """A good token, with changes to its header and its claims."""
        whole = {"alg": "ES256", "kid": "ec", "typ": "JWT", **(header or {})}
        key = self.keys.get(whole.get("kid") or "ec", self.keys["ec"])
        alg = {"rsa": "RS256", "ec": "ES256", "okp": "Ed25519"}[str(key.kid)]
        whole = {name: value for name, value in whole.items() if value is not None}
        payload = json.dumps(self.claims(**changed)).encode()
        return self.sign(
            json.dumps(whole).encode(), payload, alg=str(whole["alg"]) if _fits(whole, key) else alg, key=key
        )


def _fits(header: Mapping[str, Any], key: Key) -> bool:
    with warnings.catch_warnings(action="ignore"):
        algorithm = JWSRegistry.algorithms.get(str(header.get("alg")))
        return algorithm is not None and algorithm.key_type == key.key_type


@pytest.fixture(scope="session")
def forge() -> Forge:
    return Forge()


@pytest.fixture(scope="session")
def secret() -> OctKey:
    return OctKey.generate_key(256)


@pytest.fixture
def verifier(forge: Forge) -> TokenVerifier:
    return TokenVerifier(StaticKeys(forge.key_set()), issuer=ISSUER, audience=AUDIENCE, clock=lambda: INSTANT)


class RemoteIssuer:
    """A real HTTP server on loopback that behaves, or misbehaves, as a test tells it."""

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}
        self.status = 200
        self.headers: dict[str, str] = {}
        self.requests: list[str] = []
        self.gate = Event()
        self.gate.set()
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                issuer.requests.append(self.path)
                issuer.gate.wait(20)
                body = issuer.bodies.get(self.path, b"")
                try:
                    self.send_response(issuer.status if self.path in issuer.bodies else 404)
                    for name, value in issuer.headers.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    self.close_connection = True  # the hub hung up, as it should on too long an answer

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/realms/city"
        self.keys_url = f"{self.url}/certs"

    def publish(self, key_set: Mapping[str, Any]) -> None:
        self.bodies["/realms/city/certs"] = json.dumps(key_set).encode()
        self.discover(issuer=self.url, jwks_uri=self.keys_url)

    def discover(self, **document: Any) -> None:
        self.bodies["/realms/city/.well-known/openid-configuration"] = json.dumps(document).encode()

    @property
    def key_fetches(self) -> int:
        return self.requests.count("/realms/city/certs")

    def stop(self) -> None:
        self.gate.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def remote(forge: Forge) -> Iterator[RemoteIssuer]:
    issuer = RemoteIssuer()
    issuer.publish(forge.key_set())
    yield issuer
    issuer.stop()
