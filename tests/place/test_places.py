"""Places through the API: search, map, unit, jurisdiction, bands, and pages that lose nothing."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.ids import to_global_id
from tests.reference.meaning import metres, position
from tests.reference.rows import band
from tests.support.hub import Hub, Who

City = dict[str, list[dict[str, str]]]
UNIT = "990103"  # the demo's district, within which both inspectors work
_QUICK = settings(
    max_examples=8, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def _in_district(city: City, kind: str) -> list[dict[str, str]]:
    rows = [row for row in city[kind] if row["unitCode"].startswith(UNIT)]
    return sorted(rows, key=lambda row: (row["unitCode"], row["id"]))


@pytest.fixture(scope="module")
def tower(city: City, demo: dict[str, Any]) -> dict[str, str]:
    """The address of the demo's building."""
    building = next(row for row in city["building"] if row["id"] == demo["building"]["buildingId"])
    return next(row for row in city["address"] if row["id"] == building["at"])


# ── search and map ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_whole_chinese_address_finds_the_one_building(hub: Hub, inspector: Who, demo: dict[str, Any]) -> None:
    document = "query ($search: String!) { buildings(search: $search, first: 5) { totalCount nodes { id } } }"
    answer = hub.ask(inspector, document, {"search": demo["building"]["address"]})
    found = [{"id": to_global_id("Building", demo["building"]["buildingId"])}]
    assert answer.json["data"] == {"buildings": {"totalCount": 1, "nodes": found}}


def test_a_part_of_a_chinese_street_finds_all_of_its_addresses(
    hub: Hub, inspector: Who, city: City, tower: Any
) -> None:
    street = tower["thoroughfare"]
    expected = [row["fullAddress"] for row in _in_district(city, "address") if street in row["fullAddress"]]
    document = "query ($search: String!) { addresses(search: $search, first: 100) { nodes { fullAddress } } }"
    answer = hub.ask(inspector, document, {"search": street})
    assert [node["fullAddress"] for node in answer.data["addresses"]["nodes"]] == expected
    assert len(expected) > 1


def test_a_street_in_latin_letters_finds_what_its_chinese_name_finds(
    hub: Hub, inspector: Who, city: City, tower: Any
) -> None:
    street = tower["latinAddress"].split(",")[0].partition(" ")[2]
    assert street.isascii()
    expected = [row["latinAddress"] for row in _in_district(city, "address") if f" {street}," in row["latinAddress"]]
    document = "query ($search: String!) { addresses(search: $search, first: 100) { nodes { latinAddress } } }"
    for search in (street, street.lower()):
        answer = hub.ask(inspector, document, {"search": f'"{search}"'})
        assert [node["latinAddress"] for node in answer.data["addresses"]["nodes"]] == expected
    assert len(expected) > 1
    assert [row["latinAddress"] for row in city["address"] if row["thoroughfare"] == tower["thoroughfare"]] == [
        line for line in (row["latinAddress"] for row in city["address"]) if f" {street}," in line
    ]


@pytest.mark.parametrize("search", ["*", "柳~", "fullAddress:*", '"', "柳 OR 安"])
def test_the_search_takes_words_and_no_syntax(hub: Hub, inspector: Who, search: str) -> None:
    answer = hub.ask(
        inspector,
        "query ($search: String!) { addresses(search: $search, first: 1) { totalCount } }",
        {"search": search},
    )
    assert answer.codes in ([], ["VALIDATION_FAILED"])
    assert answer.data["addresses"] in (None, {"totalCount": 0})


@pytest.mark.parametrize("radius", [1.0, 250.0, 3000.0, 20000.0])
def test_a_circle_finds_what_lies_in_it_and_in_the_jurisdiction(
    hub: Hub, inspector: Who, city: City, tower: Any, radius: float
) -> None:
    centre = position(tower)
    expected = [row["id"] for row in _in_district(city, "address") if metres(centre, position(row)) <= radius]
    near = {"longitude": centre[0], "latitude": centre[1], "radiusMetres": radius}
    document = "query ($near: Near!) { addresses(near: $near, first: 100) { nodes { id } } }"
    answer = hub.ask(inspector, document, {"near": near})
    assert [node["id"] for node in answer.data["addresses"]["nodes"]] == [
        to_global_id("Address", item) for item in expected
    ]
    assert expected


