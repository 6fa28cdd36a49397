"""What is refused at a door costs what an answer costs: one request. So nobody finds out by trying, for nothing (design §4).

And what is answered costs its persons and its files, on each budget that it uses. Tried with each charge left out, and with
each amount at nothing (`python -m tests.mutants.check --only :charge:`).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count

import pytest

from hub.audit_log import Ledger
from hub.identity.development import DEVELOPMENT_ISSUER
from model.budgets import MeterKind
from model.times import now
from tests.access.log import watching
from tests.access.refusals import CLOSE, KINDS, READ, Scene, scene
from tests.access.test_entries import _inspection
from tests.case.counter import Resident, inspector_of, officers
from tests.export.files import exported
from tests.reference.rows import City as Rows
from tests.support.command import run
from tests.support.hub import Hub, Who
from tests.support.store import City
from tests.view.test_screen_exports import licences

REQUEST = (1, 0, 0)  # requests, persons, whole records
_OFFICER, _CLIENT, _PURPOSE = MeterKind.OFFICER, MeterKind.CLIENT, MeterKind.PURPOSE
Amounts = tuple[int, int, int]
_OBJECT = "mutation P($input: ObjectToProcessingInput!) { objectToProcessing(input: $input) { objection { case } } }"
_ACCEPT = "mutation Accept($case: String!) { acceptCase(case: $case) { number } }"
_SCREEN = "mutation Screen($input: ScreenExportInput!) { recordScreenExport(input: $input) { at } }"
_DAYS_AGO = count(1)


def _meters(hub: Hub, who: Who) -> dict[MeterKind, str]:
    vault = hub.ports.vault
    meters = {
        _OFFICER: vault.meter(_OFFICER, DEVELOPMENT_ISSUER, who.subject),
        _CLIENT: vault.meter(_CLIENT, who.client),
    }
    return {**meters, _PURPOSE: vault.meter(_PURPOSE, who.purpose)}


def _spent(hub: Hub, who: Who) -> dict[MeterKind, Amounts]:
    """By each budget of theirs, since ever, as the log has it."""
    ledger, meters = hub.ports.ledger, _meters(hub, who)
    assert isinstance(ledger, Ledger)
    rows = {row.meter: row for row in ledger._writer._placing.tables.spent(list(meters.values()), 0)}
    none = (0, 0, 0)
    return {
        kind: (rows[meter].requests, rows[meter].subjects, rows[meter].exports) if meter in rows else none
        for kind, meter in meters.items()
    }


@dataclass
class Cost:
    """What a block has cost, by the budgets on which it cost anything."""

    of: Mapping[MeterKind, Amounts] = field(default_factory=dict)


@contextmanager
def _costing(hub: Hub, who: Who) -> Iterator[Cost]:
    before, cost = _spent(hub, who), Cost()
    yield cost
    after = _spent(hub, who)
    differences = {kind: tuple(new - old for new, old in zip(after[kind], before[kind], strict=True)) for kind in after}
    cost.of = {kind: (amounts[0], amounts[1], amounts[2]) for kind, amounts in differences.items() if any(amounts)}


def _each(who: Who, amounts: Amounts) -> dict[MeterKind, Amounts]:
    """Of an officer all three; a resident has one of their own, and no common one."""
    if who.office is None:
        return {_OFFICER: amounts}
    return dict.fromkeys((_OFFICER, _CLIENT, _PURPOSE) if who.purpose else (_OFFICER, _CLIENT), amounts)


@pytest.fixture
def on(hub: Hub, clerks: Iterator[Who], somebody: Resident) -> Scene:
    return scene(hub, clerks, somebody)


@pytest.mark.parametrize("kind", KINDS)
def test_a_refusal_of_each_kind_costs_a_request_on_each_budget(hub: Hub, on: Scene, kind: str) -> None:
    refused = KINDS[kind](on)
    with _costing(hub, refused.who) as cost:
        assert refused.ask(hub).codes == [refused.code]
    assert cost.of == _each(refused.who, REQUEST)


def test_a_refused_look_into_the_log_costs_a_request(hub: Hub, city: City) -> None:
    protector = officers(city, "data-protection", "objection", level=4)[0]
    for arguments, purpose in ((("--case", "AAAAAAAAAAAA"), "objection"), (("--sample", "0"), "access-audit")):
        who = replace(protector, purpose=purpose)
        with _costing(hub, who) as cost:
            said = run(
                "log", "show", *arguments, home=hub.settings.home, environment={"DOMICILE_TOKEN": hub.token(who)}
            )
        assert said.code == 1
        assert cost.of == _each(who, REQUEST)


def test_a_read_costs_the_persons_in_it(hub: Hub, on: Scene) -> None:
    with _costing(hub, on.clerk) as cost:
        assert hub.ask(on.clerk, READ, {"number": on.number}).errors == []
    assert cost.of == _each(on.clerk, (1, 1, 0))


def test_a_resident_pays_on_a_budget_of_their_own_alone(hub: Hub, on: Scene) -> None:
    with _costing(hub, on.somebody.who) as cost:
        assert hub.ask(on.somebody.who, "{ me { birthDate } }").errors == []
    assert cost.of == {_OFFICER: (1, 1, 0)}


def test_a_write_costs_the_persons_of_its_entries(hub: Hub, on: Scene) -> None:
    """And the read of its payload is one of its own."""
    with _costing(hub, on.clerk) as cost:
        assert hub.ask(on.clerk, CLOSE, {"case": on.number}).errors == []
    assert cost.of == _each(on.clerk, (1, 1, 0))


def test_an_export_costs_a_whole_record(hub: Hub, on: Scene) -> None:
    """And each person in it, with whom they live, too: those who have an entry of it."""
    with _costing(hub, on.somebody.who) as cost, watching(hub, on.somebody.person) as log:
        exported(hub, on.somebody)
    assert [entry["action"] for entry in log.entries(on.somebody.person)] == ["export"]
    assert cost.of == {_OFFICER: (1, log.count, 1)}


def test_a_screen_that_leaves_costs_the_persons_on_it(hub: Hub, city: City) -> None:
    case, landlord, complainant = _inspection(city)
    who = inspector_of(city, case)
    with _costing(hub, who) as cost, watching(hub, landlord, complainant) as log:
        assert hub.ask(who, _SCREEN, {"input": {"case": case["number"]}}).errors == []
    assert [len(log.entries(party)) for party in (landlord, complainant)] == [1, 1]
    assert cost.of == _each(who, (1, 2, 1))


def test_a_number_on_the_screen_costs_a_person_whosever_it_is(hub: Hub, city: City, inspector: Who) -> None:
    """A used-up budget would tell else, how many of them are natural persons'."""
    own, companys, elsewhere = (licence["number"] for licence in licences(Rows(city)))
    for numbers in ([own, own], [companys, elsewhere], ["NONE", companys]):
        with _costing(hub, inspector) as cost:
            assert hub.ask(inspector, _SCREEN, {"input": {"licences": numbers}}).errors == []
        assert cost.of == _each(inspector, (1, 2, 1))


