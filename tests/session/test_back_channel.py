"""The issuer says that a session has ended there, and it has ended here (OpenID Connect Back-Channel Logout 1.0); and signing out beside others."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from tests.session.stand_in import NAME, ORIGIN, Trial, query_of

_EVENT = "http://schemas.openid.net/event/backchannel-logout"


async def _told(trial: Trial, token: str) -> httpx.Response:
    """As the issuer sends it: from a server, with no header of a browser."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(trial.app), base_url=ORIGIN) as client:
        return await client.post("/session/back-channel-logout", data={"logout_token": token})


async def _is_signed_in(trial: Trial, headers: list[tuple[bytes, bytes]]) -> bool:
    return bool((await trial.send("GET", "/session", headers)).json()["signedIn"])


@pytest.mark.parametrize("named", [{"sid": "s1"}, {"sub": "officer-1", "sid": None}, {"sid": "s1", "typ": "JWT"}])
def test_a_session_that_ended_there_ends_here(trial: Trial, named: Mapping[str, Any]) -> None:
    async def tried() -> None:
        trial.issuer.lifetime_seconds = 900
        trial.issuer.identities = {"sid": "s1"}
        own = await trial.arrive()
        trial.issuer.identities, trial.issuer.subject, trial.issuer.nonce = {"sid": "s2"}, "officer-2", ""
        others = await trial.arrive()
        trial.issuer.subject = "officer-1"
        claims = {name: value for name, value in named.items() if name != "typ"}
        answer = await _told(trial, trial.issuer.word(str(named.get("typ", "logout+jwt")), **claims))
        assert (answer.status_code, answer.content, answer.headers["cache-control"]) == (200, b"", "no-store")
        assert (await _is_signed_in(trial, own), await _is_signed_in(trial, others)) == (False, True)

    asyncio.run(tried())
    assert trial.vault.sessions_ended() == 1, "an older copy of the store brings it back no more"


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"events": {}}, "its `events` must name a back-channel logout"),
        ({"events": {_EVENT: None}}, "its `events` must name a back-channel logout"),
        ({"nonce": "n"}, "without a `nonce`"),
        ({"sid": None, "sub": None}, "neither a `sid` nor a `sub`"),
        ({"aud": "other"}, "`aud` is no client of this hub"),
        ({"iss": "https://other.example"}, "`iss` is no issuer of this hub"),
        ({"exp": 1}, "the token has expired"),
        ({"exp": None}, "the token has no `exp`"),
    ],
)
def test_what_is_no_logout_token_ends_nothing(
    trial: Trial, caplog: pytest.LogCaptureFixture, claims: Mapping[str, Any], reason: str
) -> None:
    async def tried() -> None:
        trial.issuer.identities, trial.issuer.lifetime_seconds = {"sid": "s1"}, 900
        headers = await trial.arrive()
        answer = await _told(trial, trial.issuer.word("logout+jwt", **{"sid": "s1", **claims}))
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")
        assert reason in answer.json()["error_description"]
        assert await _is_signed_in(trial, headers)

    asyncio.run(tried())
    assert reason in caplog.messages[-1]


def test_no_other_token_of_the_issuer_is_a_logout_token_nor_the_other_way_round(trial: Trial) -> None:
    async def tried() -> None:
        trial.issuer.lifetime_seconds = 900
        headers = await trial.arrive()
        for token in (trial.issuer.token(), trial.issuer.identity(), "eyJ.eyJ.x", ""):
            assert (await _told(trial, token)).status_code == 400
        bearer = [(b"authorization", f"Bearer {trial.issuer.word('logout+jwt', sid='s1')}".encode())]
        assert await _is_signed_in(trial, headers)
        assert not await _is_signed_in(trial, bearer)

    asyncio.run(tried())


def test_a_copy_that_comes_late_ends_nothing_that_began_since(trial: Trial) -> None:
    async def tried() -> None:
        trial.issuer.lifetime_seconds = 900
        early = trial.issuer.word("logout+jwt", sub="officer-1", iat=int(time.time()) - 70)
        headers = await trial.arrive()
        assert (await _told(trial, early)).status_code == 200
        assert await _is_signed_in(trial, headers)

    asyncio.run(tried())


def test_a_form_without_one_token_and_a_long_one_are_refused(trial: Trial) -> None:
    async def sent(content: bytes) -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(trial.app), base_url=ORIGIN) as client:
            return (await client.post("/session/back-channel-logout", content=content)).status_code

    for content in (b"", b"logout_token=a&logout_token=b", b"logout_token=" + b"a" * 17_000):
        assert asyncio.run(sent(content)) == 400


def test_the_store_says_nobodys_session(trial: Trial) -> None:
    trial.issuer.identities = {"sid": "canary-sid"}
    asyncio.run(trial.arrive())
    files = list(trial.settings.private_folder.glob("sessions.sqlite*"))
    assert files
    assert all(b"canary-sid" not in file.read_bytes() and b"officer-1" not in file.read_bytes() for file in files)


def test_after_signing_out_the_start_says_how_it_stands_with_the_issuers_own_session(trial: Trial) -> None:
    """Other applications use it, so the issuer may ask; whoever goes back from there is told where to end it."""

    async def tried() -> None:
        trial.issuer.lifetime_seconds = 900
        headers = await trial.arrive()
        out = await trial.send("POST", "/session/sign-out", headers)
        there = out.json()["endSession"]
        assert query_of(there) == {"client_id": "domicile-housing", "post_logout_redirect_uri": f"{ORIGIN}/"}
        session, left = out.headers.get_list("set-cookie")
        assert "Max-Age=0" in session
        assert left == ("__Host-domicile-signed-out=housing; HttpOnly; Max-Age=600; Path=/; SameSite=strict; Secure")
        told = (await trial.send("GET", "/session", [(b"cookie", left.partition(";")[0].encode())])).json()
        assert (told["signedIn"], told["endSession"]) == (False, there)
        assert "endSession" not in (await trial.send("GET", "/session")).json()
        made_up = (await trial.send("GET", "/session", [(b"cookie", b"__Host-domicile-signed-out=canary")])).json()
        assert "endSession" not in made_up

    asyncio.run(tried())
    assert NAME
