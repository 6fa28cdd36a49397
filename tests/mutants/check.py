"""Takes out of the hub, one by one, what a promise rests on, and says what no test notices (`python -m tests.mutants.check`).

Part of the long run. What was found is in `build/mutants.jsonl`, a line a mutant: a run that was broken off goes on from there,
and what lies in a function that has changed since, or was noticed by a test that has, is tried anew. A mutant that may survive stands in `equal.toml`, with the reason.
Each topic is one process of pytest after another, never two at once (`session.py`).
"""

import argparse
import ast
import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any

from tests.mutants.finding import KINDS, Mutant, find
from tests.mutants.session import WORK
from tests.support.places import ROOT

OUT = ROOT / "build" / "mutants.jsonl"
EQUAL = Path(__file__).with_name("equal.toml")
TEST_SECONDS_MAX = 240  # of one test; one that hangs is one that notices
SILENT_SECONDS_MAX = 1_800  # of a session that says nothing: then it is ended
HARMED_MAX = 2  # sessions that one mutant may harm before that counts as noticed
_GOOD = frozenset({"killed"})
Line = dict[str, Any]


def main() -> int:
    arguments = _arguments()
    mutants = [mutant for mutant in find() if re.search(arguments.only, mutant.id)]
    if arguments.list:
        for mutant in mutants:
            print(f"{mutant.id}\t{' '.join(mutant.was.split())[:80]}\t-> {' '.join(mutant.becomes.split())[:60]}")  # noqa: T201
        return 0
    OUT.parent.mkdir(exist_ok=True)
    known = _known()
    waiting = [mutant for mutant in mutants if not _is_known(mutant, known)][: arguments.limit]
    groups: dict[tuple[str, ...], list[Mutant]] = defaultdict(list)
    for mutant in waiting:
        groups[tuple(arguments.tests) or mutant.topics].append(mutant)
    red: set[str] = set()
    for number, (topics, group) in enumerate(groups.items(), 1):
        _say(f"{number}/{len(groups)}: {len(group)} mutants, {' '.join(topics)}")
        red |= _tried(topics, group)
    return _report(mutants, red)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants.check", description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="", metavar="PATTERN", help="a regular expression that a mutant's id holds")
    parser.add_argument(
        "--limit", type=int, default=None, metavar="N", help="try at most so many that are not known yet"
    )
    parser.add_argument(
        "--tests", nargs="+", default=(), metavar="PATH", help="try them with these instead of their topic's"
    )
    parser.add_argument("--list", action="store_true", help="say which there are, and try none")
    return parser.parse_args()


# ── what is known ────────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def equal() -> dict[str, str]:
    """Why a mutant may survive, by its id."""
    return dict(tomllib.loads(EQUAL.read_text(encoding="utf-8")))


def _known() -> dict[str, Line]:
    """The latest line of each mutant."""
    if not OUT.is_file():
        return {}
    lines = map(json.loads, OUT.read_text(encoding="utf-8").splitlines())
    return {line["id"]: line for line in lines}


def _is_known(mutant: Mutant, known: dict[str, Line]) -> bool:
    """A survivor is tried again in the next run, for a test may have come; one that may survive, when its function has changed."""
    line = known.get(mutant.id)
    if line is None or (line["state"] not in _GOOD and mutant.id not in equal()):
        return False
    return bool(line["of"] == _digest(mutant, line.get("by", "")))


def _digest(mutant: Mutant, by: str) -> str:
    """Of the function or the statement, and of the test that noticed: when either changes, the mutant is tried anew."""
    file, _, test = by.partition("::")
    parts = [mutant.was, mutant.becomes, _source(mutant.file, mutant.function), _source(file, test.partition("[")[0])]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


@cache
def _source(file: str, function: str) -> str:
    """The text of a function, called `name` or `Class.name`; of all of the file where it has none."""
    path = ROOT / file
    if not path.is_file():
        return ""
    text = path.read_text(encoding="utf-8")
    return _functions(text).get(function.replace("::", "."), text) if path.suffix == ".py" else text


def _functions(text: str) -> dict[str, str]:
    """The text of each function and method, with its decorators, by its name."""
    found = {}
    for node in ast.parse(text).body:
        for item in node.body if isinstance(node, ast.ClassDef) else [node]:
            if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef):
                name = item.name if item is node else f"{node.name}.{item.name}"
                lines = text.splitlines()[
                    min(each.lineno for each in [item, *item.decorator_list]) - 1 : item.end_lineno
                ]
                found[name] = "\n".join(lines)
    return found


