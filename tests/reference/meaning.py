"""What each field means, over rows: one small function a field that leads somewhere. Fields that stand in a row need none.

A function gets the city, the scope of the question (where, when, who), the row whose field it is, and the arguments;
it gives rows. `ORDER` says how they are ordered; the executor cuts pages and hides what is denied.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import asin, cos, radians, sin, sqrt
from typing import Any

from tests.reference.rows import City, Row, band, is_known, is_valid
from tests.reference.words import has_words

_EARTH_METRES = 6_378_140.0  # the radius of the sphere on which distances are measured
INSPECTIONS = ("HOUSING_INSPECTION", "LABOUR_INSPECTION")
_STANDING = ("DECLARED", "CONFIRMED")  # the states of a grant that stands


@dataclass(frozen=True)
class Scope:
    """Where the caller works, the two times of the question, today, and whether it is the person's own record."""

    jurisdiction: str
    as_of: str
    known_at: datetime
    today: str
    office: str | None
    is_own: bool = False

    def holds(self, row: Row) -> bool:
        """Whether a dated fact holds at the two times of the question."""
        return is_valid(row, self.as_of) and is_known(row, self.known_at)

    def covers(self, unit_code: str) -> bool:
        """Whether a place with this unit code lies in the jurisdiction."""
        return unit_code.startswith(self.jurisdiction)


Arguments = Mapping[str, Any]
Meaning = Callable[[City, Scope, Row, Arguments], Any]
MEANING: dict[str, Meaning] = {}

# Fields whose rows are not in the order of their id: the columns that order them.
ORDER: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("Query.adminUnits", "Query.offices"), ("code",)),
    "AdminUnit.parts": ("code",),
    **dict.fromkeys(
        ("Query.addresses", "Query.buildings", "Query.rooms", "Query.workplaces"),
        ("unitCode", "id"),
    ),
    "Query.inspections": ("number",),
    **dict.fromkeys(("Room.licences", "Landlord.licences"), ("number",)),
    **dict.fromkeys(("AdminUnit.addresses", "AdminUnit.buildings", "AdminUnit.workplaces"), ("unitCode", "id")),
    **dict.fromkeys(
        ("Landlord.mandates", "ManagingAgent.mandates", "Building.mandates", "Room.mandates"),
        ("fact",),
    ),
    **dict.fromkeys(
        ("Building.inspections", "Room.inspections", "Workplace.inspections", "Organisation.inspections"), ("number",)
    ),
    **dict.fromkeys(
        ("Person.residences", "Person.tenancies", "Person.employments", "Person.declaredContacts"),
        ("validFrom", "fact"),
    ),
    "Person.residenceHistory": ("validFrom", "fact", "version"),
    "Case.inspections": ("plannedOn", "id"),
    "Case.findings": ("foundOn", "id"),
    **dict.fromkeys(("Case.orders", "Finding.orders"), ("issuedOn", "id")),
    "Case.complaints": ("receivedOn", "id"),
    "Case.parties": ("role", "key"),
}


def means(*coordinates: str) -> Callable[[Meaning], Meaning]:
    """Names the fields whose meaning a function is."""

    def put(meaning: Meaning) -> Meaning:
        MEANING.update(dict.fromkeys(coordinates, meaning))
        return meaning

    return put


def _counts(*coordinates: str) -> None:
    """Of a list without pages, how many there are: a field beside it. Put once its meaning stands."""
    for coordinate in coordinates:
        listed = MEANING[coordinate]
        MEANING[f"{coordinate}Count"] = lambda *asked, listed=listed: len(list(listed(*asked)))


# ── what is legal, owned, near ───────────────────────────────────────────────────────────────────────────────────────


def is_legal(city: City, row: Row) -> bool:
    """Whether a landlord, an agent or an employer is an organisation."""
    return city.one("organisation", row["is"]) is not None


def place(city: City, place_id: str) -> Row:
    """A room or a building."""
    found = city.one("room", place_id) or city.one("building", place_id)
    assert found is not None, place_id
    return found


def _owned(city: City, scope: Scope, landlord: Row) -> list[Row]:
    """The rooms and buildings which a landlord owns on the day asked about."""
    return [place(city, row["of"]) for row in city.where("ownership", "by", landlord["id"]) if scope.holds(row)]


def _owns_within(city: City, scope: Scope, landlord: Row, unit: str | None = None) -> bool:
    return any(_is_within(scope, owned["unitCode"], unit) for owned in _owned(city, scope, landlord))


def _employs_within(city: City, scope: Scope, employer: Row, unit: str | None = None) -> bool:
    return any(
        _is_within(scope, row["unitCode"], unit) for row in city.where("workplace", "operatedBy", employer["id"])
    )


def _manages_within(city: City, scope: Scope, agent: Row, unit: str | None = None) -> bool:
    mandates = city.where("mandate", "to", agent["id"])
    return any(_is_for_within(city, scope, row, unit) for row in mandates if scope.holds(row))


def _is_for_within(city: City, scope: Scope, mandate: Row, unit: str | None = None) -> bool:
    return any(_is_within(scope, place(city, place_id)["unitCode"], unit) for place_id in mandate["for"].split(";"))


def _covers_within(city: City, scope: Scope, licence: Row) -> bool:
    return any(scope.covers(room["unitCode"]) for room in city.these("room", licence["covers"]))


