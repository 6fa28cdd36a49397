"""A home of its own beside a graph that runs for another: its writes leave no mark there, for its log is another one.

A hub of the other home would be refused at its start where the graph's marks are ahead of its log.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hub.settings import Settings
from tests.support.hub import Hub
from tests.support.store import ask_graph, home_beside

_CYPHER = Path(__file__).parent / "cypher"


@contextmanager
def hub_beside(running: Settings, home: Path) -> Iterator[Hub]:
    """A hub there, for the time of a block."""
    with marks_kept(running), Hub(home_beside(running, home)) as own:
        yield own


@contextmanager
def marks_kept(running: Settings, *, hidden: bool = False) -> Iterator[None]:
    """At the end the graph of a home knows of the same writes as before, whatever wrote, or had a loss accepted, meanwhile.

    Until then it knows of none of them where they are `hidden`, as at a register's first day.
    """
    ((marks,),) = _asked(running, "marks")
    try:
        if hidden:
            _asked(running, "put_marks_back", marks=[])
        yield
    finally:
        _asked(running, "put_marks_back", marks=marks)


def _asked(settings: Settings, name: str, **parameters: Any) -> Any:
    return ask_graph(settings, (_CYPHER / f"{name}.cypher").read_text(encoding="utf-8"), **parameters)
