"""One of the applications of `benchmarks.apps` as `domicile serve` serves it: `python -m benchmarks.serving FACTORY PORT`.

With `--cramped` its worker does not start from a roomy frame (hub/frames.py), to see what that brings.
"""

import argparse

import hub.frames
from hub.cli.serve import run


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("factory")
    parser.add_argument("port", type=int)
    parser.add_argument("--cramped", action="store_true")
    given = parser.parse_args()
    if given.cramped:
        hub.frames.FromRoomyFrame = lambda target: target  # type: ignore[assignment,misc] # what serves takes it from there
    run(given.factory, "127.0.0.1", given.port)


if __name__ == "__main__":
    main()
