"""The log and the rest know of each other: one that is gone, older, or another one is no log to start with.

Keys know the last checkpoint, and the graph the entry of its last write: so a log, or a log with its keys, can't be put back
from before without a word, and `domicile log verify` says which writes one of the stores does not have.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hub.settings import Settings
from tests.case.counter import officers
from tests.intake.conftest import private_id
from tests.intake.test_intake import Town
from tests.support.beside import marks_kept
from tests.support.command import run
from tests.support.hub import Hub, Who
from tests.support.operators import Operators
from tests.support.serving import Ended, command, finished, free_port
from tests.support.store import City, ask_graph, copy_of_template, running_graph, where_its_graph_is
from tests.witness.process import serving as witnessing
from tlog.notes import Note

pytestmark = pytest.mark.full

_CODE = "mutation Code($input: CreateCounterCodeInput!) { createCounterCode(input: $input) { code } }"


class Home:
    """A home with a graph of its own, whose private folder is put back as it was at some moment."""

    def __init__(self, settings: Settings, aside: Path) -> None:
        self.settings = settings
        self.private = settings.private_folder
        self._aside = aside

    def keep(self, name: str) -> Path:
        """A copy of the private folder, as a backup takes it while no hub runs."""
        return Path(shutil.copytree(self.private, self._aside / name))

    def put_back(self, name: str, *files: str) -> None:
        """All of a copy, or these of its files."""
        if not files:
            shutil.rmtree(self.private)
            shutil.copytree(self._aside / name, self.private)
            return
        for file in files:
            for old in self.private.glob(f"{file}*"):
                old.unlink()
            shutil.copy2(self._aside / name / file, self.private / file)

    def start(self, **environment: str) -> Ended:
        """`domicile serve`, which refuses."""
        where = {**where_its_graph_is(self.settings), **environment}
        return finished(command("serve", "--port", str(free_port()), home=self.settings.home, environment=where))

    def write(self, who: Who) -> None:
        """One write by a resident, with everything that a hub does."""
        with Hub(self.settings) as hub:
            assert hub.ask(who, _CODE, {"input": {"permissions": []}}).errors == []


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    settings = copy_of_template(tmp_path_factory.mktemp("lost") / "home")
    with running_graph(settings):
        yield settings


@pytest.fixture
def home(running: Settings, tmp_path: Path) -> Iterator[Home]:
    """As the template is, before and after each test: the marks in the graph, too."""
    home = Home(running, tmp_path)
    home.keep("before")
    with marks_kept(running):
        yield home
    home.put_back("before")


def _forget_marks(settings: Settings, size: int) -> None:
    statement = "MATCH (mark:Write) WHERE mark.sequence >= $size OR mark.sequence IS NULL DELETE mark"
    ask_graph(settings, statement, size=size)


def _refused(ended: Ended, *words: str) -> None:
    assert (ended.code, len(ended.said.splitlines())) == (1, 1), ended.said
    assert [word for word in ("error INTERNAL: the access log", *words) if word not in ended.said] == [], ended.said


def test_a_log_that_is_gone_is_not_begun_anew(home: Home) -> None:
    for file in home.private.glob("log.sqlite*"):
        file.unlink()
    _refused(home.start(), "is gone", "put back its newest backup", "docs/log-loss.md")
    assert not (home.private / "log.sqlite").exists()


def test_an_empty_file_in_its_place_is_no_log(home: Home) -> None:
    for file in home.private.glob("log.sqlite*"):
        file.unlink()
    (home.private / "log.sqlite").touch(0o600)
    _refused(home.start(), "is gone")


def test_an_older_copy_of_it_is_refused(home: Home, resident: Who) -> None:
    home.keep("older")
    home.write(resident)
    home.put_back("older", "log.sqlite")
    _refused(home.start(), "lost entries", "the checkpoint beside the keys")


def test_an_older_copy_with_its_keys_is_refused_by_the_graph(home: Home, resident: Who) -> None:
    home.keep("older")
    home.write(resident)
    home.put_back("older")
    _refused(home.start(), "older than the graph")


def test_another_log_of_the_same_length_is_refused(home: Home, resident: Who) -> None:
    """Two lives from one backup: the graph is that of the first, and the second has written as much."""
    home.keep("older")
    home.write(resident)
    first = home.keep("first")
    home.put_back("older")
    _forget_marks(home.settings, _size(home.private))
    home.write(resident)
    shutil.copy2(first / "keys.sqlite", home.private / "keys.sqlite")
    _refused(home.start(), "another one")


def _size(private: Path) -> int:
    with closing(sqlite3.connect(private / "log.sqlite")) as log:
        return int(log.execute("SELECT count(*) FROM entries").fetchone()[0])


def test_an_older_graph_is_started_with_and_said(home: Home, resident: Who, caplog: pytest.LogCaptureFixture) -> None:
    home.write(resident)
    with Hub(home.settings):
        pass
    assert "the graph is older" not in caplog.text
    (last,) = ask_graph(home.settings, "MATCH (mark:Write) RETURN max(mark.sequence)")[0]
    _forget_marks(home.settings, last)
    with Hub(home.settings) as hub:
        assert hub.ask(resident, "{ me { birthDate } }").errors == []
    assert "the graph is older than the access log" in caplog.text


def test_verifying_holds_log_and_graph_against_each_other(home: Home, resident: Who) -> None:
    where = where_its_graph_is(home.settings)
    whole = run("log", "verify", "--graph", home=home.settings.home, environment=where)
    assert (whole.code, "the log is whole" in whole.out) == (0, True), whole.out
    home.keep("older")
    home.write(resident)
    whole = run("log", "verify", "--graph", home=home.settings.home, environment=where)
    assert whole.code == 0, whole.out
    newer = _size(home.private)
    _forget_marks(home.settings, newer - 3)  # an older graph: the write's intent and outcome, and perhaps a read
    said = run("log", "verify", "--graph", home=home.settings.home, environment=where)
    assert said.code == 1
    assert "committed, and the graph does not have it" in said.out
    home.put_back("older")
    home.write(resident)
    home.put_back("older")
    said = run("log", "verify", "--graph", home=home.settings.home, environment=where)
    assert said.code == 1
    assert "the graph has it, and the log does not know it" in said.out


def test_two_operators_accept_a_loss_and_everybody_can_read_it(home: Home, resident: Who, tmp_path: Path) -> None:
    where = where_its_graph_is(home.settings)
    operators = Operators(home.settings.home, tmp_path, where)
    nothing = operators.carried_out("log", "accept-loss")
    assert (nothing.code, "nothing of the log is lost" in nothing.error) == (1, True), nothing.error
    home.write(resident)
    for file in home.private.glob("log.sqlite*"):
        file.unlink()
    _refused(home.start(), "is gone")
    third = run("operator", "key", str(tmp_path / "cy.key"), "--name", "cy", home=home.settings.home).out.strip()
    added = run("operator", "statement", "operator add", third, home=home.settings.home).out
    before = operators.signed(added).rename(tmp_path / "before.txt")
    alone = run("log", "accept-loss", home=home.settings.home, environment=where)
    signed = str(operators.signed(alone.out, "an"))
    said = run("log", "accept-loss", "--signed", signed, home=home.settings.home, environment=where)
    assert (said.code, "this takes 2 operators" in said.error) == (1, True), said.error
    _refused(home.start(), "is gone")
    done = operators.carried_out("log", "accept-loss")
    assert (done.code, done.out.startswith("accepted; the graph has ")) == (0, True), done.error
    said = run("operator", "add", third, "--signed", str(before), home=home.settings.home, environment=where)
    assert (said.code, "from before a loss of the log was accepted" in said.error) == (1, True), said.error
    with Hub(home.settings) as hub:
        assert hub.ask(resident, "{ me { birthDate } }").errors == []
        (entry,) = [record.entry for record in hub.run(hub.ports.ledger.read_operations())]
    assert (entry["operation"], entry["extra"]["operators"]) == ("log accept-loss", "an, bo")
    assert entry["extra"]["arguments"].startswith("the log has no entries\nthe keys know of ")
    assert [key.partition("+")[0] for key in entry["extra"]["registered"].split("\n")] == ["an", "bo"]
    assert [item.name for item in Note.parse(entry["extra"]["signed"]).signatures] == ["an", "bo"]
    whole = run("log", "verify", "--graph", home=home.settings.home, environment=where)
    assert (whole.code, "the log is whole" in whole.out) == (0, True), whole.out


def test_what_was_signed_for_something_else_changes_nothing(home: Home, resident: Who, tmp_path: Path) -> None:
    where = where_its_graph_is(home.settings)
    operators = Operators(home.settings.home, tmp_path, where)
    home.write(resident)
    for file in home.private.glob("log.sqlite*"):
        file.unlink()
    known = _kept(home.private)
    other = run("operator", "statement", "operator add", "somebody", home=home.settings.home).out
    said = run(
        "log", "accept-loss", "--signed", str(operators.signed(other)), home=home.settings.home, environment=where
    )
    assert (said.code, "what was signed is not `log accept-loss" in said.error) == (1, True), said.error
    assert list(home.private.glob("log.sqlite*")) == []
    assert _kept(home.private) == known


def test_what_was_signed_is_for_the_log_that_there_was(home: Home, resident: Who, tmp_path: Path) -> None:
    """Another one of the same length, put there after the signing, is not gone on with."""
    where = where_its_graph_is(home.settings)
    operators = Operators(home.settings.home, tmp_path, where)
    home.keep("older")
    home.write(resident)
    home.keep("newer")
    home.put_back("older", "log.sqlite")
    asked = run("log", "accept-loss", home=home.settings.home, environment=where)
    signed = operators.signed(asked.out)
    with closing(sqlite3.connect(home.private / "log.sqlite")) as log:
        log.execute("UPDATE entries SET commitment = zeroblob(32) WHERE sequence = (SELECT max(sequence) FROM entries)")
        log.commit()
    said = run("log", "accept-loss", "--signed", str(signed), home=home.settings.home, environment=where)
    assert (said.code, "what was signed is not" in said.error) == (1, True), said.error


def test_a_new_key_store_beside_a_log_is_no_key_store_to_start_with(home: Home, resident: Who) -> None:
    """Keys and log are gone, and somebody puts back the log alone: all that is sealed would count as erased."""
    home.write(resident)
    home.keep("newer")
    for name in ("keys.sqlite", "log.sqlite"):
        for file in home.private.glob(f"{name}*"):
            file.unlink()
    _refused(home.start(), "older than the graph")
    home.put_back("newer", "log.sqlite")
    ended = home.start()
    assert (ended.code, "the key store is a new one" in ended.said) == (1, True), ended.said


def test_who_lost_the_log_before_there_were_operators_registers_two_for_that(
    home: Home, resident: Who, tmp_path: Path
) -> None:
    where = where_its_graph_is(home.settings)
    home.write(resident)
    for file in home.private.glob("log.sqlite*"):
        file.unlink()
    operators = Operators(home.settings.home, tmp_path, where)
    third = run("operator", "key", str(tmp_path / "cy.key"), "--name", "cy", home=home.settings.home).out.strip()
    said = run("operator", "add", third, home=home.settings.home, environment=where)
    assert (said.code, "CONFLICT" in said.error) == (1, True), said.error
    done = operators.carried_out("log", "accept-loss")
    assert done.code == 0, done.error
    listed = run("operator", "list", home=home.settings.home).out
    assert [line.partition("+")[0] for line in listed.splitlines()] == ["an", "bo"]


def test_older_keys_are_refused_until_two_give_up_whose_are_lost(
    home: Home, resident: Who, city: City, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clerk = officers(city, "registration", "system-administration-import", level=4)[0]
    town = Town(home.settings, tmp_path, clerk)
    newcomer = private_id()
    home.keep("older")
    older = _made(home.private)
    assert town.bring_in(person=[{"id": newcomer, "isProtected": "false"}]).code == 0
    with Hub(home.settings) as hub:
        assert hub.ask(resident, "mutation { protectAddress(input: {}) { at } }").errors == []
    made = _made(home.private)
    assert made == older + 2
    home.put_back("older", "keys.sqlite")
    ended = home.start()
    said = f"the key store is older than the graph: it counts {older} keys and changes of protections, the graph {made}; put back"
    assert (ended.code, len(ended.said.splitlines()), said in ended.said) == (1, 1, True), ended.said
    other = town.operators.carried_out("log", "accept-loss")
    assert (other.code, "`domicile log accept-loss --keys`" in other.error) == (1, True), other.error
    done = town.operators.carried_out("log", "accept-loss", "--keys")
    assert (done.code, done.out) == (0, "accepted; 1 persons' keys are lost\n"), done.error
    with Hub(home.settings) as hub:
        protected = hub.ask(resident, "{ me { birthDate isProtected } }")
        assert (protected.errors, protected.data["me"]["isProtected"]) == ([], True)  # known by what they were told
        entry = hub.run(hub.ports.ledger.read_operations())[-1].entry
        assert hub.ports.vault.destroyed([newcomer]) == {newcomer}
    assert "everybody signs in again" in caplog.text
    assert (entry["operation"], entry["extra"]["personsWithoutKey"]) == ("log accept-loss --keys", "1")
    again = town.operators.carried_out("log", "accept-loss", "--keys")
    assert (again.code, "no keys are lost" in again.error) == (1, True), again.error
    ask_graph(home.settings, "MATCH (person:Person {id: $id}) DETACH DELETE person", id=newcomer)


def test_what_a_witness_holds_is_given_up_under_another_name_only(home: Home, resident: Who, tmp_path: Path) -> None:
    port = free_port()
    key = run("witness", "key", "--name", "w.example", home=tmp_path / "witness").out.strip()
    named = {"DOMICILE_WITNESSES": f"{key} http://127.0.0.1:{port}"}
    renamed = {**named, "DOMICILE_LOG_ORIGIN": "log.second.example"}
    logs = [run("log", "key", home=home.settings.home, environment=each).out.strip() for each in (named, renamed)]
    watched = home.settings.model_copy(update={"witnesses": named["DOMICILE_WITNESSES"]})
    operators = Operators(home.settings.home, tmp_path, where_its_graph_is(home.settings))
    with witnessing(tmp_path / "witness", ",".join(logs), port):
        home.keep("older")
        home.write(resident)
        with Hub(watched):  # and the witness is asked
            pass
        home.keep("newer")
        home.put_back("older")
        _refused(home.start(**named), "rolled back: the witness `w.example`", "docs/log-loss.md")
        home.put_back("newer", "keys.sqlite")
        said = operators.carried_out("log", "accept-loss", environment=named)
        assert (said.code, "rolled back" in said.error) == (1, True), said.error
        for file in home.private.glob("log.sqlite*"):
            file.unlink()
        done = operators.carried_out("log", "accept-loss", environment=renamed)
        assert done.code == 0, done.error
        with Hub(watched.model_copy(update={"log_origin": "log.second.example"})) as hub:
            checkpoint = str(hub.run(hub.ports.ledger.checkpoint()))
            assert hub.ask(resident, "{ me { birthDate } }").errors == []
    assert [item.name for item in Note.parse(checkpoint).signatures] == ["log.second.example", "w.example"]


def _made(private: Path) -> int:
    with closing(sqlite3.connect(private / "keys.sqlite")) as keys:
        return int(keys.execute("SELECT value FROM counts WHERE name = 'keys made'").fetchone()[0])


def _kept(private: Path) -> object:
    with closing(sqlite3.connect(private / "keys.sqlite")) as keys:
        return keys.execute("SELECT size, checkpoint FROM log").fetchone()
