"""The quarterly snapshot: what it leaves at a building is a band, and never a number."""

from pathlib import Path

import pytest

from hub.jobs.snapshot import take_snapshot
from tests.intake.conftest import Register, private_id, public_id
from tests.intake.test_register import Row, fact, rows_of, write_files
from tests.support.store import CITY_DAY


def _house(city: Path) -> tuple[Row, Row]:
    """A building with one room."""
    building = {**rows_of(city, "building")[0], "id": public_id()}
    return building, {**rows_of(city, "room")[0], "id": public_id(), "in": building["id"]}


@pytest.mark.full
async def test_each_building_gets_the_band_of_who_lives_there(register: Register, city: Path, tmp_path: Path) -> None:
    (lived_in, room), (empty, spare) = _house(city), _house(city)
    persons = [{"id": private_id(), "isProtected": "false"} for _ in range(11)]
    homes = [fact(of=person["id"], role="MAIN", **{"in": room["id"]}) for person in persons]
    homes[0]["validTo"] = "2024-02-01"  # moved out
    files = {"building": [lived_in, empty], "room": [room, spare], "person": persons, "residence": homes}
    reports = await register.bring_in(write_files(tmp_path / "files", files), tmp_path / "rejects")
    assert [report for report in reports if report.rejected] == []
    ids = [lived_in["id"], empty["id"]]
    assert {band for _, band in await register.ask("bands", ids=ids)} == {None}
    await take_snapshot(register.ports, CITY_DAY)
    bands = dict(await register.ask("bands", ids=ids))
    assert bands == {lived_in["id"]: "FROM_10_TO_19", empty["id"]: "UNDER_10"}
