"""The log's tree as it grows: checkpoints, proofs and tiles, over restarts and several processes, and what stops a start."""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from hub.audit_log import Ledger, Receipt, published
from hub.audit_log import tree_writer as growing
from hub.audit_log.storage import storage_of
from hub.settings import Settings
from hub.vault import Vault
from model.errors import SetupError, ValidationFailedError
from tests.audit_log.conftest import Execute
from tests.audit_log.entries import entry, only_sqlite, person
from tests.audit_log.version_1 import put_back
from tlog import independent_verifier as second
from tlog.notes import Checkpoint, Note, VerifierKey
from tlog.proofs import LogProof
from tlog.tiles import ENTRIES, Tile, bundle_entries, tile_hashes

ANNA = person()
SECONDS_MAX = 60.0  # on a busy machine; that it is two on another is measured, not tested


class Clock:
    """What the log takes for the time."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 8, 59, 58, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def go(self, **by: int) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(growing, "now", clock)
    monkeypatch.setattr(published, "now", clock)
    return clock


@pytest.fixture
def every_group(monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkpoint with each group, not with each second."""
    monkeypatch.setattr(growing, "PUBLISH_SECONDS", 0.0)


@pytest.fixture
def never_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """One checkpoint with the first group, and no other but at the end."""
    monkeypatch.setattr(growing, "PUBLISH_SECONDS", 3600.0)


def committed(execute: Execute) -> list[bytes]:
    return [bytes(value) for (value,) in execute("SELECT commitment FROM entries ORDER BY sequence")]


def checked(ledger: Ledger, note: str | None) -> Checkpoint:
    assert note is not None
    read = Note.parse(note)
    read.verified([VerifierKey.parse(ledger.key)])
    return Checkpoint.parse(read.text)


async def fill(ledger: Ledger, count: int) -> list[Receipt]:
    return await ledger.append([entry(ANNA) for _ in range(count)])


async def until_proved(ledger: Ledger, sequence: int) -> LogProof:
    deadline = time.monotonic() + SECONDS_MAX
    while time.monotonic() < deadline:
        proof = await ledger.proof(sequence)
        if proof is not None:
            return LogProof.parse(proof)
        await asyncio.sleep(0.02)
    raise AssertionError("the proof is still pending")


# ── checkpoints and proofs ───────────────────────────────────────────────────────────────────────────────────────────


async def test_each_entry_gets_its_proof(ledger: Ledger, execute: Execute) -> None:
    receipts = [receipt for count in (1, 3, 300, 7) for receipt in await fill(ledger, count)]
    key = VerifierKey.parse(ledger.key)
    await until_proved(ledger, receipts[-1].sequence)
    checkpoint = checked(ledger, await ledger.checkpoint())
    assert (checkpoint.size, checkpoint.root) == (311, second.tree_hash(committed(execute)))
    proofs = await ledger.proofs([receipt.sequence for receipt in receipts])
    for receipt, proof in zip(receipts, proofs, strict=True):
        assert proof is not None
        read = LogProof.parse(proof)
        assert (read.index, read.verified(receipt.commitment, key).checkpoint) == (receipt.sequence, checkpoint)


@pytest.mark.usefixtures("never_again")
async def test_a_proof_is_pending_until_its_checkpoint(ledger: Ledger) -> None:
    await fill(ledger, 1)
    await fill(ledger, 2)
    first = LogProof.parse(str(await ledger.proof(0)))
    assert Checkpoint.parse(first.note.text).size == 1
    assert [await ledger.proof(sequence) for sequence in (1, 2)] == [None, None]
    assert [proof is None for proof in await ledger.proofs([0, 1])] == [False, True]
    for unknown in (3, -1):
        with pytest.raises(ValidationFailedError, match=f"the log has no entry `{unknown}`"):
            await ledger.proof(unknown)


@pytest.mark.usefixtures("never_again")
async def test_the_end_is_signed_when_the_log_is_closed(opened: Callable[[], Ledger]) -> None:
    for size in (4, 8):
        ledger = opened()
        await fill(ledger, 1)
        await fill(ledger, 3)
        ledger.close()
        assert checked(ledger, await ledger.checkpoint()).size == size


async def test_an_empty_log_has_nothing_to_sign(opened: Callable[[], Ledger]) -> None:
    ledger = opened()
    ledger.close()
    assert (await ledger.checkpoint(), await ledger.public_checkpoint()) == (None, None)
    with pytest.raises(ValidationFailedError, match="the log has no entry `0`"):
        await ledger.proof(0)


