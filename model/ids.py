"""Identifiers: which kind of UUID a thing gets, and the opaque global ids of Relay.

Places and organisations get UUIDv7 (they sort by creation); persons, cases and person-side facts UUIDv4, because a
UUIDv7 tells the time of registration.
"""

import base64
import binascii
import uuid
from typing import NewType

import uuid_utils

from model.errors import ValidationFailedError

PersonId = NewType("PersonId", str)
CaseNumber = NewType("CaseNumber", str)
OfficeCode = NewType("OfficeCode", str)
OfficerSubject = NewType("OfficerSubject", str)
UnitCode = NewType("UnitCode", str)
ClientId = NewType("ClientId", str)
PurposeId = NewType("PurposeId", str)
EntryId = NewType("EntryId", str)

GLOBAL_ID_LENGTH_MAX = 128


def new_public_id() -> str:
    """A UUIDv7 for a place or an organisation (RFC 9562)."""
    return str(uuid_utils.uuid7())


def new_private_id() -> str:
    """A UUIDv4 for a person, a case or a person-side fact (RFC 9562)."""
    return str(uuid.uuid4())


def to_global_id(type_name: str, local_id: str) -> str:
    """The Relay id of `local_id`: URL-safe base64 of `TypeName:uuid`, without padding."""
    return base64.urlsafe_b64encode(f"{type_name}:{local_id}".encode()).rstrip(b"=").decode()


def from_global_id(global_id: str) -> tuple[str, str]:
    """Split a Relay id into (type name, local id).

    Raises `ValidationFailedError` when it is not an id that `to_global_id` could have made.
    """
    problem = ValidationFailedError("this is not an id of this hub: pass an `id` which the API returned, unchanged")
    if len(global_id) > GLOBAL_ID_LENGTH_MAX:
        raise problem
    try:
        padded = global_id + "=" * (-len(global_id) % 4)
        type_name, _, local_id = base64.b64decode(padded, altchars=b"-_", validate=True).decode().partition(":")
        canonical = str(uuid.UUID(local_id))
    except (binascii.Error, ValueError) as error:
        raise problem from error
    if canonical != local_id or to_global_id(type_name, local_id) != global_id:
        raise problem
    return type_name, local_id
