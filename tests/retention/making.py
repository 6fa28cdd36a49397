"""People for the tests of retention: with something of every kind that the model knows, made from the model."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from model.graph import HUB_KINDS, KINDS, Kind, Property, ValueKind, sealed_property_name
from model.ids import PersonId, new_private_id
from model.times import OPEN_DATE, OPEN_INSTANT, as_instant_text
from tests.support.hub import Hub

_CYPHER = Path(__file__).with_name("cypher")
_EVERY = (*KINDS, *HUB_KINDS)
PERSONAL = tuple(kind for kind in _EVERY if kind.is_personal and kind.label != "Person")
_BY_LABEL = {kind.label: kind for kind in _EVERY}
TODAY = datetime.now(UTC).date()


def years_ago(years: float) -> date:
    """A day that is as many years of 365 days back, and a leap year's days."""
    return TODAY - timedelta(days=round(years * 365.25))


def ask(hub: Hub, name: str, **parameters: Any) -> Sequence[Sequence[Any]]:
    """Run `tests/retention/cypher/NAME.cypher`."""
    text = (_CYPHER / f"{name}.cypher").read_text(encoding="utf-8")
    rows = hub.run(hub.ports.graph.write([(text, parameters)], timeout_seconds=120, metadata={}))
    return rows[0].values


@dataclass
class Life:
    """One person and what is theirs: the key of each node by its label, and the texts that were sealed for them."""

    person: PersonId
    keys: dict[str, str] = field(default_factory=dict)
    canaries: list[str] = field(default_factory=list)

    @property
    def all_keys(self) -> list[str]:
        return [self.person, *self.keys.values()]


def live(hub: Hub, *labels: str, left: date | None = None, **others: Mapping[str, Any]) -> Life:
    """A new person with one node of each of these kinds. `left`: when their residence ended, if it did.

    `others` has by label what is to stand there instead: properties, with dates and instants as such.
    """
    life = Life(PersonId(new_private_id()))
    hub.ports.vault.new_keys([life.person])
    nodes = [_node("Person", {"id": life.person})]
    edges: list[dict[str, Any]] = []
    for kind in (kind for kind in PERSONAL if kind.label in labels):
        values, key = _values(hub, kind, life), new_private_id()
        values[kind.key] = key
        if kind.label == "Residence":
            values["validTo"] = left or OPEN_DATE
        values |= others.get(kind.label, {})
        life.keys[kind.label] = key
        nodes.append(_node(kind.label, values))
        edges += _edges(hub, kind, life)
    ask(hub, "make", nodes=nodes, edges=[])
    assert ask(hub, "join", edges=edges) == [[len(edges)]]
    return life


def everything(hub: Hub, left: date, **others: Mapping[str, Any]) -> Life:
    """A person with something of every personal kind; nothing of it holds them here when `left` is long ago."""
    over = {"validTo": left}
    closed = {"state": "CLOSED", "closedAt": _at(left), "endsAt": _at(left)}
    ended: dict[str, Mapping[str, Any]] = dict.fromkeys(("Employment", "Tenancy", "Representation"), over)
    return live(hub, *(kind.label for kind in PERSONAL), left=left, **{**ended, "Case": closed, **others})


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


def _values(hub: Hub, kind: Kind, life: Life) -> dict[str, Any]:
    plain = {item.name: _value(item) for item in kind.all_properties if item.sealed is None}
    sealed: dict[Any, dict[str, str]] = {}
    for item in kind.all_properties:
        if item.sealed is not None:
            canary = f"canary-{kind.file_name}-{item.name}-{new_private_id()}"
            life.canaries.append(canary)
            sealed.setdefault(item.sealed, {})[item.name] = canary
    texts = {"number", "codeHash", "credentialHash", "challengeHash"} & plain.keys()
    plain |= {name: new_private_id() for name in texts}
    for group, values in sealed.items():
        plain[sealed_property_name(group)] = hub.ports.vault.seal(life.person, group, values)
    if kind.is_fact:
        plain |= {"validTo": OPEN_DATE, "recordedTo": OPEN_INSTANT, "state": "CONFIRMED"}
    if kind.label == "IdentityDocument":
        plain["numberHash"] = hub.ports.vault.document_hash("PASSPORT", life.person)
    if kind.label == "Notice":
        plain["kind"] = hub.ports.vault.token(life.person, plain["kind"])
    if kind.label == "SignIn":
        plain["signInHash"] = hub.ports.vault.sign_in_hash("issuer", life.person)
    return plain


_PLAIN: Mapping[ValueKind, Callable[[], Any]] = {
    ValueKind.UUID: new_private_id,
    ValueKind.INTEGER: lambda: 1,
    ValueKind.BOOLEAN: lambda: True,
    ValueKind.DATE: lambda: years_ago(20),
    ValueKind.INSTANT: lambda: _at(years_ago(20)),
    ValueKind.TEXT: lambda: "x",
}


def _value(item: Property) -> Any:
    if item.choices is not None:
        first = next(iter(item.choices)).value
        return first if item.kind is ValueKind.ENUM else [first]
    return _PLAIN[item.kind]()


def _node(label: str, values: Mapping[str, Any]) -> dict[str, Any]:
    instants = {name: as_instant_text(value) for name, value in values.items() if isinstance(value, datetime)}
    dates = {
        name: value.isoformat() for name, value in values.items() if isinstance(value, date) and name not in instants
    }
    plain = {name: value for name, value in values.items() if name not in instants and name not in dates}
    return {"label": label, "properties": plain, "dates": dates, "instants": instants}


def _edges(hub: Hub, kind: Kind, life: Life) -> list[dict[str, Any]]:
    """Each to the person, to what was made for them, or to some place that is there."""
    edges = []
    for edge in kind.edges:
        label = next((target for target in edge.targets if target == "Person"), edge.targets[0])
        own = life.person if label == "Person" else life.keys.get(label)
        if own is None:
            ((own,),) = ask(hub, "some", label=label)
        edges.append(
            {"label": kind.label, "start": life.keys[kind.label], "type": edge.type, "endLabel": label, "end": own}
        )
    return edges


def join(hub: Hub, label: str, start: str, of_type: str, end: str) -> None:
    """One more edge to a person."""
    edge = {"label": label, "start": start, "type": of_type, "endLabel": "Person", "end": end}
    assert ask(hub, "join", edges=[edge]) == [[1]]


def left_of(hub: Hub, life: Life) -> list[str]:
    """The labels of what is still there of a person."""
    return [row[0] for row in ask(hub, "left", keys=life.all_keys)]
