"""The one error tree: every failure a caller can meet, with its code and HTTP status.

A message is one lower-case sentence which quotes the input in backticks and says what to do. It never says whether a
person exists. `docs/errors.md` has a line for each code, and a test holds the two together.
"""

from enum import StrEnum


class Code(StrEnum):
    """What stands in `extensions.code` of a GraphQL error, and in `code` of a rejected import row."""

    UNAUTHENTICATED = "UNAUTHENTICATED"
    PURPOSE_REQUIRED = "PURPOSE_REQUIRED"
    PURPOSE_NOT_ALLOWED = "PURPOSE_NOT_ALLOWED"
    CASE_REQUIRED = "CASE_REQUIRED"
    CASE_CLOSED = "CASE_CLOSED"
    SUBJECT_NOT_AVAILABLE = "SUBJECT_NOT_AVAILABLE"
    GRANT_EXPIRED = "GRANT_EXPIRED"
    GRANT_REVOKED = "GRANT_REVOKED"
    FIELD_NOT_ALLOWED = "FIELD_NOT_ALLOWED"
    OUT_OF_JURISDICTION = "OUT_OF_JURISDICTION"
    BUDGET_EXCEEDED = "BUDGET_EXCEEDED"
    QUERY_TOO_COMPLEX = "QUERY_TOO_COMPLEX"
    VALIDATION_FAILED = "VALIDATION_FAILED"
    CONFLICT = "CONFLICT"
    LOG_UNAVAILABLE = "LOG_UNAVAILABLE"
    GRAPH_UNAVAILABLE = "GRAPH_UNAVAILABLE"
    INTERNAL = "INTERNAL"


class Reason(StrEnum):
    """What is wrong with an argument: `extensions.reason` beside `VALIDATION_FAILED`, for who says it in another language."""

    LENGTH = "LENGTH"  # of a text; `least` and `most` characters
    RANGE = "RANGE"  # of a number or a day; `least` and `most`
    COUNT = "COUNT"  # of a list; `least` and `most`
    FORM = "FORM"  # it is no such thing: an address, a code, a word
    UNKNOWN = "UNKNOWN"  # there is none of this name
    ANOTHER = "ANOTHER"  # it has to be another one than this
    TOGETHER = "TOGETHER"  # it does not go with what else was given


class StaffReason(StrEnum):
    """Why a good token is nobody's: `extensions.reason` beside `UNAUTHENTICATED`. Signing in again changes nothing."""

    NOT_ON_STAFF = "NOT_ON_STAFF"  # the register has no active member of staff of this name at this office
    OFFICE_MISSING = "OFFICE_MISSING"  # the token is a department's, and names no office


class DomicileError(Exception):
    """The root of the tree: `code` for programs, the message for people, `status` for HTTP."""

    code: Code = Code.INTERNAL
    status: int = 500

    @property
    def extensions(self) -> dict[str, str | int]:
        """What graphql-core puts beside the message."""
        return {"code": self.code.value}


class UnauthenticatedError(DomicileError):
    """The bearer token is absent or not valid, or the graph knows no such active member of staff."""

    code = Code.UNAUTHENTICATED
    status = 401


class NotOnStaffError(UnauthenticatedError):
    """The token is good, and the register has no active member of staff behind it."""

    def __init__(self) -> None:
        super().__init__("the register knows no active member of staff of this name at this office")

    @property
    def extensions(self) -> dict[str, str | int]:
        """The code, and that signing in again changes nothing."""
        return {**super().extensions, "reason": StaffReason.NOT_ON_STAFF.value}


class OfficeMissingError(UnauthenticatedError):
    """The token is a department's and names no office: so it is nobody's, an officer's neither."""

    def __init__(self) -> None:
        super().__init__("the token has no `office`: the issuer must set it for who works at a department")

    @property
    def extensions(self) -> dict[str, str | int]:
        """The code, and that signing in again changes nothing."""
        return {**super().extensions, "reason": StaffReason.OFFICE_MISSING.value}


class PurposeRequiredError(DomicileError):
    """The request needs the header `Domicile-Purpose` and has none."""

    code = Code.PURPOSE_REQUIRED
    status = 400


class PurposeNotAllowedError(DomicileError):
    """The purpose is not on the committed list, or not open to this client."""

    code = Code.PURPOSE_NOT_ALLOWED
    status = 403


class CaseRequiredError(DomicileError):
    """There is no such open case at the caller's office (an unknown case and another office's look the same)."""

    code = Code.CASE_REQUIRED
    status = 200


class CaseClosedError(DomicileError):
    """The caller's own case is closed."""

    code = Code.CASE_CLOSED
    status = 200


class SubjectNotAvailableError(DomicileError):
    """A case can't be opened: one answer for unknown, protected, and not permitted."""

    code = Code.SUBJECT_NOT_AVAILABLE
    status = 200


class GrantExpiredError(DomicileError):
    """The grant has run out."""

    code = Code.GRANT_EXPIRED
    status = 200


class GrantRevokedError(DomicileError):
    """The resident has revoked the grant."""

    code = Code.GRANT_REVOKED
    status = 200


class FieldNotAllowedError(DomicileError):
    """The policy does not open this field group to this client for this purpose."""

    code = Code.FIELD_NOT_ALLOWED
    status = 200


class OutOfJurisdictionError(DomicileError):
    """The administrative unit which the caller named lies outside the office's jurisdiction."""

    code = Code.OUT_OF_JURISDICTION
    status = 200


class BudgetExceededError(DomicileError):
    """The officer, client or purpose has used up its budget for now."""

    code = Code.BUDGET_EXCEEDED
    status = 429


class QueryTooComplexError(DomicileError):
    """The document is over a limit of `model.limits`; the message names which, and its value."""

    code = Code.QUERY_TOO_COMPLEX
    status = 400


class ValidationFailedError(DomicileError):
    """The input has the wrong form; the message quotes it. `reason` and what follows say the same to a program."""

    code = Code.VALIDATION_FAILED
    status = 400

    def __init__(
        self,
        message: str,
        *,
        reason: Reason | None = None,
        argument: str = "",
        least: int | str | None = None,
        most: int | str | None = None,
    ) -> None:
        super().__init__(message)
        said = {"reason": reason and reason.value, "argument": argument or None, "least": least, "most": most}
        self._said = {name: value for name, value in said.items() if value is not None}

    @property
    def extensions(self) -> dict[str, str | int]:
        """The code, and what is wrong with which argument, where that was said."""
        return {**super().extensions, **self._said}


def wrong_length(argument: str, most: int) -> ValidationFailedError:
    """For a text that is empty or too long."""
    return ValidationFailedError(
        f"`{argument}` has 1 to {most} characters", reason=Reason.LENGTH, argument=argument, least=1, most=most
    )


class ConflictError(DomicileError):
    """The write does not fit what is recorded now; read again and retry."""

    code = Code.CONFLICT
    status = 200


class LogUnavailableError(DomicileError):
    """The access log can't be written, so nothing is answered."""

    code = Code.LOG_UNAVAILABLE
    status = 503


class GraphUnavailableError(DomicileError):
    """The graph does not answer; the request can be sent again."""

    code = Code.GRAPH_UNAVAILABLE
    status = 503


class SetupError(DomicileError):
    """The hub can't start or a command can't run: a setting, a key, a disk, a port. Never sent over HTTP."""


class LogLostError(SetupError):
    """The access log is not the one that the keys or the graph know of: it is gone, older, or another one."""
