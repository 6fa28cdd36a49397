"""A resident's sign-in: linked by a code that a registration office hands over, replaced in no other way, and ended by them."""

import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from hub.codes import LINKING_HALF_LENGTH
from hub.identity.development import DEVELOPMENT_ISSUER
from model import limits
from model.budgets import BUDGETS, Amounts, Charge, MeterKind
from model.ids import new_private_id
from model.text import typed
from tests.access.log import NOBODY, watching
from tests.case.counter import Resident, attested, change, make_code, officers, open_case, opened, residents
from tests.case.proofs import accept, assert_refused, only, opened_online
from tests.support.command import run
from tests.support.hub import Answer, Hub, Who
from tests.support.store import City

CODE = "mutation Code($case: String!) { issueLinkingCode(case: $case) { code expiresAt } }"
LETTER = "mutation Letter($case: String!) { requestLinkingLetter(case: $case) { half at } }"
_LINK = "mutation Link($code: String!) { linkSignIn(code: $code) { at } }"
_END = "mutation End($signIn: ID!) { endSignIn(signIn: $signIn) { at } }"
_MINE = "{ me { birthDate signIns { id issuer linkedAt } notices(first: 9) { nodes { kind } } } }"
_NOWHERE = "AAAAA-AAAAA-AAAAA-AAAAA"


def a_sign_in() -> Who:
    """At the city's issuer, and no record knows it."""
    return Who("resident", f"new-{new_private_id()}")


def issued(hub: Hub, clerk: Who, case: str) -> str:
    """What the clerk hands over."""
    code: str = only(hub.ask(clerk, CODE, {"case": case}))["code"]
    return code


def link(hub: Hub, who: Who, code: str) -> Answer:
    return hub.ask(who, _LINK, {"code": code})


def mine(hub: Hub, who: Who) -> dict[str, Any]:
    """Of one's own record, what one's sign-in opens."""
    found: dict[str, Any] = only(hub.ask(who, _MINE))
    return found


def opens_nothing(hub: Hub, who: Who) -> bool:
    return hub.ask(who, _MINE).codes == ["SUBJECT_NOT_AVAILABLE"]


def told(record: dict[str, Any]) -> list[str]:
    return [notice["kind"] for notice in record["notices"]["nodes"]]


# ── the way ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_code_from_the_counter_links_a_sign_in_and_ends_the_one_before(
    hub: Hub, own_clerk: Who, somebody: Resident
) -> None:
    new, birth_date = a_sign_in(), mine(hub, somebody.who)["birthDate"]
    case = opened(hub, own_clerk, somebody)
    assert opens_nothing(hub, new)
    with watching(hub, somebody.person) as log:
        code = issued(hub, own_clerk, case)
        only(link(hub, new, f" {code.replace('-', ' ').lower()} "))
    record = mine(hub, new)
    assert record["birthDate"] == birth_date
    assert told(record)[:3] == ["SIGN_IN_LINKED", "LINKING_CODE_ASKED", "CASE_OPENED"]
    (sign_in,) = record["signIns"]
    assert (sign_in["issuer"], sign_in["linkedAt"] is None) == (DEVELOPMENT_ISSUER, False)
    assert opens_nothing(hub, somebody.who)
    made, used = log.entries(somebody.person)[:2]
    assert (made["action"], made["client"], made["case"]) == ("write", "registration", case)
    assert (used["action"], used["client"], used.get("case")) == ("write", "resident", None)


def test_a_code_and_a_sign_in_are_keyed_hashes_in_the_graph_and_the_old_one_is_found_no_more(
    hub: Hub, own_clerk: Who, somebody: Resident
) -> None:
    code, new = issued(hub, own_clerk, opened(hub, own_clerk, somebody)), a_sign_in()
    assert len(typed(code)) == 20
    only(link(hub, new, code))
    stored = change(hub, "linking", person=somebody.person)
    by_label = [(label, sorted(properties)) for label, properties in stored]
    assert by_label == [
        ("LinkingCode", ["codeHash", "expiresAt", "id", "usedAt"]),
        ("SignIn", ["endedAt", "id", "sealedPersonDocument"]),
        ("SignIn", ["id", "linkedAt", "sealedPersonDocument", "signInHash"]),
    ]
    assert stored[2][1]["signInHash"] == hub.ports.vault.sign_in_hash(DEVELOPMENT_ISSUER, new.subject)
    assert [word for word in (typed(code), new.subject) if word in repr(stored)] == []


def test_a_protected_person_links_as_anybody_does(hub: Hub, city: City, own_clerk: Who) -> None:
    protected, new = next(residents(city, protected=True)), a_sign_in()
    case = opened(hub, own_clerk, protected)
    only(link(hub, new, issued(hub, own_clerk, case)))
    assert "birthDate" in mine(hub, new)
    only(link(hub, protected.who, issued(hub, own_clerk, case)))  # as it was, for others
    assert opens_nothing(hub, new)


