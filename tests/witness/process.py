"""A witness as a department runs it: a process of its own, started and stopped by the command."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.support.places import ROOT

START_SECONDS_MAX = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(home: Path, log: str, port: int) -> Iterator[str]:
    """Run `domicile witness serve` for one log; gives its address once it answers."""
    environment = {**os.environ, "DOMICILE_HOME": str(home), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "hub.cli", "witness", "serve", "--log", log, "--port", str(port)]
    with (home / "witness.log").open("ab") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(process, url)
        yield url
    finally:
        process.terminate()
        process.wait(60)


def _wait(process: "subprocess.Popen[bytes]", url: str) -> None:
    deadline = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < deadline:
        assert process.poll() is None, "the witness ended: see witness.log in its home"
        try:
            httpx.get(url, timeout=1, trust_env=False)
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the witness did not answer in time")
