"""Finds what may be taken out of the hub without a test being allowed to stay green: the mutants, one by one.

A mutant is one change of one file's text: an `await` that is not made, a budget that is not charged, a pragma that is not set,
a jurisdiction that is not asked for, a denial that is not raised. Nothing is changed on disk: `session.py` puts a mutant's code in
the place of the function's, in memory. So each mutant in Python lies inside a function.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.places import ROOT

KINDS = ("await", "charge", "pragma", "jurisdiction", "denial")
REACHED = "__reached__"  # called with a mutant's id, in the code that tells which tests come past it

# Errors that are no refusal: a caller never gets them.
_NO_REFUSALS = frozenset({"AssertionError", "NotImplementedError", "SetupError"})
_CHARGING = frozenset({"charges", "Amounts"})  # their keywords say how much
_OPPOSITES = {"ON": "OFF", "OFF": "ON", "FULL": "OFF"}
_PRAGMA = re.compile(r"PRAGMA \w+ ?[=(]")
_SETTING = re.compile(r"(\w+) ?= ?(ON|OFF|FULL)")
_SETTING_OF_ONE = re.compile(r"\w+ ?=")
_WITHIN = re.compile(
    r"(?P<left>coalesce\([^()]*\)|[\w.]+) STARTS WITH (?P<right>coalesce\(\$unit, jurisdiction\)|[\w.]+)"
)

_STORE = ("tests/audit_log/test_pragmas.py", "tests/audit_log/test_overwriting.py", "tests/audit_log/test_erasing.py", "tests/audit_log/test_ledger.py", "tests/audit_log/test_faults.py", "tests/audit_log/test_upgrades.py")  # fmt: skip
_ASKED = (
    "tests/access",
    "tests/person",
    "tests/viewer",
    "tests/case",
    "tests/representation",
    "tests/place",
    "tests/inspection",
)
_THINGS = ("tests/place", "tests/letting", "tests/employment", "tests/organisation", "tests/inspection")
_RETENTION = ("tests/retention", "tests/notice", "tests/rights", "tests/intake")
_COUNTER = ("tests/access/test_grid.py", "tests/access/test_refusal_budgets.py", "tests/case")
_LOG_SHOWN = ("tests/access/test_grid.py", "tests/access/test_refusal_budgets.py", "tests/access/test_log_show.py", "tests/access/test_log_show_faults.py", "tests/access/test_objections.py")  # fmt: skip

_CHARGES = ("tests/access/test_refusal_budgets.py", "tests/access/test_budgets.py", "tests/export", "tests/view/test_screen_exports.py", "tests/access/test_log_show.py")  # fmt: skip

TOPICS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("hub/private_store.py", (*_STORE, "tests/vault", "tests/witness")),
    ("hub/audit_log/budgets.py", ("tests/audit_log/test_budgets.py",)),
    ("hub/audit_log/cosigned.py", ("tests/witness/test_asking.py", "tests/audit_log/test_pragmas.py")),
    ("hub/audit_log/chain_appender.py", ("tests/audit_log/test_budgets.py",)),
    ("hub/audit_log/", _STORE),
    ("hub/jobs/intake/batches.py", ("tests/intake",)),
    ("hub/jobs/intake/checked_pages.py", ("tests/intake",)),
    ("hub/jobs/intake/openings.py", ("tests/intake",)),
    ("hub/jobs/intake/", ("tests/audit_log/test_pragmas.py",)),
    ("hub/mutations/access.py", ("tests/access/test_objections.py", "tests/rights", "tests/representation")),
    ("hub/mutations/case.py", ("tests/case", "tests/rights/test_blocks.py")),
    ("hub/mutations/consent.py", ("tests/consent", "tests/rights/test_blocks.py")),
    ("hub/mutations/counter.py", _COUNTER),
    ("hub/mutations/transaction.py", ("tests/access/test_faults.py", "tests/access/test_budgets.py", "tests/access/test_policy_closes.py", "tests/case", "tests/rights")),
    ("hub/mutations/erasure.py", ("tests/retention/test_consented.py", "tests/representation/test_representation.py")),
    ("hub/mutations/hidden_entries.py", ("tests/access/test_hiding.py",)),
    ("hub/mutations/notice.py", ("tests/notice", "tests/representation/test_representation.py")),
    ("hub/mutations/printing.py", ("tests/export",)),
    ("hub/mutations/proof.py", ("tests/case",)),
    ("hub/mutations/protection.py", ("tests/protection",)),
    ("hub/mutations/refusal.py", ("tests/rights",)),
    ("hub/mutations/rights.py", ("tests/rights",)),
    ("hub/mutations/screen_export.py", ("tests/view", "tests/case/test_parties.py")),
    ("hub/mutations/view.py", ("tests/view",)),
    ("hub/mutations/", ("tests/access", "tests/case")),
    ("hub/jobs/auditing.py", _LOG_SHOWN),
    ("hub/gate/exports.py", ("tests/export",)),
    ("hub/gate/explain.py", ("tests/plan",)),
    ("hub/gate/policies.py", ("tests/policy/test_reload.py", "tests/access/test_policy_changes.py", "tests/access/test_policy_load.py")),
    ("hub/jobs/policy_reload.py", ("tests/policy/test_reload.py", "tests/access/test_policy_changes.py", "tests/access/test_policy_load.py")),
    ("hub/jobs/recover_intents.py", ("tests/access/test_faults.py",)),
    ("hub/gate/ports.py", ("tests/access/test_policy_load.py", "tests/policy/test_reload.py", "tests/graph/test_migrations.py", "tests/retention/test_restore.py")),
    ("hub/jobs/snapshot.py", ("tests/intake/test_snapshot.py",)),
    ("hub/jobs/breach.py", _RETENTION),
    ("hub/jobs/consent_erasure.py", _RETENTION),
    ("hub/jobs/delivery.py", _RETENTION),
    ("hub/jobs/letters.py", _RETENTION),
    ("hub/jobs/batch_authority.py", _RETENTION),
    ("hub/jobs/replay_erasures.py", _RETENTION),
    ("hub/jobs/retention.py", _RETENTION),
    ("hub/jobs/", (*_RETENTION, "tests/test_operators.py", "tests/faults", "tests/protection")),
    ("hub/gate/response_data.py", (*_ASKED, "tests/http/test_decisions.py", "tests/planner/test_generated.py")),
    ("hub/gate/", _ASKED),
    ("loaders/cypher/authority/", ("tests/view",)),
    ("loaders/cypher/rights/", ("tests/rights",)),
    ("loaders/cypher/writes/", ("tests/rights",)),
    ("loaders/cypher/", _THINGS),
)  # fmt: skip
"""The tests of a file: of the first entry with which its path begins."""


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One change: `was` at the bytes `start` to `end` of `file` becomes `becomes`."""

    id: str
    kind: str
    file: str
    start: int
    end: int
    was: str
    becomes: str
    function: str = ""  # the outermost one that holds it, as `Class.name`; empty in Cypher
    line: int = 0  # of the statement around it, from 1

    @property
    def topics(self) -> tuple[str, ...]:
        """Paths of the tests that have to notice, below the root."""
        if self.kind == "charge" and is_gated(self.file):
            return _CHARGES
        return next(tests for start, tests in TOPICS if self.file.startswith(start))

    def applied(self, text: str) -> str:
        """The file's text with this change."""
        source = text.encode()
        assert source[self.start : self.end].decode() == self.was, self.id
        return (source[: self.start] + self.becomes.encode() + source[self.end :]).decode()


