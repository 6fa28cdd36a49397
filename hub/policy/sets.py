"""Policy sets that come from outside the code: read from a folder, checked, and kept in the home. Logs nothing.

A set is departments' files and nothing else: the constitution, `everyone`, the schema and the closed lists always come
from the code. Which set is in force is the access log's to say (`hub.gate.policies`); the file `current` beside the sets
repeats it, so that a running hub can look cheaply.
"""

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from hub.policy.boundary import check_boundary
from hub.policy.decide import Policy
from hub.policy.purposes import clients
from hub.policy.rules import CONSTITUTION, EVERYONE, shipped_rules, shipped_schema
from hub.private_store import sync_folder
from model.errors import SetupError

SHIPPED = "shipped"
"""The name of the set that ships with the code. Every other set's name is a hash of its files."""

FILE_BYTES_MAX = 64 * 1024  # of one department's file: the longest that ships has 2 KiB
_NAME = re.compile(r"[0-9a-f]{32}")
_NAME_LENGTH = 32  # hexadecimal digits: 128 bits
_SUFFIX = ".cedar"

Files = Mapping[str, str]
"""Departments' texts, by client."""


def read_files(folder: Path) -> dict[str, str]:
    """The departments' files in `folder`; what is no `.cedar` file is not looked at. Raises `SetupError`.

    A department whose file is not there gets what everyone gets.
    """
    try:
        found = sorted(folder.glob(f"*{_SUFFIX}")) if folder.is_dir() else []
        files = {file.stem: _text(file) for file in found}
    except OSError as error:
        raise SetupError(f"the policy set in `{folder}` can't be read: {error.strerror}") from error
    if not files:
        raise SetupError(f"there is no policy set in `{folder}`: it holds a file CLIENT.cedar for each department")
    _check_names(files)
    return files


def check_set(files: Files | None) -> Policy:
    """The policy that `files` make with what ships (None: the shipped set, which the tests hold to the boundary).

    Takes seconds of CPU the first time, and leaves every decision remembered. Raises `SetupError` when the files don't
    parse, don't fit the schema, or cross a bound.
    """
    return shipped() if files is None else _checked(tuple(sorted(files.items())))


@lru_cache(maxsize=1)
def shipped() -> Policy:
    """The set that ships with the code, one for the process."""
    return Policy.load()


@lru_cache(maxsize=2)  # the one in force, and the one that comes
def _checked(files: tuple[tuple[str, str], ...]) -> Policy:
    policy = assembled(dict(files))
    check_boundary(policy)
    return policy


def assembled(files: Files) -> Policy:
    """The policy of `files` under the code's own constitution. Raises `SetupError` as `Policy` does."""
    _check_names(files)
    ours = shipped_rules()
    rules = {CONSTITUTION: ours[CONSTITUTION], EVERYONE: ours[EVERYONE], **files}
    return Policy(rules, shipped_schema())


def name_of(files: Files | None) -> str:
    """The set's name: the same files have the same one."""
    if files is None:
        return SHIPPED
    digest = hashlib.sha256()
    for part in (part.encode() for item in sorted(files.items()) for part in item):
        digest.update(len(part).to_bytes(8) + part)
    return digest.hexdigest()[:_NAME_LENGTH]


class Sets:
    """The sets of one home, in `folder`: each in a folder of its name, and `current`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._current = folder / "current"

    def write(self, files: Files) -> str:
        """Keep `files`, durable on return, and give their name. Raises `SetupError` when the disk refuses."""
        name = name_of(files)
        try:
            if not self._is_kept(name):
                self._write(name, files)
        except OSError as error:
            raise SetupError(f"the policy set can't be kept in `{self._folder}`: {error.strerror}") from error
        return name

    def read(self, name: str) -> dict[str, str] | None:
        """The files of a set; None for the shipped one. Raises `SetupError` when it is not there, or was changed."""
        if name == SHIPPED:
            return None
        if not _NAME.fullmatch(name):
            raise SetupError(f"`{name[:80]}` is no name of a policy set")
        files = read_files(self._folder / name)
        if name_of(files) != name:
            raise SetupError(f"the policy set in `{self._folder / name}` was changed: load it anew from where it came")
        return files

    def in_force(self) -> Policy:
        """The policy to which this home points, for commands that only tell of it. Raises `SetupError`."""
        files = self.read(self.pointed())
        return shipped() if files is None else assembled(files)

    def point(self, name: str) -> None:
        """Say that the set of that name is in force, in one step. Raises `SetupError` when the disk refuses."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, made = tempfile.mkstemp(dir=self._folder)  # of mode 0600
            _write_durably(descriptor, name)
            Path(made).replace(self._current)
            sync_folder(self._folder)
        except OSError as error:
            raise SetupError(f"`{self._current}` can't be written: {error.strerror}") from error

    def pointed(self) -> str:
        """The set of which `current` says that it is in force; the shipped one when it says nothing."""
        try:
            return self._current.read_text(encoding="utf-8")[: 2 * _NAME_LENGTH].strip()
        except FileNotFoundError:
            return SHIPPED
        except (OSError, UnicodeDecodeError) as error:
            raise SetupError(f"`{self._current}` can't be read") from error

    def mark(self) -> tuple[int, int, int] | None:
        """What changes whenever `current` does: a look takes microseconds."""
        try:
            seen = self._current.stat()
        except OSError:
            return None
        return seen.st_ino, seen.st_mtime_ns, seen.st_size

    def _is_kept(self, name: str) -> bool:
        try:
            return self.read(name) is not None
        except SetupError:
            return False

    def _write(self, name: str, files: Files) -> None:
        """All of it or nothing: a folder under another name, renamed when its files are on the disk."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(dir=self._folder))  # of mode 0700
        for client, text in files.items():
            path = made / f"{client}{_SUFFIX}"
            _write_durably(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), text)
        sync_folder(made)
        shutil.rmtree(self._folder / name, ignore_errors=True)  # of a set that was changed: it has no use
        made.rename(self._folder / name)
        sync_folder(self._folder)


def _text(file: Path) -> str:
    if file.stat().st_size > FILE_BYTES_MAX:
        raise SetupError(f"`{file.name}` is larger than {FILE_BYTES_MAX} bytes")
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SetupError(f"`{file.name}` is not UTF-8 text") from error


def _check_names(files: Files) -> None:
    for name in files:
        if name in {CONSTITUTION, EVERYONE}:
            raise SetupError(f"`{name}.cedar` comes with the code and is never loaded: take it out of the set")
        if name not in clients():
            raise SetupError(f"`{name}.cedar` is named after no client of clients.toml: a set speaks for those only")


def _write_durably(descriptor: int, text: str) -> None:
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
