"""The second door: what a case lets through, to whom, and what it keeps."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.case.counter import Resident, attested, change, inspector_of, officers, opened, residents
from tests.person.expected import history, name_of, residences
from tests.support.hub import Answer, Hub, Who
from tests.support.store import City

_NUMBER = "query Read($number: String!) { case(number: $number) { number state } }"
_WHOLE = """
query Read($number: String!) { case(number: $number) {
  number
  subject {
    name { full }
    birthDate
    residences { validFrom }
    tenancies { validFrom }
    employments { validFrom }
    household { members { name { full } } }
    residenceHistory(first: 100) { totalCount nodes { validFrom } }
    declaredContacts { name }
  }
} }
"""
_NARROW = "constitution.attested-is-narrow"


def _ask(hub: Hub, who: Who, number: str, document: str = _NUMBER, **arguments: Any) -> Answer:
    return hub.ask(who, document, {"number": number, **arguments})


def _assert_no_case(answer: Answer, code: str) -> None:
    assert answer.codes == [code]
    assert answer.data == {"case": None}


def _denied(answer: Answer) -> dict[str, str]:
    """The rule that denied, by the field under which the error stands."""
    assert set(answer.codes) <= {"FIELD_NOT_ALLOWED"}
    return {error["path"][-1]: error["message"].partition("(rule `")[2].rstrip("`)") for error in answer.errors}


def test_whoever_holds_a_case_reads_it(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody)
    answer = _ask(hub, own_clerk, number)
    assert answer.errors == []
    assert answer.data == {"case": {"number": number, "state": "OPEN"}}
    assert answer.statements == 2


def test_unknown_and_others_cases_are_the_same_bytes(
    hub: Hub, city: City, own_clerk: Who, people: Iterator[Resident]
) -> None:
    """A number that nobody has, another office's case, another officer's at the same office: one answer."""
    elsewhere = officers(city, "registration", "resident-registration", level=9)[0]
    colleague = next(
        who
        for who in officers(city, "registration", "resident-registration")
        if who.office == own_clerk.office and who.subject != own_clerk.subject
    )
    numbers = {
        "unknown": "AAAAAAAAAAAA",
        "another office's": opened(hub, elsewhere, next(people)),
        "a colleague's": opened(hub, colleague, next(people)),
        "a closed one of a colleague": opened(hub, colleague, next(people)),
        "a department's": next(
            row["number"] for row in city["case"] if row["kind"] == "SCHOOL_ENROLMENT" and row["state"] == "OPEN"
        ),
    }
    change(hub, "close_case", number=numbers["a closed one of a colleague"], state="CLOSED")
    answers = [_ask(hub, own_clerk, number) for number in numbers.values()]
    _assert_no_case(answers[0], "CASE_REQUIRED")
    assert {answer.body for answer in answers} == {answers[0].body}


def test_ones_own_closed_case_says_so(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody)
    assert change(hub, "close_case", number=number, state="CLOSED") == [[1]]
    answer = _ask(hub, own_clerk, number, _WHOLE)
    _assert_no_case(answer, "CASE_CLOSED")
    assert name_of(hub, somebody) not in answer.body.decode()


def test_a_case_past_its_term_counts_as_closed(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody)
    assert change(hub, "age_case", number=number) == [[1]]
    _assert_no_case(_ask(hub, own_clerk, number), "CASE_CLOSED")


def test_the_deputy_reads_the_case_and_no_other_colleague(hub: Hub, city: City, people: Iterator[Resident]) -> None:
    by_office: dict[str, list[Who]] = {}
    for who in officers(city, "registration", "resident-registration", level=6):
        by_office.setdefault(str(who.office), []).append(who)
    holder, deputy, third = next(item for item in by_office.values() if len(item) >= 3)[:3]
    number = opened(hub, holder, next(people))
    _assert_no_case(_ask(hub, deputy, number), "CASE_REQUIRED")
    assert change(hub, "name_deputy", number=number, deputy=deputy.subject) == [[1]]
    assert _ask(hub, deputy, number).data == {"case": {"number": number, "state": "OPEN"}}
    assert _ask(hub, holder, number).data == {"case": {"number": number, "state": "OPEN"}}
    _assert_no_case(_ask(hub, third, number), "CASE_REQUIRED")


@pytest.fixture
def leaving_clerk(hub: Hub, own_clerk: Who) -> Iterator[Who]:
    """A clerk who is back after the test."""
    yield own_clerk
    assert change(hub, "end_staff", officer=own_clerk.subject, day="9999-12-31") == [[1]]


def test_whoever_left_the_office_reads_no_case_of_theirs_and_their_deputy_goes_on(
    hub: Hub, city: City, leaving_clerk: Who, somebody: Resident
) -> None:
    number = opened(hub, leaving_clerk, somebody)
    colleague = next(
        who
        for who in officers(city, "registration", "resident-registration")
        if who.office == leaving_clerk.office and who.subject != leaving_clerk.subject
    )
    change(hub, "name_deputy", number=number, deputy=colleague.subject)
    assert _ask(hub, leaving_clerk, number).data == {"case": {"number": number, "state": "OPEN"}}
    assert change(hub, "end_staff", officer=leaving_clerk.subject, day="2026-11-01") == [[1]]
    answer = _ask(hub, leaving_clerk, number, _WHOLE)
    assert answer.codes == ["UNAUTHENTICATED"]
    assert number not in str(answer.json)
    assert _ask(hub, colleague, number).data == {"case": {"number": number, "state": "OPEN"}}


def test_a_case_serves_the_one_purpose_it_was_opened_for(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody)
    answer = hub.ask(own_clerk, _NUMBER, {"number": number}, purpose="registration-correction")
    _assert_no_case(answer, "PURPOSE_NOT_ALLOWED")
    assert answer.status == 403


def test_a_case_needs_a_purpose(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    answer = hub.ask(own_clerk, _NUMBER, {"number": opened(hub, own_clerk, somebody)}, purpose="")
    _assert_no_case(answer, "PURPOSE_REQUIRED")
    assert answer.status == 400


def test_a_resident_has_no_case(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody)
    answer = hub.ask(somebody.who, _NUMBER, {"number": number}, purpose="resident-registration")
    _assert_no_case(answer, "PURPOSE_NOT_ALLOWED")


def test_a_consent_that_was_withdrawn_binds_the_next_request(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody, "HISTORY")
    document = """query Read($number: String!) { case(number: $number) {
      permissions subject { residenceHistory(first: 1) { totalCount } }
    } }"""
    assert _ask(hub, own_clerk, number, document).data["case"]["permissions"] == ["HISTORY"]
    assert change(hub, "withdraw_consent", number=number) == [[1]]
    answer = _ask(hub, own_clerk, number, document)
    assert answer.data == {"case": {"permissions": [], "subject": {"residenceHistory": None}}}
    assert answer.codes == ["GRANT_REVOKED"]


# ── what the policy keeps ────────────────────────────────────────────────────────────────────────────────────────────


def test_an_attested_case_shows_what_is_printed_on_the_document_and_no_more(
    hub: Hub, city: City, own_clerk: Who, somebody: Resident
) -> None:
    answer = _ask(hub, own_clerk, attested(hub, own_clerk, somebody), _WHOLE)
    assert answer.status == 200
    subject = answer.data["case"]["subject"]
    assert subject == {
        "name": {"full": name_of(hub, somebody)},
        "birthDate": next(row["birthDate"] for row in city["person_details"] if row["of"] == somebody.person),
        "residences": None,
        "tenancies": None,
        "employments": None,
        "household": None,
        "residenceHistory": None,
        "declaredContacts": None,
    }
    assert _denied(answer) == {
        "residences": _NARROW,
        "tenancies": _NARROW,
        "employments": _NARROW,
        "household": _NARROW,
        "residenceHistory": f"{_NARROW},constitution.history-needs-permission",
        "declaredContacts": f"{_NARROW},constitution.contacts-need-permission",
    }
    for residence in history(city, somebody.person):
        assert residence["validFrom"] not in answer.body.decode()
    assert "withheld" not in answer.json["extensions"]


def test_a_group_that_is_denied_is_one_error_and_the_rest_is_answered(
    hub: Hub, city: City, own_clerk: Who, somebody: Resident
) -> None:
    document = """query Read($number: String!) { case(number: $number) { subject {
      one: employments { validFrom } two: employments { contract }
      again: residenceHistory(first: 1) { totalCount } more: residenceHistory(last: 1) { totalCount }
      residences { validFrom }
    } } }"""
    answer = _ask(hub, own_clerk, opened(hub, own_clerk, somebody), document)
    assert answer.codes == ["FIELD_NOT_ALLOWED", "FIELD_NOT_ALLOWED"]
    messages = sorted(error["message"] for error in answer.errors)
    assert messages == [
        "fields of the group `EMPLOYMENT` are not open to you for this purpose (rule `default-deny`)",
        (
            "fields of the group `HISTORY` are not open to you for this purpose "
            "(rule `constitution.history-needs-permission`)"
        ),
    ]
    assert answer.data["case"]["subject"] == {
        "one": None,
        "two": None,
        "again": None,
        "more": None,
        "residences": [{"validFrom": row["validFrom"]} for row in residences(city, somebody.person)],
    }


@pytest.mark.parametrize(
    ("client", "purpose", "kind", "open_groups"),
    [
        ("residence-permit", "continuous-residence-check", "RESIDENCE_PERMIT", "name birthDate residences employments"),
        ("housing", "housing-service", "HOUSING_SERVICE", "name residences household"),
        ("labour", "wage-complaint", "LABOUR_COMPLAINT", "name employments"),
        ("education", "school-enrolment", "SCHOOL_ENROLMENT", "name birthDate residences household"),
        ("health", "health-service", "HEALTH_SERVICE", "name birthDate residences"),
        ("social-security", "social-security-benefit", "SOCIAL_SECURITY", "name birthDate residences employments"),
        ("civil-affairs", "civil-affairs-service", "CIVIL_AFFAIRS", "name birthDate residences household"),
        ("legal-aid", "legal-aid", "LEGAL_AID", "name tenancies employments"),
    ],
)
def test_a_department_gets_the_groups_of_its_purpose(  # noqa: PLR0917 - four of them are a row of the table
    hub: Hub,
    people: Iterator[Resident],
    official: Callable[[str, str], Who],
    client: str,
    purpose: str,
    kind: str,
    open_groups: str,
) -> None:
    """Without the resident's permissions: history and contacts are closed to all."""
    officer, somebody = official(client, purpose), next(people)
    answer = _ask(hub, officer, opened(hub, officer, somebody, kind=kind), _WHOLE)
    asked = {"name", "birthDate", "residences", "tenancies", "employments", "household"}
    expected = asked - set(open_groups.split()) | {"residenceHistory", "declaredContacts"}
    assert set(_denied(answer)) == expected
    assert {name for name, value in answer.data["case"]["subject"].items() if value is None} >= expected
    assert answer.data["case"]["subject"]["name"] == {"full": name_of(hub, somebody)}


