"""One caller's many questions wait for one another, and nobody else waits for them."""

import asyncio
from collections.abc import Mapping
from typing import Any

from model.limits import STATEMENTS_OF_A_CALLER_MAX
from tests.support.faults import Breakable
from tests.support.hub import Answer, Who

_ASKED = "{ viewer { client } }"  # one statement each
_TURNS = 200  # of the loop, in which whatever may start has started


class _Holding:
    """A graph that answers nothing of one client until it is let go; `most` is how much of theirs was under way at once."""

    def __init__(self, real: Any, client: str) -> None:
        self._real, self._client = real, client
        self.now = self.most = 0
        self.let_go = asyncio.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    async def read(self, text: str, parameters: Mapping[str, Any], **others: Any) -> Any:
        if others["metadata"].get("client") != self._client:
            return await self._real.read(text, parameters, **others)
        self.now += 1
        self.most = max(self.most, self.now)
        await self.let_go.wait()
        rows = await self._real.read(text, parameters, **others)
        self.now -= 1
        return rows


def test_one_caller_has_a_share_of_the_graph_and_another_does_not_wait(
    breakable: Breakable, inspector: Who, clerk: Who
) -> None:
    graph = _Holding(breakable.ports.graph, inspector.client)
    object.__setattr__(breakable.ports, "graph", graph)

    async def race() -> tuple[Answer, list[Answer]]:
        many = [
            asyncio.ensure_future(breakable.asked(inspector, _ASKED, {})) for _ in range(STATEMENTS_OF_A_CALLER_MAX * 3)
        ]
        for _ in range(_TURNS):
            await asyncio.sleep(0)
        other = await breakable.asked(clerk, _ASKED, {})
        graph.let_go.set()
        return other, list(await asyncio.gather(*many))

    other, answers = breakable.run(race())
    assert other.data == {"viewer": {"client": clerk.client}}
    assert [answer.data for answer in answers] == [{"viewer": {"client": inspector.client}}] * len(answers)
    assert graph.most == STATEMENTS_OF_A_CALLER_MAX
