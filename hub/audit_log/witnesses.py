"""The log's side of C2SP tlog-witness: what is sent to a witness, what it answers, and the check at the start.

A witness keeps the largest tree that it saw of a log and signs only what continues it. So a log that was rolled back
or forked is refused by it, and the hub then refuses to start.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

import httpx

from hub.audit_log.limits import WITNESS_ANSWER_BYTES_MAX, WITNESS_ATTEMPTS_MAX, WITNESS_SECONDS_MAX, WITNESSES_MAX
from model.errors import DomicileError, SetupError
from tlog.cosigning import Submission
from tlog.errors import TlogError
from tlog.notes import (
    COSIGNATURE,
    Checkpoint,
    Note,
    Signature,
    VerifierKey,
    parsed_signatures,
    parsed_size,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_OK, _CONFLICT, _INCONSISTENT = 200, 409, 422
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
Prove = Callable[[int, int], Sequence[bytes]]
"""`prove(old, new)`: the consistency proof between two sizes of our tree."""

Latest = Callable[[], Note]
"""Our last stored checkpoint, read anew: another process of this home may sign, and bring witnesses on, meanwhile."""


class WitnessError(DomicileError):
    """A witness can't be reached, or answers what is no answer. The log goes on without it."""


@dataclass(frozen=True)
class Witness:
    """One that is configured: its key, and the address below which `add-checkpoint` is."""

    key: VerifierKey
    url: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """From `VKEY URL`. Raises `SetupError`."""
        words = text.split()
        if len(words) != 2:  # noqa: PLR2004 - a key and an address
            raise SetupError(f"the witness `{text.strip()}` is not a key and an address with a space between them")
        try:
            key = VerifierKey.parse(words[0])
        except TlogError as error:
            raise SetupError(f"in DOMICILE_WITNESSES: {error}") from error
        if key.kind != COSIGNATURE:
            raise SetupError(f"the key of the witness `{key.name}` is one of a log: ask the witness for its own")
        return cls(key, _address(words[1]))


@dataclass(frozen=True)
class Cosigned:
    """The witness saw that the tree continues the one it knew."""

    signature: Signature


@dataclass(frozen=True)
class Holds:
    """The witness holds a tree of another size than the one that was said to be the old one."""

    size: int


@dataclass(frozen=True)
class Inconsistent:
    """The witness holds a tree which ours does not continue."""


Answer = Cosigned | Holds | Inconsistent


def parse_witnesses(setting: str) -> tuple[Witness, ...]:
    """From `VKEY URL` by comma. Raises `SetupError`."""
    witnesses = tuple(Witness.parse(item) for item in setting.split(",") if item.strip())
    if len(witnesses) > WITNESSES_MAX:
        raise SetupError(f"DOMICILE_WITNESSES names more than {WITNESSES_MAX} witnesses")
    if len({witness.key.public for witness in witnesses}) != len(witnesses):
        raise SetupError("DOMICILE_WITNESSES names two witnesses with one key: they would count twice")
    return witnesses


async def submit(client: httpx.AsyncClient, witness: Witness, submission: Submission) -> Answer:
    """Send a checkpoint. Raises `WitnessError` when there is no answer, or one that means nothing."""
    try:
        async with asyncio.timeout(WITNESS_SECONDS_MAX):
            status, body = await _post(client, f"{witness.url}/add-checkpoint", str(submission).encode())
    except (httpx.HTTPError, TimeoutError, OSError) as error:
        raise WitnessError(f"the witness `{witness.key.name}` can't be reached: {type(error).__name__}") from error
    try:
        return _answer(witness, submission.note, status, body)
    except TlogError as error:
        raise WitnessError(f"the witness `{witness.key.name}` gave no right answer: {error}") from error


@asynccontextmanager
async def open_client() -> "AsyncIterator[httpx.AsyncClient]":
    """What requests to witnesses go through: kept connections, no redirects, no proxies from the environment."""
    limits = httpx.Limits(max_connections=WITNESSES_MAX)
    async with httpx.AsyncClient(
        timeout=WITNESS_SECONDS_MAX, limits=limits, follow_redirects=False, trust_env=False
    ) as client:
        yield client


