"""The files themselves: the same for a seed, in both forms, and exactly the model's columns."""

import json
import tracemalloc
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from hub.demo.city.generator import DEFAULT_TODAY, generate, make_community
from hub.demo.city.manifest import Manifest
from hub.demo.city.plan import Plan, Size
from hub.demo.city.reading import Rows, read_city
from hub.demo.city.sink import Format
from model.errors import SetupError
from model.graph import KINDS

Make = Callable[..., Manifest]


def _digests(path: Path) -> dict[str, str]:
    return {file.name: sha256(file.read_bytes()).hexdigest() for file in path.iterdir()}


def test_same_seed_gives_the_same_bytes(city_path: Path, tmp_path: Path, make: Make) -> None:
    make(tmp_path)
    assert _digests(tmp_path) == _digests(city_path)


@pytest.mark.full
def test_another_seed_gives_another_city(city_path: Path, tmp_path: Path, make: Make) -> None:
    make(tmp_path, seed=2)
    same = {name for name, digest in _digests(tmp_path).items() if digest == _digests(city_path)[name]}
    assert same == set()


def test_there_is_one_file_a_kind_and_the_manifest(city_path: Path) -> None:
    expected = {f"{kind.file_name}.csv" for kind in KINDS} | {"manifest.json"}
    assert {file.name for file in city_path.iterdir()} == expected


def test_header_is_the_model_and_nothing_else(city_path: Path) -> None:
    for kind in KINDS:
        columns = [item.name for item in kind.all_properties] + [edge.column for edge in kind.edges]
        with (city_path / f"{kind.file_name}.csv").open(encoding="utf-8") as file:
            assert file.readline() == ",".join(columns) + "\n"


def test_both_forms_say_the_same(rows: Rows, tmp_path: Path, make: Make) -> None:
    make(tmp_path, form=Format.NDJSON)
    assert read_city(tmp_path) == rows


def test_manifest_counts_what_is_there(city_path: Path, rows: Rows) -> None:
    manifest = json.loads((city_path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["counts"] == {name: len(found) for name, found in rows.items()}
    assert manifest["persons"] == 2000
    assert (manifest["size"], manifest["seed"], manifest["today"]) == ("small", 1, "2026-11-01")


def test_progress_ends_with_everyone(tmp_path: Path) -> None:

    told: list[int] = []
    generate(Size.SMALL, 5, tmp_path, DEFAULT_TODAY, Format.CSV, lambda _what, persons: told.append(persons))
    assert len(told) == 24
    assert told == sorted(told)
    assert told[-1] == 2000


@pytest.mark.full
def test_today_moves_the_ten_years(tmp_path: Path, make: Make) -> None:
    make(tmp_path, today=date(2024, 2, 29))
    residences = read_city(tmp_path)["residence"]
    assert min(row["validFrom"] for row in residences) >= "2014-02-28"
    assert max(row["validFrom"] for row in residences) <= "2024-02-29"


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path, make: Make) -> None:
    (tmp_path / "letter.txt").write_text("keep me", encoding="utf-8")
    with pytest.raises(SetupError, match=r"holds `letter\.txt`"):
        make(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


@pytest.mark.full
def test_an_earlier_city_is_replaced_in_the_other_form_too(tmp_path: Path, make: Make) -> None:
    make(tmp_path, form=Format.NDJSON)
    make(tmp_path)
    assert not list(tmp_path.glob("*.ndjson"))


@pytest.mark.full
def test_a_community_is_a_function_of_its_arguments_alone() -> None:
    """So it may be made anywhere, in any order, and only one has to be in memory."""

    plan = Plan(Size.MEDIUM, 3, DEFAULT_TODAY)
    first = make_community(plan, 7, Format.CSV)
    make_community(plan, 50, Format.CSV)
    again = make_community(Plan(Size.MEDIUM, 3, DEFAULT_TODAY), 7, Format.CSV)
    assert again.encoded == first.encoded
    assert first.persons == plan.communities[7].population


@pytest.mark.long
def test_memory_grows_with_a_community_and_not_with_the_city() -> None:
    """Four communities in turn need little more at their peak than one."""

    plan = Plan(Size.MEDIUM, 4, DEFAULT_TODAY)
    make_community(plan, 0, Format.CSV)  # fills the caches of texts
    tracemalloc.start()
    make_community(plan, 1, Format.CSV)
    one = tracemalloc.get_traced_memory()[1]
    for index in range(2, 5):
        make_community(plan, index, Format.CSV)
    several = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert several < one * 2.5


@pytest.mark.parametrize("size", ["small", "medium", "large"])
def test_communities_add_up_to_the_size(size: str) -> None:

    plan = Plan(Size(size), 1, DEFAULT_TODAY)
    assert sum(community.population for community in plan.communities) == plan.scale.residents
    for lender in (plan.near, plan.far):
        lenders = [lender(community) for community in plan.communities]
        assert sorted(one.index for one in lenders) == list(range(len(lenders)))
        assert all(one != other for one, other in zip(lenders, plan.communities, strict=True))
