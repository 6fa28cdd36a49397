"""What the tests of faults share: one home of their own, with its graph running, which nobody harms."""

from collections.abc import Iterator

import pytest

from hub.settings import Settings
from tests.support.store import copy_of_template, running_graph


@pytest.fixture(scope="session")
def served_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The home, with its graph running."""
    settings = copy_of_template(tmp_path_factory.mktemp("served") / "home")
    with running_graph(settings):
        yield settings
