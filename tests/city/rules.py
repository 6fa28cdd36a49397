"""What every row of every city must keep, whatever the seed: the model's rules, one function each.

Each gives the places where its rule is broken, so that a test can show them; none is an empty list.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from stdnum.cn import ric, uscc

from hub.demo.city.reading import Rows
from model.graph import KINDS, Kind, Property, ValueKind

UUID = {
    version: re.compile(f"[0-9a-f]{{8}}-[0-9a-f]{{4}}-{version}[0-9a-f]{{3}}-[89ab][0-9a-f]{{3}}-[0-9a-f]{{12}}")
    for version in (4, 7)
}
FORMS = {
    ValueKind.UUID: re.compile("[0-9a-f-]{36}"),
    ValueKind.INTEGER: re.compile("0|-?[1-9][0-9]*"),
    ValueKind.NUMBER: re.compile(r"[0-9]+(\.[0-9]+)?"),
    ValueKind.BOOLEAN: re.compile("true|false"),
    ValueKind.DATE: re.compile(r"\d{4}-\d\d-\d\d"),
    ValueKind.INSTANT: re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"),
    ValueKind.POINT: re.compile(r"\d+\.\d{6} \d+\.\d{6}"),
}


def wrong_values(rows: Rows) -> Iterator[str]:
    """Values that are absent though required, of another form, outside their list, or too long."""
    for kind in KINDS:
        for number, row in enumerate(rows[kind.file_name], 1):
            for item in kind.all_properties:
                if not _fits(item, row[item.name]):
                    yield f"{kind.file_name} {number} {item.name}={row[item.name]!r}"


def _fits(item: Property, text: str) -> bool:
    if not text:
        return not item.is_required
    if item.choices is not None:
        values = text.split(";")
        return set(values) <= {choice.value for choice in item.choices} and len(set(values)) == len(values)
    if item.kind in FORMS:
        return FORMS[item.kind].fullmatch(text) is not None
    return len(text) <= item.length_max and text == text.strip()


def dangling_edges(rows: Rows) -> Iterator[str]:
    """Edges that lead to nothing that came earlier: in an earlier file of `KINDS`, or earlier in the same one."""
    known: dict[str, set[str]] = defaultdict(set)
    for kind in KINDS:
        for number, row in enumerate(rows[kind.file_name], 1):
            yield from (f"{kind.file_name} {number} {problem}" for problem in _dangling(kind, row, known))
            known[kind.label].add(row[kind.key])


def _dangling(kind: Kind, row: dict[str, str], known: dict[str, set[str]]) -> Iterator[str]:
    for edge in kind.edges:
        targets = row[edge.column].split(";") if row[edge.column] else []
        if (edge.is_required and not targets) or len(set(targets)) != len(targets):
            yield edge.column
        if len(targets) > 1 and not edge.is_many:
            yield f"{edge.column} is many"
        for target in targets:
            if not any(target in known[label] for label in edge.targets):
                yield f"{edge.column} → {target}"


def wrong_ids(rows: Rows) -> Iterator[str]:
    """Ids of the wrong version, or given twice."""
    for kind in KINDS:
        form = UUID[4 if kind.is_personal else 7]
        seen = set()
        for row in rows[kind.file_name]:
            key = (row[kind.key], row.get("version"))
            if not form.fullmatch(row[kind.key]) or key in seen:
                yield f"{kind.file_name} {key}"
            seen.add(key)


def inconsistent_facts(rows: Rows, today: str) -> Iterator[str]:
    """Facts whose versions or intervals contradict each other or the calendar."""
    for kind in KINDS:
        facts: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in rows[kind.file_name] if kind.is_fact else ():
            facts[row["fact"]].append(row)
        for fact, versions in facts.items():
            if problem := _inconsistency(versions, today):
                yield f"{kind.file_name} {fact}: {problem}"


def _inconsistency(versions: list[dict[str, str]], today: str) -> str:
    if [row["version"] for row in versions] != [str(number) for number in range(1, len(versions) + 1)]:
        return "versions"
    if (
        any(one["recordedTo"] != other["recordedFrom"] for one, other in pairwise(versions))
        or versions[-1]["recordedTo"]
    ):
        return "recorded intervals do not meet"
    for row in versions:
        if row["validTo"] and row["validTo"] <= row["validFrom"]:
            return "valid interval is empty"
        if row["recordedTo"] and row["recordedTo"] <= row["recordedFrom"]:
            return "recorded interval is empty"
        if row["validFrom"] > today or row["recordedFrom"][:10] > today:
            return "is in the future"
    return ""


def wrong_numbers(rows: Rows) -> Iterator[str]:
    """Numbers without a valid checksum, or shared by two."""
    yield from (row["legalIdentifier"] for row in rows["organisation"] if not uscc.is_valid(row["legalIdentifier"]))
    holders: dict[str, str] = {}
    for row in rows["identity_document"]:
        number = row["number"]
        is_right = {
            "PASSPORT": has_mrz_check_digit,
            "RESIDENT_IDENTITY_CARD": ric.is_valid,
        }.get(row["kind"], has_check_digit)  # of a permit's regions the library knows no divisions
        if not is_right(number):
            yield number
        if holders.setdefault(number, row["of"]) != row["of"]:
            yield f"{number} is held by two"


def has_check_digit(number: str) -> bool:
    """GB 11643: eighteen signs, of which the last is that of the others."""
    return len(number) == 18 and number[-1] == ric.calc_check_digit(number)


def has_mrz_check_digit(number: str) -> bool:
    """ICAO 9303: each character's value times 7, 3, 1 in turn, modulo 10, is the last character."""
    values = ["0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(character) for character in number[:-1]]
    return sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10 == int(number[-1])


def shared_keys(rows: Rows) -> Iterator[str]:
    """Codes and numbers that should name one thing and name two."""
    for file_name, column in (
        ("admin_unit", "code"),
        ("office", "code"),
        ("organisation", "legalIdentifier"),
        ("case", "number"),
        ("certificate", "number"),
        ("address", "fullAddress"),
        ("address", "latinAddress"),
    ):
        seen = set()
        for row in rows[file_name]:
            if row[column] in seen:
                yield f"{file_name} {row[column]}"
            seen.add(row[column])
