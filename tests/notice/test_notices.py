"""Notices: what a resident is told of at once, in their record and by the channel of their choice."""

import json
import stat
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hub.identity import open_verifier
from hub.jobs.delivery import Delivered, deliver
from hub.jobs.message_transports import Export, Smtp
from model.errors import DomicileError, LogUnavailableError, SetupError
from model.messages import SUBJECT, TEXT, Message
from model.states import NoticeChannel, NoticeLanguage
from tests.access.log import NOBODY, watching
from tests.case.counter import Resident, make_code, officers, open_case, opened
from tests.case.proofs import (
    ISSUE,
    PROOFS,
    REVOKE_CARD,
    REVOKE_PASSKEY,
    accept,
    assent,
    close,
    make_card,
    make_passkey,
    only,
    opened_online,
    request_transfer,
)
from tests.consent.giving import consent_in, give, take_back, take_back_at_counter
from tests.notice.mailbox import mailbox
from tests.support.command import run, started
from tests.support.faults import Breakable
from tests.support.hub import Answer, Hub, Who
from tests.support.store import City

_CYPHER = Path(__file__).with_name("cypher")
_NOTICES = "{ me { notices(first: 100) { totalCount nodes { id kind at readAt } } } }"
_READ = "mutation Read($input: MarkNoticesReadInput!) { markNoticesRead(input: $input) { readAt } }"
_SET = "mutation Set($input: SetNoticeChannelInput!) { setNoticeChannel(input: $input) { channel } }"
_CHANNEL = "{ me { noticeChannel { channel language address } } }"
_SENDER = "register@city.example"


@pytest.fixture(scope="session")
def courier_clerk(city: City) -> Who:
    """An officer of the city's registration office."""
    return officers(city, "registration", "notice-delivery", level=4)[0]


def _notices(hub: Hub, resident: Resident) -> list[dict[str, Any]]:
    answer = hub.ask(resident.who, _NOTICES)
    assert answer.errors == []
    nodes: list[dict[str, Any]] = answer.data["me"]["notices"]["nodes"]
    return nodes


def _kinds(hub: Hub, resident: Resident) -> list[str]:
    return [item["kind"] for item in _notices(hub, resident)]


def _choose(hub: Hub, resident: Resident, channel: str, address: str | None = None, language: str = "EN") -> Answer:
    given = {"channel": channel, "language": language, **({"address": address} if address is not None else {})}
    return hub.ask(resident.who, _SET, {"input": given})


def _deliver(hub: Hub, who: Who, send: Any, *channels: NoticeChannel) -> Delivered:
    async def work() -> Delivered:
        verifier = open_verifier(hub.settings)
        try:
            caller = await verifier.caller(f"Bearer {hub.token(who)}")
        finally:
            await verifier.aclose()
        return await deliver(hub.ports, caller, channels, send, time_zone=ZoneInfo(hub.settings.time_zone))

    return hub.run(work())


# ── in the record ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_resident_is_told_of_a_case_and_of_consents_the_newest_first(
    hub: Hub, own_clerk: Who, somebody: Resident
) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    number = opened(hub, own_clerk, somebody, "HISTORY")
    give(hub, somebody.who, number, "DECLARED_CONTACTS")
    take_back(hub, somebody.who, consent_in(hub, somebody, number, "HISTORY")["id"])
    notices = _notices(hub, somebody)
    assert [item["kind"] for item in notices] == ["CONSENT_REVOKED", "CONSENT_GIVEN", "CASE_OPENED"]
    instants = [datetime.fromisoformat(item["at"]) for item in notices]
    assert instants == sorted(instants, reverse=True)
    assert before < instants[-1] <= instants[0] <= datetime.now(UTC)
    assert {item["readAt"] for item in notices} == {None}


def test_an_attested_case_is_told_of_too(hub: Hub, clerks: Iterator[Who], somebody: Resident) -> None:
    assert open_case(hub, next(clerks), somebody.shows()).errors == []
    assert _kinds(hub, somebody) == ["CASE_OPENED"]


