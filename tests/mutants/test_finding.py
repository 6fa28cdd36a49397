"""The mutants are found: each kind in a text of a few lines, and as many as there are in the hub. None of them is tried here."""

import ast
from collections import Counter, defaultdict

import pytest

from tests.mutants.check import equal
from tests.mutants.finding import KINDS, Mutant, find, in_cypher, in_python, watched
from tests.mutants.session import _code
from tests.support.places import ROOT

LEAST = {"await": 100, "charge": 20, "pragma": 15, "jurisdiction": 80, "denial": 140}
"""Of each kind in the hub. Who takes some of them away for good says so here."""
_GATE = """
class Gate:
    async def refuse(self, asking, entry):
        if entry is None:
            raise UnauthenticatedError(
                "nobody"
            )
        self.answers.deny(entry)
        entries.append(opened.entry(asking, "deny"))
        await self.ports.ledger.append([entry], charges(self.ports, asking, subjects=2))
        value = await self.read(asking)
        await on_the_grid(asking.started)
        raise AssertionError(value)
"""
_STORE = """
def _configure(connection):
    for pragma in ("synchronous=FULL", f"journal_mode={form.journal}", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA user_version=2")
    connection.execute(overwrite, (1,))
    return connection.execute("PRAGMA data_version")
"""
_CYPHER = """// WHERE x.unitCode STARTS WITH jurisdiction, in words
MATCH (next:Room) WHERE next.unitCode STARTS WITH coalesce($unit, jurisdiction) // 房
  AND coalesce($unit, jurisdiction) STARTS WITH jurisdiction AND next.code STARTS WITH this.code
"""


@pytest.fixture(scope="module")
def mutants() -> list[Mutant]:
    return find()


def _changes(found: list[Mutant]) -> list[tuple[str, str]]:
    return [(mutant.id, mutant.becomes) for mutant in found]


def test_awaits_charges_and_denials_are_found() -> None:
    entry = "append([entry], charges(self.ports, asking, subjects=2))"
    assert _changes(in_python("hub/gate/a.py", _GATE)) == [
        ("hub/gate/a.py:denial:Gate.refuse/UnauthenticatedError:1", "pass"),
        ("hub/gate/a.py:denial:Gate.refuse/deny:1", "pass"),
        ("hub/gate/a.py:denial:Gate.refuse/deny:2", "pass"),
        ("hub/gate/a.py:charge:Gate.refuse/charges:1", "[]"),
        ("hub/gate/a.py:charge:Gate.refuse/charges-subjects:1", "0"),
        ("hub/gate/a.py:await:Gate.refuse/append:1", "pass"),
        (
            "hub/gate/a.py:await:Gate.refuse/append-unwaited:1",
            f'__import__("asyncio").ensure_future(self.ports.ledger.{entry})',
        ),
        ("hub/gate/a.py:await:Gate.refuse/on_the_grid:1", "pass"),
    ]


def test_pragmas_are_found_and_turned_round() -> None:
    assert _changes(in_python("hub/private_store.py", _STORE)) == [
        ("hub/private_store.py:pragma:_configure/synchronous:1", "'synchronous=OFF'"),
        ("hub/private_store.py:pragma:_configure/journal_mode:1", '"user_version"'),
        ("hub/private_store.py:pragma:_configure/trusted_schema:1", "'trusted_schema=ON'"),
        ("hub/private_store.py:pragma:_configure/user_version:1", "pass"),
        ("hub/private_store.py:pragma:_configure/overwrite:1", "pass"),
    ]


def test_jurisdictions_are_found_where_no_comment_names_them() -> None:
    found = in_cypher("loaders/cypher/a.cypher", _CYPHER)
    assert _changes(found) == [
        ("loaders/cypher/a.cypher:jurisdiction:next:1", "($unit IS NULL OR next.unitCode STARTS WITH $unit)"),
        ("loaders/cypher/a.cypher:jurisdiction:coalesce:2", "true"),
    ]
    assert found[1].applied(_CYPHER).splitlines()[2].strip() == "AND true AND next.code STARTS WITH this.code"


def test_a_change_takes_the_place_of_the_text_and_of_nothing_else() -> None:
    found = {mutant.id.rpartition("/")[2]: mutant for mutant in in_python("hub/gate/a.py", _GATE)}
    changed = found["UnauthenticatedError:1"].applied(_GATE)
    assert changed == _GATE.replace('raise UnauthenticatedError(\n                "nobody"\n            )', "pass")
    assert (found["append:1"].function, found["append:1"].line) == ("Gate.refuse", 10)


def test_the_hub_has_as_many_as_it_had(mutants: list[Mutant]) -> None:
    counted = Counter(mutant.kind for mutant in mutants)
    assert set(counted) == set(KINDS) == set(LEAST)
    assert {kind: counted[kind] for kind in KINDS if counted[kind] < LEAST[kind]} == {}


def test_each_has_an_id_of_its_own_and_tests_that_are_there(mutants: list[Mutant]) -> None:
    assert [name for name, count in Counter(mutant.id for mutant in mutants).items() if count > 1] == []
    paths = {path for mutant in mutants for path in mutant.topics}
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []


def test_each_changed_file_compiles_and_holds_the_function(mutants: list[Mutant]) -> None:
    of: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in mutants:
        of[mutant.file].append(mutant)
    for file, found in of.items():
        text = (ROOT / file).read_text(encoding="utf-8")
        changed = [mutant.applied(text) for mutant in found]
        assert text not in changed, file
        if file.endswith(".py"):
            for mutant, other in zip(found, changed, strict=True):
                assert _code(compile(other, file, "exec"), mutant.function).co_qualname == mutant.function
            ast.parse(watched(text, found))


def test_what_may_survive_is_a_mutant_and_has_a_reason(mutants: list[Mutant]) -> None:
    accepted = equal()
    assert sorted(set(accepted) - {mutant.id for mutant in mutants}) == []
    assert all(len(reason) > 20 for reason in accepted.values())
