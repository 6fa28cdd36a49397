"""A witness over HTTP: `POST /add-checkpoint` and `GET /<origin hash>/checkpoint`, nothing else."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from hub.settings import Settings
from hub.witness.cosigning import Cosigner, Refusal
from hub.witness.keys import read_key
from hub.witness.limits import BODY_BYTES_MAX, BODY_SECONDS_MAX
from hub.witness.store import Store
from model.errors import SetupError
from tlog.errors import TlogError
from tlog.notes import VerifierKey

_TEXT = "text/plain; charset=utf-8"
_SIZE = "text/x.tlog.size"


def create(settings: Settings | None = None) -> Starlette:
    """The ASGI application of the witness in this home, for the logs in `DOMICILE_WITNESS_LOGS`.

    Raises `SetupError` when its key is lost, a log's key is none, or its memory can't be read.
    """
    cosigner = open_cosigner(settings or Settings())

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        cosigner.close()

    return application(cosigner, lifespan)


def open_cosigner(settings: Settings) -> Cosigner:
    """The witness of this home, with its key and its memory. Raises `SetupError` as `create` does."""
    folder = settings.witness_folder
    signer, logs = read_key(folder), _parsed_logs(settings.witness_logs)
    store = Store(folder / "seen.sqlite")
    try:
        return Cosigner(signer, logs, store)
    except SetupError:
        store.close()
        raise


def application(cosigner: Cosigner, lifespan: Callable[[Starlette], object] | None = None) -> Starlette:
    """The routes over a witness that is open."""

    async def add_checkpoint(request: Request) -> Response:
        return await _answered(partial(_add, cosigner, request))

    async def latest(request: Request) -> Response:
        return await _answered(partial(_latest, cosigner, request))

    routes = [
        Route("/add-checkpoint", add_checkpoint, methods=["POST"]),
        Route("/{origin_hash:str}/checkpoint", latest, methods=["GET"]),
    ]
    app = Starlette(routes=routes, lifespan=lifespan)  # type: ignore[arg-type]
    app.router.redirect_slashes = False
    return app


def _parsed_logs(setting: str) -> list[VerifierKey]:
    """The logs' keys, by comma. Raises `SetupError`."""
    try:
        return [VerifierKey.parse(item.strip()) for item in setting.split(",") if item.strip()]
    except TlogError as error:
        raise SetupError(str(error)) from error


async def _add(cosigner: Cosigner, request: Request) -> str:
    try:
        async with asyncio.timeout(BODY_SECONDS_MAX):
            body = await _body(request)
    except TimeoutError as error:
        raise Refusal(408, f"the request did not come within {BODY_SECONDS_MAX} seconds") from error
    return await run_in_threadpool(cosigner.add_checkpoint, body)


async def _latest(cosigner: Cosigner, request: Request) -> str:
    return await run_in_threadpool(cosigner.latest, request.path_params["origin_hash"])


async def _body(request: Request) -> bytes:
    """The body, never more of it than the limit."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > BODY_BYTES_MAX:
            raise Refusal(413, f"the request is larger than {BODY_BYTES_MAX} bytes")
        parts.append(part)
    return b"".join(parts)


async def _answered(answer: Callable[[], object]) -> Response:
    headers = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
    try:
        text = await answer()  # type: ignore[misc]
    except Refusal as refusal:
        if refusal.size is not None:
            return Response(f"{refusal.size}\n", refusal.status, {**headers, "content-type": _SIZE})
        return Response(f"{refusal}\n", refusal.status, headers, media_type=_TEXT)
    except ClientDisconnect:
        return Response(status_code=400)
    return Response(text, 200, headers, media_type=_TEXT)
