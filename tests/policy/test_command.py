"""`domicile policy matrix` and `domicile policy explain`, and the page that the first one writes."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from hub.cli import policy as command
from hub.gate.policies import sets_of
from hub.policy import Policy
from hub.policy.matrix import (
    ANY_CASE,
    CONTACTS_CASE,
    HISTORY_CASE,
    OWN_RECORD,
    PLACE_CASE,
    PROVED_CASE,
    markdown,
    matrix,
)
from hub.policy.rules import shipped_rules
from hub.policy.sets import assembled, read_files
from hub.settings import Settings
from model.groups import PERSON_GROUPS, FieldGroup
from tests.policy.asking import reachable

PAGE = Path(__file__).parents[2] / "docs" / "policy-matrix.md"


@pytest.fixture(autouse=True)
def _empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOMICILE_HOME", str(tmp_path / "home"))


@pytest.fixture
def run() -> CliRunner:
    return CliRunner()


@pytest.fixture
def app() -> typer.Typer:
    made = typer.Typer()
    command.register(made)
    return made


def test_the_page_is_fresh() -> None:
    """If this fails: `./run policy matrix --markdown`, and read what has changed."""
    assert PAGE.read_text(encoding="utf-8") == markdown(Policy.load())
    assert command.MATRIX_FILE == PAGE


def test_the_page_is_written(run: CliRunner, app: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "MATRIX_FILE", tmp_path / "policy-matrix.md")
    assert run.invoke(app, ["policy", "matrix", "--markdown"]).exit_code == 0
    assert (tmp_path / "policy-matrix.md").read_bytes() == PAGE.read_bytes()


def test_the_matrix_for_programs_is_fresh(
    run: CliRunner, app: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If this fails: `./run policy matrix --json`. It has the rows of the page."""
    monkeypatch.setattr(command, "MATRIX_FILE", tmp_path / "policy-matrix.md")
    assert run.invoke(app, ["policy", "matrix", "--json"]).exit_code == 0
    assert [file.name for file in tmp_path.iterdir()] == ["policy-matrix.json"]
    written = (tmp_path / "policy-matrix.json").read_bytes()
    assert written == PAGE.with_suffix(".json").read_bytes()
    rows = json.loads(written)["openings"]
    assert len(rows) == len(matrix(Policy.load()))
    assert {
        "client": "labour",
        "purpose": "wage-complaint",
        "group": "CASE",
        "when": ["ANY_CASE", "PLACE_CASE"],
        "rule": "labour.complaint",
        "legalBasis": "A6-1-e-public-interest",
    } in rows


def test_outside_a_checkout_the_page_is_not_written(
    run: CliRunner, app: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "MATRIX_FILE", tmp_path / "docs" / "policy-matrix.md")
    result = run.invoke(app, ["policy", "matrix", "--markdown"])
    assert result.exit_code == 1
    assert "there is no docs folder here" in str(result.exception)


@pytest.mark.full
def test_the_matrix_leaves_nothing_out() -> None:
    """Whatever any question opens has its row; and each row is open to some question."""
    policy = Policy.load()
    listed = {(row.client.id, row.purpose.id if row.purpose else None, row.group) for row in matrix(policy)}
    opened = {
        (question.client, question.purpose, group)
        for question in reachable()
        for group in policy.decide(question, frozenset(FieldGroup)).allowed
    }
    assert listed == opened


def test_the_matrix_says_when() -> None:
    rows = {
        (str(row.client.id), str(row.purpose.id) if row.purpose else "", row.group.value): row
        for row in matrix(Policy.load())
    }
    assert rows["registration", "resident-registration", "PERSON_NAME"].when == ANY_CASE
    assert rows["registration", "resident-registration", "RESIDENCE"].when == PROVED_CASE
    assert rows["registration", "resident-registration", "HISTORY"].when == HISTORY_CASE
    assert rows["registration", "resident-registration", "DECLARED_CONTACTS"].when == CONTACTS_CASE
    assert rows["resident", "", "HISTORY"].when == OWN_RECORD
    persons = [row for row in rows.values() if row.group in PERSON_GROUPS]
    assert {row.when for row in persons} == {ANY_CASE, PROVED_CASE, HISTORY_CASE, CONTACTS_CASE, OWN_RECORD, PLACE_CASE}
    assert {row.group for row in persons if row.when == PLACE_CASE} == {FieldGroup.PARTY_NAME}
    assert {row.when for row in persons if row.group is FieldGroup.PARTY_NAME} == {PLACE_CASE}
    assert all(row.legal_basis for row in persons)


def test_the_table_is_printed_with_a_line_a_row(run: CliRunner, app: typer.Typer) -> None:
    lines = run.invoke(app, ["policy", "matrix"]).stdout.splitlines()
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in lines if line.startswith("│")]
    assert len(rows) == len(matrix(Policy.load()))
    assert [
        "tax",
        "rental-tax",
        "LETTING",
        "without a case",
        "tax.rentals",
        "A6-1-c",
    ] in rows


def _explained(run: CliRunner, app: typer.Typer, *options: str) -> list[str]:
    result = run.invoke(app, ["policy", "explain", *options])
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def test_a_denial_is_explained_by_the_rule_as_it_stands(run: CliRunner, app: typer.Typer) -> None:
    case = ("--client", "registration", "--purpose", "resident-registration", "--case", "REGISTRATION")
    assert _explained(run, app, *case, "--field", "HISTORY") == [
        "denied: `HISTORY` to `registration` for `resident-registration`",
        "rule: constitution.history-needs-permission",
        "    // What once was is the resident's to open.",
        '    @id("constitution.history-needs-permission")',
        "    forbid (principal, action, resource)",
        '    when { resource == FieldGroup::"HISTORY" }',
        "    unless { context.isOwnRecord || context.hasHistoryPermission };",
        "legal basis: A6-1-e-official-authority",
        f"policy version: {Policy.load().version}",
    ]


