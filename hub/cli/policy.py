"""`domicile policy …`: what is open to whom, and which rule says so. Reads the shipped policy set, and no data."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hub.model.callers import Question
from hub.model.groups import FieldGroup
from hub.model.ids import ClientId, PurposeId
from hub.model.states import CaseKind, CaseProof

if TYPE_CHECKING:
    from hub.policy import Policy, Verdict

MATRIX_FILE = Path(__file__).resolve().parents[2] / "docs" / "policy-matrix.md"
_PIPE_WIDTH = 240  # columns when the output is no terminal: a line a row, for grep

commands = typer.Typer(help="Say what is open to whom, and by which rule.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    app.add_typer(commands, name="policy")


@commands.command()
def matrix(
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Write docs/policy-matrix.md of this checkout instead of printing.")
    ] = False,
) -> None:
    """Print what is open: department, purpose, field group, when, by which rule, and on which legal basis."""
    from hub.policy import Policy

    policy = Policy.load()
    if markdown:
        _write_page(policy)
    else:
        _print_table(policy)


@commands.command()
def explain(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    client: Annotated[str, typer.Option(help="The client (department) that asks.")],
    field: Annotated[FieldGroup, typer.Option(help="The field group: in the SDL each field names its own.")],
    purpose: Annotated[str, typer.Option(help="What for; none for `viewer` and `me`.")] = "",
    case_kind: Annotated[CaseKind | None, typer.Option(help="In a case of this kind; none: without a case.")] = None,
    proof: Annotated[
        CaseProof | None,
        typer.Option(help="How the resident proved their assent. Default: a one-time code, or none about a place."),
    ] = None,
    history: Annotated[bool, typer.Option("--history", help="With the permission for the history.")] = False,
    contacts: Annotated[bool, typer.Option("--contacts", help="With the permission for the contacts.")] = False,
    own: Annotated[bool, typer.Option("--own", help="In the caller's own record (`me`).")] = False,
) -> None:
    """Say whether a field group may be read, and show the rule that allows or denies it."""
    from hub.policy import Policy

    question = Question(
        client=ClientId(client),
        purpose=PurposeId(purpose) if purpose else None,
        case_kind=case_kind,
        proof=proof or _usual_proof(case_kind),
        is_own_record=own,
        has_case=case_kind is not None,
        has_history_permission=history,
        has_contacts_permission=contacts,
    )
    policy = Policy.load()
    verdict = policy.explain(question, field)
    _echo_verdict(verdict, question, field)
    typer.echo(f"legal basis: {policy.legal_basis(question) or 'none'}")
    typer.echo(f"policy version: {policy.version}")


def _usual_proof(kind: CaseKind | None) -> CaseProof | None:
    from hub.policy.matrix import PLACE_KINDS

    if kind is None:
        return None
    return CaseProof.EX_OFFICIO if kind in PLACE_KINDS else CaseProof.ONE_TIME_CODE


def _echo_verdict(verdict: "Verdict", question: Question, field: FieldGroup) -> None:
    from hub.policy.rules import shipped_rule

    said = "allowed" if verdict.is_allowed else "denied"
    purpose = f"for `{question.purpose}`" if question.purpose else "without a purpose"
    typer.echo(f"{said}: `{field}` to `{question.client}` {purpose}")
    for rule in verdict.rules:
        typer.echo(f"rule: {rule}")
        text = shipped_rule(rule) or _reason(rule)
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


def _write_page(policy: "Policy") -> None:
    from hub.errors import SetupError
    from hub.policy.matrix import markdown

    if not MATRIX_FILE.parent.is_dir():
        raise SetupError("there is no docs folder here: `--markdown` is for a checkout")
    MATRIX_FILE.write_text(markdown(policy), encoding="utf-8")
    typer.echo(f"wrote {MATRIX_FILE}", err=True)


def _print_table(policy: "Policy") -> None:
    from rich.console import Console
    from rich.table import Table

    from hub.policy.matrix import matrix as openings_of

    table = Table("department", "purpose", "field group", "when", "rule", "legal basis")
    for item in openings_of(policy):
        purpose = "none" if item.purpose is None else item.purpose.id
        table.add_row(item.client.id, purpose, item.group, item.when, item.rule, item.legal_basis or "none")
    Console(width=None if sys.stdout.isatty() else _PIPE_WIDTH, highlight=False).print(table)
