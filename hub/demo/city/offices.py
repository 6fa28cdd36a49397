"""Who works where: the offices of each unit and their staff, by pure functions, and the rows of a community's offices."""

from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

from hub.demo.city import names
from hub.demo.city.days import years
from hub.demo.city.facts import Origin, Recorder, Span
from hub.demo.city.places import Neighbourhood
from hub.demo.city.plan import CITY_CODE, Community, Plan
from hub.demo.city.sink import Sink
from model.states import AdminUnitLevel, FactState, Source

CITY_CLIENTS = (
    "registration", "residence-permit", "housing", "labour", "education", "health", "social-security", "civil-affairs",
    "legal-aid", "tax", "statistics", "coordination", "data-protection",
)  # fmt: skip
DISTRICT_CLIENTS = CITY_CLIENTS[:10]
STREET_CLIENTS = ("registration", "housing", "labour", "civil-affairs")
COMMUNITY_CLIENTS = ("registration",)

# How many digits of a unit code name the office that handles a person's or a place's case.
OFFICE_CODE_LENGTH = {
    "registration": 12, "housing": 6, "labour": 6, "civil-affairs": 9, "residence-permit": 6, "education": 6,
    "health": 6, "social-security": 6, "legal-aid": 6,
}  # fmt: skip

_CHINESE = {
    "registration": "居住登记处", "residence-permit": "居住证办理处", "housing": "住房管理处", "labour": "劳动监察处",
    "education": "教育处", "health": "卫生健康处", "social-security": "社会保障处", "civil-affairs": "民政处",
    "legal-aid": "法律援助处", "tax": "税务处", "statistics": "统计处", "coordination": "统筹处",
    "data-protection": "个人信息保护处",
}  # fmt: skip
_STAFF_BY_CODE_LENGTH = {4: 5, 6: 4, 9: 3, 12: 3}
_STREET_CODE_LENGTH = 9
_LASTING_STAFF = 2  # the first two of each office are there all ten years


@dataclass(frozen=True, slots=True)
class Officer:
    """One member of staff: the fact's id, the token's subject, and the day they left, if they did."""

    id: str
    subject: str
    start: int
    end: int | None


def office_code(client: str, unit_code: str) -> str:
    """The code of the office of `client` which handles what lies in `unit_code`."""
    return f"{client}-{unit_code[: OFFICE_CODE_LENGTH[client]]}"


def office_id(plan: Plan, code: str) -> str:
    return plan.thing_id(plan.communities[0], f"office/{code}", 0)


def staff(plan: Plan, code: str) -> tuple[Officer, ...]:
    """Everyone who works or worked at the office with this code."""
    unit = code.rpartition("-")[2]
    return tuple(_officer(plan, code, number) for number in range(1, _STAFF_BY_CODE_LENGTH[len(unit)] + 1))


def _officer(plan: Plan, code: str, number: int) -> Officer:
    mark = crc32(f"{plan.key}/{code}/{number}".encode())
    identifier = plan.thing_id(plan.communities[0], f"staff/{code}", number)
    subject = f"officer-{code}-{number}"
    if number <= _LASTING_STAFF:
        return Officer(identifier, subject, plan.first_day + mark % 7, None)
    start = plan.first_day + 30 + mark % years(7)
    has_left = mark % 3 > 0
    return Officer(identifier, subject, start, start + 120 + mark % years(2) if has_left else None)


def case_officers(plan: Plan, code: str, number: int) -> tuple[Officer, Officer]:
    """Who opened the `number`-th case of an office, and the deputy: of those who are always there."""
    first, second = staff(plan, code)[:_LASTING_STAFF]
    return (first, second) if number % 2 else (second, first)


def hosted(community: Community) -> Iterator[tuple[str, str, str]]:
    """(client, unit code, Chinese name) of each office that has its seat in `community`."""
    district = names.district_name(community.district)[0]
    if community.index == 0:
        yield from ((client, CITY_CODE, names.CITY[0]) for client in CITY_CLIENTS)
    if community.is_first_of_district:
        yield from ((client, community.district_code, district) for client in DISTRICT_CLIENTS)
    if community.is_first_of_street:
        street = names.street_name(community.index)[0]
        yield from ((client, community.street_code, district + street) for client in STREET_CLIENTS)
    name = names.community_name(community.index)[0]
    yield from ((client, community.code, name) for client in COMMUNITY_CLIENTS)


def write_units(plan: Plan, sink: Sink) -> None:
    """The tree of units, parents first."""
    city = _unit_id(plan, CITY_CODE)
    sink.add("admin_unit", city, AdminUnitLevel.CITY, CITY_CODE, *names.CITY, "")
    for community in plan.communities:
        district, street = _unit_id(plan, community.district_code), _unit_id(plan, community.street_code)
        if community.is_first_of_district:
            both = names.district_name(community.district)
            sink.add("admin_unit", district, AdminUnitLevel.DISTRICT, community.district_code, *both, city)
        if community.is_first_of_street:
            both = names.street_name(community.index)
            sink.add("admin_unit", street, AdminUnitLevel.STREET, community.street_code, *both, district)
        both = names.community_name(community.index)
        identifier = _unit_id(plan, community.code)
        sink.add("admin_unit", identifier, AdminUnitLevel.COMMUNITY, community.code, *both, street)


def _unit_id(plan: Plan, code: str) -> str:
    return plan.thing_id(plan.communities[0], f"unit/{code}", 0)


def community_unit_id(plan: Plan, community: Community) -> str:
    return _unit_id(plan, community.code)


def street_unit_id(plan: Plan, unit_code: str) -> str:
    """The unit of the street in which a community is."""
    return _unit_id(plan, unit_code[:_STREET_CODE_LENGTH])


def write_offices(plan: Plan, sink: Sink, ground: Neighbourhood, recorder: Recorder) -> None:
    """The offices with their seat here, and everyone who works or worked there."""
    buildings = ground.commercial
    origin = Origin(Source.OFFICE, f"coordination-{CITY_CODE}")
    for index, (client, unit_code, name) in enumerate(hosted(ground.community)):
        code = f"{client}-{unit_code}"
        address = buildings[index % len(buildings)].address
        identifier = office_id(plan, code)
        sink.add("office", identifier, unit_code, code, client, name + _CHINESE[client], address.id)
        for officer in staff(plan, code):
            span = Span(officer.start, officer.end, state=FactState.CONFIRMED)
            recorder.record("staff_member", (officer.subject, identifier), span, origin, fact=officer.id)