def test_a_resident_is_told_of_each_proof_that_is_made_or_revoked(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    make_card(hub, somebody)
    number = opened(hub, own_clerk, somebody)
    only(hub.ask(own_clerk, ISSUE, {"case": number}))
    only(hub.ask(own_clerk, REVOKE_CARD, {"case": number}))
    assert hub.ask(own_clerk, REVOKE_CARD, {"case": number}).codes == ["CONFLICT"]
    make_passkey(hub, somebody)
    (passkey,) = only(hub.ask(somebody.who, PROOFS))["passkeys"]
    only(hub.ask(somebody.who, REVOKE_PASSKEY, {"id": passkey["id"]}))
    assert hub.ask(somebody.who, REVOKE_PASSKEY, {"id": passkey["id"]}).codes == ["CONFLICT"]
    expected = ["PASSKEY_REVOKED", "PASSKEY_ADDED", "CARD_REVOKED", "CARD_ISSUED", "CASE_OPENED", "CARD_ISSUED"]
    assert _kinds(hub, somebody) == expected


def test_a_resident_is_told_what_becomes_of_a_case(hub: Hub, city: City, somebody: Resident) -> None:
    """Accepted, asked to go elsewhere, gone there, closed; what was refused is told to nobody."""
    clerks = officers(city, "registration", "resident-registration", level=6)
    holder = clerks[0]
    other = next(who for who in clerks if who.office != holder.office)
    number = opened_online(hub, somebody, holder)
    only(accept(hub, holder, number))
    assert accept(hub, holder, number).codes == ["CONFLICT"]
    only(request_transfer(hub, holder, number, office=str(other.office)))
    assert assent(hub, somebody, number, str(holder.office)).codes == ["CONFLICT"]
    only(assent(hub, somebody, number, str(other.office)))
    only(accept(hub, other, number))
    only(close(hub, other, number))
    expected = ["CASE_CLOSED", "CASE_ACCEPTED", "CASE_TRANSFERRED", "TRANSFER_ASKED", "CASE_ACCEPTED", "CASE_OPENED"]
    assert _kinds(hub, somebody) == expected


def test_a_resident_is_told_that_an_objection_is_answered(hub: Hub, city: City, somebody: Resident) -> None:
    given = {"input": {"purpose": "housing-service", "reason": "不同意"}}
    raised = "mutation ($input: ObjectToProcessingInput!) { objectToProcessing(input: $input) { objection { case } } }"
    number = only(hub.ask(somebody.who, raised, given))["objection"]["case"]
    officer = officers(city, "data-protection", "objection", level=4)[0]
    only(accept(hub, officer, number))
    answer = "mutation ($input: AnswerObjectionInput!) { answerObjection(input: $input) { objection { outcome } } }"
    told = {"input": {"case": number, "outcome": "UPHELD", "statement": "您说得对。"}}
    only(hub.ask(officer, answer, told))
    assert hub.ask(officer, answer, told).codes == ["CONFLICT"]
    assert _kinds(hub, somebody) == ["OBJECTION_ANSWERED", "CASE_ACCEPTED"]


def test_of_what_was_not_done_nobody_is_told(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    code = make_code(hub, somebody)
    assert open_case(hub, own_clerk, somebody.shows(code=code, documentExpiresOn="2027-07-07")).codes != []
    assert give(hub, somebody.who, "AAAAAAAAAAAA", "HISTORY").codes == ["CASE_REQUIRED"]
    assert take_back(hub, somebody.who, "x").codes == ["CONFLICT"]
    number = opened(hub, own_clerk, somebody)
    assert take_back_at_counter(hub, own_clerk, number, "HISTORY").errors == []
    assert _kinds(hub, somebody) == ["CASE_OPENED"]


def test_what_is_taken_back_at_the_counter_is_told(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody, "HISTORY")
    take_back_at_counter(hub, own_clerk, number, "HISTORY")
    assert _kinds(hub, somebody) == ["CONSENT_REVOKED", "CASE_OPENED"]


def test_notices_are_marked_as_read_once(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody)
    (first,) = _notices(hub, somebody)
    give(hub, somebody.who, number, "HISTORY")
    read = hub.ask(somebody.who, _READ, {"input": {"upTo": first["at"]}}).data["markNoticesRead"]["readAt"]
    assert [item["readAt"] for item in _notices(hub, somebody)] == [None, read]
    later = hub.ask(somebody.who, _READ, {"input": {}}).data["markNoticesRead"]["readAt"]
    assert [item["readAt"] for item in _notices(hub, somebody)] == [later, read]


def test_notices_come_page_by_page(hub: Hub, own_clerk: Who, somebody: Resident) -> None:
    number = opened(hub, own_clerk, somebody)
    give(hub, somebody.who, number, "HISTORY")
    document = "query ($after: String) { me { notices(first: 1, after: $after) { nodes { kind } pageInfo { endCursor hasNextPage } } } }"
    first = hub.ask(somebody.who, document).data["me"]["notices"]
    second = hub.ask(somebody.who, document, {"after": first["pageInfo"]["endCursor"]}).data["me"]["notices"]
    assert (first["nodes"], first["pageInfo"]["hasNextPage"]) == ([{"kind": "CONSENT_GIVEN"}], True)
    assert (second["nodes"], second["pageInfo"]["hasNextPage"]) == ([{"kind": "CASE_OPENED"}], False)


# ── the channel ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_no_channel_is_chosen_until_the_resident_chooses(hub: Hub, somebody: Resident) -> None:
    assert hub.ask(somebody.who, _CHANNEL).data["me"]["noticeChannel"] is None
    assert _choose(hub, somebody, "SMS", "+8613800000000", "ZH").data == {"setNoticeChannel": {"channel": "SMS"}}
    seen = {"channel": "SMS", "language": "ZH", "address": "+8613800000000"}
    assert hub.ask(somebody.who, _CHANNEL).data["me"]["noticeChannel"] == seen
    assert _choose(hub, somebody, "NONE").errors == []
    seen = {"channel": "NONE", "language": "EN", "address": None}
    assert hub.ask(somebody.who, _CHANNEL).data["me"]["noticeChannel"] == seen


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        ("EMAIL", None),
        ("EMAIL", "nobody"),
        ("EMAIL", "a@b.example\r\nBcc: c@d.example"),
        ("EMAIL", "a@b.example\n"),
        ("EMAIL", "a@b.example,c@d.example"),
        ("SMS", "13800000000"),
        ("SMS", "+86 138 0000 0000"),
        ("LETTER", "x"),
        ("LETTER", "街道\n1号"),
        ("NONE", "a@b.example"),
    ],
)
def test_an_address_that_fits_no_channel_is_refused_and_not_quoted(
    hub: Hub, somebody: Resident, channel: str, address: str | None
) -> None:
    answer = _choose(hub, somebody, channel, address)
    assert answer.codes == ["VALIDATION_FAILED"]
    assert address is None or address not in answer.errors[0]["message"]
    assert hub.ask(somebody.who, _CHANNEL).data["me"]["noticeChannel"] is None


