"""Sealed values and keyed pseudonyms (design §3): the one place where keys are used.

What names or describes a person is encrypted by field group under that person's own data key (AES-256-GCM); data keys
are wrapped by a key derived from the master key. The graph's operator holds neither.
"""

import hashlib
import hmac
import secrets
import threading
import uuid
from collections import OrderedDict
from collections.abc import Iterable, Mapping

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.errors import DomicileError, SetupError
from hub.model.groups import FieldGroup
from hub.model.ids import PersonId
from hub.settings import Settings
from hub.vault.keys import KEY_BYTES, derive, make_master_key, make_private_folder, read_master_key
from hub.vault.store import KeyStore

_FORMAT = b"\x01"  # the first byte of a sealed value: AES-256-GCM, 12-byte nonce, JSON inside
_NONCE_BYTES = 12
_TAG_BYTES = 16
_KEYS_REMEMBERED = 20_000  # unwrapped data keys in memory: 32 bytes each
_BATCH = 500  # persons in one statement
_CHECK = b"domicile master key check"
_CURSOR_TAG_BYTES = 16


class TamperedError(DomicileError):
    """A sealed value is not what the hub wrote, or stands with another person or group."""


class Vault:
    """Seals, opens, hashes. Holds keys in memory only; nothing of them is in a `repr`."""

    def __init__(self, settings: Settings) -> None:
        """Raises `SetupError` when the master key is absent, lost, or not the one of this store."""
        master = read_master_key(settings)
        make_private_folder(settings)
        self._store = KeyStore(settings.private_folder / "keys.sqlite")
        self._check_master(master)
        self._wrapping = AESGCM(derive(master, "wrapping"))
        self._uses = {
            use: derive(master, use) for use in ("document", "sign-in", "code", "subject", "officer", "pairwise", "cursor")
        }
        self._ciphers: OrderedDict[PersonId, AESGCM] = OrderedDict()
        self._lock = threading.Lock()

    @classmethod
    def create(cls, settings: Settings) -> "Vault":
        """Open the vault; its master key is made when there is none. For the demo and for tests only."""
        store = settings.private_folder / "keys.sqlite"
        if not store.exists():
            make_master_key(settings)
        return cls(settings)

    @classmethod
    def open(cls, settings: Settings) -> "Vault":
        """Open the vault with the key that is there. Raises `SetupError` when it is lost or wrong."""
        return cls(settings)

    def close(self) -> None:
        """Close the key store."""
        self._store.close()

    def _check_master(self, master: bytes) -> None:
        check = hmac.digest(derive(master, "check"), _CHECK, "sha256")
        stored = self._store.meta("master-key-check")
        if stored is None:
            self._store.put_meta("master-key-check", check)
        elif not hmac.compare_digest(stored, check):
            raise SetupError("this master key is not the one of this store: bring the right one back; nothing was changed")

    # ── sealed values ────────────────────────────────────────────────────────────────────────────────────────────

    def new_keys(self, persons: Iterable[PersonId]) -> None:
        """Make data keys for those who have none; durable when it returns."""
        wanted = list(dict.fromkeys(persons))
        with self._lock:
            for start in range(0, len(wanted), _BATCH):
                batch = wanted[start : start + _BATCH]
                known = self._store.known(batch)
                self._store.add([(person, self._wrap(person)) for person in batch if person not in known])

    def destroy(self, person: PersonId) -> None:
        """Destroy a person's data key: what was sealed under it can't be opened by anyone any more."""
        with self._lock:
            self._ciphers.pop(person, None)
            self._store.destroy(person)

    def seal(self, person: PersonId, group: FieldGroup, values: Mapping[str, str]) -> bytes:
        """Encrypt the values of one field group of one person. Raises `DomicileError` for a person without a key."""
        cipher = self._cipher(person)
        if cipher is None:
            raise DomicileError("there is no data key to seal with")
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _FORMAT + nonce + cipher.encrypt(nonce, orjson.dumps(values), _context(person, group))

    def unseal(self, person: PersonId, group: FieldGroup, sealed: bytes) -> dict[str, str] | None:
        """What `seal` was given; None when the person's key is gone. Raises `TamperedError` for anything else."""
        cipher = self._cipher(person)
        if cipher is None:
            return None
        if len(sealed) < len(_FORMAT) + _NONCE_BYTES + _TAG_BYTES or sealed[:1] != _FORMAT:
            raise TamperedError("a sealed value has a form that this hub does not write")
        nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            opened: dict[str, str] = orjson.loads(cipher.decrypt(nonce, body, _context(person, group)))
        except InvalidTag:
            raise TamperedError("a sealed value was changed, or moved from another person or group") from None
        return opened

    def _wrap(self, person: PersonId) -> bytes:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._wrapping.encrypt(nonce, secrets.token_bytes(KEY_BYTES), person.encode())

    def _cipher(self, person: PersonId) -> AESGCM | None:
        with self._lock:
            cipher = self._ciphers.get(person)
            if cipher is None:
                wrapped = self._store.wrapped(person)
                if wrapped is None:
                    return None
                cipher = self._unwrapped(person, wrapped)
                self._ciphers[person] = cipher
                if len(self._ciphers) > _KEYS_REMEMBERED:
                    self._ciphers.popitem(last=False)
            else:
                self._ciphers.move_to_end(person)
            return cipher

    def _unwrapped(self, person: PersonId, wrapped: bytes) -> AESGCM:
        try:
            return AESGCM(self._wrapping.decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], person.encode()))
        except InvalidTag:
            raise TamperedError("a data key was changed, or moved from another person") from None

    # ── keyed functions: one key a use ───────────────────────────────────────────────────────────────────────────

    def document_hash(self, kind: str, number: str) -> str:
        """By what a document is found: a keyed hash of its kind and exact number."""
        return self._keyed("document", kind, "".join(number.split()).upper()).hex()

    def sign_in_hash(self, issuer: str, subject: str) -> str:
        """By what a resident's sign-in is found."""
        return self._keyed("sign-in", issuer, subject).hex()

    def code_hash(self, code: str) -> str:
        """By what a one-time code is found."""
        return self._keyed("code", code).hex()

    def subject_pseudonym(self, person: PersonId) -> str:
        """Under what the log keeps a person."""
        return self._keyed("subject", person).hex()

    def officer_pseudonym(self, officer: str, person: PersonId | None) -> str:
        """Under what a resident sees an officer: the same for this resident, another for the next."""
        return self._keyed("officer", officer, person or "").hex()[:32]

    def pairwise_id(self, person: PersonId, client: str) -> str:
        """A person's id as one client sees it (RFC 9562, version 8): departments can't join on it."""
        return str(uuid.UUID(bytes=_as_uuid8(self._keyed("pairwise", client, person))))

    def cursor_tag(self, payload: bytes) -> bytes:
        """The tag that authenticates a cursor."""
        return hmac.digest(self._uses["cursor"], payload, "sha256")[:_CURSOR_TAG_BYTES]

    def _keyed(self, use: str, *parts: str) -> bytes:
        """A keyed hash of `parts`, each with its length before it, so that no two lists look the same."""
        message = b"".join(len(part.encode()).to_bytes(4) + part.encode() for part in parts)
        return hmac.digest(self._uses[use], message, hashlib.sha256)


def _context(person: PersonId, group: FieldGroup) -> bytes:
    return b"\0".join((_FORMAT, person.encode(), group.value.encode()))


def _as_uuid8(digest: bytes) -> bytes:
    raw = bytearray(digest[:16])
    raw[6] = (raw[6] & 0x0F) | 0x80
    raw[8] = (raw[8] & 0x3F) | 0x80
    return bytes(raw)


__all__ = ["TamperedError", "Vault"]
