"""What each request leaves on the access log: one entry a subject, with who, what for, and which field groups."""

from collections.abc import Iterator
from typing import Any

import pytest

from hub.policy import Policy
from model.ids import PersonId, to_global_id
from tests.access.log import NOBODY, watching
from tests.case.counter import (
    Resident,
    attested,
    change,
    inspector_of,
    make_code,
    officers,
    open_case,
    opened,
    residents,
)
from tests.person.expected import facts
from tests.support.hub import Hub, Who
from tests.support.store import City

_POLICY = Policy.load().version


def _said(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry without its time and the policy's version, which are checked here."""
    said = dict(entry)
    assert len(said.pop("at")) == len("2026-11-24T00:00:00.000Z")
    assert said.pop("policyVersion") == _POLICY
    return said


def _own(hub: Hub, resident: Resident, *groups: str, operation: str = "me") -> dict[str, Any]:
    return {
        "action": "read",
        "client": "resident",
        "groups": list(groups),
        "legalBasis": "data-subject-right",
        "officer": hub.ports.vault.officer_pseudonym(resident.who.subject, resident.person),  # type: ignore[attr-defined]
        "operation": operation,
    }


def _in_case(
    hub: Hub, clerk: Who, person: str, number: str, *groups: str, action: str = "read", operation: str = "Read"
) -> dict[str, Any]:
    return {
        "action": action,
        "case": number,
        "client": clerk.client,
        "groups": list(groups),
        "legalBasis": "A6-1-e-official-authority",
        "office": clerk.office,
        "officer": hub.ports.vault.officer_pseudonym(clerk.subject, PersonId(person)),  # type: ignore[attr-defined]
        "operation": operation,
        "purpose": clerk.purpose,
    }


def _refused(hub: Hub, who: Who, rule: str, *, person: str | None = None, operation: str = "Read") -> dict[str, Any]:
    officer = hub.ports.vault.officer_pseudonym(who.subject, person and PersonId(person))  # type: ignore[attr-defined]
    entry = {"action": "deny", "client": who.client, "officer": officer, "operation": operation, "rule": rule}
    office = {"office": who.office} if who.office else {}
    return {**entry, **office, **({"purpose": who.purpose} if who.purpose else {})}


# ── one's own record ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_reading_ones_own_record_is_one_entry(hub: Hub, somebody: Resident) -> None:
    with watching(hub, somebody.person) as log:
        hub.ask(somebody.who, "{ me { name { full } residences { address { fullAddress } } } }")
    (entry,) = log.entries(somebody.person)
    assert _said(entry) == _own(hub, somebody, "PERSON_NAME", "PLACE", "RESIDENCE")
    assert log.count == 1


@pytest.mark.parametrize(
    ("selection", "groups"),
    [
        ("id", ("CASE",)),
        ("birthDate", ("PERSON_BIRTH",)),
        ("residences { validFrom }", ("RESIDENCE",)),
        ("tenancies { validFrom }", ("TENANCY",)),
        ("employments { contract }", ("EMPLOYMENT",)),
        ("household { validFrom }", ("HOUSEHOLD",)),
        ("residenceHistory(first: 1) { totalCount }", ("HISTORY",)),
        ("residenceHistory(first: 1) { nodes { validFrom } }", ("HISTORY", "RESIDENCE")),
        ("declaredContacts { name }", ("DECLARED_CONTACTS",)),
        ("__typename", ()),
    ],
)
def test_the_entry_names_the_groups_that_were_asked_for(
    hub: Hub, city: City, selection: str, groups: tuple[str, ...]
) -> None:
    full = next(
        item
        for item in residents(city)
        if all(next(facts(city, kind, item.person), None) for kind in ("employment", "declared_contact"))
    )
    with watching(hub, full.person) as log:
        answer = hub.ask(full.who, f"query Own {{ me {{ {selection} }} }}")
    assert answer.errors == []
    expected = _own(hub, full, *groups, operation="Own")
    assert [_said(entry) for entry in log.entries(full.person)] == [
        {key: value for key, value in expected.items() if value}
    ]
    assert log.count == 1


def test_each_member_of_the_household_has_an_entry_of_their_own(hub: Hub, city: City) -> None:
    somebody, members = next(
        (item, sorted(row["members"].split(";")))
        for item in residents(city)
        for row in facts(city, "household", item.person, edge="members")
        if row["members"].count(";") == 2
    )
    with watching(hub, *members) as log:
        hub.ask(somebody.who, "{ me { household { members { name { full } } } } }")
    for member in members:
        (entry,) = log.entries(member)
        assert entry["groups"] == ["HOUSEHOLD", "PERSON_NAME"]
        officer = hub.ports.vault.officer_pseudonym(somebody.who.subject, PersonId(member))  # type: ignore[attr-defined]
        assert entry["officer"] == officer
    assert log.count == 3
    assert len({log.entries(member)[0]["officer"] for member in members}) == 3


def test_two_root_fields_about_one_person_are_an_entry_each(hub: Hub, somebody: Resident) -> None:
    document = '{ now: me { birthDate } then: me(asOf: "2020-01-01") { residences { validFrom } } }'
    with watching(hub, somebody.person) as log:
        assert hub.ask(somebody.who, document).errors == []
    entries = sorted((_said(entry) for entry in log.entries(somebody.person)), key=lambda entry: entry["groups"])
    assert entries == [
        _own(hub, somebody, "PERSON_BIRTH"),
        _own(hub, somebody, "RESIDENCE"),
    ]


def test_a_sign_in_without_a_record_is_refused_on_the_log(hub: Hub) -> None:
    stranger = Who("resident", "resident-of-nowhere")
    with watching(hub) as log:
        hub.ask(stranger, "{ me { birthDate } }")
    (entry,) = log.entries(NOBODY)
    assert _said(entry) == _refused(hub, stranger, "SUBJECT_NOT_AVAILABLE", operation="me")


# ── places, and who is asking ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "document",
    [
        "{ viewer { officer office { name } } }",
        "{ rooms(first: 5) { totalCount nodes { designator permittedOccupancy } } }",
        "{ landlords(first: 5) { nodes { organisation { legalName } } } }",
        "{ inspections(first: 5) { nodes { number findings { kind } } } }",
        "{ __typename }",
    ],
)
def test_places_firms_and_the_caller_leave_no_entry(hub: Hub, inspector: Who, document: str) -> None:
    with watching(hub) as log:
        assert hub.ask(inspector, document).errors == []
    assert log.count == 0


