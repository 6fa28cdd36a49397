"""Who lives in the city: persons and the groups in which they come, before anything happens to them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from hub.demo.city import names
from hub.demo.city.chance import Chance
from hub.demo.city.days import years
from hub.demo.city.names import Name
from hub.demo.city.owners import settled_people
from hub.demo.city.places import Room, Use
from hub.demo.city.plan import DEMO_DISTRICT, Community, Plan

ADULT_YEARS = 18
_OPENING_DAYS = 540  # over so many days after its opening those who already lived here were registered
_OPENING_SHARE = 0.55
_FOREIGN_SHARE = 0.05
_PROTECTED_SHARE = 0.006
DEMO_MOVES = (200, 1100, 2000, 2900)  # days after the register's opening on which the demo's resident moves


@dataclass(slots=True, eq=False)
class Stay:
    """A residence: half-open in ordinals, `end` None while it lasts."""

    room: Room
    start: int
    end: int | None = None
    is_main: bool = True


@dataclass(slots=True, eq=False)
class Person:
    """One person; `index` counts through the whole city."""

    index: int
    id: str
    birth: int
    name: Name
    is_foreign: bool
    is_protected: bool
    stays: list[Stay] = field(default_factory=list)

    def age(self, day: int) -> int:
        return int((day - self.birth) / 365.2425)

    def is_adult(self, day: int) -> bool:
        return self.birth + years(ADULT_YEARS) + 1 <= day

    @property
    def is_here(self) -> bool:
        """Whether the person lives in the city today."""
        return any(stay.end is None and stay.is_main for stay in self.stays)

    def home_on(self, day: int) -> Room | None:
        """Where the main residence was on `day`."""
        for stay in self.stays:
            if stay.is_main and stay.start <= day and (stay.end is None or day < stay.end):
                return stay.room
        return None


@dataclass(slots=True, eq=False)
class Tenure:
    """A group's time in one room: what a tenancy is made of."""

    room: Room
    start: int
    end: int | None = None


@dataclass(slots=True, eq=False)
class Group:
    """People who move together. `head` signs; `uses` are the kinds of room they look for, the best first.

    `stay_days` is how long they stay on average, `leave` how likely a move leads out of the city.
    """

    members: list[Person]
    uses: tuple[int, ...]
    arrival: int
    stay_days: int
    leave: float
    seat: Room | None = None
    is_demo: bool = False
    is_here: bool = False
    moves: int = 0
    tenures: list[Tenure] = field(default_factory=list)
    households: list[tuple[int, tuple[Person, ...]]] = field(default_factory=list)

    @property
    def head(self) -> Person:
        return self.members[0]


@dataclass(frozen=True, slots=True)
class _Form:
    """A form of living together: how often, who (years of age when they arrive), where, how long."""

    weight: float
    ages: tuple[tuple[int, int], ...]
    children: int
    uses: tuple[int, ...]
    stay_days: int
    leave: float


_FLATS = (Use.FLAT, Use.ROOM)
_SMALL = (Use.ROOM, Use.SHARED, Use.FLAT, Use.DORMITORY)
_FORMS = {
    "family": _Form(0.26, ((25, 44), (24, 43)), 2, _FLATS, 2000, 0.08),
    "couple": _Form(0.14, ((22, 50), (22, 48)), 0, _FLATS, 1300, 0.14),
    "retired": _Form(0.07, ((58, 82), (57, 80)), 0, _FLATS, 3000, 0.06),
    "lone parent": _Form(0.05, ((24, 44),), 1, _FLATS, 1600, 0.1),
    "single": _Form(0.18, ((19, 60),), 0, _SMALL, 1000, 0.2),
    "sharer": _Form(0.15, ((19, 34),), 0, (Use.SHARED, Use.ROOM, Use.DORMITORY, Use.FLAT), 700, 0.22),
    "worker": _Form(0.15, ((18, 50),), 0, (Use.DORMITORY, Use.SHARED, Use.ROOM), 600, 0.3),
}
_SINGLE = _FORMS["single"]
_GRANDPARENT_AGES = (56, 74)


