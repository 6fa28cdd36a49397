"""Offices, staff and units after the intake: two operators or the coordination office, and the next request is bound by it."""

import itertools
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hub.demo.city.reading import read_city
from hub.identity.development import DEVELOPMENT_ISSUER
from hub.jobs.changes import change_by_coordination
from hub.jobs.staffing import Staffing
from hub.settings import Settings
from model import limits
from model.callers import Caller
from model.errors import ConflictError
from model.ids import ClientId, OfficeCode, OfficerSubject
from tests.case.counter import officers, opened, residents
from tests.intake.conftest import ask
from tests.support.command import Said, run
from tests.support.hub import Hub, Who
from tests.support.operators import Operators
from tests.support.store import City, template, where_its_graph_is

_ACTS = "{ operatorActs(first: %d) { nodes { act arguments operators office outcome record } } }"
_NEW = itertools.count(1)
_UNIT = "990101001001"


class Desk:
    """The commands of one home beside its running hub, and who may give them."""

    def __init__(self, hub: Hub, rows: City, folder: Path) -> None:
        self.hub = hub
        self.home = hub.settings.home
        self.where = where_its_graph_is(hub.settings)
        self.operators = Operators(self.home, folder, self.where)
        self.coordinator = officers(rows, "coordination", "", level=4)[0]
        self.address = rows["address"][0]["id"]
        self.time_zone = ZoneInfo(hub.settings.time_zone)

    def signed(self, *command: str) -> Said:
        return self.operators.carried_out(*command)

    def own(self, *command: str, who: Who | None = None) -> Said:
        token = self.hub.token(who or self.coordinator)
        return run(*command, home=self.home, environment=self.where, token=token)

    def statement(self, *command: str) -> Said:
        return run(*command, home=self.home, environment=self.where)

    def acts(self, resident: Who, count: int) -> list[dict[str, Any]]:
        nodes: list[dict[str, Any]] = self.hub.ask(resident, _ACTS % count).data["operatorActs"]["nodes"]
        return nodes

    def versions(self, officer: str) -> Sequence[Sequence[Any]]:
        return self.hub.run(ask(self.hub.ports, "staff_versions", officer=officer))

    def office(self, client: str = "registration", unit: str = _UNIT) -> str:
        """The code of a new office."""
        code = f"{client}-{unit}-new-{next(_NEW):03}"
        made = self.own("office", "start", code, "--client", client, "--name", "新办公室", "--unit", unit, "--address", self.address)  # fmt: skip
        assert made.code == 0, made.error
        return code

    @property
    def today(self) -> str:
        return datetime.now(UTC).astimezone(self.time_zone).date().isoformat()


def _newcomer() -> str:
    return f"officer-new-{next(_NEW):03}"


@pytest.fixture(scope="module")
def town(running: Settings) -> Iterator[Hub]:
    with Hub(running) as hub:
        yield hub


@pytest.fixture(scope="module")
def rows() -> City:
    return dict(read_city(template() / "city"))


@pytest.fixture
def desk(town: Hub, rows: City, tmp_path: Path) -> Desk:
    return Desk(town, rows, tmp_path)


def _refused(said: Said, code: str, *words: str) -> None:
    assert (said.code, said.out) == (1, ""), said
    assert [word for word in (f"{code}: ", *words) if word not in said.error] == [], said.error


def _is_in(hub: Hub, who: Who) -> bool:
    """Whether the hub knows them at this office now."""
    answer = hub.ask(who, "{ viewer { jurisdiction { code } } }")
    assert answer.codes in ([], ["UNAUTHENTICATED"])
    return answer.codes == []


