"""The outlines of a city's units as GeoJSON (RFC 7946), for the explorer's map. From the grid alone: nothing of what stands there."""

from collections.abc import Iterator
from math import isclose
from typing import Any

from hub.demo.city import names
from hub.demo.city.places import corner, degrees
from hub.demo.city.plan import Community, Plan
from model.states import AdminUnitLevel

Box = tuple[float, float, float, float]  # west, south, east, north; metres from the city's corner


def outlines(plan: Plan) -> dict[str, Any]:
    """A feature a unit below the city: districts, then streets, then communities; with code, level and names."""
    features: list[dict[str, Any]] = []
    for level in (AdminUnitLevel.DISTRICT, AdminUnitLevel.STREET, AdminUnitLevel.COMMUNITY):
        units: dict[str, list[Community]] = {}
        for community in plan.communities:
            units.setdefault(_code(level, community), []).append(community)
        features += [_feature(plan, level, code, parts) for code, parts in units.items()]
    return {"type": "FeatureCollection", "features": features}


def _feature(plan: Plan, level: AdminUnitLevel, code: str, parts: list[Community]) -> dict[str, Any]:
    name, latin_name = _names(level, parts[0])
    return {
        "type": "Feature",
        "properties": {"code": code, "level": level.value, "name": name, "latinName": latin_name},
        "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in _rings(plan, parts)]},
    }


def _code(level: AdminUnitLevel, community: Community) -> str:
    if level is AdminUnitLevel.DISTRICT:
        return community.district_code
    return community.street_code if level is AdminUnitLevel.STREET else community.code


def _names(level: AdminUnitLevel, first: Community) -> tuple[str, str]:
    """As `offices.write_units` names them."""
    if level is AdminUnitLevel.DISTRICT:
        return names.district_name(first.district)
    return names.street_name(first.index) if level is AdminUnitLevel.STREET else names.community_name(first.index)


def _rings(plan: Plan, parts: list[Community]) -> Iterator[list[list[float]]]:
    """A ring, counter-clockwise, for each rectangle: squares side by side are one, and rows of one width above each other."""
    rows: list[Box] = []
    for community in parts:
        west, south, side = corner(plan, community)
        _join(rows, (west, south, west + side, south + side), (2, 0), (1, 3))
    whole: list[Box] = []
    for row in rows:
        _join(whole, row, (3, 1), (0, 2))
    for west, south, east, north in whole:
        around = ((west, south), (east, south), (east, north), (west, north), (west, south))
        yield [list(degrees(*point)) for point in around]


def _join(boxes: list[Box], box: Box, touching: tuple[int, int], same: tuple[int, int]) -> None:
    """Add `box`: to the last one where the edges `touching` meet and those in `same` are equal, else as one of its own."""
    if boxes and isclose(boxes[-1][touching[0]], box[touching[1]]):
        west, south, east, north = boxes[-1]
        if all(isclose(boxes[-1][edge], box[edge]) for edge in same):
            boxes[-1] = (min(west, box[0]), min(south, box[1]), max(east, box[2]), max(north, box[3]))
            return
    boxes.append(box)
