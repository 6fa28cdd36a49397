"""Places: where the fields of administrative units, addresses, buildings, rooms and offices come from."""

from loaders.source import Connection, Count, Form, GlobalId, Many, One, Property, Topic, Value

FOUND = {"search": "place/addresses_search", "near": "place/addresses_near", "within": "place/addresses_within"}
ON_THE_MAP = ("near", "within")
_ADDRESSES = {argument: (name,) for argument, name in FOUND.items()}
_BUILDINGS = {argument: (name, "place/buildings_at") for argument, name in FOUND.items()}

TOPIC: Topic = {
    "Query": {
        "adminUnit": One("place/admin_unit"),
        "adminUnits": Connection("place/admin_units", order=("next.code",)),
        "address": One("place/address"),
        "addresses": Connection("place/addresses", order=("next.unitCode", "next.id"), when=_ADDRESSES),
        "building": One("place/building"),
        "buildings": Connection("place/buildings", order=("next.unitCode", "next.id"), when=_BUILDINGS),
        "room": One("place/room"),
        "rooms": Connection("place/rooms", order=("next.unitCode", "next.id")),
        "offices": Connection("place/offices", order=("next.code",)),
    },
    "AdminUnit": {
        "id": GlobalId(),
        "code": Property(),
        "level": Property(),
        "name": Property(),
        "latinName": Property(),
        "partOf": One("place/admin_unit_part_of"),
        "parts": Connection("place/admin_unit_parts", order=("next.code",)),
        "addresses": Connection("place/unit_addresses", order=("next.unitCode", "next.id")),
        "buildings": Connection("place/unit_buildings", order=("next.unitCode", "next.id")),
        "workplaces": Connection("employment/unit_workplaces", order=("next.unitCode", "next.id")),
    },
    "Address": {
        "id": GlobalId(),
        "thoroughfare": Property(),
        "locatorDesignator": Property(),
        "postCode": Property(),
        "fullAddress": Property(),
        "latinAddress": Property(),
        "point": Property(form=Form.POINT),
        "adminUnit": One("place/address_admin_unit"),
        "buildings": Connection("place/buildings_at"),
        "workplaces": Connection("employment/workplaces_at"),
        "organisations": Connection("organisation/seated_at"),
    },
    "Building": {
        "id": GlobalId(),
        "kind": Property(),
        "storeys": Property(),
        "address": One("place/at_address"),
        "residentBand": Property(form=Form.WITHIN),
        "rooms": Connection("place/building_rooms"),
        "owners": Many("letting/owners", order=("next.id",)),
        "ownersCount": Count("letting/owners"),
        "findings": Connection("inspection/building_findings"),
        "mandates": Connection("letting/building_mandates", order=("next.fact",)),
        "workplaces": Connection("employment/building_workplaces"),
        "complaints": Connection("inspection/building_complaints"),
        "inspections": Connection("inspection/building_inspections", order=("next.number",)),
    },
    "Room": {
        "id": GlobalId(),
        "designator": Property(),
        "kind": Property(),
        "floor": Property(),
        "areaSquareMetres": Property(),
        "permittedOccupancy": Property(),
        "declaredPlaces": Property(),
        "building": One("place/room_building"),
        "licences": Many("letting/room_licences", order=("next.number",)),
        "licencesCount": Count("letting/room_licences"),
        "owners": Many("letting/owners", order=("next.id",)),
        "ownersCount": Count("letting/owners"),
        "findings": Connection("inspection/room_findings"),
        "mandates": Connection("letting/room_mandates", order=("next.fact",)),
        "complaints": Connection("inspection/complaints_about"),
        "inspections": Connection("inspection/inspections_of", order=("next.number",)),
    },
    "Office": {
        "code": Property(),
        "name": Property(),
        "client": Property(),
        "unitName": Value("place/office_unit_name"),
        "unitLatinName": Value("place/office_unit_latin_name"),
        "address": One("place/at_address"),
    },
}
