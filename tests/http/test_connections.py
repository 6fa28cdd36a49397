"""Whoever holds connections and sends nothing keeps nobody else out: the server's protocol, over real sockets.

The limits are small here, and what is waited for is what the server does: a line that it sends, or that it closes.
"""

import asyncio
import functools
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
import uvicorn

from hub.http.connections import ConnectionLimits, Guard, GuardedProtocol

SECONDS_MAX = 60.0  # of a busy machine
_LONG = 3600.0
_LIMITS = ConnectionLimits(
    connections=100,
    connections_of_an_address=100,
    requests=100,
    requests_of_an_address=100,
    header_seconds=_LONG,
    body_seconds=_LONG,
    idle_seconds=_LONG,
    taking_seconds=_LONG,
    header_bytes=2_000,
)
_SOON = 0.2  # seconds of a limit that is waited for
_ASK = b"GET / HTTP/1.1\r\nhost: hub\r\n\r\n"
_WAIT = b"GET /wait HTTP/1.1\r\nhost: hub\r\n\r\n"
HERE, THERE = "127.0.0.1", "127.0.0.2"


@dataclass
class Server:
    """A server of its own with an application that answers, waits at `/wait`, sends much at `/much`, and at `/hold` keeps all waiting."""

    guard: Guard
    idle_seconds: float
    port: int = 0
    waiting: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    released: asyncio.Event = field(default_factory=asyncio.Event)

    began: list[str] = field(default_factory=list)  # the addresses whose requests began, in their order
    holding: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.began.append(scope["client"][0])
        if scope["path"] == "/hold":
            self.holding.set()
            assert self.let_go.wait(SECONDS_MAX)
        while (await receive()).get("more_body"):
            pass
        if scope["path"] == "/wait":
            self.waiting.release()
            await self.released.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(400 if scope["path"] == "/much" else 1):
            await send({"type": "http.response.body", "body": b"x" * 100_000, "more_body": True})
        await send({"type": "http.response.body", "body": b"end"})

    def connect(self, source: str = HERE) -> socket.socket:
        return socket.create_connection((HERE, self.port), timeout=SECONDS_MAX, source_address=(source, 0))


@contextmanager
def _served(**others: Any) -> Iterator[Server]:
    limits = replace(_LIMITS, **others)
    app = Server(Guard(limits), limits.idle_seconds)
    protocol: Any = functools.partial(GuardedProtocol, guard=app.guard)
    configuration = uvicorn.Config(
        app,
        host=HERE,
        port=0,
        http=protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        timeout_keep_alive=limits.idle_seconds,
    )  # type: ignore[arg-type] # fractions of a second do as well
    server = uvicorn.Server(configuration)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
    app.port = server.servers[0].sockets[0].getsockname()[1]
    yield app
    server.should_exit = True
    server.force_exit = True
    thread.join(SECONDS_MAX)


def _said(client: socket.socket) -> bytes:
    """All that comes until the server closes."""
    parts = []
    try:
        while part := client.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def _answer(client: socket.socket, ask: bytes = _ASK) -> tuple[int, bytes]:
    """The status and the body of an answer; the connection stays."""
    client.sendall(ask)
    return _read_answer(client)


def _read_answer(client: socket.socket) -> tuple[int, bytes]:
    got = b""
    while b"\r\n\r\n" not in got or not got.endswith((b"0\r\n\r\n", b"}")):
        part = client.recv(65536)
        assert part, got
        got += part
    head, _, body = got.partition(b"\r\n\r\n")
    return int(head.split(b" ")[1]), body


def test_one_address_has_so_many_connections_and_another_is_answered() -> None:
    with _served(connections_of_an_address=3) as server, ExitStack() as held:
        for _ in range(3):
            held.enter_context(server.connect())
        with server.connect() as fourth, server.connect(THERE) as other:
            assert _said(fourth) == b""
            assert _answer(other)[0] == 200
        held.close()
        with server.connect() as again:
            assert _until_answered(server, again) == 200


def test_a_hundred_requests_of_one_address_delay_anothers_by_one() -> None:
    """All are there before one begins: the server's loop is held. Seen red without turns: it was the last to begin."""
    with _served() as server, ExitStack() as held:
        many = [held.enter_context(server.connect(THERE)) for _ in range(80)]
        other, holder = (held.enter_context(server.connect()) for _ in range(2))
        for client in (*many, other):
            assert _answer(client)[0] == 200
        holder.sendall(_ASK.replace(b"GET /", b"GET /hold"))
        assert server.holding.wait(SECONDS_MAX)
        server.began.clear()
        for client in (*many, other):
            client.sendall(_ASK)
        server.let_go.set()
        for client in (*many, other):
            assert _read_answer(client)[0] == 200
        assert server.began.index(HERE) <= 2


def _until_answered(server: Server, first: socket.socket) -> int:
    """The server may not have seen the others' end yet: then it closes, and one asks again."""
    client = first
    while True:
        try:
            return _answer(client)[0]
        except (AssertionError, ConnectionError):
            client = server.connect()


