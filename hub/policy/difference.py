"""What one policy opens and another doesn't, in lines for people. Looked for in everything that can be asked.

The table in `hub.policy.matrix` shows the least that each field group asks for; this misses nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hub.policy.decide import Policy
from hub.policy.reach import reachable
from model.callers import Question
from model.groups import FieldGroup
from model.states import CaseProof

LINES_MAX = 200  # in one direction; more are counted: an entry on the log stays readable
OPENING = "openCase"
"""What stands in the place of a field group where it is the opening of a case."""
EXPORTING = "export"
"""The same for the whole record in one piece."""

_ALL_GROUPS = frozenset(FieldGroup)
_ALL_PROOFS = frozenset(CaseProof)

_Place = tuple[str, str]  # client, purpose
_Ways = dict[_Place, dict[str, list[Question]]]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Lines of what is opened and of what is closed, in order. Each says client, purpose, what, and when."""

    opened: tuple[str, ...]
    closed: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether both policies open the same."""
        return not (self.opened or self.closed)


def difference(before: Policy, after: Policy) -> Difference:
    """What changes for anybody when `after` follows `before`. Takes seconds of CPU where they have decided little."""
    opened: _Ways = {}
    closed: _Ways = {}
    for question in reachable():
        had, has = _open(before, question), _open(after, question)
        for ways, groups in ((opened, has - had), (closed, had - has)):
            for group in groups:
                place = question.client, question.purpose or ""
                ways.setdefault(place, {}).setdefault(group, []).append(question)
    return Difference(opened=_lines(opened), closed=_lines(closed))


def bounded(lines: tuple[str, ...]) -> tuple[str, ...]:
    """No more than `LINES_MAX`, the last of which says how many are left out."""
    if len(lines) <= LINES_MAX:
        return lines
    kept = lines[: LINES_MAX - 1]
    return (*kept, f"and {len(lines) - len(kept)} lines more")


def _open(policy: Policy, question: Question) -> frozenset[str]:
    groups = frozenset[str](policy.decide(question, _ALL_GROUPS).allowed)
    opening = {OPENING} if policy.may_open_case(question) else set()
    return groups | opening | ({EXPORTING} if policy.may_export(question) else set())


def _lines(ways: _Ways) -> tuple[str, ...]:
    return tuple(line for place in sorted(ways) for line in _lines_of(place, ways[place]))


def _lines_of(place: _Place, ways: Mapping[str, list[Question]]) -> list[str]:
    """What is open alike shares a line."""
    groups: dict[str, list[str]] = {}
    for group in sorted(ways):
        groups.setdefault(_when(ways[group]), []).append(group)
    client, purpose = place
    return [f"{client}, {purpose or 'no purpose'}: {', '.join(names)} ({when})" for when, names in groups.items()]


def _when(questions: Iterable[Question]) -> str:
    """When it is open, in words: without a case, in one's own record, in which cases on which proofs."""
    asked = list(questions)
    said = []
    if any(not (item.has_case or item.is_own_record) for item in asked):
        said.append("without a case")
    if any(item.is_own_record for item in asked):
        said.append("in one's own record")
    kinds = sorted({item.case_kind for item in asked if item.case_kind is not None})
    said.extend(_in_cases(kind, [item for item in asked if item.case_kind == kind]) for kind in kinds)
    return "; ".join(said)


def _in_cases(kind: str, asked: list[Question]) -> str:
    proofs = {item.proof for item in asked if item.proof is not None}
    words = [f"in a case {kind}"]
    if proofs != _ALL_PROOFS:
        words.append(f"on {', '.join(sorted(proofs))}")
    if all(item.has_history_permission for item in asked):
        words.append("with the permission for the history")
    if all(item.has_contacts_permission for item in asked):
        words.append("with the permission for the contacts")
    return " ".join(words)
