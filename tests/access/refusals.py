"""One refusal of each kind at a door to a person, for what holds of all: made ready, and asked when a test says so."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.case.counter import Resident, opened
from tests.support.hub import Answer, Hub, Who

UNKNOWN = "AAAAAAAAAAAA"
READ = "query Read($number: String!) { case(number: $number) { subject { birthDate } } }"
CLOSE = "mutation Close($case: String!) { closeCase(case: $case) { number } }"
OPEN = "mutation Open($input: OpenCaseInput!) { openCase(input: $input) { case { number } } }"
ASSENT = "mutation Assent($input: AssentAtCounterInput!) { assentAtCounter(input: $input) { number } }"
_CODE = "mutation Code($input: CreateCounterCodeInput!) { createCounterCode(input: $input) { code } }"
_EXPORT = '{ me(asOf: "2026-01-01") { export { file } } }'


@dataclass(frozen=True)
class Scene:
    """A hub, a clerk and a resident of a test's own, and somebody else at work; `number` is the clerk's case about them."""

    hub: Hub
    clerk: Who
    other: Who
    somebody: Resident
    number: str


@dataclass(frozen=True)
class Refused:
    """A request that will be refused, by this code; `is_theirs` where the resident sees who tried."""

    who: Who
    document: str
    code: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    is_theirs: bool = False

    def ask(self, hub: Hub) -> Answer:
        return hub.ask(self.who, self.document, self.variables)


def scene(hub: Hub, clerks: Iterator[Who], somebody: Resident) -> Scene:
    clerk, other = next(clerks), next(clerks)
    return Scene(hub, clerk, other, somebody, opened(hub, clerk, somebody))


def _closed(on: Scene) -> Refused:
    assert on.hub.ask(on.clerk, CLOSE, {"case": on.number}).errors == []
    return Refused(on.clerk, READ, "CASE_CLOSED", {"number": on.number}, is_theirs=True)


def _named(on: Scene, **others: Any) -> dict[str, Any]:
    return {"input": {**on.somebody.shows(), **others}}


def _read(on: Scene, purpose: str, code: str, *, is_theirs: bool = False) -> Refused:
    return Refused(replace(on.clerk, purpose=purpose), READ, code, {"number": on.number}, is_theirs=is_theirs)


KINDS: Mapping[str, Callable[[Scene], Refused]] = {
    "an unknown case": lambda on: Refused(on.clerk, READ, "CASE_REQUIRED", {"number": UNKNOWN}),
    "another officer's case": lambda on: Refused(
        on.other, READ, "CASE_REQUIRED", {"number": on.number}, is_theirs=True
    ),
    "a closed case": _closed,
    "a case for another purpose": lambda on: _read(on, "data-subject-rights", "PURPOSE_NOT_ALLOWED", is_theirs=True),
    "no purpose": lambda on: _read(on, "", "PURPOSE_REQUIRED"),
    "another department's purpose": lambda on: _read(on, "housing-safety-inspection", "PURPOSE_NOT_ALLOWED"),
    "an officer's `me`": lambda on: Refused(on.clerk, "{ me { birthDate } }", "UNAUTHENTICATED"),
    "a sign-in without a record": lambda _: Refused(
        Who("resident", "nobody-there"), "{ me { birthDate } }", "SUBJECT_NOT_AVAILABLE"
    ),
    "nobody whom one represents": lambda on: Refused(
        on.somebody.who, '{ me(for: "none") { birthDate } }', "SUBJECT_NOT_AVAILABLE"
    ),
    "an export of another time": lambda on: Refused(on.somebody.who, _EXPORT, "VALIDATION_FAILED"),
    "a write in an unknown case": lambda on: Refused(on.clerk, CLOSE, "CASE_REQUIRED", {"case": UNKNOWN}),
    "a write in another officer's case": lambda on: Refused(
        on.other, CLOSE, "CASE_REQUIRED", {"case": on.number}, is_theirs=True
    ),
    "a resident's write, by an officer": lambda on: Refused(
        on.clerk, _CODE, "UNAUTHENTICATED", {"input": {"permissions": []}}
    ),
    "an opening with a wrong code": lambda on: Refused(
        on.clerk, OPEN, "SUBJECT_NOT_AVAILABLE", _named(on, code="AAAAA-AAAAA"), is_theirs=True
    ),
    "an assent with a wrong code": lambda on: Refused(
        on.clerk, ASSENT, "SUBJECT_NOT_AVAILABLE", _assenting(on), is_theirs=True
    ),
}
"""By what is wrong. No purpose of another department, and none at all, opens a door only to be refused behind it."""


def _assenting(on: Scene) -> dict[str, Any]:
    shown = {name: value for name, value in on.somebody.shows().items() if name != "kind"}
    return {"input": {**shown, "case": on.number, "code": "AAAAA-AAAAA"}}
