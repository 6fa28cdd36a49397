"""Explains a query in an empty home: no graph, no keys."""

from pathlib import Path

import pytest

from tests.support.command import Command, Said, run


@pytest.fixture
def plan(tmp_path: Path) -> Command:
    def explain(query: str, *arguments: str, how: Command = run) -> Said:
        file = tmp_path / "question.graphql"
        file.write_text(query, encoding="utf-8")
        return how("plan", str(file), *arguments, home=tmp_path / "empty")

    return explain