def test_all_together_have_so_many_connections() -> None:
    with _served(connections=2) as server, server.connect() as first, server.connect(THERE), server.connect() as third:
        assert _said(third) == b""
        assert _answer(first)[0] == 200


@pytest.mark.parametrize("sent", [b"", _ASK[:20]], ids=["nothing", "half a header"])
def test_a_header_has_its_time(sent: bytes) -> None:
    with _served(header_seconds=_SOON) as server, server.connect() as client:
        client.sendall(sent)
        assert _said(client) == b""
        assert _gone(server)


def test_the_time_of_a_header_begins_once_and_not_with_each_byte() -> None:
    with _served(header_seconds=_SOON) as server, server.connect() as client, pytest.raises(ConnectionError):
        _drip(client, b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 100)


def _drip(client: socket.socket, sent: bytes) -> None:
    """A byte at a time, for far longer than a header may take."""
    for byte in sent:
        client.sendall(bytes([byte]))
        threading.Event().wait(_SOON / 5)


def test_a_body_has_its_time() -> None:
    with _served(body_seconds=_SOON) as server, server.connect() as client:
        client.sendall(b"POST / HTTP/1.1\r\nhost: hub\r\ncontent-length: 100\r\n\r\n{")
        assert _said(client) == b""
        assert _gone(server)


def test_between_two_requests_is_some_time() -> None:
    with _served(idle_seconds=_SOON) as server, server.connect() as client:
        assert _answer(client)[0] == 200
        assert _said(client) == b""
        assert _gone(server)


def test_the_second_header_has_its_time_too() -> None:
    with _served(header_seconds=_SOON) as server, server.connect() as client:
        assert _answer(client)[0] == 200
        client.sendall(_ASK[:20])
        assert _said(client) == b""


def test_who_takes_nothing_of_an_answer_is_left() -> None:
    with _served(taking_seconds=_SOON) as server, server.connect() as client:
        client.sendall(b"GET /much HTTP/1.1\r\nhost: hub\r\n\r\n")
        assert client.recv(1)
        assert _gone(server)
        assert not _said(client).endswith(b"end\r\n0\r\n\r\n")


def test_a_header_has_a_length() -> None:
    with _served() as server, server.connect() as client:
        client.sendall(b"GET / HTTP/1.1\r\n" + b"a: bbbb\r\n" * 300)
        assert _said(client).startswith(b"HTTP/1.1 431 ")


def test_one_address_has_so_many_requests_under_way_and_another_is_answered() -> None:
    with _served(requests_of_an_address=2) as server, ExitStack() as held:
        for _ in range(2):
            held.enter_context(server.connect()).sendall(_WAIT)
            assert server.waiting.acquire(timeout=SECONDS_MAX)
        with server.connect() as third, server.connect(THERE) as other:
            status, body = _answer(third)
            assert (status, json.loads(body)["errors"][0]["extensions"]) == (429, {"code": "BUDGET_EXCEEDED"})
            assert _said(third) == b""
            assert _answer(other)[0] == 200


def test_all_together_have_so_many_requests_under_way() -> None:
    with _served(requests=1) as server, server.connect() as first, server.connect(THERE) as second:
        first.sendall(_WAIT)
        assert server.waiting.acquire(timeout=SECONDS_MAX)
        assert _answer(second)[0] == 429


def _from(*forwarded: str) -> bytes:
    lines = "".join(f"x-forwarded-for: {line}\r\n" for line in forwarded)
    return f"GET /wait HTTP/1.1\r\nhost: hub\r\n{lines}\r\n".encode()


def test_behind_a_proxy_a_client_is_whom_it_names_last() -> None:
    """What stands before that, the client may have written; and the proxy's own connections are not one client's."""
    with _served(requests_of_an_address=1, connections_of_an_address=1, proxy=HERE) as server, ExitStack() as held:
        for forwarded in (("10.0.0.1",), ("10.0.0.1, 10.0.0.2",), ("10.0.0.1", "10.0.0.3")):
            held.enter_context(server.connect()).sendall(_from(*forwarded))
            assert server.waiting.acquire(timeout=SECONDS_MAX)
        with server.connect() as again:
            assert _answer(again, _from("10.0.0.9, 10.0.0.2"))[0] == 429


def test_whom_anybody_else_names_is_nobody() -> None:
    with _served(requests_of_an_address=1, proxy=THERE) as server, server.connect() as one, server.connect() as other:
        one.sendall(_from("10.0.0.1"))
        assert server.waiting.acquire(timeout=SECONDS_MAX)
        assert _answer(other, _from("10.0.0.2"))[0] == 429


def _gone(server: Server) -> bool:
    """Nothing is counted any more, once the server has seen the end."""
    while server.guard._connections.total() or server.guard._requests.total():
        threading.Event().wait(0.01)
    return True