# ── staff ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_operators_let_an_officer_in_and_out_and_the_next_request_is_bound(desk: Desk, resident: Who) -> None:
    """Seen red without `validTo` in `writes/end_staff`, and with the officer in what everybody reads."""
    officer, one, other = _newcomer(), desk.office("housing"), desk.office("housing")
    here, there = (Who("housing", officer, office, "housing-safety-inspection") for office in (one, other))
    assert not _is_in(desk.hub, here)
    said = desk.signed("staff", "start", officer, one)
    assert said.out == f'done: staff start officer="{officer}" office="{one}" on="{desk.today}"\n'
    assert (_is_in(desk.hub, here), _is_in(desk.hub, there)) == (True, False)
    assert desk.signed("staff", "change", officer, one, "--to", other).code == 0
    assert (_is_in(desk.hub, here), _is_in(desk.hub, there)) == (False, True)
    assert desk.signed("staff", "end", officer, other).code == 0
    assert (_is_in(desk.hub, here), _is_in(desk.hub, there)) == (False, False)
    day = desk.today
    assert desk.versions(officer) == [
        [one, 1, day, "9999-12-31", False, "CONFIRMED", "operators"],
        [one, 2, day, day, True, "ENDED", "operators"],
        [other, 1, day, "9999-12-31", False, "CONFIRMED", "operators"],
        [other, 2, day, day, True, "ENDED", "operators"],
    ]
    acts = desk.acts(resident, 3)
    assert [(act["act"], act["arguments"], act["operators"], act["office"], act["outcome"]) for act in acts] == [
        ("staff end", [f'office="{other}"', f'on="{day}"'], ["an", "bo"], None, "COMMITTED"),
        ("staff change", [f'office="{one}"', f'to="{other}"', f'on="{day}"'], ["an", "bo"], None, "COMMITTED"),
        ("staff start", [f'office="{one}"', f'on="{day}"'], ["an", "bo"], None, "COMMITTED"),
    ]
    assert [act for act in acts if officer in act["record"]] == []  # everybody reads it; who it is stands beside it
    verified = run("log", "verify", home=desk.home, environment=desk.where)
    assert (verified.code, verified.out.endswith("the log is whole\n")) == (0, True), verified


def test_the_coordination_office_does_it_by_its_own_sign_in_and_everybody_reads_where(
    desk: Desk, resident: Who
) -> None:
    officer, office = _newcomer(), desk.office("health")
    assert desk.own("staff", "start", officer, office).code == 0
    assert desk.versions(officer) == [[office, 1, desk.today, "9999-12-31", True, "CONFIRMED", desk.coordinator.office]]
    (act,) = desk.acts(resident, 1)
    assert (act["act"], act["arguments"]) == ("staff start", [f'office="{office}"', f'on="{desk.today}"'])
    assert (act["operators"], act["office"], act["outcome"]) == ([], desk.coordinator.office, "COMMITTED")
    assert desk.coordinator.subject not in act["record"]
    assert officer not in act["record"]
    only = '{ operatorActs(act: "intake open", first: 1) { nodes { act } } }'
    assert desk.hub.ask(resident, only).data["operatorActs"]["nodes"] == [{"act": "intake open"}]


def test_no_other_office_does_it_and_the_coordination_office_not_for_itself_nor_for_who_watches_it(
    desk: Desk, rows: City, resident: Who
) -> None:
    """Each was seen red without its line in `hub/jobs/changes.py`."""
    acts, officer, office = desk.acts(resident, 1), _newcomer(), "registration-9901"
    start = ("staff", "start", officer, office)
    for client, purpose in (("registration", "resident-registration"), ("data-protection", "objection")):
        other = officers(rows, client, purpose, level=4)[0]
        _refused(desk.own(*start, who=other), "PURPOSE_NOT_ALLOWED", "by an officer of the client `coordination` only")
    left = Who("coordination", _newcomer(), desk.coordinator.office)
    _refused(desk.own(*start, who=left), "UNAUTHENTICATED", "not on the staff of the city's coordination office")
    for guarded in ("coordination", "data-protection"):
        there = f"{guarded}-9901"
        watcher = officers(rows, guarded, "", level=4)[-1].subject
        for command in (
            ("staff", "start", officer, there),
            ("staff", "end", watcher, there),
            ("office", "change", there, "--name", "另一处"),
            ("office", "start", f"{guarded}-new", "--client", guarded, "--name", "新", "--unit", "9901", "--address", desk.address),
        ):  # fmt: skip
            _refused(desk.own(*command), "PURPOSE_NOT_ALLOWED", "two operators alone")
    _refused(desk.own("office", "end", "tax-9901"), "PURPOSE_NOT_ALLOWED", "ended with its staff by two operators")
    themselves = ("staff", "start", desk.coordinator.subject, office)
    _refused(desk.own(*themselves), "PURPOSE_NOT_ALLOWED", "nobody says alone where they work themselves")
    assert desk.versions(officer) == []
    assert desk.acts(resident, 1) == acts


