"""A resident's own check, offline: an export against itself, and against what they kept from earlier.

It trusts the key that it is given and nothing of the hub. Proofs are computed by `tlog.independent_verifier` and canonical forms
by `rfc8785`, not by what made them. docs/export.md says what it shows, and what it can't.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import orjson
import rfc8785

from hub.audit_log.erasing import named
from hub.audit_log.limits import PENDING_SECONDS_MAX
from hub.offline_verifier.files import Kept, KeptEntry, KeptExport
from model.errors import ValidationFailedError
from tlog.chains import START, commitment, subject_head
from tlog.errors import TlogError
from tlog.independent_verifier import root_by_path, roots_by_path
from tlog.notes import Checkpoint, Note, SignatureError, VerifierKey, parsed_bytes
from tlog.vouched import EXPORT_HEADER, Vouched, digest_of, opened_note

FORMAT = "domicile-export/1"
_SHOWN = {  # what an entry says in words, and where its record says it
    "at": "at",
    "client": "client",
    "office": "office",
    "purpose": "purpose",
    "legalBasis": "legalBasis",
    "case": "case",
    "operation": "operation",
    "rule": "rule",
    "policyVersion": "policyVersion",
}

_CALENDAR = timedelta(days=1)  # what a day anywhere and a day of UTC differ by at most

Term = Callable[[date], date]
"""From the day of an entry, the first on which it may be erased."""


@dataclass
class Findings:
    """What is wrong, a line each; and what could not be checked, which is no fault."""

    wrong: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Evidence:
    """What a resident holds besides the export: earlier files, and checkpoints from elsewhere, each with its file's name."""

    key: VerifierKey
    earlier: Sequence[Kept] = ()
    notes: Sequence[tuple[str, Note]] = ()


def check_kept(kept: Kept, evidence: Evidence, term: Term) -> Findings:
    """Everything that can be said of an export. Raises `ValidationFailedError` when `kept` is a receipt."""
    export = kept.export
    if export is None:
        raise ValidationFailedError(f"`{kept.name}` is a receipt: give it by `--earlier`, and an export to be checked")
    found = Findings()
    _check_signature(kept, evidence.key, found)
    check = _Check(export, found, term)
    check.entries()
    check.tree(evidence.key)
    check.erasures()
    for earlier in evidence.earlier:
        _Comparison(check, earlier, evidence.key).run()
    for name, note in evidence.notes:
        check.compare_checkpoint(name, note, evidence.key)
    return found


def _check_signature(kept: Kept, key: VerifierKey, found: Findings) -> Vouched | None:
    """What the log's key signed, if it is this file: its digest, and the head of the chain."""
    try:
        said = opened_note(str(kept.note), key)
        head, number = said.head, said.number
    except TlogError as error:
        found.wrong.append(f"`{kept.name}`: its signature doesn't hold: {error}")
        return None
    if kept.export is None or kept.signed is None:
        return said
    log = kept.export.log
    if said.header != EXPORT_HEADER or said.fields.get("sha256") != digest_of(kept.signed):
        found.wrong.append(f"`{kept.name}`: the signature is of another file: this one was altered")
    if (number, head.hex()) != (log.number, log.head):
        found.wrong.append(f"`{kept.name}`: the signature names another head of the chain than the file")
    return said


