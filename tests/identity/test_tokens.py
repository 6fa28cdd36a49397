"""Each way to get past the verifier that has a name, and what it answers."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc.jwk import OctKey

from hub.identity.keys import StaticKeys
from hub.identity.tokens import TokenVerifier, authorization_header
from model.callers import Caller
from model.errors import Code, UnauthenticatedError
from model.ids import ClientId, OfficeCode, OfficerSubject

INSTANT = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
SECOND = int(INSTANT.timestamp())
ISSUER = "https://sign-in.city.example/realms/city"


async def refusal(verifier: TokenVerifier, authorization: str | None) -> str:
    """The message of the refusal; it holds no part of what was sent."""
    with pytest.raises(UnauthenticatedError) as caught:
        await verifier.caller(authorization)
    assert caught.value.code is Code.UNAUTHENTICATED
    assert caught.value.status == 401
    message = str(caught.value)
    for part in (authorization or "").partition(" ")[2].split("."):
        assert len(part) < 8 or part not in message
    return message


async def test_an_officers_token_says_client_officer_and_office(verifier: TokenVerifier, forge: Any) -> None:
    assert await verifier.caller(f"Bearer {forge.token()}") == Caller(
        issuer=ISSUER,
        client=ClientId("housing"),
        subject=OfficerSubject("officer-17"),
        office=OfficeCode("HA-0301"),
        expires_at=datetime(2026, 11, 24, 8, 40, tzinfo=UTC),
    )


async def test_a_residents_token_has_no_office(verifier: TokenVerifier, forge: Any) -> None:
    caller = await verifier.caller(f"Bearer {forge.token(azp='resident-portal', sub='r-1', office=None)}")
    assert (caller.client, caller.subject, caller.office, caller.is_officer) == ("resident-portal", "r-1", None, False)


@pytest.mark.parametrize(
    ("alg", "kid"), [("RS256", "rsa"), ("PS256", "rsa"), ("ES256", "ec"), ("EdDSA", "okp"), ("Ed25519", "okp")]
)
async def test_each_allowed_algorithm_is_accepted(verifier: TokenVerifier, forge: Any, alg: str, kid: str) -> None:
    assert (await verifier.caller(f"Bearer {forge.token({'alg': alg, 'kid': kid})}")).subject == "officer-17"


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
async def test_the_scheme_is_read_in_any_case(verifier: TokenVerifier, forge: Any, scheme: str) -> None:
    assert (await verifier.caller(f"{scheme} {forge.token()}")).client == "housing"


async def test_several_audiences_are_accepted_when_ours_is_among_them(verifier: TokenVerifier, forge: Any) -> None:
    assert (await verifier.caller(f"Bearer {forge.token(aud=['account', 'domicile'])}")).client == "housing"


# ── the header `Authorization` ───────────────────────────────────────────────────────────────────────────────────────

_FORM = "the header `Authorization` must be `Bearer TOKEN` with one signed JWT of three parts"


async def test_no_header_says_what_to_send(verifier: TokenVerifier) -> None:
    assert await refusal(verifier, None) == "no token: send the header `Authorization: Bearer TOKEN`"


@pytest.mark.parametrize(
    "form",
    [
        "",
        "Bearer",
        "Bearer ",
        "{token}",
        "Basic {token}",
        "Bearer  {token}",
        " Bearer {token}",
        "Bearer {token} ",
        "Bearer {token}\n",
        "Bearer {token}, Bearer {token}",
        "Bearer {token} {token}",
        "Bearer {token}.{token}",
        "Bearer a.b",
        "Bearer a.b.c.d.e",
        "Bearer ..",
        "Bearer é.é.é",
        "Bearer {token}=",
    ],
)
async def test_a_malformed_header_is_refused(verifier: TokenVerifier, forge: Any, form: str) -> None:
    assert await refusal(verifier, form.replace("{token}", forge.token())) == _FORM


async def test_an_oversized_token_is_refused_before_it_is_parsed(verifier: TokenVerifier, forge: Any) -> None:
    token = forge.token(padding="x" * 9000)
    assert await refusal(verifier, f"Bearer {token}") == "the token is longer than 8192 bytes"


def test_two_authorization_headers_are_refused() -> None:
    headers = [(b"host", b"h"), (b"authorization", b"Bearer a.b.c"), (b"authorization", b"Bearer d.e.f")]
    with pytest.raises(UnauthenticatedError, match="stands more than once"):
        authorization_header(headers)


def test_the_one_authorization_header_is_found() -> None:
    assert authorization_header([(b"host", b"h"), (b"authorization", b"Bearer \xe9")]) == "Bearer é"
    assert authorization_header([(b"host", b"h")]) is None


# ── the token's header ───────────────────────────────────────────────────────────────────────────────────────────────

_ALG = "the token's `alg` must be one of `RS256`, `PS256`, `ES256`, `EdDSA`, `Ed25519`"
_MEMBERS = "the token's header may hold only `alg`, `kid`, `typ`, `x5t`, `x5t#S256`"
_TYPE = "the token's `typ` is not `JWT` or `at+jwt`: send an access token"


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ({"alg": "none"}, _ALG),
        ({"alg": "None"}, _ALG),
        ({"alg": ""}, _ALG),
        ({"alg": None}, _ALG),
        ({"alg": "HS256"}, _ALG),
        ({"alg": "HS512"}, _ALG),
        ({"alg": "RS384", "kid": "rsa"}, _ALG),
        ({"alg": "ES256K"}, _ALG),
        ({"alg": "RSA-OAEP"}, _ALG),
        ({"alg": ["ES256"]}, "the token's header holds a member that is not text"),
        ({"kid": 7}, "the token's header holds a member that is not text"),
        ({"kid": None}, "the token's header has no `kid`"),
        ({"kid": ""}, "the token's header has no `kid`"),
        ({"kid": "made-up"}, "the token's `kid` is no signing key of the issuer: fetch a new token"),
        ({"kid": "../../etc/passwd"}, "the token's `kid` is no signing key of the issuer: fetch a new token"),
        ({"typ": "logout+jwt"}, _TYPE),
        ({"typ": "dpop+jwt"}, _TYPE),
        ({"crit": ["exp"]}, _MEMBERS),
        ({"crit": []}, _MEMBERS),
        ({"b64": False, "crit": ["b64"]}, _MEMBERS),
        ({"cty": "JWT"}, _MEMBERS),
        ({"jku": "https://attacker.example/keys"}, _MEMBERS),
        ({"x5u": "https://attacker.example/cert"}, _MEMBERS),
        ({"x5c": ["MIIB"]}, _MEMBERS),
    ],
)
async def test_a_header_that_asks_for_more_is_refused(
    verifier: TokenVerifier, forge: Any, header: dict[str, Any], message: str
) -> None:
    assert await refusal(verifier, f"Bearer {forge.token(header)}") == message


async def test_a_token_that_brings_its_own_key_is_refused(verifier: TokenVerifier, forge: Any) -> None:
    jwk = forge.keys["ec"].as_dict(private=False)
    assert await refusal(verifier, f"Bearer {forge.token({'jwk': jwk})}") == _MEMBERS


@pytest.mark.parametrize(
    "header",
    [
        b'{"alg":"none","kid":"ec","alg":"ES256"}',
        b'{"alg":"ES256","kid":"other","kid":"ec"}',
        b'["alg"]',
        b'"alg"',
        b"7",
        b"null",
        b"{",
        b"\xff\xfe",
        b'{"alg":"ES256","kid":NaN}',
        b"[" * 700,
    ],
)
async def test_a_header_that_can_be_read_in_two_ways_is_refused(
    verifier: TokenVerifier, forge: Any, header: bytes
) -> None:
    token = forge.sign(header, json.dumps(forge.claims()).encode(), alg="ES256", key=forge.keys["ec"])
    assert await refusal(verifier, f"Bearer {token}") == "the token's header is not a JSON object with each member once"


async def test_a_long_header_is_refused(verifier: TokenVerifier, forge: Any) -> None:
    token = forge.token({"x5t": "a" * 1100})
    assert await refusal(verifier, f"Bearer {token}") == "the token's header is longer than 1024 bytes"


# ── the signature ────────────────────────────────────────────────────────────────────────────────────────────────────

_SIGNATURE = "the token's signature is not valid"


@pytest.mark.parametrize("kid", ["rsa", "ec", "okp"])
async def test_a_public_key_used_as_a_shared_secret_is_refused(verifier: TokenVerifier, forge: Any, kid: str) -> None:
    """The HS256 confusion: sign with the text of the public key, and hope that the hub checks with the same."""
    secret = OctKey.import_key(forge.keys[kid].as_dict(private=False)["x" if kid != "rsa" else "n"])
    for name in ("alg", "ALG"):
        header = {"alg": "HS256", "kid": kid, name: "HS256"}
        token = forge.sign(json.dumps(header).encode(), json.dumps(forge.claims()).encode(), alg="HS256", key=secret)
        assert (await refusal(verifier, f"Bearer {token}")) in {_ALG, _MEMBERS}


async def test_an_unsigned_token_is_refused(verifier: TokenVerifier, forge: Any) -> None:
    head, payload, _ = forge.token().split(".")
    assert await refusal(verifier, f"Bearer {head}.{payload}.") == _FORM
    assert await refusal(verifier, f"Bearer {head}.{payload}.AA") == _SIGNATURE


@pytest.mark.parametrize(("alg", "kid"), [("RS256", "ec"), ("ES256", "rsa"), ("ES256", "okp"), ("Ed25519", "ec")])
async def test_a_key_of_another_kind_is_never_tried(verifier: TokenVerifier, forge: Any, alg: str, kid: str) -> None:
    token = forge.token({"alg": alg, "kid": kid})
    assert (
        await refusal(verifier, f"Bearer {token}")
        == "the token's `kid` is no signing key of the issuer: fetch a new token"
    )


async def test_a_signature_under_another_algorithm_of_the_same_key_is_refused(
    verifier: TokenVerifier, forge: Any
) -> None:
    header = json.dumps({"alg": "PS256", "kid": "rsa"}).encode()
    token = forge.sign(header, json.dumps(forge.claims()).encode(), alg="RS256", key=forge.keys["rsa"])
    assert await refusal(verifier, f"Bearer {token}") == _SIGNATURE


async def test_a_key_bound_to_another_algorithm_is_refused(forge: Any) -> None:
    key_set = {"keys": [{**forge.keys["rsa"].as_dict(private=False), "alg": "PS256"}]}
    verifier = TokenVerifier(StaticKeys(key_set), issuer=ISSUER, audience="domicile", clock=lambda: INSTANT)
    assert await refusal(verifier, f"Bearer {forge.token({'alg': 'RS256', 'kid': 'rsa'})}") == _SIGNATURE


async def test_a_token_signed_by_a_stranger_under_a_known_key_id_is_refused(
    verifier: TokenVerifier, forge: Any
) -> None:
    stranger = type(forge)()
    assert await refusal(verifier, f"Bearer {stranger.token()}") == _SIGNATURE


async def test_a_changed_claim_breaks_the_signature(verifier: TokenVerifier, forge: Any) -> None:
    head, _, signature = forge.token().split(".")
    _, payload, _ = forge.token(office="DPO-01").split(".")
    assert await refusal(verifier, f"Bearer {head}.{payload}.{signature}") == _SIGNATURE


# ── the claims ───────────────────────────────────────────────────────────────────────────────────────────────────────

_EXPIRED = "the token has expired: fetch a new one"
_LIFETIME = "the token's `exp` must be 1 to 86400 seconds after `iat`"
_ISSUER = f"the token's `iss` is not `{ISSUER}`"
_AUDIENCE = "the token's `aud` does not name `domicile`"


def _text_needed(name: str) -> str:
    return f"the token's `{name}` must be text of 1 to 255 printable characters"


def _number_needed(name: str) -> str:
    return f"the token's `{name}` must be seconds since 1970"


def _missing(name: str) -> str:
    return f"the token has no `{name}`: the issuer must set it"


@pytest.mark.parametrize(
    ("claims", "message"),
    [
        ({"iss": "https://sign-in.city.example/realms/other"}, _ISSUER),
        ({"iss": ISSUER + "/"}, _ISSUER),
        ({"iss": ISSUER.upper()}, _ISSUER),
        ({"iss": [ISSUER]}, _ISSUER),
        ({"iss": None}, _ISSUER),
        ({"aud": "account"}, _AUDIENCE),
        ({"aud": "Domicile"}, _AUDIENCE),
        ({"aud": "domicile account"}, _AUDIENCE),
        ({"aud": []}, _AUDIENCE),
        ({"aud": [["domicile"]]}, _AUDIENCE),
        ({"aud": {"domicile": True}}, _AUDIENCE),
        ({"aud": None}, _AUDIENCE),
        ({"azp": None}, _missing("azp")),
        ({"sub": None}, _missing("sub")),
        ({"exp": None}, _missing("exp")),
        ({"iat": None}, _missing("iat")),
        ({"azp": ""}, _text_needed("azp")),
        ({"azp": ["housing"]}, _text_needed("azp")),
        ({"sub": 17}, _text_needed("sub")),
        ({"sub": "a" * 256}, _text_needed("sub")),
        ({"sub": "officer\n17"}, _text_needed("sub")),
        ({"sub": "\ud800"}, _text_needed("sub")),
        ({"office": ""}, _text_needed("office")),
        ({"office": ["HA-0301", "HA-0302"]}, _text_needed("office")),
        ({"exp": "2099-01-01"}, _number_needed("exp")),
        ({"exp": True}, _number_needed("exp")),
        ({"exp": 10**400}, _number_needed("exp")),
        ({"exp": -1}, _number_needed("exp")),
        ({"iat": "0"}, _number_needed("iat")),
        ({"nbf": "0"}, _number_needed("nbf")),
        ({"exp": SECOND - 60}, _EXPIRED),
        ({"exp": SECOND - 3600, "iat": SECOND - 7200}, _EXPIRED),
        ({"nbf": SECOND + 61}, "the token is not valid yet: see its `nbf`"),
        ({"iat": SECOND + 61}, "the token's `iat` lies in the future: compare the issuer's clock with the hub's"),
        ({"exp": SECOND + 86391}, _LIFETIME),
        ({"exp": SECOND - 10, "iat": SECOND}, _LIFETIME),
    ],
)
async def test_a_claim_that_is_absent_or_wrong_is_refused(
    verifier: TokenVerifier, forge: Any, claims: dict[str, Any], message: str
) -> None:
    assert await refusal(verifier, f"Bearer {forge.token(**claims)}") == message


async def test_an_office_of_null_is_not_a_resident(verifier: TokenVerifier, forge: Any) -> None:
    payload = json.dumps({**forge.claims(), "office": None}).encode()
    token = forge.sign(b'{"alg":"ES256","kid":"ec"}', payload, alg="ES256", key=forge.keys["ec"])
    assert await refusal(verifier, f"Bearer {token}") == _missing("office")


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": SECOND - 59, "iat": SECOND - 600},
        {"exp": SECOND + 0.5},
        {"nbf": SECOND + 60},
        {"iat": SECOND + 60},
        {"exp": SECOND + 86390},
        {"sub": "王-17"},
    ],
)
async def test_clocks_may_be_a_minute_apart(verifier: TokenVerifier, forge: Any, claims: dict[str, Any]) -> None:
    assert (await verifier.caller(f"Bearer {forge.token(**claims)}")).client == "housing"


async def test_a_token_expires_while_the_hub_runs(forge: Any) -> None:
    clock = [INSTANT]
    verifier = TokenVerifier(StaticKeys(forge.key_set()), issuer=ISSUER, audience="domicile", clock=lambda: clock[0])
    assert (await verifier.caller(f"Bearer {forge.token()}")).subject == "officer-17"
    clock[0] += timedelta(seconds=660)
    assert await refusal(verifier, f"Bearer {forge.token()}") == _EXPIRED


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(b'"sub": "officer-17"', b'"sub": "officer-17", "sub": "officer-1"'),
        lambda text: text.replace(b'"exp"', b'"x": {"a": 1, "a": 2}, "exp"'),
        lambda text: text.replace(b'"iat"', b'"x": NaN, "iat"'),
        lambda text: b"[" + text + b"]",
        lambda _: b"\xff",
        lambda _: b"{",
        lambda _: b"[" * 5000,
    ],
)
async def test_a_signed_payload_that_is_no_plain_object_is_refused(
    verifier: TokenVerifier, forge: Any, change: Callable[[bytes], bytes]
) -> None:
    payload = change(json.dumps(forge.claims()).encode())
    token = forge.sign(b'{"alg":"ES256","kid":"ec"}', payload, alg="ES256", key=forge.keys["ec"])
    assert (
        await refusal(verifier, f"Bearer {token}") == "the token's payload is not a JSON object with each member once"
    )
