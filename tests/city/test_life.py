"""The city is believable: who lives where, who lets, who works, who handles a case."""

import tomllib
from collections import Counter, defaultdict
from datetime import date
from importlib import resources
from itertools import pairwise

from hub.demo.city.reading import Rows

TODAY = "2026-11-01"
FIRST_DAY = "2016-11-01"


def _known(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """What the register knows now: without closed versions, without what was taken back."""
    return [row for row in rows if not row["recordedTo"] and row["state"] != "WITHDRAWN"]


def _on(rows: list[dict[str, str]], day: str) -> list[dict[str, str]]:
    return [row for row in _known(rows) if row["validFrom"] <= day and (not row["validTo"] or day < row["validTo"])]


def test_rooms_are_rarely_over_what_is_permitted(rows: Rows) -> None:
    permitted = {row["id"]: int(row["permittedOccupancy"]) for row in rows["room"]}
    for day in ("2018-06-01", "2021-06-01", "2024-06-01", "2026-10-31"):
        people = Counter(row["in"] for row in _on(rows["residence"], day) if row["in"])
        over = sum(count > permitted[room] for room, count in people.items())
        assert over / len(people) < 0.03


def test_rooms_have_believable_sizes(rows: Rows) -> None:
    bounds = {"APARTMENT": (38, 125, 2, 8), "ROOM": (9, 24, 1, 3), "DORMITORY_ROOM": (16, 34, 4, 8)}
    for row in rows["room"]:
        smallest, largest, fewest, most = bounds[row["kind"]]
        assert smallest <= float(row["areaSquareMetres"]) <= largest
        assert fewest <= int(row["permittedOccupancy"]) <= most
        assert not row["declaredPlaces"] or 0 < int(row["declaredPlaces"]) <= int(row["permittedOccupancy"])


def test_most_rooms_are_lived_in_and_some_are_empty(rows: Rows) -> None:
    lived_in = {row["in"] for row in _on(rows["residence"], TODAY) if row["in"]}
    share = len(lived_in) / len(rows["room"])
    assert 0.4 < share < 0.85


def test_some_live_without_a_room_and_have_the_street_everywhere(rows: Rows) -> None:
    streets = {row["id"] for row in rows["admin_unit"] if row["level"] == "STREET"}
    facts = [*rows["residence"], *rows["tenancy"]]
    without = [row for row in facts if row["inUnit"]]
    assert {row["inUnit"] for row in without} <= streets
    assert {bool(row["inUnit"]) for row in facts if not (row.get("in") or row.get("lets"))} == {True}
    people = {row.get("of") or row["to"] for row in without}
    assert 5 < len(people) < 60
    assert {(row.get("of") or row["to"]) in people for row in facts if not row["inUnit"]} == {False}
    assert {row["grantedBy"] for row in rows["tenancy"] if row["inUnit"]} == {""}
    protected = {row["id"] for row in rows["person"] if row["isProtected"] == "true"}
    assert not people & protected


def test_nobody_has_two_main_residences_at_once(rows: Rows) -> None:
    stays = defaultdict(list)
    for row in _known(rows["residence"]):
        if row["role"] == "MAIN":
            stays[row["of"]].append((row["validFrom"], row["validTo"] or "9999-12-31"))
    for spans in stays.values():
        spans.sort()
        assert all(one[1] <= other[0] for one, other in pairwise(spans))


def test_some_have_a_second_residence_beside_the_main_one(rows: Rows) -> None:
    today = _on(rows["residence"], TODAY)
    main = {row["of"] for row in today if row["role"] == "MAIN"}
    second = {row["of"] for row in today if row["role"] == "SECONDARY"}
    assert 10 < len(second & main) < 120


def test_people_move_as_often_as_people_do(rows: Rows) -> None:
    """About two residences a person in ten years, and between 8 and 25 in a hundred move or come within a year."""
    facts = {row["fact"]: row for row in _known(rows["residence"])}
    assert 1.6 < len(facts) / 2000 < 3
    last_year = {row["of"] for row in facts.values() if row["validFrom"] >= "2025-11-01"}
    assert 0.08 < len(last_year) / 2000 < 0.25
    gone = 2000 - len({row["of"] for row in _on(rows["residence"], TODAY)})
    assert 0.08 < gone / 2000 < 0.3


def test_everyone_has_a_residence_and_is_not_there_before_being_born(rows: Rows) -> None:
    birthdays = {row["of"]: row["birthDate"] for row in rows["person_details"]}
    assert {row["of"] for row in rows["residence"]} == {row["id"] for row in rows["person"]}
    assert [row["fact"] for row in rows["residence"] if row["validFrom"] < birthdays[row["of"]]] == []


def test_facts_start_within_the_ten_years(rows: Rows) -> None:
    for file_name in ("residence", "tenancy", "employment", "ownership", "landlord_licence", "household"):
        assert min(row["validFrom"] for row in rows[file_name]) >= FIRST_DAY
        assert max(row["validFrom"] for row in rows[file_name]) <= TODAY


def test_households_are_mostly_small(rows: Rows) -> None:
    sizes = Counter(len(row["members"].split(";")) for row in _on(rows["household"], TODAY))
    assert set(sizes) <= set(range(1, 7))
    assert sizes[1] > sizes[2] > sizes[5]
    members = [member for row in _on(rows["household"], TODAY) for member in row["members"].split(";")]
    assert len(members) == len(set(members)), "a person is in one household"


def test_members_of_a_household_live_in_one_room(rows: Rows) -> None:
    rooms = {row["of"]: row["in"] for row in _on(rows["residence"], "2026-10-31") if row["role"] == "MAIN"}
    for row in _on(rows["household"], "2026-10-31"):
        assert len({rooms[member] for member in row["members"].split(";")}) == 1


def test_a_tenancy_is_granted_by_who_owns_the_room_then(rows: Rows) -> None:
    owners = defaultdict(list)
    for row in _known(rows["ownership"]):
        owners[row["of"]].append((row["validFrom"], row["validTo"] or "9999-12-31", row["by"]))
    building_of = {row["id"]: row["in"] for row in rows["room"]}
    for row in (row for row in rows["tenancy"] if row["lets"]):
        spans = owners[row["lets"]] or owners[building_of[row["lets"]]]
        assert row["grantedBy"] in {by for start, end, by in spans if start <= row["validFrom"] < end}


def test_ownership_passes_without_gap_or_overlap(rows: Rows) -> None:
    owners = defaultdict(list)
    for row in _known(rows["ownership"]):
        owners[row["of"]].append((row["validFrom"], row["validTo"]))
    assert any(len(spans) == 2 for spans in owners.values())
    for spans in owners.values():
        spans.sort()
        assert spans[-1][1] == ""
        assert all(one[1] == other[0] for one, other in pairwise(spans))


def test_landlords_let_from_one_room_to_many(rows: Rows) -> None:
    in_building = Counter(row["in"] for row in rows["room"])
    let: Counter[str] = Counter()
    for row in _on(rows["ownership"], TODAY):
        let[row["by"]] += in_building.get(row["of"], 1)
    assert min(let.values()) <= 2
    assert max(let.values()) >= 60
    organisations = {row["id"] for row in rows["organisation"]}
    kinds = Counter(row["is"] in organisations for row in rows["landlord"])
    assert kinds[True] > 20
    assert kinds[False] > 40


def test_licences_run_lapse_and_are_missing(rows: Rows) -> None:
    let = {row["id"] for row in rows["room"] if row["declaredPlaces"]}
    today = {room for row in _on(rows["landlord_licence"], TODAY) for room in row["covers"].split(";")}
    ever = {room for row in rows["landlord_licence"] for room in row["covers"].split(";")}
    assert 0.6 < len(today & let) / len(let) < 0.95
    assert ever - today, "some lapsed"
    assert let - ever, "some are let without a licence"


def test_working_age_works_and_children_do_not(rows: Rows) -> None:
    birthdays = {row["of"]: date.fromisoformat(row["birthDate"]) for row in rows["person_details"]}
    for row in rows["employment"]:
        start = date.fromisoformat(row["validFrom"])
        assert (start - birthdays[row["of"]]).days >= 18 * 365
    today = {row["of"] for row in _on(rows["employment"], TODAY)}
    assert 700 < len(today) < 1300
    both = Counter(row["of"] for row in _on(rows["employment"], TODAY))
    assert any(count > 1 for count in both.values()), "some have two jobs"


def test_workplaces_at_home_belong_to_persons_without_a_name(rows: Rows) -> None:
    people = {row["id"] for row in rows["person"]}
    employers = {row["id"]: row for row in rows["employer"]}
    at_home = [row for row in rows["workplace"] if row["isHome"] == "true"]
    assert len(at_home) >= 24
    for row in at_home:
        assert employers[row["operatedBy"]]["is"] in people
        assert row["name"] == ""
    assert any(employers[row["operatedBy"]]["sector"] == "HOUSEHOLD" for row in at_home)


def test_a_home_workplace_is_where_its_employer_lives(rows: Rows) -> None:
    address_of = {row["id"]: row["at"] for row in rows["building"]}
    building_of = {row["id"]: row["in"] for row in rows["room"]}
    employers = {row["id"]: row["is"] for row in rows["employer"]}
    homes = {
        row["of"]: address_of[building_of[row["in"]]]
        for row in _on(rows["residence"], TODAY)
        if row["role"] == "MAIN" and row["in"]
    }
    for row in rows["workplace"]:
        if row["isHome"] == "true":
            assert homes[employers[row["operatedBy"]]] == row["at"]


def test_every_child_is_acted_for_by_an_adult(rows: Rows) -> None:
    birthdays = {row["of"]: row["birthDate"] for row in rows["person_details"]}
    for row in rows["representation"]:
        if row["basis"] == "PARENT":
            assert birthdays[row["by"]] < birthdays[row["for"]]
            assert row["validTo"][:4] == str(int(birthdays[row["for"]][:4]) + 18)


def test_a_contact_is_a_person_only_when_that_person_confirmed(rows: Rows) -> None:
    for row in rows["declared_contact"]:
        assert row["is"] != row["of"]
        assert not row["is"] or row["state"] in {"CONFIRMED", "ENDED"}
    assert 0.2 < sum(bool(row["is"]) for row in rows["declared_contact"]) / len(rows["declared_contact"]) < 0.6


def test_units_form_a_tree_by_their_codes(rows: Rows) -> None:
    by_id = {row["id"]: row for row in rows["admin_unit"]}
    lengths = {"CITY": 4, "DISTRICT": 6, "STREET": 9, "COMMUNITY": 12}
    for row in rows["admin_unit"]:
        assert len(row["code"]) == lengths[row["level"]]
        if row["level"] != "CITY":
            assert row["code"].startswith(by_id[row["partOf"]]["code"])
    assert Counter(row["level"] for row in rows["admin_unit"])["DISTRICT"] == 6


def test_every_unit_has_an_office_of_registration_with_staff(rows: Rows) -> None:
    offices = {row["code"]: row["id"] for row in rows["office"]}
    staff = Counter(row["worksAt"] for row in _on(rows["staff_member"], TODAY))
    for unit in rows["admin_unit"]:
        assert staff[offices[f"registration-{unit['code']}"]] >= 2
    assert all(staff[office] >= 2 for office in offices.values())
    gone = [row for row in _known(rows["staff_member"]) if row["validTo"] and row["validTo"] <= TODAY]
    assert len(gone) > 50


def test_a_case_is_handled_by_its_office_where_its_subject_lies(rows: Rows) -> None:
    offices = {row["id"]: row for row in rows["office"]}
    staff = {row["fact"]: row["worksAt"] for row in rows["staff_member"]}
    units = {row["id"]: row["unitCode"] for name in ("room", "building", "workplace") for row in rows[name]}
    people = {row["id"] for row in rows["person"]}
    for row in rows["case"]:
        assert staff[row["openedBy"]] == row["at"]
        assert not row["deputy"] or (staff[row["deputy"]] == row["at"] and row["deputy"] != row["openedBy"])
        assert (row["proof"] == "EX_OFFICIO") == (row["concerns"] not in people)
        if row["concerns"] not in people:
            assert units[row["concerns"]].startswith(offices[row["at"]]["unitCode"])
        assert (row["state"] == "CLOSED") == bool(row["closedAt"])
        assert row["openedAt"] < row["endsAt"]
        assert not row["closedAt"] or row["openedAt"] < row["closedAt"]


def test_no_protected_person_has_a_case_without_proof(rows: Rows) -> None:
    protected = {row["id"] for row in rows["person"] if row["isProtected"] == "true"}
    assert 3 <= len(protected) <= 40
    assert not [row for row in rows["case"] if row["concerns"] in protected and row["proof"] == "OFFICER_ATTESTED"]


def test_no_count_on_site_comes_from_the_register(rows: Rows) -> None:
    """Inspections that took place have a number, the others none; it is chance around what the place is like."""
    for row in rows["inspection"]:
        assert (row["state"] == "DONE") == bool(row["doneOn"]) == bool(row["countOnSite"])


def test_a_complainant_is_named_only_where_one_is(rows: Rows) -> None:
    for row in rows["complaint"]:
        assert row["madeBy"] or row["isNameDisclosed"] == "false"


def test_every_case_has_a_purpose_that_the_policy_knows_for_its_kind_and_office(rows: Rows) -> None:
    committed = tomllib.loads((resources.files("hub.policy") / "purposes.toml").read_text(encoding="utf-8"))
    purposes = {purpose["id"]: purpose for purpose in committed["purpose"]}
    clients = {row["id"]: row["client"] for row in rows["office"]}
    for row in rows["case"]:
        purpose = purposes[row["purpose"]]
        assert row["kind"] in purpose["case_kinds"]
        assert clients[row["at"]] in purpose["clients"]
    used = {row["purpose"] for row in rows["case"]}
    raised_by_residents = {
        "objection",
        "data-subject-rights",
    }  # about their log and rights: a city that is made has none
    assert used == {name for name, purpose in purposes.items() if purpose["case_kinds"]} - raised_by_residents
