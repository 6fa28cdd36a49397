"""Why a sign-in by browser came to nothing, by the side that has to change something. The page has words for each side.

The reason itself is a line in the hub's log: it says which check failed, and quotes nothing out of a token.
"""

from enum import StrEnum

from model.errors import DomicileError, OfficeMissingError, SetupError, UnauthenticatedError


class Side(StrEnum):
    """What stands behind `/?signIn=`."""

    BROWSER = "failed"  # begun elsewhere, too long ago or twice: begin again
    REFUSED = "refused"  # who sat there, or the issuer, did not want to
    UNAVAILABLE = "unavailable"  # the issuer does not answer, or not as one does
    ISSUER = "issuer"  # its tokens are not what the hub takes
    HUB = "hub"  # the issuer does not take what the hub is set to: client, secret, address
    CLOCK = "clock"  # the two clocks are apart
    KEYS = "keys"  # the issuer signs with a key that it has not published yet
    OFFICE = "office"  # the issuer names no office for who signs in at a department


class BeginAgainError(UnauthenticatedError):
    """What the browser brought belongs to no sign-in that it began here just now."""


class RefusedThereError(UnauthenticatedError):
    """The issuer says that the person, or it, did not want to."""


class ClockError(UnauthenticatedError):
    """The token is not valid at this moment: too late, or too early by the hub's clock."""


class KeyUnknownError(UnauthenticatedError):
    """No key to check the token with is at hand now; that passes."""


class KeysUnavailableError(KeyUnknownError):
    """The issuer's keys could not be fetched at all."""


class GrantRefusedError(UnauthenticatedError):
    """The issuer takes this code, or this refresh token, no more."""


class ClientRefusedError(UnauthenticatedError):
    """The issuer does not take the hub's client, its secret, or what it asks for."""


class IssuerUnavailableError(DomicileError):
    """The issuer does not answer now, or not as an OIDC issuer does."""

    status = 503


_SIDES: dict[type[DomicileError], Side] = {
    BeginAgainError: Side.BROWSER,
    GrantRefusedError: Side.BROWSER,
    RefusedThereError: Side.REFUSED,
    IssuerUnavailableError: Side.UNAVAILABLE,
    KeysUnavailableError: Side.UNAVAILABLE,
    SetupError: Side.UNAVAILABLE,
    ClockError: Side.CLOCK,
    KeyUnknownError: Side.KEYS,
    ClientRefusedError: Side.HUB,
    OfficeMissingError: Side.OFFICE,
}


def side_of(error: DomicileError) -> Side:
    """Who has to change something. What is wrong with a token is the issuer's, unless it is said to be another's."""
    return next((_SIDES[kind] for kind in type(error).__mro__ if kind in _SIDES), Side.ISSUER)
