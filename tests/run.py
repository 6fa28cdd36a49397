"""All tests as jobs, side by side on three lanes: `./run test` starts this.

A job is one process of pytest on some folders, or one of the linters. Its servers end with it: what is left running then
is killed, named, and fails the job. Folders are shuffled, and within them files
and tests (tests/conftest.py), all by one seed. docs/testing.md says what belongs where, and what it takes.
"""

import argparse
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psutil

from hub.settings import Settings
from tests.support import engines, minutes, stamp
from tests.support.places import ROOT

OUT = ROOT / "build" / "tests"
LANES = 3  # on two cores: graph, hub and browser wait for one another, and for the grid of refusals; four took longer
JOB_SECONDS_MAX = 4 * 3_600.0  # of the long run's mutants; a test's own limit is pyproject.toml's
_POLL_SECONDS = 0.2
_MARK = "DOMICILE_TEST_JOB"  # in the environment of a job and of all that it starts
_TREES = (
    "model",
    "tlog",
    "hub",
    "schema",
    "resolvers",
    "loaders",
    "tests",
    "benchmarks",
    "explorer/build.py",
    "docker/wheel/hatch_build.py",
)
_PYTHON = (sys.executable, "-m")
_NPM = (sys.executable, "explorer/build.py", "run")

_BROWSER = tuple(f"explorer/{file.name}" for file in sorted((ROOT / "tests" / "explorer").glob("test_*.py")))

# Folders by what they start. One that is in none of these needs no graph of its own, and joins `alone`.
_GROUPS = {
    "browser": _BROWSER[::2],  # an engine, a hub of its own, Chromium; half of the files each, for nothing takes as long
    "browser-too": _BROWSER[1::2],
    "harm": ("faults", "graph"),  # engines that are killed, stopped, filled
    "stores": ("retention", "intake", "test_non_interference.py"),  # engines whose stores are changed as a whole
    "logged": ("audit_log", "tlog", "witness", "vault"),  # PostgreSQL, for some, and no graph
    "asked": ("http", "planner", "plan", "session", "questions", "docs", "test_commands.py", "test_frames.py"),  # one hub
    "registered": (  # one hub, and what people do with it
        "access", "case", "consent", "employment", "export", "household", "inspection", "letting", "notice", "organisation",
        "person", "place", "protection", "representation", "residence", "rights", "test_silence.py", "view", "viewer",
    ),
}  # fmt: skip
# How long each takes on a quiet machine, roughly.
_SECONDS = {
    "registered": 690,
    "browser": 650,
    "browser-too": 580,
    "harm": 500,
    "stores": 440,
    "alone": 310,
    "asked": 210,
    "logged": 200,
}
_TRACED = ("--cov", "--cov-report=", "--cov-fail-under=0")  # the floor is that of all jobs
# Their hubs are other processes, which the tracer does not see: it would only slow them.
_UNTRACED = {"browser", "browser-too", "harm"}


@dataclass
class Job:
    """One process to run; `seconds` are how long it takes on a quiet machine, roughly: the longest start first."""

    name: str
    command: tuple[str, ...]
    seconds: float
    environment: dict[str, str] = field(default_factory=dict)
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    process: "subprocess.Popen[bytes] | None" = None
    began: float = 0.0

    @property
    def log(self) -> Path:
        return OUT / f"{self.name}.log"

    def start(self) -> None:
        self.began = time.monotonic()
        environment = {**os.environ, **self.environment, _MARK: self.id}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self.command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
            )

    def is_over(self) -> bool:
        assert self.process is not None
        if self.process.poll() is None and time.monotonic() - self.began > JOB_SECONDS_MAX:
            self.process.kill()
            self.process.wait()
            with self.log.open("a", encoding="utf-8") as log:
                log.write(f"\nended: it took longer than {JOB_SECONDS_MAX:g} s\n")
        return self.process.poll() is not None

    def left_running(self) -> list[psutil.Process]:
        """What this job started and did not stop."""
        return list(_marked(self.id))


def main() -> int:
    arguments = _arguments()
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.iterdir():
        if old.is_file():
            old.unlink()
    jobs = _long_jobs(arguments.seed) if arguments.long else _jobs(quick=arguments.quick, seed=arguments.seed)
    _say(f"{len(jobs)} jobs on {LANES} lanes; seed {arguments.seed}; what each says is in {OUT.relative_to(ROOT)}/")
    began, day = time.monotonic(), _city_day()
    with engines.machine(OUT, is_brief=arguments.quick) as where:
        os.environ |= where
        failed = _run(jobs)
    (OUT / "minutes.md").write_text(minutes.table(sorted(OUT.glob("*.minutes.json"))), encoding="utf-8")
    if arguments.long and not failed and not _is_covered():
        failed = ["coverage"]
    if failed and _city_day() != day:
        _say(
            "the city's day ended meanwhile: tests that hold an answer against another one's day may have failed by that"
        )
    if arguments.long and not failed:
        stamp.write(arguments.seed)
    elif old := stamp.complaint():
        _say(old)
    _say(
        f"{'failed: ' + ', '.join(failed) if failed else 'all green'} in {(time.monotonic() - began) / 60:.1f} minutes"
    )
    return 1 if failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run test")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--quick", action="store_true")
    which.add_argument("--long", action="store_true")
    parser.add_argument("--seed", type=int, required=True)
    return parser.parse_args()


