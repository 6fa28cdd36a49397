"""A graph or keys from a backup: what was erased is erased once more before anything is served."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hub.graph import EmbeddedServer
from hub.ledger import Ledger
from hub.model.groups import FieldGroup
from hub.settings import Settings
from hub.vault import Vault
from tests.case.counter import residents
from tests.retention.conftest import Run
from tests.retention.making import ask, everything, left_of, live, years_ago
from tests.support.hub import Hub
from tests.support.store import City, copy_of_template

_ERASE = "mutation Erase($input: EraseConsentedInput!) { eraseConsented(input: $input) { erasedAt groups } }"
_SET = "mutation Set($input: SetNoticeChannelInput!) { setNoticeChannel(input: $input) { channel } }"
_CHANNEL = "{ me { noticeChannel { address } } }"
_SMS = {"channel": "SMS", "address": "+8613900042042", "language": "EN"}
GONE = years_ago(6)

pytestmark = pytest.mark.full  # each copies a store, and starts a server three times


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[Settings]:
    """A home that is harmed, and left without a server."""
    settings = copy_of_template(tmp_path / "home")
    yield settings
    EmbeddedServer(settings).stop()


def _put_back(settings: Settings, backup: Path, *, keys: bool, graph: bool) -> None:
    if graph:
        shutil.rmtree(settings.graph_folder)
        shutil.copytree(backup / "graph", settings.graph_folder)
    if keys:
        shutil.copy(backup / "private" / "keys.sqlite", settings.private_folder / "keys.sqlite")


@pytest.mark.parametrize("old", ["graph", "keys", "graph and keys"])
def test_what_was_erased_comes_back_with_no_backup(
    apart: Settings, tmp_path: Path, city: City, run_retention: Run, old: str
) -> None:
    server, resident = EmbeddedServer(apart), next(residents(city))
    server.start()
    with Hub(apart) as hub:
        life, other = everything(hub, GONE), live(hub, "PersonDetails", "Residence")
        told = live(hub, "Residence", "Notice", "Delivery")
        assert hub.ask(resident.who, _SET, {"input": _SMS}).errors == []
        sealed = hub.ports.vault.seal(life.person, FieldGroup.PERSON_NAME, {"fullName": "x"})
    server.stop()
    shutil.copytree(apart.home, tmp_path / "backup", symlinks=True)
    server.start()
    with Hub(apart) as hub:
        run_retention(hub)
        groups = ["PERSON_MEANS_OF_CONTACT", "DECLARED_CONTACTS"]
        assert hub.ask(resident.who, _ERASE, {"input": {"groups": groups}}).errors == []
        assert (left_of(hub, life), left_of(hub, told)) == ([], ["Person", "Residence"])
    server.stop()
    _put_back(apart, tmp_path / "backup", keys="keys" in old, graph="graph" in old)
    server.start()
    with Hub(apart) as hub:
        assert left_of(hub, life) == []
        assert left_of(hub, told) == ["Person", "Residence"]
        assert left_of(hub, other) == ["Person", "PersonDetails", "Residence"]
        assert hub.ask(resident.who, _CHANNEL).data["me"]["noticeChannel"] is None
        vault, ledger = hub.ports.vault, hub.ports.ledger
        assert isinstance(vault, Vault)
        assert isinstance(ledger, Ledger)
        assert vault.unseal(life.person, FieldGroup.PERSON_NAME, sealed) is None
        records = hub.run(ledger.read_subject(life.person))
        assert [record.entry["client"] for record in records] == [
            "registration",
            *(["operator"] if "graph" in old else []),
        ]
        assert {record.outcome for record in records} == {"committed"}
        assert ledger.verify().problems == ()
        count = len(ask(hub, "tombstones"))
    with Hub(apart) as hub:  # once is enough
        assert len(ask(hub, "tombstones")) == count
        assert len(hub.run(replace(hub.ports).ledger.read_subject(life.person))) == len(records)
    server.stop()
