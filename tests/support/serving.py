"""`domicile serve` as its operator meets it: a real process on a free port."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from tests.support.hub import Who
from tests.support.places import ROOT

SECONDS_MAX = 240.0  # a busy machine


@dataclass(frozen=True)
class Ended:
    """How a process ended, and all that it said."""

    code: int
    said: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Served:
    """A running `domicile serve`."""

    def __init__(self, process: "subprocess.Popen[str]", home: Path, port: int) -> None:
        self.process = process
        self.home = home
        self.url = f"http://127.0.0.1:{port}"
        self._tokens: dict[Who, str] = {}

    def await_ready(self) -> None:
        if not await_answer(f"{self.url}/health/ready", self.process):
            pytest.fail(f"it was not ready: {self.end(signal.SIGKILL)}")

    def ask(self, who: Who, document: str) -> httpx.Response:
        """Ask over a socket, with a token of the command `domicile token` (one for each caller: it holds for the test)."""
        if who not in self._tokens:
            self._tokens[who] = token(self.home, who)
        headers = {"authorization": f"Bearer {self._tokens[who]}"}
        if who.purpose:
            headers["domicile-purpose"] = who.purpose
        return httpx.post(f"{self.url}/graphql", json={"query": document}, headers=headers, timeout=SECONDS_MAX)

    def kill(self) -> None:
        """End the process and its worker at once, as a power cut does."""
        main = psutil.Process(self.process.pid)
        processes = [main, *main.children(recursive=True)]
        for process in processes:
            process.suspend()  # none of them shall see another one's end
        for process in processes:
            process.kill()
        psutil.wait_procs(processes, timeout=SECONDS_MAX)
        self.process.communicate(timeout=SECONDS_MAX)

    def end(self, how: signal.Signals) -> Ended:
        """Signal the process, and wait for its end."""
        self.process.send_signal(how)
        said, _ = self.process.communicate(timeout=SECONDS_MAX)
        return Ended(self.process.returncode, said)


def await_answer(url: str, process: "subprocess.Popen[Any]") -> bool:
    """Whether it answers with 200, while the process lives."""
    deadline = time.monotonic() + SECONDS_MAX
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(url, timeout=10).status_code == 200:
                return True
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    return False


def command(*arguments: str, home: Path, environment: Mapping[str, str] | None = None) -> "subprocess.Popen[str]":
    """A `domicile …` of its own, whose two outputs are one."""
    return _start(arguments, home, environment or {}, file_bytes_max=0)


def finished(process: "subprocess.Popen[str]") -> Ended:
    """Wait until a command ends by itself."""
    try:
        said, _ = process.communicate(timeout=SECONDS_MAX)
    finally:
        process.kill()
    return Ended(process.returncode, said)


def token(home: Path, who: Who) -> str:
    """What `domicile token` prints."""
    person = ("--officer", who.subject, "--office", who.office) if who.office else ("--resident", who.subject)
    ended = finished(command("token", "--client", who.client, *person, home=home))
    assert ended.code == 0, ended.said
    return ended.said.strip()


@contextmanager
def serving(
    home: Path, *, file_bytes_max: int = 0, environment: Mapping[str, str] | None = None, port: int = 0
) -> Iterator[Served]:
    """`domicile serve`, ready; gone when the block ends."""
    port = port or free_port()
    process = _start(("serve", "--port", str(port)), home, environment or {}, file_bytes_max=file_bytes_max)
    served = Served(process, home, port)
    try:
        served.await_ready()
        yield served
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=SECONDS_MAX)


def _start(
    arguments: "tuple[str, ...]", home: Path, environment: Mapping[str, str], *, file_bytes_max: int
) -> "subprocess.Popen[str]":
    def limit() -> None:
        """No file of this process grows beyond so many bytes: what a full disk is to the log."""
        if file_bytes_max:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes_max, file_bytes_max))

    # The graph is these tests' own, also when the others run on the server that NEO4J_URI names.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
    return subprocess.Popen(
        [sys.executable, "-m", "hub.cli", *arguments],
        cwd=ROOT,
        env={**inherited, "DOMICILE_HOME": str(home), "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=limit,  # noqa: PLW1509 - no thread of the tests holds a lock that it would need
    )