def _is_within(scope: Scope, unit_code: str, unit: str | None) -> bool:
    return scope.covers(unit_code) and (unit is None or unit_code.startswith(unit))


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great-circle distance of two points, each longitude and latitude in degrees."""
    (east, north), (east_too, north_too) = ([radians(part) for part in point] for point in (one, other))
    half = sin((north_too - north) / 2) ** 2 + cos(north) * cos(north_too) * sin((east_too - east) / 2) ** 2
    return 2 * _EARTH_METRES * asin(sqrt(half))


def position(address: Row) -> tuple[float, float]:
    """Longitude and latitude of an address, in degrees."""
    longitude, latitude = address["point"].split(" ")
    return float(longitude), float(latitude)


def _is_found(address: Row, arguments: Arguments) -> bool:
    """Whether an address is what `search`, `near` and `within` ask for, as far as they are given."""
    search, near, within = (arguments.get(name) for name in ("search", "near", "within"))
    longitude, latitude = position(address)
    if search is not None and not has_words(search, address["fullAddress"], address["latinAddress"]):
        return False
    if near is not None:
        centre = (near["longitude"], near["latitude"])
        if metres(centre, (longitude, latitude)) > near["radiusMetres"]:
            return False
    if within is None:
        return True
    is_between = within["west"] <= longitude <= within["east"]
    return bool(is_between and within["south"] <= latitude <= within["north"])


# ── places ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@means("Query.adminUnits")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Iterable[Row]:
    level, named = arguments.get("level"), arguments.get("named", "")
    units = [row for row in city.all("admin_unit") if scope.covers(row["code"]) and level in {None, row["level"]}]
    return [row for row in units if _bears(row, named)]


@means("Query.adminUnit")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Row | None:
    unit = city.one("admin_unit", arguments["id"])
    return unit if unit and scope.covers(unit["code"]) else None


@means("AdminUnit.partOf")
def _(city: City, scope: Scope, unit: Row, _arguments: Arguments) -> Row | None:
    above = city.one("admin_unit", unit["partOf"])
    return above if above and scope.covers(above["code"]) else None


@means("AdminUnit.parts")
def _(city: City, _scope: Scope, unit: Row, _arguments: Arguments) -> Iterable[Row]:
    return city.where("admin_unit", "partOf", unit["id"])


@means("Query.address")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Row | None:
    return _in_jurisdiction(scope, city.one("address", arguments["id"]))


@means("Query.building")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Row | None:
    return _in_jurisdiction(scope, city.one("building", arguments["id"]))


@means("Query.room")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Row | None:
    return _in_jurisdiction(scope, city.one("room", arguments["id"]))


def _in_jurisdiction(scope: Scope, row: Row | None) -> Row | None:
    return row if row and scope.covers(row["unitCode"]) else None


@means("Query.addresses")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Iterable[Row]:
    inside = [row for row in city.all("address") if _is_within(scope, row["unitCode"], arguments.get("unit"))]
    return [row for row in inside if _is_found(row, arguments)]


@means("Query.buildings")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Iterable[Row]:
    inside = [row for row in city.all("building") if _is_within(scope, row["unitCode"], arguments.get("unit"))]
    return [row for row in inside if _is_found(_at(city, scope, row, {}), arguments)]


@means("Query.rooms")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Iterable[Row]:
    inside = [row for row in city.all("room") if _is_within(scope, row["unitCode"], arguments.get("unit"))]
    return [row for row in inside if arguments.get("kind") in {None, row["kind"]}]


@means("Query.offices")
def _(city: City, _scope: Scope, _row: Row, arguments: Arguments) -> Iterable[Row]:
    named = arguments.get("named", "")
    offices = city.where("office", "client", arguments["department"])
    return [row for row in offices if named in row["name"] or _bears(_served(city, row), named)]


def _served(city: City, office: Row) -> Row:
    unit = city.one("admin_unit", office["unitCode"], "code")
    assert unit is not None, office
    return unit


def _bears(unit: Row, named: str) -> bool:
    return named in unit["name"] or named.lower() in unit["latinName"].lower()


@means("Office.unitName")
def _(city: City, _scope: Scope, office: Row, _arguments: Arguments) -> str:
    return str(_served(city, office)["name"])


@means("Office.unitLatinName")
def _(city: City, _scope: Scope, office: Row, _arguments: Arguments) -> str:
    return str(_served(city, office)["latinName"])


@means("Address.adminUnit")
def _(city: City, _scope: Scope, address: Row, _arguments: Arguments) -> Row | None:
    return city.one("admin_unit", address["locatedIn"])


@means("Address.label")
def _(_city: City, _scope: Scope, address: Row, _arguments: Arguments) -> str:
    return f"{address['thoroughfare']} {address['locatorDesignator']} · {address['postCode']}"


@means("Address.point")
def _(_city: City, _scope: Scope, address: Row, _arguments: Arguments) -> dict[str, Any]:
    return {"type": "Point", "coordinates": list(position(address))}


@means("AdminUnit.addresses")
def _(city: City, scope: Scope, unit: Row, _arguments: Arguments) -> Iterable[Row]:
    return [row for row in city.all("address") if _is_within(scope, row["unitCode"], unit["code"])]


@means("AdminUnit.buildings")
def _(city: City, scope: Scope, unit: Row, _arguments: Arguments) -> Iterable[Row]:
    return [row for row in city.all("building") if _is_within(scope, row["unitCode"], unit["code"])]


@means("AdminUnit.workplaces")
def _(city: City, scope: Scope, unit: Row, _arguments: Arguments) -> Iterable[Row]:
    workplaces = [row for row in city.all("workplace") if _is_within(scope, row["unitCode"], unit["code"])]
    return [row for row in workplaces if _operator(city, scope, row, {})]


@means("Address.buildings")
def _(city: City, scope: Scope, address: Row, _arguments: Arguments) -> Iterable[Row]:
    return [row for row in city.where("building", "at", address["id"]) if scope.covers(row["unitCode"])]


@means("Address.workplaces")
def _workplaces_at(city: City, scope: Scope, address: Row, _arguments: Arguments) -> Iterable[Row]:
    workplaces = [row for row in city.where("workplace", "at", address["id"]) if scope.covers(row["unitCode"])]
    return [row for row in workplaces if row["isHome"] == "false" and _operator(city, scope, row, {})]


@means("Building.workplaces")
def _(city: City, scope: Scope, building: Row, _arguments: Arguments) -> Iterable[Row]:
    found: Iterable[Row] = _workplaces_at(city, scope, _at(city, scope, building, {}), {})
    return found


@means("Address.organisations")
def _(city: City, scope: Scope, address: Row, _arguments: Arguments) -> Iterable[Row]:
    return [row for row in city.where("organisation", "at", address["id"]) if _is_active(city, scope, row)]


@means("Building.address", "Office.address")
def _at(city: City, _scope: Scope, thing: Row, _arguments: Arguments) -> Row:
    address = city.one("address", thing["at"])
    assert address is not None, thing["at"]
    return address


@means("Building.rooms")
def _(city: City, scope: Scope, building: Row, _arguments: Arguments) -> Iterable[Row]:
    return [room for room in city.where("room", "in", building["id"]) if scope.covers(room["unitCode"])]


@means("Building.residentBand")
def _(city: City, scope: Scope, building: Row, _arguments: Arguments) -> str | None:
    if not scope.covers(building["unitCode"]):
        return None
    rooms = city.where("room", "in", building["id"])
    facts = [fact for room in rooms for fact in city.where("residence", "in", room["id"])]
    return band(fact for fact in facts if not _is_protected(city, fact["of"]))


def _is_protected(city: City, person: str) -> bool:
    found = city.one("person", person)
    return found is not None and found["isProtected"] == "true"


@means("Building.owners", "Room.owners")
def _(city: City, scope: Scope, place: Row, _arguments: Arguments) -> Iterable[Row]:
    return _owners(city, scope, place) if scope.covers(place["unitCode"]) else ()


def _owners(city: City, scope: Scope, place: Row) -> list[Row]:
    """Legal persons that own the place, or the building around it."""
    facts = [*city.where("ownership", "of", place["id"]), *city.where("ownership", "of", place.get("in", "-"))]
    landlords = [city.one("landlord", fact["by"]) for fact in facts if scope.holds(fact)]
    return _distinct(landlord for landlord in landlords if landlord and is_legal(city, landlord))


def _distinct(rows: Iterable[Row]) -> list[Row]:
    return list({row["id"]: row for row in rows}.values())


@means("Building.findings")
def _(city: City, scope: Scope, building: Row, arguments: Arguments) -> Iterable[Row]:
    places = [building, *city.where("room", "in", building["id"])] if scope.covers(building["unitCode"]) else []
    return [row for about in places for row in _findings(city, about, arguments)]


@means("Room.findings", "Workplace.findings")
def _(city: City, scope: Scope, about: Row, arguments: Arguments) -> Iterable[Row]:
    return _findings(city, about, arguments) if scope.covers(about["unitCode"]) else ()


def _findings(city: City, about: Row, arguments: Arguments) -> list[Row]:
    return [
        row for row in city.where("finding", "about", about["id"]) if arguments.get("state") in {None, row["state"]}
    ]


def _rooms_too(city: City, about: Row) -> list[Row]:
    """A room, a workplace or an organisation; a building with its rooms."""
    return [about, *city.where("room", "in", about["id"])]


@means("Building.complaints", "Room.complaints", "Workplace.complaints")
def _(city: City, scope: Scope, about: Row, _arguments: Arguments) -> Iterable[Row]:
    """Those in an inspection: what a resident complains of in a case of their own is not looked into."""
    if not scope.covers(about["unitCode"]):
        return []
    complaints = [row for one in _rooms_too(city, about) for row in city.where("complaint", "about", one["id"])]
    return [row for row in complaints if _inspection_of(city, row)]


@means("Building.inspections", "Room.inspections", "Workplace.inspections", "Organisation.inspections")
def _(city: City, scope: Scope, about: Row, _arguments: Arguments) -> Iterable[Row]:
    cases = [row for one in _rooms_too(city, about) for row in city.where("case", "concerns", one["id"])]
    return [row for row in cases if _is_own_inspection(city, scope, row)]


def _is_own_inspection(city: City, scope: Scope, case: Row) -> bool:
    """Whether a case is an inspection that the caller's office holds."""
    office = city.one("office", scope.office or "-", "code")
    return office is not None and case["at"] == office["id"] and case["kind"] in INSPECTIONS


