"""`domicile log verify`, as a person types it."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from hub.audit_log import Ledger
from hub.settings import Settings
from tests.audit_log.conftest import Execute
from tests.audit_log.entries import entry, person, write
from tests.support.places import ROOT


@pytest.fixture
def run(settings: Settings) -> Callable[[], subprocess.CompletedProcess[str]]:
    def verify() -> subprocess.CompletedProcess[str]:
        url = settings.log_url.get_secret_value()
        environment = {**os.environ, "DOMICILE_HOME": str(settings.home), "HUB_LOG_URL": url}
        command = [sys.executable, "-m", "hub.cli", "log", "verify"]
        return subprocess.run(
            command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
        )

    return verify


async def test_a_whole_log_is_said_to_be_whole_while_the_hub_runs(
    ledger: Ledger, run: Callable[[], subprocess.CompletedProcess[str]]
) -> None:
    await ledger.append([entry(person()) for _ in range(5)])
    await ledger.intend([write(person(), "w-1")])
    done = await asyncio.to_thread(run)
    assert (done.returncode, done.stdout) == (0, "6 entries, the log is whole\n")
    assert "write w-1: open: settled by the running hub, or at the next start" in done.stderr


@pytest.mark.full
async def test_a_log_that_was_altered_is_named_with_exit_code_1(
    ledger: Ledger, execute: Execute, run: Callable[[], subprocess.CompletedProcess[str]]
) -> None:
    await ledger.append([entry(person()) for _ in range(3)])
    ledger.close()
    execute("UPDATE entries SET salt = ? WHERE sequence = 1", bytes(32))
    done = await asyncio.to_thread(run)
    assert done.returncode == 1
    assert done.stdout == (
        "entry 1: the record is not the one that was committed to\n3 entries, the log is not whole: 1 problems\n"
    )


@pytest.mark.full
def test_without_a_log_there_is_one_line_and_exit_code_1(run: Callable[[], subprocess.CompletedProcess[str]]) -> None:
    done = run()
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip().startswith("error INTERNAL: there is no access log ")
