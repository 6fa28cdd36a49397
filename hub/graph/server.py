"""Starts, finds, stops and wipes the embedded Neo4j of one home. The server itself is `embedded.py`.

One store has one server. Commands on it follow one another (a lock in its folder), so two starts at once give one
server. Nothing here speaks to a graph.
"""

import os
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil
from filelock import FileLock, Timeout

from hub.graph import configuration, state
from hub.graph.connections import EMBEDDED_DATABASE, Connection, embedded_connection
from hub.graph.jars import Progress, fetch_jars, read_lock
from hub.graph.order import Order
from hub.graph.state import Phase, Reason, State
from hub.settings import Settings
from model.errors import SetupError

STOP_SECONDS_MAX = 120.0  # a checkpoint of a large store takes a while; then the process is killed, and recovers later
SWEEP_SECONDS_MAX = 600.0  # it writes 60,000 records, and a checkpoint of a large store takes a while
DISK_FREE_MEBIBYTES_MIN = 512  # room for the transaction logs and a small city
LOG_BYTES_MAX = 10 * 1024 * 1024  # then the log file starts anew, and one old one is kept
LOG_LINES_SHOWN = 15  # of the log, in an error
PORT_ATTEMPTS_MAX = 3  # starts, when another program takes the port in between
PORTS = range(17_000, 28_000)  # below the ephemeral ports: a client's own socket can't sit on ours while we are away
_POLL_SECONDS = 0.1
_REPORT_SECONDS = 10.0  # between two lines which say that it is still starting

_SOURCE_ROOT = Path(__file__).resolve().parents[2]  # where `hub` is imported from
_CYPHER = _SOURCE_ROOT / "loaders" / "cypher" / "engine"
_children: dict[int, subprocess.Popen[bytes]] = {}  # the servers this process began, so that they are waited for


@dataclass(frozen=True, kw_only=True)
class Status:
    """What `domicile graph status` shows; `phase` is empty when no server runs."""

    phase: str
    pid: int | None
    uri: str | None
    started_at: datetime | None
    store_bytes: int
    folder: Path
    log: Path