# ── looks into the log ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def protector(city: City) -> Who:
    return officers(city, "data-protection", "objection", level=4)[0]


def _shown(hub: Hub, who: Who, *arguments: str) -> list[str]:
    """What `domicile log show` shows, a line each."""
    said = run("log", "show", *arguments, home=hub.settings.home, environment={"DOMICILE_TOKEN": hub.token(who)})
    assert (said.code, said.error) == (0, "")
    return said.out.splitlines()


def test_a_look_at_what_is_objected_to_costs_its_person(hub: Hub, on: Scene, protector: Who) -> None:
    assert hub.ask(on.clerk, READ, {"number": on.number}).errors == []
    answer = hub.ask(on.somebody.who, _OBJECT, {"input": {"purpose": on.clerk.purpose, "reason": "不同意"}})
    number = answer.data["objectToProcessing"]["objection"]["case"]
    assert hub.ask(protector, _ACCEPT, {"case": number}).errors == []
    with _costing(hub, protector) as cost:
        assert len(_shown(hub, protector, "--case", number)) >= 1
    assert cost.of == _each(protector, (1, 1, 0))


def test_a_sample_costs_its_draw_and_the_persons_in_it(
    hub: Hub, on: Scene, protector: Who, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a day on which no other test draws one."""
    day = next(_DAYS_AGO)
    monkeypatch.setattr("hub.gate.pipeline.now", lambda: now() - timedelta(days=day))
    auditor = replace(protector, purpose="access-audit")
    with _costing(hub, auditor) as cost, watching(hub, on.somebody.person) as log:
        _head, *shown = _shown(hub, auditor, "--sample", "3")
    persons = log.count - 1  # each has an entry, and the draw is one about nobody
    assert 1 <= persons <= len(shown) <= 3
    assert cost.of == _each(auditor, (2, persons, 0))
