"""The receipt of a case that was opened: the head of the resident's chain, signed, for them to keep and to compare."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hub.audit_log import Ledger
from tests.case.counter import Resident, make_code, officers
from tests.export import operator
from tests.export.files import exported
from tests.support.command import run
from tests.support.hub import Hub, Who
from tests.support.store import City
from tlog.notes import VerifierKey
from tlog.vouched import RECEIPT_HEADER, Vouched, opened_note

_OPEN = "mutation Open($input: OpenCaseInput!) { openCase(input: $input) { receipt case { number } } }"
_ONLY = "mutation Open($input: OpenCaseInput!) { openCase(input: $input) { mine: receipt } }"
_OWN = "mutation Open($input: OpenOwnCaseInput!) { openOwnCase(input: $input) { number receipt } }"
_END = "mutation End($case: String!) { endCase(case: $case) { receipt } }"


@pytest.fixture(scope="module")
def registrars(city: City) -> Iterator[Who]:
    """Clerks of a city's office, who register."""
    return iter(officers(city, "registration", "resident-registration", level=4) * 5)


@pytest.fixture
def opens(hub: Hub, registrars: Iterator[Who]) -> Callable[[Resident], tuple[str, str]]:
    """Opens a case at the counter: its number and its receipt."""

    def at_the_counter(resident: Resident) -> tuple[str, str]:
        shown = resident.shows(code=make_code(hub, resident))
        answer = hub.ask(next(registrars), _OPEN, {"input": shown})
        assert answer.errors == []
        payload = answer.data["openCase"]
        return payload["case"]["number"], payload["receipt"]

    return at_the_counter


def _said(hub: Hub, receipt: str) -> Vouched:
    assert isinstance(hub.ports.ledger, Ledger)
    return opened_note(receipt, VerifierKey.parse(hub.ports.ledger.key))


def _check(folder: Path, made: str, receipt: str) -> tuple[int, str]:
    (folder / "export.json").write_text(made, encoding="utf-8")
    (folder / "receipt.txt").write_text(receipt, encoding="utf-8")
    files = [str(folder / "export.json"), "--earlier", str(folder / "receipt.txt")]
    said = run("record", "verify", *files, home=folder / "no-home")
    return said.code, said.out


def test_at_the_counter_it_has_the_head_behind_the_opening_and_no_number(
    hub: Hub, somebody: Resident, opens: Callable[[Resident], tuple[str, str]]
) -> None:
    """How many entries somebody has is no office's to know; the head is one of theirs, and tells nothing else."""
    number, receipt = opens(somebody)
    said = _said(hub, receipt)
    assert said.header == RECEIPT_HEADER
    assert list(said.fields) == ["origin", "made", "case", "head"]
    assert said.fields["case"] == number
    document = "{ me { accessLog(first: 20) { nodes { action case head } } } }"
    log = hub.ask(somebody.who, document).data["me"]["accessLog"]["nodes"]
    (head,) = [item["head"] for item in log if item["action"] == "WRITE" and item["case"] == number]
    assert said.head.hex() == head
    assert said.number is None


def test_the_receipt_alone_can_be_asked_for(hub: Hub, somebody: Resident, registrars: Iterator[Who]) -> None:
    shown = somebody.shows(code=make_code(hub, somebody))
    answer = hub.ask(next(registrars), _ONLY, {"input": shown})
    assert answer.errors == []
    assert _said(hub, answer.data["openCase"]["mine"]).number is None


def test_online_it_has_the_number_too(hub: Hub, somebody: Resident, registrars: Iterator[Who], tmp_path: Path) -> None:
    given = {
        "office": next(registrars).office,
        "kind": "REGISTRATION",
        "purpose": "resident-registration",
        "permissions": [],
    }
    answer = hub.ask(somebody.who, _OWN, {"input": given})
    assert answer.errors == []
    receipt, case = answer.data["openOwnCase"]["receipt"], answer.data["openOwnCase"]["number"]
    log = hub.ask(somebody.who, "{ me { accessLog(first: 5) { nodes { number case head } } } }").data["me"]["accessLog"]
    entry = next(item for item in log["nodes"] if item["case"] == case)
    said = _said(hub, receipt)
    assert (said.head.hex(), said.number) == (entry["head"], entry["number"])
    ended = hub.ask(somebody.who, _END, {"case": case})
    assert ended.data == {"endCase": {"receipt": None}}
    assert _check(tmp_path, exported(hub, somebody)["file"], receipt)[0] == 0


def test_an_export_is_held_to_a_receipt(
    hub: Hub, somebody: Resident, opens: Callable[[Resident], tuple[str, str]], tmp_path: Path
) -> None:
    """What was dropped before the case was opened shows; what the receipt doesn't cover does not."""
    hub.ask(somebody.who, "{ me { birthDate } }")
    _, receipt = opens(somebody)
    hub.ask(somebody.who, "{ me { birthDate } }")
    assert _check(tmp_path, exported(hub, somebody)["file"], receipt)[0] == 0
    settings = operator.copy_of(hub, tmp_path / "home")
    subject = hub.ports.vault.subject_pseudonym(somebody.person)  # type: ignore[attr-defined]

    def without_the_first(rows: operator.Rows) -> operator.Rows:
        first = next(row for row in rows if row.subject == subject and b'"action":"read"' in (row.record or b""))
        return [row for row in rows if row is not first]

    operator.rewrite(settings, without_the_first)
    with operator.running(settings) as dishonest:
        made = exported(dishonest, somebody)
    code, said = _check(tmp_path, made["file"], receipt)
    assert code == 1
    assert "`receipt.txt`: the chain has no entry with the head of this receipt" in said


def test_a_receipt_is_no_export_to_be_checked(
    somebody: Resident, opens: Callable[[Resident], tuple[str, str]], tmp_path: Path
) -> None:
    file = tmp_path / "receipt.txt"
    file.write_text(opens(somebody)[1], encoding="utf-8")
    said = run("record", "verify", str(file), home=tmp_path / "no-home")
    assert (said.code, said.out) == (1, "")
    assert "`receipt.txt` is a receipt: give it by `--earlier`" in said.error
