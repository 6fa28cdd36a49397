"""New tokens for sessions whose token is about to end. One attempt for a session at a time, and nobody waits long for it.

A session loses its refresh token when the issuer takes it no more, or names somebody else; whatever passes (an issuer that does not
answer, a key that it has not published, a clock) is tried again, and the old token serves as long as it holds.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from hub.identity.issuer import Choice, OidcIssuer, Tokens
from hub.identity.limits import (
    ISSUER_FETCH_SECONDS_MAX,
    ISSUER_RETRY_SECONDS,
    SESSION_FRESH_SECONDS_MIN,
    SESSION_RENEWAL_SECONDS_MAX,
    TOKEN_LEEWAY_SECONDS,
)
from hub.identity.refusals import ClientRefusedError, ClockError, IssuerUnavailableError, KeyUnknownError
from hub.identity.sessions import Session, Sessions
from model.callers import Caller
from model.errors import UnauthenticatedError

CallerOf = Callable[[Choice, str], Awaitable[Caller]]
"""Whom a token names, if it was given to the client that was chosen. Raises `UnauthenticatedError`."""

_PASSING = (KeyUnknownError, ClockError, ClientRefusedError)
_log = logging.getLogger(__name__)


class Renewals:
    """The attempts under way in this process, by the name of their session."""

    def __init__(
        self,
        sessions: Sessions,
        issuers: Mapping[str, OidcIssuer],
        choices: Mapping[str, Choice],
        caller_of: CallerOf,
        clock_seconds: Callable[[], float] = time.time,
    ) -> None:
        self._sessions = sessions
        self._issuers = issuers
        self._choices = choices
        self._caller_of = caller_of
        self._clock_seconds = clock_seconds
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._not_before: dict[str, float] = {}

    async def aclose(self) -> None:
        """Let what is under way come to its end: an answer that nobody keeps would cost a refresh token."""
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    async def fresh(self, secret: bytes) -> Session | None:
        """The session, with a new token where the old one is about to end and the issuer gives one in time."""
        session = self._sessions.find(secret)
        if session is None or not self._is_stale(session):
            return session
        attempt = self._attempt(secret, session)
        if attempt is None:
            return session
        holds = self._clock_seconds() < session.token_expires_at + TOKEN_LEEWAY_SECONDS
        done, _ = await asyncio.wait(
            [attempt], timeout=SESSION_RENEWAL_SECONDS_MAX if holds else ISSUER_FETCH_SECONDS_MAX
        )
        for each in done:
            each.result()  # a fault of the store is the request's
        return self._sessions.find(secret)

    def _attempt(self, secret: bytes, session: Session) -> "asyncio.Task[None] | None":
        """The one under way, or a new one; None where it is too early for another."""
        name = self._sessions.name(secret)
        if name in self._under_way:
            return self._under_way[name]
        choice = self._choices.get(session.choice)
        if choice is None or self._issuers[choice.issuer].is_paused:
            return None
        if self._clock_seconds() < self._not_before.get(name, 0):
            return None
        attempt = asyncio.create_task(self._renew(secret, session, choice))
        self._under_way[name] = attempt
        attempt.add_done_callback(lambda _: self._under_way.pop(name, None))
        return attempt

    async def _renew(self, secret: bytes, session: Session, choice: Choice) -> None:
        try:
            tokens = await self._issuers[choice.issuer].refresh(choice, session.refresh_token)
        except IssuerUnavailableError:
            return  # it has said so in the log, once for all sessions
        except ClientRefusedError as error:
            self._put_off(secret, error)
            return
        except UnauthenticatedError as error:
            await self._give_up(secret, error)
            return
        await self._take(secret, session, choice, tokens)

    async def _take(self, secret: bytes, session: Session, choice: Choice, tokens: Tokens) -> None:
        """Keep what the issuer gave: the refresh token first, for the former one may be worth nothing from now on."""
        refresh, refresh_ends_at = tokens.refresh or session.refresh_token, self.refresh_end(tokens)
        await self._sessions.replace(
            secret, lambda old: replace(old, refresh_token=refresh, refresh_ends_at=refresh_ends_at)
        )
        try:
            caller = await self._same_caller(session, choice, tokens)
        except _PASSING as error:
            self._put_off(secret, error)
        except UnauthenticatedError as error:
            await self._give_up(secret, error)
        else:
            ends_at = caller.expires_at.timestamp()
            await self._sessions.replace(
                secret, lambda old: replace(old, token=tokens.access, token_expires_at=ends_at)
            )

    async def _same_caller(self, session: Session, choice: Choice, tokens: Tokens) -> Caller:
        """Whom the new token names: the old one's, or nobody."""
        caller = await self._caller_of(choice, tokens.access)
        if (caller.client, caller.subject) != (session.client, session.subject):
            raise UnauthenticatedError("the issuer's new token is of somebody else: sign in again")
        return caller

    def refresh_end(self, tokens: Tokens) -> float:
        """When the refresh token ends, and with it the issuer's session; 0 where the issuer does not say."""
        return 0 if tokens.refresh_seconds is None else self._clock_seconds() + tokens.refresh_seconds

    async def _give_up(self, secret: bytes, error: UnauthenticatedError) -> None:
        _log.warning("a session gets no new token, and ends with the one it has: %s", error)
        await self._sessions.replace(secret, lambda old: replace(old, refresh_token="", refresh_ends_at=0))

    def _put_off(self, secret: bytes, error: UnauthenticatedError) -> None:
        _log.warning("a session gets no new token now, and asks again: %s", error)
        instant = self._clock_seconds()
        self._not_before = {name: until for name, until in self._not_before.items() if until > instant}
        self._not_before[self._sessions.name(secret)] = instant + ISSUER_RETRY_SECONDS

    def _is_stale(self, session: Session) -> bool:
        """Whether token or refresh token has little time left; the second may be the shorter one."""
        ends = min(session.token_expires_at, session.refresh_ends_at or session.token_expires_at)
        return bool(session.refresh_token) and ends - self._clock_seconds() < SESSION_FRESH_SECONDS_MIN