def test_the_address_is_stored_sealed(hub: Hub, somebody: Resident) -> None:
    address = "sealed-canary@example.org"
    _choose(hub, somebody, "EMAIL", address)
    text = (_CYPHER / "channel.cypher").read_text(encoding="utf-8")
    rows = hub.run(hub.ports.graph.read(text, {"person": somebody.person}, timeout_seconds=60, metadata={}))
    ((stored,),) = rows.values
    assert set(stored) == {"id", "channel", "language", "sealedPersonMeansOfContact"}
    assert address.encode() not in bytes(stored["sealedPersonMeansOfContact"])


# ── on its way ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_notices_make_one_mail_which_says_nothing_and_is_logged(
    hub: Hub, own_clerk: Who, courier_clerk: Who, somebody: Resident
) -> None:
    _choose(hub, somebody, "EMAIL", "two-in-one@example.org")
    number = opened(hub, own_clerk, somebody)
    give(hub, somebody.who, number, "HISTORY")
    with mailbox() as box, watching(hub, somebody.person) as log:
        _deliver(hub, courier_clerk, Smtp(box.url, _SENDER).send, NoticeChannel.EMAIL)
        (letter,) = box.to("two-in-one@example.org")
        again = _deliver(hub, courier_clerk, Smtp(box.url, _SENDER).send, NoticeChannel.EMAIL)
        assert len(box.to("two-in-one@example.org")) == 1
    assert again.sent == 0
    assert letter.sender == _SENDER
    assert letter.mail["Subject"] == "News in your record"
    assert letter.mail.get_content().strip() == TEXT[NoticeLanguage.EN]
    assert set(letter.mail.keys()) == {
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
    }
    (entry,) = log.entries(somebody.person)
    named = ("action", "client", "office", "operation", "purpose", "legalBasis", "groups")
    assert {name: entry[name] for name in named} == {
        "action": "write",
        "client": "registration",
        "office": courier_clerk.office,
        "operation": "notices send",
        "purpose": "notice-delivery",
        "legalBasis": "A6-1-e-official-authority",
        "groups": ["NOTICE", "PERSON_MEANS_OF_CONTACT"],
    }


