"""A process that appends until the system refuses to let its files grow, then tries once more. Argument: the home.

Prints how many entries were acknowledged, and whether the log says that it is available. Run by `test_faults.py`.
"""

import asyncio
import resource
import sys
from pathlib import Path

from hub.audit_log import Ledger
from hub.settings import Settings
from hub.vault import Vault
from model.errors import LogUnavailableError
from tests.audit_log.entries import entry, person

_FILE_BYTES_MAX = 400_000


async def fill(ledger: Ledger) -> int:
    """Append until it fails; how many entries were acknowledged."""
    acknowledged = 0
    while True:
        results = await asyncio.gather(
            *(ledger.append([entry(person()), entry(person())]) for _ in range(20)), return_exceptions=True
        )
        failures = [result for result in results if isinstance(result, BaseException)]
        acknowledged += sum(len(result) for result in results if isinstance(result, list))
        assert {type(failure) for failure in failures} <= {LogUnavailableError}
        if failures:
            return acknowledged


async def _main(home: Path) -> None:
    settings = Settings(home=home)
    ledger = Ledger.open(settings, Vault.open(settings))
    await ledger.append([entry(person())])
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_BYTES_MAX, usual[1]))
    acknowledged = 1 + await fill(ledger)
    resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    try:
        await ledger.append([entry(person())])
    except LogUnavailableError:
        sys.stdout.write(f"{acknowledged} {ledger.is_available}\n")


if __name__ == "__main__":
    asyncio.run(_main(Path(sys.argv[1])))
