"""A real Keycloak: what it sends is what the hub takes, and what goes wrong there is said. In the long run only."""

import signal
from datetime import UTC, datetime

import httpx
import pytest

from tests.keycloak.conftest import Browser, Browsers, Setting, stopped
from tests.support.keycloak import PASSWORD, Keycloak
from tests.support.serving import Served, free_port, serving

pytestmark = pytest.mark.long

_HOUSING, _REGISTRATION = "officer-housing-990103-1", "officer-registration-9901-1"
_VIEWER = "{ viewer { client office { code } } }"


def test_the_pages_realm_is_right_claim_by_claim(setting: Setting) -> None:
    said = setting.run("issuer", "check", DOMICILE_TOKEN=setting.token("registration", _REGISTRATION))
    assert [line for line in said.splitlines() if "right" not in line] == [
        f"issuer {setting.issuer.url}/realms/city (DOMICILE_ISSUER)",
        "token",
    ]
    assert f"  right      sub: `{_REGISTRATION}`\n  right      office: `registration-9901`\n" in said


def test_an_officer_signs_in_for_as_long_as_the_issuers_session_lasts(browser: Browser) -> None:
    assert browser.sign_in("housing", _HOUSING) == "/explore"
    told = browser.session()
    assert (told["client"], told["kind"]) == ("housing", "officer")
    left = datetime.fromisoformat(told["expiresAt"]) - datetime.now(UTC)
    assert 1500 < left.total_seconds() <= 1800, "half an hour of idleness, as a default realm has it"
    assert browser.ask(_VIEWER)["data"] == {"viewer": {"client": "housing", "office": {"code": "housing-990103"}}}


def test_a_resident_of_the_city_opens_their_record(browser: Browser) -> None:
    assert browser.sign_in("resident", "resident-00685") == "/explore"
    assert browser.session()["kind"] == "resident"
    assert browser.ask("{ me { residences { address { fullAddress } } } }")["data"]["me"]["residences"] != []


def test_a_client_under_another_name_is_taken_by_its_mapped_azp(browser: Browser) -> None:
    """Keycloak writes the mapped `azp` into the identity token, too."""
    assert browser.sign_in("labour", "officer-labour-990103-1") == "/explore"
    assert browser.ask(_VIEWER)["data"]["viewer"]["client"] == "labour"


@pytest.mark.parametrize(
    ("choice", "user", "word"),
    [("housing", "officer-without", "office"), ("tax", _HOUSING, "issuer"), ("education", _HOUSING, "hub")],
)
def test_what_is_set_up_wrongly_is_said(browser: Browser, choice: str, user: str, word: str) -> None:
    """No office; no audience; another secret."""
    assert browser.sign_in(choice, user) == f"/?signIn={word}"
    assert browser.session()["signedIn"] is False


def test_an_officer_at_another_departments_client_reads_the_apis_refusal(browser: Browser) -> None:
    assert browser.sign_in("registration", _HOUSING) == "/explore"
    (error,) = browser.ask(_VIEWER)["errors"]
    assert error["extensions"] == {"code": "UNAUTHENTICATED", "reason": "NOT_ON_STAFF"}


def test_signing_out_beside_another_application_says_how_it_stands(browser: Browser, setting: Setting) -> None:
    browser.sign_in("housing", _HOUSING)
    alone = browser.page("POST", "/session/sign-out").json()["endSession"]
    assert browser.send("GET", alone).headers["location"] == f"{setting.hub}/"
    browser.sign_in("housing", _HOUSING)
    browser.page("GET", "/session/sign-in?choice=labour&returnTo=/")
    other = browser.page("GET", "/session/sign-in?choice=registration&returnTo=/").headers["location"]
    assert browser.send("GET", other).is_redirect, "another client of the issuer uses the same session"
    there = browser.page("POST", "/session/sign-out").json()["endSession"]
    assert browser.session()["endSession"] == there
    asked = browser.send("GET", there)
    assert (asked.status_code, "Do you want to log out?" in asked.text) == (200, True)
    assert browser.filled_in(asked, confirmLogout="Logout") == f"{setting.hub}/"


def test_who_is_signed_out_there_by_an_administrator_is_signed_out_here(browser: Browser, setting: Setting) -> None:
    browser.sign_in("housing", _HOUSING)
    setting.issuer.admin("POST", f"/users/{setting.issuer.user(_HOUSING)}/logout")
    assert browser.session()["signedIn"] is False


def test_who_is_only_disabled_there_works_on_until_they_are_signed_out(browser: Browser, setting: Setting) -> None:
    """As the page says: Keycloak says nothing of it, and signing out is what it says."""
    office = {"attributes": {"office": ["housing-990103"]}}
    user = setting.issuer.user("officer-who-leaves", **office)
    browser.sign_in("housing", "officer-who-leaves")
    setting.issuer.admin("PUT", f"/users/{user}", {"username": "officer-who-leaves", "enabled": False, **office})
    assert browser.session()["signedIn"] is True
    setting.issuer.admin("POST", f"/users/{user}/logout")
    assert browser.session()["signedIn"] is False


@pytest.fixture
def short(setting: Setting) -> None:
    """Housing's tokens live so short that each request renews its session's."""
    client = setting.issuer.client("housing")
    client["attributes"]["access.token.lifespan"] = "20"
    setting.issuer.admin("PUT", f"/clients/{client['id']}", client)


