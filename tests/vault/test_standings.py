"""Who is protected lies in the key store: sealed, under keyed names, and in step with the writes that change it."""

import sqlite3
import uuid
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from hub.settings import Settings
from hub.vault import Vault
from model.errors import ConflictError, DomicileError
from model.ids import EntryId, PersonId
from model.standing import Disclosure, Protection, Standing

_AT = "2026-11-25T08:30:00.000Z"
_CASES = st.sampled_from(["A", "B"])
_STEPS = st.lists(
    st.one_of(
        st.just(("protect", "", True)),
        st.just(("end", "", True)),
        st.tuples(st.just("ask"), _CASES, st.just(True)),  # noqa: FBT003 - a value
        st.tuples(st.just("answer"), _CASES, st.booleans()),
        st.tuples(st.just("close"), _CASES, st.just(True)),  # noqa: FBT003 - a value
    ),
    max_size=12,
)


def _person() -> PersonId:
    return PersonId(str(uuid.uuid4()))


def _write() -> EntryId:
    return EntryId(str(uuid.uuid4()))


def _protected(reason: bytes | None = None) -> Standing:
    return Standing().protected(Protection(id=str(uuid.uuid4()), since=_AT, reason=reason), _AT)


def _stepped(standing: Standing, step: tuple[str, str, bool]) -> Standing:
    name, case, is_allowed = step
    match name:
        case "protect":
            return standing.protected(Protection(id=str(uuid.uuid4()), since=_AT), _AT)
        case "end":
            return standing.unprotected(_AT)
        case "ask":
            return standing.asked(Disclosure(id=str(uuid.uuid4()), case=case, asked_at=_AT, reason=b"r"))
        case "answer":
            return standing.answered(case, _AT, allow=is_allowed)
        case _:
            return standing.closed(case, _AT)


@given(steps=_STEPS)
@examples(deadline=None, max_examples=50)
def test_what_holds_follows_from_what_was_done_last(vault: Vault, steps: list[tuple[str, str, bool]]) -> None:
    person, standing = _person(), Standing()
    is_protected, open_in, asked_in = False, dict.fromkeys("AB", False), dict.fromkeys("AB", False)
    for step in steps:
        standing = _stepped(standing, step)
        name, case, is_allowed = step
        if name == "protect" and not is_protected:
            is_protected, open_in, asked_in = True, dict.fromkeys("AB", False), dict.fromkeys("AB", False)
        elif name == "end":
            is_protected = False
        elif name in {"ask", "close"}:
            open_in[case], asked_in[case] = False, name == "ask"
        elif name == "answer" and asked_in[case]:
            open_in[case] = is_allowed
    vault.keep({person: standing})
    assert vault.standing(person) == standing
    assert vault.standing(person).is_protected == is_protected == (person in vault.protected([person]))
    assert {case: standing.allows(case) for case in "AB"} == open_in


@pytest.mark.parametrize("is_committed", [True, False])
def test_what_a_write_proposes_holds_with_its_outcome_and_the_safer_of_both_until_then(
    vault: Vault, *, is_committed: bool
) -> None:
    person = _person()
    for before, after in ((Standing(), _protected()), (_protected(), _protected().unprotected(_AT))):
        vault.keep({person: before})
        write = _write()
        vault.propose(write, {person: after})
        assert vault.standing(person) == before
        assert vault.protected([person]) == {person}
        with pytest.raises(ConflictError):
            vault.propose(_write(), {person: before})
        vault.settle(_write(), is_committed=True)  # another one's
        assert vault.standing(person) == before
        for _ in range(2):
            vault.settle(write, is_committed=is_committed)
        assert vault.standing(person) == (after if is_committed else before)


def test_a_store_from_before_a_protection_shows_as_an_older_one(vault: Vault) -> None:
    """What a write leaves in the graph counts it: `hub.gate.marks.check_keys`."""
    person = _person()
    vault.new_keys([person])
    made, write = vault.keys_made(), _write()
    vault.propose(write, {person: _protected()})
    assert vault.keys_made() == made + 1
    vault.settle(write, is_committed=True)
    vault.keep({person: Standing()})
    assert vault.keys_made() > made + 1


def test_the_file_tells_nobody_without_the_master_key_who_is_protected(settings: Settings, vault: Vault) -> None:
    person = _person()
    vault.new_keys([person])
    vault.keep({person: _protected(b"because")})
    with sqlite3.connect(settings.private_folder / "keys.sqlite") as database:
        rows = database.execute("SELECT * FROM standings").fetchall()
    stored = b"".join(cell if isinstance(cell, bytes) else str(cell).encode() for row in rows for cell in row)
    for word in (person, "protections", "because", _AT):
        assert word.encode() not in stored
    vault.destroy(person)
    assert vault.standing(person) == Standing()
    vault.rewrite()


def test_a_row_that_was_altered_or_stands_with_another_person_is_refused(tmp_path: Path) -> None:
    own = Settings(home=tmp_path)
    vault = Vault.create(own)
    one, other = _person(), _person()
    vault.keep({one: _protected(), other: _protected()})
    with sqlite3.connect(own.private_folder / "keys.sqlite") as database:
        (sealed,) = database.execute(
            "SELECT sealed FROM standings WHERE mark = ?", (vault.subject_pseudonym(one),)
        ).fetchone()
        database.execute("UPDATE standings SET sealed = ? WHERE mark = ?", (sealed, vault.subject_pseudonym(other)))
    database.close()
    assert vault.protected([one]) == {one}
    with pytest.raises(DomicileError, match="was altered"):
        vault.protected([other])
    vault.close()
