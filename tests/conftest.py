"""What all tests share: one application on one prepared store, its city as plain rows, and the demo's people.

Reading tests use these as they are. Writing tests open their own cases on them and assert nothing global. Tests that
kill, fill or migrate make a home of their own (`copy_of_template`, `home_beside`) and start what they need themselves.
"""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from hub.demo.city.reading import read_city
from hub.frames import from_roomy_frame
from hub.settings import Settings
from tests.case.counter import Resident, residents
from tests.support import minutes
from tests.support.faults import Breakable, breakable_hub
from tests.support.hub import Hub, Who
from tests.support.store import City, copy_of_template, load, make_keys, manifest, running_graph, settings_at, template

_OF_A_FILE = 1  # of its tests that ask the hub, in the quick run: each has new statements for a cold engine to plan

if TYPE_CHECKING:
    from tests.reference.executor import Reference


def pytest_configure(config: pytest.Config) -> None:
    """Keep the minutes of each folder and fixture."""
    gc.disable()  # until the tests run: what is imported and collected stays
    config.pluginmanager.register(minutes)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--quick` and `--long`: less and more than CI runs (docs/testing.md)."""
    parser.addoption("--long", action="store_true", help="run the tests marked `long`, and others by fresh seeds")
    parser.addoption(
        "--quick", action="store_true", help="leave out the tests marked `full`, and most of those that ask the hub"
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this run leaves out; and shuffle folders, then within them: pytest-randomly has shuffled files over all folders."""
    left_out: set[pytest.Item] = set()
    if not config.getoption("--long"):
        left_out |= {item for item in items if item.get_closest_marker("long")}
    if config.getoption("--quick"):
        left_out |= {item for item in items if item.get_closest_marker("full")} | _others_of_their_file(items)
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]
    first = {
        folder: place for place, folder in reversed(list(enumerate(minutes.folder_of(item.nodeid) for item in items)))
    }
    items.sort(key=lambda item: first[minutes.folder_of(item.nodeid)])


def _others_of_their_file(items: list[pytest.Item]) -> set[pytest.Item]:
    """All but a few of the tests of each file that ask the hub; the run's seed has shuffled them."""
    files: defaultdict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if "prepared" in getattr(item, "fixturenames", ()):
            files[item.nodeid.partition("::")[0]].append(item)
    return {item for file in files.values() for item in file[_OF_A_FILE:]}


@pytest.fixture(scope="session")
def is_long(request: pytest.FixtureRequest) -> bool:
    """Whether this is the long run."""
    return bool(request.config.getoption("--long"))


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> object:
    """All tests are called from a roomy frame (docs/decisions/roomy-frames.md): whoever else runs them does so below it."""
    gc.freeze()  # else each full collection goes through all that was imported and collected: a twentieth of a run
    gc.enable()
    this = session.config.pluginmanager.get_plugin(__file__)
    others = session.config.pluginmanager.subset_hook_caller("pytest_runtestloop", [this])
    return from_roomy_frame(lambda: others(session=session))


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A home with the small city in a running graph: an embedded one, or an empty one that NEO4J_URI names."""
    home = tmp_path_factory.mktemp("prepared")
    own = Settings()
    if own.neo4j_uri:
        settings = settings_at(home)
        make_keys(settings)
        load(settings, template() / "city")
        yield settings
        return
    settings = copy_of_template(home)
    with running_graph(settings):
        yield settings


@pytest.fixture(scope="session")
def hub(prepared: Settings) -> Iterator[Hub]:
    """The application, running for the whole session."""
    with Hub(prepared) as running:
        yield running


@pytest.fixture(scope="session")
def strict(hub: Hub, prepared: Settings) -> Iterator[Hub]:
    """A second hub of the same home, with the budgets that a city has: it shares the log, and so what was spent."""
    assert hub.settings == prepared
    with Hub(prepared.model_copy(update={"budget_factor": 1})) as running:
        yield running


@pytest.fixture
def breakable(hub: Hub) -> Iterator[Breakable]:
    """Another application on the same store, to be broken."""
    with breakable_hub(hub.settings) as own:
        yield own


@pytest.fixture(scope="session")
def city() -> City:
    """Every row of the city by the kind's file name: what an expectation is worked out from."""
    return dict(read_city(template() / "city"))


@pytest.fixture(scope="module")
def today(hub: Hub) -> str:
    """The city's day of now."""
    return datetime.now(UTC).astimezone(ZoneInfo(hub.settings.time_zone)).date().isoformat()


@pytest.fixture(scope="module")
def reference(hub: Hub, city: City) -> "Reference":
    """The slow, obvious executor over the city's rows: what the hub has to answer."""
    from tests.reference.executor import Reference
    from tests.reference.rows import City as Rows

    pairwise: Any = hub.ports.vault.pairwise_id
    return Reference(Rows(city), pairwise)


@pytest.fixture(scope="session")
def people(city: City) -> Iterator[Resident]:
    """Residents for whoever writes, each handed out once in a run; who only reads finds theirs from the other end.

    None of them has given a consent yet; nor withdrawn a residence, for there are few of those, and a reader looks for one.
    """
    spared = {row["givenBy"] for row in city["consent_grant"]}
    spared |= {row["of"] for row in city["residence"] if row["state"] == "WITHDRAWN"}
    return (item for item in reversed(list(residents(city))) if item.person not in spared)


@pytest.fixture(scope="session")
def demo() -> dict[str, Any]:
    """The demo's people and places, with what is known of them (`manifest.json`)."""
    people: dict[str, Any] = manifest(template())["demo"]
    return people


@pytest.fixture(scope="session")
def officer(demo: dict[str, Any]) -> Callable[[str], Who]:
    """An officer of the demo: `housingInspector`, `labourInspector` or `stationClerk`."""

    def by_role(role: str) -> Who:
        person = demo[role]
        return Who(person["client"], person["subject"], person["office"], person["purpose"])

    return by_role


@pytest.fixture(scope="session")
def inspector(officer: Callable[[str], Who]) -> Who:
    """A housing inspector of a district."""
    return officer("housingInspector")


@pytest.fixture(scope="session")
def labour_inspector(officer: Callable[[str], Who]) -> Who:
    """A labour inspector of a district."""
    return officer("labourInspector")


@pytest.fixture(scope="session")
def clerk(officer: Callable[[str], Who]) -> Who:
    """A clerk of a community station."""
    return officer("stationClerk")


@pytest.fixture(scope="session")
def resident(demo: dict[str, Any]) -> Who:
    """The resident of the demo, with their own sign-in."""
    return Who("resident", demo["resident"]["subject"])
