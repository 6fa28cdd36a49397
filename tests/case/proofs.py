"""Receipt cards, passkeys and cases on their way, for tests: what residents and officers do, one small function each."""

import json
from typing import Any

from tests.case.authenticator import Authenticator
from tests.case.counter import Resident, open_case, opened
from tests.support.hub import Answer, Hub, Who

CARD = "mutation { createReceiptCard { code issuedAt } }"
ISSUE = "mutation Issue($case: String!) { issueReceiptCard(case: $case) { code issuedAt } }"
REVOKE_CARD = "mutation Revoke($case: String) { revokeReceiptCard(case: $case) { at } }"
REGISTRATION = "mutation { createPasskeyRegistration { options expiresAt } }"
REGISTER = "mutation Register($input: RegisterPasskeyInput!) { registerPasskey(input: $input) { id createdOn } }"
REVOKE_PASSKEY = "mutation Revoke($id: ID!) { revokePasskey(passkey: $id) { at } }"
CHALLENGE = "mutation Challenge($kind: CaseKind!) { createCounterChallenge(kind: $kind) { options expiresAt } }"
PROOFS = "{ me { receiptCard { issuedAt } passkeys { id createdOn } } }"
CASES = """{ me { cases {
  number kind purpose state proof openedAt endsAt office { code } isWaiting permissions
  transferTo { code } transferRequestedAt
} } }"""
_OWN = "mutation Open($input: OpenOwnCaseInput!) { openOwnCase(input: $input) { number at } }"
END = "mutation End($case: String!) { endCase(case: $case) { number } }"
ASSENT = "mutation Assent($input: AssentToTransferInput!) { assentToTransfer(input: $input) { number } }"
_AT_COUNTER = "mutation Assent($input: AssentAtCounterInput!) { assentAtCounter(input: $input) { number } }"
_ACCEPT = "mutation Accept($case: String!) { acceptCase(case: $case) { number at } }"
_DEPUTY = "mutation Deputy($input: NameDeputyInput!) { nameDeputy(input: $input) { number } }"
_TRANSFER = "mutation Transfer($input: RequestTransferInput!) { requestTransfer(input: $input) { number } }"
_CLOSE = "mutation Close($case: String!) { closeCase(case: $case) { number } }"
_WAITING = "{ waitingCases(first: 100) { nodes { number kind } } }"


def only(answer: Answer) -> Any:
    """The value of the one root field, where nothing went wrong."""
    assert answer.errors == []
    (value,) = answer.data.values()
    return value


def assert_refused(answer: Answer, code: str, status: int = 200) -> None:
    """One refusal, and nothing beside it."""
    assert answer.codes == [code]
    assert set(answer.data.values()) == {None}
    assert answer.status == status


# ── proofs ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def make_card(hub: Hub, resident: Resident) -> str:
    """The code of a card which the resident makes with their own sign-in."""
    code: str = only(hub.ask(resident.who, CARD))["code"]
    return code


def make_passkey(hub: Hub, resident: Resident, counter: int | None = 0) -> Authenticator:
    """An authenticator with a passkey of the resident's."""
    authenticator = Authenticator(counter)
    options = only(hub.ask(resident.who, REGISTRATION))["options"]
    only(hub.ask(resident.who, REGISTER, {"input": authenticator.create(options)}))
    return authenticator


def challenge(hub: Hub, clerk: Who, kind: str = "REGISTRATION") -> str:
    """The options for a passkey at the clerk's counter."""
    options: str = only(hub.ask(clerk, CHALLENGE, {"kind": kind}))["options"]
    assert json.loads(options)["rpId"] == "localhost"
    return options


def open_by_passkey(hub: Hub, clerk: Who, resident: Resident, authenticator: Authenticator) -> Answer:
    """A case at the counter, on a fresh challenge."""
    signed = authenticator.sign(challenge(hub, clerk))
    return open_case(hub, clerk, resident.shows(passkey=signed))


# ── cases ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def open_online(hub: Hub, resident: Resident, officer: Who, *permissions: str, **others: Any) -> Answer:
    """What the resident gets who opens a case at the office of an officer, for the officer's purpose."""
    given = {"office": officer.office, "kind": "REGISTRATION", "purpose": officer.purpose, **others}
    return hub.ask(resident.who, _OWN, {"input": {"permissions": list(permissions), **given}})


def opened_online(hub: Hub, resident: Resident, officer: Who, *permissions: str) -> str:
    """The number of a case that waits."""
    number: str = only(open_online(hub, resident, officer, *permissions))["number"]
    return number


def waiting(hub: Hub, officer: Who) -> dict[str, str]:
    """The kinds of what waits at the officer's office, by number."""
    nodes = only(hub.ask(officer, _WAITING))["nodes"]
    return {node["number"]: node["kind"] for node in nodes}


def accept(hub: Hub, officer: Who, number: str) -> Answer:
    return hub.ask(officer, _ACCEPT, {"case": number})


def end(hub: Hub, resident: Resident, number: str) -> Answer:
    return hub.ask(resident.who, END, {"case": number})


def close(hub: Hub, officer: Who, number: str) -> Answer:
    return hub.ask(officer, _CLOSE, {"case": number})


def name_deputy(hub: Hub, holder: Who, number: str, deputy: str | None) -> Answer:
    return hub.ask(holder, _DEPUTY, {"input": {"case": number, "officer": deputy}})


def request_transfer(hub: Hub, holder: Who, number: str, **where: str) -> Answer:
    return hub.ask(holder, _TRANSFER, {"input": {"case": number, **where}})


def assent(hub: Hub, resident: Resident, number: str, office: str, **others: Any) -> Answer:
    return hub.ask(resident.who, ASSENT, {"input": {"case": number, "office": office, **others}})


def assent_at_counter(hub: Hub, officer: Who, number: str, shown: dict[str, Any]) -> Answer:
    """With what the clerk enters, but for the kind: the case has one."""
    given = {name: value for name, value in shown.items() if name != "kind"}
    return hub.ask(officer, _AT_COUNTER, {"input": {"case": number, **given}})


def own_case(hub: Hub, resident: Resident, number: str) -> dict[str, Any]:
    """A case as its resident sees it."""
    cases = only(hub.ask(resident.who, CASES))["cases"]
    (case,) = [item for item in cases if item["number"] == number]
    return dict(case)


def read(hub: Hub, officer: Who, number: str) -> Answer:
    return hub.ask(officer, "query Read($number: String!) { case(number: $number) { number } }", {"number": number})


def holds(hub: Hub, officer: Who, number: str) -> bool:
    """Whether the officer's next request in the case is answered; if not, in the bytes of an unknown number."""
    answer = read(hub, officer, number)
    if answer.errors == []:
        return True
    assert answer.body == read(hub, officer, "AAAAAAAAAAAA").body
    assert answer.codes == ["CASE_REQUIRED"]
    return False


def opened_for_transfer(hub: Hub, holder: Who, resident: Resident, to: Who, *permissions: str) -> str:
    """A case of the holder's whose transfer to an officer is asked for."""
    number = opened(hub, holder, resident, *permissions)
    assert to.office is not None
    only(request_transfer(hub, holder, number, office=to.office, officer=to.subject))
    return number
