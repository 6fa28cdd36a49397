"""Who may call from a browser, and what the health addresses say. No graph is needed for either."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from hub.application import create
from hub.demo.issuer import DevelopmentIssuer
from hub.settings import Settings
from model.errors import SetupError

ORIGIN = "https://offices.city.example"
PREFLIGHT = {
    "origin": ORIGIN,
    "access-control-request-method": "POST",
    "access-control-request-headers": "authorization, content-type, domicile-purpose",
}


class Client:
    """Asks an application whose ports were never opened."""

    def __init__(self, home: Path, allowed_origins: str) -> None:
        settings = Settings.model_validate({"home": home, "allowed_origins": allowed_origins})
        DevelopmentIssuer.create(settings)
        self._app = create(settings)

    def send(self, method: str, path: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(
                transport=httpx.ASGITransport(self._app), base_url="http://127.0.0.1"
            ) as client:
                return await client.request(method, path, headers=headers)

        return asyncio.run(ask())


def _allowed(response: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name.startswith("access-control-")}


def test_no_origin_may_call_by_default(tmp_path: Path) -> None:
    assert Settings().allowed_origins == ""
    client = Client(tmp_path, "")
    assert _allowed(client.send("GET", "/health/live", {"origin": ORIGIN})) == {}
    assert _allowed(client.send("OPTIONS", "/health/live", PREFLIGHT)) == {}


def test_a_listed_origin_may_call(tmp_path: Path) -> None:
    client = Client(tmp_path, f"https://first.example, {ORIGIN}")
    response = client.send("OPTIONS", "/graphql", PREFLIGHT)
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == ORIGIN
    assert response.headers["access-control-allow-methods"] == "POST"
    assert "access-control-allow-credentials" not in response.headers
    allowed = {name.strip().lower() for name in response.headers["access-control-allow-headers"].split(",")}
    assert {"authorization", "content-type", "domicile-purpose"} <= allowed


@pytest.mark.parametrize(
    "origin",
    ["https://elsewhere.example", "http://offices.city.example", f"{ORIGIN}:8443", f"{ORIGIN}.evil.example", "null"],
)
def test_another_origin_may_not(tmp_path: Path, origin: str) -> None:
    client = Client(tmp_path, ORIGIN)
    response = client.send("OPTIONS", "/graphql", {**PREFLIGHT, "origin": origin})
    assert response.status_code == 403  # by the development issuer's guard; else it is 400, by CORS
    assert "access-control-allow-origin" not in response.headers
    assert "access-control-allow-origin" not in client.send("GET", "/health/live", {"origin": origin}).headers


@pytest.mark.parametrize("origins", ["*", f"{ORIGIN},*", " * "])
def test_every_origin_is_refused_as_a_setting(tmp_path: Path, origins: str) -> None:
    with pytest.raises(SetupError, match="list the origins"):
        Client(tmp_path, origins)


def test_a_hub_that_only_lives_says_so(tmp_path: Path) -> None:
    response = Client(tmp_path, "").send("GET", "/health/live")
    assert (response.status_code, response.json()) == (200, {"status": "live"})
