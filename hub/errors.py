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


class DomicileError(Exception):
    """The root of the tree: `code` for programs, the message for people, `status` for HTTP."""

    code: Code = Code.INTERNAL
    status: int = 500

    @property
    def extensions(self) -> dict[str, str]:
        """What graphql-core puts beside the message."""
        return {"code": self.code.value}


class UnauthenticatedError(DomicileError):
    """The bearer token is absent or not valid, or the graph knows no such active member of staff."""

    code = Code.UNAUTHENTICATED
    status = 401


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
    """The document is over a limit of `hub.limits`; the message names which, and its value."""

    code = Code.QUERY_TOO_COMPLEX
    status = 400


class ValidationFailedError(DomicileError):
    """The input has the wrong form; the message quotes it."""

    code = Code.VALIDATION_FAILED
    status = 400


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
