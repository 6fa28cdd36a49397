"""Bodies, methods and headers that are no GraphQL request: each has its status and code."""

import json
from collections.abc import AsyncIterator

import pytest

from model import limits
from tests.http.conftest import ROOM_QUERY, Web, refused

VIEWER = '{"query": "{ viewer { client } }"}'


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="cut off"),
        pytest.param(b"{'query': '{ viewer }'}", id="single quotes"),
        pytest.param(b'{"query": "\xff"}', id="not UTF-8"),
        pytest.param(b'{"query": "\\ud800"}', id="a lone surrogate"),
        pytest.param(b'{"query": NaN}', id="NaN"),
        pytest.param(b"[]", id="an array"),
        pytest.param(b'[{"query": "{ __typename }"}]', id="a batch"),
        pytest.param(b"null", id="null"),
        pytest.param(b'"{ viewer }"', id="a string"),
        pytest.param(b"{}", id="no query"),
        pytest.param(b'{"query": 7}', id="a query that is no text"),
        pytest.param(b'{"query": null}', id="a query of null"),
        pytest.param(b'{"query": "{ __typename }", "variables": []}', id="variables that are a list"),
        pytest.param(b'{"query": "{ __typename }", "variables": "{}"}', id="variables that are text"),
        pytest.param(b'{"query": "{ __typename }", "variables": [1]}', id="variables that are a full list"),
        pytest.param(b'{"query": "{ __typename }", "variables": 0}', id="variables that are a number"),
        pytest.param(b'{"query": "{ __typename }", "operationName": 5}', id="an operation name that is no text"),
    ],
)
def test_a_body_that_is_no_request_is_refused(web: Web, body: bytes) -> None:
    refused(web.post(body), 400, "VALIDATION_FAILED")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"[" * 100_000, id="open"),
        pytest.param(b"[" * 100_000 + b"]" * 100_000, id="closed"),
        pytest.param(
            b'{"query":"{ __typename }","variables":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001, id="variables"
        ),
    ],
)
def test_json_nested_a_hundred_thousand_deep_is_refused(web: Web, body: bytes) -> None:
    refused(web.post(body), 400, "VALIDATION_FAILED")


@pytest.mark.parametrize("depth", [100, 500, 1000])
def test_variables_nested_as_deep_as_json_may_be_are_refused_by_their_type(web: Web, depth: int) -> None:
    value = "[" * depth + "]" * depth
    body = f'{{"query": {json.dumps(ROOM_QUERY)}, "variables": {{"first": {value}}}}}'
    refused(web.post(body), 400, "VALIDATION_FAILED")


def test_a_body_of_exactly_the_limit_is_read(web: Web) -> None:
    body = VIEWER.encode().ljust(limits.BODY_BYTES_MAX)
    answer = web.post(body)
    assert (answer.status, answer.data) == (200, {"viewer": {"client": web.who.client}})


def test_a_larger_body_is_refused(web: Web) -> None:
    body = VIEWER.encode().ljust(limits.BODY_BYTES_MAX + 1)
    refused(web.post(body), 413, "VALIDATION_FAILED")


def test_a_larger_body_in_chunks_without_a_length_is_refused(web: Web) -> None:
    taken = 0

    async def chunks() -> AsyncIterator[bytes]:
        nonlocal taken
        for _ in range(64):
            taken += 1
            yield b" " * 65_536

    refused(web.post(chunks()), 413, "VALIDATION_FAILED")
    assert taken > 16


def test_a_body_in_chunks_is_read(web: Web) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for byte in VIEWER.encode():
            yield bytes([byte])

    assert web.post(chunks()).data == {"viewer": {"client": web.who.client}}


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/graphql", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""],
)
def test_another_content_type_is_refused(web: Web, content_type: str) -> None:
    headers = [header for header in web.headers() if header[0] != "content-type"]
    refused(web.post(VIEWER, [*headers, ("content-type", content_type)]), 415, "VALIDATION_FAILED")


def test_a_content_type_with_parameters_in_any_case_is_taken(web: Web) -> None:
    headers = [header for header in web.headers() if header[0] != "content-type"]
    answer = web.post(VIEWER, [*headers, ("content-type", "Application/JSON; charset=utf-8")])
    assert answer.status == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_only_post_is_answered(web: Web, method: str) -> None:
    answer = web.send(method, "/graphql?query={viewer{client}}", headers=web.headers())
    refused(answer, 405, "VALIDATION_FAILED")
    assert answer.headers["allow"] == "POST"


def test_another_path_is_not_found(web: Web) -> None:
    assert web.send("POST", "/graphql/", content=VIEWER, headers=web.headers()).status == 404
    assert web.send("GET", "/nowhere", headers=web.headers()).status == 404


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/graphql-response+json", "application/graphql-response+json"),
        ("application/graphql-response+json, application/json;q=0.9", "application/graphql-response+json"),
        ("application/json", "application/json"),
        ("*/*", "application/json"),
        ("text/html", "application/json"),
        ("application/graphql-response+json;q=0, application/json", "application/json"),
    ],
)
def test_the_answer_has_the_media_type_that_was_asked_for(web: Web, accept: str, media_type: str) -> None:
    answer = web.post(VIEWER, web.headers(accept=accept))
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert answer.data == {"viewer": {"client": web.who.client}}


@pytest.mark.parametrize("body", [VIEWER, "{", '{"query": "{ nothing }"}'])
def test_no_answer_is_kept_by_a_cache(web: Web, body: str) -> None:
    answer = web.post(body)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_answer_over_its_limit_is_refused_whole(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    document = "{ rooms(first: 20) { nodes { id designator } } }"
    body = web.ask(document).body
    monkeypatch.setattr(limits, "ANSWER_BYTES_MAX", len(body))
    assert web.ask(document).status == 200
    monkeypatch.setattr(limits, "ANSWER_BYTES_MAX", len(body) - 1)
    refused(web.ask(document), 400, "QUERY_TOO_COMPLEX")
