"""The jars of the embedded Neo4j: pinned by coordinates and SHA-256, fetched side by side, cached for a user's checkouts.

Not for resolving dependencies: `lock.py` does that once, and `jars.lock` holds what it found.
"""

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import httpx
from filelock import FileLock, Timeout

from hub.settings import Settings
from model.errors import SetupError

LOCK_PATH = Path(__file__).with_name("jars.lock")

FETCHES_AT_ONCE_MAX = 8  # a repository answers that many side by side without slowing down
FETCH_ATTEMPTS_MAX = 4  # of one jar, before the whole fetch fails
FETCH_SECONDS_MAX = 60.0  # without a byte from the repository
BACKOFF_SECONDS = 0.5  # before the second attempt; doubles with each
JAR_BYTES_MAX = 64 * 1024 * 1024  # the largest of Neo4j's is 16 MB; what is larger is not what we asked for
WAIT_SECONDS_MAX = 1800.0  # for another process that is fetching the same jars over a slow line
_CHUNK_BYTES = 1024 * 1024

Progress = Callable[[int, int], None]  # jars which are there, jars in all


@dataclass(frozen=True, kw_only=True)
class Pin:
    """One jar: where it lies in a Maven repository, and the SHA-256 (hexadecimal) of its bytes."""

    group: str
    artifact: str
    version: str
    classifier: str = ""
    sha256: str = ""

    @property
    def coordinates(self) -> str:
        """`group:artifact:version`, and `:classifier` where it has one."""
        return ":".join(part for part in (self.group, self.artifact, self.version, self.classifier) if part)

    @property
    def path(self) -> str:
        """Where the jar lies below the root of a repository, and below our cache."""
        name = "-".join(part for part in (self.artifact, self.version, self.classifier) if part)
        return f"{self.group.replace('.', '/')}/{self.artifact}/{self.version}/{name}.jar"


