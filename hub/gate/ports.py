"""What the gate reaches outside through: the graph, the log, the keys, the policy. The only place that holds all four.

They are protocols, so that a benchmark can measure without one of them; the hub itself is given the real ones.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from hub.errors import SetupError
from hub.gate.issuers import IssuerNames
from hub.gate.policies import PolicyInForce, PolicyLog
from hub.gate.settling import Unsettled
from hub.graph import Graph, connection
from hub.graph.migrations import migrate
from hub.ledger import Ledger, Placed, Record
from hub.ledger.exports import Vouched
from hub.ledger.tiles import Tile
from hub.model.budgets import Charge
from hub.model.callers import Decision, Entry, Question
from hub.model.groups import FieldGroup
from hub.model.ids import ClientId, EntryId, PersonId
from hub.settings import Settings
from hub.vault import Vault

Statement = tuple[str, Mapping[str, Any]]


class Rows(Protocol):
    """What one statement returned: each row's values, in the order of its columns."""

    @property
    def values(self) -> Sequence[Sequence[Any]]: ...


class GraphPort(Protocol):
    """The graph: `hub.graph.driver.Graph`."""

    async def read(
        self, text: str, parameters: Mapping[str, Any], *, timeout_seconds: float, metadata: Mapping[str, Any]
    ) -> Rows: ...

    async def write(
        self,
        statements: Sequence[Statement],
        *,
        timeout_seconds: float,
        metadata: Mapping[str, Any],
        decides: int | None = None,
    ) -> Sequence[Rows]: ...

    async def is_ready(self) -> bool: ...


class LedgerPort(Protocol):
    """The access log: `hub.ledger.Ledger`. What returns is durable."""

    @property
    def is_available(self) -> bool: ...

    async def append(self, entries: Sequence[Entry], charges: Sequence[Charge] = ()) -> Any: ...
    async def intend(self, entries: Sequence[Entry], charges: Sequence[Charge] = ()) -> Any: ...
    async def settle(self, write: EntryId, outcome: Literal["committed", "rolled_back"]) -> Any: ...
    def open_intents(self) -> Sequence[EntryId]: ...
    def left_intents(self) -> Sequence[EntryId]: ...
    async def read_subject(self, person: PersonId) -> Sequence[Record]: ...
    async def read_policy_changes(self) -> Sequence[Record]: ...
    async def read_erasures(self) -> Sequence[Record]: ...
    async def past_term(self, before: datetime, limit: int) -> Mapping[str, int]: ...
    async def erase_chains(self, entry: Entry, chains: Collection[str], *, before: datetime) -> Any: ...
    async def subjects_named(self, client: str, office: str | None, *, since: str, until: str) -> set[str]: ...
    async def read_draws(self) -> Sequence[Record]: ...
    async def read_operations(self) -> Sequence[Record]: ...
    async def read_at(self, sequences: Iterable[int]) -> Sequence[Placed]: ...
    async def checkpoint(self) -> str | None: ...
    async def public_checkpoint(self) -> str | None: ...
    async def proofs(self, sequences: Sequence[int]) -> Sequence[str | None]: ...
    async def consistency(self, old: int, new: int) -> Sequence[bytes]: ...
    async def tile(self, tile: Tile, size: int) -> bytes | None: ...
    @property
    def key(self) -> str: ...
    def vouch(self, said: Vouched) -> str: ...


class OperatorsPort(Protocol):
    """The copy of who is an operator that lies beside the keys: `hub.vault.Vault`."""

    def operators(self) -> Sequence[str]: ...
    def keep_operators(self, keys: Collection[str]) -> None: ...


class VaultPort(Protocol):
    """The keys: `hub.vault.Vault`."""

    def new_keys(self, persons: Iterable[PersonId]) -> Any: ...
    def destroy(self, *persons: PersonId) -> Any: ...
    def destroy_again(self, pseudonyms: Collection[str]) -> bool: ...
    def destroyed(self, persons: Collection[PersonId]) -> Collection[PersonId]: ...
    def rewrite(self) -> Any: ...
    def subject_pseudonym(self, person: PersonId) -> str: ...
    def seal(self, person: PersonId, group: FieldGroup, values: Mapping[str, str]) -> bytes: ...
    def unseal(self, person: PersonId, group: FieldGroup, sealed: bytes) -> dict[str, str] | None: ...
    def document_hash(self, kind: str, number: str) -> str: ...
    def sign_in_hash(self, issuer: str, subject: str) -> str: ...
    def code_hash(self, code: str) -> str: ...
    def card_hash(self, code: str) -> str: ...
    def linking_half(self, first: str) -> str: ...
    def linking_hash(self, half: str, second: str) -> str: ...
    def credential_hash(self, credential: bytes) -> str: ...
    def challenge_hash(self, challenge: bytes) -> str: ...
    def user_handle(self, person: PersonId) -> bytes: ...
    def pairwise_id(self, person: PersonId, client: ClientId) -> str: ...
    def officer_pseudonym(self, officer: str, person: PersonId | None) -> str: ...
    def persons_behind(self, pseudonyms: Collection[str]) -> Mapping[str, PersonId]: ...
    def meter(self, kind: str, *names: str) -> str: ...
    def seal_cursor(self, client: ClientId, bound: bytes, payload: bytes) -> bytes: ...
    def open_cursor(self, client: ClientId, bound: bytes, sealed: bytes) -> bytes | None: ...
    def session_name(self, secret: bytes) -> str: ...
    def signed_in_mark(self, issuer: str, client: str, subject: str) -> str: ...
    def seal_session(self, secret: bytes, payload: bytes) -> bytes: ...
    def open_session(self, secret: bytes, sealed: bytes) -> bytes | None: ...
    def seal_browser_state(self, payload: bytes) -> bytes: ...
    def open_browser_state(self, sealed: bytes) -> bytes | None: ...


