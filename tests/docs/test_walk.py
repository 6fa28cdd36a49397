"""The README's ten commands, as they are typed, against a hub that serves."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from hub.settings import Settings
from tests.support.command import run
from tests.support.places import ROOT
from tests.support.serving import SECONDS_MAX, Served, serving
from tests.support.store import copy_of_template, running_graph

_README = (ROOT / "README.md").read_text(encoding="utf-8")
_DEMO = "the first is `./run demo`"
PEOPLE = "dataProtectionOfficer, housingInspector, labourInspector, resident, stationClerk"


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, Served]]:
    settings = copy_of_template(tmp_path_factory.mktemp("walk") / "home").model_copy(update={"neo4j_uri": ""})
    with running_graph(settings), serving(settings.home) as served:
        yield settings, served


@pytest.mark.full
def test_ten_commands_from_the_counter_to_the_answer(walked: tuple[Settings, Served], tmp_path: Path) -> None:
    found = re.search(r"```sh\n(.*?)```", _README, re.DOTALL)
    assert found is not None
    assert _DEMO in " ".join(_README.lower().split())
    commands = found[1].strip().split("\n")
    assert len(commands) == 9, "with `./run demo` there are ten"
    settings, served = walked
    script = "\n".join(["set -eu", *commands]).replace("./run ", f"{sys.executable} -m hub.cli ")
    script = script.replace("mine.tlog-proof", str(tmp_path / "mine.tlog-proof"))
    ended = subprocess.run(
        ["bash", "-c", script],
        cwd=ROOT,
        env={**os.environ, "DOMICILE_HOME": str(settings.home), "DOMICILE_PORT": str(urlsplit(served.url).port)},
        capture_output=True,
        text=True,
        timeout=SECONDS_MAX,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "CASE_REQUIRED" in ended.stderr
    assert "refused, as an unknown number would be" in ended.stdout
    assert re.search(r"\d+ entries, the log is whole", ended.stdout)
    outcome = json.loads(ended.stdout[ended.stdout.rindex('{\n  "me"') :])
    (objection,) = outcome["me"]["objections"]
    assert (objection["reason"], objection["outcome"]) == ("What for?", "REJECTED")
    assert objection["answer"] == "It was refused, and told you nothing of you."
    entry = re.search(r'"number": (\d+),\n +"at": "[^"]+",\n +"summaryEn": "[^"]*refused', ended.stderr)
    assert entry is not None
    assert int(entry[1]) == objection["entry"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["mayor", "log"], 1, f"there is no `mayor` in the demo: ask as one of {PEOPLE}"),
        (["resident", "none"], 1, "can't read"),
        (["resident", "object", "entry=seven"], 1, "`entry` is of the type Int: write it as JSON"),
        (["resident", "object", "number=7"], 1, "`number=7` is no variable of this document: it has entry, reason"),
        (["resident", "object", "entry"], 1, "`entry` is no variable of this document: it has entry, reason"),
        (["resident", "log"], 1, "no hub answers at http://127.0.0.1:1/graphql"),
    ],
)
def test_what_is_typed_wrongly_is_said_in_a_line(
    prepared: Settings, arguments: list[str], code: int, said: str
) -> None:
    who, name, *others = arguments
    file = str(ROOT / "docs" / "walk" / f"{name}.graphql")
    answer = run("ask", who, file, *others, home=prepared.home, environment={"DOMICILE_PORT": "1"})
    assert (answer.code, said in " ".join(answer.error.split())) == (code, True), answer


def test_a_home_without_a_demo_says_so(tmp_path: Path) -> None:
    answer = run("ask", "resident", str(ROOT / "docs" / "walk" / "log.graphql"), home=tmp_path / "empty")
    assert (answer.code, "there is no demo in this home" in answer.error) == (1, True)
