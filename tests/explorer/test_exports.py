"""What is on the screen leaves it as a file: a picture or a table; with a natural person's licence in it, their log first."""

import csv
import io
import re
from pathlib import Path

from playwright.sync_api import Download, Page, Route, expect

from tests.conftest import City
from tests.explorer.screen import Screen
from tests.explorer.test_explore import INSPECTOR, PURPOSE
from tests.explorer.test_views import _board, _details, _explore, natural_licence

_PNG = b"\x89PNG\r\n\x1a\n"


def _saved(page: Page, button: str) -> Download:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    return waiting.value


def _operations(screen: Screen) -> list[str]:
    """The names of what is asked from now on."""
    seen: list[str] = []
    screen.page.on(
        "request",
        lambda asked: seen.append((asked.post_data or "").split("(")[0]) if asked.url.endswith("/graphql") else None,
    )
    return seen


def _is_recorded(operations: list[str]) -> bool:
    return any("mutation RecordScreenExport" in text for text in operations)


def test_a_picture_of_things_is_no_matter_of_the_log(screen: Screen, tmp_path: Path) -> None:
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    _explore(screen)
    operations = _operations(screen)
    download = _saved(screen.page, "Save as PNG")
    assert download.suggested_filename == "domicile.png"
    path = tmp_path / "picture.png"
    download.save_as(path)
    assert path.read_bytes().startswith(_PNG)
    assert _colours(screen.page, path) > 100  # something was drawn: nodes, edges and letters
    assert not _is_recorded(operations)


def _colours(page: Page, path: Path) -> int:
    """How many different colours a picture has."""
    count: int = page.evaluate(
        """async (bytes) => {
            const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], {type: "image/png"}));
            const canvas = new OffscreenCanvas(image.width, image.height);
            const context = canvas.getContext("2d");
            context.drawImage(image, 0, 0);
            return new Set(new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer)).size;
        }""",
        list(path.read_bytes()),
    )
    return count


def test_a_natural_persons_licence_leaves_the_screen_only_after_its_entry(
    screen: Screen, demo_city: City, tmp_path: Path
) -> None:
    """Both files; and none of either when the log takes nothing."""
    key, number = natural_licence(demo_city)
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    screen.open(f"/explore/node/landlordlicence/{key}")
    expect(_board(screen.page)).to_have_count(1)
    for tab, button in (("Graph", "Save as PNG"), ("Table", "Save as CSV")):
        screen.page.get_by_role("tab", name=tab).click()
        expect(
            screen.page.get_by_text("1 licence of natural persons here: saving is put on their log.")
        ).to_be_visible()
        screen.assert_accessible()
        operations = _operations(screen)
        download = _saved(screen.page, button)
        assert _is_recorded(operations)
        path = tmp_path / download.suggested_filename
        download.save_as(path)
        if button == "Save as CSV":
            assert number in path.read_text(encoding="utf-8-sig")
    _refuse(screen.page, "RecordScreenExport")
    downloads: list[Download] = []
    screen.page.on("download", lambda download: downloads.append(download))  # noqa: PLW0108 - Playwright marks it
    for tab, button in (("Graph", "Save as PNG"), ("Table", "Save as CSV")):
        screen.page.get_by_role("tab", name=tab).click()
        screen.page.get_by_role("button", name=button).click()
        expect(screen.page.get_by_text("Nothing is shown while the log can't be written")).to_be_visible()
    assert downloads == []


def _refuse(page: Page, operation: str) -> None:
    """The log takes nothing: the answer that the hub gives then, for one operation."""
    answer = {"data": None, "errors": [{"message": "no", "extensions": {"code": "LOG_UNAVAILABLE"}}]}

    def handle(route: Route) -> None:
        if operation in (route.request.post_data or ""):
            route.fulfill(json=answer)
        else:
            route.continue_()

    page.route("**/graphql", handle)


def test_the_table_sorts_filters_and_has_the_columns_that_one_wants(screen: Screen, tmp_path: Path) -> None:
    """By keyboard alone where it matters; the file has what the table shows, all rows of it."""
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    _explore(screen)
    _more_rooms(screen)
    screen.page.get_by_role("tab", name="Table").click()
    table = screen.page.get_by_role("grid", name="Table")
    expect(table.get_by_role("gridcell").first).to_be_visible()
    screen.page.get_by_role("button", name="Columns").focus()
    screen.page.keyboard.press("Enter")
    screen.page.get_by_role("checkbox", name="Floor").focus()
    screen.page.keyboard.press("Space")
    expect(table.get_by_role("columnheader", name="Floor")).to_be_visible()
    screen.assert_accessible()
    screen.picture()
    header = table.get_by_role("columnheader", name="Floor")
    header.focus()
    screen.page.keyboard.press("Enter")
    expect(header).to_have_attribute("aria-sort", "ascending")
    screen.page.keyboard.press("Enter")
    expect(header).to_have_attribute("aria-sort", "descending")
    screen.page.get_by_role("textbox", name="Filter rows").fill("Room")
    said = screen.page.get_by_text(re.compile(r"^\d+ of \d+ rows$"))
    expect(said).to_be_visible()  # without a filter it says one number
    path = tmp_path / "rows.csv"
    _saved(screen.page, "Save as CSV").save_as(path)
    head, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    assert head == ["Kind", "Name", "Connections", "Connected to", "Floor"]
    assert said.inner_text().startswith(f"{len(rows)} of ")
    floors = [int(row[4]) for row in rows if row[4]]
    assert floors == sorted(floors, reverse=True)
    assert len(rows) > table.get_by_role("row").count()  # only those in sight are in the page


def _more_rooms(screen: Screen) -> None:
    button = _details(screen.page).get_by_role("button", name="Rooms: show")
    expect(button.first).to_be_visible()
    button.first.click()
    expect(screen.page.get_by_text("added;").first).to_be_visible()
    expect(_board(screen.page)).not_to_have_count(22)


def test_the_map_is_saved_as_it_is_seen(screen: Screen, tmp_path: Path) -> None:
    """Outlines, dots and names; there are things on it only, so no log has it."""
    screen.sign_in(INSPECTOR, purpose=PURPOSE)
    screen.open("/explore")
    page = screen.page
    page.get_by_role("button", name="Start on the map").click()
    expect(page.locator("[data-map=ready][data-still]")).to_be_visible()
    names = page.locator("[data-map] + div span").filter(visible=True)
    expect(names.first).to_be_visible()
    operations = _operations(screen)
    path = tmp_path / "map.png"
    _saved(page, "Save as PNG").save_as(path)
    assert path.read_bytes().startswith(_PNG)
    assert _colours(page, path) > 20  # grounds, lines, letters and their edges
    assert not _is_recorded(operations)
