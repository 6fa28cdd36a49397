"""`domicile record verify`: a resident's own check, offline. It passes on what an honest hub gave, and fails on the rest."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.audit_log import Ledger
from hub.offline_verifier import Evidence, check_kept, read_kept
from model.ids import ClientId
from model.times import now
from tests.audit_log.entries import entry
from tests.case.counter import Resident, officers, opened
from tests.export import operator
from tests.export.files import exported
from tests.support.command import Said, run, started
from tests.support.hub import Hub, Who
from tests.support.store import City
from tlog.notes import VerifierKey

_READ = "query Read($number: String!) { case(number: $number) { subject { birthDate } } }"
_NO_KEY = "the key is the one in the file: compare it with the published one, or give that by --key\n"


@pytest.fixture(scope="module")
def clerk(city: City) -> Who:
    """Somebody at an office who reads."""
    return officers(city, "registration", "resident-registration", level=4)[0]


def _ledger(hub: Hub) -> Ledger:
    assert isinstance(hub.ports.ledger, Ledger)
    return hub.ports.ledger


def _looked_at(hub: Hub, clerk: Who, resident: Resident) -> None:
    """A few entries: the resident's own, a clerk's opening of a case, and two reads in it."""
    number = opened(hub, clerk, resident)
    for _ in range(2):
        assert hub.ask(clerk, _READ, {"number": number}).errors == []


def _saved(folder: Path, name: str, made: dict[str, Any]) -> Path:
    file = folder / name
    file.write_text(made["file"], encoding="utf-8")
    return file


def _check(file: Path, *arguments: str | Path) -> Said:
    return run("record", "verify", str(file), *map(str, arguments), home=file.parent / "no-home")


# ── an honest hub ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_honest_export_is_whole_against_earlier_ones(
    hub: Hub, clerk: Who, people: Iterator[Resident], tmp_path: Path
) -> None:
    resident = next(people)
    _looked_at(hub, clerk, resident)
    first = exported(hub, resident)
    size = int(json.loads(first["file"])["export"]["checkpoint"].split("\n")[1])
    _looked_at(hub, clerk, resident)
    second = exported(hub, resident, since=size)
    checkpoint = tmp_path / "checkpoint"
    checkpoint.write_text(json.loads(first["file"])["export"]["checkpoint"], encoding="utf-8")
    earlier, file = _saved(tmp_path, "first.json", first), _saved(tmp_path, "second.json", second)
    key = _ledger(hub).key
    said = _check(file, "--key", key, "--earlier", earlier, "--checkpoint", checkpoint)
    assert said == Said(0, f"{second['number']} entries, the record is whole\n", "")
    assert not (tmp_path / "no-home").exists()
    said = started("record", "verify", str(file), home=tmp_path / "no-home")
    assert (said.code, said.out) == (0, f"{second['number']} entries, the record is whole\n")
    assert said.error == _NO_KEY


def test_a_file_that_was_laid_out_anew_is_the_same_file(hub: Hub, people: Iterator[Resident], tmp_path: Path) -> None:
    """What is signed is its canonical form: an editor, or a tool that prints JSON, breaks nothing."""
    file = tmp_path / "export.json"
    file.write_text(json.dumps(json.loads(exported(hub, next(people))["file"]), indent=2) + "\n", encoding="utf-8")
    assert _check(file, "--key", _ledger(hub).key).code == 0


def test_parts_are_checked_as_parts(hub: Hub, clerk: Who, people: Iterator[Resident], tmp_path: Path) -> None:
    resident = next(people)
    _looked_at(hub, clerk, resident)
    made = exported(hub, resident, **{"from": 2, "to": 3})
    said = _check(_saved(tmp_path, "part.json", made), "--key", _ledger(hub).key)
    assert said.code == 0
    assert said.out == "2 entries, the record is whole\n"
    assert said.error == (
        f"not checked: the file has the entries 2 to 3 of {made['number']}: the others are not in it\n"
    )


# ── a file that was altered ──────────────────────────────────────────────────────────────────────────────────────────


def _without(entries: list[Any], place: int) -> None:
    del entries[place]


_ALTERED: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "a name": (lambda file: file["export"]["record"]["name"].update(full="某人"), "the signature is of another file"),
    "an entry less": (lambda file: _without(file["export"]["log"]["entries"], 1), "entry 2: missing"),
    "another purpose in words": (
        lambda file: file["export"]["log"]["entries"][0].update(purpose="rental-tax"),
        "entry 1: the file says another `purpose` than was logged",
    ),
    "another record": (
        lambda file: file["export"]["log"]["entries"][1].update(record=file["export"]["log"]["entries"][0]["record"]),
        "entry 2: its record is not the one that was logged",
    ),
    "no proof": (
        lambda file: file["export"]["log"]["entries"][0].update(proof=None, at="2020-01-01T00:00:00.000Z"),
        "its signature doesn't hold|the signature is of another file",
    ),
    "another place in the tree": (
        lambda file: file["export"]["log"]["entries"][0]["proof"].update(index=0),
        "entry 1: it is not in the tree that the log signed",
    ),
    "another head": (lambda file: file["export"]["log"].update(head="0" * 64), "names another head of the chain"),
    "a record less": (
        lambda file: file["export"]["log"]["entries"][0].update(record=None, salt=None),
        "entry 1: its record is not there, and nothing says that it was erased",
    ),
    "a made-up tombstone": (
        lambda file: file["export"]["log"]["entries"][0].update(
            record=None, salt=None, erasedAt=file["export"]["madeAt"]
        ),
        "entry 1: it was erased, and no entry says so",
    ),
    "the checkpoint of nobody": (
        lambda file: file["export"].update(checkpoint=file["export"]["checkpoint"].replace("\n\n", "\nx\n\n")),
        "the checkpoint in the file doesn't hold",
    ),
}


@pytest.fixture(scope="module")
def honest(hub: Hub, clerk: Who, people: Iterator[Resident]) -> dict[str, Any]:
    """An export of a few entries."""
    resident = next(people)
    _looked_at(hub, clerk, resident)
    return exported(hub, resident)


@pytest.mark.parametrize("what", _ALTERED)
def test_whatever_is_altered_in_a_file_is_found(hub: Hub, honest: dict[str, Any], tmp_path: Path, what: str) -> None:
    alter, finding = _ALTERED[what]
    file = json.loads(honest["file"])
    alter(file)
    place = tmp_path / "altered.json"
    place.write_text(json.dumps(file), encoding="utf-8")
    said = _check(place, "--key", _ledger(hub).key)
    assert said.code == 1
    assert any(part in said.out for part in finding.split("|")), said.out
    assert "the record is not whole: " in said.out


def test_another_logs_key_holds_nothing(hub: Hub, honest: dict[str, Any], tmp_path: Path) -> None:
    key = "log.example+1a9c24d9+AVLAj8VGFCGxpn1XjmUmGKJi8gDzqEtFA+TuQOpxMRHJ"
    said = _check(_saved(tmp_path, "export.json", honest), "--key", key)
    assert said.code == 1
    assert _ledger(hub).key not in said.out


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"export": 1}', "a\n\n— b c\n", "{" * 100_000])
def test_what_is_no_export_is_said_in_one_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / "other.txt"
    file.write_text(text, encoding="utf-8")
    said = _check(file)
    assert (said.code, said.out) == (1, "")
    assert "`other.txt` is no export and no receipt" in said.error


# ── a dishonest hub ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def looked_at(hub: Hub, clerk: Who, people: Iterator[Resident]) -> Callable[[], Resident]:
    """Somebody about whom there is a clerk's read on the log."""

    def one() -> Resident:
        resident = next(people)
        _looked_at(hub, clerk, resident)
        return resident

    return one


