"""An objection end to end: the resident raises it, the data-protection office takes it up and answers, the resident reads it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.access.log import watching
from tests.case.counter import Resident, officers, opened
from tests.support.hub import Answer, Hub, Who
from tests.support.store import City

_REASON = "我没有同意这次查阅。I was not there."
_OBJECTION = "case entry purpose raisedAt dueAt reason answeredAt outcome answer"
_OBJECT = f"""
mutation Object($input: ObjectToAccessInput!) {{ objectToAccess(input: $input) {{ objection {{ {_OBJECTION} }} }} }}
"""
_OBJECT_TO_PROCESSING = f"""
mutation Object($input: ObjectToProcessingInput!) {{
  objectToProcessing(input: $input) {{ objection {{ {_OBJECTION} }} }}
}}
"""
_WAITING = "{ waitingCases(first: 100) { nodes { number kind } } }"
_ACCEPT = "mutation Accept($case: String!) { acceptCase(case: $case) { number } }"
_TAKE_UP = f"""
query TakeUp($number: String!) {{
  case(number: $number) {{
    kind
    subject {{ id name {{ full }} residences {{ role }} }}
    objection {{
      {_OBJECTION}
      access {{ at action department office officer purpose legalBasis case fieldGroups operation rule }}
    }}
  }}
}}
"""
_ANSWER = f"""
mutation Answer($input: AnswerObjectionInput!) {{ answerObjection(input: $input) {{ objection {{ {_OBJECTION} }} }} }}
"""
_READ = "query Read($number: String!) { case(number: $number) { subject { birthDate } } }"
_LOG = (
    "{ me { accessLog(first: 20) { nodes { number client action operation objection { reason outcome answer } } } } }"
)


@pytest.fixture
def own_clerk(any_clerks: Iterator[Who]) -> Who:
    """Somebody at an office who reads; here it is no matter who else they serve."""
    return next(any_clerks)


@pytest.fixture(scope="session")
def protectors(city: City) -> list[Who]:
    """The officers of the city's data-protection office."""
    found = officers(city, "data-protection", "objection", level=4)
    assert len(found) >= 2
    return found


@pytest.fixture
def contested(hub: Hub, somebody: Resident, own_clerk: Who) -> dict[str, Any]:
    """The entry of a clerk's read, as the resident finds it in their log."""
    hub.ask(own_clerk, _READ, {"number": opened(hub, own_clerk, somebody)})
    entry: dict[str, Any] = next(item for item in _log(hub, somebody) if item["client"] == "registration")
    assert (entry["action"], entry["operation"]) == ("READ", "Read")
    return entry


def _log(hub: Hub, resident: Resident) -> list[dict[str, Any]]:
    answer = hub.ask(resident.who, _LOG)
    assert answer.errors == []
    nodes: list[dict[str, Any]] = answer.data["me"]["accessLog"]["nodes"]
    return nodes


def _object(hub: Hub, resident: Resident, entry: int, reason: str = _REASON) -> Answer:
    return hub.ask(resident.who, _OBJECT, {"input": {"entry": entry, "reason": reason}})


def _raised(hub: Hub, resident: Resident, entry: int) -> dict[str, Any]:
    answer = _object(hub, resident, entry)
    assert answer.errors == []
    objection: dict[str, Any] = answer.data["objectToAccess"]["objection"]
    return objection


def _answer(hub: Hub, officer: Who, case: str, outcome: str = "UPHELD", statement: str = "您说得对。") -> Answer:
    return hub.ask(officer, _ANSWER, {"input": {"case": case, "outcome": outcome, "statement": statement}})


