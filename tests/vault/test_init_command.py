"""`domicile init`, as a person types it: a home that is no demo."""

import base64
import stat
from pathlib import Path

from tests.support.command import run, started


def test_it_makes_the_keys_of_a_new_home_and_says_what_comes_next(tmp_path: Path) -> None:
    home = tmp_path / "home"
    said = started("init", home=home)
    key = home / "private" / "master.key"
    assert (said.code, said.error) == (0, "")
    assert said.out.splitlines()[0] == (
        f"made the keys of {home}; the master key is in {key}: back it up where the home's backup is not"
    )
    assert said.out.splitlines()[1].startswith("next: `domicile issuer check`, `domicile graph start`")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert [path.name for path in home.iterdir()] == ["private"], "no people, no operators, no issuer"
    assert not (home / "private" / "development-issuer.json").exists()


def test_a_home_that_has_keys_keeps_them(tmp_path: Path) -> None:
    run("init", home=tmp_path)
    key = (tmp_path / "private" / "master.key").read_bytes()
    said = run("init", home=tmp_path)
    assert (said.code, said.out) == (0, f"the home {tmp_path} has keys: nothing was changed\n")
    assert (tmp_path / "private" / "master.key").read_bytes() == key


def test_operators_are_registered_in_it(tmp_path: Path) -> None:
    run("init", home=tmp_path)
    keys = [
        run("operator", "key", str(tmp_path / name), "--name", name, home=tmp_path).out.strip() for name in ("an", "bo")
    ]
    for key in keys:
        assert run("operator", "add", key, home=tmp_path).code == 0
    assert run("operator", "list", home=tmp_path).out.split() == sorted(keys)


def test_a_master_key_of_the_environment_is_taken_and_written_nowhere(tmp_path: Path) -> None:
    given = base64.b64encode(b"k" * 32).decode()
    said = run("init", home=tmp_path, environment={"DOMICILE_MASTER_KEY": given})
    assert (said.code, "the master key is in DOMICILE_MASTER_KEY" in said.out) == (0, True)
    assert not (tmp_path / "private" / "master.key").exists()
    assert given not in said.out + said.error


def test_a_master_key_that_is_lost_is_not_replaced(tmp_path: Path) -> None:
    run("init", home=tmp_path)
    (tmp_path / "private" / "master.key").unlink()
    said = run("init", home=tmp_path)
    assert said.code == 1
    assert said.error.startswith("error INTERNAL: the master key is lost")
    assert not (tmp_path / "private" / "master.key").exists()
