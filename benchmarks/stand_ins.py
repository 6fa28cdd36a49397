"""Stand-ins for parts of the hub, so that what a part costs is the difference."""

from collections.abc import Iterable, Mapping, Sequence

import orjson

from hub.audit_log import Receipt, Record
from model.budgets import Charge
from model.callers import Entry
from model.standing import Standing


class NoLedger:
    """Takes entries and keeps none; `operations` are what two operators decided before."""

    is_available = True

    def __init__(self, operations: Sequence[Record] = ()) -> None:
        self._operations = operations

    async def append(self, entries: Sequence[Entry], charges: Sequence[Charge] = ()) -> list[Receipt]:
        del entries, charges
        return []

    intend = append

    async def read_operations(self) -> Sequence[Record]:
        return self._operations

    async def settle(self, write: str, outcome: str) -> None:
        del write, outcome

    def open_intents(self) -> Sequence[str]:
        return []

    def left_intents(self) -> Sequence[str]:
        return []


class NoVault:
    """Seals nothing, and makes texts of about the length that the vault's have."""

    def new_keys(self, persons: Iterable[str]) -> None:
        list(persons)

    def keys_made(self) -> int:
        return 0

    def destroyed(self, persons: Iterable[str]) -> frozenset[str]:
        del persons
        return frozenset()

    def seal(self, _person: str, _group: str, values: Mapping[str, str]) -> bytes:
        return orjson.dumps(dict(values))

    def standing(self, _person: str) -> Standing:
        return Standing()

    def keep(self, standings: Mapping[str, Standing]) -> None:
        del standings

    def protected(self, persons: Iterable[str]) -> frozenset[str]:
        del persons
        return frozenset()

    def token(self, scope: str, value: str) -> str:
        return f"{scope}{value}".replace("-", "")[:32]

    def document_hash(self, kind: str, number: str) -> str:
        return f"{kind}{number}".ljust(64, "0")

    def sign_in_hash(self, issuer: str, subject: str) -> str:
        return f"{issuer}{subject}".ljust(64, "0")
