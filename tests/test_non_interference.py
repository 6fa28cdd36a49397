"""Nobody learns from an answer that is not about them who else is in the register (design §1, the most important test).

Two cities in one store, one after the other: with some people, and without them and everything personal that hung on
them. Whatever is asked outside these people's own doors has the same bytes. What they had as landlords and employers
stays: rooms, licences and workplaces are things. The quarterly snapshot is held: bands stay as they were.

The quick run lets one person move in; the full run takes people out of a store of its own; the long run takes many out, by a
fresh seed. A household's members and a confirmed contact are the others' own doors: households go as one here, and whoever was
connected by a confirmed contact is not asked. The case of an inspection is the door of its parties, for their names: who is
no party changes nothing in it, the parties' part included; and of a party who goes the rest of the case says nothing.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from loaders.intake import PERSON_BOUND
from model.graph import KINDS
from model.imports import IMPORTS, While
from tests.interference.canaries import LEFT_OUT, Canaries
from tests.interference.experiment import Asked, Bytes, Experiment, Sizes, Subjects
from tests.interference.world import World
from tests.support.hub import Hub
from tests.support.store import City, copy_of_template, running_graph

SEED = 20261101
FULL_SEED = 4  # with it some of those who go are parties to open inspections
QUICK = Sizes(documents=1, fields=25, levels=3, are_all_offices=False, residents=3, cases=4, inspections=14, persons=3)
FULL = Sizes(documents=1, fields=25, levels=3, are_all_offices=False, residents=4, cases=4, inspections=16, persons=20)
LONG = Sizes(
    documents=1, fields=40, levels=4, are_all_offices=False, residents=12, cases=12, inspections=40, persons=30
)
WITH, WITHOUT, NO_FACTS, MANY_FACTS = "with them", "without them", "no residence or employment", "all in few rooms"


@dataclass(frozen=True)
class Run:
    """What one experiment saw, and what the imports answered in either state."""

    experiment: Experiment
    imports: dict[str, dict[str, bytes]]


@pytest.fixture(scope="module")
def moved_in(hub: Hub, city: City, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Somebody comes: first unknown, then with every kind of fact, in a room where others live."""
    folder = tmp_path_factory.mktemp("moved-in")
    world = World(city, SEED, ordinary=QUICK.persons)
    inspected = {row["concerns"] for row in world.inspections(len(city["case"]))}
    working = [person for person in sorted(world.gone & set(world.homes)) if world.workplace_of(person)]
    beside = max(working, key=lambda person: len({world.homes[person], world.workplace_of(person)} & inspected))
    newcomer = Canaries(city, room=world.homes[beside], workplace=world.workplace_of(beside))
    persons = frozenset(row["id"] for row in newcomer.rows["person"])
    subjects = Subjects(persons, newcomer.rows["case"], newcomer.rows["identity_document"])
    experiment = Experiment(hub, world, subjects, sizes=QUICK, seed=SEED)
    experiment.ask(WITHOUT, experiment.everything)
    answer = experiment.bring_in(folder / "newcomer", newcomer.personal_rows)
    assert sorted(answer) == ["counts"], answer
    experiment.ask(WITH, experiment.everything)
    return Run(experiment, {})


@dataclass(frozen=True)
class Emptied(Run):
    """The run on a store of its own, which is stopped then: its files are at hand."""

    added: list[list[int]]
    canaries: Canaries
    readable: list[list[str]]  # [label, key, text] of a canary that the graph gives back
    files: dict[str, list[str]]  # the files that hold a canary, by folder and canary


@pytest.fixture(scope="module")
def moved_out(tmp_path_factory: pytest.TempPathFactory, city: City, *, is_long: bool) -> Emptied:
    """Many people go, then all residences and employments, then everyone moves into a few rooms."""
    seed, sizes = (random.getrandbits(32), LONG) if is_long else (FULL_SEED, FULL)
    print(f"non-interference: seed {seed}")  # noqa: T201 - the long run prints its fresh seed
    settings = copy_of_template(tmp_path_factory.mktemp("moved-out") / "home").model_copy(update={"neo4j_uri": ""})
    world, canaries = World(city, seed, ordinary=sizes.persons), Canaries(city)
    subjects = Subjects(world.gone, world.own("case", "concerns"), world.own("identity_document", "of"))
    with running_graph(settings), Hub(settings) as hub:
        experiment = Experiment(hub, world, subjects, sizes=sizes, seed=seed)
        imports = _with_and_without(experiment, settings.home)
        imports["canaries"] = experiment.bring_in(settings.home / "import-canaries", canaries.rows)
        readable = experiment.change("texts", texts=[item.text for item in canaries.canaries])
        added = _with_other_lives(experiment)
    files = dict(_holding(canaries, settings.graph_folder, settings.private_folder))
    return Emptied(experiment, imports, added, canaries, readable, files)


