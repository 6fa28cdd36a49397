"""A real ledger on a real vault, each in a home of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hub.ledger import Ledger
from hub.settings import Settings
from hub.vault import Vault


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


@pytest.fixture
def vault(settings: Settings) -> Iterator[Vault]:
    vault = Vault.create(settings)
    yield vault
    vault.close()


@pytest.fixture
def opened(settings: Settings, vault: Vault) -> Iterator[Callable[[], Ledger]]:
    """Opens the home's ledger, as often as a test likes; each is closed at the end."""
    ledgers: list[Ledger] = []

    def one() -> Ledger:
        ledgers.append(Ledger.open(settings, vault))
        return ledgers[-1]

    yield one
    for ledger in ledgers:
        ledger.close()


@pytest.fixture
def ledger(opened: Callable[[], Ledger]) -> Ledger:
    return opened()


@pytest.fixture
def log_file(settings: Settings) -> Path:
    return settings.private_folder / "log.sqlite"
