"""One GraphQL request over HTTP: its body within limits, its caller, each root field through the gate, its answer.

POST and JSON only: a question in an address would stand in logs and histories. Loading is done before graphql-core
completes the answer, so completion awaits nothing.
"""

import asyncio
import logging
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from graphql import ExecutionResult, GraphQLError, OperationType
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from hub.gate.exports import Exports
from hub.gate.pipeline import Gate, RequestContext, ResponseData
from hub.gate.response_data import RepeatedDenialError
from hub.http.completion import completed
from hub.http.documents import Documents
from hub.http.slices import Slices
from hub.identity.callers import Callers
from hub.mutations import Writes
from loaders.planner import Document, select
from model import limits
from model.errors import Code, DomicileError, QueryTooComplexError, ValidationFailedError
from model.ids import PurposeId
from model.plan import FieldSelection

_log = logging.getLogger("hub.http.endpoint")

_JSON = "application/json"
_GRAPHQL_JSON = "application/graphql-response+json"
_NO_QUALITY = re.compile(r"q\s*=\s*0(\.0*)?")
_OPERATION_NAME_LENGTH_MAX = 64
_PURPOSE_LENGTH_MAX = 64
_COMMAS_MAX = (
    2 * limits.QUERY_CHARACTERS_MAX
)  # of a body: of more, none but a list that is refused consists, and reading it takes milliseconds


class _HttpError(DomicileError):
    """A request that is no GraphQL request: the status says how."""

    code = Code.VALIDATION_FAILED

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class _HiddenError(Exception):
    """Stands for an error whose message must not be logged."""


@dataclass(frozen=True)
class _Question:
    """A request's text, the name of its operation, and its variables as JSON in one order."""

    text: str
    operation_name: str | None
    variables: bytes


class Endpoint:
    """Answers requests. One for the life of the application."""

    def __init__(self, documents: Documents, gate: Gate, callers: Callers, *, exports: Exports, writes: Writes) -> None:
        """`documents` checks what is asked against the contract; `exports` answers questions, `writes` carries mutations out."""
        self._gate = gate
        self._documents = documents
        self._exports = exports
        self._writes = writes
        self._callers = callers
        self._slices = Slices()
        self._prepared: dict[_Question, tuple[bytes, int]] = {}

    async def respond(self, request: Request) -> Response:
        """The response to one request. Nothing that goes wrong leaves as a stack trace."""
        started = time.monotonic()
        media_type = _media_type(request.headers.get("accept", ""))
        try:
            body, status = await self._answer(request, started)
        except DomicileError as error:
            body, status = _failure(error), error.status if error.status != 200 else 400  # noqa: PLR2004 - HTTP's
        except ClientDisconnect:
            body, status = b"", 400
        except Exception as error:  # noqa: BLE001 - the boundary: whatever it is, the caller gets one clear line
            _log.error("request failed: %s", type(error).__name__, exc_info=_without_values(error))
            body, status = _failure(DomicileError("something went wrong here: it was noted, try again later")), 500
        headers = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
        if status == 401:  # noqa: PLR2004
            headers["www-authenticate"] = "Bearer"
        if status == 405:  # noqa: PLR2004
            headers["allow"] = "POST"
        return Response(body, status_code=status, media_type=media_type, headers=headers)

    async def _answer(self, request: Request, started: float) -> tuple[bytes, int]:
        if request.method != "POST":
            raise _HttpError(405, f"`{request.method}` is not answered here: send the query by POST")
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _JSON:
            raise _HttpError(415, f"send the query as `{_JSON}`")
        caller = await self._callers.caller(request)
        text, variables, operation_name = _parameters(await _body(request))
        checked = await self._slices.run(lambda: self._documents.checked(text))
        document = checked.document(operation_name, variables)
        context = self._gate.context(
            caller,
            purpose=_purpose(request),
            operation=_operation_name(document),
            time_zone=self._writes.time_zone,
            started=started,
        )
        contract = None
        if _asks_the_contract_alone(document):
            contract = _Question(text, operation_name, orjson.dumps(variables, option=orjson.OPT_SORT_KEYS))
            if prepared := self._prepared.get(contract):
                return prepared
        answers = await self._load(document, context)
        result = await self._slices.run(
            lambda: completed(
                self._documents.contract,
                checked.node,
                context=answers,
                variables=variables,
                operation_name=operation_name,
            )
        )
        encoded = _encoded(result, answers)
        if contract is not None:
            self._prepare(contract, encoded)
        return encoded

    def _prepare(self, question: "_Question", answer: tuple[bytes, int]) -> None:
        """Remember what is the same for everybody as long as this hub runs: tools ask for the whole contract, again and again."""
        if len(question.text) + len(answer[0]) > limits.PREPARED_BYTES_MAX:
            return
        self._prepared[question] = answer
        while len(self._prepared) > limits.PREPARED_ANSWERS_MAX:
            self._prepared.pop(next(iter(self._prepared)), None)

    async def _load(self, document: Document, context: RequestContext) -> ResponseData:
        """Every root field through the gate: questions side by side, writes one after the other."""
        answers = self._gate.answers(context)
        root_type = document.schema.get_root_type(document.operation.operation)
        assert root_type is not None  # noqa: S101 - a validated operation has one
        selections = [
            select(document, root_type, key, details)
            for key, details in document.roots.items()
            if not details[0].node.name.value.startswith("__")
        ]
        if document.operation.operation is OperationType.MUTATION:
            for selected in selections:
                await self._put(selected, context, answers, is_write=True)
        elif len(selections) == 1:
            await self._put(selections[0], context, answers)
        else:
            await asyncio.gather(*(self._put(selected, context, answers) for selected in selections))
        return answers

    async def _put(
        self, selected: FieldSelection, context: RequestContext, answers: ResponseData, *, is_write: bool = False
    ) -> None:
        through = self._writes.write if is_write else self._exports.read
        try:
            answers.put(selected.response_key, await through(context, selected, answers))
        except DomicileError as error:
            answers.put(selected.response_key, error)


