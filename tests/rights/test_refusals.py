"""Refusals end to end: an office declines with rule and reason, the resident appeals, the superior office answers."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from hub.mutations.refusal import Refusals
from tests.access.log import watching
from tests.case.counter import Resident, officers, opened
from tests.case.proofs import accept, only, open_online, own_case, waiting
from tests.rights.asking import REASON, at_counter, change, kinds_of_notices, look, me, rights_case, service_case
from tests.support.hub import Answer, Hub, Who
from tests.support.store import City

_PROVISION = "Housing ordinance, section 4 (1)"
_WHY = "您的住房面积已达标。Your flat is large enough."
_WRONG = "面积算错了。The area was measured wrongly."
_SAID = "您说得对。"
_REFUSALS = """refusals {
  id case purpose office { code name } rule provision reason refusedAt appealBy appealTo { code }
  supervisoryAuthority { name } appeal { case raisedAt dueAt reason answeredAt outcome statement supervisoryAuthority { url } }
}"""
_APPEALING = "mutation Appeal($input: AppealInput!) { appeal(input: $input) { id } }"
_APPEAL = """
query Appealed($number: String!) { case(number: $number) {
  kind purpose appeal { reason dueAt outcome refusal { case office { code } rule provision reason } }
  subject { name { full } }
} }
"""


@pytest.fixture
def housing(official: Callable[[str, str], list[Who]]) -> Who:
    """An officer of a district's housing office."""
    return official("housing", "housing-service")[0]


@pytest.fixture(scope="session")
def above(city: City) -> list[Who]:
    """The officers of the city's housing office."""
    return officers(city, "housing", "housing-service", level=4)


def _refuse(hub: Hub, officer: Who, case: str, **others: str) -> Answer:
    given = {"case": case, "rule": "CONDITIONS_NOT_MET", "provision": _PROVISION, "reason": _WHY, **others}
    return change(hub, officer, "refuseCase", "number", **given)


def _refusal(hub: Hub, resident: Resident) -> dict[str, Any]:
    (refusal,) = me(hub, resident, _REFUSALS)["refusals"]
    return dict(refusal)


def _answer(hub: Hub, officer: Who, case: str, outcome: str = "UPHELD") -> Answer:
    return change(hub, officer, "answerAppeal", "number", case=case, outcome=outcome, statement=_SAID)


def test_a_refusal_names_office_rule_reason_and_the_way_to_appeal(
    hub: Hub, somebody: Resident, housing: Who, above: list[Who]
) -> None:
    number = service_case(hub, somebody, housing, "HOUSING_SERVICE")
    with watching(hub, somebody.person) as log:
        only(_refuse(hub, housing, number))
    (entry,) = log.entries(somebody.person)
    assert (entry["action"], entry["groups"], entry["case"]) == ("write", ["RIGHTS"], number)
    refusal = _refusal(hub, somebody)
    assert (refusal["case"], refusal["purpose"]) == (number, "housing-service")
    assert (refusal["rule"], refusal["provision"], refusal["reason"]) == ("CONDITIONS_NOT_MET", _PROVISION, _WHY)
    assert refusal["office"]["code"] == housing.office
    assert refusal["office"]["name"]
    assert refusal["appealTo"] == {"code": above[0].office}
    refused, by = (datetime.fromisoformat(refusal[name]) for name in ("refusedAt", "appealBy"))
    assert by - refused == timedelta(days=30)
    assert refusal["appeal"] is None
    assert own_case(hub, somebody, number)["state"] == "CLOSED"
    assert kinds_of_notices(hub, somebody)[0] == "CASE_REFUSED"
    assert look(hub, housing, number).codes == ["CASE_CLOSED"]


