"""A graph or keys from a backup: what was erased is erased once more before anything is served."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hub.audit_log import Ledger
from hub.settings import Settings
from hub.vault import Vault
from model.groups import FieldGroup
from tests.case.counter import residents
from tests.retention.conftest import Run
from tests.retention.making import ask, everything, left_of, live, years_ago
from tests.support.hub import Hub
from tests.support.store import City, copy_of_template, server_of

_ERASE = "mutation Erase($input: EraseConsentedInput!) { eraseConsented(input: $input) { erasedAt groups } }"
_SET = "mutation Set($input: SetNoticeChannelInput!) { setNoticeChannel(input: $input) { channel } }"
_CHANNEL = "{ me { noticeChannel { address } } }"
_SMS = {"channel": "SMS", "address": "+8613900042042", "language": "EN"}
GONE = years_ago(6)

pytestmark = pytest.mark.full  # it copies a store, and starts a server four times


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[Settings]:
    """A home that is harmed, and left without a server."""
    settings = copy_of_template(tmp_path / "home")
    yield settings
    server_of(settings).stop()


def _put_back(settings: Settings, backup: Path, *, keys: bool, graph: bool) -> None:
    if graph:
        shutil.rmtree(settings.graph_folder)
        shutil.copytree(backup / "graph", settings.graph_folder)
    if keys:
        shutil.copy(backup / "private" / "keys.sqlite", settings.private_folder / "keys.sqlite")


def test_what_was_erased_comes_back_with_no_backup(
    apart: Settings, tmp_path: Path, city: City, run_retention: Run
) -> None:
    """The keys alone, the graph alone, both: each put back into the same home, one after the other."""
    server, resident = server_of(apart), next(residents(city))
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
    logged = ["registration"]  # by whom each erasure of `life` stands on the log
    for old in ({"keys"}, {"graph"}, {"graph", "keys"}):
        if "graph" in old:
            server.stop()
            logged.append("operator")  # what is erased anew in the graph is an entry
        _put_back(apart, tmp_path / "backup", keys="keys" in old, graph="graph" in old)
        server.start()
        with Hub(apart) as hub:
            assert left_of(hub, life) == [], old
            assert left_of(hub, told) == ["Person", "Residence"], old
            assert left_of(hub, other) == ["Person", "PersonDetails", "Residence"], old
            assert hub.ask(resident.who, _CHANNEL).data["me"]["noticeChannel"] is None, old
            vault, ledger = hub.ports.vault, hub.ports.ledger
            assert isinstance(vault, Vault)
            assert isinstance(ledger, Ledger)
            assert vault.unseal(life.person, FieldGroup.PERSON_NAME, sealed) is None, old
            records = hub.run(ledger.read_subject(life.person))
            assert [record.entry["client"] for record in records] == logged, old
            assert {record.outcome for record in records} == {"committed"}, old
            assert ledger.verify().problems == (), old
            count = len(ask(hub, "tombstones"))
        with Hub(apart) as hub:  # once is enough
            assert len(ask(hub, "tombstones")) == count, old
            assert len(hub.run(replace(hub.ports).ledger.read_subject(life.person))) == len(records), old
    server.stop()
