"""A breach told to everybody whom it touches (GDPR art. 34): in their record, each with an entry; no list comes out."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hub.identity import open_verifier
from hub.jobs.breach import Breach, notify
from model.errors import ConflictError, DomicileError, LogUnavailableError
from model.ids import ClientId, OfficeCode
from model.states import Band
from tests.access.log import watching
from tests.case.counter import Resident, officers
from tests.rights.asking import kinds_of_notices, look, me, service_case
from tests.support.command import run
from tests.support.faults import Breakable
from tests.support.hub import Hub, Who
from tests.support.store import City

_FACTS = {
    "happened": "一名工作人员复制了案件资料。An officer copied files of cases.",
    "consequences": "您的住址可能被他人知悉。Others may know where you live.",
    "measures": "已收回访问权限。Access was taken back.",
    "contact": "个人信息保护处 12345",
}
_BREACH = """notices(first: 5) { nodes { kind breach {
  client department office officeName since until happened consequences measures contact supervisoryAuthority { name }
} } }"""


@pytest.fixture(scope="session")
def protector(city: City) -> Who:
    """An officer of the city's data-protection office."""
    return officers(city, "data-protection", "breach-notification", level=4)[0]


@pytest.fixture
def housing(official: Callable[[str, str], list[Who]]) -> Who:
    """An officer of a housing office."""
    return official("housing", "housing-service")[-1]


def _touched(hub: Hub, resident: Resident, officer: Who) -> str:
    """Whose case the officer reads; its number."""
    number = service_case(hub, resident, officer, "HOUSING_SERVICE")
    assert look(hub, officer, number).errors == []
    return number


def _breach(officer: Who, since: datetime, until: datetime, **others: Any) -> Breach:
    given = {**_FACTS, "client": ClientId(officer.client), "office": OfficeCode(str(officer.office)), **others}
    return Breach(since=since, until=until, **given)


def _notify(hub: Hub, who: Who, breach: Breach) -> Band:
    async def work() -> Band:
        verifier = open_verifier(hub.settings)
        try:
            caller = await verifier.caller(f"Bearer {hub.token(who)}")
        finally:
            await verifier.aclose()
        return await notify(hub.ports, caller, breach, time_zone=ZoneInfo(hub.settings.time_zone))

    return hub.run(work())


def test_everybody_whom_it_touches_is_told_once_and_nobody_else(
    hub: Hub, people: Iterator[Resident], housing: Who, protector: Who
) -> None:
    one, other, untouched = (next(people) for _ in range(3))
    since = datetime.now(UTC)
    for resident in (one, other):
        _touched(hub, resident, housing)
    until = datetime.now(UTC)
    breach = _breach(housing, since, until)
    with watching(hub, one.person, untouched.person) as log:
        assert _notify(hub, protector, breach) is Band.UNDER_10
    (entry,) = log.entries(one.person)
    assert (entry["action"], entry["operation"], entry["groups"]) == ("write", "breach notify", ["NOTICE"])
    assert (entry["client"], entry["purpose"], entry["legalBasis"]) == (
        "data-protection",
        "breach-notification",
        "A6-1-c",
    )
    assert log.entries(untouched.person) == []
    for resident in (one, other):
        told = me(hub, resident, _BREACH)["notices"]["nodes"][0]
        assert told["kind"] == "BREACH"
        facts = told["breach"]
        assert {name: facts[name] for name in _FACTS} == _FACTS
        assert (facts["client"], facts["department"], facts["office"]) == (
            "housing",
            "Housing authority",
            housing.office,
        )
        assert timedelta(0) <= since - datetime.fromisoformat(facts["since"]) < timedelta(milliseconds=1)
    assert "BREACH" not in kinds_of_notices(hub, untouched)

    with watching(hub, one.person) as log:
        assert _notify(hub, protector, breach) is Band.UNDER_10
    assert log.entries(one.person) == []
    assert kinds_of_notices(hub, one).count("BREACH") == 1