def _with_and_without(experiment: Experiment, home: Path) -> dict[str, dict[str, bytes]]:
    experiment.ask(WITH, [*experiment.everything, *experiment.own, *experiment.parties_gone])
    before = experiment.bring_in(home / "import-with", experiment.rows_about_the_gone())
    experiment.remove_persons()
    experiment.ask(WITHOUT, [*experiment.everything, *experiment.own, *experiment.parties_gone])
    return {WITH: before, WITHOUT: experiment.bring_in(home / "import-without", experiment.rows_about_the_gone())}


def _with_other_lives(experiment: Experiment) -> list[list[int]]:
    experiment.change("remove_residences_and_employments")
    asked = [*experiment.things, *experiment.inspections]
    experiment.ask(NO_FACTS, asked)
    added = experiment.add_lives()
    experiment.ask(MANY_FACTS, asked)
    return added


def _holding(canaries: Canaries, *folders: Path) -> Iterator[tuple[str, list[str]]]:
    for folder in folders:
        for column, found in canaries.holding(folder).items():
            if found:
                yield f"{folder.name}: {column}", list(found)


@pytest.fixture(params=["moved_in", pytest.param("moved_out", marks=pytest.mark.full)])
def seen(request: pytest.FixtureRequest) -> Run:
    found: Run = request.getfixturevalue(request.param)
    return found


def assert_same(run: Run, one: str, other: str, questions: list[Asked]) -> None:
    differing = run.experiment.differing(one, other, questions)
    assert differing == [], _told(differing[0])


def _told(difference: tuple[Asked, Bytes, Bytes]) -> str:
    asked, first, second = difference
    return f"{asked.who} asked {asked.document} {dict(asked.variables)}:\n{first.body!r}\n{second.body!r}"


@pytest.mark.parametrize(
    "questions",
    [
        pytest.param(lambda experiment: experiment.things, id="about places and firms, by every department"),
        pytest.param(lambda experiment: experiment.doors, id="through other residents' own doors"),
        pytest.param(lambda experiment: experiment.strangers, id="at doors that are not one's own"),
        pytest.param(lambda experiment: experiment.inspections, id="in inspections to which they are no party"),
    ],
)
def test_no_answer_tells_whether_somebody_is_in_the_register(
    seen: Run, questions: Callable[[Experiment], list[Asked]]
) -> None:
    """`totalCount`, order, search, cursors, cost, errors, status and headers included: the whole response."""
    assert_same(seen, WITH, WITHOUT, questions(seen.experiment))


def test_the_questions_are_answered_and_not_only_refused(seen: Run) -> None:
    """Two refusals are equal, too: so much of what is compared has to hold data."""
    things, doors = seen.experiment.things, seen.experiment.doors
    assert seen.experiment.answered(WITH, things) > len(things) / 3
    assert seen.experiment.answered(WITH, doors) > len(doors) / 2
    inspections = [asked for asked in seen.experiment.inspections if "parties" in asked.variables]
    assert seen.experiment.answered(WITH, inspections) == len(inspections) > 0
    assert any(b'"role":"' in seen.experiment.body(WITH, asked) for asked in inspections)


def test_nothing_that_is_asked_here_ends_in_an_internal_error(seen: Run) -> None:
    failed = [
        asked for asked in seen.experiment.everything if b'"code":"INTERNAL"' in seen.experiment.body(WITH, asked)
    ]
    assert failed == []


def test_at_the_counter_a_wrong_document_of_somebody_and_one_of_nobody_get_the_same_bytes(seen: Run) -> None:
    counter = [asked for asked in seen.experiment.strangers if "input" in asked.variables]
    bodies = {seen.experiment.body(state, asked) for asked in counter for state in (WITH, WITHOUT)}
    assert len(counter) >= 2
    assert len(bodies) == 1
    assert b"SUBJECT_NOT_AVAILABLE" in bodies.pop()


