"""What is sealed opens for the same person and group only, and for nobody once the key is destroyed."""

import pickle
import sqlite3
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from hub.settings import Settings
from hub.vault import TamperedError, Vault, keys
from hub.vault.limits import SEALED_BYTES_MAX
from model.errors import DomicileError
from model.groups import FieldGroup
from model.ids import PersonId

NAME = {"familyName": "欧阳", "givenName": "晓明", "fullName": "欧阳晓明", "latinName": "OUYANG XIAOMING"}
_TEXTS = st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=8), st.text(st.characters(codec="utf-8")))


@pytest.fixture
def person(vault: Vault) -> PersonId:
    return _with_key(vault)


def _with_key(vault: Vault) -> PersonId:
    person = PersonId(str(uuid.uuid4()))
    vault.new_keys([person])
    return person


@given(values=_TEXTS, group=st.sampled_from(FieldGroup))
@examples(deadline=None, max_examples=50)
def test_what_was_sealed_comes_out_again(vault: Vault, values: dict[str, str], group: FieldGroup) -> None:
    person = _with_key(vault)
    assert vault.unseal(person, group, vault.seal(person, group, values)) == values


_DAY = "2026-11-25T08:30:00.000Z"
_VERSION_1 = (
    "DROP TABLE counts",
    "DROP TABLE log",
    "DROP TABLE operators",
    "DROP TABLE standings",
    "DROP TABLE destroyed",
    "ALTER TABLE data_keys RENAME TO newer",
    "CREATE TABLE data_keys (person TEXT PRIMARY KEY, wrapped BLOB, destroyed_at TEXT) STRICT, WITHOUT ROWID",
    "INSERT INTO data_keys SELECT person, wrapped, NULL FROM newer",
    "DROP TABLE newer",
    "PRAGMA user_version=1",
)


def test_many_come_out_in_their_order(vault: Vault) -> None:
    persons = [_with_key(vault) for _ in range(3)]
    sealed = [(person, FieldGroup.PERSON_NAME, vault.seal(person, FieldGroup.PERSON_NAME, NAME)) for person in persons]
    vault.destroy(persons[1])
    assert vault.unseal_many(sealed) == [NAME, None, NAME]


def test_nothing_of_the_values_is_in_the_bytes(vault: Vault, person: PersonId) -> None:
    sealed = vault.seal(person, FieldGroup.PERSON_NAME, NAME)
    for text in (*NAME, *NAME.values()):
        assert text.encode() not in sealed


def test_the_same_values_never_look_the_same(vault: Vault, person: PersonId) -> None:
    assert len({vault.seal(person, FieldGroup.PERSON_NAME, NAME) for _ in range(100)}) == 100


def test_a_names_length_does_not_show(vault: Vault, person: PersonId) -> None:
    lengths = {len(vault.seal(person, FieldGroup.PERSON_NAME, {"fullName": "李" * count})) for count in (1, 2, 3, 5)}
    assert lengths == {1 + 12 + 32 + 16}


def test_another_persons_value_does_not_open(vault: Vault, person: PersonId) -> None:
    other = _with_key(vault)
    with pytest.raises(TamperedError):
        vault.unseal(other, FieldGroup.PERSON_NAME, vault.seal(person, FieldGroup.PERSON_NAME, NAME))


def test_another_groups_value_does_not_open(vault: Vault, person: PersonId) -> None:
    with pytest.raises(TamperedError):
        vault.unseal(person, FieldGroup.PERSON_BIRTH, vault.seal(person, FieldGroup.PERSON_NAME, NAME))


