"""A pytest plugin (`-p tests.mutants.session`): runs the tests of one topic, and then for each mutant those that reach it.

A mutant's code takes the place of the function's in this process, and the function's own is put back after: the hub and the
graph that the tests share are started once, and no file is changed. What a session has found is not taken for granted: a test
that failed has to be green again without the mutant, else the session itself is harmed, and another one goes on.
`check.py` starts the sessions, and says in an environment variable where the work lies.
"""

import builtins
import functools
import importlib
import inspect
import json
import os
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

from loaders import fragments
from tests.mutants.finding import REACHED, Mutant, find, watched
from tests.support.places import ROOT

WORK = "DOMICILE_MUTANTS"  # the file that says which mutants, and where to write; JSON
TEST_SECONDS_MAX = 120  # of all tests that one mutant is tried with; the quickest come first
_FOLDER = fragments._FOLDER
_CYPHER = "loaders/cypher/"


class Run:
    """One session's work, and what its tests have said since somebody asked."""

    def __init__(self, work: Path) -> None:
        given = json.loads(work.read_text(encoding="utf-8"))
        wanted = set(given["ids"])
        self.mutants = [mutant for mutant in find() if mutant.id in wanted]
        self.is_first = given["is_first"]  # else it is known already which tests reach what
        self.suspects = set(given["suspects"])  # mutants that have harmed a session, or so it seemed
        self.out, self.reach = Path(given["out"]), Path(given["reach"])
        self.failed = ""
        self.seconds = 0.0
        self.reached: set[str] = set()

    def say(self, **line: Any) -> None:
        with self.out.open("a", encoding="utf-8") as out:
            out.write(json.dumps(line, ensure_ascii=False) + "\n")

    def test(self, item: pytest.Item, following: Any) -> bool:
        """Whether it is green."""
        self.failed, self.seconds = "", 0.0
        item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        return not self.failed

    # ── what reaches what ────────────────────────────────────────────────────────────────────────────────────────────

    def look(self, session: pytest.Session) -> None:
        """Run all once, without a mutant; note which test reaches which mutant, and how long it takes."""
        reached: dict[str, list[tuple[float, str]]] = defaultdict(list)
        with _watching(self.mutants, self.reached.add):
            for place, item in enumerate(session.items):
                self.reached.clear()
                fragments.fragment.cache_clear()
                if not self.test(item, _next(session, place)):
                    self.say(red=item.nodeid, said=self.failed[-2000:])
                    continue
                for mutant in self.reached:
                    reached[mutant].append((round(self.seconds, 2), item.nodeid))
        self.reach.write_text(
            json.dumps({mutant: sorted(tests) for mutant, tests in reached.items()}), encoding="utf-8"
        )

    def run(self, session: pytest.Session) -> None:
        if self.is_first:
            self.look(session)
        else:  # what the session shares starts without a mutant
            self.test(session.items[0], _Only(session))
        reached = json.loads(self.reach.read_text(encoding="utf-8"))
        items = {item.nodeid: item for item in session.items}
        for mutant in self.mutants:
            self.say(begun=mutant.id)
            tests = [(seconds, items[test]) for seconds, test in reached.get(mutant.id, [])]
            if not self.try_out(mutant, tests, session):
                return

    def try_out(self, mutant: Mutant, tests: list[tuple[float, pytest.Item]], session: pytest.Session) -> bool:
        """False when this session is harmed."""
        began, spent = time.monotonic(), 0.0
        for number, (seconds, item) in enumerate(tests):
            if spent > TEST_SECONDS_MAX:
                self.say(id=mutant.id, state="survived", tests=number, left_out=len(tests) - number)
                return True
            spent += seconds
            if mutant.id in self.suspects and not (self.test(item, _Only(session)) and self.test(item, _Only(session))):
                self.say(once=item.nodeid)  # what fails the second time by itself shows nothing of a mutant
                continue
            with applied(mutant):
                is_green = self.test(item, _Only(session))
            if is_green:
                continue
            said = self.failed
            is_harmed = not self.test(item, _Only(session))
            state = "harmed" if is_harmed else "killed"
            self.say(
                id=mutant.id,
                state=state,
                by=item.nodeid,
                said=_last_line(said),
                seconds=round(time.monotonic() - began, 1),
            )
            return not is_harmed
        self.say(id=mutant.id, state="survived" if tests else "unreached", tests=len(tests))
        return True


class _Only:
    """A next test that shares nothing with the last but the session: what is narrower is torn down."""

    def __init__(self, session: pytest.Session) -> None:
        self._session = session

    def listchain(self) -> list[Any]:
        return [self._session]


