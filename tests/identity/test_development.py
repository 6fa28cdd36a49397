"""The development issuer: its tokens pass, its key is private, and it never meets a network."""

import json
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from hub.demo.city import DEMO_ISSUER
from hub.demo.issuer import DevelopmentIssuer
from hub.identity import open_verifier
from hub.identity.development import DEVELOPMENT_ISSUER
from hub.identity.keys import RemoteKeys
from hub.identity.tokens import TokenVerifier
from hub.settings import Settings
from model.errors import SetupError, UnauthenticatedError


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", host="127.0.0.1", port=8123, issuer="", audience="domicile")


@pytest.fixture
def key_file(settings: Settings) -> Path:
    DevelopmentIssuer.create(settings)
    return settings.private_folder / "development-issuer.json"


def _changed(settings: Settings, **changes: Any) -> Settings:
    return settings.model_copy(update=changes)


async def test_its_officers_token_passes_the_hubs_verifier(settings: Settings) -> None:
    token = DevelopmentIssuer.create(settings).token(client="housing", subject="officer-17", office="HA-0301")
    caller = await open_verifier(settings).caller(f"Bearer {token}")
    assert (caller.issuer, caller.client, caller.subject, caller.office) == (
        "domicile-development",
        "housing",
        "officer-17",
        "HA-0301",
    )


async def test_its_tokens_last_eight_hours(settings: Settings) -> None:
    issuer = DevelopmentIssuer.create(settings)
    caller = await open_verifier(settings).caller(
        "Bearer " + issuer.token(client="resident-portal", subject="r-1", office=None)
    )
    claims = _claims(issuer.token(client="resident-portal", subject="r-1", office=None))
    assert caller.office is None
    assert claims["exp"] - claims["iat"] == 8 * 3600
    assert "office" not in claims


async def test_a_token_of_another_home_is_refused(settings: Settings, tmp_path: Path) -> None:
    DevelopmentIssuer.create(settings)
    other = DevelopmentIssuer.create(_changed(settings, home=tmp_path / "other"))
    token = other.token(client="housing", subject="officer-17", office="HA-0301")
    with pytest.raises(UnauthenticatedError, match="`kid` is no signing key"):
        await open_verifier(settings).caller(f"Bearer {token}")


async def test_a_lifetime_that_is_over_is_over(settings: Settings) -> None:
    issuer = DevelopmentIssuer.create(settings)
    token = issuer.token(client="c", subject="s", office="o", lifetime=timedelta(hours=25))
    with pytest.raises(UnauthenticatedError, match="1 to 86400 seconds"):
        await open_verifier(settings).caller(f"Bearer {token}")


def test_its_key_is_kept_and_private(settings: Settings, key_file: Path) -> None:
    before = key_file.read_bytes()
    DevelopmentIssuer.create(settings)
    DevelopmentIssuer.open(settings)
    assert key_file.read_bytes() == before
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(key_file.parent.stat().st_mode) == 0o700
    assert [path.name for path in key_file.parent.iterdir()] == [key_file.name]


def test_what_it_publishes_holds_no_private_part(settings: Settings) -> None:
    (key,) = DevelopmentIssuer.create(settings).key_set()["keys"]
    assert set(key) == {"kty", "crv", "x", "y", "kid", "use", "alg"}


def test_opening_makes_no_key(settings: Settings) -> None:
    with pytest.raises(SetupError, match="run `domicile demo` first"):
        DevelopmentIssuer.open(settings)
    with pytest.raises(SetupError, match="run `domicile demo` first"):
        open_verifier(settings)
    assert not settings.home.exists()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "hub.demo.city.example", "", "127.0.0.1.example"])
