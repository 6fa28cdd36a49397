"""The HTTP protocol that the hub is served by: uvicorn's, with a limit for whatever one address may hold, and a time for each wait.

Whoever opens a thousand connections and sends nothing, half a header or half a body keeps nobody else out: connections and
requests under way are counted by address and in all, and a header, a body, a pause between requests and the taking of an
answer each have their time. See docs/decisions/asgi-server.md. Nothing here knows what a request is about.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import Any

import orjson
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from hub.turns import Turns, own_turn
from model.errors import Code

_FORWARDED_FOR = b"x-forwarded-for"


@dataclass(frozen=True, kw_only=True)
class ConnectionLimits:
    """What clients may hold. Numbers of connections and of requests under way; seconds; bytes."""

    connections: int
    connections_of_an_address: int
    requests: int
    requests_of_an_address: int
    header_seconds: float
    body_seconds: float
    idle_seconds: float
    taking_seconds: float
    header_bytes: int
    proxy: str = ""  # the address of the one hop in front, whose `X-Forwarded-For` names the client; empty = none


class Guard:
    """Counts what is under way. One for a server."""

    def __init__(self, limits: ConnectionLimits) -> None:
        self.limits = limits
        self._connections: Counter[str] = Counter()
        self._requests: Counter[str] = Counter()
        self.turns = Turns()

    def takes_connection(self, address: str) -> bool:
        """Whether one more is taken from here, which then counts until `end_connection`. A proxy's are as many as all may be."""
        is_free = address == self.limits.proxy or self._connections[address] < self.limits.connections_of_an_address
        if not is_free or self._connections.total() >= self.limits.connections:
            return False
        self._connections[address] += 1
        return True

    def end_connection(self, address: str) -> None:
        _count_down(self._connections, address)

    def takes_request(self, address: str) -> bool:
        """Whether one more is answered, which then counts until `end_request`."""
        if (
            self._requests[address] >= self.limits.requests_of_an_address
            or self._requests.total() >= self.limits.requests
        ):
            return False
        self._requests[address] += 1
        return True

    def end_request(self, address: str) -> None:
        _count_down(self._requests, address)

    def client_address(self, peer: str, headers: list[tuple[bytes, bytes]]) -> str:
        """The peer's; where that is the proxy, the last one that it names: what stands before it, anybody may have written."""
        if peer != self.limits.proxy:
            return peer
        named = [value for name, value in headers if name == _FORWARDED_FOR]
        return named[-1].rpartition(b",")[2].strip().decode("latin-1")[:64] if named else peer


def _count_down(counter: Counter[str], address: str) -> None:
    counter[address] -= 1
    if counter[address] <= 0:
        del counter[address]


class GuardedProtocol(HttpToolsProtocol):
    """One connection. `guard` is its server's."""

    def __init__(self, *arguments: Any, guard: Guard, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._guard = guard
        self._is_counted = False
        self._header_bytes: int | None = 0  # of the header that is on its way; None while there is none
        self._waiting: asyncio.TimerHandle | None = None  # for a header or a body
        self._taking: asyncio.TimerHandle | None = None  # for the client to take what was sent

    # ── the connection ───────────────────────────────────────────────────────────────────────────────────────────

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn's
        super().connection_made(transport)
        self._is_counted = self._guard.takes_connection(self._peer)
        if self._is_counted:
            self._wait(self._guard.limits.header_seconds)
        else:
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._end(self._waiting)
        self._end(self._taking)
        if self._is_counted:
            self._is_counted = False
            self._guard.end_connection(self._peer)

    @property
    def _peer(self) -> str:
        return self.client[0] if self.client else ""

    # ── what comes ───────────────────────────────────────────────────────────────────────────────────────────────

    def data_received(self, data: bytes) -> None:
        if self._header_bytes is not None:
            self._header_bytes += len(data)
        super().data_received(data)
        if self._header_bytes is not None and self._header_bytes > self._guard.limits.header_bytes:
            self._refuse(431)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self._header_bytes is None:
            self._header_bytes = 0
            self._wait(self._guard.limits.header_seconds)

    def on_headers_complete(self) -> None:
        self._header_bytes = None
        self._wait(self._guard.limits.body_seconds)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._end(self._waiting)
        super().on_message_complete()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        address = self._guard.client_address(self._peer, list(cycle.scope["headers"]))
        if not self._guard.takes_request(address):
            super()._start_asgi_task(cycle, _busy)
            return

        async def in_turn(scope: Any, receive: Any, send: Any) -> None:
            try:
                await self._guard.turns.begin(address)
                await app(scope, _InTurn(receive), send)
            finally:
                self._guard.end_request(address)

        super()._start_asgi_task(cycle, in_turn)

    # ── what goes ────────────────────────────────────────────────────────────────────────────────────────────────

    def pause_writing(self) -> None:
        super().pause_writing()
        self._taking = self.loop.call_later(self._guard.limits.taking_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        self._end(self._taking)
        super().resume_writing()

    def _refuse(self, status: int) -> None:
        self.transport.write(STATUS_LINE[status] + b"content-length: 0\r\nconnection: close\r\n\r\n")
        self.transport.close()

    # ── time ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _wait(self, seconds: float) -> None:
        self._end(self._waiting)
        self._waiting = self.loop.call_later(seconds, self._give_up)

    def _give_up(self) -> None:
        """Nobody who sends half a request reads an answer: the connection is closed at once."""
        self.transport.abort()

    @staticmethod
    def _end(timer: asyncio.TimerHandle | None) -> None:
        if timer is not None:
            timer.cancel()


class _InTurn:
    """What a request receives. A body in several parts is waited for, and many may be whole at once: reading one is work again."""

    def __init__(self, receive: Any) -> None:
        self._receive = receive
        self._has_parts = False

    async def __call__(self) -> Any:
        message = await self._receive()
        if message.get("more_body"):
            self._has_parts = True
        elif self._has_parts:
            self._has_parts = False
            await own_turn()
        return message


async def _busy(_scope: Any, _receive: Any, send: Any) -> None:
    """What those are told who have too many requests under way, and all when too many are."""
    said = {
        "message": "too many requests are under way from here: wait for their answers, and ask again",
        "extensions": {"code": Code.BUDGET_EXCEEDED.value},
    }
    body = orjson.dumps({"errors": [said]})
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode("ascii")),
        (b"retry-after", b"1"),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 429, "headers": headers})
    await send({"type": "http.response.body", "body": body})
