"""Opens a home's ports: the running graph, the log, the keys and the policy, held against each other before anything is asked."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

from hub.audit_log import Ledger
from hub.gate.marks import check_keys, check_log
from hub.gate.places import agree
from hub.gate.policies import PolicyInForce, PolicyLog
from hub.gate.ports import Ports
from hub.graph import EmbeddedServer, Graph, connection
from hub.graph.migrations import migrate
from hub.jobs.operations import remember_operators
from hub.jobs.replay_erasures import erase_again
from hub.jobs.seal_plain import move_plain
from hub.settings import Settings
from hub.vault import Vault
from model.errors import SetupError


def _sweep(settings: Settings) -> None:
    """The embedded graph's files; those of a server of one's own are its operator's (docs/accountability.md)."""
    if not settings.neo4j_uri:
        EmbeddedServer(settings).sweep()


PolicyOpening = Callable[[Settings, PolicyLog], Awaitable[PolicyInForce]]


@asynccontextmanager
async def open_ports(settings: Settings, open_policies: PolicyOpening = PolicyInForce.open) -> AsyncIterator[Ports]:
    """The real ones: the running graph, brought to this version's schema, and the home's log, keys and policy.

    What the stores say of each other has to agree. What the log knows to be erased, and a graph or a key store from a backup brought back, is erased once more before
    anything is asked. Raises `SetupError` with one clear line when one of them is missing or not the right one.
    """
    found = connection(settings)
    if found is None:
        raise SetupError("no graph is running: `domicile graph start`, or set NEO4J_URI")
    vault = Vault.open(settings)
    try:
        ledger = Ledger.open(settings, vault)
        try:
            async with Graph(found) as graph:
                await migrate(graph)
                await check_log(graph, ledger)  # before what the log says of the policy is believed
                await check_keys(graph, vault)
                policies = await open_policies(settings, ledger)
                await move_plain(graph, vault, policies.current, partial(_sweep, settings))
                async with policies.watching():
                    ports = Ports(
                        graph=graph,
                        ledger=ledger,
                        vault=vault,
                        policies=policies,
                        budget_factor=settings.budget_factor,
                        supervisory_authority=settings.supervisory_authority,
                    )
                    await remember_operators(ledger, vault)
                    await ports.issuers.look(ledger)
                    await erase_again(ports)
                    await agree(graph, vault, partial(_sweep, settings))
                    yield ports
        finally:
            ledger.close()
    finally:
        vault.close()
