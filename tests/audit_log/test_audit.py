"""`domicile log verify` on the tree: each way to alter it is named, against what is stored and what others hold."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub.audit_log import Ledger, Receipt
from hub.audit_log import tree_writer as growing
from hub.settings import Settings
from hub.vault import Vault
from tests.audit_log.conftest import Execute
from tests.audit_log.entries import entry, forget, only_sqlite, person
from tests.support.command import Said, run, started
from tlog.notes import COSIGNATURE, Checkpoint, Note, Signer, VerifierKey


@dataclass(frozen=True)
class Kept:
    """A closed log of 700 entries with checkpoints of 300 and 700, and what residents and witnesses hold of it."""

    settings: Settings
    execute: Execute
    key: str
    receipts: list[Receipt]
    early: Path  # a checkpoint of 300
    late: Path  # one of 700
    proofs: list[Path]  # of entries 7 and 650

    @property
    def environment(self) -> dict[str, str]:
        return {"HUB_LOG_URL": self.settings.log_url.get_secret_value()}

    def alter(self, *statements: str) -> None:
        for statement in statements:
            values = [bytes(32)] * statement.count("zeroblob(32)")
            self.execute(statement.replace("zeroblob(32)", "?"), *values)

    def verify(self, *arguments: str | Path) -> Said:
        return run("log", "verify", *map(str, arguments), home=self.settings.home, environment=self.environment)

    def problems(self, *arguments: str | Path) -> list[str]:
        said = self.verify(*arguments)
        *problems, last = said.out.splitlines()
        assert said.code == (1 if problems else 0), said.error
        assert last.endswith(f"not whole: {len(problems)} problems" if problems else "entries, the log is whole")
        return problems


@pytest.fixture
async def kept(
    settings: Settings, opened: Callable[[], Ledger], execute: Execute, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Kept:
    monkeypatch.setattr(growing, "PUBLISH_SECONDS", 0.0)
    ledger = opened()
    people = [person() for _ in range(3)]
    early, late, *proofs = (tmp_path / name for name in ("early.note", "late.note", "7.tlog-proof", "650.tlog-proof"))
    receipts = await ledger.append([entry(people[number % 3]) for number in range(300)])
    early.write_text(str(await ledger.checkpoint()))
    proofs[0].write_text(str(await ledger.proof(7)))
    receipts += await ledger.append([entry(people[number % 3]) for number in range(400)])
    late.write_text(str(await ledger.checkpoint()))
    proofs[1].write_text(str(await ledger.proof(650)))
    ledger.close()
    forget(settings.private_folder)  # here others tell of the log, and not the keys
    return Kept(settings, execute, ledger.key, receipts, early, late, proofs)


def test_what_lies_beside_the_keys_tells_of_the_log_by_itself(kept: Kept) -> None:
    with closing(sqlite3.connect(kept.settings.private_folder / "keys.sqlite")) as keys:
        keys.execute("UPDATE log SET size = 700, checkpoint = ?", [kept.late.read_text()])
        keys.commit()
    assert kept.problems() == []
    kept.alter(
        "DELETE FROM entries WHERE sequence >= 300",
        "DELETE FROM nodes WHERE position >= 1",
        "DELETE FROM checkpoints",
    )
    assert f"the checkpoint beside the keys: {LOST.format(700, 300)}" in kept.problems()


def evidence(kept: Kept) -> Sequence[str | Path]:
    return [
        *("--checkpoint", kept.early, "--checkpoint", kept.late),
        *("--receipt", kept.proofs[0], "--receipt", kept.proofs[1]),
    ]


FORKED = "the log's first {} entries are not those that were signed: the log was forked"
LOST = "it signs for {} entries and the log has {}: some are lost, or it was rolled back"


def test_a_whole_log_is_whole_against_all_that_others_hold(kept: Kept) -> None:
    said = started("log", "verify", *map(str, evidence(kept)), home=kept.settings.home, environment=kept.environment)
    assert (said.code, said.out) == (0, "700 entries, the log is whole\n")
    assert "signatures were not checked" not in said.error


def test_a_log_that_lost_its_end_is_named(kept: Kept) -> None:
    kept.alter("DELETE FROM entries WHERE sequence >= 690")
    assert kept.problems(*evidence(kept)) == [
        f"checkpoint of 700 entries: {LOST.format(700, 690)}",
        f"`late.note`: {LOST.format(700, 690)}",
        f"`650.tlog-proof`: {LOST.format(700, 690)}",
    ]


def test_a_log_that_was_rolled_back_with_its_checkpoints_shows_by_what_others_hold(kept: Kept) -> None:
    kept.alter(
        "DELETE FROM entries WHERE sequence >= 300",
        "DELETE FROM nodes WHERE position >= 1",
        "DELETE FROM checkpoints",
        f"INSERT INTO checkpoints VALUES (300, '2026-11-24T09:00:00.000Z', '{kept.early.read_text()}', false)",
    )
    assert kept.problems("--checkpoint", kept.early, "--receipt", kept.proofs[0]) == []
    assert kept.problems(*evidence(kept)) == [
        f"`late.note`: {LOST.format(700, 300)}",
        f"`650.tlog-proof`: {LOST.format(700, 300)}",
        "`650.tlog-proof`: entry 650 is missing, and there is a receipt for it",
    ]


@only_sqlite
async def test_a_log_made_anew_shows_by_what_others_hold(
    kept: Kept, opened: Callable[[], Ledger], log_file: Path
) -> None:
    """The whole log is written again with the master key: by itself it is whole."""
    log_file.unlink()  # noqa: ASYNC240 - a small file
    forget(log_file.parent)
    ledger = opened()
    await ledger.append([entry(person()) for _ in range(700)])
    ledger.close()
    assert kept.problems() == []
    assert kept.problems(*evidence(kept)) == [
        "`7.tlog-proof`: entry 7 is not the one for which the receipt was given",
        f"`early.note`: {FORKED.format(300)}",
        f"`7.tlog-proof`: {FORKED.format(300)}",
        "`650.tlog-proof`: entry 650 is not the one for which the receipt was given",
        f"`late.note`: {FORKED.format(700)}",
        f"`650.tlog-proof`: {FORKED.format(700)}",
    ]


@pytest.mark.parametrize(
    ("statement", "problems"),
    [
        (
            "UPDATE nodes SET hash = zeroblob(32) WHERE position = 1",
            ["tree: node 1 of level 1 is not the one of its entries"],
        ),
        ("DELETE FROM nodes WHERE position = 0", ["tree: of the nodes 0 to 1 of level 1, 1 are missing"]),
        (
            "INSERT INTO nodes VALUES (1, 2, zeroblob(32))",
            ["tree: level 1 has a node 2, for which there are no entries"],
        ),
        (
            "INSERT INTO nodes VALUES (2, 0, zeroblob(32))",
            ["tree: level 2 has a node 0, for which there are no entries"],
        ),
        (
            "UPDATE checkpoints SET note = 'x'",
            [
                "checkpoint of 700 entries: a note is a text, an empty line, and signature lines: this is none",
            ],
        ),
        (
            "UPDATE checkpoints SET size = 699",
            ["checkpoint of 699 entries: it is stored as one of 699 entries and signs for 700"],
        ),
    ],
)
def test_what_was_altered_in_the_tree_is_named(kept: Kept, statement: str, problems: list[str]) -> None:
    kept.alter("DELETE FROM checkpoints WHERE size < 700", statement)
    assert kept.problems() == problems


def test_an_entry_rewritten_with_its_commitment_and_its_nodes_is_named(kept: Kept) -> None:
    """What nobody's chain shows, the signed tree does: the last entry of its subject."""
    kept.alter("UPDATE entries SET commitment = zeroblob(32) WHERE sequence = 699")
    assert kept.problems() == [
        "entry 699: the record is not the one that was committed to",
        f"checkpoint of 700 entries: {FORKED.format(700)}",
    ]


