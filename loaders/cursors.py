"""Cursors: sealed, and bound to their connection and its arguments, so that none can be read, made up or moved.

A cursor is the URL-safe base64 of the order values of its row, as JSON and sealed. Who may open it the gate says by the
`Seal` that it brings along, so nothing here knows a key.
"""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from model.errors import ValidationFailedError

_LENGTH_MAX = 600  # characters; the longest order value is well below
_PAGING = frozenset({"first", "last", "after", "before"})


class Seal(Protocol):
    """Seals order values for one caller's client. `bound` are the bytes with which alone a value opens."""

    def seal(self, bound: bytes, payload: bytes) -> bytes: ...
    def open(self, bound: bytes, sealed: bytes) -> bytes | None: ...


def binding(coordinate: str, arguments: Mapping[str, Any]) -> str:
    """What a cursor is valid for: the connection and its arguments, without those that only say which page."""
    return json.dumps([coordinate, unpaged(arguments)], sort_keys=True, default=str, ensure_ascii=False)


def unpaged(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """`arguments` without those that only say which page."""
    return {name: value for name, value in arguments.items() if name not in _PAGING}


def encode(seal: Seal, bound: str, order: Sequence[Any]) -> str:
    """The cursor of a row with the order values `order`."""
    payload = json.dumps(order, separators=(",", ":"), ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(seal.seal(bound.encode(), payload)).decode()


def decode(seal: Seal, bound: str, cursor: str) -> list[Any]:
    """The order values in `cursor`. Raises `ValidationFailedError` when it isn't one of this very connection."""
    problem = ValidationFailedError(
        "this cursor is not of this connection: use one from a page with the same arguments"
    )
    if len(cursor) > _LENGTH_MAX:
        raise problem
    try:
        sealed = base64.b64decode(cursor, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise problem from error
    payload = seal.open(bound.encode(), sealed)
    if payload is None:
        raise problem
    order: list[Any] = json.loads(payload)
    return order
