"""What a resident is protected by: the protections of their address, where that is, and who asked to see it. In the vault, not in the graph.

Pure values: each change is a new `Standing`. Instants are UTC text; words are bytes sealed under the person's key.
"""

import base64
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self


@dataclass(frozen=True, kw_only=True)
class Protection:
    """One, from when to when. One that was imported has no beginning, and is in force all the same."""

    id: str
    since: str | None = None
    until: str | None = None
    reason: bytes | None = None  # of the resident's own, sealed


@dataclass(frozen=True, kw_only=True)
class Disclosure:
    """That an office asked, in one case, for the address; what was answered last, and when another took its place."""

    id: str
    case: str
    asked_at: str
    reason: bytes  # the office's, sealed
    is_allowed: bool | None = None
    answered_at: str | None = None
    ended_at: str | None = None


@dataclass(frozen=True, kw_only=True)
class Place:
    """The room to which a version of a residence or a tenancy leads, where the graph has the street only; who let it, of a tenancy."""

    fact: str
    version: int
    room: str
    landlord: str | None = None

    @property
    def key(self) -> str:
        """By which the graph's statements find it."""
        return place_key(self.fact, self.version)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """All of it about one person; `Standing()` is most people's."""

    protections: tuple[Protection, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    # Also of who is protected no more: a graph that is put back from before knows no room.
    places: tuple[Place, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep."""
        return not self.protections and not self.disclosures and not self.places

    @property
    def is_protected(self) -> bool:
        """Whether one is in force."""
        return any(item.until is None for item in self.protections)

    def allows(self, case: str) -> bool:
        """Whether the address is open in this case, by its person's own yes."""
        return any(item.case == case and item.is_allowed and item.ended_at is None for item in self.disclosures)

    def asked_in(self, case: str) -> int:
        """How often it was asked for in this case."""
        return sum(item.case == case for item in self.disclosures)

    def protected(self, protection: Protection, at: str) -> Self:
        """From now on. Whatever they opened in a case before is closed. Twice is once."""
        if self.is_protected:
            return self
        closed = tuple(_ended(item, at) for item in self.disclosures)
        return replace(self, protections=(*self.protections, protection), disclosures=closed)

    def unprotected(self, at: str) -> Self:
        """What is in force ends, however it began."""
        ended = tuple(replace(item, until=item.until or at) for item in self.protections)
        return replace(self, protections=ended)

    def at(self, places: Iterable[Place]) -> Self:
        """With these, where nothing is known yet of the same versions: those never change."""
        known = {item.key: item for item in (*places, *self.places)}
        return replace(self, places=tuple(known[key] for key in sorted(known)))

    def asked(self, disclosure: Disclosure) -> Self:
        """What was asked and answered in that case before ends."""
        closed = self.closed(disclosure.case, disclosure.asked_at).disclosures
        return replace(self, disclosures=(*closed, disclosure))

    def answered(self, case: str, at: str, *, allow: bool) -> Self:
        """The latest answer counts."""
        answered = tuple(
            replace(item, is_allowed=allow, answered_at=at) if item.case == case and item.ended_at is None else item
            for item in self.disclosures
        )
        return replace(self, disclosures=answered)

    def closed(self, case: str, at: str) -> Self:
        """What was opened in this case is closed: it has another holder."""
        closed = tuple(_ended(item, at) if item.case == case else item for item in self.disclosures)
        return replace(self, disclosures=closed)

    def without_protections(self, until: str) -> Self:
        """Those that ended before `until` go; with the last one, where its person lived."""
        kept = tuple(item for item in self.protections if item.until is None or item.until >= until)
        return replace(self, protections=kept, places=self.places if kept else ())

    def without_places(self, keys: Collection[str]) -> Self:
        """What is known of these goes: the facts are erased."""
        return replace(self, places=tuple(item for item in self.places if item.key not in keys))

    def without_cases(self, cases: Collection[str]) -> Self:
        """What was asked in these cases goes."""
        return replace(self, disclosures=tuple(item for item in self.disclosures if item.case not in cases))

    def as_values(self) -> dict[str, Any]:
        """As JSON takes it; `of_values` reads it."""
        said = (("protections", self.protections), ("disclosures", self.disclosures))
        return {
            **{name: [{**asdict(item), "reason": _encoded(item.reason)} for item in items] for name, items in said},
            "places": [asdict(item) for item in self.places],
        }

    @classmethod
    def of_values(cls, values: Mapping[str, Any]) -> Self:
        """What `as_values` gave."""
        return cls(
            protections=tuple(Protection(**_decoded(item)) for item in values["protections"]),
            disclosures=tuple(Disclosure(**_decoded(item)) for item in values["disclosures"]),
            places=tuple(Place(**item) for item in values.get("places", ())),  # an older hub kept none
        )


def place_key(fact: str, version: int) -> str:
    """What names one version of a fact, in Python as in Cypher."""
    return f"{fact} {version}"


def _ended(disclosure: Disclosure, at: str) -> Disclosure:
    return replace(disclosure, ended_at=disclosure.ended_at or at)


def _encoded(sealed: bytes | None) -> str | None:
    return None if sealed is None else base64.b64encode(sealed).decode()


def _decoded(item: Mapping[str, Any]) -> dict[str, Any]:
    return {**item, "reason": None if item["reason"] is None else base64.b64decode(item["reason"])}
