"""At the counter, for tests: residents with the document they carry, clerks by the dozen, codes and cases."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.gate.places import show
from model.ids import PersonId
from model.standing import Standing
from tests.support.hub import Answer, Hub, Who
from tests.support.store import City

FAR = "2027-06-01"  # a document that is valid beyond this is good for these tests
PAST = "2026-11-01"  # the city's day: one that had expired by then has expired on any day of a test
_CYPHER = Path(__file__).with_name("cypher")
_OPEN = """
mutation Open($input: OpenCaseInput!) {
  openCase(input: $input) { case { number kind purpose state proof permissions subject { id name { full } } } }
}
"""
_CODE = "mutation Code($input: CreateCounterCodeInput!) { createCounterCode(input: $input) { code expiresAt } }"


@dataclass(frozen=True)
class Resident:
    """Somebody with a sign-in and a document: `person` is their id inside the hub."""

    person: PersonId
    who: Who
    document: dict[str, str]
    is_protected: bool

    def shows(self, kind: str = "REGISTRATION", **others: Any) -> dict[str, Any]:
        """What the clerk enters, with `others` put in its place."""
        shown = {
            "kind": kind,
            "documentKind": self.document["kind"],
            "documentNumber": self.document["number"],
            "documentExpiresOn": self.document["expiresOn"],
        }
        return {**shown, **others}


def residents(city: City, *, protected: bool = False) -> Iterator[Resident]:
    """Those with a sign-in, a room today, and one document on the record: each has an expectation of their own."""
    is_protected = {row["id"]: row["isProtected"] == "true" for row in city["person"]}
    at_home = {row["of"] for row in city["residence"] if row["in"] and not row["validTo"] and not row["recordedTo"]}
    documents: dict[str, list[dict[str, str]]] = {}
    for row in city["identity_document"]:
        if not row["recordedTo"]:
            documents.setdefault(row["of"], []).append(row)
    for row in city["sign_in"]:
        person = row["of"]
        held = documents.get(person, [])
        if person in at_home and is_protected[person] is protected and len(held) == 1 and held[0]["expiresOn"] > FAR:
            yield Resident(PersonId(person), Who("resident", row["subject"]), held[0], protected)


def with_expired_document(city: City) -> Resident:
    """Somebody with a sign-in who shows an older document than the one they have now."""
    protected = {row["id"] for row in city["person"] if row["isProtected"] == "true"}
    subjects = {row["of"]: row["subject"] for row in city["sign_in"] if row["of"] not in protected}
    document = next(
        row
        for row in city["identity_document"]
        if row["of"] in subjects and not row["recordedTo"] and row["expiresOn"] < PAST
    )
    return Resident(PersonId(document["of"]), Who("resident", subjects[document["of"]]), document, is_protected=False)


def officers(city: City, client: str, purpose: str, *, level: int = 12) -> list[Who]:
    """Officers of `client` who are there today, at offices whose unit code has `level` digits (12: a community)."""
    offices = {row["id"]: row for row in city["office"] if row["client"] == client and len(row["unitCode"]) == level}
    return [
        Who(client, row["subject"], offices[row["worksAt"]]["code"], purpose)
        for row in city["staff_member"]
        if row["worksAt"] in offices and not row["validTo"] and not row["recordedTo"]
    ]


def left_officer(city: City) -> Who:
    """A clerk of a registration office who is not there any more."""
    office = {row["id"]: row for row in city["office"]}
    return next(
        Who("registration", row["subject"], office[row["worksAt"]]["code"], "resident-registration")
        for row in city["staff_member"]
        if row["state"] == "ENDED" and office[row["worksAt"]]["client"] == "registration"
    )


def inspector_of(city: City, case: dict[str, str]) -> Who:
    """An officer of the office that holds an inspection's case, for its purpose."""
    office = next(row for row in city["office"] if row["id"] == case["at"])
    staff = [row for row in city["staff_member"] if row["worksAt"] == office["id"]]
    subject = next(row["subject"] for row in staff if not row["validTo"] and not row["recordedTo"])
    return Who(office["client"], subject, office["code"], case["purpose"])


def make_code(hub: Hub, resident: Resident, *permissions: str) -> str:
    """A one-time code which the resident makes on their own device."""
    answer = hub.ask(resident.who, _CODE, {"input": {"permissions": list(permissions)}})
    assert answer.errors == []
    code: str = answer.data["createCounterCode"]["code"]
    return code


def open_case(hub: Hub, clerk: Who, shown: dict[str, Any], *, purpose: str | None = None) -> Answer:
    """What the clerk gets for it."""
    return hub.ask(clerk, _OPEN, {"input": shown}, purpose=purpose)


def opened(hub: Hub, clerk: Who, resident: Resident, *permissions: str, kind: str = "REGISTRATION") -> str:
    """The number of a case which was opened with the resident's code."""
    answer = open_case(hub, clerk, resident.shows(kind, code=make_code(hub, resident, *permissions)))
    assert answer.errors == []
    number: str = answer.data["openCase"]["case"]["number"]
    return number


def attested(hub: Hub, clerk: Who, resident: Resident, kind: str = "REGISTRATION") -> str:
    """The number of a case which the officer attested, without a code."""
    answer = open_case(hub, clerk, resident.shows(kind))
    assert answer.errors == []
    number: str = answer.data["openCase"]["case"]["number"]
    return number


def change(hub: Hub, name: str, **parameters: Any) -> Sequence[Sequence[Any]]:
    """Run `tests/case/cypher/NAME.cypher`: what only time, or a part that is not built yet, would do."""
    text = (_CYPHER / f"{name}.cypher").read_text(encoding="utf-8")
    rows = hub.run(hub.ports.graph.write([(text, parameters)], timeout_seconds=60, metadata={}))
    return rows[0].values


def unprotect(hub: Hub, person: PersonId) -> None:
    """As if their address had never been protected: the graph has the rooms again, for tests that read the city's rows."""
    vault = hub.ports.vault
    known = show({person: vault.standing(person).places})
    hub.run(hub.ports.graph.write([known], timeout_seconds=60, metadata={}))
    vault.keep({person: Standing()})


def age_code(hub: Hub, code: str) -> None:
    """Let a code's time run out."""
    code_hash = hub.ports.vault.code_hash(code.replace("-", ""))
    assert change(hub, "age_code", codeHash=code_hash) == [[1]]
