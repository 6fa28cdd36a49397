"""The driver: what a read and a write give, and what each failure becomes. Against a real server."""

import asyncio
import logging
import socket
import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest

from hub.graph import Connection, Graph
from hub.graph.driver import OutcomeUnknownError, Rows
from model.errors import ConflictError, DomicileError, GraphUnavailableError, QueryTooComplexError

from .proxy import CutAt, CuttingProxy

Cypher = Callable[[str], str]
SECRET = "一九八四年一月一日 not a date"


async def _read(graph: Graph, text: str, *, timeout_seconds: float = 30, **parameters: object) -> Rows:
    return await graph.read(text, parameters, timeout_seconds=timeout_seconds, metadata={})


async def _write(graph: Graph, *statements: tuple[str, dict[str, object]]) -> list[Rows]:
    return await graph.write(statements, timeout_seconds=30, metadata={})


def _new() -> str:
    return str(uuid.uuid4())


async def test_a_write_is_counted_and_read_back(graph: Graph, cypher: Cypher) -> None:
    room = _new()
    (rows,) = await _write(graph, (cypher("create_room"), {"id": room}))
    assert rows.counters == {"nodes_created": 1, "labels_added": 1, "properties_set": 1}
    assert await _read(graph, cypher("read_room"), id=room) == Rows(columns=("id",), values=[[room]], counters={})


async def test_a_read_changes_nothing(graph: Graph, cypher: Cypher) -> None:
    run = _new()
    with pytest.raises(
        DomicileError, match=r"refused a statement of the hub \(`Neo\.ClientError\.Statement\.AccessMode`"
    ):
        await _read(graph, cypher("create_mark"), run=run, number=1)
    assert (await _read(graph, cypher("read_marks"), run=run)).values == []


async def test_a_taken_key_is_a_conflict_and_the_whole_write_is_undone(graph: Graph, cypher: Cypher) -> None:
    room, run = _new(), _new()
    await _write(graph, (cypher("create_room"), {"id": room}))
    with pytest.raises(ConflictError) as raised:
        await _write(graph, (cypher("create_mark"), {"run": run, "number": 1}), (cypher("create_room"), {"id": room}))
    assert room not in str(raised.value)
    assert (await _read(graph, cypher("read_marks"), run=run)).values == []


async def test_a_statement_that_takes_too_long_is_ended_by_the_server(graph: Graph, cypher: Cypher) -> None:
    with pytest.raises(QueryTooComplexError, match=r"longer than 0\.5 s"):
        await _read(graph, cypher("never_ends"), timeout_seconds=0.5)
    running = await _read(graph, cypher("read_metadata"))
    assert len(running.values) == 1


async def test_metadata_stands_on_the_transaction(graph: Graph, cypher: Cypher) -> None:
    rows = await graph.read(
        cypher("read_metadata"), {}, timeout_seconds=30, metadata={"operation": "test", "entry": "7"}
    )
    assert [{"operation": "test", "entry": "7"}] in rows.values


@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO])
async def test_no_value_is_in_an_error_or_a_log(
    connected: Connection, cypher: Cypher, caplog: pytest.LogCaptureFixture, level: int
) -> None:
    caplog.set_level(level)
    async with Graph(connected) as graph:
        with pytest.raises(DomicileError, match=r"refused a statement of the hub \(`Neo\.\S+`") as raised:
            await _read(graph, cypher("fails_on_a_value"), value=SECRET)
    assert SECRET not in str(raised.value)
    assert raised.value.__suppress_context__
    assert SECRET not in caplog.text


async def test_a_misspelt_statement_of_ours_is_told_by_its_codes(graph: Graph, cypher: Cypher) -> None:
    with pytest.raises(DomicileError, match=r"`Neo\.ClientError\.Statement\.SyntaxError`, GQL status `\w{5}`"):
        await _read(graph, cypher("is_misspelt"))


async def test_two_writers_who_block_each_other_both_succeed(graph: Graph, cypher: Cypher) -> None:
    one, two = _new(), _new()
    await _write(graph, (cypher("create_room"), {"id": one}), (cypher("create_room"), {"id": two}))
    text = cypher("lock_both")
    done = await asyncio.gather(
        _write(graph, (text, {"first": one, "second": two})), _write(graph, (text, {"first": two, "second": one}))
    )
    assert [rows.counters for (rows,) in done] == [{"properties_set": 2}, {"properties_set": 2}]


async def test_a_profile_names_the_index_and_counts_the_work(graph: Graph, cypher: Cypher) -> None:
    profile = await graph.profile(cypher("read_room"), {"id": _new()})
    assert profile.indexes == ("UNIQUE room:Room(id) WHERE id = $id, cache[room.id]",)
    assert profile.db_hits == 1
    assert [operator.depth for operator in profile.operators] == list(range(len(profile.operators)))


async def test_nobody_there_is_unavailable_and_not_ready(connected: Connection, cypher: Cypher) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        uri = f"bolt://127.0.0.1:{unused.getsockname()[1]}"
        async with Graph(replace(connected, uri=uri)) as graph:
            with pytest.raises(GraphUnavailableError, match="does not answer"):
                await _read(graph, cypher("read_room"), id="x")
            with pytest.raises(GraphUnavailableError, match="does not answer"):
                await _write(graph, (cypher("create_room"), {"id": "x"}))
            assert await graph.is_ready() is False


async def test_a_wrong_password_is_unavailable_and_says_what_to_check(connected: Connection, cypher: Cypher) -> None:
    async with Graph(replace(connected, password="wrong-password")) as graph:
        with pytest.raises(GraphUnavailableError, match="NEO4J_PASSWORD"):
            await _read(graph, cypher("read_room"), id="x")


async def test_a_server_that_falls_silent_is_given_up(connected: Connection, cypher: Cypher) -> None:
    async with CuttingProxy(connected.uri, CutAt.SILENT) as proxy, Graph(replace(connected, uri=proxy.uri)) as graph:
        with pytest.raises(GraphUnavailableError):
            await _read(graph, cypher("read_room"), timeout_seconds=0.2, id="x")


async def test_a_connection_lost_before_the_commit_is_written_once(
    connected: Connection, graph: Graph, cypher: Cypher
) -> None:
    run = _new()
    async with CuttingProxy(connected.uri, CutAt.RUN) as proxy, Graph(replace(connected, uri=proxy.uri)) as through:
        await _write(through, (cypher("create_mark"), {"run": run, "number": 1}))
        assert proxy.cuts == 1
    assert (await _read(graph, cypher("read_marks"), run=run)).values == [[1]]


@pytest.mark.parametrize("cut", [CutAt.COMMIT, CutAt.COMMIT_ANSWER])
async def test_a_connection_lost_at_the_commit_is_told_and_not_repeated(
    connected: Connection, graph: Graph, cypher: Cypher, cut: CutAt
) -> None:
    """Before the server saw the commit nothing is written, after it one mark is: the writer can't tell, and says so."""
    run = _new()
    async with CuttingProxy(connected.uri, cut) as proxy, Graph(replace(connected, uri=proxy.uri)) as through:
        with pytest.raises(OutcomeUnknownError, match="may have happened"):
            await _write(through, (cypher("create_mark"), {"run": run, "number": 1}))
    marks = (await _read(graph, cypher("read_marks"), run=run)).values
    assert marks == ([] if cut is CutAt.COMMIT else [[1]])
