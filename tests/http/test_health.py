"""What a load balancer asks: without a token, and without telling anything."""

import pytest

from tests.http.conftest import Web


def test_a_running_hub_is_live_and_ready(web: Web) -> None:
    assert (web.send("GET", "/health/live").status, web.send("GET", "/health/live").json) == (200, {"status": "live"})
    assert (web.send("GET", "/health/ready").status, web.send("GET", "/health/ready").json) == (
        200,
        {"status": "ready"},
    )


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_health_is_only_read(web: Web, path: str) -> None:
    assert web.send("POST", path, content=b"{}").status == 405
