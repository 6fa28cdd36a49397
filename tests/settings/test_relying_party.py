"""For which pages passkeys are made: a setting that can't be right is said when the hub is made, in one line."""

from pathlib import Path

import pytest

from hub.identity.passkeys import RelyingParty
from hub.settings import Settings
from model.errors import SetupError


def _relying_party(home: Path, **others: str | int) -> RelyingParty:
    return RelyingParty.of(Settings.model_validate({"home": home, **others}))


def test_by_default_it_is_the_loopback_page_of_the_hubs_own_port(tmp_path: Path) -> None:
    assert _relying_party(tmp_path, port=8123) == RelyingParty(domain="localhost", origins=("http://localhost:8123",))


def test_a_domain_has_pages_of_its_own_and_below_it(tmp_path: Path) -> None:
    origins = "https://register.example, https://counter.register.example:8443"
    found = _relying_party(tmp_path, rp_id="register.example", rp_origins=origins)
    assert found.origins == ("https://register.example", "https://counter.register.example:8443")


@pytest.mark.parametrize(
    "origin",
    [
        "https://elsewhere.example",
        "https://notregister.example",
        "https://register.example.elsewhere.example",
        "http://register.example",
        "https://register.example/page",
        "register.example",
        "*",
    ],
)
def test_an_origin_of_another_domain_or_without_https_is_refused(tmp_path: Path, origin: str) -> None:
    with pytest.raises(SetupError, match="DOMICILE_RP_ORIGINS"):
        _relying_party(tmp_path, rp_id="register.example", rp_origins=origin)


def test_it_is_read_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOMICILE_RP_ID", "register.example")
    monkeypatch.setenv("DOMICILE_RP_ORIGINS", "https://register.example")
    assert _relying_party(tmp_path).domain == "register.example"
