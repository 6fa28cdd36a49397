"""Who asks generated documents, which roots they ask, and the values they ask with: all drawn from the city's rows."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from hub.demo.city import DEMO_ISSUER
from tests.planner.documents import Pools
from tests.reference.executor import Asker, global_id
from tests.reference.meaning import INSPECTIONS
from tests.reference.rows import City, Row, is_valid

DAYS = ("2026-11-01", "2026-10-01", "2024-02-29", "2022-07-15", "2020-09-01", "2018-01-31", "2016-01-01")
INSTANTS = ("2026-11-01T00:00:00Z", "2023-05-05T12:00:00.500+08:00", "2020-09-01T00:00:00Z", "2017-03-20T08:21:21.605Z")
NOBODY = str(uuid.UUID("01581d2f-7801-7b7c-a5d9-000000000000"))

_PLACES = ("adminUnit", "adminUnits", "address", "addresses", "building", "buildings", "room", "rooms", "node")
_FIRMS = ("organisation", "organisations", "landlord", "landlords", "licence", "landlordLicence", "managingAgents")
_FOUND = ("finding", "repairOrder", "complaint", "inspectionCase")
_WORK = ("employer", "employers", "workplace", "workplaces")
ROOTS = {
    "housing": (
        *(*_PLACES, *_FIRMS, *_FIRMS, *_FOUND, *["inspections"] * 4),
        *("managingAgent", "mandate", "viewer", "employers", "offices"),
    ),
    "labour": (
        *_PLACES,
        "organisation",
        "organisations",
        *_WORK,
        *_WORK,
        *_FOUND,
        *["inspections"] * 4,
        "viewer",
        "landlords",
    ),
    "tax": (*_PLACES, *_FIRMS, "viewer", "inspections", "offices"),
}
_PURPOSES = {
    "housing": (
        "housing-safety-inspection",
        "landlord-licensing",
        "rental-registration",
        "housing-service",
        "rental-tax",
    ),
    "labour": ("workplace-inspection", "wage-complaint", ""),
    "tax": ("rental-tax",),
}
_KINDS = {
    "AdminUnit": "admin_unit",
    "Address": "address",
    "Building": "building",
    "Room": "room",
    "Organisation": "organisation",
    "Landlord": "landlord",
    "ManagingAgent": "managing_agent",
    "Employer": "employer",
    "Workplace": "workplace",
    "LandlordLicence": "landlord_licence",
    "Mandate": "mandate",
    "InspectionCase": "case",
    "Finding": "finding",
    "RepairOrder": "repair_order",
    "Complaint": "complaint",
}


@dataclass(frozen=True)
class Asking:
    """One who asks, the roots they ask, and the values."""

    who: Asker
    roots: Sequence[str]
    pools: Pools


def inspectors(city: City, today: str) -> st.SearchStrategy[Asking]:
    """Officers of the housing authority, the labour inspectorate and the tax office."""
    offices = {row["id"]: row for row in city.all("office") if row["client"] in ROOTS}
    staff = [row for row in _active(city, today) if row["worksAt"] in offices]

    def asking(row: Row, choice: int) -> Asking:
        office = offices[row["worksAt"]]
        purposes = _PURPOSES[office["client"]]
        purpose = purposes[choice if choice < len(purposes) else 0]
        who = Asker(office["client"], row["subject"], office["code"], purpose, DEMO_ISSUER)
        return Asking(who, ROOTS[office["client"]], pools(city, office["unitCode"]))

    return st.builds(asking, st.sampled_from(staff), st.integers(0, 12))


def residents(city: City) -> st.SearchStrategy[Asking]:
    """People with a sign-in of their own; now and then they ask what is not theirs to ask."""
    made = pools(city, "-")
    roots = (*["me"] * 10, "viewer", "rooms", *["offices"] * 2)
    return st.sampled_from(city.all("sign_in")).map(
        lambda row: Asking(Asker("resident", row["subject"], None, "", row["issuer"]), roots, made)
    )


def case_officers(city: City, today: str) -> st.SearchStrategy[Asking]:
    """Officers and deputies with a case of theirs, open or not; now and then with another's, or for another purpose."""
    staff = {row["fact"]: row for row in _active(city, today)}
    held = [
        (case, staff[case[column]])
        for case in city.all("case")
        for column in ("openedBy", "deputy")
        if case[column] in staff and staff[case[column]]["worksAt"] == case["at"]
    ]
    standing = [pair for pair in held if pair[0]["state"] != "CLOSED" and pair[0]["endsAt"][:10] > today]
    personal = [pair for pair in standing if pair[0]["proof"] != "EX_OFFICIO"]

    def asking(pair: tuple[Row, Row], *, is_strange: bool) -> Asking:
        case, officer = pair
        office = city.one("office", case["at"])
        assert office is not None
        purpose = "resident-registration" if is_strange else case["purpose"]
        who = Asker(office["client"], officer["subject"], office["code"], purpose, DEMO_ISSUER)
        numbers = [case["number"]] * 18 + [city.all("case")[0]["number"], "C2026-999-99999"]
        made = pools(city, office["unitCode"])
        return Asking(who, (*["case"] * 8, "viewer"), Pools(made.ids, {**made.values, "number": numbers}))

    strange = st.sampled_from(held)  # most of them closed
    pairs = st.one_of(*[st.sampled_from(personal)] * 4, *[st.sampled_from(standing)] * 3, strange)
    return st.builds(asking, pairs, is_strange=st.integers(0, 15).map(lambda number: number == 7))


