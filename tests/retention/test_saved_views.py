"""A saved view that ended is erased by the run of retention; one that lasts stays."""

from pathlib import Path

from model.ids import to_global_id
from tests.reference.executor import local_id
from tests.retention.conftest import Run
from tests.support.hub import Hub, Who
from tests.support.store import City
from tests.view.test_views import DISTRICT, content_of, end_view, save_view

_KNOWN = Path(__file__).parents[1] / "view" / "cypher" / "known.cypher"


def _known(hub: Hub, ids: list[str]) -> list[str]:
    text = " ".join(line for line in _KNOWN.read_text(encoding="utf-8").splitlines() if not line.startswith("//"))
    rows = hub.run(hub.ports.graph.read(text, {"ids": ids}, timeout_seconds=20, metadata={}))
    return [row[0] for row in rows.values]


def test_a_view_that_ended_is_erased_and_one_that_lasts_stays(
    hub: Hub, city: City, inspector: Who, run_retention: Run
) -> None:
    room = to_global_id("Room", next(row["id"] for row in city["room"] if row["unitCode"].startswith(DISTRICT)))
    ended, lasting = [local_id(save_view(hub, inspector, content_of(room)).data["saveView"]["id"]) for _ in range(2)]
    end_view(hub, to_global_id("SavedView", ended))
    assert _known(hub, [ended, lasting]) == sorted([ended, lasting])
    run_retention(hub)
    assert _known(hub, [ended, lasting]) == [lasting]
