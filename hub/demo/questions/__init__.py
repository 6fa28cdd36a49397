"""The six first questions of the demo: each a document beside this file, asked by a demo person of the city."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
from graphql.utilities import strip_ignored_characters

from hub.demo.issuer import DevelopmentIssuer
from hub.settings import Settings
from model.errors import SetupError
from model.ids import to_global_id

_FOLDER = Path(__file__).parent
_SECONDS = 60.0  # for one answer; the first one also costs the database a planning

Judge = Callable[[Mapping[str, Any]], tuple[str, bool]]
"""From an answer's `data`: what it says, in a line, and whether that is right."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question: its document, who asks it, and how its answer is judged."""

    number: int
    title: str
    document: str
    variables: Mapping[str, Any]
    token: str
    purpose: str
    judge: Judge
    resident_token: str = ""  # of the resident who stands at the counter and makes a code for question 5

    @property
    def needs_code(self) -> bool:
        """Whether a one-time code has to be made first."""
        return bool(self.resident_token)

    def compact(self) -> str:
        """The document in one line, without comments."""
        return strip_ignored_characters(self.document)


def questions(settings: Settings, manifest: Mapping[str, Any]) -> list[Question]:
    """The six, with tokens that last eight hours, for the city of `manifest`."""
    demo = manifest["demo"]
    issuer = DevelopmentIssuer.open(settings)

    def officer(who: str) -> dict[str, str]:
        person = demo[who]
        token = issuer.token(client=person["client"], subject=person["subject"], office=person["office"])
        return {"token": token, "purpose": person["purpose"]}

    resident = issuer.token(client="resident", subject=demo["resident"]["subject"], office=None)
    building, landlord = demo["building"], demo["landlord"]
    return [
        Question(
            number=1,
            title="who am I, and what may I ask (a housing inspector)",
            document=read_document("viewer"),
            variables={},
            judge=_judge_viewer(demo["housingInspector"]),
            **officer("housingInspector"),
        ),
        Question(
            number=2,
            title="a building with its rooms, permitted occupancy, licences and open findings (a housing inspector)",
            document=read_document("building"),
            variables={"id": to_global_id("Building", building["buildingId"])},
            judge=_judge_building(building),
            **officer("housingInspector"),
        ),
        Question(
            number=3,
            title="a landlord company's rooms, paged, with buildings and licences (a housing inspector)",
            document=read_document("landlord"),
            variables={"id": to_global_id("Landlord", landlord["landlordId"])},
            judge=_judge_landlord(landlord),
            **officer("housingInspector"),
        ),
        Question(
            number=4,
            title="my addresses as they were on a past day (a resident)",
            document=read_document("me"),
            variables={"day": demo["resident"]["pastDay"]},
            judge=_judge_me(demo["resident"]),
            token=resident,
            purpose="",
        ),
        Question(
            number=5,
            title="open a case at the counter with the resident's code; history and contacts (a station clerk)",
            document=read_document("counter"),
            variables={"input": _counter_input(demo["resident"])},
            judge=_judge_counter(demo["resident"]),
            resident_token=resident,
            **officer("stationClerk"),
        ),
        Question(
            number=6,
            title="employers within four kilometres, with workplaces and head-count bands (a labour inspector)",
            document=read_document("employers"),
            variables={"near": {key: demo["circle"][key] for key in ("longitude", "latitude", "radiusMetres")}},
            judge=_judge_employers(demo["circle"]),
            **officer("labourInspector"),
        ),
    ]


def ask(base: str, question: Question) -> tuple[str, bool]:
    """Ask one question over HTTP: what the answer says, in a line, and whether that is right."""
    if question.needs_code:
        question = code_for(base, question)
    answer = _post(base, question.document, question.variables, question.token, question.purpose)
    if answer.get("errors"):
        return "; ".join(error["message"] for error in answer["errors"]), False
    return question.judge(answer["data"])


