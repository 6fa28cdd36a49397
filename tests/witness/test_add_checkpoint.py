"""C2SP tlog-witness: each status code of `add-checkpoint`, and that a refusal changes nothing."""

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hub.settings import Settings
from hub.witness import Cosigner, make_key
from hub.witness.app import create
from hub.witness.cosigning import Refusal
from hub.witness.store import Store
from model.errors import SetupError
from tests.witness.conftest import Client, PaperLog, opened
from tlog.cosigning import Submission
from tlog.notes import ED25519, Checkpoint, Note, Signature, Signer, parsed_signatures
from tlog.tree import EMPTY_ROOT

Send = Callable[[object], httpx.Response]


def assert_holds(send: Send, log: PaperLog, size: int) -> None:
    """The witness says that it holds `size` leaves."""
    answer = send(log.submission(0 if size else 1, 100))
    assert (answer.status_code, answer.text) == (409, f"{size}\n")
    assert answer.headers["content-type"] == "text/x.tlog.size"


def test_a_growing_log_is_signed_at_each_step(send: Send, log: PaperLog, witness: Signer) -> None:
    for old, new in pairwise((0, 1, 5, 6, 64, 64, 100)):
        answer = send(log.submission(old, new))
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        signatures = parsed_signatures(answer.text)
        assert len(signatures) == 1
        text = log.note(new).text
        assert witness.key.time_of(text, signatures[0]) > 1_700_000_000
    assert_holds(send, log, 100)


def test_an_empty_log_is_signed(send: Send, log: PaperLog) -> None:
    assert send(log.submission(0, 0)).status_code == 200
    assert send(log.submission(0, 0)).status_code == 200
    assert_holds(send, log, 0)


def test_another_old_size_than_the_last_gets_the_last_size(send: Send, log: PaperLog) -> None:
    assert send(log.submission(0, 40)).status_code == 200
    for old in (0, 39, 41):
        answer = send(log.submission(old, 50))
        assert (answer.status_code, answer.text) == (409, "40\n")
        assert answer.headers["content-type"] == "text/x.tlog.size"
    assert send(log.submission(40, 50)).status_code == 200


def test_a_log_that_was_rolled_back_is_not_signed(send: Send, log: PaperLog) -> None:
    assert send(log.submission(0, 40)).status_code == 200
    assert send(log.submission(0, 30)).text == "40\n"
    assert send(log.submission(30, 39)).text == "40\n"
    assert_holds(send, log, 40)


def test_a_log_that_was_forked_is_not_signed(send: Send, log: PaperLog) -> None:
    assert send(log.submission(0, 40)).status_code == 200
    log.entries[7] = b"another entry, of the same length"[:32]
    for new in (40, 41, 64, 100):
        answer = send(log.submission(40, new))
        assert answer.status_code == 422
        assert "does not continue" in answer.text
    log.entries[7] = bytes([7]) * 32
    assert send(log.submission(40, 100)).status_code == 200


def test_a_wrong_proof_is_not_signed(send: Send, log: PaperLog) -> None:
    assert send(log.submission(0, 40)).status_code == 200
    right = log.submission(40, 100)
    for proof in ((), right.proof[:-1], right.proof[::-1], (*right.proof, bytes(32)), (bytes(32),) * 63):
        assert send(replace(right, proof=proof)).status_code == 422
    assert send(replace(log.submission(40, 40), proof=right.proof)).status_code == 422
    assert_holds(send, log, 40)


def test_a_proof_from_the_empty_tree_is_empty(send: Send, log: PaperLog) -> None:
    assert send(replace(log.submission(0, 40), proof=(bytes(32),))).status_code == 422
    assert_holds(send, log, 0)


def test_an_empty_tree_has_the_empty_trees_root(send: Send, log: PaperLog) -> None:
    wrong = log.signer.note(Checkpoint("log.example", 0, bytes(32)).text)
    assert send(Submission(0, (), wrong)).status_code == 422
    right = log.signer.note(Checkpoint("log.example", 0, EMPTY_ROOT).text)
    assert send(Submission(0, (), right)).status_code == 200


