"""Who asks and what for, over HTTP: tokens and purposes that are not right. `tests/identity` has every single check."""

import base64
import json
from datetime import timedelta

import pytest
from joserfc.jwk import ECKey
from joserfc.jwt import encode

from hub.demo.issuer import DevelopmentIssuer
from hub.identity.development import DEVELOPMENT_ISSUER
from model.times import now
from tests.http.conftest import Web, refused, root_refused
from tests.support.hub import Who

BODY = '{"query": "{ rooms(first: 1) { nodes { id } } }"}'
INTROSPECTION = '{"query": "{ __schema { queryType { name } } }"}'


def _part(value: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _claims(web: Web, **changed: object) -> dict[str, object]:
    second = int(now().timestamp())
    who = web.who
    return {
        "iss": DEVELOPMENT_ISSUER,
        "aud": "domicile",
        "azp": who.client,
        "sub": who.subject,
        "office": who.office,
        "iat": second,
        "exp": second + 600,
        **changed,
    }


def _signed(web: Web, key: ECKey | None = None, **changed: object) -> str:
    own = web.hub.issuer._key
    return encode({"alg": "ES256", "kid": str(own.kid)}, _claims(web, **changed), key or own)


def _headers(web: Web, *authorization: str) -> list[tuple[str, str]]:
    others = [header for header in web.headers() if header[0] != "authorization"]
    return [*others, *(("authorization", value) for value in authorization)]


def test_a_token_made_here_is_taken(web: Web) -> None:
    assert web.post(BODY, _headers(web, f"Bearer {_signed(web)}")).status == 200


def _wrong_tokens(web: Web) -> dict[str, list[str]]:
    second = int(now().timestamp())
    good = _signed(web)
    unsigned = f"{_part({'alg': 'none', 'kid': str(web.hub.issuer._key.kid)})}.{_part(_claims(web))}"
    header, payload, signature = good.split(".")
    other_home = DevelopmentIssuer(ECKey.generate_key("P-256", auto_kid=True), web.hub.settings)
    return {
        "missing": [],
        "empty": [""],
        "no token": ["Bearer "],
        "another scheme": [f"Basic {good}"],
        "expired": [f"Bearer {_signed(web, iat=second - 7200, exp=second - 3600)}"],
        "of tomorrow": [f"Bearer {_signed(web, iat=second + 86400, exp=second + 90000)}"],
        "not yet valid": [f"Bearer {_signed(web, nbf=second + 3600)}"],
        "for ever": [f"Bearer {_signed(web, exp=second + 10**9)}"],
        "another audience": [f"Bearer {_signed(web, aud='another-hub')}"],
        "another issuer": [f"Bearer {_signed(web, iss='https://elsewhere.example')}"],
        "no subject": [f"Bearer {_signed(web, sub='')}"],
        "alg none": [f"Bearer {unsigned}.e30"],
        "alg none without a signature": [f"Bearer {unsigned}."],
        "forged under the known key id": [f"Bearer {_signed(web, ECKey.generate_key('P-256'))}"],
        "of another home": [f"Bearer {other_home.token(client=web.who.client, subject='x', office='1')}"],
        "payload exchanged": [f"Bearer {header}.{_part(_claims(web, sub='chief'))}.{signature}"],
        "signature cut": [f"Bearer {header}.{payload}.{signature[:-2]}"],
        "twice": [f"Bearer {good}", f"Bearer {good}"],
        "twice, one empty": [f"Bearer {good}", ""],
        "ten kilobytes": [f"Bearer {header}.{'A' * 10_000}.{signature}"],
        "not ASCII": ["Bearer \u00e9.\u00e9.\u00e9"],
    }


@pytest.mark.parametrize(
    "form",
    [
        "missing", "empty", "no token", "another scheme", "expired", "of tomorrow", "not yet valid", "for ever",
        "another audience", "another issuer", "no subject", "alg none", "alg none without a signature",
        "forged under the known key id", "of another home", "payload exchanged", "signature cut", "twice",
        "twice, one empty", "ten kilobytes", "not ASCII",
    ],
)  # fmt: skip
def test_a_wrong_token_is_unauthenticated_before_the_query_is_read(web: Web, form: str) -> None:
    headers = [
        (name, value.encode("latin-1") if name == "authorization" else value)
        for name, value in _headers(web, *_wrong_tokens(web)[form])
    ]
    for body in (BODY, "{", INTROSPECTION):
        answer = web.send("POST", content=body, headers=headers)
        refused(answer, 401, "UNAUTHENTICATED")
        assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("changed", [{"sub": "nobody-at-all"}, {"office": "999999"}, {"azp": ""}])
def test_an_officer_whom_the_register_does_not_know_there_is_unauthenticated(
    web: Web, labour_inspector: Who, changed: dict[str, object]
) -> None:
    changed = {name: value or labour_inspector.client for name, value in changed.items()}
    body = '{"query": "{ viewer { client } }"}'
    headers = _headers(web, f"Bearer {_signed(web, **changed)}")
    headers = [header for header in headers if header[0] != "domicile-purpose"]
    root_refused(web.post(body, headers), 401, "UNAUTHENTICATED")


def test_an_expired_token_of_the_command_is_refused(web: Web) -> None:
    who = web.who
    token = web.hub.issuer.token(
        client=who.client, subject=who.subject, office=who.office, lifetime=timedelta(seconds=-3600)
    )
    refused(web.post(BODY, _headers(web, f"Bearer {token}")), 401, "UNAUTHENTICATED")


def _purposes(web: Web, *purposes: str) -> list[tuple[str, str]]:
    others = [header for header in web.headers() if header[0] != "domicile-purpose"]
    return [*others, *(("domicile-purpose", value) for value in purposes)]


@pytest.mark.parametrize("purposes", [(), ("",), ("  ",)])
def test_without_a_purpose_one_is_required(web: Web, purposes: tuple[str, ...]) -> None:
    root_refused(web.post(BODY, _purposes(web, *purposes)), 400, "PURPOSE_REQUIRED")


@pytest.mark.parametrize("purpose", ["population-search", "RENTAL-INSPECTION", "x' OR 1=1", "x" * 64])
def test_a_purpose_that_is_not_on_the_list_is_refused(web: Web, purpose: str) -> None:
    root_refused(web.post(BODY, _purposes(web, purpose)), 403, "PURPOSE_NOT_ALLOWED")


def test_a_purpose_of_another_department_is_refused(web: Web, labour_inspector: Who) -> None:
    root_refused(web.post(BODY, _purposes(web, labour_inspector.purpose)), 403, "PURPOSE_NOT_ALLOWED")


@pytest.mark.parametrize("repeated", [True, False])
def test_two_purposes_or_an_overlong_one_are_refused(web: Web, repeated: bool) -> None:  # noqa: FBT001 - a parameter
    purposes = (web.who.purpose, web.who.purpose) if repeated else ("x" * 65,)
    refused(web.post(BODY, _purposes(web, *purposes)), 400, "VALIDATION_FAILED")


def test_introspection_needs_a_token_and_no_purpose(web: Web) -> None:
    answer = web.post(INTROSPECTION, _purposes(web))
    assert (answer.status, answer.data) == (200, {"__schema": {"queryType": {"name": "Query"}}})
    assert answer.statements == 0
