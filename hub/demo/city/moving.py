"""Ten years of a community's people in their rooms: who comes, moves, splits, goes and comes back, day by day.

A room goes back to the pool when it is left, and events run in the order of days, so nobody lives in a full room.
"""

from collections.abc import Iterable
from enum import IntEnum
from heapq import heappop, heappush

from hub.demo.city.chance import Chance
from hub.demo.city.days import years
from hub.demo.city.people import ADULT_YEARS, DEMO_MOVES, Group, Person, Stay, Tenure, single
from hub.demo.city.places import Lent, Room, Use, neighbourhood
from hub.demo.city.plan import Community, Plan

_RETRY_DAYS = 45
_STAY_DAYS_MIN = 60
_OWN_HOME_FACTOR = 4  # who lives in a home of one's own stays so much longer
_SECONDARY_SHARE = 0.04
_LEAVE_HOME_SHARE = 0.7
_SEPARATION_SHARE = 0.04


class _What(IntEnum):
    ARRIVE = 0
    MOVE = 1
    BIRTH = 2
    SPLIT = 3


class Moving:
    """Runs the events of one community. After `run`, `groups` holds everyone's story."""

    def __init__(self, plan: Plan, community: Community) -> None:
        self._plan = plan
        self._chance = Chance(plan.key, "moving", community.index)
        self._pools: dict[int, list[Room]] = {Use.FLAT: [], Use.ROOM: [], Use.SHARED: [], Use.DORMITORY: []}
        self._events: list[tuple[int, int, _What, Group, Person | None]] = []
        self._count = 0
        self._free_since: dict[Room, int] = {}
        self._own = community
        self.groups: list[Group] = []
        for place, lent in ((community, Lent.NOT), (plan.near(community), Lent.NEAR), (plan.far(community), Lent.FAR)):
            self._open(room for room in neighbourhood(plan, place).rooms() if room.lent == lent)

    def _open(self, rooms: Iterable[Room]) -> None:
        for room in rooms:
            if room.use == Use.SEAT:
                continue
            beds = room.permitted if room.use in (Use.DORMITORY, Use.SHARED) else 1
            self._pools[room.use] += [room] * beds

    def run(self, groups: Iterable[Group]) -> None:
        for group in groups:
            self._join(group)
        while self._events:
            day, _, what, group, person = heappop(self._events)
            if day > self._plan.last_day:
                return
            match what:
                case _What.ARRIVE:
                    self._arrive(group, day)
                case _What.MOVE:
                    self._move(group, day)
                case _What.BIRTH if person is not None:
                    self._enter(group, person, day)
                case _What.SPLIT if person is not None:
                    self._split(group, person, day)

    def _later(self, day: int, what: _What, group: Group, person: Person | None = None) -> None:
        self._count += 1  # decides between events of one day, so that the order never rests on an object's address
        heappush(self._events, (day, self._count, what, group, person))

    def _join(self, group: Group) -> None:
        self.groups.append(group)
        self._later(group.arrival, _What.ARRIVE, group)
        for person in group.members[1:]:
            if person.birth > group.arrival:
                self._later(person.birth, _What.BIRTH, group, person)
            elif not person.is_adult(group.arrival):
                if self._chance.happens(_LEAVE_HOME_SHARE):
                    self._later(
                        person.birth + years(ADULT_YEARS) + self._chance.below(years(8)), _What.SPLIT, group, person
                    )
            elif group.seat is None and self._chance.happens(_SEPARATION_SHARE):
                self._later(group.arrival + self._chance.days(1200) + 200, _What.SPLIT, group, person)

    # ── rooms ────────────────────────────────────────────────────────────────────────────────────────────────────────
    def _take(self, group: Group) -> Room | None:
        """A free room of the best kind that is large enough; None when there is none."""
        wanted = len(group.members)
        for use in group.uses:
            pool = self._pools[use]
            if not pool or (use == Use.SHARED and wanted > 1):
                continue
            for _ in range(4):
                place = self._chance.below(len(pool))
                room = pool[place]
                if room.permitted >= wanted or use in (Use.DORMITORY, Use.SHARED):
                    pool[place] = pool[-1]
                    pool.pop()
                    return room
        return None

    def _give_back(self, room: Room, day: int) -> None:
        if room.use != Use.SEAT:
            self._pools[room.use].append(room)
            self._free_since[room] = max(day, self._free_since.get(room, 0))

    # ── events ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def _arrive(self, group: Group, day: int) -> None:
        if not group.members:
            return
        room = group.seat or self._take(group)
        if room is None:
            self._later(day + _RETRY_DAYS, _What.ARRIVE, group)
            return
        self._settle_in(group, room, day)
        self._note_household(group, day)

    def _settle_in(self, group: Group, room: Room, day: int) -> None:
        group.is_here = True
        group.tenures.append(Tenure(room, day))
        for person in group.members:
            if person.birth <= day:
                person.stays.append(Stay(room, day))
        if group.is_demo:
            if group.moves < len(DEMO_MOVES):
                self._later(self._plan.first_day + DEMO_MOVES[group.moves], _What.MOVE, group)
            return
        if group.seat is None:
            mean = group.stay_days * (_OWN_HOME_FACTOR if room.owner is None else 1)
            self._later(day + _STAY_DAYS_MIN + self._chance.days(mean), _What.MOVE, group)

    def _note_household(self, group: Group, day: int) -> None:
        members = tuple(person for person in group.members if person.birth <= day) if group.is_here else ()
        if group.households and group.households[-1][0] == day:
            group.households.pop()
        group.households.append((day, members))

    def _move(self, group: Group, day: int) -> None:
        if not group.members or not group.is_here:
            return
        group.moves += 1
        if self._chance.happens(group.leave):
            self._move_out(group, day)
            return
        if not group.is_demo and self._chance.happens(0.06):
            self._move_out(group, day)
            self._later(day + self._chance.between(90, 600), _What.ARRIVE, group)
            return
        room = self._take(group)
        if room is None:
            self._later(day + _RETRY_DAYS, _What.MOVE, group)
            return
        self._end_stays(group, day)
        self._settle_in(group, room, day)

    def _move_out(self, group: Group, day: int) -> None:
        self._end_stays(group, day)
        group.is_here = False
        self._note_household(group, day)

    def _end_stays(self, group: Group, day: int) -> None:
        tenure = group.tenures[-1]
        tenure.end = day
        self._give_back(tenure.room, day)
        for person in group.members:
            if not person.stays or person.stays[-1].end is not None:
                continue
            if person.stays[-1].start == day:  # born on the day of the move: it never lived here
                person.stays.pop()
            else:
                person.stays[-1].end = day

    def _enter(self, group: Group, person: Person, day: int) -> None:
        if group.is_here and person in group.members:
            person.stays.append(Stay(group.tenures[-1].room, day))
            self._note_household(group, day)

    def _split(self, group: Group, person: Person, day: int) -> None:
        """An adult leaves a household at once and alone."""
        if not group.is_here or len(group.members) == 1 or not person.stays or person.stays[-1].start >= day:
            return
        group.members.remove(person)
        person.stays[-1].end = day
        self._note_household(group, day)
        self._join(single(person, day, self._chance))

    # ── those for whom there was no room ────────────────────────────────────────────────────────────────────────────
    def house_the_rest(self, persons: Iterable[Person]) -> None:
        """Who found no room, or was born after the family had gone, came alone in the last year instead."""
        self.groups = [group for group in self.groups if group.tenures]
        for person in persons:
            if person.stays:
                continue
            room = self._any_room()
            start = max(self._free_since.get(room, 0), self._plan.last_day - self._chance.between(20, 300))
            start = min(start, self._plan.last_day - 1)
            if not person.is_adult(start):
                person.birth = start - years(self._chance.between(20, 40))
            group = single(person, start, self._chance)
            group.is_here = True
            group.tenures.append(Tenure(room, start))
            person.stays.append(Stay(room, start))
            group.households.append((start, (person,)))
            self.groups.append(group)

    def _any_room(self) -> Room:
        for use in (Use.ROOM, Use.FLAT, Use.DORMITORY, Use.SHARED):
            if pool := self._pools[use]:
                return pool.pop(self._chance.below(len(pool)))
        return self._chance.pick(self.groups).tenures[-1].room  # a full house: it is shared

    # ── second homes ─────────────────────────────────────────────────────────────────────────────────────────────────
    def add_second_homes(self, persons: Iterable[Person]) -> None:
        """Some have a second residence beside the main one: a room that has been free since some day."""
        pool = self._pools[Use.ROOM]
        for person in persons:
            if not pool:
                return
            if not (person.is_here and person.is_adult(self._plan.last_day) and self._chance.happens(_SECONDARY_SHARE)):
                continue
            room = pool.pop(self._chance.below(len(pool)))
            first = max(self._free_since.get(room, 0), person.stays[-1].start) + 5
            if first < self._plan.last_day - 20:
                start = self._chance.between(first, self._plan.last_day - 10)
                end = self._chance.between(start + 5, self._plan.last_day - 1) if self._chance.happens(0.4) else None
                person.stays.append(Stay(room, start, end, is_main=False))
