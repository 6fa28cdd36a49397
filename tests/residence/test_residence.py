"""Where somebody lives: on a day, as the register knew it, and their whole history in pages."""

from typing import Any

import pytest

from tests.case.counter import residents
from tests.person.expected import address_of, history, residences
from tests.support.hub import Hub, Who
from tests.support.store import City

_RESIDENCES = """query Me($day: Date, $at: DateTime) { me(asOf: $day, knownAt: $at) { residences {
  role validFrom validTo recordedFrom recordedTo version source state recordedBy
  address { fullAddress } room { designator }
} } }"""
_PAGE = """query Me($first: Int, $after: String, $last: Int, $before: String) { me {
  residenceHistory(first: $first, after: $after, last: $last, before: $before) {
    totalCount
    edges { cursor node { validFrom validTo } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
} }"""


def _shown(city: City, row: dict[str, str]) -> dict[str, Any]:
    designator = next(room["designator"] for room in city["room"] if room["id"] == row["in"])
    times = {name: row[name] or None for name in ("validFrom", "validTo", "recordedFrom", "recordedTo")}
    said = {name: row[name] for name in ("role", "source", "state", "recordedBy")}
    place = {"address": {"fullAddress": address_of(city, row["in"])}, "room": {"designator": designator}}
    return {**times, **said, "version": int(row["version"]), **place}


@pytest.fixture(scope="session")
def person(demo: dict[str, Any]) -> str:
    """The id of the demo's resident inside the hub."""
    identifier: str = demo["resident"]["personId"]
    return identifier


def test_todays_residence_has_its_times_its_source_and_its_place(
    hub: Hub, city: City, resident: Who, person: str
) -> None:
    answer = hub.ask(resident, _RESIDENCES)
    assert answer.errors == []
    assert answer.data["me"]["residences"] == [_shown(city, row) for row in residences(city, person)]
    assert [row["fact"] for row in residences(city, person)] == ["b911a115-fb37-4f70-a921-90b67c164e96"]


@pytest.mark.parametrize("day", ["2016-12-30", "2016-12-31", "2017-05-19", "2017-05-20", "2020-09-01", "2024-10-10"])
def test_a_past_day_shows_who_lived_where_then(hub: Hub, city: City, resident: Who, person: str, day: str) -> None:
    """Half-open: on the day of a move it is the new address."""
    answer = hub.ask(resident, _RESIDENCES, {"day": day})
    assert answer.errors == []
    assert answer.data["me"]["residences"] == [_shown(city, row) for row in residences(city, person, as_of=day)]
    assert len(answer.data["me"]["residences"]) == (day > "2016-12-30")


def test_the_demos_past_day_has_the_demos_address(hub: Hub, demo: dict[str, Any], resident: Who) -> None:
    answer = hub.ask(resident, _RESIDENCES, {"day": demo["resident"]["pastDay"]})
    (home,) = answer.data["me"]["residences"]
    assert home["address"] == {"fullAddress": demo["resident"]["addressOnPastDay"]}
    assert home["room"] == {"designator": demo["resident"]["roomOnPastDay"]}


def test_what_the_register_knew_before_a_correction_is_the_old_version(hub: Hub, city: City) -> None:
    """A correction closes the version, and `knownAt` opens it again."""
    by_fact: dict[str, list[dict[str, str]]] = {}
    for row in city["residence"]:
        by_fact.setdefault(row["fact"], []).append(row)
    people = {item.person: item for item in residents(city)}
    before, after = next(
        (rows[0], rows[1])
        for rows in by_fact.values()
        if len(rows) > 1 and rows[1]["state"] == "CORRECTED" and rows[0]["of"] in people
    )
    who = people[before["of"]].who  # type: ignore[index]
    moment = before["recordedFrom"]
    day = before["validFrom"]
    then = hub.ask(who, _RESIDENCES, {"day": day, "at": moment}).data["me"]["residences"]
    assert _shown(city, before) in then
    assert then == [_shown(city, row) for row in residences(city, before["of"], as_of=day, known_at=moment)]
    later = hub.ask(who, _RESIDENCES, {"day": day, "at": after["recordedFrom"]}).data["me"]["residences"]
    assert _shown(city, before) not in later
    assert later == [
        _shown(city, row) for row in residences(city, before["of"], as_of=day, known_at=after["recordedFrom"])
    ]


