"""Who may put another policy set in force, and the entry about it. How a set comes in force is `hub.gate.policies`'.

An officer of the coordination office for the whole city, or the local operator while the register has no staff: why, says
`docs/decisions/policy-reload.md`.
"""

from datetime import tzinfo

from hub.gate.policies import PolicyInForce
from hub.gate.ports import Ports
from hub.jobs.batch_authority import COORDINATION, check_coordination
from hub.jobs.intake.batches import OPERATOR_CLIENT, Importer, Operator
from hub.policy import clients
from hub.policy.difference import Difference
from hub.policy.sets import Files
from model.callers import Entry
from model.times import now


async def load_policy(ports: Ports, caller: Importer, files: Files | None, *, time_zone: tzinfo) -> Difference | None:
    """Put `files` in force in the name of `caller` (None: the shipped set); None when they are in force already.

    Raises `PurposeNotAllowedError` or `UnauthenticatedError` when the caller may not, `SetupError` when the set does not
    hold, `LogUnavailableError` when its entry can't be made durable: then nothing has changed.
    """
    await authorise_policy(ports, caller, time_zone=time_zone)
    policies = ports.policies
    assert isinstance(policies, PolicyInForce)  # noqa: S101 - the hub's own ports
    return await policies.load(files, _entry(caller))


async def authorise_policy(ports: Ports, caller: Importer, *, time_zone: tzinfo) -> None:
    """Raises `PurposeNotAllowedError` or `UnauthenticatedError` unless `caller` may load a policy set at this moment."""
    if isinstance(caller, Operator):
        return
    await check_coordination(ports, caller, operation="policy", does="a policy set is loaded", time_zone=time_zone)


def _entry(caller: Importer) -> Entry:
    """About nobody, for everybody to read."""
    if isinstance(caller, Operator):
        client, office, officer = OPERATOR_CLIENT, None, f"operator:{caller.name}"
    else:
        client, office, officer = caller.client, caller.office, str(caller.subject)
    return Entry(
        subject=None,
        client=client,
        office=office,
        officer=officer,
        at=now(),
        action="policy",
        operation="policy load",
        purpose=None,
        legal_basis=clients()[COORDINATION].legal_basis,
        case=None,
        groups=frozenset(),
    )