def _inspection_of(city: City, row: Row) -> Row | None:
    """The inspection case to which a finding, an order or a complaint belongs."""
    case = city.one("case", row["in"])
    return case if case and case["kind"] in INSPECTIONS else None


@means("Building.mandates", "Room.mandates")
def _(city: City, scope: Scope, given: Row, _arguments: Arguments) -> Iterable[Row]:
    """Those for the place, or for the building around it; one that names both stands once."""
    facts = [*city.where("mandate", "for", given["id"]), *city.where("mandate", "for", given.get("in", "-"))]
    is_inside = scope.covers(given["unitCode"])
    return list({row["fact"]: row for row in facts if is_inside and scope.holds(row)}.values())


@means("Room.building")
def _(city: City, _scope: Scope, room: Row, _arguments: Arguments) -> Row | None:
    return city.one("building", room["in"])


@means("Room.licences")
def _(city: City, scope: Scope, room: Row, _arguments: Arguments) -> Iterable[Row]:
    if not scope.covers(room["unitCode"]):
        return []
    return [row for row in city.where("landlord_licence", "covers", room["id"]) if scope.holds(row)]


# ── organisations ────────────────────────────────────────────────────────────────────────────────────────────────────


def _is_active(city: City, scope: Scope, organisation: Row) -> bool:
    """Whether an organisation owns, manages or employs in the jurisdiction."""
    return (
        any(_owns_within(city, scope, row) for row in city.where("landlord", "is", organisation["id"]))
        or any(_manages_within(city, scope, row) for row in city.where("managing_agent", "is", organisation["id"]))
        or any(_employs_within(city, scope, row) for row in city.where("employer", "is", organisation["id"]))
    )


