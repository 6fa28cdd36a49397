"""What is collected, why and by which basis (GDPR art. 13, 14), who got it (art. 15), and to whom one may complain."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from hub.policy import Policy
from hub.policy.matrix import matrix
from hub.settings import Settings
from model.groups import PERSON_GROUPS
from tests.case.counter import Resident, opened
from tests.case.proofs import only
from tests.rights.asking import look, me, service_case
from tests.support.hub import Hub, Who

_ACTIVITIES = """
query Processing { processing {
  policyVersion
  supervisoryAuthority { name url }
  activities {
    purpose purposeEn purposeZh client recipient recipientZh fieldGroups fieldGroupsOnConsent legalBasis isObjectable
    isRestrictable notRestrictedEn notRestrictedZh
  }
} }
"""
_RECIPIENTS = """recipients(first: 20) { totalCount nodes {
  client department departmentZh office officeName fieldGroups firstAt lastAt
} }"""


def _activities(hub: Hub, who: Who) -> dict[tuple[str, str], dict[str, Any]]:
    answer = hub.ask(who, _ACTIVITIES, purpose="")
    return {(item["purpose"], item["client"]): item for item in only(answer)["activities"]}


def test_the_notice_says_what_the_policy_opens_and_is_for_everybody(
    hub: Hub, resident: Who, official: Callable[[str, str], list[Who]]
) -> None:
    """A clerk prints it for who has no sign-in: it is the same for all."""
    told = _activities(hub, resident)
    assert told == _activities(hub, official("housing", "")[0])
    permit = told["continuous-residence-check", "residence-permit"]
    assert permit["recipient"] == "Residence-permit office"
    assert (permit["legalBasis"], permit["isObjectable"], permit["isRestrictable"]) == (
        "A6-1-e-official-authority",
        True,
        True,
    )
    assert permit["fieldGroupsOnConsent"] == ["HISTORY"]
    assert "RESIDENCE" in permit["fieldGroups"]
    assert "HOUSEHOLD" not in permit["fieldGroups"]
    benefit = told["social-security-benefit", "social-security"]
    assert (benefit["legalBasis"], benefit["isObjectable"]) == ("A6-1-c", False)


def test_the_notice_leaves_out_nothing_that_the_policy_opens(hub: Hub, resident: Who) -> None:
    told = _activities(hub, resident)
    for row in matrix(Policy.load()):
        if row.group in PERSON_GROUPS and row.purpose is not None:
            line = told[str(row.purpose.id), str(row.client.id)]
            assert row.group in {*line["fieldGroups"], *line["fieldGroupsOnConsent"]}, row


def test_the_notice_says_how_long_what_is_kept(hub: Hub, resident: Who) -> None:
    asked = "{ processing { periods { fieldGroups lockedAfter erasedAfter erasedAfterZh legalSource descriptionZh } } }"
    periods = only(hub.ask(resident, asked))["periods"]
    (record,) = [item for item in periods if item["lockedAfter"] is not None]
    assert (record["lockedAfter"], record["erasedAfter"], record["erasedAfterZh"]) == ("1 year", "5 years", "5年")
    assert {group for item in periods for group in item["fieldGroups"]} >= {group.value for group in PERSON_GROUPS}


def test_ones_own_record_carries_the_same_notice(hub: Hub, resident: Who) -> None:
    answer = hub.ask(
        resident, "{ me { processing { policyVersion activities { purpose } } supervisoryAuthority { name } } }"
    )
    notice = only(answer)["processing"]
    assert notice["policyVersion"] == hub.ports.policy.version
    assert {item["purpose"] for item in notice["activities"]} == {purpose for purpose, _ in _activities(hub, resident)}


def test_the_notice_needs_a_sign_in_and_no_purpose(hub: Hub) -> None:
    assert hub.ask(None, _ACTIVITIES).codes == ["UNAUTHENTICATED"]


def test_the_recipients_are_those_that_the_log_names(
    hub: Hub, somebody: Resident, official: Callable[[str, str], list[Who]]
) -> None:
    clerk = official("registration", "resident-registration")[0]
    housing = official("housing", "housing-service")[0]
    before = {(item["client"], item["office"]) for item in me(hub, somebody, _RECIPIENTS)["recipients"]["nodes"]}
    opened(hub, clerk, somebody)
    number = service_case(hub, somebody, housing, "HOUSING_SERVICE")
    assert look(hub, housing, number).errors == []
    assert look(hub, clerk, number).codes == ["CASE_REQUIRED"]
    page = me(hub, somebody, _RECIPIENTS)["recipients"]
    first, second, *_ = page["nodes"]
    assert (first["client"], first["office"], first["department"]) == ("housing", housing.office, "Housing authority")
    assert {"PERSON_NAME", "RESIDENCE"} <= set(first["fieldGroups"])
    assert first["officeName"]
    assert first["firstAt"] <= first["lastAt"]
    assert (second["client"], second["office"]) == ("registration", clerk.office)
    assert page["totalCount"] == len(before | {("housing", housing.office), ("registration", clerk.office)})


def test_an_authority_is_named_with_its_address_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = "https://authority.example/complaints?lang=zh"
    settings = Settings(home=tmp_path, supervisory_authority_name="监督机构", supervisory_authority_url=url)
    assert settings.supervisory_authority == {"name": "监督机构", "url": url}
    assert Settings(home=tmp_path).supervisory_authority is None
    for name, address in (
        ("监督机构", ""),
        ("", url),
        ("监督机构", "http://authority.example"),
        ("监督机构", "https://a b.example"),
        ("监督机构", "javascript:alert(1)"),
    ):
        monkeypatch.setenv("DOMICILE_SUPERVISORY_AUTHORITY_NAME", name)
        monkeypatch.setenv("DOMICILE_SUPERVISORY_AUTHORITY_URL", address)
        with pytest.raises(ValidationError, match="supervisory_authority_url"):
            Settings(home=tmp_path)
