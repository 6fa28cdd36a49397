"""Employers and workplaces through the API: companies and their bands; nobody's home, and no person who employs."""

from typing import Any

import pytest

from model.ids import to_global_id
from tests.reference.executor import local_id
from tests.reference.meaning import metres, position
from tests.reference.rows import City as Rows
from tests.reference.rows import band, is_valid
from tests.support.hub import Hub, Who

City = dict[str, list[dict[str, str]]]
UNIT = "990103"
NOBODY = "01581d2f-7801-7b7c-a5d9-000000000000"


@pytest.fixture(scope="module")
def rows(city: City) -> Rows:
    return Rows(city)


def _is_company(rows: Rows, workplace: Any) -> bool:
    employer = rows.one("employer", workplace["operatedBy"])
    return employer is not None and rows.one("organisation", employer["is"]) is not None


def _here(rows: Rows) -> list[Any]:
    """The workplaces of the district."""
    found = [row for row in rows.all("workplace") if row["unitCode"].startswith(UNIT)]
    return sorted(found, key=lambda row: (row["unitCode"], row["id"]))


def test_the_lists_hold_the_companies_and_nobody_who_employs_as_a_person(
    hub: Hub, labour_inspector: Who, rows: Rows
) -> None:
    companies = [row for row in _here(rows) if _is_company(rows, row)]
    document = (
        "{ workplaces(first: 100) { totalCount nodes { id } } employers(first: 100) { totalCount nodes { id } } }"
    )
    answer = hub.ask(labour_inspector, document)
    workplaces, employers = answer.data["workplaces"], answer.data["employers"]
    assert [local_id(node["id"]) for node in workplaces["nodes"]] == [row["id"] for row in companies]
    assert [local_id(node["id"]) for node in employers["nodes"]] == sorted({row["operatedBy"] for row in companies})
    assert workplaces["totalCount"] == len(companies) < len(_here(rows))
    assert employers["totalCount"] == len(employers["nodes"])


@pytest.mark.parametrize("kind", ["Workplace", "Employer"])
def test_a_natural_employer_and_an_unknown_one_are_the_same_bytes(
    hub: Hub, labour_inspector: Who, rows: Rows, kind: str
) -> None:
    workplace = next(row for row in _here(rows) if not _is_company(rows, row))
    local = workplace["id"] if kind == "Workplace" else workplace["operatedBy"]
    document = f"query ($id: ID!) {{ {kind.lower()}(id: $id) {{ id }} node(id: $id) {{ id }} }}"
    answers = [hub.ask(labour_inspector, document, {"id": to_global_id(kind, item)}) for item in (local, NOBODY)]
    assert answers[0].body == answers[1].body
    assert answers[0].data == {kind.lower(): None, "node": None}


def test_a_circle_around_a_home_finds_no_workplace_in_it(hub: Hub, labour_inspector: Who, rows: Rows) -> None:
    home = next(row for row in _here(rows) if row["isHome"] == "true")
    address = rows.one("address", home["at"])
    assert address is not None
    others = [
        row for row in _here(rows) if row["at"] == home["at"] and row["isHome"] == "false" and _is_company(rows, row)
    ]
    longitude, latitude = position(address)
    near = {"longitude": longitude, "latitude": latitude, "radiusMetres": 1.0}
    answer = hub.ask(
        labour_inspector, "query ($near: Near!) { workplaces(near: $near, first: 10) { nodes { id } } }", {"near": near}
    )
    assert [local_id(node["id"]) for node in answer.data["workplaces"]["nodes"]] == sorted(row["id"] for row in others)


def test_a_circle_finds_the_companies_workplaces_in_it(
    hub: Hub, labour_inspector: Who, rows: Rows, demo: dict[str, Any]
) -> None:
    circle = demo["circle"]
    centre = (circle["longitude"], circle["latitude"])
    near = {name: circle[name] for name in ("longitude", "latitude")} | {"radiusMetres": 2_500.0}
    expected = []
    for row in _here(rows):
        address = rows.one("address", row["at"])
        assert address is not None
        if row["isHome"] == "false" and _is_company(rows, row) and metres(centre, position(address)) <= 2_500:
            expected.append(row["id"])
    answer = hub.ask(
        labour_inspector,
        "query ($near: Near!) { workplaces(near: $near, first: 100) { nodes { id } } }",
        {"near": near},
    )
    assert [local_id(node["id"]) for node in answer.data["workplaces"]["nodes"]] == expected
    assert 0 < len(expected) < len(_here(rows))


