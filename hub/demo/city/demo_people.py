"""Whom of a city a visitor of the demo may be: a few of each group, each with what makes them worth being."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hub.demo.people import DemoPerson
from hub.policy.purposes import clients
from model.ids import ClientId

_INSPECTORS_MAX = 3  # of one department, the demo's own first
_RECENT = timedelta(days=30)
_SERVICE_CASES = ("SCHOOL_ENROLMENT", "HOUSING_SERVICE", "LEGAL_AID")
_GROUPS = {
    "housing": ("Housing inspectors", "住房检查员"),
    "labour": ("Labour inspectors", "劳动监察员"),
    "registration": ("Registration offices", "居住登记机关"),
    "case": ("Officers with an open case", "处理办件的工作人员"),
    "resident": ("Residents", "居民"),
    "data-protection": ("Data protection", "个人信息保护"),
}


def demo_people(folder: Path, demo: Mapping[str, Any]) -> list[DemoPerson]:
    """From the city's files and its manifest's `demo`; the keys are those of `domicile ask` where it knows them too."""
    units = {row["code"]: row["latinName"] for row in _rows(folder, "admin_unit")}
    offices = {row["code"]: {**row, "latinUnit": units[row["unitCode"]]} for row in _rows(folder, "office")}
    by_id = {row["id"]: row for row in offices.values()}
    return [
        *_officers(demo["housingInspector"], "housingInspector", offices, "buildings, landlords, licences, findings",
                   "房屋、出租人、许可、检查结果"),
        *_colleague(folder, demo["housingInspector"], offices),
        *_officers(demo["labourInspector"], "labourInspector", offices, "employers and their workplaces",
                   "用人单位及其工作场所"),
        _clerk(demo["stationClerk"], offices),
        *_with_cases(folder, by_id),
        *_residents(folder, demo["resident"]),
        _protector(demo["dataProtectionOfficer"], offices),
    ]  # fmt: skip


def _officers(
    first: Mapping[str, str], key: str, offices: Mapping[str, Mapping[str, str]], about: str, about_zh: str
) -> Iterator[DemoPerson]:
    """The demo's own inspector, and those of other districts at the same desk."""
    length = len(first["office"])
    others = [
        code for code, row in offices.items()
        if row["client"] == first["client"] and len(code) == length and code != first["office"]
    ]  # fmt: skip
    for number, code in enumerate([first["office"], *others[: _INSPECTORS_MAX - 1]]):
        subject = first["subject"] if number == 0 else f"officer-{code}-1"
        yield _person(first["client"], key if number == 0 else f"{key}-{code}", offices[code], subject, about, about_zh)


def _colleague(folder: Path, own: Mapping[str, str], offices: Mapping[str, Mapping[str, str]]) -> Iterator[DemoPerson]:
    """Another inspector of the demo's own office: whom a saved view is shared with."""
    about, about_zh = "a colleague: opens what was shared with the office", "同事：可打开本单位共享的视图"
    office = offices[own["office"]]
    active = sorted(
        row["subject"] for row in _rows(folder, "staff_member") if row["worksAt"] == office["id"] and not row["validTo"]
    )
    for subject in [each for each in active if each != own["subject"]][:1]:
        yield _person("housing", "housingInspector-colleague", office, subject, about, about_zh)


def _clerk(clerk: Mapping[str, str], offices: Mapping[str, Mapping[str, str]]) -> DemoPerson:
    about, about_zh = "a counter: opens cases with the resident's code", "窗口：凭居民代码开立办件"
    office = offices[clerk["office"]]
    return _person("registration", "stationClerk", office, clerk["subject"], about, about_zh)


def _protector(officer: Mapping[str, str], offices: Mapping[str, Mapping[str, str]]) -> DemoPerson:
    about, about_zh = "answers objections, sees entries only then", "答复异议，仅此时可见访问记录"
    office = offices[officer["office"]]
    return _person("data-protection", "dataProtectionOfficer", office, officer["subject"], about, about_zh)