def test_the_coordination_office_makes_so_many_changes_a_day(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "COORDINATION_CHANGES_PER_DAY_MAX", 0)
    officer = _newcomer()
    _refused(desk.own("staff", "start", officer, "registration-9901"), "BUDGET_EXCEEDED", "more take two operators")
    assert desk.versions(officer) == []


def test_who_ends_leaves_open_cases_which_are_named_before_and_after(desk: Desk, rows: City) -> None:
    officer, office = _newcomer(), desk.office()
    assert desk.own("staff", "start", officer, office).code == 0
    clerk = Who("registration", officer, office, "resident-registration")
    somebody, another = itertools.islice(residents(rows), 2)
    number, closed = opened(desk.hub, clerk, somebody), opened(desk.hub, clerk, another)
    close = f'mutation {{ closeCase(case: "{closed}") {{ number }} }}'
    assert desk.hub.ask(clerk, close).errors == []
    asked = desk.statement("staff", "end", officer, office)
    assert asked.out.startswith("domicile/operation/v1\n")
    assert asked.error == f"open case {number}: hand it over first\n"
    assert _is_in(desk.hub, clerk)
    said = desk.own("staff", "end", officer, office)
    assert said.out.splitlines()[1:] == [f"open case {number}: nobody holds it now"]
    assert somebody.person not in said.out + said.error
    assert desk.hub.ask(clerk, f'{{ case(number: "{number}") {{ kind }} }}').codes == ["UNAUTHENTICATED"]
    said = desk.own("office", "end", office)
    assert said.out.splitlines()[1:] == [f"open case {number}: nobody holds it now"]


def test_a_later_day_is_kept_and_an_earlier_end_takes_its_place(desk: Desk) -> None:
    officer, office = _newcomer(), desk.office()
    day = datetime.fromisoformat(desk.today).date()
    later, latest = (str(day + timedelta(days=days)) for days in (30, 60))
    clerk = Who("registration", officer, office, "resident-registration")
    assert desk.own("staff", "start", officer, office, "--on", later).code == 0
    assert not _is_in(desk.hub, clerk)
    assert desk.own("staff", "end", officer, office, "--on", latest).code == 0
    assert desk.own("staff", "end", officer, office).code == 0  # it never was
    assert [row[2:6] for row in desk.versions(officer)] == [
        [later, "9999-12-31", False, "CONFIRMED"],
        [later, latest, False, "ENDED"],
        [later, later, True, "WITHDRAWN"],
    ]
    for wrong in (str(day - timedelta(days=1)), str(day + timedelta(days=400)), "soon"):
        _refused(desk.own("staff", "start", officer, office, "--on", wrong), "VALIDATION_FAILED", wrong)