def test_a_companys_workplaces_are_found_by_its_name(hub: Hub, labour_inspector: Who, rows: Rows) -> None:
    employers = {row["operatedBy"] for row in _here(rows) if _is_company(rows, row)}
    employer = next(row for row in rows.all("employer") if row["id"] in employers)
    company = rows.one("organisation", employer["is"])
    assert company is not None
    document = "query ($search: String!) { workplaces(search: $search, first: 100) { nodes { id employer { id } } } }"
    nodes = hub.ask(labour_inspector, document, {"search": company["legalName"]}).data["workplaces"]["nodes"]
    own = [local_id(node["id"]) for node in nodes if local_id(node["employer"]["id"]) == employer["id"]]
    assert own == [row["id"] for row in _here(rows) if row["operatedBy"] == employer["id"]]


def test_a_person_who_works_in_a_home_sees_no_address_of_it(hub: Hub, rows: Rows) -> None:
    homes = {row["id"] for row in rows.all("workplace") if row["isHome"] == "true"}
    sign_ins = {row["of"]: row["subject"] for row in rows.all("sign_in")}
    fact = next(
        row
        for row in rows.all("employment")
        if row["at"] in homes and row["of"] in sign_ins and not row["recordedTo"] and row["state"] != "WITHDRAWN"
    )
    document = "query ($day: Date!) { me(asOf: $day) { employments { validFrom workplace { name address { id } employerName } } } }"
    answer = hub.ask(Who("resident", sign_ins[fact["of"]]), document, {"day": fact["validFrom"]})
    nothing = {"name": None, "address": None, "employerName": None}
    assert {"validFrom": fact["validFrom"], "workplace": nothing} in answer.data["me"]["employments"]


def test_a_workplace_has_the_band_of_the_quarter(hub: Hub, labour_inspector: Who, rows: Rows) -> None:
    expected = {
        row["id"]: band(rows.where("employment", "at", row["id"])) for row in _here(rows) if _is_company(rows, row)
    }
    answer = hub.ask(labour_inspector, "{ workplaces(first: 100) { nodes { id workerBand } } }")
    assert {local_id(node["id"]): node["workerBand"] for node in answer.data["workplaces"]["nodes"]} == expected
    assert len(set(expected.values())) > 1


def test_an_employer_is_found_by_a_part_of_the_name(hub: Hub, labour_inspector: Who, rows: Rows) -> None:
    workplace = next(row for row in _here(rows) if _is_company(rows, row))
    employer = rows.one("employer", workplace["operatedBy"])
    organisation = rows.one("organisation", employer["is"]) if employer else None
    assert organisation is not None
    document = "query ($search: String!) { employers(search: $search, first: 100) { nodes { id organisation { legalName } } } }"
    answer = hub.ask(labour_inspector, document, {"search": organisation["legalName"]})
    found = {
        "id": to_global_id("Employer", workplace["operatedBy"]),
        "organisation": {"legalName": organisation["legalName"]},
    }
    assert answer.data == {"employers": {"nodes": [found]}}


def test_a_unit_outside_is_refused(hub: Hub, labour_inspector: Who) -> None:
    answer = hub.ask(
        labour_inspector,
        '{ a: employers(unit: "990101", first: 1) { totalCount } b: workplaces(unit: "9901", first: 1) { totalCount } }',
    )
    assert (answer.codes, answer.data) == (["OUT_OF_JURISDICTION", "OUT_OF_JURISDICTION"], {"a": None, "b": None})


def test_a_housing_inspector_gets_no_employer(hub: Hub, inspector: Who) -> None:
    answer = hub.ask(inspector, "{ employers(first: 1) { totalCount nodes { id } } }")
    assert (answer.codes, answer.data) == (["FIELD_NOT_ALLOWED"], {"employers": None})


def test_employments_are_the_persons_own_at_any_day(hub: Hub, rows: Rows, resident: Who, demo: dict[str, Any]) -> None:
    facts = rows.where("employment", "of", demo["resident"]["personId"])
    for day in ("2026-11-01", "2022-06-01", "2018-06-01"):
        standing = [
            row for row in facts if not row["recordedTo"] and row["state"] != "WITHDRAWN" and is_valid(row, day)
        ]
        expected = [
            {"validFrom": row["validFrom"], "contract": row["contract"]}
            for row in sorted(standing, key=lambda row: (row["validFrom"], row["fact"]))
        ]
        answer = hub.ask(
            resident, "query ($day: Date!) { me(asOf: $day) { employments { validFrom contract } } }", {"day": day}
        )
        assert answer.data == {"me": {"employments": expected}}
