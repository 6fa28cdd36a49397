"""Offices, who works there, and what units are called: each act read against the register, and put into a `Change`.

Nothing is written here. What an argument says is signed, so each holds all that will be done, and what it was before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hub.gate.ports import Ports, Statement
from hub.jobs.batch_authority import read
from hub.jobs.changes import OFFICER, Change
from hub.operators import Operation, named
from hub.policy import has_offices
from loaders.fragments import fragment
from model import limits
from model.checks import check_text
from model.errors import ConflictError, ValidationFailedError
from model.graph import KIND_BY_LABEL
from model.ids import ClientId, new_public_id
from model.times import as_instant_text, now

_OFFICE, _STAFF, _UNIT = KIND_BY_LABEL["Office"], KIND_BY_LABEL["StaffMember"], KIND_BY_LABEL["AdminUnit"]
_OBJECTIONS_TO = "data-protection"  # the department that has to have an office: residents' objections go there


@dataclass(frozen=True, kw_only=True)
class _Office:
    """One that is there and not ended."""

    code: str
    client: str
    name: str
    unit: str
    address: str
    others: int


@dataclass(frozen=True, kw_only=True)
class _Member:
    """A version that is recorded now, of somebody's work at an office that is not over."""

    fact: str
    version: int
    officer: str
    valid_from: str
    valid_to: str


