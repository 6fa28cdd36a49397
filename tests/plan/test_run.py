"""With a token: decided and logged like a request, and what the database did."""

import re
from pathlib import Path
from typing import Any

import pytest

from hub.settings import Settings
from tests.access.log import Watched
from tests.support.command import Command, Said, run, started
from tests.support.hub import Hub, Who

ME = '{ me(asOf: "2024-03-01") { name { full } residences { source } } }'
ROOMS = "{ rooms(first: 3) { nodes { id designator } } }"


@pytest.fixture
def running(hub: Hub, prepared: Settings, tmp_path: Path) -> Any:
    """Run a query with somebody's token, in the home of the running hub."""

    def as_caller(query: str, who: Who, *, token: str = "", purpose: str | None = None, how: Command = run) -> Said:
        file = tmp_path / "question.graphql"
        file.write_text(query, encoding="utf-8")
        purpose = who.purpose if purpose is None else purpose
        arguments = ("--purpose", purpose) if purpose else ()
        environment = {"DOMICILE_TOKEN": token or hub.token(who)}
        return how("plan", str(file), *arguments, home=prepared.home, environment=environment)

    return as_caller


def test_a_plan_that_runs_says_what_the_database_did(running: Any, inspector: Who) -> None:
    said = running(ROOMS, inspector)
    assert (said.code, said.error) == (0, "")
    assert re.search(r"^  [1-9][0-9]* db hits$", said.out, re.MULTILINE)
    assert re.search(r"^ +[0-9]+ +1  ProduceResults", said.out, re.MULTILINE)
    assert said.out.partition("indexes:\n")[2] != "  none\n\n"


def test_the_index_that_answers_is_named(running: Any, inspector: Who, labour_inspector: Who) -> None:
    by_number = running('{ licence(number: "NONE-SUCH") { number } }', inspector)
    assert "LandlordLicence(number)" in by_number.out.partition("indexes:\n")[2]
    near = "{ addresses(first: 1, near: {longitude: 104.0, latitude: 30.6, radiusMetres: 500}) { nodes { id } } }"
    assert "POINT INDEX" in running(near, labour_inspector).out.partition("indexes:\n")[2]


def test_it_shows_nothing_of_the_answer(running: Any, hub: Hub, resident: Who, demo: Any) -> None:
    answer = hub.ask(resident, ME)
    name = answer.data["me"]["name"]["full"]
    said = running(ME, resident)
    assert said.code == 0
    assert name not in said.out
    assert demo["resident"]["personId"] not in said.out
    assert demo["resident"]["subject"] not in said.out


def test_it_is_on_the_log_like_a_request(running: Any, hub: Hub, resident: Who, demo: Any) -> None:
    person = demo["resident"]["personId"]
    watched = Watched(hub, [person])
    said = running(ME, resident, how=started)
    assert said.code == 0
    entries = watched.entries(person)
    assert [(entry["action"], entry["operation"]) for entry in entries] == [("read", "plan:")]
    assert {"PERSON_NAME", "RESIDENCE"} <= set(entries[0]["groups"])


def test_the_authority_statement_is_shown_too(running: Any, resident: Who) -> None:
    said = running(ME, resident)
    assert said.out.count("authority: what the caller is at this moment") == 1
    assert said.out.count("profile:") == 2


@pytest.mark.parametrize(("purpose", "code"), [("", "PURPOSE_REQUIRED"), ("population-search", "PURPOSE_NOT_ALLOWED")])
def test_the_gate_refuses_it_as_it_refuses_a_request(running: Any, inspector: Who, purpose: str, code: str) -> None:
    said = running(ROOMS, inspector, purpose=purpose)
    assert (said.code, said.out) == (1, "")
    assert said.error.startswith(f"error {code}: ")
    assert len(said.error.splitlines()) == 1


def test_a_refusal_at_a_case_is_logged(running: Any, hub: Hub, clerk: Who) -> None:
    watched = Watched(hub, [""])
    said = running('{ case(number: "NOBODYHASTHIS") { number } }', clerk)
    assert (said.code, said.out) == (1, "")
    assert said.error.startswith("error CASE_REQUIRED: ")
    assert [(entry["action"], entry["operation"]) for entry in watched.entries("")] == [("deny", "plan:")]


@pytest.mark.parametrize("token", ["a.b.c", "not a token"])
def test_a_wrong_token_is_one_line(running: Any, inspector: Who, token: str) -> None:
    said = running(ROOMS, inspector, token=token)
    assert (said.code, said.out) == (1, "")
    assert said.error.startswith("error UNAUTHENTICATED: ")