def _reads(hub: Hub, resident: Resident) -> Callable[[operator.Row], bool]:
    """Whether a row is a clerk's read about them: what a hub would rather not have shown."""
    subject = hub.ports.vault.subject_pseudonym(resident.person)  # type: ignore[attr-defined]

    def is_one(row: operator.Row) -> bool:
        return (
            row.subject == subject
            and b'"client":"registration"' in (row.record or b"")
            and b'"operation":"Read"' in (row.record or b"")
        )

    return is_one


def test_an_entry_that_was_dropped_shows_against_what_was_kept(
    hub: Hub, looked_at: Callable[[], Resident], tmp_path: Path
) -> None:
    resident = looked_at()
    kept = _saved(tmp_path, "kept.json", exported(hub, resident))
    settings = operator.copy_of(hub, tmp_path / "home")
    is_one = _reads(hub, resident)

    def dropped(rows: operator.Rows) -> operator.Rows:
        first = next(row for row in rows if is_one(row))
        return [row for row in rows if row is not first]

    operator.rewrite(settings, dropped)
    with operator.running(settings) as dishonest:
        made = exported(dishonest, resident)
        assert _ledger(dishonest).verify().is_whole, "the log alone doesn't show it"
    file = _saved(tmp_path, "now.json", made)
    key = _ledger(hub).key
    assert _check(file, "--key", key).code == 0, "nor does this file alone"
    said = _check(file, "--key", key, "--earlier", kept)
    assert said.code == 1
    assert "`kept.json`: entry " in said.out
    assert "is another one now: it was changed, dropped or filed elsewhere" in said.out


