"""Another policy set in force: checked, on the log before it holds, noticed by a running hub, refused when it does not hold.

Over a real log and a real home; no graph.
"""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.audit_log import Ledger, verify
from hub.gate.policies import PolicyInForce, sets_of
from hub.opening import PolicyOpening
from hub.policy import Policy
from hub.policy.rules import CONSTITUTION, EVERYONE
from hub.policy.sets import FILE_BYTES_MAX, SHIPPED, name_of, read_files
from hub.settings import Settings
from hub.vault import Vault
from model.callers import Entry, Question
from model.errors import LogUnavailableError, SetupError
from model.groups import FieldGroup
from model.ids import ClientId, PurposeId
from tests.policy.writing import departments, without_the_file_check

BAND = frozenset({FieldGroup.BAND})
TAX = Question(client=ClientId("tax"), purpose=PurposeId("rental-tax"))
BANDS_FOR_TAX = """

@id("tax.bands")
permit (principal == Client::"tax", action == Action::"read", resource == FieldGroup::"BAND")
when { context.purpose == Purpose::"rental-tax" };
"""
LOADED = Entry(
    subject=None,
    client=ClientId("coordination"),
    office=None,
    officer="officer-1",
    at=datetime(2026, 11, 25, 8, 30, tzinfo=UTC),
    action="policy",
    operation="policy load",
    purpose=None,
    legal_basis="A6-1-e-public-interest",
    case=None,
    groups=frozenset(),
)


