"""The quarterly snapshot: bands of people for buildings and workplaces (design §4, §6). No number leaves the graph."""

from datetime import date

from hub.gate.ports import Ports
from loaders.fragments import fragment

_SECONDS_MAX = 1800  # server-side timeout of one statement: it walks a whole city
_MONTHS = 3  # of a quarter


def quarter_start(day: date) -> date:
    """The first day of the quarter in which `day` lies."""
    return day.replace(month=(day.month - 1) // _MONTHS * _MONTHS + 1, day=1)


async def take_snapshot(ports: Ports, day: date) -> date:
    """Give every building and workplace its band as of the quarter of `day`. Returns that quarter's first day.

    Raises `GraphUnavailableError` when the graph does not answer; then some bands may be of the quarter before.
    """
    as_of = quarter_start(day)
    for name in ("snapshot/buildings", "snapshot/workplaces"):
        await ports.graph.write(
            [(fragment(name), {"asOf": as_of.isoformat()})],
            timeout_seconds=_SECONDS_MAX,
            metadata={"operation": "snapshot"},
        )
    return as_of
