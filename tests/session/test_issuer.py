"""A real issuer's part: clients with secrets, refresh tokens, sign-out there; and a city's https address. No graph needed."""

import asyncio
import base64
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from starlette.responses import Response

from hub.application import create
from hub.identity.sessions import Sessions
from hub.settings import Settings
from model.errors import SetupError, UnauthenticatedError
from tests.session.stand_in import NAME, ORIGIN, StandIn, Trial, query_of


def test_a_client_with_a_secret_says_it_and_its_verifier(trial: Trial) -> None:
    asyncio.run(trial.arrive())
    path, form, authorization = trial.issuer.asked[0]
    assert path == "/token_endpoint"
    assert set(form) == {"grant_type", "code", "redirect_uri", "code_verifier"}
    assert form["redirect_uri"] == f"{ORIGIN}/session/callback"
    assert base64.b64decode(authorization.removeprefix("Basic ")) == b"domicile-housing:a%20secret%2B"


def test_a_token_is_refreshed_once_for_all_who_ask_at_once(trial: Trial) -> None:
    async def many() -> None:
        headers = await trial.arrive()
        trial.issuer.lifetime_seconds = 900
        callers = await asyncio.gather(*(trial.sign_in.caller(headers) for _ in range(20)))
        assert {caller.subject for caller in callers} == {"officer-1"}

    asyncio.run(many())
    assert [form.get("refresh_token") for _, form, _ in trial.issuer.asked] == [None, "r1"]


@pytest.mark.parametrize(
    "change",
    [
        lambda issuer: setattr(issuer, "status", 400),
        lambda issuer: setattr(issuer, "subject", "officer-2"),
        lambda issuer: setattr(issuer, "client", "labour"),
    ],
)
def test_a_refresh_that_gives_nothing_of_ones_own_is_not_taken(trial: Trial, change: Callable[[StandIn], None]) -> None:
    async def tried() -> None:
        headers = await trial.arrive()
        change(trial.issuer)
        assert (await trial.sign_in.caller(headers)).subject == "officer-1", "the old token still holds"
        await trial.sign_in.caller(headers)
        assert len(trial.issuer.asked) == 2, "and nothing is asked for again"

    asyncio.run(tried())


def test_an_issuer_that_is_down_ends_no_session(trial: Trial) -> None:
    async def tried() -> None:
        headers = await trial.arrive()
        trial.issuer.status = 503
        await trial.sign_in.caller(headers)
        trial.issuer.status, trial.issuer.lifetime_seconds = 200, 900
        await trial.sign_in.caller(headers)
        assert len(trial.issuer.asked) == 2, "it is not asked again at once"
        trial.clock.ahead_seconds += 10
        await trial.sign_in.caller(headers)

    asyncio.run(tried())
    assert [form.get("refresh_token") for _, form, _ in trial.issuer.asked] == [None, "r1", "r1"]


def test_signing_out_hands_the_refresh_token_back_and_names_nobody(trial: Trial) -> None:
    async def out() -> str | None:
        return await trial.sign_in.end(await trial.arrive())

    leads_to = asyncio.run(out())
    assert trial.issuer.asked[-1][:2] == (
        "/revocation_endpoint",
        {"token": "r1", "token_type_hint": "refresh_token"},
    )
    assert leads_to is not None
    assert query_of(leads_to) == {"client_id": "domicile-housing", "post_logout_redirect_uri": f"{ORIGIN}/"}


@pytest.mark.parametrize(
    ("name", "value"),
    [("client", "labour"), ("audience", "another"), ("nonce", "another sign-in's"), ("status", 400)],
)
def test_an_answer_for_somebody_else_signs_nobody_in(trial: Trial, name: str, value: object) -> None:
    setattr(trial.issuer, name, value)
    with pytest.raises(UnauthenticatedError):
        asyncio.run(trial.arrive())


def test_a_session_outlives_a_restart_and_not_its_master_key(trial: Trial) -> None:
    headers = asyncio.run(trial.arrive())
    again = Sessions.open(trial.settings, trial.vault)
    secret = trial.sign_in.cookies.session_secret(headers)
    assert secret is not None
    found = again.find(secret)
    assert found is not None
    assert found.subject == "officer-1"
    assert "officer-1" not in repr(found)
    again.close()


