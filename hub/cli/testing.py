"""`./run test`: installs what the tests need, and starts them (tests/run.py). Not in the wheel's help: it needs the checkout."""

import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from model.errors import SetupError

_ROOT = Path(__file__).resolve().parents[2]
_PAGES = _ROOT / "tests" / "explorer"
# The shell is Chromium without windows of its own around the pages: all that is tested is in it.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")  # the first takes a sixth less time
_BROWSER_SECONDS_MAX = 900  # some 400 MB over a slow network


def register(app: typer.Typer) -> None:
    """Add the command to `app`, in a checkout."""
    if (_ROOT / "tests").is_dir():
        app.command(name="test", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(run_tests)


def run_tests(
    context: typer.Context,
    quick: Annotated[
        bool, typer.Option("--quick", help="The linters and a part of the tests: between two commits.")
    ] = False,
    long: Annotated[
        bool, typer.Option("--long", help="What CI leaves out: fresh seeds, long searches, mutants.")
    ] = False,
    seed: Annotated[
        int | None, typer.Option(min=0, help="The order of a run before, and what it drew. Default: another.")
    ] = None,
) -> None:
    """Run everything that CI runs. What follows the options goes to pytest, instead of the linters."""
    chosen = list(context.args)
    seed = secrets.randbelow(2**32) if seed is None else seed
    if chosen and not _named(chosen):  # all folders in one process meet each other's servers and event loops
        raise SetupError(
            "options of pytest go with a file or a folder: `./run test tests/case -k letters`; `--seed=N` goes with all"
        )
    if _opens_pages(chosen):
        _build_explorer()
        if chosen or not quick:
            _install_browser()
    options = [*(["--quick"] if quick else []), *(["--long"] if long else [])]
    step = [sys.executable, "-m", "tests.run", f"--seed={seed}", *options]
    if chosen:
        step = [sys.executable, "-m", "pytest", "--durations=20", f"--randomly-seed={seed}", *options, *chosen]
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(_ROOT / "build" / "pycache")}
    result = subprocess.run(step, cwd=_ROOT, env=environment, check=False)
    if result.returncode:
        raise typer.Exit(result.returncode)


def _opens_pages(chosen: list[str]) -> bool:
    """Whether tests in a browser may be among these: always, where no file or folder is named."""
    named = _named(chosen)
    return not named or any(_PAGES.is_relative_to(place) or place.is_relative_to(_PAGES) for place in named)


def _named(chosen: list[str]) -> list[Path]:
    """The files and folders among the arguments."""
    return [place for item in chosen if (place := _ROOT / item.partition("::")[0]).exists()]


def _build_explorer() -> None:
    """What the hub serves, and what the browser's tests open."""
    from hub.cli.explorer import build_explorer

    build_explorer(lambda line: typer.echo(f"── {line}", err=True))


def _install_browser() -> None:
    """Debian's Chromium, if there is none and this machine lets us. Raises `SetupError` with what to do."""
    if any(map(shutil.which, BROWSERS)):
        return
    found = shutil.which("apt-get")
    if found is None or os.geteuid() != 0:
        raise SetupError("the explorer's tests need Chromium: install it (Debian: `apt-get install chromium`)")
    typer.echo("── installing Chromium", err=True)
    _apt(found, "update", "-qq")
    for package in BROWSERS[:2]:
        if _apt(found, "install", "-y", "-qq", "--no-install-recommends", package, "fonts-noto-cjk"):
            return
    raise SetupError(f"`apt-get install {BROWSERS[1]}` failed: install Chromium by hand")


def _apt(program: str, *arguments: str) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    result = subprocess.run(
        [program, *arguments],
        env=environment,
        stdout=subprocess.DEVNULL,
        timeout=_BROWSER_SECONDS_MAX,
        check=False,
    )
    return result.returncode == 0
