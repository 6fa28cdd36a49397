"""What a resident keeps off their own screen: for whoever looks over their shoulder, and for who acts for them."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.access.log import watching
from tests.case.counter import Resident, opened
from tests.case.proofs import only
from tests.support.hub import Answer, Hub, Who

_HIDE = "mutation H($input: HideEntriesInput!) { hideEntries(input: $input) { at } }"
_SHOW = "mutation S($input: HideEntriesInput!) { showEntries(input: $input) { at } }"
_OBJECT = "mutation O($input: ObjectToAccessInput!) { objectToAccess(input: $input) { objection { case } } }"
_READ = "query Read($number: String!) { case(number: $number) { subject { birthDate } } }"
_SCREEN = """{ me {
  accessLog(first: 100) { totalCount nodes { number operation case } }
  offScreenEntries(first: 100) { totalCount nodes { number operation case objection { reason } } }
  cases { number } offScreenCases { number } consents(first: 100) { nodes { case } } objections { entry }
} }"""


def _screen(hub: Hub, resident: Resident) -> Any:
    return only(hub.ask(resident.who, _SCREEN))


def _hide(hub: Hub, resident: Resident, document: str = _HIDE, **given: Any) -> Answer:
    return hub.ask(resident.who, document, {"input": given})


def _numbers(connection: Any) -> set[int]:
    numbers = [item["number"] for item in connection["nodes"]]
    assert connection["totalCount"] == len(numbers)
    return set(numbers)


def _cases(items: Any) -> list[str]:
    return [item["number"] for item in items]


@pytest.fixture
def number(hub: Hub, own_clerk: Who, somebody: Resident) -> str:
    """A case of somebody's, who allowed their history in it, and a read in it."""
    case = opened(hub, own_clerk, somebody, "HISTORY")
    hub.ask(own_clerk, _READ, {"number": case})
    return case


def _read_in(screen: Any) -> int:
    return int(next(item["number"] for item in screen["accessLog"]["nodes"] if item["operation"] == "Read"))


@pytest.mark.usefixtures("number")
def test_a_hidden_entry_leaves_the_screen_and_is_found_where_its_resident_looks_for_it(
    hub: Hub, somebody: Resident
) -> None:
    entry = _read_in(_screen(hub, somebody))
    before = hub.run(hub.ports.ledger.read_subject(somebody.person))
    only(_hide(hub, somebody, numbers=[entry]))
    screen = _screen(hub, somebody)
    shown, hidden = _numbers(screen["accessLog"]), _numbers(screen["offScreenEntries"])
    assert entry in hidden
    assert not shown & hidden
    assert shown | hidden == set(range(1, max(shown | hidden) + 1))  # every number is in one of the two
    after = hub.run(hub.ports.ledger.read_subject(somebody.person))
    assert [record.commitment for record in after[: len(before)]] == [record.commitment for record in before]
    only(_hide(hub, somebody, _SHOW, numbers=[entry]))
    assert entry in _numbers(_screen(hub, somebody)["accessLog"])


@pytest.mark.usefixtures("number")
def test_what_is_hidden_at_once_is_hidden_or_refused(hub: Hub, somebody: Resident) -> None:
    entries = sorted(_numbers(_screen(hub, somebody)["accessLog"]))[:4]
    assert len(entries) > 1
    with ThreadPoolExecutor(len(entries)) as pool:
        answers = list(pool.map(lambda entry: _hide(hub, somebody, numbers=[entry]), entries))
    assert {code for answer in answers for code in answer.codes} <= {"CONFLICT"}
    done = {entry for entry, answer in zip(entries, answers, strict=True) if not answer.errors}
    assert done
    assert done == _numbers(_screen(hub, somebody)["offScreenEntries"]) & set(entries)


def test_that_something_was_hidden_is_off_the_screen_too(hub: Hub, somebody: Resident, number: str) -> None:
    with watching(hub, somebody.person) as log:
        only(_hide(hub, somebody, cases=[number]))
    (act,) = log.records(somebody.person)
    assert (act.entry["action"], act.entry["groups"], act.entry["extra"]) == ("write", ["RIGHTS"], {"hides": "yes"})
    screen = _screen(hub, somebody)
    assert act.subject_sequence in _numbers(screen["offScreenEntries"])
    assert act.subject_sequence not in _numbers(screen["accessLog"])


def test_a_hidden_case_goes_with_its_consents_and_its_entries_of_now_and_later(
    hub: Hub, own_clerk: Who, somebody: Resident, number: str
) -> None:
    other = opened(hub, own_clerk, somebody, "HISTORY")
    only(_hide(hub, somebody, cases=[number]))
    hub.ask(own_clerk, _READ, {"number": number})
    screen = _screen(hub, somebody)
    assert number not in _cases(screen["cases"])
    assert other in _cases(screen["cases"])
    assert _cases(screen["offScreenCases"]) == [number]
    assert number not in [item["case"] for item in screen["consents"]["nodes"]]
    assert number not in [item["case"] for item in screen["accessLog"]["nodes"]]
    assert [item["case"] for item in screen["offScreenEntries"]["nodes"]].count(number) == 4
    only(_hide(hub, somebody, _SHOW, cases=[number]))
    screen = _screen(hub, somebody)
    assert number in _cases(screen["cases"])
    assert screen["offScreenCases"] == []
    assert number in [item["case"] for item in screen["consents"]["nodes"]]


@pytest.mark.parametrize("by_case", [True, False])
def test_an_objection_to_a_hidden_entry_stands_beside_it_alone(
    hub: Hub, somebody: Resident, number: str, *, by_case: bool
) -> None:
    entry = _read_in(_screen(hub, somebody))
    only(hub.ask(somebody.who, _OBJECT, {"input": {"entry": entry, "reason": "不要告诉别人"}}))
    assert _screen(hub, somebody)["objections"] == [{"entry": entry}]
    only(_hide(hub, somebody, **({"cases": [number]} if by_case else {"numbers": [entry]})))
    screen = _screen(hub, somebody)
    assert screen["objections"] == []
    assert only(hub.ask(somebody.who, "{ me { objections { entry } } }"))["objections"] == []
    hidden = {item["number"]: item["objection"] for item in screen["offScreenEntries"]["nodes"]}
    assert hidden[entry] == {"reason": "不要告诉别人"}


def test_what_is_hidden_is_sealed_in_the_graph(hub: Hub, somebody: Resident, number: str) -> None:
    only(_hide(hub, somebody, cases=[number]))
    text = "MATCH (:Person {id: $person})<-[:OF]-(hidden:OffScreen) RETURN properties(hidden)"
    rows = hub.run(hub.ports.graph.read(text, {"person": somebody.person}, timeout_seconds=60, metadata={}))
    ((stored,),) = rows.values
    assert set(stored) == {"id", "version", "sealedRights"}
    assert number.encode() not in bytes(stored["sealedRights"])


def test_what_is_not_there_is_not_hidden_and_not_more_than_can_be_kept(hub: Hub, somebody: Resident) -> None:
    assert _hide(hub, somebody, numbers=[1_000_000]).codes == ["VALIDATION_FAILED"]
    assert _hide(hub, somebody, cases=["', x"]).codes == ["VALIDATION_FAILED"]
    assert _hide(hub, somebody, cases=[f"CASE{count:08}" for count in range(101)]).codes == ["VALIDATION_FAILED"]
    assert _screen(hub, somebody)["offScreenCases"] == []


def test_an_officer_hides_nothing(hub: Hub, own_clerk: Who) -> None:
    assert hub.ask(own_clerk, _HIDE, {"input": {"numbers": [1]}}).codes == ["UNAUTHENTICATED"]
