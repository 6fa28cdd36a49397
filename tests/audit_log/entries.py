"""Entries to log, as the gate makes them."""

import sqlite3
import uuid
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from model.callers import Entry
from model.groups import FieldGroup
from model.ids import CaseNumber, ClientId, EntryId, OfficeCode, PersonId, PurposeId

only_sqlite = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
AT = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


def forget(private: Path) -> None:
    """Let the keys know nothing of the log any more: what somebody does who puts both back, or makes both anew."""
    with closing(sqlite3.connect(private / "keys.sqlite", isolation_level=None)) as keys:
        keys.execute("UPDATE log SET size = 0, checkpoint = ''")


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


def erasure(subject: PersonId | None, **changed: Any) -> Entry:
    """What is logged when entries are erased at their term."""
    values: dict[str, Any] = {"action": "erase", "operation": "retention", "case": None, "groups": frozenset()}
    return entry(subject, **{**values, **changed})
