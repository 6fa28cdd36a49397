"""Every command is classified, and what it prints or writes about a person comes with an entry for that person.

A new command fails the first test until it stands in `COMMANDS`, and the next ones until it is run here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

import pytest
import typer
from typer.main import get_command

from hub.cli import commands
from model.ids import PersonId
from tests.access.log import Watched
from tests.case.counter import Resident, officers, opened
from tests.case.proofs import accept, only
from tests.interference.files import write_files
from tests.support.command import run, walked
from tests.support.hub import Hub, Who
from tests.support.store import City


class Touches(StrEnum):
    """What a command has to do with people."""

    PERSONS = "goes through the gate with a token: an entry for each person whose data it brings out or changes"
    ERASES = "goes through the gate with a token, and shows numbers only; who goes has an entry (tests/retention)"
    CONFLICTS = "goes through the gate with a token, and names facts by ids; whose it is has an entry (tests/intake)"
    NOBODY = "opens nothing that tells of a person, or checks it without showing it"
    MADE_UP = "makes people up"
    ASKS = "is a caller of the API like any other, for the demo's made-up people"
    SERVES = "answers over HTTP, which all other tests are about"
    DEVELOPS = "is for a checkout: opens no home"


COMMANDS: Mapping[str, Touches] = {
    "demo": Touches.MADE_UP,
    "city": Touches.MADE_UP,
    "serve": Touches.SERVES,
    "witness serve": Touches.SERVES,
    "ask": Touches.ASKS,
    "test": Touches.DEVELOPS,
    "explorer": Touches.DEVELOPS,
    "graph lock": Touches.DEVELOPS,
    "graph check": Touches.CONFLICTS,
    "import": Touches.PERSONS,
    "plan": Touches.PERSONS,
    "notices send": Touches.PERSONS,
    "retention": Touches.ERASES,
    "breach notify": Touches.PERSONS,
    "log show": Touches.PERSONS,
    "init": Touches.NOBODY,
    "issuer check": Touches.NOBODY,
    "graph start": Touches.NOBODY,
    "graph status": Touches.NOBODY,
    "graph stop": Touches.NOBODY,
    "graph wipe": Touches.NOBODY,
    "log key": Touches.NOBODY,
    "log verify": Touches.NOBODY,
    "log accept-loss": Touches.NOBODY,
    "intake open": Touches.NOBODY,
    "intake close": Touches.NOBODY,
    "intake status": Touches.NOBODY,
    "office start": Touches.NOBODY,
    "office change": Touches.NOBODY,
    "office end": Touches.NOBODY,
    "staff start": Touches.NOBODY,
    "staff change": Touches.NOBODY,
    "staff end": Touches.NOBODY,  # numbers of cases
    "unit rename": Touches.NOBODY,
    "sign-in move": Touches.NOBODY,
    "operator key": Touches.NOBODY,
    "operator list": Touches.NOBODY,
    "operator statement": Touches.NOBODY,
    "operator sign": Touches.NOBODY,
    "operator add": Touches.NOBODY,
    "operator end": Touches.NOBODY,
    "policy check": Touches.NOBODY,
    "policy explain": Touches.NOBODY,
    "policy load": Touches.NOBODY,
    "policy matrix": Touches.NOBODY,
    "record verify": Touches.NOBODY,
    "schema": Touches.NOBODY,
    "token": Touches.NOBODY,
    "witness key": Touches.NOBODY,
}
_NOT_RUN = {Touches.MADE_UP, Touches.ASKS, Touches.SERVES, Touches.DEVELOPS}
_RUN = [name for name, touches in COMMANDS.items() if touches not in _NOT_RUN]
_SET = "mutation Set($input: SetNoticeChannelInput!) { setNoticeChannel(input: $input) { channel } }"
_OBJECT = "mutation O($input: ObjectToProcessingInput!) { objectToProcessing(input: $input) { objection { case } } }"
_ADDRESS = "+8613900042042"
_NAME_LETTERS_MIN = 3  # a shorter one may stand in the name of a street


def test_every_command_is_classified() -> None:
    app = typer.Typer()
    commands.register(app)
    assert sorted(walked(get_command(app))) == sorted(COMMANDS)


@dataclass(frozen=True)
class Office:
    """What the commands are run with: a home whose hub runs, one without anything, and somebody's record."""

    hub: Hub
    empty: Path
    folder: Path
    clerk: Who
    protector: Who
    counter: Who
    somebody: Resident
    rows: Mapping[str, Sequence[dict[str, str]]]
    city: City

    @property
    def token(self) -> str:
        return self.hub.token(self.clerk)

    def breach(self) -> list[str]:
        """Of the counter at which somebody was an instant ago."""
        now = datetime.now(UTC)
        when = ["--since", (now - timedelta(minutes=10)).isoformat(), "--until", now.isoformat()]
        said = [word for name in ("happened", "consequences", "measures", "contact") for word in (f"--{name}", "-")]
        where = ["--client", "registration", "--office", str(self.counter.office)]
        return [*where, *when, *said, "--token", self.hub.token(self.protector)]

    def query(self) -> str:
        file = self.folder / "me.graphql"
        file.write_text("{ me { name { full } residences { address { fullAddress } } } }", encoding="utf-8")
        return str(file)


