"""At start: writes whose outcome a crash left open are settled against the graph (design §5)."""

from hub import limits
from hub.gate.ports import Ports
from loaders.fragments import fragment

_BATCH = 1000  # open intents settled in one statement; a crash leaves a handful


async def settle_open_intents(ports: Ports) -> int:
    """Put the outcome of every open intent on the log. Returns how many there were."""
    open_intents = ports.ledger.open_intents()
    for start in range(0, len(open_intents), _BATCH):
        batch = open_intents[start : start + _BATCH]
        rows = await ports.graph.read(
            fragment("writes/settled"),
            {"entries": batch},
            timeout_seconds=limits.STATEMENT_SECONDS_MAX,
            metadata={"operation": "settle"},
        )
        committed = {row[0] for row in rows.values}
        for write in batch:
            await ports.ledger.settle(write, "committed" if write in committed else "rolled_back")
    return len(open_intents)
