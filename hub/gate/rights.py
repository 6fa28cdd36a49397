"""What the gate says of processing as such: the notice of it (GDPR art. 13 and 14), as the statements are given it."""

from typing import Any

from hub.gate.ports import PolicyPort
from hub.policy.processing import activities
from hub.policy.retention import Row, schedule


def processing_notice(policy: PolicyPort) -> dict[str, Any]:
    """`policyVersion`, `activities` and `periods`, as `ProcessingNotice` names them: true of the policy in force."""
    lines = [{"order": order, **item.said()} for order, item in enumerate(activities(policy))]
    periods = [{"order": order, **_period(row)} for order, row in enumerate(schedule().values())]
    return {"policyVersion": policy.version, "activities": lines, "periods": periods}


def _period(row: Row) -> dict[str, Any]:
    """A row of the retention schedule, as `StoragePeriod` names it."""
    locked = row.locked_after
    return {
        "fieldGroups": sorted(row.groups),
        "descriptionEn": row.description,
        "descriptionZh": row.description_zh,
        "lockedAfter": locked and locked.text,
        "lockedAfterZh": locked and locked.text_zh,
        "erasedAfter": row.erased_after.text,
        "erasedAfterZh": row.erased_after.text_zh,
        "legalSource": row.legal_source,
    }
