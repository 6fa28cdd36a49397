"""`domicile log …`: the access log of this home. Checks it; shows entries to the data-protection office alone."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli import console
from hub.cli.signed import Signed
from hub.cli.tokens import caller_of, token_option

if TYPE_CHECKING:
    from hub.audit_log.audit import Evidence
    from hub.audit_log.verify import Marks
    from hub.graph import Connection
    from hub.jobs.accept_loss import Loss
    from hub.settings import Settings
    from model.ids import EntryId
    from tlog.notes import Note, VerifierKey

commands = typer.Typer(help="Check the access log of this home.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(commands, name="log")


@commands.command()
def key() -> None:
    """Print the key by which checkpoints and receipts of this home's log are checked. Witnesses and residents need it."""
    from hub.settings import Settings

    typer.echo(str(_known_to_keys(Settings())[0]))


@commands.command()
def verify(  # noqa: PLR0917 - each is an option of the command line
    log_key: Annotated[
        str, typer.Option("--key", help="The log's key, for its signatures. Default: that of this home, if it has one.")
    ] = "",
    receipt: Annotated[
        list[Path] | None, typer.Option(help="A resident's receipt (.tlog-proof) to hold it to; may be given again.")
    ] = None,
    checkpoint: Annotated[
        list[Path] | None, typer.Option(help="A checkpoint from a witness or monitor; may be given again.")
    ] = None,
    witness: Annotated[
        list[str] | None, typer.Option(help="The key of a witness that must have signed those; may be given again.")
    ] = None,
    quorum: Annotated[
        int | None, typer.Option(min=0, help="How many of the witnesses must have. Default: all that are named.")
    ] = None,
    graph: Annotated[
        bool | None,
        typer.Option(
            "--graph/--no-graph", help="Hold it against the marks of writes in the graph. Default: if that runs."
        ),
    ] = None,
    private: Annotated[
        bool,
        typer.Option("--private", help="With the home's keys: also that each entry about somebody is served to them."),
    ] = False,
) -> None:
    """Check every entry: numbers, commitments, chains, outcomes of writes, and the whole tree. Reads no names.

    A running hub is not disturbed. Exit code 1 when something is wrong.
    """
    from dataclasses import replace

    from hub.audit_log import verify as verify_log
    from hub.settings import Settings
    from tlog.notes import VerifierKey

    settings = Settings()
    evidence = replace(
        _evidence(settings, log_key, receipt or [], checkpoint or []),
        witnesses=tuple(VerifierKey.parse(text) for text in witness or []),
        quorum=len(witness or []) if quorum is None else quorum,
    )
    with console.status("checking every entry …"):
        subjects = _subjects(settings) if private else None
        marks = None if graph is False else _marks(settings, must_run=graph is True)
        found = verify_log(settings, evidence=evidence, subjects=subjects, marks=marks)
    for problem in found.problems:
        typer.echo(problem)
    for write in found.open_writes:
        console.print(f"write {write}: open: settled by the running hub, or at the next start", soft_wrap=True)
    if marks is None:
        console.print("not held against the graph, which does not run or answer", soft_wrap=True)
    if evidence.key is None:
        console.print("signatures were not checked: give the log's key by --key", soft_wrap=True)
    state = "whole" if found.is_whole else f"not whole: {len(found.problems)} problems"
    typer.echo(f"{found.entries} entries, the log is {state}")
    if not found.is_whole:
        raise typer.Exit(1)


@commands.command()
def show(
    token: Annotated[str, token_option("An officer's of the data-protection office.")],
    case: Annotated[
        str, typer.Option(help="The number of an open objection that you hold: show what it is about.")
    ] = "",
    sample: Annotated[
        int | None, typer.Option(help="Show so many entries that the log itself draws; once a day.")
    ] = None,
    resolve: Annotated[
        bool, typer.Option("--resolve", help="With --case: say who the officer was, by their sign-in.")
    ] = False,
) -> None:
    """Show entries in an open objection, or of a sampled audit, each a line of JSON. Their residents see that you looked."""
    import asyncio

    from hub.settings import Settings

    if bool(case) == (sample is not None):
        raise typer.BadParameter("give either --case or --sample")
    if resolve and not case:
        raise typer.BadParameter("--resolve goes with --case")
    for line in asyncio.run(_shown(Settings(), token, case=case, sample=sample or 0, resolve=resolve)):
        typer.echo(line)


@commands.command("accept-loss")
def accept_loss(
    signed: Signed = None,
    keys: Annotated[bool, typer.Option("--keys", help="The log is there: persons' keys alone are lost.")] = False,
) -> None:
    """Go on without what of log and keys is lost. Without --signed: print the statement that two operators sign for it.

    For a hub that refuses to start, and whose log or keys are in no backup any more. It stands on the log that everybody
    reads. Whose key is lost counts as erased.
    """
    import asyncio

    from hub.cli.operator import print_statement, read_note
    from hub.operators import Operation
    from hub.settings import Settings

    settings = Settings()
    if signed is None:
        lost = asyncio.run(_lost(settings))
        if keys:
            print_statement(Operation.ACCEPT_KEYS_LOSS, lost.keys_arguments)
        else:
            print_statement(Operation.ACCEPT_LOSS, lost.arguments)
        return
    count = asyncio.run(_accepted(settings, read_note(signed), keys=keys))
    typer.echo(
        f"accepted; {count} persons' keys are lost"
        if keys
        else f"accepted; the graph has {count} writes of which the log has no entry"
    )