def test_a_resident_objects_and_reads_the_answer_beside_the_entry(
    hub: Hub, somebody: Resident, contested: dict[str, Any], protectors: list[Who], own_clerk: Who
) -> None:
    objection = _raised(hub, somebody, contested["number"])
    raised, due = (datetime.fromisoformat(objection[name]) for name in ("raisedAt", "dueAt"))
    assert due - raised == timedelta(days=30)
    assert (objection["entry"], objection["purpose"], objection["reason"]) == (contested["number"], None, _REASON)
    assert (objection["answeredAt"], objection["outcome"], objection["answer"]) == (None, None, None)

    officer, number = protectors[0], objection["case"]
    waiting = hub.ask(officer, _WAITING).data["waitingCases"]["nodes"]
    assert {"number": number, "kind": "OBJECTION"} in waiting
    assert hub.ask(officer, _ACCEPT, {"case": number}).errors == []
    taken_up = hub.ask(officer, _TAKE_UP, {"number": number})
    case = taken_up.data["case"]
    assert case["objection"]["reason"] == _REASON
    access = case["objection"]["access"]
    assert (access["department"], access["office"]) == ("Registration offices", own_clerk.office)
    assert (access["action"], access["operation"], access["rule"]) == ("READ", "Read", None)
    assert access["fieldGroups"] == ["CASE", "PERSON_BIRTH"]
    assert (access["purpose"], access["legalBasis"]) == ("resident-registration", "A6-1-e-official-authority")

    answered = _answer(hub, officer, number)
    assert answered.errors == []
    assert answered.data["answerObjection"]["objection"]["outcome"] == "UPHELD"
    entry = next(item for item in _log(hub, somebody) if item["number"] == contested["number"])
    assert entry["objection"] == {"reason": _REASON, "outcome": "UPHELD", "answer": "您说得对。"}


def test_the_office_learns_what_is_objected_to_and_nothing_else_of_the_person(
    hub: Hub, somebody: Resident, contested: dict[str, Any], protectors: list[Who]
) -> None:
    number = _raised(hub, somebody, contested["number"])["case"]
    hub.ask(protectors[0], _ACCEPT, {"case": number})
    answer = hub.ask(protectors[0], _TAKE_UP, {"number": number})
    subject = answer.data["case"]["subject"]
    assert (subject["name"], subject["residences"]) == (None, None)
    assert answer.codes == ["FIELD_NOT_ALLOWED"] * 2


def test_the_offices_read_and_answer_are_on_the_residents_log(
    hub: Hub, somebody: Resident, contested: dict[str, Any], protectors: list[Who]
) -> None:
    """Who looks into a complaint about looking is seen as well."""
    number = _raised(hub, somebody, contested["number"])["case"]
    hub.ask(protectors[0], _ACCEPT, {"case": number})
    with watching(hub, somebody.person) as log:
        hub.ask(
            protectors[0],
            "query Q($number: String!) { case(number: $number) { objection { reason } } }",
            {"number": number},
        )
        _answer(hub, protectors[0], number)
    read, write, again = log.entries(somebody.person)
    assert (read["client"], read["action"], read["groups"]) == ("data-protection", "read", ["OBJECTION"])
    assert (write["action"], write["groups"], write["case"]) == ("write", ["OBJECTION"], number)
    assert (again["action"], again["operation"]) == ("read", "Answer")


def test_only_who_holds_the_case_answers_and_once(
    hub: Hub, somebody: Resident, contested: dict[str, Any], protectors: list[Who]
) -> None:
    number = _raised(hub, somebody, contested["number"])["case"]
    first, second = protectors[:2]
    assert _answer(hub, first, number).codes == ["CASE_REQUIRED"]
    hub.ask(first, _ACCEPT, {"case": number})
    assert _answer(hub, second, number).codes == ["CASE_REQUIRED"]
    assert _answer(hub, first, number, "REJECTED", "依法登记。").errors == []
    assert _answer(hub, first, number).codes == ["CONFLICT"]
    (entry,) = (item for item in _log(hub, somebody) if item["number"] == contested["number"])
    assert entry["objection"]["answer"] == "依法登记。"


@pytest.mark.parametrize("statement", ["您说得对。", ""])
def test_in_a_case_of_another_kind_there_is_nothing_to_answer(
    hub: Hub, somebody: Resident, own_clerk: Who, statement: str
) -> None:
    """Said before anything is tried: no entry of a write that was none."""
    case = opened(hub, own_clerk, somebody)
    with watching(hub, somebody.person) as log:
        answer = _answer(hub, own_clerk, case, statement=statement)
    assert [(error["extensions"]["code"], error["message"]) for error in answer.errors] == [
        ("CONFLICT", "nothing was objected to in this case")
    ]
    assert [entry["action"] for entry in log.entries(somebody.person)] == ["deny"]


