"""C2SP tlog-proof files: made, read, and checked without the log."""

import base64
from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tlog import independent_verifier as second
from tlog.errors import TlogError
from tlog.notes import COSIGNATURE, ED25519, Checkpoint, Signature, SignatureError, Signer, VerifierKey
from tlog.proofs import LogProof, Verified

LOG = Signer("log.example", ED25519, Ed25519PrivateKey.from_private_bytes(b"log " * 8))
WITNESSES = [
    Signer(f"w{number}.example", COSIGNATURE, Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))
    for number in range(3)
]
KEYS = [witness.key for witness in WITNESSES]
ENTRIES = [bytes([number]) * 32 for number in range(7)]
CHECKPOINT = Checkpoint("log.example", 7, second.tree_hash(ENTRIES))
TIME = 1_796_000_000


def proof(index: int = 5, cosigned_by: int = 0) -> LogProof:
    note = LOG.note(CHECKPOINT.text).with_signatures(
        witness.sign(CHECKPOINT.text, TIME + number) for number, witness in enumerate(WITNESSES[:cosigned_by])
    )
    return LogProof(index, tuple(second.audit_path(index, ENTRIES)), note)


def test_a_proof_is_written_as_the_specification_says() -> None:
    lines = str(proof(cosigned_by=1)).split("\n")
    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 5"]
    assert lines[2:5] == [base64.b64encode(step).decode() for step in second.audit_path(5, ENTRIES)]
    assert lines[5:9] == ["", "log.example", "7", base64.b64encode(second.tree_hash(ENTRIES)).decode()]
    assert lines[9] == ""
    assert [line.split(" ")[1] for line in lines[10:12]] == ["log.example", "w0.example"]
    assert lines[12:] == [""]


@pytest.mark.parametrize("index", range(7))
def test_a_proof_comes_back_and_is_verified(index: int) -> None:
    made = proof(index)
    read = LogProof.parse(str(made).encode())
    assert (read, LogProof.parse(str(made))) == (made, made)
    assert read.verified(ENTRIES[index], LOG.key) == Verified(CHECKPOINT, {})


def test_a_tree_of_one_entry_needs_no_path() -> None:
    checkpoint = Checkpoint("log.example", 1, second.tree_hash(ENTRIES[:1]))
    made = LogProof(0, (), LOG.note(checkpoint.text))
    assert str(made).startswith("c2sp.org/tlog-proof@v1\nindex 0\n\nlog.example\n1\n")
    assert LogProof.parse(str(made)).verified(ENTRIES[0], LOG.key) == Verified(checkpoint, {})


def test_extra_data_of_others_is_kept_and_means_nothing() -> None:
    made = replace(proof(), extra=b"A")
    assert "\nextra QQ==\nindex 5\n" in str(made)
    assert LogProof.parse(str(made)) == made
    assert made.verified(ENTRIES[5], LOG.key) == Verified(CHECKPOINT, {})


def test_witnesses_are_named_with_their_times() -> None:
    verified = proof(cosigned_by=2).verified(ENTRIES[5], LOG.key, KEYS, quorum=2)
    assert verified.witnesses == {"w0.example": TIME, "w1.example": TIME + 1}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda made: replace(made, index=4), "does not lead from this entry"),
        (lambda made: replace(made, index=7), "does not lead from this entry"),
        (lambda made: replace(made, path=made.path[:-1]), "does not lead from this entry"),
        (lambda made: replace(made, path=(*made.path, bytes(32))), "does not lead from this entry"),
        (lambda made: replace(made, path=made.path[::-1]), "does not lead from this entry"),
        (
            lambda made: replace(made, note=replace(made.note, text=CHECKPOINT.text.replace("\n7\n", "\n8\n"))),
            "is wrong",
        ),
        (
            lambda made: replace(made, note=replace(made.note, signatures=made.note.signatures[1:])),
            "not signed by a key",
        ),
        (lambda made: replace(made, note=made.note.with_signatures([_wrong(LOG)])), "`log.example` is wrong"),
        (lambda made: replace(made, note=made.note.with_signatures([_wrong(WITNESSES[0])])), "`w0.example` is wrong"),
    ],
)
def test_a_proof_of_something_else_is_refused(change: Callable[[LogProof], LogProof], message: str) -> None:
    with pytest.raises(TlogError, match=message):
        change(proof(cosigned_by=2)).verified(ENTRIES[5], LOG.key, KEYS, quorum=1)


def _wrong(signer: Signer) -> Signature:
    return Signature(signer.key.name, signer.key.key_id, (1).to_bytes(8) + bytes(64))


