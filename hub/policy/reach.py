"""Everything that can be asked: each question which the closed lists let through. Some seven hundred, so all can be."""

from collections.abc import Iterator
from itertools import product

from hub.policy.purposes import Purpose, clients, purposes
from model.callers import Question
from model.states import CaseProof

_BOOLEANS = (False, True)


def reachable() -> Iterator[Question]:
    """Every question on the lists, in their order: clients without a purpose first, then purpose after purpose."""
    for client in clients():
        yield from (Question(client=client, purpose=None, is_own_record=own) for own in _BOOLEANS)
    for purpose in purposes().values():
        yield from _for(purpose)


def _for(purpose: Purpose) -> Iterator[Question]:
    for client, own in product(sorted(purpose.clients), _BOOLEANS):
        yield Question(client=client, purpose=purpose.id, is_own_record=own)
        kinds = sorted(purpose.case_kinds)
        for kind, proof, history, contacts in product(kinds, CaseProof, _BOOLEANS, _BOOLEANS):
            yield Question(
                client=client,
                purpose=purpose.id,
                case_kind=kind,
                proof=proof,
                is_own_record=own,
                has_case=True,
                has_history_permission=history,
                has_contacts_permission=contacts,
            )
