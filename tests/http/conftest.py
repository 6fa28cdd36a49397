"""The hub as a stranger meets it: whatever is sent, no answer is a 500, none shows a trace, and no log repeats it."""

import json
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.support.hub import Answer, Hub, Who

ROOM_QUERY = "query Rooms($first: Int) { rooms(first: $first) { nodes { id } } }"
_OURS_IS_QUIET = ("httpx", "httpcore", "asyncio", "hypothesis", "faker")  # the test's own client and tools
_WORD = re.compile(r"[^\s\"'{}()\[\]:,\\`]{8,}")  # what a record could repeat; shorter words are everyday language
_COMMON = frozenset({"application/json", "variables", "operationName"})


class Web:
    """Sends anything to the hub, remembers it, and holds each answer to what is true of every answer."""

    def __init__(self, hub: Hub, who: Who) -> None:
        self.hub = hub
        self.who = who
        self.sent: set[str] = set()

    def headers(self, who: Who | None = None, **others: str) -> list[tuple[str, str]]:
        who = who or self.who
        headers = [("authorization", f"Bearer {self.hub.token(who)}"), ("content-type", "application/json")]
        if who.purpose:
            headers.append(("domicile-purpose", who.purpose))
        return [*headers, *((name.replace("_", "-"), value) for name, value in others.items())]

    def ask(self, document: str, variables: Mapping[str, Any] | None = None, *, who: Who | None = None) -> Answer:
        return self.post(_body(document, variables), self.headers(who))

    async def answer(self, document: str, variables: Mapping[str, Any] | None = None, *, who: Who) -> Answer:
        """The same in the application's loop, where several can be on their way at once."""
        arguments = {"content": _body(document, variables), "headers": self.headers(who)}
        self._remember(arguments)
        return _held(await self.hub.answer("POST", "/graphql", **arguments))

    def post(self, body: Any, headers: list[tuple[str, str]] | None = None) -> Answer:
        return self.send("POST", content=body, headers=self.headers() if headers is None else headers)

    def send(self, method: str, path: str = "/graphql", **arguments: Any) -> Answer:
        self._remember(arguments)
        return _held(self.hub.send(method, path, **arguments))

    def _remember(self, arguments: Mapping[str, Any]) -> None:
        body = arguments.get("content", b"")
        texts = [str(value) for name, value in arguments.get("headers", []) if name == "authorization"]
        if isinstance(body, str | bytes) and len(body) < 100_000:
            texts.append(body if isinstance(body, str) else body.decode(errors="replace"))
        self.sent |= {word for text in texts for word in _WORD.findall(text)} - _COMMON


def _body(document: str, variables: Mapping[str, Any] | None) -> str:
    return json.dumps({"query": document, "variables": dict(variables or {})})


def _held(answer: Answer) -> Answer:
    assert answer.status != 500, answer.body
    assert b"Traceback" not in answer.body
    assert b'File "' not in answer.body
    return answer


@pytest.fixture
def web(hub: Hub, inspector: Who, caplog: pytest.LogCaptureFixture) -> Iterator[Web]:
    caplog.set_level(logging.DEBUG)
    web = Web(hub, inspector)
    yield web
    for record in caplog.records:
        if record.name.split(".")[0] in _OURS_IS_QUIET:
            continue
        said = f"{record.getMessage()} {record.args} {record.exc_text or ''} {record.exc_info}"
        assert [word for word in web.sent if word in said] == [], f"{record.name} repeats what was sent"


def refused(answer: Answer, status: int, code: str) -> str:
    """Holds a refusal of the whole request to its status and its one code; returns its message."""
    assert (answer.status, answer.codes) == (status, [code])
    assert "data" not in answer.json
    message: str = answer.errors[0]["message"]
    assert len(message) < 1000
    return message


def root_refused(answer: Answer, status: int, code: str) -> str:
    """Holds the refusal of the one root field to its status and code: it is null, and nothing else came out."""
    assert (answer.status, answer.codes) == (status, [code])
    assert all(value is None for value in (answer.data or {}).values())
    message: str = answer.errors[0]["message"]
    return message
