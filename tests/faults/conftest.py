"""What the tests of faults share: a home of a file's own, with its graph running."""

from collections.abc import Iterator

import pytest

from hub.graph import EmbeddedServer
from hub.settings import Settings
from tests.support.store import copy_of_template


@pytest.fixture(scope="module")
def served_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A home of this file's own, with its graph running."""
    settings = copy_of_template(tmp_path_factory.mktemp("served") / "home")
    server = EmbeddedServer(settings)
    server.start()
    yield settings
    server.stop()