def test_an_appeal_is_decided_by_the_superior_office_and_read_by_the_resident(
    hub: Hub, somebody: Resident, housing: Who, above: list[Who]
) -> None:
    refused = service_case(hub, somebody, housing, "HOUSING_SERVICE")
    only(_refuse(hub, housing, refused))
    refusal = _refusal(hub, somebody)
    only(change(hub, somebody.who, "appeal", refusal=refusal["id"], reason=_WRONG))
    appeal = _refusal(hub, somebody)["appeal"]
    raised, due = (datetime.fromisoformat(appeal[name]) for name in ("raisedAt", "dueAt"))
    assert due - raised == timedelta(days=30)
    assert (appeal["reason"], appeal["outcome"], appeal["statement"]) == (_WRONG, None, None)
    number = appeal["case"]
    assert own_case(hub, somebody, number)["office"] == {"code": above[0].office}
    again = change(hub, somebody.who, "appeal", refusal=refusal["id"], reason=_WRONG)
    assert again.codes == ["CONFLICT"]
    assert "appealed against already" in again.errors[0]["message"]

    officer = above[0]
    assert waiting(hub, officer)[number] == "HOUSING_SERVICE"
    only(accept(hub, officer, number))
    case = only(hub.ask(officer, _APPEAL, {"number": number}))
    assert (case["kind"], case["purpose"]) == ("HOUSING_SERVICE", "housing-service")
    assert case["appeal"]["reason"] == _WRONG
    assert case["appeal"]["refusal"] == {
        "case": refused,
        "office": {"code": housing.office},
        "rule": "CONDITIONS_NOT_MET",
        "provision": _PROVISION,
        "reason": _WHY,
    }
    assert case["subject"]["name"]["full"]
    assert _refuse(hub, officer, number).codes == ["CONFLICT"]  # an appeal is answered
    only(_answer(hub, officer, number))
    answered = _refusal(hub, somebody)["appeal"]
    assert (answered["outcome"], answered["statement"]) == ("UPHELD", _SAID)
    assert answered["answeredAt"] is not None
    assert kinds_of_notices(hub, somebody)[0] == "APPEAL_ANSWERED"
    assert _answer(hub, officer, number, "REJECTED").codes == ["CONFLICT"]
    assert _refusal(hub, somebody)["appeal"]["outcome"] == "UPHELD"


