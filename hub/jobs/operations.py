"""What two operators decide: their statement checked, put on the log for everybody to read, and then carried out.

Who is an operator stands on the log, in the same entries; beside the keys lies a copy, for a log that is lost.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from hub.audit_log.record import OPERATION
from hub.gate.ports import LedgerPort, OperatorsPort
from hub.operators import Operation, Statement, check_fresh, signed_by
from model import limits
from model.callers import Entry
from model.errors import ConflictError, SetupError, UnauthenticatedError, ValidationFailedError
from model.ids import ClientId
from model.times import as_instant_text, now
from tlog.notes import ED25519, Note, VerifierKey

_LEGAL_BASIS = "A6-1-e-official-authority"
_CLIENT = ClientId("operator")
REGISTERED = "registered"  # in `extra` of an accepted loss: the vkeys of the operators whose entries may be lost
ARGUMENTS, SIGNED = "arguments", "signed"  # in `extra`: a line each, and the whole note with its signatures
STATEMENT = "statement"  # in `extra`, where the note is for nobody to read: SHA-256 of its text, hexadecimal


def origin(ledger: LedgerPort) -> str:
    """The log's name on its checkpoints, which a statement is for."""
    return VerifierKey.parse(ledger.key).name


async def operators_of(ledger: LedgerPort) -> list[str]:
    """The vkeys of today's operators, as the log has it. Raises `SetupError`."""
    found: dict[str, None] = {}
    records = await ledger.read_operations()
    if records and records[0].subject_sequence != 1:  # else whoever was registered first would count no more
        raise SetupError("the log has more operations than are read at once: who is an operator can't be told")
    for record in records:
        extra = record.entry["extra"]
        match record.entry["operation"]:
            case Operation.ADD_OPERATOR:
                found[extra[ARGUMENTS]] = None
            case Operation.END_OPERATOR:
                found.pop(extra[ARGUMENTS], None)
            case Operation.ACCEPT_LOSS:
                found = dict.fromkeys(filter(None, extra.get(REGISTERED, "").split("\n")))
    return sorted(found)


async def remember_operators(ledger: LedgerPort, operators: OperatorsPort) -> None:
    """Beside the keys, too: a log that is lost is gone on without only by these."""
    if operators.operators() != (standing := await operators_of(ledger)):
        operators.keep_operators(standing)


async def carry_out(
    ledger: LedgerPort,
    known: Collection[str],
    note: Note,
    operation: Operation,
    arguments: Sequence[str],
    more: Mapping[str, str] | None = None,
) -> None:
    """Check that two operators signed just this, now and for the first time; on return it is on the log.

    `more` is said beside it. Raises what `agreed` does, `LogUnavailableError`.
    """
    entry = await agreed(ledger, known, note, operation, arguments)
    await ledger.append([replace(entry, extra={**entry.extra, **(more or {})})])


async def agreed(
    ledger: LedgerPort, known: Collection[str], note: Note, operation: Operation, arguments: Sequence[str]
) -> Entry:
    """The entry of what two operators signed, which is not on the log yet.

    `known` are the vkeys of the operators. Raises `ValidationFailedError` when it is another statement or an old one,
    `UnauthenticatedError` when not two operators signed, `ConflictError` when it was carried out before.
    """
    statement, names = check_signed(known, note)
    check_says(statement, origin(ledger), operation, arguments)
    done = [record.entry for record in await ledger.read_operations()]
    if any(
        entry["operation"] == Operation.ACCEPT_LOSS and entry["at"] >= as_instant_text(statement.at) for entry in done
    ):  # what was carried out by it may stand in what is lost
        raise ValidationFailedError("the statement is from before a loss of the log was accepted: make a new one")
    if text_hash(note.text) in [_text_hash(entry.get("extra", {})) for entry in done]:
        raise ConflictError("this statement was carried out already: make a new one")
    return _entry(operation, arguments, names, {SIGNED: str(note)})


