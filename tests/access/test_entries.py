"""What each request leaves on the access log: one entry a subject, with who, what for, and which field groups."""

from collections.abc import Iterator
from typing import Any

import pytest

from hub.model.ids import PersonId, to_global_id
from hub.policy import Policy
from tests.access.log import NOBODY, watching
from tests.case.counter import Resident, attested, change, make_code, officers, open_case, opened, residents
from tests.conftest import City
from tests.person.expected import facts
from tests.support.hub import Hub, Who

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


def test_a_case_about_a_place_leaves_no_entry(hub: Hub, city: City) -> None:
    offices = {row["id"]: row for row in city["office"]}
    case = next(row for row in city["case"] if row["purpose"] == "housing-safety-inspection" and row["state"] == "OPEN")
    staff = next(
        row
        for row in city["staff_member"]
        if row["worksAt"] == case["at"] and not row["validTo"] and not row["recordedTo"]
    )
    who = Who("housing", staff["subject"], offices[case["at"]]["code"], case["purpose"])
    document = "query Read($number: String!) { case(number: $number) { number findings { kind } } }"
    with watching(hub) as log:
        assert hub.ask(who, document, {"number": case["number"]}).errors == []
    assert log.count == 0


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
