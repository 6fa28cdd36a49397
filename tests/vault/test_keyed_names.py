"""The keyed names: stable for one key, different for each use, and no two lists of parts alike."""

import base64
import hmac
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from hub.settings import Settings
from hub.vault import Vault
from hub.vault.master import derived_key, keyed
from model.ids import ClientId, PersonId

KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
ANNA, BORIS = PersonId("0f7a6a3e-8b1c-4a9e-9f34-5c2d1e0b7a66"), PersonId("6a1d2c3b-4e5f-4a6b-8c7d-9e0f1a2b3c4d")

PINNED = [
    "c19513aeed1dc3f1",
    "5356895a19838c46",
    "286eb6029fcf9c13",
    "7bab36be9731436b",
    "4d4c6ce38a525466",
    "63f63b5424fd40eb",
    "3e6d6a9d03f0a1c6",
    "952a60679be54a7861a0a3d225a55132",
    "620f922da4dca2264ab64fc72dad564a",
    "3fa977d4-3e16-8ea8-89b9-53d7fb912790",
    "fc222d706f836a0eee1157a3919541ddcb93016a435b6de131",
    "88aabcecca2d79a7",
]


def _vault(home: Path, key: str = KEY) -> Vault:
    return Vault.create(Settings(home=home, master_key=SecretStr(key)))


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    vault = _vault(tmp_path)
    yield vault
    vault.close()


def test_names_hang_on_the_master_key_alone(vault: Vault, tmp_path: Path) -> None:
    """A restored home finds its documents again; and what was stored stays found by every later version."""
    other_home = _vault(tmp_path / "other")
    for one in (vault, other_home):
        assert [
            one.document_hash("PASSPORT", "E12345678")[:16],
            one.sign_in_hash("https://issuer.example", "r-1")[:16],
            one.code_hash("ABCDE23456")[:16],
            one.card_hash("ABCDE23456")[:16],
            one.credential_hash(b"\x00credential\xff")[:16],
            one.challenge_hash(b"\x00challenge\xff")[:16],
            one.user_handle(ANNA).hex()[:16],
            one.subject_pseudonym(ANNA),
            one.officer_pseudonym("officer-17", ANNA),
            one.pairwise_id(ANNA, ClientId("housing")),
            one.seal_cursor(ClientId("housing"), b"bound", b"\x00payload\xff").hex(),
            one.log_mark().hex()[:16],
        ] == PINNED
    other_home.close()


def test_another_master_key_gives_other_names(vault: Vault, tmp_path: Path) -> None:
    other = _vault(tmp_path / "other", key="/" * 42 + "8=")
    assert other.document_hash("PASSPORT", "E1") != vault.document_hash("PASSPORT", "E1")
    assert other.subject_pseudonym(ANNA) != vault.subject_pseudonym(ANNA)
    assert other.log_mark() != vault.log_mark()
    other.close()


def test_derivation_is_rfc_5869_and_names_are_hmac(vault: Vault) -> None:
    """Worked out once more with nothing but `hmac`, so that the pinned names above can be trusted."""
    extracted = hmac.digest(bytes(32), base64.b64decode(KEY), "sha256")
    key = hmac.digest(extracted, b"domicile/v1/document\x01", "sha256")
    message = b"\x00\x00\x00\x08PASSPORT\x00\x00\x00\x09E12345678"
    assert vault.document_hash("PASSPORT", "E12345678") == hmac.digest(key, message, "sha256").hex()


def test_each_use_has_its_own_key() -> None:
    assert len({derived_key(bytes(32), use) for use in ("document", "sign-in", "code", "subject", "wrap")}) == 5


def test_parts_can_not_be_shifted_into_each_other() -> None:
    assert (
        len({keyed(bytes(32), *parts) for parts in (["ab", "c"], ["a", "bc"], ["abc"], ["abc", ""], ["", "abc"])}) == 5
    )


def test_a_document_is_found_however_it_was_typed(vault: Vault) -> None:
    assert vault.document_hash("PASSPORT", " e123 45678\n") == vault.document_hash("PASSPORT", "E12345678")
    assert vault.document_hash("PASSPORT", "E12345678") != vault.document_hash("RESIDENT_ID", "E12345678")


def test_sign_ins_are_exact(vault: Vault) -> None:
    assert vault.sign_in_hash("https://issuer.example", "R-1") != vault.sign_in_hash("https://issuer.example", "r-1")


def test_a_pairwise_id_is_a_uuid_of_version_8_and_joins_nothing(vault: Vault) -> None:
    ids = {vault.pairwise_id(person, ClientId(client)) for person in (ANNA, BORIS) for client in ("housing", "labour")}
    assert len(ids) == 4
    for one in ids:
        assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", one)


def test_an_officer_has_one_name_for_a_resident_and_another_for_the_next(vault: Vault) -> None:
    assert vault.officer_pseudonym("officer-17", ANNA) != vault.officer_pseudonym("officer-17", BORIS)
    assert vault.officer_pseudonym("officer-17", ANNA) != vault.officer_pseudonym("officer-18", ANNA)
    assert vault.officer_pseudonym("officer-17", None) != vault.officer_pseudonym("officer-17", ANNA)


def test_a_lone_surrogate_has_a_name_too(vault: Vault) -> None:
    """A token or a document number can carry one; it is just not found."""
    assert len(vault.document_hash("PASSPORT", "\ud800")) == 64
