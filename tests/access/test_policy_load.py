"""`domicile policy load`: who may, and what a running hub makes of it."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.policy import Policy
from hub.settings import Settings
from tests.case.counter import officers
from tests.policy.writing import departments
from tests.support.beside import hub_beside
from tests.support.command import Said, run, started
from tests.support.hub import Hub, Who
from tests.support.store import City, where_its_graph_is


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A set that opens bands to the tax office, and else is what ships."""
    made = tmp_path / "set"
    made.mkdir()
    for name, text in departments().items():
        (made / f"{name}.cedar").write_text(text, encoding="utf-8")
    with (made / "tax.cedar").open("a", encoding="utf-8") as file:
        file.write(
            '\n\n@id("tax.bands")\n'
            'permit (principal == Client::"tax", action == Action::"read", resource == FieldGroup::"BAND")\n'
            'when { context.purpose == Purpose::"rental-tax" };\n'
        )
    return made


@pytest.fixture
def coordinator(city: City) -> Who:
    """An officer of the coordination office for the whole city."""
    return officers(city, "coordination", "", level=4)[0]


def _load(hub: Hub, folder: Path, who: Who | None) -> Said:
    environment = {} if who is None else {"DOMICILE_TOKEN": hub.token(who)}
    return run("policy", "load", str(folder), home=hub.settings.home, environment=environment)


def test_another_department_may_not(hub: Hub, folder: Path, inspector: Who, resident: Who) -> None:
    for who in (inspector, resident, Who("data-protection", "someone", "data-protection-9901")):
        said = _load(hub, folder, who)
        assert said.code == 1
        assert (
            "PURPOSE_NOT_ALLOWED: a policy set is loaded by an officer of the client `coordination` only" in said.error
        )


def test_who_is_not_on_its_staff_may_not(hub: Hub, folder: Path, coordinator: Who) -> None:
    said = _load(hub, folder, Who("coordination", "nobody", coordinator.office))
    assert said.code == 1
    assert "UNAUTHENTICATED: this officer is not on the staff of the city's coordination office today" in said.error


def test_where_there_is_staff_the_machines_operator_may_not(hub: Hub, folder: Path) -> None:
    said = _load(hub, folder, None)
    assert said.code == 1
    assert "UNAUTHENTICATED: the register has staff" in said.error


def test_coordination_may_and_the_set_in_force_is_no_change(hub: Hub, coordinator: Who) -> None:
    said = run(
        "policy", "load", "--shipped", home=hub.settings.home, environment={"DOMICILE_TOKEN": hub.token(coordinator)}
    )
    assert (said.code, said.out) == (0, "this policy set is in force already\n")
    assert not (hub.settings.private_folder / "policy").exists()


# ── a hub of its own, under load ─────────────────────────────────────────────────────────────────────────────────────

_QUESTION = "{ buildings(first: 1) { nodes { residentBand } } }"


@pytest.fixture
def own_hub(prepared: Settings, tmp_path: Path) -> Iterator[Hub]:
    with hub_beside(prepared, tmp_path / "home") as running:
        yield running


@pytest.mark.full
def test_a_running_hub_changes_its_policy_without_dropping_a_request(
    own_hub: Hub, city: City, coordinator: Who, folder: Path
) -> None:
    tax = officers(city, "tax", "rental-tax", level=4)[0]
    seen: list[tuple[int, str, bool]] = []
    is_over = threading.Event()

    def ask() -> None:
        while not is_over.is_set():
            answer = own_hub.ask(tax, _QUESTION)
            decisions = answer.json["extensions"]["decisions"]
            is_open = "BAND" in decisions["fields"]["buildings"]["allowed"]
            seen.append((answer.status, decisions["policyVersion"], is_open))

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        environment = {"DOMICILE_TOKEN": own_hub.token(coordinator), **where_its_graph_is(own_hub.settings)}
        said = started("policy", "load", str(folder), home=own_hub.settings.home, environment=environment)
        assert said.code == 0, said.error
        before = Policy.load().version
        while seen[-1][1] == before:
            assert asking.is_alive()
            time.sleep(0.05)
    finally:
        is_over.set()
        asking.join()
    after = own_hub.ports.policy.version
    assert said.out.splitlines() == [f"policy version: {after}", "+ tax, rental-tax: BAND (without a case)"]
    assert {status for status, _, _ in seen} == {200}
    assert {(version, is_open) for _, version, is_open in seen} == {(before, False), (after, True)}
    assert [version for _, version, _ in seen] == sorted((version for _, version, _ in seen), key=[before, after].index)
