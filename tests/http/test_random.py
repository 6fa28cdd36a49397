"""Whatever arrives as a body, the answer is a refusal or an answer, never a 500. `web` holds each to that."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.demo.questions import read_document
from model.errors import Code
from tests.http.conftest import Web
from tests.support.hub import Answer

QUICK = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
LONG = settings(QUICK, max_examples=1500, derandomize=False, print_blob=True)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=8), below, max_size=4),
    max_leaves=20,
)
DOCUMENTS = [read_document(name) for name in ("viewer", "building", "landlord", "employers", "me", "counter", "code")]
NAMES = ["id", "first", "nodes", "rooms", "viewer", "$id", "String!", "on Room", "...", "@skip(if: true)", "null", "{", "}",
         "(", ")", "[", "]", ":", "!", '"', '"""', "\\", "\u0000", "\ufeff", "9e999", "-", "query", "mutation", "fragment"]  # fmt: skip


def _holds(answer: Answer) -> None:
    assert answer.status in {200, 400, 401, 403, 413}
    assert set(answer.codes) <= {code.value for code in Code} - {Code.INTERNAL.value}
    assert "data" in answer.json or answer.errors


@st.composite
def _mutated(draw: st.DrawFn) -> str:
    """One of the documented questions with pieces left out, repeated, exchanged or put in."""
    words = draw(st.sampled_from(DOCUMENTS)).split()
    for _ in range(draw(st.integers(1, 5))):
        place = draw(st.integers(0, len(words) - 1))
        match draw(st.integers(0, 3)):
            case 0 if len(words) > 1:
                del words[place]
            case 1:
                words.insert(place, words[draw(st.integers(0, len(words) - 1))])
            case 2:
                words[place] = draw(st.sampled_from(NAMES) | st.text(max_size=6))
            case _:
                words.insert(place, draw(st.sampled_from(NAMES)))
    return " ".join(words)


def _post(web: Web, body: str | bytes) -> Answer:
    return web.post(body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body)


def _check_bytes(web: Web, body: bytes) -> None:
    _holds(_post(web, body))


def _check_json(web: Web, value: Any, variables: Any) -> None:
    _holds(_post(web, json.dumps(value)))
    _holds(_post(web, json.dumps({"query": value, "variables": variables, "operationName": value})))
    _holds(_post(web, json.dumps({"query": DOCUMENTS[1], "variables": variables})))
    for name in ("id", "day", "input", "near", "first"):
        for document in DOCUMENTS:
            if f"${name}" in document:
                _holds(_post(web, json.dumps({"query": document, "variables": {name: variables}})))


def _check_document(web: Web, document: str, variables: Any) -> None:
    _holds(_post(web, json.dumps({"query": document, "variables": variables})))


@given(body=st.binary(max_size=300))
@QUICK
def test_random_bytes(web: Web, body: bytes) -> None:
    _check_bytes(web, body)


@given(value=JSON, variables=JSON)
@QUICK
def test_random_json(web: Web, value: Any, variables: Any) -> None:
    _check_json(web, value, variables)


@given(document=_mutated(), variables=st.none() | st.dictionaries(st.sampled_from(["id", "input", "near"]), JSON))
@QUICK
def test_mutated_questions(web: Web, document: str, variables: Any) -> None:
    _check_document(web, document, variables)


@pytest.mark.long
@given(value=JSON, variables=JSON, body=st.binary(max_size=2000))
@settings(LONG, max_examples=400)
def test_random_bodies_with_a_fresh_seed(web: Web, value: Any, variables: Any, body: bytes) -> None:
    _check_bytes(web, body)
    _check_json(web, value, variables)


@pytest.mark.long
@given(document=_mutated(), variables=st.none() | st.dictionaries(st.sampled_from(["id", "input", "near"]), JSON))
@LONG
def test_mutated_questions_with_a_fresh_seed(web: Web, document: str, variables: Any) -> None:
    _check_document(web, document, variables)
