"""The master key: made once, never by `open`; a lost or wrong one is recognised at start, by name."""

import base64
import os
import sqlite3
import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from hub.settings import Settings
from hub.vault import Vault
from model.errors import SetupError

KEY = base64.b64encode(bytes(range(32))).decode()


@pytest.fixture(autouse=True)
def no_key_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOMICILE_MASTER_KEY", raising=False)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


def _made(settings: Settings) -> None:
    Vault.create(settings).close()


def test_files_are_closed_to_others_under_any_umask(settings: Settings) -> None:
    usual = os.umask(0)
    try:
        _made(settings)
    finally:
        os.umask(usual)
    assert stat.S_IMODE(settings.private_folder.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in settings.private_folder.iterdir()}
    assert modes == {"master.key": 0o600, "keys.sqlite": 0o600}


def test_create_twice_keeps_the_key(settings: Settings) -> None:
    _made(settings)
    key = (settings.private_folder / "master.key").read_bytes()
    _made(settings)
    assert (settings.private_folder / "master.key").read_bytes() == key
    assert len(base64.b64decode(key)) == 32


def test_open_never_makes_a_key(settings: Settings) -> None:
    with pytest.raises(SetupError, match="the master key is lost"):
        Vault.open(settings)
    assert not (settings.private_folder / "master.key").exists()


def test_a_lost_key_is_not_made_anew_over_what_it_sealed(settings: Settings) -> None:
    _made(settings)
    (settings.private_folder / "master.key").unlink()
    for way in (Vault.create, Vault.open):
        with pytest.raises(SetupError, match="the master key is lost"):
            way(settings)
    assert not (settings.private_folder / "master.key").exists()


@pytest.mark.parametrize("way", [Vault.create, Vault.open])
def test_a_wrong_key_is_recognised(settings: Settings, way: object) -> None:
    _made(settings)
    (settings.private_folder / "master.key").write_text(KEY)
    with pytest.raises(SetupError, match="the master key is wrong"):
        Vault.open(settings) if way is Vault.open else Vault.create(settings)


def test_a_key_from_the_environment_stands_before_the_file(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOMICILE_MASTER_KEY", KEY)
    given = Settings(home=settings.home)
    vault = Vault.create(given)
    vault.close()
    assert [path.name for path in given.private_folder.iterdir()] == ["keys.sqlite"]
    assert KEY not in repr(given)
    wrong = Settings(home=settings.home, master_key=SecretStr(base64.b64encode(bytes(32)).decode()))
    with pytest.raises(SetupError, match="the master key is wrong"):
        Vault.open(wrong)


@pytest.mark.parametrize("text", ["", "not base64!", base64.b64encode(bytes(31)).decode(), KEY[:-1], "é" * 44])
def test_a_key_of_the_wrong_form_is_named_but_not_quoted(settings: Settings, text: str) -> None:
    _made(settings)
    (settings.private_folder / "master.key").write_text(text)
    with pytest.raises(SetupError, match=r"master\.key`") as caught:
        Vault.open(settings)
    assert not text or text not in str(caught.value)


def test_a_key_that_others_can_read_is_refused(settings: Settings) -> None:
    _made(settings)
    (settings.private_folder / "master.key").chmod(0o640)
    with pytest.raises(SetupError, match="others can read the master key"):
        Vault.open(settings)


def test_a_folder_that_others_can_look_into_is_refused(settings: Settings) -> None:
    _made(settings)
    settings.private_folder.chmod(0o755)
    with pytest.raises(SetupError, match="others can look into"):
        Vault.open(settings)


def test_a_lost_key_store_is_not_replaced_by_an_empty_one(settings: Settings) -> None:
    _made(settings)
    (settings.private_folder / "log.sqlite").touch(0o600)  # the hub has run here
    (settings.private_folder / "keys.sqlite").unlink()
    for way in (Vault.create, Vault.open):
        with pytest.raises(SetupError, match=r"the key store .* is lost"):
            way(settings)
    assert not (settings.private_folder / "keys.sqlite").exists()


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("PRAGMA application_id = 7", "another program's file"),
        ("PRAGMA user_version = 5", "has version 5, and this program knows 4"),
    ],
)
def test_a_foreign_or_newer_store_is_refused(settings: Settings, statement: str, message: str) -> None:
    _made(settings)
    with sqlite3.connect(settings.private_folder / "keys.sqlite") as database:
        database.execute(statement)
    database.close()
    with pytest.raises(SetupError, match=message):
        Vault.open(settings)


def test_a_store_that_is_no_database_is_one_clear_line(settings: Settings) -> None:
    _made(settings)
    (settings.private_folder / "keys.sqlite").write_bytes(b"not a database" * 500)
    with pytest.raises(SetupError, match="can't be opened: file is not a database"):
        Vault.open(settings)
