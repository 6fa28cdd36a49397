"""The first door: a resident's own record, by their own sign-in."""

from typing import Any

import pytest

from model.ids import to_global_id
from tests.case.counter import attested, officers, residents
from tests.person.expected import address_of, facts
from tests.support.hub import Hub, Who
from tests.support.store import City

_FACT = "validFrom validTo recordedFrom recordedTo version source state recordedBy"


@pytest.fixture(scope="session")
def person(demo: dict[str, Any]) -> str:
    """The id of the demo's resident inside the hub."""
    identifier: str = demo["resident"]["personId"]
    return identifier


def _fact(row: dict[str, str]) -> dict[str, Any]:
    """A row as the API shows it: an open end is null."""
    times = {name: row[name] or None for name in ("validFrom", "validTo", "recordedFrom", "recordedTo")}
    said = {name: row[name] for name in ("source", "state", "recordedBy")}
    return {**times, **said, "version": int(row["version"])}


def test_a_resident_reads_their_name_and_birth_date(hub: Hub, city: City, resident: Who, person: str) -> None:
    row = next(row for row in city["person_details"] if row["of"] == person)
    answer = hub.ask(resident, "{ me { name { full family given latin } birthDate } }")
    assert answer.errors == []
    name = {"full": row["fullName"], "family": row["familyName"], "given": row["givenName"], "latin": row["latinName"]}
    assert answer.data["me"] == {"name": name, "birthDate": row["birthDate"]}
    assert answer.statements == 2


def test_a_resident_reads_their_tenancies_of_today(hub: Hub, city: City, resident: Who, person: str) -> None:
    designator = {row["id"]: row["designator"] for row in city["room"]}
    expected = [
        {**_fact(row), "room": {"designator": designator[row["lets"]]}}
        for row in facts(city, "tenancy", person, edge="to")
    ]
    answer = hub.ask(resident, f"{{ me {{ tenancies {{ {_FACT} room {{ designator }} }} }} }}")
    assert answer.errors == []
    assert answer.data["me"]["tenancies"] == expected != []


def test_a_resident_reads_their_employments_of_today(hub: Hub, city: City, resident: Who, person: str) -> None:
    workplace = {row["id"]: row for row in city["workplace"]}
    address = {row["id"]: row["fullAddress"] for row in city["address"]}
    is_of = {row["id"]: row["is"] for row in city["employer"]}
    legal_name = {row["id"]: row["legalName"] for row in city["organisation"]}
    expected = []
    for row in facts(city, "employment", person):
        place = workplace[row["at"]]
        shown = {
            "name": place["name"] or None,
            "address": None if place["isHome"] == "true" else {"fullAddress": address[place["at"]]},
            "employerName": legal_name.get(is_of[place["operatedBy"]]),
        }
        expected.append({**_fact(row), "contract": row["contract"], "workplace": shown})
    document = (
        f"{{ me {{ employments {{ {_FACT} contract workplace {{ name address {{ fullAddress }} employerName }} }} }} }}"
    )
    answer = hub.ask(resident, document)
    assert answer.errors == []
    assert answer.data["me"]["employments"] == expected != []


def test_whom_a_person_employs_at_home_is_not_named(hub: Hub, city: City) -> None:
    """An employer who is a natural person has no name here, and their workplace no address."""
    persons = {row["id"] for row in city["person"]}
    private = {row["id"] for row in city["employer"] if row["is"] in persons}
    homes = {row["id"] for row in city["workplace"] if row["operatedBy"] in private and row["isHome"] == "true"}
    worker = next(
        item for item in residents(city) if {row["at"] for row in facts(city, "employment", item.person)} & homes
    )
    answer = hub.ask(worker.who, "{ me { employments { workplace { employerName address { fullAddress } } } } }")
    assert answer.errors == []
    assert {"workplace": {"employerName": None, "address": None}} in answer.data["me"]["employments"]


def test_a_resident_reads_the_contacts_they_declared(hub: Hub, city: City, resident: Who, person: str) -> None:
    expected = [
        {
            "name": row["name"],
            "relation": row["relation"],
            "means": row["means"],
            "validFrom": row["validFrom"],
            "isConfirmed": row["is"] != "",
        }
        for row in facts(city, "declared_contact", person)
    ]
    answer = hub.ask(resident, "{ me { declaredContacts { name relation means validFrom isConfirmed } } }")
    assert answer.errors == []
    assert answer.data["me"]["declaredContacts"] == expected
    assert len(expected) == 3


