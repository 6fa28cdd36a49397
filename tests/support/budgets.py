"""Budgets that a test uses up. What was spent is given back to nobody, so who spent is handed to no other test."""

from hub.identity.development import DEVELOPMENT_ISSUER
from model.budgets import Amounts, Charge, MeterKind
from tests.support.hub import Hub, Who

_SPENDERS: set[str] = set()


def spend(hub: Hub, who: Who, **amounts: int) -> None:
    """Let somebody have used so much of their budget."""
    _SPENDERS.add(who.subject)
    meter = hub.ports.vault.meter(MeterKind.OFFICER, DEVELOPMENT_ISSUER, who.subject)
    charge = Charge(kind=MeterKind.OFFICER, meter=meter, amounts=Amounts(**amounts), factor=1_000)
    hub.run(hub.ports.ledger.append([], [charge]))


def has_budget(who: Who) -> bool:
    """Whether no test let them spend it."""
    return who.subject not in _SPENDERS
