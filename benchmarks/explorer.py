"""What an inspector waits for in the explorer, and what it costs: time, requests, bytes and statements of each action.

    python -m benchmarks.explorer --url http://127.0.0.1:8000 --home HOME [--rounds 5]

Needs a running hub with the development issuer (`./run demo`, whose home is the default), Chromium, and nothing else that
works on the machine. The last two actions open a saved view of as many things as the explorer shows at once, made of the
city's own rooms and what leads to them, and drag its picture.
"""

import argparse
import csv
import json
import shutil
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Response, expect, sync_playwright

from hub.limits import VIEW_THINGS_MAX
from hub.model.ids import to_global_id
from hub.settings import Settings

_ARGUMENTS = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-dev-shm-usage", "--no-sandbox"]
_PURPOSE = "housing-safety-inspection"
_PERSON = "住房"
_MILLISECONDS_MAX = 120_000
_WATCH = """() => {
    window.tasks = [];
    new PerformanceObserver(list => tasks.push(...list.getEntries().map(one => one.duration))).observe({type: "longtask"});
}"""


@dataclass
class Cost:
    """Of one action, once."""

    milliseconds: float = 0
    requests: int = 0
    bytes: int = 0
    statements: int = 0
    long_tasks: list[float] = field(default_factory=list)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True)
    parser.add_argument("--home", type=Path, default=None)
    parser.add_argument("--person", default=_PERSON, help="a part of their line on the demo's sign-in page")
    parser.add_argument("--unit", default="", help="the code of their area; by default the demo inspector's")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    home = options.home or Settings().home
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    found: dict[str, list[Cost]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        expect.set_options(timeout=_MILLISECONDS_MAX)
        for _ in range(options.rounds):
            for name, cost in _round(browser, options, home):
                found.setdefault(name, []).append(cost)
        browser.close()
    for name, costs in found.items():
        print(json.dumps({"action": name, **_summary(costs)}, ensure_ascii=False))


def _summary(costs: list[Cost]) -> Mapping[str, Any]:
    times = [cost.milliseconds for cost in costs]
    tasks = [[task for task in cost.long_tasks if task > 100] for cost in costs]
    return {
        "ms": [round(statistics.median(times)), round(min(times)), round(max(times))],
        "requests": statistics.median(cost.requests for cost in costs),
        "kB": round(statistics.median(cost.bytes for cost in costs) / 1000, 1),
        "statements": statistics.median(cost.statements for cost in costs),
        "long tasks above 100 ms": statistics.median(len(each) for each in tasks),
        "longest": round(max((task for each in tasks for task in each), default=0)),
    }


def _round(browser: Browser, options: argparse.Namespace, home: Path) -> Iterator[tuple[str, Cost]]:
    url = options.url
    context = browser.new_context(viewport={"width": 1280, "height": 860}, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(_MILLISECONDS_MAX)
    _sign_in(page, url, options.person)
    details = page.get_by_role("region", name="Details")
    ranking = page.get_by_role("region", name="Landlord companies with most open repair orders")

    def open_page() -> None:
        page.goto(f"{url}/explore")
        expect(ranking.get_by_role("listitem").first).to_be_visible()

    def choose() -> None:
        ranking.get_by_role("listitem").first.get_by_role("button").click()
        expect(page.locator("canvas").first).to_be_visible()
        expect(details.get_by_role("button", name="Rooms: show")).to_be_visible()

    def expand() -> None:
        details.get_by_role("button", name="Rooms: show").click()
        expect(page.get_by_text("added;")).to_be_visible()

    def search() -> None:
        page.get_by_role("searchbox").fill("公司")
        page.keyboard.press("Enter")
        expect(page.get_by_role("search").get_by_text("results")).to_be_visible()

    def table() -> None:
        page.get_by_role("tab", name="Table").click()
        expect(page.get_by_role("gridcell").first).to_be_visible()

    actions: list[tuple[str, Callable[[], None]]] = [
        ("open the page, until the ranking stands", open_page),
        ("choose a landlord, until its picture and totals stand", choose),
        ("bring 20 rooms", expand),
        ("search a word in every company's name", search),
        ("the same as a table", table),
    ]
    for name, act in actions:
        with _costing(page) as cost:
            act()
        yield name, cost
    content = _large_view(home, options.unit)
    address = _keep(page, content)
    size = len(content["things"])

    def open_view() -> None:
        page.goto(f"{url}/explore/view/{address}")
        expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(size)

    with _costing(page) as cost:
        open_view()
    print(page.get_by_text("shown,").first.text_content())
    yield f"open a view of {size} things", cost
    with _costing(page) as cost:
        _pan(page)
    yield f"drag the picture of {size} things", cost
    with _costing(page) as cost:
        table()
    yield f"a table of {size} rows", cost
    with _costing(page) as cost:
        _scroll(page)
    yield f"scroll a table of {size} rows", cost
    _ask(page, "mutation Drop($id: ID!) { deleteView(id: $id) { id } }", {"id": address})
    context.close()


@contextmanager
def _costing(page: Page) -> Iterator[Cost]:
    """What a block costs: until it ends, and what the browser asked for meanwhile."""
    cost = Cost()
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    page.on("response", keep)
    page.add_init_script(f"({_WATCH})()")
    page.evaluate("window.tasks ? void (window.tasks.length = 0) : void 0")
    started = time.perf_counter()
    yield cost
    cost.milliseconds = (time.perf_counter() - started) * 1000
    page.remove_listener("response", keep)
    cost.long_tasks = page.evaluate("window.tasks ?? []")
    for answer in answers:
        cost.requests += 1
        cost.bytes += answer.request.sizes()["responseBodySize"] + answer.request.sizes()["responseHeadersSize"]
        if answer.url.endswith("/graphql"):
            cost.statements += answer.json()["extensions"]["cost"]["statements"]


def _sign_in(page: Page, url: str, person: str) -> None:
    page.goto(url)
    page.locator("main a[href^='/session/sign-in']").first.click()
    page.get_by_role("button", name=person).first.click()
    page.wait_for_url(f"{url}/**")
    chosen = {"purpose": _PURPOSE, "case": None}
    page.evaluate(
        """chosen => fetch("/session", {method: "PUT", body: JSON.stringify(chosen),
           headers: {"content-type": "application/json", "domicile-explorer": "1"}})""",
        chosen,
    )


def _pan(page: Page) -> None:
    page.locator("canvas").first.scroll_into_view_if_needed()
    box = page.locator("canvas").first.bounding_box()
    if not box:
        raise SystemExit("there is no picture to drag")
    page.mouse.move(box["x"] + 12, box["y"] + 12)
    page.mouse.down()
    for step in range(60):
        page.mouse.move(box["x"] + 12 + step * 4, box["y"] + 12 + step * 2)
    page.mouse.up()


def _scroll(page: Page) -> None:
    page.get_by_role("grid").hover()
    for _ in range(40):
        page.mouse.wheel(0, 600)
        page.wait_for_timeout(16)


def _keep(page: Page, content: Mapping[str, Any]) -> str:
    """Save a view by the API, as the explorer does; its id."""
    variables = {"input": {"name": "benchmark", "content": json.dumps(content)}}
    query = "mutation Keep($input: SaveViewInput!) { saveView(input: $input) { id } }"
    key: str = _ask(page, query, variables)["data"]["saveView"]["id"]
    return key


def _ask(page: Page, query: str, variables: Mapping[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = page.evaluate(
        """async body => (await fetch("/graphql", {method: "POST", body: JSON.stringify(body), headers: {"content-type":
           "application/json", "domicile-explorer": "1", "domicile-purpose": "housing-safety-inspection"}})).json()""",
        {"query": query, "variables": variables},
    )
    return answer


def _large_view(home: Path, unit: str) -> dict[str, Any]:
    """As many of a district's things as the explorer shows: buildings, their rooms, and those rooms' owners and licences."""
    manifest = json.loads((home / "city" / "manifest.json").read_text(encoding="utf-8"))
    unit = unit or manifest["demo"]["housingInspector"]["office"].rpartition("-")[2]
    organisations = {row["id"] for row in _rows(home, "organisation")}
    companies = {row["id"] for row in _rows(home, "landlord") if row["is"] in organisations}
    rooms = [row for row in _rows(home, "room") if row["unitCode"].startswith(unit)]
    owners = {
        row["of"]: row["by"]
        for row in _rows(home, "ownership")
        if row["by"] in companies and not row["recordedTo"] and not row["validTo"]
    }
    things: dict[str, int] = {}
    opened: list[dict[str, Any]] = []

    def add(kind: str, key: str) -> int:
        return things.setdefault(to_global_id(kind, key), len(things))

    buildings: dict[str, list[str]] = {}
    for room in rooms:
        buildings.setdefault(room["in"], []).append(room["id"])
    for building, inside in buildings.items():
        if len(things) + len(inside) + 40 > VIEW_THINGS_MAX:
            break
        opened.append(
            {"of": add("Building", building), "relation": "rooms", "count": min(len(inside), VIEW_THINGS_MAX)}
        )
        for room in inside:
            place = add("Room", room)
            if room in owners:
                add("Landlord", owners[room])
                opened.append({"of": place, "relation": "owners", "count": 1})
    opened = [each for each in opened if each["of"] < VIEW_THINGS_MAX][:VIEW_THINGS_MAX]
    side = 45
    placed = [
        {"id": key, "x": (at % side) * 2.0, "y": (at // side) * 2.0}
        for key, at in list(things.items())[:VIEW_THINGS_MAX]
    ]
    return {"start": placed[0]["id"], "things": placed, "opened": opened}


def _rows(home: Path, name: str) -> Iterator[dict[str, str]]:
    with (home / "city" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


if __name__ == "__main__":
    main()
