"""Acting for somebody through `me`: under a current, confirmed representation, and seen by whom it is about."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from model.ids import PersonId, new_private_id
from model.standing import Protection, Standing
from tests.access.log import NOBODY, watching
from tests.case.counter import Resident, open_case, opened, residents
from tests.consent.giving import give, take_back
from tests.person.expected import TODAY, address_of, facts
from tests.support.hub import Answer, Hub, Who
from tests.support.store import City

_CYPHER = Path(__file__).with_name("cypher")
_FAR = "2027-06-01"
_OPEN_DATE, _OPEN_INSTANT = "9999-12-31", "9999-12-31T00:00:00Z"
_ME = "query Me($for: ID) { me(for: $for) { id name { full } birthDate } }"
_HOME = """query Home($for: ID) { me(for: $for) {
  name { full } residences { address { fullAddress } } tenancies { validFrom } employments { validFrom }
  household { validFrom } declaredContacts { name } residenceHistory(first: 100) { totalCount nodes { validFrom } }
  consents(first: 5) { totalCount } noticeChannel { address } accessLog(first: 5) { totalCount nodes { officeName } }
  cases { number office { name } } objections { case } isProtected protections { since } disclosures { case }
} }"""


@dataclass(frozen=True)
class Pair:
    """One who may act for another one today: the sign-in of the one, the id of the other, and the representation."""

    who: Who
    by: str
    subject: str
    fact: str
    basis: str


def _pairs(city: City) -> Iterator[Pair]:
    subjects = {row["of"]: row["subject"] for row in city["sign_in"]}
    living = {row["of"] for row in city["residence"] if not row["recordedTo"] and not row["validTo"]}
    for row in city["representation"]:
        is_current = (
            not row["recordedTo"] and row["validFrom"] <= TODAY and (not row["validTo"] or row["validTo"] > _FAR)
        )
        if is_current and row["by"] in subjects and row["for"] in living:
            who = Who("resident", subjects[row["by"]])
            yield Pair(who, row["by"], row["for"], row["fact"], row["basis"])


@pytest.fixture(scope="session")
def pairs(city: City) -> Iterator[Pair]:
    """Each taken once."""
    return _pairs(city)


@pytest.fixture
def pair(pairs: Iterator[Pair]) -> Pair:
    """A pair of this test's own."""
    return next(pairs)


def _ask(hub: Hub, who: Who, document: str, acting_for: str | None = None, **variables: Any) -> Answer:
    return hub.ask(who, document, {"for": acting_for, **variables})


def _run(hub: Hub, name: str, **parameters: Any) -> list[list[Any]]:
    text = (_CYPHER / f"{name}.cypher").read_text(encoding="utf-8")
    rows = hub.run(hub.ports.graph.write([(text, parameters)], timeout_seconds=60, metadata={}))
    return [list(row) for row in rows[0].values]


@contextmanager
def _protected(hub: Hub, person: str) -> Iterator[None]:
    hub.ports.vault.keep({PersonId(person): Standing(protections=(Protection(id=new_private_id()),))})
    try:
        yield
    finally:
        hub.ports.vault.keep({PersonId(person): Standing()})


@contextmanager
def _changed(hub: Hub, pair: Pair, **others: str) -> Iterator[None]:
    """The representation in another state, or ended."""
    standing = {"state": "CONFIRMED", "validTo": _OPEN_DATE, "recordedTo": _OPEN_INSTANT}
    ((state, valid_to, recorded_to),) = _run(hub, "change", fact=pair.fact, **{**standing, **others})
    try:
        yield
    finally:
        _run(hub, "change", fact=pair.fact, state=state, validTo=valid_to, recordedTo=recorded_to)


def _subject(city: City, person: str) -> str:
    """The sign-in of a person, empty for those without."""
    return next((row["subject"] for row in city["sign_in"] if row["of"] == person), "")


def _name(city: City, person: str) -> str:
    return next(facts(city, "person_details", person))["fullName"]


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_representative_reads_the_record_of_whom_they_represent(hub: Hub, city: City, pair: Pair) -> None:
    answer = _ask(hub, pair.who, _ME, pair.fact)
    assert answer.errors == []
    assert answer.data["me"]["name"] == {"full": _name(city, pair.subject)}
    assert answer.data["me"]["id"] == hub.ports.vault.pairwise_id(pair.subject, "resident")  # type: ignore[arg-type]
    home = _ask(hub, pair.who, _HOME, pair.fact)
    expected = [address_of(city, row["in"]) for row in facts(city, "residence", pair.subject)]
    shown = [item["address"]["fullAddress"] for item in home.data["me"]["residences"]]
    assert shown == expected != []
    assert answer.statements == 2


