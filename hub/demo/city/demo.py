"""Finds the parties of the six first questions in the city, and the answers they should get."""

from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt

from hub.demo.city.days import day_text
from hub.demo.city.firms import workplaces
from hub.demo.city.manifest import Demo, DemoBuilding, DemoCircle, DemoLandlord, DemoOfficer, DemoResident
from hub.demo.city.offices import case_officers
from hub.demo.city.owners import landlord_company
from hub.demo.city.people import DEMO_MOVES, Group
from hub.demo.city.places import Neighbourhood, neighbourhood
from hub.demo.city.plan import CITY_CODE, DEMO_DISTRICT, Plan
from hub.demo.city.register import Told, sign_in_subject
from hub.demo.city.sink import Row, Sink
from model.states import FindingState

RADIUS_METRES = 4_000
_EARTH_METRES = 6_378_140.0  # the radius that Neo4j's point.distance uses


@dataclass
class Gathered:
    """What a community tells of itself for the demo; empty but for the first one of the demo's district."""

    resident: DemoResident | None = None
    clerk: DemoOfficer | None = None
    licences: int = 0
    findings: dict[str, int] = field(default_factory=dict)


def gather(plan: Plan, ground: Neighbourhood, groups: list[Group], told: Told, sink: Sink) -> Gathered:
    """The demo's resident with their clerk, and what is open on the tower, from a community's rows."""
    if ground.community != plan.first_of_district(DEMO_DISTRICT):
        return Gathered()
    resident, clerk = _resident(plan, next(group for group in groups if group.is_demo), told)
    tower = ground.buildings[0]
    rooms = {room.id for room in tower.rooms}
    findings = {"building": 0, "rooms": 0}
    for row in sink.rows["finding"]:
        if row[2] == FindingState.OPEN:
            findings["building"] += row[6] == tower.id
            findings["rooms"] += row[6] in rooms
    licences = sum(_covers_today(plan, row, rooms) for row in sink.rows["landlord_licence"])
    return Gathered(resident, clerk, licences, findings)


def _covers_today(plan: Plan, row: Row, rooms: set[str]) -> bool:
    today = day_text(plan.last_day)
    is_known, is_valid = not row[5], row[2] <= today and (not row[3] or today < row[3])
    return is_known and is_valid and not rooms.isdisjoint(row[-1].split(";"))


def _resident(plan: Plan, group: Group, told: Told) -> tuple[DemoResident, DemoOfficer]:
    person = group.head
    past = plan.first_day + DEMO_MOVES[1] + 300
    then, now = person.home_on(past), person.home_on(plan.last_day)
    if then is None or now is None:
        raise AssertionError("the demo's resident lives in the city from the first year on")
    kind, number, expiry = told.documents[person.index]
    resident = DemoResident.model_validate(
        {
            "issuer": plan.issuer,
            "subject": sign_in_subject(person),
            "person_id": person.id,
            "past_day": day_text(past),
            "address_on_past_day": then.building.address.full,
            "room_on_past_day": then.designator,
            "residence_facts": len(told.residence_facts[person.index]),
            "declared_contacts": told.contacts[person.index],
            "document_kind": kind,
            "document_number": number,
            "document_expires_on": expiry,
        }
    )
    return resident, _officer(plan, "registration", now.unit_code, "resident-registration")


def _officer(plan: Plan, client: str, unit: str, purpose: str) -> DemoOfficer:
    office = f"{client}-{unit}"
    return DemoOfficer(client=client, subject=case_officers(plan, office, 1)[0].subject, office=office, purpose=purpose)


def demo(plan: Plan, gathered: Gathered) -> Demo:
    """The whole section. Walks the places of one district again; they are functions of the plan."""
    if gathered.resident is None or gathered.clerk is None:
        raise AssertionError("the first community of the demo's district was not made")
    first = plan.first_of_district(DEMO_DISTRICT)
    tower = neighbourhood(plan, first).buildings[0]
    return Demo(
        housing_inspector=_officer(plan, "housing", first.district_code, "housing-safety-inspection"),
        building=DemoBuilding(
            building_id=tower.id,
            address=tower.address.full,
            rooms=len(tower.rooms),
            licences=gathered.licences,
            open_findings_of_building=gathered.findings["building"],
            open_findings_of_rooms=gathered.findings["rooms"],
        ),
        landlord=_landlord(plan),
        resident=gathered.resident,
        station_clerk=gathered.clerk,
        labour_inspector=_officer(plan, "labour", first.district_code, "workplace-inspection"),
        data_protection_officer=_officer(plan, "data-protection", CITY_CODE, "objection"),
        circle=_circle(plan),
    )


def _grounds(plan: Plan) -> list[Neighbourhood]:
    return [neighbourhood(plan, community) for community in plan.communities if community.district == DEMO_DISTRICT]


def _landlord(plan: Plan) -> DemoLandlord:
    company = landlord_company(plan, DEMO_DISTRICT)
    first = plan.first_of_district(DEMO_DISTRICT)
    rooms = sum(
        room.owner is not None and room.owner.on(plan.last_day) == company
        for ground in _grounds(plan)
        for room in ground.rooms()
    )
    organisation = plan.thing_id(first, "landlord-company-organisation", DEMO_DISTRICT)
    return DemoLandlord(landlord_id=company.id, organisation_id=organisation, rooms=rooms)


def _circle(plan: Plan) -> DemoCircle:
    grounds = _grounds(plan)
    centre = grounds[0].buildings[0].address
    employers: set[str] = set()
    count = 0
    for ground in grounds:
        for place in workplaces(plan, ground):
            address = place.address
            here = (address.longitude, address.latitude)
            if place.person is None and metres_between((centre.longitude, centre.latitude), here) <= RADIUS_METRES:
                employers.add(place.employer)
                count += 1
    return DemoCircle(
        longitude=centre.longitude,
        latitude=centre.latitude,
        radius_metres=RADIUS_METRES,
        employers=len(employers),
        workplaces=count,
    )


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great-circle distance of two points (longitude, latitude in degrees), as the graph computes it."""
    (east, north), (east_too, north_too) = ([radians(part) for part in point] for point in (one, other))
    half = sin((north_too - north) / 2) ** 2 + cos(north) * cos(north_too) * sin((east_too - east) / 2) ** 2
    return 2 * _EARTH_METRES * asin(sqrt(half))
