"""A breach told to everybody whom it touches (GDPR art. 34): by the log's entries of one office in one span of time.

Who that is stays inside: each gets a notice in their record, with an entry of its own, and whoever runs it learns a band. What
happened is for people to say; here is who may, whom it reaches, and that nobody is told twice of the same.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any

from hub.gate.ports import Ports
from hub.jobs.batch_authority import authorised, read, write
from hub.mutations.transaction import checked
from loaders.fragments import fragment
from model import limits
from model.callers import Caller, Entry
from model.errors import ValidationFailedError
from model.groups import FieldGroup
from model.ids import ClientId, OfficeCode, PersonId, PurposeId, new_private_id
from model.states import Band, NoticeKind
from model.times import as_instant_text, now

BREACH_PURPOSE = PurposeId("breach-notification")
_OPERATION = "breach notify"
_NAMES = uuid.UUID("2f0d2c6e-7a3f-5b4e-9d0c-6b1f0c1f7a55")  # under which a notice is named by what it says and to whom
_BANDS = ((10, Band.UNDER_10), (20, Band.FROM_10_TO_19), (50, Band.FROM_20_TO_49), (100, Band.FROM_50_TO_99))


@dataclass(frozen=True, kw_only=True)
class Breach:
    """What is told: the facts of art. 34 (2), and whose entries it is about. The span is half-open, in UTC."""

    client: ClientId
    office: OfficeCode | None  # one, or all of the department's
    since: datetime
    until: datetime
    happened: str
    consequences: str
    measures: str
    contact: str

    @property
    def words(self) -> dict[str, str]:
        """What is said in words, by its name."""
        named = ("happened", "consequences", "measures", "contact")
        return {name: str(getattr(self, name)).strip() for name in named}

    def identifier(self, person: PersonId) -> str:
        """The same breach told to the same person has the same id: so a run that was broken off goes on."""
        said = [self.client, self.office or "", as_instant_text(self.since), as_instant_text(self.until)]
        return str(uuid.uuid5(_NAMES, "\n".join([person, *said, *self.words.values()])))


async def notify(ports: Ports, caller: Caller, breach: Breach, *, time_zone: tzinfo) -> Band:
    """Tell everybody with an entry of that office in that span. Returns how many they are, as a band.

    Raises `ValidationFailedError` for facts that are not whole, `PurposeNotAllowedError` or `UnauthenticatedError` when the
    caller may not, `LogUnavailableError` when the intent can't be made durable (nothing is told then),
    `GraphUnavailableError` when the graph does not answer: the same run again goes on.
    """
    _check(ports, breach)
    author = await _authorised(ports, caller, time_zone=time_zone)
    touched = await ports.ledger.subjects_named(
        breach.client, breach.office, since=as_instant_text(breach.since), until=as_instant_text(breach.until)
    )
    told, after = 0, ""
    while page := await _read(ports, "rights/persons", {"after": after, "limit": limits.BREACH_PAGE_PERSONS}):
        after = page[-1][0]
        found = [PersonId(row[0]) for row in page if ports.vault.subject_pseudonym(PersonId(row[0])) in touched]
        for start in range(0, len(found), limits.NOTICES_PER_BATCH_MAX):
            author = await _authorised(ports, caller, time_zone=time_zone)
            told += await _tell(ports, author, breach, found[start : start + limits.NOTICES_PER_BATCH_MAX])
    return next((band for below, band in _BANDS if told < below), Band.FROM_100)


def _check(ports: Ports, breach: Breach) -> None:
    if ports.policy.client(breach.client) is None:
        raise ValidationFailedError(f"`{breach.client[:64]}` is no department of this hub")
    if not breach.since < breach.until <= now():
        raise ValidationFailedError("a breach has a span of time that is over: from an instant to a later one")
    for name, text in breach.words.items():
        if not 0 < len(text) <= limits.RIGHTS_CHARACTERS_MAX:
            raise ValidationFailedError(f"`{name}` has 1 to {limits.RIGHTS_CHARACTERS_MAX} characters")


async def _authorised(ports: Ports, caller: Caller, *, time_zone: tzinfo) -> Entry:
    """An entry about nobody yet, of an officer of the city's data-protection office; asked for each batch."""
    groups = frozenset({FieldGroup.NOTICE})
    return await authorised(ports, caller, BREACH_PURPOSE, operation=_OPERATION, groups=groups, time_zone=time_zone)


async def _tell(ports: Ports, author: Entry, breach: Breach, persons: Sequence[PersonId]) -> int:
    """How many of `persons` are told; who was told of it before is left out, and gets no entry either."""
    ids = {breach.identifier(person): person for person in persons}
    known = {row[0] for row in await _read(ports, "rights/breaches_told", {"ids": list(ids)})}
    notices = [_notice(ports, author, breach, person, key) for key, person in ids.items() if key not in known]
    if not notices:
        return len(persons)
    entries = [replace(author, subject=item["person"]) for item in notices]
    await write(ports, author, entries, (fragment("writes/breach"), {"notices": notices}))
    return len(persons)


def _notice(ports: Ports, author: Entry, breach: Breach, person: PersonId, identifier: str) -> dict[str, Any]:
    """One person's notice, its facts sealed under their key."""
    notice = {"id": new_private_id(), "kind": ports.vault.token(person, NoticeKind.BREACH), "at": author.at}
    facts = {
        "id": identifier,
        "client": breach.client,
        "since": breach.since,
        "until": breach.until,
        "sealedEvidence": ports.vault.seal(person, FieldGroup.EVIDENCE, breach.words),
        **({} if breach.office is None else {"office": breach.office}),
    }
    return {
        "person": person,
        "notice": checked("Notice", notice),
        "breach": checked("BreachNotice", facts),
        "delivery": new_private_id(),
    }


async def _read(ports: Ports, name: str, parameters: dict[str, Any]) -> Sequence[Sequence[Any]]:
    return await read(ports, _OPERATION, fragment(name), parameters)
