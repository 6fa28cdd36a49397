"""What a department may see, for what: Cedar policies, one readable file a department, under a constitution of forbids."""

from hub.policy.decide import DEFAULT_DENY, OWN_RECORD_BASIS, Policy
from hub.policy.purposes import Client, Purpose, clients, purposes

__all__ = ["DEFAULT_DENY", "OWN_RECORD_BASIS", "Client", "Policy", "Purpose", "clients", "purposes"]
