"""How a message gets to a resident: by SMTP, or as a line in a file for the city's own gateway. Knows no register."""

import asyncio
import os
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import orjson

from hub.private_store import make_private_folder
from model import limits
from model.errors import SetupError
from model.messages import Message

_PORT = {"smtp": 587, "smtps": 465}
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class _Server(NamedTuple):
    is_tls: bool
    host: str
    port: int
    user: str
    password: str

    @property
    def is_here(self) -> bool:
        return self.host in _LOOPBACK


class Smtp:
    """A mail server: `smtp://` goes over to TLS before anything is said, but to this machine; `smtps://` begins with it."""

    def __init__(self, url: str, sender: str) -> None:
        """Raises `SetupError` when the URL or the sender is not whole; it quotes neither, for a password may be in it."""
        self._server = _server(url)
        if sender.count("@") != 1 or not sender.isascii() or any(sign.isspace() for sign in sender):
            raise SetupError("DOMICILE_SMTP_SENDER is no e-mail address: set the one that residents may answer to")
        self._sender = sender

    async def send(self, messages: Sequence[Message]) -> Sequence[bool]:
        """Whether the server took each. When it can't be reached or goes away, those that are left were not sent."""
        return await asyncio.to_thread(self._send, messages)

    def _send(self, messages: Sequence[Message]) -> list[bool]:
        taken: list[bool] = []
        try:
            with self._connected() as server:
                for message in messages:
                    taken.append(_is_taken(server, self._sender, message))  # noqa: PERF401 - what was taken stays known
        except (OSError, smtplib.SMTPException):
            if len(taken) < len(messages):
                return taken + [False] * (len(messages) - len(taken))
        return taken

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        to, seconds = self._server, limits.SMTP_SECONDS_MAX
        context = ssl.create_default_context()
        server = (
            smtplib.SMTP_SSL(to.host, to.port, timeout=seconds, context=context)
            if to.is_tls
            else smtplib.SMTP(to.host, to.port, timeout=seconds)
        )
        with server:
            if not to.is_tls and not to.is_here:
                server.starttls(context=context)
            if to.user:
                server.login(to.user, to.password)
            yield server


class Export:
    """A file of NDJSON lines for the gateway that sends short messages and letters; 0600, and made with the first line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.is_written = False

    async def send(self, messages: Sequence[Message]) -> Sequence[bool]:
        """True of all, once they are on the disk. Raises `SetupError` when they can't be written there."""
        await asyncio.to_thread(self._write, messages)
        return [True] * len(messages)

    def _write(self, messages: Sequence[Message]) -> None:
        if not messages:
            return
        how = os.O_WRONLY | os.O_APPEND if self.is_written else os.O_WRONLY | os.O_CREAT | os.O_EXCL
        try:
            if not self._path.parent.exists():
                make_private_folder(self._path.parent)
            descriptor = os.open(self._path, how, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                self.is_written = True
                file.write(b"".join(_line(message) for message in messages))
                file.flush()
                os.fsync(descriptor)
        except OSError as error:
            raise SetupError(
                f"the file for the gateway can't be written to `{self._path}`: {error.strerror}"
            ) from error


def _line(message: Message) -> bytes:
    fields = {
        "channel": message.channel,
        "address": message.address,
        "language": message.language,
        "text": message.text,
    }
    return orjson.dumps(fields) + b"\n"


def _server(url: str) -> _Server:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise SetupError("DOMICILE_SMTP_URL is no URL: write smtp://HOST:PORT or smtps://USER:PASSWORD@HOST") from None
    if parts.scheme not in _PORT or not parts.hostname or parts.path.strip("/") or parts.query:
        raise SetupError("DOMICILE_SMTP_URL names no mail server: write smtp://HOST:PORT or smtps://USER:PASSWORD@HOST")
    return _Server(
        is_tls=parts.scheme == "smtps",
        host=parts.hostname,
        port=port or _PORT[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _is_taken(server: smtplib.SMTP, sender: str, message: Message) -> bool:
    try:
        server.send_message(_mail(sender, message), from_addr=sender, to_addrs=[message.address])
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError):
        return False
    return True


def _mail(sender: str, message: Message) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = message.address
    mail["Subject"] = message.subject
    mail["Date"] = formatdate()
    mail["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    return mail