@means("Query.organisation")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Row | None:
    organisation = city.one("organisation", arguments["id"])
    return organisation if organisation and _is_active(city, scope, organisation) else None


@means("Query.organisations")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Iterable[Row]:
    named = [row for row in city.all("organisation") if _is_named(row, arguments)]
    return [row for row in named if _is_active(city, scope, row)]


def _is_named(organisation: Row, arguments: Arguments) -> bool:
    search = arguments.get("search")
    return search is None or has_words(search, organisation["legalName"], organisation["latinName"])


@means("Organisation.address")
def _(city: City, scope: Scope, organisation: Row, _arguments: Arguments) -> Row | None:
    return _in_jurisdiction(scope, city.one("address", organisation["at"]))


@means("Organisation.landlord")
def _(city: City, scope: Scope, organisation: Row, _arguments: Arguments) -> Row | None:
    landlord = city.one("landlord", organisation["id"], "is")
    return landlord if landlord and _owns_within(city, scope, landlord) else None


@means("Organisation.managingAgent")
def _(city: City, _scope: Scope, organisation: Row, _arguments: Arguments) -> Row | None:
    return city.one("managing_agent", organisation["id"], "is")


@means("Organisation.employer")
def _(city: City, scope: Scope, organisation: Row, _arguments: Arguments) -> Row | None:
    employer = city.one("employer", organisation["id"], "is")
    return employer if employer and _employs_within(city, scope, employer) else None


@means("Landlord.organisation", "ManagingAgent.organisation", "Employer.organisation")
def _organisation(city: City, _scope: Scope, role: Row, _arguments: Arguments) -> Row | None:
    return city.one("organisation", role["is"])


# ── letting ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@means("Query.landlord")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Row | None:
    landlord = city.one("landlord", arguments["id"])
    return landlord if landlord and is_legal(city, landlord) and _owns_within(city, scope, landlord) else None


@means("Query.landlords")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Iterable[Row]:
    named = [row for row in city.all("landlord") if _legal_name_fits(city, row, arguments)]
    on_map = {name: arguments[name] for name in ("near", "within") if name in arguments}
    found = [
        row for row in named if any(_is_owned_on(city, scope, it, on_map, arguments) for it in _owned(city, scope, row))
    ]
    return [{**row, "rank": str(-_open_orders(city, scope, row, arguments))} for row in found]


@means("Landlord.openRepairOrders")
def _open_orders(city: City, scope: Scope, landlord: Row, arguments: Arguments) -> int:
    orders = _orders(city, scope, landlord, arguments.get("unit"))
    return len([row for row in orders if row["state"] in {"ISSUED", "OVERDUE", "APPEALED"}])


@means("Landlord.repairOrders")
def _(city: City, scope: Scope, landlord: Row, arguments: Arguments) -> Iterable[Row]:
    return [row for row in _orders(city, scope, landlord) if arguments.get("state") in {None, row["state"]}]


def _orders(city: City, scope: Scope, landlord: Row, unit: str | None = None) -> list[Row]:
    """The repair orders on what a landlord owns, each once."""
    owned = [one for it in _owned(city, scope, landlord) for one in _rooms_too(city, it)]
    inside = [row for row in owned if _is_within(scope, row["unitCode"], unit)]
    findings = [row for one in inside for row in city.where("finding", "about", one["id"])]
    return _distinct(order for row in findings for order in city.where("repair_order", "remedies", row["id"]))


@means("Query.managingAgents")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Iterable[Row]:
    named = [row for row in city.all("managing_agent") if _legal_name_fits(city, row, arguments)]
    return [row for row in named if _manages_within(city, scope, row, arguments.get("unit"))]


@means("Query.mandate")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Row | None:
    mandates = city.where("mandate", "fact", arguments["id"])
    return next((row for row in mandates if scope.holds(row) and _is_for_within(city, scope, row)), None)


@means("Query.landlordLicence")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Row | None:
    licences = city.where("landlord_licence", "fact", arguments["id"])
    return next((row for row in licences if scope.holds(row) and _covers_within(city, scope, row)), None)


