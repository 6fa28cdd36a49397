"""The schema: what the migrations make, and which stores are refused."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr

from hub.graph import Connection, Graph
from hub.graph.migrations import migrate, read_migrations
from hub.opening import open_ports
from hub.settings import Settings
from hub.vault import Vault
from model.errors import SetupError
from model.graph import HUB_KINDS, KINDS, Kind

Cypher = Callable[[str], str]


@pytest.fixture
async def constraints(graph: Graph, cypher: Cypher) -> set[tuple[str, tuple[str, ...]]]:
    rows = await graph.read(cypher("read_constraints"), {}, timeout_seconds=30, metadata={})
    return {(label, tuple(properties)) for label, properties in rows.values}


@pytest.fixture
async def indexes(graph: Graph, cypher: Cypher) -> set[tuple[str, str, tuple[str, ...]]]:
    rows = await graph.read(cypher("read_indexes"), {}, timeout_seconds=30, metadata={})
    return {(kind, label, tuple(properties)) for kind, label, properties in rows.values}


@pytest.mark.parametrize("kind", KINDS + HUB_KINDS, ids=lambda kind: kind.label)
def test_every_label_has_its_key(
    kind: Kind, constraints: set[tuple[str, tuple[str, ...]]], indexes: set[tuple[str, str, tuple[str, ...]]]
) -> None:
    assert (kind.label, ("fact", "version") if kind.is_fact else ("id",)) in constraints
    assert (("RANGE", kind.label, ("fact",)) in indexes) is kind.is_fact


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("AdminUnit", "code"),
        ("Office", "code"),
        ("Organisation", "legalIdentifier"),
        ("Case", "number"),
        ("SignIn", "signInHash"),
        ("CounterCode", "codeHash"),
        ("LinkingCode", "codeHash"),
        ("ReceiptCard", "codeHash"),
        ("Passkey", "credentialHash"),
        ("PasskeyChallenge", "challengeHash"),
        ("CounterChallenge", "challengeHash"),
        ("CounterRefusals", "officer"),
        ("Write", "entry"),
        ("SchemaVersion", "number"),
    ],
)
def test_what_exists_once_is_unique(label: str, name: str, constraints: set[tuple[str, tuple[str, ...]]]) -> None:
    assert (label, (name,)) in constraints


@pytest.mark.parametrize(
    "index",
    [
        ("RANGE", "LandlordLicence", ("number",)),
        ("RANGE", "StaffMember", ("subject",)),
        ("RANGE", "IdentityDocument", ("numberHash",)),
        *(("RANGE", place, ("unitCode", "id")) for place in ("Address", "Building", "Room", "Workplace", "Office")),
        ("POINT", "Address", ("point",)),
        ("FULLTEXT", "Address", ("fullAddress", "latinAddress")),
        ("FULLTEXT", "Organisation", ("legalName", "latinName")),
    ],
    ids=lambda index: "-".join((index[0], index[1], *index[2])),
)
def test_what_is_looked_up_has_an_index(
    index: tuple[str, str, tuple[str, ...]], indexes: set[tuple[str, str, tuple[str, ...]]]
) -> None:
    assert index in indexes


def test_no_index_finds_a_person_by_anything_but_a_key_or_a_keyed_hash(
    indexes: set[tuple[str, str, tuple[str, ...]]],
) -> None:
    """Design §1: no population search. A person's side is found by id, fact, and the hashes and numbers named here."""
    personal = {kind.label for kind in KINDS + HUB_KINDS if kind.is_personal}
    allowed = {("id",), ("fact",), ("fact", "version"), ("number",), ("numberHash",), ("signInHash",), ("codeHash",)}
    allowed |= {("isWaiting",)}  # of deliveries: work to be done, of whomever
    allowed |= {("credentialHash",), ("challengeHash",)}
    found = {(kind, label, names) for kind, label, names in indexes if label in personal}
    assert {index for index in found if index[2] not in allowed} == set()
    assert {label for _, label, names in found if names == ("number",)} == {"Case"}


async def test_a_part_of_a_chinese_name_finds_a_firm(graph: Graph, cypher: Cypher) -> None:
    firm = {"id": "91310000MA1FL0000X", "name": "上海华联物业管理有限公司"}
    await graph.write([(cypher("create_organisation"), firm)], timeout_seconds=30, metadata={})
    rows = await graph.read(cypher("search_organisations"), {"search": '"华联物业"'}, timeout_seconds=30, metadata={})
    assert [firm["id"]] in rows.values


async def test_a_second_run_applies_nothing(graph: Graph) -> None:
    said: list[str] = []
    assert await migrate(graph, said.append) == 0
    assert said == []


async def test_a_hub_that_starts_brings_its_store_to_the_code(
    connected: Connection, graph: Graph, cypher: Cypher, tmp_path: Path
) -> None:
    settings = Settings(
        home=tmp_path / "home",
        neo4j_uri=connected.uri,
        neo4j_user=connected.user,
        neo4j_password=SecretStr(connected.password),
    )
    Vault.create(settings).close()
    await graph.write([(cypher("forget_version"), {"number": len(read_migrations())})], timeout_seconds=30, metadata={})
    async with open_ports(settings):
        pass
    assert await migrate(graph) == 0


async def test_a_store_newer_than_the_code_is_refused(graph: Graph) -> None:
    known = read_migrations()[:-1]
    with pytest.raises(SetupError, match=f"at schema version {len(known) + 1} and this hub knows only {len(known)}"):
        await migrate(graph, migrations=known)


async def test_a_store_made_by_another_file_is_refused(graph: Graph) -> None:
    first, *others = read_migrations()
    with pytest.raises(SetupError, match=r"another file than `0001_keys\.cypher`"):
        await migrate(graph, migrations=[replace(first, sha256="0" * 64), *others])


@pytest.mark.parametrize("names", [["0001_one.cypher", "0003_three.cypher"], ["0002_two.cypher"]])
def test_numbers_have_no_gap(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).write_text("// nothing\n")
    with pytest.raises(SetupError, match="without a gap"):
        read_migrations(tmp_path)


def test_a_file_is_read_statement_by_statement(tmp_path: Path) -> None:
    (tmp_path / "0001_one.cypher").write_text("// Purpose: two.\nFIRST\n  LINE;\n\n// why\nSECOND;\n// the end\n")
    (one,) = read_migrations(tmp_path)
    assert one.statements == ("// Purpose: two.\nFIRST\n  LINE", "// why\nSECOND")
