"""The offices' work on a community's people and places: cases of every kind and state, and what hangs on them."""

from collections.abc import Sequence
from dataclasses import dataclass

from hub.demo.city.chance import Chance
from hub.demo.city.days import day_text, instant_text, years
from hub.demo.city.facts import Origin, Recorder, Span
from hub.demo.city.firms import workplaces
from hub.demo.city.offices import case_officers, office_code, office_id
from hub.demo.city.people import Person
from hub.demo.city.places import Building, Neighbourhood, Room
from hub.demo.city.plan import Community, Plan
from hub.demo.city.register import Registered, Told
from hub.demo.city.sink import Row, Sink
from model.states import (
    CaseKind,
    CaseProof,
    CaseState,
    ComplaintKind,
    ComplaintState,
    DecisionState,
    FactState,
    FindingKind,
    FindingState,
    InspectionState,
    OrderState,
    Source,
)

_HEADS_A_CASE = 6
_CASES_MIN = 22
_HEADS_A_LICENSING = 200
_YEARS_BACK = 3
_TERM_DAYS = 180
_FRESH_DAYS = 150  # a younger case may still be open

_PROOFS = (
    CaseProof.ONE_TIME_CODE,
    CaseProof.PASSKEY,
    CaseProof.RECEIPT_CARD,
    CaseProof.ONLINE,
    CaseProof.OFFICER_ATTESTED,
)
_WITH_ASSENT = frozenset(_PROOFS[:4])
_HOUSING_FINDINGS = (
    FindingKind.OVERCROWDING,
    FindingKind.BLOCKED_EXIT,
    FindingKind.MISSING_SMOKE_ALARM,
    FindingKind.UNSAFE_WIRING,
    FindingKind.DAMP,
    FindingKind.UNLICENSED_LETTING,
)
_LABOUR_FINDINGS = (FindingKind.NO_WRITTEN_CONTRACTS, FindingKind.UNSAFE_EQUIPMENT, FindingKind.WAGES_UNPAID)
_HOUSING_COMPLAINTS = (ComplaintKind.REPAIRS, ComplaintKind.DEPOSIT, ComplaintKind.SAFETY)
_LABOUR_COMPLAINTS = (ComplaintKind.WAGES, ComplaintKind.CONTRACT, ComplaintKind.WORKING_HOURS)
_SERVICES = {
    CaseKind.SCHOOL_ENROLMENT: ("school place", "lived in the city for six months"),
    CaseKind.HEALTH_SERVICE: ("basic health card", "registered main residence"),
    CaseKind.SOCIAL_SECURITY: ("transfer of pension rights", "insured employment in the city"),
    CaseKind.CIVIL_AFFAIRS: ("grant towards rent", "registered main residence for a year"),
    CaseKind.LEGAL_AID: ("free first advice", "registered residence"),
}
_PERSON_CASES = {
    CaseKind.REGISTRATION: ("registration", "resident-registration"),
    CaseKind.RESIDENCE_PERMIT: ("residence-permit", "continuous-residence-check"),
    CaseKind.HOUSING_SERVICE: ("housing", "housing-service"),
    CaseKind.LABOUR_COMPLAINT: ("labour", "wage-complaint"),
    CaseKind.SCHOOL_ENROLMENT: ("education", "school-enrolment"),
    CaseKind.HEALTH_SERVICE: ("health", "health-service"),
    CaseKind.SOCIAL_SECURITY: ("social-security", "social-security-benefit"),
    CaseKind.CIVIL_AFFAIRS: ("civil-affairs", "civil-affairs-service"),
    CaseKind.LEGAL_AID: ("legal-aid", "legal-aid"),
}
_ROUND = (
    CaseKind.HOUSING_INSPECTION,
    CaseKind.REGISTRATION,
    CaseKind.LABOUR_INSPECTION,
    CaseKind.RESIDENCE_PERMIT,
    CaseKind.HOUSING_SERVICE,
    CaseKind.LABOUR_COMPLAINT,
    CaseKind.HOUSING_INSPECTION,
    CaseKind.SCHOOL_ENROLMENT,
    CaseKind.HEALTH_SERVICE,
    CaseKind.LABOUR_INSPECTION,
    CaseKind.SOCIAL_SECURITY,
    CaseKind.CIVIL_AFFAIRS,
    CaseKind.LEGAL_AID,
    CaseKind.REGISTRATION,
)