@dataclass(frozen=True)
class CursorSeal:
    """Seals and opens the cursors of one client."""

    vault: VaultPort
    client: ClientId

    def seal(self, bound: bytes, payload: bytes) -> bytes:
        """`payload` for this client, to be opened with the same `bound` only."""
        return self.vault.seal_cursor(self.client, bound, payload)

    def open(self, bound: bytes, sealed: bytes) -> bytes | None:
        """What was sealed; None when it was not this client's, or not bound so."""
        return self.vault.open_cursor(self.client, bound, sealed)


class PolicyPort(Protocol):
    """The policy: `hub.policy.Policy`."""

    version: str

    def decide(self, question: Question, groups: frozenset[FieldGroup]) -> Decision: ...
    def may_open_case(self, question: Question) -> bool: ...
    def explain_opening(self, question: Question) -> Any: ...
    def explain_export(self, question: Question) -> Any: ...
    def client(self, client: str, /) -> Any: ...
    def purpose(self, purpose: str, /) -> Any: ...
    def purposes_of(self, client: ClientId, /) -> Sequence[Any]: ...


class PolicySource(Protocol):
    """Which policy is in force: `hub.gate.policies.PolicyInForce`."""

    @property
    def current(self) -> PolicyPort: ...

    @property
    def has_stopped(self) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Ports:
    """The four, together."""

    graph: GraphPort
    ledger: LedgerPort
    vault: VaultPort
    policies: PolicySource
    budget_factor: int = 1  # how many times `hub.limits` a budget is
    supervisory_authority: Mapping[str, str] | None = None  # `name` and `url`, if the operator named one
    unsettled: Unsettled = field(default_factory=Unsettled)  # writes after which the graph did not answer
    issuers: IssuerNames = field(default_factory=IssuerNames)  # what each was called before

    @property
    def policy(self) -> PolicyPort:
        """The policy that holds now; ask once for each request, for it may be another one a moment later."""
        return self.policies.current

    async def is_ready(self) -> bool:
        """Whether a request could be answered now: the graph answers, the log takes entries, the policy is watched."""
        return self.ledger.is_available and not self.policies.has_stopped and await self.graph.is_ready()


PolicyOpening = Callable[[Settings, PolicyLog], Awaitable[PolicyInForce]]


@asynccontextmanager
async def open_ports(settings: Settings, open_policies: PolicyOpening = PolicyInForce.open) -> AsyncIterator[Ports]:
    """The real ones: the running graph, brought to this version's schema, and the home's log, keys and policy.

    What the stores say of each other has to agree. What the log knows to be erased, and a graph or a key store from a backup brought back, is erased once more before
    anything is asked. Raises `SetupError` with one clear line when one of them is missing or not the right one.
    """
    from hub.gate.marks import check_log
    from hub.gate.operations import remember_operators
    from hub.gate.restoring import erase_again

    found = connection(settings)
    if found is None:
        raise SetupError("no graph is running: `domicile graph start`, or set NEO4J_URI")
    vault = Vault.open(settings)
    try:
        ledger = Ledger.open(settings, vault)
        try:
            async with Graph(found) as graph:
                await migrate(graph)
                await check_log(graph, ledger)  # before what the log says of the policy is believed
                policies = await open_policies(settings, ledger)
                async with policies.watching():
                    ports = Ports(
                        graph=graph,
                        ledger=ledger,
                        vault=vault,
                        policies=policies,
                        budget_factor=settings.budget_factor,
                        supervisory_authority=settings.supervisory_authority,
                    )
                    await remember_operators(ledger, vault)
                    await ports.issuers.look(ledger)
                    await erase_again(ports)
                    yield ports
        finally:
            ledger.close()
    finally:
        vault.close()