def test_a_box_finds_what_lies_in_it(hub: Hub, inspector: Who, city: City, tower: Any) -> None:
    longitude, latitude = position(tower)
    box = {"west": longitude - 0.004, "south": latitude - 0.004, "east": longitude + 0.004, "north": latitude + 0.004}
    expected = [
        row["id"]
        for row in _in_district(city, "building")
        for at in [next(item for item in city["address"] if item["id"] == row["at"])]
        if box["west"] <= position(at)[0] <= box["east"] and box["south"] <= position(at)[1] <= box["north"]
    ]
    answer = hub.ask(
        inspector, "query ($box: Box!) { buildings(within: $box, first: 100) { nodes { id } } }", {"box": box}
    )
    assert [node["id"] for node in answer.data["buildings"]["nodes"]] == [
        to_global_id("Building", item) for item in expected
    ]
    assert 1 < len(expected) < len(_in_district(city, "building"))


@pytest.mark.parametrize(
    "arguments",
    [
        'search: "路", near: {longitude: 117, latitude: 20, radiusMetres: 10}',
        'search: "路", within: {west: 1, south: 1, east: 2, north: 2}',
        "near: {longitude: 117, latitude: 20, radiusMetres: 20001}",
        "near: {longitude: 181, latitude: 20, radiusMetres: 10}",
        "within: {west: 2, south: 1, east: 1, north: 2}",
        'unit: "99*"',
    ],
)
def test_arguments_that_do_not_fit_are_refused(hub: Hub, inspector: Who, arguments: str) -> None:
    answer = hub.ask(inspector, f"{{ addresses({arguments}, first: 1) {{ totalCount }} }}")
    assert answer.codes == ["VALIDATION_FAILED"]
    assert answer.data == {"addresses": None}


# ── jurisdiction ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_unit_within_the_jurisdiction_narrows(hub: Hub, inspector: Who, city: City) -> None:
    community = _in_district(city, "room")[-1]["unitCode"]
    expected = sum(row["unitCode"] == community for row in city["room"])
    answer = hub.ask(
        inspector, "query ($unit: String!) { rooms(unit: $unit, first: 1) { totalCount } }", {"unit": community}
    )
    assert answer.data == {"rooms": {"totalCount": expected}}


@pytest.mark.parametrize("unit", ["990101", "9901", "99", "990104001001"])
@pytest.mark.parametrize("field", ["rooms", "buildings", "addresses", "landlords"])
def test_a_unit_outside_is_named_as_such_and_nothing_comes_out(hub: Hub, inspector: Who, field: str, unit: str) -> None:
    answer = hub.ask(inspector, f'{{ {field}(unit: "{unit}", first: 1) {{ totalCount nodes {{ id }} }} }}')
    assert answer.codes == ["OUT_OF_JURISDICTION"]
    assert answer.data == {field: None}


@pytest.mark.parametrize("kind", ["Room", "Building", "Address"])
def test_a_place_outside_and_an_unknown_one_are_the_same_bytes(hub: Hub, inspector: Who, city: City, kind: str) -> None:
    outside = next(row["id"] for row in city[kind.lower()] if not row["unitCode"].startswith(UNIT))
    field = kind.lower()
    document = f"query ($id: ID!) {{ {field}(id: $id) {{ id }} node(id: $id) {{ id }} }}"
    answers = [
        hub.ask(inspector, document, {"id": to_global_id(kind, local)})
        for local in (outside, "01581d2f-7801-7b7c-a5d9-000000000000")
    ]
    assert answers[0].body == answers[1].body
    assert answers[0].status == answers[1].status
    assert answers[0].data == {field: None, "node": None}


def test_an_inspector_sees_the_units_of_the_district_in_the_order_of_their_codes(
    hub: Hub, inspector: Who, city: City
) -> None:
    expected = sorted(row["code"] for row in city["admin_unit"] if row["code"].startswith(UNIT))
    answer = hub.ask(inspector, "{ adminUnits(first: 100) { nodes { code partOf { code } } } }")
    nodes = answer.data["adminUnits"]["nodes"]
    assert [node["code"] for node in nodes] == expected
    assert nodes[0]["partOf"] is None  # the city lies above the jurisdiction


# ── ids ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_id_of_another_type_is_refused(hub: Hub, inspector: Who, demo: dict[str, Any]) -> None:
    building = to_global_id("Building", demo["building"]["buildingId"])
    answer = hub.ask(inspector, "query ($id: ID!) { room(id: $id) { id } }", {"id": building})
    assert (answer.status, answer.codes, answer.data) == (400, ["VALIDATION_FAILED"], None)


