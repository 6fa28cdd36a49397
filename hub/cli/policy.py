"""`domicile policy …`: what is open to whom, which rule says so, and how another policy set comes in force.

All but `load` tell of the set to which this home points (the shipped one, unless another was loaded), and read no data.
"""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hub.cli import console
from hub.cli.tokens import caller_of, token_option
from model.callers import Question
from model.groups import FieldGroup
from model.ids import ClientId, PurposeId
from model.states import CaseKind, CaseProof

if TYPE_CHECKING:
    from hub.policy import Policy
    from hub.policy.difference import Difference
    from hub.policy.sets import Files
    from hub.settings import Settings

MATRIX_FILE = Path(__file__).resolve().parents[2] / "docs" / "policy-matrix.md"
_PIPE_WIDTH = 240  # columns when the output is no terminal: a line a row, for grep

commands = typer.Typer(
    help="Say what is open to whom, by which rule; check and load policy sets.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(commands, name="policy")


_Folder = Annotated[Path | None, typer.Argument(help="A folder with a file CLIENT.cedar for each department.")]
_Shipped = Annotated[bool, typer.Option("--shipped", help="The set that comes with the code.")]


@commands.command()
def matrix(
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Write docs/policy-matrix.md of this checkout instead of printing.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write docs/policy-matrix.json, the same for programs: the explorer's.")
    ] = False,
) -> None:
    """Print what is open: department, purpose, field group, when, by which rule, and on which legal basis."""
    from hub.policy import Policy

    if markdown or as_json:  # what is written goes with the code
        _write(Policy.load(), has_page=markdown, has_json=as_json)
    else:
        _print_table(_in_force())


@commands.command()
def explain(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    client: Annotated[str, typer.Option(help="The client (department) that asks.")],
    field: Annotated[FieldGroup, typer.Option(help="The field group: in the SDL each field names its own.")],
    purpose: Annotated[str, typer.Option(help="What for; none for `viewer` and `me`.")] = "",
    case: Annotated[
        CaseKind | None,
        typer.Option(metavar="KIND", help="In a case of this kind, such as REGISTRATION; none: without a case."),
    ] = None,
    proof: Annotated[
        CaseProof | None,
        typer.Option(help="How the resident proved their assent. Default: a one-time code, or none about a place."),
    ] = None,
    history: Annotated[bool, typer.Option("--history", help="With the permission for the history.")] = False,
    contacts: Annotated[bool, typer.Option("--contacts", help="With the permission for the contacts.")] = False,
    own: Annotated[bool, typer.Option("--own", help="In the caller's own record (`me`).")] = False,
) -> None:
    """Say whether a field group may be read, and show the rule that allows or denies it."""
    question = Question(
        client=ClientId(client),
        purpose=PurposeId(purpose) if purpose else None,
        case_kind=case,
        proof=proof or _usual_proof(case),
        is_own_record=own,
        has_case=case is not None,
        has_history_permission=history,
        has_contacts_permission=contacts,
    )
    policy = _in_force()
    _echo_verdict(policy, question, field)
    typer.echo(f"legal basis: {policy.legal_basis(question) or 'none'}")
    typer.echo(f"policy version: {policy.version}")


@commands.command()
def check(folder: _Folder = None, shipped: _Shipped = False) -> None:
    """Say whether a policy set could be loaded, and what it would open and close. Writes nothing.

    The set is valid against the schema, holds within the boundary, and is compared with the one in force in everything
    that can be asked.
    """
    from hub.policy.boundary import BOUNDS
    from hub.policy.difference import difference
    from hub.policy.sets import check_set

    files = _files(folder, shipped=shipped)
    with console.status("asking everything that can be asked …"):
        policy = check_set(files)
        found = difference(_in_force(), policy)
    typer.echo(f"policy version: {policy.version}")
    typer.echo(f"boundary: {len(BOUNDS)} bounds hold")
    _echo_difference(found)


