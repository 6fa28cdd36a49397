"""What drawing costs a page's main thread: sigma beside Cytoscape.js, the same 2,000 nodes and 5,000 edges, panned.

    python -m benchmarks.drawing --cytoscape CYTOSCAPE.MIN.JS [--rounds 3]

Needs Chromium, and the explorer's packages (`python explorer/build.py`). Cytoscape.js is no dependency of this project:
`npm install --prefix /tmp/there cytoscape` brings it. Both stand in a page without anything else, in turn, with the labels
that each shows by itself. Prints for each: until the first picture, the frames, the long tasks above 50 and 100 ms, and the
main thread's busy time while a mouse drags the picture.
"""

import argparse
import math
import random
import shutil
import statistics
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

_PACKAGES = Path(__file__).resolve().parents[1] / "explorer" / "node_modules"
_SIGMA = ("graphology/dist/graphology.umd.min.js", "sigma/dist/sigma.min.js")
_ARGUMENTS = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-dev-shm-usage", "--no-sandbox"]
_NODES, _EDGES = 2_000, 5_000
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
_WIDTH, _HEIGHT = 1200, 800
_MOVES, _PAUSE_MILLISECONDS = (
    60,
    16,
)  # a hand that moves all the time; without a graphics card each move waits for a frame

_DRAW = {
    "sigma": """graph => {
        const held = new graphology.Graph({multi: true});
        for (const {id, x, y} of graph.nodes) held.addNode(id, {x, y, size: 8, color: "#1f6fb2", label: `Room ${id}`});
        for (const {id, from, to} of graph.edges) held.addEdgeWithKey(id, from, to, {color: "#8a9995"});
        window.shown = new Sigma(held, document.getElementById("place"));
    }""",
    "cytoscape": """graph => {
        const place = document.getElementById("place");
        const nodes = graph.nodes.map(({id, x, y}) => ({data: {id, label: `Room ${id}`}, position: {x: x * 16, y: y * 16}}));
        const edges = graph.edges.map(({id, from, to}) => ({data: {id: `e${id}`, source: from, target: to}}));
        const style = [
            {selector: "node", style: {"background-color": "#1f6fb2", width: 8, height: 8, label: "data(label)",
                "font-size": 6, "min-zoomed-font-size": 8}},
            {selector: "edge", style: {width: 1, "line-color": "#8a9995", "curve-style": "haystack"}},
        ];
        window.shown = cytoscape({container: place, elements: {nodes, edges}, style, layout: {name: "preset", fit: true},
            textureOnViewport: false, hideEdgesOnViewport: false});
    }""",
}
_WATCH = """() => {
    window.tasks = [];
    window.frames = 0;
    new PerformanceObserver(list => tasks.push(...list.getEntries().map(one => one.duration))).observe({type: "longtask"});
    const count = () => { frames += 1; requestAnimationFrame(count); };
    requestAnimationFrame(count);
}"""
_WHERE = "JSON.stringify(shown.getCamera ? shown.getCamera().getState() : shown.pan())"
_FIRST_PICTURE = (
    """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"""
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cytoscape", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    scripts = {"sigma": [_PACKAGES / name for name in _SIGMA], "cytoscape": [options.cytoscape]}
    found: dict[str, list[Mapping[str, float]]] = {name: [] for name in scripts}
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        for _ in range(options.rounds):
            for name, files in scripts.items():
                found[name].append(_measured(browser, name, files))
        browser.close()
    for name, rounds in found.items():
        print(name, {key: round(statistics.median(one[key] for one in rounds), 1) for key in rounds[0]})


def _graph() -> dict[str, Any]:
    """Nodes on a spiral, as the explorer places them; each edge to one nearby, some to anywhere."""
    drawn = random.Random(1)
    nodes = [
        {
            "id": str(at),
            "x": math.sqrt(at) * math.cos(at * _GOLDEN_ANGLE),
            "y": math.sqrt(at) * math.sin(at * _GOLDEN_ANGLE),
        }
        for at in range(_NODES)
    ]
    edges = []
    for at in range(_EDGES):
        one = drawn.randrange(_NODES)
        other = (one + drawn.randrange(1, 40)) % _NODES if drawn.random() < 0.8 else drawn.randrange(_NODES)
        edges.append({"id": str(at), "from": str(one), "to": str(other)})
    return {"nodes": nodes, "edges": edges}


def _measured(browser: Browser, name: str, files: list[Path]) -> Mapping[str, float]:
    page = browser.new_page(viewport={"width": _WIDTH, "height": _HEIGHT})
    page.set_content("<style>body{margin:0}#place{width:1200px;height:800px}</style><div id=place></div>")
    for file in files:
        page.add_script_tag(path=file)
    page.evaluate(_WATCH)
    started = page.evaluate("performance.now()")
    page.evaluate(_DRAW[name], _graph())
    first = page.evaluate(_FIRST_PICTURE) - started
    page.wait_for_timeout(2000)
    measured = {"first_picture_ms": first, **_panned(page)}
    page.close()
    return measured


def _panned(page: Page) -> Mapping[str, float]:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def busy_seconds() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))

    # Beside the nodes, so that the picture is dragged and not one of them.
    page.mouse.move(30, 30)
    page.mouse.down()
    page.evaluate("tasks.length = 0; frames = 0; window.since = performance.now()")
    before = busy_seconds()
    where = page.evaluate(_WHERE)
    for step in range(_MOVES):
        angle = step / 10
        page.mouse.move(200 + 150 * math.sin(angle), 200 + 150 * math.cos(angle))
        page.wait_for_timeout(_PAUSE_MILLISECONDS)
    tasks, frames, lasted = page.evaluate("[tasks, frames, performance.now() - since]")
    busy = busy_seconds() - before
    page.mouse.up()
    if page.evaluate(_WHERE) == where:
        raise SystemExit("the picture was not dragged")
    return {
        "seconds": lasted / 1000,
        "frames_a_second": frames / (lasted / 1000),
        "busy_percent": 100 * busy / (lasted / 1000),
        "long_tasks": len(tasks),
        "long_tasks_above_100_ms": len([one for one in tasks if one > 100]),
        "longest_ms": max(tasks, default=0),
    }


if __name__ == "__main__":
    main()
