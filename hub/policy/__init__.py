"""What a department may see, for what: Cedar policies, one readable file a department, under a constitution of forbids."""

from hub.policy.decide import CLOSED_LISTS, DEFAULT_DENY, EVALUATION_ERROR, OWN_RECORD_BASIS, Policy, Verdict
from hub.policy.purposes import Client, Purpose, clients, has_offices, purposes

__all__ = [
    "CLOSED_LISTS",
    "DEFAULT_DENY",
    "EVALUATION_ERROR",
    "OWN_RECORD_BASIS",
    "Client",
    "Policy",
    "Purpose",
    "Verdict",
    "clients",
    "has_offices",
    "purposes",
]
