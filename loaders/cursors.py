"""Cursors: authenticated, and bound to their connection and its arguments, so that none can be made up or moved.

A cursor is URL-safe base64 of a tag and the order values of its row as JSON. The tag is a keyed function which the gate
brings along, so nothing here knows a key.
"""

import base64
import binascii
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hub.errors import ValidationFailedError

Tag = Callable[[bytes], bytes]

_TAG_BYTES = 16
_LENGTH_MAX = 600  # characters; the longest order value is well below
_PAGING = frozenset({"first", "last", "after", "before"})


def binding(coordinate: str, arguments: Mapping[str, Any]) -> str:
    """What a cursor is valid for: the connection and its arguments, without those that only say which page."""
    return json.dumps([coordinate, unpaged(arguments)], sort_keys=True, default=str, ensure_ascii=False)


def unpaged(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """`arguments` without those that only say which page."""
    return {name: value for name, value in arguments.items() if name not in _PAGING}


def encode(tag: Tag, bound: str, order: Sequence[Any]) -> str:
    """The cursor of a row with the order values `order`."""
    payload = json.dumps(order, separators=(",", ":"), ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(tag(bound.encode() + b"\0" + payload)[:_TAG_BYTES] + payload).decode()


def decode(tag: Tag, bound: str, cursor: str) -> list[Any]:
    """The order values in `cursor`. Raises `ValidationFailedError` when it isn't one of this very connection."""
    problem = ValidationFailedError(
        "this cursor is not of this connection: use one from a page with the same arguments"
    )
    if len(cursor) > _LENGTH_MAX:
        raise problem
    try:
        raw = base64.b64decode(cursor, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise problem from error
    payload = raw[_TAG_BYTES:]
    if not hmac.compare_digest(tag(bound.encode() + b"\0" + payload)[:_TAG_BYTES], raw[:_TAG_BYTES]):
        raise problem
    order: list[Any] = json.loads(payload)
    return order