def _next(session: pytest.Session, place: int) -> Any:
    return session.items[place + 1] if place + 1 < len(session.items) else _Only(session)


def _last_line(text: str) -> str:
    errors = [line for line in text.splitlines() if line.startswith("E  ")]
    return (errors or text.splitlines() or [""])[0].strip()[:160]


# ── pytest's side ────────────────────────────────────────────────────────────────────────────────────────────────────

_run: Run | None = None


def pytest_configure() -> None:
    global _run  # noqa: PLW0603 - a plugin is a module
    _run = Run(Path(os.environ[WORK]))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    assert _run is not None
    _run.seconds += report.duration if report.when == "call" else 0.0
    if report.failed and not _run.failed:
        _run.failed = report.longreprtext or "failed"


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    assert _run is not None
    assert not session.testsfailed, "the tests could not be collected"
    _run.run(session)
    return True


# ── code in the place of code ────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def applied(mutant: Mutant) -> Iterator[None]:
    """The hub has this change, for the time of a block."""
    text = mutant.applied((ROOT / mutant.file).read_text(encoding="utf-8"))
    if mutant.file.startswith(_CYPHER):
        with _fragments_in(_Overlay({mutant.file.removeprefix(_CYPHER): text}, lambda _name: None)):
            yield
        return
    with _codes(mutant.file, text, {mutant.function}):
        yield


@contextmanager
def _watching(mutants: list[Mutant], reached: Any) -> Iterator[None]:
    """Each mutant's place says when it is reached."""
    of: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in mutants:
        of[mutant.file].append(mutant)
    setattr(builtins, REACHED, reached)

    def read(name: str) -> None:
        for mutant in of.get(f"{_CYPHER}{name}", []):
            reached(mutant.id)

    with _fragments_in(_Overlay({}, read)):
        blocks = []
        for file, found in of.items():
            if file.endswith(".py"):
                text = watched((ROOT / file).read_text(encoding="utf-8"), found)
                blocks.append(_codes(file, text, {mutant.function for mutant in found}))
                blocks[-1].__enter__()
        try:
            yield
        finally:
            for block in reversed(blocks):
                block.__exit__(None, None, None)


@contextmanager
def _codes(file: str, text: str, functions: set[str]) -> Iterator[None]:
    """These functions of a module do what `text` says."""
    module = importlib.import_module(file.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    compiled = compile(text, str(ROOT / file), "exec", dont_inherit=True)
    before = []
    for name in functions:
        for function in _functions(module, name):
            before.append((function, function.__code__))
            function.__code__ = _code(compiled, name)
    try:
        yield
    finally:
        for function, code in before:
            function.__code__ = code


def _functions(module: Any, name: str) -> list[FunctionType]:
    """The function of this name, below its decorators."""
    found: Any = module
    for part in name.split("."):
        found = inspect.getattr_static(found, part)
    while not isinstance(found, FunctionType):
        found = next(
            inner for inner in (_within(found, way) for way in ("__func__", "fget", "func", "__wrapped__")) if inner
        )
    while (inner := getattr(found, "__wrapped__", None)) is not None:
        found = inner
    return [found]


def _within(found: Any, way: str) -> Any:
    return getattr(found, way, None)


def _code(within: CodeType, name: str) -> CodeType:
    """The code of the function with this qualified name."""
    for constant in within.co_consts:
        if isinstance(constant, CodeType):
            if constant.co_qualname == name:
                return constant
            if name.startswith(f"{constant.co_qualname}."):
                return _code(constant, name)
    raise LookupError(name)


class _Overlay:
    """The folder of Cypher, in which some files have another text; `read` is told each file's name."""

    def __init__(self, texts: dict[str, str], read: Any) -> None:
        self._texts, self._read = texts, read

    def __truediv__(self, name: str) -> Any:
        self._read(name)
        return _Text(self._texts[name]) if name in self._texts else _FOLDER / name


class _Text:
    """A file with this text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def is_file(self) -> bool:
        return True

    def read_text(self, *, encoding: str) -> str:
        return self._text.encode(encoding).decode(encoding)


@contextmanager
def _fragments_in(folder: _Overlay) -> Iterator[None]:
    """Fragments are read from there."""

    def forget() -> None:
        for cached in (fragments.fragment, fragments.parameters_of):
            assert isinstance(cached, functools._lru_cache_wrapper)
            cached.cache_clear()

    before: Any = fragments._FOLDER
    fragments._FOLDER = folder  # type: ignore[assignment]
    forget()
    try:
        yield
    finally:
        fragments._FOLDER = before
        forget()
