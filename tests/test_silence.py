"""What is personal shows nowhere but in the answer to who may have it: in no log, trace, output or error (design §1, §5).

Somebody is brought in with a canary of its own in every sealed field, and reads them; they and clerks type more; and
things go wrong. That nothing of it stands readable in the stores' files is held here for what is typed, and for what is
imported in `tests/test_non_interference.py`.
"""

import logging
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hub.identity.development import DEVELOPMENT_ISSUER
from hub.vault import TamperedError
from model.errors import DomicileError, GraphUnavailableError, LogUnavailableError
from tests.case.counter import officers
from tests.interference.canaries import Canaries
from tests.interference.experiment import document
from tests.interference.files import write_files
from tests.support.command import run
from tests.support.hub import Hub, Who
from tests.support.store import City

LETTERS_MIN = 8  # a shorter value, such as a word out of a list, could stand in a line by chance
_TYPED = "a typed canary " + "chirp " * 20 + "end"
_ADDRESS = f"{'c' * 40}.canary@typed.example"
_OBJECT = (
    "mutation Object($input: ObjectToProcessingInput!) { objectToProcessing(input: $input) { objection { reason } } }"
)
_CHANNEL = "mutation Set($input: SetNoticeChannelInput!) { setNoticeChannel(input: $input) { channel } }"
_TYPING: list[tuple[str, Mapping[str, Any]]] = [
    (_OBJECT, {"purpose": "rental-tax", "reason": _TYPED}),
    (_CHANNEL, {"channel": "EMAIL", "address": _ADDRESS, "language": "EN"}),
]


_SEARCH = """
import pathlib, sys
folder, *texts = sys.argv[1:]
wanted = [form for text in texts for form in (text.encode(), text.encode("utf-16-le"))]
for path in sorted(pathlib.Path(folder).rglob("*")):
    if path.is_file() and any(form in path.read_bytes() for form in wanted):
        print(path)
"""


@dataclass(frozen=True)
class Planted:
    """The somebody: a sign-in, what their document shows, and every text that may stand nowhere else."""

    who: Who
    document: Mapping[str, str]
    texts: frozenset[str]

    @property
    def shown(self) -> dict[str, Any]:
        """What a clerk enters who has the document before them."""
        return {
            "kind": "REGISTRATION",
            "documentKind": self.document["kind"],
            "documentNumber": self.document["number"],
            "documentExpiresOn": self.document["expiresOn"],
        }


Listening = Callable[[], AbstractContextManager[None]]


@pytest.fixture(scope="module")
def planted(hub: Hub, city: City, tmp_path_factory: pytest.TempPathFactory) -> Planted:
    canaries = Canaries(city)
    (sign_in,), (identity,) = canaries.rows["sign_in"], canaries.rows["identity_document"]
    sign_in["issuer"] = DEVELOPMENT_ISSUER  # else nobody could sign in
    folder = write_files(tmp_path_factory.mktemp("planted") / "rows", canaries.personal_rows)
    clerk = officers(city, "registration", "system-administration-import", level=4)[0]
    said = run("import", str(folder), home=hub.settings.home, token=hub.token(clerk))
    assert said.code == 0, said
    texts = {item.text for item in canaries.canaries if len(item.text) >= LETTERS_MIN}
    assert [text for text in texts if text in said.out + said.error] == []
    return Planted(Who("resident", sign_in["subject"]), identity, frozenset(texts) | {_TYPED, _ADDRESS})


