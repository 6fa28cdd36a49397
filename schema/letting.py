"""Letting: landlords, their licences, agents and mandates. A landlord who is a natural person appears by licence only."""

from datetime import date

import strawberry

from hub.model.groups import FieldGroup
from hub.model.states import LicenceCondition, MandatePower
from resolvers import letting as resolve
from schema.fields import After, Before, First, Last, answered, computed, held
from schema.node import Node
from schema.organisation import Organisation
from schema.page import Connection
from schema.place import Room


@strawberry.type(description="A landlord who is a legal person.")
class Landlord(Node):
    id: strawberry.ID = held(FieldGroup.LETTING, "The global id.")
    organisation: Organisation | None = held(FieldGroup.ORGANISATION, "Which organisation it is.")

    @answered(FieldGroup.LETTING, "The rooms which it owns in the jurisdiction, in the order of their ids.")
    def rooms(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Room]: ...

    @answered(FieldGroup.LICENCE, "The licences which it holds on the day asked about, in the order of their numbers.")
    def licences(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection["LandlordLicence"] | None: ...

    @answered(FieldGroup.LETTING, "The mandates which it gave, on the day asked about.")
    def mandates(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection["Mandate"]: ...


@strawberry.type(description="An agent who manages rooms for landlords, and is a legal person.")
class ManagingAgent(Node):
    id: strawberry.ID = held(FieldGroup.LETTING, "The global id.")
    organisation: Organisation | None = held(FieldGroup.ORGANISATION, "Which organisation it is.")

    @answered(FieldGroup.LETTING, "The mandates which it holds in the jurisdiction, on the day asked about.")
    def mandates(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection["Mandate"]: ...


@strawberry.type(
    description="A licence to let rooms. The only way to a landlord who is a natural person, but for the case of an inspection."
)
class LandlordLicence:
    number: str = held(FieldGroup.LICENCE, "Its number.")
    conditions: list[LicenceCondition] = held(FieldGroup.LICENCE, "What it asks of the landlord.")
    valid_from: date = held(FieldGroup.LICENCE, "The first day of its term.")
    valid_to: date | None = held(FieldGroup.LICENCE, "The first day after its term; null if it has no end.")
    is_limited: bool = computed(FieldGroup.LICENCE, "Whether its term has an end.", resolve.is_limited, "validTo")
    landlord: Landlord | None = held(
        FieldGroup.LETTING, "The landlord, if that is a legal person; null for a natural person."
    )

    @answered(FieldGroup.LETTING, "The rooms in the jurisdiction which it covers.")
    def rooms(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Room] | None: ...


@strawberry.type(description="What an agent may do for a landlord, and where.")
class Mandate:
    powers: list[MandatePower] = held(FieldGroup.LETTING, "What the agent may do.")
    valid_from: date = held(FieldGroup.LETTING, "The first day on which it holds.")
    valid_to: date | None = held(FieldGroup.LETTING, "The first day on which it no longer holds; null while open.")
    landlord: Landlord | None = held(FieldGroup.LETTING, "Who gave it, if that is a legal person.")
    agent: ManagingAgent | None = held(FieldGroup.LETTING, "Who holds it, if that is a legal person.")

    @answered(FieldGroup.LETTING, "The rooms in the jurisdiction for which it was given.")
    def rooms(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Room]: ...
