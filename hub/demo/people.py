"""The made-up people as whom one can sign in to a demo: read from a small file that `domicile demo` writes.

Not the city itself: its files are too large to be read for a page, and most of its people are of no interest there.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter, ValidationError
from pydantic.alias_generators import to_camel

from hub.settings import Settings
from model.errors import SetupError

_Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,80}$")]


class DemoPerson(BaseModel):
    """One of them: who they are to the register, and what a reader is told of them in two languages."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    key: _Key
    group: str
    group_zh: str
    name: str
    name_zh: str
    about: str
    about_zh: str
    client: str
    subject: str
    office: str | None = None


_PEOPLE = TypeAdapter(tuple[DemoPerson, ...])


def demo_people(settings: Settings) -> Sequence[DemoPerson]:
    """Everybody of this home's demo, group by group; nobody where there is none. Raises `SetupError`."""
    path = _file(settings)
    try:
        return _PEOPLE.validate_json(path.read_bytes())
    except FileNotFoundError:
        return ()
    except (OSError, ValidationError) as error:
        raise SetupError(f"the demo's people in `{path}` can't be read: run `domicile demo` again") from error


def keep_demo_people(settings: Settings, people: Sequence[DemoPerson]) -> None:
    """Write the file."""
    path = _file(settings)
    try:
        draft = path.with_suffix(".draft")
        draft.write_bytes(_PEOPLE.dump_json(tuple(people), by_alias=True, indent=1))
        draft.replace(path)
    except OSError as error:
        raise SetupError(f"the demo's people can't be written to `{path}`: {error.strerror}") from error


def _file(settings: Settings) -> Path:
    return settings.home / "demo-people.json"