def test_one_sees_whom_one_may_act_for_without_a_name(hub: Hub, city: City, pair: Pair) -> None:
    answer = _ask(hub, pair.who, "{ me { represents { id basis validFrom validTo } representedBy { id } } }")
    expected = [
        {"id": row["fact"], "basis": row["basis"], "validFrom": row["validFrom"], "validTo": row["validTo"] or None}
        for row in sorted(city["representation"], key=lambda row: (row["validFrom"], row["fact"]))
        if row["by"] == pair.by and (not row["validTo"] or row["validTo"] > TODAY) and row["validFrom"] <= TODAY
    ]
    assert answer.data["me"]["represents"] == expected != []
    assert pair.subject not in answer.body.decode()
    assert _name(city, pair.subject) not in answer.body.decode()


def test_acting_for_somebody_leads_no_further(hub: Hub, pair: Pair) -> None:
    answer = _ask(
        hub, pair.who, "query ($for: ID) { me(for: $for) { represents { id } representedBy { id } } }", pair.fact
    )
    assert answer.data["me"]["represents"] == []
    assert pair.fact in [item["id"] for item in answer.data["me"]["representedBy"]]


# ── who gets no further ──────────────────────────────────────────────────────────────────────────────────────────────


def test_unknown_anothers_past_and_unconfirmed_are_the_same_bytes_as_no_record(
    hub: Hub, city: City, pairs: Iterator[Pair]
) -> None:
    pair = next(pairs)
    other = next(item for item in pairs if item.by != pair.by)  # a parent may act for two children
    past = [row["fact"] for row in city["representation"] if row["by"] == pair.by and "" < row["validTo"] <= TODAY]
    ids = ["x", "3f0c8f3e-2f0a-4b51-9d8e-0c6f3b0f6a11", other.fact, pair.subject, pair.by]
    answers = [_ask(hub, pair.who, _ME, item) for item in [*ids, *past]]
    answers.append(_ask(hub, Who("resident", "resident-of-nowhere"), _ME, pair.fact))
    answers.append(_ask(hub, Who("resident", "resident-of-nowhere"), _ME))
    for others in (
        {"state": "DECLARED"},
        {"state": "WITHDRAWN"},
        {"validTo": TODAY},
        {"recordedTo": f"{TODAY}T00:00:00Z"},
    ):
        with _changed(hub, pair, **others):
            answers.append(_ask(hub, pair.who, _ME, pair.fact))
            assert pair.fact not in _ask(hub, pair.who, "{ me { represents { id } } }").body.decode()
    assert {answer.body for answer in answers} == {answers[0].body}
    assert answers[0].codes == ["SUBJECT_NOT_AVAILABLE"]
    assert answers[0].data == {"me": None}
    assert _ask(hub, pair.who, _ME, pair.fact).errors == []


def test_who_is_represented_does_not_act_for_their_representative(hub: Hub, city: City) -> None:
    subjects = {row["of"]: row["subject"] for row in city["sign_in"]}
    row = next(
        row
        for row in city["representation"]
        if row["for"] in subjects and not row["recordedTo"] and (not row["validTo"] or row["validTo"] > _FAR)
    )
    answer = _ask(hub, Who("resident", subjects[row["for"]]), _ME, row["fact"])
    assert answer.codes == ["SUBJECT_NOT_AVAILABLE"]


def test_an_officer_acts_for_nobody(hub: Hub, clerk: Who, pair: Pair) -> None:
    assert _ask(hub, clerk, _ME, pair.fact).codes == ["UNAUTHENTICATED"]


# ── protection ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_protection_holds_against_the_representative_too(hub: Hub, city: City, pair: Pair) -> None:
    """A guardian may be whom somebody has fled from: nothing says where the protected person lives, or is served."""
    with _protected(hub, pair.subject):
        answer = _ask(hub, pair.who, _HOME, pair.fact)
        assert answer.errors == []
        assert answer.data["me"] == {
            "name": {"full": _name(city, pair.subject)},
            "residences": [],
            "tenancies": [],
            "employments": [],
            "household": None,
            "declaredContacts": [],
            "residenceHistory": {"totalCount": 0, "nodes": []},
            "consents": {"totalCount": 0},
            "noticeChannel": None,
            "accessLog": {"totalCount": 0, "nodes": []},
            "cases": [],
            "objections": [],
            "isProtected": None,
            "protections": [],
            "disclosures": [],
        }
        assert {"RESIDENCE", "TENANCY", "HOUSEHOLD", "HISTORY", "ACCESS_LOG"} <= set(
            answer.json["extensions"]["withheld"]
        )


