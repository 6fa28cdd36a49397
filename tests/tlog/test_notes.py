"""Signed notes, verifier keys, checkpoints and cosignatures: published examples, and what is refused."""

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tlog.errors import TlogError
from tlog.notes import (
    COSIGNATURE,
    ED25519,
    Checkpoint,
    Note,
    Signature,
    SignatureError,
    Signer,
    VerifierKey,
    is_key_name,
    parsed_signatures,
)

# The example of C2SP's signed-note.
EXAMPLE_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
EXAMPLE_NOTE = (
    "This is an example message.\n\n"
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
# The example of Go's golang.org/x/mod/sumdb/note, whose private key is published with it.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SEED = base64.b64decode("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
# A checkpoint of Go's checksum database, as it was published, with a signature by a key that is not known here.
SUM_KEY = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
SUM_NOTE = (
    "go.sum database tree\n15067302\ngJyioq6dwR9n+NjEWORfYmH+ubeYm3kH42BBQ0bTpYI=\n\n"
    "— sum.golang.org Az3grp1rvWOs5NKlr/xR4GLN/CDyzzakmt1o61uSxYKpK1SerqOP2ClbX/peKUZjYnyomH5Xz7GZG3TpB7OeKn4E2ww=\n"
    "— test.example.com qTGhC/xIPQ0AXKHK6Y+9ypRfuvMZWPjRXM8NiOg5M1WREn07VQXyuIXM3NRNav3ieVFLUqDRK77PWDmL6w8w84UqeAw=\n"
)
# The example of C2SP's tlog-cosignature; its keys are not published, so only its form is held here.
COSIGNED = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)

LOG = Signer("log.example", ED25519, Ed25519PrivateKey.from_private_bytes(b"log " * 8))
WITNESS = Signer("witness.example", COSIGNATURE, Ed25519PrivateKey.from_private_bytes(b"wit " * 8))
CHECKPOINT = Checkpoint("log.example", 7, bytes(range(32)))


# ── published examples ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("key", "note"), [(EXAMPLE_KEY, EXAMPLE_NOTE), (GO_KEY, f"{GO_TEXT}\n{GO_LINE}"), (SUM_KEY, SUM_NOTE)]
)
def test_published_notes_verify_and_are_written_as_they_were_read(key: str, note: str) -> None:
    read, known = Note.parse(note.encode()), VerifierKey.parse(key)
    assert read.verified([known]) == {known: 0}
    assert (str(read), str(known)) == (note, key)


def test_the_published_private_key_gives_the_published_signature() -> None:
    signer = Signer("PeterNeumann", ED25519, Ed25519PrivateKey.from_private_bytes(GO_SEED))
    assert str(signer.key) == GO_KEY
    assert str(signer.note(GO_TEXT)) == f"{GO_TEXT}\n{GO_LINE}"


def test_a_published_checkpoint_is_read() -> None:
    checkpoint = Checkpoint.parse(Note.parse(SUM_NOTE).text)
    root = base64.b64decode("gJyioq6dwR9n+NjEWORfYmH+ubeYm3kH42BBQ0bTpYI=")
    assert checkpoint == Checkpoint("go.sum database tree", 15_067_302, root)
    assert checkpoint.text == Note.parse(SUM_NOTE).text


def test_the_published_cosignature_has_its_time_before_it() -> None:
    note = Note.parse(COSIGNED)
    assert str(note) == COSIGNED
    assert int.from_bytes(note.signatures[1].value[:8]) == 1_679_315_147
    assert [len(signature.value) for signature in note.signatures] == [64, 72]


# ── verifier keys ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_cosigners_key_has_another_id_than_the_logs() -> None:
    plain = VerifierKey("w.example", ED25519, WITNESS.key.public)
    timed = VerifierKey("w.example", COSIGNATURE, WITNESS.key.public)
    assert plain.key_id == hashlib.sha256(b"w.example\n\x01" + WITNESS.key.public).digest()[:4]
    assert timed.key_id == hashlib.sha256(b"w.example\n\x04" + WITNESS.key.public).digest()[:4]
    assert VerifierKey.parse(str(timed)) == timed


def test_no_part_of_a_key_is_a_key() -> None:
    for start in range(len(EXAMPLE_KEY)):
        for end in range(start + 1, len(EXAMPLE_KEY) + 1):
            if (start, end) != (0, len(EXAMPLE_KEY)):
                with pytest.raises(TlogError):
                    VerifierKey.parse(EXAMPLE_KEY[start:end])


