"""`domicile ask`: one question to a running demo, as one of its made-up people. For trying out; departments use HTTP."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hub.cli import console
from hub.cli.documents import text_of
from model.errors import SetupError, ValidationFailedError

if TYPE_CHECKING:
    from hub.settings import Settings

SOME_ERRORS = 3  # exit code: it was answered, with errors
_SECONDS = 60.0  # for one answer; the first one also costs the database a planning
_AS_JSON = frozenset({"Int", "Float", "Boolean"})  # and input objects; every other type takes the text as it is


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(ask)


def ask(
    who: Annotated[str, typer.Argument(help="Who asks: `resident`, `stationClerk` or another of the demo's people.")],
    file: Annotated[Path, typer.Argument(help="A file with one GraphQL document.")],
    variables: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME=VALUE]…", help="Its variables; the resident's document is known."),
    ] = None,
    only: Annotated[
        str, typer.Option(help="Print the first value of this name; the whole answer then goes to the other output.")
    ] = "",
    purpose: Annotated[str, typer.Option(help="What for, if not for what this officer mostly asks.")] = "",
) -> None:
    """Ask the running demo a question as one of its people. Exit code 3 when the answer has errors."""
    from hub.settings import Settings

    settings = Settings()
    people = _people(settings)
    if who not in people:
        raise ValidationFailedError(f"there is no `{who}` in the demo: ask as one of {', '.join(sorted(people))}")
    text = text_of(file)
    given = _given(text, variables or [], people["resident"])
    answer = _post(settings, people[who], purpose, {"query": text, "variables": given})
    errors = answer.get("errors", [])
    for error in errors:
        console.print(f"{error['extensions']['code']}: {error['message']}", soft_wrap=True, markup=False)
    _print(answer.get("data"), "" if errors else only)
    if errors:
        raise typer.Exit(SOME_ERRORS)


def _people(settings: "Settings") -> Mapping[str, Mapping[str, Any]]:
    """Those of the demo who have a sign-in. Raises `SetupError` when there is no demo in this home."""
    try:
        manifest = json.loads((settings.home / "city" / "manifest.json").read_text(encoding="utf-8"))
    except OSError:
        raise SetupError("there is no demo in this home: `domicile demo` makes one") from None
    return {name: person for name, person in manifest["demo"].items() if "subject" in person}


def _given(text: str, variables: Sequence[str], known: Mapping[str, Any]) -> dict[str, Any]:
    """The variables by name, each read as its type in the document asks. What is not given is taken from `known`."""
    types = dict(_types(text))
    given = {name: known[name] for name in types if name in known}
    for item in variables:
        name, is_there, value = item.partition("=")
        if not is_there or name not in types:
            raise ValidationFailedError(
                f"`{item}` is no variable of this document: it has {', '.join(types) or 'none'}"
            )
        given[name] = _read(name, value, types[name])
    return given


def _types(text: str) -> Iterator[tuple[str, str]]:
    """Each declared variable with the name of its type, lists and `!` left off."""
    from graphql import (
        GraphQLSyntaxError,
        ListTypeNode,
        NamedTypeNode,
        NonNullTypeNode,
        OperationDefinitionNode,
        parse,
    )

    try:
        definitions = parse(text).definitions
    except GraphQLSyntaxError as error:
        raise ValidationFailedError(f"the document is no GraphQL: {error.message}") from None
    for definition in definitions:
        if isinstance(definition, OperationDefinitionNode):
            for declared in definition.variable_definitions or ():
                kind = declared.type
                while isinstance(kind, ListTypeNode | NonNullTypeNode):
                    kind = kind.type
                if isinstance(kind, NamedTypeNode):
                    yield declared.variable.name.value, kind.name.value


def _read(name: str, value: str, kind: str) -> Any:
    if kind not in _AS_JSON and not kind.endswith("Input"):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise ValidationFailedError(f"`{name}` is of the type {kind}: write it as JSON") from None


def _post(settings: "Settings", person: Mapping[str, Any], purpose: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The hub's whole answer. Raises `SetupError` when nobody answers."""
    import httpx

    from hub.demo.issuer import DevelopmentIssuer

    client, office = person.get("client", "resident"), person.get("office")
    token = DevelopmentIssuer.open(settings).token(client=client, subject=person["subject"], office=office)
    headers = {"authorization": f"Bearer {token}"}
    if asked_for := purpose or person.get("purpose", ""):
        headers["domicile-purpose"] = asked_for
    url = f"http://{settings.host}:{settings.port}/graphql"
    try:
        answer: Mapping[str, Any] = httpx.post(url, json=body, headers=headers, timeout=_SECONDS).json()
    except (httpx.HTTPError, ValueError):
        raise SetupError(
            f"no hub answers at {url}: start `domicile demo` in another terminal, or set DOMICILE_PORT to the port of the one that runs"
        ) from None
    return answer


def _print(data: Any, only: str) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2), err=bool(only))
    if not only:
        return
    found = next(_named(data, only), None)
    if found is None:
        raise ValidationFailedError(f"the answer has no value named `{only}`")
    text = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
    typer.echo(text, nl=not text.endswith("\n"))  # a receipt is good as it is, and with one more line it is none


def _named(value: Any, name: str) -> Iterator[Any]:
    """Every value of this name that is not null, in the answer's order."""
    if isinstance(value, dict):
        if value.get(name) is not None:
            yield value[name]
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _named(item, name)