@dataclass(frozen=True, slots=True)
class _Case:
    """A case that was written; `opened` and `closed` are ordinals."""

    id: str
    number: str
    office: str
    opened: int
    closed: int | None
    state: CaseState
    proof: CaseProof


@dataclass(frozen=True, slots=True)
class _Request:
    """What a case is to be: about `subject`, opened on `day`, or on any day after `since`."""

    kind: CaseKind
    purpose: str
    office: str
    subject: str
    proof: CaseProof
    since: int = 0
    day: int | None = None
    number: str = ""
    is_open: bool = False


class Cases:
    """Writes the cases of one community and everything that stands in them."""

    def __init__(self, plan: Plan, sink: Sink, ground: Neighbourhood, recorder: Recorder, told: Told) -> None:
        self._plan = plan
        self._sink = sink
        self._ground = ground
        self._community: Community = ground.community
        self._recorder = recorder
        self._told = told
        self._chance = Chance(plan.key, "cases", self._community.index)
        self._number = 0
        self._turns: dict[str, int] = {}
        everywhere = workplaces(plan, ground)
        self._workplaces = [place for place in everywhere if place.person is None]
        self._shops = [place for place in everywhere if place.person is not None and not place.is_home]

    def write(self, persons: Sequence[Person]) -> None:
        if self._community.is_first_of_district:
            self._write_flagship()
        living = [person for person in persons if person.is_here and person.is_adult(self._plan.last_day - years(1))]
        for number in range(max(_CASES_MIN, self._community.population // _HEADS_A_CASE)):
            kind = _ROUND[number % len(_ROUND)]
            match kind:
                case CaseKind.HOUSING_INSPECTION:
                    self._write_housing_inspection(living)
                case CaseKind.LABOUR_INSPECTION:
                    self._write_labour_inspection(living)
                case _ if living:
                    self._write_for_person(kind, self._chance.pick(living))
        for _ in range(1 + self._community.population // _HEADS_A_LICENSING):
            self._write_licensing()
        for registered in self._told.cases:
            self._write_registered(registered)
        if self._community.is_first_of_district and self._shops:
            self._write_shop_inspection()

    def _turn(self, name: str, choices: Sequence[str]) -> str:
        """The next of `choices` in turn, each community starting elsewhere: so that even a small city has them all."""
        turn = self._turns.get(name, self._community.index * 2 + self._community.index // len(choices))
        self._turns[name] = turn + 1
        return choices[turn % len(choices)]

    # ── a case ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def _open(self, request: _Request) -> _Case:
        """Write a case and its row."""
        today = self._plan.last_day
        self._number += 1
        opened = request.day if request.day is not None else self._opened(request.since)
        state = CaseState.OPEN if request.is_open else self._state(opened)
        is_lasting = request.is_open or (state is not CaseState.CLOSED and self._chance.happens(0.8))
        ends = today + years(1) if is_lasting else opened + _TERM_DAYS
        closed = None
        if state is CaseState.CLOSED:
            closed = self._chance.between(opened + 1, min(opened + _TERM_DAYS, today))
        number = request.number or f"C{day_text(opened)[:4]}-{self._community.index:03d}-{self._number:05d}"
        case = _Case(self._chance.private_id(), number, request.office, opened, closed, state, request.proof)
        self._write_case(case, request, ends)
        return case

    def _write_case(self, case: _Case, request: _Request, ends: int) -> None:
        first, deputy = case_officers(self._plan, request.office, self._number)
        instants = (instant_text(case.opened, self._chance), instant_text(ends, self._chance))
        self._sink.add(
            "case",
            case.id,
            case.number,
            request.kind.value,
            request.purpose,
            case.state.value,
            case.proof.value,
            *instants,
            "" if case.closed is None else instant_text(case.closed, self._chance),
            request.subject,
            office_id(self._plan, request.office),
            first.id,
            deputy.id if self._chance.happens(0.7) else "",
        )

    def _opened(self, since: int) -> int:
        """A day of the last years on which a case was opened, the recent ones more likely, after `since`."""
        today = self._plan.last_day
        first = max(since, self._plan.first_day + 60)
        return max(min(first, today - 2), today - 2 - self._chance.skewed(years(_YEARS_BACK)))

    def _state(self, opened: int) -> CaseState:
        if opened > self._plan.last_day - _FRESH_DAYS:
            return (CaseState.OPEN, CaseState.OPEN, CaseState.CLOSED, CaseState.SUSPENDED, CaseState.OPEN)[
                self._chance.below(5)
            ]
        if self._chance.happens(0.9):
            return CaseState.CLOSED
        return CaseState.OPEN if self._chance.happens(0.6) else CaseState.SUSPENDED

    def _settled(self, case: _Case) -> int:
        """A day on which something in the case was done: not before it was opened, not after today."""
        return self._chance.between(
            case.opened + 1, max(case.opened + 1, min(case.closed or case.opened + 60, self._plan.last_day))
        )

    # ── cases of persons ─────────────────────────────────────────────────────────────────────────────────────────────
    def _write_for_person(self, kind: CaseKind, person: Person) -> None:
        client, purpose = _PERSON_CASES[kind]
        home = person.home_on(self._plan.last_day)
        unit = home.unit_code if home else self._community.code
        case = self._open_for(person, kind, purpose, office_code(client, unit))
        self._perhaps_grant(case, person)
        if kind is CaseKind.RESIDENCE_PERMIT:
            self._write_permit(case, person)
        elif kind is CaseKind.LABOUR_COMPLAINT and self._workplaces:
            place = self._chance.pick(self._workplaces).id
            self._write_complaint(case, _LABOUR_COMPLAINTS, place, person)
        elif kind in _SERVICES:
            self._write_entitlement(case, kind, person)
        elif kind is CaseKind.REGISTRATION:
            self._write_request(case, person)

    def _open_for(self, person: Person, kind: CaseKind, purpose: str, office: str) -> _Case:
        last = person.stays[-1]
        since = (last if last.is_main else person.stays[0]).start + 1
        return self._open(_Request(kind, purpose, office, person.id, self._proof(person), since=since))

    def _proof(self, person: Person) -> CaseProof:
        proof = CaseProof(self._turn("proof", _PROOFS))
        is_barred = person.is_protected and proof is CaseProof.OFFICER_ATTESTED
        return CaseProof.PASSKEY if is_barred else proof

    def _perhaps_grant(self, case: _Case, person: Person) -> None:
        if case.proof not in _WITH_ASSENT or not self._chance.happens(0.6):
            return
        permissions = self._turn("permission", ("HISTORY", "DECLARED_CONTACTS", "HISTORY;DECLARED_CONTACTS"))
        term = case.opened + _TERM_DAYS
        span = Span(case.opened, term, planned=term, state=FactState.CONFIRMED, told=case.opened)
        if self._chance.happens(0.2) and case.opened + 20 < self._plan.last_day:
            span = span._replace(end=case.opened + 15, state=FactState.WITHDRAWN)
        self._record_in("consent_grant", case, (permissions, case.id, person.id), span)

    def _record_in(self, file_name: str, case: _Case, tail: Row, span: Span) -> None:
        self._recorder.record(file_name, tail, span, Origin(Source.OFFICE, case.office, case.number))

    def _decided(self, case: _Case) -> Span:
        """A year from the day of a decision."""
        day = self._settled(case)
        end = day + years(1)
        return Span(day, end, planned=end, state=FactState.CONFIRMED, told=day)

    def _write_permit(self, case: _Case, person: Person) -> None:
        decision = self._turn("permit", tuple(DecisionState))
        number = f"P-{case.number[1:]}"
        span = self._decided(case)
        self._record_in("residence_permit", case, (decision, number, case.id, person.id), span)
        if decision == DecisionState.GRANTED:
            self._sink.add(
                "certificate",
                self._chance.private_id(),
                f"Z-{case.number[1:]}",
                day_text(span.start),
                case.id,
                person.id,
            )

    def _write_entitlement(self, case: _Case, kind: CaseKind, person: Person) -> None:
        service, rule = _SERVICES[kind]
        decision = self._turn("entitlement", tuple(DecisionState))
        tail = (service, rule, decision, case.id, person.id)
        self._record_in("entitlement", case, tail, self._decided(case))

    def _write_request(self, case: _Case, person: Person) -> None:
        """A dispute, or a correction that has not been made (those that were have their cases from the register)."""
        facts = self._told.residence_facts.get(person.index)
        if not facts or self._chance.happens(0.3):
            return
        kind = self._turn("request", ("dispute", "correction"))
        states = [state for state in DecisionState if kind == "dispute" or state is not DecisionState.GRANTED]
        state = self._turn(kind, states)
        self._sink.add(kind, self._chance.private_id(), state, day_text(case.opened), facts[0], case.id)

    def _write_registered(self, registered: Registered) -> None:
        """The case under which something was recorded, and the correction that was granted in it."""
        person, day, fact = registered.person, registered.day, registered.fact
        home = person.home_on(day)
        office = office_code("registration", home.unit_code if home else self._community.code)
        purpose = "registration-correction" if fact else "resident-registration"
        proof = self._proof(person)
        kind = CaseKind.REGISTRATION
        case = self._open(_Request(kind, purpose, office, person.id, proof, day=day, number=registered.number))
        if fact:
            row = (DecisionState.GRANTED.value, day_text(day), fact, case.id)
            self._sink.add("correction", self._chance.private_id(), *row)

    # ── cases of places ──────────────────────────────────────────────────────────────────────────────────────────────
    def _write_flagship(self) -> None:
        """The tower of a district has an open inspection with findings: on the building and in a room."""
        tower = self._ground.buildings[0]
        case = self._open_place(CaseKind.HOUSING_INSPECTION, "housing-safety-inspection", tower.id, is_open=True)
        done = self._plan.last_day - 20
        self._write_inspection(case, InspectionState.DONE, done, count=len(tower.rooms))
        for kind, about in (
            (FindingKind.BLOCKED_EXIT, tower.id),
            (FindingKind.MISSING_SMOKE_ALARM, tower.rooms[0].id),
            (FindingKind.UNSAFE_WIRING, tower.rooms[4].id),
        ):
            finding = self._write_finding(case, kind, FindingState.OPEN, done, about)
            self._write_order(case, finding, OrderState.ISSUED, done)

    def _open_place(self, kind: CaseKind, purpose: str, subject: str, *, is_open: bool = False) -> _Case:
        client = "labour" if kind is CaseKind.LABOUR_INSPECTION else "housing"
        office = office_code(client, self._community.code)
        day = self._plan.last_day - 40 if is_open else None
        return self._open(_Request(kind, purpose, office, subject, CaseProof.EX_OFFICIO, day=day, is_open=is_open))

    def _write_licensing(self) -> None:
        let = [room for room in self._ground.rooms() if room.owner is not None]
        if let:
            self._open_place(CaseKind.HOUSING_INSPECTION, "landlord-licensing", self._chance.pick(let).id)

    def _write_housing_inspection(self, living: Sequence[Person]) -> None:
        building = self._pick_building()
        room: Room | None = self._chance.pick(building.rooms) if self._chance.happens(0.6) else None
        subject, count = (room.id, room.permitted) if room else (building.id, len(building.rooms))
        case = self._open_place(CaseKind.HOUSING_INSPECTION, "housing-safety-inspection", subject)
        if self._chance.happens(0.4):
            self._write_complaint(case, _HOUSING_COMPLAINTS, subject, self._chance.pick(living) if living else None)
        self._inspect(case, _HOUSING_FINDINGS, subject, count)

    def _pick_building(self) -> Building:
        return self._chance.pick([building for building in self._ground.buildings if building.rooms])

    def _write_labour_inspection(self, living: Sequence[Person]) -> None:
        place = self._chance.pick(self._workplaces)
        case = self._open_place(CaseKind.LABOUR_INSPECTION, "workplace-inspection", place.id)
        if self._chance.happens(0.3):
            self._write_complaint(case, _LABOUR_COMPLAINTS, place.id, self._chance.pick(living) if living else None)
        self._inspect(case, _LABOUR_FINDINGS, place.id, self._chance.between(2, 60))

    def _write_shop_inspection(self) -> None:
        """A sole trader's shop is being inspected: the employer is a natural person."""
        shop = self._shops[0]
        case = self._open_place(CaseKind.LABOUR_INSPECTION, "workplace-inspection", shop.id, is_open=True)
        self._inspect(case, _LABOUR_FINDINGS, shop.id, self._chance.between(2, 5))

    # ── what stands in them ──────────────────────────────────────────────────────────────────────────────────────────
    def _inspect(self, case: _Case, kinds: Sequence[str], about: str, count: int) -> None:
        state = InspectionState(
            self._turn("inspection", (InspectionState.DONE, *InspectionState, InspectionState.DONE))
        )
        day = self._settled(case)
        on_site = max(0, count + self._chance.between(-1, 3))
        self._write_inspection(case, state, day, count=on_site)
        if state is not InspectionState.DONE:
            return
        for _ in range(self._chance.between(0, 3)):
            kind = self._turn(f"finding {kinds[0]}", kinds)
            finding_state = FindingState(self._turn("finding", tuple(FindingState)))
            finding = self._write_finding(case, kind, finding_state, day, about)
            if finding_state is not FindingState.DISMISSED:
                self._write_order(case, finding, self._order_state(finding_state), day)

    def _order_state(self, finding: FindingState) -> OrderState:
        if finding is FindingState.REMEDIED:
            return OrderState.DONE
        return OrderState(self._turn("order", (OrderState.ISSUED, OrderState.OVERDUE, OrderState.APPEALED)))

    def _thing(self) -> str:
        self._number += 1
        return self._chance.public_id(self._plan.stamp(self._community, 700_000 + self._number))

    def _write_inspection(self, case: _Case, state: InspectionState, day: int, *, count: int) -> None:
        is_done = state is InspectionState.DONE
        planned = day + (20 if state is InspectionState.PLANNED else 0)
        self._sink.add(
            "inspection",
            self._thing(),
            state,
            day_text(planned),
            day_text(day) if is_done else "",
            str(count) if is_done else "",
            case.id,
        )

    def _write_finding(self, case: _Case, kind: str, state: FindingState, day: int, about: str) -> str:
        identifier = self._thing()
        settled = ""
        if state is not FindingState.OPEN:
            settled = day_text(self._chance.between(day, max(day, min(day + 60, self._plan.last_day))))
        self._sink.add("finding", identifier, kind, state, day_text(day), settled, case.id, about)
        return identifier

    def _write_order(self, case: _Case, finding: str, state: OrderState, day: int) -> None:
        due = day + self._chance.between(14, 60)
        if state is OrderState.OVERDUE:
            due = max(day, min(due, self._plan.last_day - 1))
        elif state is OrderState.ISSUED:
            due = max(due, self._plan.last_day + 10)
        done = day_text(min(day + 10, self._plan.last_day)) if state is OrderState.DONE else ""
        self._sink.add("repair_order", self._thing(), state, day_text(day), day_text(due), done, case.id, finding)

    def _write_complaint(self, case: _Case, kinds: Sequence[str], about: str, by: Person | None) -> None:
        kind = self._turn(f"complaint {kinds[0]}", kinds)
        state = self._turn("complaint", tuple(ComplaintState))
        is_named = by is not None and self._chance.happens(0.5)
        is_disclosed = "true" if is_named and self._chance.happens(0.4) else "false"
        is_decided = state not in (ComplaintState.RECEIVED, ComplaintState.IN_PROGRESS)
        self._sink.add(
            "complaint",
            self._chance.private_id(),
            kind,
            state,
            day_text(case.opened),
            day_text(self._settled(case)) if is_decided else "",
            is_disclosed,
            case.id,
            about,
            by.id if by is not None and is_named else "",
        )
