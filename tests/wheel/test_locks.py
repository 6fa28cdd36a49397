"""The locks say everything that pip needs to know: with hashes, pip takes nothing that a line does not pin."""

import re
from importlib import metadata

import pytest
from packaging.requirements import Requirement

from tests.support.places import ROOT

_PIN = re.compile(r"(?P<name>[\w.-]+)(\[(?P<extras>[\w,-]+)\])?==\S+( ; .+)? \\")


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-checkout.lock", "requirements-dev.lock"])
def test_a_lock_pins_the_extras_that_its_packages_ask_for(lock: str) -> None:
    """Otherwise pip looks for `coverage[toml]` by itself, finds a newer one without a hash, and installs nothing."""
    pinned = _pinned(lock)
    asked = {
        (requirement.name.lower(), extra)
        for name in pinned
        for requirement in _requirements(name)
        for extra in requirement.extras
    }
    assert {f"{name}[{extra}]" for name, extra in asked if extra not in pinned[name]} == set()


def _pinned(lock: str) -> dict[str, frozenset[str]]:
    """The extras of each pinned package, by its name."""
    lines = [line for line in (ROOT / lock).read_text(encoding="utf-8").splitlines() if not line.startswith(" ")]
    pins = [_PIN.fullmatch(line) for line in lines]
    assert [line for line, pin in zip(lines, pins, strict=True) if pin is None] == []
    return {pin["name"].lower(): frozenset((pin["extras"] or "").split(",")) for pin in pins if pin}


def _requirements(name: str) -> list[Requirement]:
    """What the installed package asks for on this machine; nothing of one that is for other systems only."""
    try:
        asked = [Requirement(line) for line in metadata.requires(name) or []]
    except metadata.PackageNotFoundError:
        return []
    return [item for item in asked if item.marker is None or item.marker.evaluate({"extra": ""})]
