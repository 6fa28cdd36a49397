"""Letting: landlords, their licences, agents and mandates. A landlord who is a natural person appears by licence only."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from model.groups import FieldGroup
from model.states import LicenceCondition, MandatePower, OrderState
from resolvers import letting as resolve
from schema.fields import After, Before, First, Last, computed, relation_field, stored_field
from schema.node import Node
from schema.organisation import Organisation
from schema.page import Connection
from schema.place import Building, Room

if TYPE_CHECKING:
    from schema.inspection import RepairOrder


@strawberry.type(description="A landlord who is a legal person.")
class Landlord(Node):
    id: strawberry.ID = stored_field(FieldGroup.LETTING, "The global id.")
    organisation: Organisation | None = stored_field(FieldGroup.ORGANISATION, "Which organisation it is.")

    @relation_field(FieldGroup.LETTING, "The rooms which it owns in the jurisdiction, in the order of their ids.")
    def rooms(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Room]: ...

    @relation_field(
        FieldGroup.LICENCE, "The licences which it holds on the day asked about, in the order of their numbers."
    )
    def licences(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection["LandlordLicence"] | None: ...

    @relation_field(FieldGroup.LETTING, "The mandates which it gave, on the day asked about.")
    def mandates(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection["Mandate"]: ...

    @relation_field(FieldGroup.LETTING, "The buildings in the jurisdiction which it owns as a whole.")
    def buildings(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Building]: ...

    @relation_field(
        FieldGroup.LETTING,
        "The agents that hold a mandate of it for a place in the jurisdiction, on the day asked about.",
    )
    def agents(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection["ManagingAgent"]: ...

    @relation_field(
        FieldGroup.INSPECTION,
        "How many repair orders are open (issued, overdue, or appealed against) on the rooms and buildings in the jurisdiction "
        "which it owns on the day asked about. Where an order stands is as of now.",
    )
    def open_repair_orders(
        self,
        unit: Annotated[
            str | None, strawberry.argument(description="Only within the administrative unit with this code.")
        ] = None,
    ) -> int | None: ...

    @relation_field(
        FieldGroup.INSPECTION,
        "The repair orders on the rooms and buildings in the jurisdiction which it owns on the day asked about.",
    )
    def repair_orders(
        self,
        state: Annotated[
            OrderState | None, strawberry.argument(description="Only those which stand like this.")
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Annotated["RepairOrder", strawberry.lazy("schema.inspection")]] | None: ...


@strawberry.type(description="An agent who manages rooms for landlords, and is a legal person.")
class ManagingAgent(Node):
    id: strawberry.ID = stored_field(FieldGroup.LETTING, "The global id.")
    organisation: Organisation | None = stored_field(FieldGroup.ORGANISATION, "Which organisation it is.")

    @relation_field(FieldGroup.LETTING, "The mandates which it holds in the jurisdiction, on the day asked about.")
    def mandates(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection["Mandate"]: ...

    @relation_field(
        FieldGroup.LETTING,
        "The landlords that are legal persons and gave it a mandate for a place in the jurisdiction.",
    )
    def landlords(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Landlord]: ...

    @relation_field(
        FieldGroup.LETTING,
        "The rooms in the jurisdiction for which it holds a mandate, as themselves or by their building.",
    )
    def rooms(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Room]: ...

    @relation_field(FieldGroup.LETTING, "The buildings in the jurisdiction for which it holds a mandate as a whole.")
    def buildings(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Building]: ...


@strawberry.type(
    description="A licence to let rooms. The only way to a landlord who is a natural person, but for the case of an inspection."
)
class LandlordLicence(Node):
    id: strawberry.ID = stored_field(FieldGroup.LICENCE, "The global id: the licence's own, and nobody's whose it is.")
    number: str = stored_field(FieldGroup.LICENCE, "Its number.")
    conditions: list[LicenceCondition] = stored_field(FieldGroup.LICENCE, "What it asks of the landlord.")
    valid_from: date = stored_field(FieldGroup.LICENCE, "The first day of its term.")
    valid_to: date | None = stored_field(FieldGroup.LICENCE, "The first day after its term; null if it has no end.")
    is_limited: bool = computed(FieldGroup.LICENCE, "Whether its term has an end.", resolve.is_limited, "validTo")
    landlord: Landlord | None = stored_field(
        FieldGroup.LETTING, "The landlord, if that is a legal person; null for a natural person."
    )

    @relation_field(FieldGroup.LETTING, "The rooms in the jurisdiction which it covers.")
    def rooms(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Room] | None: ...


@strawberry.type(description="What an agent may do for a landlord, and where.")
class Mandate(Node):
    id: strawberry.ID = stored_field(FieldGroup.LETTING, "The global id.")
    powers: list[MandatePower] = stored_field(FieldGroup.LETTING, "What the agent may do.")
    valid_from: date = stored_field(FieldGroup.LETTING, "The first day on which it holds.")
    valid_to: date | None = stored_field(
        FieldGroup.LETTING, "The first day on which it no longer holds; null while open."
    )
    landlord: Landlord | None = stored_field(FieldGroup.LETTING, "Who gave it, if that is a legal person.")
    agent: ManagingAgent | None = stored_field(FieldGroup.LETTING, "Who holds it, if that is a legal person.")

    @relation_field(FieldGroup.LETTING, "The rooms in the jurisdiction for which it was given.")
    def rooms(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Room]: ...

    @relation_field(FieldGroup.LETTING, "The buildings in the jurisdiction for which it was given as a whole.")
    def buildings(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Building]: ...
