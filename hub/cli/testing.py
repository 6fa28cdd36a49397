"""`./run test`: linters, types, layers and tests of a checkout. Not in the wheel's help: it needs the checkout."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from hub.errors import SetupError

_ROOT = Path(__file__).resolve().parents[2]
_TREES = ("hub", "schema", "resolvers", "loaders", "tests", "benchmarks")
_EXPLORER_TREES = ("explorer/build.py", "docker/wheel/hatch_build.py")
_PAGES = _ROOT / "tests" / "explorer"
_BROWSERS = ("chromium", "chromium-browser")
_BROWSER_SECONDS_MAX = 900  # some 400 MB over a slow network


def register(app: typer.Typer) -> None:
    """Add the command to `app`, in a checkout."""
    if (_ROOT / "tests").is_dir():
        app.command(name="test", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(run_tests)


def run_tests(
    context: typer.Context,
    quick: Annotated[bool, typer.Option("--quick", help="Leave out what is marked `full`.")] = False,
) -> None:
    """Run everything that CI runs. What follows the options goes to pytest, instead of the linters."""
    chosen = list(context.args)
    steps = [] if chosen else _checks()
    if _opens_pages(chosen):
        _build_explorer()
        _install_browser()
    steps.append([sys.executable, "-m", "pytest", "--durations=20", *_which_tests(quick=quick, chosen=chosen), *chosen])
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    for step in steps:
        typer.echo(f"── {' '.join(step[2:5])}", err=True)
        result = subprocess.run(step, cwd=_ROOT, env=environment, check=False)
        if result.returncode:
            raise typer.Exit(result.returncode)


def _which_tests(*, quick: bool, chosen: list[str]) -> list[str]:
    if quick:
        return ["-m", "not full"]
    return [] if chosen else ["--cov"]  # the floor is that of all tests; and the tracer slows them


def _opens_pages(chosen: list[str]) -> bool:
    """Whether tests in a browser may be among these: always, where no file or folder is named."""
    named = [place for item in chosen if (place := _ROOT / item.partition("::")[0]).exists()]
    return not named or any(_PAGES.is_relative_to(place) or place.is_relative_to(_PAGES) for place in named)


def _build_explorer() -> None:
    """What the hub serves, and what the browser's tests open."""
    from hub.cli.explorer import build_explorer

    build_explorer(lambda line: typer.echo(f"── {line}", err=True))


def _install_browser() -> None:
    """Debian's Chromium, if there is none and this machine lets us. Raises `SetupError` with what to do."""
    if any(map(shutil.which, _BROWSERS)):
        return
    found = shutil.which("apt-get")
    if found is None or os.geteuid() != 0:
        raise SetupError("the explorer's tests need Chromium: install it (Debian: `apt-get install chromium`)")
    typer.echo("── installing Chromium", err=True)
    for command in (
        ["update", "-qq"],
        ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-cjk"],
    ):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        result = subprocess.run(
            [found, *command],
            env=environment,
            stdout=subprocess.DEVNULL,
            timeout=_BROWSER_SECONDS_MAX,
            check=False,
        )
        if result.returncode:
            raise SetupError(f"`apt-get {' '.join(command)}` failed: install Chromium by hand")


def _checks() -> list[list[str]]:
    python = [sys.executable, "-m"]
    npm = [sys.executable, "explorer/build.py", "run"]
    return [
        [*python, "ruff", "check", *_TREES, *_EXPLORER_TREES],
        [*python, "ruff", "format", "--check", *_TREES, *_EXPLORER_TREES],
        [*npm, "check"],
        [*npm, "test"],
        [*python, "mypy"],
        [*python, "basedpyright", "--pythonpath", sys.executable],
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    ]
