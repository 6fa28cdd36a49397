"""What the register holds of a community's people: their rows but for work and cases."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hub.demo.city.chance import Chance
from hub.demo.city.days import day_text, years
from hub.demo.city.facts import Correction, Origin, Recorder, Span
from hub.demo.city.names import Name
from hub.demo.city.numbers import DIVISIONS, PERMIT_REGIONS, SYNTHETIC_COUNTRY, identity_number, passport_number
from hub.demo.city.offices import office_code, street_unit_id
from hub.demo.city.people import ADULT_YEARS, Group, Person, Stay, Tenure
from hub.demo.city.places import Room
from hub.demo.city.plan import Community, Plan
from hub.demo.city.sink import Row, Sink
from model.states import DocumentKind, FactState, RepresentationBasis, ResidenceRole, Source

_SIGN_IN_SHARE = 0.35
_RELATIONS = ("friend", "sister", "brother", "colleague", "aunt", "neighbour", "former classmate")
_CARD_AGES = ((16, 5), (26, 10), (46, 20), (200, 40))  # up to which age a card is valid for how many years
_PASSPORT_YEARS = 10
_OLD_AGE = 78
_ROOMLESS_SHARE = 0.02  # of those who live alone: the register has the street where they are, and no room
_CORRECTED_AFTER_DAYS = 40
_CASE_DAYS = years(3)  # cases older than this have been deleted


@dataclass(frozen=True, slots=True)
class Registered:
    """A case under which something was recorded: whose, opened on which day, its number; `fact` when it corrected one."""

    person: Person
    day: int
    number: str
    fact: str = ""


@dataclass
class Told:
    """What the making of cases and of the demo needs to know of what was written."""

    community: int
    residence_facts: dict[int, list[str]] = field(default_factory=dict)
    documents: dict[int, tuple[str, str, str]] = field(default_factory=dict)  # kind, number, expiry
    contacts: dict[int, int] = field(default_factory=dict)
    cases: list[Registered] = field(default_factory=list)

    def new_number(self, day: int) -> str:
        """The number of a case that the register's work opened on `day`; those of `cases` have another letter."""
        return f"R{day_text(day)[:4]}-{self.community:03d}-{len(self.cases) + 1:05d}"

    def correction(self, was: Row, start: int, last: int) -> Correction:
        """What a fact that holds from `start` said before it was corrected, under a case still to be noted."""
        day = min(start + _CORRECTED_AFTER_DAYS, last - 5)
        return Correction(was, day, self.new_number(day - 2))