@pytest.mark.usefixtures("short")
def test_a_change_of_keys_just_after_a_made_up_one_costs_nothing(
    browser: Browser, browsers: Browsers, setting: Setting
) -> None:
    browser.sign_in("housing", _HOUSING)
    made_up = "eyJhbGciOiJSUzI1NiIsImtpZCI6Im1hZGUtdXAifQ.e30.AAAA"
    refused = httpx.post(
        f"{setting.hub}/graphql", json={"query": _VIEWER}, headers={"authorization": f"Bearer {made_up}"}, timeout=60
    )
    assert refused.status_code == httpx.codes.UNAUTHORIZED
    key = {
        "name": "newer", "providerId": "rsa-generated", "providerType": "org.keycloak.keys.KeyProvider",
        "config": {"priority": ["1000"], "enabled": ["true"], "active": ["true"], "keySize": ["2048"]},
    }  # fmt: skip
    setting.issuer.admin("POST", "/components", key)
    for _ in range(2):
        assert browser.ask(_VIEWER)["data"]["viewer"]["client"] == "housing"
    assert browsers(setting.hub).sign_in("registration", _REGISTRATION) == "/explore"


@pytest.mark.usefixtures("short")
def test_a_session_goes_on_by_its_old_token_while_the_issuer_hangs(browser: Browser, setting: Setting) -> None:
    browser.sign_in("housing", _HOUSING)
    with stopped(setting.issuer):
        for _ in range(3):
            assert browser.ask(_VIEWER)["data"]["viewer"]["client"] == "housing"
    assert browser.ask(_VIEWER)["data"]["viewer"]["client"] == "housing"


# ── the shipped realm ────────────────────────────────────────────────────────────────────────────────────────────────


def _shipped(issuer: Keycloak, hub: str, client: str, user: str) -> str:
    """An access token of the shipped realm, by the password that its start made."""
    form = {"grant_type": "password", "scope": "openid", "client_id": client, "username": user, "password": PASSWORD}
    answer = httpx.post(f"{issuer.url}/realms/domicile/protocol/openid-connect/token", data=form, timeout=60)
    assert answer.status_code == httpx.codes.OK, (hub, answer.text)
    return str(answer.json()["access_token"])


@pytest.mark.parametrize(
    ("client", "user", "office"),
    [
        ("registration", _REGISTRATION, "`registration-9901`"),
        ("housing", _HOUSING, "`housing-990103`"),
        ("coordination", "officer-coordination-9901-1", "`coordination-9901`"),
        ("resident", "resident-00685", "a resident has none"),
        ("resident", _HOUSING, "a resident has none"),
    ],
)
def test_the_shipped_realms_tokens_are_right(setting: Setting, client: str, user: str, office: str) -> None:
    token = _shipped(setting.issuer, setting.hub, client, user)
    shipped = f"{setting.issuer.url}/realms/domicile"
    said = setting.run("issuer", "check", DOMICILE_ISSUER=shipped, DOMICILE_TOKEN=token)
    assert f"  right      sub: `{user}`\n  right      office: {office}\n" in said


def test_the_shipped_realms_clients_lead_to_the_public_address_and_its_account_page_opens(
    browsers: Browsers, setting: Setting
) -> None:
    browser = browsers(setting.hub)
    issuer = f"{setting.issuer.url}/realms/domicile"
    query = "response_type=code&scope=openid&code_challenge_method=S256&code_challenge=" + "a" * 43
    there = (
        f"{issuer}/protocol/openid-connect/auth?client_id=housing&redirect_uri={setting.hub}/session/callback&{query}"
    )
    back = browser.filled_in(browser.send("GET", there), username=_HOUSING, password=PASSWORD, credentialId="")
    assert back.startswith(f"{setting.hub}/session/callback?")
    redirect = f"{issuer}/account/"
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"  # RFC 7636, appendix B
    query = f"response_type=code&scope=openid&code_challenge_method=S256&code_challenge={challenge}"
    there = f"{issuer}/protocol/openid-connect/auth?client_id=account-console&redirect_uri={redirect}&{query}"
    code = httpx.URL(browser.send("GET", there).headers["location"]).params["code"]
    form = {
        "grant_type": "authorization_code", "client_id": "account-console", "code": code, "redirect_uri": redirect,
        "code_verifier": verifier,
    }  # fmt: skip
    token = browser.send("POST", f"{issuer}/protocol/openid-connect/token", data=form).json()["access_token"]
    headers = {"authorization": f"Bearer {token}", "accept": "application/json"}
    account = browser.send("GET", f"{issuer}/account", headers=headers)
    assert (account.status_code, account.json()["username"]) == (200, _HOUSING)


def test_the_log_has_each_reason_and_no_secret(served: Served, browsers: Browsers, setting: Setting) -> None:
    """Of a second hub of the home, which is ended for its log."""
    port = free_port()
    hub = f"http://localhost:{port}"
    for name in ("tax", "education"):
        client = setting.issuer.client(name)
        client["redirectUris"].append(f"{hub}/session/callback")
        setting.issuer.admin("PUT", f"/clients/{client['id']}", client)
    environment = {**setting.environment, "DOMICILE_PUBLIC_URL": hub}
    with serving(served.home, environment=environment, port=port) as own:
        assert browsers(hub).sign_in("tax", _HOUSING) == "/?signIn=issuer"
        assert browsers(hub).sign_in("education", _HOUSING) == "/?signIn=hub"
        said = own.end(signal.SIGTERM).said
    assert "a sign-in by browser came to nothing (issuer): the token's `aud` does not name `domicile`\n" in said
    assert "a sign-in by browser came to nothing (hub): the issuer does not take the hub's client `education`" in said
    for secret in ("eyJ", "another secret", "the secret", PASSWORD, "officer-"):
        assert secret not in said