def read_lock(path: Path = LOCK_PATH) -> tuple[Pin, ...]:
    """The pinned jars, in the order of the class path.

    Raises `SetupError` when a line is not `group:artifact:version[:classifier] sha256`.
    """
    lines = (line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(_parse(line, path) for line in lines if line)


def _parse(line: str, path: Path) -> Pin:
    coordinates, _, digest = line.partition(" ")
    parts = coordinates.split(":")
    if len(parts) not in {3, 4} or len(digest) != hashlib.sha256().digest_size * 2:
        raise SetupError(f"`{path.name}` has a line that is not a pinned jar: `{line}`; take the file from a release")
    return Pin(
        group=parts[0],
        artifact=parts[1],
        version=parts[2],
        classifier=parts[3] if len(parts) == 4 else "",  # noqa: PLR2004 - four parts: the last is the classifier
        sha256=digest,
    )


def fetch_jars(settings: Settings, pins: Sequence[Pin], progress: Progress = lambda _done, _all: None) -> list[Path]:
    """The paths of all jars, fetched where the cache has none or another content.

    One process fetches at a time; others wait for it. Raises `SetupError` when a jar can't be had or stored.
    """
    folder = settings.cache / "jars"
    with _readable_disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            _complete(settings, folder, pins, progress)
    return [folder / pin.path for pin in pins]


def _complete(settings: Settings, folder: Path, pins: Sequence[Pin], progress: Progress) -> None:
    stamps = _Stamps(folder)
    missing = [pin for pin in pins if not stamps.is_verified(pin)]
    progress(len(pins) - len(missing), len(pins))
    if missing:
        with Repository(settings.maven_mirror) as repository:
            for done, pin in enumerate(_fetch_all(repository, folder, missing), len(pins) - len(missing) + 1):
                stamps.add(pin)
                progress(done, len(pins))
    stamps.save()


def _fetch_all(repository: "Repository", folder: Path, pins: Iterable[Pin]) -> Iterator[Pin]:
    """Fetch side by side and yield each pin once its jar lies in the cache; the first failure ends it."""
    pool = ThreadPoolExecutor(FETCHES_AT_ONCE_MAX, thread_name_prefix="jar")
    try:
        waiting = {pool.submit(repository.fetch, pin, folder / pin.path): pin for pin in pins}
        while waiting:
            for future in wait(waiting, timeout=1, return_when=FIRST_EXCEPTION).done:
                future.result()
                yield waiting.pop(future)
    finally:
        pool.shutdown(cancel_futures=True)


class Repository:
    """A Maven repository: Maven Central, or the mirror at the given base URL."""

    def __init__(self, mirror: str = "") -> None:
        """Connect on the first fetch; `mirror` empty means Maven Central, at the address that jgo has for it."""
        if not mirror:
            from jgo.constants import MAVEN_CENTRAL_URL

            mirror = MAVEN_CENTRAL_URL
        self.base_url = mirror.rstrip("/")
        limits = httpx.Limits(max_connections=FETCHES_AT_ONCE_MAX)
        self._client = httpx.Client(timeout=FETCH_SECONDS_MAX, limits=limits, follow_redirects=True)

    def __enter__(self) -> Self:
        """Give the repository itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close its connections."""
        self._client.close()

    def fetch(self, pin: Pin, target: Path) -> str:
        """Put the jar at `target`, whole or not at all, and return its SHA-256; a pin without one accepts any.

        Raises `SetupError` when every attempt failed.
        """
        problem = ""
        for attempt in range(FETCH_ATTEMPTS_MAX):
            time.sleep(BACKOFF_SECONDS * (2**attempt - 1))
            try:
                return self._fetch_once(pin, target)
            except httpx.HTTPStatusError as error:
                problem = f"HTTP status {error.response.status_code}"
                if error.response.is_client_error:
                    break
            except (httpx.HTTPError, _WrongContentError) as error:
                problem = str(error) or type(error).__name__
        raise SetupError(
            f"can't fetch the jar `{pin.coordinates}` from `{self.base_url}`: {problem}; check the network, or set "
            "DOMICILE_MAVEN_MIRROR to a Maven repository that this machine reaches"
        )

    def _fetch_once(self, pin: Pin, target: Path) -> str:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                digest = _copy(self._stream(pin), file.write)
                file.flush()
                os.fsync(file.fileno())
            if pin.sha256 not in {"", digest}:
                raise _WrongContentError(f"its SHA-256 is {digest} and should be {pin.sha256}")
            Path(name).replace(target)
        finally:
            Path(name).unlink(missing_ok=True)
        return digest

    def _stream(self, pin: Pin) -> Iterator[bytes]:
        with self._client.stream("GET", f"{self.base_url}/{pin.path}") as response:
            response.raise_for_status()
            yield from response.iter_bytes(_CHUNK_BYTES)


class _WrongContentError(Exception):
    """The repository sent something else than what the lock pins."""


def _copy(chunks: Iterator[bytes], write: Callable[[bytes], object]) -> str:
    digest, size_bytes = hashlib.sha256(), 0
    for chunk in chunks:
        size_bytes += len(chunk)
        if size_bytes > JAR_BYTES_MAX:
            raise _WrongContentError(f"it is larger than {JAR_BYTES_MAX} bytes")
        digest.update(chunk)
        write(chunk)
    return digest.hexdigest()


class _Stamps:
    """What was verified before: size and time of change of each jar, so that a start need not hash 176 MB again.

    This guards against damage, not against someone who can write to the user's own cache.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "verified.json"
        self._verified = self._read()

    def _read(self) -> dict[str, list[object]]:
        try:
            stamps = json.loads(self._path.read_bytes())
        except (OSError, ValueError):
            return {}
        return stamps if isinstance(stamps, dict) else {}

    def is_verified(self, pin: Pin) -> bool:
        """Whether the jar lies in the cache with the pinned content; hashed only if it changed since the last time."""
        stamp = self._stamp(pin)
        if stamp is None:
            return False
        if self._verified.get(pin.path) == stamp:
            return True
        with (self._folder / pin.path).open("rb") as file:
            is_right = hashlib.file_digest(file, "sha256").hexdigest() == pin.sha256
        if is_right:
            self._verified[pin.path] = stamp
        return is_right

    def add(self, pin: Pin) -> None:
        """Remember a jar whose content was just verified."""
        stamp = self._stamp(pin)
        if stamp is not None:
            self._verified[pin.path] = stamp

    def _stamp(self, pin: Pin) -> list[object] | None:
        try:
            status = (self._folder / pin.path).stat()
        except FileNotFoundError:
            return None
        return [status.st_size, status.st_mtime_ns, pin.sha256]

    def save(self) -> None:
        """Write what is verified now, whole or not at all."""
        if self._verified == self._read():
            return
        temporary = self._path.with_suffix(f".{os.getpid()}")
        temporary.write_text(json.dumps(self._verified, indent=0, sort_keys=True), encoding="utf-8")
        temporary.replace(self._path)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=WAIT_SECONDS_MAX)
    except Timeout as error:
        raise SetupError(f"another process has been fetching jars into `{folder}` for too long; end it") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _readable_disk_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SetupError(
            f"can't store the jars in `{folder}`: {error.strerror or error}; make room there, or set DOMICILE_CACHE"
        ) from error
