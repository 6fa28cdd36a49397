"""An authenticator in software, for tests: makes credentials with real ES256 keys, and signs as WebAuthn says.

It does what a browser and a security key do together, and where a test says so, what a thief's would.
"""

import base64
import hashlib
import json
import secrets
import struct
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

ORIGIN = "http://localhost:8080"
_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40
_NO_AAGUID = bytes(16)


def base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """One credential on one key. `counter` goes up with each signature; None for one that has no counter."""

    counter: int | None = 0
    private_key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    user_handle: bytes = b""
    domain: str = ""

    def create(self, options: str, *, origin: str = ORIGIN, is_verified: bool = True) -> dict[str, str]:
        """The input of `registerPasskey`, for the options of `createPasskeyRegistration`."""
        asked = json.loads(options)
        self.user_handle, self.domain = from_base64url(asked["user"]["id"]), asked["rp"]["id"]
        data = self._data(_PRESENT | _ATTESTED | (_VERIFIED if is_verified else 0))
        data += _NO_AAGUID + struct.pack(">H", len(self.credential_id)) + self.credential_id + self._public_key()
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return {
            "credentialId": base64url(self.credential_id),
            "clientDataJson": base64url(_client_data("webauthn.create", asked["challenge"], origin)),
            "attestationObject": base64url(attestation),
        }

    def sign(
        self, options: str, *, origin: str = ORIGIN, is_verified: bool = True, cross_origin: bool = False
    ) -> dict[str, str]:
        """The input `passkey` of `openCase`, for the options of `createCounterChallenge`."""
        asked = json.loads(options)
        if self.counter is not None:
            self.counter += 1
        data = self._data(_PRESENT | (_VERIFIED if is_verified else 0))
        client_data = _client_data("webauthn.get", asked["challenge"], origin, crossOrigin=cross_origin)
        signed = data + hashlib.sha256(client_data).digest()
        return {
            "credentialId": base64url(self.credential_id),
            "clientDataJson": base64url(client_data),
            "authenticatorData": base64url(data),
            "signature": base64url(self.private_key.sign(signed, ec.ECDSA(SHA256()))),
            "userHandle": base64url(self.user_handle),
        }

    def clone(self) -> "Authenticator":
        """A copy as somebody would have who got at the key: its counter stands where this one's stood."""
        return Authenticator(self.counter, self.private_key, self.credential_id, self.user_handle, self.domain)

    def _data(self, bits: int) -> bytes:
        domain = hashlib.sha256(self.domain.encode()).digest()
        return domain + struct.pack(">BI", bits, self.counter or 0)

    def _public_key(self) -> bytes:
        numbers = self.private_key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32), numbers.y.to_bytes(32)
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})


def _client_data(kind: str, challenge: str, origin: str, **others: Any) -> bytes:
    return json.dumps({"type": kind, "challenge": challenge, "origin": origin, **others}).encode()