def code_for(base: str, question: Question) -> Question:
    """The question with a fresh one-time code, which the resident makes on their own device."""
    answer = _post(base, read_document("code"), {}, question.resident_token, "")
    made = (answer.get("data") or {}).get("createCounterCode")
    if made is None:
        raise SetupError(f"the demo's resident gets no one-time code: {answer['errors'][0]['message']}")
    code = made["code"]
    given = {**question.variables["input"], "code": code}
    return replace(question, variables={"input": given}, resident_token="")


def _post(base: str, document: str, variables: Mapping[str, Any], token: str, purpose: str) -> dict[str, Any]:
    headers = {"authorization": f"Bearer {token}"}
    if purpose:
        headers["domicile-purpose"] = purpose
    body = {"query": document, "variables": dict(variables)}
    response = httpx.post(f"{base}/graphql", json=body, headers=headers, timeout=_SECONDS)
    answer: dict[str, Any] = response.json()
    return answer


def read_document(name: str) -> str:
    """The text of `NAME.graphql` beside this file."""
    return (_FOLDER / f"{name}.graphql").read_text(encoding="utf-8")


def _counter_input(resident: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "kind": "REGISTRATION",
        "documentKind": resident["documentKind"],
        "documentNumber": resident["documentNumber"],
        "documentExpiresOn": resident["documentExpiresOn"],
    }


def _judge_viewer(expected: Mapping[str, Any]) -> Judge:
    def judge(data: Mapping[str, Any]) -> tuple[str, bool]:
        viewer = data["viewer"]
        purposes = [item["id"] for item in viewer["purposes"]]
        said = f"{viewer['officer']} of {viewer['office']['name']} in {viewer['jurisdiction']['name']}, for {', '.join(purposes)}"
        return said, viewer["officer"] == expected["subject"] and expected["purpose"] in purposes

    return judge


def _judge_building(expected: Mapping[str, Any]) -> Judge:
    def judge(data: Mapping[str, Any]) -> tuple[str, bool]:
        building = data["building"]
        rooms, findings = building["rooms"]["totalCount"], len(building["findings"]["nodes"])
        open_findings = expected["openFindingsOfBuilding"] + expected["openFindingsOfRooms"]
        said = (
            f"{building['address']['fullAddress']}: {rooms} rooms, {building['residentBand']}, {findings} open findings"
        )
        return said, rooms == expected["rooms"] and findings == open_findings

    return judge


def _judge_landlord(expected: Mapping[str, Any]) -> Judge:
    def judge(data: Mapping[str, Any]) -> tuple[str, bool]:
        landlord = data["landlord"]
        rooms = landlord["rooms"]
        licences = sum(len(room["licences"]) for room in rooms["nodes"])
        said = f"{landlord['organisation']['legalName']}: {len(rooms['nodes'])} of {rooms['totalCount']} rooms, {licences} licences"
        return said, rooms["totalCount"] == expected["rooms"] and rooms["pageInfo"]["hasNextPage"]

    return judge


def _judge_me(expected: Mapping[str, Any]) -> Judge:
    def judge(data: Mapping[str, Any]) -> tuple[str, bool]:
        addresses = [item["address"]["fullAddress"] for item in data["me"]["residences"]]
        return f"{expected['pastDay']}: {', '.join(addresses)}", expected["addressOnPastDay"] in addresses

    return judge


def _judge_counter(expected: Mapping[str, Any]) -> Judge:
    def judge(data: Mapping[str, Any]) -> tuple[str, bool]:
        case = data["openCase"]["case"]
        residences = case["subject"]["residenceHistory"]["totalCount"]
        contacts = len(case["subject"]["declaredContacts"])
        said = f"case {case['number']}: {residences} residences, {contacts} declared contacts"
        return said, residences == expected["residenceFacts"] and contacts == expected["declaredContacts"]

    return judge


def _judge_employers(expected: Mapping[str, Any]) -> Judge:
    def judge(data: Mapping[str, Any]) -> tuple[str, bool]:
        employers = data["employers"]
        names = [item["organisation"]["legalName"] for item in employers["nodes"]]
        said = f"{employers['totalCount']} employers, first {names[0] if names else 'none'}"
        return said, employers["totalCount"] == expected["employers"]

    return judge
