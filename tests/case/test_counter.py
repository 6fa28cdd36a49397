"""The third door: a case opened at the counter, with the resident's code or attested by the officer."""

from collections.abc import Callable, Iterator

import pytest

from model import limits
from tests.case.counter import (
    Resident,
    age_code,
    change,
    left_officer,
    make_code,
    officers,
    open_case,
    opened,
    residents,
    with_expired_document,
)
from tests.support.hub import Answer, Hub, Who
from tests.support.store import City

REFUSED = "a case can't be opened with what was entered: check it with the resident"


def _name(city: City, person: str) -> str:
    rows = [row for row in city["person_details"] if row["of"] == person and not row["recordedTo"]]
    return rows[-1]["fullName"]


def _assert_refused(answer: Answer) -> None:
    assert answer.codes == ["SUBJECT_NOT_AVAILABLE"]
    assert answer.errors[0]["message"] == REFUSED
    assert answer.data == {"openCase": None}
    assert answer.status == 200


def test_a_code_opens_the_case_of_whom_the_document_names(
    hub: Hub, city: City, own_clerk: Who, somebody: Resident
) -> None:
    code = make_code(hub, somebody, "HISTORY", "DECLARED_CONTACTS")
    answer = open_case(hub, own_clerk, somebody.shows(code=code))
    assert answer.errors == []
    case = answer.data["openCase"]["case"]
    assert len(case.pop("number")) == 12
    assert len(case["subject"].pop("id")) == 36
    assert case == {
        "kind": "REGISTRATION",
        "purpose": "resident-registration",
        "state": "OPEN",
        "proof": "ONE_TIME_CODE",
        "permissions": ["DECLARED_CONTACTS", "HISTORY"],
        "subject": {"name": {"full": _name(city, somebody.person)}},
    }
    decided = answer.json["extensions"]["decisions"]["fields"]["openCase"]
    assert (decided["opening"], decided["allowed"]["PERSON_NAME"]) == (
        ["registration.opens-cases"],
        ["registration.identity"],
    )


@pytest.mark.parametrize("permissions", [(), ("HISTORY",), ("DECLARED_CONTACTS",), ("DECLARED_CONTACTS", "HISTORY")])
def test_a_case_has_the_permissions_that_the_code_carries_and_no_others(
    hub: Hub, own_clerk: Who, somebody: Resident, permissions: tuple[str, ...]
) -> None:
    number = opened(hub, own_clerk, somebody, *permissions)
    document = """query Read($number: String!) { case(number: $number) {
      permissions
      subject { residenceHistory(first: 100) { totalCount } declaredContacts { name } }
    } }"""
    answer = hub.ask(own_clerk, document, {"number": number})
    assert answer.data["case"]["permissions"] == sorted(permissions)
    subject = answer.data["case"]["subject"]
    assert (subject["residenceHistory"] is not None) == ("HISTORY" in permissions)
    assert (subject["declaredContacts"] is not None) == ("DECLARED_CONTACTS" in permissions)
    assert answer.codes == ["FIELD_NOT_ALLOWED"] * (2 - len(permissions))


