"""No log, no answer; and a write that touched two stores is settled, whatever failed between them."""

import asyncio
from collections.abc import Iterator

import pytest

from hub.audit_log import Ledger
from hub.settings import Settings
from model import limits
from model.errors import ConflictError, DomicileError, GraphUnavailableError, LogUnavailableError
from model.ids import PersonId
from tests.access.log import NOBODY, watching
from tests.case.counter import Resident, change, inspector_of, make_code, open_case, opened, unprotect
from tests.person.expected import name_of
from tests.support.faults import Breakable, Failing, breakable_hub
from tests.support.hub import Answer, Hub, Who
from tests.support.store import City

_CODE = "mutation { createCounterCode(input: {permissions: []}) { code } }"


def _assert_no_log(answer: Answer) -> None:
    assert answer.codes == ["LOG_UNAVAILABLE"]
    assert answer.status == 503
    assert set(answer.data.values()) == {None}


def test_without_the_log_a_resident_reads_nothing(hub: Hub, breakable: Breakable, somebody: Resident) -> None:
    breakable.break_port("ledger", LogUnavailableError("the access log can't be written"), "append")
    answer = breakable.ask(somebody.who, "{ me { name { full } birthDate } }")
    _assert_no_log(answer)
    assert name_of(hub, somebody) not in answer.body.decode()


def test_without_the_log_a_case_shows_nothing(
    hub: Hub, breakable: Breakable, own_clerk: Who, somebody: Resident
) -> None:
    number = opened(hub, own_clerk, somebody)
    breakable.break_port("ledger", LogUnavailableError("the access log can't be written"), "append")
    document = "query Read($number: String!) { case(number: $number) { state subject { name { full } } } }"
    answer = breakable.ask(own_clerk, document, {"number": number})
    _assert_no_log(answer)
    assert name_of(hub, somebody) not in answer.body.decode()


def test_without_the_log_not_even_a_refusal_leaves(breakable: Breakable, own_clerk: Who) -> None:
    breakable.break_port("ledger", LogUnavailableError("the access log can't be written"), "append")
    document = "query Read($number: String!) { case(number: $number) { state } }"
    _assert_no_log(breakable.ask(own_clerk, document, {"number": "AAAAAAAAAAAA"}))


def test_without_the_log_an_inspection_names_no_party(breakable: Breakable, city: City) -> None:
    people = {row["id"] for row in city["person"]}
    employers = {row["id"] for row in city["employer"] if row["is"] in people}
    shops = {row["id"] for row in city["workplace"] if row["operatedBy"] in employers}
    case = next(row for row in city["case"] if row["concerns"] in shops and row["state"] == "OPEN")
    document = "query Read($number: String!) { case(number: $number) { number parties { name } } }"
    before = breakable.ask(inspector_of(city, case), document, {"number": case["number"]})
    (name,) = [item["name"] for item in before.data["case"]["parties"]]
    breakable.break_port("ledger", LogUnavailableError("the access log can't be written"), "append")
    answer = breakable.ask(inspector_of(city, case), document, {"number": case["number"]})
    _assert_no_log(answer)
    assert name not in answer.body.decode()


def test_without_the_log_places_are_still_answered(breakable: Breakable, inspector: Who) -> None:
    breakable.break_port("ledger", LogUnavailableError("the access log can't be written"), "append", "intend")
    answer = breakable.ask(inspector, "{ rooms(first: 1) { nodes { designator } } }")
    assert answer.errors == []


def test_without_the_log_nothing_is_written(hub: Hub, breakable: Breakable, own_clerk: Who, somebody: Resident) -> None:
    code = make_code(hub, somebody)
    breakable.break_port("ledger", LogUnavailableError("the access log can't be written"), "intend")
    _assert_no_log(open_case(breakable, own_clerk, somebody.shows(code=code)))
    _assert_no_log(breakable.ask(somebody.who, _CODE))
    assert open_case(hub, own_clerk, somebody.shows(code=code)).errors == []


