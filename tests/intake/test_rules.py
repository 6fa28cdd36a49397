"""What a row may say, and in what a file may be written: each rule with what people's real files hold."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.jobs.intake import columns
from hub.jobs.intake.checking import Form
from hub.jobs.intake.files import files_of, left_over
from hub.jobs.intake.pipeline import import_files
from model.errors import ValidationFailedError
from tests.intake.test_reading import (
    BUILDING_ROW,
    DATING,
    DOCUMENT_ROW,
    ORGANISATION_ROW,
    PERSON,
    PERSON_ROW,
    RESIDENCE_ROW,
    Gate,
    Row,
    bring_in,
    refused,
    write_csv,
)

NAME_ROW: Row = {
    **DATING,
    "familyName": "",
    "givenName": "",
    "fullName": "李四",
    "latinName": "",
    "birthDate": "",
    "of": PERSON,
}
_AHEAD = (datetime.now(UTC) + timedelta(days=3)).strftime("%Y-%m-%d")


def _reasons(folder: Path, name: str, row: Row) -> list[str]:
    return [line.partition("VALIDATION_FAILED,")[2].strip('"') for line in refused(folder, name, row)]


UNIT = "01890000-0000-7000-8000-00000000000a"
TENANCY_ROW: Row = {**DATING, "lets": RESIDENCE_ROW["in"], "grantedBy": RESIDENCE_ROW["in"], "to": PERSON, "inUnit": ""}


@pytest.mark.parametrize(
    ("name", "row", "reason"),
    [
        ("residence", {**RESIDENCE_ROW, "in": "", "inUnit": UNIT}, ""),
        ("residence", {**RESIDENCE_ROW, "inUnit": UNIT}, "1,inUnit,must be empty where `in` says which room it is"),
        (
            "residence",
            {**RESIDENCE_ROW, "in": ""},
            "1,in,must not be empty, unless `inUnit` says in which unit it is",
        ),
        ("tenancy", {**TENANCY_ROW, "lets": "", "grantedBy": "", "inUnit": UNIT}, ""),
        (
            "tenancy",
            {**TENANCY_ROW, "lets": "", "inUnit": UNIT},
            "1,grantedBy,must be empty where `inUnit` says only in which unit it is",
        ),
        ("tenancy", {**TENANCY_ROW, "grantedBy": ""}, "1,grantedBy,must not be empty"),
        ("tenancy", {**TENANCY_ROW, "lets": ""}, "1,lets,must not be empty, unless `inUnit` says in which unit it is"),
    ],
)
def test_somebody_lives_in_a_room_or_in_a_unit(tmp_path: Path, name: str, row: Row, reason: str) -> None:
    found = [line.replace("VALIDATION_FAILED,", "").replace('"', "").strip() for line in refused(tmp_path, name, row)]
    assert [line for line in found if "this import" not in line] == ([reason] if reason else [])


def _fault(*_: Any, **__: Any) -> Any:
    raise ZeroDivisionError("a library's")


@pytest.mark.parametrize(
    ("check", "name", "row"),
    [
        ("trouble", "building", BUILDING_ROW),
        ("trouble", "person_details", NAME_ROW),
        ("number_trouble", "identity_document", DOCUMENT_ROW),
        ("kind_of", "identity_document", DOCUMENT_ROW),
        ("legal_identifier_trouble", "organisation", ORGANISATION_ROW),
        ("date", "residence", {**RESIDENCE_ROW, "validFrom": "1801-07-13"}),
        ("datetime", "residence", RESIDENCE_ROW),
    ],
)
def test_a_check_that_fails_costs_its_row_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, check: str, name: str, row: Row
) -> None:
    class Faulty:
        fromisoformat = _fault

    monkeypatch.setattr(columns, check, Faulty if check.startswith("date") else _fault)
    write_csv(tmp_path, "person", [PERSON_ROW])
    write_csv(tmp_path, name, [row])
    gate, reports, lines = bring_in(tmp_path)
    assert len(gate.rows["Person"]) == 1
    assert {report.name: (report.accepted, report.rejected) for report in reports} == {
        "person.csv": (1, 0),
        f"{name}.csv": (0, 1),
    }
    assert "could not be checked: a fault of this program" in lines[f"{name}.rejects.csv"][1]
    assert "ZeroDivisionError" not in "".join(lines[f"{name}.rejects.csv"])


# ── documents ────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("kind", "number", "reasons"),
    [
        (
            "RESIDENT_IDENTITY_CARD",
            "33011320220126001X",
            [],
        ),  # a county that was coded after the library's list was made
        ("RESIDENT_IDENTITY_CARD", "441282198101260018", []),  # counties that were coded after the birth
        ("RESIDENT_IDENTITY_CARD", "370284198001260014", []),
        ("RESIDENT_IDENTITY_CARD", "810000198801260011", []),  # on a residence permit: goes in as one
        ("RESIDENCE_PERMIT_OF_HONG_KONG_MACAU_TAIWAN", "810000198801260011", []),
        (
            "RESIDENCE_PERMIT_OF_HONG_KONG_MACAU_TAIWAN",
            "441282198101260018",
            ["must begin with 810000, 820000 or 830000 where it is on a residence permit, and not otherwise"],
        ),
        (
            "RESIDENT_IDENTITY_CARD",
            "441282198102300018",
            ["must have a day of the calendar as its 7th to 14th digit (GB 11643)"],
        ),
        ("RESIDENT_IDENTITY_CARD", "441282198101260019", ["must end with its right check digit (GB 11643)"]),
        (
            "RESIDENT_IDENTITY_CARD",
            "33011320220126001x",
            ["must end with its right check digit (GB 11643)"],
        ),
        (
            "RESIDENT_IDENTITY_CARD",
            "4412821981012600",
            ["must have 17 digits and a check digit, which is a digit or `X` (GB 11643)"],
        ),
    ],
)
def test_an_identity_number_is_checked_for_form_day_and_check_digit_alone(
    tmp_path: Path, kind: str, number: str, reasons: list[str]
) -> None:
    assert _reasons(tmp_path, "identity_document", {**DOCUMENT_ROW, "kind": kind, "number": number}) == reasons


def test_a_residence_permit_is_its_own_kind_of_document(tmp_path: Path) -> None:
    write_csv(tmp_path, "person", [PERSON_ROW])
    write_csv(tmp_path, "identity_document", [{**DOCUMENT_ROW, "number": "810000198801260011"}])
    gate, _, _ = bring_in(tmp_path)
    ((document,),) = (row.sealed.values() for row in gate.rows["IdentityDocument"])
    assert document["kind"] == "RESIDENCE_PERMIT_OF_HONG_KONG_MACAU_TAIWAN"


@pytest.mark.parametrize("country", ["CHN", "XXA", "XXB", "UNO", "RKS", "D", "DEU", "UTO"])
def test_a_state_is_one_of_icao_9303(tmp_path: Path, country: str) -> None:
    assert refused(tmp_path, "identity_document", {**DOCUMENT_ROW, "issuingCountry": country}) == []


@pytest.mark.parametrize("country", ["XX", "CN", "中国", "chn", "ZZZ"])
def test_what_is_no_state_is_refused(tmp_path: Path, country: str) -> None:
    (reason,) = _reasons(tmp_path, "identity_document", {**DOCUMENT_ROW, "issuingCountry": country})
    assert "ICAO 9303" in reason


# ── days ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("name", "row", "changes", "reason"),
    [
        ("person_details", NAME_ROW, {"birthDate": "2099-01-01"}, "must not be later than today"),
        ("person_details", NAME_ROW, {"birthDate": _AHEAD}, "must not be later than today"),
        ("residence", RESIDENCE_ROW, {"recordedFrom": f"{_AHEAD}T00:00:00.000Z"}, "must not be later than today"),
        ("identity_document", DOCUMENT_ROW, {"expiresOn": "2024-02-28"}, "must not be before `validFrom`"),
    ],
)
def test_what_cannot_have_been_yet_is_refused(
    tmp_path: Path, name: str, row: Row, changes: Mapping[str, str], reason: str
) -> None:
    assert _reasons(tmp_path, name, {**row, **changes}) == [reason]


@pytest.mark.parametrize(
    ("end", "stored"), [("2025-12-31", "2026-01-01"), ("2024-02-29", "2024-03-01"), ("", "9999-12-31")]
)
def test_an_end_may_be_the_last_day(tmp_path: Path, end: str, stored: str) -> None:
    """Many registers mean it so; here it is the first day on which a fact no longer holds."""
    write_csv(tmp_path, "person", [PERSON_ROW])
    write_csv(tmp_path, "residence", [{**RESIDENCE_ROW, "validTo": end}])
    gate = Gate()
    form = Form(names_last_day=True)
    work = import_files(files_of(tmp_path), write=gate.write, rejects=tmp_path, on_progress=lambda _: None, form=form)
    assert [report.rejected for report in asyncio.run(work)] == [0, 0]
    assert gate.rows["Residence"][0].properties["validTo"] == stored


def test_a_move_may_come(tmp_path: Path) -> None:
    assert refused(tmp_path, "residence", {**RESIDENCE_ROW, "validFrom": _AHEAD}) == []


# ── text ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("name", ["\u200b", "\u3164", "\u2800", "\u2060", "\u115f", "\u200d"])
def test_a_name_that_nobody_sees_is_refused(tmp_path: Path, name: str) -> None:
    (reason,) = _reasons(tmp_path, "person_details", {**NAME_ROW, "fullName": name})
    assert reason in {"must have no control character and no invisible one", "must have a visible character"}


@pytest.mark.parametrize(
    "sign", ["\u00ad", "\u2060", "\U000e0041", "\ufffe", "\u202e", "\u200b", "\ufeff", "\uffa0", "\u034f"]
)
def test_nothing_invisible_hides_in_a_name(tmp_path: Path, sign: str) -> None:
    (reason,) = _reasons(tmp_path, "person_details", {**NAME_ROW, "fullName": f"An{sign}na"})
    assert reason == "must have no control character and no invisible one"


def test_a_heap_of_accents_is_refused(tmp_path: Path) -> None:
    (reason,) = _reasons(tmp_path, "person_details", {**NAME_ROW, "fullName": "A" + "\u0301" * 150})
    assert reason == "must have at most 8 accents on a letter"


@pytest.mark.parametrize(
    "name",
    [
        "عبد\u200cالله",  # noqa: RUF001 - ZWNJ and ZWJ join and part letters as a script needs it
        "ක්\u200dෂ",
        "葛\U000e0100城",  # a letter's own form
        "\ufa11田",  # which a normal form would make another letter
        "\U00031350",  # younger than this Python's tables
        "\ue000",  # of private use: a name that has no code yet
        "Nguyễn Thị Minh",
        "Nguye\u0302\u0303n",
        "O'Brien-Smith",
        "阿依古丽·买买提",
    ],
)
def test_a_name_stays_as_it_is_written(tmp_path: Path, name: str) -> None:
    write_csv(tmp_path, "person", [PERSON_ROW])
    write_csv(tmp_path, "person_details", [{**NAME_ROW, "fullName": name}])
    gate, _, lines = bring_in(tmp_path)
    assert lines == {}
    assert [group["fullName"] for row in gate.rows["PersonDetails"] for group in row.sealed.values()] == [name]


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────
_TWO = ("明", "联通")  # the second is valid UTF-8 in GB18030, as other letters


def _organisations(names: tuple[str, ...]) -> str:
    rows = [{**ORGANISATION_ROW, "legalName": name} for name in names]
    return "\n".join([",".join(ORGANISATION_ROW), *(",".join(row.values()) for row in rows), ""])


@pytest.mark.parametrize(
    ("encoding", "looks"),
    [("gb18030", "GB18030"), ("big5", "--encoding"), ("utf-16", "UTF-16")],
)
def test_a_file_in_another_encoding_is_refused_whole(tmp_path: Path, encoding: str, looks: str) -> None:
    (tmp_path / "organisation.csv").write_bytes(_organisations(("明通",)).encode(encoding))
    write_csv(tmp_path, "building", [BUILDING_ROW])
    gate = Gate()
    with pytest.raises(ValidationFailedError, match=looks) as caught:
        asyncio.run(import_files(files_of(tmp_path), write=gate.write, rejects=tmp_path, on_progress=lambda _: None))
    assert "`organisation.csv` is not UTF-8 in line" in str(caught.value)
    assert gate.rows == {}  # nor anything of the folder's other files


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16", "utf-8-sig"])
def test_a_file_in_a_named_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "organisation.csv").write_bytes(_organisations(("明", "臺北")).encode(encoding))
    gate = Gate()
    work = import_files(
        files_of(tmp_path), write=gate.write, rejects=tmp_path, on_progress=lambda _: None, form=Form(encoding=encoding)
    )
    asyncio.run(work)
    assert gate.rows["Organisation"][0].properties["legalName"] == "明"


def test_a_row_that_is_no_utf_8_costs_the_file(tmp_path: Path) -> None:
    lines = [",".join(BUILDING_ROW), ",".join(BUILDING_ROW.values())]
    (tmp_path / "building.csv").write_bytes("\n".join(lines).encode() + b"\n\xd6\xd0\n")
    with pytest.raises(ValidationFailedError, match=r"`building\.csv` is not UTF-8 in line 3"):
        bring_in(tmp_path)


@pytest.mark.parametrize("name", ["building.CSV", "Building.csv", "building.jsonl", "building.NDJSON"])
def test_a_file_is_known_by_its_name_however_it_ends(tmp_path: Path, name: str) -> None:
    text = ",".join(BUILDING_ROW) + "\n" + ",".join(BUILDING_ROW.values())
    if not name.lower().endswith(".csv"):
        text = "{" + ",".join(f'"{key}": "{value}"' for key, value in BUILDING_ROW.items()) + "}"
    (tmp_path / name).write_text(text + "\n", encoding="utf-8")
    gate, _, _ = bring_in(tmp_path)
    assert len(gate.rows["Building"]) == 1


def test_what_is_left_over_in_a_folder_is_listed(tmp_path: Path) -> None:
    write_csv(tmp_path, "building", [BUILDING_ROW])
    for name in ("room.xlsx", "notes.txt", ".hidden", "manifest.json", "building.rejects.csv"):
        (tmp_path / name).touch()
    assert [file.path.name for file in files_of(tmp_path)] == ["building.csv"]
    assert left_over(tmp_path) == ["notes.txt", "room.xlsx"]


def test_an_object_with_a_key_twice_is_refused(tmp_path: Path) -> None:
    text = '{"id": "%(id)s", "unitCode": "%(unitCode)s", "kind": "MIXED", "storeys": 2, "storeys": 3, "at": "%(at)s"}\n'
    (tmp_path / "building.ndjson").write_text(text % BUILDING_ROW, encoding="utf-8")
    _, _, lines = bring_in(tmp_path)
    assert lines["building.ndjson.rejects.csv"][1:] == ["1,,VALIDATION_FAILED,the row must have each key once"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: text.replace(",", ";"), "stand between semicolons: save it as CSV with commas"),
        (lambda text: text.replace(",", "\t"), "stand between tabs: save it as CSV with commas"),
        (lambda text: "sep=,\n" + text, "begins with `sep=,`, which only a spreadsheet reads: delete that line"),
        (lambda _: "", "has no header: its first line says the names of the columns"),
        (lambda text: text.replace("\n", "\r"), "end with CR alone: save it with LF or CRLF"),
    ],
)
def test_what_a_spreadsheet_made_of_a_file_is_said(tmp_path: Path, change: Callable[[str], str], says: str) -> None:
    text = ",".join(BUILDING_ROW) + "\n" + ",".join(BUILDING_ROW.values()) + "\n"
    (tmp_path / "building.csv").write_text(change(text), encoding="utf-8", newline="")
    with pytest.raises(ValidationFailedError) as caught:
        bring_in(tmp_path)
    assert says in str(caught.value)


@pytest.mark.parametrize(("text", "is_protected"), [("TRUE", True), ("FALSE", False), ("1", True), ("0", False)])
def test_a_spreadsheets_truth_is_taken(tmp_path: Path, text: str, *, is_protected: bool) -> None:
    write_csv(tmp_path, "person", [{**PERSON_ROW, "isProtected": text}])
    gate, _, lines = bring_in(tmp_path)
    assert lines == {}
    assert gate.rows["Person"][0].properties["isProtected"] is is_protected