@pytest.mark.parametrize(
    "made_up", ["", "x", "Um9vbTp4", to_global_id("Person", "01581d2f-7801-7b7c-a5d9-000000000000")]
)
def test_an_id_that_is_none_is_refused(hub: Hub, inspector: Who, made_up: str) -> None:
    answer = hub.ask(inspector, "query ($id: ID!) { node(id: $id) { id } }", {"id": made_up})
    assert (answer.status, answer.codes, answer.data) == (400, ["VALIDATION_FAILED"], None)


# ── bands ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_building_has_the_band_of_the_quarter_whatever_day_is_asked_about(
    hub: Hub, inspector: Who, city: City
) -> None:
    rooms = {row["id"]: row["in"] for row in city["room"]}
    hidden = {row["id"] for row in city["person"] if row["isProtected"] == "true"}
    facts: dict[str, list[dict[str, str]]] = {}
    for fact in city["residence"]:
        if fact["in"] and fact["of"] not in hidden:
            facts.setdefault(rooms[fact["in"]], []).append(fact)
    expected = {
        to_global_id("Building", row["id"]): band(facts.get(row["id"], [])) for row in _in_district(city, "building")
    }
    document = "query ($day: Date) { buildings(first: 100, asOf: $day) { nodes { id residentBand } } }"
    for day in (None, "2018-01-01"):
        nodes = hub.ask(inspector, document, {"day": day}).data["buildings"]["nodes"]
        assert {node["id"]: node["residentBand"] for node in nodes} == expected
    assert len(set(expected.values())) > 1


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────────

_ROOMS = (
    "query ($first: Int, $after: String, $last: Int, $before: String)"
    " { rooms(first: $first, after: $after, last: $last, before: $before)"
    " { nodes { id } edges { cursor } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"
)


def test_pages_forward_and_backward_lose_nothing_and_repeat_nothing(hub: Hub, inspector: Who, city: City) -> None:
    expected = [to_global_id("Room", row["id"]) for row in _in_district(city, "room")]

    @_QUICK
    @given(size=st.integers(17, 100), is_backward=st.booleans())
    def walk(size: int, *, is_backward: bool) -> None:
        way, behind, more, end = (
            ("last", "before", "hasPreviousPage", "startCursor")
            if is_backward
            else ("first", "after", "hasNextPage", "endCursor")
        )
        seen: list[str] = []
        cursor, goes_on = None, True
        while goes_on:
            page = hub.ask(inspector, _ROOMS, {way: size, behind: cursor}).data["rooms"]
            ids = [node["id"] for node in page["nodes"]]
            seen = ids + seen if is_backward else seen + ids
            assert page["totalCount"] == len(expected)
            cursor, goes_on = page["pageInfo"][end], page["pageInfo"][more]
        assert seen == expected

    walk()


_BUILDING_PAGE = """query Page($id: ID!, $known: DateTime, $after: String) {
  building(id: $id, knownAt: $known) { rooms(first: 1, after: $after) { nodes { id } pageInfo { endCursor } } }
}"""


def test_a_cursor_is_of_one_object_as_it_was_known_at_one_time(hub: Hub, inspector: Who) -> None:
    page = "{ buildings(first: 2) { nodes { id } } }"
    building, other = (node["id"] for node in hub.ask(inspector, page).data["buildings"]["nodes"])
    asked = {"id": building, "known": "2026-11-01T00:00:00Z"}
    cursor = hub.ask(inspector, _BUILDING_PAGE, asked).data["building"]["rooms"]["pageInfo"]["endCursor"]
    assert hub.ask(inspector, _BUILDING_PAGE, {**asked, "after": cursor}).errors == []
    for elsewhere in ({"id": other}, {"known": "2026-10-01T00:00:00Z"}, {"known": None}):
        answer = hub.ask(inspector, _BUILDING_PAGE, {**asked, "after": cursor, **elsewhere})
        assert (answer.codes, answer.data) == (["VALIDATION_FAILED"], {"building": None})


