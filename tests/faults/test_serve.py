"""`domicile serve`: it serves and stops cleanly, and says in one line why it can't."""

import base64
import re
import shutil
import signal
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest

from hub.settings import Settings
from tests.support.beside import marks_kept
from tests.support.command import run
from tests.support.hub import Who
from tests.support.serving import Ended, command, finished, free_port, serving
from tests.support.store import home_beside, make_keys, settings_at, where_its_graph_is

NOWHERE = {"NEO4J_URI": "bolt://127.0.0.1:1"}  # nobody listens there


def _one_line(ended: Ended, *words: str) -> None:
    """It ended with exit code 1 and one line, which says all of `words`."""
    assert (ended.code, len(ended.said.splitlines())) == (1, 1), ended.said
    assert ended.said.startswith("error ")
    assert [word for word in words if word not in ended.said] == []


def _quietly(ended: Ended) -> None:
    """It ended as it should, and said nothing but, where the explorer is built, its address."""
    assert (ended.code, re.sub(r"\Athe explorer: http://[^\s]+/\n", "", ended.said)) == (0, "")


def _serve(home: Path, environment: Mapping[str, str] | None = None, port: int = 0) -> Ended:
    """Run the command here; whatever is left open then is an error too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hub.cli.serve.run", _served)
        said = run("serve", "--port", str(port or free_port()), home=home, environment=environment)
    return Ended(said.code, said.out + said.error)


def _served(_target: str, host: str, port: int) -> None:
    raise AssertionError(f"it would serve at {host}:{port}")


def _start(home: Path, environment: Mapping[str, str] | None = None) -> Ended:
    """The same as a process of its own."""
    return finished(command("serve", "--port", str(free_port()), home=home, environment=environment))


@pytest.fixture
def keyed_home(tmp_path: Path) -> Path:
    """A home with keys and nothing else."""
    home = tmp_path / "keyed"
    home.mkdir(mode=0o700)
    make_keys(settings_at(home))
    return home


def test_without_a_graph(keyed_home: Path) -> None:
    _one_line(_start(keyed_home), "no graph is running", "domicile graph start", "NEO4J_URI")


def test_without_an_answer_of_the_graph(keyed_home: Path) -> None:
    _one_line(_serve(keyed_home, NOWHERE), "GRAPH_UNAVAILABLE", "the graph does not answer")


@pytest.mark.parametrize("uri", ["nonsense", "ftp://127.0.0.1", "bolt://user:hunter2@[", "bolt://127.0.0.1:port",
                                 "bolt://no-such-host.invalid"])  # fmt: skip
def test_with_an_address_of_the_graph_that_is_none(keyed_home: Path, uri: str) -> None:
    ended = _serve(keyed_home, {"NEO4J_URI": uri})
    _one_line(ended)
    assert "hunter2" not in ended.said


def test_without_a_master_key(keyed_home: Path) -> None:
    (keyed_home / "private" / "master.key").unlink()
    _one_line(_serve(keyed_home, NOWHERE), "master key")


def test_without_any_key_it_makes_none(tmp_path: Path) -> None:
    _one_line(_serve(tmp_path / "empty", NOWHERE), "master key")
    assert not (tmp_path / "empty" / "private" / "master.key").exists()


def test_with_a_wrong_master_key(keyed_home: Path) -> None:
    other = base64.b64encode(b"\x07" * 32).decode()
    ended = _serve(keyed_home, {**NOWHERE, "DOMICILE_MASTER_KEY": other})
    _one_line(ended, "the master key is wrong")
    assert other not in ended.said


def test_with_a_master_key_that_is_none(keyed_home: Path) -> None:
    ended = _serve(keyed_home, {**NOWHERE, "DOMICILE_MASTER_KEY": "correct horse battery staple"})
    _one_line(ended)
    assert "horse" not in ended.said


def test_with_a_port_that_is_taken(keyed_home: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        _one_line(_serve(keyed_home, NOWHERE, port), str(port), "--port")


def test_with_a_file_in_place_of_the_home(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("not a folder")
    _one_line(_serve(tmp_path / "home"), "no folder", "DOMICILE_HOME")


@pytest.mark.parametrize("name", ["private", "graph"])
def test_with_a_file_in_place_of_a_folder_of_the_home(keyed_home: Path, name: str) -> None:
    shutil.rmtree(keyed_home / name, ignore_errors=True)
    (keyed_home / name).write_text("not a folder")
    _one_line(_serve(keyed_home, {} if name == "graph" else NOWHERE))


def test_with_a_log_that_is_another_programs_file(keyed_home: Path) -> None:
    log = keyed_home / "private" / "log.sqlite"
    log.write_bytes(b"this is no database" * 100)
    log.chmod(0o600)
    _one_line(_serve(keyed_home, NOWHERE), str(log))


def test_with_keys_that_others_can_read(keyed_home: Path) -> None:
    (keyed_home / "private" / "master.key").chmod(0o644)
    _one_line(_serve(keyed_home, NOWHERE), "chmod 600")


@pytest.mark.parametrize(
    "environment",
    [
        {"DOMICILE_ALLOWED_ORIGINS": "*"},
        {"DOMICILE_HOST": "0.0.0.0"},
        {"DOMICILE_GRAPH_HEAP_MEBIBYTES": "much"},
        {"DOMICILE_HOST": "no-such-host.invalid"},
    ],
)
@pytest.mark.full
def test_with_a_setting_that_is_wrong(served_home: Settings, environment: dict[str, str]) -> None:
    _one_line(_start(served_home.home, environment))


# ── a hub that runs ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.full
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_and_stops_cleanly(served_home: Settings, inspector: Who, how: signal.Signals) -> None:
    with serving(served_home.home) as served:
        answer = served.ask(inspector, "{ viewer { client } rooms(first: 1) { nodes { id } } }")
        assert answer.status_code == 200
        assert answer.json()["data"]["viewer"] == {"client": inspector.client}
        assert len(answer.json()["data"]["rooms"]["nodes"]) == 1
        ended = served.end(how)
    _quietly(ended)
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{served.url}/health/live", timeout=10)


@pytest.mark.full
def test_a_register_that_has_no_operators_says_so(served_home: Settings, tmp_path: Path) -> None:
    """Whoever comes first adds themselves: that is to be known before anybody is let in."""
    home = home_beside(served_home, tmp_path / "home")
    shutil.rmtree(home.private_folder)
    make_keys(home)
    with marks_kept(served_home, hidden=True), serving(home.home, environment=where_its_graph_is(home)) as served:
        ended = served.end(signal.SIGTERM)
    assert "warning 0 of 2 operators are registered" in ended.said


@pytest.mark.full
def test_limits_of_the_body_hold_over_a_socket(served_home: Settings) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(64):
            yield b" " * 65_536

    with serving(served_home.home) as served:
        headers = {"content-type": "application/json"}
        answer = httpx.post(f"{served.url}/graphql", content=endless(), headers=headers, timeout=60)
        assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (401, "UNAUTHENTICATED")
        assert httpx.get(f"{served.url}/health/ready", timeout=60).status_code == 200
        ended = served.end(signal.SIGTERM)
    _quietly(ended)


@pytest.mark.full
def test_a_log_that_is_full_answers_nothing_about_a_person_and_serves_places(
    served_home: Settings, resident: Who, inspector: Who
) -> None:
    """No file may grow beyond what the log's side file has after a few entries."""
    with serving(served_home.home, file_bytes_max=128 * 1024) as served:
        for _ in range(40):
            answer = served.ask(resident, "{ me { name { full } } }")
            if answer.status_code != 200:
                break
        body = answer.json()
        assert (answer.status_code, body["data"]) == (503, {"me": None})
        assert [error["extensions"]["code"] for error in body["errors"]] == ["LOG_UNAVAILABLE"]
        again = served.ask(resident, "{ me { name { full } } }")
        assert (again.status_code, again.json()["data"]) == (503, {"me": None})
        assert httpx.get(f"{served.url}/health/ready", timeout=60).status_code == 503
        assert served.ask(inspector, "{ rooms(first: 1) { nodes { id } } }").status_code == 200
        ended = served.end(signal.SIGTERM)
    assert ended.code == 0
    assert ended.said.count("the access log has stopped") == 1  # with its trace, for the operator, who has to look
    assert resident.subject not in ended.said
    with serving(served_home.home) as served:
        assert served.ask(resident, "{ me { name { full } } }").status_code == 200
