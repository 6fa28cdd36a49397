"""Exports for tests: made through the API, and read."""

import json
from typing import Any

from tests.case.counter import Resident, make_code, open_case
from tests.support.hub import Hub, Who

OPERATIONS = ("Facts", "Own", "ResidenceHistory", "Consents", "Notices", "Recipients", "Processing", "AccessLog")
"""Those of `schema/export.graphql`."""
EXPORT = """
query Export($from: Int! = 1, $to: Int, $since: Int) {
  me { export(fromEntry: $from, toEntry: $to, sinceSize: $since) { file madeAt number head fromEntry toEntry } }
}
"""


def exported(hub: Hub, resident: Resident, **variables: Any) -> dict[str, Any]:
    """What the API answers."""
    answer = hub.ask(resident.who, EXPORT, variables)
    assert answer.errors == []
    made: dict[str, Any] = answer.data["me"]["export"]
    return made


def content(made: dict[str, Any]) -> dict[str, Any]:
    """The export in a file."""
    read: dict[str, Any] = json.loads(made["file"])["export"]
    return read


def rights_case(hub: Hub, clerk: Who, resident: Resident, *, is_proved: bool = True) -> str:
    """The number of a case in which a clerk does what the resident asks for, and reads nothing: so no name comes back."""
    proof = {"code": make_code(hub, resident)} if is_proved else {}
    answer = open_case(hub, clerk, resident.shows("DATA_RIGHTS", **proof))
    assert set(answer.codes) <= {"FIELD_NOT_ALLOWED"}
    number: str = answer.data["openCase"]["case"]["number"]
    return number