def test_an_old_size_beyond_the_checkpoint_is_a_bad_request(send: Send, log: PaperLog) -> None:
    assert send(log.submission(41, 40)).status_code == 400


def test_an_unknown_log_is_not_found(send: Send, log: PaperLog) -> None:
    other = Signer("other.example", ED25519, Ed25519PrivateKey.generate())
    note = other.note(Checkpoint("other.example", 40, bytes(32)).text)
    assert send(Submission(0, (), note)).status_code == 404
    assert_holds(send, log, 0)


def test_a_checkpoint_without_the_logs_right_signature_is_forbidden(send: Send, log: PaperLog) -> None:
    note = log.note(40)
    stranger = Signer("log.example", ED25519, Ed25519PrivateKey.generate())
    wrong = Signature("log.example", log.signer.key.key_id, bytes(64))
    forged = [
        stranger.note(note.text),
        replace(note, signatures=(wrong,)),
        replace(note, signatures=(*note.signatures, wrong)),
        replace(note, text=Checkpoint("log.example", 41, bytes(32)).text),
    ]
    assert [send(Submission(0, (), item)).status_code for item in forged] == [403] * 4
    assert send(Submission(0, (), note.with_signatures([stranger.sign(note.text)]))).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"old 0\n",
        b"old 0\n\n",
        b"\xff",
        "{}\n{}",
        "old 00\n\n{note}",
        "old -1\n\n{note}",
        "old\n\n{note}",
        "Old 0\n\n{note}",
        "old 0\n{note}",
        "old 0\nAAAA\n\n{note}",
        "old 0\n" + f"{'A' * 43}=\n" * 64 + "\n{note}",
        "old 0\r\n\r\n{note}",
        "old 0\n\nlog.example\n40\n",
        "old 0\n\nlog.example\n40\n\n— log.example AAAAAAAA\n",
    ],
)
def test_what_is_malformed_is_a_bad_request(send: Send, log: PaperLog, body: str | bytes) -> None:
    sent = body if isinstance(body, bytes) else body.replace("{note}", str(log.note(40))).encode()
    assert send(sent).status_code == 400


def test_a_body_beyond_the_limit_is_refused(send: Send, log: PaperLog) -> None:
    assert send(b"old 0\n\n" + b"x" * 136_000).status_code == 413
    assert_holds(send, log, 0)


def test_other_methods_and_addresses_are_not_answered(client: Client) -> None:
    assert client.send("GET", "/add-checkpoint").status_code == 405
    assert client.send("POST", "/sign-subtree").status_code == 404
    assert client.send("GET", "/").status_code == 404
    assert client.send("POST", "/add-checkpoint/").status_code == 404


def test_the_last_signed_checkpoint_is_served(client: Client, send: Send, log: PaperLog, witness: Signer) -> None:
    where = f"/{hashlib.sha256(b'log.example').hexdigest()}/checkpoint"
    assert client.send("GET", where).status_code == 404
    assert client.send("GET", f"/{'0' * 64}/checkpoint").status_code == 404
    send(log.submission(0, 40))
    send(log.submission(40, 64))
    note = Note.parse(client.send("GET", where).text)
    assert note.text == log.note(64).text
    assert set(note.verified([log.signer.key, witness.key])) == {log.signer.key, witness.key}


def test_signatures_of_strangers_are_neither_kept_nor_served(client: Client, send: Send, log: PaperLog) -> None:
    note = log.note(40)
    stranger = Signer("stranger.example", ED25519, Ed25519PrivateKey.generate())
    assert send(Submission(0, (), note.with_signatures([stranger.sign(note.text)]))).status_code == 200
    where = f"/{hashlib.sha256(b'log.example').hexdigest()}/checkpoint"
    names = [item.name for item in Note.parse(client.send("GET", where).text).signatures]
    assert names == ["log.example", "witness.example"]


