"""Which policy set is in force, and how another one comes in force: checked, logged, and only then pointed to.

What a set says is `hub.policy`'s. Here it meets the log: a set is in force because the newest entry about the policy names
it. Such an entry is about nobody, and anybody may read it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from filelock import FileLock, Timeout

from hub.policy import Policy
from hub.policy.difference import Difference, bounded, difference
from hub.policy.sets import SHIPPED, Files, Sets, check_set, name_of, shipped
from hub.settings import Settings
from model.callers import Entry
from model.errors import DomicileError, SetupError

LOOK_SECONDS = 0.5  # between two looks at what is in force: a new set is noticed within a second
_LOCK_SECONDS = 30  # for another `domicile policy load` of this home to end

_log = logging.getLogger("hub.policy")


class PolicyLog(Protocol):
    """What the log is asked here: `hub.audit_log.Ledger`."""

    async def append(self, entries: Sequence[Entry]) -> Any: ...
    async def read_policy_changes(self) -> Sequence[Any]: ...


@dataclass(frozen=True, kw_only=True)
class PolicyChange:
    """What an entry about the policy names: the policies' versions, and the sets' names. All of it is in `policyChanges`."""

    set_before: str
    set_after: str
    version_before: str
    version_after: str

    @classmethod
    def of(cls, entry: dict[str, Any]) -> "PolicyChange":
        """From an entry as it stands on the log."""
        extra = entry["extra"]
        return cls(
            set_before=extra["setBefore"],
            set_after=extra["setAfter"],
            version_before=extra["versionBefore"],
            version_after=extra["versionAfter"],
        )


@dataclass(frozen=True)
class FixedPolicy:
    """One policy for good: for tests and benchmarks."""

    current: Any
    has_stopped: bool = field(default=False)


class PolicyInForce:
    """The policy set of this home. `current` is what the next request is decided by; one that runs keeps its own."""

    def __init__(self, settings: Settings, log: PolicyLog) -> None:
        """Use `open`."""
        self._sets = sets_of(settings)
        self._log = log
        self._lock = FileLock(settings.private_folder / "policy.lock")
        self._name = SHIPPED
        self._mark = self._sets.mark()
        self._said = ""
        self._is_broken = False  # what the log names can't be run: any set may be loaded, that one too
        self._watcher: asyncio.Task[None] | None = None
        self.current = shipped()

    @classmethod
    async def open(cls, settings: Settings, log: PolicyLog) -> "PolicyInForce":
        """The set which the log names. Raises `SetupError` when it is not valid, crosses a bound, or is not logged.

        A load that was cut off between its entry and its pointer is carried to its end.
        """
        policies = cls(settings, log)
        await policies.start()
        return policies

    @classmethod
    async def open_to_mend(cls, settings: Settings, log: PolicyLog) -> "PolicyInForce":
        """As `open`; where that refuses, the shipped set stands in, so that another one can be loaded at all."""
        policies = cls(settings, log)
        await policies.start_to_mend()
        return policies

    async def start(self) -> None:
        """Take the set which the log names. Raises what `open` does."""
        changes = await self.changes()
        logged, pointed = _newest(changes), self._sets.pointed()
        if pointed != logged and not (changes and pointed == changes[0].set_before):
            raise SetupError(
                f"the policy set `{pointed[:80]}` is pointed to, and the access log names `{logged}`: "
                "load a set by `domicile policy load`"
            )
        if logged != SHIPPED:
            self.current = await asyncio.to_thread(_checked, self._sets, logged)
        if pointed != logged:
            self._sets.point(logged)
        self._name, self._mark = logged, self._sets.mark()

    async def start_to_mend(self) -> None:
        """As `start`; a set that is refused is said, and may be loaded anew."""
        try:
            await self.start()
        except SetupError as error:
            self._name, self._is_broken = _newest(await self.changes()), True
            self._refuse(error)

    async def changes(self) -> list[PolicyChange]:
        """Every change of the policy on the log, newest first. Raises `SetupError` when the log can't be read."""
        records = await self._log.read_policy_changes()
        return [PolicyChange.of(record.entry) for record in reversed(records)]

    # ── a running hub ────────────────────────────────────────────────────────────────────────────────────────────

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Look for another set as long as this lasts."""
        self._watcher = asyncio.create_task(self._watch(), name="policy")
        try:
            yield
        finally:
            self._watcher.cancel()
            await asyncio.gather(self._watcher, return_exceptions=True)

    @property
    def has_stopped(self) -> bool:
        """Whether nobody looks any more, though somebody should: then the hub is not ready."""
        return self._watcher is not None and self._watcher.done()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                if self._sets.mark() != self._mark:
                    await self.look()
            except Exception:  # noqa: BLE001 - whatever it is, somebody has to go on looking
                _log.exception("nobody could look which policy set is in force: it is tried again")

    async def look(self) -> None:
        """Take the set that is pointed to, if it is another one, logged, and holds; else go on with this one, and say so."""
        mark = self._sets.mark()
        try:
            changes = await self.changes()
        except DomicileError as error:
            self._refuse(error)  # looked at again: the log may be readable a moment later
            return
        try:
            await self._take(self._sets.pointed(), changes)
        except DomicileError as error:
            self._refuse(error)
        self._mark = mark

    async def _take(self, name: str, changes: Sequence[PolicyChange]) -> None:
        if name == self._name:
            return
        if not changes or changes[0].set_after != name:
            raise SetupError(f"the newest entry of the access log about the policy does not name `{name[:80]}`")
        self.current, self._name = await asyncio.to_thread(_checked, self._sets, name), name
        _log.warning("policy version `%s` is in force", self.current.version)

    def _refuse(self, error: DomicileError) -> None:
        """Said once for each reason, in the hub's own log."""
        if (said := str(error)) != self._said:
            self._said = said
            _log.error("a policy set is refused, version `%s` stays in force: %s", self.current.version, said)

    # ── another set ──────────────────────────────────────────────────────────────────────────────────────────────

    async def load(self, files: Files | None, entry: Entry) -> Difference | None:
        """Put `files` in force (None: the shipped set); None when they are already. `entry` says who does it, and when.

        The set is on the disk, then its entry is durable, then the pointer moves: whatever is cut off in between leaves
        a set in force that is logged. Raises `SetupError` when it does not hold, `LogUnavailableError`.
        """
        name = name_of(files)
        try:
            with self._lock.acquire(timeout=_LOCK_SECONDS):
                await self.look()  # what another process of this home has loaded meanwhile
                if name == self._name and not self._is_broken:
                    return None
                return await self._load(name, files, entry)
        except Timeout as error:
            raise SetupError("another `domicile policy load` runs in this home: wait for its end") from error

    async def _load(self, name: str, files: Files | None, entry: Entry) -> Difference:
        before, after = self.current, await asyncio.to_thread(check_set, files)
        found = await asyncio.to_thread(difference, before, after)
        if files is not None:
            self._sets.write(files)
        await self._log.append([_with(entry, self._name, name, before, after, found)])
        self._sets.point(name)
        self.current, self._name, self._mark, self._is_broken = after, name, self._sets.mark(), False
        return found


def sets_of(settings: Settings) -> Sets:
    """The sets of a home."""
    return Sets(settings.private_folder / "policy")


def _newest(changes: Sequence[PolicyChange]) -> str:
    """The set which the log names: the shipped one until another was loaded."""
    return changes[0].set_after if changes else SHIPPED


def _checked(sets: Sets, name: str) -> Policy:
    return check_set(sets.read(name))


def _with(entry: Entry, name_before: str, name: str, before: Policy, after: Policy, found: Difference) -> Entry:
    """`entry` with what changes: names and versions before and after, and the lines that are opened and closed."""
    extra = {
        "setBefore": name_before,
        "setAfter": name,
        "versionBefore": before.version,
        "versionAfter": after.version,
        "opened": "\n".join(bounded(found.opened)),
        "closed": "\n".join(bounded(found.closed)),
    }
    return replace(entry, extra=extra, policy_version=before.version)


__all__ = ["FixedPolicy", "PolicyChange", "PolicyInForce", "sets_of"]
