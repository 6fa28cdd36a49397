"""How a city of a size is cut: units, communities with their population, and what can be named without its row.

A community is the piece that is made at once. Two neighbours lend it a share of their rooms, so people move across the
city while only three communities are in memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from hub.demo.city import DEMO_ISSUER
from hub.demo.city.chance import private_id, public_id
from hub.demo.city.days import millis_of, years_before

CITY_CODE = "9901"
DISTRICT_COUNT = 6
DEMO_DISTRICT = 2  # counted from 0: the district of the six first questions
_COMMUNITY_MILLIS = 1_000_000  # what one community may use of a UUIDv7's time
_FIRST_COMMUNITY_WEIGHT = 2.0  # it has a tower
_WEIGHTS = (1.0, 0.8, 1.1, 0.7, 0.9)


class Size(StrEnum):
    """How many people: 2,000, 100,000 or 1,000,000."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


@dataclass(frozen=True)
class Scale:
    """What a size means. Streets a district, communities a street, companies of the whole city."""

    residents: int
    streets: int
    communities: int
    district_metres: int
    landlord_companies: int
    agents: int
    chains: int


SCALES: dict[Size, Scale] = {
    Size.SMALL: Scale(2_000, 2, 2, 4_000, 8, 4, 6),
    Size.MEDIUM: Scale(100_000, 4, 4, 6_000, 30, 16, 40),
    Size.LARGE: Scale(1_000_000, 8, 7, 9_000, 90, 60, 200),
}


@dataclass(frozen=True)
class Community:
    """One community: `index` in the city, its place in the tree (from 0), and which persons are its own."""

    index: int
    district: int
    street: int
    number: int
    population: int
    first_person: int

    @property
    def district_code(self) -> str:
        return f"{CITY_CODE}{self.district + 1:02d}"

    @property
    def street_code(self) -> str:
        return f"{self.district_code}{self.street + 1:03d}"

    @property
    def code(self) -> str:
        return f"{self.street_code}{self.number + 1:03d}"

    @property
    def is_first_of_street(self) -> bool:
        return self.number == 0

    @property
    def is_first_of_district(self) -> bool:
        return self.number == 0 and self.street == 0


@dataclass(frozen=True)
class Plan:
    """One city before anything of it is made: (size, seed, today) decide everything; and `issuer` whose sign-ins they have."""

    size: Size
    seed: int
    today: date
    issuer: str = DEMO_ISSUER

    @property
    def scale(self) -> Scale:
        return SCALES[self.size]

    @cached_property
    def key(self) -> str:
        """What every stream of chance and every id of this city starts with."""
        return f"{self.size}/{self.seed}"

    @cached_property
    def last_day(self) -> int:
        """Today as an ordinal."""
        return self.today.toordinal()

    @cached_property
    def first_day(self) -> int:
        """The day the register was opened, ten years before today, as an ordinal."""
        return years_before(self.today, 10).toordinal()

    @cached_property
    def communities(self) -> tuple[Community, ...]:
        return tuple(self._cut())

    def _cut(self) -> Iterator[Community]:
        places = [
            (district, street, number)
            for district in range(DISTRICT_COUNT)
            for street in range(self.scale.streets)
            for number in range(self.scale.communities)
        ]
        weights = [self._weight(index, place) for index, place in enumerate(places)]
        total, taken, so_far = sum(weights), 0, 0.0
        for index, (place, weight) in enumerate(zip(places, weights, strict=True)):
            so_far += weight
            end = round(self.scale.residents * so_far / total)
            yield Community(index, *place, population=end - taken, first_person=taken)
            taken = end

    def _weight(self, index: int, place: tuple[int, int, int]) -> float:
        is_tower_in_village = self.size is Size.SMALL and place[1] == place[2] == 0
        return _FIRST_COMMUNITY_WEIGHT if is_tower_in_village else _WEIGHTS[index % len(_WEIGHTS)]

    def near(self, community: Community) -> Community:
        """The community of the same street whose rooms this one's people use too (each lends to one)."""
        first = community.index - community.number
        return self.communities[first + (community.number + 1) % self.scale.communities]

    def far(self, community: Community) -> Community:
        """The community of another district whose rooms this one's people use too (each lends to one)."""
        return self.communities[(community.index + len(self.communities) // 2) % len(self.communities)]

    def first_of_district(self, district: int) -> Community:
        return self.communities[district * self.scale.streets * self.scale.communities]

    # ── ids of what is named before, or far from, the place where its row is written ────────────────────────────────
    def person_id(self, index: int) -> str:
        return private_id(self.key, "person", index)

    def stamp(self, community: Community, counter: int) -> int:
        """The time in a UUIDv7: it grows with the order in which a city is written."""
        return millis_of(self.first_day) + community.index * _COMMUNITY_MILLIS + counter

    def thing_id(self, community: Community, kind: str, index: int) -> str:
        """The UUIDv7 of the `index`-th thing of a kind in a community."""
        return public_id(self.stamp(community, index), self.key, kind, community.index, index)
