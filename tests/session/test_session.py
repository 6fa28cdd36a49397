"""What a session is worth, to whom, and for how long."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from hub.demo.issuer import DevelopmentIssuer
from tests.session.conftest import PAGE, SESSION, Browser
from tests.support.hub import Hub, Who

VIEWER = "{ viewer { client } }"
ELSEWHERE = "https://evil.example"
FOREIGN: list[Mapping[str, str]] = [
    {},
    {"domicile-explorer": ""},
    {"domicile-explorer": "true"},
    {"domicile-explorer": "1, 1"},
    {**PAGE, "sec-fetch-site": "cross-site"},
    {**PAGE, "sec-fetch-site": "same-site"},
    {**PAGE, "sec-fetch-site": "none"},
    {**PAGE, "origin": ELSEWHERE},
    {**PAGE, "origin": "null"},
    {**PAGE, "origin": "http://127.0.0.1:8081"},
    {**PAGE, "origin": "http://localhost:8080"},
]


@pytest.fixture
def signed_in(browser: Browser) -> Browser:
    browser.sign_in("housingInspector")
    assert browser.session()["signedIn"] is True
    return browser


def _status(headers: Mapping[str, str]) -> int:
    """With the development issuer, a page from elsewhere is refused before anybody asks whose session it is."""
    return 403 if headers.get("origin") == ELSEWHERE else 401


def _refused(browser: Browser, headers: Mapping[str, str] | None = None) -> None:
    answer = browser.ask(VIEWER, headers=PAGE if headers is None else headers)
    assert answer.status_code == _status(headers or {})
    assert [error["extensions"]["code"] for error in answer.json()["errors"]] == ["UNAUTHENTICATED"]
    assert "data" not in answer.json()


@pytest.mark.parametrize("headers", FOREIGN)
def test_the_api_takes_a_session_from_the_hubs_own_page_only(signed_in: Browser, headers: Mapping[str, str]) -> None:
    _refused(signed_in, headers)


@pytest.mark.parametrize("headers", [PAGE, {"domicile-explorer": "1"}])
@pytest.mark.parametrize("has_origin", [True, False])
def test_the_hubs_own_page_is_answered(signed_in: Browser, headers: Mapping[str, str], has_origin: bool) -> None:  # noqa: FBT001 - a parameter
    sent = {**headers, "origin": signed_in.origin} if has_origin else headers
    assert signed_in.ask(VIEWER, headers=sent).json()["data"] == {"viewer": {"client": "housing"}}


def test_a_token_counts_before_a_session(signed_in: Browser, hub: Hub, clerk: Who) -> None:
    headers = {**PAGE, "authorization": f"Bearer {hub.token(clerk)}"}
    assert signed_in.ask(VIEWER, headers=headers).json()["data"] == {"viewer": {"client": "registration"}}
    _refused(signed_in, {**PAGE, "authorization": "Bearer x"})


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize(("method", "path"), [("PUT", "/session"), ("POST", "/session/sign-out")])
def test_another_page_changes_nothing(signed_in: Browser, headers: Mapping[str, str], method: str, path: str) -> None:
    answer = signed_in.send(method, path, headers=headers, json={"purpose": "x", "case": "C1"})
    assert answer.status_code == _status(headers)
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    told = signed_in.session()
    assert (told["signedIn"], told["purpose"], told["case"]) == (True, None, None)


def test_purpose_and_case_are_kept(signed_in: Browser, hub: Hub) -> None:
    chosen = {"purpose": "housing-safety-inspection", "case": "C2026-000-00001"}
    answer = signed_in.send("PUT", "/session", headers=PAGE, json=chosen)
    assert (answer.status_code, answer.json()["purpose"], answer.json()["case"]) == (200, *chosen.values())
    again = Browser(hub, cookies=dict(signed_in.cookies)).session()
    assert {name: again[name] for name in chosen} == chosen
    assert all("C2026-000-00001" not in address for address in signed_in.seen)
    cleared = signed_in.send("PUT", "/session", headers=PAGE, json={"purpose": None})
    assert (cleared.json()["purpose"], cleared.json()["case"]) == (None, None)


def test_who_signs_in_again_goes_on_with_purpose_and_case(signed_in: Browser) -> None:
    chosen = {"purpose": "housing-safety-inspection", "case": "C2026-000-00001"}
    signed_in.send("PUT", "/session", headers=PAGE, json=chosen)
    signed_in.sign_in("housingInspector")
    again = signed_in.session()
    assert {name: again[name] for name in chosen} == chosen
    signed_in.sign_in("labourInspector")
    other = signed_in.session()
    assert (other["client"], other["purpose"], other["case"]) == ("labour", None, None)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"x"', b'{"purpose": 1}', b'{"case": ["C1"]}', b'{"other": "x"}', b'{"purpose": "a b"}',
     b'{"case": "<script>"}', b'{"case": "' + b"C" * 33 + b'"}', b'{"purpose": "' + b"x" * 5000 + b'"}'],
)  # fmt: skip
def test_nothing_else_is_kept(signed_in: Browser, body: bytes) -> None:
    answer = signed_in.send("PUT", "/session", headers=PAGE, content=body)
    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (400, "VALIDATION_FAILED")
    assert signed_in.session()["purpose"] is None


def test_who_is_signed_out_keeps_nothing(browser: Browser) -> None:
    assert browser.send("PUT", "/session", headers=PAGE, json={"purpose": "x"}).status_code == 401


def test_signing_out_ends_every_copy_of_the_cookie(signed_in: Browser, hub: Hub) -> None:
    copy = Browser(hub, cookies=dict(signed_in.cookies))
    answer = signed_in.send("POST", "/session/sign-out", headers=PAGE)
    assert (answer.status_code, answer.json()) == (200, {"signedIn": False, "endSession": None})
    assert signed_in.cookies == {}
    assert copy.session()["signedIn"] is False
    _refused(copy)
    assert signed_in.send("POST", "/session/sign-out", headers=PAGE).status_code == 200


def test_an_expired_token_ends_the_session_and_says_so(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    own = DevelopmentIssuer.token

    def short(self: DevelopmentIssuer, **arguments: str | None) -> str:
        return own(self, **arguments, lifetime=timedelta(seconds=1))  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(DevelopmentIssuer, "token", short)
        patch.setattr("hub.identity.tokens.TOKEN_LEEWAY_SECONDS", 60)
        browser.sign_in("housingInspector")
    assert browser.session()["signedIn"] is True
    monkeypatch.setattr("hub.identity.tokens.TOKEN_LEEWAY_SECONDS", -5)
    told = browser.session()
    assert (told["signedIn"], told["expired"]) == (False, True)
    assert [choice["id"] for choice in told["choices"]] == ["demo"]
    _refused(browser)


@pytest.mark.parametrize("value", ["", "x", "A" * 43, "A" * 44, "é" * 10, '"', "A" * 5000])
def test_a_made_up_cookie_is_nobody(browser: Browser, value: str) -> None:
    headers: dict[str, Any] = {**PAGE, "cookie": f"{SESSION}={value}".encode()}
    answer = browser.send("POST", "/graphql", headers=headers, json={"query": VIEWER})
    assert answer.status_code == 401


def test_a_changed_cookie_is_nobody(signed_in: Browser) -> None:
    value = signed_in.cookies[SESSION]
    signed_in.cookies[SESSION] = ("B" if value[0] == "A" else "A") + value[1:]
    assert signed_in.session() == {**signed_in.session(), "signedIn": False, "expired": False}
    _refused(signed_in)


def test_two_cookies_of_the_name_are_refused(signed_in: Browser, hub: Hub) -> None:
    """Cookie tossing: another host of the domain sets one of its own beside ours."""
    attacker = Browser(hub)
    attacker.sign_in("resident")
    own, other = signed_in.cookies[SESSION], attacker.cookies[SESSION]
    headers = {**PAGE, "cookie": f"{SESSION}={other}; {SESSION}={own}"}
    assert signed_in.send("POST", "/graphql", headers=headers, json={"query": VIEWER}).status_code == 401
    assert signed_in.send("GET", "/session", headers=headers).status_code == 401


def test_the_live_tree_is_shown_to_a_session(signed_in: Browser, hub: Hub) -> None:
    signed_in.ask("{ buildings(first: 1) { nodes { id } } }", purpose="housing-safety-inspection")
    live = signed_in.send("GET", "/log/checkpoint", headers=PAGE)
    assert live.status_code == 200
    foreign = signed_in.send("GET", "/log/checkpoint", headers={**PAGE, "origin": "http://localhost:1"})
    assert foreign.status_code == 401
    without = signed_in.send("GET", "/log/checkpoint")
    anonymous = Browser(hub).send("GET", "/log/checkpoint", headers=PAGE)
    assert without.status_code == anonymous.status_code
    assert without.text == anonymous.text
    assert live.headers["vary"] == "authorization, cookie, domicile-explorer"


def test_no_session_answer_is_kept_by_a_cache(signed_in: Browser) -> None:
    for method, path in (("GET", "/session"), ("GET", "/session/sign-in?choice=demo"), ("GET", "/session/callback")):
        headers = signed_in.send(method, path).headers
        assert (headers["cache-control"], headers["referrer-policy"]) == ("no-store", "no-referrer")