def test_a_sign_in_that_was_ended_opens_nothing_and_can_be_linked_again(
    hub: Hub, own_clerk: Who, people: Iterator[Resident]
) -> None:
    somebody, other = next(people), next(people)
    case = opened(hub, own_clerk, somebody)
    ((key,), (others,)) = ([item["id"] for item in mine(hub, each.who)["signIns"]] for each in (somebody, other))
    assert_refused(hub.ask(somebody.who, _END, {"signIn": others}), "CONFLICT")
    only(hub.ask(somebody.who, _END, {"signIn": key}))
    assert opens_nothing(hub, somebody.who)
    only(link(hub, somebody.who, issued(hub, own_clerk, case)))
    record = mine(hub, somebody.who)
    assert told(record)[:2] == ["SIGN_IN_LINKED", "LINKING_CODE_ASKED"]
    assert told(record)[2] == "SIGN_IN_ENDED"
    assert [item["id"] == key for item in record["signIns"]] == [False]
    assert mine(hub, other.who)["signIns"][0]["id"] == others


# ── what links nothing ───────────────────────────────────────────────────────────────────────────────────────────────


def test_every_code_that_links_nothing_is_refused_in_the_same_bytes_and_its_person_sees_it(
    hub: Hub, own_clerk: Who, people: Iterator[Resident]
) -> None:
    """Unknown, used, replaced, run out, half of one, a code for the counter: the same statements, too, which the bytes count."""
    first, second, third = (next(people) for _ in range(3))
    used = issued(hub, own_clerk, opened(hub, own_clerk, first))
    only(link(hub, a_sign_in(), used))
    case = opened(hub, own_clerk, second)
    replaced, good = issued(hub, own_clerk, case), issued(hub, own_clerk, case)
    late = issued(hub, own_clerk, opened(hub, own_clerk, third))
    assert change(hub, "age_linking", person=third.person) == [[1]]
    refused = {
        "unknown": _NOWHERE,
        "used": used,
        "replaced": replaced,
        "run out": late,
        "half": good[:LINKING_HALF_LENGTH],
        "one sign wrong": ("3" if good[0] == "2" else "2") + good[1:],
        "for the counter": make_code(hub, second),
    }
    with watching(hub, first.person, second.person, third.person) as log:
        answers = {what: link(hub, a_sign_in(), code) for what, code in refused.items()}
    assert_refused(answers["unknown"], "SUBJECT_NOT_AVAILABLE")
    assert {answer.body for answer in answers.values()} == {answers["unknown"].body}
    for person in (first, third):
        (entry,) = log.entries(person.person)
        assert (entry["action"], entry["client"]) == ("deny", "resident")
    assert [entry["action"] for entry in log.entries(NOBODY)] == ["deny"] * 5
    only(link(hub, a_sign_in(), good))


def test_a_sign_in_that_opens_a_record_links_no_other_and_learns_nothing_of_the_code(
    hub: Hub, own_clerk: Who, people: Iterator[Resident]
) -> None:
    somebody, other = next(people), next(people)
    code = issued(hub, own_clerk, opened(hub, own_clerk, somebody))
    answers = [link(hub, other.who, each) for each in (code, _NOWHERE)]
    assert_refused(answers[0], "CONFLICT")
    assert answers[0].body == answers[1].body
    only(link(hub, a_sign_in(), code))
    assert len(mine(hub, other.who)["signIns"]) == 1


def test_of_four_who_use_a_code_at_once_one_is_linked(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    """Tried without the look for `usedAt` in the statement that decides."""
    code = issued(hub, own_clerk, opened(hub, own_clerk, somebody))
    new = [a_sign_in() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda who: link(hub, who, code), new))
    assert sorted(answer.codes for answer in answers) == [[]] + [["SUBJECT_NOT_AVAILABLE"]] * 3
    assert [opens_nothing(hub, who) for who in new] == [bool(answer.codes) for answer in answers]