def test_a_building_with_its_band_leaves_no_entry(hub: Hub, inspector: Who, demo: dict[str, Any]) -> None:
    identifier = to_global_id("Building", demo["building"]["buildingId"])
    with watching(hub) as log:
        assert hub.named(inspector, "building", {"id": identifier}).errors == []
    assert log.count == 0


def test_a_case_about_a_place_leaves_no_entry_unless_its_parties_are_asked_for(hub: Hub, city: City) -> None:
    case, landlord, complainant = _inspection(city)
    with watching(hub, landlord, complainant) as log:
        answer = hub.ask(
            inspector_of(city, case), _read("number findings { kind } complaints { kind }"), {"number": case["number"]}
        )
    assert answer.errors == []
    assert log.count == 0


# ── the parties to an inspection ─────────────────────────────────────────────────────────────────────────────────────


def _inspection(city: City) -> tuple[dict[str, str], str, str]:
    """An open inspection of a building: its case, who owns the building, and who complained and agreed to be named."""
    owners = {row["of"]: row["by"] for row in city["ownership"] if not row["validTo"] and not row["recordedTo"]}
    people = {row["id"] for row in city["person"]}
    landlords = {row["id"]: row["is"] for row in city["landlord"] if row["is"] in people}
    named = {row["in"]: row["madeBy"] for row in city["complaint"] if row["isNameDisclosed"] == "true"}
    return next(
        (case, landlords[owners[case["concerns"]]], named[case["id"]])
        for case in city["case"]
        if (case["purpose"], case["state"]) == ("housing-safety-inspection", "OPEN")
        and case["endsAt"] > "2027-06"
        and case["id"] in named
        and owners.get(case["concerns"]) in landlords
    )


def test_each_party_that_is_named_has_an_entry_of_their_own(hub: Hub, city: City) -> None:
    case, landlord, complainant = _inspection(city)
    who = inspector_of(city, case)
    document = _read("number parties { name } complaints { kind complainant { name } }")
    with watching(hub, landlord, complainant) as log:
        answer = hub.ask(who, document, {"number": case["number"]})
    assert answer.errors == []
    assert landlord != complainant
    for party in (landlord, complainant):
        expected = _in_case(hub, who, party, case["number"], "PARTY_NAME")
        assert [_said(entry) for entry in log.entries(party)] == [{**expected, "legalBasis": "A6-1-e-public-interest"}]
    assert log.count == 2


@pytest.mark.parametrize("selection", ["parties { role }", "parties { licenceNumbers }", "a: parties { r: role }"])
def test_whatever_is_asked_of_a_party_is_an_entry(hub: Hub, city: City, selection: str) -> None:
    case, landlord, _ = _inspection(city)
    with watching(hub, landlord) as log:
        assert hub.ask(inspector_of(city, case), _read(selection), {"number": case["number"]}).errors == []
    assert [entry["groups"] for entry in log.entries(landlord)] == [["PARTY_NAME"]]
    assert log.count == 1


