"""More sign-ins than the city has: each of a few hundred tests takes a resident of its own."""

import csv
import uuid
from pathlib import Path

from hub.demo.city.reading import read_city
from hub.identity.development import DEVELOPMENT_ISSUER

_ADULT_BORN_BEFORE = "2008-01-01"


def give_sign_ins(city: Path) -> None:
    """Add one for each adult at home who has none and is not protected, behind those that are there."""
    rows = dict(read_city(city))
    at_home = {row["of"] for row in rows["residence"] if not row["validTo"] and not row["recordedTo"]}
    adults = {row["of"] for row in rows["person_details"] if row["birthDate"] < _ADULT_BORN_BEFORE}
    signed_in = {row["of"] for row in rows["sign_in"]}
    with (city / "sign_in.csv").open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows["sign_in"][0]), lineterminator="\n")
        for row in rows["person"]:
            person = row["id"]
            if person in (at_home & adults) - signed_in and row["isProtected"] == "false":
                writer.writerow(
                    {"id": _id_for(person), "issuer": DEVELOPMENT_ISSUER, "subject": f"tests-{person}", "of": person}
                )


def _id_for(person: str) -> str:
    """The same on each run, and of the form that private ids have."""
    return str(uuid.UUID(bytes=uuid.uuid5(uuid.NAMESPACE_URL, f"tests:sign-in:{person}").bytes, version=4))
