"""The cache of an issuer's keys, against a real HTTP server on loopback: made-up ids, rotation, outage, bad answers."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

from hub.identity.keys import RemoteKeys, StaticKeys, usable_keys
from model.errors import SetupError, UnauthenticatedError

_NO_KEYS = "the issuer's keys can't be fetched now: try again in a minute"


class Clock:
    """Seconds that pass only when a test says so."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def keys(remote: Any, clock: Clock) -> AsyncIterator[RemoteKeys]:
    source = RemoteKeys(remote.url, clock_seconds=clock)
    yield source
    remote.gate.set()
    await source.aclose()


async def _refused(keys: RemoteKeys, kid: str = "ec") -> str:
    with pytest.raises(UnauthenticatedError) as caught:
        await keys.key(kid, key_type="EC")
    return str(caught.value)


async def test_keys_are_found_by_discovery(keys: RemoteKeys, remote: Any, forge: Any) -> None:
    found = await keys.key("ec", key_type="EC")
    assert found is not None
    assert found.thumbprint() == forge.keys["ec"].thumbprint()
    assert remote.requests == ["/realms/city/.well-known/openid-configuration", "/realms/city/certs"]


async def test_a_named_keys_url_needs_no_discovery(remote: Any) -> None:
    keys = RemoteKeys("https://sign-in.city.example", keys_url=remote.keys_url)
    assert await keys.key("ec", key_type="EC") is not None
    assert remote.requests == ["/realms/city/certs"]
    await keys.aclose()


async def test_fifty_questions_at_once_are_one_fetch(keys: RemoteKeys, remote: Any) -> None:
    remote.gate.clear()
    waiting = [asyncio.create_task(keys.key("ec", key_type="EC")) for _ in range(50)]
    await asyncio.sleep(0.1)
    assert not any(task.done() for task in waiting)
    remote.gate.set()
    found = await asyncio.gather(*waiting)
    assert all(key is not None for key in found)
    assert remote.key_fetches == 1


async def test_a_caller_that_gives_up_does_not_end_the_fetch_for_the_others(keys: RemoteKeys, remote: Any) -> None:
    remote.gate.clear()
    impatient = asyncio.create_task(keys.key("ec", key_type="EC"))
    patient = asyncio.create_task(keys.key("ec", key_type="EC"))
    await asyncio.sleep(0.05)
    impatient.cancel()
    await asyncio.gather(impatient, return_exceptions=True)
    remote.gate.set()
    assert await patient is not None
    assert remote.key_fetches == 1


async def test_made_up_key_ids_cost_the_issuer_one_fetch_a_cool_down(
    keys: RemoteKeys, remote: Any, clock: Clock
) -> None:
    assert await keys.key("ec", key_type="EC") is not None
    for number in range(500):
        assert await keys.key(f"made-up-{number}", key_type="EC") is None
    assert remote.key_fetches == 1
    clock.seconds += 30
    for number in range(500):
        assert await keys.key(f"made-up-{number}", key_type="EC") is None
    assert remote.key_fetches == 2


async def test_a_new_key_is_found_when_the_cool_down_is_over(
    keys: RemoteKeys, remote: Any, clock: Clock, forge: Any
) -> None:
    assert await keys.key("ec", key_type="EC") is not None
    rotated = type(forge)()
    new_key = {**rotated.keys["ec"].as_dict(private=False), "kid": "ec-2"}
    remote.publish({"keys": [*forge.key_set()["keys"], new_key]})
    clock.seconds += 29
    assert await keys.key("ec-2", key_type="EC") is None
    clock.seconds += 1
    assert await keys.key("ec-2", key_type="EC") is not None


async def test_a_withdrawn_key_is_trusted_for_five_minutes_at_most(
    keys: RemoteKeys, remote: Any, clock: Clock, forge: Any
) -> None:
    assert await keys.key("ec", key_type="EC") is not None
    remote.publish({"keys": [forge.keys["rsa"].as_dict(private=False)]})
    clock.seconds += 299
    assert await keys.key("ec", key_type="EC") is not None
    clock.seconds += 1
    assert await keys.key("ec", key_type="EC") is None


async def test_old_keys_serve_while_the_issuer_is_down_and_not_for_ever(
    keys: RemoteKeys, remote: Any, clock: Clock
) -> None:
    assert await keys.key("ec", key_type="EC") is not None
    remote.status = 503
    clock.seconds += 301
    assert await keys.key("ec", key_type="EC") is not None
    clock.seconds += 4 * 3600 - 301
    assert await keys.key("ec", key_type="EC") is not None
    clock.seconds += 1
    assert await _refused(keys) == _NO_KEYS


async def test_nobody_waits_for_an_issuer_that_is_known_to_be_down(keys: RemoteKeys, remote: Any, clock: Clock) -> None:
    assert await keys.key("ec", key_type="EC") is not None
    remote.status = 503
    clock.seconds += 301
    assert await keys.key("ec", key_type="EC") is not None
    remote.gate.clear()
    clock.seconds += 5
    started = time.perf_counter()
    assert await keys.key("ec", key_type="EC") is not None
    assert time.perf_counter() - started < 1


async def test_an_issuer_that_is_back_is_believed_at_once(keys: RemoteKeys, remote: Any, clock: Clock) -> None:
    remote.status = 503
    assert await _refused(keys) == _NO_KEYS
    assert await _refused(keys) == _NO_KEYS
    assert len(remote.requests) == 1
    remote.status = 200
    clock.seconds += 5
    assert await keys.key("ec", key_type="EC") is not None


