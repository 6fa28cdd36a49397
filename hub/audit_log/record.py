"""An entry's canonical record, its commitment, and the subjects' chains: what is hashed, and how. Reads and writes nothing.

A record is one JSON object in the form of RFC 8785:
`{"entry": {…}, "previous": …, "subject": …, "subjectSequence": …}`. The outer names are in order, so the writer puts a
record together from a finished `entry` and the place that it got. `entry` leaves out what is empty.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from model.callers import Entry
from model.errors import ValidationFailedError
from model.ids import EntryId, PersonId
from model.times import as_instant_text, now
from tlog.chains import subject_head

NOBODY = ""  # the pseudonym of entries without a subject: they form a chain of their own
POLICY = (
    "policy"  # that of entries about the policy: about nobody either, and for everybody to read, so in a chain apart
)
AUDIT = "audit"  # that of draws of a sample for an audit: about nobody, and few, so that the last ones are found
OPERATION = (
    "operation"  # that of what operators did to the register as a whole: about nobody, and for everybody to read
)
ERASED = "erasedPersons"  # in `extra`: their pseudonyms; it puts an entry about nobody on the chain `ERASURES`
ERASURES = "erasures"  # that of what is known of erased persons: under pseudonyms, to erase them again after a restore

OF_NOBODY = frozenset({NOBODY, POLICY, AUDIT, OPERATION, ERASURES})  # chains that are about no person


class Names(Protocol):
    """The keyed names that stand on the log instead of ids, and what is kept of it beside the keys: `hub.vault.Vault`."""

    def subject_pseudonym(self, person: PersonId) -> str: ...
    def officer_pseudonym(self, officer: str, person: PersonId | None) -> str: ...
    def log_mark(self) -> bytes: ...
    def checkpoint_key(self) -> Ed25519PrivateKey: ...
    def keep_checkpoint(self, size: int, checkpoint: str) -> None: ...
    def kept_checkpoint(self) -> str | None: ...
    def note_log(self) -> None: ...
    def has_log(self) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An entry before it has its place: whose chain it goes on, and the canonical bytes of its `entry`."""

    subject: str
    entry: bytes
    write: EntryId | None


@dataclass(frozen=True, kw_only=True)
class Record:
    """One entry as it stands on the log. `head` is the head of its subject's chain after it.

    `outcome` is that of the write to which it belongs: `committed`, `rolled_back`, or None while that is open (and
    for what is no write). An erased entry is a tombstone: `erased_at` (UTC) says since when, `salt` and `record` are
    None; its place in the chain and what stood for it stay.
    """

    sequence: int
    subject_sequence: int
    previous: bytes
    salt: bytes | None
    record: bytes | None
    commitment: bytes
    outcome: str | None = None
    erased_at: str | None = None

    @property
    def head(self) -> bytes:
        """What the subject's next entry names as its previous one."""
        return subject_head(self.previous, self.commitment)

    @property
    def entry(self) -> dict[str, Any]:
        """What was logged, as JSON values; empty once it is erased."""
        if self.record is None:
            return {}
        fields: dict[str, Any] = orjson.loads(self.record)["entry"]
        return fields


def is_intent(entry: Mapping[str, Any]) -> bool:
    """Whether an entry says that a write is about to be made: each `write` does, and an operation that changes the graph."""
    return entry.get("action") == "write" or (entry.get("action") == OPERATION and "write" in entry)


def draft(entry: Entry, names: Names) -> Draft:
    """The canonical `entry` under pseudonyms. Raises `ValidationFailedError` when a text in it is not Unicode."""
    return _draft(entry, _subject(entry, names), names.officer_pseudonym(entry.officer, entry.subject))


def chain_draft(entry: Entry, subject: str, names: Names) -> Draft:
    """The same for a chain of which only the pseudonym is known: that of somebody who was erased, it may be."""
    return _draft(entry, subject, names.officer_pseudonym(entry.officer, PersonId(subject)))


def _draft(entry: Entry, subject: str, officer: str) -> Draft:
    fields = {
        "action": entry.action,
        "at": as_instant_text(entry.at),
        "case": entry.case,
        "client": entry.client,
        "extra": dict(entry.extra),
        "groups": sorted(entry.groups),
        "legalBasis": entry.legal_basis,
        "office": entry.office,
        "officer": officer,
        "operation": entry.operation,
        "policyVersion": entry.policy_version,
        "purpose": entry.purpose,
        "rule": entry.rule,
        "write": entry.write,
    }
    return Draft(subject=subject, entry=_canonical(fields), write=entry.write)


def _subject(entry: Entry, names: Names) -> str:
    """Whose chain an entry goes on."""
    if entry.subject is not None:
        return names.subject_pseudonym(entry.subject)
    if entry.action in {POLICY, AUDIT, OPERATION}:
        return entry.action
    return ERASURES if ERASED in entry.extra else NOBODY


def outcome_draft(write: EntryId, outcome: str) -> Draft:
    """The row that says how a write ended. It is about nobody, and each of the write's subjects may see it."""
    fields = {"action": "outcome", "at": as_instant_text(now()), "outcome": outcome, "write": write}
    return Draft(subject=NOBODY, entry=_canonical(fields), write=write)


def placed(draft: Draft, *, subject_sequence: int, previous: bytes) -> bytes:
    """The whole record, once the entry's place in its subject's chain is known."""
    return b'{"entry":%b,"previous":"%b","subject":"%b","subjectSequence":%d}' % (
        draft.entry,
        previous.hex().encode(),
        draft.subject.encode(),
        subject_sequence,
    )


def _canonical(fields: Mapping[str, Any]) -> bytes:
    """RFC 8785, for texts and lists of texts under ASCII names.

    There orjson with sorted names gives the same bytes, a hundred times as fast as `rfc8785`; `verify` checks by that.
    """
    if not all(name.isascii() for name in fields.get("extra", ())):
        raise ValidationFailedError("the names in an entry's `extra` are ASCII")
    try:
        return orjson.dumps({name: value for name, value in fields.items() if value}, option=orjson.OPT_SORT_KEYS)
    except TypeError as error:
        raise ValidationFailedError("a text which goes on the log is not Unicode: send whole characters") from error
