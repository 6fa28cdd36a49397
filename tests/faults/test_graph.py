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
from tests.support.store import kill_graph

pytestmark = pytest.mark.full

ASKERS = 4
SECONDS_MAX = 240.0
ROOMS = "{ rooms(first: 5) { nodes { id building { id } } } }"
ME = "{ me { name { full } } }"


class Asking:
    """Requests without a pause, from several threads, and what became of them."""

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


def _stop(server: EmbeddedServer) -> None:
    assert server.stop()


@pytest.mark.parametrize("end", [_stop, kill_graph])
def test_a_graph_that_goes_while_requests_run_and_comes_back(
    served_home: Settings,
    inspector: Who,
    resident: Who,
    end: Callable[[EmbeddedServer], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    server = EmbeddedServer(served_home)
    try:
        with Hub(served_home) as hub:
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
