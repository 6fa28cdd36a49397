"""What rows of an import say together: of two that exclude each other the later one stays out, before anything is written."""

import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import uuid_utils

from tests.intake.test_reading import (
    ADDRESS,
    BUILDING,
    BUILDING_ROW,
    DATING,
    DOCUMENT_ROW,
    PERSON,
    PERSON_ROW,
    RESIDENCE_ROW,
    ROOM,
    STRANGER,
    UNIT,
    Row,
    bring_in,
    write_csv,
)
from tests.support.command import run

Files = Mapping[str, Sequence[Row]]
UNIT_ROW: Row = {"id": UNIT, "level": "CITY", "code": "99", "name": "城", "latinName": "City", "partOf": ""}
ADDRESS_ROW: Row = {
    "id": ADDRESS, "unitCode": "99", "thoroughfare": "和平路", "locatorDesignator": "1", "postCode": "990101",
    "fullAddress": "和平路1号", "latinAddress": "", "point": "116.4 39.9", "locatedIn": UNIT,
}  # fmt: skip
ROOM_ROW: Row = {
    "id": ROOM, "unitCode": "99", "designator": "101", "kind": "APARTMENT", "floor": "1", "areaSquareMetres": "40",
    "permittedOccupancy": "4", "declaredPlaces": "", "in": BUILDING,
}  # fmt: skip
HOUSE: Row = {**BUILDING_ROW, "unitCode": "99"}
BOTH: Sequence[Row] = (PERSON_ROW, {**PERSON_ROW, "id": STRANGER})
_THING = {name: value for name, value in DATING.items() if name != "evidence"}
LICENCE_ROW: Row = {**_THING, "number": "L-1", "conditions": "", "heldBy": ROOM, "covers": ROOM}


def _another(row: Row, key: str = "id", /, **changes: str) -> Row:
    made = uuid_utils.uuid7() if row[key][14] == "7" else uuid.uuid4()
    return {**row, key: str(made), **changes}


def _lines(folder: Path, files: Files) -> list[str]:
    """What the reject files say: the file, the row, the column and the code of each line."""
    for name, rows in files.items():
        write_csv(folder, name, rows)
    _, _, lines = bring_in(folder)
    return [
        f"{name.partition('.')[0]} {' '.join(line.split(',')[:3])}"
        for name, found in lines.items()
        for line in found[1:]
    ]


OLD: Row = {**RESIDENCE_ROW, "recordedTo": "2025-01-01T00:00:00.000Z"}
NEW: Row = {**RESIDENCE_ROW, "version": "2", "recordedFrom": "2025-01-01T00:00:00.000Z"}


@pytest.mark.parametrize(
    ("files", "lines"),
    [
        pytest.param({"residence": [OLD, NEW]}, [], id="a correction"),
        pytest.param({"residence": [RESIDENCE_ROW, NEW]}, ["residence 2 version CONFLICT"], id="two versions hold"),
        pytest.param({"residence": [OLD, {**NEW, "of": STRANGER}]}, ["residence 2 version CONFLICT"], id="about two"),
        pytest.param({"residence": [OLD, {**NEW, "version": "1"}]}, ["residence 2 version CONFLICT"], id="one number"),
        pytest.param(
            {"residence": [RESIDENCE_ROW, _another(RESIDENCE_ROW, "fact")]},
            ["residence 2 validFrom CONFLICT"],
            id="two homes",
        ),
        pytest.param({"residence": [OLD, {**NEW, "validTo": "2025-05-01"}, _another(RESIDENCE_ROW, "fact", validFrom="2025-05-01", recordedFrom="2024-12-31T00:00:00.000Z")]},
                     [], id="a move that was recorded before the end of the home"),
        pytest.param({"residence": [RESIDENCE_ROW, _another(RESIDENCE_ROW, "fact", role="SECONDARY")]}, [], id="a second home"),
        pytest.param(
            {"residence": [{**RESIDENCE_ROW, "validTo": "2025-05-01"}, _another(RESIDENCE_ROW, "fact", validFrom="2025-05-01")]},
            [],
            id="a move",
        ),
        pytest.param({"residence": [RESIDENCE_ROW, _another(RESIDENCE_ROW, "fact", of=STRANGER)]}, [], id="two persons"),
    ],
)  # fmt: skip
def test_facts_about_a_person(tmp_path: Path, files: Files, lines: list[str]) -> None:
    assert _lines(tmp_path, {"person": BOTH, **files}) == lines


