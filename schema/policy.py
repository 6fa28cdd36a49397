"""How the policy changed: the entries of the access log that are about nobody and for everybody to read."""

from datetime import datetime

import strawberry

from model.groups import FieldGroup
from schema.fields import stored_field

_ALL = FieldGroup.VIEWER  # what one may ask for: everybody with a sign-in gets it


@strawberry.type(description="Another policy set came in force: what it opened and what it closed, to whom.")
class PolicyChange:
    number: int = stored_field(_ALL, "Its number among these entries, from 1 without a gap.")
    at: datetime = stored_field(_ALL, "When.")
    client: str = stored_field(_ALL, "Who put it in force: the client; `operator` before the register had staff.")
    department: str = stored_field(_ALL, "The department in words.")
    department_zh: str = stored_field(_ALL, "The department in Chinese.")
    office: str | None = stored_field(_ALL, "The code of the office.")
    office_name: str | None = stored_field(_ALL, "What that office is called today.")
    version_before: str = stored_field(
        _ALL, "The version that was in force; each answer names its own in `extensions.decisions`."
    )
    version_after: str = stored_field(_ALL, "The version that came in force.")
    opened: list[str] = stored_field(
        _ALL, "What it opened, a line for each client and purpose: field groups, and when."
    )
    closed: list[str] = stored_field(_ALL, "What it closed, likewise.")
    previous: str = stored_field(_ALL, "The head of the chain of these entries before this one; hexadecimal.")
    commitment: str = stored_field(
        _ALL, "What the log's tree holds of it: SHA-256 over domain, salt and record; hexadecimal."
    )
    record: str = stored_field(_ALL, "The canonical record (RFC 8785), as it was logged.")
    salt: str = stored_field(_ALL, "The salt; base64.")
    proof: str | None = stored_field(
        _ALL, "A C2SP `tlog-proof` of it in the log; null while it is pending, two seconds at most."
    )
