"""An import's statements keep their plan (`replan=skip`), and the first one is made while the graph is empty."""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

import neo4j
import pytest

from hub.graph import Connection, Graph, connection
from hub.graph.migrations import migrate
from loaders.fragments import fragment
from model.graph import KINDS
from tests.support.store import running_graph, settings_at


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[neo4j.Session]:
    """A session on a graph that has its indexes and nothing else."""
    settings = settings_at(tmp_path_factory.mktemp("empty"), neo4j_uri="")
    with running_graph(settings):
        there = connection(settings)
        assert there is not None
        asyncio.run(_migrated(there))
        with (
            neo4j.GraphDatabase.driver(there.uri, auth=(there.user, there.password)) as driver,
            driver.session() as session,
        ):
            yield session


async def _migrated(there: Connection) -> None:
    async with Graph(there) as graph:
        await migrate(graph)


def _steps(plan: Mapping[str, Any]) -> list[str]:
    below = [step for child in plan.get("children", ()) for step in _steps(child)]
    return [f"{plan['operatorType']} {plan['args'].get('Details', '')}", *below]


@pytest.mark.parametrize("name", [kind.file_name for kind in KINDS])
def test_the_plan_that_is_made_on_an_empty_graph_looks_at_no_whole_kind(empty: neo4j.Session, name: str) -> None:
    text = fragment(f"intake/{name}")
    assert text.startswith("CYPHER replan=skip ")
    plan = empty.run(f"EXPLAIN {text}", rows=[]).consume().plan  # type: ignore[arg-type] # our own committed text
    assert plan is not None
    assert [step for step in _steps(plan) if "Scan" in step] == []
    assert any("Index" in step for step in _steps(plan))