def _person(group: str, key: str, office: Mapping[str, str], subject: str, about: str, about_zh: str) -> DemoPerson:
    english, chinese = _GROUPS[group]
    name = f"{office['latinUnit']}, {clients()[ClientId(office['client'])].name} ({subject})"
    return DemoPerson(
        key=key, group=english, group_zh=chinese, name=name, name_zh=office["name"], about=about,
        about_zh=about_zh, client=office["client"], subject=subject, office=office["code"],
    )  # fmt: skip


def _with_cases(folder: Path, offices: Mapping[str, Mapping[str, str]]) -> Iterator[DemoPerson]:
    """For each kind of service the officer who holds the first open case of it; its number is what they type."""
    found: dict[str, Mapping[str, str]] = {}
    for row in _rows(folder, "case"):
        if (
            row["state"] == "OPEN"
            and row["openedBy"]
            and row["proof"] == "ONE_TIME_CODE"
            and row["kind"] in _SERVICE_CASES
        ):
            found.setdefault(row["kind"], row)
    subjects = _subjects(folder, {row["openedBy"] for row in found.values()})
    for kind in _SERVICE_CASES:
        if case := found.get(kind):
            about, about_zh = f"holds the open case {case['number']}", f"持有进行中的办件 {case['number']}"
            key = f"caseOfficer-{case['number']}"
            yield _person("case", key, offices[case["at"]], subjects[case["openedBy"]], about, about_zh)


def _subjects(folder: Path, wanted: set[str]) -> dict[str, str]:
    return {row["fact"]: row["subject"] for row in _rows(folder, "staff_member") if row["fact"] in wanted}


def _residents(folder: Path, own: Mapping[str, Any]) -> Iterator[DemoPerson]:
    """The demo's resident, who moved often; somebody with an open case; a guardian; somebody who is protected."""
    sign_ins = {row["of"]: row["subject"] for row in _rows(folder, "sign_in")}
    open_cases = {row["id"]: row["concerns"] for row in _rows(folder, "case") if row["state"] == "OPEN"}
    with_case = set(open_cases.values())
    consenting = _consenting(folder, open_cases)
    guardians = {row["by"] for row in _rows(folder, "representation") if not row["validTo"] and not row["recordedTo"]}
    protected = {row["id"] for row in _rows(folder, "person") if row["isProtected"] == "true"}
    wanted = [
        ("resident", {own["personId"]}, "moved several times, declared contacts", "多次搬迁，申报了联系人"),
        ("residentWithCase", consenting, "has an open case and gave a consent", "有进行中的办件并给予同意"),
        ("residentWithCase", with_case, "has an open case", "有进行中的办件"),  # where nobody's consent is in force
        ("residentGuardian", guardians, "acts for a child or a relative", "代理子女或亲属"),
        ("residentProtected", protected, "lives under address protection", "住址受保护"),
    ]  # fmt: skip
    taken: dict[str, tuple[str, str, str]] = {}
    for key, persons, about, about_zh in wanted:
        if any(key == found for found, _, _ in taken.values()):
            continue
        person = next((each for each in sign_ins if each in persons and each not in taken), None)
        if person is not None:
            taken[person] = (key, about, about_zh)
    names = _names(folder, set(taken))
    english, chinese = _GROUPS["resident"]
    for person, (key, about, about_zh) in taken.items():
        yield DemoPerson(
            key=key, group=english, group_zh=chinese, name=sign_ins[person], name_zh=names.get(person, ""),
            about=about, about_zh=about_zh, client="resident", subject=sign_ins[person],
        )  # fmt: skip


def _consenting(folder: Path, open_cases: Mapping[str, str]) -> set[str]:
    """Who gave a consent in an open case of theirs that holds for weeks yet: 90 days are the most, whatever its end says."""
    held = [
        row
        for row in _rows(folder, "consent_grant")
        if row["in"] in open_cases and not row["recordedTo"] and row["state"] in {"DECLARED", "CONFIRMED"}
    ]
    newest = max((date.fromisoformat(row["validFrom"]) for row in held), default=date.min)
    return {row["givenBy"] for row in held if newest - date.fromisoformat(row["validFrom"]) < _RECENT}


def _names(folder: Path, persons: set[str]) -> dict[str, str]:
    rows = (row for row in _rows(folder, "person_details") if row["of"] in persons and not row["recordedTo"])
    return {row["of"]: row["fullName"] for row in rows if not row["validTo"]}


def _rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)
