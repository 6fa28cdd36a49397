"""Every row keeps the model's rules, for this seed and for any other."""

from collections.abc import Callable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.demo.city.generator import DEFAULT_TODAY, generate
from hub.demo.city.plan import Size
from hub.demo.city.reading import Rows, read_city
from hub.demo.city.sink import Format
from model.graph import KINDS


def _load_rules() -> ModuleType:
    spec = spec_from_file_location("city_rules", Path(__file__).with_name("rules.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


rules = _load_rules()
TODAY = DEFAULT_TODAY.isoformat()
RULES: dict[str, Callable[[Rows], Iterator[str]]] = {
    "values": rules.wrong_values,
    "edges": rules.dangling_edges,
    "ids": rules.wrong_ids,
    "numbers": rules.wrong_numbers,
    "keys": rules.shared_keys,
    "facts": lambda rows: rules.inconsistent_facts(rows, TODAY),
}


@pytest.mark.parametrize("name", RULES)
def test_every_row_keeps(rows: Rows, name: str) -> None:
    assert list(RULES[name](rows))[:5] == []


def _check_seed(seed: int) -> None:
    with TemporaryDirectory() as folder:
        generate(Size.SMALL, seed, Path(folder), DEFAULT_TODAY, Format.CSV, lambda _what, _persons: None)
        rows = read_city(Path(folder))
    for name, rule in RULES.items():
        assert (seed, name, list(rule(rows))[:5]) == (seed, name, [])
    assert len(rows["person"]) == 2000


@pytest.mark.full
@settings(max_examples=1, derandomize=True, deadline=None)
@given(st.integers(min_value=0, max_value=2**63))
def test_any_seed_keeps_the_rules(seed: int) -> None:
    _check_seed(seed)


@pytest.mark.long
@settings(max_examples=40, deadline=None, print_blob=True)
@given(st.integers(min_value=0, max_value=2**63))
def test_many_seeds_keep_the_rules(seed: int) -> None:
    _check_seed(seed)


_RAISED_BY_RESIDENTS = {"OBJECTION", "DATA_RIGHTS"}  # about their log and their rights: a city that is made has none


def test_every_value_of_every_list_occurs(rows: Rows) -> None:
    """But for `source` and `state`, of which a kind has those that fit it; all of them occur somewhere."""
    for kind in KINDS:
        for item in kind.all_properties:
            if item.choices is None or item.name in {"source", "state"}:
                continue
            found = {value for row in rows[kind.file_name] for value in row[item.name].split(";") if value}
            missing = {choice.value for choice in item.choices} - found - _RAISED_BY_RESIDENTS
            assert (kind.label, item.name, missing) == (kind.label, item.name, set())


@pytest.mark.parametrize(
    "label", ["Case", "Inspection", "Finding", "RepairOrder", "Complaint", "Correction", "Dispute"]
)
def test_things_with_states_of_their_own_occur_in_each(rows: Rows, label: str) -> None:
    kind = next(kind for kind in KINDS if kind.label == label)
    choices = next(item.choices for item in kind.properties if item.name == "state")
    assert choices is not None
    assert {row["state"] for row in rows[kind.file_name]} == {choice.value for choice in choices}


def test_every_source_and_every_state_of_a_fact_occurs(rows: Rows) -> None:
    facts = [row for kind in KINDS if kind.is_fact for row in rows[kind.file_name]]
    assert {row["source"] for row in facts} == {"RESIDENT", "EMPLOYER", "LANDLORD", "OFFICE"}
    for file_name in ("residence", "employment"):
        assert {row["state"] for row in rows[file_name]} == {
            "DECLARED", "CONFIRMED", "CONTESTED", "CORRECTED", "WITHDRAWN", "ENDED",
        }  # fmt: skip


def test_every_column_of_every_kind_is_filled_somewhere(rows: Rows) -> None:
    for kind in KINDS:
        for column in rows[kind.file_name][0]:
            if column == "case" and kind.file_name not in _RECORDED_IN_CASES:
                continue
            if column == "recordedTo" and kind.file_name in _NEVER_CHANGED:
                continue
            assert any(row[column] for row in rows[kind.file_name]), f"{kind.file_name}.{column}"


_NEVER_CHANGED = {"representation", "residence_permit", "entitlement"}
_RECORDED_IN_CASES = {"person_details", "residence", "employment", "consent_grant", "residence_permit", "entitlement"}


def test_passports_are_of_utopia_and_cards_have_the_sequence_that_nobody_gets(rows: Rows) -> None:
    for row in rows["identity_document"]:
        if row["kind"] == "PASSPORT":
            assert row["issuingCountry"] == "UTO"
        else:
            assert (row["issuingCountry"], row["number"][14:17]) == ("CHN", "000")
    assert all(row["legalIdentifier"][2:6] == "9901" for row in rows["organisation"])


def test_a_card_says_the_birthday_of_the_details(rows: Rows) -> None:
    birthdays = {row["of"]: row["birthDate"].replace("-", "") for row in rows["person_details"]}
    cards = [row for row in rows["identity_document"] if row["kind"] != "PASSPORT"]
    assert [row["number"] for row in cards if row["number"][6:14] != birthdays[row["of"]]] == []


def test_a_fact_recorded_in_a_case_names_one(rows: Rows) -> None:
    cases = {row["number"]: row for row in rows["case"]}
    for kind in KINDS:
        for row in rows[kind.file_name] if kind.is_fact else ():
            if row["case"]:
                assert cases[row["case"]]["openedAt"][:10] <= row["recordedFrom"][:10]


def test_a_correction_points_at_a_fact(rows: Rows) -> None:
    facts = {row["fact"] for kind in KINDS if kind.is_fact for row in rows[kind.file_name]}
    corrected = {
        row["fact"] for kind in KINDS if kind.is_fact for row in rows[kind.file_name] if row["state"] == "CORRECTED"
    }
    for row in rows["correction"]:
        assert row["targetFact"] in (corrected if row["state"] == "GRANTED" else facts)
    assert all(row["targetFact"] in facts for row in rows["dispute"])
