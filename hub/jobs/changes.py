"""Changes of offices, staff and units: who may make one, its entries, and how it reaches the graph.

Two operators sign just what is to be done, or an officer of the city's coordination office does it by their own sign-in. What is done
is an entry for everybody to read, but for which officer it is about: that stands beside it, on the chain that is shown to nobody.
What a change consists of is `hub.jobs.staffing`'s.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta, tzinfo

from hub.audit_log.record import OPERATION
from hub.gate.marks import mark
from hub.gate.ports import LedgerPort, Ports, Statement
from hub.jobs.batch_authority import COORDINATION, check_coordination, commit
from hub.jobs.intake.batches import OPERATOR_CLIENT
from hub.jobs.operations import ARGUMENTS, SIGNED, STATEMENT, agreed, operators_of, text_hash
from hub.operators import Operation
from hub.policy import clients
from model import limits
from model.callers import Caller, Entry
from model.errors import BudgetExceededError, ConflictError, PurposeNotAllowedError
from model.groups import FieldGroup
from model.ids import EntryId, new_private_id
from model.times import as_instant_text, now
from tlog.notes import Note

OFFICER = "officer"  # the argument that names one
_GUARDED = frozenset({COORDINATION, "data-protection"})  # departments that see to the others: nobody's alone
_BY_OPERATORS = "operators"  # who recorded it, where no office did


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is to be done, as it is signed and logged.

    `statements` are one commit, and the first decides whether anything is done; each is given `by` (who records it) and `at`, too.
    `cases` are the numbers of open cases that nobody holds then.
    """

    operation: Operation
    arguments: tuple[str, ...]
    statements: tuple[Statement, ...]
    departments: frozenset[str] = frozenset()  # by their clients
    officers: frozenset[str] = frozenset()  # by their sign-ins
    cases: tuple[str, ...] = ()


async def change_by_operators(ports: Ports, change: Change, note: Note) -> None:
    """Make a change that two operators signed.

    Raises what `hub.jobs.operations.agreed` does, `ConflictError` when the register is not as it was read,
    `LogUnavailableError`, `GraphUnavailableError`.
    """
    known = await operators_of(ports.ledger)
    entry = await agreed(ports.ledger, known, note, change.operation, change.arguments)
    await _make(ports, change, entry, by=_BY_OPERATORS)


async def change_by_coordination(ports: Ports, change: Change, caller: Caller, *, time_zone: tzinfo) -> None:
    """Make a change in the name of an officer of the coordination office.

    Raises `PurposeNotAllowedError` for another client, for the offices that see to the others, for the officer themselves and for
    all staff of an office at once; `UnauthenticatedError` for who is not on the staff there today, `BudgetExceededError` for too
    many in a day, `ConflictError` when the register is not as it was read, `LogUnavailableError`, `GraphUnavailableError`.
    """
    does = "offices, staff and units are changed by two operators, or"
    await check_coordination(ports, caller, operation=change.operation, does=does, time_zone=time_zone)
    if guarded := sorted(change.departments & _GUARDED):
        raise PurposeNotAllowedError(f"offices and staff of `{guarded[0]}` are changed by two operators alone")
    if change.operation is Operation.END_OFFICE and change.officers:
        raise PurposeNotAllowedError("an office is ended with its staff by two operators: end their work there first")
    if caller.subject in change.officers:
        raise PurposeNotAllowedError("nobody says alone where they work themselves: this takes two operators")
    entry = _entry(caller, change, ports.policy.version)
    await _check_day(ports.ledger, entry)
    await _make(ports, change, entry, by=str(caller.office))


async def log_cases(ports: Ports, change: Change, name: str) -> None:
    """Before whoever reads a statement is told which cases are open, that goes on the log: about nobody, by an account's name.

    Raises `LogUnavailableError`.
    """
    if not change.cases:
        return
    said = Entry(
        subject=None,
        client=OPERATOR_CLIENT,
        office=None,
        officer=f"operator:{name}",
        at=now(),
        action="read",
        operation=change.operation.value,
        purpose=None,
        legal_basis=clients()[COORDINATION].legal_basis,
        case=None,
        groups=frozenset({FieldGroup.CASE}),
        extra={"about": "nobody"},
    )
    await ports.ledger.append([said])


def _entry(caller: Caller, change: Change, policy_version: str) -> Entry:
    return Entry(
        subject=None,
        client=caller.client,
        office=caller.office,
        officer=caller.subject,
        at=now(),
        action=OPERATION,
        operation=change.operation.value,
        purpose=None,
        legal_basis=clients()[COORDINATION].legal_basis,
        case=None,
        groups=frozenset(),
        policy_version=policy_version,
        extra={ARGUMENTS: "\n".join(change.arguments)},
    )


async def _check_day(ledger: LedgerPort, entry: Entry) -> None:
    """Whether the office made so few changes in the last day that a stolen sign-in can't turn the city's staff over."""
    since = as_instant_text(entry.at - timedelta(days=1))
    made = [record.entry for record in await ledger.read_operations()]
    if (
        sum(said["client"] == entry.client and said["at"] > since for said in made)
        >= limits.COORDINATION_CHANGES_PER_DAY_MAX
    ):
        raise BudgetExceededError(
            f"the coordination office made {limits.COORDINATION_CHANGES_PER_DAY_MAX} changes within a day: more take two operators"
        )


async def _make(ports: Ports, change: Change, entry: Entry, *, by: str) -> None:
    """Intents, the graph's commit with their id, the outcome. The mark comes last: what did nothing leaves none."""
    write = EntryId(new_private_id())
    intents = await ports.ledger.intend([replace(said, write=write) for said in _entries(entry)])
    given = {"by": by, "at": as_instant_text(entry.at)}
    statements = [(text, {**parameters, **given}) for text, parameters in change.statements]
    rows = await commit(ports, entry, write, [*statements, mark(write, intents, ports.vault.keys_made())], decides=0)
    await ports.ledger.settle(write, "committed" if rows[0] else "rolled_back")
    if not rows[0]:
        raise ConflictError("the register is not as it was read: nothing was changed; run it again")


def _entries(entry: Entry) -> Sequence[Entry]:
    """What everybody reads; where an officer is named, without that, and behind it all of it for nobody."""
    arguments = entry.extra[ARGUMENTS].split("\n")
    said = [line for line in arguments if not line.startswith(f"{OFFICER}=")]
    if said == arguments:
        return [entry]
    shown = {**entry.extra, ARGUMENTS: "\n".join(said)}
    if SIGNED in shown:
        shown[STATEMENT] = text_hash(Note.parse(shown.pop(SIGNED)).text)
    return [replace(entry, extra=shown), replace(entry, action="write")]