@pytest.fixture(scope="module")
def office(
    hub: Hub, city: City, clerk: Who, people: Iterator[Resident], tmp_path_factory: pytest.TempPathFactory
) -> Office:
    tmp_path = tmp_path_factory.mktemp("office")
    somebody = next(people)
    given = {"channel": "SMS", "address": _ADDRESS, "language": "EN"}
    assert hub.ask(somebody.who, _SET, {"input": given}).errors == []
    opened(hub, clerk, somebody)  # which they are told
    rows = {
        "person": [row for row in city["person"] if row["id"] == somebody.person],
        "person_details": [row for row in city["person_details"] if row["of"] == somebody.person],
    }
    export = hub.ask(somebody.who, "{ me { export { file } } }").data["me"]["export"]["file"]
    (tmp_path / "export.json").write_text(export, encoding="utf-8")
    courier = officers(city, "registration", "notice-delivery", level=4)[0]
    protector = officers(city, "data-protection", "breach-notification", level=4)[0]
    return Office(hub, tmp_path / "empty", tmp_path, courier, protector, clerk, somebody, rows, city)


def _objection(office: Office) -> list[list[str]]:
    """What the data-protection office types for an objection of somebody's which it took up."""
    protector = officers(office.city, "data-protection", "objection", level=4)[0]
    given = {"input": {"purpose": protector.purpose, "reason": "不同意"}}
    number = only(office.hub.ask(office.somebody.who, _OBJECT, given))["objection"]["case"]
    only(accept(office.hub, protector, number))
    return [["--case", number, "--token", office.hub.token(protector), *more] for more in ([], ["--resolve"])]