def test_whom_it_touches_is_told_when_the_log_has_it_and_no_sooner(
    hub: Hub, breakable: Breakable, somebody: Resident, housing: Who, protector: Who
) -> None:
    since = datetime.now(UTC)
    _touched(hub, somebody, housing)
    breach = _breach(housing, since, datetime.now(UTC))
    breakable.break_port("ledger", LogUnavailableError("the access log can't be written"), "intend")
    with pytest.raises(LogUnavailableError):
        _notify(breakable, protector, breach)
    assert "BREACH" not in kinds_of_notices(hub, somebody)
    with watching(hub, somebody.person) as log:
        _notify(hub, protector, breach)
    assert [record.outcome for record in log.records(somebody.person)] == ["committed"]
    assert kinds_of_notices(hub, somebody)[0] == "BREACH"


def test_what_the_graph_refuses_is_told_to_nobody_and_the_log_says_so(
    hub: Hub, breakable: Breakable, somebody: Resident, housing: Who, protector: Who
) -> None:
    since = datetime.now(UTC)
    _touched(hub, somebody, housing)
    breakable.break_port("graph", ConflictError("it does not fit what is recorded now"), "write")
    with watching(hub, somebody.person) as log, pytest.raises(ConflictError, match="does not fit"):
        _notify(breakable, protector, _breach(housing, since, datetime.now(UTC)))
    assert [record.outcome for record in log.records(somebody.person)] == ["rolled_back"]
    assert "BREACH" not in kinds_of_notices(hub, somebody)


def test_another_office_and_another_time_are_not_touched(
    hub: Hub, somebody: Resident, housing: Who, protector: Who, official: Callable[[str, str], list[Who]]
) -> None:
    elsewhere = official("labour", "wage-complaint")[0]
    since = datetime.now(UTC)
    _touched(hub, somebody, housing)
    until = datetime.now(UTC)
    _notify(hub, protector, _breach(elsewhere, since, until))
    _notify(hub, protector, _breach(housing, since - timedelta(hours=1), since))
    assert "BREACH" not in kinds_of_notices(hub, somebody)


def test_the_command_prints_a_band_and_tells(hub: Hub, somebody: Resident, housing: Who, protector: Who) -> None:
    since = datetime.now(UTC)
    _touched(hub, somebody, housing)
    facts = [word for name, text in _FACTS.items() for word in (f"--{name}", text)]
    where = ["--client", "housing", "--office", str(housing.office)]
    when = ["--since", since.isoformat(), "--until", datetime.now(UTC).isoformat()]
    said = run("breach", "notify", *where, *when, *facts, home=hub.settings.home, token=hub.token(protector))
    assert (said.code, said.out) == (0, "told: UNDER_10\n")
    assert kinds_of_notices(hub, somebody)[0] == "BREACH"


def test_only_the_citys_data_protection_office_tells_and_only_whole_facts_of_the_past(
    hub: Hub, housing: Who, protector: Who, city: City
) -> None:
    now = datetime.now(UTC)
    past = (now - timedelta(hours=1), now - timedelta(minutes=59))
    courier = officers(city, "registration", "notice-delivery", level=4)[0]
    stranger = Who("data-protection", "nobody", protector.office, protector.purpose)
    for who, breach, code in (
        (courier, _breach(housing, *past), "PURPOSE_NOT_ALLOWED"),
        (stranger, _breach(housing, *past), "UNAUTHENTICATED"),
        (protector, _breach(housing, *past, happened=" "), "VALIDATION_FAILED"),
        (protector, _breach(housing, *past, client=ClientId("made-up")), "VALIDATION_FAILED"),
        (protector, _breach(housing, past[1], past[0]), "VALIDATION_FAILED"),
        (protector, _breach(housing, now, now + timedelta(hours=1)), "VALIDATION_FAILED"),
    ):
        with pytest.raises(DomicileError) as raised:
            _notify(hub, who, breach)
        assert raised.value.code == code