# ── offices and units ────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_office_starts_is_changed_and_ends_with_everybody_who_works_there(desk: Desk, resident: Who) -> None:
    """Seen red without `end_staff` behind `end_office`, and without `validTo` in `place/offices`."""
    officer, code = _newcomer(), f"tax-new-{next(_NEW):03}"
    start = (
        "office",
        "start",
        code,
        "--client",
        "tax",
        "--name",
        "税务处",
        "--unit",
        "9901",
        "--address",
        desk.address,
    )
    assert desk.signed(*start).code == 0
    assert desk.signed("staff", "start", officer, code).code == 0
    who = Who("tax", officer, code)
    where = "{ viewer { jurisdiction { code } office { name } } }"
    assert desk.hub.ask(who, where).data["viewer"] == {"jurisdiction": {"code": "9901"}, "office": {"name": "税务处"}}
    said = desk.own("office", "change", code, "--name", '税务"二"处', "--unit", "990101")
    changed = ['name="税务\\"二\\"处"', 'name-was="税务处"', 'unit="990101"', 'unit-was="9901"']
    assert said.out == f'done: office change code="{code}" {" ".join(changed)}\n'
    assert desk.hub.ask(who, where).data["viewer"] == {
        "jurisdiction": {"code": "990101"},
        "office": {"name": '税务"二"处'},
    }
    listed = '{ offices(department: "tax", named: "二", first: 5) { nodes { code } } }'
    assert desk.hub.ask(resident, listed).data["offices"]["nodes"] == [{"code": code}]
    said = desk.signed("office", "end", code)
    assert said.out == f'done: office end code="{code}" on="{desk.today}" officer="{officer}"\n'
    assert not _is_in(desk.hub, who)
    assert desk.hub.ask(resident, listed).data["offices"]["nodes"] == []
    (act,) = desk.acts(resident, 1)
    assert act["arguments"] == [f'code="{code}"', f'on="{desk.today}"']
    assert officer not in act["record"]
    _refused(desk.own("staff", "start", officer, code), "CONFLICT", "is none since")
    _refused(desk.own(*start), "CONFLICT", "a code is given once")


def test_nothing_goes_to_an_office_that_has_ended(desk: Desk, rows: City) -> None:
    """Neither what a resident opens nor what is handed over."""
    office = desk.office()
    assert desk.own("office", "end", office).code == 0
    somebody = next(residents(rows))
    given = f'{{office: "{office}", kind: REGISTRATION, purpose: "resident-registration", permissions: []}}'
    opening = f"mutation {{ openOwnCase(input: {given}) {{ number }} }}"
    assert desk.hub.ask(somebody.who, opening).codes == ["VALIDATION_FAILED"]
    clerk = officers(rows, "registration", "resident-registration")[0]
    number = opened(desk.hub, clerk, somebody)
    handing = f'mutation {{ requestTransfer(input: {{case: "{number}", office: "{office}"}}) {{ number }} }}'
    assert desk.hub.ask(clerk, handing).codes == ["VALIDATION_FAILED"]


def test_the_last_office_for_objections_does_not_end(desk: Desk) -> None:
    _refused(desk.statement("office", "end", "data-protection-9901"), "CONFLICT", "start its successor first")


def test_a_unit_is_renamed_and_nothing_else(desk: Desk, resident: Who) -> None:
    unit, office = "990101", desk.office("tax", "990101")
    where = '{ offices(department: "tax", named: "{}", first: 5) { nodes { code unitName unitLatinName } } }'
    said = desk.signed("unit", "rename", unit, "--name", "新名区")
    assert said.out == f'done: unit rename code="{unit}" name="新名区" name-was="望潮区"\n'
    found = desk.hub.ask(resident, where.replace("{}", "新名")).data["offices"]["nodes"]
    assert {"code": office, "unitName": "新名区", "unitLatinName": "Wangchao"} in found
    assert desk.own("unit", "rename", unit, "--name", "望潮区").code == 0
    assert desk.hub.ask(resident, where.replace("{}", "新名")).data["offices"]["nodes"] == []


# ── what is signed, and what is typed ────────────────────────────────────────────────────────────────────────────────


