"""`me { export }`: everything of one's own and the log, in one signed file; one entry, one of a bounded number."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from graphql import GraphQLObjectType, get_named_type

import schema
from hub.audit_log import Ledger
from hub.http.documents import Documents
from hub.http.export_query import ExportQuery
from model import limits
from model.plan import FieldSelection
from tests.access.log import watching
from tests.case.counter import Resident, residents
from tests.export.files import EXPORT, OPERATIONS, content, exported
from tests.support.budgets import spend
from tests.support.command import run
from tests.support.hub import Hub, Who
from tests.support.store import City
from tlog.notes import Checkpoint, Note, VerifierKey, encoded
from tlog.vouched import EXPORT_HEADER, opened_note

_NOT_ASKED = {
    "Me.export",  # the export itself
    "Me.offScreenEntries",  # which `accessLog` holds in an export, and `cases` the cases: nothing is left out of it
    "Me.offScreenCases",
    "AccessEntry.proof",  # which the file holds without its checkpoint
}


def _ledger(hub: Hub) -> Ledger:
    assert isinstance(hub.ports.ledger, Ledger)
    return hub.ports.ledger


# ── what it holds ────────────────────────────────────────────────────────────────────────────────────────────────────


def _own_fields() -> Iterator[str]:
    """Every field below `Me`, down to places and organisations, which are nobody's."""
    seen: set[str] = set()
    ahead = ["Me"]
    while ahead:
        named = schema.build().type_map[ahead.pop()]
        if not isinstance(named, GraphQLObjectType) or named.name in seen:
            continue
        seen.add(named.name)
        for name, field in named.fields.items():
            below = get_named_type(field.type)
            if named.name.endswith(("Connection", "Edge")):
                ahead += [below.name] if name == "nodes" else []
                continue
            yield f"{named.name}.{name}"
            if "Node" not in {item.name for item in getattr(below, "interfaces", ())} and below.name != "Office":
                ahead.append(below.name)


def test_every_own_field_of_the_contract_is_in_the_document() -> None:
    """So whoever gives `me` a field puts it into the export, or says here why not."""
    whole = ExportQuery(Documents(schema.build()))
    asked: set[str] = set()

    def walk(selected: FieldSelection) -> None:
        asked.update(item.coordinate for item in selected.walk())

    for name in OPERATIONS:
        walk(whole.selected(name, {}))
    own = set(_own_fields())
    assert "ContestedAccess.officer" in own
    assert {name for name in own if not name.startswith("Export.")} - asked == _NOT_ASKED


def test_an_export_holds_what_the_resident_reads(hub: Hub, somebody: Resident) -> None:
    read = hub.ask(
        somebody.who,
        """{ me {
          id birthDate name { full } residences { validFrom room { designator } }
          residenceHistory(first: 100) { nodes { validFrom validTo address { fullAddress } } }
          household { members { name { full } } } declaredContacts { name relation means }
          employments { validFrom workplace { employerName } } tenancies { validFrom }
        } }""",
    ).data["me"]
    export = content(exported(hub, somebody))
    record = export["record"]
    assert (record["id"], record["birthDate"]) == (read["id"], read["birthDate"])
    assert record["name"]["full"] == read["name"]["full"]
    assert [item["validFrom"] for item in record["residences"]] == [item["validFrom"] for item in read["residences"]]
    history = read["residenceHistory"]["nodes"]
    assert [item["address"]["fullAddress"] for item in record["residenceHistory"]] == [
        item["address"]["fullAddress"] for item in history
    ]
    assert {item["name"]["full"] for item in record["household"]["members"]} == {
        item["name"]["full"] for item in read["household"]["members"]
    }
    assert [item["name"] for item in record["declaredContacts"]] == [item["name"] for item in read["declaredContacts"]]
    assert [item["validFrom"] for item in record["tenancies"]] == [item["validFrom"] for item in read["tenancies"]]
    assert len(record["employments"]) == len(read["employments"])
    assert (export["format"], export["closed"]) == ("domicile-export/1", [])


