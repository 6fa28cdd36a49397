"""What rests on a resident's consent goes when they say so, at once; what a law has the city keep is refused with the law."""

from collections.abc import Iterator

import pytest

from hub.audit_log import Ledger, Record
from model.groups import FieldGroup
from model.ids import PersonId
from model.times import OPEN_DATE
from tests.access.log import watching
from tests.case.counter import Resident, make_code, officers, residents
from tests.retention.making import ask, join, left_of, live
from tests.support.hub import Answer, Hub, Who
from tests.support.store import City

_ERASE = "mutation Erase($input: EraseConsentedInput!) { eraseConsented(input: $input) { erasedAt groups } }"
_AT_COUNTER = """
mutation Erase($input: EraseConsentedAtCounterInput!) { eraseConsentedAtCounter(input: $input) { number at } }
"""
_OPEN = "mutation Open($input: OpenCaseInput!) { openCase(input: $input) { case { number } } }"
_SET = "mutation Set($input: SetNoticeChannelInput!) { setNoticeChannel(input: $input) { channel } }"
_SHOWN = "{ me { declaredContacts { name } noticeChannel { address } name { full } } }"
_SMS = {"channel": "SMS", "address": "+8613900042042", "language": "EN"}


@pytest.fixture(scope="module")
def people(city: City) -> Iterator[Resident]:
    """In a home of these tests' own, so they are nobody else's."""
    return residents(city)


@pytest.fixture
def somebody(hub: Hub, people: Iterator[Resident]) -> Resident:
    """A resident with a contact and a channel."""
    resident = next(people)
    _give(hub, resident)
    return resident


def _give(hub: Hub, resident: Resident) -> None:
    contact = live(hub, "DeclaredContact", DeclaredContact={"validTo": OPEN_DATE})
    sealed = hub.ports.vault.seal(
        resident.person, FieldGroup.DECLARED_CONTACTS, {"name": "Aunt", "means": "+8613900000000"}
    )
    ask(hub, "give", fact=contact.keys["DeclaredContact"], person=resident.person, sealed=sealed)
    assert hub.ask(resident.who, _SET, {"input": _SMS}).errors == []


def _erase(hub: Hub, who: Who, *groups: str) -> Answer:
    return hub.ask(who, _ERASE, {"input": {"groups": list(groups)}})


def _shown(hub: Hub, resident: Resident) -> tuple[list[str], bool, bool]:
    """The contacts' names, whether there is an address, and whether a name is there."""
    me = hub.ask(resident.who, _SHOWN).data["me"]
    channel = me["noticeChannel"] or {}
    return [item["name"] for item in me["declaredContacts"]], bool(channel.get("address")), bool(me["name"]["full"])


def _last(hub: Hub, person: PersonId) -> Record:
    ledger = hub.ports.ledger
    assert isinstance(ledger, Ledger)
    return hub.run(ledger.read_subject(person))[-1]


def test_contacts_and_channel_go_at_once_and_the_rest_stays(hub: Hub, somebody: Resident) -> None:
    assert "Aunt" in _shown(hub, somebody)[0]
    stones = len(ask(hub, "tombstones"))
    answer = _erase(hub, somebody.who, "DECLARED_CONTACTS", "PERSON_MEANS_OF_CONTACT", "DECLARED_CONTACTS")
    assert answer.errors == []
    assert answer.data["eraseConsented"]["groups"] == ["DECLARED_CONTACTS", "PERSON_MEANS_OF_CONTACT"]
    record = _last(hub, somebody.person)
    assert record.entry["at"] == answer.data["eraseConsented"]["erasedAt"]
    assert (record.outcome, record.entry["action"]) == ("committed", "write")
    assert record.entry["groups"] == ["DECLARED_CONTACTS", "PERSON_MEANS_OF_CONTACT", "RIGHTS"]
    assert _shown(hub, somebody) == ([], False, True)
    assert len(ask(hub, "tombstones")) == stones + 1


