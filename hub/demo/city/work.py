"""Ten years of work: who is employed where, with gaps, second jobs and corrections."""

from collections.abc import Iterator

from hub.demo.city.chance import Chance
from hub.demo.city.days import years
from hub.demo.city.facts import Origin, Recorder, Span
from hub.demo.city.firms import pick_workplace
from hub.demo.city.offices import office_code
from hub.demo.city.people import Person
from hub.demo.city.plan import Community, Plan
from hub.demo.city.register import Registered, Told
from model.states import ContractKind, FactState, Source

_FROM_AGE, _TO_AGE = 18, 61
_WORKING_SHARE = 0.78
_JOB_DAYS, _JOB_DAYS_MIN = 900, 60
_GAP_DAYS_MAX = 60  # away for less than this does not end a job


class Work:
    """Writes the employments of one community's people."""

    def __init__(self, plan: Plan, community: Community, recorder: Recorder, told: Told) -> None:
        self._plan = plan
        self._recorder = recorder
        self._told = told
        self._chance = Chance(plan.key, "work", community.index)
        self._communities = (community, community, plan.near(community), plan.far(community))
        self._contracts = tuple(kind.value for kind in ContractKind)

    def write(self, person: Person) -> None:
        if not self._chance.happens(_WORKING_SHARE):
            return
        first, last = person.birth + years(_FROM_AGE) + 1, person.birth + years(_TO_AGE)
        for start, end in _presences(person):
            begin = max(start, first)
            stop = last if end is None else min(end, last)
            if begin < min(stop, self._plan.last_day):
                self._write_jobs(person, begin, stop)

    def _write_jobs(self, person: Person, begin: int, stop: int) -> None:
        """Jobs one after another until `stop`, an ordinal that may lie in the future."""
        day = begin + self._chance.below(60)
        today = self._plan.last_day
        while day < min(stop, today):
            end = day + _JOB_DAYS_MIN + self._chance.days(_JOB_DAYS)
            over = min(stop, end)
            self._write_job(person, day, over if over <= today else None)
            if self._chance.happens(0.05) and day + 30 < min(over, today):
                second_end = self._chance.between(day + 30, min(over, today))
                self._write_job(person, day + 10, second_end if second_end < today else None)
            day = over + (0 if self._chance.happens(0.5) else self._chance.days(90))

    def _write_job(self, person: Person, start: int, end: int | None) -> None:
        contract = self._contracts[self._contract(person, start)]
        workplace = pick_workplace(self._plan, self._community(), self._chance)
        tail = (contract, person.id, workplace)
        state = correction = None
        if end is not None and end - start < _JOB_DAYS_MIN and self._chance.happens(0.2):
            state = FactState.WITHDRAWN
        elif self._chance.happens(0.015):
            was = (self._chance.pick(self._contracts), person.id, workplace)
            correction = self._told.correction(was, start, self._plan.last_day)
        room = person.home_on(start)
        source = Source.EMPLOYER if self._chance.happens(0.7) else Source.RESIDENT
        origin = Origin(source, office_code("labour", room.unit_code if room else self._communities[0].code))
        fact = self._recorder.record("employment", tail, Span(start, end, state=state, correction=correction), origin)
        if correction is not None:
            self._told.cases.append(Registered(person, correction.day - 2, correction.case, fact))

    def _contract(self, person: Person, day: int) -> int:
        if person.age(day) < 20 and self._chance.happens(0.5):  # noqa: PLR2004 apprentices are young
            return 3
        return (0, 0, 0, 1, 1, 2)[self._chance.below(6)]

    def _community(self) -> Community:
        if self._chance.happens(0.12):
            return self._chance.pick(self._plan.communities)
        return self._chance.pick(self._communities)


def _presences(person: Person) -> Iterator[tuple[int, int | None]]:
    """From when to when someone lived in the city: main residences with short gaps between them taken together."""
    begin: int | None = None
    end: int | None = None
    for stay in person.stays:
        if not stay.is_main:
            continue
        if begin is None:
            begin = stay.start
        elif end is not None and stay.start - end > _GAP_DAYS_MAX:
            yield begin, end
            begin = stay.start
        end = stay.end
    if begin is not None:
        yield begin, end
