"""A mail server for tests: takes what it is sent, but for an address that begins with `refused`."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass(frozen=True)
class Letter:
    """What came in one envelope."""

    sender: str
    recipient: str
    mail: EmailMessage


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say(220, "mailbox")
        sender = recipient = ""
        while line := self.rfile.readline().decode().strip():
            word = line.upper()
            if word.startswith("MAIL"):
                sender = line.partition("<")[2].partition(">")[0]
            elif word.startswith("RCPT"):
                recipient = line.partition("<")[2].partition(">")[0]
                if recipient.startswith("refused"):
                    self._say(550, "no such box")
                    continue
            elif word == "DATA":
                self._say(354, "go on")
                self._take(sender, recipient)
            elif word == "QUIT":
                self._say(221, "bye")
                return
            self._say(250, "ok")

    def _take(self, sender: str, recipient: str) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        mail = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.server.letters.append(Letter(sender, recipient, mail))  # type: ignore[attr-defined]

    def _say(self, code: int, text: str) -> None:
        self.wfile.write(f"{code} {text}\r\n".encode())


class Mailbox(socketserver.ThreadingTCPServer):
    """A server on loopback, and the letters that it took."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.letters: list[Letter] = []

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def to(self, address: str) -> list[Letter]:
        return [letter for letter in self.letters if letter.recipient == address]


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A running one."""
    with Mailbox() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join(30)
