"""What two departments get about one person can't be put together: no id and no cursor of one is known to the other."""

import base64
from collections.abc import Callable, Iterator
from typing import Any

from tests.case.counter import Resident, opened
from tests.support.hub import Hub, Who
from tests.support.store import City

_PAGE = """query Page($case: String!, $after: String) { case(number: $case) { subject { id
  residenceHistory(first: 1, after: $after) { edges { cursor } pageInfo { startCursor endCursor } } } } }"""


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value


def test_ids_and_cursors_of_two_departments_share_nothing(
    hub: Hub, city: City, own_clerk: Who, official: Callable[[str, str], Who], somebody: Resident
) -> None:
    permits = official("residence-permit", "continuous-residence-check")
    seen = {}
    for who, kind in ((own_clerk, "REGISTRATION"), (permits, "RESIDENCE_PERMIT")):
        number = opened(hub, who, somebody, "HISTORY", kind=kind)
        answer = hub.ask(who, _PAGE, {"case": number})
        assert answer.errors == []
        again = hub.ask(who, _PAGE, {"case": number})
        assert again.data == answer.data
        seen[who.client] = (who, number, answer.data["case"]["subject"])
    (one, _, mine), (_, _, theirs) = seen.values()
    assert set(_texts(mine)) & set(_texts(theirs)) == set()

    facts = {row["fact"] for row in city["residence"] if row["of"] == somebody.person}
    assert facts != set()
    for subject in (mine, theirs):
        for text in _texts(subject):
            for form in (text.encode(), base64.urlsafe_b64decode(text + "==")):
                assert [item for item in (*facts, somebody.person) if item.encode() in form] == []

    cursor = theirs["residenceHistory"]["pageInfo"]["endCursor"]
    refused = hub.ask(one, _PAGE, {"case": seen[one.client][1], "after": cursor})
    assert (refused.codes, refused.data) == (["VALIDATION_FAILED"], {"case": None})
