"""`domicile issuer check`, as a person types it, and what `domicile serve` says of an issuer that is not the one that was meant."""

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from hub.identity.examination import shown
from tests.identity.conftest import Forge, RemoteIssuer
from tests.support.command import Said, run, started
from tests.support.serving import free_port

_DISCOVERY = "/.well-known/openid-configuration"


def _set(remote: RemoteIssuer, **others: str) -> dict[str, str]:
    return {"DOMICILE_ISSUER": remote.url, "DOMICILE_EXPLORER_CLIENTS": "housing", **others}


@pytest.fixture
def whole(remote: RemoteIssuer) -> RemoteIssuer:
    """With all that a sign-in by browser needs."""
    addresses = {name: f"{remote.url}/{name}" for name in ("authorization_endpoint", "token_endpoint")}
    remote.discover(issuer=remote.url, jwks_uri=remote.keys_url, **addresses)
    return remote


def _check(home: Path, environment: dict[str, str], token: str = "") -> Said:
    return run("issuer", "check", home=home / "none", environment=environment, token=token)


def _token(forge: Forge, remote: RemoteIssuer, **changed: Any) -> str:
    instant = int(time.time())
    return forge.token(**{"iss": remote.url, "iat": instant, "exp": instant + 600, **changed})


def test_a_right_issuer_and_a_right_token_are_said_line_by_line(
    tmp_path: Path, whole: RemoteIssuer, forge: Forge
) -> None:
    said = started("issuer", "check", home=tmp_path, environment=_set(whole, DOMICILE_TOKEN=_token(forge, whole)))
    assert (said.code, said.error) == (0, "")
    instant = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
    assert re.sub(instant, "TIME", said.out) == (
        f"issuer {whole.url} (DOMICILE_ISSUER)\n"
        f"  right      discovery: {whole.url}{_DISCOVERY}\n"
        f"  right      name: `{whole.url}`\n"
        f"  right      authorization_endpoint: `{whole.url}/authorization_endpoint`\n"
        f"  right      token_endpoint: `{whole.url}/token_endpoint`\n"
        "  right      keys: 3 of 3 sign tokens: `ec` (EC), `okp` (OKP), `rsa` (RSA)\n"
        "token\n"
        "  right      signature: by a key of this issuer\n"
        f"  right      iss: `{whole.url}`\n"
        "  right      aud: `domicile`\n"
        "  right      azp: `housing`\n"
        "  right      sub: `officer-17`\n"
        "  right      office: `HA-0301`\n"
        "  right      times: iat TIME, exp TIME; here it is TIME\n"
    )
    assert not (tmp_path / "private").exists(), "it makes no home"


def _wrong(said: Said) -> list[str]:
    assert said.code == 1
    return [line.strip() for line in said.out.splitlines() if not line.startswith(("issuer", "token", "  right"))]


def test_a_slash_at_the_end_is_found_and_expected(tmp_path: Path, whole: RemoteIssuer) -> None:
    said = _check(tmp_path, _set(whole, DOMICILE_ISSUER=f"{whole.url}/"))
    assert _wrong(said) == [
        f"wrong      name: it calls itself `{whole.url}`, and is set as `{whole.url}/`: they are compared letter for letter"
    ]


def test_another_host_is_found_and_expected(tmp_path: Path, whole: RemoteIssuer) -> None:
    other = whole.url.replace("127.0.0.1", "localhost")
    said = _check(tmp_path, _set(whole, DOMICILE_ISSUER=other))
    assert _wrong(said) == [
        f"wrong      name: it calls itself `{whole.url}`, and is set as `{other}`: they are compared letter for letter"
    ]


