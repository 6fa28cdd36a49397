"""What ships open and a city closes: a write asks the policy as a read does."""

from pathlib import Path

import pytest

from hub.policy.rules import shipped_rules
from hub.settings import Settings
from tests.access.log import watching
from tests.case.counter import Resident, opened
from tests.policy.writing import put_in_force
from tests.support.beside import hub_beside
from tests.support.hub import Who

_CLOSE = "mutation Close($case: String!) { closeCase(case: $case) { number } }"
_MARK = "mutation { markNoticesRead(input: {}) { readAt } }"


@pytest.mark.full
def test_a_write_to_what_the_policy_closes_is_refused(
    prepared: Settings, tmp_path: Path, somebody: Resident, own_clerk: Who
) -> None:
    shipped = shipped_rules()
    with hub_beside(prepared, tmp_path / "home") as own:
        number = opened(own, own_clerk, somebody)
        resident = shipped["resident"].replace(
            "context.isOwnRecord &&", 'context.isOwnRecord && resource != FieldGroup::"NOTICE" &&'
        )
        put_in_force(own, "resident", resident)
        assert own.ask(somebody.who, _MARK).codes == ["FIELD_NOT_ALLOWED"]
        registration = shipped["registration"].replace('    FieldGroup::"CASE",\n', "", 1)
        put_in_force(own, "registration", registration)
        assert own.ask(somebody.who, _MARK).errors == []
        with watching(own, somebody.person) as log:
            answer = own.ask(own_clerk, _CLOSE, {"case": number})
        assert answer.codes == ["FIELD_NOT_ALLOWED"]
        assert f"the case `{number}` is not open to you" in answer.errors[0]["message"]
        assert [(entry["action"], entry["rule"]) for entry in log.entries(somebody.person)] == [
            ("deny", "FIELD_NOT_ALLOWED")
        ]
