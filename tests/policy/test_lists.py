"""The closed lists: clients, purposes and what the policies may name. They ship with the code, and stay within design §1."""

import json
import re
from typing import Any

import cedarpy
import pytest

from hub.policy import Policy, clients, purposes
from hub.policy.purposes import parse_clients, parse_purposes
from hub.policy.rules import shipped_lists, shipped_rules, shipped_schema
from model.errors import SetupError
from model.groups import PERSON_GROUPS, FieldGroup
from model.states import CaseKind, CaseProof

FORBIDDEN_WORDS = (
    "police",
    "intelligence",
    "security-bureau",
    "public-security",
    "prosecut",
    "military",
    "immigration",
)


def _enumerated(entity: str) -> set[str]:
    found = re.search(rf"entity {entity} enum \[(.*?)\];", shipped_schema(), re.DOTALL)
    assert found is not None
    return set(re.findall(r'"([^"]+)"', found[1]))


def test_the_schema_names_what_is_on_the_lists_and_nothing_else() -> None:
    assert _enumerated("Client") == set(clients())
    assert _enumerated("Purpose") == {"none", *purposes()}
    assert _enumerated("FieldGroup") == {group.value for group in FieldGroup}
    assert _enumerated("CaseKind") == {"NONE", *CaseKind}
    assert _enumerated("CaseProof") == {"NONE", *CaseProof}


def test_cedar_sees_enumerations_and_booleans_only() -> None:
    body = re.search(r"type Asked = \{(.*?)\n\};", shipped_schema(), re.DOTALL)
    assert body is not None
    types = dict(re.findall(r"(\w+): (\w+),", body[1]))
    assert set(types.values()) == {"Bool", "Purpose", "CaseKind", "CaseProof"}


def test_no_client_is_a_police_or_an_intelligence_service() -> None:
    """Design §1: no police or intelligence client, and no purpose of theirs."""
    for name in (*clients(), *purposes()):
        assert not any(word in name for word in FORBIDDEN_WORDS), name
    for item in (*clients().values(), *purposes().values()):
        said = item.model_dump_json().lower()
        assert not any(word in said for word in FORBIDDEN_WORDS), said


def test_no_client_may_read_everything() -> None:
    """Design §1: no role that may read everything; the resident sees everything of themselves alone."""
    text = "\n".join(text for name, text in shipped_rules().items() if name != "constitution")
    for policy in json.loads(cedarpy.policies_to_json_str(text))["staticPolicies"].values():
        assert policy["effect"] == "permit"
        assert policy["conditions"] or policy["resource"]["op"] == "==", policy["annotations"]["id"]


def test_a_dozen_purposes_each_mapped_to_the_vocabularies() -> None:
    assert len(purposes()) >= 12
    for purpose in purposes().values():
        assert re.fullmatch(r"dpv:[A-Z][A-Za-z]+", purpose.dpv_term)
        assert re.fullmatch(r"A6-1-[ce](-official-authority|-public-interest)?( A9-2-[a-j])?", purpose.legal_basis)
        assert len(purpose.clients) == 1  # two departments never share a purpose: a case belongs to one task
    assert purposes()[next(item for item in purposes() if item == "health-service")].legal_basis.endswith("A9-2-h")


_OWED_BY_LAW = {"data-subject-rights", "retention"}  # whoever holds the record owes these (GDPR art. 12 and 5 (1) e)


def test_a_purpose_has_the_basis_of_its_department() -> None:
    for purpose in purposes().values():
        for client in purpose.clients:
            expected = "A6-1-c" if purpose.id in _OWED_BY_LAW else clients()[client].legal_basis
            assert purpose.legal_basis.split()[0] == expected


def test_every_case_kind_has_a_purpose_and_every_person_group_is_a_field_group() -> None:
    assert {kind for purpose in purposes().values() for kind in purpose.case_kinds} == set(CaseKind)
    assert set(FieldGroup) > PERSON_GROUPS


def test_every_client_has_a_file_and_every_file_a_client() -> None:
    assert set(shipped_rules()) == {"constitution", "everyone", *clients()}


def test_the_lists_answer_by_id() -> None:
    policy = Policy.load()
    assert [item.id for item in policy.purposes_of("labour")] == ["workplace-inspection", "wage-complaint"]
    assert policy.purposes_of("resident") == ()
    assert policy.purposes_of("police") == ()
    assert policy.purpose("curiosity") is None
    assert policy.client("police") is None
    found = policy.client("housing")
    assert found is not None
    assert found.name == "Housing authority"


def test_what_is_on_a_list_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        setattr(next(iter(purposes().values())), "clients", frozenset())  # noqa: B010 - mypy would refuse it plainly


CLIENT = '[[client]]\nid = "tax"\nname = "Tax office"\nname_zh = "税务部门"\nlegal_basis = "A6-1-c"\n'
PURPOSE: dict[str, Any] = {
    "id": "rental-tax",
    "description": "Assess rentals",
    "description_zh": "核定租金税",
    "dpv_term": "dpv:LegalCompliance",
    "legal_basis": "A6-1-c",
    "clients": ["tax"],
    "case_kinds": [],
    "is_case_required": False,
}


def _toml(fields: dict[str, Any]) -> str:
    return "[[purpose]]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in fields.items())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"colour": "red"}, "Extra inputs are not permitted"),
        ({"id": "Rental_Tax"}, "String should match pattern"),
        ({"dpv_term": "because"}, "String should match pattern"),
        ({"legal_basis": "A6-1-e "}, "String should match pattern"),
        ({"legal_basis": "none"}, "String should match pattern"),
        ({"clients": []}, "at least 1 item"),
        ({"clients": ["police"]}, "names `police`, which is no client of clients.toml"),
        ({"case_kinds": ["MANHUNT"]}, "Input should be"),
        ({"is_case_required": True}, "needs a case, and fits none"),
    ],
)
def test_a_purpose_that_is_not_whole_is_refused(change: dict[str, Any], message: str) -> None:
    known = parse_clients(CLIENT)
    assert list(parse_purposes(_toml(PURPOSE), known)) == ["rental-tax"]
    with pytest.raises(SetupError) as refused:
        parse_purposes(_toml({**PURPOSE, **change}), known)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[client", "clients.toml is not valid"),
        ("", "holds `[[client]]` tables and nothing else"),
        (CLIENT + '[[friend]]\nid = "x"\n', "holds `[[client]]` tables and nothing else"),
        (CLIENT * 2, "clients.toml names the same id twice"),
        (CLIENT + "may_read_all = true\n", "Extra inputs are not permitted"),
    ],
)
def test_a_list_of_clients_that_is_not_whole_is_refused(text: str, message: str) -> None:
    with pytest.raises(SetupError) as refused:
        parse_clients(text)
    assert message in str(refused.value)


def test_the_shipped_lists_are_the_two_files() -> None:
    assert list(shipped_lists()) == ["clients.toml", "purposes.toml"]
