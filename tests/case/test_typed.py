"""What is typed at a counter counts as what it looks like, and a proof decides between persons."""

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from hub.identity.development import DEVELOPMENT_ISSUER
from model.ids import PersonId
from tests.case.counter import Resident, make_code, open_case, opened
from tests.interference.files import Row, bring_in, fact
from tests.support.hub import Hub, Who

_NUMBER = "E12345678"
_PASSPORT = {"kind": "PASSPORT", "issuingCountry": "DEU", "expiresOn": "2031-05-05"}
_CASE = "query Case($case: String!) { case(number: $case) { number state } }"
Newcomer = Callable[..., Resident]


@pytest.fixture
def newcomer(hub: Hub, tmp_path: Path) -> Newcomer:
    """Imports somebody with a sign-in and these documents on the record."""

    def make(*documents: Row) -> Resident:
        person, subject = str(uuid.uuid4()), f"typed-{uuid.uuid4()}"
        sign_in = {"id": str(uuid.uuid4()), "issuer": DEVELOPMENT_ISSUER, "subject": subject, "of": person}
        rows = {
            "person": [{"id": person, "isProtected": "false"}],
            "person_details": [fact(of=person, fullName="某人")],
            "identity_document": [fact(of=person, **document) for document in documents],
            "sign_in": [sign_in],
        }
        assert [report.rejected for report in bring_in(hub, tmp_path / person, rows)] == [0] * len(rows)
        return Resident(PersonId(person), Who("resident", subject), dict(documents[0]), is_protected=False)

    return make


def _wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) for sign in text)


@pytest.mark.parametrize(
    "typed",
    [
        "360426199101010071",
        _wide("360426199101010071"),
        "360426 19910101 0071",
        "360426-19910101\u20130071",
        "\t360426199101010071\u3000",
    ],
)
def test_an_identity_number_is_what_it_looks_like(hub: Hub, own_clerk: Who, newcomer: Newcomer, typed: str) -> None:
    card = {
        "kind": "RESIDENT_IDENTITY_CARD",
        "number": "360426199101010071",
        "issuingCountry": "CHN",
        "expiresOn": "2031-05-05",
    }
    held = newcomer(card)
    answer = open_case(hub, own_clerk, held.shows(documentNumber=typed, code=make_code(hub, held)))
    assert answer.errors == []


@pytest.mark.parametrize(
    "typed", ["33011320220126001x", _wide("33011320220126001x"), "330113-20220126-001" + _wide("X")]
)
def test_so_is_its_last_sign(hub: Hub, own_clerk: Who, newcomer: Newcomer, typed: str) -> None:
    card = {
        "kind": "RESIDENT_IDENTITY_CARD",
        "number": "33011320220126001X",
        "issuingCountry": "CHN",
        "expiresOn": "2031-05-05",
    }
    held = newcomer(card)
    answer = open_case(hub, own_clerk, held.shows(documentNumber=typed, code=make_code(hub, held)))
    assert answer.errors == []


@pytest.mark.parametrize("typed", [f"{_NUMBER}2", _NUMBER, _wide(_NUMBER), "e 1234 5678", "E1234-5678"])
def test_a_passports_number_as_it_is_printed(hub: Hub, own_clerk: Who, newcomer: Newcomer, typed: str) -> None:
    held = newcomer({**_PASSPORT, "number": f"{_NUMBER}2"})
    answer = open_case(hub, own_clerk, held.shows(documentNumber=typed, code=make_code(hub, held)))
    assert answer.errors == []


def test_a_residence_permit_opens_under_either_kind(hub: Hub, own_clerk: Who, newcomer: Newcomer) -> None:
    held = newcomer(
        {
            "kind": "RESIDENT_IDENTITY_CARD",
            "number": "810000198801260011",
            "issuingCountry": "CHN",
            "expiresOn": "2031-05-05",
        }
    )
    for kind in ("RESIDENT_IDENTITY_CARD", "RESIDENCE_PERMIT_OF_HONG_KONG_MACAU_TAIWAN"):
        assert open_case(hub, own_clerk, held.shows(documentKind=kind, code=make_code(hub, held))).errors == []


def test_one_card_in_two_facts_is_one_persons(hub: Hub, own_clerk: Who, newcomer: Newcomer) -> None:
    card = {**_PASSPORT, "number": f"{_NUMBER}2"}
    held = newcomer(card, card, {**card, "expiresOn": "2026-01-01"})
    assert open_case(hub, own_clerk, held.shows(code=make_code(hub, held))).errors == []


def test_of_two_with_one_number_the_proof_decides(hub: Hub, own_clerk: Who, newcomer: Newcomer) -> None:
    card = {
        "kind": "RESIDENT_IDENTITY_CARD",
        "number": "441282198101260018",
        "issuingCountry": "CHN",
        "expiresOn": "2031-05-05",
    }
    both = newcomer(card), newcomer(card)
    for held in both:
        answer = open_case(hub, own_clerk, held.shows(code=make_code(hub, held)))
        assert answer.errors == []
        number = answer.data["openCase"]["case"]["number"]
        log = hub.ask(held.who, "{ me { cases { number } } }")
        assert number in {case["number"] for case in log.data["me"]["cases"]}
    without = open_case(hub, own_clerk, both[0].shows())
    assert without.codes == ["SUBJECT_NOT_AVAILABLE"]


def test_a_cases_number_is_what_it_looks_like(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody)
    assert "-" not in number
    spaced = f" {number[:4]}-{number[4:8]}\u2009{number[8:]}"
    for typed in (number.lower(), _wide(number), spaced):
        assert hub.ask(own_clerk, _CASE, {"case": typed}).data == {"case": {"number": number, "state": "OPEN"}}
