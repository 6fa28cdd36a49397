"""A department that has an issuer of its own: it speaks for that department, and the city's for all others."""

import json
import time
from pathlib import Path

import pytest

from hub.application import create
from hub.identity import open_verifier
from hub.identity.choices import choices_of
from hub.identity.keys import StaticKeys
from hub.identity.tokens import TokenVerifier
from hub.identity.trusted import TrustedIssuers
from hub.settings import Settings
from model.errors import SetupError, UnauthenticatedError
from tests.identity.conftest import AUDIENCE, INSTANT, ISSUER, Forge, RemoteIssuer, encoded

_OWN = "https://sign-in.housing.example"
_BOUND = f"housing={_OWN}"


@pytest.fixture(scope="module")
def department() -> Forge:
    """The department's own keys, under the same ids as the city's."""
    return Forge()


@pytest.fixture
def trusted(forge: Forge, department: Forge) -> TrustedIssuers:
    """As `open_verifier` makes it of the settings, with keys at hand."""

    def verifier(name: str, keys: Forge) -> TokenVerifier:
        return TokenVerifier(
            StaticKeys(keys.key_set()),
            issuer=name,
            audience=AUDIENCE,
            speaks_for=lambda client: (name == _OWN) == (client == "housing"),
            clock=lambda: INSTANT,
        )

    return TrustedIssuers({ISSUER: verifier(ISSUER, forge), _OWN: verifier(_OWN, department)})


async def test_each_names_its_own_people(trusted: TrustedIssuers, forge: Forge, department: Forge) -> None:
    one = await trusted.caller(f"Bearer {department.token(iss=_OWN, azp='housing')}")
    other = await trusted.caller(f"Bearer {forge.token(azp='labour')}")
    assert (one.issuer, one.client, other.issuer, other.client) == (_OWN, "housing", ISSUER, "labour")


@pytest.mark.parametrize("client", ["labour", "registration", "resident", "coordination"])
async def test_a_departments_issuer_speaks_for_nobody_else(
    trusted: TrustedIssuers, department: Forge, client: str
) -> None:
    with pytest.raises(UnauthenticatedError, match="`azp` is a client for which its issuer does not speak"):
        await trusted.caller(f"Bearer {department.token(iss=_OWN, azp=client)}")


async def test_the_citys_issuer_does_not_speak_for_who_has_an_own(trusted: TrustedIssuers, forge: Forge) -> None:
    with pytest.raises(UnauthenticatedError, match="does not speak"):
        await trusted.caller(f"Bearer {forge.token(azp='housing')}")


async def test_a_token_is_checked_with_the_keys_of_whom_it_names(
    trusted: TrustedIssuers, forge: Forge, department: Forge
) -> None:
    """The two have keys of the same ids."""
    for token in (forge.token(iss=_OWN, azp="housing"), department.token(azp="labour")):
        with pytest.raises(UnauthenticatedError, match="signature is not valid"):
            await trusted.caller(f"Bearer {token}")


@pytest.mark.parametrize("issuer", [None, "https://sign-in.elsewhere.example", f"{_OWN}/", 7, [_OWN], {}])
async def test_who_is_no_issuer_of_this_hub_is_not_asked(
    trusted: TrustedIssuers, department: Forge, issuer: object
) -> None:
    with pytest.raises(UnauthenticatedError, match="no issuer of this hub"):
        await trusted.caller(f"Bearer {department.token(iss=issuer)}")


@pytest.mark.parametrize("payload", [b"", b"[]", b'{"iss": "x", "iss": "y"}', b"\xff", b"[" * 5000])
async def test_what_names_nobody_is_refused_before_any_key_is_looked_for(
    trusted: TrustedIssuers, payload: bytes
) -> None:
    header = encoded(json.dumps({"alg": "ES256", "kid": "ec"}).encode())
    with pytest.raises(UnauthenticatedError):
        await trusted.caller(f"Bearer {header}.{encoded(payload)}.{encoded(b'x' * 64)}")


async def test_each_ones_keys_are_fetched_from_itself(remote: RemoteIssuer, forge: Forge) -> None:
    """The city's by the setting, a department's by discovery from its name."""
    settings = Settings.model_validate({"issuer": ISSUER, "client_issuers": f"housing={remote.url}"})
    verifier = open_verifier(settings)
    try:
        caller = await verifier.caller(f"Bearer {_lasting(forge, remote.url, 'housing')}")
        assert (caller.issuer, caller.client) == (remote.url, "housing")
        with pytest.raises(UnauthenticatedError, match="does not speak"):
            await verifier.caller(f"Bearer {_lasting(forge, remote.url, 'labour')}")
    finally:
        await verifier.aclose()
    assert remote.key_fetches == 1


def _lasting(forge: Forge, issuer: str, client: str) -> str:
    now = int(time.time())
    return forge.token(iss=issuer, azp=client, iat=now - 10, exp=now + 600)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"issuer": "", "client_issuers": _BOUND}, "set DOMICILE_ISSUER, too"),
        ({"client_issuers": "housing"}, "`CLIENT=URL` by comma, each client once"),
        ({"client_issuers": f"{_BOUND}, {_BOUND}"}, "`CLIENT=URL` by comma, each client once"),
        ({"client_issuers": "housing=http://sign-in.housing.example"}, "must be an https URL"),
        ({"client_issuers": f"police={_OWN}"}, "DOMICILE_CLIENT_ISSUERS names `police`"),
    ],
)
def test_a_setting_that_can_not_be_right_is_said_at_start(tmp_path: Path, changed: dict[str, str], said: str) -> None:
    settings = Settings.model_validate({"home": tmp_path, "issuer": ISSUER, **changed})
    with pytest.raises(SetupError, match=said):
        create(settings)


def test_each_signs_in_by_browser_where_it_belongs() -> None:
    settings = Settings.model_validate(
        {
            "issuer": ISSUER, "client_issuers": _BOUND,
            "explorer_clients": "housing, labour", "public_url": "https://register.city.example",
        }
    )  # fmt: skip
    assert {name: choice.issuer for name, choice in choices_of(settings).items()} == {
        "housing": _OWN,
        "labour": ISSUER,
    }