class _Check:
    """One export against itself. What it learns of the entries, the comparisons use."""

    def __init__(self, export: KeptExport, found: Findings, term: Term) -> None:
        self.export = export
        self.found = found
        self.by_number = {entry.number: entry for entry in export.log.entries}
        self.records = {number: _record(entry) for number, entry in self.by_number.items()}
        self.term = term
        self.checkpoint: Checkpoint | None = None

    def wrong(self, line: str) -> None:
        """Note a finding."""
        self.found.wrong.append(line)

    # ── the chain ────────────────────────────────────────────────────────────────────────────────────────────────

    def entries(self) -> None:
        """Numbers, commitments, records, and that each names the one before."""
        log = self.export.log
        if self.export.format != FORMAT:
            self.wrong(f"the format `{self.export.format}` is not known here: `{FORMAT}` is")
        self._numbers([entry.number for entry in log.entries])
        before = START if log.entries[0].number == 1 else None
        for entry in log.entries:
            if before is not None and entry.previous != before.hex():
                self.wrong(
                    f"entry {entry.number}: it doesn't continue the one before: something was left out or changed"
                )
            before = bytes.fromhex(entry.head)
            self._entry(entry)
        if log.to == log.number and log.entries[-1].head != log.head:
            self.wrong(f"the chain ends in another head than the one that was signed, behind entry {log.number}")
        if (log.first, log.to) != (1, log.number):
            self.found.open.append(
                f"the file has the entries {log.first} to {log.to} of {log.number}: the others are not in it"
            )
        subjects = {record["subject"] for record in self.records.values() if record}
        if len(subjects) > 1:
            self.wrong(f"the entries are about {len(subjects)} different subjects: some are somebody else's")

    def _numbers(self, numbers: Sequence[int]) -> None:
        log = self.export.log
        for number, following in pairwise([log.first - 1, *numbers, log.to + 1]):
            if following == number + 2:
                self.wrong(f"entry {number + 1}: missing")
            elif following > number + 1:
                self.wrong(f"entries {number + 1} to {following - 1}: missing")
            elif following <= number:
                self.wrong(f"entry {following}: it stands twice, or out of order")

    def _entry(self, entry: KeptEntry) -> None:
        where = f"entry {entry.number}"
        if entry.head != subject_head(bytes.fromhex(entry.previous), bytes.fromhex(entry.commitment)).hex():
            self.wrong(f"{where}: its head doesn't follow from it")
        if entry.record is None or entry.salt is None:
            if entry.erasedAt is None:
                self.wrong(f"{where}: its record is not there, and nothing says that it was erased")
            return
        record = self.records[entry.number]
        if not record or commitment(_salt(entry), entry.record.encode()).hex() != entry.commitment:
            self.wrong(f"{where}: its record is not the one that was logged")
            return
        if (record["previous"], record["subjectSequence"]) != (entry.previous, entry.number):
            self.wrong(f"{where}: it was logged at another place of a chain")
        self._shown(entry, record["entry"])

    def _shown(self, entry: KeptEntry, logged: Mapping[str, Any]) -> None:
        """What is said in words is what was logged."""
        shown = entry.model_extra or {}
        differing = [name for name, key in _SHOWN.items() if shown.get(name) != logged.get(key)]
        differing += ["action"] * (shown.get("action") != str(logged.get("action")).upper())
        differing += ["fieldGroups"] * (shown.get("fieldGroups") != logged.get("groups", []))
        for name in differing:
            self.wrong(f"entry {entry.number}: the file says another `{name}` than was logged")

    # ── the tree ─────────────────────────────────────────────────────────────────────────────────────────────────

    def tree(self, key: VerifierKey) -> None:
        """That each entry stands in the tree that the log's key signed, in this order."""
        checkpoint = self._signed_checkpoint(key)
        before = -1
        for entry in self.export.log.entries:
            if entry.proof is None or checkpoint is None:
                self._pending(entry)
                continue
            path = [parsed for step in entry.proof.path if (parsed := _bytes(step)) is not None]
            root = root_by_path(bytes.fromhex(entry.commitment), entry.proof.index, checkpoint.size, path)
            if len(path) != len(entry.proof.path) or root != checkpoint.root:
                self.wrong(f"entry {entry.number}: it is not in the tree that the log signed")
            if entry.proof.index <= before:
                self.wrong(f"entry {entry.number}: the tree has it before the one that it follows")
            before = entry.proof.index

    def _signed_checkpoint(self, key: VerifierKey) -> Checkpoint | None:
        if self.export.checkpoint is None:
            return None
        try:
            self.checkpoint = _opened_checkpoint(Note.parse(self.export.checkpoint), key)
        except TlogError as error:
            self.wrong(f"the checkpoint in the file doesn't hold: {error}")
        return self.checkpoint

    def _pending(self, entry: KeptEntry) -> None:
        """A proof may be out for some seconds; who was logged before has it."""
        logged = self.records[entry.number].get("entry", {})
        age = _instant(self.export.madeAt) - _instant(logged.get("at", ""))
        if not logged or age > timedelta(seconds=PENDING_SECONDS_MAX):
            self.wrong(f"entry {entry.number}: it has no proof, and is too old to wait for one")
        else:
            self.found.open.append(f"entry {entry.number}: its proof was pending; a later export has it")

    def compare_checkpoint(self, name: str, note: Note, key: VerifierKey) -> None:
        """Against one from elsewhere: two trees of one size have one root."""
        try:
            other = _opened_checkpoint(note, key)
        except TlogError as error:
            self.wrong(f"`{name}`: it doesn't hold: {error}")
            return
        mine, consistency = self.checkpoint, self.export.consistency
        if mine is None:
            self.found.open.append(f"`{name}`: the file has no checkpoint that it could be compared with")
        elif other.size == mine.size:
            if other.root != mine.root:
                self.wrong(f"`{name}`: it signs another tree of {mine.size} entries than the file: the log was forked")
        elif consistency is not None and consistency.size == other.size:
            path = [step for text in consistency.path if (step := _bytes(text)) is not None]
            if roots_by_path(other.size, mine.size, path, other.root) != (other.root, mine.root):
                self.wrong(f"`{name}`: the file's tree doesn't continue the one that it signs: the log was forked")
        else:
            self.found.open.append(
                f"`{name}`: it signs a tree of another size, and the file has no proof between the two"
            )

    # ── what was erased ──────────────────────────────────────────────────────────────────────────────────────────

    def erasures(self) -> None:
        """Each tombstone stands on an entry that says so, and nothing went before its term."""
        said: list[tuple[int, int]] = []
        for number, record in self.records.items():
            logged = record.get("entry", {})
            extra = logged.get("extra", {})
            if logged.get("action") == "erase" and "erased" in extra:
                said += _ranges(extra["erased"])
                self._erasure(number, logged, extra)
        if self.export.log.to != self.export.log.number:
            return  # the entry that says so may be in another part
        for entry in self.by_number.values():
            if entry.erasedAt is not None and not any(first <= entry.number <= last for first, last in said):
                self.wrong(f"entry {entry.number}: it was erased, and no entry says so")

    def is_early(self, logged: datetime, erased: datetime) -> bool:
        """Whether an entry of `logged` was erased before its term. A day is given: the term runs in the city's calendar."""
        return self.term(logged.date()) > (erased + _CALENDAR).date()

    def _erasure(self, number: int, logged: Mapping[str, Any], extra: Mapping[str, Any]) -> None:
        before, at = _instant(extra.get("before", "")), _instant(logged.get("at", ""))
        if self.is_early(before, at):
            self.wrong(f"entry {number}: it erased entries until {before.date()}, before their term was over")