def test_an_altered_checkpoint_is_named_if_the_key_is_known(kept: Kept) -> None:
    note = Note.parse(kept.late.read_text())
    forged = Note(note.text.replace("\n700\n", "\n701\n"), note.signatures)
    kept.late.write_text(str(forged))
    name = VerifierKey.parse(kept.key).name
    wrong = f"`late.note`: the signature by `{name}` is wrong: the text is not the one that was signed"
    assert kept.problems("--checkpoint", kept.late) == [wrong]
    assert kept.problems("--checkpoint", kept.late, "--key", kept.key) == [wrong]


def test_another_logs_checkpoint_is_named(kept: Kept, tmp_path: Path) -> None:
    elsewhere = Settings(home=tmp_path / "other")
    vault = Vault.create(elsewhere)
    other = growing.log_signer(elsewhere, vault)
    vault.close()
    kept.late.write_text(str(other.note(Checkpoint(other.key.name, 700, bytes(32)).text)))
    assert kept.problems("--checkpoint", kept.late) == [
        "`late.note`: the note is not signed by a key that is known here"
    ]


def test_without_the_master_key_the_key_is_given(kept: Kept) -> None:
    (kept.settings.private_folder / "master.key").unlink()
    said = kept.verify(*evidence(kept))
    assert (said.code, said.out) == (0, "700 entries, the log is whole\n")
    assert "signatures were not checked: give the log's key by --key" in said.error
    said = kept.verify("--key", kept.key, *evidence(kept))
    assert (said.code, said.out) == (0, "700 entries, the log is whole\n")
    assert "not checked" not in said.error
    other = VerifierKey(VerifierKey.parse(kept.key).name, 1, bytes(32))
    assert len(kept.problems("--key", str(other))) > 0


