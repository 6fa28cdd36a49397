"""A hub whose log, graph or keys fail when a test says so: before a call, or when it was made."""

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from hub.settings import Settings
from tests.support.hub import Hub


class Failing:
    """A port that works, but for the named calls: those raise, before or after the real one was made."""

    def __init__(self, real: Any, error: Exception, *calls: str, is_late: bool = False) -> None:
        self._real, self._error, self._calls, self._is_late = real, error, calls, is_late

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._real, name)
        if name not in self._calls:
            return real
        return self._failing_later(real) if inspect.iscoroutinefunction(real) else self._failing(real)

    def _failing(self, real: Any) -> Any:
        def call(*arguments: Any, **others: Any) -> Any:
            if self._is_late:
                real(*arguments, **others)
            raise self._error

        return call

    def _failing_later(self, real: Any) -> Any:
        async def call(*arguments: Any, **others: Any) -> Any:
            if self._is_late:
                await real(*arguments, **others)
            raise self._error

        return call


class Breakable(Hub):
    """A hub of a test's own, whose ports can be broken (`breakable`)."""

    def break_port(self, name: str, error: Exception, *calls: str, is_late: bool = False) -> None:
        """Let these calls of a port raise `error`."""
        broken = Failing(getattr(self.ports, name), error, *calls, is_late=is_late)
        object.__setattr__(self.ports, name, broken)


@contextmanager
def breakable_hub(settings: Settings) -> Iterator[Breakable]:
    """Another application on a store that runs: what is broken in it is broken in nothing else, and whole when it ends."""
    with Breakable(settings) as own:
        ports = replace(own.ports)
        try:
            yield own
        finally:
            for name in ("ledger", "graph", "vault"):
                object.__setattr__(own.ports, name, getattr(ports, name))