def test_the_entry_is_durable_before_the_answer_leaves(hub: Hub, breakable: Breakable, somebody: Resident) -> None:
    """The log fails only after it wrote: the entry is there, the answer is not."""
    late = LogUnavailableError("the access log can't be written")
    breakable.break_port("ledger", late, "append", is_late=True)
    with watching(hub, somebody.person) as log:
        _assert_no_log(breakable.ask(somebody.who, "{ me { birthDate } }"))
    assert [entry["groups"] for entry in log.entries(somebody.person)] == [["PERSON_BIRTH"]]


def test_a_write_which_the_graph_refuses_is_rolled_back_on_the_log(
    hub: Hub, breakable: Breakable, somebody: Resident
) -> None:
    breakable.break_port("graph", ConflictError("it does not fit what is recorded now"), "write")
    with watching(hub, somebody.person) as log:
        answer = breakable.ask(somebody.who, _CODE)
    assert answer.codes == ["CONFLICT"]
    assert answer.errors[0]["message"] == "it does not fit what is recorded now"
    (record,) = log.records(somebody.person)
    assert record.outcome == "rolled_back"
    assert change(hub, "writes", entry=record.entry["write"]) == [[0]]


def test_a_write_that_is_answered_is_committed_on_the_log(hub: Hub, somebody: Resident) -> None:
    with watching(hub, somebody.person) as log:
        assert hub.ask(somebody.who, _CODE).errors == []
    (record,) = log.records(somebody.person)
    assert record.outcome == "committed"


@pytest.mark.parametrize(("is_late", "outcome"), [(False, "rolled_back"), (True, "committed")])
def test_an_intent_that_was_left_open_is_settled_at_the_next_start(
    hub: Hub, prepared: Settings, people: Iterator[Resident], *, is_late: bool, outcome: str
) -> None:
    """The graph is lost before the commit, or after it but before its answer: the graph says which it was."""
    somebody = next(people)
    with watching(hub, somebody.person) as log:
        with breakable_hub(prepared) as first:
            first.break_port("graph", GraphUnavailableError("the graph does not answer"), "write", is_late=is_late)
            answer = first.ask(somebody.who, _CODE)
        assert answer.codes == ["GRAPH_UNAVAILABLE"]
        assert answer.status == 503
        (record,) = log.records(somebody.person)
        assert record.outcome is None
        write = record.entry["write"]
        with Hub(prepared) as second:
            assert write not in second.ports.ledger.open_intents()
    (record,) = log.records(somebody.person)
    assert record.outcome == outcome
    assert change(hub, "writes", entry=write) == [[int(is_late)]]
    assert [entry["outcome"] for entry in log.entries(NOBODY)] == [outcome]


@pytest.mark.parametrize(("is_late", "outcome"), [(False, "rolled_back"), (True, "committed")])
def test_an_intent_that_was_left_open_is_settled_when_the_graph_answers_again(
    breakable: Breakable, hub: Hub, somebody: Resident, monkeypatch: pytest.MonkeyPatch, *, is_late: bool, outcome: str
) -> None:
    """Without a start in between, and not while the graph may still be at it."""
    monkeypatch.setattr(limits, "SETTLE_AGAIN_SECONDS", 0.01)
    monkeypatch.setattr(limits, "SETTLE_AFTER_SECONDS", 3600.0)
    graph, lost = breakable.ports.graph, GraphUnavailableError("the graph does not answer")
    with watching(hub, somebody.person) as log:
        breakable.break_port("graph", lost, "write", is_late=is_late)
        assert breakable.ask(somebody.who, _CODE).codes == ["GRAPH_UNAVAILABLE"]
        object.__setattr__(breakable.ports, "graph", Failing(graph, lost, "read"))
        monkeypatch.setattr(limits, "SETTLE_AFTER_SECONDS", 0.0)
        breakable.run(asyncio.sleep(0.1))  # many looks, all of which fail
        (record,) = log.records(somebody.person)
        assert record.outcome is None
        object.__setattr__(breakable.ports, "graph", graph)
        while log.records(somebody.person)[0].outcome is None:
            breakable.run(asyncio.sleep(0.01))
        (record,) = log.records(somebody.person)
    assert record.outcome == outcome
    assert change(hub, "writes", entry=record.entry["write"]) == [[int(is_late)]]


