"""A real ledger on a real vault, each in a home of its own."""

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hub.ledger import Ledger
from hub.model.callers import Entry
from hub.model.groups import FieldGroup
from hub.model.ids import CaseNumber, ClientId, EntryId, OfficeCode, PersonId, PurposeId
from hub.settings import Settings
from hub.vault import Vault

AT = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


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


def person() -> PersonId:
    return PersonId(str(uuid.uuid4()))


def entry(subject: PersonId | None, **changed: Any) -> Entry:
    """A clerk's read of somebody's name and residence."""
    values: dict[str, Any] = {
        "subject": subject,
        "client": ClientId("registration"),
        "office": OfficeCode("RO-0301"),
        "officer": "officer-17",
        "at": AT,
        "action": "read",
        "operation": "case",
        "purpose": PurposeId("residence-registration"),
        "legal_basis": "A6-1-e-official-authority",
        "case": CaseNumber("ABCDEFGH2345"),
        "groups": frozenset({FieldGroup.RESIDENCE, FieldGroup.PERSON_NAME}),
        "policy_version": "2026-11-24",
        **changed,
    }
    return Entry(**values)


def write(subject: PersonId | None, write_id: str, **changed: Any) -> Entry:
    """A clerk's write, with the id that the graph's commit carries."""
    return entry(subject, action="write", write=EntryId(write_id), **changed)
