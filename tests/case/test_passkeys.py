"""A passkey as a proof at the counter: real signatures by an authenticator in software, and what a thief would try."""

import json
from collections.abc import Callable, Iterator

import pytest

from model import limits
from tests.access.log import NOBODY, watching
from tests.case.authenticator import Authenticator, from_base64url
from tests.case.counter import Resident, change, left_officer, open_case, residents
from tests.case.proofs import (
    CHALLENGE,
    PROOFS,
    REGISTER,
    REGISTRATION,
    REVOKE_PASSKEY,
    assert_refused,
    challenge,
    make_passkey,
    only,
    open_by_passkey,
)
from tests.support.hub import Hub, Who
from tests.support.store import City


def test_a_passkey_opens_a_case_that_sees_todays_facts_and_no_more(
    hub: Hub, own_clerk: Who, somebody: Resident
) -> None:
    case = only(open_by_passkey(hub, own_clerk, somebody, make_passkey(hub, somebody)))["case"]
    assert (case["proof"], case["state"], case["permissions"]) == ("PASSKEY", "OPEN", [])


def test_a_passkey_opens_again_on_a_new_challenge(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    passkey = make_passkey(hub, somebody)
    for _ in range(3):
        assert open_by_passkey(hub, own_clerk, somebody, passkey).errors == []


def test_a_passkey_without_a_counter_opens_again_too(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    """Those which are kept in several places at once count nothing: their challenges alone stop a replay."""
    passkey = make_passkey(hub, somebody, counter=None)
    for _ in range(2):
        assert open_by_passkey(hub, own_clerk, somebody, passkey).errors == []


def test_the_options_name_nobody(hub: Hub, own_clerk: Who, people: Iterator[Resident]) -> None:
    """No list of credentials at the counter; to the authenticator a person is 32 bytes that nobody else can make."""
    somebody, other = next(people), next(people)
    asked = json.loads(challenge(hub, own_clerk))
    assert asked["allowCredentials"] == []
    assert asked["userVerification"] == "required"
    assert len(from_base64url(asked["challenge"])) == 32
    made = [json.loads(only(hub.ask(item.who, REGISTRATION))["options"]) for item in (somebody, somebody, other)]
    handles = [item["user"]["id"] for item in made]
    assert handles[0] == handles[1] != handles[2]
    assert len(from_base64url(handles[0])) == 32
    assert somebody.person not in json.dumps(made)
    assert {item["user"]["name"] for item in made} == {"Domicile"}
    wanted = made[0]["authenticatorSelection"]
    assert (wanted["residentKey"], wanted["userVerification"]) == ("required", "required")
    assert made[0].get("excludeCredentials", []) == []


def test_a_resident_lists_their_passkeys_and_revokes_one(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    first, second = make_passkey(hub, somebody), make_passkey(hub, somebody)
    listed = only(hub.ask(somebody.who, PROOFS))["passkeys"]
    assert [sorted(item) for item in listed] == [["createdOn", "id"]] * 2
    assert open_by_passkey(hub, own_clerk, somebody, first).errors == []
    for item in listed:
        only(hub.ask(somebody.who, REVOKE_PASSKEY, {"id": item["id"]}))
    assert only(hub.ask(somebody.who, PROOFS))["passkeys"] == []
    for passkey in (first, second):
        assert_refused(open_by_passkey(hub, own_clerk, somebody, passkey), "SUBJECT_NOT_AVAILABLE")
    kept = {name for label, name, _ in change(hub, "read_proofs", person=somebody.person) if label == "Passkey"}
    assert "sealedPersonDocument" not in kept


def test_credential_and_key_are_not_readable_in_the_graph(hub: Hub, somebody: Resident) -> None:
    passkey = make_passkey(hub, somebody)
    kept = {name: value for label, name, value in change(hub, "read_proofs", person=somebody.person)}
    assert sorted(kept) == ["createdOn", "credentialHash", "id", "sealedPersonDocument", "signCount"]
    assert kept["credentialHash"] == hub.ports.vault.credential_hash(passkey.credential_id)


def test_another_residents_passkey_is_not_revoked(hub: Hub, people: Iterator[Resident]) -> None:
    somebody, other = next(people), next(people)
    make_passkey(hub, somebody)
    (listed,) = only(hub.ask(somebody.who, PROOFS))["passkeys"]
    answers = [
        hub.ask(other.who, REVOKE_PASSKEY, {"id": item})
        for item in (listed["id"], "00000000-0000-4000-8000-000000000000")
    ]
    assert_refused(answers[0], "CONFLICT")
    assert [item["id"] for item in only(hub.ask(somebody.who, PROOFS))["passkeys"]] == [listed["id"]]
    assert answers[0].codes == answers[1].codes
    assert answers[0].errors == answers[1].errors


# ── whatever is not right is one refusal ─────────────────────────────────────────────────────────────────────────────


def test_every_refusal_of_a_passkey_is_the_refusal_of_an_unknown_document(
    hub: Hub, city: City, clerks: Iterator[Who], people: Iterator[Resident]
) -> None:
    """Same bytes, and with them the same number of statements."""
    clerk, colleague = next(clerks), next(clerks)
    somebody, other, third = next(people), next(people), next(people)
    protected = next(residents(city, protected=True))
    mine, theirs, unknown = make_passkey(hub, somebody), make_passkey(hub, other), Authenticator()
    unknown.domain, unknown.user_handle = "localhost", mine.user_handle
    replayed = mine.sign(challenge(hub, clerk))
    assert open_case(hub, clerk, somebody.shows(passkey=replayed)).errors == []
    thiefs = mine.clone()
    assert open_by_passkey(hub, clerk, somebody, mine).errors == []
    cut = make_passkey(hub, third)
    cut.user_handle = mine.user_handle
    elsewhere = Authenticator(mine.counter, mine.private_key, mine.credential_id, mine.user_handle, "elsewhere.example")
    refused = {
        "an unknown document": (somebody.shows(documentNumber="110109199001010000"), {}),
        "a replay": (somebody.shows(), replayed),
        "another's passkey": (somebody.shows(), theirs.sign(challenge(hub, clerk))),
        "a passkey that nobody registered": (somebody.shows(), unknown.sign(challenge(hub, clerk))),
        "another origin": (
            somebody.shows(),
            mine.sign(challenge(hub, clerk), origin="http://localhost.elsewhere.example"),
        ),
        "a page inside another": (somebody.shows(), mine.sign(challenge(hub, clerk), cross_origin=True)),
        "another domain": (somebody.shows(), elsewhere.sign(challenge(hub, clerk))),
        "nobody was verified": (somebody.shows(), mine.sign(challenge(hub, clerk), is_verified=False)),
        "a challenge of one's own making": (somebody.shows(), mine.sign('{"challenge": "AAAA"}')),
        "a colleague's challenge": (somebody.shows(), mine.sign(challenge(hub, colleague))),
        "the challenge before the last": (somebody.shows(), mine.sign(challenge(hub, clerk))),
        "a counter that stood still": (somebody.shows(), thiefs.sign(challenge(hub, clerk))),
        "another's handle": (third.shows(), cut.sign(challenge(hub, clerk))),
        "a wrong expiry": (
            somebody.shows(documentExpiresOn="2027-07-07"),
            mine.sign(challenge(hub, clerk)),
        ),
        "a protected person with another's passkey": (protected.shows(), mine.sign(challenge(hub, clerk))),
    }
    answers = {}
    for what, (shown, signed) in refused.items():
        if what == "the challenge before the last":
            challenge(hub, clerk)
        answers[what] = open_case(hub, clerk, {**shown, "passkey": signed} if signed else shown)
    assert_refused(answers["an unknown document"], "SUBJECT_NOT_AVAILABLE")
    assert {what for what, item in answers.items() if item.body != answers["an unknown document"].body} == set()
    assert open_by_passkey(hub, clerk, somebody, mine).errors == []


def _right(hub: Hub, clerk: Who, somebody: Resident) -> tuple[Authenticator, dict[str, str]]:
    passkey = make_passkey(hub, somebody)
    return passkey, passkey.sign(challenge(hub, clerk))


@pytest.mark.parametrize("part", ["authenticatorData", "signature", "clientDataJson", "userHandle", "credentialId"])
def test_a_signature_with_one_byte_changed_opens_nothing(
    hub: Hub, own_clerk: Who, somebody: Resident, part: str
) -> None:
    _, signed = _right(hub, own_clerk, somebody)
    changed = signed[part][:20] + ("A" if signed[part][20] != "A" else "B") + signed[part][21:]
    answer = open_case(hub, own_clerk, somebody.shows(passkey={**signed, part: changed}))
    assert_refused(answer, "SUBJECT_NOT_AVAILABLE")


def test_a_challenge_is_used_up_by_a_refusal_too(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    _, signed = _right(hub, own_clerk, somebody)
    assert_refused(
        open_case(hub, own_clerk, somebody.shows(passkey=signed, documentExpiresOn="2027-07-07")),
        "SUBJECT_NOT_AVAILABLE",
    )
    assert_refused(open_case(hub, own_clerk, somebody.shows(passkey=signed)), "SUBJECT_NOT_AVAILABLE")


def test_a_challenge_runs_out(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    _, signed = _right(hub, own_clerk, somebody)
    change(hub, "age_challenges", officer=own_clerk.subject, person=somebody.person)
    assert_refused(open_case(hub, own_clerk, somebody.shows(passkey=signed)), "SUBJECT_NOT_AVAILABLE")


def test_a_challenge_is_for_one_kind_and_one_purpose(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    _, signed = _right(hub, own_clerk, somebody)
    answer = open_case(hub, own_clerk, somebody.shows(passkey=signed), purpose="registration-correction")
    assert_refused(answer, "SUBJECT_NOT_AVAILABLE")
    assert_refused(hub.ask(own_clerk, CHALLENGE, {"kind": "SCHOOL_ENROLMENT"}), "PURPOSE_NOT_ALLOWED", 403)


def test_the_same_signature_at_once_opens_one_case(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    from concurrent.futures import ThreadPoolExecutor

    _, signed = _right(hub, own_clerk, somebody)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: open_case(hub, own_clerk, somebody.shows(passkey=signed)), range(4)))
    assert sorted(answer.codes for answer in answers) == [[]] + [["SUBJECT_NOT_AVAILABLE"]] * 3


@pytest.mark.parametrize("value", ["", "AA==", "a+b/", "A", "ü", "A" * 5000])
def test_what_is_not_base64url_has_the_wrong_form(hub: Hub, own_clerk: Who, somebody: Resident, value: str) -> None:
    _, signed = _right(hub, own_clerk, somebody)
    answer = open_case(hub, own_clerk, somebody.shows(passkey={**signed, "signature": value}))
    assert_refused(answer, "VALIDATION_FAILED", 400)


@pytest.mark.parametrize(
    "client_data", ["bnVsbA", "e30", "W10", "eyJjaGFsbGVuZ2UiOjF9", "W1tbW1tbW1tbW1tbW1tbW1tbW1tbW1tb"]
)
def test_client_data_that_is_none_opens_nothing(hub: Hub, own_clerk: Who, somebody: Resident, client_data: str) -> None:
    _, signed = _right(hub, own_clerk, somebody)
    answer = open_case(hub, own_clerk, somebody.shows(passkey={**signed, "clientDataJson": client_data}))
    assert_refused(answer, "SUBJECT_NOT_AVAILABLE")


# ── how one is made ──────────────────────────────────────────────────────────────────────────────────────────────────


def _register(hub: Hub, resident: Resident, given: dict[str, str]) -> list[str]:
    answer = hub.ask(resident.who, REGISTER, {"input": given})
    assert (answer.data == {"registerPasskey": None}) is bool(answer.codes)
    return answer.codes


def test_a_passkey_is_made_on_ones_own_challenge_once(hub: Hub, people: Iterator[Resident]) -> None:
    somebody, other = next(people), next(people)
    options = only(hub.ask(somebody.who, REGISTRATION))["options"]
    given = Authenticator().create(options)
    assert _register(hub, other, given) == ["CONFLICT"]
    assert _register(hub, somebody, given) == []
    assert _register(hub, somebody, Authenticator().create(options)) == ["CONFLICT"]


def test_what_was_not_made_as_it_was_asked_is_no_passkey(hub: Hub, somebody: Resident) -> None:
    options = only(hub.ask(somebody.who, REGISTRATION))["options"]
    assert _register(hub, somebody, Authenticator().create(options, origin="https://elsewhere.example")) == [
        "VALIDATION_FAILED"
    ]
    assert _register(hub, somebody, Authenticator().create(options, is_verified=False)) == ["VALIDATION_FAILED"]
    given = Authenticator().create(options)
    assert _register(hub, somebody, {**given, "credentialId": "AAAA"}) == ["VALIDATION_FAILED"]
    assert _register(hub, somebody, {**given, "attestationObject": "AAAA"}) == ["VALIDATION_FAILED"]
    assert _register(hub, somebody, given) == []


def test_the_challenge_for_a_new_passkey_runs_out(hub: Hub, somebody: Resident) -> None:
    options = only(hub.ask(somebody.who, REGISTRATION))["options"]
    change(hub, "age_challenges", officer="", person=somebody.person)
    assert _register(hub, somebody, Authenticator().create(options)) == ["CONFLICT"]


def test_a_resident_has_five_passkeys_and_no_more(hub: Hub, somebody: Resident) -> None:
    for _ in range(limits.PASSKEYS_MAX):
        make_passkey(hub, somebody)
    options = only(hub.ask(somebody.who, REGISTRATION))["options"]
    assert _register(hub, somebody, Authenticator().create(options)) == ["CONFLICT"]
    first = only(hub.ask(somebody.who, PROOFS))["passkeys"][0]
    only(hub.ask(somebody.who, REVOKE_PASSKEY, {"id": first["id"]}))
    assert _register(hub, somebody, Authenticator().create(options)) == []


def test_a_credential_belongs_to_one_resident(hub: Hub, own_clerk: Who, people: Iterator[Resident]) -> None:
    somebody, other = next(people), next(people)
    passkey = make_passkey(hub, somebody)
    copied = passkey.clone()
    given = copied.create(only(hub.ask(other.who, REGISTRATION))["options"])
    assert _register(hub, other, given) == ["CONFLICT"]
    assert open_by_passkey(hub, own_clerk, somebody, passkey).errors == []


def test_an_officer_makes_no_passkey_and_a_resident_no_challenge(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    assert_refused(hub.ask(own_clerk, REGISTRATION), "UNAUTHENTICATED", 401)
    answer = hub.ask(somebody.who, CHALLENGE, {"kind": "REGISTRATION"}, purpose="resident-registration")
    assert_refused(answer, "PURPOSE_NOT_ALLOWED", 403)


def test_an_officer_who_has_left_makes_no_challenge(hub: Hub, city: City) -> None:
    assert_refused(hub.ask(left_officer(city), CHALLENGE, {"kind": "REGISTRATION"}), "UNAUTHENTICATED", 401)


def test_no_challenge_is_made_for_a_case_that_no_counter_opens(hub: Hub, official: Callable[[str, str], Who]) -> None:
    """Of the purpose's own kinds, but one that the department opens by itself."""
    inspector = official("housing", "housing-safety-inspection")
    assert_refused(hub.ask(inspector, CHALLENGE, {"kind": "HOUSING_INSPECTION"}), "FIELD_NOT_ALLOWED")


# ── the log ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_each_step_is_on_the_log_and_a_challenge_is_about_nobody(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    with watching(hub, somebody.person) as log:
        passkey = make_passkey(hub, somebody)
        options = challenge(hub, own_clerk)
        written = [item for item in log.entries(NOBODY) if item["action"] == "write"]
        assert [item["operation"] for item in written] == ["Challenge"]
        only(open_case(hub, own_clerk, somebody.shows(passkey=passkey.sign(options))))
    assert [entry["action"] for entry in log.entries(somebody.person)] == ["write", "write", "write", "read"]
