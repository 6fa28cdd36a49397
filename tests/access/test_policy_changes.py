"""How the policy changed, as everybody with a sign-in reads it in the API: from the log's entries about nobody."""

import json
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from hub.audit_log import Ledger
from model.callers import Entry
from model.ids import ClientId, OfficeCode
from tests.case.counter import officers
from tests.support.hub import Hub, Who
from tests.support.store import City

_CHANGES = """
query ($first: Int, $after: String) {
  policyChanges(first: $first, after: $after) {
    totalCount
    pageInfo { endCursor hasNextPage }
    nodes { at client department departmentZh office officeName versionBefore versionAfter opened closed }
  }
}
"""
_LINES = ("housing, housing-service: BAND (without a case)", "tax, rental-tax: BAND, LICENCE (without a case)")


def _logged(hub: Hub, office: str, *versions: str) -> None:
    """Entries as `domicile policy load` leaves them; the set that they name is the shipped one."""
    ledger = hub.ports.ledger
    assert isinstance(ledger, Ledger)
    for minute, (before, after) in enumerate(pairwise(versions)):
        extra = {"setBefore": "shipped", "setAfter": "shipped", "versionBefore": before, "versionAfter": after}
        entry = Entry(
            subject=None,
            client=ClientId("coordination"),
            office=OfficeCode(office),
            officer="officer-1",
            at=datetime(2026, 11, 25, 8, minute, tzinfo=UTC),
            action="policy",
            operation="policy load",
            purpose=None,
            legal_basis="A6-1-e-public-interest",
            case=None,
            groups=frozenset(),
            extra={**extra, "opened": "\n".join(_LINES), "closed": ""},
        )
        hub.run(ledger.append([entry]))


@pytest.fixture(scope="module")
def office(hub: Hub, city: City) -> dict[str, str]:
    """The coordination office of the city; it has loaded three sets."""
    code = officers(city, "coordination", "", level=4)[0].office
    assert code is not None
    _logged(hub, code, "version-0", "version-1", "version-2", "version-3")
    return next(row for row in city["office"] if row["code"] == code)


def _page(hub: Hub, who: Who, **variables: Any) -> Any:
    answer = hub.ask(who, _CHANGES, variables)
    assert answer.errors == []
    return answer.data["policyChanges"]


def test_the_newest_comes_first_with_what_it_opened_and_closed(hub: Hub, resident: Who, office: dict[str, str]) -> None:
    (newest,) = _page(hub, resident, first=1)["nodes"]
    assert newest == {
        "at": "2026-11-25T08:02:00.000Z",
        "client": "coordination",
        "department": "Coordination office",
        "departmentZh": "统筹协调部门",
        "office": office["code"],
        "officeName": office["name"],
        "versionBefore": "version-2",
        "versionAfter": "version-3",
        "opened": list(_LINES),
        "closed": [],
    }


@pytest.mark.usefixtures("office")
def test_everybody_with_a_sign_in_reads_the_same_with_or_without_a_purpose(
    hub: Hub, resident: Who, inspector: Who, clerk: Who
) -> None:
    without = Who(inspector.client, inspector.subject, inspector.office)
    stranger = Who("resident", "resident-of-nowhere")
    pages = [_page(hub, who, first=3)["nodes"] for who in (resident, stranger, inspector, without, clerk)]
    assert [item["versionAfter"] for item in pages[0]] == ["version-3", "version-2", "version-1"]
    assert all(page == pages[0] for page in pages)


@pytest.mark.usefixtures("office")
def test_pages_follow_each_other(hub: Hub, resident: Who) -> None:
    first = _page(hub, resident, first=2)
    assert first["pageInfo"]["hasNextPage"]
    second = _page(hub, resident, first=2, after=first["pageInfo"]["endCursor"])
    assert [item["versionAfter"] for item in first["nodes"] + second["nodes"]][:3] == [
        "version-3",
        "version-2",
        "version-1",
    ]
    assert first["totalCount"] == second["totalCount"] >= 3


@pytest.mark.usefixtures("office")
def test_each_change_can_be_proved(hub: Hub, resident: Who) -> None:
    answer = hub.ask(resident, "{ policyChanges(first: 1) { nodes { number record salt commitment previous proof } } }")
    (newest,) = answer.data["policyChanges"]["nodes"]
    record = json.loads(newest["record"])
    assert (record["subject"], record["subjectSequence"]) == ("policy", newest["number"])
    assert record["entry"]["extra"]["versionAfter"] == "version-3"
    assert record["previous"] == newest["previous"]
    assert newest["proof"] is None or newest["proof"].startswith("c2sp.org/tlog-proof@v1")


def test_who_has_no_sign_in_reads_nothing(hub: Hub) -> None:
    assert hub.ask(None, _CHANGES, {"first": 1}).codes == ["UNAUTHENTICATED"]


def test_an_officer_whom_the_register_does_not_know_reads_nothing(hub: Hub, inspector: Who) -> None:
    answer = hub.ask(Who(inspector.client, "nobody", inspector.office), _CHANGES, {"first": 1}, purpose="")
    assert answer.codes == ["UNAUTHENTICATED"]
    assert answer.data == {"policyChanges": None}


@pytest.mark.usefixtures("office")
def test_reading_it_is_no_entry(hub: Hub, resident: Who) -> None:
    """It is about nobody."""
    ledger = hub.ports.ledger
    assert isinstance(ledger, Ledger)
    before = len(hub.run(ledger.read_policy_changes()))
    total = _page(hub, resident, first=1)["totalCount"]
    assert (total, len(hub.run(ledger.read_policy_changes()))) == (before, before)
