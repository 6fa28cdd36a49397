"""`domicile init`: a home that is no demo. Makes the keys that a hub needs and nothing else: no people, no operators, no issuer."""

import typer


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(init)


def init() -> None:
    """Make the keys of a new home, for a hub with an issuer of its own. Where there are keys nothing is changed."""
    from hub.settings import Settings
    from hub.vault import Vault
    from hub.vault.master import master_key_file
    from model.errors import SetupError

    settings = Settings()
    if settings.home.exists() and not settings.home.is_dir():
        raise SetupError(f"the home `{settings.home}` is no folder: set DOMICILE_HOME to one")
    is_new = not any(settings.private_folder.glob("*"))
    Vault.create(settings).close()
    if not is_new:
        typer.echo(f"the home {settings.home} has keys: nothing was changed")
        return
    lies_in = "DOMICILE_MASTER_KEY" if settings.master_key.get_secret_value() else master_key_file(settings)
    typer.echo(
        f"made the keys of {settings.home}; the master key is in {lies_in}: back it up where the home's backup is not"
    )
    typer.echo(
        "next: `domicile issuer check`, `domicile graph start`, `domicile operator key` and `add` for two, an intake "
        "(`domicile intake open`), `domicile import`, `domicile serve`; docs/sign-in.md goes through it"
    )
