"""Two cities in one store, one after the other: ask, take people away, ask the same again. Keeps every answer's bytes."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uuid_utils

import schema
from model.callers import Question
from model.groups import FieldGroup
from model.ids import ClientId, PurposeId
from tests.case.counter import inspector_of
from tests.interference.documents import Generator
from tests.interference.files import Row, bring_in, fact
from tests.interference.world import HeldCase, World
from tests.support.hub import Answer, Hub, Who

CYPHER = Path(__file__).with_name("cypher")
_SECONDS = 300.0  # for one test-only statement on a busy machine


@dataclass(frozen=True)
class Asked:
    """One question by one caller."""

    who: Who
    document: str
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Bytes:
    """All of a response that its caller sees."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, answer: Answer) -> "Bytes":
        return cls(answer.status, answer.body, tuple(sorted(answer.headers.items())))


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """How much is asked."""

    documents: int  # questions about things, by each officer for each purpose
    fields: int
    levels: int
    are_all_offices: bool  # or those nearest to the people in question only
    residents: int
    cases: int
    inspections: int
    persons: int  # ordinary people who go; the special ones come on top


@dataclass(frozen=True)
class Subjects:
    """Those who are there in one city and not in the other; their cases and documents, as import rows."""

    persons: frozenset[str]
    cases: Sequence[Row]
    documents: Sequence[Row]


