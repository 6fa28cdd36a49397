"""Who employs: companies, chains with branches, sole traders and households. Ids are known without their rows."""

from dataclasses import dataclass

from hub.demo.city import names
from hub.demo.city.chance import Chance
from hub.demo.city.lettings import CHAIN_CODES, hosted_indices, organisation_row
from hub.demo.city.owners import host, household_employers, landlord_people, sole_traders
from hub.demo.city.places import Address, Neighbourhood
from hub.demo.city.plan import Community, Plan
from hub.demo.city.sink import Sink

_HEADS_A_WORKPLACE = 16
_WORKPLACES_MIN = 6
_FIRM_CODES = 1_000_000
_FIRMS_A_COMMUNITY_MAX = 1_000  # of a credit code's numbers
_SECTORS = tuple(names.SECTORS)


@dataclass(frozen=True, slots=True)
class Workplace:
    """A workplace; `person` is the index of the person who employs there, None for an organisation."""

    id: str
    address: Address
    is_home: bool
    employer: str
    person: int | None = None
    chain: int | None = None


def workplace_count(community: Community) -> int:
    return household_employers(community) + sole_traders(community) + company_workplaces(community)


def company_workplaces(community: Community) -> int:
    return max(_WORKPLACES_MIN, community.population // _HEADS_A_WORKPLACE)


def workplace_id(plan: Plan, community: Community, index: int) -> str:
    return plan.thing_id(community, "workplace", index)


def pick_workplace(plan: Plan, community: Community, chance: Chance) -> str:
    """Somewhere to work in `community`: mostly at its companies, some of which are much larger than others."""
    small = household_employers(community) + sole_traders(community)
    if chance.happens(0.05):
        return workplace_id(plan, community, chance.below(small))
    return workplace_id(plan, community, small + chance.skewed(company_workplaces(community)))


def chain_id(plan: Plan, index: int) -> str:
    return plan.thing_id(host(plan, index), "chain", index)


def workplaces(plan: Plan, ground: Neighbourhood) -> list[Workplace]:
    """All workplaces of a community: first households, then sole traders, then companies."""
    community = ground.community
    chance = Chance(plan.key, "workplaces", community.index)
    people = landlord_people(community)
    traders, households = sole_traders(community), household_employers(community)
    made: list[Workplace] = []
    for index in range(households):
        person = people + traders + index
        made.append(_at_home(plan, ground, len(made), person))
    for index in range(traders):
        person = people + index
        if chance.happens(0.3):
            made.append(_at_home(plan, ground, len(made), person))
        else:
            address = chance.pick(ground.commercial).address
            made.append(_of_trader(plan, ground, len(made), person, address))
    for _ in range(company_workplaces(community)):
        made.append(_of_company(plan, ground, len(made), chance))
    return made


def _at_home(plan: Plan, ground: Neighbourhood, index: int, person: int) -> Workplace:
    community, address = ground.community, ground.seats[person].building.address
    employer = plan.thing_id(community, "employer", index)
    identifier = workplace_id(plan, community, index)
    return Workplace(identifier, address, is_home=True, employer=employer, person=community.first_person + person)


def _of_trader(plan: Plan, ground: Neighbourhood, index: int, person: int, address: Address) -> Workplace:
    community = ground.community
    employer = plan.thing_id(community, "employer", index)
    identifier = workplace_id(plan, community, index)
    return Workplace(identifier, address, is_home=False, employer=employer, person=community.first_person + person)


def _of_company(plan: Plan, ground: Neighbourhood, index: int, chance: Chance) -> Workplace:
    community = ground.community
    chain = chance.skewed(plan.scale.chains) if chance.happens(0.2) else None
    employer = plan.thing_id(community, "employer", index) if chain is None else chain_id(plan, chain)
    address = chance.pick(ground.commercial).address
    return Workplace(workplace_id(plan, community, index), address, is_home=False, employer=employer, chain=chain)


class Firms:
    """Writes the employers and workplaces of a community, and the chains that have their seat here."""

    def __init__(self, plan: Plan, sink: Sink, ground: Neighbourhood) -> None:
        self._plan = plan
        self._sink = sink
        self._ground = ground
        self._community = ground.community
        self._chance = Chance(plan.key, "firms", ground.community.index)

    def write(self) -> None:
        offices = self._ground.commercial
        for chain in hosted_indices(self._plan, self._plan.scale.chains, self._community):
            at = offices[chain % len(offices)].address.id
            self._write_company(chain_id(self._plan, chain), CHAIN_CODES + chain, at)
        households = household_employers(self._community)
        for index, workplace in enumerate(workplaces(self._plan, self._ground)):
            if workplace.person is not None:
                sector = names.HOUSEHOLD_SECTOR if index < households else self._chance.pick(_SECTORS)
                self._sink.add("employer", workplace.employer, sector, self._plan.person_id(workplace.person))
            elif workplace.chain is None:
                number = _FIRM_CODES + self._community.index * _FIRMS_A_COMMUNITY_MAX + index
                self._write_company(workplace.employer, number, workplace.address.id)
            self._write_workplace(workplace)

    def _write_company(self, employer: str, number: int, at: str) -> None:
        sector = self._chance.pick(_SECTORS)
        organisation = self._plan.thing_id(self._community, "firm", number % _FIRM_CODES)
        row = organisation_row(organisation, self._chance, trade=names.SECTORS[sector], index=number, at=at)
        self._sink.add("organisation", *row)
        self._sink.add("employer", employer, sector, organisation)

    def _write_workplace(self, place: Workplace) -> None:
        name = "" if place.person is not None else f"{names.community_name(self._community.index)[0]}营业点"
        is_home = "true" if place.is_home else "false"
        self._sink.add("workplace", place.id, self._community.code, name, is_home, place.address.id, place.employer)
