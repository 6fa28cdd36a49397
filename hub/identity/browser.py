"""A browser's sign-in from its start to its end: the way to the issuer and back, then a session in place of the token.

Knows cookies as bytes and addresses as texts; the HTTP routes are in `hub.sign_in`.
"""

import hmac
import re
import secrets
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import orjson

from hub.errors import UnauthenticatedError
from hub.identity.cookies import Cookies, decoded
from hub.identity.issuer import Choice, IssuerUnavailableError, OidcIssuer, Tokens
from hub.identity.limits import SESSION_FRESH_SECONDS_MIN, SIGN_IN_SECONDS_MAX
from hub.identity.sessions import Session, SessionKeys, Sessions
from hub.identity.tokens import Verifier
from hub.model.callers import Caller

CALLBACK = "/session/callback"
_RETURN_TO = re.compile(r"/|/(explore|case|record|query|about)(/[A-Za-z0-9][A-Za-z0-9._~=-]*)*", re.ASCII)
_RETURN_TO_LENGTH_MAX = 300
_WORD_BYTES = 32  # of state, nonce and verifier

_NO_SESSION = "no session: sign in"

Headers = Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Start:
    """A sign-in that begins: where the browser goes, and the cookie it takes along."""

    location: str
    cookie_name: str
    cookie: bytes


@dataclass(frozen=True)
class Arrival:
    """A sign-in that ended well: the new session's secret, and where in the explorer the browser goes on."""

    secret: bytes
    return_to: str


@dataclass(frozen=True)
class Seen:
    """What the explorer is told of its session."""

    caller: Caller | None = None
    session: Session | None = None
    is_expired: bool = False


