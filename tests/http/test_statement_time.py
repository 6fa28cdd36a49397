"""A statement that takes too long: the database ends it, the caller is told to ask for less, and nothing came out."""

from pathlib import Path

import pytest

from model import limits
from tests.support.hub import Hub, Who

_NEVER_ENDS = (Path(__file__).parent / "cypher" / "never_ends.cypher").read_text(encoding="utf-8")
_ME = "{ me { name { full } } }"


def test_a_statement_past_its_time_is_ended_and_the_next_one_is_answered(
    hub: Hub, resident: Who, inspector: Who, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The authority statement stands in for a heavy one: no question that is let through takes this city seconds."""
    with monkeypatch.context() as heavy:
        heavy.setattr(limits, "STATEMENT_SECONDS_MAX", 0.5)
        heavy.setattr("hub.gate.pipeline.fragment", lambda _name: _NEVER_ENDS)
        answer = hub.ask(resident, _ME)
        assert (answer.status, answer.codes, answer.data) == (400, ["QUERY_TOO_COMPLEX"], {"me": None})
        assert "0.5 s" in answer.errors[0]["message"]
    assert hub.ask(resident, _ME).codes == []
    assert hub.ask(inspector, "{ rooms(first: 1) { nodes { id } } }").status == 200
    assert [record for record in caplog.records if record.name.startswith("hub") and record.exc_info] == []
