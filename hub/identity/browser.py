"""A browser's sign-in from its start to its end: the way to the issuer and back, then a session in place of the token.

Knows cookies as bytes and addresses as texts; the HTTP routes are in `hub.http.sign_in`.
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

from hub.identity.back_channel import BackChannel, marks_of
from hub.identity.cookies import Cookies, decoded
from hub.identity.issuer import Choice, OidcIssuer
from hub.identity.limits import SIGN_IN_SECONDS_MAX
from hub.identity.refusals import BeginAgainError
from hub.identity.renewal import Renewals
from hub.identity.sessions import Session, SessionKeys, Sessions
from hub.identity.tokens import Verifier
from model.callers import Caller
from model.errors import UnauthenticatedError

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
        self._renewals = Renewals(sessions, self._issuers, choices, self._caller_of, clock_seconds)
        self.back_channel = BackChannel(verifier, tuple(choices.values()), sessions, keys.issuer_mark)

    async def aclose(self) -> None:
        """Close the store and the connections to the issuer; the verifier is another's."""
        await self._renewals.aclose()
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
            raise BeginAgainError("another issuer answers: sign in again")
        tokens = await self._issuers[choice.issuer].exchange(
            choice, code=code, redirect_uri=self.redirect_uri, verifier=carried["verifier"]
        )
        own = self._verifier.of(choice.issuer)
        signed_in = await own.check_id_token(
            tokens.id, client_id=choice.client_id, nonce=carried["nonce"], client=choice.client or ""
        )
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
            refresh_ends_at=self._renewals.refresh_end(tokens),
            ends_at=self._sessions.latest_end(),
        )
        secret = await self._sessions.begin(session, marks_of(self._keys.issuer_mark, choice, signed_in))
        if carried["before"]:
            await self._sessions.end_named(carried["before"])
        return Arrival(secret, local_path(carried["returnTo"]))

    def _carried(self, state: str, headers: Headers) -> Mapping[str, Any]:
        """What this browser took along for `state`, opened and compared."""
        sealed = decoded(self.cookies.states(headers).get(self.cookies.state_name(state), ""))
        opened = self._keys.open_browser_state(sealed) if sealed else None
        if opened is None:
            raise BeginAgainError("this browser began no such sign-in: sign in again")
        carried: Mapping[str, Any] = orjson.loads(opened)
        if not hmac.compare_digest(carried["state"].encode(), state.encode(errors="replace")):
            raise BeginAgainError("this browser began another sign-in: sign in again")
        if not 0 <= self._clock_seconds() - carried["startedAt"] <= SIGN_IN_SECONDS_MAX:
            raise BeginAgainError("the sign-in took too long: sign in again")
        return carried

    def _choice(self, choice_id: str) -> Choice:
        if choice_id not in self.choices:
            raise BeginAgainError("there is no such way to sign in: `GET /session` lists them")
        return self.choices[choice_id]

    async def _caller_of(self, choice: Choice, token: str) -> Caller:
        """Whom the token names, if it was given to the client that was chosen."""
        caller = await self._verifier.of(choice.issuer).issued_caller(token)
        if choice.client is not None and caller.client != choice.client:
            raise UnauthenticatedError(f"the token's `azp` is not `{choice.client}`: the issuer must set it")
        return caller

    # ── the session ──────────────────────────────────────────────────────────────────────────────────────────────

    async def caller(self, headers: Headers) -> Caller:
        """Who the session is of. Raises `UnauthenticatedError` without one, and when its token has expired."""
        secret = self.cookies.session_secret(headers)
        session = await self._renewals.fresh(secret) if secret is not None else None
        if session is None:
            raise UnauthenticatedError(_NO_SESSION)
        return await self._verifier.caller(f"Bearer {session.token}")

    async def seen(self, headers: Headers) -> Seen:
        """What there is, for the explorer to show. A session whose token has expired is told from none."""
        secret = self.cookies.session_secret(headers)
        session = await self._renewals.fresh(secret) if secret is not None else None
        if session is None:
            return Seen()
        try:
            return Seen(await self._verifier.caller(f"Bearer {session.token}"), session)
        except UnauthenticatedError:
            return Seen(is_expired=True)

    @staticmethod
    def ends(caller: Caller, session: Session) -> datetime:
        """When the session is over if nobody does anything: with its token, or with the issuer's session, or at its own end."""
        latest = datetime.fromtimestamp(session.ends_at, UTC)
        if session.refresh_token and not session.refresh_ends_at:
            return latest
        refreshable = datetime.fromtimestamp(session.refresh_ends_at, UTC)
        return min(latest, max(caller.expires_at, refreshable))

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

    def chosen(self, headers: Headers) -> str:
        """The way by which this browser is signed in, by its id; nothing where it is not."""
        secret = self.cookies.session_secret(headers)
        session = self._sessions.find(secret) if secret is not None else None
        return session.choice if session else ""

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
        await self._issuers[choice.issuer].revoke(choice, session.refresh_token)
        return await self._end_session(choice)

    async def left(self, headers: Headers) -> str | None:
        """Where a browser that signed out here a moment ago can end the issuer's own session, which may still be there."""
        choice = self.choices.get(self.cookies.signed_out(headers))
        return await self._end_session(choice) if choice else None

    async def _end_session(self, choice: Choice) -> str | None:
        return await self._issuers[choice.issuer].end_session_url(choice, leads_to=self.origin + "/")


def _left_by(caller: Caller, left: Sequence[str] | None) -> tuple[str, str]:
    """Purpose and case of the session before, for who signs in again; nothing of it for anybody else."""
    if left is None or left[:2] != [caller.client, caller.subject]:
        return "", ""
    return left[2], left[3]


def local_path(text: str) -> str:
    """`text` if it is a page of the explorer, without a query, which could name somebody; else the first page."""
    return text if len(text) <= _RETURN_TO_LENGTH_MAX and _RETURN_TO.fullmatch(text) else "/"