def test_tries_cost_the_sign_in_and_all_of_them_together_are_bounded(
    hub: Hub, strict: Hub, own_clerk: Who, somebody: Resident
) -> None:
    """Whoever guesses never learns whether the last one was right; then nobody is linked, until the hour is over."""
    code = issued(hub, own_clerk, opened(hub, own_clerk, somebody))
    guesser, most = a_sign_in(), BUDGETS[MeterKind.OFFICER].requests // (limits.LINKING_REQUESTS + 1)
    answers = [link(strict, guesser, _NOWHERE) for _ in range(most)]
    assert {tuple(answer.codes) for answer in answers} == {("SUBJECT_NOT_AVAILABLE",)}
    assert_refused(link(strict, guesser, code), "BUDGET_EXCEEDED", 429)
    meter = hub.ports.vault.meter(MeterKind.LINKING)
    charge = Charge(
        kind=MeterKind.LINKING, meter=meter, amounts=Amounts(requests=limits.LINKING_TRIES_MAX), factor=1_000
    )
    hub.run(hub.ports.ledger.append([], [charge]))
    new = a_sign_in()
    assert_refused(link(strict, new, code), "BUDGET_EXCEEDED", 429)
    only(link(hub, new, code))  # one with another budget: the code was good all the time


# ── who may ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_sign_in_that_opens_nothing_asks_who_it_is_and_links_and_does_no_more(hub: Hub) -> None:
    new = a_sign_in()
    assert only(hub.ask(new, "{ viewer { client officer } }")) == {"client": "resident", "officer": None}
    for document in (
        "mutation { createReceiptCard { code } }",
        'mutation { endSignIn(signIn: "00000000-0000-4000-8000-000000000000") { at } }',
        'mutation { endCase(case: "AAAAAAAAAAAA") { number } }',
    ):
        assert_refused(hub.ask(new, document), "SUBJECT_NOT_AVAILABLE")


def test_nobody_but_a_residents_sign_in_is_linked(hub: Hub, own_clerk: Who) -> None:
    assert_refused(link(hub, own_clerk, _NOWHERE), "UNAUTHENTICATED", 401)
    assert_refused(link(hub, Who("employer-portal", "firm"), _NOWHERE), "FIELD_NOT_ALLOWED")
    assert_refused(link(hub, a_sign_in(), "A" * (limits.SHOWN_CHARACTERS_MAX + 1)), "VALIDATION_FAILED", 400)


@pytest.mark.parametrize("document", [CODE, LETTER])
def test_only_a_registration_offices_case_with_a_proof_at_its_counter_makes_a_code(
    hub: Hub, own_clerk: Who, official: Callable[[str, str], Who], newcomer: Resident, document: str
) -> None:
    online = opened_online(hub, newcomer, own_clerk)
    only(accept(hub, own_clerk, online))
    labour = official("labour", "wage-complaint")
    with_code = newcomer.shows("LABOUR_COMPLAINT", code=make_code(hub, newcomer))
    of_labour = only(open_case(hub, labour, with_code))["case"]["number"]
    for who, case, code in (
        (own_clerk, online, "CONFLICT"),
        (own_clerk, attested(hub, own_clerk, newcomer), "CONFLICT"),
        (own_clerk, "AAAAAAAAAAAA", "CASE_REQUIRED"),
        (labour, of_labour, "FIELD_NOT_ALLOWED"),
    ):
        assert_refused(hub.ask(who, document, {"case": case}), code)
    assert change(hub, "linking", person=newcomer.person)[0][0] == "SignIn"  # and no code before it


def test_when_the_resident_has_left_no_code_is_made(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    case = opened(hub, own_clerk, somebody)
    assert change(hub, "opened_earlier", case=case, hours=limits.PRESENCE_HOURS_MAX + 1) == [[1]]
    assert_refused(hub.ask(own_clerk, CODE, {"case": case}), "CONFLICT")


# ── by letter ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_by_letter_half_of_a_code_comes_and_half_is_handed_over(
    hub: Hub, city: City, own_clerk: Who, somebody: Resident, tmp_path: Path
) -> None:
    """Neither links anything alone, nor in the other order: not the clerk's, and not what lies in a letter-box."""
    half = only(hub.ask(own_clerk, LETTER, {"case": opened(hub, own_clerk, somebody)}))["half"]
    file = tmp_path / "out.ndjson"
    courier = officers(city, "registration", "notice-delivery", level=4)[0]
    said = run("notices", "send", "--export", str(file), home=hub.settings.home, token=hub.token(courier))
    assert said.code == 0, said.error
    texts = [json.loads(line)["text"] for line in file.read_text(encoding="utf-8").splitlines()]
    (text,) = [text for text in texts if "后半部分" in text]
    (rest,) = set(re.findall(r"[0-9A-Z]{5}-[0-9A-Z]{5}", text))  # the same in both languages
    for code in (half, rest, f"{rest}-{half}", f"AAAAA-AAAAA-{rest}", f"{half}-AAAAA-AAAAA"):
        assert_refused(link(hub, a_sign_in(), code), "SUBJECT_NOT_AVAILABLE")
    new = a_sign_in()
    only(link(hub, new, f"{half}-{rest}"))
    assert told(mine(hub, new))[:2] == ["SIGN_IN_LINKED", "LINKING_CODE_ASKED"]
