"""`domicile token`: a token of the development issuer, for trying the API out."""

from datetime import timedelta
from typing import Annotated

import typer

from hub.identity.limits import DEVELOPMENT_TOKEN_SECONDS

_HOURS_MAX = DEVELOPMENT_TOKEN_SECONDS // 3600


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command(name="token")(print_token)


def print_token(
    client: Annotated[str, typer.Option(help="The client (department) that asks: the token's `azp`.")],
    officer: Annotated[str, typer.Option(help="The officer who asks: the token's `sub`. Needs --office.")] = "",
    office: Annotated[str, typer.Option(help="The code of the officer's office.")] = "",
    resident: Annotated[str, typer.Option(help="The resident who asks for themselves: the token's `sub`.")] = "",
    hours: Annotated[int, typer.Option(min=1, max=_HOURS_MAX, help="How long it is valid.")] = _HOURS_MAX,
) -> None:
    """Print a token of the development issuer, for an officer or for a resident.

    Works only beside a hub on loopback that `domicile demo` set up.
    """
    from hub.demo.issuer import DevelopmentIssuer
    from hub.settings import Settings

    if bool(officer) == bool(resident):
        raise typer.BadParameter("say who asks: either --officer with --office, or --resident")
    if bool(officer) != bool(office):
        raise typer.BadParameter("--officer and --office go together; a resident has no office")
    issuer = DevelopmentIssuer.open(Settings())
    lifetime = timedelta(hours=hours)
    typer.echo(issuer.token(client=client, subject=officer or resident, office=office or None, lifetime=lifetime))