async def check_at_start(witnesses: Sequence[Witness], latest: Latest, prove: Prove) -> list[tuple[Note, Signature]]:
    """Ask each witness whether our last signed tree continues the one it holds; gives what they signed.

    Raises `SetupError` when it does not (rolled back, or forked), and when no witness answers at all.
    """
    if not witnesses:
        return []
    async with open_client() as client:
        checks = (_check(client, witness, latest, prove) for witness in witnesses)
        found = await asyncio.gather(*checks, return_exceptions=True)
    for error in found:
        if isinstance(error, BaseException) and not isinstance(error, WitnessError):
            raise error
    signed = [item for item in found if not isinstance(item, BaseException)]
    if not signed:
        reasons = "; ".join(str(item) for item in found)
        raise SetupError(f"no witness answers, so a log that was rolled back would not be seen: {reasons}")
    return signed


async def bring_forward(client: httpx.AsyncClient, witness: Witness, note: Note, old: int, prove: Prove) -> Answer:
    """Have `note` cosigned by a witness which holds `old` leaves as far as we know, or whatever it says it holds."""
    size = _size(note)
    answer: Answer = Holds(min(old, size))
    for _ in range(WITNESS_ATTEMPTS_MAX):
        if not isinstance(answer, Holds) or answer.size > size:
            break
        answer = await submit(client, witness, Submission(answer.size, tuple(prove(answer.size, size)), note))
    return answer


async def _check(client: httpx.AsyncClient, witness: Witness, latest: Latest, prove: Prove) -> tuple[Note, Signature]:
    note, answer = await _asked(client, witness, latest, prove)
    name, size = witness.key.name, _size(note)
    match answer:
        case Cosigned(signature):
            return note, signature
        case Inconsistent():
            raise SetupError(
                f"the access log was forked: the witness `{name}` holds a tree which this log's {size} entries don't "
                "continue; keep both, and put back the log that the witness knows, or read `docs/log-loss.md`"
            )
        case Holds(held) if held > size:
            raise SetupError(
                f"the access log was rolled back: the witness `{name}` holds {held} entries, and this log's last "
                f"checkpoint has {size}; put back the log that the witness knows, or read `docs/log-loss.md`"
            )
    raise WitnessError(f"the witness `{name}` moves on faster than it is asked")


async def _asked(client: httpx.AsyncClient, witness: Witness, latest: Latest, prove: Prove) -> tuple[Note, Answer]:
    """What the witness says of our last checkpoint; of a newer one when it holds that already."""
    note = latest()
    answer = await bring_forward(client, witness, note, 0, prove)
    for _ in range(WITNESS_ATTEMPTS_MAX):
        newer = latest()
        if not isinstance(answer, Holds) or answer.size <= _size(note) or answer.size > _size(newer):
            break
        note = newer
        answer = await bring_forward(client, witness, note, answer.size, prove)
    return note, answer


def _size(note: Note) -> int:
    return Checkpoint.parse(note.text).size


async def _post(client: httpx.AsyncClient, url: str, body: bytes) -> tuple[int, bytes]:
    """Status and body, never more of it than the limit."""
    parts, size = [], 0
    headers = {"content-type": "text/plain; charset=utf-8", "accept-encoding": "identity"}
    async with client.stream("POST", url, content=body, headers=headers) as response:
        async for part in response.aiter_raw():
            size += len(part)
            if size > WITNESS_ANSWER_BYTES_MAX:
                raise httpx.DecodingError(f"more than {WITNESS_ANSWER_BYTES_MAX} bytes", request=response.request)
            parts.append(part)
    return response.status_code, b"".join(parts)


def _answer(witness: Witness, note: Note, status: int, body: bytes) -> Answer:
    """What an answer means. Raises `TlogError` when nothing."""
    text = body.decode(errors="replace")
    if status == _CONFLICT and text.endswith("\n"):
        return Holds(parsed_size(text[:-1]))
    if status == _INCONSISTENT:
        return Inconsistent()
    if status != _OK:
        raise TlogError(f"its status is {status}")
    signatures = parsed_signatures(text)
    Note(note.text, signatures).verified([witness.key])
    return Cosigned(next(item for item in signatures if item.is_by(witness.key)))


def _address(url: str) -> str:
    """Without a slash at its end. https, but for a witness on this machine."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)
    if not host or not is_safe or parts.query or parts.fragment or parts.username:
        raise SetupError(f"the witness's address `{url}` must be https, or http on this machine")
    return url.rstrip("/")
