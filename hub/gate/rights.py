"""What the gate says of processing as such: the notice of it (GDPR art. 13 and 14), as the statements are given it."""

from typing import Any

from hub.gate.ports import PolicyPort
from hub.policy.processing import activities


def processing_notice(policy: PolicyPort) -> dict[str, Any]:
    """`policyVersion` and `activities`, as `ProcessingNotice` names them: true of the policy that is in force."""
    lines = [{"order": order, **item.said()} for order, item in enumerate(activities(policy))]
    return {"policyVersion": policy.version, "activities": lines}