def is_gated(file: str) -> bool:
    """Whether what a file does goes through the gate: reading files for an import does not."""
    if file.startswith("hub/jobs/intake/"):
        return file.endswith(("/batches.py", "/checked_pages.py", "/openings.py"))
    return file.startswith(("hub/gate/", "hub/mutations/", "hub/jobs/"))


def find(root: Path = ROOT) -> list[Mutant]:
    """Every mutant of a checkout, in the order of files."""
    python = [file for folder in ("hub/gate", "hub/mutations", "hub/jobs", "hub/audit_log", "hub/vault", "hub/witness") for file in sorted((root / folder).rglob("*.py"))]  # fmt: skip
    cypher = sorted((root / "loaders").rglob("*.cypher"))
    found = []
    for file in (root / "hub" / "private_store.py", *python, *cypher):
        name = file.relative_to(root).as_posix()
        text = file.read_text(encoding="utf-8")
        found += in_cypher(name, text) if file.suffix == ".cypher" else in_python(name, text)
    return found


# ── Cypher ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def in_cypher(file: str, text: str) -> list[Mutant]:
    """Each place where a statement keeps to a jurisdiction. Comments are left alone."""
    found = []
    for number, match in enumerate(_within(text), 1):
        left, right = match["left"], match["right"]
        is_of_unit = right.startswith("coalesce")
        start, end = (len(text[:place].encode()) for place in match.span())
        found.append(
            Mutant(
                id=f"{file}:jurisdiction:{left.partition('.')[0].partition('(')[0]}:{number}",
                kind="jurisdiction",
                file=file,
                start=start,
                end=end,
                was=match[0],
                becomes=f"($unit IS NULL OR {left} STARTS WITH $unit)" if is_of_unit else "true",
            )
        )
    return found