def with_bands() -> dict[str, str]:
    """A set that opens bands to the tax office, and else is what ships."""
    shipped = departments()
    return {**shipped, "tax": shipped["tax"] + BANDS_FOR_TAX}


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with keys and nothing else, to be copied."""
    home = tmp_path_factory.mktemp("keys") / "home"
    Vault.create(Settings(home=home)).close()
    return home


@pytest.fixture
def home(keys: Path, tmp_path: Path) -> Settings:
    shutil.copytree(keys, tmp_path / "home")
    settings = Settings(home=tmp_path / "home")
    settings.private_folder.chmod(0o700)
    return settings


@asynccontextmanager
async def opened(
    home: Settings, how: PolicyOpening = PolicyInForce.open
) -> AsyncIterator[tuple[PolicyInForce, Ledger]]:
    """The policy in force and the log, as a process of this home has them."""
    vault = Vault.open(home)
    ledger = Ledger.open(home, vault)
    try:
        yield await how(home, ledger), ledger
    finally:
        ledger.close()
        vault.close()


async def _bands_are_open(policies: PolicyInForce) -> bool:
    return policies.current.decide(TAX, BAND).allowed == BAND


async def _entries(ledger: Ledger) -> list[Mapping[str, object]]:
    return [record.entry for record in await ledger.read_policy_changes()]


# ── loading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_at_first_the_shipped_set_is_in_force(home: Settings) -> None:
    async with opened(home) as (policies, _):
        assert policies.current.version == Policy.load().version
        assert await policies.changes() == []
    assert sets_of(home).in_force().version == Policy.load().version


async def test_a_set_comes_in_force_and_its_entry_says_what_changes(home: Settings) -> None:
    async with opened(home) as (policies, ledger):
        before = policies.current.version
        found = await policies.load(with_bands(), LOADED)
        assert await _bands_are_open(policies)
        assert found is not None
        assert (found.opened, found.closed) == (("tax, rental-tax: BAND (without a case)",), ())
        (entry,) = await _entries(ledger)
        assert entry == {
            "action": "policy",
            "at": "2026-11-25T08:30:00.000Z",
            "client": "coordination",
            "extra": {
                "setBefore": SHIPPED,
                "setAfter": name_of(with_bands()),
                "versionBefore": before,
                "versionAfter": policies.current.version,
                "opened": "tax, rental-tax: BAND (without a case)",
                "closed": "",
            },
            "legalBasis": "A6-1-e-public-interest",
            "officer": entry["officer"],
            "operation": "policy load",
            "policyVersion": before,
        }
        assert entry["officer"] != "officer-1"
    async with opened(home) as (policies, _):
        assert await _bands_are_open(policies)
    assert verify(home).is_whole


async def test_the_same_set_again_is_no_change(home: Settings) -> None:
    async with opened(home) as (policies, ledger):
        await policies.load(with_bands(), LOADED)
        assert await policies.load(with_bands(), LOADED) is None
        assert len(await _entries(ledger)) == 1


async def test_what_another_process_has_loaded_is_no_change_either(home: Settings) -> None:
    async with opened(home) as (policies, _), opened(home) as (others, ledger):
        assert await others.load(with_bands(), LOADED) is not None
        assert await policies.load(with_bands(), LOADED) is None
        assert len(await _entries(ledger)) == 1


async def test_the_shipped_set_comes_back(home: Settings) -> None:
    async with opened(home) as (policies, _):
        await policies.load(with_bands(), LOADED)
        found = await policies.load(None, LOADED)
        assert found is not None
        assert (found.opened, found.closed) == ((), ("tax, rental-tax: BAND (without a case)",))
        newest, oldest = await policies.changes()
        assert (newest.set_after, oldest.set_after) == (SHIPPED, name_of(with_bands()))
        assert (newest.version_before, newest.version_after) == (oldest.version_after, oldest.version_before)
    async with opened(home) as (policies, _):
        assert not await _bands_are_open(policies)


BAD = {
    "no Cedar": ({"tax": "permit everything"}, "`tax.cedar` doesn't fit schema.cedarschema"),
    "the constitution": ({"constitution": ""}, "`constitution.cedar` comes with the code"),
    "what everyone gets": ({"everyone": ""}, "`everyone.cedar` comes with the code"),
    "no client": ({"police": ""}, "`police.cedar` is named after no client"),
}


@pytest.mark.parametrize("name", BAD)
async def test_a_set_that_does_not_hold_changes_nothing(home: Settings, name: str) -> None:
    files, message = BAD[name]
    async with opened(home) as (policies, ledger):
        with pytest.raises(SetupError, match=message):
            await policies.load(files, LOADED)
        assert policies.current.version == Policy.load().version
        assert await _entries(ledger) == []
    assert not (home.private_folder / "policy").exists()


async def test_without_its_entry_no_set_comes_in_force(home: Settings) -> None:
    async with opened(home) as (policies, ledger):
        ledger.close()
        with pytest.raises(LogUnavailableError):
            await policies.load(with_bands(), LOADED)
        assert not await _bands_are_open(policies)
    assert sets_of(home).pointed() == SHIPPED
    async with opened(home) as (policies, _):
        assert not await _bands_are_open(policies)


async def test_a_load_that_was_cut_off_after_its_entry_is_carried_to_its_end(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(home) as (policies, _):
        with monkeypatch.context() as patch:
            patch.setattr("hub.policy.sets.Sets.point", _no_disk)
            with pytest.raises(SetupError, match="no disk"):
                await policies.load(with_bands(), LOADED)
        assert not await _bands_are_open(policies)
    async with opened(home) as (policies, ledger):
        assert await _bands_are_open(policies)
        assert len(await _entries(ledger)) == 1
    assert sets_of(home).pointed() == name_of(with_bands())


def _no_disk(*_: object) -> None:
    raise SetupError("no disk")


# ── a running hub ────────────────────────────────────────────────────────────────────────────────────────────────────


async def _until(policies: PolicyInForce, version: str) -> None:
    async with asyncio.timeout(120):
        while policies.current.version != version:  # noqa: ASYNC110 - it looks by itself, and tells nobody
            await asyncio.sleep(0.05)


@pytest.mark.full
async def test_a_running_hub_takes_what_another_process_loads_and_a_request_keeps_its_own(home: Settings) -> None:
    async with opened(home) as (running, _), running.watching():
        began_with = running.current
        async with opened(home) as (command, _):
            await command.load(with_bands(), LOADED)
            await _until(running, command.current.version)
        assert await _bands_are_open(running)
        assert began_with.decide(TAX, BAND).allowed == frozenset()
        assert not running.has_stopped


async def test_a_set_without_an_entry_is_refused_by_a_running_hub(
    home: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(home) as (running, _):
        sets = sets_of(home)
        sets.point(sets.write(with_bands()))
        with caplog.at_level(logging.ERROR, "hub.policy"):
            await running.look()
            await running.look()
        assert not await _bands_are_open(running)
    (said,) = [record.getMessage() for record in caplog.records if record.name == "hub.policy"]
    assert "stays in force: the newest entry of the access log about the policy does not name" in said


async def test_an_older_set_that_is_pointed_to_again_is_refused(home: Settings) -> None:
    """It has an entry, and a newer entry says that it is no longer in force."""
    async with opened(home) as (running, _):
        await running.load(with_bands(), LOADED)
        await running.load(None, LOADED)
        sets_of(home).point(name_of(with_bands()))
        await running.look()
        assert not await _bands_are_open(running)


async def test_a_set_that_is_logged_and_crosses_a_bound_is_refused_by_a_running_hub(
    home: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """With the check of the files and the constitution gone, which would have kept the bounds before."""
    files = {"tax": '@id("tax.x") permit (principal, action, resource);'}
    async with opened(home) as (running, ledger):
        await _log(ledger, files)
        sets = sets_of(home)
        sets.point(sets.write(files))
        with without_the_file_check(), pytest.MonkeyPatch.context() as patch:
            patch.setattr("hub.policy.sets.shipped_rules", lambda: {CONSTITUTION: "", EVERYONE: ""})
            await running.look()
        assert running.current.version == Policy.load().version
    assert "crosses the bound `a-person-has-three-doors`" in caplog.text


async def _log(ledger: Ledger, files: Mapping[str, str]) -> None:
    names = {"setBefore": SHIPPED, "setAfter": name_of(files), "versionBefore": "", "versionAfter": ""}
    await ledger.append([replace(LOADED, extra={**names, "opened": "", "closed": ""})])


async def test_an_invalid_set_is_refused_by_a_running_hub_and_the_next_good_one_is_taken(
    home: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    broken = {"tax": "permit everything"}
    async with opened(home) as (running, ledger):
        await _log(ledger, broken)
        sets = sets_of(home)
        sets.point(sets.write(broken))
        await running.look()
        assert running.current.version == Policy.load().version
        assert "`tax.cedar` doesn't fit schema.cedarschema" in caplog.text
        await running.load(with_bands(), LOADED)
        assert await _bands_are_open(running)


async def test_nobody_looking_is_seen(home: Settings) -> None:
    async with opened(home) as (running, _):
        async with running.watching():
            assert not running.has_stopped
        assert running.has_stopped


# ── at start ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def test_an_unlogged_set_is_refused_at_start(home: Settings) -> None:
    async with opened(home):
        pass
    sets = sets_of(home)
    sets.point(sets.write(with_bands()))
    with pytest.raises(SetupError, match=r"is pointed to, and the access log names `shipped`"):
        async with opened(home):
            pass


@pytest.mark.full
async def test_a_set_that_was_changed_on_the_disk_is_refused_at_start(home: Settings) -> None:
    async with opened(home) as (policies, _):
        await policies.load(with_bands(), LOADED)
    file = home.private_folder / "policy" / name_of(with_bands()) / "tax.cedar"
    file.write_text(file.read_text(encoding="utf-8").replace("BAND", "EMPLOYER"), encoding="utf-8")
    with pytest.raises(SetupError, match="was changed: load it anew"):
        async with opened(home):
            pass


async def test_an_invalid_set_is_refused_at_start(home: Settings) -> None:
    broken = {"tax": "permit everything"}
    async with opened(home) as (_, ledger):
        await _log(ledger, broken)
    sets = sets_of(home)
    sets.point(sets.write(broken))
    with pytest.raises(SetupError, match=r"`tax\.cedar` doesn't fit schema\.cedarschema"):
        async with opened(home):
            pass


async def test_what_is_refused_at_start_can_be_mended_by_a_load(home: Settings) -> None:
    async with opened(home) as (policies, _):
        await policies.load(with_bands(), LOADED)
    shutil.rmtree(home.private_folder / "policy" / name_of(with_bands()))
    for files, are_open in ((with_bands(), True), (None, False)):
        async with opened(home, PolicyInForce.open_to_mend) as (policies, _):
            assert await policies.load(files, LOADED) is not None
        async with opened(home) as (policies, _):
            assert await _bands_are_open(policies) is are_open


async def test_in_place_of_what_is_refused_the_shipped_set_may_come_and_its_entry_says_so(home: Settings) -> None:
    async with opened(home) as (policies, _):
        await policies.load(with_bands(), LOADED)
    broken = name_of(with_bands())
    shutil.rmtree(home.private_folder / "policy" / broken)
    async with opened(home, PolicyInForce.open_to_mend) as (policies, ledger):
        assert await policies.load(None, LOADED) is not None
        extra = (await _entries(ledger))[-1]["extra"]
    assert isinstance(extra, dict)
    assert (extra["setBefore"], extra["setAfter"]) == (broken, SHIPPED)


def test_a_set_is_kept_to_ourselves(home: Settings) -> None:
    sets = sets_of(home)
    name = sets.write(with_bands())
    sets.point(name)
    folder = home.private_folder / "policy"
    assert sorted(item.name for item in folder.iterdir()) == sorted([name, "current"])
    assert {item.stat().st_mode & 0o077 for item in folder.rglob("*")} == {0}
    assert sets.read(name) == with_bands()


@pytest.mark.parametrize("name", ["../../etc", "", "0" * 31, "A" * 32])
def test_a_name_that_is_no_sets_leads_nowhere(home: Settings, name: str) -> None:
    with pytest.raises(SetupError, match="is no name of a policy set"):
        sets_of(home).read(name)


# ── a folder ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_folder_without_a_set_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(SetupError, match="there is no policy set in"):
            read_files(folder)


def test_a_file_that_is_too_long_or_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tax.cedar").write_bytes(b"/" * (FILE_BYTES_MAX + 1))
    with pytest.raises(SetupError, match=rf"`tax\.cedar` is larger than {FILE_BYTES_MAX} bytes"):
        read_files(tmp_path)
    (tmp_path / "tax.cedar").write_bytes(b"\xff")
    with pytest.raises(SetupError, match=r"`tax\.cedar` is not UTF-8 text"):
        read_files(tmp_path)
