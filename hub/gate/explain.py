"""A query explained: its statements laid out; with a caller, run by the gate's own way, with the database's profile.

Not a way around the gate: what runs here goes through its authority, its decision and its log (design §5).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hub.gate.pipeline import Gate, RequestContext, ResponseData
from hub.gate.ports import GraphPort, Rows
from hub.graph.driver import Graph, Operator, Profile
from hub.policy import Policy
from loaders.compose import compose
from loaders.source import CONTEXT
from model.callers import Decision, Question
from model.errors import FieldNotAllowedError, SetupError
from model.groups import FieldGroup
from model.ids import ClientId, PurposeId
from model.plan import Column, FieldSelection, Plan, Shape
from model.states import CaseKind, CaseProof

# Each clause begins a line. Longer words stand first, so that `OPTIONAL MATCH` is one.
_CLAUSE = re.compile(
    r"(?<![\w$.`])(OPTIONAL MATCH|MATCH|WHERE|WITH|UNWIND|CALL|RETURN|ORDER BY|LIMIT|CREATE|MERGE|SET|UNION)\b"
)
_TEXT = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`")
_INDENT = "  "
_PREDICATE_WORDS = frozenset({"WITH", "CALL", "SET"})  # in `STARTS WITH`, never a clause


@dataclass(frozen=True, kw_only=True)
class Explained:
    """One statement of a root field: its text, the names it reads, what it touches, and where each field stands."""

    coordinate: str
    text: str
    parameters: tuple[str, ...]
    groups: frozenset[FieldGroup] = frozenset()
    denied: frozenset[FieldGroup] = frozenset()
    columns: tuple[str, ...] = ()
    profile: Profile | None = None
    purpose: str = ""  # what a statement beside the root field's own is for


def every_group() -> Decision:
    """A decision that opens everything: for reading a statement as a whole. It never runs."""
    return Decision(allowed=frozenset(FieldGroup), denied={}, policy_version="", legal_basis="")


def decided(policy: Policy, client: ClientId, purpose: PurposeId | None, selected: FieldSelection) -> Decision:
    """What the policy opens to a client for a purpose: in a proved case with every permission, or in one's own record."""
    is_own = selected.coordinate == "Query.me"
    question = Question(client=client, purpose=None if is_own else purpose, is_own_record=is_own)
    if (
        selected.coordinate in {"Query.case", "Query.heldCases", "Query.waitingCases", "Mutation.openCase"}
        and purpose is not None
    ):
        known = policy.purpose(purpose)
        kinds: Sequence[CaseKind] = sorted(known.case_kinds) if known is not None else []
        question = replace(
            question,
            case_kind=kinds[0] if kinds else None,
            proof=CaseProof.ONE_TIME_CODE,
            has_case=True,
            has_history_permission=True,
            has_contacts_permission=True,
        )
    return policy.decide(question, selected.groups())


def explain(selected: FieldSelection, decision: Decision) -> Explained:
    """The statement for a root field, composed with no values of a request. Needs neither graph nor keys.

    Raises `FieldNotAllowedError` for a root field that the decision does not open.
    """
    if selected.group is not None and not decision.allows(selected.group):
        rule = decision.denied.get(selected.group, "default-deny")
        raise FieldNotAllowedError(f"`{selected.coordinate}` is not open for this purpose (rule `{rule}`)")
    prefix = "authority/resident" if selected.coordinate == "Query.me" else "authority/officer"
    plan = compose(
        selected,
        prefix=prefix,
        context=dict.fromkeys(CONTEXT),
        allowed=decision.allowed,
        seal=_NoSeal(),
    )
    return described(selected.coordinate, plan)


def described(coordinate: str, plan: Plan) -> Explained:
    """A plan as it is shown."""
    return Explained(
        coordinate=coordinate,
        text=laid_out(plan.text),
        parameters=tuple(sorted(plan.parameters)),
        groups=plan.groups,
        denied=plan.denied,
        columns=tuple(_columns(plan.root)),
    )


class _NoSeal:
    """Opens no cursor: there is no key here."""

    def seal(self, bound: bytes, payload: bytes) -> bytes:
        del bound, payload
        raise AssertionError("a statement that is only shown has no rows, so no cursors")

    def open(self, bound: bytes, sealed: bytes) -> bytes | None:
        del bound, sealed
        raise SetupError("a cursor is sealed by the hub's key: leave `after` and `before` out, or give a token")


# ── a statement as text ──────────────────────────────────────────────────────────────────────────────────────────


def laid_out(text: str) -> str:
    """`text` with one clause a line, each sub-query indented below the line that opens it."""
    layout = _Layout()
    for piece in _pieces(text):
        layout.add(piece)
    layout.end()
    return "\n".join(layout.lines)


