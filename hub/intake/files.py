"""Which files an import reads, and in which order: the model's, in which a kind stands after all that it leads to."""

from dataclasses import dataclass
from pathlib import Path

from hub.errors import ValidationFailedError
from hub.model.graph import KIND_BY_FILE_NAME, KINDS, Kind

SUFFIXES = (".csv", ".ndjson")


@dataclass(frozen=True)
class IntakeFile:
    """One file of one kind."""

    path: Path
    kind: Kind
    size_bytes: int


def files_of(path: Path) -> list[IntakeFile]:
    """The files of a folder, or the one file, in the order of reading.

    Raises `ValidationFailedError` when there is none, or when a name is no kind's.
    """
    if path.is_dir():
        paths = sorted(item for item in path.iterdir() if item.suffix in SUFFIXES and item.is_file())
    elif path.is_file():
        paths = [path]
    else:
        raise ValidationFailedError(f"there is no file or folder `{path}`: name one")
    if not paths:
        raise ValidationFailedError(f"there is no `.csv` or `.ndjson` file in `{path}`: name another folder")
    files = [_file(item) for item in paths]
    return sorted(files, key=lambda file: KINDS.index(file.kind))


def _file(path: Path) -> IntakeFile:
    kind = KIND_BY_FILE_NAME.get(path.stem)
    if kind is None or path.suffix not in SUFFIXES:
        raise ValidationFailedError(
            f"`{path.name}` is not named after a kind: use `room.csv`, `room.ndjson`, … (docs/import.md lists the kinds)"
        )
    return IntakeFile(path, kind, path.stat().st_size)