Arguments = Callable[[Office], list[list[str]]]
RUNS: Mapping[str, Arguments] = {
    "import": lambda office: [[str(write_files(office.folder / "rows", office.rows)), "--token", office.token]],
    "plan": lambda office: [[office.query(), "--token", office.hub.token(office.somebody.who)], [office.query()]],
    "notices send": lambda office: [["--token", office.token, "--export", str(office.folder / "out.ndjson")]],
    "retention": lambda office: [["--dry-run", "--token", office.token]],  # else it would erase others' people
    "breach notify": lambda office: [office.breach()],
    "log show": _objection,
    "graph check": lambda office: [["--token", office.token]],
    "init": lambda _: [[]],
    "issuer check": lambda _: [[]],
    "graph start": lambda _: [[]],
    "graph status": lambda _: [[]],
    "graph stop": lambda _: [[]],  # in the empty home, as the next
    "graph wipe": lambda _: [["--yes"]],
    "log key": lambda _: [[]],
    "log verify": lambda _: [[], ["--private"]],
    "log accept-loss": lambda _: [[]],
    "intake open": lambda _: [[], ["--again"]],
    "intake close": lambda _: [[]],
    "intake status": lambda _: [[]],
    "office start": lambda _: [["x-1", "--client", "x", "--name", "x", "--unit", "9901", "--address", "x"]],
    "office change": lambda office: [[str(office.counter.office), "--name", "x"]],
    "office end": lambda office: [[str(office.counter.office)]],  # the statement, with the open cases
    "staff start": lambda office: [["nobody", str(office.counter.office)]],
    "staff change": lambda office: [[office.counter.subject, str(office.counter.office), "--to", "registration-9901"]],
    "staff end": lambda office: [[office.counter.subject, str(office.counter.office)]],
    "unit rename": lambda _: [["9901", "--name", "x"]],
    "sign-in move": lambda _: [["https://former.example", "https://present.example"]],
    "operator key": lambda office: [[str(office.folder / "operator.key"), "--name", "operator"]],
    "operator list": lambda _: [[]],
    "operator statement": lambda _: [["operator add", "somebody's key"]],
    "operator sign": lambda office: [[str(office.folder / "absent"), "--key", str(office.folder / "absent")]],
    "operator add": lambda _: [["no key"]],
    "operator end": lambda office: [["no key", "--signed", str(office.folder / "absent")]],
    "policy check": lambda _: [["--shipped"]],
    "policy explain": lambda _: [["--client", "health", "--field", "Person.name"]],
    "policy load": lambda office: [["--shipped", "--token", office.token]],
    "policy matrix": lambda _: [[]],
    "record verify": lambda office: [[str(office.folder / "export.json")]],
    "schema": lambda _: [[], ["--graph"]],
    "token": lambda office: [["--client", "resident", "--resident", office.somebody.who.subject]],
    "witness key": lambda _: [[]],
}
_IN_AN_EMPTY_HOME = {"graph stop", "graph wipe", "witness key"}


def _canaries(city: City, somebody: Resident) -> dict[str, PersonId]:
    """Texts by which somebody in the register would be known, with whose they are."""
    public = "\n".join(
        value for kind in ("address", "organisation", "office") for row in city[kind] for value in row.values()
    )
    texts = {row["number"]: row["of"] for row in city["identity_document"]}
    texts |= {row["id"]: row["id"] for row in city["person"]}
    texts |= {
        row["fullName"]: row["of"]
        for row in city["person_details"]
        if len(row["fullName"]) >= _NAME_LETTERS_MIN and row["fullName"] not in public
    }
    return {text: PersonId(person) for text, person in texts.items()} | {_ADDRESS: somebody.person}


@pytest.mark.parametrize("name", _RUN)
def test_what_a_command_brings_out_about_a_person_has_an_entry(office: Office, city: City, name: str) -> None:
    canaries = _canaries(city, office.somebody)
    home = office.empty if name in _IN_AN_EMPTY_HOME else office.hub.settings.home
    watched = Watched(office.hub, [office.somebody.person])
    brought: set[PersonId] = set()
    for arguments in RUNS[name](office):
        before = {path for path in office.folder.rglob("*") if path.is_file()}
        token = arguments.pop(arguments.index("--token") + 1) if "--token" in arguments else ""
        plain = [argument for argument in arguments if argument != "--token"]
        said = run(*name.split(), *plain, home=home, token=token)
        assert "Traceback" not in said.error
        written = [path.read_text() for path in office.folder.rglob("*") if path.is_file() and path not in before]
        brought |= {person for text, person in canaries.items() if text in "\n".join((said.out, said.error, *written))}
    logged = {entry["operation"] for entry in watched.entries(office.somebody.person)}
    if COMMANDS[name] is not Touches.PERSONS:
        assert (brought, logged) == (set(), set())
    else:
        assert brought <= {office.somebody.person}
        assert logged != set()  # of a command that changes, too, or one that shows counts only
        assert name != "notices send" or brought  # the control: here something does come out
