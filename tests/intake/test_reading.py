"""Files without a graph: what is read, what is refused, and with which words."""

import asyncio
import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inline_snapshot import snapshot

from hub.jobs.intake.batches import BatchOutcome
from hub.jobs.intake.files import files_of
from hub.jobs.intake.limits import LINE_BYTES_MAX
from hub.jobs.intake.pipeline import FileReport, import_files
from hub.jobs.intake.reference import PAGE, page
from loaders.intake import IntakeRow
from model.errors import ValidationFailedError
from model.graph import KIND_BY_FILE_NAME, KINDS, Kind
from model.groups import FieldGroup

UNIT = "019ab000-0000-7000-8000-000000000001"
ADDRESS = "019ab000-0000-7000-8000-000000000002"
BUILDING = "019ab000-0000-7000-8000-000000000003"
ROOM = "019ab000-0000-7000-8000-000000000004"
ORGANISATION = "019ab000-0000-7000-8000-000000000005"
PERSON = "0b0e7d4e-6d0c-4c0b-9f5a-000000000001"
STRANGER = "0b0e7d4e-6d0c-4c0b-9f5a-00000000000f"
FACT = "0b0e7d4e-6d0c-4c0b-9f5a-000000000002"

Row = Mapping[str, str]

BUILDING_ROW: Row = {"id": BUILDING, "unitCode": "c1d1s1k1", "kind": "RESIDENTIAL", "storeys": "6", "at": ADDRESS}
PERSON_ROW: Row = {"id": PERSON, "isProtected": "false"}
DATING: Row = {
    "fact": FACT,
    "version": "1",
    "validFrom": "2024-02-29",
    "validTo": "",
    "recordedFrom": "2024-03-01T08:30:00.000Z",
    "recordedTo": "",
    "source": "RESIDENT",
    "state": "CONFIRMED",
    "recordedBy": "office-1",
    "case": "",
    "evidence": "",
}
RESIDENCE_ROW: Row = {**DATING, "role": "MAIN", "of": PERSON, "in": ROOM}
DOCUMENT_ROW: Row = {
    **DATING,
    "kind": "RESIDENT_IDENTITY_CARD",
    "number": "360426199101010071",
    "issuingCountry": "CHN",
    "expiresOn": "2034-01-01",
    "of": PERSON,
}
ORGANISATION_ROW: Row = {
    "id": ORGANISATION,
    "legalIdentifier": "91110000600037341L",
    "legalName": "华联物业有限公司",
    "latinName": "",
    "at": ADDRESS,
}


class Gate:
    """Takes every batch, and remembers it."""

    def __init__(self) -> None:
        self.rows: dict[str, list[IntakeRow]] = {}

    async def write(self, kind: Kind, rows: Sequence[IntakeRow]) -> BatchOutcome:
        await asyncio.sleep(0)
        self.rows.setdefault(kind.label, []).extend(rows)
        return BatchOutcome(created=len(rows))


def write_csv(folder: Path, name: str, rows: Iterable[Row]) -> None:
    rows = list(rows)
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def bring_in(folder: Path) -> tuple[Gate, list[FileReport], dict[str, list[str]]]:
    """Import `folder`; the rows that reached the gate, the reports, and the reject files' lines."""
    gate = Gate()
    rejects = folder / "rejects"
    for old in rejects.glob("*"):
        old.unlink()
    reports = asyncio.run(import_files(files_of(folder), write=gate.write, rejects=rejects, on_progress=lambda _: None))
    lines = {path.name: path.read_text("utf-8").splitlines() for path in sorted(rejects.glob("*"))}
    return gate, reports, lines


def refused(folder: Path, name: str, row: Row) -> list[str]:
    """The lines that the reject file has for one row, the persons and one good row of the kind before it."""
    write_csv(folder, "person", [PERSON_ROW])
    write_csv(folder, name, [row])
    _, _, lines = bring_in(folder)
    return lines.get(f"{name}.rejects.csv", ["header"])[1:]