def test_another_realm_is_no_issuer(tmp_path: Path, whole: RemoteIssuer) -> None:
    url = whole.url.replace("/city", "/town")
    said = _check(tmp_path, _set(whole, DOMICILE_ISSUER=url))
    assert _wrong(said) == [
        f"wrong      discovery: {url}{_DISCOVERY} answers with status 404: look at host, path and realm"
    ]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (b"<html>", "wrong      discovery: {url}/.well-known/openid-configuration answers with no JSON: look at host, path and realm"),
        (b"[]", "wrong      discovery: {url}/.well-known/openid-configuration answers with no JSON object: look at host, path and realm"),
        (b'{"issuer": "{url}"}', "wrong      authorization_endpoint: `None`, and has to be https"),
        (b'{"issuer": "{url}", "authorization_endpoint": "http://192.0.2.1/", "token_endpoint": "{url}/t"}',
         "wrong      authorization_endpoint: `http://192.0.2.1/`, and has to be https"),
        (b'{"issuer": "{url}", "code_challenge_methods_supported": ["plain"]}',
         "wrong      PKCE: it knows `['plain']`, and the hub sends `S256`"),
        (b'{"issuer": "{url}", "jwks_uri": "http://192.0.2.1/"}',
         "wrong      keys: `jwks_uri` is `http://192.0.2.1/`, and has to be https"),
        (b'{"issuer": "\\u001b[31m"}', "wrong      name: it calls itself `�[31m`, and is set as `{url}`: they are compared letter for letter"),
    ],
)  # fmt: skip
def test_a_document_that_is_none_is_said(tmp_path: Path, whole: RemoteIssuer, body: bytes, line: str) -> None:
    whole.bodies[f"/realms/city{_DISCOVERY}"] = body.replace(b"{url}", whole.url.encode())
    assert line.replace("{url}", whole.url) in _wrong(_check(tmp_path, _set(whole)))


def test_keys_that_sign_nothing_are_said(tmp_path: Path, whole: RemoteIssuer, forge: Forge) -> None:
    entries = [{**entry, "use": "enc"} for entry in forge.key_set()["keys"]]
    whole.bodies["/realms/city/certs"] = json.dumps({"keys": entries}).encode()
    assert _wrong(_check(tmp_path, _set(whole))) == [
        "wrong      keys: of 3, none signs by RS256, PS256, ES256 or EdDSA, with a `kid`"
    ]


def test_an_issuer_that_is_not_there_does_not_answer(tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    said = _check(tmp_path, {"DOMICILE_ISSUER": url})
    assert _wrong(said) == [f"no answer  discovery: {url}{_DISCOVERY} does not answer (ConnectError)"]


def test_a_departments_own_issuer_is_looked_at_too(tmp_path: Path, whole: RemoteIssuer) -> None:
    own = f"http://127.0.0.1:{free_port()}"
    said = _check(tmp_path, _set(whole, DOMICILE_CLIENT_ISSUERS=f"housing={own}"))
    assert [line for line in said.out.splitlines() if line.startswith("issuer")] == [
        f"issuer {whole.url} (DOMICILE_ISSUER)",
        f"issuer {own} (DOMICILE_CLIENT_ISSUERS)",
    ]
    assert said.code == 1


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"iss": "https://other.example"}, "iss: the token's `iss` is not `{url}`; it is `https://other.example`"),
        ({"aud": ["account"]}, "aud: the token's `aud` does not name `domicile`; it is `['account']`"),
        ({"aud": None}, "aud: the token's `aud` does not name `domicile`"),
        ({"azp": "explorer"}, "azp: `explorer` is no client of this hub: name it so at the issuer, or set it by a mapper"),
        ({"azp": None}, "azp: the token has no `azp`: the issuer must set it"),
        ({"sub": None}, "sub: the token has no `sub`: the issuer must set it"),
        ({"office": None}, "office: the token has no `office`: the issuer must set it for who works at a department"),
        ({"office": ["a", "b"]},
         "office: the token's `office` must be text of 1 to 255 printable characters; it is `['a', 'b']`"),
    ],
)  # fmt: skip
def test_each_claim_that_is_wrong_is_the_only_one_that_is(
    tmp_path: Path, whole: RemoteIssuer, forge: Forge, changed: dict[str, Any], line: str
) -> None:
    said = _check(tmp_path, _set(whole), token=_token(forge, whole, **changed))
    assert _wrong(said) == [f"wrong      {line.replace('{url}', whole.url)}"]


