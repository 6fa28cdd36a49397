"""The first proof of somebody without a sign-in: a code by letter to the registered address, and a card for it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from model.ids import PersonId
from tests.access.log import watching
from tests.case.counter import FAR, Resident, attested, officers, open_case, opened, unprotect
from tests.case.proofs import ISSUE, accept, only, opened_online
from tests.person.expected import address_of, facts
from tests.support.command import run
from tests.support.hub import Hub, Who
from tests.support.store import City

_CYPHER = Path(__file__).with_name("cypher")
_REQUEST = "mutation Letter($case: String!) { requestLetterCode(case: $case) { number } }"
_PROTECT = "mutation P($input: ProtectAddressInput!) { protectAddress(input: $input) { at } }"
_SETTLED = "2026-10-01"


@pytest.fixture(scope="session")
def strangers(city: City) -> Iterator[Resident]:
    """Residents without a sign-in, each taken once, who have lived where they live for a while."""
    known = {row["of"] for row in city["sign_in"]} | {
        row["id"] for row in city["person"] if row["isProtected"] == "true"
    }
    homes: dict[str, list[dict[str, str]]] = {}
    for row in city["residence"]:
        is_settled = row["in"] and row["recordedFrom"] < _SETTLED
        if not row["validTo"] and not row["recordedTo"] and row["role"] == "MAIN" and is_settled:
            homes.setdefault(row["of"], []).append(row)
    documents: dict[str, list[dict[str, str]]] = {}
    for row in city["identity_document"]:
        if not row["recordedTo"]:
            documents.setdefault(row["of"], []).append(row)
    return iter(
        Resident(PersonId(person), Who("resident", ""), held[0], is_protected=False)
        for person, held in documents.items()
        if person not in known and len(homes.get(person, [])) == 1 and len(held) == 1 and held[0]["expiresOn"] > FAR
    )


@pytest.fixture
def stranger(strangers: Iterator[Resident]) -> Resident:
    """Somebody of this test's own who can prove nothing yet."""
    return next(strangers)


@pytest.fixture(scope="session")
def courier(city: City) -> Who:
    """An officer of the city's registration office."""
    return officers(city, "registration", "notice-delivery", level=4)[0]


def _letters(hub: Hub, courier: Who, folder: Path) -> list[dict[str, str]]:
    """What `domicile notices send` writes into the gateway's file now."""
    file = folder / "out.ndjson"
    said = run(
        "notices",
        "send",
        "--export",
        str(file),
        home=hub.settings.home,
        environment={"DOMICILE_TOKEN": hub.token(courier)},
    )
    assert said.code == 0
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []
    file.unlink(missing_ok=True)
    return [line for line in lines if "代码" in line["text"]]


def _code(letter: dict[str, str]) -> str:
    codes = set(re.findall(r"[0-9A-Z]{5}(?:-[0-9A-Z]{5}){3}", letter["text"]))
    assert len(codes) == 1  # the same in both languages
    return str(codes.pop())


def _home(city: City, person: str) -> str:
    (residence,) = [row for row in facts(city, "residence", person) if row["role"] == "MAIN"]
    designator = next(row["designator"] for row in city["room"] if row["id"] == residence["in"])
    name = next(facts(city, "person_details", person))["fullName"]
    return f"{address_of(city, residence['in'])} {designator}, {name}"


def _age(hub: Hub, person: str) -> None:
    """Let ten days pass for the letters of a person."""
    text = (_CYPHER / "age_letters.cypher").read_text(encoding="utf-8")
    hub.run(hub.ports.graph.write([(text, {"person": person})], timeout_seconds=60, metadata={}))


