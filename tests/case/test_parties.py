"""The parties to an inspection who are natural persons: named in its open case, by role, and nowhere else."""

from typing import Any

import pytest

from model.times import as_instant_text, now
from tests.access.log import watching
from tests.case.branch import Branch
from tests.case.counter import Resident, change, inspector_of, officers, opened
from tests.person.expected import facts
from tests.support.hub import Answer, Hub, Who
from tests.support.store import City

Row = dict[str, str]

_PARTIES = """
query Read($number: String!) { case(number: $number) {
  parties { role name licenceNumbers } complaints { complainant { role name licenceNumbers } }
} }
"""
_HOUSING, _LABOUR = "housing-safety-inspection", "workplace-inspection"
_RULE = "constitution.parties-in-inspections-only"


def _ask(hub: Hub, who: Who, number: str, document: str = _PARTIES, **others: Any) -> Answer:
    return hub.ask(who, document, {"number": number}, **others)


def _inspections(city: City, *, state: str = "OPEN") -> list[Row]:
    soon = as_instant_text(now())
    inspections = [row for row in city["case"] if row["kind"] in {"HOUSING_INSPECTION", "LABOUR_INSPECTION"}]
    return [row for row in inspections if row["state"] == state and row["endsAt"] > soon]


def _name(city: City, person: str) -> str:
    (details,) = facts(city, "person_details", person)
    return details["fullName"]


def _today(city: City, kind: str) -> list[Row]:
    held = as_instant_text(now())
    rows = [row for row in city[kind] if row["recordedFrom"] <= held and not row["recordedTo"]]
    return [row for row in rows if row["validFrom"] <= held[:10] and (not row["validTo"] or held[:10] < row["validTo"])]


def _landlords(city: City, case: Row) -> list[Row]:
    """The landlords who are natural persons and own what a case is about, or the building around it."""
    around = {row["id"]: row["in"] for row in city["room"]}
    owned = {case["concerns"], around.get(case["concerns"], case["concerns"])}
    owners = {row["by"] for row in _today(city, "ownership") if row["of"] in owned}
    persons = {row["id"] for row in city["person"]}
    return [row for row in city["landlord"] if row["id"] in owners and row["is"] in persons]


def _expected(city: City, case: Row) -> list[dict[str, Any]]:
    rooms = {row["id"] for row in city["room"] if case["concerns"] in {row["id"], row["in"]}}
    licences = [row for row in _today(city, "landlord_licence") if rooms & set(row["covers"].split(";"))]
    persons = {row["id"] for row in city["person"]}
    employers = {row["id"]: row["is"] for row in city["employer"] if row["is"] in persons}
    operators = [row["operatedBy"] for row in city["workplace"] if row["id"] == case["concerns"]]
    return [
        {"role": "EMPLOYER", "name": _name(city, employers[employer]), "licenceNumbers": []}
        for employer in operators
        if employer in employers
    ] + [
        {
            "role": "LANDLORD",
            "name": _name(city, landlord["is"]),
            "licenceNumbers": sorted(row["number"] for row in licences if row["heldBy"] == landlord["id"]),
        }
        for landlord in sorted(_landlords(city, case), key=lambda row: row["id"])
    ]


def _complainants(city: City, case: Row) -> list[dict[str, Any] | None]:
    complaints = [row for row in city["complaint"] if row["in"] == case["id"]]
    return [
        {"role": "COMPLAINANT", "name": _name(city, row["madeBy"]), "licenceNumbers": []}
        if row["isNameDisclosed"] == "true"
        else None
        for row in sorted(complaints, key=lambda row: (row["receivedOn"], row["id"]))
    ]


def _with_a_landlord(city: City) -> tuple[Row, str]:
    """An open housing inspection with a natural person as its party, and that person's name."""
    for case in _inspections(city):
        if case["purpose"] == _HOUSING and (landlords := _landlords(city, case)):
            return case, _name(city, landlords[0]["is"])
    raise AssertionError("the city has no such inspection")


