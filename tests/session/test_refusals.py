"""A sign-in by browser that comes to nothing: the log has the reason, and the page is told which side has to change something."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import pytest

from hub.identity.refusal_log import RefusalLog
from hub.policy import clients, has_offices
from tests.session.stand_in import NAME, Trial
from tests.support.places import ROOT

_NOT_TAKEN = "the issuer does not take the hub's client `domicile-housing`"
_COMPARE = ": compare its id, secret and grants with DOMICILE_EXPLORER_CLIENTS and DOMICILE_EXPLORER_SECRETS"


@pytest.mark.parametrize(
    ("changed", "word", "reason"),
    [
        ({"access": {"aud": "account"}}, "issuer", "the token's `aud` does not name `domicile`"),
        ({"access": {"azp": "labour"}}, "issuer", "the token's `azp` is not `housing`: the issuer must set it"),
        ({"access": {"azp": None}}, "issuer", "the token has no `azp`: the issuer must set it"),
        ({"access": {"iss": "https://other.example"}}, "issuer", f"the token's `iss` is not `{NAME}`"),
        ({"identities": {"aud": "other"}}, "issuer", "the identity token's `aud` does not name `domicile-housing`"),
        ({"identities": {"azp": "labour"}}, "issuer",
         "the identity token's `azp` is neither `domicile-housing` nor `housing`"),
        ({"identities": {"nonce": "canary"}}, "issuer", "the identity token's `nonce` answers another sign-in"),
        ({"access": {"office": None}}, "office",
         "the token has no `office`: the issuer must set it for who works at a department"),
        ({"status": 401, "error": "invalid_client"}, "hub",
         f"{_NOT_TAKEN}: `invalid_client`{_COMPARE}"),
        ({"status": 400, "error": "unauthorized_client"}, "hub",
         f"{_NOT_TAKEN}: `unauthorized_client`{_COMPARE}"),
        ({"status": 401, "error": "canary"}, "hub",
         f"{_NOT_TAKEN}{_COMPARE}"),
        ({"status": 400, "error": "invalid_grant"}, "failed", "the issuer gave no token: sign in again"),
        ({"status": 429, "error": "canary"}, "unavailable", "the issuer does not answer now: try again in a minute"),
        ({"status": 502, "error": "canary"}, "unavailable", "the issuer does not answer now: try again in a minute"),
    ],
)  # fmt: skip
def test_the_log_has_the_reason_and_the_page_the_side(
    trial: Trial, caplog: pytest.LogCaptureFixture, changed: Mapping[str, Any], word: str, reason: str
) -> None:
    for name, value in changed.items():
        setattr(trial.issuer, name, value)
    answer = asyncio.run(trial.come_back())
    assert answer.headers["location"] == f"/?signIn={word}"
    assert caplog.messages[-1] == f"a sign-in by browser came to nothing ({word}): {reason}"
    for secret in ("officer-1", "a secret", "eyJ", "canary"):
        assert secret not in caplog.text


@pytest.mark.parametrize(
    ("ahead_seconds", "reason"),
    [
        (-65, "the token's `iat` lies in the future: compare the issuer's clock with the hub's"),
        (85, "the token has expired: fetch a new one"),
    ],
)
def test_clocks_that_are_apart_are_said(
    trial: Trial, caplog: pytest.LogCaptureFixture, ahead_seconds: float, reason: str
) -> None:
    trial.clock.ahead_seconds = ahead_seconds
    answer = asyncio.run(trial.come_back())
    assert answer.headers["location"] == "/?signIn=clock"
    assert caplog.messages[-1] == f"a sign-in by browser came to nothing (clock): {reason}"


def test_a_key_that_the_issuer_does_not_publish_yet_is_said(trial: Trial, caplog: pytest.LogCaptureFixture) -> None:
    trial.issuer.rotate()
    trial.issuer.published.pop()
    assert asyncio.run(trial.come_back()).headers["location"] == "/?signIn=keys"
    assert "the token's `kid` is no signing key of the issuer" in caplog.messages[-1]


@pytest.mark.parametrize(
    ("error", "word", "reason"),
    [
        ("access_denied", "refused", "the issuer signed nobody in"),
        ("canary", "refused", "the issuer signed nobody in"),
        ("temporarily_unavailable", "unavailable", "the issuer says `temporarily_unavailable`: try again in a minute"),
        ("invalid_scope", "hub",
         "the issuer says `invalid_scope` of the hub's client: compare the client there with the hub's settings"),
    ],
)  # fmt: skip
def test_what_the_issuer_says_in_the_address_is_said_where_the_standard_has_the_word(
    trial: Trial, caplog: pytest.LogCaptureFixture, error: str, word: str, reason: str
) -> None:
    assert asyncio.run(trial.come_back(error=error)).headers["location"] == f"/?signIn={word}"
    assert caplog.messages == [f"a sign-in by browser came to nothing ({word}): {reason}"]


@pytest.mark.parametrize("azp", ["housing", "domicile-housing", None])
def test_the_identity_tokens_azp_is_either_name_of_the_pair(trial: Trial, azp: str | None) -> None:
    """A mapper that sets the access token's sets this one's, too."""
    trial.issuer.identities = {"azp": azp}
    assert asyncio.run(trial.come_back()).headers["location"] == "/explore"


def test_many_refusals_fill_no_disk(caplog: pytest.LogCaptureFixture) -> None:
    """Sixty lines a minute, one that says that there were more, and then the next minute's."""
    seconds = [0.0]
    refusals = RefusalLog(logging.getLogger("hub.http.sign_in"), lambda: seconds[0])
    for number in range(200):
        refusals.write("refused %d", number)
    assert caplog.messages[:60] == [f"refused {number}" for number in range(60)]
    assert caplog.messages[60:] == [
        "more sign-ins were refused than are written here: the next are left out for a while"
    ]
    seconds[0] = 60
    refusals.write("refused %d", 200)
    assert caplog.messages[61:] == ["refused 200"]


def test_each_side_has_words_in_both_languages() -> None:
    for language in ("en", "zh"):
        text = (ROOT / "explorer" / "src" / "words" / f"{language}.ts").read_text(encoding="utf-8")
        words = text.partition("notSignedIn: {")[2].partition("\n    },")[0]
        for word in ("failed", "refused", "unavailable", "issuer", "hub", "clock", "keys", "office"):
            assert f"\n      {word}:" in words, (language, word)


def test_every_client_but_three_has_offices() -> None:
    assert {client for client in clients() if not has_offices(client)} == {
        "resident",
        "employer-portal",
        "landlord-portal",
    }