@pytest.mark.parametrize("argument", ['asOf: "2020-09-01"', 'knownAt: "2020-09-01T00:00:00Z"'])
def test_another_time_needs_the_permission_for_the_history(
    hub: Hub, own_clerk: Who, somebody: Resident, argument: str
) -> None:
    document = f"""query Read($number: String!) {{ case(number: $number, {argument}) {{ number subject {{
      name {{ full }} residences {{ validFrom }} tenancies {{ validFrom }} household {{ validFrom }}
    }} }} }}"""
    number = opened(hub, own_clerk, somebody)
    answer = _ask(hub, own_clerk, number, document)
    rule = "constitution.history-needs-permission"
    assert _denied(answer) == {"name": rule, "residences": rule, "tenancies": rule, "household": rule}
    nothing = {"name": None, "residences": None, "tenancies": None, "household": None}
    assert answer.data == {"case": {"number": number, "subject": nothing}}


def test_with_the_permission_a_case_shows_a_past_day(hub: Hub, city: City, own_clerk: Who, demo: Any) -> None:
    somebody = next(item for item in residents(city) if item.person == demo["resident"]["personId"])
    number = opened(hub, own_clerk, somebody, "HISTORY")
    document = """query Read($number: String!, $day: Date!) { case(number: $number, asOf: $day) {
      subject { residences { address { fullAddress } } }
    } }"""
    answer = _ask(hub, own_clerk, number, document, day=demo["resident"]["pastDay"])
    assert answer.errors == []
    address = {"fullAddress": demo["resident"]["addressOnPastDay"]}
    assert answer.data == {"case": {"subject": {"residences": [{"address": address}]}}}