@pytest.mark.parametrize("place", range(len(EXAMPLE_KEY)))
def test_a_key_with_any_sign_changed_is_refused(place: int) -> None:
    changed = EXAMPLE_KEY[:place] + chr(ord(EXAMPLE_KEY[place]) + 1) + EXAMPLE_KEY[place + 1 :]
    with pytest.raises(TlogError, match="verifier key"):
        VerifierKey.parse(changed)


def _vkey(name: str, material: bytes) -> str:
    key_id = hashlib.sha256(name.encode() + b"\n" + material).hexdigest()[:8]
    return f"{name}+{key_id}+{base64.b64encode(material).decode()}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "++",
        _vkey("a b", b"\x01" + bytes(32)),
        _vkey("a\u2003b", b"\x01" + bytes(32)),
        _vkey("", b"\x01" + bytes(32)),
        _vkey("n" * 256, b"\x01" + bytes(32)),
        _vkey("other-type", b"\x02" + bytes(32)),
        _vkey("post-quantum", b"\x06" + bytes(1312)),
        _vkey("short", b"\x01" + bytes(31)),
        _vkey("long", b"\x01" + bytes(33)),
        _vkey("none", b"\x01"),
        _vkey("upper", b"\x01" + bytes(32)).replace("upper+", "upper+").upper(),
        EXAMPLE_KEY + "\n",
        EXAMPLE_KEY + "=",
    ],
)
def test_what_is_no_ed25519_key_is_refused(text: str) -> None:
    with pytest.raises(TlogError, match="verifier key"):
        VerifierKey.parse(text)


@pytest.mark.parametrize(
    "name", ["", "a b", "a+b", "a\tb", "a\u00a0b", "a\u2028b", "a\u0085b", "a\x01b", "a\u202eb", "n" * 256]
)
def test_what_is_no_name_of_a_key_is_refused(name: str) -> None:
    assert not is_key_name(name)
    with pytest.raises(TlogError, match="no name of a key"):
        Signer(name, ED25519, Ed25519PrivateKey.generate())


# ── notes ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("note", "message"),
    [
        ("", "this is none"),
        ("text\n", "this is none"),
        ("text\n\n", "this is none"),
        (f"{GO_TEXT}{GO_LINE}", "this is none"),
        (f"{GO_TEXT}\n{GO_LINE}"[:-1], "this is none"),
        (f"{GO_TEXT}\n{GO_LINE}\n", "this is none"),
        (f"{GO_TEXT}\n{GO_LINE}more\n", "a signature line is malformed"),
        (f"{GO_TEXT}\n{GO_LINE.replace('— ', '- ')}", "a signature line is malformed"),
        (f"{GO_TEXT}\n{GO_LINE.replace(' x08', '  x08')}", "a signature line is malformed"),
        (f"{GO_TEXT}\n{GO_LINE.replace('PeterNeumann', 'Peter+Neumann')}", "a signature line is malformed"),
        (f"{GO_TEXT}\n— Peter\u2003Neumann {'A' * 92}\n", "a signature line is malformed"),
        (f"{GO_TEXT}\n{GO_LINE.replace('AM=', 'AN=')}", "a signature line is malformed"),  # bits beyond the last byte
        (f"{GO_TEXT}\n{GO_LINE.replace('AM=', 'AM')}", "a signature line is malformed"),
        (f"{GO_TEXT}\n— name AAAAAA==\n", "a signature line is malformed"),  # a key's id and no signature
        (f"{GO_TEXT}\r\n\n{GO_LINE}", "no control characters"),
        (f"{GO_TEXT}\t\n\n{GO_LINE}", "no control characters"),
        (f"\x00{GO_TEXT}\n{GO_LINE}", "no control characters"),
        (b"\xff\xfe\n\n" + GO_LINE.encode(), "text in UTF-8"),
        ("\ud800\n\n" + GO_LINE, "text in UTF-8"),
        (f"{GO_TEXT}\n{GO_LINE * 65}", "at most 64 signatures"),
        (f"{'x' * 131_072}\n\n{GO_LINE}", "at most 131072 bytes"),
    ],
)
def test_what_is_no_note_is_refused(note: bytes | str, message: str) -> None:
    with pytest.raises(TlogError, match=message):
        Note.parse(note)