def test_a_complainant_who_is_not_named_has_no_entry(hub: Hub, city: City) -> None:
    hidden = {
        row["in"]: row["madeBy"] for row in city["complaint"] if row["madeBy"] and row["isNameDisclosed"] == "false"
    }
    case = next(
        row
        for row in city["case"]
        if row["id"] in hidden and row["proof"] == "EX_OFFICIO" and row["state"] == "OPEN" and row["endsAt"] > "2027-06"
    )
    with watching(hub, hidden[case["id"]]) as log:
        answer = hub.ask(
            inspector_of(city, case), _read("complaints { complainant { name } }"), {"number": case["number"]}
        )
    assert answer.data == {"case": {"complaints": [{"complainant": None}]}}
    assert log.count == 0


def test_asking_for_the_parties_of_another_day_is_denied_on_the_log_and_names_nobody(hub: Hub, city: City) -> None:
    """Nothing was loaded that could say whom it would have been about: so the entry has no subject."""
    case, landlord, complainant = _inspection(city)
    who = inspector_of(city, case)
    document = 'query Read($number: String!) { case(number: $number, asOf: "2024-06-01") { parties { name } } }'
    with watching(hub, landlord, complainant) as log:
        answer = hub.ask(who, document, {"number": case["number"]})
    assert answer.data == {"case": {"parties": None}}
    (entry,) = log.entries(NOBODY)
    assert (entry["action"], entry["groups"], entry["case"]) == ("deny", ["PARTY_NAME"], case["number"])
    assert "constitution.history-needs-permission" in entry["rule"]
    assert log.count == 1


# ── in a case ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _read(selection: str) -> str:
    return f"query Read($number: String!) {{ case(number: $number) {{ {selection} }} }}"


def test_reading_in_a_case_says_who_what_for_and_which_case(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody)
    document = _read("number subject { name { full } residences { address { fullAddress } } }")
    with watching(hub, somebody.person) as log:
        hub.ask(own_clerk, document, {"number": number})
    (entry,) = log.entries(somebody.person)
    groups = ("CASE", "PERSON_NAME", "PLACE", "RESIDENCE")
    assert _said(entry) == _in_case(hub, own_clerk, somebody.person, number, *groups)
    assert log.count == 1


def test_a_persons_case_without_its_subject_is_an_entry_too(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody, "HISTORY")
    with watching(hub, somebody.person) as log:
        hub.ask(own_clerk, _read("state permissions"), {"number": number})
    assert [_said(entry) for entry in log.entries(somebody.person)] == [
        _in_case(hub, own_clerk, somebody.person, number, "CASE")
    ]
    assert log.count == 1


