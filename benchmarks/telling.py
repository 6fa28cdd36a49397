"""Whether times tell what answers don't: unknown, forbidden and protected, told apart by a stranger with a stopwatch.

    python -m benchmarks.telling [--pairs 20000] [--at-once 16]

Needs what `benchmarks.questions` needs. Each pair is two requests whose answers have equal bytes, sent in random order,
many at once, while other callers load the hub. Prints the area under the curve (AUC) of the best guess by time: 0.5 is
a coin, 1 is certain; this hub is to stay at 0.55 or below. That is no proof: who may ask without end can average small
differences away, and it is the budgets that forbid asking without end (they are widened here).
"""

import argparse
import asyncio
import json
import random
import statistics
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from benchmarks.questions import Asked, await_ready, exchange, on_the_wire, serve
from hub.demo.city.reading import Rows, read_city
from hub.demo.issuer import DevelopmentIssuer
from hub.settings import Settings

LOADERS = 2  # callers beside, about places
_CASE = (
    "query($number: String!) { case(number: $number) { number subject { name { full } residences { validFrom } } } }"
)
_RESIDENCES = "query($number: String!) { case(number: $number) { subject { residences { validFrom } } } }"
_OPEN = "mutation($input: OpenCaseInput!) { openCase(input: $input) { case { number subject { name { full } } } } }"
_CODE = "mutation($input: CreateCounterCodeInput!) { createCounterCode(input: $input) { code } }"
_ROOMS = "{ rooms(first: 20) { nodes { id designator building { id } } } }"
_FAR = "2027-06-01"


@dataclass(frozen=True)
class Pair:
    """Two requests that nobody should be able to tell apart."""

    name: str
    one: Asked
    other: Asked


