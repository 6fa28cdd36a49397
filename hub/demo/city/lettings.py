"""Who owns, lets and manages: the rows of a community's places, landlords, agents, ownerships, licences, mandates."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from stdnum.iso7064 import mod_37_36

from hub.demo.city import names
from hub.demo.city.chance import Chance
from hub.demo.city.days import years
from hub.demo.city.facts import Correction, Origin, Recorder, Span
from hub.demo.city.numbers import credit_code
from hub.demo.city.offices import community_unit_id, office_code
from hub.demo.city.owners import (
    Landlord,
    Owner,
    host,
    landlord_company,
    landlord_people,
    landlord_person,
    local_company,
)
from hub.demo.city.places import Address, Building, Neighbourhood, Room
from hub.demo.city.plan import Community, Plan
from hub.demo.city.sink import Row, Sink
from model.states import FactState, LicenceCondition, MandatePower, Source
from model.text import ALPHABET

_LICENCE_ROOMS_MAX = 60
_LICENCE_YEARS = 4
_LOCAL_COMPANY_CODES = 10_000  # credit codes below belong to companies of the whole city
CHAIN_CODES = 5_000
_NUMBER_SIGNS = 7  # of a licence, before its check character: 35 bits in a community


def write_places(plan: Plan, sink: Sink, ground: Neighbourhood) -> None:
    """Addresses, buildings and rooms."""
    unit = community_unit_id(plan, ground.community)
    code = ground.community.code
    for address in ground.addresses:
        _write_address(sink, address, unit)
    for building in ground.buildings:
        sink.add("building", building.id, code, building.kind, str(building.storeys), building.address.id)
        for room in building.rooms:
            places = room.declared_places
            sink.add(
                "room",
                room.id,
                code,
                room.designator,
                room.kind,
                str(room.floor),
                str(room.area),
                str(room.permitted),
                "" if places is None else str(places),
                building.id,
            )


def _write_address(sink: Sink, address: Address, unit: str) -> None:
    sink.add(
        "address",
        address.id,
        address.community.code,
        address.road,
        address.designator,
        address.post_code,
        address.full,
        address.latin,
        f"{address.longitude:.6f} {address.latitude:.6f}",
        unit,
    )


def organisation_row(identifier: str, chance: Chance, *, trade: str, index: int, at: str) -> Row:
    """A legal person; `index` decides its code and is part of its name."""
    chinese, latin = names.firm_name(chance, trade, index)
    return identifier, credit_code(index), chinese, latin, at


class Lettings:
    """Writes who owns, lets and manages in one community."""

    def __init__(self, plan: Plan, sink: Sink, ground: Neighbourhood, recorder: Recorder) -> None:
        self._plan = plan
        self._sink = sink
        self._ground = ground
        self._community = ground.community
        self._recorder = recorder
        self._chance = Chance(plan.key, "lettings", self._community.index)
        self._office = office_code("housing", self._community.code)
        self._numbers = Chance(plan.key, "licence-numbers", self._community.index)

    def write(self) -> None:
        self._write_landlords()
        self._write_agents()
        for building in self._ground.buildings:
            self._write_ownerships(building)
        for landlord, rooms in self._let_by_landlord():
            self._write_licences(landlord, rooms)
            self._perhaps_mandate(landlord, rooms)

    # ── landlords and agents ─────────────────────────────────────────────────────────────────────────────────────────
    def _seat(self, index: int) -> str:
        buildings = self._ground.commercial
        return buildings[index % len(buildings)].address.id

    def _write_company(self, landlord: Landlord, kind: str, trade: str, index: int) -> None:
        organisation = self._plan.thing_id(self._community, f"{kind}-organisation", index)
        self._sink.add(
            "organisation",
            *organisation_row(organisation, self._chance, trade=trade, index=index, at=self._seat(index)),
        )
        self._sink.add("landlord", landlord.id, organisation)

    def _write_landlords(self) -> None:
        for index in hosted_indices(self._plan, self._plan.scale.landlord_companies, self._community):
            self._write_company(landlord_company(self._plan, index), "landlord-company", "物业管理", index)
        local = local_company(self._plan, self._community)
        self._write_company(local, "local-landlord-company", "公寓管理", _LOCAL_COMPANY_CODES + self._community.index)
        for index in range(landlord_people(self._community)):
            landlord = landlord_person(self._plan, self._community, index)
            self._sink.add("landlord", landlord.id, self._plan.person_id(self._community.first_person + index))

    def _write_agents(self) -> None:
        for index in hosted_indices(self._plan, self._plan.scale.agents, self._community):
            agent = agent_id(self._plan, index)
            if index % 5 == 4:  # noqa: PLR2004 one agent in five is a person, the last of those who let here
                person = self._community.first_person + landlord_people(self._community) - 1
                self._sink.add("managing_agent", agent, self._plan.person_id(person))
                continue
            organisation = self._plan.thing_id(self._community, "agent-organisation", index)
            number = CHAIN_CODES + 2_000 + index
            self._sink.add(
                "organisation",
                *organisation_row(organisation, self._chance, trade="房产经纪", index=number, at=self._seat(index)),
            )
            self._sink.add("managing_agent", agent, organisation)

    # ── ownership ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _write_ownerships(self, building: Building) -> None:
        if building.owner is not None:
            self._write_ownership(building.id, building.owner)
            return
        for room in building.rooms:
            if room.owner is not None:
                self._write_ownership(room.id, room.owner)

    def _write_ownership(self, place: str, owner: Owner) -> None:
        """From the register's first days on, so before anything is let."""
        start = self._plan.first_day + self._chance.below(7)
        end = owner.since if owner.heir is not None else None
        self._record("ownership", (place, owner.landlord.id), Span(start, end), Source.OFFICE)
        if owner.heir is not None:
            self._record("ownership", (place, owner.heir.id), Span(owner.since), Source.OFFICE)

    def _record(self, file_name: str, tail: Row, span: Span, source: Source) -> str:
        return self._recorder.record(file_name, tail, span, Origin(source, self._office))

    # ── licences and mandates ────────────────────────────────────────────────────────────────────────────────────────
    def _let_by_landlord(self) -> Iterator[tuple[Landlord, list[Room]]]:
        """What each landlord lets today, building by building."""
        for building in self._ground.buildings:
            let: dict[Landlord, list[Room]] = {}
            for room in building.rooms:
                if room.owner is not None:
                    let.setdefault(room.owner.on(self._plan.last_day), []).append(room)
            yield from let.items()

    def _write_licences(self, landlord: Landlord, rooms: Sequence[Room]) -> None:
        is_flagship = rooms[0].building is self._ground.buildings[0] and self._community.is_first_of_district
        if not is_flagship and self._chance.happens(0.12):
            return  # lets without a licence
        rest = iter(rooms)
        while part := list(islice(rest, _LICENCE_ROOMS_MAX)):
            self._write_licence(
                landlord, part, _since(part, landlord), is_lapsed=not is_flagship and self._chance.happens(0.12)
            )

    def _write_licence(self, landlord: Landlord, rooms: Sequence[Room], since: int, *, is_lapsed: bool) -> None:
        """One licence after another without a gap to today, or up to some day in the past."""
        covers = ";".join(room.id for room in rooms)
        last = self._plan.last_day - (self._chance.between(30, 700) if is_lapsed else 0)
        start = max(since, self._plan.first_day + 7) + self._chance.below(20)
        if last <= start:
            return
        while start < last:
            end = start + years(_LICENCE_YEARS)
            if is_lapsed and end > last:
                end = last
            number, conditions = self._next_number(), self._conditions()
            correction = None
            if self._chance.happens(0.05):
                was = (number, LicenceCondition.SMOKE_ALARM.value, landlord.id, covers)
                correction = Correction(was, start + 60, "")
            state = FactState.ENDED if end <= self._plan.last_day else None
            span = Span(start, end, planned=end, state=state, correction=correction)
            self._record("landlord_licence", (number, conditions, landlord.id, covers), span, Source.LANDLORD)
            start = end

    def _next_number(self) -> str:
        """Drawn, so that no number leads to the next one, and with a check character (ISO 7064, mod 37, 36)."""
        while True:
            drawn = "".join(self._numbers.pick(ALPHABET) for _ in range(_NUMBER_SIGNS))
            check = mod_37_36.calc_check_digit(drawn)
            if check in ALPHABET:
                return f"L-{self._community.code}-{drawn}{check}"

    def _conditions(self) -> str:
        return ";".join(condition for condition in LicenceCondition if self._chance.happens(0.4))

    def _perhaps_mandate(self, landlord: Landlord, rooms: Sequence[Room]) -> None:
        if not self._chance.happens(0.3):
            return
        building = rooms[0].building
        places = building.id if building.owner is not None else ";".join(room.id for room in rooms)
        agent = agent_id(self._plan, self._chance.skewed(self._plan.scale.agents))
        powers = [power for power in MandatePower if self._chance.happens(0.6)] or [MandatePower.LET]
        since = max(_since(rooms, landlord), self._plan.first_day) + 10
        start = max(since, min(self._chance.between(since, since + years(5)), self._plan.last_day - 90))
        end = start + self._chance.between(60, years(3)) if self._chance.happens(0.3) else None
        if end is not None and end > self._plan.last_day:
            end = None
        tail = (";".join(powers), landlord.id, agent, places)
        self._record("mandate", tail, Span(start, end), Source.LANDLORD)


def _since(rooms: Iterable[Room], landlord: Landlord) -> int:
    """The day from which `landlord` owned all of `rooms`; 0 from the beginning."""
    return max((room.owner.since for room in rooms if room.owner and room.owner.heir == landlord), default=0)


def agent_id(plan: Plan, index: int) -> str:
    return plan.thing_id(host(plan, index), "agent", index)


def hosted_indices(plan: Plan, count: int, community: Community) -> list[int]:
    """Which of the city's `count` companies of one sort sit in `community`."""
    return [index for index in range(count) if host(plan, index) == community]
