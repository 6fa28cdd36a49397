"""The six first questions, as `demo --check` asks them: each is right, and takes the statements that it says."""

from typing import Any

import pytest

from hub.demo.questions import Question, questions
from tests.support.hub import Hub
from tests.support.store import manifest, template


def _asked(hub: Hub, question: Question) -> Any:
    headers = {"authorization": f"Bearer {question.token}"}
    if question.purpose:
        headers["domicile-purpose"] = question.purpose
    variables = dict(question.variables)
    if question.needs_code:
        resident = {"authorization": f"Bearer {question.resident_token}"}
        code = hub.ask(
            None,
            "mutation { createCounterCode(input: {permissions: [HISTORY, DECLARED_CONTACTS]}) { code } }",
            headers=resident,
        )
        variables["input"] = {**variables["input"], "code": code.data["createCounterCode"]["code"]}
    return hub.ask(None, question.document, variables, headers=headers)


@pytest.mark.parametrize(
    ("number", "statements"),
    [
        pytest.param(1, 1, id="viewer"),
        pytest.param(2, 1, id="building"),
        pytest.param(3, 1, id="landlord"),
        pytest.param(4, 2, id="me: authority and plan"),
        pytest.param(5, 7, id="counter: authority, four of the write, authority, plan"),
        pytest.param(6, 1, id="employers"),
    ],
)
def test_a_first_question_is_answered_right(hub: Hub, number: int, statements: int) -> None:
    question = questions(hub.settings, manifest(template()))[number - 1]
    answer = _asked(hub, question)
    assert answer.errors == []
    said, is_right = question.judge(answer.data)
    assert is_right, said
    assert answer.statements == statements