def _jobs(*, quick: bool, seed: int) -> list[Job]:
    groups = _groups()
    if quick:  # one engine, one hub, and nothing that is made to be harmed
        groups = {"asked": groups["asked"] + groups["registered"], "alone": groups["alone"] + groups["logged"]}
    more = ["--quick"] if quick else []
    tests = [_tests(name, folders, seed, more) for name, folders in groups.items()]
    return [*tests, *_checks(quick=quick)]


def _groups() -> dict[str, tuple[str, ...]]:
    """All folders, by the job that runs them."""
    grouped = {"explorer", *(name for folders in _GROUPS.values() for name in folders)}
    alone = tuple(
        place.name for place in sorted((ROOT / "tests").iterdir()) if _holds_tests(place) and place.name not in grouped
    )
    return {**_GROUPS, "alone": alone}


def _holds_tests(place: Path) -> bool:
    return place.name.startswith("test_") or (place.is_dir() and any(place.glob("test_*.py")))


def _tests(name: str, folders: tuple[str, ...], seed: int, more: Sequence[str]) -> Job:
    options = ["-q", "--durations=15", "-p", "randomly", f"--randomly-seed={seed}", *more]
    environment = {
        "COVERAGE_FILE": str(OUT / f".coverage.{name}"),
        "DOMICILE_TEST_MINUTES": str(OUT / f"{name}.minutes.json"),
    }
    return Job(
        name, (*_PYTHON, "pytest", *options, *(f"tests/{folder}" for folder in folders)), _SECONDS[name], environment
    )


def _long_jobs(seed: int) -> list[Job]:
    """What a run of CI leaves out, and how much of the code the rest reaches; the seed gives all that was drawn again."""
    drawn = [
        *_PYTHON,
        "pytest",
        "-q",
        "--long",
        "-p",
        "randomly",
        f"--randomly-seed={seed}",
        f"--hypothesis-seed={seed}",
    ]
    return [
        Job("mutants", (*_PYTHON, "tests.mutants.check"), 3_000),
        Job("long", (*drawn, "-m", "long", "tests"), 2_000),
        Job("long-interference", (*drawn, "tests/test_non_interference.py"), 1_000),
        *(_tests(name, folders, seed, _TRACED) for name, folders in _groups().items() if name not in _UNTRACED),
    ]


def _checks(*, quick: bool) -> list[Job]:
    imports = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    second_reader = Job("second-reader", (*_PYTHON, "basedpyright", "--pythonpath", sys.executable), 30)
    return [
        *([] if quick else [second_reader]),
        Job("types", (*_PYTHON, "mypy"), 40),
        Job("pages", (*_NPM, "check"), 20),
        Job("pages-tests", (*_NPM, "test"), 10),
        Job("lint", (*_PYTHON, "ruff", "check", *_TREES), 5),
        Job("format", (*_PYTHON, "ruff", "format", "--check", *_TREES), 2),
        Job("layers", (sys.executable, "-c", imports), 5),
    ]


def _run(jobs: list[Job]) -> list[str]:
    """Run all; the names of those that failed."""
    waiting = sorted(jobs, key=lambda job: job.seconds)
    running: list[Job] = []
    failed = []
    try:
        while waiting or running:
            while waiting and len(running) < LANES:
                running.append(waiting.pop())
                running[-1].start()
            for job in [job for job in running if job.is_over()]:
                running.remove(job)
                if not _ended_well(job):
                    failed.append(job.name)
            time.sleep(_POLL_SECONDS)
    finally:
        for job in running:
            _end(job.left_running())
    return failed


def _ended_well(job: Job) -> bool:
    assert job.process is not None
    left = job.left_running()
    names = [" ".join(process.cmdline()[:4]) for process in left if process.is_running()]
    _end(left)
    is_good = job.process.returncode == 0 and not names
    text = job.log.read_text(encoding="utf-8", errors="replace").rstrip()
    _say(
        f"{'ok    ' if is_good else 'FAILED'} {job.name}, {time.monotonic() - job.began:.0f} s: {text.rpartition(chr(10))[2]}"
    )
    if not is_good:
        sys.stderr.write("".join(f"   {line}\n" for line in text.splitlines()))
        for name in names:
            _say(f"       {job.name} left running: {name}")
    return is_good


def _is_covered() -> bool:
    """The floor of pyproject.toml, over what the traced jobs reached."""
    environment = {**os.environ, "COVERAGE_FILE": str(OUT / ".coverage")}
    for arguments in (["combine", "-q", str(OUT)], ["report"]):
        done = subprocess.run([*_PYTHON, "coverage", *arguments], cwd=ROOT, env=environment, check=False)
        if done.returncode:
            return False
    return True


def _city_day() -> date:
    """What the hub takes for today."""
    return datetime.now(ZoneInfo(Settings.model_fields["time_zone"].default)).date()


def _marked(job: str) -> Iterator[psutil.Process]:
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.environ().get(_MARK) == job and process.status() != psutil.STATUS_ZOMBIE:
                yield process


def _end(processes: list[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(processes, timeout=30)


def _say(line: str) -> None:
    sys.stderr.write(f"── {line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