# ── one topic ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _tried(topics: tuple[str, ...], group: list[Mutant]) -> set[str]:
    """Try each of the group; which tests are red without a mutant."""
    folder = ROOT / "build" / "mutants"
    folder.mkdir(exist_ok=True)
    work, said, reach = (folder / name for name in ("work.json", "said.jsonl", "reach.json"))
    reach.unlink(missing_ok=True)
    waiting = {mutant.id: mutant for mutant in group}
    harmed: Counter[str] = Counter()
    red: set[str] = set()
    while waiting:
        said.write_text("", encoding="utf-8")
        is_first = not reach.is_file()
        suspects = [mutant for mutant in waiting if harmed[mutant]]
        given = {
            "ids": list(waiting), "suspects": suspects, "is_first": is_first, "out": str(said), "reach": str(reach),
        }  # fmt: skip
        work.write_text(json.dumps(given), encoding="utf-8")
        _session(topics, work, folder / "session.log")
        lines = [json.loads(line) for line in said.read_text(encoding="utf-8").splitlines()]
        red |= {line["red"] for line in lines if "red" in line}
        begun = [line["begun"] for line in lines if "begun" in line]
        if not begun:
            raise SystemExit(f"the tests could not be run: see {folder / 'session.log'}")
        for line in lines:
            if "id" not in line:
                continue
            if line["state"] == "harmed" and (harmed[line["id"]] + 1) < HARMED_MAX:
                continue
            _note(waiting.pop(line["id"]), line)
        if begun[-1] in waiting:  # it harmed the session, or ended it
            harmed[begun[-1]] += 1
            if harmed[begun[-1]] >= HARMED_MAX:
                _note(waiting.pop(begun[-1]), {"state": "killed", "by": "the session ended"})
    return red


def _session(topics: tuple[str, ...], work: Path, log: Path) -> None:
    """One process of pytest, until it ends or has been silent for too long."""
    options = (
        "-q",
        "-p",
        "tests.mutants.session",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
        f"--timeout={TEST_SECONDS_MAX}",
    )
    command = [sys.executable, "-m", "pytest", *options, *topics]
    with log.open("ab") as out:
        environment = {**os.environ, WORK: str(work)}
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        size = -1
        while process.poll() is None:
            try:
                process.wait(SILENT_SECONDS_MAX)
            except subprocess.TimeoutExpired:
                if log.stat().st_size == size:
                    process.kill()
                size = log.stat().st_size


def _note(mutant: Mutant, line: Line) -> None:
    state = "killed" if line["state"] == "harmed" else line["state"]
    noted = {**line, "id": mutant.id, "state": state, "kind": mutant.kind, "of": _digest(mutant, line.get("by", ""))}
    with OUT.open("a", encoding="utf-8") as out:
        out.write(json.dumps(noted, ensure_ascii=False) + "\n")
    _say(f"{state:9} {mutant.id} {line.get('by', '')}")


# ── what is said ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _report(mutants: list[Mutant], red: set[str]) -> int:
    known, accepted = _known(), equal()
    ids = {mutant.id for mutant in find()}
    gone = sorted(set(accepted) - ids)
    states = Counter((mutant.kind, known[mutant.id]["state"]) for mutant in mutants if mutant.id in known)
    for kind in KINDS:
        of_kind = sum(mutant.kind == kind for mutant in mutants)
        _say(f"{kind}: {of_kind}, of which {states[kind, 'killed']} killed, {states[kind, 'survived']} survived, {states[kind, 'unreached']} unreached")  # fmt: skip
    alive = [mutant.id for mutant in mutants if mutant.id in known and known[mutant.id]["state"] not in _GOOD]
    survivors = [mutant for mutant in alive if mutant not in accepted]
    for mutant in survivors:
        _say(f"NOTHING NOTICES {mutant}")
    for mutant in gone:
        _say(f"IN equal.toml, AND NO MUTANT: {mutant}")
    for test in sorted(red):
        _say(f"RED WITHOUT A MUTANT: {test}")
    return 1 if survivors or gone or red else 0


def _say(line: str) -> None:
    sys.stderr.write(f"── {line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
