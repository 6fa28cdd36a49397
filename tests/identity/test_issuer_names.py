"""What an issuer was called before: worked out from what operators said of it, the latest word first."""

from types import SimpleNamespace
from typing import Any

import pytest

from hub.gate.issuers import former_names, names_of
from hub.jobs.issuer_moves import check_move
from hub.operators import Operation
from model.errors import ConflictError, ValidationFailedError


def _said(*moves: str) -> list[Any]:
    """Records of the log: `A>B` is that the issuer at B is the one that was at A."""
    intake = {"operation": Operation.OPEN_INTAKE, "extra": {}}
    entries = [
        {"operation": Operation.MOVE_SIGN_INS, "extra": {"arguments": move.replace(">", "\n")}} for move in moves
    ]
    return [SimpleNamespace(entry=entry) for entry in (intake, *entries)]


@pytest.mark.parametrize(
    ("moves", "issuer", "names"),
    [
        ([], "B", ["B"]),
        (["A>B"], "B", ["B", "A"]),
        (["A>B"], "A", ["A"]),
        (["A>B", "B>C"], "C", ["C", "B", "A"]),
        (["A>B", "B>A"], "A", ["A", "B"]),  # back again
        (["X>B", "A>B"], "B", ["B", "A"]),  # a slip, mended
        (["A>X", "A>B"], "X", ["X"]),  # one address is one issuer's
        (["A>X", "A>B"], "B", ["B", "A"]),
    ],
)
def test_an_issuer_has_the_names_that_were_said_last(moves: list[str], issuer: str, names: list[str]) -> None:
    assert names_of(former_names(_said(*moves)), issuer) == names


def test_two_issuers_of_one_hub_are_not_made_one() -> None:
    check_move("https://a.example", "https://b.example", issuers={"https://b.example"})
    with pytest.raises(ConflictError, match="is an issuer of this hub still"):
        check_move("https://a.example", "https://b.example", issuers={"https://a.example", "https://b.example"})
    with pytest.raises(ValidationFailedError, match="is no issuer of this hub"):
        check_move("https://a.example", "https://b.example", issuers={"https://a.example"})
