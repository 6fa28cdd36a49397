"""What a document comes to once its fragments are spread: counted before it is validated, planned or completed.

A fragment that is written once may be spread a thousand times, so what was written says little about the work. Counting takes
time in proportion to what was written: each set of selections is counted once and remembered.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from model import limits
from model.errors import QueryTooComplexError


@dataclass(frozen=True)
class Expansion:
    """What a set of selections comes to: fields and aliases at any depth, and the levels that they take."""

    fields: int = 0
    aliases: int = 0
    levels: int = 0


class Expansions:
    """Counts the definitions of one document, which need not be valid yet.

    A fragment that spreads itself is counted as if it ended there: validation refuses it.
    """

    def __init__(self, document: DocumentNode) -> None:
        self._definitions = [
            item for item in document.definitions if isinstance(item, OperationDefinitionNode | FragmentDefinitionNode)
        ]
        self._fragments = {
            item.name.value: item for item in self._definitions if isinstance(item, FragmentDefinitionNode)
        }
        self._counted: dict[int, Expansion] = {}

    def check(self) -> None:
        """Raise `QueryTooComplexError` when an operation has more root fields than are answered, or all have too much else."""
        fields, aliases = 0, 0
        for definition in self._definitions:
            counted = self._count(definition.selection_set, 1)
            if isinstance(definition, OperationDefinitionNode):
                roots = sum(1 for _ in self._fields(definition.selection_set))
                _check("root fields", roots, limits.QUERY_ROOT_FIELDS_MAX)
                fields, aliases = fields + counted.fields, aliases + counted.aliases
        _check("fields", fields, limits.QUERY_FIELDS_MAX)
        _check("aliases", aliases, limits.QUERY_ALIASES_MAX)

    def _count(self, selections: SelectionSetNode, level: int) -> Expansion:
        _check("levels", level, limits.EXPANDED_LEVELS_MAX)  # here already, for it ends the recursion
        key = id(selections)
        if key not in self._counted:
            self._counted[key] = Expansion()  # of itself, should it be within itself
            fields, aliases, levels = 0, 0, 0
            for node in self._fields(selections):
                below = self._count(node.selection_set, level + 1) if node.selection_set else Expansion()
                fields += 1 + below.fields
                aliases += (node.alias is not None) + below.aliases
                levels = max(levels, below.levels)
            self._counted[key] = Expansion(fields, aliases, levels + 1)
        return self._counted[key]

    def _fields(self, selections: SelectionSetNode) -> Iterator[FieldNode]:
        """The fields of one set of selections. Each fragment is spread once in it, as it is when they are collected."""
        spread: set[str] = set()
        stack = [(selections, 0)]
        while stack:
            within, nested = stack.pop()
            _check("levels", nested, limits.EXPANDED_LEVELS_MAX)
            for item in within.selections:
                if isinstance(item, FieldNode):
                    yield item
                elif isinstance(item, InlineFragmentNode):
                    stack.append((item.selection_set, nested + 1))
                elif isinstance(item, FragmentSpreadNode) and item.name.value not in spread:
                    spread.add(item.name.value)
                    if fragment := self._fragments.get(item.name.value):
                        stack.append((fragment.selection_set, 0))


def _check(what: str, found: int, most: int) -> None:
    if found > most:
        raise QueryTooComplexError(
            f"with its fragments spread the document has {found} {what}, and at most {most} are taken: ask for less at once"
        )
