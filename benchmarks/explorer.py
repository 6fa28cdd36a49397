"""What an inspector waits for in the explorer, and what it costs: time, requests, bytes and statements of each action.

    python -m benchmarks.explorer --url http://127.0.0.1:8000 --home HOME [--rounds 5]

Needs a running hub with the development issuer (`./run demo --size medium`, whose home is the default; with
`DOMICILE_BUDGET_FACTOR=1000`, for a round asks some hundred times), and Chromium. The last actions open a saved view of as
many things and connections as the explorer shows at once, made of the city's own rooms and what leads to them, and drag
its picture, select in it, and go to the table and the map.

A task's length is told twice: as it passed, and in CPU time of the page's main thread, which no other work on the machine
changes. Nothing is waited for by its role: Playwright would walk the whole page for that, in tasks of the page itself.
"""

import argparse
import json
import shutil
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Page, Response, expect, sync_playwright

from benchmarks.large_view import large_view
from hub.settings import Settings

_ARGUMENTS = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-dev-shm-usage", "--no-sandbox"]
_PURPOSE = "housing-safety-inspection"
_PERSON = "住房"
_MILLISECONDS_MAX = 120_000
_LONG_MILLISECONDS = 100
_DRAWN = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
_SETTLES_MILLISECONDS = 1500  # after an action: what it left to do in later tasks belongs to it


@dataclass
class Cost:
    """Of one action, once."""

    milliseconds: float = 0
    requests: int = 0
    bytes: int = 0
    statements: int = 0
    busy_milliseconds: float = 0
    tasks: list[tuple[float, float]] = field(default_factory=list)
    """Those of the main thread, in milliseconds: as they passed, and their CPU time."""


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
    passed = [[wall for wall, _ in cost.tasks if wall > _LONG_MILLISECONDS] for cost in costs]
    worked = [[cpu for _, cpu in cost.tasks if cpu > _LONG_MILLISECONDS] for cost in costs]
    return {
        "ms": [round(statistics.median(times)), round(min(times)), round(max(times))],
        "requests": statistics.median(cost.requests for cost in costs),
        "kB": round(statistics.median(cost.bytes for cost in costs) / 1000, 1),
        "statements": statistics.median(cost.statements for cost in costs),
        "CPU ms of the main thread": round(min(cost.busy_milliseconds for cost in costs)),
        "long tasks": {"median": statistics.median(map(len, passed)), "least": min(map(len, passed))},
        "long tasks by CPU": {"median": statistics.median(map(len, worked)), "least": min(map(len, worked))},
        "longest task's CPU ms": round(min(max((cpu for _, cpu in cost.tasks), default=0) for cost in costs)),
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
    content = large_view(home, options.unit)
    address = _keep(page, content)
    is_told = False
    for name, act in _large_actions(page, f"{url}/explore/view/{address}"):
        with _costing(page) as cost:
            act()
        yield f"{len(content['things'])} things: {name}", cost
        if not is_told:
            print(page.get_by_text("shown,").first.text_content())  # how much of the view there is for who asks
        is_told = True
    _ask(page, "mutation Drop($id: ID!) { deleteView(id: $id) { id } }", {"id": address})
    context.close()


def _large_actions(page: Page, address: str) -> list[tuple[str, Callable[[], None]]]:
    def wait(selector: str) -> None:
        page.wait_for_selector(selector, state="attached")
        page.evaluate(_DRAWN)

    def tab(place: int, shows: str) -> None:
        page.locator("[role=tab]").nth(place).click()
        wait(shows)

    def open_view() -> None:
        page.goto(address)
        wait("[role=listbox] [role=option]")

    def select() -> None:
        page.locator("[role=listbox]").focus()
        for _ in range(10):
            page.keyboard.press("ArrowDown")
            page.evaluate(_DRAWN)

    def sort() -> None:
        page.locator("[role=columnheader]").nth(1).click()
        page.evaluate(_DRAWN)

    return [
        ("open the view", open_view),
        ("drag the picture, 60 moves", lambda: _pan(page)),
        ("ten arrows in the picture", select),
        ("its table", lambda: tab(1, "[role=gridcell]")),
        ("scroll the table, 40 turns", lambda: _scroll(page)),
        ("sort the table by name", sort),
        ("its map", lambda: tab(2, "[data-map=ready]")),
        ("back to the picture", lambda: tab(0, "[role=listbox] [role=option]")),
    ]


@contextmanager
def _costing(page: Page) -> Iterator[Cost]:
    """What a block costs: until it ends, and what the browser asked for meanwhile."""
    cost = Cost()
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    page.on("response", keep)
    browser = page.context.browser
    if browser is None:
        raise SystemExit("the page has no browser of its own")
    browser.start_tracing(page=page, categories=["toplevel"])
    started = time.perf_counter()
    yield cost
    cost.milliseconds = (time.perf_counter() - started) * 1000
    page.wait_for_timeout(_SETTLES_MILLISECONDS)
    cost.tasks = _tasks(json.loads(browser.stop_tracing())["traceEvents"])
    cost.busy_milliseconds = sum(cpu for _, cpu in cost.tasks)
    page.remove_listener("response", keep)
    for answer in answers:
        cost.requests += 1
        cost.bytes += answer.request.sizes()["responseBodySize"] + answer.request.sizes()["responseHeadersSize"]
        if answer.url.endswith("/graphql"):
            with suppress(Error):  # one that a page sent as it was left has no body here
                cost.statements += answer.json()["extensions"]["cost"]["statements"]


def _tasks(events: list[dict[str, Any]]) -> list[tuple[float, float]]:
    """The tasks of the page's main thread: of the renderers' the one that worked most."""
    mains = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    tasks: dict[tuple[int, int], list[tuple[float, float]]] = {main: [] for main in mains}
    for event in events:
        thread = (event["pid"], event["tid"])
        if thread in tasks and event["name"] == "ThreadControllerImpl::RunTask" and event["ph"] == "X":
            tasks[thread].append((event["dur"] / 1000, event.get("tdur", 0) / 1000))
    return max(tasks.values(), key=lambda some: sum(cpu for _, cpu in some), default=[])


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


if __name__ == "__main__":
    main()