@pytest.mark.parametrize("size", [0, -1, 2_000_000_000])
def test_it_continues_a_log_that_there_was(hub: Hub, somebody: Resident, size: int) -> None:
    answer = hub.ask(somebody.who, EXPORT, {"since": size})
    assert answer.codes == ["VALIDATION_FAILED"]
    assert {name: answer.errors[0]["extensions"][name] for name in ("reason", "argument", "least")} == {
        "reason": "RANGE",
        "argument": "sinceSize",
        "least": 1,
    }


def test_a_record_of_too_many_days_is_for_the_counter(
    hub: Hub, somebody: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is a statement: nobody keeps the graph busy with their own record."""
    monkeypatch.setattr("model.limits.EXPORT_VERSIONS_MAX", 0)
    answer = hub.ask(somebody.who, EXPORT, {})
    assert answer.codes == ["QUERY_TOO_COMPLEX"]
    assert "at a counter" in answer.errors[0]["message"]


def test_ones_identity_documents_are_ones_own_to_read(hub: Hub, somebody: Resident, clerks: Iterator[Who]) -> None:
    """In `me`, and so in the export; no case leads there."""
    document = {name: somebody.document[name] for name in ("kind", "number", "issuingCountry", "expiresOn")}
    answer = hub.ask(somebody.who, "{ me { documents { kind number issuingCountry expiresOn } } }")
    assert (answer.errors, answer.data) == ([], {"me": {"documents": [document]}})
    (held,) = content(exported(hub, somebody))["record"]["documents"]
    assert {name: held[name] for name in document} == document
    asked = 'query { case(number: "D-1") { subject { documents { number } } } }'
    assert hub.ask(next(clerks), asked).codes == ["VALIDATION_FAILED"]


def test_every_version_of_every_fact_is_there(hub: Hub, somebody: Resident, city: City) -> None:
    """Names, homes, work and lettings as they were, corrected ones too: at the point where each began."""
    export = content(exported(hub, somebody))
    points = {(item["asOf"], item["knownAt"][:10]) for item in export["versions"]}
    rows = [
        row
        for kind in ("person_details", "residence", "employment")
        for row in city[kind]
        if row["of"] == somebody.person
    ]
    rows += [row for row in city["tenancy"] if row["to"] == somebody.person]
    rows = [row for row in rows if row["state"] != "WITHDRAWN"]  # what was taken back is no home
    rows += [row for row in city["identity_document"] if row["of"] == somebody.person]
    assert len(rows) >= 2
    assert {(row["validFrom"], row["recordedFrom"][:10]) for row in rows} <= points
    homes = [item for item in rows if "role" in item]
    for row in (item for item in homes if item["state"] != "WITHDRAWN"):  # what was taken back is shown nowhere
        shown = [
            home["version"]
            for item in export["versions"]
            if item["asOf"] == row["validFrom"] and item["knownAt"][:19] == row["recordedFrom"][:19]
            for home in item["residences"]
        ]
        assert int(row["version"]) in shown


def test_the_log_is_whole_and_ends_with_the_export_itself(hub: Hub, somebody: Resident) -> None:
    hub.ask(somebody.who, "{ me { birthDate } }")
    with watching(hub, somebody.person) as log:
        made = exported(hub, somebody)
    (entry,) = log.entries(somebody.person)
    assert (entry["action"], entry["operation"], entry["client"]) == ("export", "Export", "resident")
    assert entry["legalBasis"] == "data-subject-right"
    part = content(made)["log"]
    assert [item["number"] for item in part["entries"]] == list(range(1, part["number"] + 1))
    assert (part["from"], part["to"]) == (1, part["number"]) == (made["fromEntry"], made["toEntry"])
    last = part["entries"][-1]
    assert (last["action"], last["head"]) == ("EXPORT", part["head"] == made["head"] and made["head"])
    assert json.loads(last["record"])["entry"] == entry
    assert last["summaryEn"] == "You exported your whole record."
    assert last["summaryZh"] == "您导出了您的全部记录。"
    assert all(item["proof"] for item in part["entries"]), "the checkpoint was waited for"


def test_who_is_named_in_it_has_an_entry_too(hub: Hub, city: City) -> None:
    households = [
        row["members"].split(";") for row in city["household"] if not row["validTo"] and not row["recordedTo"]
    ]
    resident, others = next(
        (resident, [item for item in members if item != resident.person])
        for resident in list(residents(city))[110:]
        for members in households
        if resident.person in members and len(members) > 1
    )
    with watching(hub, *others) as log:
        exported(hub, resident)
    for other in others:
        (entry,) = log.entries(other)
        assert (entry["action"], entry["client"]) == ("read", "resident")
        assert "HOUSEHOLD" in entry["groups"]


# ── the signature ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_it_is_signed_by_the_logs_key_with_the_head_in_the_signature(hub: Hub, somebody: Resident) -> None:
    made = exported(hub, somebody)
    file = json.loads(made["file"])
    key = VerifierKey.parse(_ledger(hub).key)
    said = opened_note(file["signature"], key)
    digest = hashlib.sha256(rfc8785.dumps(file["export"])).digest()
    assert said.header == EXPORT_HEADER
    assert said.fields == {
        "origin": key.name,
        "made": made["madeAt"],
        "sha256": encoded(digest),
        "number": str(made["number"]),
        "head": encoded(bytes.fromhex(made["head"])),
    }
    assert made["file"].encode() == rfc8785.dumps(file)
    assert file["export"]["log"]["key"] == str(key)


def test_the_signature_is_no_checkpoint(hub: Hub, somebody: Resident) -> None:
    """Its first line has spaces in it, and a log's name has none."""
    file = json.loads(exported(hub, somebody)["file"])
    note = Note.parse(file["signature"])
    with pytest.raises(Exception, match=r"decimal number|base64|checkpoint"):
        Checkpoint.parse(note.text)
    assert " " in note.text.split("\n")[0]


# ── its bounds ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_part_of_the_log_is_had_by_its_numbers(hub: Hub, somebody: Resident) -> None:
    for _ in range(3):
        hub.ask(somebody.who, "{ me { birthDate } }")
    made = exported(hub, somebody, **{"from": 2, "to": 3})
    part = content(made)["log"]
    assert [item["number"] for item in part["entries"]] == [2, 3]
    assert (part["from"], part["to"]) == (2, 3)
    assert part["number"] > 3


def test_too_long_a_log_is_said_with_the_way_to_the_rest(
    hub: Hub, somebody: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.ask(somebody.who, "{ me { birthDate } }")
    monkeypatch.setattr(limits, "EXPORT_ENTRIES_MAX", 1)
    answer = hub.ask(somebody.who, EXPORT)
    assert answer.codes == ["QUERY_TOO_COMPLEX"]
    assert answer.errors[0]["message"] == (
        "the export would have more than 1 entries: ask for the log in parts, `export(fromEntry: 1, toEntry: 1000)` and on"
    )
    monkeypatch.setattr(limits, "EXPORT_BYTES_MAX", 1000)
    assert hub.ask(somebody.who, EXPORT, {"from": 1, "to": 1}).codes == ["QUERY_TOO_COMPLEX"]


@pytest.mark.parametrize("variables", [{"from": 1_000_000}, {"from": 3, "to": 2}, {"from": -5, "to": 0}])
def test_a_part_that_is_none_is_refused(hub: Hub, somebody: Resident, variables: dict[str, Any]) -> None:
    assert hub.ask(somebody.who, EXPORT, variables).codes == ["VALIDATION_FAILED"]


def test_an_export_is_of_now_and_one_a_question(hub: Hub, somebody: Resident) -> None:
    for document in (
        '{ me(asOf: "2026-01-01") { export { file } } }',
        '{ me(knownAt: "2026-01-01T00:00:00Z") { export { file } } }',
        "{ me { export { file } again: export(fromEntry: 1) { file } } }",
    ):
        with watching(hub, somebody.person) as log:
            answer = hub.ask(somebody.who, document)
        assert (answer.codes, answer.data) == (["VALIDATION_FAILED"], {"me": None})
        assert "export" not in [entry["action"] for entry in log.entries(somebody.person)]


def test_a_residents_exports_are_bounded(hub: Hub, strict: Hub, somebody: Resident) -> None:
    """Behind the last one nothing comes out, and the attempt is on the log."""
    spend(hub, somebody.who, exports=limits.OFFICER_EXPORTS_MAX - 1)
    exported(strict, somebody)
    with watching(hub, somebody.person) as log:
        answer = strict.ask(somebody.who, EXPORT)
    assert (answer.codes, answer.data) == (["BUDGET_EXCEEDED"], {"me": None})
    (entry,) = log.entries(somebody.person)
    assert (entry["action"], entry["rule"]) == ("deny", "BUDGET_EXCEEDED")
    assert strict.ask(somebody.who, "{ me { birthDate } }").errors == [], "everything else goes on"


# ── beside it, and for whom ──────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_asked_beside_it_is_answered_beside_it(hub: Hub, somebody: Resident) -> None:
    answer = hub.ask(somebody.who, "{ me { birthDate ours: export { number fromEntry } } }")
    assert answer.errors == []
    assert set(answer.data["me"]) == {"birthDate", "ours"}
    assert answer.data["me"]["ours"]["fromEntry"] == 1
    assert answer.data["me"]["birthDate"] is not None


def test_who_represents_a_protected_person_gets_none(hub: Hub, city: City) -> None:
    """As with their log, which names the offices near them."""
    protected = {row["id"] for row in city["person"] if row["isProtected"] == "true"}
    signs_in = {row["of"]: row["subject"] for row in city["sign_in"]}
    rows = [
        row
        for row in city["representation"]
        if row["by"] in signs_in and row["state"] == "CONFIRMED" and not row["validTo"] and not row["recordedTo"]
    ]
    document = "query Export($for: ID) { me(for: $for) { export { file } } }"
    for row in sorted(rows, key=lambda row: row["for"] not in protected)[:1]:
        who = Who("resident", signs_in[row["by"]])
        with watching(hub, row["for"]) as log:
            answer = hub.ask(who, document, {"for": row["fact"]})
        assert answer.errors == []
        if row["for"] in protected:
            assert (answer.data, answer.json["extensions"]["withheld"]) == ({"me": {"export": None}}, ["ACCESS_LOG"])
            assert "export" not in [entry["action"] for entry in log.entries(row["for"])]
            return
        (entry,) = log.entries(row["for"])
        assert (entry["action"], entry["extra"]["representation"]) == ("export", row["fact"])


def test_no_officer_gets_one(hub: Hub, clerks: Iterator[Who]) -> None:
    answer = hub.ask(next(clerks), "{ me { export { file } } }")
    assert answer.codes == ["UNAUTHENTICATED"]
    document = 'query { case(number: "D-1") { subject { export { file } } } }'
    assert hub.ask(next(clerks), document).codes == ["VALIDATION_FAILED"], "only `Me` has such a field"


def test_a_plan_of_a_question_shows_what_is_loaded_beside_an_export(tmp_path: Path) -> None:
    file = tmp_path / "question.graphql"
    file.write_text("{ me { birthDate export { file } } }", encoding="utf-8")
    said = run("plan", str(file), home=tmp_path / "home")
    assert said.code == 0
    assert "birthDate = value[1]" in said.out
    assert "export" not in said.out