def test_every_cursor_of_a_page_leads_on_from_its_row(hub: Hub, inspector: Who) -> None:
    page = hub.ask(inspector, _ROOMS, {"first": 5}).data["rooms"]
    for position_, edge in enumerate(page["edges"]):
        rest = hub.ask(inspector, _ROOMS, {"first": 5, "after": edge["cursor"]}).data["rooms"]
        assert [node["id"] for node in rest["nodes"]][: 4 - position_] == [node["id"] for node in page["nodes"]][
            position_ + 1 :
        ]


@pytest.mark.parametrize(
    "other",
    [
        "buildings(first: 1, after: $cursor) { totalCount }",
        'rooms(first: 1, after: $cursor, unit: "990103") { totalCount }',
        "rooms(first: 1, after: $cursor, kind: ROOM) { totalCount }",
        'rooms(first: 1, after: $cursor, asOf: "2020-01-01") { totalCount }',
        "adminUnits(first: 1, after: $cursor) { totalCount }",
    ],
)
def test_a_cursor_of_another_query_is_refused(hub: Hub, inspector: Who, other: str) -> None:
    cursor = hub.ask(inspector, _ROOMS, {"first": 1}).data["rooms"]["pageInfo"]["endCursor"]
    answer = hub.ask(inspector, f"query ($cursor: String!) {{ it: {other} }}", {"cursor": cursor})
    assert answer.codes == ["VALIDATION_FAILED"]
    assert answer.data == {"it": None}


def test_a_cursor_of_another_client_is_refused(hub: Hub, inspector: Who, labour_inspector: Who) -> None:
    cursor = hub.ask(inspector, _ROOMS, {"first": 1}).data["rooms"]["pageInfo"]["endCursor"]
    answer = hub.ask(labour_inspector, _ROOMS, {"first": 1, "after": cursor})
    assert (answer.codes, answer.data) == (["VALIDATION_FAILED"], {"rooms": None})


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[:-4] + "AAA=",
        lambda text: ("B" if text[0] == "A" else "A") + text[1:],
        lambda _: "",
        lambda _: "é",
    ],
)
def test_a_forged_cursor_is_refused(hub: Hub, inspector: Who, change: Any) -> None:
    cursor = hub.ask(inspector, _ROOMS, {"first": 1}).data["rooms"]["pageInfo"]["endCursor"]
    answer = hub.ask(inspector, _ROOMS, {"first": 1, "after": change(cursor)})
    assert (answer.codes, answer.data) == (["VALIDATION_FAILED"], {"rooms": None})


@pytest.mark.parametrize(
    "arguments", ["", "(first: 0)", "(first: 101)", "(first: 1, last: 1)", "(last: -1)", '(first: 1, before: "x")']
)
def test_a_page_has_one_direction_and_a_size(hub: Hub, inspector: Who, arguments: str) -> None:
    answer = hub.ask(inspector, f"{{ rooms{arguments} {{ totalCount nodes {{ id }} }} }}")
    assert (answer.status, answer.codes, answer.data) == (400, ["VALIDATION_FAILED"], None)


@pytest.mark.parametrize("named", ["yongfang", "Yongfang", "永坊"])
def test_a_unit_is_found_by_a_part_of_its_name_in_either_script_and_leads_to_its_addresses(
    hub: Hub, city: Any, named: str
) -> None:
    """How an address is found by Latin letters: a street's name has none, the units around it have."""
    (unit,) = [row for row in city["admin_unit"] if row["level"] == "STREET" and row["latinName"] == "Yongfang"]
    inside = [row for row in city["office"] if row["client"] == "housing" and unit["code"].startswith(row["unitCode"])]
    office = max(inside, key=lambda row: len(row["unitCode"]))
    staff = next(row for row in city["staff_member"] if row["worksAt"] == office["id"] and not row["validTo"])
    who = Who("housing", staff["subject"], office["code"], "housing-safety-inspection")
    answer = hub.ask(
        who,
        "query ($named: String!) { adminUnits(first: 5, named: $named, level: STREET)"
        " { nodes { code latinName addresses { totalCount } } } }",
        {"named": named},
    )
    expected = len([row for row in city["address"] if row["unitCode"].startswith(unit["code"])])
    assert answer.data["adminUnits"]["nodes"] == [
        {"code": unit["code"], "latinName": "Yongfang", "addresses": {"totalCount": expected}}
    ]
    assert expected > 0


