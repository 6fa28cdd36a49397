"""Makes a city: read this first. One community after another becomes rows, then bytes, then the end of each file.

Never more than one community's people and three communities' places are in memory; nothing is read back.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from itertools import islice
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path
from typing import BinaryIO

from hub.demo.city import DEMO_ISSUER
from hub.demo.city.cases import Cases
from hub.demo.city.chance import Chance
from hub.demo.city.demo import Gathered, demo, gather
from hub.demo.city.facts import Recorder
from hub.demo.city.firms import Firms
from hub.demo.city.lettings import Lettings, write_places
from hub.demo.city.manifest import Manifest
from hub.demo.city.moving import Moving
from hub.demo.city.offices import write_offices, write_units
from hub.demo.city.people import Settlers
from hub.demo.city.places import neighbourhood
from hub.demo.city.plan import Plan, Size
from hub.demo.city.register import Register
from hub.demo.city.sink import COLUMNS, Format, Sink, header
from hub.demo.city.work import Work
from model.errors import SetupError

DEFAULT_TODAY = date(2026, 11, 1)
MANIFEST_NAME = "manifest.json"
_PARALLEL_FROM = 200_000  # persons: below, starting other processes costs more than it saves
_WORKERS_MAX = 8  # more only wait for the disk
_AHEAD = 2  # communities a worker may be ahead of the writer: bounds memory
_FACT_STAMPS = 100_000  # where the times of a community's fact ids begin, after those of its places

Report = Callable[[str, int], None]


@dataclass(frozen=True)
class Made:
    """One community in bytes."""

    encoded: Mapping[str, bytes]
    counts: Mapping[str, int]
    persons: int
    residents: int
    gathered: Gathered


def generate(
    size: Size,
    seed: int,
    out: Path,
    today: date,
    format: Format,  # noqa: A002 - as its command
    report: Report,
    *,
    issuer: str = DEMO_ISSUER,
) -> Manifest:
    """Write a city's files and `manifest.json` into the folder `out`, which is made if need be.

    `report(what, persons)` is called after each community with the persons made so far. Raises `SetupError` when
    `out` holds something that is not a city, or can't be written.
    """
    plan = Plan(size, seed, today, issuer)
    try:
        _clear(out)
        return _write(plan, out, format, report)
    except OSError as error:
        raise SetupError(
            f"the city can't be written to `{out}`: {error.strerror}; check the disk and its rights"
        ) from error


def _clear(out: Path) -> None:
    """Take away the files of an earlier city; anything else stays and is a reason to stop."""
    out.mkdir(parents=True, exist_ok=True)
    ours = {MANIFEST_NAME} | {f"{name}.{form}" for name in COLUMNS for form in Format}
    present = list(out.iterdir())
    if foreign := next((path.name for path in present if path.name not in ours), None):
        raise SetupError(f"the folder `{out}` holds `{foreign}`, which is no file of a city: name an empty folder")
    for path in present:
        path.unlink()


def _write(plan: Plan, out: Path, form: Format, report: Report) -> Manifest:
    counts = dict.fromkeys(COLUMNS, 0)
    persons = residents = 0
    found: Gathered | None = None
    with ExitStack() as stack:
        files = {name: stack.enter_context((out / f"{name}.{form}").open("wb")) for name in COLUMNS}
        for name, file in files.items():
            file.write(header(name, form))
        for made in _communities(plan, form):
            _append(files, counts, made)
            persons += made.persons
            residents += made.residents
            found = made.gathered if made.gathered.resident is not None else found
            report("communities", persons)
    if found is None:
        raise AssertionError("every city has the community of the demo")
    manifest = Manifest(
        size=plan.size,
        seed=plan.seed,
        today=plan.today,
        format=form,
        persons=persons,
        residents_today=residents,
        counts=counts,
        demo=demo(plan, found),
    )
    text = json.dumps(manifest.as_json(), ensure_ascii=False, indent=2)
    (out / MANIFEST_NAME).write_text(text + "\n", encoding="utf-8")
    return manifest


def _append(files: Mapping[str, BinaryIO], counts: dict[str, int], made: Made) -> None:
    for name, part in made.encoded.items():
        files[name].write(part)
        counts[name] += made.counts[name]


def _communities(plan: Plan, form: Format) -> Iterator[Made]:
    """Every community in order; a large city is made by several processes, which changes no byte."""
    indices = range(len(plan.communities))
    if plan.scale.residents < _PARALLEL_FROM:
        yield from (make_community(plan, index, form) for index in indices)
        return
    workers = min(_WORKERS_MAX, cpu_count() or 1)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting = iter(indices)
        queue: list[Future[Made]] = []
        while True:
            queue += [
                pool.submit(make_community, plan, index, form)
                for index in islice(waiting, workers * _AHEAD - len(queue))
            ]
            if not queue:
                return
            yield queue.pop(0).result()


def make_community(plan: Plan, index: int, form: Format) -> Made:
    """All rows of one community, as bytes. A function of its arguments alone, so it may run anywhere."""
    community = plan.communities[index]
    sink = Sink()
    if index == 0:
        write_units(plan, sink)
    ground = neighbourhood(plan, community)
    recorder = Recorder(plan, sink, Chance(plan.key, "facts", index), stamp=plan.stamp(community, _FACT_STAMPS))
    write_places(plan, sink, ground)
    write_offices(plan, sink, ground, recorder)
    Firms(plan, sink, ground).write()
    Lettings(plan, sink, ground, recorder).write()

    settlers = Settlers(plan, community, ground.seats)
    moving = Moving(plan, community)
    moving.run(list(settlers.groups()))
    moving.house_the_rest(settlers.persons)
    moving.add_second_homes(settlers.persons)
    register = Register(plan, community, sink, recorder)
    register.write(settlers.persons, moving.groups)
    work = Work(plan, community, recorder, register.told)
    for person in settlers.persons:
        work.write(person)
    Cases(plan, sink, ground, recorder, register.told).write(settlers.persons)

    gathered = gather(plan, ground, moving.groups, register.told, sink)
    residents = sum(person.is_here for person in settlers.persons)
    return Made(sink.encoded(form), sink.counts(), len(settlers.persons), residents, gathered)