class _Comparison:
    """One export against one earlier file: nothing that stood there stands otherwise now."""

    def __init__(self, check: _Check, earlier: Kept, key: VerifierKey) -> None:
        self._check = check
        self._log = check.export.log
        self._earlier = earlier
        self._key = key

    def run(self) -> None:
        """Everything that both say something of."""
        said = _check_signature(self._earlier, self._key, self._check.found)
        if said is None:
            return
        if self._earlier.export is None:
            self._receipt(said)
        else:
            self._export(self._earlier.export)

    def _receipt(self, said: Vouched) -> None:
        name, number = self._earlier.name, said.number
        if number is not None:
            self._head(number, said.head.hex())
        elif all(entry.head != said.head.hex() for entry in self._log.entries):
            line = f"`{name}`: the chain has no entry with the head of this receipt"
            if (self._log.first, self._log.to) == (1, self._log.number):
                self._check.wrong(f"{line}: something was left out or changed")
            else:
                self._check.found.open.append(f"{line} in this part of it")

    def _export(self, export: KeptExport) -> None:
        self._head(export.log.number, export.log.head)
        for entry in export.log.entries:
            mine = self._check.by_number.get(entry.number)
            if mine is None:
                continue
            if entry.head != mine.head:
                self._say(f"entry {entry.number} is another one now: it was changed, dropped or filed elsewhere")
                return  # all behind it differ, too
            self._compare(entry, mine)
        if export.checkpoint is not None:
            self._check.compare_checkpoint(self._earlier.name, Note.parse(export.checkpoint), self._key)
            self._check_size(export.checkpoint)

    def _head(self, number: int, head: str) -> None:
        mine = self._check.by_number.get(number)
        if number > self._log.number:
            self._say(f"the chain had {number} entries and has {self._log.number} now: some were dropped")
        elif mine is not None and mine.head != head:
            self._say(
                f"behind entry {number} the chain has another head now: something was changed, dropped or filed elsewhere"
            )

    def _compare(self, old: KeptEntry, mine: KeptEntry) -> None:
        if old.record is not None and mine.record is None:
            logged = _record(old).get("entry", {}).get("at", "")
            if self._check.is_early(_instant(logged), _instant(mine.erasedAt or "")):
                self._say(f"entry {mine.number} of {logged[:10]} was erased before its term was over")
        if old.proof is not None and mine.proof is not None and old.proof.index != mine.proof.index:
            self._say(f"entry {mine.number} stands at another place of the tree now")
        if old.proof is not None and mine.proof is None:
            self._say(f"entry {mine.number} had a proof, and has none now")

    def _check_size(self, checkpoint: str) -> None:
        mine = self._check.checkpoint
        size = Checkpoint.parse(Note.parse(checkpoint).text).size
        if mine is not None and mine.size < size:
            self._say(f"the log had {size} entries and signs for {mine.size} now: it was rolled back")

    def _say(self, line: str) -> None:
        self._check.wrong(f"`{self._earlier.name}`: {line}")


def _opened_checkpoint(note: Note, key: VerifierKey) -> Checkpoint:
    note.verified([key])
    checkpoint = Checkpoint.parse(note.text)
    if checkpoint.origin != key.name:
        raise SignatureError(f"it is one of the log `{checkpoint.origin}`, and the key is of `{key.name}`")
    return checkpoint


def _record(entry: KeptEntry) -> dict[str, Any]:
    """What was logged, if it is a canonical record; else nothing."""
    try:
        record: dict[str, Any] = orjson.loads(entry.record or "")
        is_whole = isinstance(record["entry"], dict) and rfc8785.dumps(record).decode() == entry.record
        return record if is_whole and record.keys() == {"entry", "previous", "subject", "subjectSequence"} else {}
    except (ValueError, KeyError, TypeError):
        return {}


def _salt(entry: KeptEntry) -> bytes:
    return _bytes(entry.salt or "") or b""


def _bytes(text: str) -> bytes | None:
    try:
        return parsed_bytes(text)
    except TlogError:
        return None


def _ranges(text: Any) -> Iterable[tuple[int, int]]:
    try:
        return named(str(text))
    except ValueError:
        return ()


def _instant(text: Any) -> datetime:
    """An instant as the log writes it; what is none is as old as can be."""
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return datetime.fromisoformat("1970-01-01T00:00:00+00:00")
