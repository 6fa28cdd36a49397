"""What operators did to the register as a whole: entries of the access log that are about nobody, for everybody to read."""

from datetime import datetime

import strawberry

from model.groups import FieldGroup
from model.states import AccessOutcome
from schema.fields import stored_field

_ALL = FieldGroup.VIEWER  # what one may ask for: everybody with a sign-in gets it


@strawberry.type(
    description="What two operators decided together, each by their signature, or an officer of the coordination office by their own "
    "sign-in: an operator added, a loss of the log accepted, an office ended."
)
class OperatorAct:
    number: int = stored_field(_ALL, "Its number among these entries, from 1 without a gap.")
    at: datetime = stored_field(_ALL, "When.")
    act: str = stored_field(_ALL, "What was done, as `domicile` calls it: `operator add`, `log accept-loss`.")
    arguments: list[str] = stored_field(
        _ALL, "With what, as the operators signed it, but for which officer it is about."
    )
    operators: list[str] = stored_field(
        _ALL, "Who signed, by the names of their keys; nobody at set-up, and where an office did it."
    )
    office: str | None = stored_field(_ALL, "The code of the office whose officer did it; null for operators.")
    outcome: AccessOutcome | None = stored_field(
        _ALL, "How it ended, where the register was to be changed; null while that is open, and for all else."
    )
    previous: str = stored_field(_ALL, "The head of the chain of these entries before this one; hexadecimal.")
    commitment: str = stored_field(
        _ALL, "What the log's tree holds of it: SHA-256 over domain, salt and record; hexadecimal."
    )
    record: str = stored_field(_ALL, "The canonical record (RFC 8785), as it was logged.")
    salt: str = stored_field(_ALL, "The salt; base64.")
    proof: str | None = stored_field(
        _ALL, "A C2SP `tlog-proof` of it in the log; null while it is pending, two seconds at most."
    )