class BrowserSignIn:
    """The sign-in of one hub's explorer."""

    def __init__(
        self,
        *,
        origin: str,
        issuers: Iterable[OidcIssuer],
        choices: Mapping[str, Choice],
        verifier: Verifier,
        sessions: Sessions,
        keys: SessionKeys,
        clock_seconds: Callable[[], float] = time.time,
    ) -> None:
        self.origin = origin
        self.cookies = Cookies.of(origin)
        self.choices = choices
        self._issuers = {issuer.name: issuer for issuer in issuers}
        self._verifier = verifier
        self._sessions = sessions
        self._keys = keys
        self._clock_seconds = clock_seconds

    async def aclose(self) -> None:
        """Close the store and the connections to the issuer; the verifier is another's."""
        self._sessions.close()
        for issuer in self._issuers.values():
            await issuer.aclose()

    @property
    def redirect_uri(self) -> str:
        """Where the issuer sends the browser back to."""
        return self.origin + CALLBACK

    # ── there and back ───────────────────────────────────────────────────────────────────────────────────────────

    async def start(self, choice_id: str, return_to: str, headers: Headers) -> Start:
        """Begin. Raises `UnauthenticatedError` for a choice that isn't one, `IssuerUnavailableError`."""
        choice = self._choice(choice_id)
        state, nonce, verifier = (secrets.token_urlsafe(_WORD_BYTES) for _ in range(3))
        location = await self._issuers[choice.issuer].authorization_url(
            choice, redirect_uri=self.redirect_uri, state=state, nonce=nonce, verifier=verifier
        )
        before = self.cookies.session_secret(headers)
        left = self._sessions.find(before) if before else None
        carried = {
            "state": state,
            "nonce": nonce,
            "verifier": verifier,
            "choice": choice.id,
            "returnTo": local_path(return_to),
            "startedAt": self._clock_seconds(),
            "before": self._sessions.name(before) if before else "",  # ended when this one has taken its place
            "left": [left.client, left.subject, left.purpose, left.case] if left else None,
        }
        sealed = self._keys.seal_browser_state(orjson.dumps(carried))
        return Start(location, self.cookies.state_name(state), sealed)

    async def arrive(self, *, state: str, code: str, issuer: str | None, headers: Headers) -> Arrival:
        """The issuer sent the browser back. Raises `UnauthenticatedError` unless this browser began this sign-in."""
        carried = self._carried(state, headers)
        choice = self._choice(carried["choice"])
        if issuer is not None and issuer != choice.issuer:
            raise UnauthenticatedError("another issuer answers: sign in again")
        tokens = await self._issuers[choice.issuer].exchange(
            choice, code=code, redirect_uri=self.redirect_uri, verifier=carried["verifier"]
        )
        own = self._verifier.of(choice.issuer)
        await own.check_id_token(tokens.id, client_id=choice.client_id, nonce=carried["nonce"])
        caller = await self._caller_of(choice, tokens.access)
        purpose, case = _left_by(caller, carried["left"])
        session = Session(
            purpose=purpose,
            case=case,
            choice=choice.id,
            client=caller.client,
            subject=caller.subject,
            token=tokens.access,
            token_expires_at=caller.expires_at.timestamp(),
            refresh_token=tokens.refresh,
            ends_at=self._sessions.latest_end(),
        )
        secret = await self._sessions.begin(session)
        if carried["before"]:
            await self._sessions.end_named(carried["before"])
        return Arrival(secret, local_path(carried["returnTo"]))

    def _carried(self, state: str, headers: Headers) -> Mapping[str, Any]:
        """What this browser took along for `state`, opened and compared."""
        sealed = decoded(self.cookies.states(headers).get(self.cookies.state_name(state), ""))
        opened = self._keys.open_browser_state(sealed) if sealed else None
        if opened is None:
            raise UnauthenticatedError("this browser began no such sign-in: sign in again")
        carried: Mapping[str, Any] = orjson.loads(opened)
        if not hmac.compare_digest(carried["state"].encode(), state.encode(errors="replace")):
            raise UnauthenticatedError("this browser began another sign-in: sign in again")
        if not 0 <= self._clock_seconds() - carried["startedAt"] <= SIGN_IN_SECONDS_MAX:
            raise UnauthenticatedError("the sign-in took too long: sign in again")
        return carried

    def _choice(self, choice_id: str) -> Choice:
        if choice_id not in self.choices:
            raise UnauthenticatedError("there is no such way to sign in: `GET /session` lists them")
        return self.choices[choice_id]

    async def _caller_of(self, choice: Choice, token: str) -> Caller:
        """Whom the token names, if it was given to the client that was chosen."""
        caller = await self._verifier.of(choice.issuer).caller(f"Bearer {token}")
        if choice.client is not None and caller.client != choice.client:
            raise UnauthenticatedError(f"the token's `azp` is not `{choice.client}`: the issuer must set it")
        return caller

    # ── the session ──────────────────────────────────────────────────────────────────────────────────────────────

    async def caller(self, headers: Headers) -> Caller:
        """Who the session is of. Raises `UnauthenticatedError` without one, and when its token has expired."""
        secret = self.cookies.session_secret(headers)
        session = await self._fresh(secret) if secret is not None else None
        if session is None:
            raise UnauthenticatedError(_NO_SESSION)
        return await self._verifier.caller(f"Bearer {session.token}")

    async def seen(self, headers: Headers) -> Seen:
        """What there is, for the explorer to show. A session whose token has expired is told from none."""
        secret = self.cookies.session_secret(headers)
        session = await self._fresh(secret) if secret is not None else None
        if session is None:
            return Seen()
        try:
            return Seen(await self._verifier.caller(f"Bearer {session.token}"), session)
        except UnauthenticatedError:
            return Seen(is_expired=True)

    @staticmethod
    def ends(caller: Caller, session: Session) -> datetime:
        """When the session is over for good: with its token, or if that is refreshed, at its own end."""
        latest = datetime.fromtimestamp(session.ends_at, UTC)
        return latest if session.refresh_token else min(latest, caller.expires_at)

    def mark(self, session: Session) -> str:
        """Who it is, for nothing but to be compared: the same whenever this person signs in for this client."""
        choice = self.choices.get(session.choice)
        return self._keys.signed_in_mark(choice.issuer if choice else "", session.client, session.subject)

    async def remember(self, headers: Headers, *, purpose: str, case: str) -> None:
        """Keep what the officer chose. Raises `UnauthenticatedError` without a session."""
        await self.caller(headers)
        secret = self.cookies.session_secret(headers)
        assert secret is not None  # noqa: S101 - there is a caller
        if await self._sessions.replace(secret, lambda old: replace(old, purpose=purpose, case=case)) is None:
            raise UnauthenticatedError(_NO_SESSION)

    async def end(self, headers: Headers) -> str | None:
        """Sign out, for every copy of the cookie. Where the browser can end the issuer's own session, or None."""
        secret = self.cookies.session_secret(headers)
        session = self._sessions.find(secret) if secret is not None else None
        if secret is None or session is None:
            return None
        await self._sessions.end(secret)
        choice = self.choices.get(session.choice)
        if choice is None:
            return None
        issuer = self._issuers[choice.issuer]
        await issuer.revoke(choice, session.refresh_token)
        return await issuer.end_session_url(choice, leads_to=self.origin + "/")

    async def _fresh(self, secret: bytes) -> Session | None:
        """The session, with a new token where the old one is about to expire and the issuer gives one."""
        session = self._sessions.find(secret)
        if session is None or not self._is_stale(session):
            return session
        async with self._sessions.refreshing(secret):  # two requests at once must not use one refresh token twice
            session = self._sessions.find(secret)
            if session is None or not self._is_stale(session):
                return session
            return await self._refreshed(secret, session)

    async def _refreshed(self, secret: bytes, session: Session) -> Session | None:
        choice = self.choices.get(session.choice)
        if choice is None:
            return session
        try:
            tokens = await self._issuers[choice.issuer].refresh(choice, session.refresh_token)
            caller = await self._same_caller(choice, session, tokens)
        except IssuerUnavailableError:
            return session  # the old token may serve a little longer, and the next request asks again
        except UnauthenticatedError:
            return await self._sessions.replace(secret, lambda old: replace(old, refresh_token=""))
        return await self._sessions.replace(
            secret,
            lambda old: replace(
                old,
                token=tokens.access,
                token_expires_at=caller.expires_at.timestamp(),
                refresh_token=tokens.refresh or old.refresh_token,
            ),
        )

    async def _same_caller(self, choice: Choice, session: Session, tokens: Tokens) -> Caller:
        """Whom the new token names: the old one's, or nobody."""
        caller = await self._caller_of(choice, tokens.access)
        if (caller.client, caller.subject) != (session.client, session.subject):
            raise UnauthenticatedError("the issuer's new token is of somebody else: sign in again")
        return caller

    def _is_stale(self, session: Session) -> bool:
        rest_seconds = session.token_expires_at - self._clock_seconds()
        return bool(session.refresh_token) and rest_seconds < SESSION_FRESH_SECONDS_MIN


def _left_by(caller: Caller, left: Sequence[str] | None) -> tuple[str, str]:
    """Purpose and case of the session before, for who signs in again; nothing of it for anybody else."""
    if left is None or left[:2] != [caller.client, caller.subject]:
        return "", ""
    return left[2], left[3]


def local_path(text: str) -> str:
    """`text` if it is a page of the explorer, without a query, which could name somebody; else the first page."""
    return text if len(text) <= _RETURN_TO_LENGTH_MAX and _RETURN_TO.fullmatch(text) else "/"
