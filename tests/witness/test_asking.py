"""The log's side: what is asked of witnesses, and when the start is refused. Real witnesses, without a server between."""

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hub.audit_log import cosigned, witnesses
from hub.audit_log.cosigned import Cosigning
from hub.audit_log.witnesses import (
    Cosigned,
    Holds,
    Inconsistent,
    Witness,
    WitnessError,
    bring_forward,
    check_at_start,
    parse_witnesses,
    submit,
)
from hub.settings import Settings
from hub.witness import make_key
from hub.witness.app import application, open_cosigner
from model.errors import SetupError
from tests.witness.conftest import PaperLog
from tlog import independent_verifier as second
from tlog.cosigning import Submission
from tlog.notes import Checkpoint, Note, Signature, VerifierKey

Answers = Callable[[Request], Awaitable[Response]]


class Town:
    """Several witnesses, each at an address of its own."""

    def __init__(self, home: Path, log: PaperLog) -> None:
        self.log = log
        self.apps: dict[str, Any] = {}
        self.keys: dict[str, VerifierKey] = {}
        self._home = home
        self._open: list[Any] = []

    def add(self, name: str) -> Witness:
        settings = Settings(home=self._home / name, witness_logs=str(self.log.signer.key))
        self.keys[name] = make_key(settings.witness_folder, f"{name}.example").key
        cosigner = open_cosigner(settings)
        self._open.append(cosigner)
        self.apps[f"{name}.example"] = application(cosigner)
        return Witness(self.keys[name], f"https://{name}.example")

    def add_answering(self, name: str, key: VerifierKey, answer: Answers) -> Witness:
        self.apps[f"{name}.example"] = Starlette(routes=[Route("/add-checkpoint", answer, methods=["POST"])])
        return Witness(key, f"https://{name}.example")

    def prove(self, old: int, new: int) -> Sequence[bytes]:
        return second.consistency_path(old, self.log.entries[:new]) if old else []

    def start(self, asked: Sequence[Witness], size: int) -> list[Signature]:
        signed = asyncio.run(check_at_start(asked, lambda: self.log.note(size), self.prove))
        assert all(note.text == self.log.note(size).text for note, _ in signed)
        return [signature for _, signature in signed]

    def close(self) -> None:
        for cosigner in self._open:
            cosigner.close()


class _ByHost(httpx.AsyncBaseTransport):
    def __init__(self, apps: dict[str, Any]) -> None:
        self._apps = apps

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        app = self._apps.get(request.url.host)
        if app is None:
            raise httpx.ConnectError("nobody there", request=request)
        return await httpx.ASGITransport(app).handle_async_request(request)


@pytest.fixture
def town(tmp_path: Path, log: PaperLog, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    town = Town(tmp_path, log)

    @asynccontextmanager
    async def client() -> Any:
        async with httpx.AsyncClient(transport=_ByHost(town.apps)) as opened:
            yield opened

    monkeypatch.setattr(witnesses, "open_client", client)
    yield town
    town.close()


def ask(town: Town, witness: Witness, old: int, new: int) -> Any:
    async def once() -> Any:
        async with witnesses.open_client() as client:
            return await submit(client, witness, town.log.submission(old, new))

    return asyncio.run(once())


# ── one request ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_submission_comes_back(log: PaperLog) -> None:
    for old, new in ((0, 7), (7, 100), (64, 64)):
        submission = log.submission(old, new)
        assert Submission.parse(str(submission).encode()) == submission


def test_answers_mean_what_the_protocol_says(town: Town, log: PaperLog) -> None:
    witness = town.add("first")
    answer = ask(town, witness, 0, 40)
    assert isinstance(answer, Cosigned)
    assert witness.key.time_of(log.note(40).text, answer.signature) > 0
    assert ask(town, witness, 0, 64) == Holds(40)
    log.entries[3] = bytes(32)
    assert ask(town, witness, 40, 64) == Inconsistent()


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, b"unknown"),
        (403, b""),
        (500, b""),
        (302, b""),
        (200, b""),
        (200, b"\xff"),
        (200, b"not a signature\n"),
        (409, b""),
        (409, b"forty\n"),
        (409, b"040\n"),
        (409, b"40"),
        (409, b"9223372036854775808\n"),
        (200, b"x" * 70_000),
    ],
)
def test_an_answer_that_means_nothing_is_none(town: Town, status: int, body: bytes) -> None:
    key = town.add("honest").key

    async def answer(_: Request) -> Response:
        return Response(body, status)

    with pytest.raises(WitnessError, match=r"the witness `honest\.example`"):
        ask(town, town.add_answering("odd", key, answer), 0, 40)


def test_another_key_than_the_witnesss_is_no_cosignature(town: Town) -> None:
    first, second_one = town.add("first"), town.add("second")
    swapped = Witness(second_one.key, first.url)
    with pytest.raises(WitnessError, match="not signed by a key that is known here"):
        ask(town, swapped, 0, 40)


def test_a_cosignature_of_another_tree_is_none(town: Town) -> None:
    witness = town.add("first")
    answer = ask(town, witness, 0, 40)
    line = str(answer.signature)

    async def replay(_: Request) -> Response:
        return Response(line)

    with pytest.raises(WitnessError, match="is wrong: the text is not the one that was signed"):
        ask(town, town.add_answering("replays", witness.key, replay), 0, 41)


def test_a_witness_that_hangs_is_not_waited_for(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witnesses, "WITNESS_SECONDS_MAX", 0.05)

    async def hang(_: Request) -> Response:
        await asyncio.sleep(60)
        return Response()

    with pytest.raises(WitnessError, match="can't be reached: TimeoutError"):
        ask(town, town.add_answering("hangs", town.add("first").key, hang), 0, 40)


