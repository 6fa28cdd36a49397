"""The six first questions: the hub against the bare driver with the same statements, alternating in one run.

    python -m benchmarks.questions [--rounds 5] [--seconds 3] [--callers 1 16]

Needs the demo's home (`./run demo --check` makes it) and a running graph (`./run graph start`). Prints for each question
and number of callers: requests a second, p50 and p99 in milliseconds, and the ratio of each variant to the bare driver
(the median over the rounds; ratios travel between machines, absolute times do not).
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from benchmarks.recording import recorded_reads
from hub.demo.questions import ask, code_for, questions
from hub.settings import Settings

VARIANTS = ("bare", "hub-no-log-no-policy", "hub-no-log", "hub")
ROOT = Path(__file__).resolve().parents[1]
PATIENT = {"DOMICILE_BUDGET_FACTOR": "100000"}  # one officer asks here what a department asks in a year
CASE_QUESTION = """query Case($number: String!) { case(number: $number) { number permissions subject { name { full }
 residenceHistory(first: 20) { totalCount nodes { validFrom validTo address { fullAddress } } }
 declaredContacts { name relation isConfirmed } } } }"""


@dataclass(frozen=True)
class Asked:
    """One question as bytes on the wire."""

    name: str
    body: bytes
    headers: Mapping[str, str]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--callers", type=int, nargs="+", default=[1, 16])
    options = parser.parse_args()
    settings = Settings()
    with TemporaryDirectory() as folder:
        recorded = Path(folder) / "recorded.json"
        ports = {variant: settings.port + 1 + index for index, variant in enumerate(VARIANTS)}
        hub = serve("hub", ports["hub"], recorded)
        try:
            asked = prepare(ports["hub"], settings, recorded)
            others = [serve(variant, ports[variant], recorded) for variant in VARIANTS if variant != "hub"]
            try:
                for variant in VARIANTS:
                    await_ready(ports[variant])
                _measure(asked, ports, options)
            finally:
                for process in others:
                    process.terminate()
        finally:
            hub.terminate()


def serve(variant: str, port: int, recorded: Path, settings: Mapping[str, str] = PATIENT) -> subprocess.Popen[bytes]:
    """One of the applications of `benchmarks.apps`, as a process on a loopback port."""
    factory = "benchmarks.apps:bare" if variant == "bare" else "benchmarks.apps:hub"
    command = [sys.executable, "-m", "benchmarks.serving", factory, str(port)]
    environment = {**os.environ, "BENCH_APP": variant, "BENCH_RECORDED": str(recorded), **settings}
    return subprocess.Popen(command, cwd=ROOT, env=environment)


def await_ready(port: int) -> None:
    """Wait until it answers; ends the benchmark after two minutes."""
    for _ in range(600):
        try:
            if httpx.get(f"http://127.0.0.1:{port}/health/ready", timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise SystemExit(f"nothing answers on port {port}")


def prepare(port: int, settings: Settings, recorded: Path) -> list[Asked]:
    """The questions as bytes, and the statements which the hub runs for them, put into `recorded`."""
    base = f"http://127.0.0.1:{port}"
    await_ready(port)
    manifest = json.loads((settings.home / "city" / "manifest.json").read_text(encoding="utf-8"))
    asked = []
    for question in questions(settings, manifest):
        document, variables = question.compact(), dict(question.variables)
        if question.needs_code:
            opened = httpx.post(
                f"{base}/graphql",
                json={"query": document, "variables": dict(code_for(base, question).variables)},
                headers={"authorization": f"Bearer {question.token}", "domicile-purpose": question.purpose},
                timeout=60,
            ).json()
            document, variables = CASE_QUESTION, {"number": opened["data"]["openCase"]["case"]["number"]}
        else:
            said, is_right = ask(base, question)
            if not is_right:
                raise SystemExit(said)
        name = document.split("(")[0].split("{")[0].split()[-1]
        headers = {"authorization": f"Bearer {question.token}", "content-type": "application/json"}
        if question.purpose:
            headers["domicile-purpose"] = question.purpose
        body = json.dumps({"query": document, "variables": variables, "operationName": name}).encode()
        asked.append(Asked(name, body, headers))
    recorded.write_text(json.dumps(asyncio.run(_statements(settings, asked))), encoding="utf-8")
    return asked


async def _statements(settings: Settings, asked: list[Asked]) -> dict[str, Any]:
    """The last statement that each question runs, and its parameters: what the bare variant sends."""
    from hub import application as app

    found: dict[str, Any] = {}
    application = app.create(settings)
    transport = httpx.ASGITransport(app=application)
    with recorded_reads() as seen:
        async with (
            application.router.lifespan_context(application),
            httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", timeout=60) as client,
        ):
            for item in asked:
                await client.post("/graphql", content=item.body, headers=dict(item.headers))
                found[item.name] = seen[-1][1:]
    return found


def _measure(asked: list[Asked], ports: Mapping[str, int], options: argparse.Namespace) -> None:
    for callers in options.callers:
        for item in asked:
            results: dict[str, list[list[float]]] = {variant: [] for variant in VARIANTS}
            for round_number in range(options.rounds + 1):
                for variant in VARIANTS:
                    times = asyncio.run(load(ports[variant], item, callers, options.seconds))
                    if round_number:  # the first is for warming up
                        results[variant].append(times)
            _print(item.name, callers, results, options.seconds)


def _print(name: str, callers: int, results: Mapping[str, list[list[float]]], seconds: float) -> None:
    bare = [len(times) for times in results["bare"]]
    for variant, rounds in results.items():
        together = sorted(time for times in rounds for time in times)
        rate = statistics.median(len(times) / seconds for times in rounds)
        ratio = statistics.median(len(times) / count for times, count in zip(rounds, bare, strict=True))
        p50, p99 = (1000 * together[int(len(together) * share)] for share in (0.5, 0.99))
        print(
            f"{name:20} {callers:3} callers  {variant:22} {rate:8.0f}/s  p50 {p50:7.2f}  p99 {p99:7.2f} ms  x{ratio:.2f}"
        )


async def load(port: int, item: Asked, callers: int, seconds: float) -> list[float]:
    """How long each request took, by `callers` at once for `seconds`. Loopback only."""
    until = time.perf_counter() + seconds
    taken = await asyncio.gather(*(_caller(port, item, until) for _ in range(callers)))
    return [time for times in taken for time in times]


async def _caller(port: int, item: Asked, until: float) -> list[float]:
    """One caller on one connection, as lean as can be: the client shares the cores with what it measures."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = on_the_wire(item)
    times = []
    while (start := time.perf_counter()) < until:
        status = await exchange(reader, writer, request)
        if status != HTTPStatus.OK:
            raise SystemExit(f"{item.name}: status {status}")
        times.append(time.perf_counter() - start)
    writer.close()
    return times


def on_the_wire(item: Asked) -> bytes:
    """The whole request."""
    head = "".join(f"{name}: {value}\r\n" for name, value in item.headers.items())
    length = f"content-length: {len(item.body)}"
    return f"POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\n{head}{length}\r\n\r\n".encode() + item.body


async def exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> int:
    """Send one request on an open connection and read the whole answer. Returns its status."""
    writer.write(request)
    lines = (await reader.readuntil(b"\r\n\r\n")).lower().split(b"\r\n")
    length = next(int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length"))
    await reader.readexactly(length)
    return int(lines[0].split()[1])


if __name__ == "__main__":
    main()