@pytest.fixture(scope="session")
def branch(hub: Hub, tmp_path_factory: pytest.TempPathFactory) -> Branch:
    """A house of two landlords, houses of which the owner has no name here, and a shop; each with its inspections."""
    made = Branch()
    house, other = made.building(), made.building()
    rooms = [made.room(house), made.room(house), made.room(other)]
    one, two, former = (made.landlord(made.person(name)) for name in ("赵一", "孙二", "李旧"))
    made.owned(house, one)
    made.owned(house, two)
    made.owned(house, former, validTo="2025-01-01")
    made.owned(other, one)
    made.licence("L-OF-THE-HOUSE", one, rooms[0])
    made.licence("L-ELSEWHERE", one, rooms[2])
    made.licence("L-RUN-OUT", two, rooms[0], validTo="2025-01-01")
    for number, place in (("CB-HOUSE", house), ("CB-LET-ROOM", rooms[0]), ("CB-OTHER-ROOM", rooms[1])):
        made.case(number, "housing", place)
    made.case("CB-SUSPENDED", "housing", house, state="SUSPENDED")
    made.case("CB-CLOSED", "housing", house, state="CLOSED", closedAt="2026-10-03T08:00:00.000Z")
    made.case("CB-WITH-PROOF", "housing", house, proof="ONE_TIME_CODE")
    for number in ("CB-SUSPENDED", "CB-CLOSED", "CB-WITH-PROOF"):
        made.complaint(number, made.persons["李旧"], is_named=True)
    _bring_the_nameless(made)
    shop = made.shop(made.person("钱店主"))
    made.case("CB-SHOP", "labour", shop)
    made.case("CB-SHOP-WAGES", "labour", shop, purpose="wage-complaint")
    made.bring_in(hub, tmp_path_factory.mktemp("branch") / "rows")
    hub.ports.vault.destroy(made.persons["吴删"])  # type: ignore[attr-defined]  # the vault itself, behind its port
    return made


_NAMELESS = ("周护", "吴删", "郑空")  # protected, erased, and nothing on the record


def _bring_the_nameless(made: Branch) -> None:
    for name in _NAMELESS:
        person = made.person(name, is_protected=name == "周护", is_known=name != "郑空")
        house = made.building()
        made.owned(house, made.landlord(person))
        made.case(f"CB-{name}", "housing", house)
        made.complaint(f"CB-{name}", person, is_named=True)


# ── in the city ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_open_inspection_names_the_natural_persons_who_let_or_employ_there(hub: Hub, city: City) -> None:
    seen: set[tuple[str, str, str]] = set()
    for case in _inspections(city):
        answer = _ask(hub, inspector_of(city, case), case["number"])
        assert answer.errors == []
        assert answer.statements == 2
        complaints = [{"complainant": item} for item in _complainants(city, case)]
        assert answer.data == {"case": {"parties": _expected(city, case), "complaints": complaints}}, case["number"]
        assert "withheld" not in answer.json["extensions"]
        kind = next(name for name in ("room", "building", "workplace") if case["concerns"] in _ids(city, name))
        roles = [item["role"] for item in answer.data["case"]["parties"]]
        roles += ["COMPLAINANT" for item in complaints if item["complainant"]]
        seen |= {(case["purpose"], kind, role) for role in roles or ["nobody"]}
    assert {
        (_HOUSING, "room", "LANDLORD"),
        (_HOUSING, "building", "LANDLORD"),
        (_HOUSING, "building", "nobody"),
        (_HOUSING, "room", "COMPLAINANT"),
        (_HOUSING, "building", "COMPLAINANT"),
        ("landlord-licensing", "room", "LANDLORD"),
        (_LABOUR, "workplace", "EMPLOYER"),
        (_LABOUR, "workplace", "nobody"),
    } <= seen


def _ids(city: City, kind: str) -> set[str]:
    return {row["id"] for row in city[kind]}


def test_a_complainant_who_did_not_agree_is_nobody(hub: Hub, city: City) -> None:
    """Whoever kept their name back and whoever gave none look the same."""
    undisclosed = {
        row["in"]: row["madeBy"] for row in city["complaint"] if row["madeBy"] and row["isNameDisclosed"] == "false"
    }
    cases = [row for row in _inspections(city) if row["id"] in undisclosed]
    assert cases
    for case in cases:
        answer = _ask(hub, inspector_of(city, case), case["number"])
        assert answer.data["case"]["complaints"] == [{"complainant": None}]
        assert _name(city, undisclosed[case["id"]]) not in answer.body.decode()


def test_a_house_whose_rooms_belong_to_several_is_about_none_of_them(hub: Hub, city: City) -> None:
    """A party owns what the case is about: in a building's case those of single rooms are not named."""
    owned = {row["of"] for row in _today(city, "ownership")}
    rooms = {row["in"] for row in city["room"] if row["id"] in owned}
    case = next(row for row in _inspections(city) if row["concerns"] in rooms - owned)
    answer = _ask(hub, inspector_of(city, case), case["number"])
    assert answer.errors == []
    assert answer.data["case"]["parties"] == []


# ── to nobody else ───────────────────────────────────────────────────────────────────────────────────────────────


