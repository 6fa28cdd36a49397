"""No depth of call is slow, wherever the hub, its commands and these tests run (docs/decisions/roomy-frames.md).

Tried without: with `from_roomy_frame` left out of `hub.cli.main`, of `hub.cli.serve.run`, of the tests' `Hub` or of
`tests/conftest.py`, the one test of that place fails.
"""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from hub.frames import FromRoomyFrame, from_roomy_frame
from tests.support.depths import CALLS, slowest
from tests.support.hub import Hub
from tests.support.places import ROOT
from tests.support.serving import await_answer, free_port

FEW = CALLS // 4  # what else touches memory for the first time
COMMAND = """import hub.cli, hub.cli.commands, tests.support.depths as depths
hub.cli.commands.register = lambda _app, _arguments: None
hub.cli.app = lambda: print(depths.slowest())
hub.cli.main()"""
SERVE = "import sys, hub.cli.serve as s; s.run('tests.support.depths:create', '127.0.0.1', int(sys.argv[1]))"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="page faults of one thread are told on Linux only")


def in_a_fresh_thread(work: object) -> int:
    """A thread has chunks of its own: none of its callers made them roomy."""
    assert callable(work)
    with ThreadPoolExecutor(1) as thread:
        return int(thread.submit(work).result())


def test_without_a_roomy_frame_each_call_at_some_depth_takes_memory() -> None:
    """The control. When this fails, Python has mended it, and `hub/frames.py` can go."""
    assert in_a_fresh_thread(slowest) >= CALLS


def test_from_a_roomy_frame_no_depth_is_slow() -> None:
    assert in_a_fresh_thread(lambda: from_roomy_frame(slowest)) < FEW
    assert in_a_fresh_thread(FromRoomyFrame(slowest)) < FEW


def test_what_is_called_gets_its_arguments_and_what_it_raises_comes_out() -> None:
    assert FromRoomyFrame(divmod)(7, 2) == (3, 1)
    assert FromRoomyFrame(dict)(a=1) == {"a": 1}
    with pytest.raises(ZeroDivisionError):
        from_roomy_frame(lambda: 1 // 0)


def test_these_tests_run_in_one() -> None:
    assert slowest() < FEW


def test_the_hub_of_these_tests_runs_in_one(hub: Hub) -> None:
    async def look() -> int:
        return slowest()

    assert hub.run(look()) < FEW


def test_every_command_runs_in_one() -> None:
    said = subprocess.run([sys.executable, "-c", COMMAND], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(said.stdout) < FEW


def test_what_serves_runs_in_one() -> None:
    port = free_port()
    with subprocess.Popen([sys.executable, "-c", SERVE, str(port)], cwd=ROOT) as process:
        try:
            assert await_answer(f"http://127.0.0.1:{port}/", process)
            assert httpx.get(f"http://127.0.0.1:{port}/").json() < FEW
        finally:
            process.terminate()
