"""The hub as a user meets it: one application on the prepared store, asked over HTTP (in process, without a socket)."""

import asyncio
import re
import threading
from collections.abc import Coroutine, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from hub.application import create
from hub.demo.issuer import DevelopmentIssuer
from hub.demo.questions import read_document
from hub.frames import FromRoomyFrame
from hub.gate.ports import Ports
from hub.settings import Settings

SECONDS_MAX = 120.0  # for one answer on a busy machine; no test measures time by it
Result = TypeVar("Result")
_DECIDED_AT = re.compile(rb'"decidedAt":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"')

_BLOTTED = b'"decidedAt":"%b"' % (b"." * 24)


@dataclass(frozen=True)
class Who:
    """Somebody with a sign-in: an officer of an office, or a resident (no office)."""

    client: str
    subject: str
    office: str | None = None
    purpose: str = ""


@dataclass(frozen=True)
class Answer:
    """One response. `data`, `errors` and `codes` are what the API's users read first.

    In `body` the time of the decisions is blotted out: it is that of the request, and all the rest can be compared.
    """

    status: int
    body: bytes
    json: Any
    headers: Mapping[str, str]

    @property
    def data(self) -> Any:
        return self.json.get("data")

    @property
    def errors(self) -> list[dict[str, Any]]:
        return list(self.json.get("errors", []))

    @property
    def codes(self) -> list[str]:
        return [error["extensions"]["code"] for error in self.errors]

    @property
    def statements(self) -> int:
        return int(self.json["extensions"]["cost"]["statements"])


class Hub:
    """A running application. Its event loop lives in a thread, so that tests are plain functions."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.issuer = DevelopmentIssuer.open(settings)
        self._app = create(settings)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=FromRoomyFrame(self._loop.run_forever), daemon=True)
        self._stop = asyncio.Event()
        self._lifespan: Future[None] | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        started: Future[None] = Future()
        self._lifespan = asyncio.run_coroutine_threadsafe(self._live(started), self._loop)
        started.result(SECONDS_MAX)
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        assert self._lifespan is not None
        self._lifespan.result(SECONDS_MAX)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(SECONDS_MAX)
        self._loop.close()

    async def _live(self, started: "Future[None]") -> None:
        try:
            async with self._app.router.lifespan_context(self._app):
                transport = httpx.ASGITransport(app=self._app)
                async with httpx.AsyncClient(
                    transport=transport, base_url="http://127.0.0.1", timeout=SECONDS_MAX
                ) as self._client:
                    started.set_result(None)
                    await self._stop.wait()
        except BaseException as error:
            if not started.done():
                started.set_exception(error)
            raise

    @property
    def ports(self) -> Ports:
        """The application's own ports, for tests that put a fault there or look at the log."""
        ports: Ports = self._app.state.ports
        return ports

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Run something in the application's event loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(SECONDS_MAX)

    def token(self, who: Who, **others: Any) -> str:
        return self.issuer.token(client=who.client, subject=who.subject, office=who.office, **others)

    def ask(
        self,
        who: Who | None,
        document: str,
        variables: Mapping[str, Any] | None = None,
        *,
        purpose: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """POST one document. `purpose` defaults to that of `who`; an empty one sends no header."""
        return self.send("POST", "/graphql", **self._question(who, document, variables, purpose, headers))

    async def asked(self, who: Who, document: str, variables: Mapping[str, Any]) -> Answer:
        """The same in the application's loop: for what another does while a request is on its way."""
        return await self.answer("POST", "/graphql", **self._question(who, document, variables, None, None))

    def _question(
        self,
        who: Who | None,
        document: str,
        variables: Mapping[str, Any] | None,
        purpose: str | None,
        headers: Mapping[str, str] | None,
    ) -> dict[str, Any]:
        sent = dict(headers or {})
        if who is not None:
            sent.setdefault("authorization", f"Bearer {self.token(who)}")
            purpose = who.purpose if purpose is None else purpose
        if purpose:
            sent["domicile-purpose"] = purpose
        return {"json": {"query": document, "variables": dict(variables or {})}, "headers": sent}

    def named(self, who: Who, name: str, variables: Mapping[str, Any] | None = None) -> Answer:
        """Ask one of the documented questions (`hub/demo/questions/NAME.graphql`)."""
        return self.ask(who, read_document(name), variables)

    def send(self, method: str, path: str, **arguments: Any) -> Answer:
        """Any HTTP request."""
        return self.run(self.answer(method, path, **arguments))

    async def answer(self, method: str, path: str, **arguments: Any) -> Answer:
        """The same in the application's loop, where several can be on their way at once."""
        response = await self._client.request(method, path, **arguments)
        is_json = "json" in response.headers.get("content-type", "")
        body = _DECIDED_AT.sub(_BLOTTED, response.content)
        return Answer(response.status_code, body, response.json() if is_json else None, response.headers)
