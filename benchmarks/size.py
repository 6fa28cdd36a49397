"""Cost with size: the six questions of a street office, `first: 20`, on cities of two sizes. None may grow with the city.

A street of the medium city is 25 times as populous as one of the small, and a `totalCount` counts what is there: so the
last column divides by what the answer counted. First pages without a total follow; they may not grow at all.

    python -m benchmarks.size HOME [HOME …]

Each HOME holds a loaded city and a running graph: `DOMICILE_HOME=HOME ./run demo --size SIZE --check`, then
`DOMICILE_HOME=HOME ./run graph start`. Prints for each question the database's own unit of work (db hits, which no busy
machine changes), how much its answer counted, and the median time of ten runs in milliseconds, a column a home.
"""

import asyncio
import statistics
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from benchmarks.recording import recorded_reads
from hub.application import create
from hub.demo.city.reading import read_city
from hub.demo.issuer import DevelopmentIssuer
from hub.demo.questions import read_document
from hub.settings import Settings
from model.ids import to_global_id

RUNS = 10
STREET_CODE_LENGTH = 9
Row = Mapping[str, str]


def main() -> None:
    """Measure each home and print a row a question."""
    columns = [asyncio.run(_measure(Path(home))) for home in sys.argv[1:]]
    if not columns:
        raise SystemExit(__doc__)
    for name in columns[0]:
        first, last = columns[0][name], columns[-1][name]
        cells = "   ".join(
            f"{item.hits:6} hits {item.counted:5} counted {item.milliseconds:7.1f} ms"
            for item in (column[name] for column in columns)
        )
        growth = last.hits / first.hits
        by_row = growth / (last.counted / first.counted)
        print(f"{name:22} {cells}   hits x{growth:.2f}, for each counted x{by_row:.2f}")


@dataclass(frozen=True)
class Cost:
    """Of one question in one city."""

    hits: int
    counted: int
    milliseconds: float


async def _measure(home: Path) -> dict[str, Cost]:
    settings = Settings.model_validate({"home": home})
    application = create(settings)
    results: dict[str, Cost] = {}
    transport = httpx.ASGITransport(app=application)
    with recorded_reads() as seen:
        async with (
            application.router.lifespan_context(application),
            httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", timeout=600) as client,
        ):
            for name, document, variables, headers in _asked(settings):
                times = []
                for _ in range(RUNS):
                    seen.clear()
                    start = time.perf_counter()
                    answer = await client.post(
                        "/graphql", json={"query": document, "variables": variables}, headers=headers
                    )
                    times.append(1000 * (time.perf_counter() - start))
                    if answer.json().get("errors"):
                        raise SystemExit(f"{name}: {answer.text[:500]}")
                sent = list(seen)
                hits = [(await graph.profile(text, parameters)).db_hits for graph, text, parameters in sent]
                results[name] = Cost(sum(hits), _counted(answer.json()["data"]), statistics.median(times))
    return results


def _counted(value: Any) -> int:
    """The largest total in an answer; 1 where it has none."""
    if isinstance(value, list):
        return max(map(_counted, value), default=1)
    if isinstance(value, dict):
        return max(value.get("totalCount", 1), *map(_counted, value.values()), 1)
    return 1


def _asked(settings: Settings) -> Sequence[tuple[str, str, Mapping[str, Any], Mapping[str, str]]]:
    """The questions which can be asked again and again, by officers of the busiest street."""
    city = read_city(settings.home / "city")
    issuer = DevelopmentIssuer.open(settings)
    street = Counter(row["unitCode"][:STREET_CODE_LENGTH] for row in city["room"]).most_common(1)[0][0]
    rooms = [row for row in city["room"] if row["unitCode"].startswith(street)]
    building = Counter(row["in"] for row in rooms).most_common(1)[0][0]
    point = _point(city, building)
    resident = city["sign_in"][0]["subject"]
    housing = _officer(issuer, city, "housing", street, "housing-safety-inspection")
    labour = _officer(issuer, city, "labour", street, "workplace-inspection")
    own = {"authorization": f"Bearer {issuer.token(client='resident', subject=resident, office=None)}"}
    near = {"near": {"longitude": point[0], "latitude": point[1], "radiusMetres": 4000}}
    return [
        ("viewer", read_document("viewer"), {}, housing),
        ("building", read_document("building"), {"id": to_global_id("Building", building)}, housing),
        ("landlord", read_document("landlord"), {"id": to_global_id("Landlord", _landlord(city, rooms))}, housing),
        ("me", read_document("me"), {"day": "2022-06-01"}, own),
        ("history", _OWN_HISTORY, {}, own),
        ("employers", read_document("employers"), near, labour),
        *((f"page of {name}", _PAGE % name, {}, housing) for name in ("rooms", "buildings", "addresses")),
        ("page of workplaces", _PAGE % "workplaces", {}, labour),
    ]


_PAGE = "{ %s(first: 20) { nodes { id } pageInfo { endCursor } } }"
_OWN_HISTORY = """{ me { residenceHistory(first: 20) { totalCount nodes { validFrom address { fullAddress } } }
 declaredContacts { name relation } } }"""


def _officer(
    issuer: DevelopmentIssuer, city: Mapping[str, list[Any]], client: str, street: str, purpose: str
) -> dict[str, str]:
    office = next(row for row in city["office"] if row["client"] == client and row["unitCode"] == street)
    members = [row for row in city["staff_member"] if row["worksAt"] == office["id"]]
    officer = next(row for row in members if not row["validTo"] and not row["recordedTo"])
    token = issuer.token(client=client, subject=officer["subject"], office=office["code"])
    return {"authorization": f"Bearer {token}", "domicile-purpose": purpose}


def _landlord(city: Mapping[str, list[Any]], rooms: Sequence[Row]) -> str:
    """The company that owns most in these rooms' buildings today."""
    companies = {row["id"] for row in city["organisation"]}
    landlords = {row["id"] for row in city["landlord"] if row["is"] in companies}
    places = Counter(row["in"] for row in rooms)
    owned: Counter[str] = Counter()
    for row in city["ownership"]:
        if row["by"] in landlords and not row["validTo"] and not row["recordedTo"]:
            owned[row["by"]] += places.get(row["of"], 0)
    return owned.most_common(1)[0][0]


def _point(city: Mapping[str, list[Any]], building: str) -> tuple[float, float]:
    address = next(row["at"] for row in city["building"] if row["id"] == building)
    longitude, latitude = next(row["point"] for row in city["address"] if row["id"] == address).split()
    return float(longitude), float(latitude)


if __name__ == "__main__":
    main()