def test_the_text_ends_at_the_last_empty_line() -> None:
    text = f"{GO_TEXT}\n{GO_LINE}"
    note = Note.parse(f"{text}\n{GO_LINE}")
    assert (note.text, len(note.signatures)) == (text, 1)
    with pytest.raises(SignatureError, match="the signature by `PeterNeumann` is wrong"):
        note.verified([VerifierKey.parse(GO_KEY)])


def test_sixteen_signatures_of_the_largest_kind_are_read() -> None:
    lines = [Signature(f"witness-{number}", bytes(4), bytes(4900)) for number in range(16)]
    note = Note(GO_TEXT, (Signature.parse(GO_LINE[:-1]), *lines))
    assert Note.parse(str(note)) == note


def test_a_signature_by_an_unknown_key_does_not_matter() -> None:
    note = Note.parse(f"{GO_TEXT}\n{GO_LINE}")
    stranger = Signature("PeterNeumann", bytes(4), bytes(64))  # the name alone is no key
    namesake = Signature("Peter", note.signatures[0].key_id, bytes(64))
    known = VerifierKey.parse(GO_KEY)
    assert note.with_signatures([stranger, namesake]).verified([known, LOG.key]) == {known: 0}
    with pytest.raises(SignatureError, match="not signed by a key that is known"):
        note.verified([LOG.key])
    with pytest.raises(SignatureError, match="not signed by a key that is known"):
        note.verified([])


def test_one_wrong_signature_by_a_known_key_refuses_the_note() -> None:
    note = Note.parse(f"{GO_TEXT}\n{GO_LINE}")
    known = VerifierKey.parse(GO_KEY)
    wrong = Signature(known.name, known.key_id, bytes(64))
    both = Note(note.text, (*note.signatures, wrong))
    for forged in (both, Note(note.text, both.signatures[::-1]), Note(note.text.upper(), note.signatures)):
        with pytest.raises(SignatureError, match="the signature by `PeterNeumann` is wrong"):
            forged.verified([LOG.key, known])


def test_a_later_signature_by_the_same_key_takes_the_place_of_the_first() -> None:
    note = LOG.note(CHECKPOINT.text).with_signatures([WITNESS.sign(CHECKPOINT.text, 5)])
    later = note.with_signatures([WITNESS.sign(CHECKPOINT.text, 9)])
    assert later.verified([LOG.key, WITNESS.key]) == {LOG.key: 0, WITNESS.key: 9}
    assert len(later.signatures) == 2


@given(st.text(max_size=200) | st.binary(max_size=200))
@examples(max_examples=300)
def test_hostile_input_is_refused_in_one_way(raw: str | bytes) -> None:
    for parse in (Note.parse, Checkpoint.parse, lambda value: VerifierKey.parse(str(value))):
        with pytest.raises(TlogError):
            parse(raw)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])), st.text(max_size=80), st.integers(0, 400))
@examples(max_examples=200)
def test_a_signed_note_comes_back_and_no_altered_one_verifies(text: str, other: str, place: int) -> None:
    note = LOG.note(f"{text}\n")
    assert Note.parse(str(note)) == note
    whole = str(note)
    altered = whole[:place] + other + whole[place + 1 :]
    try:
        read = Note.parse(altered)
        read.verified([LOG.key])
    except TlogError:
        return
    assert (read.text, altered) == (note.text, whole)


# ── cosignatures ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_cosignature_is_over_its_time_and_the_whole_text() -> None:
    signature = WITNESS.sign(CHECKPOINT.text, 1_679_315_147)
    assert WITNESS.key.time_of(CHECKPOINT.text, signature) == 1_679_315_147
    message = f"cosignature/v1\ntime 1679315147\n{CHECKPOINT.text}".encode()
    expected = Ed25519PrivateKey.from_private_bytes(b"wit " * 8).sign(message)
    assert signature.value == (1_679_315_147).to_bytes(8) + expected