def _asks_the_contract_alone(document: Document) -> bool:
    """Whether it asks nothing but introspection, whose answer depends on no caller and no data."""
    return all(details[0].node.name.value.startswith("__") for details in document.roots.values())


def _media_type(accept: str) -> str:
    """GraphQL's own media type for who asks for it by name, and does not refuse it by a `q` of 0."""
    for item in accept.lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        if name == _GRAPHQL_JSON:
            return _JSON if any(_NO_QUALITY.fullmatch(parameter) for parameter in parameters) else _GRAPHQL_JSON
    return _JSON


async def _body(request: Request) -> bytes:
    """The body, never more of it than the limit."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > limits.BODY_BYTES_MAX:
            raise _HttpError(413, f"the body is larger than {limits.BODY_BYTES_MAX} bytes")
        parts.append(part)
    return b"".join(parts)


def _parameters(body: bytes) -> tuple[str, Mapping[str, Any], str | None]:
    """The query, its variables and the operation's name out of a request's JSON."""
    if body.count(b",") > _COMMAS_MAX:
        raise QueryTooComplexError(f"the variables hold more than {limits.VARIABLE_VALUES_MAX} values")
    try:
        request = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise ValidationFailedError("the body is not JSON") from None
    if not isinstance(request, dict) or not isinstance(request.get("query"), str):
        raise ValidationFailedError('the body is not a GraphQL request: send {"query": "…", "variables": {…}}')
    variables, name = request.get("variables"), request.get("operationName")
    if not isinstance(variables, dict | None) or not (name is None or isinstance(name, str)):
        raise ValidationFailedError("`variables` is an object, and `operationName` a string")
    return request["query"], variables or {}, name or None


def _purpose(request: Request) -> PurposeId | None:
    values = request.headers.getlist("domicile-purpose")
    if len(values) > 1 or any(len(value) > _PURPOSE_LENGTH_MAX for value in values):
        raise ValidationFailedError("the header `Domicile-Purpose` names one purpose")
    return PurposeId(values[0].strip()) if values and values[0].strip() else None


def _operation_name(document: Document) -> str:
    """What the log calls it: its name, or its root fields by their own names, for an alias can say anything."""
    name = document.operation.name
    fields = {details[0].node.name.value for details in document.roots.values()}
    return (name.value if name else ",".join(sorted(fields)))[:_OPERATION_NAME_LENGTH_MAX]


def _encoded(result: ExecutionResult, answers: ResponseData) -> tuple[bytes, int]:
    payload: dict[str, Any] = {"data": result.data}
    if result.errors:
        said = [error for error in result.errors if not isinstance(error.original_error, RepeatedDenialError)]
        payload["errors"] = [_formatted(error) for error in said]
    extensions: dict[str, Any] = {"cost": {"statements": answers.statements}}
    if decisions := answers.decisions():
        extensions["decisions"] = decisions
    if answers.withheld:
        extensions["withheld"] = sorted(answers.withheld)
    payload["extensions"] = extensions
    body = orjson.dumps(payload)
    if len(body) > limits.ANSWER_BYTES_MAX:
        raise QueryTooComplexError(f"the answer is larger than {limits.ANSWER_BYTES_MAX} bytes: ask for smaller pages")
    return body, _status(result)


def _status(result: ExecutionResult) -> int:
    """200 as soon as one root field was answered; else the status of the first error."""
    if not result.errors or (result.data and any(value is not None for value in result.data.values())):
        return 200
    original = result.errors[0].original_error
    return original.status if isinstance(original, DomicileError) else 200


def _formatted(error: GraphQLError) -> dict[str, Any]:
    """An error as it leaves: ours with its code; any other without its message, which could hold anything."""
    original = error.original_error
    if original is not None and not isinstance(original, DomicileError):
        _log.error("completion failed: %s", type(original).__name__)
        hidden: dict[str, Any] = {"message": "something went wrong here: it was noted", "path": error.path}
        return {**hidden, "extensions": {"code": Code.INTERNAL.value}}
    formatted = dict(error.formatted)
    if "extensions" not in formatted:
        formatted["extensions"] = {"code": Code.VALIDATION_FAILED.value}
    return formatted


def _failure(error: DomicileError) -> bytes:
    return orjson.dumps({"errors": [{"message": str(error), "extensions": error.extensions}]})


def _without_values(error: BaseException) -> BaseException:
    """The same traceback with no message: a message can quote a value."""
    return _HiddenError().with_traceback(error.__traceback__)
