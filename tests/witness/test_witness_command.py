"""`domicile witness`, as a department types it."""

from pathlib import Path

import httpx
import pytest

from tests.support.command import run, started
from tests.witness.conftest import PaperLog
from tests.witness.process import free_port, serving
from tlog.notes import COSIGNATURE, VerifierKey, parsed_signatures


def test_a_key_is_made_once_and_its_public_part_printed(tmp_path: Path) -> None:
    said = started("witness", "key", "--name", "witness.city.example", home=tmp_path)
    key = VerifierKey.parse(said.out.strip())
    assert (said.code, said.out, key.name, key.kind) == (0, f"{key}\n", "witness.city.example", COSIGNATURE)
    again = run("witness", "key", home=tmp_path)
    assert (again.code, again.out) == (1, "")
    assert "already, and others know it: move it away to make another" in again.error
    assert (tmp_path / "witness" / "witness.key").stat().st_mode & 0o777 == 0o600


def test_a_key_without_a_name_gets_one_by_chance(tmp_path: Path) -> None:
    names = {
        VerifierKey.parse(run("witness", "key", home=tmp_path / str(number)).out.strip()).name for number in range(2)
    }
    assert len(names) == 2
    assert all(name.startswith("domicile-witness-") for name in names)


def test_without_key_or_log_there_is_one_line(tmp_path: Path, log: PaperLog) -> None:
    said = run("witness", "serve", "--log", str(log.signer.key), home=tmp_path)
    assert (said.code, said.out) == (1, "")
    assert "there is no witness's key" in said.error
    run("witness", "key", home=tmp_path)
    for arguments, message in (([], "watches between one and 100 logs"), (["--log", "x"], "that is no verifier key")):
        said = run("witness", "serve", *arguments, home=tmp_path)
        assert (said.code, said.out) == (1, "")
        assert message in said.error


@pytest.mark.full
@pytest.mark.timeout(300)
def test_a_witness_signs_over_http_and_remembers_when_started_again(tmp_path: Path, log: PaperLog) -> None:
    key = VerifierKey.parse(run("witness", "key", "--name", "w.example", home=tmp_path).out.strip())
    for old, new in ((0, 40), (40, 64)):
        with serving(tmp_path, str(log.signer.key), free_port()) as url, httpx.Client(trust_env=False) as client:
            wrong = client.post(f"{url}/add-checkpoint", content=str(log.submission(old + 1, 90)))
            assert (wrong.status_code, wrong.text) == (409, f"{old}\n")
            assert wrong.headers["content-type"] == "text/x.tlog.size"
            assert client.post(f"{url}/add-checkpoint", content=b"x" * 200_000).status_code == 413
            signed = client.post(f"{url}/add-checkpoint", content=str(log.submission(old, new)))
            assert signed.status_code == 200
            assert key.time_of(log.note(new).text, parsed_signatures(signed.text)[0]) > 0