def _secret(trial: Trial) -> bytes:
    """A new session's."""
    trial.issuer.nonce = ""  # of the sign-in before
    found = trial.sign_in.cookies.session_secret(asyncio.run(trial.arrive()))
    assert found is not None
    return found


def test_an_older_copy_of_the_store_brings_back_no_ended_session(
    trial: Trial, caplog: pytest.LogCaptureFixture
) -> None:
    ended, other = _secret(trial), _secret(trial)
    store = trial.settings.private_folder / "sessions.sqlite"
    with closing(sqlite3.connect(store)) as read, closing(sqlite3.connect(trial.settings.home / "copy")) as copy:
        read.backup(copy)
    asyncio.run(trial.sessions.end(ended))
    trial.sessions.close()
    with closing(Sessions.open(trial.settings, trial.vault)) as again:
        assert (again.find(ended), again.find(other) is None) == (None, False)
    assert caplog.text == ""
    for file in store.parent.glob("sessions.sqlite*"):
        file.unlink()
    shutil.copy2(trial.settings.home / "copy", store)
    store.chmod(0o600)
    for said in ("everybody signs in again", ""):
        with closing(Sessions.open(trial.settings, trial.vault)) as older:
            assert (older.find(ended), older.find(other)) == (None, None)
        assert said in caplog.text
        assert bool(caplog.text) is bool(said)
        caplog.clear()


def test_sessions_of_before_ends_were_counted_go_on(trial: Trial) -> None:
    secret = _secret(trial)
    trial.sessions.close()
    with closing(sqlite3.connect(trial.settings.private_folder / "sessions.sqlite")) as store:
        store.executescript("DROP TABLE ended; PRAGMA user_version=1")
    trial.sessions = Sessions.open(trial.settings, trial.vault)
    assert trial.sessions.find(secret) is not None
    asyncio.run(trial.sessions.end(secret))
    assert trial.vault.sessions_ended() == 1


def test_on_https_the_cookies_are_the_hosts_alone(trial: Trial) -> None:
    response = Response()
    trial.sign_in.cookies.set_session(response, b"s" * 32)
    trial.sign_in.cookies.set_state(response, trial.sign_in.cookies.state_name("abcdefgh"), b"s" * 32, [])
    session, state = (value for name, value in response.headers.items() if name == "set-cookie")
    assert session.startswith("__Host-domicile-session=")
    assert session.endswith("; HttpOnly; Path=/; SameSite=strict; Secure")
    assert state.startswith("__Host-domicile-sign-in-abcdefgh=")
    assert state.endswith("; HttpOnly; Max-Age=600; Path=/; SameSite=lax; Secure")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"explorer_clients": "housing"}, "DOMICILE_PUBLIC_URL"),
        ({"explorer_clients": "chief", "public_url": ORIGIN}, "DOMICILE_EXPLORER_CLIENTS"),
        ({"explorer_clients": "housing, housing:b", "public_url": ORIGIN}, "DOMICILE_EXPLORER_CLIENTS"),
        ({"explorer_secrets": "x:y", "public_url": ORIGIN}, "DOMICILE_EXPLORER_SECRETS"),
    ],
)
def test_a_setting_that_can_not_be_right_is_said_at_start(tmp_path: Path, changed: dict[str, str], said: str) -> None:
    settings = Settings.model_validate({"home": tmp_path, "issuer": NAME, "host": "0.0.0.0", **changed})
    with pytest.raises(SetupError, match=said):
        create(settings)


@pytest.mark.parametrize(
    "url",
    ["http://register.city.example", "https://x.example/", "https://u@x.example", "ftp://x", "*", "https://X.example"],
)
def test_a_public_address_is_https_and_nothing_behind(url: str) -> None:
    with pytest.raises(ValueError, match="public_url"):
        Settings.model_validate({"public_url": url})


def test_the_public_origin_is_as_browsers_write_it() -> None:
    assert Settings.model_validate({"public_url": "https://x.example:443"}).public_origin == "https://x.example"
    assert Settings.model_validate({"port": 8123}).public_origin == "http://127.0.0.1:8123"
