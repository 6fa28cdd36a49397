"""Statements without a graph: a document goes in, the text of each root field's statement comes out."""

import re
from collections.abc import Mapping
from typing import Any

import schema
from hub.http.documents import Documents
from loaders.compose import compose
from loaders.planner import select
from loaders.source import CONTEXT
from model.groups import FieldGroup
from model.plan import Plan

_CLAUSE = re.compile(r" (?=CALL |MATCH |OPTIONAL MATCH |WITH |WHERE |RETURN |UNWIND |ORDER BY |\} )")


def plans(
    text: str, variables: Mapping[str, Any] | None = None, *, prefix: str = "authority/officer"
) -> dict[str, Plan]:
    """The plan of each root field by its response key, with every field group allowed."""
    api = schema.build()
    document = Documents(api).checked(text).document(None, variables or {})
    root = api.get_root_type(document.operation.operation)
    assert root is not None
    return {
        key: compose(
            select(document, root, key, details),
            prefix=prefix,
            context=dict.fromkeys(CONTEXT, ""),
            allowed=frozenset(FieldGroup),
            seal=_NoSeal(),
        )
        for key, details in document.roots.items()
    }


class _NoSeal:
    """Opens nothing: these plans start at the first page."""

    def seal(self, bound: bytes, payload: bytes) -> bytes:
        del bound, payload
        raise AssertionError

    def open(self, bound: bytes, sealed: bytes) -> bytes | None:
        del bound, sealed
        raise AssertionError


def in_lines(text: str) -> str:
    """A statement with a clause on each line, so that a difference can be read."""
    return _CLAUSE.sub("\n", text) + "\n"
