"""The log's lines about refused sign-ins: some a minute at most, for anybody can have a sign-in refused as often as they like."""

import logging
import time
from collections import deque
from collections.abc import Callable

from hub.identity.limits import REFUSALS_LOGGED_MAX, REFUSALS_LOGGED_SECONDS


class RefusalLog:
    """Writes a line, until there were too many; then one that says so, and nothing until they are old."""

    def __init__(self, log: logging.Logger, clock_seconds: Callable[[], float] = time.monotonic) -> None:
        self._log = log
        self._clock_seconds = clock_seconds
        self._written: deque[float] = deque(maxlen=REFUSALS_LOGGED_MAX)
        self._is_full = False

    def write(self, line: str, *values: object) -> None:
        """One refusal; `line` is a format of `logging`."""
        instant = self._clock_seconds()
        if len(self._written) == REFUSALS_LOGGED_MAX and instant - self._written[0] < REFUSALS_LOGGED_SECONDS:
            if not self._is_full:
                self._log.warning("more sign-ins were refused than are written here: the next are left out for a while")
            self._is_full = True
            return
        self._is_full = False
        self._written.append(instant)
        self._log.warning(line, *values)