@means("Landlord.buildings")
def _(city: City, scope: Scope, landlord: Row, _arguments: Arguments) -> Iterable[Row]:
    return _buildings_of(city, scope, (row["id"] for row in _owned(city, scope, landlord)))


def _buildings_of(city: City, scope: Scope, place_ids: Iterable[str]) -> list[Row]:
    """The buildings in the jurisdiction among some places."""
    buildings = [city.one("building", place_id) for place_id in place_ids]
    return _distinct(row for row in buildings if row and scope.covers(row["unitCode"]))


def _mandates_of(city: City, scope: Scope, column: str, role: Row) -> list[Row]:
    mandates = [row for row in city.where("mandate", column, role["id"]) if scope.holds(row)]
    return [row for row in mandates if _is_for_within(city, scope, row)]


@means("Landlord.agents")
def _(city: City, scope: Scope, landlord: Row, _arguments: Arguments) -> Iterable[Row]:
    agents = [city.one("managing_agent", row["to"]) for row in _mandates_of(city, scope, "givenBy", landlord)]
    return _distinct(row for row in agents if row and is_legal(city, row))


@means("ManagingAgent.landlords")
def _(city: City, scope: Scope, agent: Row, _arguments: Arguments) -> Iterable[Row]:
    landlords = [city.one("landlord", row["givenBy"]) for row in _mandates_of(city, scope, "to", agent)]
    return _distinct(row for row in landlords if row and is_legal(city, row))


@means("ManagingAgent.rooms")
def _(city: City, scope: Scope, agent: Row, _arguments: Arguments) -> Iterable[Row]:
    given = {place_id for row in _mandates_of(city, scope, "to", agent) for place_id in row["for"].split(";")}
    return [room for room in city.all("room") if scope.covers(room["unitCode"]) and given & {room["id"], room["in"]}]


@means("ManagingAgent.buildings")
def _(city: City, scope: Scope, agent: Row, _arguments: Arguments) -> Iterable[Row]:
    mandates = _mandates_of(city, scope, "to", agent)
    return _buildings_of(city, scope, (place_id for row in mandates for place_id in row["for"].split(";")))


@means("Mandate.buildings")
def _(city: City, scope: Scope, mandate: Row, _arguments: Arguments) -> Iterable[Row]:
    return _buildings_of(city, scope, mandate["for"].split(";"))


def _is_owned_on(city: City, scope: Scope, owned: Row, on_map: Arguments, arguments: Arguments) -> bool:
    """Whether a room or a building lies in the unit and on the map, as far as these are given."""
    building = city.one("building", owned["in"]) if "in" in owned else owned
    assert building is not None
    return _is_within(scope, owned["unitCode"], arguments.get("unit")) and _is_found(
        _at(city, scope, building, {}), on_map
    )


def _legal_name_fits(city: City, role: Row, arguments: Arguments) -> bool:
    organisation = city.one("organisation", role["is"])
    return organisation is not None and _is_named(organisation, arguments)


@means("Query.managingAgent")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Row | None:
    agent = city.one("managing_agent", arguments["id"])
    return agent if agent and is_legal(city, agent) and _manages_within(city, scope, agent) else None


@means("Query.licence")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Row | None:
    licences = city.where("landlord_licence", "number", arguments["number"])
    return next((row for row in licences if scope.holds(row) and _covers_within(city, scope, row)), None)


@means("Landlord.rooms")
def _(city: City, scope: Scope, landlord: Row, _arguments: Arguments) -> Iterable[Row]:
    owned = {place["id"] for place in _owned(city, scope, landlord)}
    return [room for room in city.all("room") if scope.covers(room["unitCode"]) and owned & {room["id"], room["in"]}]


@means("Landlord.licences")
def _(city: City, scope: Scope, landlord: Row, _arguments: Arguments) -> Iterable[Row]:
    licences = city.where("landlord_licence", "heldBy", landlord["id"])
    return [row for row in licences if scope.holds(row) and _covers_within(city, scope, row)]


@means("Landlord.mandates")
def _(city: City, scope: Scope, landlord: Row, _arguments: Arguments) -> Iterable[Row]:
    mandates = city.where("mandate", "givenBy", landlord["id"])
    return [row for row in mandates if scope.holds(row) and _is_for_within(city, scope, row)]


@means("ManagingAgent.mandates")
def _(city: City, scope: Scope, agent: Row, _arguments: Arguments) -> Iterable[Row]:
    mandates = city.where("mandate", "to", agent["id"])
    return [row for row in mandates if scope.holds(row) and _is_for_within(city, scope, row)]


@means("LandlordLicence.landlord")
def _(city: City, _scope: Scope, licence: Row, _arguments: Arguments) -> Row | None:
    return _legal(city, city.one("landlord", licence["heldBy"]))


@means("LandlordLicence.isLimited")
def _(_city: City, _scope: Scope, licence: Row, _arguments: Arguments) -> bool:
    return licence["validTo"] != ""


@means("LandlordLicence.rooms")
def _(city: City, scope: Scope, licence: Row, _arguments: Arguments) -> Iterable[Row]:
    return [room for room in city.these("room", licence["covers"]) if scope.covers(room["unitCode"])]


@means("Mandate.landlord")
def _(city: City, _scope: Scope, mandate: Row, _arguments: Arguments) -> Row | None:
    return _legal(city, city.one("landlord", mandate["givenBy"]))


