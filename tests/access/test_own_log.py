"""`me { accessLog }`: what a resident sees of who looked, and that it is what stands on the log."""

import base64
import hashlib
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.audit_log import Ledger
from hub.policy import clients, purposes
from model.groups import FieldGroup
from model.ids import ClientId
from model.times import as_instant_text, now
from resolvers.access import GROUPS_EN, GROUPS_ZH
from tests.access.log import watching
from tests.audit_log.entries import AT, entry
from tests.case.counter import Resident, opened
from tests.support.hub import SECONDS_MAX, Hub, Who
from tlog.errors import TlogError
from tlog.notes import VerifierKey
from tlog.proofs import LogProof

_LOG = """
query Log($first: Int, $after: String, $last: Int, $before: String) {
  me {
    accessLog(first: $first, after: $after, last: $last, before: $before) {
      totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      nodes {
        number at action outcome client department departmentZh office officeName officer purpose purposeEn purposeZh
        legalBasis case fieldGroups operation rule policyVersion previous commitment record salt head erasedAt
        summaryEn summaryZh
      }
    }
  }
}
"""
_READ = "query Read($number: String!) { case(number: $number) { subject { birthDate residences { role } } } }"


@pytest.fixture
def own_clerk(any_clerks: Iterator[Who]) -> Who:
    """Somebody at an office who reads; here it is no matter who else they serve."""
    return next(any_clerks)


def _page(hub: Hub, resident: Resident, **arguments: Any) -> dict[str, Any]:
    answer = hub.ask(resident.who, _LOG, {"first": 100} | arguments)
    assert answer.errors == []
    page: dict[str, Any] = answer.data["me"]["accessLog"]
    return page


def _newest_of_others(hub: Hub, resident: Resident) -> dict[str, Any]:
    """The newest entry that is no look of the resident's own."""
    return next(item for item in _page(hub, resident)["nodes"] if item["client"] != "resident")


def _nodes(hub: Hub, resident: Resident, document: str) -> list[dict[str, Any]]:
    answer = hub.ask(resident.who, document)
    assert answer.errors == []
    nodes: list[dict[str, Any]] = answer.data["me"]["accessLog"]["nodes"]
    return nodes


def _proved(hub: Hub, resident: Resident, document: str) -> list[dict[str, Any]]:
    """The entries that are there now, once each has its proof. A checkpoint comes each second; on a busy machine later."""
    newest = _nodes(hub, resident, document)[0]["number"]
    deadline = time.monotonic() + SECONDS_MAX
    while time.monotonic() < deadline:
        found = [item for item in _nodes(hub, resident, document) if item["number"] <= newest]
        if all(item["proof"] for item in found):
            return found
        time.sleep(0.2)
    raise AssertionError("no proof in time")


def _ledger(hub: Hub) -> Ledger:
    assert isinstance(hub.ports.ledger, Ledger)
    return hub.ports.ledger


def _pseudonym(hub: Hub, who: Who, resident: Resident) -> str:
    said: str = hub.ports.vault.officer_pseudonym(who.subject, resident.person)  # type: ignore[attr-defined]
    return said


def test_the_resident_sees_who_read_what_for_which_purpose(hub: Hub, somebody: Resident, own_clerk: Who) -> None:
    number = opened(hub, own_clerk, somebody)
    hub.ask(own_clerk, _READ, {"number": number})
    newest = _newest_of_others(hub, somebody)
    assert (newest["action"], newest["outcome"], newest["fieldGroups"]) == (
        "READ",
        None,
        ["CASE", "PERSON_BIRTH", "RESIDENCE"],
    )
    assert newest["client"] == "registration"
    assert newest["department"] == "Registration offices"
    assert newest["departmentZh"] == "居住登记机关"
    assert newest["office"] == own_clerk.office
    assert newest["officer"] == _pseudonym(hub, own_clerk, somebody)
    assert newest["purpose"] == "resident-registration"
    assert newest["purposeEn"] == "Register, confirm or deregister a resident at the counter"
    assert newest["purposeZh"] == "在窗口登记、确认或注销居民"
    assert newest["legalBasis"] == "A6-1-e-official-authority"
    assert newest["case"] == number
    assert (newest["operation"], newest["rule"]) == ("Read", None)
    assert newest["summaryEn"] == (
        f"Registration offices, {newest['officeName']}, read your case, your date of birth, where you live "
        "(for: Register, confirm or deregister a resident at the counter)."
    )
    assert newest["summaryZh"] == (
        f"{newest['officeName']}查看了您的办件、您的出生日期、您的住址（目的：在窗口登记、确认或注销居民）。"  # noqa: RUF001
    )
    assert newest["officeName"].endswith("居住登记处")


