"""`domicile operator …`: the keys of those who decide together what the register rests on. See docs/operators.md."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli import console
from hub.cli.signed import Signed
from hub.operators import Operation

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from hub.audit_log import Ledger
    from hub.settings import Settings
    from hub.vault import Vault
    from tlog.notes import Note

commands = typer.Typer(help="Make and register operators' keys, and sign what takes two of them.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(commands, name="operator")


@commands.command()
def key(
    file: Annotated[
        Path, typer.Argument(help="Where your key is to lie: a place of your own, and in no backup of the hub.")
    ],
    name: Annotated[str, typer.Option(help="What you are called as an operator; it stands on the public log.")],
) -> None:
    """Make an operator's key, and print the part of it that is registered. Overwrites none."""
    from hub.operators import key_file

    typer.echo(str(key_file(file).make(name).key))


@commands.command("list")
def list_() -> None:
    """Print the keys of today's operators."""
    from hub.settings import Settings
    from hub.vault import Vault

    vault = Vault.open(Settings())
    try:
        for each in vault.operators():
            typer.echo(each)
    finally:
        vault.close()


@commands.command()
def add(
    key: Annotated[str, typer.Argument(help="What `domicile operator key` printed.")], signed: Signed = None
) -> None:
    """Register an operator. The first two need nobody's word; each further one takes two of those there are."""
    from contextlib import closing

    from hub.jobs.operations import add_operator, add_operator_beside
    from hub.settings import Settings
    from hub.vault import Vault
    from model.errors import LogLostError

    note = None if signed is None else read_note(signed)
    try:
        carry_out(lambda ledger, vault: add_operator(ledger, vault, key, note))
    except LogLostError:
        if note is not None:
            raise
        settings = Settings()
        with closing(Vault.open(settings)) as vault:
            add_operator_beside(vault, key)
        console.print(
            "the access log is lost: registered for accepting that (`domicile log accept-loss`)", soft_wrap=True
        )


@commands.command()
def end(
    key: Annotated[str, typer.Argument(help="The operator's key, as `domicile operator list` prints it.")],
    signed: Annotated[Path, typer.Option("--signed", help="The statement, signed by two operators.")],
) -> None:
    """End an operator: from then on their key signs for nothing. Two stay at least."""
    from hub.jobs.operations import end_operator

    note = read_note(signed)
    carry_out(lambda ledger, vault: end_operator(ledger, vault, key, note))


@commands.command()
def statement(
    operation: Annotated[Operation, typer.Argument(help="What is to be done.")],
    arguments: Annotated[
        list[str] | None, typer.Argument(help="With what: an operator's key, for `operator add`.")
    ] = None,
) -> None:
    """Print a statement for two operators to sign. It holds for an hour, and once."""
    print_statement(operation, arguments or [])


@commands.command()
def sign(
    file: Annotated[Path, typer.Argument(help="A statement, or one that another operator has signed.")],
    key: Annotated[Path, typer.Option("--key", help="Your key, made by `domicile operator key`.")],
) -> None:
    """Print a statement with your signature below it. What you sign is shown first."""
    from hub.operators import Statement, key_file
    from tlog.notes import Note

    text = _read(file)
    note = Note(text, ()) if "\n\n" not in text else Note.parse(text)
    said = Statement.parse(note.text)
    console.print(
        f"you sign: {said.operation} {' '.join(said.arguments)}, for the log {said.origin}",
        soft_wrap=True,
        markup=False,
    )
    typer.echo(str(note.with_signatures([key_file(key).read().sign(note.text)])), nl=False)


def print_statement(operation: Operation, arguments: "Sequence[str]") -> None:
    """A new statement for this home's log."""
    from hub.audit_log.tree_writer import log_signer
    from hub.operators import Statement
    from hub.settings import Settings
    from hub.vault import Vault
    from model.times import now

    settings = Settings()
    vault = Vault.open(settings)
    try:
        typer.echo(Statement.new(log_signer(settings, vault).key.name, operation, arguments, now()).text, nl=False)
    finally:
        vault.close()


def read_note(file: Path) -> "Note":
    """A signed statement. Raises `SetupError`, `ValidationFailedError`."""
    from tlog.notes import Note

    return Note.parse(_read(file))


def _read(file: Path) -> str:
    from model.errors import SetupError, ValidationFailedError

    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ValidationFailedError(f"`{file}` is no text") from error
    except OSError as error:
        raise SetupError(f"`{file}` can't be read: {error.strerror}") from error


def carry_out(act: "Callable[[Ledger, Vault], Coroutine[Any, Any, None]]", settings: "Settings | None" = None) -> None:
    """Do it with the log and the keys of this home, or of another one, one at a time; the graph is not needed."""
    import asyncio
    from contextlib import closing

    from filelock import FileLock

    from hub.audit_log import Ledger
    from hub.settings import Settings
    from hub.vault import Vault

    home = settings or Settings()
    lock = FileLock(home.private_folder / "operators.lock", mode=0o600)  # what is checked holds until it is done
    with closing(Vault.open(home)) as vault, closing(Ledger.open(home, vault)) as ledger, lock:
        asyncio.run(act(ledger, vault))
