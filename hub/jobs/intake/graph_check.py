"""What the graph has, by the rules by which rows come in. Who may ask, and who is told that it was asked, is `hub.jobs.intake.checked_pages`'s."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from hub.jobs.intake.checked_pages import Checking
from hub.jobs.intake.problems import Problem
from hub.jobs.intake.survey import Survey
from loaders.check import CHECKED
from loaders.intake import IntakeRow
from model import limits
from model.errors import Code
from model.graph import IN_A_ROOM, IN_A_UNIT, Kind
from model.states import AdminUnitLevel

_LEVELS = list(AdminUnitLevel)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What is wrong with a node, or odd about it: its kind, its key (a fact's with its version), and why."""

    kind: Kind
    key: str
    version: int | None
    problem: Problem


@dataclass
class GraphCheck:
    """The check of one graph; `nodes` counts what was looked at, `conflicts` what is wrong, `warnings` what is odd."""

    checking: Checking
    nodes: int = 0
    conflicts: int = 0
    warnings: int = 0

    @property
    def is_cut(self) -> bool:
        """Whether there were so many findings that the rest was not looked for."""
        return self.conflicts + self.warnings >= limits.CHECK_CONFLICTS_MAX

    async def run(self) -> AsyncIterator[Finding]:
        """What is found, kind by kind. Whoever is concerned has an entry before. Raises as `Checking.begin` does."""
        await self.checking.begin()
        with Survey() as survey:
            for kind in CHECKED:
                async for page in _pages(self.checking, kind):
                    found = [(row, problem) for row in page for problem in _problems(survey, kind, row)]
                    self.nodes += len(page)
                    if concerned := {person for row, _ in found for person in row.subjects}:
                        await self.checking.log(kind, concerned)
                    for row, problem in found:
                        yield self._finding(kind, row, problem)
                    if self.is_cut:
                        return

    def _finding(self, kind: Kind, row: IntakeRow, problem: Problem) -> Finding:
        if problem.is_warning:
            self.warnings += 1
        else:
            self.conflicts += 1
        return Finding(kind=kind, key=row.properties[kind.key], version=row.properties.get("version"), problem=problem)


async def _pages(checking: Checking, kind: Kind) -> AsyncIterator[Sequence[IntakeRow]]:
    """A kind's pages; those of units in one, from the city down, since each is looked at beside the one above."""
    if kind.label != "AdminUnit":
        async for page in checking.pages(kind):
            yield page
        return
    units = [row async for page in checking.pages(kind) for row in page]
    yield sorted(
        units, key=lambda row: (_LEVELS.index(AdminUnitLevel(row.properties["level"])), row.properties["code"])
    )


def _problems(survey: Survey, kind: Kind, row: IntakeRow) -> Sequence[Problem]:
    missing = {edge.column: edge.targets for edge in kind.edges if edge.is_required and edge.column not in row.edges}
    if kind.label in IN_A_ROOM:
        room, unit = IN_A_ROOM[kind.label], IN_A_UNIT[kind.label]
        if room.column not in row.edges and unit.column not in row.edges:
            missing[room.column] = room.targets + unit.targets
    if missing:  # nothing can be said of it beside others
        return [
            Problem(row.number, column, f"must lead to {' or '.join(targets)}", Code.CONFLICT)
            for column, targets in missing.items()
        ]
    return survey.conflicts(kind, row) or survey.warnings(kind, row)