# ── memory ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_signed_is_remembered_by_the_next_process(settings: Settings, log: PaperLog, witness: Signer) -> None:
    for old, new in ((0, 40), (40, 64)):
        with opened(settings) as client:
            answer = client.send("POST", "/add-checkpoint", log.submission(old, new))
            assert witness.key.time_of(log.note(new).text, parsed_signatures(answer.text)[0])
    with opened(settings) as client:
        assert client.send("POST", "/add-checkpoint", log.submission(0, 40)).text == "64\n"


def test_of_two_continuations_at_once_one_is_signed(settings: Settings, log: PaperLog, witness: Signer) -> None:
    """Two processes on one memory, each asked at the same time: check and write are one step."""
    stores = [Store(settings.witness_folder / "seen.sqlite") for _ in range(2)]
    cosigners = [Cosigner(witness, [log.signer.key], store) for store in stores]
    cosigners[0].add_checkpoint(str(log.submission(0, 10)).encode())

    def ask(place: int) -> int:
        try:
            cosigners[place % 2].add_checkpoint(str(log.submission(10, 20 + place)).encode())
        except Refusal as refusal:
            return refusal.status
        return 200

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(ask, range(40)))
    assert sorted(statuses) == [200] + [409] * 39
    for cosigner in cosigners:
        cosigner.close()


def test_a_witness_that_can_not_write_signs_nothing(settings: Settings, log: PaperLog, witness: Signer) -> None:
    store = Store(settings.witness_folder / "seen.sqlite")
    cosigner = Cosigner(witness, [log.signer.key], store)
    store._connection.execute("PRAGMA query_only=ON")
    for _ in range(2):
        with pytest.raises(Refusal, match="can't remember what it signs") as refused:
            cosigner.add_checkpoint(str(log.submission(0, 10)).encode())
        assert refused.value.status == 503
    cosigner.close()


# ── keys and settings ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_key_is_made_once_and_closed_to_others(settings: Settings, witness: Signer) -> None:
    path = settings.witness_folder / "witness.key"
    assert [oct(item.stat().st_mode & 0o777) for item in (path, path.parent)] == ["0o600", "0o700"]
    before = path.read_bytes()
    with pytest.raises(SetupError, match="already, and others know it"):
        make_key(settings.witness_folder, "witness.example")
    assert path.read_bytes() == before
    assert witness.key.public not in before


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb"])
def test_a_witness_has_a_name_that_notes_can_carry(tmp_path: Path, name: str) -> None:
    with pytest.raises(SetupError, match="a witness's key can't be called"):
        make_key(tmp_path / "witness", name)
    assert not (tmp_path / "witness").exists()


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (lambda path: path.chmod(0o640), "others can read the witness's key"),
        (lambda path: path.unlink(), "there is no witness's key"),
        (lambda path: path.write_text("name\nAAAA\n"), "is no key"),
        (lambda path: path.write_text("one line"), "can't be read"),
        (lambda path: path.write_text(f"a b\n{'A' * 43}=\n"), "has no name"),
    ],
)
def test_a_key_that_is_lost_or_open_is_one_clear_line(
    settings: Settings, witness: Signer, harm: Callable[[Path], object], message: str
) -> None:
    assert witness
    harm(settings.witness_folder / "witness.key")
    with pytest.raises(SetupError, match=message):
        create(settings)


def test_the_logs_must_be_logs_and_have_names_of_their_own(settings: Settings, witness: Signer, log: PaperLog) -> None:
    other = Signer("log.example", ED25519, Ed25519PrivateKey.generate())
    for logs, message in (
        ("", "between one and 100 logs"),
        ("nonsense", "no verifier key"),
        (str(witness.key), "is a witness's key"),
        (f"{log.signer.key},{other.key}", "two logs have one name"),
    ):
        with pytest.raises(SetupError, match=message):
            create(settings.model_copy(update={"witness_logs": logs}))
