"""A disk that fails below the log while the hub serves: nobody gets an answer that is not on the log, and it stays so."""

import random
import secrets
import time
from collections.abc import Callable, Iterator
from functools import partial

import apsw
import pytest

from hub.audit_log import storage
from hub.audit_log.sqlite import SqliteStorage
from hub.settings import Settings
from tests.audit_log import faulty
from tests.support.command import run
from tests.support.hub import Answer, Hub, Who

pytestmark = pytest.mark.full

ROOMS = "{ rooms(first: 1) { nodes { id } } }"
ME = "query %s { me { name { full } } }"
CODE = "mutation %s { createCounterCode(input: {permissions: []}) { code } }"
LOG = "query Log { me { accessLog(first: 100) { nodes { operation } } } }"


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[faulty.Disk]:
    """Logs are opened on it until `monkeypatch` is undone."""
    disk = faulty.Disk()
    monkeypatch.setattr(storage, "SqliteStorage", partial(SqliteStorage, connect=faulty.connect))
    yield disk
    disk.unregister()


def _until_refused(hub: Hub, who: Who, label: str) -> list[str]:
    """Read and write by turns until an answer is none; the operations which were answered."""
    answered: list[str] = []
    for number in range(300):
        form, name = (ME, CODE)[number % 2], f"{label}{number}"
        answer = hub.ask(who, form % name)
        if answer.status != 200:
            _assert_refused(answer)
            return answered
        answered.append(name)
    raise AssertionError("the disk never failed")


def _assert_refused(answer: Answer) -> None:
    assert (answer.status, answer.codes) == (503, ["LOG_UNAVAILABLE"])
    assert set(answer.data.values()) == {None}


def _at_a_write(disk: faulty.Disk) -> None:
    disk.write_fails_at = disk.writes + 9


def _at_a_sync(disk: faulty.Disk) -> None:
    """What it was to write is dropped, as a kernel does."""
    disk.sync_fails_at = disk.syncs + 9


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(_at_a_write, id="EIO at a write"),
        pytest.param(_at_a_sync, id="EIO at a sync"),
    ],
)
def test_what_was_answered_is_there_after_the_power_went(
    served_home: Settings,
    monkeypatch: pytest.MonkeyPatch,
    disk: faulty.Disk,
    resident: Who,
    inspector: Who,
    fault: Callable[[faulty.Disk], None],
) -> None:
    label = f"F{secrets.token_hex(4)}"
    with Hub(served_home) as hub:
        before = hub.ask(resident, ME % f"{label}Before")
        assert before.errors == []
        fault(disk)
        answered = _until_refused(hub, resident, label)
        assert disk.has_failed
        for form in (ME, CODE, ME):  # nothing is tried again
            _assert_refused(hub.ask(resident, form % "Again"))
        assert hub.ask(inspector, ROOMS).status == 200
        assert hub.send("GET", "/health/ready").status == 503
    disk.cut_power(random.Random(7))
    monkeypatch.undo()
    with Hub(served_home) as hub:
        assert hub.ask(resident, ME % "After").data == before.data
        logged = {item["operation"] for item in hub.ask(resident, LOG).data["me"]["accessLog"]["nodes"]}
    assert {f"{label}Before", *answered, "After"} <= logged
    assert "Again" not in logged


def test_a_full_disk_costs_answers_about_people_until_there_is_room(
    served_home: Settings, monkeypatch: pytest.MonkeyPatch, disk: faulty.Disk, resident: Who, inspector: Who
) -> None:
    """Without a start in between."""
    label = f"F{secrets.token_hex(4)}"
    with Hub(served_home) as hub:
        before = hub.ask(resident, ME % f"{label}Before")
        assert before.errors == []
        disk.write_error, disk.is_full = apsw.FullError, True
        assert _until_refused(hub, resident, label) == []
        assert hub.ask(inspector, ROOMS).status == 200
        assert hub.send("GET", "/health/ready").status == 503
        disk.is_full = False
        while hub.ask(resident, ME % f"{label}After").data != before.data:
            time.sleep(0.05)
        assert hub.send("GET", "/health/ready").status == 200
        nodes = hub.ask(resident, LOG).data["me"]["accessLog"]["nodes"]
        assert {f"{label}Before", f"{label}After"} <= {item["operation"] for item in nodes}
    monkeypatch.undo()
    assert run("log", "verify", "--no-graph", home=served_home.home).code == 0