def _within(text: str) -> Iterator[re.Match[str]]:
    for match in _WITHIN.finditer(text):
        is_comment = "//" in text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        right = match["right"]
        if not is_comment and ("jurisdiction" in right or right.endswith("unitCode")):
            yield match


# ── Python ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Place:
    """Where a change is made, before it has its id: `name` says what is taken away."""

    kind: str
    node: ast.AST
    becomes: str
    name: str


def in_python(file: str, text: str) -> list[Mutant]:
    """Each mutant of a module."""
    source, tree = text.encode(), ast.parse(text)
    starts = _line_starts(source)
    counted: Counter[str] = Counter()
    found = []
    for scope, statement, place in _places(file, tree):
        start, end = (starts[line - 1] + column for line, column in _span(place.node))
        key = f"{file}:{place.kind}:{'.'.join(scope)}/{place.name}"
        counted[key] += 1
        found.append(
            Mutant(
                id=f"{key}:{counted[key]}",
                kind=place.kind,
                file=file,
                start=start,
                end=end,
                was=source[start:end].decode(),
                becomes=place.becomes,
                function=".".join(scope),
                line=statement.lineno,
            )
        )
    return found


def watched(text: str, mutants: list[Mutant]) -> str:
    """A module's text in which each mutant's statement says, before it runs, that it is reached."""
    lines = text.split("\n")
    for mutant in sorted(mutants, key=lambda item: item.line, reverse=True):
        line = lines[mutant.line - 1]
        indent = line[: len(line) - len(line.lstrip())]
        lines.insert(mutant.line - 1, f"{indent}{REACHED}({mutant.id!r})")
    return "\n".join(lines)


def _span(node: ast.AST) -> tuple[tuple[int, int], tuple[int, int]]:
    assert isinstance(node, ast.expr | ast.stmt | ast.keyword)
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)


