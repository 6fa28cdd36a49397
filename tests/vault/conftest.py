"""A vault of a file's own, in a home that is new."""

from collections.abc import Iterator

import pytest

from hub.settings import Settings
from hub.vault import Vault


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(home=tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def vault(settings: Settings) -> Iterator[Vault]:
    vault = Vault.create(settings)
    yield vault
    vault.close()
