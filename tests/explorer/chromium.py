"""One Chromium for the whole folder, and in it computers of persons: profiles that a test takes and gives back."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

_KEPT = {"timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"}
# All that a page can leave behind, but for what the browser itself keeps of files: those of the application are the same for
# everybody, and are fetched and compiled once.
_LEFT_BEHIND = (
    "cookies,file_systems,indexeddb,local_storage,shader_cache,websql,service_workers,cache_storage,storage_buckets"
)


class Chromium:
    """Hands out a page on a computer on which nobody has been, as far as a page can tell."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self._free: defaultdict[str, list[BrowserContext]] = defaultdict(list)

    @contextmanager
    def computer(self, origin: str, options: Mapping[str, Any]) -> Iterator[Page]:
        """A page with Playwright's `options` for a context, for somebody who will look at `origin`."""
        free = self._free[json.dumps(options, sort_keys=True)]
        context = free.pop() if free else self.browser.new_context(**options, **_KEPT)
        page = context.new_page()
        protocol = context.new_cdp_session(page)
        protocol.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": _LEFT_BEHIND})
        protocol.detach()
        try:
            yield page
        except BaseException:
            context.close()
            raise
        for page in context.pages:
            page.close()
        context.clear_cookies()
        context.set_offline(offline=False)
        free.append(context)