def test_before_the_first_record_nothing_was_known(hub: Hub, resident: Who) -> None:
    answer = hub.ask(resident, _RESIDENCES, {"day": "2017-01-01", "at": "2016-06-01T00:00:00Z"})
    assert answer.data["me"]["residences"] == []


def test_a_withdrawn_residence_is_not_shown(hub: Hub, city: City) -> None:
    people = {item.person: item for item in residents(city)}
    row = next(
        row
        for row in city["residence"]
        if row["state"] == "WITHDRAWN" and not row["recordedTo"] and row["of"] in people
    )
    who = people[row["of"]].who  # type: ignore[index]
    answer = hub.ask(who, _RESIDENCES, {"day": row["validFrom"]})
    shown = [_shown(city, item) for item in residences(city, row["of"], as_of=row["validFrom"])]
    assert answer.data["me"]["residences"] == shown
    assert "WITHDRAWN" not in {item["state"] for item in shown}


@pytest.mark.parametrize("size", [1, 2, 4, 5, 6])
@pytest.mark.parametrize("way", ["forward", "backward"])
def test_the_history_comes_in_pages_both_ways(
    hub: Hub, city: City, resident: Who, person: str, size: int, way: str
) -> None:
    expected = [{"validFrom": row["validFrom"], "validTo": row["validTo"] or None} for row in history(city, person)]
    size_name, cursor_name, edge = (
        ("first", "after", "endCursor") if way == "forward" else ("last", "before", "startCursor")
    )
    seen: list[dict[str, Any]] = []
    variables: dict[str, Any] = {size_name: size}
    for number in range(1, 7):
        answer = hub.ask(resident, _PAGE, variables)
        assert answer.errors == []
        page = answer.data["me"]["residenceHistory"]
        info = page["pageInfo"]
        assert page["totalCount"] == len(expected) == 5
        nodes = [item["node"] for item in page["edges"]]
        seen = seen + nodes if way == "forward" else nodes + seen
        more, back = ("hasNextPage", "hasPreviousPage") if way == "forward" else ("hasPreviousPage", "hasNextPage")
        assert info[back] is (number > 1)
        assert info["startCursor"] == page["edges"][0]["cursor"]
        assert info["endCursor"] == page["edges"][-1]["cursor"]
        if not info[more]:
            break
        variables = {size_name: size, cursor_name: info[edge]}
    assert seen == expected
    assert number == -(-5 // size)


def test_a_cursor_of_one_resident_is_nothing_to_another(hub: Hub, city: City, resident: Who, person: str) -> None:
    """With it, another sees their own record only."""
    cursor = hub.ask(resident, _PAGE, {"first": 1}).data["me"]["residenceHistory"]["pageInfo"]["endCursor"]
    other = next(item for item in residents(city) if item.person != person)
    answer = hub.ask(other.who, _PAGE, {"first": 100, "after": cursor})
    if answer.errors:
        assert answer.codes == ["VALIDATION_FAILED"]
    else:
        own = {row["validFrom"] for row in history(city, other.person)}
        assert {item["node"]["validFrom"] for item in answer.data["me"]["residenceHistory"]["edges"]} <= own


def test_a_cursor_of_another_connection_is_refused(hub: Hub, resident: Who, inspector: Who) -> None:
    rooms = hub.ask(inspector, "{ rooms(first: 1) { pageInfo { endCursor } } }").data["rooms"]["pageInfo"]
    answer = hub.ask(resident, _PAGE, {"first": 1, "after": rooms["endCursor"]})
    assert answer.codes == ["VALIDATION_FAILED"]
    assert answer.data == {"me": None}


@pytest.mark.parametrize("variables", [{}, {"first": 0}, {"first": 101}, {"last": 1, "first": 1}, {"last": -1}])
def test_a_page_has_one_size_from_1_to_100(hub: Hub, resident: Who, variables: dict[str, int]) -> None:
    answer = hub.ask(resident, _PAGE, variables)
    assert answer.codes == ["VALIDATION_FAILED"]
    assert answer.status == 400