def test_another_entry_is_refused() -> None:
    with pytest.raises(TlogError, match="does not lead from this entry to the tree at place 5"):
        proof().verified(ENTRIES[4], LOG.key)


def test_another_logs_key_is_refused() -> None:
    other = Signer("other.example", ED25519, Ed25519PrivateKey.from_private_bytes(b"log " * 8))
    with pytest.raises(SignatureError, match="not signed by a key that is known"):
        proof().verified(ENTRIES[5], other.key)
    signed = replace(proof(), note=other.note(CHECKPOINT.text))
    with pytest.raises(SignatureError, match=r"one of `log\.example`, and the key is of `other\.example`"):
        signed.verified(ENTRIES[5], other.key)


def test_too_few_witnesses_are_refused() -> None:
    with pytest.raises(SignatureError, match="1 of the named witnesses signed this checkpoint, 2 are asked for"):
        proof(cosigned_by=1).verified(ENTRIES[5], LOG.key, KEYS, quorum=2)
    with pytest.raises(TlogError, match="4 witnesses are asked for, and only 3 are named"):
        proof(cosigned_by=3).verified(ENTRIES[5], LOG.key, KEYS, quorum=4)


def test_one_witness_under_two_names_is_refused() -> None:
    again = VerifierKey("again.example", COSIGNATURE, KEYS[0].public)
    for twice in ([KEYS[0], again], [KEYS[0], KEYS[0]]):
        with pytest.raises(TlogError, match="would count twice"):
            proof(cosigned_by=1).verified(ENTRIES[5], LOG.key, twice, quorum=1)


_WHOLE = str(proof(cosigned_by=1))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "that is no proof"),
        (_WHOLE.replace("@v1", "@v2"), "that is no proof"),
        (_WHOLE.replace("index 5\n", ""), "that is no proof"),
        (_WHOLE.replace("index 5\n", "extra QR==\nindex 5\n"), "standard base64"),
        (_WHOLE.replace("index 5\n", "index 5\nextra QQ==\n"), "32 bytes in base64"),
        (_WHOLE.replace("index 5\n", "extra QQ==\nextra QQ==\nindex 5\n"), "that is no proof"),
        (_WHOLE.replace("index 5", "Index 5"), "that is no proof"),
        (_WHOLE.replace("index 5", "index 05"), "a decimal number without zeroes"),
        (_WHOLE.replace("index 5", "index  5"), "a decimal number without zeroes"),
        (_WHOLE.replace("index 5", "index -5"), "a decimal number without zeroes"),
        (_WHOLE.replace("index 5\n", "index 5\nAAAA\n"), "32 bytes in base64"),
        (_WHOLE.replace("index 5\n", "index 5\n" + _WHOLE.split("\n")[2] + "\n") + "x", "this is none"),
        (_WHOLE.replace("index 5\n", "index 5\n" + (_WHOLE.split("\n")[2] + "\n") * 61), "at most 63 hashes"),
        (_WHOLE.replace("\n\nlog", "\nlog"), "32 bytes in base64"),
        (_WHOLE.replace("\n\n—", "\n—"), "this is none"),
        (_WHOLE.replace("\n", "\r\n", 3), "that is no proof"),
        (b"\xff" + _WHOLE.encode(), "text in UTF-8"),
        (_WHOLE + " " * 200_000, "at most 147456 bytes"),
    ],
)
def test_what_is_no_proof_is_refused(text: str | bytes, message: str) -> None:
    with pytest.raises(TlogError, match=message):
        LogProof.parse(text)


def test_a_proof_that_a_mail_gave_other_line_ends_is_read() -> None:
    assert LogProof.parse(_WHOLE.replace("\n", "\r\n")) == LogProof.parse(_WHOLE.replace("\n", "\r\n").encode())
    assert str(LogProof.parse(_WHOLE.replace("\n", "\r\n"))) == _WHOLE


@given(st.integers(0, len(_WHOLE) - 1), st.text(max_size=3))
@examples(max_examples=300)
def test_no_altered_proof_shows_anything_else(place: int, other: str) -> None:
    """Whatever is changed in the file: it is refused, or says the same as before."""
    altered = _WHOLE[:place] + other + _WHOLE[place + 1 :]
    try:
        verified = LogProof.parse(altered).verified(ENTRIES[5], LOG.key, KEYS)
    except TlogError:
        return
    assert verified.checkpoint == CHECKPOINT
    assert verified.witnesses in ({}, {"w0.example": TIME})
