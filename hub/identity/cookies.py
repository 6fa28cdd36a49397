"""The cookies of a browser sign-in: how they are called, read and set. All are out of every script's reach.

On https each has the prefix `__Host-` and `Secure`, so that neither another host of the domain nor plain http can set
one. On the demo's plain loopback Safari takes no `Secure` cookie, and cookies know no port: so there the name has it.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from starlette.responses import Response

from hub.identity.limits import SIGN_IN_COOKIES_MAX, SIGN_IN_SECONDS_MAX, SIGNED_OUT_SECONDS
from hub.identity.sessions import SECRET_BYTES
from model.errors import UnauthenticatedError

_VALUE = re.compile(r"[A-Za-z0-9_-]+")
_STATE_MARK_LENGTH = 8


@dataclass(frozen=True)
class Cookies:
    """The names of a hub's cookies, and whether they may travel over https only."""

    session_name: str
    state_prefix: str
    signed_out_name: str
    is_secure: bool

    @classmethod
    def of(cls, origin: str) -> Self:
        """For the hub's public origin."""
        parts = urlsplit(origin)
        is_secure = parts.scheme == "https"
        end = "" if is_secure else f"-{parts.port or 80}"
        host = "__Host-" if is_secure else ""
        names = (f"{host}domicile-session{end}", f"{host}domicile-sign-in{end}-", f"{host}domicile-signed-out{end}")
        return cls(*names, is_secure)

    def session_secret(self, headers: Iterable[tuple[bytes, bytes]]) -> bytes | None:
        """The secret in the session's cookie, or None when there is no such cookie.

        Raises `UnauthenticatedError` when it stands there more than once, for somebody else may have set one of them.
        """
        values = [value for name, value in _pairs(headers) if name == self.session_name]
        if len(values) > 1:
            raise UnauthenticatedError("the session's cookie stands more than once: delete this site's cookies")
        secret = decoded(values[0]) if values else None
        return secret if secret is not None and len(secret) == SECRET_BYTES else None

    def signed_out(self, headers: Iterable[tuple[bytes, bytes]]) -> str:
        """The way by which this browser was signed in until a moment ago, by its id; nothing where it was not."""
        return next((value for name, value in _pairs(headers) if name == self.signed_out_name), "")

    def states(self, headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
        """The cookies of sign-ins under way, by name; the first of each name."""
        found = [(name, value) for name, value in _pairs(headers) if name.startswith(self.state_prefix)]
        return dict(reversed(found))

    def state_name(self, state: str) -> str:
        """The cookie of the sign-in that has this `state`: each tab's has one of its own."""
        return self.state_prefix + re.sub(r"[^A-Za-z0-9]", "0", state[:_STATE_MARK_LENGTH])

    def set_session(self, response: Response, secret: bytes) -> None:
        """For as long as the browser is open. `Strict`: no other site's link carries it."""
        response.set_cookie(
            self.session_name, encoded(secret), path="/", secure=self.is_secure, httponly=True, samesite="strict"
        )

    def drop_session(self, response: Response) -> None:
        """Have the browser forget it."""
        response.delete_cookie(self.session_name, path="/", secure=self.is_secure, httponly=True, samesite="strict")

    def set_signed_out(self, response: Response, choice: str) -> None:
        """For a moment after signing out here, in which the issuer's own session may still be there."""
        response.set_cookie(
            self.signed_out_name, choice, max_age=SIGNED_OUT_SECONDS, path="/", secure=self.is_secure, httponly=True,
            samesite="strict",
        )  # fmt: skip

    def drop_signed_out(self, response: Response) -> None:
        """Have the browser forget it."""
        response.delete_cookie(self.signed_out_name, path="/", secure=self.is_secure, httponly=True, samesite="strict")

    def set_state(self, response: Response, name: str, sealed: bytes, others: Iterable[str]) -> None:
        """For the way to the issuer and back, which is another site's navigation: `Lax`. Few at a time."""
        for old in list(others)[SIGN_IN_COOKIES_MAX - 1 :]:
            self.drop_state(response, old)
        response.set_cookie(
            name, encoded(sealed), max_age=SIGN_IN_SECONDS_MAX, path="/", secure=self.is_secure, httponly=True,
            samesite="lax",
        )  # fmt: skip

    def drop_state(self, response: Response, name: str) -> None:
        """Have the browser forget it."""
        response.delete_cookie(name, path="/", secure=self.is_secure, httponly=True, samesite="lax")


def encoded(value: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode("ascii")


def decoded(text: str) -> bytes | None:
    """What `encoded` made, in its one spelling; None for anything else."""
    if not _VALUE.fullmatch(text):
        return None
    try:
        value = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    return value if encoded(value) == text else None


def _pairs(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[str, str]]:
    """Name and value of each cookie that was sent, equal names too, which a dictionary would hide."""
    text = ";".join(value.decode("latin-1") for name, value in headers if name == b"cookie")
    pairs = (item.strip().partition("=") for item in text.split(";"))
    return [(name, value) for name, equals, value in pairs if equals]
