"""A process that spends exports of one officer's budget, as many as each line of its input says. Argument: the home.

Prints for each the day of its wall clock, and whether they were granted. Run by `test_budgets.py`, under a false clock.
"""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from hub.audit_log import Ledger
from hub.settings import Settings
from hub.vault import Vault
from model.budgets import Amounts, Charge, MeterKind
from model.errors import BudgetExceededError
from tests.audit_log.entries import entry, person


async def _spend(ledger: Ledger, exports: int) -> bool:
    charge = Charge(kind=MeterKind.OFFICER, meter="m-1", amounts=Amounts(exports=exports))
    try:
        await ledger.append([entry(person())], [charge])
    except BudgetExceededError:
        return False
    return True


async def _main(home: Path) -> None:
    settings = Settings(home=home)
    ledger = Ledger.open(settings, Vault.open(settings))
    while line := await asyncio.to_thread(sys.stdin.readline):
        granted = await _spend(ledger, int(line))
        sys.stdout.write(f"{datetime.now(UTC).date()} {granted}\n")
        sys.stdout.flush()
    ledger.close()


if __name__ == "__main__":
    asyncio.run(_main(Path(sys.argv[1])))