class Settlers:
    """Makes exactly a community's population, group by group."""

    def __init__(self, plan: Plan, community: Community, seats: list[Room]) -> None:
        self._plan = plan
        self._community = community
        self._seats = seats
        self._chance = Chance(plan.key, "people", community.index)
        self._settled = settled_people(community)
        self.persons: list[Person] = []

    def groups(self) -> Iterator[Group]:
        """First everyone with a seat (persons 0, 1, 2 … as `owners` counts them), each with family after all of them."""
        heads = [self._person(self._birth((32, 55), self._plan.first_day)) for _ in range(self._settled)]
        if self._community == self._plan.first_of_district(DEMO_DISTRICT):
            yield self._demo_group()
        for head, seat in zip(heads, self._seats, strict=True):
            yield self._settle(head, seat)
        while self._left:
            yield self._newcomers()

    @property
    def _left(self) -> int:
        return self._community.population - len(self.persons)

    def _person(self, birth: int, kin: Person | None = None, *, is_foreign: bool | None = None) -> Person:
        index = self._community.first_person + len(self.persons)
        if is_foreign is None:
            is_foreign = kin.is_foreign if kin else self._chance.happens(_FOREIGN_SHARE)
        make = names.foreign_name if is_foreign else names.chinese_name
        name = make(self._chance, kin.name.family if kin else "")
        person = Person(
            index, self._plan.person_id(index), birth, name, is_foreign, self._chance.happens(_PROTECTED_SHARE)
        )
        self.persons.append(person)
        return person

    def _birth(self, ages: tuple[int, int], day: int) -> int:
        """A birthday of someone who on `day` has one of `ages`, both included."""
        return day - years(ages[0]) - self._chance.below(years(ages[1] + 1 - ages[0]))

    def _arrival(self) -> int:
        if self._chance.happens(_OPENING_SHARE):
            return self._plan.first_day + 10 + self._chance.below(_OPENING_DAYS)
        return self._chance.between(self._plan.first_day + 10, self._plan.last_day - 1)

    def _demo_group(self) -> Group:
        person = self._person(self._birth((26, 32), self._plan.first_day), is_foreign=False)
        person.is_protected = False
        arrival = self._plan.first_day + 60
        return Group([person], (Use.ROOM, Use.FLAT, Use.SHARED), arrival, 0, 0.0, is_demo=True)

    def _settle(self, head: Person, seat: Room) -> Group:
        arrival = self._plan.first_day + 10 + self._chance.below(200)
        members = [head]
        if self._left and self._chance.happens(0.7):
            members.append(self._person(self._birth((28, 52), self._plan.first_day)))
            members += self._children(head, 2, arrival)
        return Group(members, _FLATS, arrival, 0, 0.0, seat=seat)

    def _newcomers(self) -> Group:
        form = self._form()
        if form is not _SINGLE and len(form.ages) + form.children > self._left:
            form = _SINGLE
        arrival = self._arrival()
        members: list[Person] = []
        for ages in form.ages:
            members.append(self._person(self._birth(ages, arrival), None))  # noqa: PERF401 each sees the one before
        if form.children:
            members += self._children(members[0], form.children, arrival)
        if form.children > 1 and self._left and self._chance.happens(0.12):
            members.append(self._person(self._birth(_GRANDPARENT_AGES, arrival)))
        return Group(members, form.uses, arrival, form.stay_days, form.leave)

    def _form(self) -> _Form:
        mark = self._chance.below(1000) / 1000
        for form in _FORMS.values():
            mark -= form.weight
            if mark < 0:
                return form
        return _SINGLE

    def _children(self, parent: Person, count: int, arrival: int) -> list[Person]:
        """One to `count` children, born when the parent was 22 to 40, some of them after the family came."""
        children = []
        for _ in range(self._chance.between(1, count)):
            birth = parent.birth + self._chance.between(years(22), years(40))
            birth = min(birth, self._plan.last_day - 20 - self._chance.below(300))
            birth = max(birth, arrival - years(16))
            if self._left:
                children.append(self._person(birth, parent))
        return children


def single(person: Person, day: int, chance: Chance) -> Group:
    """The group of someone who leaves another at `day`."""
    form = chance.pick((_SINGLE, _FORMS["sharer"]))
    return Group([person], form.uses, day, form.stay_days, form.leave)
