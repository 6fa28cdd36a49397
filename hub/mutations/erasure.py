"""A resident has erased what rests on their consent: in `me`, or at the counter. What a law has the city keep stays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from hub.gate.pipeline import RefusedCaseError, RequestContext, ResponseData
from hub.gate.ports import Statement
from hub.mutations.transaction import CounterWrite, Handler, OwnWrite, WriteTransaction, payload
from hub.policy.retention import Basis, rows_of
from hub.policy.retention import Row as ScheduleRow
from loaders.fragments import fragment
from model.callers import Entry
from model.errors import FieldNotAllowedError, Reason, ValidationFailedError
from model.groups import FieldGroup
from model.ids import PersonId, new_private_id
from model.plan import FieldSelection, Row
from model.times import as_instant_text

_GROUPS_MAX = 10  # in one request: there are two that rest on consent


class Erasures:
    """The mutations about erasure."""

    def __init__(self, transaction: WriteTransaction) -> None:
        self._transaction = transaction

    def handlers(self) -> dict[str, Handler]:
        """Each mutation with what carries it out."""
        return {
            "Mutation.eraseConsented": self._erase_own,
            "Mutation.eraseConsentedAtCounter": self._erase_at_counter,
        }

    async def _erase_own(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        own = await self._transaction.own_write(context, selected, answers, FieldGroup.RIGHTS)
        if own.record.is_represented and own.record.is_protected:
            raise FieldNotAllowedError("this is for the person themselves, or at a counter")
        groups = await self._erase(context, selected, answers, own)
        return payload(selected, {"erasedAt": as_instant_text(context.at), "groups": groups})

    async def _erase_at_counter(self, context: RequestContext, selected: FieldSelection, answers: ResponseData) -> Row:
        number = selected.arguments["input"]["case"]
        counter = await self._transaction.counter_write(context, number, answers, FieldGroup.RIGHTS)
        await self._erase(context, selected, answers, counter)
        return self._transaction.receipt(context, selected, number)

    async def _erase(
        self, context: RequestContext, selected: FieldSelection, answers: ResponseData, write: OwnWrite | CounterWrite
    ) -> list[str]:
        """One write: the entry of the person, and the one about nobody by which it is done again after a restore."""
        groups = self._groups(selected.arguments["input"]["groups"], write.person)
        rows = [row for group in groups for row in consented_rows(group)]
        labels = sorted({kind for row in rows for kind in row.kinds})
        entry = replace(write.entry(), groups=frozenset({*groups, write.group}))
        pseudonym = self._transaction.ports.vault.subject_pseudonym(write.person)
        statement = erasure_statement(write.person, labels, at=context.at, today=context.today)
        entries = [entry, _about_nobody(entry, erasure_note(pseudonym, rows[0].id, labels))]
        await self._transaction.commit(context, entries, statement, answers)
        return [group.value for group in groups]

    def _groups(self, given: Sequence[str], person: PersonId) -> list[FieldGroup]:
        """The groups that were named, if keeping each rests on consent. Raises `RefusedCaseError`, which is on their log."""
        if not 0 < len(given) <= _GROUPS_MAX:
            raise ValidationFailedError(
                f"`groups` names 1 to {_GROUPS_MAX} field groups",
                reason=Reason.COUNT,
                argument="groups",
                least=1,
                most=_GROUPS_MAX,
            )
        groups = sorted({FieldGroup(item) for item in given})
        for group in groups:
            if not consented_rows(group):
                raise RefusedCaseError(_not_on_consent(group), person)
        return groups


def _about_nobody(entry: Entry, extra: dict[str, str]) -> Entry:
    return replace(entry, subject=None, case=None, groups=frozenset(), extra=extra)


def _not_on_consent(group: FieldGroup) -> FieldNotAllowedError:
    """Which law has it kept, for how long, and what can be done about it."""
    rows = rows_of(group)
    if not rows:
        return FieldNotAllowedError(f"`{group.value}` is about no person: there is nothing of yours in it")
    laws = "; ".join(dict.fromkeys(row.legal_source for row in rows))
    return FieldNotAllowedError(
        f"`{group.value}` does not rest on your consent, and is kept under {laws}, as long as the schedule says: "
        "`objectToProcessing` brings your objection to the data-protection office, which answers it"
    )


def consented_rows(group: FieldGroup) -> list[ScheduleRow]:
    """The rows of `group` that rest on consent; none when keeping it is a task which the law gives."""
    rows = rows_of(group)
    return rows if all(row.basis is Basis.CONSENT for row in rows) else []


def erasure_statement(person: PersonId, labels: Sequence[str], *, at: datetime, today: str) -> Statement:
    """Erases what is of these kinds and was there at `at`, and leaves a tombstone."""
    parameters: dict[str, Any] = {
        "person": person,
        "labels": list(labels),
        "at": as_instant_text(at),
        "tombstone": new_private_id(),
        "today": today,
    }
    return fragment("retention/erase_consented"), parameters


def erasure_note(pseudonym: str, row: str, labels: Sequence[str]) -> dict[str, str]:
    """What the log's entry about nobody says, by which it is done again after a restore."""
    return {"erasedPersons": pseudonym, "row": row, "labels": ",".join(labels)}
