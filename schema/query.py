"""The root of all questions. Each field here is one statement; `asOf` and `knownAt` are inherited below."""

from typing import Annotated

import strawberry

from model.groups import FieldGroup
from model.states import AdminUnitLevel, InspectionState, LandlordOrder, RoomKind
from schema.case import Case, HeldCase, InspectionCase, WaitingCase
from schema.employment import Employer, Workplace
from schema.fields import After, AsOf, Before, First, For, Id, KnownAt, Last, Search, Unit, relation_field, stored_field
from schema.inspection import Complaint, Finding, RepairOrder
from schema.letting import Landlord, LandlordLicence, ManagingAgent, Mandate
from schema.node import Node
from schema.operation import OperatorAct
from schema.organisation import Organisation
from schema.page import Connection
from schema.person import Me
from schema.place import Address, AdminUnit, Box, Building, Near, Office, Room
from schema.policy import PolicyChange
from schema.rights import ProcessingNotice
from schema.view import SavedView
from schema.viewer import Viewer

Around = Annotated[Near | None, strawberry.argument(description="Only within this circle.")]
Inside = Annotated[Box | None, strawberry.argument(description="Only within this box.")]


@strawberry.type(description="What can be asked. Persons are reached by `me` and `case` only.")
class Query:
    viewer: Viewer | None = stored_field(
        FieldGroup.VIEWER, "Who is asking, for which office, and for what they may ask."
    )

    @relation_field(FieldGroup.VIEWER, "How the policy changed, the newest first. For everybody with a sign-in.")
    def policy_changes(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[PolicyChange] | None: ...

    @relation_field(
        FieldGroup.VIEWER,
        "What operators, or the coordination office, did to the register as a whole, the newest first. For everybody with a sign-in.",
    )
    def operator_acts(
        self,
        act: Annotated[
            str | None, strawberry.argument(description="Only this act, as `domicile` calls it: `log accept-loss`.")
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[OperatorAct] | None: ...

    @relation_field(
        FieldGroup.VIEWER,
        "The offices of a department, in the order of their codes. For everybody with a sign-in: where one turns to.",
    )
    def offices(
        self,
        department: Annotated[str, strawberry.argument(description="The department, by its client.")],
        named: Annotated[
            str | None,
            strawberry.argument(
                description="Only with this in their name, or in that of the unit they serve, in Chinese or Latin letters."
            ),
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Office] | None: ...

    processing: ProcessingNotice | None = stored_field(
        FieldGroup.VIEWER,
        "What is done with personal data, by whom and on which basis. For everybody with a sign-in: a clerk prints it for who "
        "has none.",
    )

    @relation_field(FieldGroup.CASE, "The resident's own record.")
    def me(self, for_: For = None, as_of: AsOf = None, known_at: KnownAt = None) -> Me | None: ...

    @relation_field(FieldGroup.CASE, "An open case at the caller's office.")
    def case(
        self,
        number: Annotated[str, strawberry.argument(description="The number of the case.")],
        as_of: AsOf = None,
        known_at: KnownAt = None,
    ) -> Case | None: ...

    @relation_field(
        FieldGroup.CASE,
        "The cases that residents opened online at the caller's office for the request's purpose, and that no officer holds "
        "yet; who waits longest comes first.",
    )
    def waiting_cases(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[WaitingCase] | None: ...

    @relation_field(
        FieldGroup.CASE,
        "The open cases of residents that the caller holds or is named deputy of at their office, of every purpose; what ends "
        "first comes first.",
    )
    def held_cases(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[HeldCase] | None: ...

    @relation_field(
        FieldGroup.INSPECTION, "The inspection cases of the caller's office, in the order of their numbers."
    )
    def inspections(
        self,
        state: Annotated[
            InspectionState | None, strawberry.argument(description="Only cases with a visit that stands like this.")
        ] = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[InspectionCase] | None: ...

    @relation_field(FieldGroup.VIEW, "A view that the caller's office keeps.")
    def view(self, id: Id) -> SavedView | None: ...  # noqa: A002

    @relation_field(FieldGroup.VIEW, "The views that the caller's office keeps, in the order of their ids.")
    def views(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[SavedView] | None: ...

    @relation_field(FieldGroup.CASE, "An inspection case of the caller's office.")
    def inspection_case(self, id: Id, as_of: AsOf = None, known_at: KnownAt = None) -> InspectionCase | None: ...  # noqa: A002

    @relation_field(FieldGroup.INSPECTION, "A finding about a place in the jurisdiction.")
    def finding(self, id: Id, as_of: AsOf = None, known_at: KnownAt = None) -> Finding | None: ...  # noqa: A002

    @relation_field(FieldGroup.INSPECTION, "A repair order about a place in the jurisdiction.")
    def repair_order(self, id: Id, as_of: AsOf = None, known_at: KnownAt = None) -> RepairOrder | None: ...  # noqa: A002

    @relation_field(
        FieldGroup.COMPLAINT, "A complaint about a place in the jurisdiction that belongs to an inspection."
    )
    def complaint(self, id: Id, as_of: AsOf = None, known_at: KnownAt = None) -> Complaint | None: ...  # noqa: A002

    @relation_field(
        FieldGroup.PLACE, "Anything with an id of its own, by it: a place, an organisation, or what concerns one."
    )
    def node(
        self,
        id: Id,  # noqa: A002 - Relay's name
        as_of: AsOf = None,
        known_at: KnownAt = None,
    ) -> Node | None: ...

    @relation_field(FieldGroup.PLACE, "An administrative unit of the jurisdiction.")
    def admin_unit(self, id: Id, as_of: AsOf = None, known_at: KnownAt = None) -> AdminUnit | None: ...  # noqa: A002

    @relation_field(FieldGroup.PLACE, "The administrative units of the jurisdiction, in the order of their codes.")
    def admin_units(
        self,
        level: Annotated[AdminUnitLevel | None, strawberry.argument(description="Only of this level.")] = None,
        named: Annotated[
            str | None, strawberry.argument(description="Only with this in their name, in Chinese or Latin letters.")
        ] = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[AdminUnit] | None: ...

    @relation_field(FieldGroup.PLACE, "An address in the jurisdiction.")
    def address(self, id: Id, as_of: AsOf = None, known_at: KnownAt = None) -> Address | None: ...  # noqa: A002

    @relation_field(FieldGroup.PLACE, "Addresses in the jurisdiction: all of a unit, by words, or on the map.")
    def addresses(
        self,
        unit: Unit = None,
        search: Search = None,
        near: Around = None,
        within: Inside = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Address] | None: ...

    @relation_field(FieldGroup.PLACE, "A building in the jurisdiction.")
    def building(self, id: Id, as_of: AsOf = None, known_at: KnownAt = None) -> Building | None: ...  # noqa: A002

    @relation_field(
        FieldGroup.PLACE, "Buildings in the jurisdiction: all of a unit, by the words of their address, or on the map."
    )
    def buildings(
        self,
        unit: Unit = None,
        search: Search = None,
        near: Around = None,
        within: Inside = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Building] | None: ...

    @relation_field(FieldGroup.PLACE, "A room in the jurisdiction.")
    def room(self, id: Id, as_of: AsOf = None, known_at: KnownAt = None) -> Room | None: ...  # noqa: A002

    @relation_field(FieldGroup.PLACE, "Rooms in the jurisdiction.")
    def rooms(
        self,
        unit: Unit = None,
        kind: Annotated[RoomKind | None, strawberry.argument(description="Only of this kind.")] = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Room] | None: ...

    @relation_field(FieldGroup.ORGANISATION, "An organisation that has a room or a workplace in the jurisdiction.")
    def organisation(
        self,
        id: Id,  # noqa: A002
        as_of: AsOf = None,
        known_at: KnownAt = None,
    ) -> Organisation | None: ...

    @relation_field(
        FieldGroup.ORGANISATION, "Organisations by the words of their names, those active in the jurisdiction."
    )
    def organisations(
        self,
        search: Annotated[str, strawberry.argument(description="Words of the name, in Chinese or Latin letters.")],
        as_of: AsOf = None,
        known_at: KnownAt = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Organisation] | None: ...

    @relation_field(FieldGroup.LETTING, "A landlord who is a legal person, with a room in the jurisdiction.")
    def landlord(self, id: Id, as_of: AsOf = None, known_at: KnownAt = None) -> Landlord | None: ...  # noqa: A002

    @relation_field(FieldGroup.LETTING, "The landlords with a room in the jurisdiction that are legal persons.")
    def landlords(
        self,
        search: Search = None,
        unit: Unit = None,
        near: Around = None,
        within: Inside = None,
        order_by: Annotated[
            LandlordOrder | None,
            strawberry.argument(
                description="In which order; default: their ids. By open repair orders, those within `unit` are counted, "
                "and what inspections find has to be open to the caller."
            ),
        ] = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Landlord] | None: ...

    @relation_field(FieldGroup.LETTING, "An agent who is a legal person, with a mandate in the jurisdiction.")
    def managing_agent(
        self,
        id: Id,  # noqa: A002
        as_of: AsOf = None,
        known_at: KnownAt = None,
    ) -> ManagingAgent | None: ...

    @relation_field(FieldGroup.LETTING, "The agents with a mandate in the jurisdiction that are legal persons.")
    def managing_agents(
        self,
        search: Search = None,
        unit: Unit = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[ManagingAgent] | None: ...

    @relation_field(FieldGroup.LETTING, "A mandate for a place in the jurisdiction.")
    def mandate(self, id: Id, as_of: AsOf = None, known_at: KnownAt = None) -> Mandate | None: ...  # noqa: A002

    @relation_field(FieldGroup.LICENCE, "A landlord licence by its id, if it covers a room in the jurisdiction.")
    def landlord_licence(self, id: Id, as_of: AsOf = None, known_at: KnownAt = None) -> LandlordLicence | None: ...  # noqa: A002

    @relation_field(
        FieldGroup.LICENCE, "A landlord licence by its exact number, if it covers a room in the jurisdiction."
    )
    def licence(
        self,
        number: Annotated[str, strawberry.argument(description="The exact number.")],
        as_of: AsOf = None,
        known_at: KnownAt = None,
    ) -> LandlordLicence | None: ...

    @relation_field(FieldGroup.EMPLOYER, "An employer who is a legal person, with a workplace in the jurisdiction.")
    def employer(self, id: Id, as_of: AsOf = None, known_at: KnownAt = None) -> Employer | None: ...  # noqa: A002

    @relation_field(FieldGroup.EMPLOYER, "The employers with a workplace in the jurisdiction that are legal persons.")
    def employers(
        self,
        search: Search = None,
        unit: Unit = None,
        near: Around = None,
        within: Inside = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Employer] | None: ...

    @relation_field(FieldGroup.EMPLOYER, "A workplace in the jurisdiction.")
    def workplace(self, id: Id, as_of: AsOf = None, known_at: KnownAt = None) -> Workplace | None: ...  # noqa: A002

    @relation_field(
        FieldGroup.EMPLOYER, "Workplaces in the jurisdiction; those that are also homes are not found on the map."
    )
    def workplaces(
        self,
        unit: Unit = None,
        search: Search = None,
        near: Around = None,
        within: Inside = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Workplace] | None: ...
