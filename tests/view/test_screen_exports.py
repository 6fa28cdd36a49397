"""What leaves an inspector's screen as a file is on the log of each person whose data stands there, before it is made."""

from typing import Any

import pytest

from model import limits
from tests.access.log import NOBODY, watching
from tests.access.test_entries import _inspection
from tests.case.counter import inspector_of, officers
from tests.reference.rows import City as Rows
from tests.reference.rows import is_valid
from tests.support.budgets import spend
from tests.support.hub import Hub, Who
from tests.support.store import City

_RECORD = "mutation ($input: ScreenExportInput!) { recordScreenExport(input: $input) { at } }"
_DISTRICT = "990103"


@pytest.fixture(scope="module")
def rows(city: City) -> Rows:
    return Rows(city)


def licences(rows: Rows) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """A natural person's licence in the district, a company's, and a natural person's elsewhere."""
    inside = {row["id"] for row in rows.all("room") if row["unitCode"].startswith(_DISTRICT)}
    persons = {row["id"] for row in rows.all("landlord") if rows.one("person", row["is"])}
    standing = [row for row in rows.all("landlord_licence") if not row["recordedTo"] and is_valid(row, "2026-11-01")]
    here = [row for row in standing if inside & set(row["covers"].split(";"))]
    there = [row for row in standing if not inside & set(row["covers"].split(";"))]
    own = next(row for row in here if row["heldBy"] in persons)
    companys = next(row for row in here if row["heldBy"] not in persons)
    elsewhere = next(row for row in there if row["heldBy"] in persons and row["heldBy"] != own["heldBy"])
    return dict(own), dict(companys), dict(elsewhere)


def _holder(rows: Rows, licence: dict[str, str]) -> str:
    landlord = rows.one("landlord", licence["heldBy"])
    assert landlord
    return landlord["is"]


def _record(hub: Hub, who: Who, **given: Any) -> Any:
    return hub.ask(who, _RECORD, {"input": given})


def test_each_party_to_the_case_on_the_screen_has_an_entry(hub: Hub, city: City) -> None:
    case, landlord, complainant = _inspection(city)
    who = inspector_of(city, case)
    with watching(hub, landlord, complainant) as log:
        answer = _record(hub, who, case=case["number"])
    assert answer.errors == []
    assert set(answer.data["recordScreenExport"]) == {"at"}
    for party in (landlord, complainant):
        (entry,) = log.entries(party)
        assert (entry["action"], entry["groups"], entry["case"]) == ("export", ["PARTY_NAME"], case["number"])
    assert log.count == 2


def test_a_natural_landlords_number_on_the_screen_is_an_entry_of_theirs_and_a_companys_is_none(
    hub: Hub, inspector: Who, rows: Rows
) -> None:
    own, companys, elsewhere = licences(rows)
    with watching(hub, _holder(rows, own), _holder(rows, elsewhere)) as log:
        answer = _record(hub, inspector, licences=[own["number"], companys["number"], elsewhere["number"], "NONE"])
    assert answer.errors == []
    (entry,) = log.entries(_holder(rows, own))
    assert (entry["action"], entry["groups"]) == ("export", ["LICENCE"])
    assert log.entries(_holder(rows, elsewhere)) == []
    assert log.count == 1


def test_the_answer_says_nothing_of_whose_it_is(hub: Hub, inspector: Who, rows: Rows) -> None:
    own, companys, elsewhere = licences(rows)
    answers = [
        _record(hub, inspector, licences=[number])
        for number in (own["number"], companys["number"], elsewhere["number"], "NONE")
    ]
    assert [sorted(answer.data["recordScreenExport"]) for answer in answers] == [["at"]] * 4
    assert {answer.statements for answer in answers} == {1}


def test_another_offices_case_is_as_unknown_and_leaves_no_entry_with_its_parties(
    hub: Hub, city: City, labour_inspector: Who
) -> None:
    case, landlord, complainant = _inspection(city)
    with watching(hub, landlord, complainant) as log:
        theirs = _record(hub, labour_inspector, case=case["number"])
        nobodys = _record(hub, labour_inspector, case="C2026-999-99999")
    assert theirs.codes == ["CASE_REQUIRED"]
    assert theirs.body == nobodys.body
    assert log.entries(landlord) == log.entries(complainant) == []


def test_nothing_on_the_screen_is_nothing_to_record(hub: Hub, inspector: Who) -> None:
    assert _record(hub, inspector).codes == ["VALIDATION_FAILED"]
    assert _record(hub, inspector, licences=["L"] * 101).codes == ["VALIDATION_FAILED"]


@pytest.mark.parametrize("given", [{"case": "C" * 65}, {"licences": ["L" * 65]}, {"licences": [""]}])
def test_what_can_be_no_number_is_refused(hub: Hub, inspector: Who, given: dict[str, Any]) -> None:
    assert _record(hub, inspector, **given).codes == ["VALIDATION_FAILED"]


def test_who_is_not_on_the_staff_records_nothing(hub: Hub, inspector: Who, rows: Rows) -> None:
    own, _, _ = licences(rows)
    stranger = Who(inspector.client, "nobody", inspector.office, inspector.purpose)
    with watching(hub, _holder(rows, own)) as log:
        assert _record(hub, stranger, licences=[own["number"]]).codes == ["UNAUTHENTICATED"]
    assert log.entries(_holder(rows, own)) == []


def test_it_is_for_purposes_that_explore(hub: Hub, inspector: Who, labour_inspector: Who, rows: Rows) -> None:
    own, _, _ = licences(rows)
    other = Who(inspector.client, inspector.subject, inspector.office, "rental-registration")
    with watching(hub, _holder(rows, own)) as log:
        for who in (other, labour_inspector):
            answer = _record(hub, who, licences=[own["number"]])
            assert answer.codes == ["FIELD_NOT_ALLOWED"]
            assert answer.data == {"recordScreenExport": None}
    assert log.entries(_holder(rows, own)) == []


def test_screens_are_charged_as_exports_of_the_officer(
    hub: Hub, strict: Hub, city: City, inspector: Who, rows: Rows
) -> None:
    own, companys, _ = licences(rows)
    inspector = next(
        who
        for who in officers(city, inspector.client, inspector.purpose, level=6)
        if who.office == inspector.office and who != inspector
    )
    spend(hub, inspector, exports=limits.OFFICER_EXPORTS_MAX - 1)
    with watching(hub, _holder(rows, own)) as log:
        assert _record(strict, inspector, licences=[own["number"]]).errors == []
        answer = _record(strict, inspector, licences=[own["number"]])
    assert (answer.status, answer.codes) == (429, ["BUDGET_EXCEEDED"])
    assert answer.data == {"recordScreenExport": None}
    assert [entry["action"] for entry in log.entries(_holder(rows, own))] == ["export"]
    assert [(entry["action"], entry["rule"]) for entry in log.entries(NOBODY)] == [("deny", "BUDGET_EXCEEDED")]
    assert _record(strict, inspector, licences=[companys["number"]]).codes == ["BUDGET_EXCEEDED"]