async def test_the_logs_name_is_its_own_unless_one_is_set(
    opened: Callable[[], Ledger], settings: Settings, vault: Vault
) -> None:
    ledger = opened()
    assert VerifierKey.parse(ledger.key).name == f"domicile-{vault.log_mark().hex()[:8]}"
    ledger.close()
    elsewhere = settings.model_copy(update={"home": settings.home.parent / "named", "log_origin": "log.city.example"})
    named = Ledger.open(elsewhere, vault)
    assert VerifierKey.parse(named.key).name == "log.city.example"
    named.close()
    with pytest.raises(SetupError, match="DOMICILE_LOG_ORIGIN can't be `a b`"):
        Ledger.open(elsewhere.model_copy(update={"log_origin": "a b"}), vault)


@pytest.mark.usefixtures("every_group")
async def test_consistency_is_proved_between_any_two_sizes(ledger: Ledger, execute: Execute) -> None:
    await fill(ledger, 300)
    entries = committed(execute)
    for old, new in ((0, 300), (1, 300), (255, 256), (256, 300), (300, 300), (17, 280)):
        proof = await ledger.consistency(old, new)
        assert proof == (second.consistency_path(old, entries[:new]) if old else [])
    for old, new in ((-1, 300), (2, 1), (0, 301)):
        with pytest.raises(ValidationFailedError, match="the log was never one of"):
            await ledger.consistency(old, new)


# ── tiles ────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_tiles_and_bundles_are_those_of_the_entries(ledger: Ledger, execute: Execute) -> None:
    await fill(ledger, 700)
    entries = committed(execute)
    leaves = [second.tree_hash([value]) for value in entries]
    nodes = [second.tree_hash(entries[start : start + 256]) for start in (0, 256)]
    for tile, hashes in (
        (Tile(0, 0), leaves[:256]),
        (Tile(0, 1), leaves[256:512]),
        (Tile(0, 2, 188), leaves[512:700]),
        (Tile(0, 2, 3), leaves[512:515]),
        (Tile(1, 0, 2), nodes),
        (Tile(1, 0, 1), nodes[:1]),
    ):
        assert tile_hashes(await ledger.tile(tile, 700) or b"", tile.width) == hashes
    bundle = await ledger.tile(Tile(ENTRIES, 2, 188), 700)
    assert bundle_entries(bundle or b"", 188) == entries[512:700]
    for outside in (Tile(0, 2), Tile(0, 2, 189), Tile(1, 0, 3), Tile(1, 0), Tile(2, 0, 1), Tile(ENTRIES, 3, 1)):
        assert await ledger.tile(outside, 700) is None
    assert await ledger.tile(Tile(0, 2, 188), 699) is None
    assert await ledger.tile(Tile(0, 3, 1), 10_000) is None


# ── several processes, restarts, old logs ────────────────────────────────────────────────────────────────────────────


@pytest.mark.full
@pytest.mark.usefixtures("every_group")
@given(calls=st.lists(st.tuples(st.integers(0, 1), st.integers(1, 300)), min_size=1, max_size=8), again=st.booleans())
@examples(deadline=None, max_examples=15)
def test_two_writers_grow_one_tree(
    tmp_path_factory: pytest.TempPathFactory, calls: list[tuple[int, int]], *, again: bool
) -> None:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    vault = Vault.create(settings)

    async def make() -> None:
        ledgers = [Ledger.open(settings, vault) for _ in range(2)]
        for which, count in calls:
            await fill(ledgers[which], count)
            if again:
                ledgers[which].close()
                ledgers[which] = Ledger.open(settings, vault)
        for ledger in ledgers:
            ledger.close()
        with closing(sqlite3.connect(settings.private_folder / "log.sqlite")) as database:
            entries = [value for (value,) in database.execute("SELECT commitment FROM entries ORDER BY sequence")]
        checkpoint = checked(ledgers[0], await ledgers[0].checkpoint())
        assert (checkpoint.size, checkpoint.root) == (len(entries), second.tree_hash(entries))

    asyncio.run(make())
    vault.close()


@only_sqlite
async def test_a_log_from_before_the_tree_gets_one(
    opened: Callable[[], Ledger], log_file: Path, execute: Execute
) -> None:
    ledger = opened()
    await fill(ledger, 600)
    ledger.close()
    put_back(log_file)
    again = opened()
    (receipt,) = await fill(again, 1)
    entries = committed(execute)
    proof = await until_proved(again, receipt.sequence)
    checkpoint = proof.verified(receipt.commitment, VerifierKey.parse(again.key)).checkpoint
    assert (checkpoint.size, checkpoint.root) == (601, second.tree_hash(entries))
    assert execute("SELECT level, position, hash FROM nodes") == [
        (1, 0, second.tree_hash(entries[:256])),
        (1, 1, second.tree_hash(entries[256:512])),
    ]


