"""What only time would do to a browser's session: done to the hub's own store, so that no test waits for it."""

import time
from collections.abc import Callable
from dataclasses import replace

from hub.identity.cookies import Cookies
from hub.identity.sessions import Session, Sessions
from hub.settings import Settings
from hub.vault import Vault
from tests.explorer.screen import Screen


def session_of(
    settings: Settings, shown: Screen, change: Callable[[Session], Session] = lambda found: found
) -> Session:
    """The session of this browser, after a change."""
    cookies = shown.page.context.cookies()
    header = "; ".join(f"{each.get('name')}={each.get('value')}" for each in cookies).encode()
    secret = Cookies.of(shown.url).session_secret([(b"cookie", header)])
    assert secret is not None
    vault = Vault.open(settings)
    sessions = Sessions.open(settings, vault)
    found = sessions.find(secret)
    assert found is not None
    changed = change(found)
    if changed != found:
        sessions._put(secret, changed)
    sessions.close()
    vault.close()
    return changed


def expire(settings: Settings, shown: Screen, token: str) -> None:
    """Its token is this one from now on, which is no good any more."""
    session_of(settings, shown, lambda found: replace(found, token=token, token_expires_at=time.time() - 3600))


def end(settings: Settings, shown: Screen) -> None:
    """It reaches its end after twelve hours, and the hub has it no more."""
    session_of(settings, shown, lambda found: replace(found, ends_at=int(time.time()) - 1))