class Scene:
    """The demo's city: who asks, and about whom."""

    def __init__(self, settings: Settings, port: int) -> None:
        self._issuer = DevelopmentIssuer.open(settings)
        self._city: Rows = read_city(settings.home / "city")
        self._url = f"http://127.0.0.1:{port}/graphql"
        self._protected = {row["id"] for row in self._city["person"] if row["isProtected"] == "true"}
        self._clerks = list(self._officers("registration", "resident-registration"))

    def pairs(self) -> list[Pair]:
        """Each kind of telling apart."""
        clerk, stranger = self._clerks[0], self._clerks[-1]
        documents = [
            row for row in self._city["identity_document"] if not row["recordedTo"] and row["expiresOn"] > _FAR
        ]
        ordinary = next(row for row in documents if row["of"] not in self._protected)
        protected = next(row for row in documents if row["of"] in self._protected)
        made_up = {**ordinary, "number": "110101190307190033"}
        held = self._opened(stranger, ordinary)
        at_home = {row["of"] for row in self._city["residence"] if not row["validTo"] and not row["recordedTo"]}
        signed_in = {row["of"] for row in self._city["sign_in"]}
        documents = [row for row in documents if row["of"] in signed_in]
        without = next(row for row in documents if row["of"] not in self._protected | at_home)
        withheld = next(row for row in documents if row["of"] in self._protected & at_home)
        return [
            Pair(
                "a case: unknown, another officer's",
                self._asked(clerk, _CASE, {"number": "AAAABBBBCCCC"}),
                self._asked(clerk, _CASE, {"number": held}),
            ),
            Pair(
                "at the counter: unknown, protected",
                self._asked(clerk, _OPEN, self._shown(made_up)),
                self._asked(clerk, _OPEN, self._shown(protected)),
            ),
            Pair(
                "in one's own case: nothing there, protected",
                self._asked(clerk, _RESIDENCES, {"number": self._opened(clerk, without)}),
                self._asked(clerk, _RESIDENCES, {"number": self._opened(clerk, withheld)}),
            ),
            Pair(
                "at the counter: unknown, known with a wrong proof",
                self._asked(clerk, _OPEN, self._shown(made_up, code="AAAAA-BBBBB")),
                self._asked(clerk, _OPEN, self._shown(ordinary, code="AAAAA-BBBBB")),
            ),
        ]

    def beside(self) -> Asked:
        """What the load asks."""
        inspector = next(self._officers("housing", "housing-safety-inspection"))
        return self._asked(inspector, _ROOMS, {})

    def _officers(self, client: str, purpose: str) -> Iterator[Mapping[str, str]]:
        offices = {row["id"]: row["code"] for row in self._city["office"] if row["client"] == client}
        for row in self._city["staff_member"]:
            if row["worksAt"] in offices and not row["validTo"] and not row["recordedTo"]:
                token = self._issuer.token(client=client, subject=row["subject"], office=offices[row["worksAt"]])
                yield {"authorization": f"Bearer {token}", "domicile-purpose": purpose}

    def _opened(self, clerk: Mapping[str, str], document: Mapping[str, str]) -> str:
        """The number of a case which the holder of `document` opened at that clerk's."""
        sign_in = next(row["subject"] for row in self._city["sign_in"] if row["of"] == document["of"])
        token = self._issuer.token(client="resident", subject=sign_in, office=None)
        made = self._post({"authorization": f"Bearer {token}"}, _CODE, {"input": {"permissions": []}})
        opened = self._post(clerk, _OPEN, self._shown(document, code=made["createCounterCode"]["code"]))
        number: str = opened["openCase"]["case"]["number"]
        return number

    def _post(self, headers: Mapping[str, str], text: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        body = {"query": text, "variables": variables}
        answer = httpx.post(self._url, json=body, headers=dict(headers), timeout=60).json()
        if "errors" in answer:
            raise SystemExit(answer["errors"][0]["message"])
        data: Mapping[str, Any] = answer["data"]
        return data

    @staticmethod
    def _shown(document: Mapping[str, str], **others: str) -> Mapping[str, Any]:
        shown = {
            "kind": "REGISTRATION",
            "documentKind": document["kind"],
            "documentNumber": document["number"],
            "documentExpiresOn": document["expiresOn"],
        }
        return {"input": {**shown, **others}}

    @staticmethod
    def _asked(headers: Mapping[str, str], text: str, variables: Mapping[str, Any]) -> Asked:
        body = json.dumps({"query": text, "variables": variables}).encode()
        return Asked("asked", body, {"content-type": "application/json", **headers})


async def _sampled(port: int, pair: Pair, count: int, at_once: int, beside: Asked) -> tuple[list[float], list[float]]:
    """The seconds that each of the two took, `count` times each."""
    load = [asyncio.create_task(_loading(port, beside)) for _ in range(LOADERS)]
    samples = await asyncio.gather(*(_samples(port, pair, count // at_once) for _ in range(at_once)))
    for task in load:
        task.cancel()
    await asyncio.gather(*load, return_exceptions=True)
    one = [seconds for ones, _ in samples for seconds in ones]
    other = [seconds for _, others in samples for seconds in others]
    return one, other


async def _samples(port: int, pair: Pair, count: int) -> tuple[list[float], list[float]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    requests = (on_the_wire(pair.one), on_the_wire(pair.other))
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(count):
        for which in random.sample((0, 1), 2):
            start = time.perf_counter()
            await exchange(reader, writer, requests[which])
            seconds[which].append(time.perf_counter() - start)
    writer.close()
    return seconds


async def _loading(port: int, beside: Asked) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = on_the_wire(beside)
    while True:  # until it is cancelled
        await exchange(reader, writer, request)


def area(one: list[float], other: list[float]) -> float:
    """The chance that a random one of `other` took longer than a random one of `one`, ties being half (Mann-Whitney)."""
    values = sorted([(seconds, 0) for seconds in one] + [(seconds, 1) for seconds in other])
    ranks = 0.0
    start = 0
    while start < len(values):
        end = start
        while end < len(values) and values[end][0] == values[start][0]:
            end += 1
        ranks += sum(which for _, which in values[start:end]) * (start + 1 + end) / 2
        start = end
    return (ranks - len(other) * (len(other) + 1) / 2) / (len(one) * len(other))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=20_000)
    parser.add_argument("--at-once", type=int, default=16)
    options = parser.parse_args()
    settings = Settings()
    port = settings.port + 1
    with TemporaryDirectory() as folder:
        process = serve("hub-for-guessing", port, Path(folder) / "none")
        try:
            await_ready(port)
            scene = Scene(settings, port)
            for pair in scene.pairs():
                one, other = asyncio.run(_sampled(port, pair, options.pairs, options.at_once, scene.beside()))
                by_time = area(one, other)
                halves = " and ".join(f"{1000 * statistics.median(seconds):.1f} ms" for seconds in (one, other))
                print(
                    f"{pair.name:50} {len(one)} pairs  AUC {max(by_time, 1 - by_time):.3f}  medians {halves}",
                    flush=True,
                )
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