def test_a_witness_that_is_behind_is_brought_forward(town: Town, log: PaperLog) -> None:
    witness = town.add("first")
    ask(town, witness, 0, 10)

    async def bring(old: int) -> Any:
        async with witnesses.open_client() as client:
            return await bring_forward(client, witness, log.note(80), old, town.prove)

    assert isinstance(asyncio.run(bring(0)), Cosigned)
    assert isinstance(asyncio.run(bring(200)), Cosigned)
    assert ask(town, witness, 0, 90) == Holds(80)


# ── the start ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_witness_that_has_signed_is_not_asked_again_before_there_is_more(
    town: Town, log: PaperLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cosigned, "open_client", witnesses.open_client)
    asked = 0
    is_signed = threading.Event()
    witness = town.add("one")
    real = town.apps["one.example"]

    async def counting(scope: Any, receive: Any, send: Any) -> None:
        nonlocal asked
        asked += 1
        await real(scope, receive, send)

    def keep(note: Note) -> None:
        if Checkpoint.parse(note.text).size == 7:
            is_signed.set()

    town.apps["one.example"] = counting
    cosigning = Cosigning([witness], lambda: log.note(5), town.prove, keep)
    cosigning.check()
    try:
        cosigning.bring(log.note(7))
        assert is_signed.wait(60)
        once = asked
        time.sleep(0.3)  # in which nobody asks again
        assert asked == once
        assert cosigning.cosigned is not None
        assert cosigning.cosigned.text == log.note(7).text
    finally:
        cosigning.close()


def test_without_witnesses_nothing_is_asked(town: Town) -> None:
    assert town.start([], 40) == []


def test_a_log_that_its_witnesses_know_starts(town: Town, log: PaperLog) -> None:
    asked = [town.add("first"), town.add("second"), town.add("third")]
    ask(town, asked[0], 0, 10)
    ask(town, asked[1], 0, 40)
    signatures = town.start(asked, 40)
    note = log.note(40).with_signatures(signatures)
    assert set(note.verified([witness.key for witness in asked])) == {witness.key for witness in asked}


def test_a_rolled_back_log_does_not_start(town: Town) -> None:
    asked = [town.add("first"), town.add("second")]
    ask(town, asked[1], 0, 41)
    with pytest.raises(SetupError, match=r"rolled back: the witness `second\.example` holds 41 entries.* has 40"):
        town.start(asked, 40)


@pytest.mark.parametrize("held", [10, 39, 40])
def test_a_forked_log_does_not_start(town: Town, log: PaperLog, held: int) -> None:
    asked = [town.add("first"), town.add("second")]
    ask(town, asked[0], 0, held)
    log.entries[3] = bytes(32)
    with pytest.raises(SetupError, match=r"forked: the witness `first\.example` holds a tree"):
        town.start(asked, 40)


def test_one_witness_that_can_be_reached_is_enough(town: Town, log: PaperLog) -> None:
    nobody = Witness(VerifierKey("nobody.example", 4, bytes(32)), "https://nobody.example")
    first = town.add("first")
    signatures = town.start([nobody, first], 40)
    assert log.note(40).with_signatures(signatures).verified([first.key])


def test_no_witness_that_can_be_reached_is_not_enough(town: Town) -> None:
    nobody = Witness(VerifierKey("nobody.example", 4, bytes(32)), "https://nobody.example")

    async def unknown(_: Request) -> Response:
        return Response("this witness does not watch that log", 404)

    other = town.add_answering("other", VerifierKey("other.example", 4, bytes(32)), unknown)
    with pytest.raises(SetupError, match=r"no witness answers.*`nobody\.example` can't be reached.*its status is 404"):
        town.start([nobody, other], 40)


def test_another_process_that_signs_meanwhile_is_no_rollback(town: Town, log: PaperLog) -> None:
    """Each look at the stored checkpoint finds a newer one, and the witness holds one newer than the first."""
    witness = town.add("first")
    ask(town, witness, 0, 45)
    sizes = iter((40, 50, 50))
    ((note, signature),) = asyncio.run(check_at_start([witness], lambda: log.note(next(sizes)), town.prove))
    assert note.text == log.note(50).text
    assert witness.key.time_of(note.text, signature) > 0


# ── the setting ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_witnesses_are_listed_by_comma(town: Town) -> None:
    keys = [town.add(name).key for name in ("first", "second")]
    setting = f" {keys[0]}  https://first.example/w/ , {keys[1]} http://127.0.0.1:8090,"
    assert parse_witnesses(setting) == (
        Witness(keys[0], "https://first.example/w"),
        Witness(keys[1], "http://127.0.0.1:8090"),
    )
    assert parse_witnesses(" ") == ()


def test_a_wrong_setting_is_one_clear_line(town: Town, log: PaperLog) -> None:
    key = town.add("first").key
    for setting, message in (
        (str(key), "not a key and an address"),
        (f"{key} https://a.example https://b.example", "not a key and an address"),
        ("nonsense https://a.example", "in DOMICILE_WITNESSES: that is no verifier key"),
        (f"{log.signer.key} https://a.example", "is one of a log"),
        (f"{key} http://a.example", "must be https, or http on this machine"),
        (f"{key} https://", "must be https, or http on this machine"),
        (f"{key} https://a.example?x=1", "must be https, or http on this machine"),
        (f"{key} https://[a", "must be https, or http on this machine"),
        (f"{key} https://a.example,{key} https://b.example", "two witnesses with one key"),
        (",".join(f"{VerifierKey('w', 4, bytes([n]) * 32)} https://a.example" for n in range(17)), "more than 16"),
    ):
        with pytest.raises(SetupError, match=message):
            parse_witnesses(setting)
