"""A witness without a hub, and a log that exists on paper only."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub.settings import Settings
from hub.witness import make_key
from hub.witness.app import application, open_cosigner
from tlog import independent_verifier as second
from tlog.cosigning import Submission
from tlog.notes import ED25519, Checkpoint, Note, Signer


@dataclass
class PaperLog:
    """Entries, and what their log would sign."""

    signer: Signer = field(
        default_factory=lambda: Signer("log.example", ED25519, Ed25519PrivateKey.from_private_bytes(b"log " * 8))
    )
    entries: list[bytes] = field(default_factory=lambda: [bytes([number]) * 32 for number in range(100)])

    def note(self, size: int) -> Note:
        root = second.tree_hash(self.entries[:size])
        return self.signer.note(Checkpoint(self.signer.key.name, size, root).text)

    def submission(self, old: int, new: int) -> Submission:
        proof = second.consistency_path(old, self.entries[:new]) if 0 < old <= new else []
        return Submission(old, tuple(proof), self.note(new))


@pytest.fixture
def log() -> PaperLog:
    return PaperLog()


@pytest.fixture
def settings(tmp_path: Path, log: PaperLog) -> Settings:
    return Settings(home=tmp_path / "home", witness_logs=str(log.signer.key))


@pytest.fixture
def witness(settings: Settings) -> Signer:
    return make_key(settings.witness_folder, "witness.example")


class Client:
    """Asks a witness over HTTP, without a server between."""

    def __init__(self, settings: Settings) -> None:
        self._cosigner = open_cosigner(settings)
        self._app = application(self._cosigner)

    def send(self, method: str, path: str, body: object = b"") -> httpx.Response:
        content = body if isinstance(body, bytes) else str(body).encode()

        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(transport=transport, base_url="http://witness") as client:
                return await client.request(method, path, content=content)

        return asyncio.run(ask())

    def close(self) -> None:
        self._cosigner.close()


@contextmanager
def opened(settings: Settings) -> Iterator[Client]:
    client = Client(settings)
    yield client
    client.close()


@pytest.fixture
def client(settings: Settings, witness: Signer) -> Iterator[Client]:
    assert witness.key.name == "witness.example"
    with opened(settings) as one:
        yield one


@pytest.fixture
def send(client: Client) -> Callable[[object], httpx.Response]:
    """Posts a submission, or raw bytes, to `add-checkpoint`."""
    return lambda body: client.send("POST", "/add-checkpoint", body)
