"""The image's first process: reads secrets out of files, then becomes the command `domicile`.

`NAME_FILE` holds the path of a file with the value of `NAME`, as in the official images of databases, so that no secret
stands in a compose file or in `docker inspect`. `NEO4J_AUTH_FILE` is the official Neo4j image's own: `user/password`.
"""

import os
import sys
from collections.abc import Mapping, MutableMapping
from pathlib import Path

FROM_FILES = ("DOMICILE_EXPLORER_SECRETS", "DOMICILE_MASTER_KEY", "HUB_LOG_URL", "NEO4J_PASSWORD")
SECRET_BYTES_MAX = 4096


class EntrypointError(Exception):
    """The container can't start; the message is one line for its log."""


def with_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """`environment` with each `NAME_FILE` replaced by `NAME`. Raises `EntrypointError`."""
    result = dict(environment)
    for name in FROM_FILES:
        path = result.pop(f"{name}_FILE", "")
        if path:
            _set(result, name, _content(path))
    path = result.pop("NEO4J_AUTH_FILE", "")
    if path:
        user, slash, password = _content(path).partition("/")
        if not slash:
            raise EntrypointError(f"`{path}` must hold `user/password`")
        _set(result, "NEO4J_USER", user)
        _set(result, "NEO4J_PASSWORD", password)
    return result


def _set(environment: MutableMapping[str, str], name: str, value: str) -> None:
    if environment.get(name):
        raise EntrypointError(f"`{name}` is set and comes from a file too: keep one of the two")
    environment[name] = value


def _content(path: str) -> str:
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise EntrypointError(f"the secret `{path}` can't be read: {error.strerror}") from error
    if len(content) > SECRET_BYTES_MAX:
        raise EntrypointError(f"the secret `{path}` is over {SECRET_BYTES_MAX} bytes")
    text = content.decode("utf-8", errors="replace").strip()
    if not text:
        raise EntrypointError(f"the secret `{path}` is empty")
    return text


def main() -> None:
    """Become `domicile` with this process's arguments."""
    try:
        environment = with_secrets(os.environ)
    except EntrypointError as error:
        sys.exit(f"error: {error}")
    if not environment.get("NEO4J_URI"):
        sys.exit("error: this image holds no Neo4j: set `NEO4J_URI` to a server, as docker/compose.yaml does")
    os.execvpe("domicile", ["domicile", *sys.argv[1:]], environment)  # noqa: S606, S607 -- the image sets PATH


if __name__ == "__main__":
    main()