def test_no_other_department_office_or_purpose_gets_a_party(hub: Hub, city: City) -> None:
    case, name = _with_a_landlord(city)
    own = inspector_of(city, case)
    offices = [
        next(who for who in officers(city, client, purpose, level=6) if who.office != own.office)
        for client, purpose in (("housing", _HOUSING), ("labour", _LABOUR), ("tax", "rental-tax"))
    ]
    answers = {who: _ask(hub, who, case["number"]) for who in offices}
    for answer in answers.values():
        assert answer.codes == ["CASE_REQUIRED"]
    other_purpose = _ask(hub, own, case["number"], purpose="landlord-licensing")
    assert other_purpose.codes == ["PURPOSE_NOT_ALLOWED"]
    resident = _ask(hub, Who("resident", city["sign_in"][0]["subject"]), case["number"], purpose=_HOUSING)
    assert resident.codes == ["PURPOSE_NOT_ALLOWED"]
    for answer in (*answers.values(), other_purpose, resident):
        assert answer.data == {"case": None}
        assert name not in answer.body.decode()


@pytest.mark.parametrize("argument", ['asOf: "2024-06-01"', 'knownAt: "2024-06-01T00:00:00Z"'])
def test_a_party_is_todays_and_never_a_former_one(hub: Hub, city: City, argument: str) -> None:
    case, name = _with_a_landlord(city)
    document = f"query Read($number: String!) {{ case(number: $number, {argument}) {{ number parties {{ name }} }} }}"
    answer = _ask(hub, inspector_of(city, case), case["number"], document)
    assert answer.codes == ["FIELD_NOT_ALLOWED"]
    assert "constitution.history-needs-permission" in answer.errors[0]["message"]
    assert answer.data == {"case": {"number": case["number"], "parties": None}}
    assert name not in answer.body.decode()


