"""Generated documents get the same answer from the hub as from the slow, obvious reference executor.

`data` is compared exactly, error codes as a set; a cursor is compared by following it.
"""

import random
import re
import sys
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.planner.askers import Asking, case_officers, inspectors, residents
from tests.planner.documents import Made, documents
from tests.reference.executor import Reference
from tests.support.hub import Hub, Who

Strategy = st.SearchStrategy[Asking]
_CURSOR = re.compile(r"^(c[0-9]+|-) \[")
_HOW = settings(deadline=None, database=None, print_blob=True, suppress_health_check=list(HealthCheck))
_EXAMPLES, _LONG_EXAMPLES = 7, 14
_RUNS = 8  # of the long test: hypothesis varies what it made before, so many short runs see more than a long one


@pytest.fixture(scope="module")
def strategies(reference: Reference, today: str) -> Mapping[str, Strategy]:
    return {
        "inspectors": inspectors(reference.city, today),
        "residents": residents(reference.city),
        "case officers": case_officers(reference.city, today),
    }


GROUPS = ("inspectors", "residents", "case officers")


@pytest.mark.parametrize("group", GROUPS)
def test_a_generated_document_is_answered_as_the_reference_answers_it(
    hub: Hub, reference: Reference, strategies: Mapping[str, Strategy], today: str, group: str
) -> None:
    _compare(hub, reference, strategies[group], today, seed=1, examples=_EXAMPLES)


@pytest.mark.long
@pytest.mark.parametrize("group", GROUPS)
def test_so_are_hundreds_with_fresh_seeds(
    hub: Hub, reference: Reference, strategies: Mapping[str, Strategy], today: str, group: str
) -> None:
    for _ in range(_RUNS):
        seed = random.getrandbits(32)  # the run's own seed gives it again
        sys.stdout.write(f"seed={seed} asks the documents of this run again\n")
        _compare(hub, reference, strategies[group], today, seed=seed, examples=_LONG_EXAMPLES)


def _compare(hub: Hub, reference: Reference, askers: Strategy, today: str, *, seed: int, examples: int) -> None:
    """Ask generated documents, and of each a second page."""

    @hypothesis.seed(seed)
    @settings(_HOW, max_examples=examples)
    @hypothesis.given(data=st.data())
    def compare(data: st.DataObject) -> None:
        asking = data.draw(askers)
        made = data.draw(documents(reference.schema, asking.roots, asking.pools))
        cursors = _assert_same(hub, reference, asking, made, (made.variables, made.variables), today)
        if cursors:
            name, pairs = data.draw(st.sampled_from(sorted(cursors.items())))
            theirs, ours = data.draw(st.sampled_from(pairs))
            both = ({**made.variables, name: theirs}, {**made.variables, name: ours})
            _assert_same(hub, reference, asking, made, both, today)

    compare()


def _assert_same(
    hub: Hub,
    reference: Reference,
    asking: Asking,
    made: Made,
    variables: tuple[Mapping[str, Any], Mapping[str, Any]],
    today: str,
) -> Mapping[str, list[tuple[str, str]]]:
    """Ask both, and compare. Returns the cursors of each variable: the hub's, and the reference's for the same row."""
    who = asking.who
    answer = hub.ask(Who(who.client, who.subject, who.office, who.purpose), made.text, variables[0])
    expected = reference.answer(who, made.text, variables[1], today=today)
    cursors: dict[str, list[tuple[str, str]]] = defaultdict(list)
    shown = f"{who}\n{made.text}\n{variables[0]}\n{answer.errors}"
    assert _matched(answer.data, expected.data, cursors) == expected.data, shown
    assert set(answer.codes) == expected.codes, shown
    return cursors


def _matched(data: Any, expected: Any, cursors: dict[str, list[tuple[str, str]]]) -> Any:
    """`data` with each of its cursors written as the reference writes it; the pairs go into `cursors`."""
    if isinstance(data, dict) and isinstance(expected, dict):
        return {name: _matched(value, expected.get(name), cursors) for name, value in data.items()}
    if isinstance(data, list) and isinstance(expected, list) and len(data) == len(expected):
        return [_matched(one, other, cursors) for one, other in zip(data, expected, strict=True)]
    if isinstance(data, str) and isinstance(expected, str) and (found := _CURSOR.match(expected)):
        if found[1] != "-":
            cursors[found[1]].append((data, expected))
        return expected
    return data
