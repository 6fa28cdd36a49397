"""The manifest's parties of the six first questions, answered here from the rows alone."""

import json
from datetime import date, timedelta
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

import pytest

from hub.demo.city.demo_people import demo_people
from hub.demo.city.reading import Rows
from model.limits import CONSENT_DAYS_MAX

TODAY = "2026-11-01"


@pytest.fixture(scope="module")
def demo(city_path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((city_path / "manifest.json").read_text(encoding="utf-8"))["demo"]
    return found


def _valid(rows: list[dict[str, str]], day: str) -> list[dict[str, str]]:
    return [
        row
        for row in rows
        if not row["recordedTo"] and row["validFrom"] <= day and (not row["validTo"] or day < row["validTo"])
    ]


@pytest.mark.parametrize("party", ["housingInspector", "stationClerk", "labourInspector", "dataProtectionOfficer"])
def test_officers_work_at_their_offices(rows: Rows, demo: dict[str, Any], party: str) -> None:
    officer = demo[party]
    office = next(row for row in rows["office"] if row["code"] == officer["office"])
    assert office["client"] == officer["client"]
    staff = [row["worksAt"] for row in _valid(rows["staff_member"], TODAY) if row["subject"] == officer["subject"]]
    assert staff == [office["id"]]


def test_who_is_said_to_have_given_a_consent_has_one_in_force_in_an_open_case(
    city_path: Path, rows: Rows, demo: dict[str, Any]
) -> None:
    told = next(each for each in demo_people(city_path, demo) if each.key == "residentWithCase")
    assert told.about == "has an open case and gave a consent"
    person = next(row["of"] for row in rows["sign_in"] if row["subject"] == told.subject)
    open_cases = {row["id"] for row in rows["case"] if row["state"] == "OPEN" and row["concerns"] == person}
    held = [row for row in _valid(rows["consent_grant"], TODAY) if row["givenBy"] == person and row["in"] in open_cases]
    oldest = (date.fromisoformat(TODAY) - timedelta(days=CONSENT_DAYS_MAX)).isoformat()
    assert [row for row in held if row["state"] in {"DECLARED", "CONFIRMED"} and row["validFrom"] > oldest]


def test_building_has_rooms_licences_and_open_findings(rows: Rows, demo: dict[str, Any]) -> None:
    building = demo["building"]
    rooms = {row["id"] for row in rows["room"] if row["in"] == building["buildingId"]}
    unit = next(row["unitCode"] for row in rows["building"] if row["id"] == building["buildingId"])
    assert demo["housingInspector"]["office"] == f"housing-{unit[:6]}"
    assert len(rooms) == building["rooms"] == 36
    licences = [row for row in _valid(rows["landlord_licence"], TODAY) if rooms & set(row["covers"].split(";"))]
    assert len(licences) == building["licences"] > 0
    findings = [row["about"] for row in rows["finding"] if row["state"] == "OPEN"]
    assert findings.count(building["buildingId"]) == building["openFindingsOfBuilding"] > 0
    assert sum(about in rooms for about in findings) == building["openFindingsOfRooms"] > 0


def test_landlord_is_a_company_with_thirty_rooms_in_the_district(rows: Rows, demo: dict[str, Any]) -> None:
    landlord = demo["landlord"]
    assert {"id": landlord["landlordId"], "is": landlord["organisationId"]} in rows["landlord"]
    assert landlord["organisationId"] in {row["id"] for row in rows["organisation"]}
    district = demo["housingInspector"]["office"].rpartition("-")[2]
    owned = {row["of"] for row in _valid(rows["ownership"], TODAY) if row["by"] == landlord["landlordId"]}
    rooms = [
        row["id"]
        for row in rows["room"]
        if (row["id"] in owned or row["in"] in owned) and row["unitCode"].startswith(district)
    ]
    assert len(rooms) == landlord["rooms"] >= 30


def test_resident_has_a_past_that_can_be_asked_for(rows: Rows, demo: dict[str, Any]) -> None:
    resident = demo["resident"]
    person = resident["personId"]
    assert {"issuer": "domicile-development", "subject": resident["subject"], "of": person}.items() <= next(
        row for row in rows["sign_in"] if row["of"] == person
    ).items()
    assert next(row["isProtected"] for row in rows["person"] if row["id"] == person) == "false"
    facts = {row["fact"] for row in rows["residence"] if row["of"] == person}
    assert len(facts) == resident["residenceFacts"] >= 4
    then = [row for row in _valid(rows["residence"], resident["pastDay"]) if row["of"] == person]
    assert [_address(rows, row["in"]) for row in then] == [(resident["addressOnPastDay"], resident["roomOnPastDay"])]
    now = [row for row in _valid(rows["residence"], TODAY) if row["of"] == person]
    assert [row["in"] for row in now] != [row["in"] for row in then]
    unit = next(row["unitCode"] for row in rows["room"] if row["id"] == now[0]["in"])
    assert demo["stationClerk"]["office"] == f"registration-{unit}"


def _address(rows: Rows, room: str) -> tuple[str, str]:
    found = next(row for row in rows["room"] if row["id"] == room)
    at = next(row["at"] for row in rows["building"] if row["id"] == found["in"])
    return next(row["fullAddress"] for row in rows["address"] if row["id"] == at), found["designator"]


def test_resident_has_a_document_and_contacts(rows: Rows, demo: dict[str, Any]) -> None:
    resident = demo["resident"]
    documents = [row for row in _valid(rows["identity_document"], TODAY) if row["of"] == resident["personId"]]
    assert [(row["kind"], row["number"], row["expiresOn"]) for row in documents] == [
        (resident["documentKind"], resident["documentNumber"], resident["documentExpiresOn"])
    ]
    contacts = [row for row in _valid(rows["declared_contact"], TODAY) if row["of"] == resident["personId"]]
    assert len(contacts) == resident["declaredContacts"] == 3


def test_circle_holds_some_employers_and_not_all(rows: Rows, demo: dict[str, Any]) -> None:
    circle = demo["circle"]
    district = demo["labourInspector"]["office"].rpartition("-")[2]
    points = {row["id"]: tuple(map(float, row["point"].split())) for row in rows["address"]}
    organisations = {row["id"] for row in rows["organisation"]}
    employers = {row["id"] for row in rows["employer"] if row["is"] in organisations}
    centre = (circle["longitude"], circle["latitude"])
    near = [
        row["operatedBy"]
        for row in rows["workplace"]
        if row["operatedBy"] in employers
        and row["unitCode"].startswith(district)
        and _metres(centre, points[row["at"]]) <= circle["radiusMetres"]
    ]
    assert circle["radiusMetres"] == 4000
    assert len(near) == circle["workplaces"]
    assert len(set(near)) == circle["employers"] >= 5
    assert any(_metres(centre, point) > 4000 for point in points.values())


def _metres(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    (east, north), (east_too, north_too) = (map(radians, point) for point in (one, other))
    half = sin((north_too - north) / 2) ** 2 + cos(north) * cos(north_too) * sin((east_too - east) / 2) ** 2
    return 2 * 6_378_140 * asin(sqrt(half))
