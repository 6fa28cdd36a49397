"""`domicile graph check`: what is in the graph is held to the rules by which rows come in, and each look at a fact is an entry."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hub.demo.city.reading import read_city
from hub.settings import Settings
from tests.case.counter import City, Resident, officers, residents
from tests.intake.conftest import CYPHER
from tests.support.command import Said, run
from tests.support.hub import Hub, Who
from tests.support.store import ask_graph, where_its_graph_is

# Behind every other of their kind: of two that exclude each other the later one is named.
_HOME, _SECOND, _TWICE, _NOWHERE = (f"ffffffff-ffff-4fff-8fff-fffffffffff{last}" for last in "abcf")
_ROOM, _BUILDING = (f"ffffffff-ffff-7fff-8fff-fffffffffff{last}" for last in "de")
_MADE = {"home": _HOME, "second": _SECOND, "twice": _TWICE, "nowhere": _NOWHERE, "room": _ROOM, "building": _BUILDING}
_LOG = "{ me { accessLog(first: 30) { nodes { operation action office fieldGroups } } } }"


@pytest.fixture(scope="session")
def town(city: Path) -> City:
    return read_city(city)


@pytest.fixture(scope="session")
def clerk(town: City) -> Who:
    """Of the city's registration office."""
    return officers(town, "registration", "system-administration-import", level=4)[0]


@pytest.fixture(scope="session")
def somebody(town: City) -> Resident:
    return next(residents(town))


def _ask(settings: Settings, name: str, **parameters: Any) -> None:
    ask_graph(settings, (CYPHER / f"{name}.cypher").read_text("utf-8"), **parameters)


@pytest.fixture
def spoiled(running: Settings, somebody: Resident) -> Iterator[Settings]:
    _ask(running, "spoil", person=somebody.person, document=somebody.document["fact"], **_MADE)
    yield running
    _ask(running, "unspoil", ids=list(_MADE.values()))


def _checked(settings: Settings, who: Who) -> Said:
    with Hub(settings) as hub:
        token = hub.token(who)
    return run("graph", "check", home=settings.home, environment=where_its_graph_is(settings), token=token)


def _looks(settings: Settings, resident: Resident) -> list[dict[str, Any]]:
    with Hub(settings) as hub:
        nodes = hub.ask(resident.who, _LOG).data["me"]["accessLog"]["nodes"]
    return [node for node in nodes if node["operation"] == "graph check"]


def test_what_came_in_by_files_holds_together(running: Settings, clerk: Who) -> None:
    said = _checked(running, clerk)
    assert (said.code, said.out) == (0, "")
    assert said.error.strip().endswith("looked at: 0 conflicts, 0 warnings")


def test_what_no_file_may_bring_is_found_in_the_graph(spoiled: Settings, clerk: Who, somebody: Resident) -> None:
    said = _checked(spoiled, clerk)
    assert said.code == 3, said.error
    assert said.out.splitlines() == [
        f"building {_BUILDING}: `at` must lead to Address",
        f"room {_ROOM}: `unitCode` must be that of the place in which it lies, or be left out",
        f"room {_ROOM}: `floor` must be at most the building's storeys",
        f"warning: identity_document {_TWICE} version 1: `number` is that of another fact of the same person, too: have it looked at",
        f"residence {_HOME} version 1: `validFrom` must not be a second main residence on the same day",
        f"residence {_SECOND} version 2: `version` must not hold, by both times, together with another version of the fact",
        f"residence {_NOWHERE} version 1: `in` must lead to Room or AdminUnit",
    ]
    assert somebody.person not in said.out + said.error
    assert said.error.strip().endswith("looked at: 6 conflicts, 1 warnings")


def test_whose_fact_is_named_reads_in_their_log_who_looked(
    spoiled: Settings, clerk: Who, town: City, somebody: Resident
) -> None:
    other = list(residents(town))[1]
    before, others_before = _looks(spoiled, somebody), _looks(spoiled, other)
    assert _checked(spoiled, clerk).code == 3
    new = _looks(spoiled, somebody)[: len(_looks(spoiled, somebody)) - len(before)]
    assert new == [
        {"operation": "graph check", "action": "READ", "office": clerk.office, "fieldGroups": ["RESIDENCE"]},
        {"operation": "graph check", "action": "READ", "office": clerk.office, "fieldGroups": ["PERSON_DOCUMENT"]},
    ]
    assert _looks(spoiled, other) == others_before


@pytest.mark.parametrize(
    ("client", "purpose", "level", "code"),
    [
        ("housing", "housing-safety-inspection", 9, "PURPOSE_NOT_ALLOWED"),
        ("registration", "resident-registration", 12, "UNAUTHENTICATED"),
    ],
)
def test_it_is_the_citys_registration_offices(
    spoiled: Settings, town: City, client: str, purpose: str, level: int, code: str
) -> None:
    """Neither another department's nor another office's; and nothing of it is said."""
    said = _checked(spoiled, officers(town, client, purpose, level=level)[0])
    assert (said.code, said.out) == (1, "")
    assert code in said.error
