"""The jars: pinned, fetched side by side, verified, fetched again when damaged. The mirror is a real HTTP server."""

import hashlib
import os
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from hub.graph import jars
from hub.graph.jars import LOCK_PATH, Pin, fetch_jars, read_lock
from hub.graph.lock import NEO4J_VERSION
from hub.settings import Settings
from model.errors import SetupError


class Mirror:
    """A Maven repository on loopback: `contents` by path, `requests` counted by path."""

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}
        self.requests: Counter[str] = Counter()
        mirror = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.lstrip("/")
                mirror.requests[path] += 1
                content = mirror.contents.get(path)
                self.send_response(404 if content is None else 200)
                self.send_header("Content-Length", str(len(content or b"")))
                self.end_headers()
                self.wfile.write(content or b"")

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"

    def add(self, artifact: str, content: bytes) -> Pin:
        pin = Pin(group="org.example", artifact=artifact, version="1.0", sha256=hashlib.sha256(content).hexdigest())
        self.contents[pin.path] = content
        return pin


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    mirror = Mirror()
    thread = threading.Thread(target=mirror.http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield mirror
    mirror.http.shutdown()
    thread.join()
    mirror.http.server_close()


@pytest.fixture
def settings(tmp_path: Path, mirror: Mirror) -> Settings:
    return Settings(home=tmp_path / "home", cache=tmp_path / "cache", maven_mirror=f"{mirror.url}/")


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jars, "BACKOFF_SECONDS", 0.001)


def test_the_lock_pins_every_jar_of_neo4j_and_no_address() -> None:
    pins = read_lock()
    assert len(pins) == 237
    assert pins[0].coordinates == f"org.neo4j:neo4j:{NEO4J_VERSION}"
    assert len({pin.path for pin in pins}) == 237
    assert "://" not in LOCK_PATH.read_text()


def test_a_line_that_pins_nothing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "jars.lock"
    path.write_text("org.example:one:1.0\n")
    with pytest.raises(SetupError, match=r"`org.example:one:1.0`"):
        read_lock(path)


def test_a_classifier_is_part_of_the_file_name(tmp_path: Path) -> None:
    path = tmp_path / "jars.lock"
    path.write_text(f"io.example:one:1.0:linux {'a' * 64}  # why\n")
    assert [pin.path for pin in read_lock(path)] == ["io/example/one/1.0/one-1.0-linux.jar"]


def test_jars_are_fetched_once_and_in_the_order_of_the_lock(mirror: Mirror, settings: Settings) -> None:
    pins = [mirror.add(f"jar{number}", b"%d" % number) for number in range(20)]
    seen: list[tuple[int, int]] = []
    first = fetch_jars(settings, pins, lambda done, total: seen.append((done, total)))
    assert [path.read_bytes() for path in first] == [b"%d" % number for number in range(20)]
    assert seen == [(done, 20) for done in range(21)]
    assert fetch_jars(settings, pins) == first
    assert set(mirror.requests.values()) == {1}


@pytest.mark.parametrize("damage", [b"", b"half of i", b"whole of IT"], ids=["empty", "half-written", "corrupt"])
def test_a_damaged_jar_is_fetched_again(mirror: Mirror, settings: Settings, damage: bytes) -> None:
    pins = [mirror.add("whole", b"whole of it"), mirror.add("other", b"other")]
    path, _ = fetch_jars(settings, pins)
    path.write_bytes(damage)
    assert fetch_jars(settings, pins)[0].read_bytes() == b"whole of it"
    assert mirror.requests == {pins[0].path: 2, pins[1].path: 1}


def test_a_verified_jar_is_not_hashed_again_until_it_changes(
    mirror: Mirror, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    pins = [mirror.add("one", b"one")]
    (path,) = fetch_jars(settings, pins)
    hashed: list[object] = []
    original = hashlib.file_digest
    monkeypatch.setattr(jars.hashlib, "file_digest", lambda *of: hashed.append(of) or original(*of))
    fetch_jars(settings, pins)
    assert len(hashed) == 0
    os.utime(path)
    fetch_jars(settings, pins)
    fetch_jars(settings, pins)
    assert len(hashed) == 1
    assert mirror.requests == {pins[0].path: 1}


def test_what_the_mirror_sends_is_refused_unless_it_is_what_was_pinned(mirror: Mirror, settings: Settings) -> None:
    pin = mirror.add("one", b"one")
    mirror.contents[pin.path] = b"two"
    with pytest.raises(SetupError, match=r"`org.example:one:1.0`.*its SHA-256 is .* and should be"):
        fetch_jars(settings, [pin])
    assert mirror.requests == {pin.path: jars.FETCH_ATTEMPTS_MAX}
    assert [path for path in (settings.cache / "jars").rglob("*one*") if path.is_file()] == []


def test_a_jar_the_mirror_lacks_is_named_and_asked_for_once(mirror: Mirror, settings: Settings) -> None:
    pin = Pin(group="org.example", artifact="absent", version="1.0", sha256="a" * 64)
    with pytest.raises(SetupError, match=r"`org.example:absent:1.0`.*HTTP status 404.*DOMICILE_MAVEN_MIRROR"):
        fetch_jars(settings, [pin])
    assert mirror.requests == {pin.path: 1}


def test_a_jar_without_end_is_cut_off(mirror: Mirror, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jars, "JAR_BYTES_MAX", 10)
    with pytest.raises(SetupError, match=r"larger than 10 bytes"):
        fetch_jars(settings, [mirror.add("long", b"12345678901")])


def test_two_at_once_fetch_each_jar_once(mirror: Mirror, settings: Settings) -> None:
    pins = [mirror.add(f"jar{number}", os.urandom(100_000)) for number in range(10)]
    threads = [threading.Thread(target=fetch_jars, args=(settings, pins)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(mirror.requests.values()) == {1}


def test_a_cache_that_is_no_folder_is_one_clear_line(tmp_path: Path, mirror: Mirror) -> None:
    (tmp_path / "cache").write_text("a file")
    settings = Settings(home=tmp_path, cache=tmp_path / "cache", maven_mirror=mirror.url)
    with pytest.raises(SetupError, match=r"can't store the jars in .*DOMICILE_CACHE"):
        fetch_jars(settings, [mirror.add("one", b"one")])