@means("Mandate.agent")
def _(city: City, _scope: Scope, mandate: Row, _arguments: Arguments) -> Row | None:
    return _legal(city, city.one("managing_agent", mandate["to"]))


def _legal(city: City, role: Row | None) -> Row | None:
    return role if role and is_legal(city, role) else None


@means("Mandate.rooms")
def _(city: City, scope: Scope, mandate: Row, _arguments: Arguments) -> Iterable[Row]:
    given = set(mandate["for"].split(";"))
    return [room for room in city.all("room") if scope.covers(room["unitCode"]) and given & {room["id"], room["in"]}]


# ── employment ───────────────────────────────────────────────────────────────────────────────────────────────────────


@means("Query.employer")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Row | None:
    employer = city.one("employer", arguments["id"])
    return employer if employer and is_legal(city, employer) and _employs_within(city, scope, employer) else None


@means("Query.employers")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Iterable[Row]:
    named = [row for row in city.all("employer") if _legal_name_fits(city, row, arguments)]
    return [row for row in named if any(_workplaces_found(city, scope, arguments, row["id"]))]


@means("Query.workplace")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Row | None:
    workplace = _in_jurisdiction(scope, city.one("workplace", arguments["id"]))
    return workplace if workplace and _operator(city, scope, workplace, {}) else None


@means("Query.workplaces")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Iterable[Row]:
    legal = [row for row in city.all("employer") if _legal_name_fits(city, row, arguments)]
    return [row for employer in legal for row in _workplaces_found(city, scope, arguments, employer["id"])]


def _workplaces_found(city: City, scope: Scope, arguments: Arguments, employer_id: str) -> list[Row]:
    """An employer's workplaces in the unit; with a map, those on it, and a home is on none."""
    workplaces = city.where("workplace", "operatedBy", employer_id)
    found = [row for row in workplaces if _is_within(scope, row["unitCode"], arguments.get("unit"))]
    if not {"near", "within"} & arguments.keys():
        return found
    on_map = {name: arguments[name] for name in ("near", "within") if name in arguments}
    return [row for row in found if row["isHome"] == "false" and _is_found(_at(city, scope, row, {}), on_map)]


@means("Employer.workplaces")
def _(city: City, scope: Scope, employer: Row, _arguments: Arguments) -> Iterable[Row]:
    return [row for row in city.where("workplace", "operatedBy", employer["id"]) if scope.covers(row["unitCode"])]


@means("Workplace.address", "PersonalWorkplace.address")
def _(city: City, scope: Scope, workplace: Row, _arguments: Arguments) -> Row | None:
    return None if workplace["isHome"] == "true" else _at(city, scope, workplace, {})


@means("Workplace.adminUnit")
def _(city: City, _scope: Scope, workplace: Row, _arguments: Arguments) -> Row | None:
    return city.one("admin_unit", workplace["unitCode"], "code")


@means("Workplace.workerBand")
def _(city: City, _scope: Scope, workplace: Row, _arguments: Arguments) -> str:
    return band(city.where("employment", "at", workplace["id"]))


@means("Workplace.employer")
def _operator(city: City, _scope: Scope, workplace: Row, _arguments: Arguments) -> Row | None:
    return _legal(city, city.one("employer", workplace["operatedBy"]))


@means("Employment.workplace")
def _(city: City, _scope: Scope, employment: Row, _arguments: Arguments) -> Row | None:
    return city.one("workplace", employment["at"])


@means("PersonalWorkplace.employerName")
def _(city: City, scope: Scope, workplace: Row, _arguments: Arguments) -> str | None:
    employer = _operator(city, scope, workplace, {})
    return None if employer is None else _organisation(city, scope, employer, {})["legalName"]


# ── a person ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _may_show(scope: Scope, person: Row) -> bool:
    """A protected person's facts are in their own record only."""
    return scope.is_own or person["isProtected"] == "false"


def _facts(city: City, scope: Scope, person: Row, kind: str, column: str) -> list[Row]:
    if not _may_show(scope, person):
        return []
    facts = city.where(kind, column, person["id"])
    return [row for row in facts if scope.holds(row) and row["state"] != "WITHDRAWN"]


@means("Person.residences")
def _(city: City, scope: Scope, person: Row, _arguments: Arguments) -> Iterable[Row]:
    return _facts(city, scope, person, "residence", "of")


@means("Person.tenancies")
def _(city: City, scope: Scope, person: Row, _arguments: Arguments) -> Iterable[Row]:
    return _facts(city, scope, person, "tenancy", "to")


@means("Person.employments")
def _(city: City, scope: Scope, person: Row, _arguments: Arguments) -> Iterable[Row]:
    return _facts(city, scope, person, "employment", "of")


@means("Person.declaredContacts")
def _(city: City, scope: Scope, person: Row, _arguments: Arguments) -> Iterable[Row]:
    return _facts(city, scope, person, "declared_contact", "of")


@means("Person.residenceHistory")
def _(city: City, scope: Scope, person: Row, _arguments: Arguments) -> Iterable[Row]:
    if not _may_show(scope, person):
        return []
    facts = city.where("residence", "of", person["id"])
    return [row for row in facts if is_known(row, scope.known_at) and row["state"] != "WITHDRAWN"]


@means("Person.household")
def _(city: City, scope: Scope, person: Row, _arguments: Arguments) -> Row | None:
    return next(iter(_facts(city, scope, person, "household", "members")), None)