# ── what depends on the data ─────────────────────────────────────────────────────────────────────────────────────────


def test_of_a_protected_person_an_office_sees_no_home(hub: Hub, city: City, own_clerk: Who) -> None:
    """`withheld` names the groups, and the answer is the same as where there is nothing."""
    protected = next(residents(city, protected=True))
    number = opened(hub, own_clerk, protected, "HISTORY", "DECLARED_CONTACTS")
    document = """query Read($number: String!) { case(number: $number) { subject {
      residences { validFrom } tenancies { validFrom } household { validFrom }
      residenceHistory(first: 100) { totalCount nodes { validFrom } } declaredContacts { name }
    } } }"""
    answer = _ask(hub, own_clerk, number, document)
    assert answer.errors == []
    assert answer.data["case"]["subject"] == {
        "residences": [],
        "tenancies": [],
        "household": None,
        "residenceHistory": {"totalCount": 0, "nodes": []},
        "declaredContacts": [],
    }
    assert answer.json["extensions"]["withheld"] == [
        "DECLARED_CONTACTS",
        "HISTORY",
        "HOUSEHOLD",
        "RESIDENCE",
        "TENANCY",
    ]
    assert history(city, protected.person) != []


def test_protected_and_absent_are_the_same_bytes(hub: Hub, city: City, own_clerk: Who) -> None:
    """Whoever has no tenancy today, and a protected person who has one, are answered alike."""
    protected = next(residents(city, protected=True))
    renting = {row["to"] for row in city["tenancy"] if not row["recordedTo"] and row["validTo"] > "2026-11-01"}
    absent = next(item for item in residents(city) if item.person not in renting)
    document = "query Read($number: String!) { case(number: $number) { subject { tenancies { validFrom } } } }"
    answers = [
        _ask(hub, own_clerk, opened(hub, own_clerk, somebody), document).body for somebody in (protected, absent)
    ]
    assert answers[0] == answers[1]
    assert b'"withheld":["TENANCY"]' in answers[0]