def test_a_message_is_the_same_for_everyone_but_for_the_language() -> None:
    assert set(SUBJECT) == set(TEXT) == set(NoticeLanguage)
    for language in NoticeLanguage:
        one, other = (
            Message(channel=NoticeChannel.EMAIL, language=language, address=address) for address in ("a@b.example", "c")
        )
        assert (one.subject, one.text) == (other.subject, other.text)
        assert "a@b.example" not in f"{one!r}{one}"


def test_a_channel_that_is_chosen_later_gets_nothing_of_before(
    hub: Hub, own_clerk: Who, courier_clerk: Who, somebody: Resident
) -> None:
    opened(hub, own_clerk, somebody)
    _choose(hub, somebody, "EMAIL", "later@example.org")
    with mailbox() as box:
        _deliver(hub, courier_clerk, Smtp(box.url, _SENDER).send, NoticeChannel.EMAIL)
        assert box.to("later@example.org") == []


def test_what_waits_for_an_old_address_is_given_up(
    hub: Hub, own_clerk: Who, courier_clerk: Who, somebody: Resident
) -> None:
    _choose(hub, somebody, "EMAIL", "old@example.org")
    opened(hub, own_clerk, somebody)
    _choose(hub, somebody, "EMAIL", "new@example.org")
    with mailbox() as box:
        _deliver(hub, courier_clerk, Smtp(box.url, _SENDER).send, NoticeChannel.EMAIL)
        assert (box.to("old@example.org"), box.to("new@example.org")) == ([], [])


def test_a_mail_that_was_refused_is_tried_again_and_keeps_no_other_back(
    hub: Hub, own_clerk: Who, courier_clerk: Who, people: Iterator[Resident]
) -> None:
    somebody, other = next(people), next(people)
    _choose(hub, somebody, "EMAIL", "refused@example.org")
    _choose(hub, other, "EMAIL", "taken@example.org", "ZH")
    for resident in (somebody, other):
        opened(hub, own_clerk, resident)
    with mailbox() as box:
        done = _deliver(hub, courier_clerk, Smtp(box.url, _SENDER).send, NoticeChannel.EMAIL)
        assert done.failed >= 1
        (letter,) = box.to("taken@example.org")
        assert letter.mail["Subject"] == "您的登记有新消息"
    asked: list[str] = []

    async def note(messages: Sequence[Message]) -> Sequence[bool]:
        asked.extend(message.address for message in messages)
        return [True] * len(messages)

    _deliver(hub, courier_clerk, note, NoticeChannel.EMAIL)
    assert "refused@example.org" in asked
    assert "taken@example.org" not in asked


def test_a_server_that_is_gone_loses_nothing(hub: Hub, own_clerk: Who, courier_clerk: Who, somebody: Resident) -> None:
    _choose(hub, somebody, "EMAIL", "patient@example.org")
    opened(hub, own_clerk, somebody)
    with mailbox() as box:
        url = box.url
    assert _deliver(hub, courier_clerk, Smtp(url, _SENDER).send, NoticeChannel.EMAIL).sent == 0
    with mailbox() as box:
        _deliver(hub, courier_clerk, Smtp(box.url, _SENDER).send, NoticeChannel.EMAIL)
        assert len(box.to("patient@example.org")) == 1