@means("Household.members")
def _(city: City, scope: Scope, household: Row, _arguments: Arguments) -> Iterable[Row]:
    return [member for member in city.these("person", household["members"]) if _may_show(scope, member)]


@means("Person.name", "HouseholdMember.name")
def _name(city: City, scope: Scope, person: Row, _arguments: Arguments) -> Row | None:
    details = [row for row in city.where("person_details", "of", person["id"]) if scope.holds(row)]
    assert len(details) < 2, "two names at once"
    return details[0] if details else None


@means("Person.birthDate", "HouseholdMember.birthDate")
def _(city: City, scope: Scope, person: Row, _arguments: Arguments) -> str | None:
    details = _name(city, scope, person, {})
    return details["birthDate"] or None if details else None


NAMES = {"full": "fullName", "family": "familyName", "given": "givenName", "latin": "latinName"}


@means("DeclaredContact.isConfirmed")
def _(_city: City, _scope: Scope, contact: Row, _arguments: Arguments) -> bool:
    return contact["is"] != ""


@means("Residence.room")
def _(city: City, _scope: Scope, residence: Row, _arguments: Arguments) -> Row | None:
    return city.one("room", residence["in"])


@means("Residence.address")
def _(city: City, scope: Scope, residence: Row, _arguments: Arguments) -> Row | None:
    if not residence["in"]:
        return None
    building = city.one("building", place(city, residence["in"])["in"])
    assert building is not None
    address: Row = _at(city, scope, building, {})
    return address


@means("Tenancy.room")
def _(city: City, _scope: Scope, tenancy: Row, _arguments: Arguments) -> Row | None:
    return city.one("room", tenancy["lets"])


@means("Residence.unit", "Tenancy.unit")
def _(city: City, _scope: Scope, fact: Row, _arguments: Arguments) -> Row | None:
    room = city.one("room", fact.get("in") or fact.get("lets") or "")
    return city.one("admin_unit", room["unitCode"], "code") if room else city.one("admin_unit", fact["inUnit"])


# ── cases ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@means("Query.inspections")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Iterable[Row]:
    office = city.one("office", scope.office or "-", "code")
    cases = city.where("case", "at", office["id"]) if office else ()
    inspections = [row for row in cases if row["kind"] in INSPECTIONS]
    state = arguments.get("state")
    visits = {row["id"]: {visit["state"] for visit in city.where("inspection", "in", row["id"])} for row in inspections}
    return [row for row in inspections if state is None or state in visits[row["id"]]]


def permissions(city: City, case: Row, *, today: str) -> list[str]:
    """What the resident allowed for a case, as far as it stands today."""
    standing = [row for row in city.where("consent_grant", "in", case["id"]) if _stands(row, today)]
    return sorted({permission for row in standing for permission in row["permissions"].split(";")})


def lapsed_permissions(city: City, case: Row, *, today: str) -> dict[str, str]:
    """What the resident allowed for a case and is over: by the permission, the code which says how it ended last."""
    granted = permissions(city, case, today=today)
    over = [
        row
        for row in city.where("consent_grant", "in", case["id"])
        if not row["recordedTo"] and row["validFrom"] <= today and not _stands(row, today)
    ]
    codes: dict[str, str] = {}
    for row in sorted(over, key=lambda row: row["recordedFrom"]):
        code = "GRANT_REVOKED" if row["state"] == "WITHDRAWN" else "GRANT_EXPIRED"
        codes |= {permission: code for permission in row["permissions"].split(";") if permission not in granted}
    return codes


def _stands(row: Row, today: str) -> bool:
    """A consent is what the register says now, holds today, and is less than 90 days old."""
    days = (date.fromisoformat(today) - date.fromisoformat(row["validFrom"])).days
    return not row["recordedTo"] and row["state"] in _STANDING and is_valid(row, today) and days < 90


@means("Case.permissions")
def _(city: City, scope: Scope, case: Row, _arguments: Arguments) -> list[str]:
    return permissions(city, case, today=scope.today)


@means("Case.office")
def _(city: City, _scope: Scope, case: Row, _arguments: Arguments) -> Row | None:
    return city.one("office", case["at"])


def _concerned(kind: str) -> Meaning:
    return lambda city, _scope, case, _arguments: city.one(kind, case["concerns"])


for _field, _kind in {
    "subject": "person",
    **{kind: kind for kind in ("room", "building", "workplace", "organisation")},
}.items():
    MEANING[f"Case.{_field}"] = _concerned(_kind)


@means("Case.landlord")
def _(city: City, scope: Scope, case: Row, _arguments: Arguments) -> Row | None:
    concerned = city.one("room", case["concerns"]) or city.one("building", case["concerns"])
    owners = _owners(city, scope, concerned) if concerned else ()
    return min(owners, key=lambda row: row["id"], default=None)


@means("Case.employer")
def _(city: City, scope: Scope, case: Row, _arguments: Arguments) -> Row | None:
    workplace = city.one("workplace", case["concerns"])
    return _operator(city, scope, workplace, {}) if workplace else None


