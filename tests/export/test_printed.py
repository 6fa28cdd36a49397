"""`printRecord`: the same on paper, for who has no sign-in: in their presence, by their proof, and for nobody else."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from graphql import GraphQLEnumType, GraphQLObjectType, build_schema, get_named_type

import schema
from hub.audit_log import Ledger
from hub.http.documents import Documents
from hub.http.export_query import ExportQuery
from model import limits
from resolvers.export import LABELS, record_page
from resolvers.paper_words import CODED, VALUES
from tests.access.log import watching
from tests.case.counter import Resident, change, opened, residents
from tests.export.files import OPERATIONS, content, exported, rights_case
from tests.support.budgets import spend
from tests.support.hub import Answer, Hub, Who
from tests.support.places import ROOT
from tests.support.store import City
from tlog.notes import VerifierKey
from tlog.vouched import opened_note

PRINT = """
mutation Print($input: PrintRecordInput!) { printRecord(input: $input) { page madeAt } }
"""


@pytest.fixture
def clerk(clerks: Iterator[Who]) -> Who:
    """A clerk of this test's own."""
    return next(clerks)


def _print(hub: Hub, clerk: Who, number: str, **others: Any) -> Answer:
    return hub.ask(clerk, PRINT, {"input": {"case": number, **others}})


def _printed(hub: Hub, clerk: Who, resident: Resident) -> str:
    answer = _print(hub, clerk, rights_case(hub, clerk, resident))
    assert answer.errors == []
    page: str = answer.data["printRecord"]["page"]
    return page


