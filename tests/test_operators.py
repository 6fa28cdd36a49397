"""Operators: what two sign is carried out once, and what one signs, twice, late, or for another log, never."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from hub.audit_log import Ledger
from hub.operators import Operation, Statement, named
from hub.settings import Settings
from hub.vault import Vault
from model.times import now
from tests.support.command import Said, run
from tests.support.operators import Operators
from tlog.notes import Note


@pytest.fixture
def home(tmp_path: Path) -> Path:
    settings = Settings(home=tmp_path / "home")
    vault = Vault.create(settings)
    Ledger.open(settings, vault).close()
    vault.close()
    return settings.home


@pytest.fixture
def operators(home: Path, tmp_path: Path) -> Operators:
    return Operators(home, tmp_path, {})


def _key(home: Path, folder: Path, name: str) -> str:
    said = run("operator", "key", str(folder / f"{name}.key"), "--name", name, home=home)
    assert said.code == 0, said.error
    return said.out.strip()


def _names(home: Path) -> list[str]:
    said = run("operator", "list", home=home)
    assert said.code == 0
    return [line.partition("+")[0] for line in said.out.splitlines()]


def _refused(said: Said, *words: str) -> None:
    assert (said.code, len(said.error.strip().splitlines())) == (1, 1), said.error
    assert [word for word in words if word not in said.error] == [], said.error


def test_the_first_two_need_nobodys_word_and_the_third_needs_theirs(
    home: Path, operators: Operators, tmp_path: Path
) -> None:
    third = _key(home, tmp_path, "cy")
    _refused(run("operator", "add", third, home=home), "two of them sign")
    statement = run("operator", "statement", "operator add", third, home=home).out
    one = operators.signed(statement, "an")
    _refused(run("operator", "add", third, "--signed", str(one), home=home), "this takes 2 operators, and 1 signed")
    twice = operators.signed(statement, "an", "an")
    _refused(run("operator", "add", third, "--signed", str(twice), home=home), "this takes 2 operators")
    assert _names(home) == ["an", "bo"]
    both = operators.signed(statement)
    assert run("operator", "add", third, "--signed", str(both), home=home).code == 0
    assert _names(home) == ["an", "bo", "cy"]


def test_a_statement_is_carried_out_once(home: Path, operators: Operators, tmp_path: Path) -> None:
    third = _key(home, tmp_path, "cy")
    signed = str(operators.signed(run("operator", "statement", "operator add", third, home=home).out))
    assert run("operator", "add", third, "--signed", signed, home=home).code == 0
    ended = operators.signed(run("operator", "statement", "operator end", third, home=home).out)
    again = tmp_path / "again"
    again.write_text(str(ended.read_text()), encoding="utf-8")
    assert run("operator", "end", third, "--signed", str(again), home=home).code == 0
    assert _names(home) == ["an", "bo"]
    signed_again = operators.signed(run("operator", "statement", "operator add", third, home=home).out)
    assert run("operator", "add", third, "--signed", str(signed_again), home=home).code == 0
    _refused(run("operator", "end", third, "--signed", str(again), home=home), "carried out already")


def test_what_was_signed_is_just_that(home: Path, operators: Operators, tmp_path: Path) -> None:
    third, fourth = _key(home, tmp_path, "cy"), _key(home, tmp_path, "di")
    signed = operators.signed(run("operator", "statement", "operator add", third, home=home).out)
    _refused(run("operator", "add", fourth, "--signed", str(signed), home=home), "what was signed is not")
    text = signed.read_text(encoding="utf-8")
    signed.write_text(text.replace(third, fourth), encoding="utf-8")
    _refused(run("operator", "add", fourth, "--signed", str(signed), home=home), "signature", "wrong")
    assert _names(home) == ["an", "bo"]


_OTHERS: Mapping[str, Mapping[str, object]] = {
    "from an hour ago": {"at": now() - timedelta(minutes=61)},
    "from later": {"at": now() + timedelta(minutes=61)},
    "for another log": {"origin": "log.elsewhere.example"},
}


@pytest.mark.parametrize("how", _OTHERS)
def test_a_statement_of_another_time_or_log_does_nothing(
    home: Path, operators: Operators, tmp_path: Path, how: str
) -> None:
    third = _key(home, tmp_path, "cy")
    made = Statement.parse(run("operator", "statement", "operator add", third, home=home).out)
    given = {"origin": made.origin, "at": made.at, **_OTHERS[how]}
    other = Statement.new(given["origin"], Operation.ADD_OPERATOR, [third], given["at"])  # type: ignore[arg-type]
    signed = operators.signed(other.text)
    _refused(run("operator", "add", third, "--signed", str(signed), home=home))
    assert _names(home) == ["an", "bo"]


def test_a_former_operator_signs_for_nothing_and_two_stay(home: Path, operators: Operators, tmp_path: Path) -> None:
    third, fourth = _key(home, tmp_path, "cy"), _key(home, tmp_path, "di")
    first = run("operator", "list", home=home).out.splitlines()[0]
    nobody = operators.signed(run("operator", "statement", "operator end", first, home=home).out)
    _refused(run("operator", "end", first, "--signed", str(nobody), home=home), "there have to be two")
    signed = operators.signed(run("operator", "statement", "operator add", third, home=home).out)
    assert run("operator", "add", third, "--signed", str(signed), home=home).code == 0
    ended = operators.signed(run("operator", "statement", "operator end", first, home=home).out)
    assert run("operator", "end", first, "--signed", str(ended), home=home).code == 0
    late = operators.signed(run("operator", "statement", "operator add", fourth, home=home).out)
    _refused(run("operator", "add", fourth, "--signed", str(late), home=home), "this takes 2 operators")
    assert _names(home) == ["bo", "cy"]


def test_an_older_copy_of_the_keys_brings_back_no_operator_and_makes_room_for_none(
    home: Path, operators: Operators, tmp_path: Path
) -> None:
    """Who is an operator stands on the log; what lies beside the keys is a copy."""
    third, fourth = _key(home, tmp_path, "cy"), _key(home, tmp_path, "di")
    store = Settings(home=home).private_folder / "keys.sqlite"
    with closing(sqlite3.connect(store)) as keys:
        keys.execute("DELETE FROM operators")
        keys.commit()
    _refused(run("operator", "add", third, home=home), "two of them sign")
    signed = operators.signed(run("operator", "statement", "operator add", third, home=home).out)
    assert run("operator", "add", third, "--signed", str(signed), home=home).code == 0
    older = store.read_bytes()
    first = run("operator", "list", home=home).out.splitlines()[0]
    ended = operators.signed(run("operator", "statement", "operator end", first, home=home).out)
    assert run("operator", "end", first, "--signed", str(ended), home=home).code == 0
    with closing(sqlite3.connect(store)) as keys:
        kept = keys.execute("SELECT size, checkpoint FROM log").fetchone()
    store.write_bytes(older)
    with closing(sqlite3.connect(store)) as keys:
        keys.execute("UPDATE log SET size = ?, checkpoint = ?", kept)
        keys.commit()
    late = operators.signed(run("operator", "statement", "operator add", fourth, home=home).out)  # by an and bo
    _refused(run("operator", "add", fourth, "--signed", str(late), home=home), "this takes 2 operators")


def test_what_is_signed_is_shown_as_it_is(home: Path, operators: Operators, tmp_path: Path) -> None:
    statement = run("operator", "statement", "operator add", "x[/a][bold]y", home=home).out
    file = tmp_path / "text"
    file.write_text(statement, encoding="utf-8")
    said = run("operator", "sign", str(file), "--key", str(tmp_path / "an.key"), home=home)
    assert (said.code, "operator add x[/a][bold]y," in said.error) == (0, True), said.error
    file.write_text(statement.replace("x[", "x\u202e["), encoding="utf-8")
    _refused(run("operator", "sign", str(file), "--key", str(tmp_path / "an.key"), home=home), "no statement")
    del operators


@pytest.mark.parametrize("text", ["", "nothing", "domicile/operation/v1\nx\nfly\n2026-01-01T00:00:00.000Z\nn\n"])
def test_what_is_no_statement_is_not_signed(home: Path, operators: Operators, tmp_path: Path, text: str) -> None:
    file = tmp_path / "text"
    file.write_text(text, encoding="utf-8")
    said = run("operator", "sign", str(file), "--key", str(tmp_path / "an.key"), home=home)
    assert (said.code, said.out) == (1, "")
    del operators


def test_a_key_is_registered_once_and_a_witnesss_never(home: Path, operators: Operators, tmp_path: Path) -> None:
    del operators
    first = run("operator", "list", home=home).out.splitlines()[0]
    _refused(run("operator", "add", first, home=home), "registered already")
    witness = run("witness", "key", "--name", "w.example", home=tmp_path / "other").out.strip()
    _refused(run("operator", "add", witness, home=home), "witness's key")
    _refused(run("operator", "add", "nonsense", home=home), "verifier key")


def test_a_signature_is_added_and_not_doubled(home: Path, operators: Operators) -> None:
    statement = run("operator", "statement", "log accept-loss", "nothing", home=home).out
    note = Note.parse(operators.signed(statement, "an", "bo", "an").read_text(encoding="utf-8"))
    assert sorted(item.name for item in note.signatures) == ["an", "bo"]


@pytest.mark.parametrize(
    ("value", "argument"),
    [
        ("a", 'name="a"'),
        ('a" unit="9901', 'name="a\\" unit=\\"9901"'),
        ("a\\", 'name="a\\\\"'),
        ("区", 'name="区"'),
        ("a\n\u202eb\u200b", 'name="a\\n\\u202eb\\u200b"'),
    ],
)
def test_an_argument_that_is_named_reads_like_no_other(value: str, argument: str) -> None:
    assert named("name", value) == argument