@means("Case.parties")
def _(city: City, scope: Scope, case: Row, _arguments: Arguments) -> Iterable[Row]:
    """Of an open inspection: whoever owns the place or the building around it, or runs the workplace, and is a person."""
    if case["state"] != "OPEN":
        return []
    workplace = city.one("workplace", case["concerns"])
    if workplace:
        employer = city.one("employer", workplace["operatedBy"])
        return [_party(city, scope, "EMPLOYER", employer)] if employer and not is_legal(city, employer) else []
    concerned = city.one("room", case["concerns"]) or city.one("building", case["concerns"])
    if concerned is None:
        return []
    facts = [*city.where("ownership", "of", concerned["id"]), *city.where("ownership", "of", concerned.get("in", "-"))]
    owners = _distinct(row for fact in facts if scope.holds(fact) and (row := city.one("landlord", fact["by"])))
    rooms = {concerned["id"], *(room["id"] for room in city.where("room", "in", concerned["id"]))}
    return [_party(city, scope, "LANDLORD", row, rooms) for row in owners if not is_legal(city, row)]


def _party(city: City, scope: Scope, role: str, row: Row, rooms: Iterable[str] = ()) -> Row:
    """What a case says of a party: `row` is the landlord or the employer, `rooms` are those of the case."""
    licences = [fact for fact in city.where("landlord_licence", "heldBy", row["id"]) if scope.holds(fact)]
    numbers = {fact["number"] for fact in licences if set(fact["covers"].split(";")) & set(rooms)}
    return {**_named(city, scope, role, row["is"]), "licenceNumbers": ";".join(sorted(numbers)), "key": row["id"]}


def _named(city: City, scope: Scope, role: str, person_id: str) -> Row:
    person = city.one("person", person_id)
    assert person is not None, person_id
    details = _name(city, scope, person, {}) if person["isProtected"] == "false" else None
    return {"role": role, "name": details["fullName"] if details else "", "licenceNumbers": ""}


@means("CaseComplaint.complainant")
def _(city: City, scope: Scope, complaint: Row, _arguments: Arguments) -> Row | None:
    case = city.one("case", complaint["in"])
    is_shown = case is not None and case["state"] == "OPEN" and complaint["isNameDisclosed"] == "true"
    return _named(city, scope, "COMPLAINANT", complaint["madeBy"]) if is_shown and complaint["madeBy"] else None


def _in_case(kind: str) -> Meaning:
    return lambda city, _scope, case, _arguments: city.where(kind, "in", case["id"])


for _field, _kind in {
    "inspections": "inspection",
    "findings": "finding",
    "orders": "repair_order",
    "complaints": "complaint",
}.items():
    MEANING[f"Case.{_field}"] = _in_case(_kind)


@means("Query.inspectionCase")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Row | None:
    case = city.one("case", arguments["id"])
    return case if case and _is_own_inspection(city, scope, case) else None


@means("Query.finding")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Row | None:
    return _about_here(city, scope, city.one("finding", arguments["id"]))


@means("Query.repairOrder")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Row | None:
    order = city.one("repair_order", arguments["id"])
    return order if order and _about_here(city, scope, city.one("finding", order["remedies"])) else None


@means("Query.complaint")
def _(city: City, scope: Scope, _row: Row, arguments: Arguments) -> Row | None:
    complaint = _about_here(city, scope, city.one("complaint", arguments["id"]))
    return complaint if complaint and _inspection_of(city, complaint) else None


def _about_here(city: City, scope: Scope, row: Row | None) -> Row | None:
    """A finding or a complaint, if it is about a place in the jurisdiction; a workplace is a legal person's."""
    if row is None:
        return None
    workplace = city.one("workplace", row["about"])
    about = workplace or place(city, row["about"])
    is_here = scope.covers(about["unitCode"]) and (workplace is None or _operator(city, scope, workplace, {}))
    return row if is_here else None


@means("Finding.room", "Complaint.room")
def _(city: City, scope: Scope, row: Row, _arguments: Arguments) -> Row | None:
    return _in_jurisdiction(scope, city.one("room", row["about"]))


@means("Finding.building", "Complaint.building")
def _(city: City, scope: Scope, row: Row, _arguments: Arguments) -> Row | None:
    return _in_jurisdiction(scope, city.one("building", row["about"]))


@means("Finding.workplace", "Complaint.workplace")
def _(city: City, scope: Scope, row: Row, _arguments: Arguments) -> Row | None:
    workplace = _in_jurisdiction(scope, city.one("workplace", row["about"]))
    return workplace if workplace and _operator(city, scope, workplace, {}) else None


@means("Finding.inspection", "RepairOrder.inspection", "Complaint.inspection")
def _(city: City, scope: Scope, row: Row, _arguments: Arguments) -> Row | None:
    case = city.one("case", row["in"])
    return case if case and _is_own_inspection(city, scope, case) else None


@means("RepairOrder.finding")
def _(city: City, _scope: Scope, order: Row, _arguments: Arguments) -> Row | None:
    return city.one("finding", order["remedies"])


@means("Finding.orders")
def _(city: City, _scope: Scope, finding: Row, _arguments: Arguments) -> Iterable[Row]:
    return city.where("repair_order", "remedies", finding["id"])


# ── who is asking ────────────────────────────────────────────────────────────────────────────────────────────────────


@means("Viewer.office")
def _(city: City, scope: Scope, _viewer: Row, _arguments: Arguments) -> Row | None:
    return city.one("office", scope.office or "-", "code")


@means("Viewer.jurisdiction")
def _(city: City, scope: Scope, _viewer: Row, _arguments: Arguments) -> Row | None:
    return city.one("admin_unit", scope.jurisdiction, "code")


_counts("Building.owners", "Room.owners", "Room.licences", "Finding.orders")
_counts("Case.inspections", "Case.findings", "Case.orders", "Case.complaints")