def test_the_channel_of_a_protected_person_is_not_the_representatives_to_choose(hub: Hub, pair: Pair) -> None:
    document = """mutation Set($for: ID) {
      setNoticeChannel(input: {channel: EMAIL, language: EN, address: "taken@example.org"}, for: $for) { channel }
    }"""
    erase = """mutation Erase($for: ID) {
      eraseConsented(input: {groups: [PERSON_MEANS_OF_CONTACT]}, for: $for) { erasedAt }
    }"""
    with _protected(hub, pair.subject):
        for each in (document, erase):
            assert _ask(hub, pair.who, each, pair.fact).codes == ["FIELD_NOT_ALLOWED"]
    answer = _ask(hub, pair.who, "query ($for: ID) { me(for: $for) { noticeChannel { channel } } }", pair.fact)
    assert answer.data["me"]["noticeChannel"] is None


# ── what is off the screen ───────────────────────────────────────────────────────────────────────────────────────────


def test_who_acts_for_somebody_sees_nothing_of_what_they_hide_nor_that_it_is_off_screen(
    hub: Hub, city: City, own_clerk: Who
) -> None:
    pair = next(item for item in _pairs(city) if _subject(city, item.subject))
    represented = next(item for item in residents(city) if item.person == pair.subject)
    number = opened(hub, own_clerk, represented, "HISTORY")
    screen = """query Screen($for: ID) { me(for: $for) {
      accessLog(first: 100) { totalCount nodes { number previous commitment head record salt proof case operation } }
      offScreenEntries(first: 100) { totalCount } offScreenCases { number } cases { number }
      consents(first: 100) { nodes { case } }
    } }"""
    before = _ask(hub, pair.who, screen, pair.fact).data["me"]
    assert number in [item["case"] for item in before["accessLog"]["nodes"]]
    hide = "mutation H($input: HideEntriesInput!) { hideEntries(input: $input) { at } }"
    assert hub.ask(represented.who, hide, {"input": {"cases": [number]}}).errors == []
    try:
        after = _ask(hub, pair.who, screen, pair.fact).data["me"]
        export = _ask(hub, pair.who, "query E($for: ID) { me(for: $for) { export { number } } }", pair.fact)
        assert export.data == {"me": {"export": None}}
        assert export.json["extensions"]["withheld"] == ["ACCESS_LOG"]
    finally:
        show = hide.replace("hideEntries", "showEntries")
        assert hub.ask(represented.who, show, {"input": {"cases": [number]}}).errors == []
    assert (after["offScreenEntries"], after["offScreenCases"]) == ({"totalCount": 0}, [])
    assert number not in repr(after)
    assert "H" not in [item["operation"] for item in after["accessLog"]["nodes"]]
    chained = ("number", "previous", "commitment", "head", "record", "salt", "proof")
    shown = before["accessLog"]["nodes"] + after["accessLog"]["nodes"]
    assert {item[name] for item in shown for name in chained} == {None}
    objecting = "mutation O($input: ObjectToAccessInput!, $for: ID) { objectToAccess(input: $input, for: $for) { objection { case } } }"
    refused = _ask(hub, pair.who, objecting, pair.fact, input={"entry": 1, "reason": "x"})
    assert refused.codes == ["FIELD_NOT_ALLOWED"]


# ── acting, and the log ──────────────────────────────────────────────────────────────────────────────────────────────


def test_reading_for_somebody_is_one_entry_of_theirs_which_says_who_acted(hub: Hub, pair: Pair) -> None:
    with watching(hub, pair.subject, pair.by) as log:
        _ask(hub, pair.who, _ME, pair.fact)
    (entry,) = log.entries(pair.subject)
    assert entry["extra"] == {"basis": pair.basis, "representation": pair.fact}
    assert entry["officer"] == hub.ports.vault.officer_pseudonym(pair.who.subject, pair.subject)  # type: ignore[attr-defined]
    assert (entry["action"], entry["groups"]) == ("read", ["CASE", "PERSON_BIRTH", "PERSON_NAME"])
    assert log.entries(pair.by) == []
    assert log.count == 1


def test_the_represented_sees_who_acted_for_them_and_on_what_basis(hub: Hub, city: City) -> None:
    """Somebody of age has a sign-in of their own, and looks."""
    pair = next(item for item in _pairs(city) if _subject(city, item.subject))
    words = {"GUARDIAN": "a guardian", "COURT_ORDER": "by a court's order"}[pair.basis]
    represented = Who("resident", _subject(city, pair.subject))
    assert _ask(hub, pair.who, _ME, pair.fact).errors == []
    document = """{ me { representedBy { id basis } accessLog(first: 1) {
      nodes { client office officer representation basis summaryEn }
    } } }"""
    answer = _ask(hub, represented, document)
    assert {"id": pair.fact, "basis": pair.basis} in answer.data["me"]["representedBy"]
    assert answer.data["me"]["accessLog"]["nodes"] == [
        {
            "client": "resident",
            "office": None,
            "officer": hub.ports.vault.officer_pseudonym(pair.who.subject, pair.subject),  # type: ignore[attr-defined]
            "representation": pair.fact,
            "basis": pair.basis,
            "summaryEn": f"Somebody who represents you ({words}) read your case, your date of birth, your name.",
        }
    ]


