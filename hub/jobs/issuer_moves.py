"""An issuer of residents' sign-ins has moved: two operators say which address is which one's, and so what was linked stays linked.

What follows from it is `hub.gate.issuers`'.
"""

from collections.abc import Collection

from hub.gate.ports import LedgerPort
from hub.jobs.operations import carry_out, operators_of
from hub.operators import Operation
from model.errors import ConflictError, ValidationFailedError
from tlog.notes import Note


async def move_sign_ins(ledger: LedgerPort, note: Note, before: str, address: str, *, issuers: Collection[str]) -> None:
    """Say that the issuer at `address` is the one that was at `before`. Raises what `carry_out` does.

    Also `ValidationFailedError` where no token of `address` is taken, of `issuers`, or the two are one; and
    `ConflictError` where one of `before` is still.
    """
    check_move(before, address, issuers=issuers)
    await carry_out(ledger, await operators_of(ledger), note, Operation.MOVE_SIGN_INS, [before, address])


def check_move(before: str, address: str, *, issuers: Collection[str]) -> None:
    """Whether it may be said. Raises as `move_sign_ins` does."""
    if address not in issuers:
        raise ValidationFailedError(f"`{address}` is no issuer of this hub: set it first, by DOMICILE_ISSUER")
    if before == address:
        raise ValidationFailedError("the former address is another one than the present")
    if before in issuers:
        raise ConflictError(f"`{before}` is an issuer of this hub still: its people would be taken for the other's")