class Experiment:
    """One run over one hub. `seen` has the bytes by state of the store and question."""

    def __init__(self, hub: Hub, world: World, subjects: Subjects, *, sizes: Sizes, seed: int) -> None:
        self.hub = hub
        self.world = world
        self.generator = Generator(schema.build(), world.pool(), seed=seed, fields=sizes.fields, levels=sizes.levels)
        officers = world.officers(are_all=sizes.are_all_offices)
        self.subjects = subjects
        self.things = [Asked(who, document("things")) for who in officers] + [
            Asked(who, self.generator.things(roots)) for who in officers for roots in self._roots(who, sizes.documents)
        ]
        cases = world.inspections(sizes.inspections)
        self.parties_gone = [
            self._inspection(row, parties=True) for row in cases if world.parties(row) & subjects.persons
        ]
        self.inspections = [asked for row in cases for asked in self._about_the_place(row)]
        self.doors = [*self._me(sizes.residents), *self._cases(world.held_cases(sizes.cases))]
        self.strangers = [*self._looks(officers), *self._wrong_documents(officers)]
        self.own = [Asked(Who("resident", row["subject"]), document("me")) for row in world.own("sign_in", "of")[:3]]
        self.everything = [*self.things, *self.doors, *self.inspections, *self.strangers]
        self.seen: dict[str, dict[int, Bytes]] = {}

    # ── what is asked ────────────────────────────────────────────────────────────────────────────────────────────

    def _roots(self, who: Who, count: int) -> list[set[str]]:
        """For each question the root fields to choose from: those that are open to the caller; one for a refusal."""
        query = schema.build().query_type
        assert query is not None
        question = Question(client=ClientId(who.client), purpose=PurposeId(who.purpose) if who.purpose else None)
        allowed = self.hub.ports.policy.decide(question, frozenset(FieldGroup)).allowed
        others = query.fields.keys() - {"me", "case", "policyChanges", "operatorActs", "processing"}
        fields = {name: query.fields[name].extensions["group"] for name in sorted(others)}
        is_open = {name for name, group in fields.items() if group in allowed and name != "viewer"} or {"viewer"}
        # Whoever may see landlords or employers has the most to learn, so they ask more.
        times = count * 3 if len(is_open) > len(fields) / 2 else count
        return [is_open] * times + [set(fields)] * (count // 4)

    def _me(self, count: int) -> list[Asked]:
        """Residents who stay, about themselves: all of it once, and by chance."""
        everything = document("me")
        return [
            asked
            for who in self.world.residents(count)
            for asked in (
                Asked(who, everything),
                Asked(who, self.generator.me()),
                Asked(who, self.generator.things({"viewer", "room"})),
            )
        ]

    def _cases(self, held: list[HeldCase]) -> list[Asked]:
        return [Asked(item.holder, self.generator.case(item.number)) for item in held for _ in range(2)]

    def _about_the_place(self, case: Row) -> list[Asked]:
        """An inspection's case, by its office: with its parties, unless one of them is somebody who goes."""
        if self.world.parties(case) & self.subjects.persons:
            return [self._inspection(case, parties=False)]
        whole = self._inspection(case, parties=True)
        return [whole, Asked(whole.who, self.generator.case(case["number"]))]

    def _inspection(self, case: Row, *, parties: bool) -> Asked:
        variables = {"number": case["number"], "parties": parties}
        return Asked(inspector_of(self.world.city, case), document("inspection"), variables)

    def _looks(self, officers: list[Who]) -> list[Asked]:
        """Officers who don't hold them look at the cases of those who go: these are not their doors."""
        asked = []
        for case in self.subjects.cases:
            elsewhere = [who for who in officers if who.office != self.world.office_of(case)["code"]]
            strangers = [*elsewhere[::12], *self.world.colleagues(case)[:2]]
            asked += [Asked(who, document("look"), {"number": case["number"]}) for who in strangers]
        return asked

    def _wrong_documents(self, officers: list[Who]) -> list[Asked]:
        """At the counter: the right number with a wrong expiry, or with a code that is not theirs."""
        clerks = [who for who in officers if who.purpose == "resident-registration"]
        asked = []
        for row in self.subjects.documents[:5]:
            shown = {
                "kind": "REGISTRATION",
                "documentKind": row["kind"],
                "documentNumber": row["number"],
                "documentExpiresOn": "2031-01-01",
            }
            wrong_code = {**shown, "documentExpiresOn": row["expiresOn"], "code": "ABCDE-23456"}
            given = [{"input": item} for item in (shown, wrong_code)]
            asked += [Asked(who, document("open_case"), item) for who in clerks for item in given]
        return asked

    # ── asking, and changing the store ───────────────────────────────────────────────────────────────────────────

    def ask(self, state: str, questions: list[Asked]) -> None:
        seen = self.seen.setdefault(state, {})
        for asked in questions:
            answer = self.hub.ask(asked.who, asked.document, asked.variables)
            seen[id(asked)] = Bytes.of(answer)

    def change(self, name: str, **parameters: Any) -> list[Any]:
        text = (CYPHER / f"{name}.cypher").read_text(encoding="utf-8")
        writing = self.hub.ports.graph.write(
            [(text, parameters)], timeout_seconds=_SECONDS, metadata={"operation": name}
        )
        return list(self.hub.run(_awaited(writing))[-1].values)

    def remove_persons(self) -> None:
        persons = sorted(self.world.gone)
        for name in ("remove_cases_of_persons", "remove_facts_of_persons", "remove_persons"):
            self.change(name, persons=persons)

    def add_lives(self) -> list[Any]:
        """Everyone moves into a few rooms and works at a few places: none of them may be told from the outside."""
        pool = self.world.pool()
        staying = sorted({row["id"] for row in self.world.city["person"]} - self.world.gone)
        facts = [
            {
                "person": person,
                "room": pool.ids["Room"][place % len(pool.ids["Room"])],
                "workplace": pool.ids["Workplace"][place % len(pool.ids["Workplace"])],
                "residence": str(uuid.uuid4()),
                "employment": str(uuid.uuid4()),
            }
            for place, person in enumerate(staying)
        ]
        return self.change("add_residences_and_employments", facts=facts)

    def bring_in(self, folder: Path, rows: Mapping[str, list[Row]]) -> dict[str, bytes]:
        """What an import answers: its reject files, and its counts as one more."""
        reports = bring_in(self.hub, folder, rows)
        counts = [(item.name, item.accepted, item.rejected, item.created, item.unchanged) for item in reports]
        return {
            "counts": repr(counts).encode(),
            **{file.name: file.read_bytes() for file in (folder / "rejects").glob("*")},
        }

    def rows_about_the_gone(self) -> dict[str, list[Row]]:
        """Rows that would tell whether those who go are there: references, and values that only one may hold."""
        someone, case = str(uuid.uuid4()), str(uuid.uuid4())
        rows: dict[str, list[Row]] = {"person": [{"id": someone, "isProtected": "false"}]}
        gone = sorted(self.world.gone)[:10]
        room = self.world.city["room"][0]["id"]
        rows["residence"] = [fact(of=person, role="MAIN", **{"in": room}) for person in gone]
        rows["household"] = [fact(members=f"{someone};{person}") for person in gone]
        rows["landlord"] = [{"id": str(uuid_utils.uuid7()), "is": person} for person in gone]
        rows["identity_document"] = [
            {**row, **fact(of=someone), "validTo": "", "recordedTo": ""}
            for row in self.world.own("identity_document", "of")[:5]
        ]
        rows["sign_in"] = [
            {**row, "id": str(uuid.uuid4()), "of": someone} for row in self.world.own("sign_in", "of")[:5]
        ]
        taken = self.world.own("case", "concerns")[:1]
        rows["case"] = [{**row, "id": case, "concerns": someone} for row in taken]
        rows["consent_grant"] = [fact(permissions="HISTORY", givenBy=someone, **{"in": row["id"]}) for row in taken]
        return rows

    # ── what came of it ──────────────────────────────────────────────────────────────────────────────────────────

    def differing(self, one: str, other: str, questions: list[Asked]) -> list[tuple[Asked, Bytes, Bytes]]:
        pairs = [(asked, self.seen[one][id(asked)], self.seen[other][id(asked)]) for asked in questions]
        return [(asked, first, second) for asked, first, second in pairs if first != second]

    def answered(self, state: str, questions: list[Asked]) -> int:
        """How many of the questions got data."""
        return sum(any((json.loads(self.body(state, asked)).get("data") or {"": None}).values()) for asked in questions)

    def body(self, state: str, asked: Asked) -> bytes:
        return self.seen[state][id(asked)].body


async def _awaited(awaitable: Any) -> Any:
    return await awaitable


def document(name: str) -> str:
    """The text of `NAME.graphql` beside this file."""
    return (CYPHER.parent / f"{name}.graphql").read_text(encoding="utf-8")