# ── cases about a place ──────────────────────────────────────────────────────────────────────────────────────────────

_INSPECTION = """
query Read($number: String!) { case(number: $number) {
  kind proof
  subject { id name { full } }
  room { designator } building { kind } workplace { name }
  landlord { organisation { legalName } } employer { organisation { legalName } }
  inspections { state plannedOn doneOn countOnSite }
  findings { kind state foundOn room { designator } orders { state dueOn } }
  orders { state issuedOn dueOn doneOn }
  complaints { kind state receivedOn decidedOn }
} }
"""


def _of_case(city: City, kind: str, case: dict[str, str], *names: str, by: str) -> list[dict[str, Any]]:
    rows = sorted((row for row in city[kind] if row["in"] == case["id"]), key=lambda row: (row[by], row["id"]))
    return [{name: row[name] or None for name in names} for row in rows]


def _open_inspection(city: City, kind: str, purpose: str, concerned: str, having: str) -> dict[str, str]:
    known, cases = {row["id"] for row in city[concerned]}, {row["in"] for row in city[having]}
    return next(
        row
        for row in city["case"]
        if (row["kind"], row["purpose"], row["state"]) == (kind, purpose, "OPEN")
        and row["concerns"] in known
        and row["id"] in cases
        and row["endsAt"] > "2027-06"
    )