def test_a_value_with_any_bit_changed_does_not_open(vault: Vault, person: PersonId) -> None:
    sealed = vault.seal(person, FieldGroup.PERSON_NAME, {"fullName": "李明"})
    for bit in range(len(sealed) * 8):
        altered = bytearray(sealed)
        altered[bit // 8] ^= 1 << bit % 8
        with pytest.raises(TamperedError):
            vault.unseal(person, FieldGroup.PERSON_NAME, bytes(altered))


@pytest.mark.parametrize("length", [0, 1, 12, 13, 28, 29, 60])
def test_a_cut_value_does_not_open(vault: Vault, person: PersonId, length: int) -> None:
    sealed = vault.seal(person, FieldGroup.PERSON_NAME, {"fullName": "李明"})
    with pytest.raises(TamperedError):
        vault.unseal(person, FieldGroup.PERSON_NAME, sealed[:length])


def test_a_destroyed_key_opens_nothing_and_comes_never_back(vault: Vault, person: PersonId) -> None:
    sealed = vault.seal(person, FieldGroup.PERSON_NAME, NAME)
    vault.destroy(person)
    assert vault.unseal(person, FieldGroup.PERSON_NAME, sealed) is None
    day = vault.destroyed_at(person)
    vault.new_keys([person])
    vault.destroy(person)
    assert (vault.unseal(person, FieldGroup.PERSON_NAME, sealed), vault.destroyed_at(person)) == (None, day)
    with pytest.raises(DomicileError, match="no key for it"):
        vault.seal(person, FieldGroup.PERSON_NAME, NAME)


def test_a_key_destroyed_by_another_process_opens_nothing_here(settings: Settings, vault: Vault) -> None:
    person = _with_key(vault)
    sealed = vault.seal(person, FieldGroup.PERSON_NAME, NAME)
    assert vault.unseal(person, FieldGroup.PERSON_NAME, sealed) == NAME
    program = (
        "import sys; from pathlib import Path; from hub.settings import Settings; from hub.vault import Vault; "
        "Vault.open(Settings(home=Path(sys.argv[1]))).destroy(sys.argv[2])"
    )
    subprocess.run([sys.executable, "-c", program, settings.home, person], check=True, timeout=60)
    assert vault.unseal(person, FieldGroup.PERSON_NAME, sealed) is None


def test_a_destroyed_keys_bytes_are_in_no_file(settings: Settings, vault: Vault) -> None:
    persons = [_with_key(vault) for _ in range(40)]
    store = settings.private_folder / "keys.sqlite"
    with sqlite3.connect(store) as database:
        (wrapped,) = database.execute("SELECT wrapped FROM data_keys WHERE person = ?", (persons[20],)).fetchone()
    database.close()
    assert wrapped in store.read_bytes()
    vault.destroy(persons[20])
    for path in settings.private_folder.iterdir():
        assert wrapped not in path.read_bytes(), path


def test_of_who_was_erased_the_store_keeps_a_mark_and_a_date_and_no_id(settings: Settings, vault: Vault) -> None:
    persons = [_with_key(vault) for _ in range(400)]
    gone = persons[::7]
    vault.destroy(*gone)
    vault.rewrite()
    content = (settings.private_folder / "keys.sqlite").read_bytes()
    assert [person for person in gone if person.encode() in content] == []
    assert persons[1].encode() in content
    assert {vault.destroyed_at(person) is not None for person in gone} == {True}
    assert vault.destroyed_at(persons[1]) is None


def test_a_key_store_put_back_from_before_an_erasure_has_it_done_again(vault: Vault) -> None:
    person, later, other = _with_key(vault), PersonId(str(uuid.uuid4())), _with_key(vault)
    sealed = vault.seal(person, FieldGroup.PERSON_NAME, NAME)
    marks = {vault.subject_pseudonym(person), vault.subject_pseudonym(later)}
    assert vault.destroy_again(marks)
    assert not vault.destroy_again(marks)
    vault.new_keys([later])
    assert vault.unseal(person, FieldGroup.PERSON_NAME, sealed) is None
    with pytest.raises(DomicileError, match="no key for it"):
        vault.seal(later, FieldGroup.PERSON_NAME, NAME)
    assert vault.seal(other, FieldGroup.PERSON_NAME, NAME)


def test_an_older_key_store_loses_the_ids_of_those_who_were_erased(tmp_path: Path) -> None:
    vault = Vault.create(Settings(home=tmp_path))
    gone, there = _with_key(vault), _with_key(vault)
    sealed = vault.seal(there, FieldGroup.PERSON_NAME, NAME)
    vault.close()
    store = tmp_path / "private" / "keys.sqlite"
    with sqlite3.connect(store) as database:
        for statement in _VERSION_1:
            database.execute(statement)
        database.execute("UPDATE data_keys SET wrapped = NULL, destroyed_at = ? WHERE person = ?", (_DAY, gone))
    database.close()
    vault = Vault.open(Settings(home=tmp_path))
    vault.rewrite()
    assert (vault.destroyed_at(gone), vault.destroyed_at(there)) == (_DAY, None)
    assert vault.keys_made() == 2
    assert vault.unseal(there, FieldGroup.PERSON_NAME, sealed) == NAME
    assert gone.encode() not in store.read_bytes()
    vault.close()


def test_a_key_row_moved_to_another_person_is_refused(tmp_path: Path) -> None:
    vault = Vault.create(Settings(home=tmp_path))
    first, second = _with_key(vault), _with_key(vault)
    with sqlite3.connect(tmp_path / "private" / "keys.sqlite") as database:
        (wrapped,) = database.execute("SELECT wrapped FROM data_keys WHERE person = ?", (first,)).fetchone()
        database.execute("UPDATE data_keys SET wrapped = ? WHERE person = ?", (wrapped, second))
    database.close()
    with pytest.raises(TamperedError):
        vault.seal(second, FieldGroup.PERSON_NAME, NAME)
    vault.close()


def test_new_keys_keep_those_that_are_there(vault: Vault, person: PersonId) -> None:
    sealed = vault.seal(person, FieldGroup.PERSON_NAME, NAME)
    others = [PersonId(str(uuid.uuid4())) for _ in range(5)]
    vault.new_keys([person, *others, *others])
    assert vault.unseal(person, FieldGroup.PERSON_NAME, sealed) == NAME
    assert [bool(vault.seal(other, FieldGroup.EVIDENCE, {})) for other in others] == [True] * 5


def test_all_keys_that_were_made_are_counted(tmp_path: Path) -> None:
    vault = Vault.create(Settings(home=tmp_path))
    first, second = _with_key(vault), _with_key(vault)
    vault.new_keys([first, second])
    vault.destroy(first)
    vault.new_keys([first])
    assert vault.keys_made() == 2
    lost = PersonId(str(uuid.uuid4()))
    assert vault.without_key([first, second, lost]) == {lost}
    vault.accept_keys_made(5)
    vault.accept_keys_made(3)
    _with_key(vault)
    vault.close()
    again = Vault.open(Settings(home=tmp_path))
    assert again.keys_made() == 6
    again.close()


def test_keys_outlive_the_cache_and_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "DATA_KEYS_CACHED_MAX", 2)
    vault = Vault.create(Settings(home=tmp_path))
    persons = [_with_key(vault) for _ in range(7)]
    sealed = [(person, FieldGroup.PERSON_NAME, vault.seal(person, FieldGroup.PERSON_NAME, NAME)) for person in persons]
    assert vault.unseal_many(sealed) == [NAME] * 7
    assert len(vault._store._ciphers) == 2
    vault.close()
    again = Vault.open(Settings(home=tmp_path))
    assert again.unseal_many(sealed) == [NAME] * 7
    again.close()


def test_too_long_a_value_is_refused(vault: Vault, person: PersonId) -> None:
    with pytest.raises(DomicileError, match=f"at most {SEALED_BYTES_MAX} bytes"):
        vault.seal(person, FieldGroup.EVIDENCE, {"evidence": "x" * SEALED_BYTES_MAX})


def test_a_person_without_a_key_has_nothing_to_open(vault: Vault) -> None:
    assert vault.unseal(PersonId(str(uuid.uuid4())), FieldGroup.PERSON_NAME, bytes(61)) is None


def test_the_vault_shows_and_copies_nothing(vault: Vault) -> None:
    assert repr(vault) == "Vault(…)"
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(vault)
