"""What the embedded server leaves in its folder so that the next command finds it again. No Java, no driver.

The server's process writes `server.json` itself; who reads it believes it only while that very process is alive.
"""

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

import psutil

LOOPBACK = "127.0.0.1"
STATE_FILE = "server.json"
PASSWORD_FILE = "password"  # noqa: S105 - the name of the file
PORT_FILE = "port"
LOG_FILE = "server.log"
SWEPT_FILE = "swept"  # what a sweep had to say: nothing, or why it failed
STORE_LOCK_FILE = "store.lock"  # held by the server's process for all its life
COMMAND_LOCK_FILE = "command.lock"  # held by whoever starts, stops or wipes
STORE_FOLDER = "store"  # Neo4j's home: data, transaction logs
LOGS_FOLDER = "logs"
TEMPORARY_FOLDER = "tmp"

_CREATED_SECONDS_TOLERANCE = 2.0  # the time a process was created is computed from the clock, which may be set


class Phase(StrEnum):
    """How far the server's process is."""

    STARTING = "starting"
    RUNNING = "running"
    STOPPING = "stopping"
    FAILED = "failed"


class Reason(StrEnum):
    """Why a start failed, as far as the starter acts on it."""

    PORT = "port"
    STORE = "store"


@dataclass(frozen=True, kw_only=True)
class State:
    """The contents of `server.json`. `created_at` is in seconds since 1970, as psutil says it."""

    pid: int
    created_at: float
    phase: Phase
    port: int
    message: str = ""
    reason: Reason = Reason.STORE


def write(folder: Path, state: State) -> None:
    """Replace the state, whole or not at all."""
    temporary = folder / f"{STATE_FILE}.{os.getpid()}"
    temporary.write_text(json.dumps(asdict(state)), encoding="utf-8")
    temporary.replace(folder / STATE_FILE)


def read_last(folder: Path) -> State | None:
    """What the last server wrote, alive or not."""
    try:
        values = json.loads((folder / STATE_FILE).read_bytes())
        return State(**{**values, "phase": Phase(values["phase"]), "reason": Reason(values["reason"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def read(folder: Path) -> State | None:
    """The state of the server that lives now, or nothing."""
    last = read_last(folder)
    return last if last is not None and process_of(last) is not None else None


def process_of(state: State) -> psutil.Process | None:
    """The process which wrote `state`, if it still lives; another one with the same number is not it."""
    with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
        process = psutil.Process(state.pid)
        is_same = abs(process.create_time() - state.created_at) < _CREATED_SECONDS_TOLERANCE
        if is_same and process.status() != psutil.STATUS_ZOMBIE:
            return process
    return None
