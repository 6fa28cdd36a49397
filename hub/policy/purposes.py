"""The closed lists of clients and purposes, read from the files beside this one. They ship with the code."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from hub.model.ids import ClientId, PurposeId
from hub.model.states import CaseKind

_FOLDER = Path(__file__).parent


class Client(BaseModel):
    """A department or a group of people with a sign-in of its own: the token's `azp`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: ClientId
    name: str
    legal_basis: str


class Purpose(BaseModel):
    """What a request may be for: the header `Domicile-Purpose`. `dpv_term` is of the Data Privacy Vocabulary."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: PurposeId
    description: str
    dpv_term: str
    legal_basis: str
    clients: frozenset[ClientId]
    case_kinds: frozenset[CaseKind]


@cache
def clients() -> dict[ClientId, Client]:
    """Every client, by id."""
    listed = tomllib.loads((_FOLDER / "clients.toml").read_text(encoding="utf-8"))["client"]
    return {item.id: item for item in (Client(**fields) for fields in listed)}


@cache
def purposes() -> dict[PurposeId, Purpose]:
    """Every purpose, by id, in the order of the file."""
    listed = tomllib.loads((_FOLDER / "purposes.toml").read_text(encoding="utf-8"))["purpose"]
    return {item.id: item for item in (Purpose(**fields) for fields in listed)}
