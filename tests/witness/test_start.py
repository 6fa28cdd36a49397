"""A log and its witness, each as it runs: cosigned while it grows, and no start once it was rolled back or forked."""

import asyncio
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hub.audit_log import Ledger
from hub.settings import Settings
from hub.vault import Vault
from model.errors import SetupError
from tests.audit_log.entries import entry, forget, person
from tests.support.command import run
from tests.witness.process import free_port, serving
from tlog.notes import Checkpoint, Note, VerifierKey
from tlog.proofs import LogProof

pytestmark = [pytest.mark.full, pytest.mark.timeout(300)]

SECONDS_MAX = 60.0


class Office:
    """A hub's log in a home of its own, and the witness that watches it in another."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.witness_home = folder / "witness"
        self.key = VerifierKey.parse(run("witness", "key", "--name", "w.example", home=self.witness_home).out.strip())
        self.settings = Settings(
            home=folder / "hub",
            log_origin="log.example",
            witnesses=f"{self.key} http://127.0.0.1:{self.port}",
        )
        self.vault = Vault.create(self.settings)
        alone = Ledger.open(self.settings.model_copy(update={"witnesses": ""}), self.vault)
        alone.close()
        self.log = VerifierKey.parse(alone.key)

    @property
    def file(self) -> Path:
        return self.settings.private_folder / "log.sqlite"

    def witness(self) -> object:
        return serving(self.witness_home, str(self.log), self.port)

    def open(self) -> Ledger:
        return Ledger.open(self.settings, self.vault)

    async def grow(self, count: int) -> LogProof:
        """Open the log, add entries, and wait until the witness has signed the last of them."""
        ledger = self.open()
        receipts = await ledger.append([entry(person()) for _ in range(count)])
        deadline = time.monotonic() + SECONDS_MAX
        while time.monotonic() < deadline:
            proof = await ledger.proof(receipts[-1].sequence)
            if proof is not None and "w.example" in proof:
                break
            await asyncio.sleep(0.05)
        ledger.close()
        assert proof is not None
        read = LogProof.parse(proof)
        assert set(read.verified(receipts[-1].commitment, self.log, [self.key], quorum=1).witnesses) == {"w.example"}
        return read

    def size(self) -> int:
        with closing(sqlite3.connect(self.file)) as database:
            (count,) = database.execute("SELECT count(*) FROM entries").fetchone()
            return int(count)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    office = Office(tmp_path)
    yield office
    office.vault.close()


def copied(office: Office, to: Path) -> Callable[[], None]:
    """Keep the log as it is now; what comes back puts it there again."""
    shutil.copytree(office.settings.private_folder, to)

    def put_back() -> None:
        for path in office.settings.private_folder.glob("log.sqlite*"):
            path.unlink()
        shutil.copy(to / "log.sqlite", office.file)

    return put_back


async def test_a_log_grows_before_its_witness_and_starts_again(office: Office) -> None:
    with office.witness():  # type: ignore[attr-defined]
        await office.grow(3)
        await office.grow(400)
        ledger = office.open()
        note = Note.parse(str(await ledger.checkpoint()))
        ledger.close()
    assert set(note.verified([office.log, office.key])) == {office.log, office.key}
    assert Checkpoint.parse(note.text).size == 403


async def test_two_processes_of_one_home_do_not_take_each_other_for_a_rollback(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    with office.witness():  # type: ignore[attr-defined]
        first = office.open()
        for _ in range(5):
            second = office.open()
            for ledger in (first, second, first):
                await ledger.append([entry(person())])
            second.close()
        first.close()
        third = office.open()
        note = Note.parse(str(await third.checkpoint()))
        third.close()
    assert set(note.verified([office.log, office.key])) == {office.log, office.key}
    assert Checkpoint.parse(note.text).size == 15
    assert [record for record in caplog.records if record.levelname == "CRITICAL"] == []


async def test_a_rolled_back_log_does_not_start(office: Office, tmp_path: Path) -> None:
    with office.witness():  # type: ignore[attr-defined]
        await office.grow(300)
        put_back = copied(office, tmp_path / "backup")
        await office.grow(5)
        put_back()
        forget(office.settings.private_folder)
        with pytest.raises(SetupError, match=r"rolled back: the witness `w\.example` holds 305 entries.* has 300"):
            office.open()
    assert office.size() == 300


async def test_a_log_that_was_thrown_away_does_not_start(office: Office) -> None:
    with office.witness():  # type: ignore[attr-defined]
        await office.grow(2)
        office.file.unlink()
        forget(office.settings.private_folder)
        with pytest.raises(SetupError, match=r"rolled back: the witness `w\.example` holds 2 entries.* has 0"):
            office.open()


async def test_a_forked_log_does_not_start(office: Office, tmp_path: Path) -> None:
    """The log goes back to a backup and on from there, past the size that the witness knows."""
    with office.witness():  # type: ignore[attr-defined]
        await office.grow(300)
        put_back = copied(office, tmp_path / "backup")
        await office.grow(5)
        put_back()
        forget(office.settings.private_folder)
        alone = Ledger.open(office.settings.model_copy(update={"witnesses": ""}), office.vault)
        await alone.append([entry(person()) for _ in range(40)])
        alone.close()
        with pytest.raises(SetupError, match=r"forked: the witness `w\.example` holds a tree which this log's 340"):
            office.open()
    assert office.size() == 340


async def test_without_its_witness_the_log_does_not_start_but_goes_on(office: Office) -> None:
    with pytest.raises(SetupError, match="no witness answers"):
        office.open()
    with office.witness():  # type: ignore[attr-defined]
        await office.grow(1)
        ledger = office.open()
    receipts = await ledger.append([entry(person())])
    deadline = time.monotonic() + SECONDS_MAX
    while time.monotonic() < deadline:
        note = Note.parse(str(await ledger.checkpoint()))
        if Checkpoint.parse(note.text).size == 2:
            break
        await asyncio.sleep(0.05)
    assert [signature.name for signature in note.signatures] == ["log.example"]
    proof = LogProof.parse(str(await ledger.proof(receipts[0].sequence)))
    assert proof.verified(receipts[0].commitment, office.log, [office.key]).witnesses == {}
    ledger.close()
