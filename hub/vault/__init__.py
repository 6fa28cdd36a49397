"""The vault: seals what names or describes a person, and makes the keyed names by which things are found.

What is sealed opens only for the same person and field group, and for nobody once the person's key is destroyed.
Deciding who may see what is opened is the gate's.
"""

import secrets
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn, Self

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV

from hub.settings import Settings
from hub.vault.keys import NONCE_BYTES, KeyStore, TamperedError
from hub.vault.limits import PADDING_BYTES, SEALED_BYTES_MAX
from hub.vault.master import derived_key, keyed, make_master_key, master_key_file, read_master_key
from model.errors import DomicileError, SetupError
from model.groups import FieldGroup
from model.ids import ClientId, EntryId, PersonId
from model.standing import Place, Standing
from model.text import typed

__all__ = ["TamperedError", "Vault"]

_VERSION = b"\x01"  # the first byte of a sealed value: AES-256-GCM, 12-byte nonce, padded JSON inside
_PSEUDONYM_BYTES = 16  # 128 bits: no two of a city's people meet by chance
_USES = (
    "check",
    "wrap",
    "document",
    "sign-in",
    "code",
    "card",
    "linking",
    "credential",
    "challenge",
    "user-handle",
    "subject",
    "officer",
    "pairwise",
    "cursor",
    "log",
    "checkpoint",
    "meter",
    "session",
    "browser-state",
    "standing",
    "kind",
)


