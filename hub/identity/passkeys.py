"""Passkeys (WebAuthn): what an authenticator is asked, and whether what it signed is good. Knows no person and no store.

The library reads and checks; the bounds, the strictness and the settings are ours.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import options_to_json
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AuthenticationCredential,
    AuthenticatorAssertionResponse,
    AuthenticatorAttestationResponse,
    AuthenticatorSelectionCriteria,
    RegistrationCredential,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from hub.identity.limits import PASSKEY_PART_CHARACTERS_MAX
from hub.settings import Settings
from model.errors import SetupError, ValidationFailedError

CHALLENGE_BYTES = 32

_NAME = "Domicile"  # what an authenticator shows: the register's name, and nothing about who it is
_ALGORITHMS = [COSEAlgorithmIdentifier.ECDSA_SHA_256, COSEAlgorithmIdentifier.EDDSA]
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+")
_LOOPBACK = "localhost"


@dataclass(frozen=True, kw_only=True)
class NewPasskey:
    """What an authenticator made: the credential's id, its public key (COSE), and its counter."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


@dataclass(frozen=True, kw_only=True)
class Registration:
    """What a browser's `navigator.credentials.create()` gave, as bytes."""

    credential_id: bytes
    client_data: bytes
    attestation_object: bytes

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Self:
        """From the API's input. Raises `ValidationFailedError` when a part is not base64url, or too long."""
        return cls(
            credential_id=_part(given, "credentialId"),
            client_data=_part(given, "clientDataJson"),
            attestation_object=_part(given, "attestationObject"),
        )


@dataclass(frozen=True, kw_only=True)
class Assertion:
    """What a browser's `navigator.credentials.get()` gave, as bytes. `user_handle` is whom the authenticator means."""

    credential_id: bytes
    client_data: bytes
    authenticator_data: bytes
    signature: bytes
    user_handle: bytes

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Self:
        """From the API's input. Raises `ValidationFailedError` when a part is not base64url, or too long."""
        return cls(
            credential_id=_part(given, "credentialId"),
            client_data=_part(given, "clientDataJson"),
            authenticator_data=_part(given, "authenticatorData"),
            signature=_part(given, "signature"),
            user_handle=_part(given, "userHandle"),
        )


@dataclass(frozen=True, kw_only=True)
class RelyingParty:
    """For whom passkeys are made: a domain, and the origins of the pages which may ask for them."""

    domain: str
    origins: Sequence[str]

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """As it is set. Raises `SetupError` for an origin that doesn't belong to the domain, or isn't https."""
        given = settings.rp_origins or f"http://{_LOOPBACK}:{settings.port}"
        origins = tuple(item.strip() for item in given.split(",") if item.strip())
        for origin in origins:
            _check_origin(origin, settings.rp_id)
        return cls(domain=settings.rp_id, origins=origins)

    def registration_options(self, challenge: bytes, user_handle: bytes) -> str:
        """What a page gives to `navigator.credentials.create()`, as JSON. It names nobody."""
        options = webauthn.generate_registration_options(
            rp_id=self.domain,
            rp_name=_NAME,
            user_name=_NAME,
            user_display_name=_NAME,
            user_id=user_handle,
            challenge=challenge,
            attestation=AttestationConveyancePreference.NONE,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            supported_pub_key_algs=_ALGORITHMS,
        )
        return options_to_json(options)

    def assertion_options(self, challenge: bytes) -> str:
        """What a page gives to `navigator.credentials.get()`, as JSON. No credential is listed: that would name somebody."""
        options = webauthn.generate_authentication_options(
            rp_id=self.domain, challenge=challenge, user_verification=UserVerificationRequirement.REQUIRED
        )
        return options_to_json(options)

    def registered(self, registration: Registration) -> NewPasskey | None:
        """The new passkey, if what was signed is good; the caller sees to it that its challenge was the hub's."""
        credential = RegistrationCredential(
            id=_base64url(registration.credential_id),
            raw_id=registration.credential_id,
            response=AuthenticatorAttestationResponse(
                client_data_json=registration.client_data, attestation_object=registration.attestation_object
            ),
        )
        try:
            verified = webauthn.verify_registration_response(
                credential=credential,
                expected_challenge=challenge_of(registration.client_data),
                expected_rp_id=self.domain,
                expected_origin=list(self.origins),
                require_user_verification=True,
                supported_pub_key_algs=_ALGORITHMS,
            )
        except Exception:  # noqa: BLE001 - whatever a stranger's bytes do to a parser, they are no passkey
            return None
        if verified.credential_id != registration.credential_id:
            return None
        return NewPasskey(
            credential_id=verified.credential_id,
            public_key=verified.credential_public_key,
            sign_count=verified.sign_count,
        )

    def sign_count(self, assertion: Assertion, *, public_key: bytes, sign_count_before: int) -> int | None:
        """The authenticator's counter after this signature; None when it isn't good, or the counter went not on.

        The caller sees to it that the challenge was the hub's, and that the passkey is whose it should be.
        """
        credential = AuthenticationCredential(
            id=_base64url(assertion.credential_id),
            raw_id=assertion.credential_id,
            response=AuthenticatorAssertionResponse(
                client_data_json=assertion.client_data,
                authenticator_data=assertion.authenticator_data,
                signature=assertion.signature,
            ),
        )
        try:
            verified = webauthn.verify_authentication_response(
                credential=credential,
                expected_challenge=challenge_of(assertion.client_data),
                expected_rp_id=self.domain,
                expected_origin=list(self.origins),
                credential_public_key=public_key,
                credential_current_sign_count=sign_count_before,
                require_user_verification=True,
            )
        except Exception:  # noqa: BLE001 - whatever a stranger's bytes do to a parser, they are no signature
            return None
        return verified.new_sign_count


def challenge_of(client_data: bytes) -> bytes:
    """The challenge that was signed; empty when there is none to be read, or the page stood inside another one."""
    try:
        client = json.loads(client_data)
        return b"" if client.get("crossOrigin") else _bytes(client["challenge"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return b""


def _part(given: Mapping[str, Any], name: str) -> bytes:
    text = str(given[name])
    if len(text) > PASSKEY_PART_CHARACTERS_MAX:
        raise ValidationFailedError(f"`{name}` has more than {PASSKEY_PART_CHARACTERS_MAX} characters")
    try:
        return _bytes(text)
    except ValueError:
        raise ValidationFailedError(
            f"`{name}` is not base64url without padding: pass it as the browser gave it"
        ) from None


def _bytes(text: str) -> bytes:
    """Raises `ValueError` for what is not base64url without padding, or not written as it is written here."""
    if not _BASE64URL.fullmatch(text):
        raise ValueError(text)
    try:
        decoded = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise ValueError(text) from error
    if _base64url(decoded) != text:
        raise ValueError(text)
    return decoded


def _base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _check_origin(origin: str, domain: str) -> None:
    parts = urlsplit(origin)
    host = parts.hostname or ""
    if parts.path or parts.query or parts.fragment or (host != domain and not host.endswith(f".{domain}")):
        raise SetupError(
            f"the origin `{origin}` in DOMICILE_RP_ORIGINS does not belong to `{domain}`: see DOMICILE_RP_ID"
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and host == _LOOPBACK):
        raise SetupError(f"the origin `{origin}` in DOMICILE_RP_ORIGINS is not https: no browser has passkeys there")