async def _lost(settings: "Settings") -> "Loss":
    from hub.jobs.accept_loss import loss

    async with _keys_and_graph(settings) as (vault, graph):
        return await loss(settings, vault, graph)


async def _accepted(settings: "Settings", note: "Note", *, keys: bool) -> int:
    from hub.jobs import accept_loss as losing

    accept = losing.accept_keys_loss if keys else losing.accept_loss
    async with _keys_and_graph(settings) as (vault, graph):
        return await accept(settings, vault, graph, note)


@asynccontextmanager
async def _keys_and_graph(settings: "Settings") -> AsyncIterator[tuple[Any, Any]]:
    """Without the log, which does not open. Raises `SetupError`."""
    from hub.graph import Graph, connection
    from hub.vault import Vault
    from model.errors import SetupError

    found = connection(settings)
    if found is None:
        raise SetupError("no graph is running: `domicile graph start`, or set NEO4J_URI")
    vault = Vault.open(settings)
    try:
        async with Graph(found) as graph:
            yield vault, graph
    finally:
        vault.close()


async def _shown(settings: "Settings", token: str, *, case: str, sample: int, resolve: bool) -> list[str]:
    """Each entry as a line; for a sample, the checkpoint that decided on it before them."""
    import json
    from zoneinfo import ZoneInfo

    from hub.jobs.auditing import Auditing
    from hub.opening import open_ports

    async with open_ports(settings) as ports:
        caller = await caller_of(settings, token)
        auditing = Auditing(ports, caller, time_zone=ZoneInfo(settings.time_zone))
        if case:
            entries = await auditing.contested(case, resolve=resolve)
        else:
            drawn = await auditing.sample(sample)
            entries = [{"checkpoint": drawn.size, "root": drawn.root}, *drawn.entries]
    return [json.dumps(entry, ensure_ascii=False) for entry in entries]


def _evidence(settings: "Settings", log_key: str, receipts: Sequence[Path], checkpoints: Sequence[Path]) -> "Evidence":
    """What is given on the command line, read. Raises `ValidationFailedError`, `SetupError`."""
    from hub.audit_log.audit import Evidence, read_notes, read_proofs
    from hub.audit_log.limits import EVIDENCE_FILES_MAX
    from hub.vault.master import master_key_file
    from model.errors import SetupError
    from tlog.notes import Note, VerifierKey

    if len(receipts) + len(checkpoints) > EVIDENCE_FILES_MAX:
        raise SetupError(f"at most {EVIDENCE_FILES_MAX} receipts and checkpoints go into one verification")
    given = VerifierKey.parse(log_key) if log_key else None
    own, note = None, None
    if settings.master_key.get_secret_value() or master_key_file(settings).exists():
        own, note = _known_to_keys(settings)
    kept = None if note is None or given not in {None, own} else ("the checkpoint beside the keys", Note.parse(note))
    proofs, notes = read_proofs(_contents(receipts)), read_notes(_contents(checkpoints))
    return Evidence(given or own, proofs=proofs, notes=notes, kept=kept)


def _marks(settings: "Settings", *, must_run: bool) -> "Marks | None":
    """The marks that the graph holds; None where none runs. Raises `SetupError`, `GraphUnavailableError`."""
    import asyncio

    from hub.audit_log.verify import Marks, size_of
    from hub.gate.marks import every_mark
    from hub.graph import Graph, connection
    from model.errors import GraphUnavailableError, SetupError

    async def read(found: "Connection") -> "list[EntryId]":
        async with Graph(found) as running:
            return [write async for page in every_mark(running) for write in page]

    found = connection(settings)
    if found is None:
        if must_run:
            raise SetupError("no graph is running: `domicile graph start`, or set NEO4J_URI")
        return None
    size = size_of(settings)
    try:
        return Marks(asyncio.run(read(found)), size)
    except GraphUnavailableError:
        if must_run:
            raise
        return None


def _subjects(settings: "Settings") -> frozenset[str]:
    """The pseudonyms of all whom the register knows or has erased. Raises `SetupError` without the home's keys."""
    from hub.vault import Vault

    vault = Vault.open(settings)
    try:
        return vault.subjects()
    finally:
        vault.close()


def _known_to_keys(settings: "Settings") -> "tuple[VerifierKey, str | None]":
    """The key of this home's log, out of its master key, and the checkpoint that is kept. Raises `SetupError`."""
    from hub.audit_log.tree_writer import log_signer
    from hub.vault import Vault

    vault = Vault.open(settings)
    try:
        return log_signer(settings, vault).key, vault.kept_checkpoint()
    finally:
        vault.close()


def _contents(paths: Sequence[Path]) -> list[tuple[str, bytes]]:
    """Each file's name and what it holds, no more of it than a proof may have. Raises `SetupError`."""
    from model.errors import SetupError
    from tlog.limits import PROOF_BYTES_MAX

    found: list[tuple[str, bytes]] = []
    for path in paths:
        try:
            with path.open("rb") as file:
                found.append((path.name, file.read(PROOF_BYTES_MAX + 1)))
        except OSError as error:
            raise SetupError(f"`{path}` can't be read: {error.strerror}") from error
    return found
