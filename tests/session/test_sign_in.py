"""The whole way of a browser's sign-in, and everything that has to fail on it."""

import re
from urllib.parse import urlsplit

import pytest

from hub.demo import issuer_sign_in as development_sign_in
from hub.identity import browser as browser_module
from tests.session.conftest import PAGE, SESSION, Browser, query_of
from tests.support.hub import Hub

VIEWER = "{ viewer { client } }"


def test_an_officer_signs_in_and_asks_without_ever_seeing_a_token(browser: Browser) -> None:
    assert browser.session() == {
        "signedIn": False,
        "expired": False,
        "choices": [{"id": "demo", "name": "People of the demo", "nameZh": "演示人员"}],
    }
    arrived = browser.sign_in("housingInspector", "/explore/views/42")
    assert (arrived.status_code, arrived.headers["location"]) == (303, "/explore/views/42")
    assert list(browser.cookies) == [SESSION], "the sign-in's own cookie is gone"
    told = browser.session()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z", told.pop("expiresAt"))
    assert re.fullmatch(r"[0-9a-f]{32}", told.pop("mark"))
    assert told.pop("logKeyUrl") == "/dev-issuer/log-key"
    assert told == {"signedIn": True, "client": "housing", "kind": "officer", "purpose": None, "case": None}
    answer = browser.ask(VIEWER)
    assert (answer.status_code, answer.json()["data"]) == (200, {"viewer": {"client": "housing"}})


def test_a_resident_signs_in(browser: Browser) -> None:
    browser.sign_in("resident", "/record")
    told = browser.session()
    assert (told["client"], told["kind"]) == ("resident", "resident")
    assert browser.ask("{ me { cases { state } } }").json()["data"]["me"] is not None


def test_the_way_goes_by_code_with_pkce_state_and_nonce(browser: Browser) -> None:
    asked = query_of(browser.start().headers["location"])
    assert set(asked) == {
        "response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge",
        "code_challenge_method",
    }  # fmt: skip
    assert (asked["response_type"], asked["scope"], asked["code_challenge_method"]) == ("code", "openid", "S256")
    assert asked["redirect_uri"] == f"{browser.origin}/session/callback"
    other = query_of(browser.start().headers["location"])
    assert all(asked[name] != other[name] for name in ("state", "nonce", "code_challenge"))


def test_cookies_are_out_of_every_scripts_reach(browser: Browser) -> None:
    started = browser.start()
    (line,) = started.headers.get_list("set-cookie")
    assert re.fullmatch(r"domicile-sign-in-8080-\w{8}=[\w-]+; HttpOnly; Max-Age=600; Path=/; SameSite=lax", line), line
    chosen = browser.choose(started.headers["location"], "resident")
    arrived = browser.send("GET", chosen.headers["location"].removeprefix(browser.origin))
    lines = arrived.headers.get_list("set-cookie")
    assert re.fullmatch(rf"{SESSION}=[\w-]{{43}}; HttpOnly; Path=/; SameSite=strict", lines[0]), lines[0]
    assert "domicile-sign-in" in lines[1]
    assert "Max-Age=0" in lines[1]


def test_no_address_and_no_answer_says_who_it_is(browser: Browser, hub: Hub) -> None:
    arrived = browser.sign_in("resident", "/record")
    said = " ".join(browser.seen) + arrived.text + str(browser.session())
    for word in ("resident-00", "eyJ", "officer-"):
        assert word not in said
    files = list(hub.settings.private_folder.glob("sessions.sqlite*"))
    assert files
    assert all(b"resident-00" not in file.read_bytes() and b"eyJ" not in file.read_bytes() for file in files)


@pytest.mark.parametrize(
    "return_to",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "/explore?case=C2026-000-00001",
        "/explore#x", "javascript:alert(1)", "/explore/../../x", "/session/sign-out", "/graphql", "/explore\r\nx: y",
        "/explore/" + "a" * 400, "", " /explore", "/explore//evil.example",
    ],
)  # fmt: skip
def test_one_comes_back_to_a_page_of_the_explorer_only(browser: Browser, return_to: str) -> None:
    assert browser.sign_in("resident", return_to).headers["location"] == "/"


