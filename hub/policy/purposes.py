"""The closed lists of clients and purposes, read from the files beside this one. They ship with the code."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from hub.policy.rules import shipped_lists
from model.errors import SetupError
from model.ids import ClientId, PurposeId
from model.states import CaseKind

_KEBAB = StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$", max_length=64)
_Sentence = Annotated[str, StringConstraints(min_length=3, max_length=200)]
_Name = Annotated[str, StringConstraints(min_length=2, max_length=100)]
_DpvTerm = Annotated[str, StringConstraints(pattern=r"^dpv:[A-Z][A-Za-z]+$")]
_TERM = r"A\d+-\d+-[a-z](-[a-z]+)*"
_LegalBasis = Annotated[str, StringConstraints(pattern=rf"^({_TERM}( {_TERM})*|data-subject-right)$")]


class Client(BaseModel):
    """A department or a group of people with a sign-in of its own: the token's `azp`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[ClientId, _KEBAB]
    name: _Sentence
    name_zh: _Name
    legal_basis: _LegalBasis


class Purpose(BaseModel):
    """What a request may be for: the header `Domicile-Purpose`.

    `dpv_term` is of the Data Privacy Vocabulary, `legal_basis` one or more terms of its extension for the GDPR,
    separated by a space. Where `is_case_required`, nothing but places is open without a case. `not_restricted` says why a
    resident can't restrict it (GDPR art. 18); without that they can. Where `may_disclose`, a case may ask a person at
    risk for their protected address.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[PurposeId, _KEBAB]
    description: _Sentence
    description_zh: _Name
    dpv_term: _DpvTerm
    legal_basis: _LegalBasis
    clients: Annotated[frozenset[ClientId], Field(min_length=1)]
    case_kinds: frozenset[CaseKind]
    is_case_required: bool
    may_disclose: bool = False
    not_restricted: _Sentence | None = None
    not_restricted_zh: _Name | None = None

    @property
    def is_restrictable(self) -> bool:
        """Whether a resident can restrict it."""
        return self.not_restricted is None


@cache
def clients() -> Mapping[ClientId, Client]:
    """Every client, by id, in the order of the file. Raises `SetupError` when the file is not valid."""
    return parse_clients(shipped_lists()["clients.toml"])


_NO_OFFICES = frozenset({"resident", "employer-portal", "landlord-portal"})  # clients that are nobody's department


def has_offices(client: ClientId) -> bool | None:
    """Whether a client's callers work at offices of its own; None for one that is not on the list."""
    return client not in _NO_OFFICES if client in clients() else None


@cache
def purposes() -> Mapping[PurposeId, Purpose]:
    """Every purpose, by id, in the order of the file. Raises `SetupError` when the file is not valid."""
    return parse_purposes(shipped_lists()["purposes.toml"], clients())


def parse_clients(text: str) -> Mapping[ClientId, Client]:
    """The clients in the text of a `clients.toml`. Raises `SetupError`."""
    listed = _parsed(text, "client", Client)
    return _by_id("clients.toml", [(item.id, item) for item in listed])


def parse_purposes(text: str, known: Mapping[ClientId, Client]) -> Mapping[PurposeId, Purpose]:
    """The purposes in the text of a `purposes.toml`, for clients that are `known`. Raises `SetupError`."""
    listed = _parsed(text, "purpose", Purpose)
    for item in listed:
        if unknown := sorted(item.clients - known.keys()):
            raise SetupError(f"the purpose `{item.id}` names `{unknown[0]}`, which is no client of clients.toml")
        if item.is_case_required and not item.case_kinds:
            raise SetupError(f"the purpose `{item.id}` needs a case, and fits none: give it `case_kinds`")
        if (item.not_restricted is None) != (item.not_restricted_zh is None):
            raise SetupError(f"the purpose `{item.id}` says in one language why it is not restricted: say it in both")
    return _by_id("purposes.toml", [(item.id, item) for item in listed])


_Model = TypeVar("_Model", bound=BaseModel)
_Id = TypeVar("_Id", bound=str)
_Item = TypeVar("_Item")


def _parsed(text: str, table: str, model: type[_Model]) -> list[_Model]:
    try:
        content: dict[str, Any] = tomllib.loads(text)
        if set(content) != {table}:
            raise SetupError(f"{table}s.toml holds `[[{table}]]` tables and nothing else")
        return [model.model_validate(fields) for fields in content[table]]
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise SetupError(f"{table}s.toml is not valid: {error}") from error


def _by_id(file: str, items: Sequence[tuple[_Id, _Item]]) -> dict[_Id, _Item]:
    listed = dict(items)
    if len(listed) != len(items):
        raise SetupError(f"{file} names the same id twice")
    return listed
