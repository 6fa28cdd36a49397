"""The command `domicile`: one file here for each noun. Says what is happening; does none of the work itself."""

import sys
from typing import NoReturn

import typer
from rich.console import Console
from rich.markup import escape

from hub.frames import from_roomy_frame
from model.errors import Code, DomicileError
from tlog.errors import TlogError

console = Console(stderr=True, highlight=False)

app = typer.Typer(
    name="domicile",
    help="A residence register and service hub for cities.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def _root() -> None:
    """A residence register and service hub for cities."""  # typer shows it; it keeps one lone command a sub-command


def main() -> None:
    """Run the command line. A known failure is one line on standard error and exit code 1."""
    from pydantic import ValidationError

    from hub.cli import commands
    from hub.settings import Settings

    commands.register(app, sys.argv[1:])
    try:
        from_roomy_frame(app)
    except DomicileError as error:
        _end(f"{error.code}: {error}")
    except TlogError as error:
        _end(f"{Code.VALIDATION_FAILED}: {error}")
    except ValidationError as error:
        if error.title != Settings.__name__:
            raise
        _end("; ".join(f"the setting `{item['loc'][0]}` is wrong: {item['msg']}" for item in error.errors()))


def _end(line: str) -> NoReturn:
    console.print(f"[bold red]error[/] {escape(line)}", soft_wrap=True)
    sys.exit(1)