def test_a_residents_case_has_no_parties(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    answer = _ask(hub, own_clerk, opened(hub, own_clerk, somebody))
    assert set(answer.codes) == {"FIELD_NOT_ALLOWED"}
    assert [_RULE in error["message"] for error in answer.errors if error["path"][-1] == "parties"] == [True]
    assert answer.data == {"case": {"parties": None, "complaints": None}}


def test_a_workers_own_complaint_names_nobody_once_more(hub: Hub, city: City) -> None:
    """It is the worker's case: who made the complaint is its subject."""
    staff = {
        row["fact"]: row["subject"] for row in city["staff_member"] if not row["validTo"] and not row["recordedTo"]
    }
    complaints = {row["in"] for row in city["complaint"]}
    soon = as_instant_text(now())
    case = next(
        row
        for row in city["case"]
        if (row["purpose"], row["state"]) == ("wage-complaint", "OPEN")
        and row["endsAt"] > soon
        and row["id"] in complaints
        and row["openedBy"] in staff
    )
    office = next(row for row in city["office"] if row["id"] == case["at"])
    who = Who("labour", staff[case["openedBy"]], office["code"], "wage-complaint")
    answer = _ask(hub, who, case["number"])
    assert answer.codes == ["FIELD_NOT_ALLOWED"]
    assert f"(rule `{_RULE}`)" in answer.errors[0]["message"]
    assert answer.data == {"case": {"parties": None, "complaints": [{"complainant": None}]}}


def test_the_inspection_that_follows_a_complaint_names_its_parties(hub: Hub, branch: Branch) -> None:
    answer = _ask(hub, branch.who("labour"), "CB-SHOP-WAGES", purpose="wage-complaint")
    assert answer.errors == []
    assert answer.data["case"]["parties"] == [{"role": "EMPLOYER", "name": "钱店主", "licenceNumbers": []}]


# ── what depends on the data ─────────────────────────────────────────────────────────────────────────────────────


def _landlord(name: str | None, *licences: str) -> dict[str, Any]:
    return {"role": "LANDLORD", "name": name, "licenceNumbers": list(licences)}


@pytest.mark.parametrize(
    ("number", "licences"),
    [("CB-HOUSE", ["L-OF-THE-HOUSE"]), ("CB-LET-ROOM", ["L-OF-THE-HOUSE"]), ("CB-OTHER-ROOM", [])],
)
def test_a_party_comes_with_the_licences_of_the_case_and_no_other_of_theirs(
    hub: Hub, branch: Branch, number: str, licences: list[str]
) -> None:
    """Two licences of one natural person are never joined; who owned the house before is no party."""
    answer = _ask(hub, branch.who("housing"), number)
    assert answer.errors == []
    parties = sorted(answer.data["case"]["parties"], key=lambda item: str(item["name"]))
    assert parties == [_landlord("孙二"), _landlord("赵一", *licences)]
    for kept in ("L-ELSEWHERE", "L-RUN-OUT", "李旧", *branch.persons.values()):
        assert kept not in answer.body.decode()


def test_of_a_protected_an_erased_and_an_unrecorded_party_the_name_is_withheld_alike(hub: Hub, branch: Branch) -> None:
    answers = [_ask(hub, branch.who("housing"), f"CB-{name}") for name in _NAMELESS]
    assert len({answer.body for answer in answers}) == 1
    answer = answers[0]
    assert answer.errors == []
    complainant = {"role": "COMPLAINANT", "name": None, "licenceNumbers": []}
    assert answer.data == {"case": {"parties": [_landlord(None)], "complaints": [{"complainant": complainant}]}}
    assert answer.json["extensions"]["withheld"] == ["PARTY_NAME"]


def test_a_suspended_inspection_names_nobody(hub: Hub, branch: Branch) -> None:
    answer = _ask(hub, branch.who("housing"), "CB-SUSPENDED")
    assert answer.errors == []
    assert answer.data == {"case": {"parties": [], "complaints": [{"complainant": None}]}}


def test_nobody_stands_on_the_screen_of_an_inspection_that_names_nobody(hub: Hub, branch: Branch) -> None:
    document = "mutation ($case: String!) { recordScreenExport(input: {case: $case}) { at } }"
    with watching(hub, *branch.persons.values()) as log:
        assert hub.ask(branch.who("housing"), document, {"case": "CB-HOUSE"}).errors == []
        exported = log.count
        assert hub.ask(branch.who("housing"), document, {"case": "CB-SUSPENDED"}).errors == []
        answer = hub.ask(branch.who("housing"), document, {"case": "CB-WITH-PROOF"})
    assert exported > 0
    assert answer.codes == ["FIELD_NOT_ALLOWED"]
    assert answer.data == {"recordScreenExport": None}
    actions = [entry["action"] for person in branch.persons.values() for entry in log.entries(person)]
    assert actions == ["export"] * exported


def test_when_an_inspection_is_suspended_its_parties_have_no_names_from_the_next_request_on(
    hub: Hub, branch: Branch
) -> None:
    who, number = branch.who("labour"), "CB-SHOP"
    party = {"role": "EMPLOYER", "name": "钱店主", "licenceNumbers": []}
    assert _ask(hub, who, number).data["case"]["parties"] == [party]
    assert change(hub, "close_case", number=number, state="SUSPENDED") == [[1]]
    assert _ask(hub, who, number).data["case"]["parties"] == []
    assert change(hub, "close_case", number=number, state="CLOSED") == [[1]]
    assert _ask(hub, who, number).codes == ["CASE_CLOSED"]
    assert change(hub, "close_case", number=number, state="OPEN") == [[1]]
    assert _ask(hub, who, number).data["case"]["parties"] == [party]


def test_a_closed_inspection_says_so_and_names_nobody(hub: Hub, branch: Branch) -> None:
    answer = _ask(hub, branch.who("housing"), "CB-CLOSED")
    assert answer.codes == ["CASE_CLOSED"]
    assert answer.data == {"case": None}
    for name in ("赵一", "孙二", "李旧"):
        assert name not in answer.body.decode()


def test_an_inspection_that_claims_a_residents_proof_names_nobody(hub: Hub, branch: Branch) -> None:
    """An inspection is the office's own: a proof would be somebody's assent to another's name."""
    answer = _ask(hub, branch.who("housing"), "CB-WITH-PROOF")
    assert answer.codes == ["FIELD_NOT_ALLOWED"]
    assert f"(rule `{_RULE}`)" in answer.errors[0]["message"]
    assert answer.data == {"case": {"parties": None, "complaints": [{"complainant": None}]}}


def test_whose_name_was_withheld_finds_on_their_log_that_it_was_asked_for(hub: Hub, branch: Branch) -> None:
    """Landlord and complainant of the same case are one subject, and one entry."""
    for name in _NAMELESS:
        person = branch.persons[name]
        with watching(hub, person) as log:
            _ask(hub, branch.who("housing"), f"CB-{name}")
        assert [(entry["action"], entry["groups"]) for entry in log.entries(person)] == [("read", ["PARTY_NAME"])]
        assert log.count == 1


def test_two_landlords_of_a_house_are_an_entry_each_and_a_former_one_is_none(hub: Hub, branch: Branch) -> None:
    with watching(hub, *branch.persons.values()) as log:
        _ask(hub, branch.who("housing"), "CB-HOUSE")
    named = {name for name, person in branch.persons.items() if log.entries(person)}
    assert named == {"赵一", "孙二"}
    assert log.count == 2
