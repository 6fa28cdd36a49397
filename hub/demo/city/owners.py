"""Who lets: companies of the whole city, companies and persons of a community. Known before any of their rows.

Persons who let or employ are the first persons of their community, so that their ids need no person to be made first.
"""

from dataclasses import dataclass

from hub.demo.city.chance import Chance
from hub.demo.city.plan import DISTRICT_COUNT, Community, Plan

_HEADS_A_LANDLORD = 24
_HEADS_A_SOLE_TRADER = 40
_HEADS_A_HOUSEHOLD_EMPLOYER = 90


@dataclass(frozen=True, slots=True)
class Landlord:
    """A landlord: a company (`person` is None) or the person with that index in the city."""

    id: str
    person: int | None


@dataclass(frozen=True, slots=True)
class Owner:
    """Who owns something: `landlord`, and since the ordinal `since` perhaps another, `heir`."""

    landlord: Landlord
    heir: Landlord | None = None
    since: int = 0

    def on(self, day: int) -> Landlord:
        return self.heir if self.heir is not None and day >= self.since else self.landlord


def landlord_people(community: Community) -> int:
    """How many persons of a community let rooms; they are its persons from 0 on."""
    return max(2, community.population // _HEADS_A_LANDLORD)


def sole_traders(community: Community) -> int:
    """How many persons trade on their own; they come after those who let."""
    return max(1, community.population // _HEADS_A_SOLE_TRADER)


def household_employers(community: Community) -> int:
    """How many persons employ someone in their home; they come after the sole traders."""
    return max(1, community.population // _HEADS_A_HOUSEHOLD_EMPLOYER)


def settled_people(community: Community) -> int:
    """How many persons of a community have a fixed seat."""
    return landlord_people(community) + sole_traders(community) + household_employers(community)


def host(plan: Plan, index: int) -> Community:
    """The community where the `index`-th company of the city sits; the first six sit one in each district."""
    if index < DISTRICT_COUNT:
        return plan.first_of_district(index)
    return plan.communities[index * 37 % len(plan.communities)]


def landlord_company(plan: Plan, index: int) -> Landlord:
    return Landlord(plan.thing_id(host(plan, index), "landlord-company", index), None)


def local_company(plan: Plan, community: Community) -> Landlord:
    return Landlord(plan.thing_id(community, "local-landlord-company", 0), None)


def landlord_person(plan: Plan, community: Community, index: int) -> Landlord:
    return Landlord(plan.thing_id(community, "landlord-person", index), community.first_person + index)


class Owners:
    """Picks owners for what is built in one community."""

    def __init__(self, plan: Plan, community: Community) -> None:
        self._plan = plan
        self._community = community
        self.seats = settled_people(community)

    def flagship(self) -> Owner:
        """The tower of a district belongs to that district's company and is never sold."""
        return Owner(landlord_company(self._plan, self._community.district))

    def company(self, chance: Chance) -> Owner:
        return self._perhaps_sold(chance, self._company(chance), self._company(chance))

    def dormitory_owner(self, chance: Chance) -> Owner:
        first = local_company(self._plan, self._community)
        return Owner(first) if chance.happens(0.6) else self._perhaps_sold(chance, first, self._company(chance))

    def person(self, chance: Chance) -> Owner:
        other = self._person(chance) if chance.happens(0.6) else self._company(chance)
        return self._perhaps_sold(chance, self._person(chance), other)

    def _company(self, chance: Chance) -> Landlord:
        if chance.happens(0.15):
            return local_company(self._plan, self._community)
        return landlord_company(self._plan, chance.skewed(self._plan.scale.landlord_companies))

    def _person(self, chance: Chance) -> Landlord:
        return landlord_person(self._plan, self._community, chance.skewed(landlord_people(self._community)))

    def _perhaps_sold(self, chance: Chance, first: Landlord, second: Landlord) -> Owner:
        if first == second or not chance.happens(0.12):
            return Owner(first)
        since = chance.between(self._plan.first_day + 400, self._plan.last_day - 60)
        return Owner(first, second, since)