def test_a_code_is_read_in_any_case_and_with_any_hyphens(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    code = make_code(hub, somebody).lower().replace("-", " ")
    assert open_case(hub, own_clerk, somebody.shows(code=code)).errors == []


def test_a_code_works_once(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    code = make_code(hub, somebody)
    assert open_case(hub, own_clerk, somebody.shows(code=code)).errors == []
    _assert_refused(open_case(hub, own_clerk, somebody.shows(code=code)))


def test_a_code_that_has_run_out_opens_nothing(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    code = make_code(hub, somebody)
    age_code(hub, code)
    _assert_refused(open_case(hub, own_clerk, somebody.shows(code=code)))


def test_a_code_lives_for_a_quarter_of_an_hour(hub: Hub, somebody: Resident) -> None:
    code = make_code(hub, somebody)
    code_hash = hub.ports.vault.code_hash(code.replace("-", ""))
    assert change(hub, "code_minutes_left", codeHash=code_hash) in ([[14]], [[15]])


def test_every_refusal_at_the_counter_is_the_same_bytes(
    hub: Hub, city: City, people: Iterator[Resident], own_clerk: Who
) -> None:
    """Unknown, wrong number, wrong expiry, another's code, a code that is wrong, used or old, protected: one answer."""
    somebody, other = next(people), next(people)
    protected = next(residents(city, protected=True))
    old, used = make_code(hub, somebody), make_code(hub, somebody)
    age_code(hub, old)
    assert open_case(hub, own_clerk, somebody.shows(code=used)).errors == []
    refused = {
        "an unknown document": somebody.shows(documentNumber="110109199001010000"),
        "no document's number": somebody.shows(documentNumber="x"),
        "another kind of document": somebody.shows(documentKind="PASSPORT"),
        "a wrong expiry": somebody.shows(documentExpiresOn="2027-07-07"),
        "a right code with a wrong expiry": somebody.shows(
            documentExpiresOn="2027-07-07", code=make_code(hub, somebody)
        ),
        "another resident's code": somebody.shows(code=make_code(hub, other)),
        "a code that nobody made": somebody.shows(code="AAAAA-AAAAA"),
        "a code of nothing but hyphens": somebody.shows(code="--"),
        "a used code": somebody.shows(code=used),
        "an old code": somebody.shows(code=old),
        "a protected person without a code": protected.shows(),
        "a protected person with another's code": protected.shows(code=make_code(hub, other)),
    }
    answers = {what: open_case(hub, own_clerk, shown) for what, shown in refused.items()}
    _assert_refused(answers["an unknown document"])
    assert {answer.body for answer in answers.values()} == {answers["an unknown document"].body}
    assert {answer.status for answer in answers.values()} == {200}


def test_the_code_of_a_refused_opening_is_not_used_up(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    code = make_code(hub, somebody)
    _assert_refused(open_case(hub, own_clerk, somebody.shows(code=code, documentExpiresOn="2027-07-07")))
    assert open_case(hub, own_clerk, somebody.shows(code=code)).errors == []


def test_a_protected_person_opens_a_case_with_a_code(hub: Hub, city: City, own_clerk: Who) -> None:
    protected = next(residents(city, protected=True))
    answer = open_case(hub, own_clerk, protected.shows(code=make_code(hub, protected)))
    assert answer.errors == []
    assert answer.data["openCase"]["case"]["proof"] == "ONE_TIME_CODE"


def test_an_officer_attests_five_cases_a_day_and_no_more(
    hub: Hub, people: Iterator[Resident], clerks: Iterator[Who]
) -> None:
    clerk, colleague = next(clerks), next(clerks)
    shown = [next(people).shows() for _ in range(6)]
    for item in shown[:5]:
        answer = open_case(hub, clerk, item)
        assert answer.errors == []
        assert answer.data["openCase"]["case"]["proof"] == "OFFICER_ATTESTED"
        assert answer.data["openCase"]["case"]["permissions"] == []
    _assert_refused(open_case(hub, clerk, shown[5]))
    assert open_case(hub, colleague, shown[5]).errors == []


def test_an_officer_attests_five_cases_a_day_whatever_version_of_the_officer_the_register_holds(
    hub: Hub, people: Iterator[Resident], own_clerk: Who
) -> None:
    for _ in range(5):
        assert open_case(hub, own_clerk, next(people).shows()).errors == []
    assert change(hub, "correct_staff", officer=own_clerk.subject) == [[1]]
    _assert_refused(open_case(hub, own_clerk, next(people).shows()))


def test_an_officer_attests_no_case_on_an_expired_document_and_a_code_opens_it(
    hub: Hub, city: City, own_clerk: Who
) -> None:
    holder = with_expired_document(city)
    _assert_refused(open_case(hub, own_clerk, holder.shows()))
    answer = open_case(hub, own_clerk, holder.shows(code=make_code(hub, holder)))
    assert answer.data["openCase"]["case"]["proof"] == "ONE_TIME_CODE"


def test_cases_with_a_code_do_not_count_among_the_attested(
    hub: Hub, own_clerk: Who, people: Iterator[Resident]
) -> None:
    for _ in range(6):
        opened(hub, own_clerk, next(people))
    assert open_case(hub, own_clerk, next(people).shows()).errors == []


def test_a_kind_that_does_not_fit_the_purpose_is_not_opened(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    answer = open_case(hub, own_clerk, somebody.shows("SCHOOL_ENROLMENT"))
    assert answer.codes == ["PURPOSE_NOT_ALLOWED"]
    assert answer.status == 403
    assert answer.data == {"openCase": None}


def test_a_purpose_of_another_department_opens_nothing(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    answer = open_case(hub, own_clerk, somebody.shows("SCHOOL_ENROLMENT"), purpose="school-enrolment")
    assert answer.codes == ["PURPOSE_NOT_ALLOWED"]
    assert answer.data == {"openCase": None}


def test_an_unknown_purpose_opens_nothing(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    answer = open_case(hub, own_clerk, somebody.shows(), purpose="curiosity")
    assert answer.codes == ["PURPOSE_NOT_ALLOWED"]


def test_without_a_purpose_nothing_is_opened(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    answer = open_case(hub, own_clerk, somebody.shows(), purpose="")
    assert answer.codes == ["PURPOSE_REQUIRED"]
    assert answer.status == 400
    assert answer.data == {"openCase": None}


def test_an_inspection_is_not_opened_at_the_counter(
    hub: Hub, somebody: Resident, official: Callable[[str, str], Who]
) -> None:
    inspector = official("housing", "housing-safety-inspection")
    _assert_refused(open_case(hub, inspector, somebody.shows("HOUSING_INSPECTION")))


@pytest.mark.parametrize(
    ("client", "purpose", "kind"),
    [
        ("residence-permit", "continuous-residence-check", "RESIDENCE_PERMIT"),
        ("housing", "housing-service", "HOUSING_SERVICE"),
        ("labour", "wage-complaint", "LABOUR_COMPLAINT"),
        ("education", "school-enrolment", "SCHOOL_ENROLMENT"),
        ("health", "health-service", "HEALTH_SERVICE"),
        ("social-security", "social-security-benefit", "SOCIAL_SECURITY"),
        ("civil-affairs", "civil-affairs-service", "CIVIL_AFFAIRS"),
        ("legal-aid", "legal-aid", "LEGAL_AID"),
    ],
)
def test_each_department_opens_the_cases_of_its_own_service(
    hub: Hub,
    people: Iterator[Resident],
    official: Callable[[str, str], Who],
    client: str,
    purpose: str,
    kind: str,
) -> None:
    somebody = next(people)
    answer = open_case(hub, official(client, purpose), somebody.shows(kind, code=make_code(hub, somebody)))
    assert answer.data["openCase"]["case"]["kind"] == kind
    assert answer.data["openCase"]["case"]["purpose"] == purpose


@pytest.mark.parametrize("number", ["", "1" * (limits.SHOWN_CHARACTERS_MAX + 1)])
def test_a_document_number_has_a_length(hub: Hub, own_clerk: Who, somebody: Resident, number: str) -> None:
    """Refused before anything is asked; one of forty characters is a document that nobody has."""
    answer = open_case(hub, own_clerk, somebody.shows(documentNumber=number))
    assert (answer.codes, answer.data) == (["VALIDATION_FAILED"], {"openCase": None})
    assert answer.errors[0]["extensions"]["most"] == limits.SHOWN_CHARACTERS_MAX
    _assert_refused(open_case(hub, own_clerk, somebody.shows(documentNumber="1" * limits.SHOWN_CHARACTERS_MAX)))


def test_a_resident_opens_no_case(hub: Hub, somebody: Resident) -> None:
    answer = open_case(hub, somebody.who, somebody.shows(), purpose="resident-registration")
    assert answer.codes == ["PURPOSE_NOT_ALLOWED"]
    assert answer.data == {"openCase": None}


def test_an_officer_makes_no_code(hub: Hub, own_clerk: Who) -> None:
    answer = hub.ask(own_clerk, "mutation { createCounterCode(input: {permissions: []}) { code } }")
    assert answer.codes == ["UNAUTHENTICATED"]
    assert answer.status == 401
    assert answer.data == {"createCounterCode": None}


def test_an_officer_who_has_left_opens_no_case(hub: Hub, city: City, somebody: Resident) -> None:
    answer = open_case(hub, left_officer(city), somebody.shows())
    assert answer.codes == ["UNAUTHENTICATED"]
    assert answer.status == 401


def test_an_officer_of_the_city_office_opens_cases_too(hub: Hub, city: City, somebody: Resident) -> None:
    clerk = officers(city, "registration", "resident-registration", level=4)[0]
    answer = open_case(hub, clerk, somebody.shows(code=make_code(hub, somebody)))
    assert answer.data["openCase"]["case"]["state"] == "OPEN"