def test_what_was_signed_is_done_as_it_says_and_once(desk: Desk) -> None:
    """Seen red without the hash of a statement that nobody is shown."""
    one, other, office = _newcomer(), _newcomer(), desk.office()
    asked = desk.statement("staff", "start", one, office)
    signed = str(desk.operators.signed(asked.out))
    alone = str(desk.operators.signed(asked.out, "an"))
    _refused(desk.statement("staff", "start", one, office, "--signed", alone), "UNAUTHENTICATED", "2 operators")
    signed = str(desk.operators.signed(asked.out))
    for another in (("staff", "start", other, office), ("staff", "start", one, desk.office())):
        _refused(desk.statement(*another, "--signed", signed), "VALIDATION_FAILED", "what was signed is not")
    start = ("staff", "start", one, office, "--signed", signed)
    assert desk.statement(*start).code == 0
    assert desk.own("staff", "end", one, office).code == 0
    _refused(desk.statement(*start), "CONFLICT", "carried out already")
    assert (len(desk.versions(one)), desk.versions(other)) == (2, [])


def test_what_changed_since_it_was_read_is_left_and_said_so(desk: Desk, resident: Who) -> None:
    """Seen red with the mark before the statement: the log then said that it was done."""
    office, officer = desk.office(), desk.coordinator
    caller = Caller(
        issuer=DEVELOPMENT_ISSUER,
        client=ClientId(officer.client),
        subject=OfficerSubject(officer.subject),
        office=OfficeCode(str(officer.office)),
        expires_at=datetime.now(UTC) + timedelta(hours=1),
    )

    async def change_twice() -> None:
        ports = desk.hub.ports
        staffing = Staffing(ports, today=datetime.fromisoformat(desk.today).date())
        read = [await staffing.change_office(office, name=name, unit=None, address=None) for name in ("甲", "乙")]
        await change_by_coordination(ports, read[0], caller, time_zone=desk.time_zone)
        with pytest.raises(ConflictError, match="not as it was read"):
            await change_by_coordination(ports, read[1], caller, time_zone=desk.time_zone)

    desk.hub.run(change_twice())
    assert [act["outcome"] for act in desk.acts(resident, 2)] == ["ROLLED_BACK", "COMMITTED"]
    verified = run("log", "verify", "--graph", home=desk.home, environment=desk.where)
    assert verified.code == 0, verified


_NOWHERE = "01581d2f-7800-7a0c-bfb5-000000000000"


@pytest.mark.parametrize(
    ("code", "words", "command"),
    [
        ("VALIDATION_FAILED", "no office `nowhere`", "staff start somebody nowhere"),
        ("VALIDATION_FAILED", "no `somebody` is on the staff", "staff end somebody registration-9901"),
        (
            "VALIDATION_FAILED",
            "another department's",
            "staff change officer-tax-9901-1 tax-9901 --to registration-9901",
        ),
        ("CONFLICT", "is on the staff of", "staff start officer-tax-9901-1 tax-9901"),
        ("VALIDATION_FAILED", "`subject` of `StaffMember`", "staff start x\u200by registration-9901"),
        ("VALIDATION_FAILED", "another than it is", "office change tax-9901"),
        ("VALIDATION_FAILED", "no unit `12`", "office change tax-9901 --unit 12"),
        ("VALIDATION_FAILED", "no address", f"office change tax-9901 --address {_NOWHERE}"),
        ("VALIDATION_FAILED", "`name` of `Office`", "office change tax-9901 --name a\u202eb"),
        ("VALIDATION_FAILED", "no department", "office start x --client resident --name x --unit 9901 --address x"),
        ("CONFLICT", "a code is given once", "office start tax-9901 --client tax --name x --unit 9901 --address x"),
        ("VALIDATION_FAILED", "no office `nowhere`", "office end nowhere"),
        ("VALIDATION_FAILED", "no unit `12`", "unit rename 12 --name x"),
        ("VALIDATION_FAILED", "`latinName` of `AdminUnit`", f"unit rename 9901 --latin-name {'x' * 201}"),
    ],
)
def test_what_is_not_there_or_has_no_form_is_said_and_changes_nothing(
    desk: Desk, resident: Who, code: str, words: str, command: str
) -> None:
    acts = desk.acts(resident, 1)
    _refused(desk.own(*command.split(" ")), code, words)
    assert desk.acts(resident, 1) == acts
