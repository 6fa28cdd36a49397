"""The access log's tree over HTTP, after C2SP tlog-tiles: `/log/checkpoint` and `/log/tile/…`. Shows hashes only.

How fast the log grows tells how busy the offices are. So without a sign-in only the tree as of the last whole hour is
there; with a valid token or session, whoever's it is, the live one. `docs/decisions/log-tiles.md` has the reasons.
"""

import logging
import math
import time
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from hub.identity.callers import Callers
from model.errors import DomicileError, SetupError, UnauthenticatedError
from model.limits import PUBLIC_CHECKPOINT_SECONDS
from tlog.errors import TlogError
from tlog.notes import Checkpoint, Note
from tlog.tiles import Tile

_log = logging.getLogger("hub.http.tiles")

_TEXT = "text/plain; charset=utf-8"
_BYTES = "application/octet-stream"
_FOR_GOOD = "max-age=31536000, immutable"  # a tile never changes; a year is what caches understand as for ever
_VARY = "authorization, cookie, domicile-explorer"
_NOTHING_HERE = "there is no such part of the log's tree here"


class LogTree(Protocol):
    """What is served: `hub.audit_log.Ledger`."""

    async def checkpoint(self) -> str | None: ...
    async def public_checkpoint(self) -> str | None: ...
    async def tile(self, tile: Tile, size: int) -> bytes | None: ...


class _MissingError(DomicileError):
    """There is nothing at this address, for this caller and now."""

    status = 404


class TilePages:
    """The pages. Open as long as the application is."""

    def __init__(self) -> None:
        self._tree: LogTree | None = None
        self._callers: Callers | None = None
        self._public: tuple[float, str | None] = (-math.inf, None)  # when it was read, and what

    def open(self, tree: LogTree, callers: Callers) -> None:
        """From now on serve this log's tree."""
        self._tree, self._callers = tree, callers
        self._public = (-math.inf, None)

    def close(self) -> None:
        """Serve nothing more."""
        self._tree = self._callers = None

    def routes(self) -> list[BaseRoute]:
        """`/log/checkpoint` and `/log/tile/…`."""
        return [
            Route("/log/checkpoint", self._checkpoint, methods=["GET"]),
            Route("/log/tile/{rest:path}", self._tile, methods=["GET"]),
        ]

    async def _checkpoint(self, request: Request) -> Response:
        try:
            note, _ = await self._seen_by(request)
        except DomicileError as error:
            return _refused(error)
        return _answer(note, _TEXT, "no-store")

    async def _tile(self, request: Request) -> Response:
        try:
            note, is_live = await self._seen_by(request)
            body = await self._read(_tile_of(request), note)
        except DomicileError as error:
            return _refused(error)
        return _answer(body, _BYTES, f"{'private' if is_live else 'public'}, {_FOR_GOOD}")

    async def _seen_by(self, request: Request) -> tuple[str, bool]:
        """The checkpoint whose tree this caller sees, and whether it is the live one."""
        tree, callers = self._open
        is_live = not callers.is_anonymous(request)
        if is_live:
            await callers.caller(request)
            note = await tree.checkpoint()
        else:
            note = await self._public_note(tree)
        if note is None:
            raise _MissingError("the log has no checkpoint that is shown here yet: ask again in an hour")
        return note, is_live

    async def _public_note(self, tree: LogTree) -> str | None:
        """Read now and then: anybody may ask for it, as often as they like."""
        read_at, note = self._public
        if time.monotonic() - read_at > PUBLIC_CHECKPOINT_SECONDS:
            note = await tree.public_checkpoint()
            self._public = (time.monotonic(), note)
        return note

    async def _read(self, tile: Tile, note: str) -> bytes:
        size = Checkpoint.parse(Note.parse(note).text).size
        body = await self._open[0].tile(tile, size)
        if body is None:
            raise _MissingError(_NOTHING_HERE)
        return body

    @property
    def _open(self) -> tuple[LogTree, Callers]:
        if self._tree is None or self._callers is None:
            raise SetupError("the hub is not open yet")
        return self._tree, self._callers


def _tile_of(request: Request) -> Tile:
    """The tile at this address, in its one spelling: no percent signs either, which would be another."""
    if b"%" in request.scope.get("raw_path", b""):
        raise _MissingError(_NOTHING_HERE)
    try:
        return Tile.parse(f"tile/{request.path_params['rest']}")
    except TlogError as error:
        raise _MissingError(_NOTHING_HERE) from error


def _answer(body: str | bytes, media_type: str, caching: str) -> Response:
    # what is seen hangs on the sign-in: a cache must not hand the live tree to who has none
    headers = {"cache-control": caching, "vary": _VARY, "x-content-type-options": "nosniff"}
    return Response(body, headers=headers, media_type=media_type)


def _refused(error: DomicileError) -> Response:
    headers = {"cache-control": "no-store", "vary": _VARY, "x-content-type-options": "nosniff"}
    status, text = error.status, str(error)
    if isinstance(error, UnauthenticatedError):
        headers["www-authenticate"] = "Bearer"
    elif not isinstance(error, _MissingError):
        _log.error("the log's tree can't be read: %s", error)
        status, text = 503, "the log's tree can't be read now: try again later"
    return Response(f"{text}\n", status, headers, media_type=_TEXT)
