"""Applications to measure against each other: the bare driver, and the hub with its parts switched on one by one.

Each is a factory for the server, chosen by `BENCH_APP`; `BENCH_RECORDED` names the file with the recorded statements.
"""

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import neo4j
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.stand_ins import NoLedger
from hub import application
from hub.gate.policies import FixedPolicy
from hub.gate.ports import Ports
from hub.graph import connection
from hub.opening import open_ports
from hub.settings import Settings
from loaders.fragments import fragment
from model import limits
from model.callers import Decision, Question
from model.groups import FieldGroup


class OpenPolicy:
    """Allows everything without asking Cedar: what the policy costs is the difference."""

    def __init__(self, real: Any) -> None:
        self._real = real
        self._everything = Decision(
            allowed=frozenset(FieldGroup), denied={}, policy_version=real.version, legal_basis="none"
        )
        self.version: str = real.version

    def decide(self, question: Question, groups: frozenset[FieldGroup]) -> Decision:
        del question, groups
        return self._everything

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


class RememberedAuthority:
    """The graph, but for what the gate asks it before a decision: that is asked once. What it costs is the difference."""

    def __init__(self, real: Any) -> None:
        self._real = real
        self._texts = {fragment("authority/case"), fragment("authority/me")}
        self._remembered: dict[str, Any] = {}

    async def read(self, text: str, parameters: Mapping[str, Any], **others: Any) -> Any:
        if text not in self._texts:
            return await self._real.read(text, parameters, **others)
        if text not in self._remembered:
            self._remembered[text] = await self._real.read(text, parameters, **others)
        return self._remembered[text]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def hub() -> Starlette:
    """The hub, whole or without a part, as BENCH_APP says: `hub`, and `-no-log`, `-no-policy`, `-no-authority` behind it."""
    wanted = os.environ.get("BENCH_APP", "hub")

    @asynccontextmanager
    async def opened(settings: Settings) -> AsyncIterator[Ports]:
        async with open_ports(settings) as ports:
            changes: dict[str, Any] = {}
            if "no-log" in wanted:
                changes["ledger"] = NoLedger()
            if "no-policy" in wanted:
                changes["policies"] = FixedPolicy(OpenPolicy(ports.policy))
            if "no-authority" in wanted:
                changes["graph"] = RememberedAuthority(ports.graph)
            yield replace(ports, **changes)

    if wanted == "hub-for-guessing":  # else an officer's openings are all refused in the same way after a few
        limits.COUNTER_REFUSALS_PER_DAY_MAX = 10**9

    application.open_ports = opened  # type: ignore[assignment] # a benchmark may look behind the curtain
    return application.create()


def bare() -> Starlette:
    """Starlette, the driver, and the statements which the hub composed for the same questions; nothing else."""
    recorded: Mapping[str, Any] = orjson.loads(Path(os.environ["BENCH_RECORDED"]).read_bytes())
    found = connection(Settings())
    if found is None:
        raise SystemExit("no graph is running: `./run graph start`")
    driver: list[neo4j.AsyncDriver] = []

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        auth = (found.user, found.password)
        async with neo4j.AsyncGraphDatabase.driver(found.uri, auth=auth, notifications_min_severity="OFF") as opened:
            driver.append(opened)
            yield

    async def answer(request: Request) -> Response:
        asked = orjson.loads(await request.body())
        text, parameters = recorded[asked["operationName"]]
        async with driver[0].session(default_access_mode=neo4j.READ_ACCESS) as session:
            rows = [record.values() async for record in await session.run(text, parameters)]
        return Response(orjson.dumps({"data": rows}, default=bytes.hex), media_type="application/json")  # sealed values

    async def ready(_request: Request) -> Response:
        return Response(b"{}")

    routes = [Route("/graphql", answer, methods=["POST"]), Route("/health/ready", ready)]
    return Starlette(routes=routes, lifespan=lifespan)