@pytest.fixture
def listening(planted: Planted, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Listening:
    """A block in which nothing of theirs may be said, by any logger at any level or on the two outputs."""

    @contextmanager
    def listen() -> Iterator[None]:
        # Not the driver's own, which the hub keeps quiet: below WARNING it writes each statement's parameters.
        for name in ("", "hub", "asyncio", "httpx"):
            caplog.set_level(logging.DEBUG, logger=name)
        yield
        said = "\n".join((*capfd.readouterr(), caplog.text))
        assert "/graphql" in said  # httpx tells of each request: so something was heard
        assert [text for text in sorted(planted.texts) if text in said] == []

    return listen


def _quiet(planted: Planted, body: bytes) -> None:
    """An answer that holds nothing of theirs."""
    assert [text for text in sorted(planted.texts) if text in body.decode()] == []


def test_they_read_what_is_theirs(hub: Hub, planted: Planted, listening: Listening) -> None:
    """The control, too: what is looked for elsewhere stands in this answer, and is found by the same search."""
    with listening():
        answer = hub.ask(planted.who, document("me"))
    assert answer.errors == []
    found = [text for text in planted.texts if text in answer.body.decode()]
    assert len(found) >= 6, sorted(found)  # names, a contact, an address: the other columns are no field of the API


@pytest.mark.parametrize(("text", "given"), _TYPING, ids=["a reason", "an address"])
def test_what_they_type_is_sealed_and_repeated_nowhere(
    hub: Hub, planted: Planted, listening: Listening, text: str, given: Mapping[str, Any]
) -> None:
    with listening():
        assert hub.ask(planted.who, text, {"input": given}).errors == []
        misspelt = text.replace("{ channel }", "{ none }").replace("{ reason }", "{ none }")
        for made, variables in (
            (misspelt, {"input": given}),
            (text, {"input": {**given, "none": _TYPED}}),
            (text, {"input": [given]}),
            (text.replace("input: $input", f'input: "{_TYPED}"'), {"input": given}),
            (f'"{_TYPED}"', {}),
            (f"query {'Q' * 20} {{ me }} # {_TYPED}", {}),
        ):
            assert hub.ask(planted.who, made, variables).codes != []
    for folder in (hub.settings.graph_folder, hub.settings.private_folder):
        assert _holding(folder, (_TYPED, _ADDRESS)) == ""


def test_a_clerk_who_is_refused_gets_nothing_of_theirs(
    hub: Hub, planted: Planted, clerk: Who, listening: Listening
) -> None:
    with listening():
        for others in ({"documentExpiresOn": "2031-01-01"}, {"code": "ABCDE-23456"}, {"card": _TYPED}):
            answer = hub.ask(clerk, document("open_case"), {"input": {**planted.shown, **others}})
            assert answer.codes != []
            if "card" not in others:  # an unknown field's error repeats nothing, and the field is the caller's own
                _quiet(planted, answer.body)


@pytest.mark.parametrize(
    "body",
    [
        f'{{"query": "{_TYPED}',
        f'{{"query": "{{ me }}", "variables": "{_TYPED}"}}',
        f'{{"query": "{{ me }}", "operationName": "{_TYPED}"}}',
        f'["{_TYPED}"]',
        "\udcff" + _TYPED,
    ],
)
def test_bodies_and_headers_that_are_no_request(hub: Hub, planted: Planted, listening: Listening, body: str) -> None:
    token = hub.token(planted.who)
    with listening():
        for others in (
            {"authorization": f"Bearer {token}"},
            {"authorization": f"Bearer {_TYPED}"},
            {"authorization": f"Bearer {token}", "domicile-purpose": _TYPED},
            {"authorization": f"Bearer {token}", "content-type": _TYPED},
        ):
            headers = {"content-type": "application/json", **others}
            answer = hub.send("POST", "/graphql", content=body.encode(errors="surrogateescape"), headers=headers)
            assert answer.status >= 400
            _quiet(planted, answer.body)


_BREAKING = {
    "a sealed value was altered": ("vault.unseal", TamperedError("a sealed value was altered")),
    "the vault, unforeseen": ("vault.unseal", ValueError("nobody thought of this")),
    "the log is closed": ("ledger.append", LogUnavailableError("the access log takes no entries")),
    "the disk is full": ("ledger.append", OSError(28, "No space left on device")),
    "no graph": ("graph.read", GraphUnavailableError("the graph does not answer")),
    "the graph, unforeseen": ("graph.read", RuntimeError("nobody thought of this")),
}


@pytest.mark.parametrize("name", _BREAKING)
def test_when_something_breaks(
    hub: Hub, planted: Planted, listening: Listening, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    place, error = _BREAKING[name]
    port, method = place.split(".")

    def broken(*_arguments: Any, **_others: Any) -> Any:
        raise error

    with listening():
        with monkeypatch.context() as patch:
            patch.setattr(getattr(hub.ports, port), method, broken)
            answer = hub.ask(planted.who, document("me"))
            assert answer.codes != []
            _quiet(planted, answer.body)
            assert isinstance(error, DomicileError) or str(error) not in answer.body.decode()
        assert hub.ask(planted.who, document("me")).errors == []


def _holding(folder: Path, texts: tuple[str, ...]) -> str:
    """The files below `folder` that hold one of these texts as it is, in UTF-8 or UTF-16.

    Another process reads them: closing a file here would take SQLite's locks on it away from the hub that runs here.
    """
    ended = subprocess.run(
        [sys.executable, "-c", _SEARCH, str(folder), *texts], capture_output=True, text=True, check=True
    )
    return ended.stdout
