"""Every document by which the explorer opens a thing or a relationship, asked of a real hub: none is dead or refused.

It walks from an area along all relationships, as an inspector would, and asks each document of the first thing that has
something behind it. What the housing authority does not get, the labour inspectorate must.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from graphql import FieldNode, OperationDefinitionNode, parse

from model.ids import from_global_id, to_global_id
from tests.case.counter import officers
from tests.conftest import City
from tests.explorer.desk import Desk
from tests.support.hub import Hub, Who
from tests.support.places import ROOT

_KINDS = ROOT / "explorer" / "src" / "pages" / "explore" / "kinds"
_LITERAL = re.compile(r"graphql\(\s*`([^`]*)`", re.DOTALL)
_OF_A_KIND_MAX = 150  # things that are opened, at most: enough to find one of each sort
# Relationships that the contract has and the synthetic city has none of: no inspection is about a whole organisation.
_EMPTY_HERE = {("Organisation", "inspections"), ("InspectionCase", "organisation")}


@dataclass(frozen=True)
class Asked:
    """One document: of which kind, and which relationship it pages, or none."""

    kind: str
    relation: str
    text: str


@dataclass
class Walk:
    """What was found: which documents were answered with something, and what refused the others."""

    answered: set[tuple[str, str]] = field(default_factory=set)
    refused: dict[tuple[str, str], list[str]] = field(default_factory=dict)


def _documents() -> Iterator[Asked]:
    fragments = {
        name: text for text in _literals(_KINDS / "facts.ts") for name in re.findall(r"fragment (\w+) on", text)
    }
    for text in _literals(_KINDS / "documents.ts"):
        operation = parse(text).definitions[0]
        assert isinstance(operation, OperationDefinitionNode)
        root = operation.selection_set.selections[0]
        assert isinstance(root, FieldNode)
        assert root.selection_set
        inner = [item for item in root.selection_set.selections if isinstance(item, FieldNode)]
        relation = next((item.name.value for item in inner if item.alias and item.alias.value == "page"), "")
        used = [fragments[name] for name in dict.fromkeys(re.findall(r"\.\.\.(\w+)", text))]
        kind = root.name.value[0].upper() + root.name.value[1:]
        yield Asked(
            kind={"Licence": "LandlordLicence"}.get(kind, kind), relation=relation, text="\n".join([text, *used])
        )


def _literals(path: Path) -> list[str]:
    return [text.replace(" @_unmask", "") for text in _LITERAL.findall(path.read_text(encoding="utf-8"))]


DOCUMENTS = {(asked.kind, asked.relation): asked for asked in _documents()}
# The single neighbours that come with the thing itself: fields with facts of another kind.
WHOLES = {
    (kind, relation)
    for (kind, paged), asked in DOCUMENTS.items()
    if not paged
    for relation in re.findall(r"(?:whole_\w+: )?\b(\w+) \{ \.\.\.", asked.text)
}


def test_the_documents_are_read_from_the_explorers_source() -> None:
    assert len([key for key in DOCUMENTS if not key[1]]) == 15
    assert len([key for key in DOCUMENTS if key[1]]) == (_KINDS / "documents.ts").read_text(encoding="utf-8").count(
        "page: "
    )


@pytest.fixture(scope="module")
def walked(desk: Desk, inspector: Who, labour_inspector: Who, city: City) -> Walk:
    """Both inspectors' walks, each through its own area."""
    walk = Walk()
    whole_city = next(who for who in officers(city, "housing", inspector.purpose, level=4))
    for who in (inspector, labour_inspector, whole_city):
        _walk(desk, who, _seeds(city, who), walk)
    return walk


def _seeds(city: City, who: Who) -> list[str]:
    """The area of the office, and the cases that it holds: no place leads to all of them."""
    unit = (who.office or "").rpartition("-")[2]
    area = next(row["id"] for row in city["admin_unit"] if row["code"] == unit)
    office = next(row["id"] for row in city["office"] if row["code"] == who.office)
    cases = [row["id"] for row in city["case"] if row["at"] == office and row["kind"].endswith("INSPECTION")]
    return [
        to_global_id("AdminUnit", area),
        *(to_global_id("InspectionCase", case) for case in cases),
        *(to_global_id("Complaint", row["id"]) for row in city["complaint"]),
    ]


def _walk(hub: Hub, who: Who, seeds: list[str], walk: Walk) -> None:  # noqa: C901 - one walk, step by step
    waiting, seen = list(seeds), set(seeds)
    opened: dict[str, int] = {}
    done: set[tuple[str, str]] = set()

    def come_to(items: Any) -> list[Any]:
        found = [items] if isinstance(items, dict) else items or []
        for item in found:
            if item["id"] not in seen:
                seen.add(item["id"])
                waiting.append(item["id"])
        return list(found)

    while waiting:
        key = waiting.pop(0)
        kind = from_global_id(key)[0]
        opened[kind] = opened.get(kind, 0) + 1
        if opened[kind] > _OF_A_KIND_MAX:
            continue
        answer = hub.ask(who, DOCUMENTS[kind, ""].text, {"id": key, "asOf": None})
        node = (answer.data or {}).get("node")
        if node is None:
            walk.refused.setdefault((kind, ""), []).extend(answer.codes)
            continue
        walk.answered.add((kind, ""))
        for name, value in node.items():
            how, _, relation = name.rpartition("_")
            if (kind, relation) in WHOLES and name in {relation, f"whole_{relation}"} and come_to(value):
                walk.answered.add((kind, relation))
            elif (kind, relation) in _EMPTY_HERE and how == "total":
                come_to(_page(hub, who, DOCUMENTS[kind, relation], key, 0, walk))
            elif how == "total" and isinstance(value, int):
                listed = node.get(f"whole_{relation}", node.get(relation))
                assert value == len(listed), (kind, relation)
            elif how == "total" and value and value["totalCount"] and (kind, relation) not in done:
                done.add((kind, relation))
                come_to(_page(hub, who, DOCUMENTS[kind, relation], key, value["totalCount"], walk))


def _page(hub: Hub, who: Who, asked: Asked, key: str, total: int, walk: Walk) -> Any:
    variables = {"id": key, "asOf": None, "first": 20, "after": None}
    answer = hub.ask(who, asked.text, variables)
    if answer.errors:
        walk.refused.setdefault((asked.kind, asked.relation), []).extend(answer.codes)
        return []
    page = answer.data["node"]["page"]
    assert page["totalCount"] == total
    assert len(page["nodes"]) == min(20, total)
    assert all(from_global_id(node["id"])[0] == node["__typename"] for node in page["nodes"])
    if page["pageInfo"]["hasNextPage"]:
        rest = hub.ask(who, asked.text, {**variables, "after": page["pageInfo"]["endCursor"]}).data["node"]["page"]
        ids = {node["id"] for node in page["nodes"]}
        assert ids.isdisjoint(node["id"] for node in rest["nodes"])
    walk.answered.add((asked.kind, asked.relation))
    return page["nodes"]


@pytest.mark.parametrize("kind", sorted({kind for kind, _ in DOCUMENTS}))
def test_each_kind_opens_and_each_of_its_relationships_leads_somewhere(walked: Walk, kind: str) -> None:
    wanted = {key for key in DOCUMENTS if key[0] == kind} | {key for key in WHOLES if key[0] == kind}
    missing = wanted - walked.answered - _EMPTY_HERE
    assert missing == set(), {key: walked.refused.get(key) for key in missing}