def test_of_two_appeals_at_once_one_counts(
    hub: Hub, somebody: Resident, housing: Who, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one, from another window, came after this one saw that there was none."""
    only(_refuse(hub, housing, service_case(hub, somebody, housing, "HOUSING_SERVICE")))
    given = {"refusal": _refusal(hub, somebody)["id"], "reason": _WRONG}
    real = Refusals._appealable

    async def late(*arguments: Any) -> Any:
        seen = await real(*arguments)
        monkeypatch.setattr(Refusals, "_appealable", real)
        assert (await hub.asked(somebody.who, _APPEALING, {"input": given})).errors == []
        return seen

    monkeypatch.setattr(Refusals, "_appealable", late)
    answer = change(hub, somebody.who, "appeal", **given)
    assert answer.codes == ["CONFLICT"]
    assert "appealed against in the meantime" in answer.errors[0]["message"]
    assert kinds_of_notices(hub, somebody)[0] == "CASE_REFUSED"


def test_an_appeal_goes_to_the_nearest_office_above_and_to_no_other_of_its_level(
    hub: Hub, city: City, somebody: Resident
) -> None:
    """Of a street's office it is that of its district, which is the last of several."""
    clerk = officers(city, "registration", "resident-registration", level=9)[-1]
    district = str(clerk.office)[:-3]
    assert district > min(str(who.office) for who in officers(city, "registration", clerk.purpose, level=6))
    only(_refuse(hub, clerk, opened(hub, clerk, somebody)))
    refusal = _refusal(hub, somebody)
    assert refusal["appealTo"] == {"code": district}
    only(change(hub, somebody.who, "appeal", refusal=refusal["id"], reason=_WRONG))
    assert own_case(hub, somebody, _refusal(hub, somebody)["appeal"]["case"])["office"] == {"code": district}


def test_who_refused_never_decides_on_the_appeal(hub: Hub, somebody: Resident, above: list[Who]) -> None:
    """The city's office has none above it: another officer there decides."""
    first, second = above[:2]
    number = service_case(hub, somebody, first, "HOUSING_SERVICE")
    only(_refuse(hub, first, number))
    only(change(hub, somebody.who, "appeal", refusal=_refusal(hub, somebody)["id"], reason=_WRONG))
    appeal = _refusal(hub, somebody)["appeal"]["case"]
    assert accept(hub, first, appeal).codes == ["CONFLICT"]
    only(accept(hub, second, appeal))
    deputy = change(hub, second, "nameDeputy", "number", case=appeal, officer=first.subject)
    assert only(deputy)["number"] == appeal
    assert _answer(hub, first, appeal).codes == ["CONFLICT"]
    only(_answer(hub, second, appeal, "REJECTED"))
    assert _refusal(hub, somebody)["appeal"]["outcome"] == "REJECTED"


def test_a_case_that_waits_is_refused_at_its_office_and_nowhere_else(
    hub: Hub, somebody: Resident, housing: Who, above: list[Who]
) -> None:
    number = only(open_online(hub, somebody, housing, kind="HOUSING_SERVICE"))["number"]
    assert _refuse(hub, above[0], number).codes == ["CASE_REQUIRED"]
    assert me(hub, somebody, "refusals { id }")["refusals"] == []
    only(_refuse(hub, housing, number, rule="OFFICE_NOT_COMPETENT"))
    assert _refusal(hub, somebody)["rule"] == "OFFICE_NOT_COMPETENT"
    assert number not in waiting(hub, housing)


def test_a_case_for_ones_rights_is_never_refused(hub: Hub, somebody: Resident, rights_clerk: Who) -> None:
    number = rights_case(hub, rights_clerk, somebody)
    answer = _refuse(hub, rights_clerk, number)
    assert answer.codes == ["CONFLICT"]
    assert "`DATA_RIGHTS` is answered or closed, never refused" in answer.errors[0]["message"]
    assert own_case(hub, somebody, number)["state"] == "OPEN"


def test_a_case_about_a_place_holds_no_appeal(hub: Hub, city: City) -> None:
    staff = {
        row["fact"]: row["subject"] for row in city["staff_member"] if not row["validTo"] and not row["recordedTo"]
    }
    case = next(
        row
        for row in city["case"]
        if (row["proof"], row["state"]) == ("EX_OFFICIO", "OPEN")
        and row["endsAt"] > "2027-06"
        and row["openedBy"] in staff
    )
    office = next(row for row in city["office"] if row["id"] == case["at"])
    opener = Who(office["client"], staff[case["openedBy"]], office["code"], case["purpose"])
    answer = _answer(hub, opener, case["number"])
    assert answer.codes == ["CASE_REQUIRED"]
    assert "there is no appeal in this case" in answer.errors[0]["message"]


@pytest.mark.parametrize(
    "words", [{"provision": " "}, {"provision": "长" * 201}, {"reason": ""}, {"reason": "长" * 1001}]
)
def test_a_refusal_without_its_words_refuses_nothing(
    hub: Hub, refusable: tuple[Resident, str], housing: Who, words: dict[str, str]
) -> None:
    resident, number = refusable
    assert _refuse(hub, housing, number, **words).codes == ["VALIDATION_FAILED"]
    assert own_case(hub, resident, number)["state"] == "OPEN"


@pytest.fixture(scope="module")
def refusable(hub: Hub, people: Any, official: Callable[[str, str], list[Who]]) -> tuple[Resident, str]:
    """A resident and a case of theirs that stays open."""
    resident = next(people)
    return resident, service_case(hub, resident, official("housing", "housing-service")[0], "HOUSING_SERVICE")


def test_without_a_sign_in_one_appeals_at_the_counter(
    hub: Hub, somebody: Resident, housing: Who, above: list[Who], rights_clerk: Who
) -> None:
    refused = service_case(hub, somebody, housing, "HOUSING_SERVICE")
    only(_refuse(hub, housing, refused))
    case = rights_case(hub, rights_clerk, somebody)
    wrong = at_counter(hub, rights_clerk, "appealAtCounter", case=case, refusedCase="AAAAAAAAAAAA", reason=_WRONG)
    assert wrong.codes == ["CONFLICT"]
    done = only(at_counter(hub, rights_clerk, "appealAtCounter", case=case, refusedCase=refused, reason=_WRONG))
    assert _refusal(hub, somebody)["appeal"]["case"] == done["number"]
    assert own_case(hub, somebody, done["number"])["proof"] == "ONE_TIME_CODE"
    only(accept(hub, above[0], done["number"]))
    only(_answer(hub, above[0], done["number"]))
    assert _refusal(hub, somebody)["appeal"]["outcome"] == "UPHELD"


def test_without_a_sign_in_one_objects_at_the_counter(hub: Hub, somebody: Resident, rights_clerk: Who) -> None:
    case = rights_case(hub, rights_clerk, somebody)
    entries = me(hub, somebody, "accessLog(first: 50) { nodes { number client } }")["accessLog"]["nodes"]
    entry = next(item["number"] for item in entries if item["client"] == "registration")
    no_such = at_counter(hub, rights_clerk, "objectToAccessAtCounter", case=case, entry=10**6, reason=REASON)
    assert no_such.codes == ["VALIDATION_FAILED"]
    first = only(at_counter(hub, rights_clerk, "objectToAccessAtCounter", case=case, entry=entry, reason=REASON))
    second = only(
        at_counter(hub, rights_clerk, "objectToProcessingAtCounter", case=case, purpose="legal-aid", reason=REASON)
    )
    objections = me(hub, somebody, "objections { case entry purpose reason supervisoryAuthority { url } }")[
        "objections"
    ]
    assert objections == [
        {"case": first["number"], "entry": entry, "purpose": None, "reason": REASON, "supervisoryAuthority": None},
        {
            "case": second["number"],
            "entry": None,
            "purpose": "legal-aid",
            "reason": REASON,
            "supervisoryAuthority": None,
        },
    ]
    made_up = at_counter(hub, rights_clerk, "objectToProcessingAtCounter", case=case, purpose="x", reason=REASON)
    assert made_up.codes == ["VALIDATION_FAILED"]
    assert look(hub, rights_clerk, first["number"]).codes == ["CASE_REQUIRED"]
