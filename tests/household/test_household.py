"""Households and declared contacts: other people as far as a person's own record names them, and no way on to them."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.case.counter import Resident, officers, opened, residents
from tests.conftest import City
from tests.person.expected import facts
from tests.support.hub import Hub

_HOUSEHOLD = "{ me { household { validFrom members { name { full } birthDate } } } }"


def _details(city: City, person: str) -> dict[str, str]:
    return next(facts(city, "person_details", person))


def _members(city: City, household: dict[str, str], *, without: set[str] | None = None) -> list[dict[str, Any]]:
    rows = [_details(city, member) for member in sorted(household["members"].split(";"))]
    return [
        {"name": {"full": row["fullName"]}, "birthDate": row["birthDate"]}
        for row in rows
        if row["of"] not in (without or set())
    ]


def _families(city: City) -> Iterator[tuple[Resident, dict[str, str]]]:
    """Residents with their household of today, where somebody else belongs to it."""
    for item in residents(city):
        household = next(facts(city, "household", item.person, edge="members"), None)
        if household is not None and ";" in household["members"]:
            yield item, household


def test_a_resident_sees_who_belongs_to_their_household(hub: Hub, city: City) -> None:
    somebody, household = next(_families(city))
    answer = hub.ask(somebody.who, _HOUSEHOLD)
    assert answer.errors == []
    members = _members(city, household)
    assert answer.data["me"]["household"] == {"validFrom": household["validFrom"], "members": members}
    assert len(members) > 1


def test_the_household_of_a_past_day_is_the_one_of_that_day(hub: Hub, city: City) -> None:
    left = next(
        (item, row)
        for item in residents(city)
        for row in facts(city, "household", item.person, edge="members", as_of=None)
        if row["validTo"] and ";" in row["members"]
    )
    somebody, household = left
    document = "query Me($day: Date!) { me(asOf: $day) { household { validFrom members { birthDate } } } }"
    answer = hub.ask(somebody.who, document, {"day": household["validFrom"]})
    expected = [{"birthDate": item["birthDate"]} for item in _members(city, household)]
    assert answer.data["me"]["household"] == {"validFrom": household["validFrom"], "members": expected}


@pytest.mark.parametrize(
    "way_on",
    ["id", "residences { validFrom }", "household { validFrom }", "declaredContacts { name }", "tenancies { version }"],
)
def test_from_a_member_nothing_leads_on(hub: Hub, city: City, way_on: str) -> None:
    somebody, _ = next(_families(city))
    answer = hub.ask(somebody.who, f"{{ me {{ household {{ members {{ {way_on} }} }} }} }}")
    assert answer.codes == ["VALIDATION_FAILED"]
    assert answer.status == 400
    assert "HouseholdMember" in answer.errors[0]["message"]
    assert answer.data is None


@pytest.mark.parametrize("way_on", ["id", "person { id }", "is { id }", "declaredContacts { name }"])
def test_from_a_contact_nothing_leads_on(hub: Hub, city: City, way_on: str) -> None:
    somebody = next(residents(city))
    answer = hub.ask(somebody.who, f"{{ me {{ declaredContacts {{ {way_on} }} }} }}")
    assert answer.codes == ["VALIDATION_FAILED"]
    assert answer.data is None


def test_in_a_case_a_protected_member_is_not_shown(hub: Hub, city: City) -> None:
    protected = {row["id"] for row in city["person"] if row["isProtected"] == "true"}
    somebody, household = next(
        (item, row) for item, row in _families(city) if protected & set(row["members"].split(";"))
    )
    clerk = officers(city, "registration", "resident-registration", level=4)[0]
    number = opened(hub, clerk, somebody)
    document = """query Read($number: String!) { case(number: $number) { subject {
      household { members { name { full } birthDate } }
    } } }"""
    answer = hub.ask(clerk, document, {"number": number})
    assert answer.errors == []
    shown = answer.data["case"]["subject"]["household"]["members"]
    assert shown == _members(city, household, without=protected)
    assert shown != _members(city, household)


def test_in_a_case_an_unprotected_household_is_shown_whole(hub: Hub, city: City) -> None:
    protected = {row["id"] for row in city["person"] if row["isProtected"] == "true"}
    somebody, household = next(
        (item, row) for item, row in _families(city) if not protected & set(row["members"].split(";"))
    )
    clerk = officers(city, "registration", "resident-registration", level=4)[0]
    document = """query Read($number: String!) { case(number: $number) { subject {
      household { validFrom members { name { full } birthDate } }
    } } }"""
    answer = hub.ask(clerk, document, {"number": opened(hub, clerk, somebody)})
    assert answer.data["case"]["subject"]["household"] == {
        "validFrom": household["validFrom"],
        "members": _members(city, household),
    }
