"""Recipients are told of corrections (GDPR art. 19): each in its own open case, and the resident sees who was told."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hub.jobs.intake.batches import Operator, import_batch
from hub.jobs.intake.files import files_of
from hub.jobs.intake.pipeline import import_files
from model.times import as_instant_text
from tests.access.log import watching
from tests.case.counter import Resident
from tests.case.proofs import only
from tests.interference.files import write_files
from tests.rights.asking import REASON, change, look, me, service_case
from tests.support.hub import Hub, Who
from tests.support.store import City

_CHANGES = "query Changes($number: String!) { case(number: $number) { changes { fieldGroup at kind } } }"
_RECIPIENTS = "recipients(first: 20) { nodes { client office changedSince toldOf toldAt } }"
Correct = Callable[[Resident], None]


@pytest.fixture
def housing(official: Callable[[str, str], list[Who]]) -> Who:
    """An officer of a housing office."""
    return official("housing", "housing-service")[0]


@pytest.fixture
def correct(hub: Hub, city: City, tmp_path: Path) -> Correct:
    """Corrects what a resident is called: closes what was recorded, and adds a version."""

    def corrected(resident: Resident) -> None:
        (person,) = (item for item in city["person"] if item["id"] == resident.person)
        row = next(
            item
            for item in city["person_details"]
            if item["of"] == resident.person and not item["validTo"] and not item["recordedTo"]
        )
        at = as_instant_text(datetime.now(UTC))
        rows = [{**row, "recordedTo": at}, {**row, "version": str(int(row["version"]) + 1), "recordedFrom": at}]
        folder = write_files(tmp_path / "correction", {"person": [person], "person_details": rows})
        write = partial(import_batch, hub.ports, Operator(name="tests"), time_zone=ZoneInfo("Asia/Shanghai"))
        work = import_files(files_of(folder), write=write, rejects=folder / "rejects", on_progress=lambda _: None)
        assert [report for report in hub.run(work) if report.rejected] == []

    return corrected


def _recipient(hub: Hub, resident: Resident, who: Who) -> dict[str, Any]:
    nodes = me(hub, resident, _RECIPIENTS)["recipients"]["nodes"]
    (found,) = [item for item in nodes if (item["client"], item["office"]) == (who.client, who.office)]
    return dict(found)


def _changes(hub: Hub, who: Who, number: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = only(hub.ask(who, _CHANGES, {"number": number}))["changes"]
    return found


def test_an_office_that_read_it_is_told_in_its_case_and_the_resident_sees_it(
    hub: Hub, somebody: Resident, housing: Who, correct: Correct
) -> None:
    number = service_case(hub, somebody, housing, "HOUSING_SERVICE")
    assert _changes(hub, housing, number) == []
    look(hub, housing, number)
    correct(somebody)
    assert _recipient(hub, somebody, housing)["changedSince"] == ["PERSON_NAME"]
    assert _recipient(hub, somebody, housing)["toldAt"] is None

    with watching(hub, somebody.person) as log:
        (told,) = _changes(hub, housing, number)
    assert (told["fieldGroup"], told["kind"]) == ("PERSON_NAME", "CHANGED")
    (entry,) = log.entries(somebody.person)
    assert (entry["action"], entry["extra"]) == ("read", {"told": "PERSON_NAME"})
    seen = _recipient(hub, somebody, housing)
    assert (seen["toldOf"], seen["changedSince"]) == (["PERSON_NAME"], ["PERSON_NAME"])
    assert datetime.fromisoformat(seen["toldAt"]) == datetime.fromisoformat(entry["at"])

    look(hub, housing, number)  # it has the new one
    assert _changes(hub, housing, number) == []
    assert _recipient(hub, somebody, housing)["changedSince"] == []


def test_an_office_that_never_read_it_is_not_told(
    hub: Hub, somebody: Resident, official: Callable[[str, str], list[Who]], correct: Correct
) -> None:
    other = official("legal-aid", "legal-aid")[0]
    number = service_case(hub, somebody, other, "LEGAL_AID")
    correct(somebody)
    assert _changes(hub, other, number) == []


def test_where_nobody_is_shown_nothing_is_told(hub: Hub, somebody: Resident, housing: Who, correct: Correct) -> None:
    number = service_case(hub, somebody, housing, "HOUSING_SERVICE")
    look(hub, housing, number)
    correct(somebody)
    only(change(hub, somebody.who, "restrictProcessing", purpose="housing-service", reason=REASON))
    assert _changes(hub, housing, number) == []