def test_a_row_becomes_values(tmp_path: Path) -> None:
    write_csv(tmp_path, "person", [PERSON_ROW])
    write_csv(tmp_path, "identity_document", [{**DOCUMENT_ROW, "evidence": "seen at the counter"}])
    write_csv(tmp_path, "residence", [RESIDENCE_ROW])
    gate, reports, lines = bring_in(tmp_path)
    assert lines == {}
    assert [(report.name, report.accepted, report.rejected, report.created) for report in reports] == [
        ("person.csv", 1, 0, None),
        ("identity_document.csv", 1, 0, None),
        ("residence.csv", 1, 0, None),
    ]
    assert gate.rows["IdentityDocument"][0].sealed == snapshot(
        {
            FieldGroup.EVIDENCE: {"evidence": "seen at the counter"},
            FieldGroup.PERSON_DOCUMENT: {
                "kind": "RESIDENT_IDENTITY_CARD",
                "number": "360426199101010071",
                "issuingCountry": "CHN",
                "expiresOn": "2034-01-01",
            },
        }
    )
    assert gate.rows["Residence"] == snapshot(
        [
            IntakeRow(
                number=1,
                properties={
                    "fact": "0b0e7d4e-6d0c-4c0b-9f5a-000000000002",
                    "version": 1,
                    "validFrom": "2024-02-29",
                    "recordedFrom": "2024-03-01T08:30:00.000Z",
                    "source": "RESIDENT",
                    "state": "CONFIRMED",
                    "recordedBy": "office-1",
                    "role": "MAIN",
                    "validTo": "9999-12-31",
                    "recordedTo": "9999-12-31T00:00:00.000Z",
                },
                edges={
                    "of": ("0b0e7d4e-6d0c-4c0b-9f5a-000000000001",),
                    "in": ("019ab000-0000-7000-8000-000000000004",),
                },
                own=frozenset({"of"}),
                subjects=("0b0e7d4e-6d0c-4c0b-9f5a-000000000001",),
            )
        ]
    )


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_a_byte_order_mark_and_line_ends_make_no_difference(tmp_path: Path, mark: bytes, ending: bytes) -> None:
    lines = [",".join(BUILDING_ROW), ",".join(BUILDING_ROW.values()), ""]
    (tmp_path / "building.csv").write_bytes(mark + ending.join(line.encode() for line in lines))
    gate, _, rejects = bring_in(tmp_path)
    assert rejects == {}
    assert gate.rows["Building"][0].properties == {
        "id": BUILDING,
        "unitCode": "c1d1s1k1",
        "kind": "RESIDENTIAL",
        "storeys": 6,
    }


def test_ndjson_says_the_same_as_csv(tmp_path: Path) -> None:
    values = {**BUILDING_ROW, "storeys": 6}
    (tmp_path / "building.ndjson").write_bytes(b"\xef\xbb\xbf" + orjson.dumps(values) + b"\n\n")
    (tmp_path / "csv").mkdir()
    write_csv(tmp_path / "csv", "building", [BUILDING_ROW])
    assert bring_in(tmp_path)[0].rows == bring_in(tmp_path / "csv")[0].rows


def test_lines_that_cannot_be_read_are_refused_and_the_rest_goes_in(tmp_path: Path) -> None:
    good = ",".join(BUILDING_ROW.values()).encode()
    lines = [
        ",".join(BUILDING_ROW).encode(),
        b'"' + good,
        good + b",more",
        b"x" * (LINE_BYTES_MAX + 100_000),
        b"",
        good,
    ]
    (tmp_path / "building.csv").write_bytes(b"\n".join(lines))
    gate, reports, rejects = bring_in(tmp_path)
    assert len(gate.rows["Building"]) == 1
    assert (reports[0].accepted, reports[0].rejected) == (1, 3)
    assert rejects["building.rejects.csv"] == snapshot(
        [
            "row,column,code,reason",
            "1,,VALIDATION_FAILED,the row must be CSV in one line: look for a quotation mark that is not closed",
            '2,,VALIDATION_FAILED,"the row must have 5 fields, as the header, and has 6"',
            "3,,VALIDATION_FAILED,the row must be shorter than 1048576 bytes",
        ]
    )