async def test_an_issuer_that_is_not_there_is_no_internal_error(clock: Clock) -> None:
    keys = RemoteKeys("http://127.0.0.1:1/realms/city", clock_seconds=clock)
    assert await _refused(keys) == _NO_KEYS
    await keys.aclose()


async def test_a_fetch_that_hangs_ends(remote: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.identity.keys.ISSUER_FETCH_SECONDS_MAX", 0.2)
    keys = RemoteKeys(remote.url)
    remote.gate.clear()
    started = time.perf_counter()
    assert await _refused(keys) == _NO_KEYS
    assert time.perf_counter() - started < 3
    remote.gate.set()
    await keys.aclose()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b'{"keys": {}}',
        b'{"keys": [' + b"[" * 100_000,
        b'{"keys": []' + b" " * 262_144 + b"}",
        b'{"keys": [' + b",".join([b"{}"] * 65) + b"]}",
    ],
    ids=["empty", "no json", "a list", "no list of keys", "nested", "over 256 KiB", "65 keys"],
)
async def test_an_answer_that_is_no_key_set_is_refused(keys: RemoteKeys, remote: Any, body: bytes) -> None:
    remote.bodies["/realms/city/certs"] = body
    assert await _refused(keys) == _NO_KEYS


async def test_a_redirect_is_not_followed(keys: RemoteKeys, remote: Any) -> None:
    remote.status = 302
    remote.headers = {"Location": remote.keys_url}
    assert await _refused(keys) == _NO_KEYS
    assert remote.key_fetches == 0


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"issuer": "{url}"},
        {"issuer": "{url}/", "jwks_uri": "{url}/certs"},
        {"issuer": "https://other.example", "jwks_uri": "{url}/certs"},
        {"issuer": "{url}", "jwks_uri": "http://192.0.2.1/certs"},
        {"issuer": "{url}", "jwks_uri": "file:///etc/passwd"},
        {"issuer": "{url}", "jwks_uri": 7},
    ],
)
async def test_a_discovery_document_of_another_issuer_is_refused(
    keys: RemoteKeys, remote: Any, document: dict[str, Any]
) -> None:
    remote.discover(**{k: v.replace("{url}", remote.url) if isinstance(v, str) else v for k, v in document.items()})
    assert await _refused(keys) == _NO_KEYS
    assert remote.key_fetches == 0


@pytest.mark.parametrize(
    "url", ["http://sign-in.city.example", "ftp://127.0.0.1/", "sign-in.city.example", "https://", "http://[::1"]
)
def test_an_issuer_over_plain_http_is_refused_at_start(url: str) -> None:
    with pytest.raises(SetupError, match="must be an https URL"):
        RemoteKeys(url)


async def test_an_outage_puts_nothing_of_the_issuers_answer_into_the_log(
    keys: RemoteKeys, remote: Any, caplog: pytest.LogCaptureFixture
) -> None:
    remote.bodies["/realms/city/certs"] = b"canary-7f3a"
    assert await _refused(keys) == _NO_KEYS
    assert "the issuer's keys could not be fetched" in caplog.text
    assert "canary-7f3a" not in caplog.text


# ── which published keys count ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kid", "changes"),
    [
        ("rsa", {"use": "enc"}),
        ("rsa", {"kid": ""}),
        ("rsa", {"kid": 7}),
        ("rsa", {"n": "AQAB"}),
        ("rsa", {"n": "////"}),
        ("rsa", {"n": None}),
        ("rsa", {"kty": "oct", "k": "c2VjcmV0"}),
        ("rsa", {"kty": "AKP"}),
        ("rsa", {"kty": ["RSA"]}),
        ("ec", {"crv": "P-384"}),
        ("ec", {"x": "AAAA"}),
        ("okp", {"crv": "X25519"}),
        ("okp", {"crv": "Ed448"}),
    ],
)
def test_a_key_that_should_not_sign_is_left_out_and_the_others_stay(
    forge: Any, kid: str, changes: dict[str, Any]
) -> None:
    entries = [{**entry, **changes} if entry["kid"] == kid else entry for entry in forge.key_set()["keys"]]
    kept = {"rsa": ("rsa", "RSA"), "ec": ("ec", "EC"), "okp": ("okp", "OKP")}
    del kept[kid]
    assert set(usable_keys({"keys": [*entries, None, 7, {}]})) == set(kept.values())


@pytest.mark.parametrize("kid", ["rsa", "ec", "okp"])
def test_a_published_private_key_is_worth_nothing(forge: Any, kid: str) -> None:
    assert usable_keys({"keys": [forge.keys[kid].as_dict(private=True)]}) == {}


def test_of_two_keys_under_one_id_neither_counts(forge: Any) -> None:
    stranger = type(forge)()
    entries = [*forge.key_set()["keys"], stranger.keys["ec"].as_dict(private=False)]
    assert set(usable_keys({"keys": entries})) == {("rsa", "RSA"), ("okp", "OKP")}


async def test_a_static_set_knows_no_other_kind_under_the_same_id(forge: Any) -> None:
    keys = StaticKeys(forge.key_set())
    assert await keys.key("ec", key_type="EC") is not None
    assert await keys.key("ec", key_type="RSA") is None
    await keys.aclose()
