"""Which files an import reads, and in which order: the model's, in which a kind stands after all that it leads to."""

from dataclasses import dataclass
from pathlib import Path

from model.errors import ValidationFailedError
from model.graph import KIND_BY_FILE_NAME, KINDS, Kind

SUFFIXES = (".csv", ".ndjson", ".jsonl")  # in capitals, too
_OF_OURS = (".rejects.csv", "manifest.json")  # how names end that an import or a synthetic city wrote into the folder


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
        paths = sorted(item for item in path.iterdir() if _is_read(item))
    elif path.is_file():
        paths = [path]
    else:
        raise ValidationFailedError(f"there is no file or folder `{path}`: name one")
    if not paths:
        raise ValidationFailedError(f"there is no `.csv`, `.ndjson` or `.jsonl` file in `{path}`: name another folder")
    files = [_file(item) for item in paths]
    return sorted(files, key=lambda file: KINDS.index(file.kind))


def left_over(path: Path) -> list[str]:
    """What lies in a folder and is not read, by name: hidden files and those that a command wrote there aside."""
    if not path.is_dir():
        return []
    names = [item.name for item in path.iterdir() if not _is_read(item)]
    return sorted(name for name in names if not name.startswith(".") and not name.endswith(_OF_OURS))


def _is_read(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and path.is_file() and not path.name.endswith(_OF_OURS)


def _file(path: Path) -> IntakeFile:
    kind = KIND_BY_FILE_NAME.get(path.stem.lower())
    if kind is None or path.suffix.lower() not in SUFFIXES:
        raise ValidationFailedError(
            f"`{path.name}` is not named after a kind: use `room.csv`, `room.ndjson`, … (docs/import.md lists the kinds)"
        )
    return IntakeFile(path, kind, path.stat().st_size)