@pytest.mark.parametrize(("is_late", "outcome"), [(False, "rolled_back"), (True, "committed")])
def test_an_intent_that_another_process_left_open_is_settled_by_one_that_serves(
    prepared: Settings, people: Iterator[Resident], monkeypatch: pytest.MonkeyPatch, *, is_late: bool, outcome: str
) -> None:
    """A command was killed, or another hub of this home: nobody has to be started for it."""
    somebody = next(people)
    monkeypatch.setattr(limits, "SETTLE_OTHERS_SECONDS", 0.05)
    monkeypatch.setattr(limits, "SETTLE_AGAIN_SECONDS", 0.01)
    with Hub(prepared) as serving, watching(serving, somebody.person) as log:
        with monkeypatch.context() as slow, breakable_hub(prepared) as ended:
            slow.setattr(limits, "SETTLE_AFTER_SECONDS", 3600.0)
            ended.break_port("graph", GraphUnavailableError("the graph does not answer"), "write", is_late=is_late)
            assert ended.ask(somebody.who, _CODE).codes == ["GRAPH_UNAVAILABLE"]
            serving.run(asyncio.sleep(0.2))  # some looks, in which the other lives
            (record,) = log.records(somebody.person)
            assert record.outcome is None
        monkeypatch.setattr(limits, "SETTLE_AFTER_SECONDS", 0.0)
        while log.records(somebody.person)[0].outcome is None:
            serving.run(asyncio.sleep(0.01))
        (record,) = log.records(somebody.person)
        assert record.outcome == outcome
        assert change(serving, "writes", entry=record.entry["write"]) == [[int(is_late)]]


_PROTECT = "mutation { protectAddress(input: {}) { at } }"


@pytest.mark.parametrize(("is_late", "outcome"), [(False, "rolled_back"), (True, "committed")])
def test_a_protection_of_which_nobody_knows_whether_it_was_written_protects_until_it_is_settled(
    hub: Hub, prepared: Settings, people: Iterator[Resident], own_clerk: Who, *, is_late: bool, outcome: str
) -> None:
    """Two stores take part: what the vault has of a write goes with what the graph says became of it."""
    somebody = next(people)
    person, vault = PersonId(somebody.person), hub.ports.vault
    case = opened(hub, own_clerk, somebody)
    try:
        with watching(hub, somebody.person) as log:
            with breakable_hub(prepared) as first:
                first.break_port("graph", GraphUnavailableError("the graph does not answer"), "write", is_late=is_late)
                assert first.ask(somebody.who, _PROTECT).codes == ["GRAPH_UNAVAILABLE"]
            assert _homes(hub, own_clerk, case) == []
            assert hub.ask(somebody.who, _PROTECT).codes == ["CONFLICT"]  # one change at a time
            with Hub(prepared):
                pass
        assert log.records(somebody.person)[0].outcome == outcome
        assert (person in vault.protected([person]), vault.standing(person).is_protected) == (is_late, is_late)
        assert (_homes(hub, own_clerk, case) == []) == is_late
    finally:
        unprotect(hub, person)


def test_a_protection_that_the_keys_store_cannot_take_is_not_written(
    hub: Hub, breakable: Breakable, somebody: Resident
) -> None:
    breakable.break_port("vault", DomicileError("the key store can't be written: disk full"), "propose")
    with watching(hub, somebody.person) as log:
        assert breakable.ask(somebody.who, _PROTECT).status >= 400
    (record,) = log.records(somebody.person)
    assert record.outcome == "rolled_back"
    assert change(hub, "writes", entry=record.entry["write"]) == [[0]]


def _homes(hub: Hub, officer: Who, number: str) -> list[object]:
    document = "query Homes($number: String!) { case(number: $number) { subject { residences { role } } } }"
    answer = hub.ask(officer, document, {"number": number})
    assert answer.errors == []
    homes: list[object] = answer.data["case"]["subject"]["residences"]
    return homes


def test_the_log_is_whole_after_all_of_this(hub: Hub) -> None:
    """Every chain, each commitment, and that each write has at most one outcome."""
    ledger = hub.ports.ledger
    assert isinstance(ledger, Ledger)
    assert ledger.verify().problems == ()
