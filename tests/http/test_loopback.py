"""With the development issuer the hub answers this machine alone, whatever name leads to it, and whoever's page asks."""

import pytest

from tests.support.hub import Hub

PATHS = (
    "/graphql",
    "/",
    "/session",
    "/log/checkpoint",
    "/health/live",
    "/health/ready",
    "/dev-issuer/jwks",
    "/no-such-page",
)
ELSEWHERE = (
    "evil.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example:8080",
    "192.0.2.7",
    "",
    "localhost@evil.example",
    "é",
)
HERE = ("127.0.0.1", "127.0.0.1:8080", "localhost", "localhost:8080", "[::1]:8080", "LOCALHOST")


def _status(hub: Hub, path: str, **headers: str) -> int:
    sent = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    return hub.send("POST" if path == "/graphql" else "GET", path, headers=sent).status


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("host", ELSEWHERE)
def test_by_another_name_it_answers_nothing(hub: Hub, path: str, host: str) -> None:
    assert _status(hub, path, host=host) == 421


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://127.0.0.1.evil.example", "null", "http://192.0.2.7:8080"]
)
def test_to_a_page_from_elsewhere_it_answers_nothing(hub: Hub, path: str, origin: str) -> None:
    assert _status(hub, path, host="127.0.0.1", origin=origin) == 403


def test_a_form_of_our_own_page_comes_without_an_origin(hub: Hub) -> None:
    sent = {"origin": "null", "sec-fetch-site": "same-origin"}
    assert _status(hub, "/health/live", host="127.0.0.1", **sent) == 200
    assert _status(hub, "/health/live", host="127.0.0.1", **{**sent, "sec-fetch-site": "cross-site"}) == 403


@pytest.mark.parametrize("host", HERE)
def test_by_each_name_of_this_machine_it_answers(hub: Hub, host: str) -> None:
    assert _status(hub, "/health/live", host=host) == 200
    assert _status(hub, "/health/live", host=host, origin=f"http://{host}") == 200
