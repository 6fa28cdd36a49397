"""A hub with a home of its own beside a graph that runs for another: its writes leave no mark, for its log is another one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hub.gate.marks import every_mark, forget
from hub.gate.ports import GraphPort
from hub.model.ids import EntryId
from hub.settings import Settings
from tests.support.hub import Hub
from tests.support.store import home_beside


@contextmanager
def hub_beside(running: Settings, home: Path) -> Iterator[Hub]:
    """The graph knows no more of its writes at the end: a hub of the other home is refused where they are ahead of its log."""
    with Hub(home_beside(running, home)) as own:
        before = own.run(_marks(own.ports.graph))
        try:
            yield own
        finally:
            after = own.run(_marks(own.ports.graph))
            own.run(forget(own.ports.graph, sorted(after - before)))


async def _marks(graph: GraphPort) -> set[EntryId]:
    return {write async for page in every_mark(graph) for write in page}