@dataclass
class _Layout:
    """A statement on its way into lines. `braces` has, for each that is open, whether it holds a sub-query or a map."""

    lines: list[str] = field(default_factory=list)
    braces: list[bool] = field(default_factory=list)
    line: str = ""

    def add(self, piece: str) -> None:
        """The next piece of the text."""
        is_in_map = bool(self.braces) and not self.braces[-1]
        if piece == "{":
            self._open()
        elif piece == "}" and self.braces:
            if self.braces[-1]:
                self.end()
            self.braces.pop()
            self.line += piece
        elif _CLAUSE.fullmatch(piece) and not is_in_map and not _is_within(piece, self.line):
            self.end()
            self.line = piece
        else:
            self.line += piece

    def _open(self) -> None:
        is_query = _opens_query(self.line)
        self.line += "{"
        if is_query:
            self.end()
        self.braces.append(is_query)

    def end(self) -> None:
        """Close the line."""
        if self.line.strip():
            self.lines.append(_INDENT * sum(self.braces) + self.line.strip())
        self.line = ""


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces: quoted texts whole, braces and clauses alone."""
    token = re.compile(f"{_TEXT.pattern}|{_CLAUSE.pattern}|[{{}}]")
    last = 0
    for match in token.finditer(text):
        if match.start() > last:
            yield text[last : match.start()]
        yield match[0]
        last = match.end()
    yield text[last:]


def _opens_query(line: str) -> bool:
    return re.search(r"(\bCALL(\s*\([^()]*\))?|\b(EXISTS|COUNT|COLLECT))\s*$", line) is not None


def _is_within(clause: str, line: str) -> bool:
    """Whether the clause's word stands inside an expression: in brackets, or as the second word of `STARTS WITH`."""
    opened = sum(line.count(sign) for sign in "([") - sum(line.count(sign) for sign in ")]")
    return opened > 0 or (clause in _PREDICATE_WORDS and line.rstrip().endswith(("STARTS", "ENDS")))


def _columns(column: Column, path: str = "", place: str = "value") -> Iterator[str]:
    """Where each answered field stands in the statement's row: `rooms.nodes.id = value[0][i][2]`."""
    if column.page is not None:
        for key, node in column.page.rows.items():
            yield from _columns(node, f"{path}.{key}", f"{place}[0][i][{node.index}]")
    elif column.shape is not None:
        inner = f"{place}[i]" if column.kind.name == "LIST" else place
        yield from _fields(column.shape, path, inner)


def _fields(shape: Shape, path: str, place: str) -> Iterator[str]:
    for key, column in sorted(shape.fields.items()):
        name = f"{path}.{key}".lstrip(".")
        if column.needs:
            yield f"{name} = computed from {', '.join(f'{place}[{need.index}]' for need in column.needs)}"
        elif column.index < 0:
            yield f"{name} = null, denied ({column.group})"
        else:
            sealed = f" (sealed, key `{column.sealed_key}`)" if column.sealed_key else ""
            if column.shape is None and column.page is None:
                yield f"{name} = {place}[{column.index}]{sealed}"
            yield from _columns(column, name, f"{place}[{column.index}]")


# ── a statement that runs ────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class _Profiling:
    """The graph, which profiles each statement that the gate reads before it answers it. Reads only."""

    graph: Graph
    seen: list[tuple[str, tuple[str, ...], Profile]] = field(default_factory=list)

    async def read(self, text: str, parameters: Any, *, timeout_seconds: float, metadata: Any) -> Rows:
        profile = await self.graph.profile(text, parameters, timeout_seconds=timeout_seconds)
        self.seen.append((text, tuple(sorted(parameters)), profile))
        return await self.graph.read(text, parameters, timeout_seconds=timeout_seconds, metadata=metadata)

    async def write(self, *_: Any, **__: Any) -> Any:
        raise SetupError("a plan that runs only reads")

    async def is_ready(self) -> bool:
        return await self.graph.is_ready()


class ProfilingGate(Gate):
    """The gate, telling what the database did. Authority, decision, log and refusals are the gate's own."""

    def __init__(self, gate: Gate) -> None:
        graph = gate.ports.graph
        assert isinstance(graph, Graph)  # noqa: S101 - the hub's own driver; a stand-in has no profile
        self._profiling = _Profiling(graph)
        super().__init__(replace(gate.ports, graph=_as_port(self._profiling)))
        self._plans: dict[str, Plan] = {}

    def plan(self, context: RequestContext, selected: FieldSelection, opened: Any) -> Plan:
        """The gate's plan, remembered by its text, so that its columns can be shown."""
        plan = super().plan(context, selected, opened)
        self._plans[plan.text] = plan
        return plan

    async def explain(self, context: RequestContext, selected: FieldSelection) -> list[Explained]:
        """Answer one root field as a request would be, and say what each statement did. Nothing of the answer leaves."""
        answers: ResponseData = self.answers(context)
        self._profiling.seen.clear()
        self._plans.clear()
        await self.read(context, selected, answers)
        return [self._shown(selected, *seen) for seen in self._profiling.seen]

    def _shown(self, selected: FieldSelection, text: str, parameters: tuple[str, ...], profile: Profile) -> Explained:
        plan = self._plans.get(text)
        if plan is not None:
            return replace(described(selected.coordinate, plan), profile=profile)
        return Explained(
            coordinate=selected.coordinate,
            text=laid_out(text),
            parameters=parameters,
            profile=profile,
            purpose="authority: what the caller is at this moment",
        )


def _as_port(profiling: _Profiling) -> GraphPort:
    return profiling


__all__ = ["Explained", "Operator", "Profile", "ProfilingGate", "decided", "every_group", "explain", "laid_out"]
