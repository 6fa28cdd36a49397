"""The log in PostgreSQL, which stops or is full while the hub serves: nothing about a person is answered, and it goes on by itself."""

import secrets
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from hub.audit_log import Ledger
from hub.settings import Settings
from model.errors import LogUnavailableError
from tests.audit_log.entries import entry, person
from tests.audit_log.postgres import PostgresServer
from tests.support.beside import marks_kept
from tests.support.hub import Answer, Hub, Who
from tests.support.operators import Operators
from tests.support.store import home_beside, where_its_graph_is

pytestmark = pytest.mark.full

SECONDS_MAX = 240.0
ROOMS = "{ rooms(first: 1) { nodes { id } } }"
ME = "query %s { me { name { full } } }"
LOG = "query Log { me { accessLog(first: 100) { nodes { operation action } } } }"


@pytest.fixture
def database() -> Iterator[PostgresServer]:
    server = PostgresServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def logged_there(served_home: Settings, tmp_path: Path, database: PostgresServer) -> Iterator[Settings]:
    """A home whose log begins anew in the database: two operators accepted that."""
    home = home_beside(served_home, tmp_path / "home")
    operators = Operators(home.home, tmp_path, where_its_graph_is(home))
    for file in home.private_folder.glob("log.sqlite*"):
        file.unlink()
    url = database.url(database.new_database())
    with marks_kept(served_home):
        assert operators.carried_out("log", "accept-loss", environment={"HUB_LOG_URL": url}).code == 0
        yield home.model_copy(update={"log_url": SecretStr(url)})


def _await_answer(hub: Hub, who: Who, name: str) -> Answer:
    """The first whole answer; until then each is refused as the log's."""
    deadline = time.monotonic() + SECONDS_MAX
    while True:
        answer = hub.ask(who, ME % name)
        if answer.status == 200:
            return answer
        assert (answer.codes, answer.data) == (["LOG_UNAVAILABLE"], {"me": None})
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_database_that_stops_costs_answers_about_people_until_it_is_back(
    logged_there: Settings, database: PostgresServer, resident: Who, inspector: Who
) -> None:
    with Hub(logged_there) as hub:
        before = hub.ask(resident, ME % "Before")
        assert before.codes == []
        database.halt()
        for _ in range(3):
            refused = hub.ask(resident, ME % "Meanwhile")
            assert (refused.status, refused.codes, refused.data) == (503, ["LOG_UNAVAILABLE"], {"me": None})
        assert hub.ask(inspector, ROOMS).status == 200
        assert hub.send("GET", "/health/ready").status == 503
        database.start()
        assert _await_answer(hub, resident, "After").data == before.data
        assert hub.send("GET", "/health/ready").status == 200
        nodes = hub.ask(resident, LOG).data["me"]["accessLog"]["nodes"]
        assert [(item["operation"], item["action"]) for item in nodes] == [("After", "READ"), ("Before", "READ")]


def _fill(hub: Hub, *, letters: int, at_once: int) -> None:
    """Put entries of others on the log until it takes no more of them."""
    ledger = hub.ports.ledger
    assert isinstance(ledger, Ledger)
    while True:
        entries = [entry(person(), extra={"note": secrets.token_hex(letters // 2)}) for _ in range(at_once)]
        try:
            hub.run(ledger.append(entries))
        except LogUnavailableError:
            return


def test_a_database_that_is_full_costs_answers_about_people_until_there_is_room(
    logged_there: Settings, database: PostgresServer, resident: Who, inspector: Who
) -> None:
    database.halt()
    database.start(file_bytes_max=20 * 1024 * 1024, autovacuum="off")
    with Hub(logged_there) as hub:
        assert _await_answer(hub, resident, "Before").codes == []
        _fill(hub, letters=1200, at_once=200)
        answered: list[str] = []
        for number in range(200):  # the database finds room for a small one here and there
            answer = hub.ask(resident, ME % f"Last{number}")
            if answer.status != 200:
                break
            answered.append(f"Last{number}")
            _fill(hub, letters=2, at_once=1)
        assert (answer.status, answer.codes, answer.data) == (503, ["LOG_UNAVAILABLE"], {"me": None})
        assert hub.ask(inspector, ROOMS).status == 200
        database.halt()
        database.start()
        assert _await_answer(hub, resident, "After").codes == []
        nodes = hub.ask(resident, LOG).data["me"]["accessLog"]["nodes"]
        assert [item["operation"] for item in nodes] == ["After", *reversed(answered), "Before"][:100]
        assert isinstance(hub.ports.ledger, Ledger)
        assert hub.ports.ledger.verify().problems == ()