class EmbeddedServer:
    """The embedded Neo4j of one home."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is started or read yet."""
        self._settings = settings
        self.folder = settings.graph_folder
        self.log = self.folder / state.LOG_FILE
        self.is_started_here = False  # whether this object's `start` began the server, rather than find it running

    # ── start ────────────────────────────────────────────────────────────────────────────────────────────────────

    def start(
        self, report: Callable[[str], None] = lambda _line: None, progress: Progress = lambda _done, _all: None
    ) -> Connection:
        """The running server's connection; starts one if none runs. `report` gets a line for each step.

        Raises `SetupError` when it can't run, with the reason and the last lines of its log.
        """
        with self._alone():
            running = state.read(self.folder)
            if running is None or running.phase not in {Phase.STARTING, Phase.RUNNING}:
                running = self._launch(report, progress)
            elif running.phase is Phase.STARTING:  # begun by a command that was broken off
                running = self._await(running.pid, report)
            return embedded_connection(self._settings, running.port)

    def fetch_jars(self, progress: Progress = lambda _done, _all: None) -> list[Path]:
        """Bring Neo4j's jars into the cache; `progress` gets how many there are, of how many."""
        return fetch_jars(self._settings, read_lock(), progress)

    def _launch(self, report: Callable[[str], None], progress: Progress) -> State:
        self._prepare_folder()
        jvm = configuration.jvm_path()
        report("checking Neo4j's jars (237 files, 176 MB; fetched once)")
        jars = self.fetch_jars(progress)
        for attempt in range(PORT_ATTEMPTS_MAX):
            order = self._order(self._choose_port(), jvm, jars)
            report(f"starting Neo4j on port {order.port}; its log is {self.log}")
            pid = self._spawn(order)
            try:
                running = self._await(pid, report)
            except _PortTakenError as error:
                (self.folder / state.PORT_FILE).unlink(missing_ok=True)
                if attempt == PORT_ATTEMPTS_MAX - 1:
                    raise SetupError(str(error)) from error
                continue
            _write_private(self.folder / state.PORT_FILE, f"{running.port}\n")
            self.is_started_here = True
            return running
        raise AssertionError("every attempt returns or raises")

    def _prepare_folder(self) -> None:
        with _readable_disk_errors(self.folder):
            self._make_folder(self.folder)
            free = shutil.disk_usage(self.folder).free // configuration.MEBIBYTE
            if free < DISK_FREE_MEBIBYTES_MIN:
                raise SetupError(
                    f"only {free} MiB are free on the disk of `{self.folder}`, and the graph needs "
                    f"{DISK_FREE_MEBIBYTES_MIN} MiB: make room, or set DOMICILE_HOME to another disk"
                )
            shutil.rmtree(self.folder / state.TEMPORARY_FOLDER, ignore_errors=True)
            for name in (state.STORE_FOLDER, state.LOGS_FOLDER, state.TEMPORARY_FOLDER):
                self._make_folder(self.folder / name)
            self._make_password()
            if self.log.exists() and self.log.stat().st_size > LOG_BYTES_MAX:
                self.log.replace(self.log.with_suffix(".log.1"))

    @staticmethod
    def _make_folder(folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)

    def _make_password(self) -> None:
        path = self.folder / state.PASSWORD_FILE
        if path.exists() and path.stat().st_size:
            path.chmod(0o600)
            return
        _write_private(path, secrets.token_urlsafe(32) + "\n")

    def _choose_port(self) -> int:
        """The port of last time if it is free, so that whoever was connected finds the server again."""
        try:
            last = int((self.folder / state.PORT_FILE).read_text(encoding="ascii"))
        except (OSError, ValueError):
            last = 0
        if last in PORTS and _is_free(last):
            return last
        for port in random.sample(PORTS, k=100):
            if _is_free(port):
                return port
        raise SetupError(f"found no free port between {PORTS[0]} and {PORTS[-1]} on {state.LOOPBACK}")

    def _order(self, port: int, jvm: Path, jars: list[Path]) -> Order:
        return Order(
            folder=self.folder,
            port=port,
            jvm=jvm,
            jvm_flags=configuration.jvm_flags(self._settings),
            jars=jars,
            conf=configuration.conf_text(self._settings, port),
            set_password_text=(_CYPHER / "set_password.cypher").read_text(encoding="utf-8"),
            show_failures_text=(_CYPHER / "show_failures.cypher").read_text(encoding="utf-8"),
        )

    def _spawn(self, order: Order) -> int:
        """Begin a process in a session of its own: Ctrl-C in this terminal does not reach it."""
        (self.folder / state.STATE_FILE).unlink(missing_ok=True)
        path = os.pathsep.join(part for part in (str(_SOURCE_ROOT), os.environ.get("PYTHONPATH", "")) if part)
        handle = os.open(self.log, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "ab") as log:
            child = subprocess.Popen(
                [sys.executable, "-P", "-m", "hub.graph.embedded"],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": path},
                start_new_session=True,
            )
        _children[child.pid] = child
        if child.stdin is not None:
            with child.stdin as stdin:
                stdin.write(order.model_dump_json().encode())
        return child.pid

    def _await(self, pid: int, report: Callable[[str], None]) -> State:
        """Wait until the process `pid` serves. Raises `SetupError` when it ended or took too long."""
        began = said = time.monotonic()
        while True:
            now = state.read_last(self.folder)
            if now is not None and now.pid == pid and now.phase is Phase.RUNNING:
                return now
            if not _is_alive(pid) or (now is not None and now.pid == pid and now.phase is Phase.FAILED):
                _kill(pid)
                raise self._failure(pid)
            seconds = time.monotonic() - began
            if seconds > self._settings.graph_start_seconds:
                _kill(pid)
                raise SetupError(f"the graph was not up after {seconds:.0f} s; {self._log_tail()}")
            if time.monotonic() - said > _REPORT_SECONDS:
                said = time.monotonic()
                report(f"still starting Neo4j ({seconds:.0f} s of at most {self._settings.graph_start_seconds})")
            time.sleep(_POLL_SECONDS)

    def _failure(self, pid: int) -> Exception:
        last = state.read_last(self.folder)
        if last is None or last.pid != pid or last.phase is not Phase.FAILED:
            return SetupError(f"the graph's process ended while it started; {self._log_tail()}")
        return _PortTakenError(last.message) if last.reason is Reason.PORT else SetupError(last.message)

    def _log_tail(self) -> str:
        try:
            with self.log.open("rb") as file:
                file.seek(max(0, self.log.stat().st_size - 64 * 1024))
                lines = file.read().decode(errors="replace").splitlines()[-LOG_LINES_SHOWN:]
        except OSError:
            lines = []
        return f"the end of its log `{self.log}` says:\n" + "\n".join(lines)

    # ── stop, status, wipe ───────────────────────────────────────────────────────────────────────────────────────

    def stop(self) -> bool:
        """Stop the server in an orderly way; returns whether one was running.

        Close drivers first: Neo4j waits some ten seconds for open connections.
        """
        if not self.folder.is_dir():
            return False
        with self._alone():
            return self._stop()

    def _stop(self) -> bool:
        running = state.read(self.folder)
        process = state.process_of(running) if running is not None else None
        if process is None:
            return False
        if not _end(process, signal.SIGTERM):
            _end(process, signal.SIGKILL)
        (self.folder / state.STATE_FILE).unlink(missing_ok=True)
        return True

    def drop_indexes(self) -> None:
        """Remove the range indexes' files of a stopped server: it makes them anew when it starts, from what is there.

        A key that was deleted stays in its page until another needs the room. Raises `SetupError` when the server runs.
        """
        with self._alone(), _readable_disk_errors(self.folder):
            if state.read(self.folder) is not None:
                raise SetupError("the graph runs: stop it first, `domicile graph stop`")
            self._check_store_is_unused()
            indexes = self.folder / state.STORE_FOLDER / "data" / "databases" / EMBEDDED_DATABASE / "schema" / "index"
            for folder in indexes.glob("range-*"):
                shutil.rmtree(folder)

    def sweep(self) -> bool:
        """Have the running server drive out the bytes of what was deleted; whether one was running.

        They are in records that nothing uses, and in its transaction logs.

        Raises `SetupError` when it can't, or does not in time.
        """
        if not self.folder.is_dir():
            return False
        with self._alone():
            running = state.read(self.folder)
            process = state.process_of(running) if running is not None else None
            if running is None or process is None or running.phase is not Phase.RUNNING:
                return False
            swept = self.folder / state.SWEPT_FILE
            swept.unlink(missing_ok=True)
            process.send_signal(signal.SIGHUP)
            until = time.monotonic() + SWEEP_SECONDS_MAX
            while not swept.exists():
                if time.monotonic() > until:
                    raise SetupError(f"the graph's files were not swept within {SWEEP_SECONDS_MAX:g} s")
                time.sleep(_POLL_SECONDS)
            if said := swept.read_text(encoding="utf-8"):
                raise SetupError(said)
        return True

    def status(self) -> Status:
        """What is known of the server now."""
        running = state.read(self.folder)
        return Status(
            phase=running.phase if running else "",
            pid=running.pid if running else None,
            uri=f"bolt://{state.LOOPBACK}:{running.port}" if running else None,
            started_at=datetime.fromtimestamp(running.created_at, UTC) if running else None,
            store_bytes=_folder_bytes(self.folder / state.STORE_FOLDER),
            folder=self.folder,
            log=self.log,
        )

    def wipe(self) -> None:
        """Stop the server and remove everything it stored, password and logs included."""
        if not self.folder.is_dir():
            return
        with self._alone(), _readable_disk_errors(self.folder):
            self._stop()
            self._check_store_is_unused()
            for entry in self.folder.iterdir():
                if entry.is_dir():
                    shutil.rmtree(entry)
                elif entry.name not in {state.COMMAND_LOCK_FILE, state.STORE_LOCK_FILE, state.PORT_FILE}:
                    entry.unlink()

    def _check_store_is_unused(self) -> None:
        """A server whose `server.json` was removed is still a server: its files are not taken from under it."""
        lock = FileLock(self.folder / state.STORE_LOCK_FILE, mode=0o600)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise SetupError(f"another process holds the lock `{lock.lock_file}`: stop that one first") from error
        lock.release()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with _readable_disk_errors(self.folder):
            self._make_folder(self.folder)
            lock = FileLock(self.folder / state.COMMAND_LOCK_FILE, mode=0o600)
            try:
                lock.acquire(timeout=self._settings.graph_start_seconds)
            except Timeout as error:
                raise SetupError(
                    f"another command has been working on the graph in `{self.folder}` for over "
                    f"{self._settings.graph_start_seconds} s; end it and try again"
                ) from error
        try:
            yield
        finally:
            lock.release()