@pytest.mark.parametrize(
    ("kind", "purpose", "concerned", "having"),
    [
        ("HOUSING_INSPECTION", "housing-safety-inspection", "building", "finding"),
        ("HOUSING_INSPECTION", "housing-safety-inspection", "room", "finding"),
        ("HOUSING_INSPECTION", "housing-safety-inspection", "room", "complaint"),
        ("LABOUR_INSPECTION", "workplace-inspection", "workplace", "inspection"),
    ],
)
def test_an_inspection_shows_place_findings_orders_and_complaints(
    hub: Hub, city: City, kind: str, purpose: str, concerned: str, having: str
) -> None:
    case = _open_inspection(city, kind, purpose, concerned, having)
    is_housing = kind == "HOUSING_INSPECTION"
    document = _INSPECTION
    for line in (
        ("workplace { name }", "employer { organisation { legalName } }")
        if is_housing
        else ("landlord { organisation { legalName } }",)
    ):
        document = document.replace(line, "")
    answer = _ask(hub, inspector_of(city, case), case["number"], document)
    assert answer.errors == []
    shown = answer.data["case"]
    assert (shown["kind"], shown["proof"], shown["subject"]) == (kind, "EX_OFFICIO", None)
    place = next(row for row in city[concerned] if row["id"] == case["concerns"])
    field, told = {"building": ("kind", "kind"), "room": ("designator",) * 2, "workplace": ("name",) * 2}[concerned]
    assert shown[concerned] == {field: place[told] or None}
    assert [item for item in ("room", "building", "workplace") if shown.get(item) is not None] == [concerned]
    inspections = _of_case(city, "inspection", case, "state", "plannedOn", "doneOn", "countOnSite", by="plannedOn")
    for item in inspections:
        item["countOnSite"] = item["countOnSite"] and int(item["countOnSite"])
    assert shown["inspections"] == inspections
    found = [{key: item[key] for key in ("kind", "state", "foundOn")} for item in shown["findings"]]
    assert found == _of_case(city, "finding", case, "kind", "state", "foundOn", by="foundOn")
    orders = _of_case(city, "repair_order", case, "state", "issuedOn", "dueOn", "doneOn", by="issuedOn")
    assert shown["orders"] == orders
    complaints = _of_case(city, "complaint", case, "kind", "state", "receivedOn", "decidedOn", by="receivedOn")
    assert shown["complaints"] == complaints
    assert sum(len(shown[name]) for name in ("inspections", "findings", "complaints")) > 0


def test_the_owner_of_an_inspected_building_is_named_when_it_is_a_company(hub: Hub, city: City) -> None:
    organisations = {row["id"]: row["legalName"] for row in city["organisation"]}
    company = {row["id"]: organisations[row["is"]] for row in city["landlord"] if row["is"] in organisations}
    today = [row for row in city["ownership"] if not row["validTo"] and not row["recordedTo"]]
    checked = set()
    for case in city["case"]:
        owners = [row["by"] for row in today if row["of"] == case["concerns"]]
        if case["purpose"] != "housing-safety-inspection" or case["state"] != "OPEN" or not owners:
            continue
        if case["endsAt"] < "2027-06" or len(checked) == 2 or (owners[0] in company) in checked:
            continue
        document = """query Read($number: String!) { case(number: $number) {
          landlord { organisation { legalName } }
        } }"""
        answer = _ask(hub, inspector_of(city, case), case["number"], document)
        assert answer.errors == []
        name = company.get(owners[0])
        assert answer.data["case"]["landlord"] == (name and {"organisation": {"legalName": name}})
        checked.add(owners[0] in company)
    assert checked == {True, False}