def test_a_case_of_somebody_and_one_of_nobody_get_the_same_bytes(seen: Run) -> None:
    looks = [asked for asked in seen.experiment.strangers if "number" in asked.variables and asked.who.purpose]
    bodies = {seen.experiment.body(state, asked) for asked in looks for state in (WITH, WITHOUT)}
    assert len(looks) >= 2
    assert len(bodies) == 1
    assert b'"data":{"case":null}' in next(iter(bodies))
    assert b"CASE_REQUIRED" in bodies.pop()


def test_the_rows_made_up_here_are_of_each_kind_that_may_tell_of_somebody(moved_in: Run, city: City) -> None:
    """A kind that depends on people is in the newcomer's files, or in those about who is gone, or has its reason here."""
    made_up = Canaries(city).rows.keys() | moved_in.experiment.rows_about_the_gone().keys()
    files = {kind.label: kind.file_name for kind in KINDS}
    assert set(files) == set(IMPORTS)
    missing = {label for label in PERSON_BOUND if files[label] not in made_up}
    assert missing == LEFT_OUT.keys() | _AS_LANDLORDS | _IN_CASES_ABOUT_PLACES
    assert {label for label in missing if IMPORTS[label].when is While.ANY_TIME} == _AS_LANDLORDS


# References to these are looked up as those to a landlord are, of whom there are rows; which stands in `loaders.intake`.
_AS_LANDLORDS = {"ManagingAgent", "Employer", "Workplace", "Ownership", "LandlordLicence", "Mandate"}
# They say where something is wrong, in a case about a place that came in the same import.
_IN_CASES_ABOUT_PLACES = {"Inspection", "Finding", "RepairOrder"}


@pytest.mark.full
def test_at_their_own_doors_those_who_went_are_seen_to_be_gone(moved_out: Emptied) -> None:
    """The control: the same comparison does tell the two cities apart where it may."""
    own = moved_out.experiment.own
    assert own
    assert moved_out.experiment.answered(WITH, own) == len(own)
    assert moved_out.experiment.answered(WITHOUT, own) == 0


@pytest.mark.full
def test_in_inspections_to_which_they_were_a_party_those_who_went_are_seen_to_be_gone(moved_out: Emptied) -> None:
    """The control once more: a party shows in the case about their own place, as a party."""
    asked = moved_out.experiment.parties_gone
    assert asked
    assert moved_out.experiment.differing(WITH, WITHOUT, asked)


@pytest.mark.full
def test_an_import_answers_the_same_reject_files_included(moved_out: Emptied) -> None:
    assert moved_out.imports[WITH] == moved_out.imports[WITHOUT]
    assert {"residence.rejects.csv", "landlord.rejects.csv", "household.rejects.csv"} <= moved_out.imports[WITH].keys()


@pytest.mark.full
def test_who_lives_or_works_where_changes_no_answer_about_rooms_landlords_firms_and_inspections(
    moved_out: Emptied,
) -> None:
    world = moved_out.experiment.world
    people = len(world.city["person"]) - len(world.gone)
    assert moved_out.added == [[people, people]]
    asked = [*moved_out.experiment.things, *moved_out.experiment.inspections]
    assert_same(moved_out, WITHOUT, NO_FACTS, asked)
    assert_same(moved_out, WITHOUT, MANY_FACTS, asked)


@pytest.mark.full
def test_every_sealed_column_has_its_canary_and_all_of_them_went_in(moved_out: Emptied) -> None:
    columns = {item.column for item in moved_out.canaries.canaries}
    assert {"PersonDetails.fullName", "PersonDetails.birthDate", "IdentityDocument.number"} <= columns
    assert {"DeclaredContact.name", "DeclaredContact.relation", "DeclaredContact.means"} <= columns
    assert {"Residence.evidence", "Tenancy.evidence", "Employment.evidence", "Household.evidence"} <= columns
    assert sorted(moved_out.imports["canaries"]) == ["counts"], moved_out.imports["canaries"]


@pytest.mark.full
def test_no_property_of_the_graph_gives_a_sealed_value_back(moved_out: Emptied) -> None:
    assert moved_out.readable == []


@pytest.mark.full
def test_no_byte_of_the_store_its_logs_or_the_access_log_holds_a_sealed_value(moved_out: Emptied) -> None:
    """The control is a public text of the same length: it stands in the store and in the transaction logs."""
    assert set(moved_out.files) == {"graph: public"}
    assert any("transaction" in file for file in moved_out.files["graph: public"])
    assert any("transaction" not in file for file in moved_out.files["graph: public"])