def test_what_was_denied_is_an_entry_with_its_rules(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = attested(hub, own_clerk, somebody)
    document = _read("subject { birthDate residences { validFrom } residenceHistory(first: 1) { totalCount } }")
    with watching(hub, somebody.person) as log:
        hub.ask(own_clerk, document, {"number": number})
    read, denied = (_said(entry) for entry in log.entries(somebody.person))
    assert read == _in_case(hub, own_clerk, somebody.person, number, "CASE", "PERSON_BIRTH")
    assert denied.pop("rule") == "constitution.attested-is-narrow,constitution.history-needs-permission"
    assert denied == _in_case(hub, own_clerk, somebody.person, number, "HISTORY", "RESIDENCE", action="deny")
    assert log.count == 2


def test_what_was_withheld_from_an_office_was_still_asked_for(hub: Hub, city: City, own_clerk: Who) -> None:
    protected = next(residents(city, protected=True))
    number = opened(hub, own_clerk, protected)
    with watching(hub, protected.person) as log:
        hub.ask(own_clerk, _read("subject { residences { validFrom } }"), {"number": number})
    (entry,) = log.entries(protected.person)
    assert entry["groups"] == ["CASE", "RESIDENCE"]


def test_an_unknown_case_is_refused_on_the_log(hub: Hub, own_clerk: Who) -> None:
    with watching(hub) as log:
        hub.ask(own_clerk, _read("number"), {"number": "AAAAAAAAAAAA"})
    assert [_said(entry) for entry in log.entries(NOBODY)] == [_refused(hub, own_clerk, "CASE_REQUIRED")]
    assert log.count == 1


def test_whose_case_a_colleague_tried_to_read_finds_it_on_their_log(
    hub: Hub, city: City, clerks: Iterator[Who], somebody: Resident
) -> None:
    holder = next(clerks)
    colleague = next(
        who
        for who in officers(city, "registration", "resident-registration", level=9)
        if who.office == holder.office and who.subject != holder.subject
    )
    number = opened(hub, holder, somebody)
    with watching(hub, somebody.person) as log:
        answer = hub.ask(colleague, _read("number"), {"number": number})
    assert answer.codes == ["CASE_REQUIRED"]
    assert [_said(entry) for entry in log.entries(somebody.person)] == [
        _refused(hub, colleague, "CASE_REQUIRED", person=somebody.person)
    ]
    assert log.count == 1


@pytest.mark.parametrize(
    ("name", "parameters", "code"),
    [("close_case", {"state": "CLOSED"}, "CASE_CLOSED"), ("age_case", {}, "CASE_CLOSED")],
)
def test_a_closed_case_is_refused_on_its_subjects_log(
    hub: Hub, own_clerk: Who, people: Iterator[Resident], name: str, parameters: dict[str, str], code: str
) -> None:
    somebody = next(people)
    number = opened(hub, own_clerk, somebody)
    change(hub, name, number=number, **parameters)
    with watching(hub, somebody.person) as log:
        hub.ask(own_clerk, _read("number"), {"number": number})
    assert [_said(entry) for entry in log.entries(somebody.person)] == [
        _refused(hub, own_clerk, code, person=somebody.person)
    ]
    assert log.count == 1


# ── writes ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_code_is_a_write_with_its_outcome_and_a_node_that_carries_its_id(hub: Hub, somebody: Resident) -> None:
    with watching(hub, somebody.person) as log:
        make_code(hub, somebody, "HISTORY")
    (record,) = log.records(somebody.person)
    assert record.outcome == "committed"
    entry = record.entry
    assert entry["action"] == "write"
    assert entry["groups"] == ["CASE"]
    assert entry["legalBasis"] == "data-subject-right"
    assert entry["operation"] == "Code"
    assert change(hub, "writes", entry=entry["write"]) == [[1]]
    (outcome,) = log.entries(NOBODY)
    assert outcome.pop("at") >= entry["at"]
    assert outcome == {"action": "outcome", "outcome": "committed", "write": entry["write"]}
    assert log.count == 2


def test_an_opened_case_is_a_write_and_the_reading_of_its_payload(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    code = make_code(hub, somebody)
    with watching(hub, somebody.person) as log:
        answer = open_case(hub, own_clerk, somebody.shows(code=code))
    number = answer.data["openCase"]["case"]["number"]
    wrote, read = log.records(somebody.person)
    assert wrote.outcome == "committed"
    write = wrote.entry["write"]
    assert change(hub, "writes", entry=write) == [[1]]
    expected = _in_case(hub, own_clerk, somebody.person, number, "CASE", action="write", operation="Open")
    assert _said(wrote.entry) == {**expected, "write": write}
    assert _said(read.entry) == _in_case(
        hub, own_clerk, somebody.person, number, "CASE", "PERSON_NAME", operation="Open"
    )
    assert [entry["action"] for entry in log.entries(NOBODY)] == ["outcome"]
    assert log.count == 3


def test_a_refused_opening_is_on_the_log(hub: Hub, own_clerk: Who) -> None:
    shown = {"kind": "REGISTRATION", "documentKind": "PASSPORT", "documentNumber": "X0000000"}
    with watching(hub) as log:
        answer = open_case(hub, own_clerk, {**shown, "documentExpiresOn": "2030-01-01"})
    assert answer.codes == ["SUBJECT_NOT_AVAILABLE"]
    (entry,) = log.entries(NOBODY)
    assert entry["action"] == "deny"
    assert entry["rule"] == "subject-not-available"
    assert log.count == 1


def test_whose_document_was_shown_in_vain_finds_it_on_their_log(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    with watching(hub, somebody.person) as log:
        answer = open_case(hub, own_clerk, somebody.shows(documentExpiresOn="2027-07-07"))
    assert answer.codes == ["SUBJECT_NOT_AVAILABLE"]
    (entry,) = log.entries(somebody.person)
    assert (entry["action"], entry["rule"], entry["office"]) == ("deny", "subject-not-available", own_clerk.office)
    assert log.count == 1


def test_an_officer_has_one_name_on_a_residents_log_and_another_on_anybody_elses(
    hub: Hub, own_clerk: Who, people: Iterator[Resident]
) -> None:
    one, other = next(people), next(people)
    with watching(hub, one.person, other.person) as log:
        for somebody in (one, other, one):
            opened(hub, own_clerk, somebody)
    names = [
        {entry["officer"] for entry in log.entries(item.person) if entry["client"] == "registration"}
        for item in (one, other)
    ]
    assert [len(item) for item in names] == [1, 1]
    assert names[0] != names[1]
    assert own_clerk.subject not in names[0] | names[1]


def test_the_log_names_neither_person_nor_officer(hub: Hub, city: City, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody)
    with watching(hub, somebody.person) as log:
        hub.ask(own_clerk, _read("subject { name { full } birthDate }"), {"number": number})
    (record,) = log.records(somebody.person)
    details = next(facts(city, "person_details", somebody.person))
    for value in (somebody.person, own_clerk.subject, details["fullName"], details["birthDate"]):
        assert value.encode() not in record.record
    assert len(officers(city, "registration", "x")) > 0
