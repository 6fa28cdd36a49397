"""The log's tree over HTTP, after C2SP tlog-tiles: what anybody sees, what a sign-in adds, and what nobody gets."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from starlette.applications import Starlette

from hub.application import create
from hub.audit_log import Ledger, published
from hub.audit_log import tree_writer as growing
from hub.demo.issuer import DevelopmentIssuer
from hub.http import tiles
from hub.http.tiles import TilePages
from hub.identity import open_verifier
from hub.identity.callers import Callers
from hub.settings import Settings
from model.errors import SetupError
from tests.audit_log.entries import entry, only_sqlite, person
from tlog import independent_verifier as second
from tlog.notes import Checkpoint, Note, VerifierKey
from tlog.tiles import bundle_entries, tile_hashes

START = datetime(2026, 11, 24, 8, 59, 58, tzinfo=UTC)


class Pages:
    """Asks for pages of one log; `signed_in` with a resident's token."""

    def __init__(self, ledger: Ledger, settings: Settings) -> None:
        issuer = DevelopmentIssuer.create(settings)
        self.token = issuer.token(client="resident-portal", subject="resident-1", office=None)
        pages = TilePages()
        pages.open(ledger, Callers(open_verifier(settings)))
        self._app = Starlette(routes=pages.routes())
        self._app.router.redirect_slashes = False  # as the hub does

    def get(self, path: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
                return await client.request(method, path, headers=headers)

        return asyncio.run(ask())

    def signed_in(self, path: str) -> httpx.Response:
        return self.get(path, {"authorization": f"Bearer {self.token}"})


@pytest.fixture
def grow(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Callable[[int, int], None]:
    """`grow(count, minutes)`: so many entries, so many minutes after the start, two seconds before nine."""
    moment = [START]
    for module in (growing, published):
        monkeypatch.setattr(module, "now", lambda: moment[0])
    monkeypatch.setattr(growing, "PUBLISH_SECONDS", 0.0)
    monkeypatch.setattr(tiles, "PUBLIC_CHECKPOINT_SECONDS", -1.0)

    def add(count: int, minutes: int) -> None:
        moment[0] = START + timedelta(minutes=minutes)
        if count:
            asyncio.run(ledger.append([entry(person()) for _ in range(count)]))

    return add


@pytest.fixture
def pages(ledger: Ledger, settings: Settings) -> Pages:
    return Pages(ledger, settings)


def checkpoint(ledger: Ledger, response: httpx.Response) -> Checkpoint:
    assert (response.status_code, response.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert response.headers["cache-control"] == "no-store"
    note = Note.parse(response.content)
    note.verified([VerifierKey.parse(ledger.key)])
    return Checkpoint.parse(note.text)


def test_anybody_sees_the_last_hours_tree_and_who_signs_in_the_live_one(
    ledger: Ledger, pages: Pages, grow: Callable[[int, int], None]
) -> None:
    grow(300, 0)
    assert pages.get("/log/checkpoint").status_code == 404
    assert checkpoint(ledger, pages.signed_in("/log/checkpoint")).size == 300
    grow(250, 10)
    assert checkpoint(ledger, pages.get("/log/checkpoint")).size == 300
    assert checkpoint(ledger, pages.signed_in("/log/checkpoint")).size == 550
    for path, public, live in (
        ("tile/0/000", 200, 200),
        ("tile/0/001.p/44", 200, 200),
        ("tile/0/001.p/45", 404, 200),
        ("tile/0/001", 404, 200),
        ("tile/1/000.p/1", 200, 200),
        ("tile/1/000.p/2", 404, 200),
        ("tile/entries/001.p/44", 200, 200),
        ("tile/entries/001", 404, 200),
        ("tile/0/002.p/38", 404, 200),
        ("tile/0/002.p/39", 404, 404),
    ):
        assert (pages.get(f"/log/{path}").status_code, pages.signed_in(f"/log/{path}").status_code) == (public, live)
    grow(0, 61)
    assert checkpoint(ledger, pages.get("/log/checkpoint")).size == 550


def test_the_whole_tree_can_be_checked_from_its_pages(
    ledger: Ledger, pages: Pages, grow: Callable[[int, int], None]
) -> None:
    """What a monitor does: fetch every bundle, hash it, and compare with tiles and checkpoint."""
    grow(600, 0)
    seen = checkpoint(ledger, pages.signed_in("/log/checkpoint"))
    entries: list[bytes] = []
    for place, width in (("000", 256), ("001", 256), ("002.p/88", 88)):
        bundle = pages.signed_in(f"/log/tile/entries/{place}")
        hashes = pages.signed_in(f"/log/tile/0/{place}")
        assert bundle.headers["content-type"] == hashes.headers["content-type"] == "application/octet-stream"
        part = bundle_entries(bundle.content, width)
        assert tile_hashes(hashes.content, width) == [second.tree_hash([value]) for value in part]
        entries += part
    assert (seen.size, seen.root) == (600, second.tree_hash(entries))


def test_only_what_everybody_may_see_is_cached_for_everybody(pages: Pages, grow: Callable[[int, int], None]) -> None:
    grow(300, 0)
    grow(1, 10)
    public, private = pages.get("/log/tile/0/000"), pages.signed_in("/log/tile/0/000")
    assert public.content == private.content
    assert public.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert private.headers["cache-control"] == "private, max-age=31536000, immutable"
    missing = pages.get("/log/tile/0/001")
    for response in (public, private, missing):
        assert response.headers["vary"] == "authorization, cookie, domicile-explorer"
        assert response.headers["x-content-type-options"] == "nosniff"
    assert missing.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0",
        "tile/0/x000/000",
        "tile/0/000/",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/%30%30%30",
        "tile//0/000",
        "tile/0/000%2ep/1",
        "tile/entries/0",
        "tile/64/000",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile",
        "tile/",
        "tiles/0/000",
        "",
        "../health/live",
    ],
)
def test_no_other_address_shows_anything(pages: Pages, grow: Callable[[int, int], None], path: str) -> None:
    grow(300, 0)
    response = pages.signed_in(f"/log/{path}")
    assert response.status_code == 404
    assert b"\x00" not in response.content


def test_a_sign_in_that_is_none_is_refused_and_not_taken_for_nobody(
    pages: Pages, grow: Callable[[int, int], None]
) -> None:
    grow(300, 0)
    grow(1, 10)
    for authorization in ("", "Bearer x", f"Bearer {pages.token[:-4]}AAAA", "Basic YTpi"):
        for path in ("checkpoint", "tile/0/000"):
            response = pages.get(f"/log/{path}", {"authorization": authorization})
            assert (response.status_code, response.headers["www-authenticate"]) == (401, "Bearer")
            assert response.headers["cache-control"] == "no-store"


def test_nothing_is_changed_over_these_addresses(pages: Pages, grow: Callable[[int, int], None]) -> None:
    grow(3, 0)
    for method in ("POST", "PUT", "DELETE"):
        assert pages.get("/log/checkpoint", method=method).status_code == 405
    head = pages.get("/log/checkpoint", method="HEAD")
    assert (head.status_code, head.content) == (404, b"")


def test_a_log_that_can_not_be_read_is_said_without_details(settings: Settings, ledger: Ledger) -> None:
    class Broken:
        async def checkpoint(self) -> str | None:
            raise SetupError("the file `/secret/path` can't be opened")

        public_checkpoint = checkpoint

    pages = Pages(ledger, settings)
    broken = TilePages()
    broken.open(Broken(), Callers(open_verifier(settings)))  # type: ignore[arg-type]
    pages._app = Starlette(routes=broken.routes())
    response = pages.get("/log/checkpoint")
    assert (response.status_code, response.text) == (503, "the log's tree can't be read now: try again later\n")


def test_many_who_ask_without_a_sign_in_cost_one_look_at_the_log(
    settings: Settings, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiles, "PUBLIC_CHECKPOINT_SECONDS", 3600.0)
    looks = []

    class Counting:
        async def public_checkpoint(self) -> str | None:
            looks.append(1)
            return None

    pages = Pages(ledger, settings)
    counted = TilePages()
    counted.open(Counting(), Callers(open_verifier(settings)))  # type: ignore[arg-type]
    pages._app = Starlette(routes=counted.routes())
    assert [pages.get("/log/checkpoint").status_code for _ in range(20)] == [404] * 20
    assert len(looks) == 1


@only_sqlite
def test_the_hub_serves_these_pages(settings: Settings, ledger: Ledger) -> None:
    """Its ports are not open here: that is what it says, and at another address it says nothing."""
    pages = Pages(ledger, settings)
    pages._app = create(settings)
    assert pages.get("/log/checkpoint").text == "the log's tree can't be read now: try again later\n"
    assert pages.get("/log/tile/0/000").status_code == 503
    assert pages.get("/log/checkpoint/").status_code == 404


def test_no_page_names_anybody(ledger: Ledger, pages: Pages, grow: Callable[[int, int], None]) -> None:
    anna = person()
    asyncio.run(ledger.append([entry(anna, officer="canary-officer-8c1f")]))
    grow(1, 10)
    for path in ("checkpoint", "tile/0/000.p/2", "tile/entries/000.p/2"):
        body = pages.signed_in(f"/log/{path}").content
        assert body
        assert anna.encode() not in body
        assert b"canary" not in body