def test_one_group_leaves_the_other(hub: Hub, somebody: Resident) -> None:
    assert _erase(hub, somebody.who, "PERSON_MEANS_OF_CONTACT").errors == []
    names, has_address, _ = _shown(hub, somebody)
    assert ("Aunt" in names, has_address) == (True, False)


def test_nothing_there_is_answered_the_same(hub: Hub, somebody: Resident) -> None:
    answers = [_erase(hub, somebody.who, "DECLARED_CONTACTS") for _ in range(2)]
    assert [set(answer.data["eraseConsented"]) for answer in answers] == [{"erasedAt", "groups"}] * 2


@pytest.mark.parametrize("group", ["RESIDENCE", "PERSON_NAME", "ACCESS_LOG", "HISTORY"])
def test_what_a_law_has_the_city_keep_is_refused_with_the_law_and_how_to_object(
    hub: Hub, people: Iterator[Resident], group: str
) -> None:
    resident = next(people)
    with watching(hub, resident.person) as log:
        answer = _erase(hub, resident.who, "DECLARED_CONTACTS", group)
    assert answer.codes == ["FIELD_NOT_ALLOWED"]
    (error,) = answer.errors
    assert f"`{group}` does not rest on your consent, and is kept under GDPR art. 5" in error["message"]
    assert "`objectToProcessing`" in error["message"]
    assert [entry["action"] for entry in log.entries(resident.person)] == ["deny"]


def test_places_are_nobodys_and_none_is_no_request(hub: Hub, people: Iterator[Resident]) -> None:
    resident = next(people)
    assert "about no person" in _erase(hub, resident.who, "PLACE").errors[0]["message"]
    assert _erase(hub, resident.who).codes == ["VALIDATION_FAILED"]


def test_a_clerk_does_it_at_the_counter_for_who_has_no_sign_in(hub: Hub, city: City, somebody: Resident) -> None:
    clerk = officers(city, "registration", "data-subject-rights", level=9)[0]
    shown = somebody.shows("DATA_RIGHTS", code=make_code(hub, somebody))
    number = hub.ask(clerk, _OPEN, {"input": shown}).data["openCase"]["case"]["number"]
    given = {"case": number, "groups": ["DECLARED_CONTACTS"]}
    assert hub.ask(clerk, _AT_COUNTER, {"input": given}).errors == []
    names, has_address, _ = _shown(hub, somebody)
    assert (names, has_address) == ([], True)
    refused = hub.ask(clerk, _AT_COUNTER, {"input": {"case": number, "groups": ["RESIDENCE"]}})
    assert refused.codes == ["FIELD_NOT_ALLOWED"]


def test_an_officer_cannot_in_another_case(hub: Hub, city: City, somebody: Resident) -> None:
    clerk = officers(city, "registration", "resident-registration", level=9)[1]
    shown = somebody.shows(code=make_code(hub, somebody))
    number = hub.ask(clerk, _OPEN, {"input": shown}).data["openCase"]["case"]["number"]
    given = {"case": number, "groups": ["DECLARED_CONTACTS"]}
    assert hub.ask(clerk, _AT_COUNTER, {"input": given}).codes == ["FIELD_NOT_ALLOWED"]
    assert _erase(hub, clerk, "DECLARED_CONTACTS").codes == ["UNAUTHENTICATED"]
    assert "Aunt" in _shown(hub, somebody)[0]


def test_what_another_declared_stays_theirs(hub: Hub, somebody: Resident) -> None:
    """A contact of somebody else, which this resident confirmed, is that one's to erase."""
    other = live(hub, "DeclaredContact", "Residence")
    join(hub, "DeclaredContact", other.keys["DeclaredContact"], "IS", somebody.person)
    assert _erase(hub, somebody.who, "DECLARED_CONTACTS").errors == []
    assert left_of(hub, other) == ["DeclaredContact", "Person", "Residence"]
