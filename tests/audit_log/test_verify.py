"""Each way to alter a log is found: by `verify`, and near its end at the next start."""

import asyncio
from collections.abc import Callable

import pytest

from hub.audit_log import Ledger, Receipt, verify
from hub.settings import Settings
from model.errors import SetupError
from tests.audit_log.conftest import Execute
from tests.audit_log.entries import entry, forget, person, write
from tlog.chains import commitment

ANNA, BORIS = person(), person()


@pytest.fixture
def receipts(opened: Callable[[], Ledger]) -> list[Receipt]:
    """A log of ten entries: eight reads, alternating between two people, then a write and its outcome."""

    async def make() -> list[Receipt]:
        ledger = opened()
        receipts = await ledger.append([entry((ANNA, BORIS)[count % 2]) for count in range(8)])
        intents = await ledger.intend([write(ANNA, "w-1")])
        assert intents[0].write is not None
        await ledger.settle(intents[0].write, "committed")
        ledger.close()
        return receipts + intents

    return asyncio.run(make())


def test_a_whole_log_has_no_problems(receipts: list[Receipt], settings: Settings) -> None:
    verification = verify(settings, receipts)
    assert (verification.entries, verification.problems, verification.open_writes) == (10, (), ())


@pytest.mark.parametrize(
    ("statement", "problems"),
    [  # a `?` is zeroes
        (
            "UPDATE entries SET record = (SELECT record FROM entries WHERE sequence = 5) WHERE sequence = 3",
            [
                "entry 3: the record is not the one that was committed to",
                "entry 3: the record names another place in its subject's chain",
            ],
        ),
        (
            "UPDATE entries SET salt = ? WHERE sequence = 3",
            ["entry 3: the record is not the one that was committed to"],
        ),
        (
            "DELETE FROM entries WHERE sequence = 3",
            [
                "entry 3: missing, the next one is 4",
                "checkpoint of 10 entries: it signs for 10 entries and the log has 9: some are lost, or it was rolled back",
                "entry 5: its subject's number 2 is missing",
            ],
        ),
        (
            "UPDATE entries SET previous = ? WHERE sequence = 3",
            [
                "entry 3: the record names another place in its subject's chain",
                "entry 3: its subject's chain is broken",
                "entry 5: its subject's chain is broken",
            ],
        ),
        (
            "UPDATE entries SET subject = 'somebody', subject_sequence = 1 WHERE sequence = 6",
            [
                "entry 6: the record names another place in its subject's chain",
                "entry 8: its subject's number 4 is missing",
                "entry 6: its subject's chain is broken",
            ],
        ),
        (
            "UPDATE writes SET outcome = NULL, ended = NULL",
            ["write w-1: its outcome is not the entry that the table of writes names"],
        ),
        (
            "UPDATE writes SET ended = 'rolled_back'",
            ["write w-1: its outcome is not the entry that the table of writes names"],
        ),
        (
            "UPDATE writes SET intended = 7",
            ["write w-1: intents on the log and the table of writes don't agree"],
        ),
        ("DELETE FROM writes", ["write w-1: intents on the log and the table of writes don't agree"]),
    ],
)
def test_what_was_altered_is_named(
    receipts: list[Receipt], settings: Settings, execute: Execute, statement: str, problems: list[str]
) -> None:
    assert receipts
    execute(statement, *([bytes(32)] * statement.count("?")))
    assert sorted(verify(settings).problems) == sorted(problems)


def test_a_record_rewritten_with_its_commitment_breaks_its_subjects_chain(
    receipts: list[Receipt], settings: Settings, execute: Execute
) -> None:
    assert receipts
    ((salt, record),) = execute("SELECT salt, record FROM entries WHERE sequence = 3")
    forged = record.replace(b"RO-0301", b"RO-9999")
    execute("UPDATE entries SET record = ?, commitment = ? WHERE sequence = 3", forged, commitment(salt, forged))
    assert verify(settings).problems == (
        "checkpoint of 10 entries: the log's first 10 entries are not those that were signed: the log was forked",
        "entry 5: its subject's chain is broken",
    )


def test_a_record_out_of_canonical_form_is_named(receipts: list[Receipt], settings: Settings, execute: Execute) -> None:
    assert receipts
    ((record,),) = execute("SELECT record FROM entries WHERE sequence = 3")
    execute("UPDATE entries SET record = ? WHERE sequence = 3", b" " + record)
    assert "entry 3: the record is not in canonical form" in verify(settings).problems


@pytest.mark.parametrize(
    "record",
    [
        "{",
        "[]",
        "{}",
        '{"entry":[]}',
        '{"entry":{"action":"write"}}',
        '{"entry":{"action":"write","write":[1]}}',
        '{"entry":{"action":"outcome","write":"w","outcome":7}}',
        '{"entry":{"action":"erase","extra":{"erased":"1-9223372036854775808"}}}',
        '{"entry":{"action":"erase","extra":{"erased":""}}}',
    ],
)
def test_a_record_that_is_none_is_named(
    receipts: list[Receipt], settings: Settings, execute: Execute, record: str
) -> None:
    assert receipts
    execute("UPDATE entries SET record = ? WHERE sequence = 3", record.encode())
    assert "entry 3: the record can't be read" in verify(settings).problems


def test_an_end_cut_off_shows_by_a_receipt(receipts: list[Receipt], settings: Settings, execute: Execute) -> None:
    execute("DELETE FROM entries WHERE sequence >= 7")
    execute("DELETE FROM writes")
    execute("DELETE FROM checkpoints WHERE size > 7")
    assert verify(settings).is_whole
    assert verify(settings, receipts).problems == (
        "entry 7: missing, and there is a receipt for it",
        "entry 8: missing, and there is a receipt for it",
    )


def test_a_log_made_anew_shows_by_a_receipt(
    receipts: list[Receipt], settings: Settings, opened: Callable[[], Ledger], execute: Execute
) -> None:
    """Also what the keys knew of it is gone: else it could not be opened."""
    for table in ("entries", "writes", "checkpoints"):
        execute(f"DELETE FROM {table}")
    forget(settings.private_folder)

    async def make() -> None:
        await opened().append([entry((ANNA, BORIS)[count % 2]) for count in range(9)])

    asyncio.run(make())
    assert verify(settings).is_whole
    assert verify(settings, receipts[:1]).problems == ("entry 0: not the one for which the receipt was given",)


@pytest.mark.parametrize("sequence", [0, 4, 9])
def test_an_alteration_near_the_end_stops_the_start(
    receipts: list[Receipt], opened: Callable[[], Ledger], execute: Execute, sequence: int
) -> None:
    assert receipts
    execute("UPDATE entries SET salt = ? WHERE sequence = ?", bytes(32), sequence)
    with pytest.raises(SetupError, match=f"altered at entry {sequence}: run `domicile log verify`"):
        opened()


def test_no_log_is_one_clear_line(settings: Settings) -> None:
    with pytest.raises(SetupError, match="there is no access log "):
        verify(settings)
