"""Which file holds which command. A new noun is one file beside this one, and one line here."""

from collections.abc import Sequence
from importlib import import_module

import typer

_FILES = {
    "demo": "demo",
    "init": "init",
    "serve": "serve",
    "graph": "graph",
    "city": "city",
    "import": "importing",
    "log": "log",
    "record": "record",
    "intake": "intake",
    "operator": "operator",
    "office": "office",
    "staff": "staff",
    "unit": "unit",
    "sign-in": "sign_in",
    "issuer": "issuer",
    "witness": "witness",
    "notices": "notices",
    "retention": "retention",
    "breach": "breach",
    "plan": "plan",
    "policy": "policy",
    "token": "token",
    "ask": "asking",
    "schema": "schema",
    "explorer": "explorer",
    "test": "testing",
}


def register(app: typer.Typer, arguments: Sequence[str] = ()) -> None:
    """Add the command that `arguments` begin with, so that it starts without what the others import.

    Every command when they begin with none: `--help` lists them, and a misspelt one gets a suggestion.
    """
    named = arguments[0] if arguments else ""
    for file in [_FILES[named]] if named in _FILES else _FILES.values():
        import_module(f"hub.cli.{file}").register(app)
