"""Who reads the graph without keys learns nothing of kinds and protections; what an older hub left in clear moves at start."""

from pathlib import Path
from typing import Any

import pytest

from hub.policy import purposes
from hub.settings import Settings
from model.groups import FieldGroup
from model.ids import new_private_id
from model.standing import Standing
from model.states import CaseKind, ContractKind, NoticeKind
from tests.case.counter import Resident
from tests.retention.making import Life, live
from tests.support.hub import Hub
from tests.support.store import City, copy_of_template

_CYPHER = Path(__file__).with_name("cypher")
_AT = "2026-11-01T08:00:00Z"
_OF_PLACES = {"HOUSING_INSPECTION", "LABOUR_INSPECTION"}
_NAMES = {*CaseKind, *ContractKind, *NoticeKind, *purposes(), "WAGES"}


def _run(hub: Hub, name: str, **parameters: Any) -> list[list[Any]]:
    text = (_CYPHER / f"{name}.cypher").read_text(encoding="utf-8")
    rows = hub.run(hub.ports.graph.write([(text, parameters)], timeout_seconds=60, metadata={}))
    return [list(row) for row in rows[0].values]


def _aged(hub: Hub) -> Life:
    """Somebody whose record an older hub wrote."""
    life = live(hub, "Residence", "Case", "Employment", "Notice")
    sealed = hub.ports.vault.seal(life.person, FieldGroup.EVIDENCE, {"reason": "因为"})
    made = ("protection", "disclosure", "notice", "restriction", "objection", "complaint")
    ids = {name: new_private_id() for name in made}
    assert _run(hub, "age", person=life.person, case=life.keys["Case"], sealed=sealed, at=_AT, **ids) == [[1]]
    _run(hub, "old_schema")
    return life


def _in_clear(hub: Hub, life: Life) -> set[tuple[str, str, str]]:
    return {(label, name, value) for label, name, value in _run(hub, "values", person=life.person) if value in _NAMES}


def test_what_an_older_hub_left_in_clear_moves_at_the_next_start(hub: Hub, prepared: Settings) -> None:
    life = _aged(hub)
    assert {name for _, name, _ in _in_clear(hub, life)} == {"kind", "purpose", "contract"}
    with Hub(prepared) as moved:
        assert _in_clear(moved, life) == set()
        labels = {label for label, *_ in _run(moved, "values", person=life.person)}
        assert not labels & {"Protection", "Disclosure"}
        vault = moved.ports.vault
        standing = vault.standing(life.person)
        assert vault.protected([life.person]) == {life.person}
        assert [item.is_allowed for item in standing.disclosures] == [True]
        (protection,) = standing.protections
        assert protection.reason is not None
        assert vault.unseal(life.person, FieldGroup.EVIDENCE, protection.reason) == {"reason": "因为"}
        vault.keep({life.person: Standing()})
    with Hub(prepared) as again:  # nothing moves twice
        assert again.ports.vault.standing(life.person) == Standing()


@pytest.mark.parametrize("kind", ["protected", "open"])
def test_without_keys_a_protected_person_looks_like_anybody(hub: Hub, city: City, kind: str) -> None:
    """By label and property, what the graph has of them: no name of a kind, a purpose or a contract, and no marker."""
    wanted = "true" if kind == "protected" else "false"
    persons = [row["id"] for row in city["person"] if row["isProtected"] == wanted][:40]
    told = [row for person in persons for row in _run(hub, "values", person=person)]
    assert {value for label, _, value in told if value in _NAMES - _OF_PLACES and label != "Office"} == set()
    assert {name for label, name, _ in told if label == "Person"} == {"id", "intake"}


def test_the_bytes_of_a_fresh_store_name_no_kind_of_anybodys(tmp_path: Path) -> None:
    settings = copy_of_template(tmp_path / "home")
    names = [name.encode() for name in _NAMES - _OF_PLACES - {"WAGES"}]
    names = [name for name in names if name.isupper()]  # purposes in small letters are the log's, too
    files = [path for path in sorted(settings.graph_folder.rglob("*")) if path.is_file() and "logs" not in path.parts]
    assert files
    found = {(path.name, name) for path in files for name in names if name in path.read_bytes()}
    assert {item for item in found if not item[0].endswith((".jar", ".aot"))} == set()


def test_a_resident_of_this_city_reads_their_kinds(hub: Hub, somebody: Resident) -> None:
    """The control: what the graph does not say, its person reads."""
    document = "{ me { cases { kind purpose } notices(first: 5) { nodes { kind } } employments { contract } } }"
    answer = hub.ask(somebody.who, document)
    assert answer.errors == []
    assert all(case["kind"] and case["purpose"] for case in answer.data["me"]["cases"])
