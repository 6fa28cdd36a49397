"""New tokens while an issuer changes its keys, hangs, or has its clock apart: no session is lost that could go on, and nobody waits."""

import asyncio
from datetime import datetime

import pytest

from model.errors import UnauthenticatedError
from tests.session.stand_in import NAME, Trial


def _refreshed(trial: Trial) -> list[str | None]:
    return [form.get("refresh_token") for path, form, _ in trial.issuer.asked if path == "/token_endpoint"]


def test_a_made_up_key_id_just_before_a_rotation_costs_no_sign_in_and_no_session(trial: Trial) -> None:
    async def tried() -> None:
        headers = await trial.arrive()
        trial.clock.ahead_seconds += 31
        token = trial.issuer.token(kid="made-up")
        with pytest.raises(UnauthenticatedError, match="`kid` is no signing key"):
            await trial.verifier.caller(f"Bearer {token}")
        trial.issuer.rotate()
        trial.issuer.lifetime_seconds = 900
        assert (await trial.sign_in.caller(headers)).subject == "officer-1"
        trial.issuer.nonce = ""
        await trial.arrive()

    asyncio.run(tried())
    assert _refreshed(trial) == [None, "r1", None]


def test_a_refresh_whose_key_is_not_published_yet_is_tried_again_with_the_newer_refresh_token(
    trial: Trial, caplog: pytest.LogCaptureFixture
) -> None:
    async def tried() -> None:
        headers = await trial.arrive()
        trial.issuer.rotate()
        late = trial.issuer.published.pop()
        await trial.sign_in.caller(headers)
        await trial.sign_in.caller(headers)
        assert _refreshed(trial) == [None, "r1"], "not again at once"
        trial.issuer.published.append(late)
        trial.clock.ahead_seconds += 5
        trial.issuer.lifetime_seconds = 900
        trial.clock.ahead_seconds += 100  # the first token holds no more
        assert (await trial.sign_in.caller(headers)).subject == "officer-1"

    asyncio.run(tried())
    assert _refreshed(trial) == [None, "r1", "r2"]
    assert caplog.messages == [
        "a session gets no new token now, and asks again: the token's `kid` is no signing key of the issuer: fetch a new token"
    ]


@pytest.mark.parametrize(("status", "error"), [(401, "invalid_client"), (429, "slow_down"), (500, "")])
def test_what_passes_costs_no_refresh_token(trial: Trial, status: int, error: str) -> None:
    async def tried() -> None:
        headers = await trial.arrive()
        trial.issuer.status, trial.issuer.error = status, error
        await trial.sign_in.caller(headers)
        trial.issuer.status, trial.issuer.lifetime_seconds = 200, 900
        trial.clock.ahead_seconds += 10
        await trial.sign_in.caller(headers)

    asyncio.run(tried())
    assert _refreshed(trial) == [None, "r1", "r1"]


def test_an_issuer_that_hangs_is_asked_once_and_nobody_waits_in_line(
    trial: Trial, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The waits are put to nothing here: so whoever waited for the issuer, or for who waits for it, would wait for ever."""
    monkeypatch.setattr("hub.identity.renewal.SESSION_RENEWAL_SECONDS_MAX", 0)

    async def tried() -> None:
        headers = await trial.arrive()
        trial.issuer.answers.clear()
        for _ in range(6):
            assert (await trial.sign_in.caller(headers)).subject == "officer-1", "by the old token"
        callers = await asyncio.gather(*(trial.sign_in.caller(headers) for _ in range(20)))
        assert {caller.subject for caller in callers} == {"officer-1"}
        trial.issuer.lifetime_seconds = 900
        trial.issuer.answers.set()
        await trial.sign_in.aclose()

    asyncio.run(tried())
    assert _refreshed(trial) == [None, "r1"]
    assert caplog.messages == []


def _too_late(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """From now on the issuer answers too late, at once; what it was asked."""
    asked: list[str] = []

    async def waited(_client: object, url: str, **_others: object) -> None:
        asked.append(url)
        raise TimeoutError

    monkeypatch.setattr("hub.identity.issuer.bounded_json", waited)
    return asked


def test_an_issuer_that_answers_too_late_is_said_and_left_alone_for_a_while(
    trial: Trial, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def tried() -> None:
        headers = await trial.arrive()
        asked = _too_late(monkeypatch)
        for ahead_seconds, attempts in ((0, 1), (0, 1), (9, 1), (1, 2)):
            trial.clock.ahead_seconds += ahead_seconds
            assert (await trial.sign_in.caller(headers)).subject == "officer-1", "by the old token"
            assert len(asked) == attempts
        trial.clock.ahead_seconds += 71
        with pytest.raises(UnauthenticatedError, match="the token has expired"):
            await trial.sign_in.caller(headers)

    asyncio.run(tried())
    line = "does not answer (TimeoutError): sessions go on with the tokens they have, and it is asked again after 10 seconds"
    assert caplog.messages == [f"the issuer `{NAME}` {line}"] * 3


def test_signing_out_asks_an_issuer_that_did_not_answer_nothing(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    async def tried() -> None:
        headers = await trial.arrive()
        asked = _too_late(monkeypatch)
        await trial.sign_in.caller(headers)
        assert await trial.sign_in.end(headers) is None
        assert len(asked) == 1
        assert (await trial.sign_in.seen(headers)).caller is None

    asyncio.run(tried())


@pytest.mark.parametrize(
    ("said", "seconds"),
    [({"refresh_expires_in": 1800}, 1800), ({"refresh_expires_in": 0}, 12 * 3600), ({}, 12 * 3600),
     ({"refresh_expires_in": 10}, 20), ({"refresh_expires_in": "1800"}, 12 * 3600),
     ({"refresh_expires_in": 10**9}, 12 * 3600)],
)  # fmt: skip
def test_signed_in_until_follows_the_issuers_session(trial: Trial, said: dict[str, object], seconds: int) -> None:
    """A quarter of a minute is left for the test's own running."""
    trial.issuer.said = said

    async def tried() -> str:
        headers = await trial.arrive()
        trial.issuer.answers.clear()
        told = (await trial.send("GET", "/session", headers)).json()
        assert told["signedIn"] is True
        return str(told["expiresAt"])

    expires_at = datetime.fromisoformat(asyncio.run(tried()))
    assert -15 < (expires_at - trial.clock.now()).total_seconds() - seconds <= 1


def test_a_refresh_token_that_ends_before_the_token_is_used_in_time(trial: Trial) -> None:
    async def tried() -> None:
        trial.issuer.lifetime_seconds = 900
        trial.issuer.said = {"refresh_expires_in": 300}
        headers = await trial.arrive()
        await trial.sign_in.caller(headers)
        trial.clock.ahead_seconds += 280
        await trial.sign_in.caller(headers)

    asyncio.run(tried())
    assert _refreshed(trial) == [None, "r1"]
