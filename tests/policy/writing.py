"""Policy sets for tests: the shipped one with changes, and sets whose files were not checked."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from unittest.mock import patch

from hub.gate.policies import PolicyInForce
from hub.policy import Policy, clients
from hub.policy.rules import CONSTITUTION, EVERYONE, shipped_rules, shipped_schema
from model.callers import Entry
from model.ids import ClientId
from tests.support.hub import Hub

EVERYTHING = "permit (principal, action, resource);"


def changed(changes: Mapping[str, str]) -> Policy:
    """The shipped set with other texts for some of its files."""
    return Policy({**shipped_rules(), **changes}, shipped_schema())


def departments() -> dict[str, str]:
    """The shipped departments' files."""
    return {name: text for name, text in shipped_rules().items() if name not in {CONSTITUTION, EVERYONE}}


def put_in_force(hub: Hub, department: str, text: str) -> None:
    """The shipped set with another text for a department's file, in a hub of the test's own."""
    entry = Entry(
        subject=None, client=ClientId("coordination"), office=None, officer="-", at=datetime.now(UTC), action="policy",
        operation="policy load", purpose=None, legal_basis="A6-1-e-public-interest", case=None, groups=frozenset(),
    )  # fmt: skip
    assert isinstance(hub.ports.policies, PolicyInForce)
    hub.run(hub.ports.policies.load({**departments(), department: text}, entry))


def permissive() -> dict[str, str]:
    """Every department's file, each permitting its department everything."""
    return {
        str(client): f'@id("{client}.all") permit (principal == Client::"{client}", action, resource);'
        for client in clients()
    }


def unchecked(changes: Mapping[str, str]) -> Policy:
    """As `changed`, for files that no check has seen: as if that check had a hole."""
    with without_the_file_check():
        return changed(changes)


@contextmanager
def without_the_file_check() -> Iterator[None]:
    """Files are taken as they are."""
    with patch("hub.policy.decide.check_rules"):
        yield


def articles() -> dict[str, str]:
    """Each article of the constitution, by its name."""
    paragraphs = [item for item in shipped_rules()["constitution"].split("\n\n") if "@id(" in item]
    return {re.findall(r'@id\("(.+?)"\)', item)[0]: item for item in paragraphs}


def constitution_without(name: str) -> str:
    """The constitution without one of its articles."""
    return shipped_rules()["constitution"].replace(articles()[name], "")
