"""The hub's application under one server after the other, alternating in one run: what docs/decisions/asgi-server.md compares.

    pip install --target FOLDER granian hypercorn
    python -m benchmarks.servers FOLDER [--rounds 5] [--seconds 3] [--callers 16]

Needs the demo's home and a running graph, as `benchmarks.questions`; the servers that are not the hub's own lie in FOLDER.
Prints for each: small questions a second, p50 and p99 in milliseconds, the ratio to the hub's own server (the median over the
rounds), milliseconds of CPU a question and their ratio, which a busy machine changes least, mebibytes of memory afterwards, and how
many of 1,100 connections from one address that send nothing it holds.
"""

import argparse
import asyncio
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from benchmarks.questions import PATIENT, ROOT, Asked, await_ready, load, prepare
from hub.settings import Settings

_OWN = "uvicorn, guarded"
_APP = "benchmarks.apps:hub"
_SILENT = 1_100
_SETTLE_SECONDS = 2


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--callers", type=int, default=16)
    options = parser.parse_args()
    settings = Settings()
    ports = {name: settings.port + 1 + index for index, name in enumerate(_commands(0))}
    started = {name: _serve(_commands(port)[name], options.folder) for name, port in ports.items()}
    try:
        with TemporaryDirectory() as folder:
            asked = prepare(ports[_OWN], settings, Path(folder) / "recorded.json")
        for port in ports.values():
            await_ready(port)
        _compare(next(item for item in asked if item.name == "WhoAmI"), ports, started, options)
    finally:
        for process in started.values():
            process.terminate()
        for process in started.values():
            process.wait()


def _commands(port: int) -> Mapping[str, list[str]]:
    """Each with one worker, and nothing that it logs of a request."""
    here = ["--host", "127.0.0.1", "--port", str(port)]
    return {
        _OWN: ["benchmarks.serving", _APP, str(port)],
        "uvicorn": ["uvicorn", "--factory", _APP, *here, "--loop", "asyncio", "--no-access-log", "--log-level", "error"],
        "granian": ["granian", "--factory", _APP, *here, "--interface", "asgi", "--loop", "asyncio", "--log-level", "error"],
        "hypercorn": ["hypercorn", f"{_APP}()", "--bind", f"127.0.0.1:{port}"],
    }  # fmt: skip


def _serve(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "BENCH_APP": "hub", "PYTHONPATH": f"{ROOT}:{folder}", **PATIENT}
    return subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=environment)


def _compare(
    item: Asked,
    ports: Mapping[str, int],
    started: Mapping[str, subprocess.Popen[bytes]],
    options: argparse.Namespace,
) -> None:
    results: dict[str, list[list[float]]] = {name: [] for name in ports}
    costs: dict[str, list[float]] = {name: [] for name in ports}
    for round_number in range(options.rounds + 1):
        for name, port in ports.items():
            before = _cpu_seconds(started[name].pid)
            times = asyncio.run(load(port, item, options.callers, options.seconds))
            if round_number:  # the first is for warming up
                results[name].append(times)
                costs[name].append(1000 * (_cpu_seconds(started[name].pid) - before) / len(times))
    for name, rounds in results.items():
        together = sorted(time for times in rounds for time in times)
        rate = statistics.median(len(times) / options.seconds for times in rounds)
        ratios = [len(times) / len(own) for times, own in zip(rounds, results[_OWN], strict=True)]
        cost = statistics.median(costs[name])
        dearer = statistics.median(one / own for one, own in zip(costs[name], costs[_OWN], strict=True))
        p50, p99 = (1000 * together[int(len(together) * share)] for share in (0.5, 0.99))
        print(
            f"{name:17} {rate:7.0f}/s  p50 {p50:6.1f}  p99 {p99:6.1f} ms  x{statistics.median(ratios):.2f} "
            f"({min(ratios):.2f} to {max(ratios):.2f})  CPU {cost:.2f} ms x{dearer:.2f}  {_mebibytes(started[name].pid):5.0f} MiB  "
            f"holds {_held(ports[name])} of {_SILENT}",
            flush=True,
        )


def _processes(pid: int) -> list[psutil.Process]:
    """A process and its children."""
    main_process = psutil.Process(pid)
    return [main_process, *main_process.children(recursive=True)]


def _cpu_seconds(pid: int) -> float:
    return sum(sum(each.cpu_times()[:2]) for each in _processes(pid))  # user and system


def _mebibytes(pid: int) -> float:
    return sum(each.memory_info().rss for each in _processes(pid)) / 2**20


def _held(port: int) -> int:
    """How many connections of one address are open a while after all were made."""
    clients: list[socket.socket] = []
    try:
        for _ in range(_SILENT):
            client = socket.socket()
            clients.append(client)
            client.bind(("127.0.0.2", 0))
            client.connect(("127.0.0.1", port))
        time.sleep(_SETTLE_SECONDS)
        return sum(map(_is_open, clients))
    finally:
        for client in clients:
            client.close()


def _is_open(client: socket.socket) -> bool:
    client.setblocking(False)  # noqa: FBT003 - the socket's own
    try:
        return client.recv(1) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


if __name__ == "__main__":
    main()