def test_json_lines_that_cannot_be_read_are_refused_and_the_rest_goes_in(tmp_path: Path) -> None:
    lines = [
        orjson.dumps(BUILDING_ROW),
        b"{",
        b"[1]",
        b"[" * 100_000,
        orjson.dumps({**BUILDING_ROW, "storeys": {"a": 1}}),
        orjson.dumps({**BUILDING_ROW, "colour": "red"}),
        orjson.dumps({**BUILDING_ROW, "storeys": 6.5}),
    ]
    (tmp_path / "building.ndjson").write_bytes(b"\n".join(lines))
    _, reports, rejects = bring_in(tmp_path)
    assert (reports[0].accepted, reports[0].rejected) == (1, 6)
    assert rejects["building.ndjson.rejects.csv"] == snapshot(
        [
            "row,column,code,reason",
            "2,,VALIDATION_FAILED,the row must be one JSON object in one line",
            "3,,VALIDATION_FAILED,the row must be one JSON object in one line",
            "4,,VALIDATION_FAILED,the row must be one JSON object in one line",
            '5,storeys,VALIDATION_FAILED,"must be a text, a number, true, false, null or a list of texts"',
            "6,,VALIDATION_FAILED,the row must have no key that is not a column of its kind",
            '7,storeys,VALIDATION_FAILED,"must be a whole number from 1 to 200, not `6.5`"',
        ]
    )


@pytest.mark.parametrize(
    ("column", "value", "line"),
    [
        (
            "id",
            "019AB000-0000-7000-8000-000000000003",
            snapshot(
                '1,id,VALIDATION_FAILED,"must be a UUID of version 7 in lower case, not `019AB000-0000-7000-8000-000000000003`"'
            ),
        ),
        (
            "id",
            PERSON,
            snapshot(
                '1,id,VALIDATION_FAILED,"must be a UUID of version 7 in lower case, not `0b0e7d4e-6d0c-4c0b-9f5a-000000000001`"'
            ),
        ),
        (
            "kind",
            "CASTLE",
            snapshot(
                '1,kind,VALIDATION_FAILED,"must be one of `RESIDENTIAL`, `DORMITORY`, `MIXED`, `COMMERCIAL`, not `CASTLE`"'
            ),
        ),
        ("storeys", "0", snapshot('1,storeys,VALIDATION_FAILED,"must be a whole number from 1 to 200, not `0`"')),
        ("storeys", "06", snapshot('1,storeys,VALIDATION_FAILED,"must be a whole number from 1 to 200, not `06`"')),
        ("storeys", "", snapshot("1,storeys,VALIDATION_FAILED,must not be empty")),
        (
            "unitCode",
            "c1\x07d1",
            snapshot('1,unitCode,VALIDATION_FAILED,"must have no control character and no invisible one, not `c1?d1`"'),
        ),
        (
            "unitCode",
            " c1",
            snapshot('1,unitCode,VALIDATION_FAILED,"must have no space at its start or end, not ` c1`"'),
        ),
        (
            "unitCode",
            "x" * 201,
            snapshot(
                '1,unitCode,VALIDATION_FAILED,"must have at most 200 characters, not `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`"'
            ),
        ),
        (
            "at",
            "nowhere",
            snapshot('1,at,VALIDATION_FAILED,"must be a UUID of version 7 in lower case, not `nowhere`"'),
        ),
    ],
)
def test_a_thing_is_refused_with_the_rule_and_the_value(tmp_path: Path, column: str, value: str, line: str) -> None:
    assert refused(tmp_path, "building", {**BUILDING_ROW, column: value}) == [line]


_SIGNS = "=+-@" + "".join(
    chr(ord(sign) + 0xFEE0) for sign in "=+-@"
)  # and their full-width forms, which some take for them
_FORMULAS = ("\t=1", "=cmd|' /C calc'!A0", *(f"{sign}1{sign}1" for sign in _SIGNS))