class Register:
    """Writes the rows of one community's people."""

    def __init__(self, plan: Plan, community: Community, sink: Sink, recorder: Recorder) -> None:
        self._plan = plan
        self._community = community
        self._sink = sink
        self._recorder = recorder
        self._chance = Chance(plan.key, "register", community.index)
        self._divisions = DIVISIONS[community.index % len(DIVISIONS) :: len(plan.communities)] or DIVISIONS[:1]
        self._taken: dict[int, int] = {}  # birthdays: how many cards were numbered
        self._permits: dict[int, int] = {}  # birthdays: how many residence permits were numbered
        self._roomless: frozenset[Person] = frozenset()
        self.told = Told(community.index)

    def write(self, persons: Sequence[Person], groups: Sequence[Group]) -> None:
        self._roomless = self._without_a_room(persons, groups)
        for person in persons:
            self._give_number_days(person)
        demo = {group.head for group in groups if group.is_demo}
        for person in persons:
            protected = "true" if person.is_protected else "false"
            self._sink.add("person", person.id, protected)
            self._write_details(person, is_plain=person in demo)
            self._write_document(person, is_plain=person in demo)
            self._write_sign_in(person, is_sure=person in demo)
            self._write_residences(person, is_plain=person in demo)
        for group in groups:
            self._write_tenancies(group)
            self._write_households(group)
            self._write_parents(group)
        self._write_other_representations(persons)
        self._write_contacts(persons, demo)

    # ── who they are ─────────────────────────────────────────────────────────────────────────────────────────────────
    def _give_number_days(self, person: Person) -> None:
        """Two cards of one division may not share a birthday, for the sequence is always 000: some are a day older."""
        if person.is_foreign:
            return
        while self._taken.get(person.birth, 0) >= len(self._divisions):
            person.birth -= 1
        self._taken[person.birth] = self._taken.get(person.birth, 0) + 1

    def _first_day(self, person: Person) -> int:
        return person.stays[0].start if person.stays else max(person.birth, self._plan.first_day + 10)

    def _office(self, person: Person, day: int) -> str:
        room = person.home_on(day)
        return office_code("registration", room.unit_code if room else self._community.code)

    def _write_details(self, person: Person, *, is_plain: bool) -> None:
        start = self._first_day(person)
        name = person.name
        latin = name.latin if person.is_foreign or self._chance.happens(0.5) else ""
        origin = Origin(Source.RESIDENT, self._office(person, start))
        if not is_plain and start < self._plan.last_day - 200 and self._chance.happens(0.01):
            changed = self._chance.between(start + 30, self._plan.last_day - 30)
            self._recorder.record(
                "person_details", _details(person, _other_given(name), ""), Span(start, changed), origin
            )
            start = changed
        correction = None
        if not is_plain and self._chance.happens(0.02):
            was = _details(person, _misspelt(name, is_foreign=person.is_foreign), latin)
            correction = self.told.correction(was, start, self._plan.last_day)
        span = Span(start, state=FactState.CONFIRMED, correction=correction)
        fact = self._recorder.record("person_details", _details(person, name.given, latin), span, origin)
        self._note(person, span, fact)

    def _note(self, person: Person, span: Span, fact: str) -> None:
        """Remember the case of a correction, so that its row is written."""
        if span.correction is not None:
            self.told.cases.append(Registered(person, span.correction.day - 2, span.correction.case, fact))

    def _write_document(self, person: Person, *, is_plain: bool) -> None:
        """The document shown first, and those that replaced it; the number of a card stays."""
        first = self._first_day(person)
        if person.age(self._plan.last_day) < ADULT_YEARS and not person.is_foreign and self._chance.happens(0.4):
            return
        kind = self._document_kind(person)
        country = SYNTHETIC_COUNTRY if person.is_foreign else "CHN"
        number = "" if person.is_foreign else self._identity_number(person, kind)
        start, copies = first, 0
        expiry = first + self._chance.between(30, years(self._valid_years(person, first)))
        while True:
            if person.is_foreign:
                number = passport_number(person.index * 5 + copies)
            text = day_text(expiry)
            end = self._loss(start, expiry) if not is_plain else expiry
            span = Span(start, end, planned=expiry, state=None if end < expiry else FactState.CONFIRMED)
            origin = Origin(Source.RESIDENT, self._office(person, start))
            self._recorder.record("identity_document", (kind.value, number, country, text, person.id), span, origin)
            self.told.documents[person.index] = (kind.value, number, text)
            if end > self._plan.last_day:
                return
            start, copies = end, copies + 1
            expiry = start + years(self._valid_years(person, start))

    def _loss(self, start: int, expiry: int) -> int:
        """The day on which a document stopped being of use: its expiry, or earlier when it was lost."""
        latest = min(expiry, self._plan.last_day - 30)
        if latest < start + 60 or not self._chance.happens(0.03):
            return expiry
        return self._chance.between(start + 30, latest - 1)

    def _valid_years(self, person: Person, day: int) -> int:
        if person.is_foreign:
            return _PASSPORT_YEARS
        age = person.age(day)
        return next(valid for limit, valid in _CARD_AGES if age < limit)

    def _document_kind(self, person: Person) -> DocumentKind:
        """A permit where the birthday is one of this community's own: no two communities number those of one day."""
        if person.is_foreign:
            return DocumentKind.PASSPORT
        is_own_day = person.birth % len(self._plan.communities) == self._community.index
        if is_own_day and self._permits.get(person.birth, 0) < len(PERMIT_REGIONS):
            return DocumentKind.RESIDENCE_PERMIT_OF_HONG_KONG_MACAU_TAIWAN
        return DocumentKind.RESIDENT_IDENTITY_CARD

    def _identity_number(self, person: Person, kind: DocumentKind) -> str:
        self._taken[person.birth] -= 1
        division = self._divisions[self._taken[person.birth]]
        if kind is not DocumentKind.RESIDENT_IDENTITY_CARD:
            count = self._permits.get(person.birth, 0)
            division, self._permits[person.birth] = PERMIT_REGIONS[count], count + 1
        return identity_number(division, day_text(person.birth).replace("-", ""))

    def _write_sign_in(self, person: Person, *, is_sure: bool) -> None:
        is_adult = person.is_adult(self._plan.last_day)
        if is_sure or (is_adult and person.stays and self._chance.happens(_SIGN_IN_SHARE)):
            self._sink.add("sign_in", self._chance.private_id(), self._plan.issuer, sign_in_subject(person), person.id)

    # ── where they live ──────────────────────────────────────────────────────────────────────────────────────────────
    def _without_a_room(self, persons: Sequence[Person], groups: Sequence[Group]) -> frozenset[Person]:
        """Some who always lived alone: wherever they were, the register has the street."""
        chance = Chance(self._plan.key, "roomless", self._community.index)
        bound = {
            member for group in groups for _, members in group.households if len(members) > 1 for member in members
        }
        bound |= {group.head for group in groups if group.seat is not None or group.is_demo}
        return frozenset(
            person
            for person in persons
            if person not in bound and not person.is_protected and person.stays and chance.happens(_ROOMLESS_SHARE)
        )

    def _where(self, person: Person, room: Room) -> tuple[str, str]:
        """The room, and the unit where there is none."""
        return ("", street_unit_id(self._plan, room.unit_code)) if person in self._roomless else (room.id, "")

    def _write_residences(self, person: Person, *, is_plain: bool) -> None:
        for stay in person.stays:
            self._write_residence(person, stay, is_plain=is_plain)
        if person.stays and not is_plain and self._chance.happens(0.01):
            self._write_withdrawn(person)

    def _write_residence(self, person: Person, stay: Stay, *, is_plain: bool) -> None:
        role = ResidenceRole.MAIN if stay.is_main else ResidenceRole.SECONDARY
        source = Source.LANDLORD if stay.room.owner and self._chance.happens(0.1) else Source.RESIDENT
        office = office_code("registration", stay.room.unit_code)
        last = self._plan.last_day
        correction, told, case = None, None, ""
        if not is_plain and self._chance.happens(0.02):
            other = ResidenceRole.SECONDARY if stay.is_main else ResidenceRole.MAIN
            correction = self.told.correction(
                (other.value, person.id, *self._where(person, stay.room)), stay.start, last
            )
        elif stay.start > last - _CASE_DAYS and stay.start < last - 30 and self._chance.happens(0.1):
            told = stay.start + self._chance.below(20)
            case = self.told.new_number(told)
            self.told.cases.append(Registered(person, told, case))
        state = FactState.CONFIRMED if is_plain else None
        span = Span(stay.start, stay.end, state=state, told=told, correction=correction)
        tail = (role.value, person.id, *self._where(person, stay.room))
        fact = self._recorder.record("residence", tail, span, Origin(source, office, case))
        self.told.residence_facts.setdefault(person.index, []).append(fact)
        self._note(person, span, fact)

    def _write_withdrawn(self, person: Person) -> None:
        """Someone declared a residence and took it back within days."""
        room, start = person.stays[0].room, person.stays[0].start + 3
        if start >= self._plan.last_day - 40:
            return
        span = Span(start, start + 5, state=FactState.WITHDRAWN)
        origin = Origin(Source.RESIDENT, office_code("registration", room.unit_code))
        tail = (ResidenceRole.SECONDARY.value, person.id, *self._where(person, room))
        self._recorder.record("residence", tail, span, origin)

    def _write_tenancies(self, group: Group) -> None:
        for tenure in group.tenures:
            if tenure.room.owner is not None:
                self._write_terms(group.head, tenure)

    def _write_terms(self, tenant: Person, tenure: Tenure) -> None:
        """One contract after another, each with the landlord of its first day; the last may end before its term."""
        owner = tenure.room.owner
        start = tenure.start
        stop = self._plan.last_day if tenure.end is None else tenure.end
        while owner is not None and start < stop:
            term = start + years(self._chance.between(1, 3))
            end = term if term <= stop or tenure.end is None else tenure.end
            if owner.heir is not None and start < owner.since < end:
                end = owner.since
            room, unit = self._where(tenant, tenure.room)
            tail = (room, owner.on(start).id if room else "", tenant.id, unit)
            source = Source.LANDLORD if self._chance.happens(0.6) else Source.RESIDENT
            span = Span(start, end, planned=term if end <= self._plan.last_day else end)
            self._recorder.record("tenancy", tail, span, Origin(source, office_code("housing", tenure.room.unit_code)))
            start = end

    # ── whom they belong to ──────────────────────────────────────────────────────────────────────────────────────────
    def _write_households(self, group: Group) -> None:
        days = [day for day, _ in group.households[1:]]
        for (start, members), end in zip(group.households, [*days, None], strict=True):
            if members:
                tail = (";".join(person.id for person in members),)
                origin = Origin(Source.RESIDENT, self._office(members[0], start))
                self._recorder.record("household", tail, Span(start, end), origin)

    def _write_parents(self, group: Group) -> None:
        """A parent acts for a child until the child is of age."""
        everyone = {person.index: person for _, members in group.households for person in members}
        for child in everyone.values():
            start = self._first_day(child)
            if child is group.head or child.is_adult(start):
                continue
            for parent in everyone.values():
                if parent.is_adult(start) and child.birth - parent.birth > years(16):
                    self._represent(parent, child, RepresentationBasis.PARENT, child.birth + years(ADULT_YEARS) + 1)

    def _represent(self, by: Person, of: Person, basis: RepresentationBasis, end: int | None) -> None:
        start = max(self._first_day(by), self._first_day(of))
        if (end is not None and end <= start) or start > self._plan.last_day:
            return
        span = Span(start, end, planned=end, state=FactState.CONFIRMED)
        origin = Origin(Source.OFFICE, self._office(of, start))
        self._recorder.record("representation", (basis.value, by.id, of.id), span, origin)

    def _write_other_representations(self, persons: Sequence[Person]) -> None:
        """Guardians, powers of attorney and orders of a court: for the very old, and one of each kind in turn."""
        today = self._plan.last_day
        adults = [person for person in persons if person.is_here and ADULT_YEARS < person.age(today) < _OLD_AGE]
        if len(adults) < len(RepresentationBasis):
            return
        bases = (RepresentationBasis.GUARDIAN, RepresentationBasis.POWER_OF_ATTORNEY, RepresentationBasis.COURT_ORDER)
        self._represent(adults[-1], adults[-2], bases[self._community.index % len(bases)], None)
        for person in persons:
            if person.is_here and person.age(today) >= _OLD_AGE and self._chance.happens(0.3):
                basis = bases[self._chance.skewed(len(bases))]
                self._represent(self._chance.pick(adults), person, basis, today + self._chance.between(-200, 900))

    def _write_contacts(self, persons: Sequence[Person], demo: set[Person]) -> None:
        """Whom they declared; the one who is meant confirmed some."""
        for person in persons:
            if not person.stays or not person.is_adult(self._first_day(person)):
                continue
            count = 3 if person in demo else (0, 0, 0, 1, 2)[self._chance.below(5)]
            for number in range(count):
                self._write_contact(person, self._chance.pick(persons), is_sure=person in demo, number=number)
            self.told.contacts[person.index] = count

    def _write_contact(self, person: Person, other: Person, *, is_sure: bool, number: int) -> None:
        is_confirmed = other is not person and bool(other.stays) and self._chance.happens(0.4)
        start = self._first_day(person) + self._chance.below(200)
        if is_confirmed:
            start = max(start, self._first_day(other))
        start = min(start, self._plan.last_day - 1)
        end = None
        if not is_sure and self._chance.happens(0.15) and start + 100 < self._plan.last_day:
            end = self._chance.between(start + 30, self._plan.last_day - 1)
        means = f"contact-{person.index:05d}-{number}@mail.test" if self._chance.happens(0.7) else ""
        name = other.name if other is not person else person.name
        tail = (name.full, self._chance.pick(_RELATIONS), means, person.id, other.id if is_confirmed else "")
        state = FactState.CONFIRMED if is_confirmed else FactState.DECLARED
        origin = Origin(Source.RESIDENT, self._office(person, start))
        self._recorder.record("declared_contact", tail, Span(start, end, state=state), origin)


def _details(person: Person, given: str, latin: str) -> Row:
    """The values of a person's details with this given name."""
    family = person.name.family
    full = f"{given} {family}" if person.is_foreign else family + given
    return family, given, full, latin, day_text(person.birth), person.id


def _misspelt(name: Name, *, is_foreign: bool) -> str:
    return name.given[::-1] if len(name.given) > 1 and not is_foreign else name.given + "a"


def _other_given(name: Name) -> str:
    """The given name of someone who later took another one."""
    return name.given + name.given[-1]


def sign_in_subject(person: Person) -> str:
    """The `sub` of a resident's token."""
    return f"resident-{person.index:05d}"
