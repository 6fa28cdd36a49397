"""The option by which a command gets what two operators signed; without it, the command prints the statement for them."""

from pathlib import Path
from typing import Annotated

import typer

Signed = Annotated[
    Path | None, typer.Option("--signed", help="The statement, signed by two operators (`domicile operator sign`).")
]