def _active(city: City, today: str) -> list[Row]:
    return [row for row in city.all("staff_member") if not row["recordedTo"] and is_valid(row, today)]


def pools(city: City, unit: str) -> Pools:
    """Values for an office that works within `unit`: its own, some of elsewhere, and some of nobody."""
    ids = {type_name: _ids(city, type_name, kind, unit) for type_name, kind in _KINDS.items()}
    codes = [row["code"] for row in city.all("admin_unit")]
    inside = [code for code in codes if code.startswith(unit)] or codes
    addresses = [row for row in city.all("address") if row["unitCode"].startswith(unit)] or list(city.all("address"))
    values: dict[str, Sequence[Any]] = {
        "unit": [*inside, *inside, codes[0], codes[-1]],
        "number": [row["number"] for row in _every(city.all("landlord_licence"), 40)],
        "asOf": DAYS,
        "knownAt": INSTANTS,
        "search": _words(city),
        "named": ["ONG", "fang", "区", "街道", "nothing of the kind"],
        "department": [*sorted({row["client"] for row in city.all("office")}), "resident", "nobody"],
        "near": [_near(row, metres) for row in _every(addresses, 5) for metres in (1.0, 400.0, 2_500.0, 15_000.0)],
        "within": [_box(row, degrees) for row in _every(addresses, 5) for degrees in (0.0005, 0.01, 0.3)],
    }
    return Pools(ids, values)


def _ids(city: City, type_name: str, kind: str, unit: str) -> list[str]:
    rows = city.all(kind)
    column = "code" if kind == "admin_unit" else "unitCode"
    inside = [row for row in rows if row.get(column, unit).startswith(unit)]
    if kind == "case":
        inside = [row for row in rows if row["kind"] in INSPECTIONS]
    chosen = [*_every(inside, 12), *_every(rows, 6)]
    return [global_id(type_name, row.get("id") or row["fact"]) for row in chosen] + [global_id(type_name, NOBODY)]


def _every(rows: Sequence[Row], count: int) -> Sequence[Row]:
    return rows[:: max(1, len(rows) // count)]


def _words(city: City) -> list[str]:
    """Parts of names and addresses, of several words, in both scripts; and what no name has."""
    names = [row["legalName"] for row in _every(city.all("organisation"), 12)]
    addresses = [row["fullAddress"] for row in _every(city.all("address"), 8)]
    parts = [name[3:7] for name in names] + [f"{name[:3]} {name[5:9]}" for name in names]
    latin = [row["latinName"] for row in _every(city.all("organisation"), 4)]
    latin += [row["latinAddress"] for row in _every(city.all("address"), 4)]
    latin += [" ".join(line.split(",")[0].split()[1:]) for line in latin[-4:]]
    return [
        *parts,
        *[text[-6:] for text in addresses],
        *[text[:6] for text in addresses],
        *latin,
        "有限公司",
        "company",
        "无此名",
    ]


def _near(address: Row, metres: float) -> dict[str, float]:
    longitude, latitude = map(float, address["point"].split(" "))
    return {"longitude": longitude, "latitude": latitude, "radiusMetres": metres}


def _box(address: Row, degrees: float) -> dict[str, float]:
    longitude, latitude = map(float, address["point"].split(" "))
    return {
        "west": longitude - degrees,
        "south": latitude - degrees,
        "east": longitude + degrees,
        "north": latitude + degrees,
    }
