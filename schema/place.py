"""Places: administrative units, addresses, buildings, rooms and offices."""

from typing import TYPE_CHECKING, Annotated

import strawberry

from model.groups import FieldGroup
from model.states import AdminUnitLevel, Band, BuildingKind, FindingState, RoomKind
from resolvers import place as resolve
from schema.fields import After, Before, First, Last, computed, relation_field, stored_field
from schema.node import Node
from schema.page import Connection
from schema.scalars import Point

if TYPE_CHECKING:
    from schema.case import InspectionCase
    from schema.employment import Workplace
    from schema.inspection import Complaint, Finding
    from schema.letting import Landlord, LandlordLicence, Mandate
    from schema.organisation import Organisation


@strawberry.input(description="A circle on the map.")
class Near:
    longitude: float = strawberry.field(description="Degrees, WGS 84, -180 to 180.")
    latitude: float = strawberry.field(description="Degrees, WGS 84, -90 to 90.")
    radius_metres: float = strawberry.field(description="The radius in metres, at most 20,000.")


@strawberry.input(description="A box on the map. It may not cross the antimeridian.")
class Box:
    west: float = strawberry.field(description="Degrees of longitude.")
    south: float = strawberry.field(description="Degrees of latitude.")
    east: float = strawberry.field(description="Degrees of longitude, more than `west`.")
    north: float = strawberry.field(description="Degrees of latitude, more than `south`.")


