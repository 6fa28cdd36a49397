"""`./run test`: linters, types, layers and tests of a checkout. Not in the wheel's help: it needs the checkout."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

_ROOT = Path(__file__).resolve().parents[2]
_TREES = ("hub", "schema", "resolvers", "loaders", "tests", "benchmarks")


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


def _checks() -> list[list[str]]:
    python = [sys.executable, "-m"]
    return [
        [*python, "ruff", "check", *_TREES],
        [*python, "ruff", "format", "--check", *_TREES],
        [*python, "mypy"],
        [*python, "basedpyright", "--pythonpath", sys.executable],
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
    ]
