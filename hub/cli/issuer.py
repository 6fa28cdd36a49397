"""`domicile issuer check`: whether the issuer is the one that the settings name, and what the hub makes of a token of it. See docs/sign-in.md."""

from typing import TYPE_CHECKING, Annotated

import typer

from hub.cli.tokens import token_option

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hub.identity.examination import Finding
    from hub.settings import Settings

commands = typer.Typer(help="Look whether the OIDC issuer is as the hub needs it.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(commands, name="issuer")


@commands.callback()
def _root() -> None:
    """Look whether the OIDC issuer is as the hub needs it."""  # keeps the one command a sub-command


@commands.command()
def check(
    token: Annotated[str, token_option("An access token of it, whose claims are looked at, too.")] = "",
) -> None:
    """Ask each issuer what it is, and say of everything whether it is right. Exit code 1 when something is not.

    Needs the settings and no home. A token is shown claim by claim on this terminal, and goes nowhere.
    """
    import asyncio

    from hub.identity.examination import Verdict
    from hub.settings import Settings
    from model.errors import SetupError

    settings = Settings()
    if not settings.issuer and not token:
        raise SetupError("no issuer is set: set DOMICILE_ISSUER to one; without it the hub has the demo's")
    found = asyncio.run(_examined(settings, token))
    for title, findings in found.items():
        typer.echo(title)
        for each in findings:
            typer.echo(f"  {each.verdict:<9}  {each.what}: {each.said}")
    if any(each.verdict is not Verdict.RIGHT for findings in found.values() for each in findings):
        raise typer.Exit(1)


async def _examined(settings: "Settings", token: str) -> "Mapping[str, Sequence[Finding]]":
    from hub.identity.examination import examine_issuers, examine_token, setting_of
    from hub.policy import clients, has_offices

    issuers = await examine_issuers(settings)
    found = {f"issuer {name} ({setting_of(name, settings)})": findings for name, findings in issuers.items()}
    if token:
        found["token"] = await examine_token(
            settings, token, has_offices=has_offices, is_known=lambda client: client in clients()
        )
    return found