def test_an_officer_who_is_refused_is_seen_too(
    hub: Hub, somebody: Resident, own_clerk: Who, any_clerks: Iterator[Who]
) -> None:
    number = opened(hub, own_clerk, somebody)
    other = next(clerk for clerk in any_clerks if clerk.office != own_clerk.office)
    assert hub.ask(other, _READ, {"number": number}).codes == ["CASE_REQUIRED"]
    newest = _newest_of_others(hub, somebody)
    assert (newest["action"], newest["rule"]) == ("DENY", "CASE_REQUIRED")
    assert (newest["office"], newest["officer"]) == (other.office, _pseudonym(hub, other, somebody))
    assert newest["summaryEn"].startswith(f"Registration offices, {newest['officeName']}, was refused your record")


def test_an_opened_case_says_that_it_took_effect(hub: Hub, somebody: Resident, own_clerk: Who) -> None:
    number = opened(hub, own_clerk, somebody)
    write = next(item for item in _page(hub, somebody)["nodes"] if item["action"] == "WRITE")
    assert (write["outcome"], write["case"], write["fieldGroups"]) == ("COMMITTED", number, ["CASE"])


def test_ones_own_looks_are_there_without_a_pseudonym(hub: Hub, somebody: Resident) -> None:
    hub.ask(somebody.who, "{ me { birthDate } }")
    newest = _page(hub, somebody)["nodes"][0]
    assert (newest["client"], newest["office"], newest["officer"]) == ("resident", None, None)
    assert newest["summaryEn"] == "You read your date of birth."


def test_reading_the_log_is_on_the_log(hub: Hub, somebody: Resident) -> None:
    with watching(hub, somebody.person) as log:
        _page(hub, somebody)
    (read,) = log.entries(somebody.person)
    assert (read["client"], read["groups"]) == ("resident", ["ACCESS_LOG"])


def test_pages_go_through_all_of_it_newest_first_both_ways(hub: Hub, somebody: Resident, own_clerk: Who) -> None:
    """Each look at a page is an entry itself: the total grows by one, and the page behind a cursor stays what it was."""
    number = opened(hub, own_clerk, somebody)
    for _ in range(4):
        hub.ask(own_clerk, _READ, {"number": number})
    whole = _page(hub, somebody)
    numbers = [item["number"] for item in whole["nodes"]]
    assert numbers == list(range(whole["totalCount"], 0, -1))
    assert len(numbers) >= 5
    forward = [whole["nodes"][0]]
    page = _page(hub, somebody, first=1)
    while page["nodes"][-1]["number"] > numbers[0]:  # what was looked at since
        page = _page(hub, somebody, first=1, after=page["pageInfo"]["endCursor"])
    while page["pageInfo"]["hasNextPage"]:
        page = _page(hub, somebody, first=2, after=page["pageInfo"]["endCursor"])
        assert page["pageInfo"]["hasPreviousPage"]
        forward += page["nodes"]
    assert forward == whole["nodes"]
    page = _page(hub, somebody, first=None, last=2)
    backward = page["nodes"]
    while len(backward) < len(numbers):
        assert page["pageInfo"]["hasPreviousPage"]
        page = _page(hub, somebody, first=None, last=2, before=page["pageInfo"]["startCursor"])
        backward = page["nodes"] + backward
    assert backward[-len(numbers) :] == whole["nodes"]


def test_each_entry_opens_its_commitment_and_names_the_one_before(hub: Hub, somebody: Resident, own_clerk: Who) -> None:
    """What a resident's own program needs to check the chain, from the API alone."""
    opened(hub, own_clerk, somebody)
    head = bytes(32).hex()
    entries = list(reversed(_page(hub, somebody)["nodes"]))
    assert [item["number"] for item in entries] == list(range(1, len(entries) + 1))
    for item in entries:
        assert item["previous"] == head
        opening = base64.b64decode(item["salt"]) + item["record"].encode()
        assert hashlib.sha256(b"domicile/ledger/entry/v1\n" + opening).hexdigest() == item["commitment"]
        linked = b"domicile/ledger/subject/v1\n" + bytes.fromhex(head) + bytes.fromhex(item["commitment"])
        head = hashlib.sha256(linked).hexdigest()


def test_each_entry_is_proved_to_stand_in_the_signed_tree(hub: Hub, somebody: Resident, own_clerk: Who) -> None:
    opened(hub, own_clerk, somebody)
    document = "{ me { accessLog(first: 100) { nodes { number commitment proof } } } }"
    entries = _proved(hub, somebody, document)
    key = VerifierKey.parse(_ledger(hub).key)
    sizes = set()
    for item in entries:
        proof = LogProof.parse(item["proof"])
        verified = proof.verified(bytes.fromhex(item["commitment"]), key)
        assert verified.checkpoint.size > proof.index
        sizes.add(verified.checkpoint.size)
    assert len(sizes) == 1, "all of one answer are of one checkpoint"
    with pytest.raises(TlogError, match="does not lead"):
        proof.verified(bytes(32), key)


