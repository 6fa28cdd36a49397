"""Saved views: kept for one's office, for a while, of things only; nobody else learns that there is one."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from model.ids import to_global_id
from tests.case.counter import officers
from tests.reference.executor import local_id
from tests.reference.rows import City as Rows
from tests.reference.rows import is_valid
from tests.support.hub import Hub, Who
from tests.support.store import City

_SAVE = "mutation ($input: SaveViewInput!) { saveView(input: $input) { id name content createdAt endsAt isOwn } }"
_READ = "query ($id: ID!) { view(id: $id) { id name content isOwn } }"
_LIST = "{ views(first: 100) { nodes { id name isOwn } } }"
_NOBODY = to_global_id("SavedView", "01581d2f-7801-4b7c-a5d9-000000000000")
DISTRICT = "990103"


@pytest.fixture(scope="module")
def rows(city: City) -> Rows:
    return Rows(city)


@pytest.fixture
def room(city: City) -> str:
    return to_global_id("Room", next(row["id"] for row in city["room"] if row["unitCode"].startswith(DISTRICT)))


def content_of(start: str, **others: Any) -> str:
    return json.dumps({"start": start, "things": [{"id": start, "x": 1.5, "y": -2}], **others})


def save_view(hub: Hub, who: Who, content: str, name: str = "三号楼 Building 3") -> Any:
    return hub.ask(who, _SAVE, {"input": {"name": name, "content": content}})


def _colleague(city: City, who: Who) -> Who:
    """Another officer of the same office."""
    own = [item for item in officers(city, who.client, who.purpose, level=6) if item.office == who.office]
    return next(item for item in own if item.subject != who.subject)


def test_a_colleague_of_the_office_opens_what_was_saved_and_no_other_office_does(
    hub: Hub, city: City, inspector: Who, labour_inspector: Who, room: str
) -> None:
    saved = save_view(hub, inspector, content_of(room, hiddenKinds=["Complaint"], asOf="2026-11-01", groupBy="NONE"))
    assert saved.errors == []
    view = saved.data["saveView"]
    assert view["name"] == "三号楼 Building 3"
    assert view["isOwn"] is True
    assert json.loads(view["content"]) == {
        "start": room,
        "things": [{"id": room, "x": 1.5, "y": -2.0}],
        "hiddenKinds": ["Complaint"],
        "asOf": "2026-11-01",
    }
    found = hub.ask(_colleague(city, inspector), _READ, {"id": view["id"]})
    assert found.data == {"view": {"id": view["id"], "name": view["name"], "content": view["content"], "isOwn": False}}
    assert found.statements == 1
    elsewhere = next(
        item for item in officers(city, "housing", inspector.purpose, level=6) if item.office != inspector.office
    )
    for other in (elsewhere, labour_inspector):
        theirs, nobodys = [hub.ask(other, _READ, {"id": key}) for key in (view["id"], _NOBODY)]
        assert theirs.data == {"view": None}
        assert theirs.body == nobodys.body
        listed = hub.ask(other, _LIST)
        assert view["id"] not in [node["id"] for node in listed.data["views"]["nodes"]]
    assert {"id": view["id"], "name": view["name"], "isOwn": True} in hub.ask(inspector, _LIST).data["views"]["nodes"]


def test_who_saved_it_renames_and_deletes_it_and_nobody_else(hub: Hub, city: City, inspector: Who, room: str) -> None:
    key = save_view(hub, inspector, content_of(room)).data["saveView"]["id"]
    rename = 'mutation ($id: ID!) { renameView(id: $id, name: "another") { id name } }'
    delete = "mutation ($id: ID!) { deleteView(id: $id) { id name } }"
    colleague = _colleague(city, inspector)
    for document in (rename, delete):
        theirs, nobodys = [hub.ask(colleague, document, {"id": item}) for item in (key, _NOBODY)]
        assert theirs.codes == ["VALIDATION_FAILED"]
        assert theirs.body == nobodys.body
    assert hub.ask(inspector, rename, {"id": key}).data == {"renameView": {"id": key, "name": "another"}}
    assert hub.ask(colleague, _READ, {"id": key}).data["view"]["name"] == "another"
    assert hub.ask(inspector, delete, {"id": key}).data == {"deleteView": {"id": key, "name": "another"}}
    assert hub.ask(inspector, _READ, {"id": key}).data == {"view": None}


def test_who_is_not_on_the_staff_keeps_renames_and_deletes_none(hub: Hub, inspector: Who, room: str) -> None:
    key = save_view(hub, inspector, content_of(room)).data["saveView"]["id"]
    stranger = Who(inspector.client, "nobody", inspector.office, inspector.purpose)
    assert save_view(hub, stranger, content_of(room)).codes == ["UNAUTHENTICATED"]
    for document in ('renameView(id: $id, name: "another")', "deleteView(id: $id)"):
        answer = hub.ask(stranger, f"mutation ($id: ID!) {{ {document} {{ id }} }}", {"id": key})
        assert answer.codes == ["UNAUTHENTICATED"]
    assert hub.ask(inspector, _READ, {"id": key}).data["view"]["name"] == "三号楼 Building 3"


def test_an_officer_keeps_so_many_and_a_draft_beside_them(
    hub: Hub, inspector: Who, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert save_view(hub, inspector, content_of(room)).errors == []
    monkeypatch.setattr("model.limits.VIEWS_PER_OFFICER_MAX", 1)
    answer = save_view(hub, inspector, content_of(room))
    assert answer.codes == ["VALIDATION_FAILED"]
    assert answer.errors[0]["extensions"]["reason"] == "COUNT"
    draft = {"name": "draft", "content": content_of(room), "isDraft": True}
    assert hub.ask(inspector, _SAVE, {"input": draft}).errors == []


def test_it_starts_from_a_companys_licence_and_from_no_persons(hub: Hub, inspector: Who, rows: Rows) -> None:
    """Refused in the same bytes as a licence of elsewhere, and as one that nobody knows."""
    inside = {row["id"] for row in rows.all("room") if row["unitCode"].startswith(DISTRICT)}
    standing = [row for row in rows.all("landlord_licence") if not row["recordedTo"] and is_valid(row, "2026-11-01")]
    here = [row for row in standing if inside & set(row["covers"].split(";"))]
    companies = {row["id"] for row in rows.all("landlord") if rows.one("organisation", row["is"])}
    companys = next(row["fact"] for row in here if row["heldBy"] in companies)
    persons = next(row["fact"] for row in here if row["heldBy"] not in companies)
    elsewhere = next(row["fact"] for row in standing if not inside & set(row["covers"].split(";")))
    nobodys = "01581d2f-7801-7b7c-a5d9-000000000000"
    answers = [
        save_view(hub, inspector, content_of(to_global_id("LandlordLicence", key)))
        for key in (persons, elsewhere, nobodys)
    ]
    assert [answer.codes for answer in answers] == [["VALIDATION_FAILED"]] * 3
    assert len({answer.body for answer in answers}) == 1
    assert save_view(hub, inspector, content_of(to_global_id("LandlordLicence", companys))).errors == []


@pytest.mark.parametrize(
    "change",
    [
        {"note": "lives there with two others"},
        {"things": []},
        {"hiddenKinds": ["Person"]},
        {"unit": "somewhere"},
        {"groupBy": "whom I watch"},
        {"asOf": "yesterday"},
        {"opened": [{"of": 0, "relation": "whom I watch", "count": 1}]},
        {"opened": [{"of": 1, "relation": "owners", "count": 1}]},
        {"lookedFor": {"what": "PERSONS"}},
        {"lookedFor": {"what": "BUILDINGS", "unit": "whom I watch"}},
        {"lookedFor": {"what": "BUILDINGS", "within": [0, 0, 1]}},
    ],
)
def test_nothing_but_the_form_passes(hub: Hub, inspector: Who, room: str, change: dict[str, Any]) -> None:
    answer = save_view(hub, inspector, content_of(room, **change))
    assert answer.codes == ["VALIDATION_FAILED"]
    assert answer.data == {"saveView": None}
    assert b"watch" not in answer.body
    assert b"lives" not in answer.body


@pytest.mark.parametrize("type_name", ["Person", "Case", "Residence", "SavedView"])
def test_it_holds_property_and_firms_only(hub: Hub, inspector: Who, city: City, room: str, type_name: str) -> None:
    key = to_global_id(type_name, city["person"][0]["id"])
    things = [{"id": room, "x": 0, "y": 0}, {"id": key, "x": 0, "y": 0}]
    assert save_view(hub, inspector, content_of(room, things=things)).codes == ["VALIDATION_FAILED"]


def test_its_size_and_its_name_have_limits(hub: Hub, inspector: Who, room: str) -> None:
    things = [{"id": room, "x": 0, "y": 0}] * 2
    assert save_view(hub, inspector, content_of(room, things=things)).codes == ["VALIDATION_FAILED"]
    assert save_view(hub, inspector, content_of(room) + " " * 384 * 1024).codes == ["VALIDATION_FAILED"]
    for name in ("", "   ", "a" * 61, "two\nlines"):
        assert save_view(hub, inspector, content_of(room), name).codes == ["VALIDATION_FAILED"]


def test_it_is_for_purposes_that_explore(hub: Hub, inspector: Who, resident: Who, clerk: Who, room: str) -> None:
    other = Who(inspector.client, inspector.subject, inspector.office, "rental-registration")
    for who in (other, clerk):
        assert save_view(hub, who, content_of(room)).codes == ["FIELD_NOT_ALLOWED"]
        answer = hub.ask(who, _LIST)
        assert answer.codes == ["FIELD_NOT_ALLOWED"]
        assert answer.data == {"views": None}
    assert save_view(hub, resident, content_of(room)).data == {"saveView": None}


def test_after_90_days_it_is_as_unknown(hub: Hub, inspector: Who, room: str) -> None:
    view = save_view(hub, inspector, content_of(room)).data["saveView"]
    days = [view[moment][:10] for moment in ("createdAt", "endsAt")]
    assert (date.fromisoformat(days[1]) - date.fromisoformat(days[0])).days == 90
    end_view(hub, view["id"])
    ended, nobodys = [hub.ask(inspector, _READ, {"id": key}) for key in (view["id"], _NOBODY)]
    assert ended.data == {"view": None}
    assert ended.body == nobodys.body
    assert view["id"] not in [node["id"] for node in hub.ask(inspector, _LIST).data["views"]["nodes"]]


def test_it_says_what_was_opened_of_its_things(hub: Hub, inspector: Who, room: str) -> None:
    opened = [{"of": 0, "relation": "owners", "count": 1}]
    view = save_view(hub, inspector, content_of(room, opened=opened)).data["saveView"]
    assert json.loads(view["content"])["opened"] == opened


def test_it_says_what_the_map_was_asked_for(hub: Hub, inspector: Who, room: str) -> None:
    looked_for = {"what": "WORKPLACES", "unit": "990103", "within": [121.0, 31.0, 121.5, 31.5]}
    view = save_view(hub, inspector, content_of(room, shows="MAP", lookedFor=looked_for)).data["saveView"]
    assert json.loads(view["content"])["lookedFor"] == looked_for


def test_a_draft_takes_the_place_of_the_one_before_and_nobody_else_sees_it(
    hub: Hub, city: City, inspector: Who, room: str
) -> None:
    save = "mutation ($input: SaveViewInput!) { saveView(input: $input) { id isDraft createdAt endsAt } }"
    listed = "{ views(first: 100) { nodes { id isDraft } } }"
    given = {"name": "draft", "content": content_of(room), "isDraft": True}
    first, second = [hub.ask(inspector, save, {"input": given}).data["saveView"] for _ in range(2)]
    days = [date.fromisoformat(second[moment][:10]) for moment in ("createdAt", "endsAt")]
    assert (days[1] - days[0]).days == 14
    assert hub.ask(inspector, _READ, {"id": first["id"]}).data == {"view": None}
    assert hub.ask(inspector, _READ, {"id": second["id"]}).data["view"]["isOwn"] is True
    own = hub.ask(inspector, listed).data["views"]["nodes"]
    assert [node for node in own if node["isDraft"]] == [{"id": second["id"], "isDraft": True}]
    colleague = _colleague(city, inspector)
    theirs, nobodys = [hub.ask(colleague, _READ, {"id": key}) for key in (second["id"], _NOBODY)]
    assert theirs.body == nobodys.body
    assert second["id"] not in [node["id"] for node in hub.ask(colleague, listed).data["views"]["nodes"]]
    rename = 'mutation ($id: ID!) { renameView(id: $id, name: "another") { id } }'
    assert hub.ask(inspector, rename, {"id": second["id"]}).codes == ["VALIDATION_FAILED"]
    delete = "mutation ($id: ID!) { deleteView(id: $id) { id isDraft } }"
    assert hub.ask(inspector, delete, {"id": second["id"]}).data == {
        "deleteView": {"id": second["id"], "isDraft": True}
    }


def end_view(hub: Hub, key: str) -> None:
    """As if its days were over."""
    text = (Path(__file__).parent / "cypher" / "end.cypher").read_text(encoding="utf-8")
    statement = " ".join(line for line in text.splitlines() if not line.startswith("//"))
    hub.run(hub.ports.graph.write([(statement, {"id": local_id(key)})], timeout_seconds=20, metadata={}))


_CHANGE = "mutation ($input: ChangeViewInput!) { changeView(input: $input) { id name content version isOwn createdAt endsAt } }"
_OPEN = "query ($id: ID!) { view(id: $id) { content version createdAt endsAt } }"


def _change_view(hub: Hub, who: Who, key: str, version: int, content: str) -> Any:
    return hub.ask(who, _CHANGE, {"input": {"id": key, "version": version, "content": content}})


def test_the_office_saves_a_view_anew_under_its_address_and_a_newer_one_is_not_lost(
    hub: Hub, city: City, inspector: Who, room: str
) -> None:
    """Name, officer and last day stay; who opened an older one is told, and nothing is written."""
    key = save_view(hub, inspector, content_of(room)).data["saveView"]["id"]
    before = hub.ask(inspector, _OPEN, {"id": key}).data["view"]
    assert before["version"] == 1
    colleague = _colleague(city, inspector)
    theirs = _change_view(hub, colleague, key, 1, content_of(room, groupBy="OWNER"))
    assert theirs.errors == []
    assert theirs.data["changeView"] == {
        "id": key,
        "name": "三号楼 Building 3",
        "version": 2,
        "isOwn": False,
        "content": theirs.data["changeView"]["content"],
        **{name: before[name] for name in ("createdAt", "endsAt")},
    }
    late = _change_view(hub, inspector, key, 1, content_of(room, groupBy="BUILDING"))
    assert late.codes == ["CONFLICT"]
    assert late.data == {"changeView": None}
    now = hub.ask(inspector, _OPEN, {"id": key}).data["view"]
    assert (now["version"], json.loads(now["content"])["groupBy"]) == (2, "OWNER")
    assert _change_view(hub, inspector, key, 2, content_of(room, groupBy="BUILDING")).data["changeView"]["version"] == 3
    assert len(hub.ask(inspector, _LIST).data["views"]["nodes"]) >= 1


def test_another_offices_view_a_draft_and_an_unknown_one_are_not_changed(
    hub: Hub, city: City, inspector: Who, room: str
) -> None:
    """In the same bytes."""
    key = save_view(hub, inspector, content_of(room)).data["saveView"]["id"]
    elsewhere = next(
        item for item in officers(city, "housing", inspector.purpose, level=6) if item.office != inspector.office
    )
    place = next(row["id"] for row in city["room"] if row["unitCode"].startswith(elsewhere.office[-6:]))
    content = content_of(to_global_id("Room", place))
    answers = [_change_view(hub, elsewhere, item, 1, content) for item in (key, _NOBODY)]
    assert [answer.codes for answer in answers] == [["VALIDATION_FAILED"]] * 2
    assert answers[0].body == answers[1].body
    sent = {"input": {"name": "draft", "content": content_of(room), "isDraft": True}}
    draft = hub.ask(inspector, _SAVE, sent).data["saveView"]["id"]
    assert _change_view(hub, inspector, draft, 1, content_of(room)).codes == ["VALIDATION_FAILED"]


def test_a_view_changed_anew_has_the_same_form_and_starts_from_no_persons_licence(
    hub: Hub, inspector: Who, rows: Rows, room: str
) -> None:
    key = save_view(hub, inspector, content_of(room)).data["saveView"]["id"]
    companies = {row["id"] for row in rows.all("landlord") if rows.one("organisation", row["is"])}
    persons = next(
        row["fact"]
        for row in rows.all("landlord_licence")
        if not row["recordedTo"] and row["heldBy"] not in companies and is_valid(row, "2026-11-01")
    )
    for content in (content_of(to_global_id("LandlordLicence", persons)), content_of(room, note="lives there")):
        assert _change_view(hub, inspector, key, 1, content).codes == ["VALIDATION_FAILED"]
    assert hub.ask(inspector, _OPEN, {"id": key}).data["view"]["version"] == 1