def text_hash(text: str) -> str:
    """What stands for a statement that nobody is shown. Its number used once keeps it from being guessed."""
    return hashlib.sha256(text.encode()).hexdigest()


def _text_hash(extra: Mapping[str, str]) -> str:
    signed = extra.get(SIGNED)
    return extra.get(STATEMENT, "") if signed is None else text_hash(Note.parse(signed).text)


def check_says(statement: Statement, log: str, operation: Operation, arguments: Sequence[str]) -> None:
    """Whether it says just this, for the log of this name. Raises `ValidationFailedError`."""
    if (statement.origin, statement.operation, statement.arguments) != (log, operation, tuple(arguments)):
        raise ValidationFailedError(f"what was signed is not `{operation} {' '.join(arguments)}` of this log")


def check_signed(known: Collection[str], note: Note) -> tuple[Statement, Sequence[str]]:
    """The statement of a note that two operators signed within the hour, and their names. Raises as `carry_out` does."""
    statement = Statement.parse(note.text)
    check_fresh(statement, now())
    return statement, signed_by(note, [VerifierKey.parse(key) for key in known])


async def add_operator(ledger: LedgerPort, operators: OperatorsPort, key: str, note: Note | None) -> None:
    """Register an operator. The first two need nobody's word: until then there is none to give it.

    Raises what `carry_out` does; `UnauthenticatedError` without a note when there are two.
    """
    known = await operators_of(ledger)
    _check_new(key, known)
    if len(known) < limits.OPERATORS_MIN:
        await ledger.append([_entry(Operation.ADD_OPERATOR, [key], [], {})])
    elif note is None:
        raise UnauthenticatedError("there are operators: two of them sign that another one is added")
    else:
        await carry_out(ledger, known, note, Operation.ADD_OPERATOR, [key])
    await remember_operators(ledger, operators)


def add_operator_beside(operators: OperatorsPort, key: str) -> None:
    """Register one of the first two though the log is lost: who accepts that signs, and the acceptance names them.

    Raises `ConflictError` when there are two.
    """
    known = operators.operators()
    if len(known) >= limits.OPERATORS_MIN:
        raise ConflictError("the access log is lost: its operators accept that first, by `domicile log accept-loss`")
    _check_new(key, known)
    operators.keep_operators(sorted([*known, key]))


def _check_new(key: str, known: Collection[str]) -> None:
    new = VerifierKey.parse(key)
    if new.kind != ED25519:
        raise ValidationFailedError("that is a witness's key: an operator makes one by `domicile operator key`")
    if any(new.public == item.public or new.name == item.name for item in map(VerifierKey.parse, known)):
        raise ConflictError(f"an operator `{new.name}`, or one with this key, is registered already")


async def end_operator(ledger: LedgerPort, operators: OperatorsPort, key: str, note: Note) -> None:
    """End an operator: two stay at least. Raises what `carry_out` does, `ConflictError`."""
    known = await operators_of(ledger)
    if key not in known:
        raise ConflictError("no operator has this key now: `domicile operator list` prints them")
    if len(known) <= limits.OPERATORS_MIN:
        raise ConflictError("there have to be two operators: add another one first")
    await carry_out(ledger, known, note, Operation.END_OPERATOR, [key])
    await remember_operators(ledger, operators)


def _entry(operation: Operation, arguments: Sequence[str], names: Sequence[str], more: Mapping[str, str]) -> Entry:
    """About nobody, for everybody to read. Set-up has no names and no signatures."""
    said = {ARGUMENTS: "\n".join(arguments), "operators": ", ".join(names), **more}
    return Entry(
        subject=None,
        client=_CLIENT,
        office=None,
        officer=f"operators:{','.join(names)}",
        at=now(),
        action=OPERATION,
        operation=operation.value,
        purpose=None,
        legal_basis=_LEGAL_BASIS,
        case=None,
        groups=frozenset(),
        extra={name: value for name, value in said.items() if value},
    )