@pytest.mark.parametrize("formula", _FORMULAS)
def test_no_cell_of_a_reject_file_is_a_formula(tmp_path: Path, formula: str) -> None:
    """Who opens it in a spreadsheet reads what was wrong with the row, and runs nothing that was in it."""
    write_csv(tmp_path, "building", [dict.fromkeys(BUILDING_ROW, formula)])
    write_csv(tmp_path, "organisation", [dict.fromkeys(ORGANISATION_ROW, formula)])
    bring_in(tmp_path)
    for name in ("building", "organisation"):
        text = (tmp_path / "rejects" / f"{name}.rejects.csv").read_text(encoding="utf-8")
        header, *rows = csv.reader(io.StringIO(text))
        assert header == ["row", "column", "code", "reason"]
        assert len(rows) > 1
        assert [cell for row in rows for cell in row if cell.lstrip().startswith(tuple(_SIGNS))] == []


@pytest.mark.parametrize(
    ("column", "value", "line"),
    [
        ("fact", ROOM, snapshot("1,fact,VALIDATION_FAILED,must be a UUID of version 4 in lower case")),
        ("version", "0", snapshot("1,version,VALIDATION_FAILED,must be a whole number from 1 to 2147483647")),
        (
            "validFrom",
            "2023-02-29",
            snapshot('1,validFrom,VALIDATION_FAILED,"must be a day of the calendar as YYYY-MM-DD, from 1800 on"'),
        ),
        (
            "validFrom",
            "20230228",
            snapshot('1,validFrom,VALIDATION_FAILED,"must be a day of the calendar as YYYY-MM-DD, from 1800 on"'),
        ),
        (
            "validTo",
            "2024-02-29",
            snapshot('1,validTo,VALIDATION_FAILED,"must be later than `validFrom`, or empty while it is open"'),
        ),
        (
            "recordedFrom",
            "2024-03-01T08:30:00Z",
            snapshot(
                '1,recordedFrom,VALIDATION_FAILED,"must be an instant in UTC as YYYY-MM-DDTHH:MM:SS.sssZ, from 1800 on"'
            ),
        ),
        (
            "recordedFrom",
            "2024-03-01T08:30:60.000Z",
            snapshot(
                '1,recordedFrom,VALIDATION_FAILED,"must be an instant in UTC as YYYY-MM-DDTHH:MM:SS.sssZ, from 1800 on"'
            ),
        ),
        (
            "recordedTo",
            "2024-03-01T08:30:00.000Z",
            snapshot('1,recordedTo,VALIDATION_FAILED,"must be later than `recordedFrom`, or empty while it is open"'),
        ),
        (
            "source",
            "NEIGHBOUR",
            snapshot('1,source,VALIDATION_FAILED,"must be one of `RESIDENT`, `EMPLOYER`, `LANDLORD`, `OFFICE`"'),
        ),
        ("evidence", "x" * 501, snapshot("1,evidence,VALIDATION_FAILED,must have at most 500 characters")),
        ("of", "", snapshot("1,of,VALIDATION_FAILED,must not be empty")),
        ("of", STRANGER, snapshot("1,of,VALIDATION_FAILED,must lead to `Person` in this import")),
    ],
)
def test_a_personal_fact_is_refused_with_the_rule_and_no_value(
    tmp_path: Path, column: str, value: str, line: str
) -> None:
    assert refused(tmp_path, "residence", {**RESIDENCE_ROW, column: value}) == [line]