def test_it_refuses_every_host_but_loopback(settings: Settings, host: str) -> None:
    DevelopmentIssuer.create(settings)
    beyond = _changed(settings, host=host)
    for start in (DevelopmentIssuer.create, DevelopmentIssuer.open, open_verifier):
        with pytest.raises(SetupError, match="runs on loopback only"):
            start(beyond)


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("localhost", "http://localhost:8123/dev-issuer"),
        ("127.8.0.1", "http://127.8.0.1:8123/dev-issuer"),
        ("::1", "http://[::1]:8123/dev-issuer"),
    ],
)
def test_it_answers_on_each_form_of_loopback(settings: Settings, host: str, url: str) -> None:
    assert DevelopmentIssuer.create(_changed(settings, host=host)).url == url


def test_it_does_not_stand_beside_a_real_issuer(settings: Settings) -> None:
    DevelopmentIssuer.create(settings)
    real = _changed(settings, issuer="https://sign-in.city.example")
    for start in (DevelopmentIssuer.create, DevelopmentIssuer.open):
        with pytest.raises(SetupError, match="does not stand beside a real one"):
            start(real)


async def test_its_tokens_are_worth_nothing_at_a_hub_with_a_real_issuer(settings: Settings, remote: Any) -> None:
    token = DevelopmentIssuer.create(settings).token(client="housing", subject="officer-17", office="HA-0301")
    verifier = open_verifier(_changed(settings, issuer=remote.url))
    with pytest.raises(UnauthenticatedError, match="`kid` is no signing key"):
        await verifier.caller(f"Bearer {token}")
    await verifier.aclose()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_key_which_others_can_read_is_refused(settings: Settings, key_file: Path, mode: int) -> None:
    key_file.chmod(mode)
    with pytest.raises(SetupError, match="others can read the key"):
        DevelopmentIssuer.create(settings)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"kty":"EC"}', '{"kty":"oct","k":"c2VjcmV0"}', '"text"'])
def test_a_broken_key_file_is_one_clear_line(settings: Settings, key_file: Path, text: str) -> None:
    key_file.write_text(text)
    with pytest.raises(SetupError, match="delete it and run `domicile demo`"):
        DevelopmentIssuer.create(settings)


def test_a_public_key_in_its_place_is_refused(settings: Settings, key_file: Path) -> None:
    key = json.loads(key_file.read_text())
    del key["d"]
    key_file.write_text(json.dumps(key))
    with pytest.raises(SetupError, match="holds another kind of key"):
        DevelopmentIssuer.open(settings)


def test_a_home_that_can_not_be_written_is_one_clear_line(settings: Settings) -> None:
    settings.home.parent.mkdir(exist_ok=True)
    settings.home.write_text("a file where the folder should be")
    with pytest.raises(SetupError, match="can't be written"):
        DevelopmentIssuer.create(settings)


async def test_other_programs_can_check_its_tokens_over_http(settings: Settings) -> None:
    issuer = DevelopmentIssuer.create(settings)
    transport = httpx.ASGITransport(Starlette(routes=issuer.routes()))
    async with httpx.AsyncClient(transport=transport) as client:
        document = (await client.get(f"{issuer.url}/.well-known/openid-configuration")).json()
        keys = RemoteKeys(document["issuer"], keys_url=document["jwks_uri"], client=client)
        verifier = TokenVerifier(keys, issuer=document["issuer"], audience="domicile")
        caller = await verifier.caller("Bearer " + issuer.token(client="housing", subject="o", office="HA-1"))
    assert document["jwks_uri"] == "http://127.0.0.1:8123/dev-issuer/jwks.json"
    assert caller.office == "HA-1"


async def test_its_tokens_hold_when_the_port_changes(settings: Settings) -> None:
    token = DevelopmentIssuer.create(settings).token(client="resident-portal", subject="r-1", office=None)
    moved = open_verifier(_changed(settings, port=9000))
    assert (await moved.caller(f"Bearer {token}")).issuer == "domicile-development"


def test_the_citys_residents_sign_in_under_its_name() -> None:
    assert DEMO_ISSUER == DEVELOPMENT_ISSUER


def _claims(token: str) -> dict[str, Any]:
    from joserfc.util import urlsafe_b64decode

    claims: dict[str, Any] = json.loads(urlsafe_b64decode(token.split(".")[1].encode()))
    return claims