@pytest.mark.parametrize(
    "change",
    [
        lambda value: (1_679_315_148).to_bytes(8) + value[8:],
        lambda value: bytes(8) + value[8:],
        lambda value: (2**63).to_bytes(8) + value[8:],
        lambda value: value[8:],
        lambda value: value[:-1],
        lambda value: value + b"\x00",
        lambda _: b"\x00",
    ],
)
def test_an_altered_cosignature_is_refused(change: object) -> None:
    signature = WITNESS.sign(CHECKPOINT.text, 1_679_315_147)
    altered = Signature(signature.name, signature.key_id, change(signature.value))  # type: ignore[operator]
    with pytest.raises(SignatureError, match=r"the signature by `witness\.example` is wrong"):
        WITNESS.key.time_of(CHECKPOINT.text, altered)


def test_a_logs_signature_does_not_pass_for_a_cosignature() -> None:
    key = Ed25519PrivateKey.from_private_bytes(b"wit " * 8)
    plain = Signer("witness.example", ED25519, key).sign(CHECKPOINT.text)
    timed = WITNESS.sign(CHECKPOINT.text, 9)
    with pytest.raises(SignatureError, match="not signed by a key that is known"):
        Note(CHECKPOINT.text, (plain,)).verified([WITNESS.key])
    for key_of, signature in ((WITNESS.key, plain), (VerifierKey("w", ED25519, WITNESS.key.public), timed)):
        with pytest.raises(SignatureError, match="is wrong"):
            key_of.time_of(CHECKPOINT.text, signature)


@pytest.mark.parametrize(("signer", "time"), [(LOG, 5), (WITNESS, 0), (WITNESS, -1), (WITNESS, 2**63)])
def test_a_time_is_a_cosignatures_and_only_that(signer: Signer, time: int) -> None:
    with pytest.raises(AssertionError, match="a cosignature has a time"):
        signer.sign(CHECKPOINT.text, time)


def test_signature_lines_alone_are_read_as_a_witness_sends_them() -> None:
    signature = WITNESS.sign(CHECKPOINT.text, 9)
    assert parsed_signatures(str(signature) * 2) == (signature, signature)
    for wrong in ("", "\n", str(signature)[:-1], f"{signature}\n{signature}", f"\n{signature}\n{signature}", "x\n"):
        with pytest.raises(TlogError):
            parsed_signatures(wrong)


# ── checkpoints ──────────────────────────────────────────────────────────────────────────────────────────────────────

_ROOT = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "at least three lines"),
        (f"origin\n1\n{_ROOT}", "at least three lines"),
        ("origin\n1\n", "at least three lines"),
        (f"\n1\n{_ROOT}\n", "at least three lines, none empty"),
        (f"origin\n1\n{_ROOT}\n\n", "at least three lines, none empty"),
        (f"origin\n1\n{_ROOT}\n\nextension\n", "at least three lines, none empty"),
        (f"origin\n01\n{_ROOT}\n", "a decimal number without zeroes"),
        (f"origin\n-1\n{_ROOT}\n", "a decimal number without zeroes"),
        (f"origin\n+1\n{_ROOT}\n", "a decimal number without zeroes"),
        (f"origin\n 1\n{_ROOT}\n", "a decimal number without zeroes"),
        (f"origin\n٣\n{_ROOT}\n", "a decimal number without zeroes"),
        (f"origin\n{2**63}\n{_ROOT}\n", "a decimal number without zeroes"),
        (f"origin\n1{'0' * 5000}\n{_ROOT}\n", "a decimal number without zeroes"),
        ("origin\n1\nAAAA\n", "32 bytes in base64"),
        (f"origin\n1\n{_ROOT[:-1]}\n", "32 bytes in base64"),
        (f"origin\n1\n{_ROOT[:-2]}B=\n", "32 bytes in base64"),
        (f"{'o' * 256}\n1\n{_ROOT}\n", "at most 255 characters"),
        (f"origin\r\n1\n{_ROOT}\n", "no control characters"),
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str, message: str) -> None:
    with pytest.raises(TlogError, match=message):
        Checkpoint.parse(text)


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=255),
    st.integers(0, 2**63 - 1),
    st.binary(min_size=32, max_size=32),
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1), max_size=3),
)
@examples(max_examples=100)
def test_a_checkpoint_comes_back(origin: str, size: int, root: bytes, extension: list[str]) -> None:
    checkpoint = Checkpoint(origin, size, root, tuple(extension))
    assert Checkpoint.parse(checkpoint.text) == checkpoint


# ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_signer_shows_nothing_of_its_key() -> None:
    assert repr(LOG) == f"Signer('{LOG.key}')"
    assert b"log log".decode() not in repr(LOG) + repr(vars(LOG))
