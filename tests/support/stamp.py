"""When the long run was green last: `tests/long-run.toml` (commit, day, seed), which is committed with what it found."""

import subprocess
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

from tests.support.places import ROOT

STAMP = ROOT / "tests" / "long-run.toml"
DAYS_MAX = 7  # of commits since: a pause of the work makes no stamp old


def write(seed: int) -> None:
    """Say that it was green now, for what is checked out."""
    day = datetime.now(UTC).date().isoformat()
    text = f'# Written by `./run test --long` when it is green.\ncommit = "{_git("rev-parse", "HEAD")}"\nday = {day}\nseed = {seed}\n'
    STAMP.write_text(text, encoding="utf-8")


def complaint(stamp: Path = STAMP, newest: date | None = None) -> str:
    """One line when the long run is older than a week of commits, else nothing. `newest`: the day of the last commit."""
    if not stamp.exists():
        return "the long run was never green here: `./run test --long`"
    ran: date = tomllib.loads(stamp.read_text(encoding="utf-8"))["day"]
    days = ((newest or _day_of_head()) - ran).days
    return f"the long run was green {days} days of commits ago: `./run test --long`" if days > DAYS_MAX else ""


def _day_of_head() -> date:
    return date.fromisoformat(_git("log", "-1", "--format=%cs"))


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