class _Text(HTMLParser):
    """What stands on the page, its elements, and the attributes that they have."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_it_holds_the_record_the_log_and_the_head_of_the_chain(hub: Hub, clerk: Who, somebody: Resident) -> None:
    own = hub.ask(somebody.who, "{ me { name { full } birthDate residences { address { fullAddress } } } }").data["me"]
    page = _Text(_printed(hub, clerk, somebody)).text
    for value in (own["name"]["full"], own["birthDate"], own["residences"][0]["address"]["fullAddress"]):
        assert value in page
    export = content(exported(hub, somebody))
    entry = next(item for item in export["log"]["entries"] if item["action"] == "EXPORT")
    assert entry["head"] in page, "the print's own entry is the last on it"
    assert entry["summaryZh"] in page
    assert entry["summaryEn"] in page
    note = page[page.index("domicile export v1") :]
    note = note[: note.index("\n", note.index("—")) + 1]
    assert isinstance(hub.ports.ledger, Ledger)
    said = opened_note(note, VerifierKey.parse(hub.ports.ledger.key))
    assert (said.head.hex(), said.number) == (entry["head"], entry["number"])


def test_it_needs_nothing_else_and_runs_nothing(hub: Hub, clerk: Who, somebody: Resident) -> None:
    read = _Text(_printed(hub, clerk, somebody))
    assert not read.tags & {"script", "img", "link", "iframe", "object", "form", "a", "svg", "base"}
    assert read.attributes <= {"lang", "charset", "name", "content", "http-equiv", "class"}


def test_whatever_stands_in_the_record_is_text_on_the_page(hub: Hub, somebody: Resident) -> None:
    export = content(exported(hub, somebody))
    hostile = "<script>alert(1)</script>\"'&$made_at"
    export["record"]["name"]["full"] = hostile
    export["log"]["entries"][0]["summaryEn"] = hostile
    export["log"]["key"] = hostile
    page = record_page(export, hostile)
    assert "<script" not in page
    assert _Text(page).text.count(hostile) == 4


def test_every_field_of_the_record_has_a_name_in_both_languages() -> None:
    """A field without one would fail the print: so whoever adds one to the export names it in `resolvers.export`, too."""
    whole = ExportQuery(Documents(schema.build()))
    wrappers = {"me", "nodes", "pageInfo", "hasNextPage", "endCursor"}
    for operation in OPERATIONS:
        if operation != "AccessLog":  # a table of its own
            named = {item.coordinate.rpartition(".")[2] for item in whole.selected(operation, {}).walk()}
            assert named - wrappers <= LABELS.keys(), operation


def test_no_value_of_an_enumeration_and_no_part_of_a_second_stands_on_it(
    hub: Hub, clerk: Who, somebody: Resident
) -> None:
    page = _Text(_printed(hub, clerk, somebody)).text
    record = page[: page.index("访问日志 / Who looked")]
    assert "居民身份证 / resident identity card" in record or "护照 / passport" in record
    assert "已确认 / confirmed" in record
    assert re.findall(r"\b[A-Z]+_[A-Z_]+\b", record) == []
    assert re.findall(r"\d\d:\d\d:\d\d\.\d+", page[: page.index("核验信息 / Keep this")]) == []


def test_every_value_of_an_enumeration_in_the_record_has_words_and_a_typed_text_stays() -> None:
    contract = build_schema((ROOT / "schema" / "schema.graphql").read_text(encoding="utf-8"))
    whole = ExportQuery(Documents(schema.build()))
    for operation in OPERATIONS:
        for item in whole.selected(operation, {}).walk():
            type_name, _, name = item.coordinate.partition(".")
            owner = contract.type_map[type_name]
            assert isinstance(owner, GraphQLObjectType)
            named = get_named_type(owner.fields[name].type)
            if isinstance(named, GraphQLEnumType) and operation != "AccessLog":
                assert name in CODED, item.coordinate
                assert set(named.values) <= VALUES.keys(), item.coordinate
    assert "OPEN" in record_page(_of_one("reason", "OPEN"), "")
    assert "进行中 / open" in record_page(_of_one("state", "OPEN"), "")


def _of_one(name: str, value: str) -> dict[str, Any]:
    log = {"number": 1, "from": 1, "to": 1, "head": "", "key": "", "entries": []}
    return {"madeAt": "", "policyVersion": "", "record": {name: value}, "versions": [], "log": log}


# ── for whom ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_it_is_one_entry_that_says_who_printed(hub: Hub, clerk: Who, somebody: Resident) -> None:
    number = rights_case(hub, clerk, somebody)
    with watching(hub, somebody.person) as log:
        assert _print(hub, clerk, number).errors == []
    (entry,) = log.entries(somebody.person)
    assert (entry["action"], entry["operation"], entry["client"]) == ("export", "Print", "registration")
    assert (entry["office"], entry["case"], entry["purpose"]) == (clerk.office, number, "data-subject-rights")
    assert entry["legalBasis"] == "A6-1-c"
    shown = content(exported(hub, somebody))["log"]["entries"][-2]
    assert shown["summaryEn"] == (
        f"Registration offices, {shown['officeName']}, exported your whole record "
        "(for: Do for a resident at the counter what they could do themselves about their data)."
    )


def test_a_protected_resident_gets_their_own(hub: Hub, clerk: Who, city: City) -> None:
    resident = next(residents(city, protected=True))
    address = hub.ask(resident.who, "{ me { residences { address { fullAddress } } } }").data["me"]["residences"][0]
    assert address["address"]["fullAddress"] in _printed(hub, clerk, resident)


def test_without_the_residents_proof_nothing_is_printed(hub: Hub, clerk: Who, somebody: Resident) -> None:
    number = rights_case(hub, clerk, somebody, is_proved=False)
    with watching(hub, somebody.person) as log:
        answer = _print(hub, clerk, number)
    assert (answer.codes, answer.data) == (["FIELD_NOT_ALLOWED"], {"printRecord": None})
    assert answer.errors[0]["message"] == (
        "a whole record is not open to you here (rule `constitution.export-is-the-residents`)"
    )
    (entry,) = log.entries(somebody.person)
    assert (entry["action"], entry["rule"]) == ("deny", "FIELD_NOT_ALLOWED")


def test_a_case_about_something_else_prints_nothing(hub: Hub, clerk: Who, somebody: Resident) -> None:
    other = Who(clerk.client, clerk.subject, clerk.office, "resident-registration")
    number = opened(hub, other, somebody)
    assert _print(hub, other, number).codes == ["FIELD_NOT_ALLOWED"]
    assert _print(hub, clerk, number).codes == ["PURPOSE_NOT_ALLOWED"]


def test_another_officer_and_an_unknown_case_are_refused_alike(
    hub: Hub, clerk: Who, clerks: Iterator[Who], somebody: Resident
) -> None:
    number = rights_case(hub, clerk, somebody)
    other = next(clerks)
    answers = [_print(hub, other, asked) for asked in (number, "D-NONE-SUCH")]
    assert [answer.codes for answer in answers] == [["CASE_REQUIRED"]] * 2
    assert answers[0].body == answers[1].body
    assert hub.ask(somebody.who, PRINT, {"input": {"case": number}}).codes == ["PURPOSE_REQUIRED"]


def test_a_case_whose_resident_has_left_prints_nothing(hub: Hub, clerk: Who, somebody: Resident) -> None:
    number = rights_case(hub, clerk, somebody)
    assert change(hub, "opened_earlier", case=number, hours=limits.PRESENCE_HOURS_MAX + 1) == [[1]]
    answer = _print(hub, clerk, number)
    assert answer.codes == ["CONFLICT"]
    assert "is older than 2 hours" in answer.errors[0]["message"]


def test_prints_are_charged_as_exports_of_the_officer(hub: Hub, strict: Hub, clerk: Who, somebody: Resident) -> None:
    number = rights_case(hub, clerk, somebody)
    spend(hub, clerk, exports=limits.OFFICER_EXPORTS_MAX - 1)
    assert _print(strict, clerk, number).errors == []
    with watching(hub, somebody.person) as log:
        answer = _print(strict, clerk, number)
    assert (answer.codes, answer.data) == (["BUDGET_EXCEEDED"], {"printRecord": None})
    (entry,) = log.entries(somebody.person)
    assert (entry["action"], entry["rule"]) == ("deny", "BUDGET_EXCEEDED")


def test_a_case_that_was_opened_online_prints_nothing(hub: Hub, clerk: Who, somebody: Resident) -> None:
    """The resident is not at the counter; they have a sign-in, and their export."""
    document = "mutation Open($input: OpenOwnCaseInput!) { openOwnCase(input: $input) { number } }"
    given = {"office": clerk.office, "kind": "DATA_RIGHTS", "purpose": "data-subject-rights", "permissions": []}
    answer = hub.ask(somebody.who, document, {"input": given})
    if answer.errors:
        assert answer.codes == ["PURPOSE_NOT_ALLOWED"], "no office takes such a case online"
        return
    number = answer.data["openOwnCase"]["number"]
    accept = "mutation Accept($case: String!) { acceptCase(case: $case) { number } }"
    assert hub.ask(clerk, accept, {"case": number}).errors == []
    assert _print(hub, clerk, number).codes == ["FIELD_NOT_ALLOWED"]
    hub.ask(somebody.who, "mutation End($case: String!) { endCase(case: $case) { number } }", {"case": number})