def _failed(browser: Browser, path: str, said: str = "failed") -> None:
    before = browser.cookies.get(SESSION)
    response = browser.send("GET", path.removeprefix(browser.origin))
    assert (response.status_code, response.headers["location"]) == (303, f"/?signIn={said}")
    assert browser.cookies.get(SESSION) == before


def test_a_wrong_state_signs_nobody_in(browser: Browser) -> None:
    back = browser.choose(browser.start().headers["location"], "resident").headers["location"]
    state, code = query_of(back)["state"], query_of(back)["code"]
    wrong = state[:-1] + ("A" if state[-1] != "A" else "B")
    _failed(browser, f"/session/callback?code={code}&state={wrong}")
    for query in (f"code={code}", f"state={state}", "", f"code={code}&state=", f"code={'x' * 5000}&state={state}"):
        _failed(browser, f"/session/callback?{query}")


def test_anothers_code_and_state_sign_nobody_in(browser: Browser, hub: Hub) -> None:
    """Login CSRF: an attacker sends the link of their own sign-in to somebody else."""
    attacker = Browser(hub)
    back = attacker.choose(attacker.start().headers["location"], "resident").headers["location"]
    _failed(browser, back)
    browser.start()
    _failed(browser, back)


def test_anothers_code_in_ones_own_sign_in_fails_by_its_verifier(browser: Browser, hub: Hub) -> None:
    attacker = Browser(hub)
    stolen = query_of(attacker.choose(attacker.start().headers["location"], "resident").headers["location"])["code"]
    state = query_of(browser.start().headers["location"])["state"]
    _failed(browser, f"/session/callback?code={stolen}&state={state}")


def test_a_code_serves_once(browser: Browser, hub: Hub) -> None:
    back = browser.choose(browser.start().headers["location"], "resident").headers["location"]
    kept = dict(browser.cookies)
    browser.send("GET", back.removeprefix(browser.origin))
    again = Browser(hub, cookies=kept)
    _failed(again, back)