def test_short_messages_and_letters_are_lines_for_the_gateway(
    hub: Hub, own_clerk: Who, courier_clerk: Who, people: Iterator[Resident], tmp_path: Path
) -> None:
    one, other = next(people), next(people)
    _choose(hub, one, "SMS", "+8613800000001", "ZH")
    _choose(hub, other, "LETTER", "幸福路1号2单元301")
    for resident in (one, other):
        opened(hub, own_clerk, resident)
    path = tmp_path / "out" / "notices.ndjson"
    _deliver(hub, courier_clerk, Export(path).send, NoticeChannel.SMS, NoticeChannel.LETTER)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    expected = [
        {"channel": "SMS", "address": "+8613800000001", "language": "ZH", "text": TEXT[NoticeLanguage.ZH]},
        {"channel": "LETTER", "address": "幸福路1号2单元301", "language": "EN", "text": TEXT[NoticeLanguage.EN]},
    ]
    assert sorted(line["channel"] for line in lines if line in expected) == ["LETTER", "SMS"]
    with pytest.raises(SetupError, match="can't be written"):
        hub.run(Export(path).send([Message(channel=NoticeChannel.SMS, language=NoticeLanguage.EN, address="+1")]))


def test_what_waits_is_sent_in_batches_which_are_each_a_write_of_their_own(
    hub: Hub, own_clerk: Who, courier_clerk: Who, people: Iterator[Resident], monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody, other = next(people), next(people)
    for number, resident in enumerate((somebody, other)):
        _choose(hub, resident, "EMAIL", f"batch-{number}@example.org")
        opened(hub, own_clerk, resident)
    monkeypatch.setattr("model.limits.NOTICES_PER_BATCH_MAX", 1)
    asked: list[list[str]] = []

    async def note(messages: Sequence[Message]) -> Sequence[bool]:
        asked.append([message.address for message in messages])
        return [True] * len(messages)

    with watching(hub, somebody.person, other.person) as log:
        _deliver(hub, courier_clerk, note, NoticeChannel.EMAIL)
    assert {len(batch) for batch in asked} == {1}
    assert {"batch-0@example.org", "batch-1@example.org"} <= {batch[0] for batch in asked}
    (one,), (two,) = log.entries(somebody.person), log.entries(other.person)
    assert one["write"] != two["write"]
    assert {record.outcome for record in (*log.records(somebody.person), *log.records(other.person))} == {"committed"}


def test_a_message_that_could_not_be_written_down_leaves_no_open_intent(
    hub: Hub, own_clerk: Who, courier_clerk: Who, somebody: Resident, tmp_path: Path
) -> None:
    _choose(hub, somebody, "SMS", "+8613800000003")
    opened(hub, own_clerk, somebody)
    taken = tmp_path / "taken"
    taken.touch()
    with watching(hub, somebody.person) as log, pytest.raises(SetupError, match="can't be written"):
        _deliver(hub, courier_clerk, Export(taken).send, NoticeChannel.SMS)
    (entry,) = log.entries(somebody.person)
    outcomes = {item["write"]: item["outcome"] for item in log.entries(NOBODY)}
    assert outcomes[entry["write"]] == "rolled_back"
    path = tmp_path / "free"
    _deliver(hub, courier_clerk, Export(path).send, NoticeChannel.SMS)
    assert "+8613800000003" in path.read_text(encoding="utf-8")


def test_nothing_leaves_before_the_log_has_it_and_what_did_not_leave_is_said(
    hub: Hub, breakable: Breakable, own_clerk: Who, courier_clerk: Who, somebody: Resident
) -> None:
    _choose(hub, somebody, "EMAIL", "nothing-leaves@example.org")
    opened(hub, own_clerk, somebody)
    asked: list[Message] = []

    async def refuse(messages: Sequence[Message]) -> Sequence[bool]:
        asked.extend(messages)
        return [False] * len(messages)

    breakable.break_port("ledger", LogUnavailableError("the access log can't be written"), "intend")
    with pytest.raises(LogUnavailableError):
        _deliver(breakable, courier_clerk, refuse, NoticeChannel.EMAIL)
    assert asked == []
    with watching(hub, somebody.person) as log:
        assert _deliver(hub, courier_clerk, refuse, NoticeChannel.EMAIL).sent == 0
    assert "nothing-leaves@example.org" in {message.address for message in asked}
    assert [record.outcome for record in log.records(somebody.person)] == ["rolled_back"]


@pytest.mark.parametrize("client", ["registration", "housing", "resident"])
def test_only_the_citys_registration_office_sends(
    hub: Hub, own_clerk: Who, somebody: Resident, official: Callable[[str, str], Who], client: str
) -> None:
    _choose(hub, somebody, "EMAIL", f"not-by-{client}@example.org")
    opened(hub, own_clerk, somebody)
    who = {"registration": own_clerk, "resident": somebody.who}.get(client) or official("housing", "housing-service")
    sent: list[Message] = []

    async def note(messages: Sequence[Message]) -> Sequence[bool]:
        sent.extend(messages)
        return [True] * len(messages)

    with watching(hub, somebody.person) as log, pytest.raises(DomicileError) as refused:
        _deliver(hub, who, note, NoticeChannel.EMAIL)
    assert refused.value.code == ("UNAUTHENTICATED" if client == "registration" else "PURPOSE_NOT_ALLOWED")
    assert sent == []
    assert log.entries(somebody.person) == []


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("http://mail.example", _SENDER),
        ("smtp://", _SENDER),
        ("smtp://mail.example:x", _SENDER),
        ("smtp://mail.example", "register"),
        ("smtp://mail.example", "a@b.example\nBcc: c@d.example"),
    ],
)
def test_a_mail_server_that_is_not_whole_is_refused_and_not_quoted(url: str, sender: str) -> None:
    with pytest.raises(SetupError) as refused:
        Smtp(url, sender)
    assert "mail.example" not in str(refused.value)


