"""A process that appends, and prints each entry's sequence and head once it is acknowledged, until it is killed.

Arguments: the home. Run by `test_faults.py`.
"""

import asyncio
import os
import sys
from pathlib import Path

from hub.ledger import Ledger
from hub.settings import Settings
from hub.vault import Vault
from tests.ledger.entries import entry, person, write

CALLERS = 16


async def _call(ledger: Ledger, number: int) -> None:
    subject, count = person(), 0
    while True:
        count += 1
        receipts = await ledger.append([entry(subject), entry(person())])
        intents = await ledger.intend([write(subject, f"w-{os.getpid()}-{number}-{count}")])
        lines = [f"{receipt.sequence} {receipt.chain_head.hex()}" for receipt in receipts + intents]
        if count % 2 and intents[0].write is not None:
            await ledger.settle(intents[0].write, "committed")
            lines.append(f"settled {intents[0].write}")
        os.write(1, ("\n".join(lines) + "\n").encode())


async def _main(home: Path) -> None:
    settings = Settings(home=home)
    ledger = Ledger.open(settings, Vault.open(settings))
    await asyncio.gather(*(_call(ledger, number) for number in range(CALLERS)))


if __name__ == "__main__":
    asyncio.run(_main(Path(sys.argv[1])))