def test_an_erased_entry_leaves_a_tombstone_that_is_still_proved(hub: Hub, somebody: Resident, own_clerk: Who) -> None:
    number = opened(hub, own_clerk, somebody)
    hub.ask(own_clerk, _READ, {"number": number})
    listed, before_now = _page(hub, somebody)["nodes"], now()
    gone = [item for item in listed if item["at"] < as_instant_text(before_now)]  # a test may have stepped the clock
    done = entry(somebody.person, action="erase", client=ClientId("registration"), groups=frozenset())
    hub.run(_ledger(hub).erase([done], before=before_now))
    document = "{ me { accessLog(first: 100) { nodes { number action record salt commitment erasedAt proof summaryEn summaryZh } } } }"
    nodes = _proved(hub, somebody, document)
    left = {item["number"]: item for item in nodes}
    key = VerifierKey.parse(_ledger(hub).key)
    for before in gone:
        tombstone = left[before["number"]]
        assert (tombstone["action"], tombstone["record"], tombstone["salt"]) == (None, None, None)
        day = tombstone["erasedAt"][:10]
        assert tombstone["summaryEn"] == f"An entry that was erased at its term, on {day}."
        assert tombstone["summaryZh"] == f"该条记录已于{day}期满删除。"
        assert tombstone["commitment"] == before["commitment"]
        LogProof.parse(tombstone["proof"]).verified(bytes.fromhex(before["commitment"]), key)
    erasing = next(item for item in nodes if item["action"] == "ERASE")
    assert erasing["number"] > gone[0]["number"]


def test_no_department_reads_who_looked(hub: Hub, somebody: Resident, own_clerk: Who) -> None:
    number = opened(hub, own_clerk, somebody, "HISTORY", "DECLARED_CONTACTS")
    document = (
        "query Read($number: String!) { case(number: $number) { subject { accessLog(first: 5) { nodes { at } } } } }"
    )
    answer = hub.ask(own_clerk, document, {"number": number})
    assert answer.codes == ["VALIDATION_FAILED"], "only `Me` has such a field"
    assert answer.data is None


def test_a_cursor_of_ones_log_is_no_cursor_of_somebody_elses(
    hub: Hub, somebody: Resident, people: Iterator[Resident]
) -> None:
    hub.ask(somebody.who, "{ me { birthDate } }")
    cursor = _page(hub, somebody, first=1)["pageInfo"]["endCursor"]
    other = next(people)
    answer = hub.ask(other.who, _LOG, {"first": 1, "after": cursor})
    assert answer.codes == ["VALIDATION_FAILED"]


_ENTRIES = st.lists(
    st.fixed_dictionaries(
        {
            "action": st.sampled_from(["read", "deny"]),
            "client": st.sampled_from(sorted(set(clients()) - {"resident"})),
            "purpose": st.sampled_from([None, *purposes()]),
            "officer": st.sampled_from(["one", "two", "三"]),
            "office": st.sampled_from(["registration-9901", "of-no-office"]),
            "case": st.sampled_from([None, "ABCDEFGH2345"]),
            "groups": st.frozensets(st.sampled_from(list(FieldGroup))),
            "rule": st.sampled_from(["", "default-deny"]),
        }
    ),
    max_size=12,
)


@pytest.mark.parametrize("seen", ["whole", "in pages"])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=_ENTRIES)
def test_the_residents_view_equals_the_log(
    hub: Hub, people_for_histories: Resident, seen: str, history: list[dict[str, Any]]
) -> None:
    resident = people_for_histories
    entries = [entry(resident.person, **values) for values in history]
    hub.run(hub.ports.ledger.append(entries))
    nodes: list[dict[str, Any]] = []
    after = None
    while len(nodes) < len(entries):
        page = _page(hub, resident, first=100 if seen == "whole" else 3, after=after)
        nodes += [item for item in page["nodes"] if item["client"] != "resident"]
        after = page["pageInfo"]["endCursor"]
    for said, logged in zip(nodes, reversed(entries), strict=False):
        assert said["at"] == AT.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        assert (said["action"], said["client"], said["purpose"]) == (
            logged.action.upper(),
            logged.client,
            logged.purpose,
        )
        assert said["officer"] == _pseudonym(hub, Who("", logged.officer), resident)
        assert (said["office"], said["case"]) == (logged.office, logged.case)
        assert said["fieldGroups"] == sorted(logged.groups)
        assert said["rule"] == (logged.rule or None)
        assert said["officeName"] == ("远汐市居住登记处" if logged.office == "registration-9901" else None)


@pytest.fixture(scope="session")
def people_for_histories(people: Iterator[Resident]) -> Resident:
    """One resident for all the made-up histories: each goes on where the one before ended."""
    return next(people)


def test_every_field_group_has_words_in_both_languages() -> None:
    assert set(GROUPS_EN) == set(GROUPS_ZH) == set(FieldGroup)