def test_a_token_by_another_key_and_of_another_hour_is_said(tmp_path: Path, whole: RemoteIssuer, forge: Forge) -> None:
    stranger = _token(type(forge)(), whole, iat=1, exp=601)
    first, second = _wrong(_check(tmp_path, _set(whole), token=stranger))
    assert first == "wrong      signature: the token's signature is not valid"
    assert second.startswith(
        "wrong      times: the token has expired: fetch a new one; "
        "iat 1970-01-01T00:00:01.000Z, exp 1970-01-01T00:10:01.000Z; here it is "
    )


def test_a_residents_office_does_not_count(tmp_path: Path, whole: RemoteIssuer, forge: Forge) -> None:
    said = _check(tmp_path, _set(whole), token=_token(forge, whole, azp="resident"))
    assert (said.code, "  right      office: a resident has none, and `HA-0301` does not count" in said.out) == (
        0,
        True,
    )


def test_a_token_on_the_command_line_is_refused(tmp_path: Path, whole: RemoteIssuer) -> None:
    said = run("issuer", "check", "--token", "eyJ.eyJ.x", home=tmp_path, environment=_set(whole))
    assert said.code == 2
    assert "every process on this machine sees a command line" in re.sub(r"\W*\n\W*", " ", said.error)


def test_without_an_issuer_there_is_one_line(tmp_path: Path) -> None:
    said = _check(tmp_path, {"DOMICILE_ISSUER": ""})
    assert (said.code, said.out) == (1, "")
    assert said.error.startswith("error INTERNAL: no issuer is set: set DOMICILE_ISSUER to one")


@pytest.mark.parametrize("command", [("issuer", "check"), ("serve",), ("import", "/nonexistent")])
def test_an_http_issuer_elsewhere_is_one_line(tmp_path: Path, command: tuple[str, ...]) -> None:
    port = {"DOMICILE_PORT": str(free_port())}
    said = started(*command, home=tmp_path, environment={"DOMICILE_ISSUER": "http://sign-in.city.example", **port})
    assert (said.code, said.out) == (1, "")
    assert said.error.count("\n") == 1
    if command[0] != "import":
        assert said.error == (
            "error INTERNAL: the issuer's address `http://sign-in.city.example` is not https: over http anyone on the way could "
            "answer for it; set DOMICILE_ISSUER to its https address (http is taken on this machine only)\n"
        )


def test_serve_does_not_start_before_another_issuer_than_was_meant(tmp_path: Path, whole: RemoteIssuer) -> None:
    url = whole.url.replace("/city", "/town")
    environment = _set(whole, DOMICILE_ISSUER=url, DOMICILE_PORT=str(free_port()))
    said = started("serve", home=tmp_path, environment=environment)
    assert (said.code, said.error) == (
        1,
        (
            f"error INTERNAL: DOMICILE_ISSUER is not the issuer's: discovery: {url}{_DISCOVERY} answers with status 404: look at host, "
            "path and realm; see `domicile issuer check`\n"
        ),
    )


def test_serve_says_that_an_issuer_does_not_answer_and_goes_on(tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    said = run("serve", home=tmp_path, environment={"DOMICILE_ISSUER": url, "DOMICILE_PORT": str(free_port())})
    warning, error = said.error.splitlines()
    assert warning == (
        f"warning DOMICILE_ISSUER: {url}{_DISCOVERY} does not answer (ConnectError): nobody can sign in until it does"
    )
    assert error.startswith("error INTERNAL: "), "the home has no keys: what comes next is said"


def test_what_an_issuer_says_is_shown_short() -> None:
    assert shown("a" * 300) == f"`{'a' * 200}…`"