def test_a_letter_brings_the_first_proof_and_a_card_takes_over(
    hub: Hub, city: City, own_clerk: Who, stranger: Resident, courier: Who, tmp_path: Path
) -> None:
    """From the counter, where nothing but the document is known, over the post, to a case with a proof and a card."""
    first = attested(hub, own_clerk, stranger)
    assert hub.ask(own_clerk, ISSUE, {"case": first}).codes == ["CONFLICT"]
    only(hub.ask(own_clerk, _REQUEST, {"case": first}))
    with watching(hub, stranger.person) as log:
        (letter,) = _letters(hub, courier, tmp_path)
    assert (letter["channel"], letter["address"]) == ("LETTER", _home(city, stranger.person))
    (entry,) = log.entries(stranger.person)
    assert (entry["action"], entry["operation"], entry["purpose"]) == ("write", "notices send", "notice-delivery")
    assert entry["groups"] == ["NOTICE", "PERSON_NAME", "RESIDENCE"]
    assert _letters(hub, courier, tmp_path) == []

    code = _code(letter)
    wrong = open_case(hub, own_clerk, stranger.shows(code=code, documentExpiresOn="2028-08-08"))
    assert wrong.codes == ["SUBJECT_NOT_AVAILABLE"]
    case = only(open_case(hub, own_clerk, stranger.shows(code=code.lower())))["case"]
    assert (case["proof"], case["permissions"]) == ("ONE_TIME_CODE", [])
    assert open_case(hub, own_clerk, stranger.shows(code=code)).codes == ["SUBJECT_NOT_AVAILABLE"]
    card = only(hub.ask(own_clerk, ISSUE, {"case": case["number"]}))["code"]
    again = only(open_case(hub, own_clerk, stranger.shows(card=card)))["case"]
    assert again["proof"] == "RECEIPT_CARD"


def test_a_code_in_a_letter_is_a_keyed_hash_in_the_graph_and_nothing_before_it_leaves(
    hub: Hub, own_clerk: Who, stranger: Resident, courier: Who, tmp_path: Path
) -> None:
    only(hub.ask(own_clerk, _REQUEST, {"case": attested(hub, own_clerk, stranger)}))
    text = (_CYPHER / "letters.cypher").read_text(encoding="utf-8")

    def stored() -> list[dict[str, Any]]:
        found = hub.ports.graph.read(text, {"person": stranger.person}, timeout_seconds=60, metadata={})
        return [row[0] for row in hub.run(found).values]

    (waiting,) = stored()
    assert set(waiting) == {"id", "requestedAt", "expiresAt", "isWaiting"}
    (letter,) = _letters(hub, courier, tmp_path)
    code = _code(letter).replace("-", "")
    assert len(code) == 20
    hashes = {item["codeHash"] for item in stored() if "codeHash" in item}
    assert hashes == {hub.ports.vault.code_hash(code)}
    assert code not in repr(stored())


def test_another_letter_goes_a_week_later_at_the_earliest_in_the_same_words(
    hub: Hub, own_clerk: Who, stranger: Resident, courier: Who, tmp_path: Path
) -> None:
    case = attested(hub, own_clerk, stranger)
    first = hub.ask(own_clerk, _REQUEST, {"case": case})
    second = hub.ask(own_clerk, _REQUEST, {"case": case})
    assert set(only(first)) == set(only(second)) == {"number"}
    assert len(_letters(hub, courier, tmp_path)) == 1
    _age(hub, stranger.person)
    only(hub.ask(own_clerk, _REQUEST, {"case": case}))
    assert len(_letters(hub, courier, tmp_path)) == 1


def test_no_letter_goes_to_a_protected_person_and_nobody_is_told_why(
    hub: Hub, own_clerk: Who, somebody: Resident, courier: Who, tmp_path: Path
) -> None:
    """Protected before it is asked for, or between that and the post: the clerk reads the same words."""
    case = opened(hub, own_clerk, somebody)
    only(hub.ask(own_clerk, _REQUEST, {"case": case}))
    only(hub.ask(somebody.who, _PROTECT, {"input": {}}))
    try:
        assert _letters(hub, courier, tmp_path) == []
        _age(hub, somebody.person)
        assert only(hub.ask(own_clerk, _REQUEST, {"case": case})) == {"number": case}
        assert _letters(hub, courier, tmp_path) == []
    finally:
        unprotect(hub, somebody.person)
        text = (_CYPHER / "forget_letters.cypher").read_text(encoding="utf-8")
        hub.run(hub.ports.graph.write([(text, {"person": somebody.person})], timeout_seconds=60, metadata={}))


def test_who_does_not_stand_at_the_counter_gets_no_letter(hub: Hub, own_clerk: Who, newcomer: Resident) -> None:
    case = opened_online(hub, newcomer, own_clerk)
    only(accept(hub, own_clerk, case))
    assert hub.ask(own_clerk, _REQUEST, {"case": case}).codes == ["CONFLICT"]
    unknown = hub.ask(own_clerk, _REQUEST, {"case": "AAAAAAAAAAAA"})
    assert unknown.codes == ["CASE_REQUIRED"]
