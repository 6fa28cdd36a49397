"""What two operators decide: their statement checked, put on the log for everybody to read, and then carried out."""

from collections.abc import Sequence

from hub import limits
from hub.errors import ConflictError, UnauthenticatedError, ValidationFailedError
from hub.gate.ports import LedgerPort, OperatorsPort
from hub.ledger.notes import ED25519, Note, VerifierKey
from hub.ledger.record import OPERATION
from hub.model.callers import Entry
from hub.model.ids import ClientId
from hub.model.times import now
from hub.operators import Operation, Statement, check_fresh, signed_by

_LEGAL_BASIS = "A6-1-e-official-authority"
_CLIENT = ClientId("operator")


def origin(ledger: LedgerPort) -> str:
    """The log's name on its checkpoints, which a statement is for."""
    return VerifierKey.parse(ledger.key).name


async def carry_out(
    ledger: LedgerPort, operators: OperatorsPort, note: Note, operation: Operation, arguments: Sequence[str]
) -> Statement:
    """Check that two operators signed just this, now and for the first time; on return it is on the log.

    Raises `ValidationFailedError` when it is another statement or an old one, `UnauthenticatedError` when not two operators
    signed, `ConflictError` when it was carried out before, `LogUnavailableError`.
    """
    statement, names = check_signed(operators, note)
    if (statement.origin, statement.operation, statement.arguments) != (origin(ledger), operation, tuple(arguments)):
        raise ValidationFailedError(f"what was signed is not `{operation} {' '.join(arguments)}` of this log")
    if any(record.entry["extra"].get("statement") == statement.digest for record in await ledger.read_operations()):
        raise ConflictError("this statement was carried out already: make a new one")
    await ledger.append([_entry(operation, arguments, names, statement.digest)])
    return statement


def check_signed(operators: OperatorsPort, note: Note) -> tuple[Statement, Sequence[str]]:
    """The statement of a note that two operators signed within the hour, and their names. Raises as `carry_out` does."""
    statement = Statement.parse(note.text)
    check_fresh(statement, now())
    return statement, signed_by(note, keys(operators))


async def add_operator(ledger: LedgerPort, operators: OperatorsPort, key: str, note: Note | None) -> None:
    """Register an operator. The first two need nobody's word: until then there is none to give it.

    Raises what `carry_out` does; `UnauthenticatedError` without a note when there are two.
    """
    known = keys(operators)
    new = VerifierKey.parse(key)
    if new.kind != ED25519:
        raise ValidationFailedError("that is a witness's key: an operator makes one by `domicile operator key`")
    if any(new.public == item.public or new.name == item.name for item in known):
        raise ConflictError(f"an operator `{new.name}`, or one with this key, is registered already")
    if len(known) < limits.OPERATORS_MIN:
        await ledger.append([_entry(Operation.ADD_OPERATOR, [key], [], "")])
    elif note is None:
        raise UnauthenticatedError("there are operators: two of them sign that another one is added")
    else:
        await carry_out(ledger, operators, note, Operation.ADD_OPERATOR, [key])
    operators.add_operator(key)


async def end_operator(ledger: LedgerPort, operators: OperatorsPort, key: str, note: Note) -> None:
    """End an operator: two stay at least. Raises what `carry_out` does, `ConflictError`."""
    known = operators.operators()
    if key not in known:
        raise ConflictError("no operator has this key now: `domicile operator list` prints them")
    if len(known) <= limits.OPERATORS_MIN:
        raise ConflictError("there have to be two operators: add another one first")
    await carry_out(ledger, operators, note, Operation.END_OPERATOR, [key])
    operators.end_operator(key)


def keys(operators: OperatorsPort) -> list[VerifierKey]:
    """Those of today's operators."""
    return [VerifierKey.parse(key) for key in operators.operators()]


def _entry(operation: Operation, arguments: Sequence[str], names: Sequence[str], digest: str) -> Entry:
    """About nobody, for everybody to read. Set-up has no names and no statement."""
    said = {"arguments": "\n".join(arguments), "operators": ", ".join(names), "statement": digest}
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
