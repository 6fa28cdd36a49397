"""Giving, reading and taking back consents, for tests."""

from pathlib import Path
from typing import Any

from tests.case.counter import Resident
from tests.support.hub import Answer, Hub, Who

_CYPHER = Path(__file__).with_name("cypher")
_GRANT = (
    "mutation Give($input: GrantConsentInput!, $for: ID) { grantConsent(input: $input, for: $for) { ids validTo } }"
)
_REVOKE = "mutation Take($id: ID!, $for: ID) { revokeConsent(id: $id, for: $for) { revokedAt } }"
_AT_COUNTER = (
    "mutation Take($input: RevokeConsentAtCounterInput!) { revokeConsentAtCounter(input: $input) { revokedAt } }"
)
_LIST = """query Consents($for: ID) { me(for: $for) { consents(first: 100) { totalCount nodes {
  id case purpose purposeText permissions notCovered fieldGroups office officeName client controller how
  givenAt validTo state revokedAt
} } } }"""
_READ = """query Read($number: String!) { case(number: $number) {
  permissions
  subject { name { full } residenceHistory(first: 1) { totalCount } declaredContacts { name } }
} }"""


def give(hub: Hub, who: Who, case: str, *permissions: str, **others: Any) -> Answer:
    """A resident allows something in a case."""
    until = {"until": others["until"]} if "until" in others else {}
    given = {"case": case, "permissions": list(permissions), **until}
    return hub.ask(who, _GRANT, {"input": given, "for": others.get("acting_for")})


def take_back(hub: Hub, who: Who, consent: str, **others: Any) -> Answer:
    """A resident takes a consent back."""
    return hub.ask(who, _REVOKE, {"id": consent, "for": others.get("acting_for")})


def take_back_at_counter(hub: Hub, clerk: Who, case: str, *permissions: str, **others: Any) -> Answer:
    """A clerk takes consents back, upon the resident's wish."""
    return hub.ask(clerk, _AT_COUNTER, {"input": {"case": case, "permissions": list(permissions), **others}})


def consents(hub: Hub, resident: Resident) -> list[dict[str, Any]]:
    """What the resident sees of their consents."""
    answer = hub.ask(resident.who, _LIST)
    assert answer.errors == []
    nodes: list[dict[str, Any]] = answer.data["me"]["consents"]["nodes"]
    assert answer.data["me"]["consents"]["totalCount"] == len(nodes)
    return nodes


def consent_in(hub: Hub, resident: Resident, case: str, permission: str) -> dict[str, Any]:
    """The latest consent to one permission in a case."""
    return next(
        item for item in consents(hub, resident) if item["case"] == case and item["permissions"] == [permission]
    )


def look(hub: Hub, officer: Who, case: str) -> tuple[dict[str, bool], dict[str, str]]:
    """What a case opens, and the code under each field that it doesn't."""
    answer = hub.ask(officer, _READ, {"number": case})
    subject = answer.data["case"]["subject"]
    names = ("residenceHistory", "declaredContacts")
    codes = {error["path"][-1]: error["extensions"]["code"] for error in answer.errors}
    return {name: subject[name] is not None for name in names}, codes


def stored(hub: Hub, name: str, **parameters: Any) -> list[list[Any]]:
    """Run `tests/consent/cypher/NAME.cypher`."""
    text = (_CYPHER / f"{name}.cypher").read_text(encoding="utf-8")
    rows = hub.run(hub.ports.graph.write([(text, parameters)], timeout_seconds=60, metadata={}))
    return [list(row) for row in rows[0].values]