def test_an_entry_that_was_filed_under_another_subject_shows_for_both(
    hub: Hub, looked_at: Callable[[], Resident], tmp_path: Path
) -> None:
    """The one misses it; in the other's chain stands what was logged about somebody else."""
    resident, other = looked_at(), looked_at()
    kept = [_saved(tmp_path, f"kept-{place}.json", exported(hub, who)) for place, who in enumerate((resident, other))]
    settings = operator.copy_of(hub, tmp_path / "home")
    is_one = _reads(hub, resident)
    theirs = hub.ports.vault.subject_pseudonym(other.person)  # type: ignore[attr-defined]

    def refiled(rows: operator.Rows) -> operator.Rows:
        first = next(row for row in rows if is_one(row))
        return [operator.replace(row, subject=theirs) if row is first else row for row in rows]

    operator.rewrite(settings, refiled)
    with operator.running(settings) as dishonest:
        made = [exported(dishonest, who) for who in (resident, other)]
        assert _ledger(dishonest).verify().is_whole, "the log alone doesn't show it"
    for place, export in enumerate(made):
        file = _saved(tmp_path, f"now-{place}.json", export)
        said = _check(file, "--key", _ledger(hub).key, "--earlier", kept[place])
        assert said.code == 1
        assert f"`kept-{place}.json`: entry " in said.out


def test_an_entry_that_is_served_to_nobody_shows_to_who_has_the_keys(
    hub: Hub, looked_at: Callable[[], Resident], tmp_path: Path
) -> None:
    """Filed under a pseudonym of nobody: the log is whole in itself, and the home's own check sees that nobody reads it."""
    resident = looked_at()
    settings = operator.copy_of(hub, tmp_path / "home")
    assert run("log", "verify", "--private", home=settings.home).code == 0
    is_one = _reads(hub, resident)

    def refiled(rows: operator.Rows) -> operator.Rows:
        first = next(row for row in rows if is_one(row))
        return [operator.replace(row, subject="0" * 32) if row is first else row for row in rows]

    operator.rewrite(settings, refiled)
    with operator.running(settings):
        pass  # it signs the tree anew
    assert run("log", "verify", home=settings.home).code == 0
    said = run("log", "verify", "--private", home=settings.home)
    assert said.code == 1
    assert "it is about nobody whom the register knows or has erased, so nobody is served it" in said.out


def test_an_entry_that_was_erased_early_shows_even_without_an_earlier_file(
    hub: Hub, looked_at: Callable[[], Resident], tmp_path: Path
) -> None:
    """The hub's own means to erase: it has to say until when it erased, and the schedule says that this was too early."""
    resident = looked_at()
    kept = _saved(tmp_path, "kept.json", exported(hub, resident))
    settings = operator.copy_of(hub, tmp_path / "home")
    done = entry(resident.person, action="erase", client=ClientId("registration"), groups=frozenset())
    moment = now()
    with operator.running(settings) as dishonest:
        dishonest.run(_ledger(dishonest).erase([replace(done, at=moment)], before=moment))
        made = exported(dishonest, resident)
    file, key = _saved(tmp_path, "now.json", made), _ledger(hub).key
    alone = _check(file, "--key", key)
    assert alone.code == 1
    assert "it erased entries until 20" in alone.out
    assert "before their term was over" in alone.out
    read = read_kept("now.json", file.read_bytes())
    for days, is_early in ((1, False), (2, True)):  # the city's day may have begun when that of UTC has not
        found = check_kept(read, Evidence(VerifierKey.parse(key)), lambda day, days=days: day + timedelta(days=days))
        assert bool(found.wrong) is is_early
    said = _check(file, "--key", key, "--earlier", kept)
    assert "`kept.json`: entry 1 of 20" in said.out
    assert "was erased before its term was over" in said.out


def test_a_log_that_was_rolled_back_shows(hub: Hub, looked_at: Callable[[], Resident], tmp_path: Path) -> None:
    """The end cut off: fewer entries than the kept file has."""
    resident = looked_at()
    settings = operator.copy_of(hub, tmp_path / "home")
    for _ in range(2):
        hub.ask(resident.who, "{ me { birthDate } }")
    kept = _saved(tmp_path, "kept.json", exported(hub, resident))
    with operator.running(settings) as dishonest:
        made = exported(dishonest, resident)
    said = _check(_saved(tmp_path, "now.json", made), "--key", _ledger(hub).key, "--earlier", kept)
    assert said.code == 1
    assert "some were dropped" in said.out