class Staffing:
    """The acts, as of a day in the city.

    Each raises `ValidationFailedError` for what is not there or has a wrong form, `ConflictError` for what does not fit what is
    recorded, and `GraphUnavailableError`.
    """

    def __init__(self, ports: Ports, *, today: date) -> None:
        self._ports = ports
        self._today = today

    # ── offices ──────────────────────────────────────────────────────────────────────────────────────────────────

    async def start_office(self, code: str, *, client: str, name: str, unit: str, address: str) -> Change:
        """A new office of a department, for a unit."""
        check_text(_OFFICE, "code", code)
        check_text(_OFFICE, "name", name)
        if not has_offices(ClientId(client)):
            raise ValidationFailedError(f"`{client[:64]}` is no department of this hub")
        if await self._read("staffing/office", {"code": code}):
            raise ConflictError(f"there is an office `{code}`, or there was one: a code is given once")
        await self._check_place(unit, address)
        properties = {"id": new_public_id(), "code": code, "client": client, "name": name, "unitCode": unit}
        return Change(
            operation=Operation.START_OFFICE,
            arguments=_arguments({"code": code, "client": client, "name": name, "unit": unit, "address": address}),
            statements=(_statement("writes/start_office", {"office": properties, "address": address}),),
            departments=frozenset({client}),
        )

    async def change_office(self, code: str, *, name: str | None, unit: str | None, address: str | None) -> Change:
        """Another name, unit or address; None leaves it. Its department stays: that would be another office."""
        office = await self._office(code)
        was = {"name": office.name, "unit": office.unit, "address": office.address}
        given = {"name": name, "unit": unit, "address": address}
        becomes = {**was, **{key: value for key, value in given.items() if value is not None}}
        check_text(_OFFICE, "name", becomes["name"])
        await self._check_place(becomes["unit"], becomes["address"])
        parameters = {
            "code": code,
            "was": {"name": office.name, "unitCode": office.unit, "address": office.address},
            "becomes": {"name": becomes["name"], "unitCode": becomes["unit"]},
            "address": becomes["address"],
        }
        return Change(
            operation=Operation.CHANGE_OFFICE,
            arguments=(named("code", code), *_changed(was, becomes)),
            statements=(_statement("writes/change_office", parameters),),
            departments=frozenset({office.client}),
        )

    async def end_office(self, code: str) -> Change:
        """It is none from today on, and nobody works there any more."""
        office = await self._office(code)
        if office.client == _OBJECTIONS_TO and not office.others:
            raise ConflictError(f"`{code}` is the last office of `{office.client}`: start its successor first")
        on = self._today.isoformat()
        members = await self._members(code, on)
        if len(members) > limits.STAFF_OF_AN_OFFICE_MAX:
            raise ConflictError(f"more than {limits.STAFF_OF_AN_OFFICE_MAX} work at `{code}`: end some of them first")
        ends = [_ended(members, on)] if members else []
        officers = sorted({member.officer for member in members})
        return Change(
            operation=Operation.END_OFFICE,
            arguments=(*_arguments({"code": code, "on": on}), *(named(OFFICER, each) for each in officers)),
            statements=(_statement("writes/end_office", {"code": code, "on": on}), *ends),
            departments=frozenset({office.client}),
            officers=frozenset(officers),
            cases=await self._cases(code, None),
        )

    # ── staff ────────────────────────────────────────────────────────────────────────────────────────────────────

    async def start_staff(self, officer: str, office: str, on: date | None) -> Change:
        """Somebody works at an office, from a day on."""
        there, day = await self._office(office), self._day(on)
        start = await self._start(officer, office, day)
        return Change(
            operation=Operation.START_STAFF,
            arguments=_arguments({OFFICER: officer, "office": office, "on": day}),
            statements=(start,),
            departments=frozenset({there.client}),
            officers=frozenset({officer}),
        )

    async def change_staff(self, officer: str, office: str, to: str, on: date | None) -> Change:
        """Somebody works at another office of their department, from a day on."""
        here, there, day = await self._office(office), await self._office(to), self._day(on)
        if here.client != there.client:
            raise ValidationFailedError(f"`{to}` is another department's: end them at `{office}`, and start them there")
        members = await self._at_work(officer, office, day)
        start = await self._start(officer, to, day)
        return Change(
            operation=Operation.CHANGE_STAFF,
            arguments=_arguments({OFFICER: officer, "office": office, "to": to, "on": day}),
            statements=(start, _ended(members, day)),
            departments=frozenset({here.client}),
            officers=frozenset({officer}),
            cases=await self._cases(office, [member.fact for member in members]),
        )

    async def end_staff(self, officer: str, office: str, on: date | None) -> Change:
        """Somebody works at an office no more, from a day on: today binds their next request."""
        there, day = await self._office(office), self._day(on)
        members = await self._at_work(officer, office, day)
        return Change(
            operation=Operation.END_STAFF,
            arguments=_arguments({OFFICER: officer, "office": office, "on": day}),
            statements=(_ended(members, day),),
            departments=frozenset({there.client}),
            officers=frozenset({officer}),
            cases=await self._cases(office, [member.fact for member in members]),
        )

    # ── units ────────────────────────────────────────────────────────────────────────────────────────────────────

    async def rename_unit(self, code: str, *, name: str | None, latin_name: str | None) -> Change:
        """Other names of a unit; None leaves one."""
        rows = await self._read("staffing/unit", {"code": code})
        if not rows:
            raise ValidationFailedError(f"there is no unit `{code[:64]}`")
        was: dict[str, str] = {"name": rows[0][0], "latinName": rows[0][1]}
        given = {"name": name, "latinName": latin_name}
        becomes = {**was, **{key: value for key, value in given.items() if value is not None}}
        for key, value in becomes.items():
            check_text(_UNIT, key, value)
        parameters = {"code": code, "was": was, "becomes": becomes}
        return Change(
            operation=Operation.RENAME_UNIT,
            arguments=(named("code", code), *_changed(was, becomes)),
            statements=(_statement("writes/rename_unit", parameters),),
        )

    # ── what is there ────────────────────────────────────────────────────────────────────────────────────────────

    async def _office(self, code: str) -> _Office:
        rows = await self._read("staffing/office", {"code": code})
        if not rows:
            raise ValidationFailedError(f"there is no office `{code[:64]}`")
        client, name, unit, address, valid_to, others = rows[0]
        if valid_to is not None:
            raise ConflictError(f"the office `{code}` is none since {valid_to}")
        return _Office(code=code, client=client, name=name, unit=unit, address=address, others=others)

    async def _check_place(self, unit: str, address: str) -> None:
        ((has_unit, has_address),) = await self._read("staffing/place", {"unit": unit, "address": address})
        if not has_unit:
            raise ValidationFailedError(f"there is no unit `{unit[:64]}`")
        if not has_address:
            raise ValidationFailedError(f"there is no address with the id `{address[:64]}`")

    async def _members(self, office: str, on: str, officer: str | None = None) -> list[_Member]:
        """Those whose work there is not over on that day, one more than may be."""
        given = {"office": office, "officer": officer, "on": on, "limit": limits.STAFF_OF_AN_OFFICE_MAX + 1}
        rows = await self._read("staffing/members", given)
        return [
            _Member(fact=fact, version=version, officer=who, valid_from=start, valid_to=end)
            for fact, version, who, start, end in rows
        ]

    async def _at_work(self, officer: str, office: str, day: str) -> list[_Member]:
        found = await self._members(office, day, officer)
        if not found:
            raise ValidationFailedError(f"no `{officer[:64]}` is on the staff of `{office}` on {day} or later")
        return found

    async def _start(self, officer: str, office: str, day: str) -> Statement:
        check_text(_STAFF, "subject", officer)
        if await self._members(office, day, officer):
            raise ConflictError(f"`{officer}` is on the staff of `{office}` on {day} or later: end that first")
        given = {"fact": new_public_id(), "officer": officer, "office": office, "on": day}
        return _statement("writes/start_staff", given)

    async def _cases(self, office: str, facts: Sequence[str] | None) -> tuple[str, ...]:
        given = {"office": office, "facts": facts, "at": as_instant_text(now()), "limit": limits.OPEN_CASES_NAMED_MAX}
        return tuple(str(number) for (number,) in await self._read("staffing/open_cases", given))

    def _day(self, on: date | None) -> str:
        """Today, or a later day within a year: what is past was as it was."""
        day = self._today if on is None else on
        latest = self._today + timedelta(days=limits.STAFFING_DAYS_AHEAD_MAX)
        if not self._today <= day <= latest:
            raise ValidationFailedError(f"`{day}` is not from {self._today} to {latest}")
        return day.isoformat()

    async def _read(self, name: str, parameters: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        return await read(self._ports, "staffing", fragment(name), parameters)


def _ended(members: Sequence[_Member], on: str) -> Statement:
    given = [{"fact": member.fact, "version": member.version} for member in members]
    return _statement("writes/end_staff", {"members": given, "on": on})


def _statement(name: str, parameters: Mapping[str, Any]) -> Statement:
    return fragment(name), parameters


def _arguments(values: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(named(name, value) for name, value in values.items())


def _changed(was: Mapping[str, str], becomes: Mapping[str, str]) -> list[str]:
    """What becomes another, and what it was. Raises `ValidationFailedError` when nothing does."""
    changed = [name for name in was if was[name] != becomes[name]]
    if not changed:
        raise ValidationFailedError("say what is to be another than it is")
    return [line for name in changed for line in (named(name, becomes[name]), named(f"{name}-was", was[name]))]