def test_the_office_whose_access_it_was_does_not_see_the_objection(
    hub: Hub, somebody: Resident, contested: dict[str, Any], own_clerk: Who
) -> None:
    number = _raised(hub, somebody, contested["number"])["case"]
    assert hub.ask(own_clerk, _READ, {"number": number}).codes == ["CASE_REQUIRED"]
    own_case = opened(hub, own_clerk, somebody)
    document = "query Q($number: String!) { case(number: $number) { objection { reason } } }"
    answer = hub.ask(own_clerk, document, {"number": own_case})
    assert answer.data == {"case": {"objection": None}}
    assert "constitution.objections-go-to-data-protection" in answer.errors[0]["message"]


def test_one_entry_is_objected_to_once(hub: Hub, somebody: Resident, contested: dict[str, Any]) -> None:
    _raised(hub, somebody, contested["number"])
    assert _object(hub, somebody, contested["number"]).codes == ["CONFLICT"]


@pytest.mark.parametrize("reason", ["", "   ", "长" * 1001])
def test_a_reason_has_words_and_not_too_many(
    hub: Hub, somebody: Resident, contested: dict[str, Any], reason: str
) -> None:
    assert _object(hub, somebody, contested["number"], reason).codes == ["VALIDATION_FAILED"]
    assert hub.ask(somebody.who, "{ me { objections { case } } }").data == {"me": {"objections": []}}


@pytest.mark.parametrize("entry", [0, -1, 1_000_000])
def test_what_is_not_on_the_log_is_not_objected_to(hub: Hub, somebody: Resident, entry: int) -> None:
    assert _object(hub, somebody, entry).codes == ["VALIDATION_FAILED"]


def test_a_resident_objects_to_a_processing(hub: Hub, somebody: Resident) -> None:
    answer = hub.ask(somebody.who, _OBJECT_TO_PROCESSING, {"input": {"purpose": "housing-service", "reason": _REASON}})
    assert answer.errors == []
    objection = answer.data["objectToProcessing"]["objection"]
    assert (objection["entry"], objection["purpose"], objection["reason"]) == (None, "housing-service", _REASON)
    own = hub.ask(somebody.who, "{ me { objections { purpose reason access { at } } } }").data["me"]["objections"]
    assert own == [{"purpose": "housing-service", "reason": _REASON, "access": None}]
    made_up = {"input": {"purpose": "made-up", "reason": _REASON}}
    assert hub.ask(somebody.who, _OBJECT_TO_PROCESSING, made_up).codes == ["VALIDATION_FAILED"]


def test_an_officer_objects_to_nothing(hub: Hub, own_clerk: Who) -> None:
    answer = hub.ask(own_clerk, _OBJECT, {"input": {"entry": 1, "reason": _REASON}})
    assert answer.codes == ["UNAUTHENTICATED"]


def test_the_words_are_sealed_in_the_graph(hub: Hub, people: Iterator[Resident], own_clerk: Who) -> None:
    """Neither side's words are readable for who runs the database."""
    resident = next(people)
    hub.ask(own_clerk, _READ, {"number": opened(hub, own_clerk, resident)})
    entry = next(item for item in _log(hub, resident) if item["client"] == "registration")
    number = _raised(hub, resident, entry["number"])["case"]
    rows = hub.run(
        hub.ports.graph.read(
            "MATCH (:Case {number: $number})<-[:IN]-(objection:Objection) RETURN properties(objection)",
            {"number": number},
            timeout_seconds=60,
            metadata={},
        )
    )
    ((stored,),) = rows.values
    assert set(stored) == {"id", "entry", "raisedAt", "dueAt", "sealedEvidence"}
    assert _REASON.encode() not in bytes(stored["sealedEvidence"])
