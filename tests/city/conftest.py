"""The small cities that these tests read: made once, never written to."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from hub.demo.city.generator import DEFAULT_TODAY, generate
from hub.demo.city.manifest import Manifest
from hub.demo.city.plan import Size
from hub.demo.city.reading import Rows, read_city
from hub.demo.city.sink import Format


def make_city(
    out: Path, *, seed: int = 1, today: date = DEFAULT_TODAY, form: Format = Format.CSV, size: Size = Size.SMALL
) -> Manifest:
    return generate(size=size, seed=seed, out=out, today=today, format=form, report=lambda _what, _persons: None)


@pytest.fixture(scope="session")
def make() -> Callable[..., Manifest]:
    return make_city


@pytest.fixture(scope="session")
def city_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("city")
    make_city(out)
    return out


@pytest.fixture(scope="session")
def rows(city_path: Path) -> Rows:
    return read_city(city_path)
