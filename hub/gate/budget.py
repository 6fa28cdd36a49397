"""What a request uses of its budgets: charged with the entries that it leaves on the log, in the same commit.

So what is answered is paid for, and what a budget refuses is answered by nothing. Questions about places leave no entry
and cost nothing here, but for those by a number that could be guessed; `model.limits` bounds each of them.
"""

from hub.gate.ports import Ports
from hub.gate.request_context import RequestContext
from model import limits
from model.budgets import Amounts, Charge, MeterKind


def charges(
    ports: Ports, context: RequestContext, *, requests: int = 1, subjects: int = 0, exports: int = 0
) -> list[Charge]:
    """A request (or what costs as much as several) that releases something about so many persons, and so many whole records, on each budget that it uses.

    An officer is the token's `iss` and `sub`: other tokens and other offices of theirs count together. Residents have a
    budget of their own each, and no common one: one who asks without end must not shut the others out.
    """
    caller, vault = context.caller, ports.vault
    amounts = Amounts(requests=requests, subjects=subjects, exports=exports)
    meters = [(MeterKind.OFFICER, vault.meter(MeterKind.OFFICER, caller.issuer, caller.subject))]
    if caller.is_officer:
        meters.append((MeterKind.CLIENT, vault.meter(MeterKind.CLIENT, caller.client)))
        if context.purpose is not None:
            meters.append((MeterKind.PURPOSE, vault.meter(MeterKind.PURPOSE, context.purpose)))
    return [Charge(kind=kind, meter=meter, amounts=amounts, factor=ports.budget_factor) for kind, meter in meters]


def linking_charges(ports: Ports, context: RequestContext) -> list[Charge]:
    """A try at a linking code, right or wrong: on the sign-in's own budget, and on that of all who try."""
    own = charges(ports, context, requests=limits.LINKING_REQUESTS)
    meter, amounts = ports.vault.meter(MeterKind.LINKING), Amounts(requests=1)
    return [*own, Charge(kind=MeterKind.LINKING, meter=meter, amounts=amounts, factor=ports.budget_factor)]
