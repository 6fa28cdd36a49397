"""Without a token: the statements of a query, with neither graph nor keys."""

import re
from pathlib import Path

import pytest

from hub.demo.questions import read_document
from tests.support.command import Command, started

BUILDING_ID = "QnVpbGRpbmc6MDE1ODFkYTktOGEwMi03OGYyLWEzZjUtZmE2OWVkNTUyN2Rk"
CASE = 'query { case(number: "A-SECRET-NUMBER") { subject { name { full } residences { source } } } }'
ROOMS = "{ rooms(first: 3) { nodes { id designator } } }"


def test_a_root_field_is_one_statement_with_its_names_and_columns(plan: Command) -> None:
    said = plan(ROOMS, how=started)
    assert (said.code, said.error) == (0, "")
    lines = said.out.splitlines()
    assert lines[:6] == [
        "allowed: every group; nothing runs",
        "",
        "── rooms: Query.rooms",
        "groups: PLACE",
        "parameters: $client, $office, $officer, $p0, $p1, $p2, $today",
        "statement:",
    ]
    assert [line for line in lines if line.startswith("── ")] == ["── rooms: Query.rooms"]
    assert lines[-4:] == ["columns:", "  nodes.designator = value[0][i][1][0]", "  nodes.id = value[0][i][1][1]", ""]
    assert sum("RETURN jurisdiction, value" in line for line in lines) == 1


def test_each_clause_stands_on_its_line(plan: Command) -> None:
    said = plan(ROOMS)
    for line in said.out.partition("statement:\n")[2].partition("columns:\n")[0].splitlines():
        assert len(re.findall(r"(?<!\$)\b(MATCH|WHERE|LIMIT|RETURN|ORDER BY)\b", line)) <= 1


def test_several_root_fields_are_several_statements_under_their_aliases(plan: Command) -> None:
    said = plan("{ a: viewer { client } b: rooms(first: 1) { totalCount } __typename }")
    assert re.findall(r"^── .*$", said.out, re.MULTILINE) == ["── a: Query.viewer", "── b: Query.rooms"]


def test_variables_choose_the_fragment_and_stay_out_of_the_text(plan: Command) -> None:
    query = "query($words: String) { addresses(first: 1, search: $words) { nodes { id } } }"
    searched, all_of_them = plan(query, "--variables", '{"words": "nowhere"}'), plan(query)
    assert "fulltext" in searched.out
    assert "fulltext" not in all_of_them.out
    assert "nowhere" not in searched.out


def test_a_value_of_the_query_is_not_in_the_text(plan: Command) -> None:
    assert "A-SECRET-NUMBER" not in plan(CASE).out


@pytest.mark.parametrize("name", ["viewer", "landlord", "employers", "me"])
def test_every_documented_question_can_be_explained(plan: Command, name: str) -> None:
    said = plan(read_document(name), "--variables", _VARIABLES.get(name, "{}"))
    assert (said.code, said.error) == (0, "")
    assert re.search(r"^statement:\n  (MATCH|WITH) ", said.out, re.MULTILINE)


_VARIABLES = {
    "landlord": '{"id": "TGFuZGxvcmQ6MDE1ODFkNmMtODEwMS03MWRmLTgzNTEtN2RiNTA0NjIyYzQ0"}',
    "me": '{"day": "2024-03-01", "asOf": "2024-03-01"}',
    "employers": '{"near": {"longitude": 104.0, "latitude": 30.6, "radiusMetres": 4000}}',
}


# ── what a policy leaves ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_client_and_a_purpose_narrow_the_statement(plan: Command) -> None:
    everything = plan(CASE)
    assert "sealedPersonName" in everything.out
    narrowed = plan(CASE, "--client", "housing", "--purpose", "housing-safety-inspection")
    assert narrowed.code == 0
    assert "allowed: what the policy leaves to `housing` for `housing-safety-inspection`" in narrowed.out
    assert "denied: PERSON_NAME, RESIDENCE\n" in narrowed.out
    assert "sealedPersonName" not in narrowed.out
    assert ":Residence" not in narrowed.out
    assert "subject.name = null, denied (PERSON_NAME)" in narrowed.out


def test_a_root_field_that_is_closed_says_which_rule_closed_it(plan: Command) -> None:
    said = plan(ROOMS, "--client", "statistics", "--purpose", "housing-safety-inspection")
    assert said.code == 0
    assert "FIELD_NOT_ALLOWED: " in said.out
    assert "rule `" in said.out
    assert "MATCH" not in said.out


# ── what can't be explained ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("query", "arguments", "code"),
    [
        ("{ nothing }", (), "VALIDATION_FAILED"),
        ("{", (), "VALIDATION_FAILED"),
        ("{ rooms { nodes { id } } }", (), "VALIDATION_FAILED"),
        ("{ rooms(first: 101) { totalCount } }", (), "VALIDATION_FAILED"),
        ("query A { __typename } query B { __typename }", (), "VALIDATION_FAILED"),
        (ROOMS, ("--variables", "[]"), "VALIDATION_FAILED"),
        (ROOMS, ("--variables", "{"), "VALIDATION_FAILED"),
        ("query($id: ID!) { room(id: $id) { id } }", (), "VALIDATION_FAILED"),
        (f'{{ room(id: "{BUILDING_ID}") {{ id }} }}', (), "VALIDATION_FAILED"),
        ("mutation { createCounterCode(input: {permissions: [HISTORY]}) { code } }", (), "VALIDATION_FAILED"),
        ("{ viewer " * 40 + "}" * 40, (), "QUERY_TOO_COMPLEX"),
    ],
)
def test_what_a_request_would_be_refused_for_is_one_line(
    plan: Command, query: str, arguments: tuple[str, ...], code: str
) -> None:
    said = plan(query, *arguments)
    assert (said.code, len(said.error.splitlines())) == (1, 1)
    assert said.error.startswith(f"error {code}: ")


def test_a_cursor_needs_the_hubs_key_and_so_a_token(plan: Command) -> None:
    said = plan('{ rooms(first: 1, after: "AAAA") { totalCount } }')
    assert "a cursor is sealed by the hub's key: leave `after` and `before` out, or give a token" in said.out
    assert "MATCH" not in said.out


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    said = started("plan", str(tmp_path / "absent.graphql"), home=tmp_path)
    assert (said.code, len(said.error.splitlines())) == (1, 1)
    assert "absent.graphql" in said.error


@pytest.mark.parametrize("arguments", [("--purpose", "x"), ("--token", "a.b.c")])
def test_half_a_caller_and_a_token_for_all_to_see_are_usage_errors(plan: Command, arguments: tuple[str, ...]) -> None:
    assert plan(ROOMS, *arguments).code == 2


def test_a_token_and_a_client_are_a_usage_error(plan: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOMICILE_TOKEN", "a.b.c")
    assert plan(ROOMS, "--client", "housing").code == 2


@pytest.mark.parametrize("name", ["[bold]", "[/]", "[/red]"])
def test_a_message_that_looks_like_markup_is_printed_as_it_is(plan: Command, name: str) -> None:
    said = plan(f'{{ rooms(first: 1, unit: "{name}") {{ totalCount }} }}')
    assert f"`{name}` is not the code of an administrative unit" in said.out
    said = plan(ROOMS, "--operation", name)
    assert (said.code, said.error) == (1, f"error VALIDATION_FAILED: the document has no operation `{name}`\n")
