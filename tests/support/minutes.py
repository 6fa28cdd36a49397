"""Where a run's minutes go: seconds by folder and phase, and by fixture. docs/testing.md holds the ledger of them.

A pytest plugin (tests/conftest.py names it); `tests/run.py` joins what its jobs wrote. It costs nothing that one could see.
"""

import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_OUT = "DOMICILE_TEST_MINUTES"  # the file to write, if any
_SHOWN_SECONDS_MIN = 6.0  # of a fixture
_seconds: Counter[str] = Counter()  # by `folder/phase`
_tests: Counter[str] = Counter()  # by folder
_fixtures: Counter[str] = Counter()  # by `folder: name`, without the fixtures that it asked for on its way
_nested = [0.0]


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: Any, request: Any) -> Iterator[None]:
    began = time.monotonic()
    _nested.append(0.0)
    try:
        return (yield)
    finally:
        took = time.monotonic() - began
        inner = _nested.pop()
        _nested[-1] += took
        _fixtures[f"{folder_of(request.node.nodeid)}: {fixturedef.argname}"] += took - inner


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    folder = folder_of(report.nodeid)
    _seconds[f"{folder}/{report.when}"] += report.duration
    _tests[folder] += report.when == "call"


def pytest_sessionfinish() -> None:
    if out := os.environ.get(_OUT):
        Path(out).write_text(
            json.dumps({"seconds": _seconds, "tests": _tests, "fixtures": _fixtures}), encoding="utf-8"
        )


def folder_of(nodeid: str) -> str:
    """The folder below `tests` in which a test stands; its file, for the few that stand beside the folders."""
    parts = nodeid.partition("::")[0].split("/")
    return parts[1].removesuffix(".py") if len(parts) > 1 else parts[0]


def table(files: list[Path]) -> str:
    """What runs wrote, as Markdown: folders and then fixtures, dearest first, in minutes."""
    seconds: Counter[str] = Counter()
    tests: Counter[str] = Counter()
    fixtures: Counter[str] = Counter()
    for file in files:
        written = json.loads(file.read_text(encoding="utf-8"))
        seconds.update(written["seconds"])
        tests.update(written["tests"])
        fixtures.update(written["fixtures"])
    whole: Counter[str] = Counter()
    for key, value in seconds.items():
        whole[key.partition("/")[0]] += value
    lines = ["| folder | tests | minutes | set-up | calls | tear-down |", "| --- | --- | --- | --- | --- | --- |"]
    for folder, all_of_it in whole.most_common():
        phases = " | ".join(f"{seconds[f'{folder}/{phase}'] / 60:.1f}" for phase in ("setup", "call", "teardown"))
        lines.append(f"| {folder} | {tests[folder]} | {all_of_it / 60:.1f} | {phases} |")
    lines += ["", "| fixture | minutes |", "| --- | --- |"]
    lines += [f"| {name} | {took / 60:.1f} |" for name, took in fixtures.most_common() if took >= _SHOWN_SECONDS_MIN]
    return "\n".join(lines) + "\n"