@pytest.mark.parametrize(
    ("files", "lines"),
    [
        pytest.param({"room": [{**ROOM_ROW, "unitCode": "9901"}]}, ["room 1 unitCode CONFLICT"], id="a room elsewhere"),
        pytest.param({"address": [{**ADDRESS_ROW, "unitCode": ""}], "building": [{**HOUSE, "unitCode": ""}], "room": [{**ROOM_ROW, "unitCode": "9901"}]},
                     ["room 1 unitCode CONFLICT"], id="elsewhere than what is derived"),
        pytest.param({"building": [{**HOUSE, "unitCode": ""}], "room": [{**ROOM_ROW, "unitCode": ""}]}, [], id="derived"),
        pytest.param({"address": [ADDRESS_ROW, _another(ADDRESS_ROW, unitCode="")]}, ["address 2 locatorDesignator CONFLICT"], id="twice, once derived"),
        pytest.param({"room": [{**ROOM_ROW, "floor": "7"}]}, ["room 1 floor CONFLICT"], id="above the roof"),
        pytest.param({"room": [{**ROOM_ROW, "floor": "-2"}]}, [], id="in the cellar"),
        pytest.param({"room": [ROOM_ROW, _another(ROOM_ROW)]}, ["room 2 designator CONFLICT"], id="two rooms 101"),
        pytest.param({"address": [ADDRESS_ROW, _another(ADDRESS_ROW)]}, ["address 2 locatorDesignator CONFLICT"], id="one address twice"),
        pytest.param({"address": [{**ADDRESS_ROW, "unitCode": "9902"}]}, ["address 1 unitCode CONFLICT"], id="an address elsewhere"),
    ],
)  # fmt: skip
def test_places(tmp_path: Path, files: Files, lines: list[str]) -> None:
    whole = {"admin_unit": [UNIT_ROW], "address": [ADDRESS_ROW], "building": [HOUSE], "room": [ROOM_ROW], **files}
    assert _lines(tmp_path, whole) == lines


def test_a_licences_number_stands_once(tmp_path: Path) -> None:
    one, other = (str(uuid_utils.uuid7()) for _ in range(2))
    corrected = {**LICENCE_ROW, "fact": one, "version": "2", "recordedFrom": "2025-01-01T00:00:00.000Z"}
    first = {**LICENCE_ROW, "fact": one, "recordedTo": "2025-01-01T00:00:00.000Z"}
    files = {"landlord_licence": [first, corrected, {**LICENCE_ROW, "fact": other}]}
    assert [line for line in _lines(tmp_path, files) if "number" in line] == ["landlord_licence 3 number CONFLICT"]


def _unit(level: str, code: str, above: Row | None) -> Row:
    return _another(UNIT_ROW, level=level, code=code, partOf=above["id"] if above else "")


def test_units_make_one_tree(tmp_path: Path) -> None:
    city = UNIT_ROW
    district = _unit("DISTRICT", "9901", city)
    skipped, second, odd, letters = (
        _unit("COMMUNITY", "990101001001", city),
        _unit("CITY", "98", None),
        _unit("STREET", "880101", district),
        _unit("STREET", "abc", district),
    )
    assert _lines(tmp_path, {"admin_unit": [city, district, skipped, second, odd, letters]}) == [
        "admin_unit 3 partOf CONFLICT",
        "admin_unit 4 level CONFLICT",
        "admin_unit 5 code WARNING",
        "admin_unit 6 code VALIDATION_FAILED",
    ]


def test_a_document_of_two_is_in_and_warned_of(tmp_path: Path) -> None:
    """A proof decides between them at the counter; and somebody should look."""
    twice = _another(DOCUMENT_ROW, "fact")
    theirs = _another(DOCUMENT_ROW, "fact", of=STRANGER)
    for name, rows in (("person", BOTH), ("identity_document", [DOCUMENT_ROW, twice, theirs])):
        write_csv(tmp_path, name, rows)
    gate, reports, lines = bring_in(tmp_path)
    assert len(gate.rows["IdentityDocument"]) == 3
    assert [(report.accepted, report.rejected, report.warnings) for report in reports] == [(2, 0, 0), (3, 0, 2)]
    assert lines["identity_document.rejects.csv"][1:] == [
        '2,number,WARNING,"is that of another fact of the same person, too: have it looked at"',
        '3,number,WARNING,"is that of another person, too: have it looked at"',
    ]
    assert PERSON not in "".join(lines["identity_document.rejects.csv"])


def test_a_card_that_was_renewed_under_its_number_is_no_double(tmp_path: Path) -> None:
    first = {**DOCUMENT_ROW, "validTo": "2025-05-01"}
    write_csv(tmp_path, "person", BOTH)
    write_csv(tmp_path, "identity_document", [first, _another(DOCUMENT_ROW, "fact", validFrom="2025-05-01")])
    _, reports, lines = bring_in(tmp_path)
    assert ([report.warnings for report in reports], lines) == ([0, 0], {})


def test_check_only_says_it_and_writes_nothing(tmp_path: Path) -> None:
    """It takes neither a graph nor a token: whoever has the files checks them."""
    folder = tmp_path / "files"
    folder.mkdir()
    write_csv(folder, "person", [PERSON_ROW])
    write_csv(folder, "residence", [RESIDENCE_ROW, NEW, {**RESIDENCE_ROW, "role": "HOME"}])
    rejects = tmp_path / "rejects"
    said = run("import", str(folder), "--check-only", "--rejects", str(rejects), home=tmp_path / "home")
    assert said.code == 3, said.error
    assert [
        line.split(",")[:3] for line in (rejects / "residence.rejects.csv").read_text("utf-8").splitlines()[1:]
    ] == [
        ["2", "version", "CONFLICT"],
        ["3", "role", "VALIDATION_FAILED"],
    ]
    assert not (tmp_path / "home").exists()