def _line_starts(source: bytes) -> list[int]:
    starts = [0]
    for line in source.split(b"\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _places(file: str, tree: ast.Module) -> Iterator[tuple[tuple[str, ...], ast.stmt, _Place]]:
    """With the function's name, outermost, and the statement in whose place or before which one may write another."""
    for scope, statement in _statements(tree.body, ()):
        for place in _of_statement(file, statement):
            yield scope, statement, place


def _statements(body: list[ast.stmt], scope: tuple[str, ...], *, is_inside: bool = False) -> Iterator[tuple[tuple[str, ...], ast.stmt]]:  # fmt: skip
    """Every statement of the functions, depth first; a function within another counts to the outer one."""
    for statement in body:
        if isinstance(statement, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            inner = scope if is_inside else (*scope, statement.name)
            yield from _statements(
                statement.body, inner, is_inside=is_inside or not isinstance(statement, ast.ClassDef)
            )
            continue
        if is_inside:
            yield scope, statement
        for name in ("body", "orelse", "finalbody"):
            yield from _statements(getattr(statement, name, []), scope, is_inside=is_inside)
        for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
            yield from _statements(part.body, scope, is_inside=is_inside)


def _of_statement(file: str, statement: ast.stmt) -> Iterator[_Place]:
    """What can be taken out of one statement, its inner blocks apart."""
    if is_gated(file):
        yield from _denials(statement)
        yield from _charges(statement)
    if is_gated(file) or file.startswith("hub/audit_log/"):
        yield from _awaits(statement)
        yield from _spending(file, statement)
    yield from _pragmas(statement)


def _awaits(statement: ast.stmt) -> Iterator[_Place]:
    """An `await` whose value nobody takes; and one for the log whose answer does not wait for it."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Await):
        call = statement.value.value
        name = _called(call)
        yield _Place("await", statement, "pass", name)
        if name in {"append", "intend"} and "ledger" in ast.unparse(call):
            yield _Place(
                "await", statement, f'__import__("asyncio").ensure_future({ast.unparse(call)})', f"{name}-unwaited"
            )
    if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Await):
        name = _called(statement.value.value)
        if name in {"append", "intend"} and not isinstance(statement.targets[0], ast.Tuple):
            yield _Place("await", statement.value, "[]", name)


def _charges(statement: ast.stmt) -> Iterator[_Place]:
    """What a request is charged, as a whole and amount by amount."""
    for call in _calls(statement):
        name = _called(call)
        if name == "charges":
            yield _Place("charge", call, "[]", name)
        if name in _CHARGING:
            for keyword in call.keywords:
                if keyword.arg in {"requests", "subjects", "exports"}:
                    yield _Place("charge", keyword.value, "0", f"{name}-{keyword.arg}")
    for node in _expressions(statement):
        if isinstance(node, ast.Tuple) and node.elts and "MeterKind." in ast.unparse(node.elts[0]):
            yield _Place("charge", _around(statement), "[]" if isinstance(statement, ast.Assign) else "pass", "meter")


def _around(statement: ast.stmt) -> ast.AST:
    """The list that holds the first meter; the whole statement that adds another."""
    return statement.value if isinstance(statement, ast.Assign) else statement


def _spending(file: str, statement: ast.stmt) -> Iterator[_Place]:
    if (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Call)
        and _called(statement.value) == "spend"
    ):
        yield _Place("charge", statement, "pass", "spend")
    if file.endswith("ledger/budgets.py") and isinstance(statement, ast.Raise):
        yield _Place("charge", statement, "pass", _raised(statement))


def _pragmas(statement: ast.stmt) -> Iterator[_Place]:
    """A setting of SQLite's turned round, or not made; and bytes that are not written over."""
    if isinstance(statement, ast.Expr):
        text = ast.unparse(statement)
        if "wal_checkpoint" in text or (_PRAGMA.search(text) and "{pragma}" not in text):
            yield _Place("pragma", statement, "pass", _named(text))
        elif "execute(overwrite" in text:
            yield _Place("pragma", statement, "pass", "overwrite")
    elif isinstance(statement, ast.Assign) and "wal_checkpoint" in ast.unparse(statement.value):
        yield _Place("pragma", statement.value, "[(0,)]", "wal_checkpoint")
    elif isinstance(statement, ast.For) and isinstance(statement.target, ast.Name) and statement.target.id == "pragma":
        assert isinstance(statement.iter, ast.Tuple)
        for item in statement.iter.elts:
            name = _SETTING_OF_ONE.findall(ast.unparse(item))[0].rstrip("= ")
            turned = _SETTING.sub(lambda match: f"{match[1]}={_OPPOSITES[match[2]]}", ast.unparse(item))
            yield _Place("pragma", item, turned if turned != ast.unparse(item) else '"user_version"', name)


def _denials(statement: ast.stmt) -> Iterator[_Place]:
    """A refusal that is not raised; a denial that is not noted."""
    if isinstance(statement, ast.Raise) and _raised(statement) not in _NO_REFUSALS:
        yield _Place("denial", statement, "pass", _raised(statement))
    elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        call = statement.value
        says_deny = any(isinstance(node, ast.Constant) and node.value == "deny" for node in ast.walk(call))
        if says_deny or (_called(call) == "deny" and "answers" in ast.unparse(call.func)):
            yield _Place("denial", statement, "pass", "deny")


def _raised(statement: ast.Raise) -> str:
    """The name of what is raised; of a refusal in the envelope of a case, its own."""
    if statement.exc is None:
        return "again"
    call = statement.exc
    if isinstance(call, ast.Call) and _called(call) == "RefusedCaseError" and isinstance(call.args[0], ast.Call):
        return _called(call.args[0])
    return _called(call)


def _named(text: str) -> str:
    found = re.search(r"PRAGMA (\w+)", text)
    assert found is not None
    return found[1]


def _called(node: ast.AST) -> str:
    """The last name of what is called, or of the expression itself."""
    while isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else "value"


def _expressions(statement: ast.stmt) -> Iterator[ast.AST]:
    """The nodes of a statement that are in no statement within it."""
    waiting: list[ast.AST] = [statement]
    while waiting:
        node = waiting.pop(0)
        yield node
        waiting += [child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.stmt | ast.excepthandler | ast.match_case)]  # fmt: skip


def _calls(statement: ast.stmt) -> Iterator[ast.Call]:
    for node in _expressions(statement):
        if isinstance(node, ast.Call):
            yield node
