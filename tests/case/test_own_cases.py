"""`me { cases }`: what a resident sees of the cases which concern them, and nobody else does."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from model.states import CaseKind
from resolvers.case import TERM
from tests.access.log import watching
from tests.case.counter import Resident, attested, change, opened
from tests.case.proofs import CASES, end, make_card, make_passkey, only, opened_online, own_case
from tests.support.hub import Hub, Who
from tests.support.store import City


def _numbers(hub: Hub, resident: Resident) -> list[str]:
    return [case["number"] for case in only(hub.ask(resident.who, CASES))["cases"]]


def test_a_resident_sees_each_of_their_cases_whole_and_no_officers_name(
    hub: Hub, own_clerk: Who, somebody: Resident
) -> None:
    number = opened(hub, own_clerk, somebody, "HISTORY")
    answer = hub.ask(somebody.who, CASES)
    case = own_case(hub, somebody, number)
    opened_at = datetime.fromisoformat(case.pop("openedAt"))
    assert datetime.fromisoformat(case.pop("endsAt")) - opened_at == TERM[CaseKind.REGISTRATION] == timedelta(days=30)
    assert case == {
        "number": number,
        "kind": "REGISTRATION",
        "purpose": "resident-registration",
        "state": "OPEN",
        "proof": "ONE_TIME_CODE",
        "office": {"code": own_clerk.office},
        "isWaiting": False,
        "permissions": ["HISTORY"],
        "transferTo": None,
        "transferRequestedAt": None,
    }
    assert own_clerk.subject not in answer.body.decode()


def test_the_newest_case_comes_first_and_the_past_stays(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    before = _numbers(hub, somebody)
    first, second, third = (
        opened(hub, own_clerk, somebody),
        attested(hub, own_clerk, somebody),
        opened_online(hub, somebody, own_clerk),
    )
    only(end(hub, somebody, second))
    assert _numbers(hub, somebody) == [third, second, first, *before]


def test_a_case_of_the_citys_rows_is_on_its_residents_list(hub: Hub, city: City, people: Iterator[Resident]) -> None:
    somebody = next(item for item in people if any(row["concerns"] == item.person for row in city["case"]))
    rows = [row for row in city["case"] if row["concerns"] == somebody.person]
    shown = {case["number"]: case for case in only(hub.ask(somebody.who, CASES))["cases"]}
    for row in rows:
        assert shown[row["number"]]["kind"] == row["kind"]
        assert shown[row["number"]]["purpose"] == row["purpose"]


def test_nobody_sees_anothers_cases(hub: Hub, own_clerk: Who, people: Iterator[Resident]) -> None:
    somebody, other = next(people), next(people)
    number = opened(hub, own_clerk, somebody)
    assert number in _numbers(hub, somebody)
    assert number not in _numbers(hub, other)


def test_a_case_leads_to_no_other_case_and_to_no_proof_of_its_subject(
    hub: Hub, own_clerk: Who, somebody: Resident
) -> None:
    make_card(hub, somebody)
    make_passkey(hub, somebody)
    number = opened(hub, own_clerk, somebody)
    for name, inner in (("cases", "number"), ("receiptCard", "issuedAt"), ("passkeys", "id")):
        document = f"query Read($n: String!) {{ case(number: $n) {{ subject {{ {name} {{ {inner} }} }} }} }}"
        answer = hub.ask(own_clerk, document, {"n": number})
        assert answer.codes == ["VALIDATION_FAILED"]
        assert answer.data is None


def test_a_case_past_its_term_is_shown_as_closed(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody)
    change(hub, "age_case", number=number)
    assert own_case(hub, somebody, number)["state"] == "CLOSED"


def test_looking_at_ones_cases_is_one_entry(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    opened(hub, own_clerk, somebody)
    with watching(hub, somebody.person) as log:
        only(hub.ask(somebody.who, CASES))
    (entry,) = log.entries(somebody.person)
    assert (entry["action"], entry["client"], entry["groups"]) == ("read", "resident", ["CASE", "VIEWER"])