def test_a_sign_in_that_took_too_long_fails(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    back = browser.choose(browser.start().headers["location"], "resident").headers["location"]
    monkeypatch.setattr(browser_module, "SIGN_IN_SECONDS_MAX", -1)
    _failed(browser, back)


def test_a_code_that_is_too_old_fails(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(development_sign_in, "DEVELOPMENT_CODE_SECONDS", -1)
    _failed(browser, browser.choose(browser.start().headers["location"], "resident").headers["location"])


def test_a_tampered_cookie_of_the_sign_in_fails(browser: Browser) -> None:
    back = browser.choose(browser.start().headers["location"], "resident").headers["location"]
    ((name, value),) = browser.cookies.items()
    browser.cookies[name] = value[:-10] + ("A" if value[-10] != "A" else "B") + value[-9:]
    _failed(browser, back)


def test_another_issuers_answer_fails(browser: Browser) -> None:
    back = browser.choose(browser.start().headers["location"], "resident").headers["location"]
    _failed(browser, back.replace("iss=domicile-development", "iss=https%3A%2F%2Felsewhere.example"))


def test_who_says_no_there_comes_back_signed_out(browser: Browser) -> None:
    authorize = browser.start().headers["location"]
    back = browser.choose(authorize, "").headers["location"]
    assert query_of(back)["error"] == "access_denied"
    _failed(browser, back, "refused")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_sites_link_starts_no_sign_in(browser: Browser, site: str) -> None:
    response = browser.send("GET", "/session/sign-in?choice=demo", headers={"sec-fetch-site": site})
    assert (response.status_code, response.headers["location"]) == (303, "/")
    assert browser.cookies == {}


def test_an_unknown_choice_fails(browser: Browser) -> None:
    assert browser.start(choice="root").headers["location"] == "/?signIn=failed"


def test_this_machines_other_name_leads_to_the_public_one(browser: Browser) -> None:
    path = "/session/sign-in?choice=demo&returnTo=%2Frecord"
    moved = browser.send("GET", path, headers={"host": "localhost:8080"})
    assert moved.headers["location"] == browser.origin + path
    elsewhere = browser.send("GET", path, headers={"host": "evil.example"})
    assert elsewhere.status_code == 421


def test_two_tabs_sign_in_side_by_side(browser: Browser) -> None:
    first, second = (browser.start().headers["location"] for _ in range(2))
    for authorize in (first, second):
        back = browser.choose(authorize, "resident").headers["location"]
        assert browser.send("GET", back.removeprefix(browser.origin)).headers["location"] == "/explore"


def test_sign_ins_that_were_left_do_not_pile_up(browser: Browser) -> None:
    for _ in range(9):
        browser.start()
    assert len(browser.cookies) <= 4


def test_a_session_that_a_browser_brings_is_never_adopted(browser: Browser, hub: Hub) -> None:
    """Session fixation: the cookie is new with each sign-in, and the one before is worth nothing."""
    browser.sign_in("resident")
    before = browser.cookies[SESSION]
    browser.sign_in("housingInspector")
    assert browser.cookies[SESSION] != before
    assert Browser(hub, cookies={SESSION: before}).session()["signedIn"] is False
    planted = "A" * 43
    victim = Browser(hub, cookies={SESSION: planted})
    victim.sign_in("resident")
    assert victim.cookies[SESSION] != planted
    assert Browser(hub, cookies={SESSION: planted}).session()["signedIn"] is False


# ── the development issuer's page ────────────────────────────────────────────────────────────────────────────────────


def test_its_page_runs_no_script_and_lists_people_in_both_languages(browser: Browser) -> None:
    page = browser.send("GET", browser.start().headers["location"].removeprefix(browser.origin))
    assert page.status_code == 200
    assert "<script" not in page.text
    policy = page.headers["content-security-policy"]
    assert policy == (
        "default-src 'none'; style-src 'self'; "
        f"form-action 'self' {browser.origin}; base-uri 'none'; frame-ancestors 'none'"
    )
    for text in ("Whom would you like to be?", "住房检查员", "Housing inspectors", "Residents", 'lang="zh-Hans"'):
        assert text in page.text
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        ("redirect_uri=http%3A%2F%2F127.0.0.1%3A8080", "redirect_uri=http%3A%2F%2Fevil.example", 400),
        ("client_id=domicile-explorer", "client_id=housing", 400),
        ("response_type=code", "response_type=token", 303),
        ("code_challenge_method=S256", "code_challenge_method=plain", 303),
    ],
)
def test_its_page_serves_the_hubs_own_explorer_only(browser: Browser, old: str, new: str, status: int) -> None:
    authorize = browser.start().headers["location"]
    assert old in authorize
    response = browser.send("GET", authorize.replace(old, new).removeprefix(browser.origin))
    assert response.status_code == status
    assert "evil" not in response.headers.get("location", "")
    assert urlsplit(response.headers.get("location", "")).path in {"", "/session/callback"}


def test_its_page_answers_under_this_machines_names_only(browser: Browser) -> None:
    authorize = browser.start().headers["location"].removeprefix(browser.origin)
    assert browser.send("GET", authorize, headers={"host": "evil.example"}).status_code == 421
    refused = browser.send("POST", "/dev-issuer/token", headers={"host": "evil.example"}, data={"code": "x"})
    assert refused.status_code == 421


def test_somebody_who_is_not_on_the_list_is_nobody(browser: Browser) -> None:
    authorize = browser.start().headers["location"]
    fields = query_of(authorize)
    response = browser.send("POST", "/dev-issuer/authorize", data={**fields, "person": "chief"})
    assert response.status_code == 400


@pytest.mark.parametrize("changed", ["code_verifier", "code", "redirect_uri", "client_id", "grant_type"])
def test_its_tokens_are_given_for_the_whole_right_form_only(browser: Browser, changed: str) -> None:
    verifier = "v" * 43
    fields = query_of(browser.start().headers["location"])
    fields["code_challenge"] = development_sign_in.challenge_of(verifier)
    back = browser.send("POST", "/dev-issuer/authorize", data={**fields, "person": "resident"}).headers["location"]
    form = {
        "grant_type": "authorization_code", "code": query_of(back)["code"], "client_id": fields["client_id"],
        "redirect_uri": fields["redirect_uri"], "code_verifier": verifier,
    }  # fmt: skip
    wrong = browser.send("POST", "/dev-issuer/token", data={**form, changed: "other"})
    assert wrong.status_code == 400
    is_used_up = changed not in {"code", "grant_type"}
    right = browser.send("POST", "/dev-issuer/token", data=form)
    assert right.status_code == (400 if is_used_up else 200)
    assert PAGE["domicile-explorer"] == "1"
