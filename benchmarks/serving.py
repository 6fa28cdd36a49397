"""One of the applications of `benchmarks.apps` as `domicile serve` serves it: `python -m benchmarks.serving FACTORY PORT`."""

import sys

from hub.cli.serve import run

if __name__ == "__main__":
    run(sys.argv[1], "127.0.0.1", int(sys.argv[2]))