@pytest.mark.parametrize(
    ("kind", "number", "lines"),
    [
        ("RESIDENT_IDENTITY_CARD", "360426199101010071", []),
        (
            "RESIDENT_IDENTITY_CARD",
            "360426199101010072",
            snapshot(["1,number,VALIDATION_FAILED,must end with its right check digit (GB 11643)"]),
        ),
        (
            "RESIDENT_IDENTITY_CARD",
            "360426 19910101 0071",
            snapshot(
                [
                    '1,number,VALIDATION_FAILED,"must have 17 digits and a check digit, which is a digit or `X` (GB 11643)"'
                ]
            ),
        ),
        ("PASSPORT", "L898902C36", []),  # the specimen of ICAO 9303
        (
            "PASSPORT",
            "L898902C35",
            snapshot(["1,number,VALIDATION_FAILED,must end with its right check digit (ICAO 9303)"]),
        ),
        (
            "PASSPORT",
            "l898902c36",
            snapshot(
                [
                    '1,number,VALIDATION_FAILED,"must have up to 9 capital letters and digits, and a check digit (ICAO 9303)"'
                ]
            ),
        ),
    ],
)
def test_document_numbers_carry_their_check_digit(tmp_path: Path, kind: str, number: str, lines: list[str]) -> None:
    assert refused(tmp_path, "identity_document", {**DOCUMENT_ROW, "kind": kind, "number": number}) == lines


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("91110000600037341L", []),
        (
            "911100006000373410",
            snapshot(
                [
                    '1,legalIdentifier,VALIDATION_FAILED,"must be a unified social credit code with its check digit (GB 32100), not `911100006000373410`"'
                ]
            ),
        ),
    ],
)
def test_legal_identifiers_carry_their_check_digit(tmp_path: Path, code: str, lines: list[str]) -> None:
    assert refused(tmp_path, "organisation", {**ORGANISATION_ROW, "legalIdentifier": code}) == lines


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (
            "id,unitCode,kind,storeys",
            snapshot("the columns of `building.csv` do not fit: missing `at` (known: id, unitCode, kind, storeys, at)"),
        ),
        (
            "id,unitCode,kind,storeys,at,colour",
            snapshot(
                "the columns of `building.csv` do not fit: unknown `colour` (known: id, unitCode, kind, storeys, at)"
            ),
        ),
        (
            "id,unitCode,kind,storeys,at,at",
            snapshot("the columns of `building.csv` do not fit: twice `at` (known: id, unitCode, kind, storeys, at)"),
        ),
        ('id,"unitCode', snapshot("the header of `building.csv` is not CSV (RFC 4180): unexpected end of data")),
        (
            "",
            snapshot("`building.csv` has no header: its first line says the names of the columns"),
        ),
    ],
)
def test_columns_that_do_not_fit_stop_the_file_with_one_line(tmp_path: Path, header: str, message: str) -> None:
    (tmp_path / "building.csv").write_text(header + "\n")
    with pytest.raises(ValidationFailedError) as caught:
        bring_in(tmp_path)
    assert str(caught.value) == message


def test_a_file_of_people_without_a_header_is_not_quoted(tmp_path: Path) -> None:
    (tmp_path / "person_details.csv").write_text("王小明,Wang Xiaoming\n", encoding="utf-8")
    with pytest.raises(ValidationFailedError, match="unknown column 1, column 2") as caught:
        bring_in(tmp_path)
    assert "Wang" not in str(caught.value)


def test_a_file_that_is_no_kind_is_named(tmp_path: Path) -> None:
    (tmp_path / "castle.csv").write_text("id\n")
    with pytest.raises(ValidationFailedError, match=r"`castle\.csv` is not named after a kind"):
        files_of(tmp_path)


def test_files_are_read_after_what_they_lead_to() -> None:
    """The model's order is the order of reading."""
    places = {kind.label: place for place, kind in enumerate(KINDS)}
    early = [
        (kind.label, target)
        for kind in KINDS
        for edge in kind.edges
        for target in edge.targets
        if target != kind.label and places[target] > places[kind.label]
    ]
    assert early == []


def test_a_unit_that_refers_to_its_own_batch_starts_the_next(tmp_path: Path) -> None:
    """The graph sees a parent only when its batch is in."""
    units = [f"019ab000-0000-7000-8000-0000000000{number:02d}" for number in range(4)]
    write_csv(
        tmp_path,
        "admin_unit",
        [
            {"id": unit, "level": level, "code": code, "name": "城", "latinName": "City", "partOf": parent}
            for unit, level, code, parent in zip(
                units,
                ["CITY", "DISTRICT", "DISTRICT", "STREET"],
                ["99", "9901", "9902", "990101"],
                ["", units[0], units[0], units[1]],
                strict=True,
            )
        ],
    )
    sizes: list[int] = []

    async def write(_: Kind, rows: Sequence[IntakeRow]) -> BatchOutcome:
        await asyncio.sleep(0)
        sizes.append(len(rows))
        return BatchOutcome(created=len(rows))

    asyncio.run(import_files(files_of(tmp_path), write=write, rejects=tmp_path, on_progress=lambda _: None))
    assert sizes == [1, 2, 1]