@commands.command()
def load(
    folder: _Folder = None,
    shipped: _Shipped = False,
    token: Annotated[
        str,
        token_option("A city coordination officer's; none for a register without staff."),
    ] = "",
) -> None:
    """Put a policy set in force, after all that `check` does. What it opens and closes goes on the log that all can read.

    A running hub takes it within seconds; what it is answering meanwhile is decided by the old set.
    """
    from hub.settings import Settings

    files = _files(folder, shipped=shipped)
    found = asyncio.run(_load(Settings(), files, token=token))
    if found is None:
        typer.echo("this policy set is in force already")
        return
    typer.echo(f"policy version: {_in_force().version}")
    _echo_difference(found)


async def _load(settings: "Settings", files: "Files | None", *, token: str) -> "Difference | None":
    import getpass
    from zoneinfo import ZoneInfo

    from hub.gate.policies import PolicyInForce
    from hub.jobs.intake.batches import operator
    from hub.jobs.policy_reload import load_policy
    from hub.opening import open_ports

    async with open_ports(settings, PolicyInForce.open_to_mend) as ports:
        caller = await caller_of(settings, token) if token else await operator(ports, getpass.getuser())
        return await load_policy(ports, caller, files, time_zone=ZoneInfo(settings.time_zone))


def _files(folder: Path | None, *, shipped: bool) -> "Files | None":
    from hub.policy.sets import read_files

    if (folder is None) is not shipped:
        raise typer.BadParameter("name a FOLDER with a policy set, or `--shipped` for the one that comes with the code")
    return None if folder is None else read_files(folder)


def _echo_difference(found: "Difference") -> None:
    for sign, lines in (("+", found.opened), ("-", found.closed)):
        for line in lines:
            typer.echo(f"{sign} {line}")
    if found.is_empty:
        typer.echo("it opens and closes nothing")


def _usual_proof(kind: CaseKind | None) -> CaseProof | None:
    from hub.policy.matrix import PLACE_KINDS

    if kind is None:
        return None
    return CaseProof.EX_OFFICIO if kind in PLACE_KINDS else CaseProof.ONE_TIME_CODE


def _in_force() -> "Policy":
    from hub.gate.policies import sets_of
    from hub.settings import Settings

    return sets_of(Settings()).in_force()


def _echo_verdict(policy: "Policy", question: Question, field: FieldGroup) -> None:
    verdict = policy.explain(question, field)
    said = "allowed" if verdict.is_allowed else "denied"
    purpose = f"for `{question.purpose}`" if question.purpose else "without a purpose"
    typer.echo(f"{said}: `{field}` to `{question.client}` {purpose}")
    for rule in verdict.rules:
        typer.echo(f"rule: {rule}")
        text = policy.rule_text(rule) or _reason(rule)
        typer.echo("".join(f"    {line}\n" for line in text.splitlines()), nl=False)


def _reason(rule: str) -> str:
    """Why a rule that is no policy denied."""
    from hub.policy import CLOSED_LISTS, DEFAULT_DENY

    reasons = {
        DEFAULT_DENY: "No policy permits it.",
        CLOSED_LISTS: "The lists in clients.toml and purposes.toml don't have this client, this purpose for it, or this "
        "kind of case for the purpose; or a proof or a permission was named without a case.",
    }
    return reasons.get(rule, "A policy could not be evaluated.")


def _write(policy: "Policy", *, has_page: bool, has_json: bool) -> None:
    from hub.policy import matrix
    from model.errors import SetupError

    if not MATRIX_FILE.parent.is_dir():
        raise SetupError("there is no docs folder here: `--markdown` and `--json` are for a checkout")
    texts: dict[str, str] = {}
    if has_page:
        texts[".md"] = matrix.markdown(policy)
    if has_json:
        texts[".json"] = matrix.as_json(policy)
    for ending, text in texts.items():
        file = MATRIX_FILE.with_suffix(ending)
        file.write_text(text, encoding="utf-8")
        typer.echo(f"wrote {file}", err=True)


def _print_table(policy: "Policy") -> None:
    from rich.console import Console
    from rich.table import Table

    from hub.policy.matrix import matrix as openings_of

    table = Table("department", "purpose", "field group", "when", "rule", "legal basis")
    for item in openings_of(policy):
        purpose = "none" if item.purpose is None else item.purpose.id
        table.add_row(item.client.id, purpose, item.group, item.when, item.rule, item.legal_basis or "none")
    Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH, highlight=False).print(table)
