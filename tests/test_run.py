"""How the tests themselves are run: every file in one job, nothing left running, and a word when the long run is old."""

import sys
from datetime import date
from pathlib import Path

import psutil
import pytest

from tests import run
from tests.support import minutes, stamp

STARTS_ANOTHER = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "OUT", tmp_path)


def test_every_file_of_tests_is_in_one_job() -> None:
    jobs = run._jobs(quick=False, seed=1)
    places = [Path(word) for job in jobs for word in job.command if word.startswith("tests/")]
    files = [Path("tests") / path for path in _test_files()]
    assert dict.fromkeys(files, 1) == {
        file: sum(file == place or place in file.parents for place in places) for file in files
    }
    assert all((run.ROOT / place).exists() for place in places)


def test_the_long_run_traces_all_that_a_tracer_sees_and_the_ordinary_one_nothing() -> None:
    ordinary = run._jobs(quick=False, seed=1)
    traced = [job.name for job in run._long_jobs(1) if "--cov" in job.command]
    assert [job.name for job in ordinary if "--cov" in job.command] == []
    tests = {job.name for job in ordinary if any(word.startswith("tests/") for word in job.command)}
    assert set(traced) == tests - run._UNTRACED


def _test_files() -> list[str]:
    return [path.relative_to(run.ROOT / "tests").as_posix() for path in (run.ROOT / "tests").rglob("test_*.py")]


def test_a_job_that_leaves_a_process_running_fails_and_the_process_is_ended(capsys: pytest.CaptureFixture[str]) -> None:
    job = run.Job("leaves", (sys.executable, "-c", STARTS_ANOTHER), 1)
    assert run._run([job, run.Job("ends", (sys.executable, "-c", "print('done')"), 2)]) == ["leaves"]
    assert [each for each in job.left_running() if psutil.pid_exists(each.pid)] == []
    said = capsys.readouterr().err
    assert "ok     ends" in said
    assert "leaves left running" in said


def test_a_job_that_fails_is_told_with_all_that_it_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert run._run([run.Job("bad", (sys.executable, "-c", "print('one'); raise SystemExit(3)"), 1)]) == ["bad"]
    assert "   one\n" in capsys.readouterr().err


def test_minutes_are_told_by_folder_and_fixture(tmp_path: Path) -> None:
    for name, took in (("a", 60.0), ("b", 30.0)):
        text = f'{{"seconds": {{"case/setup": {took}}}, "tests": {{"case": 2}}, "fixtures": {{"case: hub": {took}}}}}'
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    lines = minutes.table(sorted(tmp_path.glob("*.json"))).splitlines()
    assert lines[2] == "| case | 4 | 1.5 | 1.5 | 0.0 | 0.0 |"
    assert lines[-1] == "| case: hub | 1.5 |"


@pytest.mark.parametrize(("day", "said"), [(8, ""), (9, "the long run was green 8 days of commits ago")])
def test_a_long_run_that_is_older_than_a_week_of_commits_is_said(tmp_path: Path, day: int, said: str) -> None:
    kept = tmp_path / "long-run.toml"
    kept.write_text('commit = "a"\nday = 2026-11-01\nseed = 1\n', encoding="utf-8")
    assert stamp.complaint(kept, date(2026, 11, day)).partition(":")[0] == said
    assert stamp.complaint(tmp_path / "none.toml").startswith("the long run was never green here")
