"""The explorer's files as a browser gets them."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from hub.http import pages
from hub.http.pages import ExplorerPages

INDEX = b'<!doctype html><script type="module" src="/assets/index-a1B2c3.js"></script>'
ADDRESSES = ["/", "/explore", "/explore/views/1", "/case", "/case/ABC-1", "/record", "/record/log", "/query", "/about"]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)


@pytest.fixture
def built(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_bytes(INDEX)
    (folder / "favicon.svg").write_bytes(b"<svg/>")
    script = folder / "assets" / "index-a1B2c3.js"
    script.write_bytes(b"plain")
    script.with_name("index-a1B2c3.js.br").write_bytes(b"brotli")
    script.with_name("index-a1B2c3.js.gz").write_bytes(b"gzip")
    (folder / "assets" / "map-1.css").write_bytes(b"p{}")
    (folder / "assets" / "code.exe").write_bytes(b"no")
    (tmp_path / "secret.js").write_bytes(b"SECRET")
    (folder / "secret.js").write_bytes(b"SECRET")
    (folder / "assets" / "linked.js").symlink_to(tmp_path / "secret.js")
    return folder


def get(
    folder: Path | None,
    path: str,
    headers: Mapping[str, str] | None = None,
    method: str = "GET",
    outlines: Path | None = None,
) -> httpx.Response:
    explorer = ExplorerPages(folder, outlines)
    app = Starlette(routes=explorer.routes(), exception_handlers={404: explorer.unknown})
    app.router.redirect_slashes = False

    async def ask() -> httpx.Response:
        sent = {"accept-encoding": "identity", **(headers or {})}
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
            request = client.build_request(method, "http://127.0.0.1/", headers=sent)
            request.url = httpx.URL("http://127.0.0.1").copy_with(raw_path=path.encode())
            response = await client.send(request, stream=True)
            response.raw = b"".join([part async for part in response.aiter_raw()])  # type: ignore[attr-defined]
            return response

    return asyncio.run(ask())


def _raw(response: httpx.Response) -> bytes:
    body: bytes = response.raw  # type: ignore[attr-defined]
    return body


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_address_is_the_one_page_under_strict_rules(built: Path, path: str) -> None:
    response = get(built, path)
    assert (response.status_code, _raw(response)) == (200, INDEX)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["cache-control"] == "no-cache"
    policy = POLICY
    if path == "/query":
        policy = policy.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
    assert response.headers["content-security-policy"] == policy
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cross-origin-opener-policy"] == "same-origin"
    assert response.headers["cross-origin-resource-policy"] == "same-origin"
    permissions = response.headers["permissions-policy"].split(", ")
    assert {"camera=()", "microphone=()", "geolocation=()", "publickey-credentials-get=(self)"} <= set(permissions)


def test_an_address_that_leads_nowhere_is_the_page_for_a_browser_and_a_line_for_a_program(built: Path) -> None:
    as_browser = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    for path in ("/nowhere", "/case/A/B", "/tasks"):
        response = get(built, path, as_browser)
        assert (response.status_code, _raw(response)) == (404, INDEX)
        assert response.headers["content-security-policy"] == POLICY
        plain = get(built, path)
        assert (plain.status_code, _raw(plain)) == (404, b"there is no such file\n")
    assert get(built, "/nowhere", as_browser, method="POST").status_code == 404
    assert _raw(get(built, "/nowhere", as_browser, method="POST")) != INDEX
    assert get(built, "/assets/none.js", as_browser).status_code == 404


@pytest.mark.parametrize(
    ("accepted", "body", "encoding"),
    [
        ("gzip, deflate, br", b"brotli", "br"),
        ("gzip", b"gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", b"gzip", "gzip"),
        ("identity", b"plain", None),
        ("brotli", b"plain", None),
    ],
)
def test_a_file_comes_as_the_browser_takes_it(built: Path, accepted: str, body: bytes, encoding: str | None) -> None:
    response = get(built, "/assets/index-a1B2c3.js", {"accept-encoding": accepted})
    assert (response.status_code, _raw(response)) == (200, body)
    assert response.headers.get("content-encoding") == encoding
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["vary"] == "accept-encoding"
    assert response.headers["x-content-type-options"] == "nosniff"


def test_styles_and_the_picture_of_the_tab_have_their_types(built: Path) -> None:
    assert get(built, "/assets/map-1.css").headers["content-type"] == "text/css; charset=utf-8"
    assert get(built, "/favicon.svg").headers["content-type"] == "image/svg+xml"


def test_the_outlines_are_those_of_the_home_and_none_where_there_are_none(tmp_path: Path) -> None:
    assert get(tmp_path, "/outlines.geojson").status_code == 200
    assert _raw(get(tmp_path, "/outlines.geojson")) == b'{"type":"FeatureCollection","features":[]}'
    (tmp_path / "outlines.geojson").write_bytes(b"outlines")
    response = get(tmp_path, "/outlines.geojson", outlines=tmp_path / "outlines.geojson")
    assert _raw(response) == b"outlines"
    assert response.headers["content-type"] == "application/geo+json"


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../secret.js", "/assets/..%2fsecret.js", "/assets/..%2f..%2fsecret.js", "/assets/%2e%2e/secret.js",
        "/assets/..%5csecret.js", "/assets//secret.js", "/assets/", "/assets", "/assets/.",
        "/assets/%00.js", "/assets/linked.js", "/assets/code.exe", "/assets/index-a1B2c3.js.br", "/secret.js",
        "/index.html", "/assets/.hidden.js", "/assets/missing.js", "/favicon.ico",
    ],
)  # fmt: skip
def test_nothing_else_is_shown(built: Path, path: str) -> None:
    response = get(built, path)
    assert response.status_code == 404
    assert b"SECRET" not in _raw(response)


def test_an_address_below_a_page_is_that_page_whatever_it_says(built: Path) -> None:
    assert _raw(get(built, "/explore%2f..%2fsecret.js")) == INDEX


@pytest.mark.parametrize("path", ADDRESSES)
def test_without_a_build_the_page_says_how_to_make_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, path: str
) -> None:
    monkeypatch.setattr(pages, "_BUILT", tmp_path)
    response = get(None, path)
    assert response.status_code == 503
    assert b"./run demo" in _raw(response)
    assert "尚未构建".encode() in _raw(response)
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert get(None, "/assets/index-a1B2c3.js").status_code == 404


def test_nothing_is_written_there(built: Path) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert get(built, "/explore", method=method).status_code == 405
    assert _raw(get(built, "/explore", method="HEAD")) == b""
