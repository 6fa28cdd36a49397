"""What a caller is told of the decisions: rules, policy version and time, and nothing of the register."""

import re
from typing import Any

import pytest

from model.ids import to_global_id
from tests.support.hub import Answer, Hub, Who
from tests.support.store import City

UNKNOWN = "01581d2f-7801-7b7c-a5d9-000000000000"


def _fields(answer: Answer) -> Any:
    return answer.json["extensions"]["decisions"]["fields"]


def test_each_group_has_its_rule_and_the_whole_has_version_and_time(hub: Hub, inspector: Who) -> None:
    answer = hub.ask(inspector, "{ rooms(first: 1) { nodes { designator licences { number } } } }")
    decisions = answer.json["extensions"]["decisions"]
    assert sorted(decisions) == ["decidedAt", "fields", "policyVersion"]
    assert decisions["policyVersion"] == hub.ports.policy.version
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", decisions["decidedAt"])
    assert decisions["fields"] == {
        "rooms": {"allowed": {"LICENCE": ["housing.licences"], "PLACE": ["housing.places"]}, "denied": {}}
    }


def test_a_denied_group_has_every_rule_that_denied_it(hub: Hub, clerk: Who) -> None:
    answer = hub.ask(clerk, "{ rooms(first: 1) { nodes { designator licences { number } } } }")
    assert answer.codes == ["FIELD_NOT_ALLOWED"]
    assert _fields(answer) == {
        "rooms": {
            "allowed": {"PLACE": ["registration.places"]},
            "denied": {"LICENCE": ["constitution.purpose-needs-a-case"]},
        }
    }


def test_a_root_field_that_is_denied_as_a_whole_says_why(hub: Hub, clerk: Who) -> None:
    answer = hub.ask(clerk, "{ landlords(first: 1) { totalCount } }")
    assert answer.data == {"landlords": None}
    assert _fields(answer)["landlords"]["denied"] == {"LETTING": ["constitution.purpose-needs-a-case"]}


def test_root_fields_are_told_apart_by_their_names_in_the_answer(hub: Hub, resident: Who) -> None:
    answer = hub.ask(resident, "{ who: viewer { client } mine: me { birthDate residences { validFrom } } }")
    assert _fields(answer) == {
        "mine": {
            "allowed": {
                "CASE": ["resident.own-record"],
                "PERSON_BIRTH": ["resident.own-record"],
                "RESIDENCE": ["resident.own-record"],
            },
            "denied": {},
        },
        "who": {"allowed": {"VIEWER": ["everyone.who-am-i"]}, "denied": {}},
    }


def test_a_write_says_what_let_it_be_done(hub: Hub, resident: Who) -> None:
    answer = hub.ask(resident, "mutation { createCounterCode(input: { permissions: [] }) { expiresAt } }")
    assert answer.errors == []
    assert _fields(answer) == {"createCounterCode": {"allowed": {"CASE": ["resident.own-record"]}, "denied": {}}}


def test_a_door_that_stays_shut_has_no_decision(hub: Hub, clerk: Who) -> None:
    answer = hub.ask(clerk, '{ case(number: "AAAAAAAAAAAA") { kind } }')
    assert answer.codes == ["CASE_REQUIRED"]
    assert "decisions" not in answer.json["extensions"]
    beside = hub.ask(clerk, '{ case(number: "AAAAAAAAAAAA") { kind } viewer { client } }')
    assert list(_fields(beside)) == ["viewer"]


def test_a_sign_in_without_a_record_has_no_decision(hub: Hub) -> None:
    answer = hub.ask(Who("resident", "resident-of-no-record"), "{ me { birthDate } }")
    assert answer.codes == ["SUBJECT_NOT_AVAILABLE"]
    assert "decisions" not in answer.json["extensions"]


@pytest.mark.parametrize("kind", ["Room", "Building"])
def test_what_is_there_and_what_is_not_have_the_same_decision(hub: Hub, inspector: Who, city: City, kind: str) -> None:
    inside = next(row["id"] for row in city[kind.lower()] if row["unitCode"].startswith(_unit(inspector)))
    document = f"query ($id: ID!) {{ {kind.lower()}(id: $id) {{ id }} node(id: $id) {{ id }} }}"
    there, missing = (hub.ask(inspector, document, {"id": to_global_id(kind, local)}) for local in (inside, UNKNOWN))
    assert (there.data["node"] is None, missing.data["node"] is None) == (False, True)
    assert _fields(there) == _fields(missing)


def _unit(who: Who) -> str:
    assert who.office is not None
    return who.office.rpartition("-")[2]