@strawberry.type(description="A unit of the city's administration: city, district, street or community.")
class AdminUnit(Node):
    id: strawberry.ID = stored_field(FieldGroup.PLACE, "The global id.")
    code: str = stored_field(
        FieldGroup.PLACE, "The hierarchical code; a unit's code starts with that of the unit above."
    )
    level: AdminUnitLevel = stored_field(FieldGroup.PLACE, "Which of the four levels.")
    name: str = stored_field(FieldGroup.PLACE, "The name in Chinese.")
    latin_name: str | None = stored_field(FieldGroup.PLACE, "The name in Latin letters.")
    part_of: "AdminUnit | None" = stored_field(FieldGroup.PLACE, "The unit above; null for the city.")

    @relation_field(FieldGroup.PLACE, "The units directly below, in the order of their codes.")
    def parts(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection["AdminUnit"]: ...

    @relation_field(FieldGroup.PLACE, "The addresses in it and in the units below, in the order of their units.")
    def addresses(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection["Address"]: ...

    @relation_field(FieldGroup.PLACE, "The buildings in it and in the units below, in the order of their units.")
    def buildings(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection["Building"]: ...

    @relation_field(FieldGroup.EMPLOYER, "The workplaces in it and in the units below, run by legal persons.")
    def workplaces(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Annotated["Workplace", strawberry.lazy("schema.employment")]] | None: ...


@strawberry.type(description="An address (SEMIC Core Location).")
class Address(Node):
    id: strawberry.ID = stored_field(FieldGroup.PLACE, "The global id.")
    thoroughfare: str = stored_field(FieldGroup.PLACE, "The street.")
    locator_designator: str = stored_field(FieldGroup.PLACE, "The number in the street.")
    post_code: str = stored_field(FieldGroup.PLACE, "The post code.")
    full_address: str = stored_field(FieldGroup.PLACE, "The whole address in one line, from the city down.")
    latin_address: str | None = stored_field(
        FieldGroup.PLACE,
        "The same in Latin letters, from the number up; null where the register has it in Chinese only.",
    )
    label: str = computed(
        FieldGroup.PLACE,
        "Street, number and post code in one short line.",
        resolve.address_label,
        "thoroughfare",
        "locatorDesignator",
        "postCode",
    )
    point: Point = stored_field(FieldGroup.PLACE, "Where it is.")
    admin_unit: AdminUnit = stored_field(FieldGroup.PLACE, "The community in which it lies.")

    @relation_field(FieldGroup.PLACE, "The buildings that stand there.")
    def buildings(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection["Building"]: ...

    @relation_field(
        FieldGroup.EMPLOYER, "The workplaces there which a legal person runs; those that are also homes are not listed."
    )
    def workplaces(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Annotated["Workplace", strawberry.lazy("schema.employment")]] | None: ...

    @relation_field(
        FieldGroup.ORGANISATION, "The organisations that have their seat there and are active in the jurisdiction."
    )
    def organisations(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Annotated["Organisation", strawberry.lazy("schema.organisation")]] | None: ...


@strawberry.type(description="A building.")
class Building(Node):
    id: strawberry.ID = stored_field(FieldGroup.PLACE, "The global id.")
    kind: BuildingKind = stored_field(FieldGroup.PLACE, "What it is used as.")
    storeys: int = stored_field(FieldGroup.PLACE, "How many storeys it has.")
    address: Address = stored_field(FieldGroup.PLACE, "Where it stands.")
    resident_band: Band | None = stored_field(
        FieldGroup.BAND, "How many people are registered there, as a band from the quarterly snapshot."
    )
    owners: list[Annotated["Landlord", strawberry.lazy("schema.letting")]] | None = stored_field(
        FieldGroup.LETTING, "The companies that own it; owners who are natural persons are not listed."
    )
    owners_count: int | None = stored_field(
        FieldGroup.LETTING, "How many companies own it, also beyond what `owners` lists."
    )

    @relation_field(FieldGroup.PLACE, "Its rooms, in the order of their ids.")
    def rooms(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection["Room"]: ...

    @relation_field(FieldGroup.INSPECTION, "What inspections found in it and in its rooms.")
    def findings(
        self,
        state: Annotated[
            FindingState | None,
            strawberry.argument(description="Only those which stand like this."),
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Annotated["Finding", strawberry.lazy("schema.inspection")]] | None: ...

    @relation_field(FieldGroup.LETTING, "The mandates which were given for it as a whole, on the day asked about.")
    def mandates(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Annotated["Mandate", strawberry.lazy("schema.letting")]] | None: ...

    @relation_field(
        FieldGroup.EMPLOYER,
        "The workplaces at its address which a legal person runs; those that are also homes are not listed.",
    )
    def workplaces(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Annotated["Workplace", strawberry.lazy("schema.employment")]] | None: ...

    @relation_field(FieldGroup.COMPLAINT, "The complaints about it and its rooms that belong to an inspection.")
    def complaints(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Annotated["Complaint", strawberry.lazy("schema.inspection")]] | None: ...

    @relation_field(
        FieldGroup.CASE,
        "The inspection cases about it and its rooms that the caller's office holds, in the order of their numbers.",
    )
    def inspections(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Annotated["InspectionCase", strawberry.lazy("schema.case")]] | None: ...


@strawberry.type(description="A room or flat: what can be let or lived in.")
class Room(Node):
    id: strawberry.ID = stored_field(FieldGroup.PLACE, "The global id.")
    designator: str = stored_field(FieldGroup.PLACE, "Its number in the building.")
    kind: RoomKind = stored_field(FieldGroup.PLACE, "What it is.")
    floor: int = stored_field(FieldGroup.PLACE, "The storey, from 1; below ground negative.")
    area_square_metres: float = stored_field(FieldGroup.PLACE, "Its area in square metres.")
    permitted_occupancy: int = stored_field(FieldGroup.PLACE, "How many people may live there.")
    declared_places: int | None = stored_field(
        FieldGroup.LETTING, "How many places its landlord declared; null if not let."
    )
    building: Building = stored_field(FieldGroup.PLACE, "The building in which it is.")
    licences: list[Annotated["LandlordLicence", strawberry.lazy("schema.letting")]] | None = stored_field(
        FieldGroup.LICENCE, "The landlord licences that cover it on the day asked about."
    )
    licences_count: int | None = stored_field(
        FieldGroup.LICENCE, "How many licences cover it, also beyond what `licences` lists."
    )
    owners: list[Annotated["Landlord", strawberry.lazy("schema.letting")]] | None = stored_field(
        FieldGroup.LETTING, "The companies that own it; owners who are natural persons are not listed."
    )
    owners_count: int | None = stored_field(
        FieldGroup.LETTING, "How many companies own it, also beyond what `owners` lists."
    )

    @relation_field(FieldGroup.INSPECTION, "What inspections found in it.")
    def findings(
        self,
        state: Annotated[
            FindingState | None,
            strawberry.argument(description="Only those which stand like this."),
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Annotated["Finding", strawberry.lazy("schema.inspection")]] | None: ...

    @relation_field(
        FieldGroup.LETTING, "The mandates which were given for it or for its building, on the day asked about."
    )
    def mandates(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Annotated["Mandate", strawberry.lazy("schema.letting")]] | None: ...

    @relation_field(FieldGroup.COMPLAINT, "The complaints about it that belong to an inspection.")
    def complaints(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Annotated["Complaint", strawberry.lazy("schema.inspection")]] | None: ...

    @relation_field(
        FieldGroup.CASE, "The inspection cases about it that the caller's office holds, in the order of their numbers."
    )
    def inspections(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Connection[Annotated["InspectionCase", strawberry.lazy("schema.case")]] | None: ...


@strawberry.type(description="An office of a department.")
class Office:
    code: str = stored_field(FieldGroup.VIEWER, "The code by which tokens and records name it.")
    name: str = stored_field(FieldGroup.VIEWER, "Its name.")
    client: str = stored_field(FieldGroup.VIEWER, "The department to which it belongs.")
    unit_name: str = stored_field(FieldGroup.VIEWER, "The name in Chinese of the administrative unit that it serves.")
    unit_latin_name: str | None = stored_field(FieldGroup.VIEWER, "The same in Latin letters.")
    address: Address | None = stored_field(FieldGroup.VIEWER, "Where it is.")
