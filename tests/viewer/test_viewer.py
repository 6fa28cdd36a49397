"""Who is asking: what the token says, as far as the register of staff agrees."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.hub import Answer, Hub, Who
from tests.support.store import City

_VIEWER = """{ viewer {
  client officer
  office { code name client }
  jurisdiction { code level name }
  purposes { id description dpvTerm legalBasis }
} }"""
_HOUSING = [
    {
        "id": "housing-safety-inspection",
        "description": "Inspect buildings and rooms for safety and occupancy",
        "dpvTerm": "dpv:PublicBenefit",
        "legalBasis": "A6-1-e-public-interest",
    },
    {
        "id": "housing-service",
        "description": "Offer housing to a resident who asked for it",
        "dpvTerm": "dpv:ServiceProvision",
        "legalBasis": "A6-1-e-public-interest",
    },
    {
        "id": "landlord-licensing",
        "description": "Grant, renew and withdraw landlord licences",
        "dpvTerm": "dpv:LegalCompliance",
        "legalBasis": "A6-1-e-public-interest",
    },
    {
        "id": "rental-registration",
        "description": "Register what landlords declare as let",
        "dpvTerm": "dpv:RecordManagement",
        "legalBasis": "A6-1-e-public-interest",
    },
]


def _assert_unknown(answer: Answer) -> None:
    assert answer.codes == ["UNAUTHENTICATED"]
    assert answer.status == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.data == {"viewer": None}


def _officers(city: City) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    offices = {row["id"]: row for row in city["office"]}
    for row in city["staff_member"]:
        yield row, offices[row["worksAt"]]


def test_an_officer_sees_office_jurisdiction_and_purposes(hub: Hub, city: City, inspector: Who) -> None:
    office = next(row for row in city["office"] if row["code"] == inspector.office)
    unit = next(row for row in city["admin_unit"] if row["code"] == office["unitCode"])
    answer = hub.ask(inspector, _VIEWER)
    assert answer.errors == []
    assert answer.data["viewer"] == {
        "client": "housing",
        "officer": inspector.subject,
        "office": {"code": inspector.office, "name": office["name"], "client": "housing"},
        "jurisdiction": {"code": unit["code"], "level": "DISTRICT", "name": unit["name"]},
        "purposes": _HOUSING,
    }
    assert answer.statements == 1


def test_who_one_is_needs_no_purpose(hub: Hub, inspector: Who) -> None:
    assert hub.ask(inspector, "{ viewer { officer } }", purpose="").data == {"viewer": {"officer": inspector.subject}}


def test_a_resident_has_no_office_and_no_purpose(hub: Hub, resident: Who) -> None:
    answer = hub.ask(resident, _VIEWER)
    assert answer.errors == []
    nobody = {"officer": None, "office": None, "jurisdiction": None, "purposes": []}
    assert answer.data["viewer"] == {"client": "resident", **nobody}


@pytest.mark.parametrize("digits", [4, 6, 9, 12])
def test_the_office_decides_on_the_jurisdiction(hub: Hub, city: City, digits: int) -> None:
    staff, office = next(
        (row, office)
        for row, office in _officers(city)
        if office["client"] == "registration" and len(office["unitCode"]) == digits and not row["validTo"]
    )
    answer = hub.ask(Who("registration", staff["subject"], office["code"]), _VIEWER)
    level = {4: "CITY", 6: "DISTRICT", 9: "STREET", 12: "COMMUNITY"}[digits]
    unit = answer.data["viewer"]["jurisdiction"]
    assert (unit["code"], unit["level"]) == (office["unitCode"], level)


def test_an_officer_who_has_left_is_nobody(hub: Hub, city: City) -> None:
    """Their closed version ended in the past, and the one that was open then is superseded: neither counts."""
    staff, office = next((row, office) for row, office in _officers(city) if row["state"] == "ENDED")
    versions = [row for row in city["staff_member"] if row["fact"] == staff["fact"]]
    assert [row["validTo"] == "" for row in versions] == [True, False]
    _assert_unknown(hub.ask(Who(office["client"], staff["subject"], office["code"]), _VIEWER))


def test_a_name_which_the_register_does_not_know_is_nobody(hub: Hub, inspector: Who) -> None:
    _assert_unknown(hub.ask(Who("housing", "officer-of-nothing", inspector.office), _VIEWER))


def test_an_officer_is_nobody_at_another_office(hub: Hub, city: City, inspector: Who) -> None:
    other = next(
        row["code"] for row in city["office"] if row["client"] == "housing" and row["code"] != inspector.office
    )
    _assert_unknown(hub.ask(Who("housing", inspector.subject, other), _VIEWER))


def test_an_office_that_does_not_exist_has_no_officers(hub: Hub, inspector: Who) -> None:
    _assert_unknown(hub.ask(Who("housing", inspector.subject, "housing-000000"), _VIEWER))


def test_a_token_of_another_department_opens_no_door_at_this_office(hub: Hub, inspector: Who) -> None:
    _assert_unknown(hub.ask(Who("labour", inspector.subject, inspector.office), _VIEWER))


def test_two_root_fields_of_one_request_are_two_statements(hub: Hub, inspector: Who) -> None:
    answer = hub.ask(inspector, "{ one: viewer { client } two: viewer { officer } }")
    assert answer.data == {"one": {"client": "housing"}, "two": {"officer": inspector.subject}}
    assert answer.statements == 2


def test_the_departments_see_their_own_purposes_only(hub: Hub, city: City) -> None:
    expected: dict[str, Any] = {
        "registration": [
            "data-subject-rights",
            "notice-delivery",
            "registration-correction",
            "resident-registration",
            "retention",
            "system-administration-import",
        ],
        "tax": ["rental-tax"],
        "statistics": [],
        "coordination": [],
        "data-protection": ["access-audit", "breach-notification", "objection"],
        "legal-aid": ["legal-aid"],
    }
    seen = {}
    for staff, office in _officers(city):
        client = office["client"]
        if client in expected and client not in seen and not staff["validTo"] and not staff["recordedTo"]:
            answer = hub.ask(Who(client, staff["subject"], office["code"]), "{ viewer { purposes { id } } }")
            seen[client] = [item["id"] for item in answer.data["viewer"]["purposes"]]
    assert seen == expected