@pytest.mark.parametrize(
    ("options", "said", "rule"),
    [
        ("--client registration --purpose resident-registration --case REGISTRATION --field HISTORY --history", "allowed", "registration.history-and-contacts"),
        ("--client registration --purpose resident-registration --case REGISTRATION --field DECLARED_CONTACTS --contacts", "allowed", "registration.history-and-contacts"),
        ("--client registration --purpose resident-registration --case REGISTRATION --proof OFFICER_ATTESTED --field HOUSEHOLD", "denied", "constitution.attested-is-narrow"),
        ("--client housing --purpose housing-safety-inspection --case HOUSING_INSPECTION --field INSPECTION", "allowed", "housing.inspections"),
        ("--client housing --purpose housing-safety-inspection --case HOUSING_INSPECTION --proof EX_OFFICIO --field PARTY_NAME", "allowed", "housing.parties"),
        ("--client housing --purpose housing-safety-inspection --case HOUSING_INSPECTION --proof PASSKEY --field PARTY_NAME", "denied", "constitution.parties-in-inspections-only"),
        ("--client resident --own --field PERSON_DOCUMENT", "allowed", "resident.own-record"),
        ("--client tax --purpose rental-tax --field BAND", "denied", "default-deny"),
        ("--client police --field PERSON_NAME", "denied", "closed-lists"),
    ],
)  # fmt: skip
def test_each_way_of_asking_is_explained(run: CliRunner, app: typer.Typer, options: str, said: str, rule: str) -> None:
    lines = _explained(run, app, *options.split())
    assert lines[0].startswith(f"{said}: `")
    assert lines[1] == f"rule: {rule}"
    assert lines[2].startswith("    ")  # the rule's text, or why there is none


def test_a_field_group_that_is_on_no_list_is_refused(run: CliRunner, app: typer.Typer) -> None:
    result = run.invoke(app, ["policy", "explain", "--client", "tax", "--field", "RELIGION"])
    assert result.exit_code == 2


# ── another set ──────────────────────────────────────────────────────────────────────────────────────────────────────

_NAMES_FOR_LEGAL_AID = """
@id("legal-aid.names")
permit (principal == Client::"legal-aid", action == Action::"read", resource == FieldGroup::"PERSON_BIRTH")
when { context.hasCase && context.proof == CaseProof::"PASSKEY" };
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped departments' files in a folder, two of them changed: one opens a bit, one closes a bit."""
    made = tmp_path / "set"
    made.mkdir()
    for name, text in shipped_rules().items():
        if name not in {"constitution", "everyone", "tax"}:
            (made / f"{name}.cedar").write_text(text, encoding="utf-8")
    with (made / "legal-aid.cedar").open("a", encoding="utf-8") as file:
        file.write(_NAMES_FOR_LEGAL_AID)
    return made


@pytest.mark.full
def test_a_set_is_checked_and_its_difference_printed(run: CliRunner, app: typer.Typer, folder: Path) -> None:
    result = run.invoke(app, ["policy", "check", str(folder)])
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        f"policy version: {assembled(read_files(folder)).version}",
        "boundary: 18 bounds hold",
        "+ legal-aid, legal-aid: PERSON_BIRTH (in a case LEGAL_AID on PASSKEY)",
        "- tax, rental-tax: LETTING, LICENCE, ORGANISATION, PLACE (without a case)",
    ]
    assert not Settings().home.exists()  # and nothing is written


@pytest.mark.full
def test_the_shipped_set_differs_in_nothing_from_itself(run: CliRunner, app: typer.Typer) -> None:
    result = run.invoke(app, ["policy", "check", "--shipped"])
    assert result.stdout.splitlines() == [
        f"policy version: {Policy.load().version}",
        "boundary: 18 bounds hold",
        "it opens and closes nothing",
    ]


def test_a_set_that_says_too_much_is_refused(run: CliRunner, app: typer.Typer, folder: Path) -> None:
    (folder / "tax.cedar").write_text("permit (principal, action, resource);", encoding="utf-8")
    result = run.invoke(app, ["policy", "check", str(folder)])
    assert result.exit_code == 1
    assert "a policy in `tax.cedar` is named ``: give it an @id that starts with `tax.`" in str(result.exception)


@pytest.mark.parametrize("arguments", [[], ["somewhere", "--shipped"]])
def test_one_set_is_named(run: CliRunner, app: typer.Typer, arguments: list[str]) -> None:
    for verb in ("check", "load"):
        assert run.invoke(app, ["policy", verb, *arguments]).exit_code == 2


def test_what_is_in_force_in_this_home_is_explained(run: CliRunner, app: typer.Typer, folder: Path) -> None:
    sets = sets_of(Settings())
    sets.point(sets.write(read_files(folder)))
    lines = _explained(
        run,
        app,
        *[
            "--client",
            "legal-aid",
            "--purpose",
            "legal-aid",
            "--case",
            "LEGAL_AID",
            "--proof",
            "PASSKEY",
            "--field",
            "PERSON_BIRTH",
        ],
    )
    assert lines[:3] == [
        "allowed: `PERSON_BIRTH` to `legal-aid` for `legal-aid`",
        "rule: legal-aid.names",
        '    @id("legal-aid.names")',
    ]
    assert (
        _explained(run, app, *["--client", "tax", "--purpose", "rental-tax", "--field", "LETTING"])[1]
        == "rule: default-deny"
    )
    rows = run.invoke(app, ["policy", "matrix"]).stdout
    assert "tax.rentals" not in rows
    assert "housing.bands" in rows
