"""What is PostgreSQL's own: who may be the log's database, and what happens when it stops, is killed, refuses or is full."""

import asyncio
import logging
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from hub.audit_log import Ledger, Receipt, verify
from hub.audit_log.tables import LostError
from hub.settings import Settings
from hub.vault import Vault
from model.errors import LogUnavailableError, SetupError
from tests.audit_log.conftest import Execute
from tests.audit_log.entries import AT, entry, erasure, person, write
from tests.audit_log.postgres import PostgresServer
from tlog.notes import VerifierKey
from tlog.proofs import LogProof

_PASSWORD = "correct-horse-5d1c"


@pytest.fixture
def store() -> str:
    return "postgres"


@pytest.fixture(scope="module")
def fragile() -> Iterator[PostgresServer]:
    """A server of these tests' own: they stop it, kill it, and set it wrong."""
    server = PostgresServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def fragile_settings(fragile: PostgresServer, tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", log_url=SecretStr(fragile.url(fragile.new_database())))


@pytest.fixture
def fragile_ledger(fragile_settings: Settings) -> Iterator[Ledger]:
    vault = Vault.create(fragile_settings)
    ledger = Ledger.open(fragile_settings, vault)
    yield ledger
    ledger.close()
    vault.close()


async def _until_available(ledger: Ledger) -> None:
    deadline = time.monotonic() + 60
    while not ledger.is_available:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


async def _fails(ledger: Ledger) -> None:
    with pytest.raises(LogUnavailableError):
        await ledger.append([entry(person())])


# ── which database may be it ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "url",
    [
        f"mysql://clerk:{_PASSWORD}@db.example/log",
        f"postgresql://clerk:{_PASSWORD}@db.example:{_PASSWORD}/log",
        f"postgresql://clerk:{_PASSWORD}/x#@db.example/log",
        f"postgresql://clerk:{_PASSWORD}@127.0.0.1:9/log?sslmode={_PASSWORD}",
    ],
)
def test_an_address_that_can_not_be_understood_is_one_line_without_the_password(
    settings: Settings, vault: Vault, url: str
) -> None:
    wrong = settings.model_copy(update={"log_url": SecretStr(url)})
    assert _PASSWORD not in repr(wrong)
    with pytest.raises(SetupError) as caught:
        Ledger.open(wrong, vault)
    assert "`HUB_LOG_URL`" in str(caught.value)
    error: BaseException | None = caught.value
    while error is not None:
        assert _PASSWORD not in repr(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def test_a_wrong_password_and_an_absent_server_are_one_line_without_the_password(
    settings: Settings, vault: Vault, server: PostgresServer
) -> None:
    with pytest.raises(SetupError, match="database does not take us: password authentication failed") as caught:
        Ledger.open(_at(settings, f"postgresql://clerk:{_PASSWORD}@/postgres?host={server.folder}"), vault)
    assert _PASSWORD not in str(caught.value)
    with pytest.raises(SetupError, match="database does not take us: No such file or directory"):
        Ledger.open(_at(settings, f"postgresql://clerk:{_PASSWORD}@/postgres?host={server.folder}/none"), vault)


def _at(settings: Settings, url: str) -> Settings:
    return settings.model_copy(update={"log_url": SecretStr(url)})


def test_a_home_knows_its_log_again(
    opened: Callable[[], Ledger], settings: Settings, vault: Vault, server: PostgresServer
) -> None:
    opened().close()
    with pytest.raises(SetupError, match="there is no access log in the database"):
        Ledger.open(_at(settings, server.url(server.new_database())), vault)
    with pytest.raises(SetupError, match=r"access log is in PostgreSQL .* set `HUB_LOG_URL`"):
        Ledger.open(_at(settings, ""), vault)
    other = _at(settings.model_copy(update={"home": settings.home / "other"}), server.url(server.new_database()))
    Ledger.open(other, vault).close()
    for refused in (
        lambda: Ledger.open(_at(settings, other.log_url.get_secret_value()), vault),
        lambda: verify(_at(settings, other.log_url.get_secret_value())),
    ):
        with pytest.raises(SetupError, match="holds another access log than this home's"):
            refused()
    opened()


def test_a_newer_log_is_refused(opened: Callable[[], Ledger], execute: Execute) -> None:
    opened().close()
    execute("UPDATE log SET version = 3")
    with pytest.raises(SetupError, match="has version 3, and this program knows 2"):
        opened()


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes"])
def test_a_database_that_may_lose_what_it_took_is_refused(
    fragile: PostgresServer, fragile_settings: Settings, setting: str
) -> None:
    vault = Vault.create(fragile_settings)
    fragile.execute(f"ALTER SYSTEM SET {setting} = off")
    fragile.execute("SELECT pg_reload_conf()")
    try:
        with pytest.raises(SetupError, match=f"runs with `{setting}` off and may lose entries"):
            Ledger.open(fragile_settings, vault)
    finally:
        fragile.execute(f"ALTER SYSTEM RESET {setting}")
        fragile.execute("SELECT pg_reload_conf()")
        vault.close()


async def test_commits_wait_for_the_disk_whatever_the_database_says(
    opened: Callable[[], Ledger], execute: Execute, settings: Settings
) -> None:
    opened().close()
    database = settings.log_url.get_secret_value().partition("@/")[2].partition("?")[0]
    execute(f"ALTER DATABASE {database} SET synchronous_commit = off")
    execute("CREATE TABLE seen (setting text)")
    execute(
        "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN INSERT INTO seen VALUES (current_setting('synchronous_commit')); RETURN NEW; END $$"
    )
    execute("CREATE TRIGGER note BEFORE INSERT ON entries FOR EACH ROW EXECUTE FUNCTION note()")
    await opened().append([entry(person())])
    assert execute("SELECT setting FROM seen") == [("on",)]


# ── several machines ─────────────────────────────────────────────────────────────────────────────────────────────────


async def test_machines_that_share_a_log_make_one_chain_and_see_each_other(
    ledger: Ledger, settings: Settings, vault: Vault
) -> None:
    elsewhere = settings.model_copy(update={"home": settings.home / "elsewhere"})
    other = Ledger.open(elsewhere, vault)
    anna = person()
    for number in range(10):
        await asyncio.gather(
            ledger.append([entry(anna)]), other.append([entry(anna)]), other.intend([write(anna, f"w-{number}")])
        )
    assert [record.subject_sequence for record in await ledger.read_subject(anna)] == list(range(1, 31))
    assert (len(other.open_intents()), ledger.open_intents()) == (10, [])
    other.close()
    assert len(ledger.open_intents()) == 10
    assert ledger.verify().problems == ()


async def test_a_writer_that_lost_its_connection_is_soon_seen_again(
    ledger: Ledger, opened: Callable[[], Ledger], execute: Execute, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else another would settle a write of it that is in flight."""
    monkeypatch.setattr("hub.audit_log.postgres.PRESENCE_GRACE_SECONDS", 3.0)
    await ledger.intend([write(person(), "w-1")])
    other = opened()
    execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ?", _session(ledger))
    appending = asyncio.create_task(ledger.append([entry(person())]))  # it notices, and is back
    assert await asyncio.to_thread(other.open_intents) == []
    assert len(await appending) == 1
    assert ledger.open_intents() == ["w-1"]


def _session(ledger: Ledger) -> str:
    return f"domicile log {ledger._storage.writer}"


async def test_another_writer_that_takes_too_long_costs_one_group_only(
    settings: Settings, vault: Vault, execute: Execute, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.audit_log.postgres.LOCK_SECONDS_MAX", 1)
    ledger = Ledger.open(settings, vault)
    held = asyncio.create_task(
        asyncio.to_thread(execute, f"SELECT pg_advisory_xact_lock({0x444D4C47_00000001}), pg_sleep(2)")
    )
    await asyncio.sleep(0.5)
    with pytest.raises(LogUnavailableError, match="another process holds the access log"):
        await ledger.append([entry(person())])
    assert ledger.is_available
    await held
    assert [receipt.sequence for receipt in await ledger.append([entry(person())])] == [0]
    ledger.close()


async def test_a_connection_that_was_dropped_while_idle_costs_no_call(ledger: Ledger, execute: Execute) -> None:
    anna = person()
    await ledger.append([entry(anna)])
    execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ?", _session(ledger))
    assert [receipt.subject_sequence for receipt in await ledger.append([entry(anna)])] == [2]


# ── faults ───────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_after_a_new_connection_the_log_is_signed_as_before(ledger: Ledger, execute: Execute) -> None:
    await ledger.append([entry(person())])
    execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ?", _session(ledger))
    (receipt,) = await ledger.append([entry(person())])
    deadline = time.monotonic() + 60
    while await ledger.proof(receipt.sequence) is None:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)
    proof = LogProof.parse(str(await ledger.proof(receipt.sequence)))
    proof.verified(receipt.commitment, VerifierKey.parse(ledger.key))


async def test_while_the_database_is_stopped_nothing_is_answered_and_then_the_log_goes_on(
    fragile: PostgresServer, fragile_ledger: Ledger
) -> None:
    anna = person()
    await fragile_ledger.append([entry(anna)])
    fragile.halt()
    await _fails(fragile_ledger)
    assert not fragile_ledger.is_available
    for _ in range(3):
        await _fails(fragile_ledger)
    fragile.start()
    await _until_available(fragile_ledger)
    (receipt,) = await fragile_ledger.append([entry(anna)])
    assert (receipt.sequence, receipt.subject_sequence) == (1, 2)
    assert fragile_ledger.verify().problems == ()


async def test_a_database_that_hangs_fails_calls_until_it_goes_on(
    settings: Settings, vault: Vault, execute: Execute, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TABLE_STATEMENT_SECONDS_MAX", "CONNECT_SECONDS_MAX", "LOCK_SECONDS_MAX"):
        monkeypatch.setattr(f"hub.audit_log.postgres.{name}", 1)
    ledger = Ledger.open(settings, vault)
    ((session,),) = execute("SELECT pid FROM pg_stat_activity WHERE application_name = ?", _session(ledger))
    os.kill(session, signal.SIGSTOP)
    try:
        await _fails(ledger)
        assert not ledger.is_available
    finally:
        os.kill(session, signal.SIGCONT)
    await _until_available(ledger)
    assert len(await ledger.append([entry(person())])) == 1
    assert ledger.verify().problems == ()
    ledger.close()


async def _append_until_it_fails(ledger: Ledger, acknowledged: list[Receipt], **changed: Any) -> None:
    subject = person()
    while True:
        try:
            acknowledged += await ledger.append([entry(subject, **changed), entry(person(), **changed)])
        except LogUnavailableError:
            return


async def _killed_once(server: PostgresServer, ledger: Ledger, after_seconds: float) -> None:
    acknowledged: list[Receipt] = []
    callers = [asyncio.create_task(_append_until_it_fails(ledger, acknowledged)) for _ in range(16)]
    await asyncio.sleep(after_seconds)
    server.kill()
    await asyncio.gather(*callers)
    server.start()
    await _until_available(ledger)
    assert acknowledged
    await ledger.append([entry(person())])
    verification = verify(ledger._settings, acknowledged)
    assert verification.problems == ()
    assert verification.entries > len(acknowledged)


async def test_what_was_acknowledged_survives_a_kill_of_the_database(
    fragile: PostgresServer, fragile_ledger: Ledger
) -> None:
    await _killed_once(fragile, fragile_ledger, 0.5)


@pytest.mark.long
async def test_what_was_acknowledged_survives_many_kills_of_the_database(
    fragile: PostgresServer, fragile_ledger: Ledger
) -> None:
    for number in range(20):
        await _killed_once(fragile, fragile_ledger, 0.3 + number * 0.037)


@pytest.mark.parametrize("is_there", [True, False])
async def test_a_commit_whose_outcome_is_unknown_is_found_or_not(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, *, is_there: bool
) -> None:
    anna = person()
    await ledger.append([entry(anna)])
    tables = ledger._writer._placing.tables
    usual = tables.commit

    def lost() -> None:
        if is_there:
            usual()
        raise LostError("the answer did not come")

    monkeypatch.setattr(tables, "commit", lost)
    with pytest.raises(LogUnavailableError):
        await ledger.append([entry(anna)])
    await _until_available(ledger)
    (receipt,) = await ledger.append([entry(anna)])
    assert (receipt.sequence, receipt.subject_sequence) == ((2, 3) if is_there else (1, 2))
    assert ledger.verify().problems == ()


async def test_a_database_that_refuses_costs_those_calls_and_tells_nobodys_record(
    ledger: Ledger, execute: Execute, caplog: pytest.LogCaptureFixture
) -> None:
    """A trigger stands in for the full disk: its error is the one that a full disk gives, at the same place."""
    anna = person()
    await ledger.append([entry(anna)])
    execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no space left' "
        "USING ERRCODE = '53100', DETAIL = convert_from(NEW.record, 'UTF8'); END $$"
    )
    execute("CREATE TRIGGER refuse BEFORE INSERT ON entries FOR EACH ROW EXECUTE FUNCTION refuse()")
    with caplog.at_level(logging.DEBUG):
        for _ in range(3):
            with pytest.raises(LogUnavailableError):
                await ledger.append([entry(anna, operation="canary-77aa")])
            await _until_available(ledger)
    assert "the access log's database is lost: no space left" in caplog.text
    assert "canary-77aa" not in caplog.text
    execute("DROP TRIGGER refuse ON entries")
    assert [receipt.subject_sequence for receipt in await ledger.append([entry(anna)])] == [2]
    assert ledger.verify().entries == 2


@pytest.mark.full
async def test_a_database_that_is_full_fails_calls_until_there_is_room(
    fragile: PostgresServer, fragile_ledger: Ledger
) -> None:
    """The system lets no file of the server grow beyond a limit; then it does again."""
    fragile.halt()
    fragile.start(file_bytes_max=20 * 1024 * 1024)
    acknowledged: list[Receipt] = []
    large = {f"note{number}": _noise(number) for number in range(4)}
    await _append_until_it_fails(fragile_ledger, acknowledged, extra=large)
    await _until_available(fragile_ledger)
    assert len(acknowledged) > 10
    fragile.halt()
    fragile.start()
    await _until_available(fragile_ledger)
    acknowledged += await fragile_ledger.append([entry(person(), extra=large)])
    verification = verify(fragile_ledger._settings, acknowledged)
    assert (verification.entries, verification.problems) == (len(acknowledged), ())


def _noise(seed: int) -> str:
    """A hundred kilobytes that do not compress to less than half."""
    return random.Random(seed).randbytes(50_000).hex()


async def test_what_was_erased_is_in_no_file_of_the_tables_once_they_are_rewritten(
    ledger: Ledger, execute: Execute, server: PostgresServer
) -> None:
    """As the decision's page tells operators; the write-ahead log is theirs to expire."""
    anna, old = person(), AT - timedelta(days=4000)
    await ledger.append([entry(anna, at=old, operation="canary-erased"), entry(anna, operation="canary-kept")])
    await ledger.erase([erasure(anna)], before=AT - timedelta(days=3650))
    execute("VACUUM FULL entries")
    execute("CHECKPOINT")
    files = [path.read_bytes() for path in (server.data / "base").rglob("*") if path.is_file()]
    assert any(b"canary-kept" in content for content in files)
    assert not any(b"canary-erased" in content for content in files)
    assert ledger.verify().problems == ()


async def test_a_database_that_went_back_stops_the_log_for_good(
    ledger: Ledger, execute: Execute, caplog: pytest.LogCaptureFixture
) -> None:
    """As after a standby took over which had not been given everything."""
    await ledger.append([entry(person()) for _ in range(3)])
    execute("DELETE FROM entries WHERE sequence = 2")
    execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ?", _session(ledger))
    await _fails(ledger)
    deadline = time.monotonic() + 60
    while "the access log has stopped" not in caplog.text:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)
    assert not ledger.is_available
    assert "lost entry 2, which was durable" in caplog.text
