"""`domicile record …`: a resident's own check of what the hub gave them. Opens no home, and asks nobody."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hub.cli import console

if TYPE_CHECKING:
    from hub.offline_verifier import Evidence, Kept, Term
    from tlog.notes import VerifierKey

commands = typer.Typer(help="Check an export of your record and its log.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(commands, name="record")


@commands.callback()
def _root() -> None:
    """Check an export of your record and its log."""  # typer shows it; it keeps one lone command a sub-command


@commands.command()
def verify(
    file: Annotated[Path, typer.Argument(help="The export: `file` of `me { export { file } }`, as it was saved.")],
    key: Annotated[
        str,
        typer.Option(help="The log's key, as published or got from a witness. Default: the one in the file itself."),
    ] = "",
    earlier: Annotated[
        list[Path] | None, typer.Option(help="An earlier export, or a receipt of an opened case; may be given again.")
    ] = None,
    checkpoint: Annotated[
        list[Path] | None, typer.Option(help="A checkpoint from a witness or monitor; may be given again.")
    ] = None,
) -> None:
    """Check the signature, every entry, the chain, the tree, what was erased; and that nothing is otherwise than before.

    Works without a hub and without a network. Exit code 1 when something is wrong.
    """
    from hub.offline_verifier import check_kept, read_kept

    kept = read_kept(file.name, _content(file))
    found = check_kept(kept, _evidence(kept, key, earlier or [], checkpoint or []), _term())
    for line in found.wrong:
        typer.echo(line)
    for line in found.open:
        console.print(f"not checked: {line}", markup=False, soft_wrap=True)
    if not key:
        console.print(
            "the key is the one in the file: compare it with the published one, or give that by --key", soft_wrap=True
        )
    log = kept.export.log if kept.export else None
    state = f"not whole: {len(found.wrong)} problems" if found.wrong else "whole"
    typer.echo(f"{len(log.entries) if log else 0} entries, the record is {state}")
    if found.wrong:
        raise typer.Exit(1)


def _evidence(kept: "Kept", key: str, earlier: Sequence[Path], checkpoints: Sequence[Path]) -> "Evidence":
    """What is given on the command line, read. Raises `ValidationFailedError`, `SetupError`."""
    from hub.audit_log.audit import read_notes
    from hub.audit_log.limits import EVIDENCE_FILES_MAX
    from hub.offline_verifier import Evidence, read_kept
    from model.errors import SetupError

    if len(earlier) + len(checkpoints) > EVIDENCE_FILES_MAX:
        raise SetupError(f"at most {EVIDENCE_FILES_MAX} files go into one verification")
    files = [read_kept(path.name, _content(path)) for path in earlier]
    return Evidence(_key(kept, key), files, read_notes((path.name, _content(path)) for path in checkpoints))


def _key(kept: "Kept", key: str) -> "VerifierKey":
    from model.errors import ValidationFailedError
    from tlog.notes import VerifierKey

    if kept.export is None and not key:
        raise ValidationFailedError(f"`{kept.name}` is a receipt: give it by `--earlier`, and an export to be checked")
    return VerifierKey.parse(key or (kept.export.log.key if kept.export else ""))


def _term() -> "Term":
    """How long the log's entries are kept, by the schedule that ships with this command."""
    from hub.policy.retention import rows_of
    from model.groups import FieldGroup

    (row,) = rows_of(FieldGroup.ACCESS_LOG)
    return row.erased_after.after


def _content(path: Path) -> bytes:
    """What a file holds. Raises `SetupError` when it can't be read, or is far too large for an export."""
    from model.errors import SetupError
    from model.limits import KEPT_BYTES_MAX

    try:
        with path.open("rb") as file:
            content = file.read(KEPT_BYTES_MAX + 1)
    except OSError as error:
        raise SetupError(f"`{path}` can't be read: {error.strerror}") from error
    if len(content) > KEPT_BYTES_MAX:
        raise SetupError(f"`{path}` is larger than {KEPT_BYTES_MAX} bytes: that is no export")
    return content