class Vault:
    """Seals, unseals and names, under one master key. Shows nothing secret of itself."""

    def __init__(self, settings: Settings) -> None:
        """Use `create` or `open`. Raises `SetupError` when the master key is lost or wrong, or the store unusable."""
        master = read_master_key(settings)
        self._keys = {use: derived_key(master, use) for use in _USES}
        self._cursors = AESSIV(self._keys["cursor"])
        self._store = KeyStore(
            _store_file(settings),
            wrapping_key=self._keys["wrap"],
            standing_key=self._keys["standing"],
            check_value=keyed(self._keys["check"], "domicile master key"),
            mark=self.subject_pseudonym,
        )

    @classmethod
    def create(cls, settings: Settings) -> Self:
        """The vault of this home; a master key is made when the home is new. For `domicile init` and the demo.

        Raises `SetupError` as `open` does; also when there is a key store whose master key is lost.
        """
        is_new = not _store_file(settings).exists() and not _has_run(settings)
        if is_new and not settings.master_key.get_secret_value() and not master_key_file(settings).exists():
            make_master_key(settings)
        return cls.open(settings)

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """The vault of this home. Never makes a master key; an empty store is made only where the hub never ran.

        Raises `SetupError` that says what is lost or wrong: the master key or the key store.
        """
        if not _store_file(settings).exists() and _has_run(settings):
            raise SetupError(
                f"the key store `{_store_file(settings)}` is lost, and nothing sealed can be opened without it: "
                "put it back from its backup"
            )
        return cls(settings)

    def __repr__(self) -> str:
        """Nothing of it."""
        return "Vault(…)"

    def __reduce__(self) -> NoReturn:
        """Keys are not copied anywhere."""
        raise TypeError("a vault is not pickled")

    def close(self) -> None:
        """Close the store. Nothing can be sealed or opened afterwards."""
        self._store.close()

    # ── sealed values ────────────────────────────────────────────────────────────────────────────────────────────

    def new_keys(self, persons: Iterable[PersonId]) -> None:
        """A data key for each person who never had one; durable on return. A destroyed key stays destroyed."""
        self._store.add(persons)

    def destroy(self, *persons: PersonId) -> None:
        """Make everything sealed for these persons unreadable for good; durable on return.

        What stays is the person's pseudonym on the log and the date: not their id.
        """
        self._store.destroy(persons)

    def destroy_again(self, pseudonyms: Collection[str]) -> bool:
        """Destroy the keys of persons whose pseudonyms these are, where that was not done here: after a restore.

        Returns whether there was anything to do.
        """
        missing = frozenset(pseudonyms) - self._store.marks()
        if missing:
            self._store.destroy_marked(missing)
        return bool(missing)

    def destroyed(self, persons: Collection[PersonId]) -> frozenset[PersonId]:
        """Those of `persons` whose keys were destroyed: nothing can be sealed for them any more."""
        return self._store.destroyed(persons)

    def keys_made(self) -> int:
        """How many keys were ever made, destroyed ones too, and changes of protections: a store that made fewer than the graph knows of is an older one."""
        return self._store.made

    def accept_keys_made(self, count: int) -> None:
        """Count as if so many had been made: the loss of those that are not here is accepted."""
        self._store.accept_made(count)

    def without_key(self, persons: Collection[PersonId]) -> frozenset[PersonId]:
        """Those of `persons` for whom a key was never made here: of whoever is in the graph, it was lost."""
        return self._store.without_key(persons)

    def rewrite(self) -> None:
        """Write the key store anew: no byte of its file is left of keys that were destroyed."""
        self._store.rewrite()

    def destroyed_at(self, person: PersonId) -> str | None:
        """When that was, as UTC text; None when the key was not destroyed."""
        return self._store.destroyed_at(person)

    def seal(self, person: PersonId, group: FieldGroup, values: Mapping[str, str]) -> bytes:
        """`values` under the person's key, bound to person and group.

        Raises `DomicileError` when the person has no key (make it with `new_keys`) or the values are too long.
        """
        cipher = self._store.ciphers((person,))[0]
        if cipher is None:
            raise DomicileError("a value can't be sealed: there is no key for it, make one with `new_keys`")
        plain = orjson.dumps(dict(values))
        if len(plain) > SEALED_BYTES_MAX:
            raise DomicileError(f"a sealed value has at most {SEALED_BYTES_MAX} bytes: shorten it")
        nonce = secrets.token_bytes(NONCE_BYTES)
        padded = plain.ljust(-(-len(plain) // PADDING_BYTES) * PADDING_BYTES)  # JSON may end in spaces
        return _VERSION + nonce + cipher.encrypt(nonce, padded, _bound_to(_VERSION, person, group))

    def unseal(self, person: PersonId, group: FieldGroup, sealed: bytes) -> dict[str, str] | None:
        """What `seal` was given; None when the key is destroyed or was never made.

        Raises `TamperedError` when the bytes were altered, or were sealed for another person or group.
        """
        return _unsealed(self._store.ciphers((person,))[0], person, group, sealed)

    def unseal_many(self, sealed: Sequence[tuple[PersonId, FieldGroup, bytes]]) -> list[dict[str, str] | None]:
        """`unseal` for each, in order: one look at the store for all of them."""
        ciphers = self._store.ciphers(person for person, _, _ in sealed)
        return [_unsealed(cipher, *item) for cipher, item in zip(ciphers, sealed, strict=True)]

    # ── who is protected ─────────────────────────────────────────────────────────────────────────────────────────

    def standing(self, person: PersonId) -> Standing:
        """What protects this person, and who asked to see their address."""
        return self._store.standings.of(person)

    def protected(self, persons: Iterable[PersonId]) -> frozenset[PersonId]:
        """Those of `persons` who are protected, or would be by a write of which the outcome is not known."""
        return self._store.standings.protected(persons)

    def places(self, person: PersonId) -> Mapping[str, str]:
        """By version of a residence or a tenancy (`Place.key`), the id of the room to which it leads, where the graph tells the street only."""
        return self._store.standings.places(person)

    def standings(self) -> Mapping[PersonId, Standing]:
        """Of everybody about whom there is anything: few."""
        return self._store.standings.everybody()

    def undecided(self) -> frozenset[PersonId]:
        """Those about whom a write is under way, or was when its process ended."""
        return self._store.standings.undecided()

    def propose(self, write: EntryId, standings: Mapping[PersonId, Standing]) -> None:
        """What holds once `write` is settled as committed; durable on return. Raises `ConflictError` while another is under way."""
        self._store.standings.propose(write, standings)

    def settle(self, write: EntryId, *, is_committed: bool) -> None:
        """What `write` proposed holds, or goes; durable on return. Nothing, where it proposed nothing."""
        self._store.standings.settle(write, is_committed=is_committed)

    def keep(self, standings: Mapping[PersonId, Standing]) -> None:
        """What holds from now on, as a file or an older store says it; durable on return."""
        self._store.standings.keep(standings)

    def place(self, places: Mapping[PersonId, Collection[Place]]) -> None:
        """To which rooms facts of protected persons lead, before the graph has them; durable on return."""
        self._store.standings.place(places)

    def displace(self, keys: Mapping[PersonId, Collection[str]]) -> None:
        """Of facts that were erased, nobody knows any more where they led; durable on return."""
        self._store.standings.displace(keys)

    # ── keyed names ──────────────────────────────────────────────────────────────────────────────────────────────

    def document_hash(self, kind: str, number: str) -> str:
        """By which a document is found; 64 hexadecimal digits. How the number was typed does not matter."""
        return keyed(self._keys["document"], kind, typed(number)).hex()

    def sign_in_hash(self, issuer: str, subject: str) -> str:
        """By which a resident's sign-in is found; exact, as OIDC compares both."""
        return keyed(self._keys["sign-in"], issuer, subject).hex()

    def code_hash(self, code: str) -> str:
        """By which a one-time code is found."""
        return keyed(self._keys["code"], code).hex()

    def card_hash(self, code: str) -> str:
        """By which a receipt card is found."""
        return keyed(self._keys["card"], code).hex()

    def linking_half(self, first: str) -> str:
        """The first half of a code that links a sign-in, as it waits for the second."""
        return keyed(self._keys["linking"], "half", first).hex()

    def linking_hash(self, half: str, second: str) -> str:
        """By which such a code is found, from what `linking_half` gave and the second half."""
        return keyed(self._keys["linking"], "code", half, second).hex()

    def credential_hash(self, credential: bytes) -> str:
        """By which a passkey is found, from its credential id."""
        return keyed(self._keys["credential"], credential).hex()

    def challenge_hash(self, challenge: bytes) -> str:
        """By which a challenge is found that a passkey signed."""
        return keyed(self._keys["challenge"], challenge).hex()

    def user_handle(self, person: PersonId) -> bytes:
        """What an authenticator calls the person by: 32 bytes which nobody else can make or read."""
        return keyed(self._keys["user-handle"], person)

    def subject_pseudonym(self, person: PersonId) -> str:
        """The person on the log; 32 hexadecimal digits."""
        return keyed(self._keys["subject"], person)[:_PSEUDONYM_BYTES].hex()

    def persons_behind(self, pseudonyms: Collection[str]) -> dict[str, PersonId]:
        """Whom these pseudonyms of the log name, as far as they are not erased. Walks all of them: seconds for a city.

        For entries that are to be told to their person; it shows a caller nothing of anybody.
        """
        sought = set(pseudonyms)
        found: dict[str, PersonId] = {}
        for person in self._store.persons():
            if len(found) == len(sought):
                break
            pseudonym = self.subject_pseudonym(person)
            if pseudonym in sought:
                found[pseudonym] = person
        return found

    def subjects(self) -> frozenset[str]:
        """The pseudonym of everybody whom the register knows or has erased: whoever else is on the log is nobody."""
        return self._store.marks().union(self.subject_pseudonym(person) for person in self._store.persons())

    def officer_pseudonym(self, officer: str, person: PersonId | None) -> str:
        """The officer on this person's log: the same in all of their entries, and another in anybody else's."""
        return keyed(self._keys["officer"], officer, person or "")[:_PSEUDONYM_BYTES].hex()

    def pairwise_id(self, person: PersonId, client: ClientId) -> str:
        """The person's id for one client: a UUID (version 8, RFC 9562) which another client's can't be joined to."""
        digits = bytearray(keyed(self._keys["pairwise"], person, client)[:16])
        digits[6] = digits[6] & 0x0F | 0x80
        digits[8] = digits[8] & 0x3F | 0x80
        return str(uuid.UUID(bytes=bytes(digits)))

    def seal_cursor(self, client: ClientId, bound: bytes, payload: bytes) -> bytes:
        """A cursor's order values, for one client: the same bytes each time (AES-SIV, RFC 5297), others for another client."""
        return self._cursors.encrypt(payload, [client.encode(), bound])

    def open_cursor(self, client: ClientId, bound: bytes, sealed: bytes) -> bytes | None:
        """What `seal_cursor` was given; None when it was altered, is another client's, or was bound to something else."""
        try:
            return self._cursors.decrypt(sealed, [client.encode(), bound])
        except InvalidTag:
            return None

    def token(self, scope: str, value: str) -> str:
        """What stands in the graph for a kind or a purpose, of this scope only; 32 hexadecimal digits."""
        return keyed(self._keys["kind"], scope, value)[:_PSEUDONYM_BYTES].hex()

    def meter(self, kind: str, *names: str) -> str:
        """By which the log counts what somebody spends of a budget; 32 hexadecimal digits."""
        return keyed(self._keys["meter"], kind, *names)[:_PSEUDONYM_BYTES].hex()

    # ── browser sessions ─────────────────────────────────────────────────────────────────────────────────────────

    def session_name(self, secret: bytes) -> str:
        """By which the session of a browser's cookie is found; 64 hexadecimal digits."""
        return keyed(self._keys["session"], "name", secret).hex()

    def signed_in_mark(self, issuer: str, client: str, subject: str) -> str:
        """By which a page knows that who signs in again is who was there before; it names nobody. 32 hexadecimal digits."""
        return keyed(self._keys["session"], "mark", issuer, client, subject)[:_PSEUDONYM_BYTES].hex()

    def issuer_mark(self, kind: str, issuer: str, client: str, value: str) -> str:
        """By which the issuer's word that a session has ended finds it here; 64 hexadecimal digits."""
        return keyed(self._keys["session"], "issuer", kind, issuer, client, value).hex()

    def seal_session(self, secret: bytes, payload: bytes) -> bytes:
        """A session under a key that the cookie's secret takes part in: who has store and master key reads none."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._session_cipher(secret).encrypt(nonce, payload, b"domicile session")

    def open_session(self, secret: bytes, sealed: bytes) -> bytes | None:
        """What `seal_session` was given for the same secret; None when it was altered or is another's."""
        return _opened(self._session_cipher(secret), sealed, b"domicile session")

    def seal_browser_state(self, payload: bytes) -> bytes:
        """What a browser carries to the issuer and back, and can neither read nor alter."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + AESGCM(self._keys["browser-state"]).encrypt(nonce, payload, b"domicile browser state")

    def open_browser_state(self, sealed: bytes) -> bytes | None:
        """What `seal_browser_state` was given; None when it was altered."""
        return _opened(AESGCM(self._keys["browser-state"]), sealed, b"domicile browser state")

    def sessions_ended(self) -> int:
        """How many sessions were ended, as far as was kept here: a store of them that knows of fewer is an older one."""
        return self._store.ended

    def keep_sessions_ended(self, count: int) -> None:
        """Keep that so many were; durable on return."""
        self._store.keep_ended(count)

    def _session_cipher(self, secret: bytes) -> AESGCM:
        return AESGCM(keyed(self._keys["session"], "key", secret))

    def keep_checkpoint(self, size: int, checkpoint: str) -> None:
        """Keep what the access log signed last, beside the keys: a log that is shorter or another one shows against it."""
        self._store.keep_checkpoint(size, checkpoint)

    def accept_checkpoint(self, size: int, checkpoint: str) -> None:
        """Keep this one though the log was longer, or another one: its loss is accepted."""
        self._store.accept_checkpoint(size, checkpoint)

    def keep_operators(self, keys: Collection[str]) -> None:
        """Keep a copy of the vkeys of those who are operators now (`hub.jobs.operations`); durable on return."""
        self._store.keep_operators(keys)

    def operators(self) -> list[str]:
        """The vkeys of the operators as they were kept last, sorted."""
        return self._store.operators()

    def note_log(self) -> None:
        """An access log begins with this vault; durable on return."""
        self._store.note_log()

    def has_log(self) -> bool:
        """Whether one began; where not, a log with entries shows that this key store is a new one, and the old one lost."""
        return self._store.has_log()

    def kept_checkpoint(self) -> str | None:
        """The signed checkpoint of the log as it was seen last; None when there was none."""
        return self._store.kept_checkpoint()

    def log_mark(self) -> bytes:
        """What a log is marked with, so that one which belongs to another vault is recognised."""
        return keyed(self._keys["log"], "domicile log")

    def checkpoint_key(self) -> Ed25519PrivateKey:
        """What signs the log's checkpoints. The same as long as the master key is; it shows nothing of itself."""
        return Ed25519PrivateKey.from_private_bytes(self._keys["checkpoint"])


def _opened(cipher: AESGCM, sealed: bytes, bound: bytes) -> bytes | None:
    if len(sealed) <= NONCE_BYTES:
        return None
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
    except InvalidTag:
        return None


def _store_file(settings: Settings) -> Path:
    return settings.private_folder / "keys.sqlite"


def _has_run(settings: Settings) -> bool:
    return any((settings.private_folder / name).exists() for name in ("log.sqlite", "log.postgresql"))


def _bound_to(version: bytes, person: PersonId, group: FieldGroup) -> bytes:
    return b"domicile sealed|%b|%b|%b" % (version, person.encode(), group.value.encode())


def _unsealed(cipher: AESGCM | None, person: PersonId, group: FieldGroup, sealed: bytes) -> dict[str, str] | None:
    if cipher is None:
        return None
    version, nonce, body = sealed[:1], sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        opened: dict[str, str] = orjson.loads(cipher.decrypt(nonce, body, _bound_to(version, person, group)))
    except (InvalidTag, ValueError) as error:
        raise TamperedError("a sealed value was altered, or is not this person's: compare with a backup") from error
    return opened