def test_who_opens_a_log_while_another_signs_is_not_misled(
    opened: Callable[[], Ledger], settings: Settings, vault: Vault
) -> None:
    """Between its look at the end and its look at the last checkpoint another process wrote and signed."""
    ledger = opened()
    asyncio.run(fill(ledger, 300))
    ledger.close()
    storage = storage_of(settings)
    tables = storage.open(vault.log_mark())
    tree = growing.TreeWriter(tables, growing.log_signer(settings, vault), 40)
    tree.follow(300)
    tree.may_publish = True
    assert (tree.due_seconds, Checkpoint.parse(tree.note_at_start().text).size) == (None, 300)
    tables.close()
    storage.leave()


# ── once an hour ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("every_group")
async def test_without_a_sign_in_the_tree_is_the_last_hours(ledger: Ledger, clock: Clock) -> None:
    await fill(ledger, 2)
    assert await ledger.public_checkpoint() is None
    clock.go(seconds=1)
    await fill(ledger, 3)  # the last before nine
    clock.go(seconds=2)
    assert checked(ledger, await ledger.public_checkpoint()).size == 5
    for count in (4, 5):
        await fill(ledger, count)
        clock.go(minutes=20)
        assert checked(ledger, await ledger.public_checkpoint()).size == 5
        assert checked(ledger, await ledger.checkpoint()).size == 5 + count + (count - 4) * 4
    clock.go(hours=1)
    assert checked(ledger, await ledger.public_checkpoint()).size == 14


@pytest.mark.usefixtures("every_group")
async def test_one_checkpoint_an_hour_is_kept(ledger: Ledger, clock: Clock, execute: Execute) -> None:
    for _ in range(3):
        for _ in range(4):
            await fill(ledger, 1)
            clock.go(minutes=15)
    kept = execute("SELECT size, at, is_hourly FROM checkpoints ORDER BY size")
    assert [(size, at[:13], int(is_hourly)) for size, at, is_hourly in kept] == [
        (1, "2026-11-24T08", 1),
        (5, "2026-11-24T09", 1),
        (9, "2026-11-24T10", 1),
        (12, "2026-11-24T11", 0),
    ]


# ── what stops a start ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def kept(opened: Callable[[], Ledger]) -> None:
    """A log of 1,400 entries, closed: the first 400 are beyond what a start reads."""

    async def make() -> None:
        ledger = opened()
        await fill(ledger, 1400)
        ledger.close()

    asyncio.run(make())


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("statements", "message"),
    [
        (
            ["UPDATE nodes SET hash = zeroblob(32) WHERE position = 1"],
            "was altered before entry 1400, or is another one: its tree is not",
        ),
        (
            ["UPDATE nodes SET hash = zeroblob(32) WHERE position = 4"],
            "was altered before entry 1400, or is another one: its tree is not",
        ),
        (["DELETE FROM nodes WHERE position = 1"], "has a gap"),
        (
            ["DELETE FROM entries WHERE sequence = 1399"],
            "lost entries: its last checkpoint signs for 1400, and it has 1399",
        ),
        (["UPDATE checkpoints SET note = replace(note, '1400', '1399')"], "last checkpoint is not one by"),
        (["UPDATE checkpoints SET note = 'x'"], "last checkpoint is not one by"),
        (
            ["UPDATE entries SET commitment = zeroblob(32) WHERE sequence = 0", "DELETE FROM nodes"],
            "was altered before entry 1400, or is another one: its tree is not",
        ),
    ],
)
def test_a_tree_that_is_not_the_signed_one_stops_the_start(
    opened: Callable[[], Ledger], execute: Execute, statements: list[str], message: str
) -> None:
    for statement in statements:
        execute(statement.replace("zeroblob(32)", "?"), *[bytes(32)] * statement.count("zeroblob(32)"))
    with pytest.raises(SetupError, match=message):
        opened()


@pytest.mark.usefixtures("kept")
def test_a_log_under_another_name_stops_the_start(
    opened: Callable[[], Ledger], settings: Settings, vault: Vault
) -> None:
    with pytest.raises(SetupError, match="DOMICILE_LOG_ORIGIN has changed"):
        Ledger.open(settings.model_copy(update={"log_origin": "another.example"}), vault)
    opened()


@pytest.mark.usefixtures("kept")
def test_a_log_whose_last_checkpoint_was_lost_in_a_crash_goes_on(
    opened: Callable[[], Ledger], execute: Execute
) -> None:
    execute("DELETE FROM checkpoints")
    ledger = opened()
    (receipt,) = asyncio.run(fill(ledger, 1))
    proof = asyncio.run(until_proved(ledger, receipt.sequence))
    checkpoint = proof.verified(receipt.commitment, VerifierKey.parse(ledger.key)).checkpoint
    assert checkpoint.root == second.tree_hash(committed(execute))
