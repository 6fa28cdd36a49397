"""For an ASGI server of one's own: `domicile.asgi:create` is the application's factory."""

import sys
from pathlib import Path

_FOLDER = str(Path(__file__).resolve().parent)
if _FOLDER not in sys.path:
    sys.path.insert(0, _FOLDER)

from hub.application import create  # noqa: E402 - only now is it importable

__all__ = ["create"]
