"""`domicile demo` whose hub is killed: it says so, ends, and leaves nothing running."""

from pathlib import Path

import psutil
import pytest

from hub.settings import Settings
from tests.support.beside import marks_kept
from tests.support.serving import command, finished, free_port
from tests.support.store import home_beside, where_its_graph_is

pytestmark = pytest.mark.full


def test_a_demo_whose_hub_is_killed_says_so_and_ends(prepared: Settings, tmp_path: Path) -> None:
    home, port = home_beside(prepared, tmp_path / "home"), free_port()
    (home.home / "city" / "loaded").touch()
    environment = {**where_its_graph_is(home), "DOMICILE_PORT": str(port)}
    with marks_kept(prepared):
        demo = command("demo", home=home.home, environment=environment)
        try:
            assert demo.stdout is not None
            assert any("Stop with Ctrl-C" in line for line in demo.stdout)  # until there
            (hub,) = [
                child for child in psutil.Process(demo.pid).children(recursive=True) if child.cmdline()[-1] == "serve"
            ]
            hub.kill()
            ended = finished(demo)
        finally:
            demo.kill()
    assert (ended.code, ended.said.splitlines()[-1]) == (
        1,
        "error INTERNAL: the hub ended by itself (exit code -9): see the lines above, and start `demo` again",
    ), ended.said
    assert not hub.is_running()
