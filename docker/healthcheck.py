"""Exit code 0 when the hub in this container answers `/health/live`, else 1. Needs neither curl nor a proxy."""

import http.client
import os
import sys

TIMEOUT_SECONDS = 3


def is_alive(port: int) -> bool:
    """Whether the hub on loopback answers 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", "/health/live")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if is_alive(int(os.environ.get("DOMICILE_PORT", "8080"))) else 1)