def test_a_refused_representation_is_an_entry_without_a_subject(hub: Hub, pair: Pair) -> None:
    with watching(hub, pair.subject, pair.by) as log:
        _ask(hub, pair.who, _ME, "x")
    assert log.entries(pair.subject) == []
    assert [entry["rule"] for entry in log.entries(NOBODY)] == ["SUBJECT_NOT_AVAILABLE"]


def test_a_representative_makes_a_code_gives_and_takes_back_a_consent(
    hub: Hub, city: City, own_clerk: Who, pairs: Iterator[Pair]
) -> None:
    documents = {
        row["of"]: row for row in city["identity_document"] if not row["recordedTo"] and row["expiresOn"] > _FAR
    }
    pair = next(item for item in pairs if item.subject in documents)
    represented = Resident(pair.subject, pair.who, documents[pair.subject], is_protected=False)  # type: ignore[arg-type]
    code = _ask(
        hub,
        pair.who,
        "mutation ($for: ID) { createCounterCode(input: {permissions: []}, for: $for) { code } }",
        pair.fact,
    ).data["createCounterCode"]["code"]
    number = open_case(hub, own_clerk, represented.shows(code=code)).data["openCase"]["case"]["number"]
    assert give(hub, pair.who, number, "HISTORY").codes == ["CASE_REQUIRED"]  # it is not the representative's own case
    with watching(hub, pair.subject, pair.by) as log:
        given = give(hub, pair.who, number, "HISTORY", acting_for=pair.fact)
        assert given.errors == []
        (identifier,) = given.data["grantConsent"]["ids"]
        assert take_back(hub, pair.who, identifier).codes == ["CONFLICT"]
        assert take_back(hub, pair.who, identifier, acting_for=pair.fact).errors == []
    extra = {"basis": pair.basis, "representation": pair.fact}
    assert [entry["extra"] for entry in log.entries(pair.subject)] == [extra, extra]
    assert [entry.get("extra") for entry in log.entries(pair.by)] == [None]
    document = "query ($for: ID) { me(for: $for) { cases { number } } }"
    shown = _ask(hub, pair.who, document, pair.fact).data["me"]["cases"]
    assert number in [item["number"] for item in shown]
    with _protected(hub, pair.subject):  # an office tells a district
        assert _ask(hub, pair.who, document, pair.fact).data["me"]["cases"] == []


def test_a_representative_opens_and_ends_a_case_of_whom_they_represent(
    hub: Hub, official: Callable[[str, str], Who], pair: Pair
) -> None:
    school = official("education", "school-enrolment")
    given = {"kind": "SCHOOL_ENROLMENT", "purpose": "school-enrolment", "office": school.office, "permissions": []}
    with watching(hub, pair.subject, pair.by) as log:
        document = (
            "mutation Open($input: OpenOwnCaseInput!, $for: ID) { openOwnCase(input: $input, for: $for) { number } }"
        )
        opening = _ask(hub, pair.who, document, pair.fact, input=given)
        assert opening.errors == []
        number = opening.data["openOwnCase"]["number"]
        end = "mutation End($number: String!, $for: ID) { endCase(case: $number, for: $for) { number } }"
        assert _ask(hub, pair.who, end, number=number).codes == ["CASE_REQUIRED"]
        assert _ask(hub, pair.who, end, pair.fact, number=number).errors == []
    extra = {"basis": pair.basis, "representation": pair.fact}
    assert [(entry["case"], entry["extra"]) for entry in log.entries(pair.subject)] == [
        (number, extra),
        (number, extra),
    ]
    assert [entry["action"] for entry in log.entries(pair.by)] == ["deny"]


def test_the_end_of_a_representation_binds_the_next_request(hub: Hub, pair: Pair) -> None:
    assert _ask(hub, pair.who, _ME, pair.fact).errors == []
    with _changed(hub, pair, validTo=TODAY):
        assert give(hub, pair.who, "AAAAAAAAAAAA", "HISTORY", acting_for=pair.fact).codes == ["SUBJECT_NOT_AVAILABLE"]
        assert _ask(hub, pair.who, _ME, pair.fact).codes == ["SUBJECT_NOT_AVAILABLE"]