def test_a_contact_which_nobody_confirmed_says_so(hub: Hub, city: City) -> None:
    rows = [row for row in city["declared_contact"] if not row["is"] and not row["validTo"] and not row["recordedTo"]]
    waiting = next(item for item in residents(city) if item.person in {row["of"] for row in rows})
    answer = hub.ask(waiting.who, "{ me { declaredContacts { means isConfirmed } } }")
    means = {row["means"] for row in rows if row["of"] == waiting.person}
    shown = {item["means"] for item in answer.data["me"]["declaredContacts"] if not item["isConfirmed"]}
    assert shown == means != set()


def test_a_resident_who_is_protected_sees_all_of_their_own_record(hub: Hub, city: City) -> None:
    protected = next(residents(city, protected=True))
    expected = [
        {"address": {"fullAddress": address_of(city, row["in"])}} for row in facts(city, "residence", protected.person)
    ]
    answer = hub.ask(protected.who, "{ me { residences { address { fullAddress } } } }")
    assert answer.data["me"]["residences"] == expected != []
    assert "withheld" not in answer.json["extensions"]


def test_a_name_that_was_corrected_is_shown_as_it_was_known_then(hub: Hub, city: City) -> None:
    before, after, who = _corrected_name(hub, city)
    document = "query Me($at: DateTime) { me(knownAt: $at) { name { given } } }"
    then = hub.ask(who, document, {"at": before["recordedFrom"]})
    assert then.data["me"]["name"] == {"given": before["givenName"]}
    assert hub.ask(who, document).data["me"]["name"] == {"given": after["givenName"]}
    assert before["givenName"] != after["givenName"]


def _corrected_name(hub: Hub, city: City) -> tuple[dict[str, str], dict[str, str], Who]:
    del hub
    who = {row["of"]: Who("resident", row["subject"]) for row in city["sign_in"]}
    versions: dict[str, list[dict[str, str]]] = {}
    for row in city["person_details"]:
        versions.setdefault(row["fact"], []).append(row)
    return next(
        (rows[0], rows[-1], who[rows[0]["of"]])
        for rows in versions.values()
        if len(rows) > 1 and rows[0]["givenName"] != rows[-1]["givenName"] and rows[0]["of"] in who
    )


# ── who gets no further ──────────────────────────────────────────────────────────────────────────────────────────────


def test_an_officer_has_no_record_of_their_own_here(hub: Hub, clerk: Who) -> None:
    answer = hub.ask(clerk, "{ me { name { full } } }")
    assert answer.codes == ["UNAUTHENTICATED"]
    assert answer.status == 401
    assert answer.data == {"me": None}


def test_a_sign_in_that_is_linked_to_nobody_reaches_nobody(hub: Hub) -> None:
    answer = hub.ask(Who("resident", "resident-of-nowhere"), "{ me { name { full } } }")
    assert answer.codes == ["SUBJECT_NOT_AVAILABLE"]
    assert answer.data == {"me": None}
    assert answer.statements == 1


def test_a_resident_is_no_node(hub: Hub, resident: Who, person: str, inspector: Who) -> None:
    for who in (resident, inspector):
        document = "query Node($id: ID!) { node(id: $id) { id } }"
        for type_name in ("Person", "HouseholdMember", "Residence", "Case"):
            answer = hub.ask(who, document, {"id": to_global_id(type_name, person)}, purpose=who.purpose)
            assert answer.data is None
            assert answer.codes == ["VALIDATION_FAILED"]
            assert answer.status == 400


def test_a_persons_id_is_another_for_each_client(hub: Hub, city: City) -> None:
    somebody = next(residents(city))
    own = hub.ask(somebody.who, "{ me { id } }").data["me"]["id"]
    seen = {}
    for client, purpose, kind in (
        ("registration", "resident-registration", "REGISTRATION"),
        ("education", "school-enrolment", "SCHOOL_ENROLMENT"),
    ):
        officer = officers(city, client, purpose, level=6)[-1]
        number = attested(hub, officer, somebody, kind)
        document = "query Read($number: String!) { case(number: $number) { subject { id } } }"
        seen[client] = hub.ask(officer, document, {"number": number}).data["case"]["subject"]["id"]
    ids = {own, *seen.values()}
    assert len(ids) == 3
    assert somebody.person not in ids
    assert hub.ask(somebody.who, "{ me { id } }").data["me"]["id"] == own
    assert own == hub.ports.vault.pairwise_id(somebody.person, "resident")  # type: ignore[arg-type]


def test_two_residents_have_two_ids(hub: Hub, city: City) -> None:
    one, other = list(residents(city))[:2]
    ids = [hub.ask(item.who, "{ me { id } }").data["me"]["id"] for item in (one, other)]
    assert ids[0] != ids[1]
