"""The graph gone while requests run: a clear code and no data, and everything works again without a restart."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from hub.graph import EmbeddedServer
from hub.settings import Settings
from tests.support.hub import Answer, Hub, Who
from tests.support.store import copy_of_template, kill_graph, own_graph

pytestmark = pytest.mark.full

ASKERS = 4
SECONDS_MAX = 240.0
PAUSE_SECONDS = 0.02
ROOMS = "{ rooms(first: 5) { nodes { id building { id } } } }"
ME = "{ me { name { full } } }"


class Asking:
    """Requests from several threads, one after the other, and what became of them."""

    def __init__(self, hub: Hub, questions: list[tuple[Who, str]]) -> None:
        self._hub = hub
        self._questions = questions
        self._is_over = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(number,)) for number in range(ASKERS)]
        self._lock = threading.Lock()
        self.answers: list[Answer] = []
        self.broken: list[BaseException] = []

    def _ask(self, number: int) -> None:
        who, document = self._questions[number % len(self._questions)]
        while not self._is_over.is_set():
            try:
                answer = self._hub.ask(who, document)
            except BaseException as error:  # noqa: BLE001 - the test's thread looks at it
                self.broken.append(error)
                return
            with self._lock:
                self.answers.append(answer)
            time.sleep(
                PAUSE_SECONDS
            )  # a refusal takes no time: without it they would keep the machine from starting the graph

    def count(self, status: int) -> int:
        with self._lock:
            return Counter(answer.status for answer in self.answers)[status]

    def await_more(self, status: int, more: int = 8) -> None:
        """Wait for so many further answers of this status."""
        deadline, before = time.monotonic() + SECONDS_MAX, self.count(status)
        while self.count(status) < before + more:
            assert time.monotonic() < deadline, f"no {more} answers with {status}"
            assert self.broken == []
            time.sleep(0.05)

    @contextmanager
    def running(self) -> Iterator[None]:
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._is_over.set()
            for thread in self._threads:
                thread.join(SECONDS_MAX)


@pytest.fixture(scope="module")
def harmed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A home of its own with its graph running; whoever ends that starts it again."""
    settings = copy_of_template(tmp_path_factory.mktemp("harmed") / "home")
    with own_graph(settings):
        yield settings


def _stop(server: EmbeddedServer) -> None:
    assert server.stop()


@pytest.mark.parametrize("end", [_stop, kill_graph])
def test_a_graph_that_goes_while_requests_run_and_comes_back(
    harmed: Settings,
    inspector: Who,
    resident: Who,
    end: Callable[[EmbeddedServer], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    server = EmbeddedServer(harmed)
    try:
        with Hub(harmed) as hub:
            asking = Asking(hub, [(inspector, ROOMS), (resident, ME)])
            good = {who.client: hub.ask(who, document).data for who, document in ((inspector, ROOMS), (resident, ME))}
            with asking.running():
                asking.await_more(200)
                end(server)
                asking.await_more(503)
                assert hub.send("GET", "/health/ready").status == 503
                assert hub.send("GET", "/health/live").status == 200
                server.start()
                asking.await_more(200)
            assert hub.send("GET", "/health/ready").status == 200
            assert hub.ask(inspector, ROOMS).data == good[inspector.client]
            assert hub.ask(resident, ME).data == good[resident.client]
        assert asking.broken == []
        assert {answer.status for answer in asking.answers} == {200, 503}
        for answer in asking.answers:
            if answer.status == 503:
                assert answer.codes == ["GRAPH_UNAVAILABLE"]
                assert set(answer.data.values()) == {None}
            else:
                assert answer.codes == []
                assert answer.data in good.values()
        said = [record for record in caplog.records if record.name.startswith("hub") and record.exc_info]
        assert said == []
    finally:
        server.start()
