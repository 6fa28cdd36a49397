"""What the tests of faults share: a home of a file's own, with its graph running."""

from collections.abc import Iterator

import pytest

from hub.settings import Settings
from tests.support.store import copy_of_template, running_graph


@pytest.fixture(scope="module")
def served_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A home of this file's own, with its graph running."""
    settings = copy_of_template(tmp_path_factory.mktemp("served") / "home")
    with running_graph(settings):
        yield settings