class _PortTakenError(Exception):
    """Another program took the port between our look and Neo4j's bind."""


def _write_private(path: Path, text: str) -> None:
    """Never for a moment readable by others, as `write_text` and a `chmod` after it would be."""
    with os.fdopen(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
        file.write(text)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as Neo4j does: old connections don't count
        try:
            probe.bind((state.LOOPBACK, port))
        except OSError:
            return False
    return True


def _is_alive(pid: int) -> bool:
    child = _children.get(pid)
    return child.poll() is None if child is not None else psutil.pid_exists(pid)


def _kill(pid: int) -> None:
    with suppress(psutil.NoSuchProcess):
        _end(psutil.Process(pid), signal.SIGKILL)


def _end(process: psutil.Process, how: signal.Signals) -> bool:
    """Signal and wait; returns whether the process is gone."""
    try:
        process.send_signal(how)
        child = _children.get(process.pid)
        if child is not None:
            child.wait(STOP_SECONDS_MAX)
        else:
            process.wait(STOP_SECONDS_MAX)
    except psutil.NoSuchProcess:
        return True
    except (psutil.TimeoutExpired, subprocess.TimeoutExpired):
        return False
    return True


def _folder_bytes(folder: Path) -> int:
    """What the files below `folder` take; a file that vanishes meanwhile counts nothing."""
    total = 0
    for path, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(path) / name).stat().st_size
            except FileNotFoundError:
                continue
    return total


@contextmanager
def _readable_disk_errors(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SetupError(
            f"can't use the folder `{folder}`: {error.strerror or error}; check the disk and its owner"
        ) from error