def test_whom_a_row_is_about_follows_roles_and_cases(tmp_path: Path) -> None:
    """A letting by a natural person is about that person too; one by a company is about none."""
    sole, company = "019ab000-0000-7000-8000-00000000000a", "019ab000-0000-7000-8000-00000000000b"
    dating = {name: value for name, value in DATING.items() if name != "evidence"}
    write_csv(tmp_path, "person", [PERSON_ROW])
    write_csv(tmp_path, "landlord", [{"id": sole, "is": PERSON}, {"id": company, "is": ORGANISATION}])
    facts = ["019ab000-0000-7000-8000-00000000000c", "019ab000-0000-7000-8000-00000000000d"]
    write_csv(
        tmp_path,
        "ownership",
        [{**dating, "fact": facts[0], "of": ROOM, "by": sole}, {**dating, "fact": facts[1], "of": ROOM, "by": company}],
    )
    gate, _, _ = bring_in(tmp_path)
    assert [row.subjects for row in gate.rows["Ownership"]] == [(PERSON,), ()]
    assert [row.own for row in gate.rows["Landlord"]] == [frozenset({"is"}), frozenset()]


EXAMPLES: Mapping[str, Row] = {
    "building": BUILDING_ROW,
    "person": PERSON_ROW,
    "residence": RESIDENCE_ROW,
    "identity_document": DOCUMENT_ROW,
    "organisation": ORGANISATION_ROW,
}
VALUES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["", "0", "-1", "1e9", "true", "2024-01-01", "0000-00-00", PERSON, ROOM, "MAIN", "=1+1", '"', ";"]),
    st.sampled_from(list(RESIDENCE_ROW.values())),
)


@settings(
    deadline=None, max_examples=300, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_row_changed_in_one_column_goes_in_or_that_column_is_named(tmp_path: Path, data: st.DataObject) -> None:
    """Whatever stands in one column: no crash, and the reject file names that column or one compared with it."""
    name = data.draw(st.sampled_from(sorted(EXAMPLES)))
    column = data.draw(st.sampled_from(sorted(EXAMPLES[name])))
    value = data.draw(VALUES)
    for old in tmp_path.glob("*.csv"):
        old.unlink()
    lines = refused(tmp_path, name, {**EXAMPLES[name], column: value})
    gone = {
        "kind": {"kind", "number"},
        "validFrom": {"validFrom", "validTo"},
        "recordedFrom": {"recordedFrom", "recordedTo"},
    }
    for line in csv.reader(lines):
        assert line[0] == "1" or any(sign in value for sign in "\n\r")
        assert line[1] in gone.get(column, {column}) | ({""} if any(sign in value for sign in "\n\r") else set())
    if name != "person" and not lines:
        kind = KIND_BY_FILE_NAME[name]
        assert column in {item.name for item in kind.all_properties} | {edge.column for edge in kind.edges}


def test_the_page_has_every_column() -> None:
    """`docs/import.md` is made from the model."""
    text = PAGE.read_text(encoding="utf-8")
    assert page(text) == text, "run `python -m hub.jobs.intake.reference`"


def test_a_number_that_an_earlier_row_has_is_refused(tmp_path: Path) -> None:
    """The second case of one number would be lost in silence, since the register's own are never told."""
    other = "019ab000-0000-7000-8000-00000000000e"
    write_csv(tmp_path, "organisation", [ORGANISATION_ROW, {**ORGANISATION_ROW, "id": other}, ORGANISATION_ROW])
    _, reports, lines = bring_in(tmp_path)
    assert (reports[0].accepted, reports[0].rejected) == (2, 1)
    assert lines["organisation.rejects.csv"][1:] == snapshot(
        ["2,legalIdentifier,CONFLICT,must not be that of an earlier row"]
    )
