"""The command `domicile`, out of a wheel: puts the package's own folder first on the path, then hands over."""

import os
import sys
from pathlib import Path

_FOLDER = str(Path(__file__).resolve().parent)


def main() -> None:
    """Run the command line. Child processes get the same path."""
    if _FOLDER not in sys.path:
        sys.path.insert(0, _FOLDER)
    paths = [_FOLDER, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(paths))
    from hub.cli import main as run

    run()


if __name__ == "__main__":
    main()