def test_what_witnesses_must_have_signed_is_named_where_they_have_not(kept: Kept) -> None:
    first, second = (
        Signer(f"w{number}.example", COSIGNATURE, Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))
        for number in range(2)
    )
    note = Note.parse(kept.late.read_text())
    kept.late.write_text(str(note.with_signatures([first.sign(note.text, 1_796_000_000)])))
    late, named = ("--checkpoint", kept.late), ("--witness", str(first.key), "--witness", str(second.key))
    assert kept.problems(*late, *named[:2]) == []
    assert kept.problems(*late, *named, "--quorum", "1") == []
    few = "`late.note`: 1 of the named witnesses signed this checkpoint, 2 are asked for"
    assert kept.problems(*late, *named) == [few]
    impossible = "`late.note`: 3 witnesses are asked for, and only 2 are named"
    assert kept.problems(*late, *named, "--quorum", "3") == [impossible]
    kept.late.write_text(str(note.with_signatures([first.sign(f"{note.text}x\n", 1_796_000_000)])))
    wrong = "`late.note`: the signature by `w0.example` is wrong: the text is not the one that was signed"
    assert kept.problems(*late, *named, "--quorum", "0") == [wrong]
    assert kept.problems(*named) == []


def test_what_is_no_evidence_is_one_line(kept: Kept, tmp_path: Path) -> None:
    large = tmp_path / "large"
    large.write_bytes(b"x" * 1_000_000)
    for arguments, message in (
        (("--receipt", kept.late), "`late.note`: that is no proof"),
        (("--checkpoint", kept.proofs[0]), "`7.tlog-proof`: a checkpoint is at least three lines"),
        (("--receipt", large), "`large`: a proof has at most 147456 bytes here"),
        (("--receipt", tmp_path / "none"), "can't be read: No such file"),
        (("--key", "x"), "that is no verifier key"),
    ):
        said = kept.verify(*arguments)
        assert (said.code, said.out) == (1, "")
        assert message in " ".join(said.error.split())


def test_the_logs_key_is_printed(kept: Kept, tmp_path: Path) -> None:
    said = run("log", "key", home=kept.settings.home)
    assert (said.code, said.out) == (0, f"{kept.key}\n")
    said = run("log", "key", home=tmp_path / "nothing")
    assert (said.code, said.out) == (1, "")


@only_sqlite
def test_two_heads_of_one_subject_are_named(kept: Kept, log_file: Path) -> None:
    """Two rows of one number: what a store without its uniqueness would let in."""
    statements = (
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = replace(sql, 'UNIQUE (subject, subject_sequence),', '') WHERE name = 'entries'",
        "DELETE FROM sqlite_schema WHERE name LIKE 'sqlite_autoindex_entries%'",
        "PRAGMA writable_schema = RESET",
        "UPDATE entries SET subject_sequence = subject_sequence - 1 WHERE sequence = 699",
    )
    with closing(sqlite3.connect(log_file, isolation_level=None)) as database:
        for statement in statements:
            database.execute(statement)
    problems = kept.problems()
    assert "entry 699: its subject's number 233 is there twice: its chain has two heads" in problems
