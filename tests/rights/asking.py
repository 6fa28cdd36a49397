"""Exercising rights, for tests: what residents, clerks and offices do, one small function each."""

from typing import Any

from tests.case.counter import Resident, make_code
from tests.case.proofs import accept, only, open_online
from tests.support.hub import Answer, Hub, Who

REASON = "我不同意。I do not agree."
_OPEN = "mutation Open($input: OpenCaseInput!) { openCase(input: $input) { case { number } } }"
_LOOK = """
query Look($number: String!) { case(number: $number) { number subject { id name { full } residences { role } } } }
"""


def rights_case(hub: Hub, clerk: Who, resident: Resident) -> str:
    """The number of a case in which the resident, who stands there, exercises their rights."""
    shown = resident.shows("DATA_RIGHTS", code=make_code(hub, resident))
    number: str = only(hub.ask(clerk, _OPEN, {"input": shown}))["case"]["number"]
    return number


def service_case(hub: Hub, resident: Resident, officer: Who, kind: str) -> str:
    """The number of a case which the resident opened online, and the officer holds."""
    number: str = only(open_online(hub, resident, officer, kind=kind))["number"]
    only(accept(hub, officer, number))
    return number


def look(hub: Hub, officer: Who, number: str) -> Answer:
    """What the officer sees of the person of a case."""
    return hub.ask(officer, _LOOK, {"number": number})


def change(hub: Hub, who: Who, name: str, answer: str = "id at", **given: Any) -> Answer:
    """A mutation with an `input`."""
    kind = f"{name[0].upper()}{name[1:]}Input"
    document = f"mutation Change($input: {kind}!) {{ {name}(input: $input) {{ {answer} }} }}"
    return hub.ask(who, document, {"input": given})


def change_by_id(hub: Hub, who: Who, name: str, identifier: str) -> Answer:
    """A mutation with an `id`."""
    return hub.ask(who, f"mutation Change($id: ID!) {{ {name}(id: $id) {{ id at }} }}", {"id": identifier})


def at_counter(hub: Hub, clerk: Who, name: str, **given: Any) -> Answer:
    """The counter's form of a mutation. Its input is named after the type that both directions may share."""
    kind = "BlockTransferAtCounterInput" if name == "unblockTransferAtCounter" else f"{name[0].upper()}{name[1:]}Input"
    document = f"mutation Change($input: {kind}!) {{ {name}(input: $input) {{ number at }} }}"
    return hub.ask(clerk, document, {"input": given})


def me(hub: Hub, resident: Resident, selection: str) -> Any:
    """What the resident reads of their own."""
    return only(hub.ask(resident.who, f"query Own {{ me {{ {selection} }} }}"))


def kinds_of_notices(hub: Hub, resident: Resident) -> list[str]:
    """What the resident was told, the newest first."""
    nodes = me(hub, resident, "notices(first: 100) { nodes { kind } }")["notices"]["nodes"]
    return [node["kind"] for node in nodes]
