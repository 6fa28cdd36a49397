"""One Java machine for the graphs of all jobs of a run: each of its engines is a Neo4j of its own, with a store and a port.

A machine that has just started plans a statement in half a second, and one that has planned a few hundred in a twentieth of it: so
`tests/run.py` starts one, and the tests whose graph nobody kills have theirs in it (`running_graph`). The engines start, sweep
and stop by the embedded server's own code. Alone, pytest has a process for each, as the hub has.
"""

import json
import os
import signal
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import AF_UNIX, SOCK_STREAM, socket
from typing import Any

from filelock import FileLock, Timeout

from hub.graph import EmbeddedServer, embedded, state
from hub.graph.order import Order
from hub.graph.state import Phase, State
from model.errors import SetupError
from tests.support.places import ROOT

SOCKET = "DOMICILE_TEST_ENGINES"  # in the environment: where the machine listens
_HEAP = ("-Xms4g", "-Xmx4g", "-Xmn1536m")  # for all of its engines; much of it for what is short-lived: few collections
_OF_ONE_HOME = ("-Xmx", "-XX:ErrorFile=", "-Djava.io.tmpdir=")
_FIRST_COMPILER = "-XX:TieredStopAtLevel="  # for who starts often; a machine that lasts compiles well
_IS_BRIEF = "--brief"


class HostedServer(EmbeddedServer):
    """An engine of a home in the run's machine. Whoever asks for the home's server finds it, and must not end it."""

    def _spawn(self, order: Order) -> int:
        (self.folder / state.STATE_FILE).unlink(missing_ok=True)
        pid = _ask({"start": order.model_dump(mode="json")})
        assert isinstance(pid, int)
        return pid

    def _await(self, pid: int, report: Callable[[str], None]) -> State:  # noqa: ARG002 - as of the one that it stands for
        """As of a process of its own; but where it fails, the machine is not ended."""
        deadline = time.monotonic() + self._settings.graph_start_seconds
        while time.monotonic() < deadline:
            now = state.read_last(self.folder)
            if now is not None and now.phase is Phase.RUNNING:
                return now
            if now is not None and now.phase is Phase.FAILED:
                raise self._failure(pid)
            time.sleep(0.05)
        raise SetupError(f"the graph in `{self.folder}` was not up in time")

    def _stop(self) -> bool:
        was_running = bool(_ask({"stop": str(self.folder)}))
        (self.folder / state.STATE_FILE).unlink(missing_ok=True)
        return was_running


@contextmanager
def machine(folder: Path, *, is_brief: bool = False) -> Iterator[dict[str, str]]:
    """A machine for the time of a block; what the jobs' environment needs to find it.

    A brief one has only the first of Java's compilers: over the first minutes the second costs more than it gives.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"engines-{os.getpid()}"
    with (folder / "engines.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.engines", str(path), *([_IS_BRIEF] if is_brief else [])],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            while not path.exists() and process.poll() is None:
                time.sleep(0.05)
            yield {SOCKET: str(path)}
        finally:
            process.kill()
            process.wait()
            path.unlink(missing_ok=True)


def _ask(question: dict[str, Any]) -> Any:
    with socket(AF_UNIX, SOCK_STREAM) as asking:
        asking.connect(os.environ[SOCKET])
        asking.sendall(json.dumps(question).encode() + b"\n")
        return json.loads(asking.makefile().readline())


# ── in the machine's process ─────────────────────────────────────────────────────────────────────────────────────────


class _Machine:
    def __init__(self, *, is_brief: bool) -> None:
        self._not_its = _OF_ONE_HOME if is_brief else (*_OF_ONE_HOME, _FIRST_COMPILER)
        self._one_at_a_time = threading.Lock()
        self._is_started = False
        self._engines: dict[Path, tuple[Any, Order, FileLock]] = {}

    def start(self, order: Order) -> int:
        """Begin to start it; how far it is stands in its folder, as of any server."""
        with self._one_at_a_time:
            if not self._is_started:
                flags = [flag for flag in order.jvm_flags if not flag.startswith(self._not_its)]
                embedded._start_jvm(order.model_copy(update={"jvm_flags": [*_HEAP, *flags]}))
                self._is_started = True
        embedded._say(order, Phase.STARTING)
        threading.Thread(target=self._start, args=(order,), daemon=True).start()
        return os.getpid()

    def _start(self, order: Order) -> None:
        lock = FileLock(order.folder / state.STORE_LOCK_FILE, mode=0o600, thread_local=False)
        lock.acquire(timeout=0)
        try:
            service = embedded._start_neo4j(order)
        except embedded.StartFailedError as error:
            lock.release()
            embedded._say(order, Phase.FAILED, str(error), error.reason)
            return
        self._engines[order.folder] = (service, order, lock)
        embedded._say(order, Phase.RUNNING)

    def stop(self, folder: Path) -> bool:
        """Stop the engine whose folder it is; whether one ran."""
        if folder not in self._engines:
            return False
        service, _order, lock = self._engines.pop(folder)
        service.shutdown()
        lock.release()
        return True

    def sweep_when_asked(self) -> None:
        """A sweep is asked for by a signal, which names no home: it is those on which a command works and that have no word of one."""
        while signal.sigwait({embedded._SWEEP_SIGNAL}):
            for service, order, _lock in list(self._engines.values()):
                if not (order.folder / state.SWEPT_FILE).exists() and _is_locked(
                    order.folder / state.COMMAND_LOCK_FILE
                ):
                    embedded._sweep(service, order)


def _is_locked(path: Path) -> bool:
    lock = FileLock(path, mode=0o600)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False


class _Asked(socketserver.StreamRequestHandler):
    machine = _Machine(is_brief=_IS_BRIEF in sys.argv)

    def handle(self) -> None:
        question = json.loads(self.rfile.readline())
        if "start" in question:
            answer: Any = self.machine.start(Order.model_validate(question["start"]))
        else:
            answer = self.machine.stop(Path(question["stop"]))
        self.wfile.write(json.dumps(answer).encode() + b"\n")


class _Listening(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


def main() -> None:
    """Listen at the path that is the first argument, until killed."""
    os.umask(0o077)
    signal.pthread_sigmask(signal.SIG_BLOCK, {embedded._SWEEP_SIGNAL})
    threading.Thread(target=_Asked.machine.sweep_when_asked, daemon=True).start()
    with _Listening(sys.argv[1], _Asked) as listening:
        listening.serve_forever()


if __name__ == "__main__":
    main()