def test_the_command_sends_mail_and_writes_the_file_for_the_gateway(
    hub: Hub, own_clerk: Who, courier_clerk: Who, people: Iterator[Resident], tmp_path: Path
) -> None:
    one, other = next(people), next(people)
    _choose(hub, one, "EMAIL", "by-command@example.org")
    _choose(hub, other, "SMS", "+8613800000002")
    for resident in (one, other):
        opened(hub, own_clerk, resident)
    path = tmp_path / "gateway.ndjson"
    with mailbox() as box:
        said = started(
            *("notices", "send", "--export", str(path)),
            home=hub.settings.home,
            environment={
                "DOMICILE_TOKEN": hub.token(courier_clerk),
                "DOMICILE_SMTP_URL": box.url,
                "DOMICILE_SMTP_SENDER": _SENDER,
            },
        )
        assert len(box.to("by-command@example.org")) == 1
    assert said.out.startswith("e-mail: ")
    assert "+8613800000002" in path.read_text(encoding="utf-8")
    assert "by-command" not in said.out + said.error


def test_the_command_without_a_mail_server_leaves_mail_for_later(
    hub: Hub, own_clerk: Who, courier_clerk: Who, somebody: Resident, tmp_path: Path
) -> None:
    _choose(hub, somebody, "EMAIL", "kept@example.org")
    opened(hub, own_clerk, somebody)
    token = {"DOMICILE_TOKEN": hub.token(courier_clerk)}
    said = run("notices", "send", "--export", str(tmp_path / "x"), home=hub.settings.home, environment=token)
    assert said.code == 0
    assert said.out.startswith("gateway: ")
    with mailbox() as box:
        _deliver(hub, courier_clerk, Smtp(box.url, _SENDER).send, NoticeChannel.EMAIL)
        assert len(box.to("kept@example.org")) == 1


@pytest.mark.parametrize("office", ["a station's", "none at all"])
def test_the_command_refuses_whoever_may_not_send(
    hub: Hub, own_clerk: Who, somebody: Resident, tmp_path: Path, office: str
) -> None:
    token = {"DOMICILE_TOKEN": hub.token(own_clerk if office == "a station's" else somebody.who)}
    said = run("notices", "send", "--export", str(tmp_path / "x"), home=hub.settings.home, environment=token)
    assert said.code == 1
    assert said.out == ""
    assert not (tmp_path / "x").exists()
