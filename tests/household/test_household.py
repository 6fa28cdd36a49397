"""Households and declared contacts: other people as far as a person's own record names them, and no way on to them."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.case.counter import Resident, officers, opened, residents
from tests.export.files import exported
from tests.interference.experiment import document
from tests.person.expected import address_of, facts, history
from tests.support.hub import Hub
from tests.support.store import City

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


_PAST = """query Me($day: Date!) { me(asOf: $day) {
  household { members { name { full } } }
  residences { address { fullAddress } room { id designator } }
  tenancies { room { id designator } }
} }"""
_LOOK = """query Look($number: String!) { case(number: $number) { subject {
  household { members { name { full } } }
  residences { address { fullAddress } room { id } }
  residenceHistory(first: 100) { nodes { address { fullAddress } room { id } } }
  declaredContacts { name means }
} } }"""


def _parted(city: City) -> tuple[Resident, Resident, dict[str, str]]:
    """Two residents with the household that they have left, where neither has lived where the other lives now."""
    by_id = {item.person: item for item in residents(city)}
    past = [row for row in city["household"] if row["validTo"] and not row["recordedTo"]]
    for row in past:
        members = [by_id[member] for member in row["members"].split(";") if member in by_id]
        for left in members:
            for other in members:
                own = {address_of(city, home["in"]) for home in history(city, left.person)}
                theirs = [address_of(city, home["in"]) for home in facts(city, "residence", other.person)]
                if left is not other and theirs and not own & set(theirs):
                    return left, other, row
    raise AssertionError("nobody has parted")


def test_after_leaving_a_household_no_path_gives_the_others_address(hub: Hub, city: City) -> None:
    """Not one's own record of today or of a day in common, nor its export, nor what an office sees in a case of one's."""
    left, other, household = _parted(city)
    day = household["validFrom"]
    (theirs, *_) = [address_of(city, home["in"]) for home in facts(city, "residence", other.person)]
    clerk = officers(city, "registration", "resident-registration", level=4)[0]
    number = opened(hub, clerk, left, "HISTORY", "DECLARED_CONTACTS")
    past = hub.ask(left.who, _PAST, {"day": day})
    said = {
        "today": hub.ask(left.who, document("me")).body.decode(),
        "a day in common": past.body.decode(),
        "the export": exported(hub, left)["file"],
        "a case": hub.ask(clerk, _LOOK, {"number": number}).body.decode(),
    }
    assert _details(city, other.person)["fullName"] in said["a day in common"]
    assert theirs in hub.ask(other.who, document("me")).body.decode()
    assert [where for where, text in said.items() if theirs in text] == []
    homes = hub.ask(other.who, "{ me { residences { room { id } } } }").data["me"]["residences"]
    rooms = [home["room"]["id"] for home in homes]
    assert rooms
    assert [where for where, text in said.items() for room in rooms if room in text] == []
