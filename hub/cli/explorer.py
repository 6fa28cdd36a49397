"""`domicile explorer`: builds the web application of a checkout. A wheel carries it built, and has no such command."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from model.errors import SetupError

_BUILDER = Path(__file__).resolve().parents[2] / "explorer" / "build.py"


def register(app: typer.Typer) -> None:
    """Add the command to `app`, in a checkout."""
    if _BUILDER.is_file():
        app.command(name="explorer")(explorer)


def explorer(
    anew: Annotated[bool, typer.Option("--anew", help="Build it even if nothing has changed.")] = False,
) -> None:
    """Build the explorer, if its sources have changed since; `demo` does it too."""
    if anew:
        (_BUILDER.parent / "dist" / ".built-from").unlink(missing_ok=True)
    typer.echo(f"built: {build_explorer(lambda line: typer.echo(line, err=True))}")


def build_explorer(report: Callable[[str], None]) -> Path | None:
    """Where the built explorer is; None in a wheel, which carries it. Raises `SetupError` when it can't be built."""
    if not _BUILDER.is_file():
        return None
    builder = _builder()
    try:
        built: Path = builder.ensure_built(report)
    except builder.BuildError as error:
        raise SetupError(str(error)) from None
    return built


def _builder() -> ModuleType:
    """`explorer/build.py`, which is outside of the packages because hatch runs it without them."""
    spec = importlib.util.spec_from_file_location("domicile_explorer_build", _BUILDER)
    assert spec is not None  # noqa: S101 - the file is there
    assert spec.loader is not None  # noqa: S101
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
