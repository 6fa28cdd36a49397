"""`domicile plan`: the statements that a query becomes; with a token, what the database does to answer them.

Without a token nothing runs and nothing is opened. See `docs/plan-command.md`.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli.documents import text_of
from hub.cli.tokens import caller_of, token_option
from model.errors import DomicileError, ValidationFailedError

if TYPE_CHECKING:
    from hub.gate.explain import Explained, Profile
    from hub.settings import Settings
    from loaders.planner import Document
    from model.plan import FieldSelection


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(plan)


def plan(
    file: Annotated[Path, typer.Argument(help="A file with one GraphQL query.")],
    variables: Annotated[str, typer.Option(help="Its variables, as a JSON object.")] = "{}",
    operation: Annotated[str, typer.Option(help="Which operation, where the file has several.")] = "",
    client: Annotated[str, typer.Option(help="Explain what the policy leaves to this client.")] = "",
    purpose: Annotated[str, typer.Option(help="What for: with --client or --token.")] = "",
    token: Annotated[str, token_option("Run it as this caller: decided and logged like a request.")] = "",
) -> None:
    """Explain the statements of a query. With a token: run them, with db hits, rows and indexes."""
    if token and client:
        raise typer.BadParameter("a token says which client asks: leave --client out")
    if purpose and not (token or client):
        raise typer.BadParameter("--purpose goes with --client or --token")
    document, selections = _selected(file, variables, operation)
    if token:
        _run(document, selections, token=token, purpose=purpose)
    else:
        _explain(selections, client=client, purpose=purpose)


def _selected(file: Path, variables: str, operation: str) -> "tuple[Document, list[FieldSelection]]":
    """The root fields of the query. Raises what a request would meet."""
    import schema
    from hub.http.documents import Documents
    from loaders.planner import select

    document = Documents(schema.build()).checked(text_of(file)).document(operation or None, _variables(variables))
    root_type = document.schema.query_type
    if document.operation.operation.value != "query" or root_type is None:
        raise ValidationFailedError("a plan is made of a query: a mutation would have to write to be explained")
    roots = {key: details for key, details in document.roots.items() if not details[0].node.name.value.startswith("__")}
    return document, [select(document, root_type, key, details) for key, details in roots.items()]


def _variables(text: str) -> dict[str, Any]:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise ValidationFailedError("`--variables` is a JSON object, such as '{\"first\": 10}'")
    return values


# ── without a token ──────────────────────────────────────────────────────────────────────────────────────────────


def _explain(selections: "list[FieldSelection]", *, client: str, purpose: str) -> None:
    from hub.gate.explain import decided, every_group, explain
    from hub.gate.policies import sets_of
    from hub.settings import Settings
    from model.ids import ClientId, PurposeId

    policy = sets_of(Settings()).in_force() if client else None
    said = f"what the policy leaves to `{client}` for `{purpose or 'no purpose'}`" if client else "every group"
    typer.echo(f"allowed: {said}; nothing runs\n")
    for selected in selections:
        typer.echo(f"── {selected.response_key}: {selected.coordinate}")
        decision = (
            decided(policy, ClientId(client), PurposeId(purpose) if purpose else None, selected)
            if policy
            else every_group()
        )
        try:
            _print(explain(selected, decision))
        except DomicileError as error:
            typer.echo(f"{error.code.value}: {error}\n")


# ── with a token ─────────────────────────────────────────────────────────────────────────────────────────────────


def _run(document: "Document", selections: "list[FieldSelection]", *, token: str, purpose: str) -> None:
    import asyncio

    from hub.settings import Settings

    asyncio.run(_run_as(Settings(), document, selections, token=token, purpose=purpose))


async def _run_as(
    settings: "Settings", document: "Document", selections: "list[FieldSelection]", *, token: str, purpose: str
) -> None:
    import time
    from zoneinfo import ZoneInfo

    from hub.gate.explain import ProfilingGate
    from hub.gate.pipeline import Gate
    from hub.opening import open_ports
    from model.ids import PurposeId

    caller = await caller_of(settings, token)
    async with open_ports(settings) as ports:
        gate = ProfilingGate(Gate(ports))
        name = document.operation.name
        context = gate.context(
            caller,
            purpose=PurposeId(purpose) if purpose else None,
            operation=f"plan:{name.value if name else ''}"[:64],
            time_zone=ZoneInfo(settings.time_zone),
            started=time.monotonic(),
        )
        for selected in selections:
            statements = await gate.explain(context, selected)
            typer.echo(f"── {selected.response_key}: {selected.coordinate}")
            for statement in statements:
                _print(statement)


# ── on the screen ────────────────────────────────────────────────────────────────────────────────────────────────


def _print(explained: "Explained") -> None:
    if explained.purpose:
        typer.echo(explained.purpose)
    for title, names in (
        ("groups", sorted(group.value for group in explained.groups)),
        ("denied", sorted(group.value for group in explained.denied)),
        ("parameters", [f"${name}" for name in explained.parameters]),
    ):
        if names:
            typer.echo(f"{title}: {', '.join(names)}")
    _block("statement", explained.text.splitlines())
    _block("columns", explained.columns)
    if explained.profile is not None:
        _block("profile", _profile(explained.profile))
        _block("indexes", explained.profile.indexes or ["none"])
    typer.echo()


def _block(title: str, lines: "Any") -> None:
    if lines:
        typer.echo(f"{title}:")
    for line in lines:
        typer.echo(f"  {line}")


def _profile(profile: "Profile") -> Iterator[str]:
    yield f"{profile.db_hits} db hits"
    yield f"{'db hits':>8} {'rows':>8}  operator"
    for operator in profile.operators:
        yield f"{operator.db_hits:>8} {operator.rows:>8}  {'  ' * operator.depth}{operator.name} {operator.details}".rstrip()
