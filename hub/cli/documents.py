"""The file with a GraphQL document that a command is given."""

from pathlib import Path

from model.errors import ValidationFailedError


def text_of(file: Path) -> str:
    """What the file says. Raises `ValidationFailedError` when it can't be read, or is no text."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise ValidationFailedError(f"can't read `{file}`: {reason}") from None
