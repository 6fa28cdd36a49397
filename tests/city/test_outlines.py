"""The outlines on the map: each unit's, and every address within those of its own units."""

from datetime import date
from itertools import pairwise

import pytest

from hub.demo.city.outlines import outlines
from hub.demo.city.plan import Plan, Size
from hub.demo.city.reading import Rows

DAY = date(2026, 11, 1)


def test_every_address_lies_within_the_outlines_of_its_units_and_of_no_others(rows: Rows) -> None:
    features = outlines(Plan(Size.SMALL, 1, DAY))["features"]
    rings = {item["properties"]["code"]: item["geometry"]["coordinates"] for item in features}
    for address in rows["address"]:
        point = tuple(float(part) for part in address["point"].split())
        around = {code for code, parts in rings.items() if any(_holds(ring, point) for (ring,) in parts)}
        unit = address["unitCode"]
        assert around == {unit[:6], unit[:9], unit}


def test_they_are_called_as_the_register_calls_the_units(rows: Rows) -> None:
    features = outlines(Plan(Size.SMALL, 1, DAY))["features"]
    drawn = {tuple(item["properties"].values()) for item in features}
    assert drawn == {
        (row["code"], row["level"], row["name"], row["latinName"])
        for row in rows["admin_unit"]
        if row["level"] != "CITY"
    }


@pytest.mark.parametrize(("size", "rectangles_max"), [(Size.SMALL, 1), (Size.MEDIUM, 1), (Size.LARGE, 3)])
def test_an_outline_is_of_few_closed_rings(size: Size, rectangles_max: int) -> None:
    for item in outlines(Plan(size, 1, DAY))["features"]:
        parts = item["geometry"]["coordinates"]
        assert 1 <= len(parts) <= rectangles_max
        for (ring,) in parts:
            assert ring[0] == ring[-1]
            assert sum(x * v - u * y for (x, y), (u, v) in pairwise(ring)) > 0


def _holds(ring: list[list[float]], point: tuple[float, ...]) -> bool:
    (west, south), (east, north) = ring[0], ring[2]
    return west <= point[0] <= east and south <= point[1] <= north
