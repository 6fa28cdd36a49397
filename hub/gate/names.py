"""Kinds and purposes on the person's side: a token stands for each in the graph, which says nothing without the keys.

A token is a keyed name of its scope and the value: the person whose it is, or the thing itself, so that nobody reads from equal
tokens that two people have the same. What stands in clear (of places) is its own name.
"""

from collections.abc import Callable, Collection, Mapping

from model.ids import ClientId, PersonId
from model.plan import Naming
from model.states import CaseKind, ComplaintKind, NoticeKind

Token = Callable[[str, str], str]

_KINDS: Mapping[Naming, Collection[str]] = {
    Naming.CASE_KIND: frozenset(CaseKind),
    Naming.NOTICE_KIND: frozenset(NoticeKind),
    Naming.COMPLAINT_KIND: frozenset(ComplaintKind),
}


class Names:
    """Reads tokens. Keeps what it worked out: for one request."""

    def __init__(self, token: Token, purposes: Collection[str]) -> None:
        self._token = token
        self._lists = {**_KINDS, Naming.PURPOSE: purposes}
        self._known: dict[tuple[str, Naming], Mapping[str, str]] = {}

    def name(self, naming: Naming, token: str | None, scope: str) -> str | None:
        """What a token stands for; None for one of another scope, or of a list that has lost it."""
        if token is None or token in self._lists[naming]:
            return token
        known = self._known.get((scope, naming))
        if known is None:
            known = {self._token(scope, value): value for value in self._lists[naming]}
            self._known[scope, naming] = known
        return known.get(token)

    def kind_of_case(self, token: str, person: PersonId | None) -> CaseKind:
        """The kind of a case. Raises `ValueError` for a token that is not this person's."""
        return CaseKind(self.name(Naming.CASE_KIND, token, person or "") or "")

    def purpose(self, token: str | None, person: PersonId | None) -> str | None:
        """A purpose, of a case or of a right of this person's."""
        return self.name(Naming.PURPOSE, token, person or "")


def waiting_scope(client: ClientId, purpose: str | None) -> str:
    """The scope of the kinds of cases that wait at offices of `client`: who may open such cases pages through them by it."""
    return f"waits {client} {purpose}"