@pytest.mark.parametrize("named", ["", "   ", "a" * 101])
def test_a_part_of_a_name_has_a_length(hub: Hub, inspector: Who, named: str) -> None:
    answer = hub.ask(inspector, "query ($n: String!) { adminUnits(named: $n) { totalCount } }", {"n": named})
    assert (answer.codes, answer.data) == (["VALIDATION_FAILED"], {"adminUnits": None})


# ── offices: where one turns to ──────────────────────────────────────────────────────────────────────────────────

_OFFICES = """
query ($department: String!, $named: String, $after: String) {
  offices(department: $department, named: $named, first: 5, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { code name client unitName unitLatinName }
  }
}
"""


def _offices(hub: Hub, who: Who, client: str, **variables: str) -> dict[str, Any]:
    answer = hub.ask(who, _OFFICES, {"department": client, **variables})
    assert answer.errors == []
    found: dict[str, Any] = answer.data["offices"]
    return found


def _rows(city: Any, client: str) -> list[dict[str, str]]:
    units = {row["code"]: row for row in city["admin_unit"]}
    return [
        {
            **{name: row[name] for name in ("code", "name", "client")},
            "unitName": units[row["unitCode"]]["name"],
            "unitLatinName": units[row["unitCode"]]["latinName"],
        }
        for row in sorted(city["office"], key=lambda row: row["code"])
        if row["client"] == client
    ]


def test_a_resident_reads_the_offices_of_a_department_all_over_the_city(hub: Hub, city: Any, resident: Who) -> None:
    """Without a purpose, in pages, and as an officer reads them; no other test's branch has an office of this department."""
    expected = _rows(city, "registration")
    found = _offices(hub, resident, "registration")
    assert (found["totalCount"], found["nodes"]) == (len(expected), expected[:5])
    further = _offices(hub, resident, "registration", after=found["pageInfo"]["endCursor"])
    assert further["nodes"] == expected[5:10]


@pytest.mark.parametrize("named", ["yongfang", "永坊"])
def test_an_office_is_found_by_its_name_or_that_of_the_unit_it_serves(
    hub: Hub, city: Any, resident: Who, inspector: Who, named: str
) -> None:
    expected = [
        row
        for row in _rows(city, "housing")
        if named in row["name"] or named in row["unitName"] or named in row["unitLatinName"].lower()
    ]
    assert expected
    for who in (resident, inspector):
        assert _offices(hub, who, "housing", named=named)["nodes"] == expected[:5]


@pytest.mark.parametrize("client", ["resident", "no-such", ""])
def test_what_is_no_department_has_no_offices(hub: Hub, resident: Who, client: str) -> None:
    assert _offices(hub, resident, client)["totalCount"] == 0


def test_an_office_opens_nothing_else_to_a_resident(hub: Hub, city: Any, resident: Who) -> None:
    """What cannot be null is null with what is around it, and is said once, however often it stands."""
    document = '{ offices(department: "registration", first: 3) { nodes { code address { fullAddress } } } }'
    answer = hub.ask(resident, document)
    assert answer.codes == ["FIELD_NOT_ALLOWED"]
    nodes = [{"code": row["code"], "address": None} for row in _rows(city, "registration")[:3]]
    assert len(nodes) == 3
    assert answer.data == {"offices": {"nodes": nodes}}


def test_a_root_that_the_policy_closes_is_refused_whole_and_by_its_rule(hub: Hub, clerk: Who) -> None:
    answer = hub.ask(clerk, "{ employers(first: 1) { totalCount } rooms(first: 1) { totalCount } }")
    assert answer.codes == ["FIELD_NOT_ALLOWED"]
    assert "`Query.employers` is not open to you for this purpose (rule `" in answer.errors[0]["message"]
    assert answer.data["employers"] is None
    assert answer.data["rooms"]["totalCount"] > 0


def test_nodes_and_edges_of_one_page_may_ask_for_the_same_value(hub: Hub, resident: Who) -> None:
    document = """{ offices(department: "housing", first: 2) {
      nodes { unitName unitLatinName } edges { node { unitName again: unitName latin: unitLatinName } }
    } }"""
    answer = hub.ask(resident, document)
    assert answer.errors == []
    page = answer.data["offices"]
    assert [
        {"unitName": edge["node"]["again"], "unitLatinName": edge["node"]["latin"]} for edge in page["edges"]
    ] == page["nodes"]
    assert [edge["node"]["unitName"] for edge in page["edges"]] == [node["unitName"] for node in page["nodes"]]
    assert len(page["nodes"]) == 2
